#include "tests/journeys/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LONG_CASE  "100202" /* somebody of the demo */
#define SMALL_CASE "1002"
#define SEEDS      99

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
    stage->case_id = SMALL_CASE;
    lab_copy(lab->study, stage->pristine);
}

/* The first simulated respondent who neither refuses nor is sent away. */
static struct str simulate(struct stage *stage)
{
    struct lab *lab = stage->lab;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        const char *text = arena_format(lab->arena, "%u", seed).ptr;
        stage_reset(stage);
        struct ran ran = lab_run(lab, lab->arena, NULL, 0,
                                 LAB_WORDS("interview", stage->case_id, "--simulated", "--seed", text));
        if (str_find(ran.out, STR(": volledig,"), 0) < ran.out.len) {
            struct record record = record_read(lab, lab->arena, stage->case_id);
            return record_answers(lab->arena, &record, "klopt zo");
        }
    }
    fprintf(stderr, "no simulated respondent completes the interview of %s\n", stage->case_id);
    exit(2);
}

static void conduct(struct stage *stage)
{
    struct lab *lab = stage->lab;
    stage_reset(stage);
    struct str out =
        lab_must(lab, lab->arena, 0, LAB_WORDS("interview", stage->case_id, "--answers", stage->answers));
    stage->acts_n = acts_printed(lab->arena, out, &stage->acts);
    stage->result = record_read(lab, lab->arena, stage->case_id);
}

static void survey_study(struct stage *stage)
{
    struct lab *lab = stage->lab;
    stage->folder = arena_format(lab->arena, "%s/../questionnaire/sid", getenv("VELDWERK_TEST_DIR")).ptr;
    lab_must(lab, lab->arena, 0, LAB_WORDS("demo", "--questionnaire", stage->folder, "--seed", "1"));
    lab_copy(lab->study, stage->pristine);
}

void stage_case(struct stage *stage, const char *case_id)
{
    stage->case_id = case_id;
    lab_write(stage->answers, simulate(stage));
    conduct(stage);
}

void stage_open(struct stage *stage, struct lab *lab, enum stage_kind kind)
{
    *stage = (struct stage){
        .lab = lab, .pristine = lab_path(lab, "pristine.veldwerk"), .answers = lab_path(lab, "answers.csv")};
    if (kind == STAGE_SMALL) {
        small_study(stage);
        conduct(stage);
        return;
    }
    survey_study(stage);
    if (kind == STAGE_LONG) {
        stage_case(stage, LONG_CASE);
    }
}

void stage_reset(const struct stage *stage)
{
    struct arena *arena = arena_new();
    const char *journal = arena_format(arena, "%s-journal", stage->lab->study).ptr;
    unlink(journal);
    lab_copy(stage->pristine, stage->lab->study);
    arena_free(arena);
}
