/* Kills of `interview CASE --answers FILE`, which prints each act when it is on disk. */
#include "tests/journeys/kills.h"

#include <stdio.h>

struct attempt_at {
    const struct stage *stage;
    struct arena *arena;
    struct tally *tally;
    struct str about; /* for messages: "answers file, instant 17" */
};

static struct ran conduct(const struct attempt_at *a, const char *const *settings, size_t n)
{
    const struct stage *stage = a->stage;
    return lab_run(stage->lab, a->arena, settings, n,
                   LAB_WORDS("interview", stage->case_id, "--answers", stage->answers));
}

static bool same_act(const struct kept_act *a, const struct kept_act *b)
{
    return a->row == b->row && str_equal(a->kind, b->kind) && str_equal(a->item, b->item);
}

/* Every act that was printed is in the log, with its value, and answers are what the case now holds. */
static void check_acknowledged(const struct attempt_at *a, const struct record *record, struct str printed)
{
    const struct kept_act *acts = NULL;
    size_t n = acts_printed(a->arena, printed, &acts);
    for (size_t i = 0; i < n; i++) {
        const struct kept_act *kept = record_act(record, acts[i].event);
        a->tally->acknowledged++;
        if (!kept || !same_act(kept, &acts[i])) {
            a->tally->lost++;
            fprintf(stderr, "%.*s: lost: %.*s %.*s row %u\n", STR_ARG(a->about), STR_ARG(acts[i].kind),
                    STR_ARG(acts[i].item), acts[i].row);
            continue;
        }
        const struct kept_cell *cell = record_cell(record, acts[i].item, acts[i].row);
        bool literal = cell && acts[i].value.len > 0 && str_is(acts[i].kind, "answer");
        if (literal && !str_ends(cell->raw, acts[i].value)) {
            a->tally->lost++;
            fprintf(stderr, "%.*s: %.*s row %u holds another answer\n", STR_ARG(a->about),
                    STR_ARG(acts[i].item), acts[i].row);
        }
    }
}

/* What is stored is the beginning of the undisturbed interview; returns how many of its acts. */
static size_t check_beginning(const struct attempt_at *a, const struct record *record)
{
    size_t n = 0;
    for (size_t i = 0; i < record->acts_n; i++) {
        if (record->acts[i].more) {
            continue;
        }
        if (n >= a->stage->acts_n || !same_act(&record->acts[i], &a->stage->acts[n])) {
            a->tally->misplaced++;
            fprintf(stderr, "%.*s: act %zu is not that of the undisturbed interview\n", STR_ARG(a->about), n);
            return n;
        }
        n++;
    }
    return n;
}

/* Going on continues with the very next act, and ends with the same result. */
static void check_going_on(const struct attempt_at *a, size_t done)
{
    struct ran ran = conduct(a, NULL, 0);
    const struct kept_act *acts = NULL;
    size_t n = acts_printed(a->arena, ran.out, &acts);
    size_t first = 0;
    while (first < n && str_is(acts[first].kind, "resume")) {
        first++;
    }
    bool next =
        done == a->stage->acts_n ? first == n : first < n && same_act(&acts[first], &a->stage->acts[done]);
    if (!next || !ran_exit(&ran, 0)) {
        a->tally->misplaced++;
        fprintf(stderr, "%.*s: goes on with %.*s instead of %.*s (status %d)\n%.*s", STR_ARG(a->about),
                first < n ? (int)acts[first].item.len : 7, first < n ? acts[first].item.ptr : "nothing",
                done < a->stage->acts_n ? (int)a->stage->acts[done].item.len : 7,
                done < a->stage->acts_n ? a->stage->acts[done].item.ptr : "nothing", ran.status,
                STR_ARG(ran.err));
        return;
    }
    struct record record = record_read(a->stage->lab, a->arena, a->stage->case_id);
    a->tally->misplaced += record_differences(&record, &a->stage->result) != 0;
}

static void one_kill(struct attempt_at *a, unsigned long instant)
{
    const char *settings[KILLER_SETTINGS];
    a->about = arena_format(a->arena, "answers file, instant %lu", instant);
    stage_reset(a->stage);
    killer_settings(a->stage->lab, a->arena, instant, settings);
    struct ran ran = conduct(a, settings, KILLER_SETTINGS);
    struct report report = report_read(a->stage->lab);
    if (!report.killed) {
        a->tally->missed++;
        return;
    }
    a->tally->kills++;
    a->tally->inside += report.inside;
    if (!check_verify(a->stage, a->about.ptr, a->tally)) {
        return;
    }
    struct record record = record_read(a->stage->lab, a->arena, a->stage->case_id);
    check_acknowledged(a, &record, ran.out);
    check_going_on(a, check_beginning(a, &record));
}

static unsigned long count_calls(struct attempt_at *a)
{
    const char *settings[KILLER_SETTINGS];
    stage_reset(a->stage);
    killer_settings(a->stage->lab, a->arena, 0, settings);
    conduct(a, settings, KILLER_SETTINGS);
    return report_read(a->stage->lab).calls;
}

void kills_by_answers(const struct stage *stage, unsigned n, unsigned round, struct tally *tally)
{
    struct attempt_at a = {stage, arena_new(), tally, STR_EMPTY};
    tally->calls = tally->calls ? tally->calls : count_calls(&a);
    for (unsigned i = 0; i < n && tally->calls; i++) {
        arena_reset(a.arena);
        one_kill(&a, kill_instant(tally->calls, i, n, round));
    }
    arena_free(a.arena);
}
