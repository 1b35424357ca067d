/* Kills of the screens, driven by keys; an answer is acknowledged when the screen says "bewaard" after it. */
#include "tests/journeys/interviewer.h"
#include "tests/journeys/kills.h"

#include <stdio.h>

struct sitting {
    const struct stage *stage;
    const struct plan *plan;
    struct arena *arena;
    struct tally *tally;
    struct str about; /* for messages: "screens, instant 17" */
};

static struct pty *open_case(const struct sitting *s, const char *const *settings, size_t n)
{
    struct lab *lab = s->stage->lab;
    const char *const argv[] = {lab->program, "interview", s->stage->case_id, NULL};
    return pty_open(&(struct pty_setup){.argv = argv, .extra = lab_environment(lab, s->arena, settings, n)});
}

/* From the first question until the program is gone; completes the interview when it comes so far. */
static void sit(struct interviewer *i)
{
    enum interviewer_step step = pty_ready(i->pty) ? interviewer_conduct(i, SIZE_MAX) : STEP_GONE;
    int status = 0;
    if (step == STEP_END) {
        pty_press(i->pty, "1 Enter");
    }
    if (step == STEP_STUCK) {
        pty_keys(i->pty, "Ctrl-Q Enter");
    }
    pty_wait(i->pty, &status);
}

static void check_acknowledged(const struct sitting *s, const struct interviewer *i,
                               const struct record *record)
{
    for (size_t a = 0; a < s->plan->acts_n; a++) {
        const struct kept_act *act = &s->plan->acts[a];
        const struct kept_cell *wanted = record_cell(s->plan->result, act->item, act->row);
        const struct kept_cell *have = record_cell(record, act->item, act->row);
        if (!i->given[a]) {
            continue;
        }
        s->tally->acknowledged++;
        if (wanted && (!have || !str_equal(have->raw, wanted->raw))) {
            s->tally->lost++;
            fprintf(stderr, "%.*s: lost: %.*s row %u\n", STR_ARG(s->about), STR_ARG(act->item), act->row);
        }
    }
}

/* The first act of that kind in the plan that is not in the log, or -1. */
static long first_missing(const struct interviewer *i, const char *kind)
{
    for (size_t a = 0; a < i->plan->acts_n; a++) {
        if (!i->given[a] && str_is(i->plan->acts[a].kind, kind)) {
            return (long)a;
        }
    }
    return -1;
}

/* The screen stands at the question that waits, and takes its answer; or at one whose soft check waits, which
 * comes back as soon as one wants to go on. */
static bool goes_on(struct interviewer *i, long answer)
{
    long act = -1;
    long confirm = first_missing(i, "confirm");
    if (answer >= 0 && interviewer_planned(i) == answer) {
        return interviewer_step(i, &act) < STEP_END;
    }
    if (confirm < 0 || (answer >= 0 && answer < confirm)) {
        return answer < 0 && (pty_has(i->pty, "1  Afsluiten: ") || pty_has(i->pty, "volledig afgesloten"));
    }
    const char *title = "! Controle (mag, na bevestiging)";
    return (pty_has(i->pty, title) || pty_press(i->pty, "Enter")) && pty_has(i->pty, title) &&
           interviewer_step(i, &act) == STEP_CONFIRMED;
}

static void check_going_on(const struct sitting *s, const struct record *record)
{
    struct interviewer i;
    interviewer_start(&i, open_case(s, NULL, 0), s->plan);
    interviewer_skip(&i, record);
    long wanted = first_missing(&i, "answer");
    if (!pty_ready(i.pty) || !goes_on(&i, wanted)) {
        s->tally->misplaced++;
        fprintf(stderr, "%.*s: does not go on with %.*s\n", STR_ARG(s->about),
                wanted < 0 ? 7 : (int)s->plan->acts[wanted].item.len,
                wanted < 0 ? "the end" : s->plan->acts[wanted].item.ptr);
        interviewer_show(&i, "the screen after opening again");
    }
    pty_close(i.pty);
    interviewer_end(&i);
}

static void one_kill(struct sitting *s, unsigned long instant)
{
    const char *settings[KILLER_SETTINGS];
    struct interviewer i;
    s->about = arena_format(s->arena, "screens, instant %lu", instant);
    stage_reset(s->stage);
    killer_settings(s->stage->lab, s->arena, instant, settings);
    interviewer_start(&i, open_case(s, settings, KILLER_SETTINGS), s->plan);
    sit(&i);
    pty_close(i.pty);
    struct report report = report_read(s->stage->lab);
    s->tally->kills += report.killed;
    s->tally->inside += report.killed && report.inside;
    s->tally->missed += !report.killed;
    if (report.killed && check_verify(s->stage, s->about.ptr, s->tally)) {
        struct record record = record_read(s->stage->lab, s->arena, s->stage->case_id);
        check_acknowledged(s, &i, &record);
        check_going_on(s, &record);
    }
    interviewer_end(&i);
}

/* How many calls an undisturbed interview by the screens makes; 0 when it does not come to its end. */
static unsigned long count_calls(struct sitting *s)
{
    const char *settings[KILLER_SETTINGS];
    struct interviewer i;
    stage_reset(s->stage);
    killer_settings(s->stage->lab, s->arena, 0, settings);
    interviewer_start(&i, open_case(s, settings, KILLER_SETTINGS), s->plan);
    sit(&i);
    pty_close(i.pty);
    struct record record = record_read(s->stage->lab, s->arena, s->stage->case_id);
    bool same = record_differences(&record, &s->stage->result) == 0;
    interviewer_end(&i);
    if (!same) {
        s->tally->misplaced++;
        fprintf(stderr, "screens: the undisturbed interview ends differently from that by answers file\n");
    }
    return same ? report_read(s->stage->lab).calls : 0;
}

void kills_by_screens(const struct stage *stage, unsigned n, unsigned round, struct tally *tally)
{
    struct arena *definition = arena_new();
    const struct plan plan = {interviewer_questionnaire(definition, stage->folder), stage->acts,
                              stage->acts_n, &stage->result};
    struct sitting s = {stage, &plan, arena_new(), tally, STR_EMPTY};
    tally->calls = tally->calls ? tally->calls : count_calls(&s);
    for (unsigned k = 0; k < n && tally->calls; k++) {
        arena_reset(s.arena);
        one_kill(&s, kill_instant(tally->calls, k, n, round));
    }
    arena_free(s.arena);
    arena_free(definition);
}
