#include "tests/journeys/kills.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LONG_CASE "100202" /* somebody of the demo */
#define SEEDS     99

static const char small_sample[] =
    "case,group,sex,birth_date,municipality_nis,language,generation,first_name,last_name\n"
    "1001,be,f,1980-05-06,44021,nl,,Lies,Verzonnen\n1002,ma,m,1991,11002,nl,2,Karim,Bedacht\n";

static const char small_answers[] =
    "question,row,value,reason\nconsent,,1\nwork,,1\nhours,,70,klopt\njobs,,1\nsearch,,1 7\n"
    "search_other,,via de kerk\njob_title,,poetsvrouw\ntrust_people,,3\ntrust_police,,?\nchildren,,2\n"
    "child_name,1,Noor\nchild_birth,1,2010-02-03\nchild_name,2,Sam\nchild_birth,2,2013\norigin_only,,2\n";

static void small_study(struct stage *stage)
{
    struct lab *lab = stage->lab;
    stage->folder = arena_format(lab->arena, "%s/flow/small", getenv("VELDWERK_TEST_DIR")).ptr;
    const char *sample = lab_path(lab, "sample.csv");
    lab_must(lab, lab->arena, 0, LAB_WORDS("new", "--questionnaire", stage->folder, "--seed", "1"));
    lab_write(sample, str_from(small_sample));
    lab_must(lab, lab->arena, 0, LAB_WORDS("sample", sample));
    lab_write(stage->answers, str_from(small_answers));
    stage->case_id = "1002";
    lab_copy(lab->study, stage->pristine);
}

/* The first simulated respondent who neither refuses nor is sent away. */
struct str stage_simulate(struct lab *lab, const char *pristine, const char *case_id)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        const char *text = arena_format(lab->arena, "%u", seed).ptr;
        lab_copy(pristine, lab->study);
        struct ran ran =
            lab_run(lab, lab->arena, NULL, 0, LAB_WORDS("interview", case_id, "--simulated", "--seed", text));
        if (str_find(ran.out, STR(": completed,"), 0) < ran.out.len) {
            struct record record = record_read(lab, lab->arena, case_id);
            return record_answers(lab->arena, &record, "klopt zo");
        }
    }
    fprintf(stderr, "no simulated respondent completes the interview of %s\n", case_id);
    exit(2);
}

static void survey_study(struct stage *stage)
{
    struct lab *lab = stage->lab;
    stage->folder = arena_format(lab->arena, "%s/../questionnaire/sid", getenv("VELDWERK_TEST_DIR")).ptr;
    lab_must(lab, lab->arena, 0, LAB_WORDS("demo", "--questionnaire", stage->folder, "--seed", "1"));
    lab_copy(lab->study, stage->pristine);
    stage->case_id = LONG_CASE;
    lab_write(stage->answers, stage_simulate(lab, stage->pristine, LONG_CASE));
}

void stage_open(struct stage *stage, struct lab *lab, bool small)
{
    *stage = (struct stage){
        .lab = lab, .pristine = lab_path(lab, "pristine.veldwerk"), .answers = lab_path(lab, "answers.csv")};
    (small ? small_study : survey_study)(stage);
    stage_reset(stage);
    struct str out =
        lab_must(lab, lab->arena, 0, LAB_WORDS("interview", stage->case_id, "--answers", stage->answers));
    stage->acts_n = acts_printed(lab->arena, out, &stage->acts);
    stage->result = record_read(lab, lab->arena, stage->case_id);
}

void stage_reset(const struct stage *stage)
{
    struct arena *arena = arena_new();
    const char *journal = arena_format(arena, "%s-journal", stage->lab->study).ptr;
    unlink(journal);
    lab_copy(stage->pristine, stage->lab->study);
    arena_free(arena);
}

/* ---- the killer ---- */

void killer_settings(struct lab *lab, struct arena *arena, unsigned long instant,
                     const char *out[KILLER_SETTINGS])
{
    const char *killer = getenv("VELDWERK_KILLER");
    if (!killer) {
        fprintf(stderr, "the environment has no VELDWERK_KILLER\n");
        exit(2);
    }
    const char *report = lab_path(lab, "report");
    unlink(report);
    out[0] = arena_format(arena, "LD_PRELOAD=%s", killer).ptr;
    out[1] = arena_format(arena, "KILLER_FILES=%s", lab->study).ptr;
    out[2] = arena_format(arena, "KILLER_REPORT=%s", report).ptr;
    out[3] = arena_format(arena, "KILLER_AT=%lu", instant).ptr;
}

struct report report_read(struct lab *lab)
{
    struct report report = {0};
    struct arena *arena = arena_new();
    struct str text = lab_read(arena, lab_path(lab, "report"));
    char where[16] = "";
    if (sscanf(text.ptr, "killed %*u %lu %15s %lu", &report.calls, where, &report.commits) == 3) {
        report.killed = true;
        report.inside = strcmp(where, "inside") == 0;
    } else if (sscanf(text.ptr, "ended %lu %lu", &report.calls, &report.commits) != 2) {
        fprintf(stderr, "the killer says nothing: '%.*s'\n", STR_ARG(text));
        exit(2);
    }
    arena_free(arena);
    return report;
}

void check_verify(const struct stage *stage, const char *about, struct tally *tally)
{
    struct arena *arena = arena_new();
    struct ran ran = lab_run(stage->lab, arena, NULL, 0, LAB_WORDS("verify"));
    if (!ran_exit(&ran, 0)) {
        tally->unverified++;
        fprintf(stderr, "%s: verify ends with status %d\n%.*s%.*s", about, ran.status, STR_ARG(ran.out),
                STR_ARG(ran.err));
    }
    arena_free(arena);
}
