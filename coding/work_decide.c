#include "coding/work_priv.h"

#include <math.h>

#include "base/i18n.h"
#include "base/utf8.h"

enum { NOTE_BYTES_MOST = 2000 };

bool choice_tidy(struct work *work, const struct work_choice *choice, struct work_choice *out)
{
    struct safe_problem problem;
    *out = *choice;
    out->codes = tidy_codes(work->arena, choice->codes);
    if (!safe_text(work->arena, choice->note, SAFE_LINE, NOTE_BYTES_MOST, &out->note, &problem)) {
        work_fail(work, WORK_INVALID, tr("die nota kan niet: %s"), problem.what);
        return false;
    }
    return codes_valid(work, out->codes);
}

struct content content_new(struct work *work, enum code_origin origin, const struct work_choice *choice)
{
    return (struct content){
        .codes = choice->codes,
        .user = work->setup.user,
        .shown_ms = choice->shown_ms,
        .reason = {.origin = origin,
                   .from = origin,
                   .p = NAN,
                   .keys = choice->keys,
                   .note = choice->note,
                   .model = arena_copy(work->arena, model_hex(work))},
    };
}

/* Before anything is decided the groups are this coder's, with those she holds already. */
static enum work_result hold_also(struct work *work, const uint32_t *groups, size_t n)
{
    uint32_t *all = ARENA_ARRAY(work->scratch, work->groups_n + n + 1, uint32_t);
    size_t count = 0;
    bool missing = false;
    for (size_t i = 0; i < n; i++) {
        missing |= !work->groups[groups[i]].held;
    }
    if (!missing) {
        return WORK_DONE;
    }
    for (size_t i = 0; i < n; i++) {
        work->groups[groups[i]].held = true;
    }
    for (uint32_t i = 0; i < work->groups_n; i++) {
        if (work->groups[i].held) {
            all[count++] = i;
        }
    }
    size_t got;
    if (!hold_groups(work, all, count, &got)) {
        return WORK_NOT_SAVED;
    }
    for (size_t i = 0; i < n; i++) {
        const struct group *group = &work->groups[groups[i]];
        if (!group->held) {
            return work_fail(work, WORK_MEANWHILE, tr("%.*s heeft '%.*s' voor zich"), STR_ARG(group->holder),
                             STR_ARG(group->text));
        }
    }
    return WORK_DONE;
}

static bool to_decide(const struct work *work, const struct answer *answer, const struct work_choice *choice)
{
    if (choice->only_case.len &&
        !(str_equal(answer->case_id, choice->only_case) && answer->row == choice->only_row)) {
        return false;
    }
    const struct content *seen = answer_seen(work, answer);
    if (!seen) {
        return true;
    }
    bool doubt = is_special(seen->codes, SPECIAL_FLAG);
    return (doubt || choice->again) && !str_equal(seen->codes, choice->codes);
}

/* What was pressed and waited for a run is shared by its groups. */
static void decide_group(struct work *work, uint32_t id, size_t n, const struct work_choice *choice,
                         struct step *step)
{
    struct content content = content_new(work, ORIGIN_HUMAN, choice);
    content.reason.rank = rank_of(work, id, choice->codes, &content.reason.p);
    content.reason.keys = (choice->keys + (unsigned)n - 1) / (unsigned)n;
    content.shown_ms = choice->shown_ms / (uint32_t)n;
    for (uint32_t i = work->groups[id].first; i != NOBODY; i = work->answers[i].next) {
        if (to_decide(work, &work->answers[i], choice)) {
            touch(work, step, i, &content);
        }
    }
}

enum work_result work_decide(struct work *work, const uint32_t *groups, size_t n,
                             const struct work_choice *given)
{
    struct work_choice choice;
    if (!choice_tidy(work, given, &choice)) {
        return WORK_INVALID;
    }
    enum work_result result = hold_also(work, groups, n);
    if (result != WORK_DONE) {
        return result;
    }
    struct step step = {0};
    for (size_t i = 0; i < n; i++) {
        decide_group(work, groups[i], n, &choice, &step);
    }
    result = step_write(work, ACT_CODE, &step);
    step_free(&step);
    return result;
}
