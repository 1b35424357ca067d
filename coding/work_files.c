#include "coding/work_priv.h"

#include <math.h>
#include <stdlib.h>

#include "coding/features.h"

/* Codes of all answers, out and in. */

static int by_case(const void *x, const void *y)
{
    const struct work_coding *a = x;
    const struct work_coding *b = y;
    int order = str_compare(a->case_id, b->case_id);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

size_t work_codings(struct work *work, const struct work_coding **out)
{
    struct work_coding *all = ARENA_ARRAY(work->scratch, work->answers_n + 1, struct work_coding);
    size_t n = 0;
    for (size_t i = 0; i < work->answers_n; i++) {
        const struct answer *answer = &work->answers[i];
        const struct content *content = content_of(answer, LAYER_HOLDS);
        if (answer->group == NOBODY) {
            continue;
        }
        all[n] = (struct work_coding){
            .case_id = answer->case_id, .row = answer->row, .text = answer->text, .reason = {.p = NAN}};
        if (content) {
            all[n].codes = content->codes;
            all[n].level = work_level(work, first_mention(content->codes));
            all[n].reason = content->reason;
            all[n].coder = content->user;
            all[n].wall_ms = content->wall_ms;
        }
        n++;
    }
    qsort(all, n, sizeof *all, by_case);
    *out = all;
    return n;
}

/* ---- in ---- */

static bool same_words(struct work *work, const struct work_import *line, const struct answer *answer)
{
    return !line->text.len ||
           str_equal(coding_key(work->scratch, line->text), work->groups[answer->group].key);
}

static enum import_verdict verdict_on(struct work *work, const struct work_import *line, uint32_t at,
                                      const bool *taken, bool replace)
{
    if (at == NOBODY || work->answers[at].group == NOBODY) {
        return IMPORT_UNKNOWN;
    }
    const struct answer *answer = &work->answers[at];
    const struct content *holds = content_of(answer, LAYER_HOLDS);
    if (taken[at]) {
        return IMPORT_TWICE;
    }
    if (!same_words(work, line, answer)) {
        return IMPORT_CHANGED;
    }
    if (!codes_valid(work, line->codes)) {
        return IMPORT_NO_CODE;
    }
    if (holds && str_equal(holds->codes, line->codes)) {
        return IMPORT_SAME;
    }
    bool people = holds && origin_of_people(&holds->reason) && !is_special(holds->codes, SPECIAL_FLAG);
    return people && !replace ? IMPORT_KEPT : IMPORT_DONE;
}

static void import_one(struct work *work, const struct work_import *line, uint32_t at, struct step *step)
{
    const struct content *holds = content_of(&work->answers[at], LAYER_HOLDS);
    struct work_choice choice = {.codes = arena_copy(work->arena, line->codes)};
    struct content content = content_new(work, ORIGIN_IMPORT, &choice);
    content.reason.from = line->from;
    content.reason.p = line->p;
    content.reason.model = STR_EMPTY;
    content.reason.coder = arena_copy(work->arena, line->coder);
    content.user = line->coder.len ? content.reason.coder : work->setup.user;
    struct touched *touched = step_add(step);
    *touched = (struct touched){.answer = at, .n = 1, .after = {content}};
    touched->before[0] = holds ? *holds : (struct content){0};
}

enum work_result work_take_import(struct work *work, struct work_import *lines, size_t n, bool replace)
{
    bool *taken = ARENA_ARRAY(work->scratch, work->answers_n + 1, bool);
    struct step step = {0};
    for (size_t i = 0; i < n; i++) {
        uint32_t at = answer_of(work, lines[i].case_id, lines[i].row);
        lines[i].codes = tidy_codes(work->arena, lines[i].codes);
        lines[i].verdict = verdict_on(work, &lines[i], at, taken, replace);
        if (lines[i].verdict == IMPORT_DONE) {
            import_one(work, &lines[i], at, &step);
        }
        if (lines[i].verdict == IMPORT_DONE || lines[i].verdict == IMPORT_SAME) {
            taken[at] = true;
        }
    }
    enum work_result result = step.n ? step_write(work, ACT_CODE, &step) : WORK_DONE;
    step_free(&step);
    return result;
}
