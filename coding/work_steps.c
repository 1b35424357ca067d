#include "coding/work_priv.h"

#include <stdlib.h>

#include "base/i18n.h"

/* Steps: what one decision changed, written, taken back and made good again. */

struct touched *step_add(struct step *step)
{
    if (step->n == step->cap) {
        step->touched = array_grow(step->touched, &step->cap, sizeof *step->touched);
    }
    step->touched[step->n] = (struct touched){0};
    return &step->touched[step->n++];
}

void step_free(struct step *step)
{
    free(step->touched);
    *step = (struct step){0};
}

static void steps_clear(struct steps *steps)
{
    while (steps->n) {
        step_free(&steps->items[--steps->n]);
    }
}

void steps_free(struct steps *steps)
{
    steps_clear(steps);
    free(steps->items);
}

void steps_push(struct steps *steps, struct step step)
{
    if (steps->n == steps->cap) {
        steps->items = array_grow(steps->items, &steps->cap, sizeof *steps->items);
    }
    steps->items[steps->n++] = step;
}

/* ---- what a decision touches ---- */

void touch(struct work *work, struct step *step, uint32_t at, const struct content *content)
{
    const struct answer *answer = &work->answers[at];
    enum role role = role_of(work, answer);
    struct touched *touched = step_add(step);
    touched->answer = at;
    touched->layers[touched->n++] = role == ROLE_CODES_SECOND ? LAYER_SECOND : LAYER_HOLDS;
    /* A doubt is not yet a first coding. */
    if (role == ROLE_CODES_FIRST && !is_special(content->codes, SPECIAL_FLAG)) {
        touched->layers[touched->n++] = LAYER_FIRST;
    }
    for (size_t i = 0; i < touched->n; i++) {
        const struct content *before = content_of(answer, touched->layers[i]);
        touched->before[i] = before ? *before : (struct content){0};
        touched->after[i] = *content;
    }
}

/* ---- writing ---- */

struct writing {
    struct act *acts;
    struct hash *seen;
    int64_t wall_ms;
};

static const struct content *contents(const struct touched *touched, enum act_kind kind)
{
    return kind == ACT_UNDO ? touched->before : touched->after;
}

/* The reason goes with the code. Where another one gave it than who writes it now, it says who. */
static struct str reason_text(struct work *work, const struct content *content)
{
    struct code_reason reason = content->reason;
    if (!content->codes.len) {
        return STR_EMPTY;
    }
    if (!str_equal(content->user, work->setup.user)) {
        reason.coder = content->user;
    }
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    reason_write(&buf, &reason);
    struct str text = arena_copy(work->scratch, buf_str(&buf));
    buf_free(&buf);
    return text;
}

static void write_one(struct work *work, enum act_kind kind, const struct touched *touched,
                      const struct writing *writing, size_t i)
{
    const struct content *content = contents(touched, kind);
    const struct answer *answer = &work->answers[touched->answer];
    bool decides = kind == ACT_CODE || kind == ACT_DECISION;
    struct change *changes = ARENA_ARRAY(work->scratch, touched->n, struct change);
    for (size_t k = 0; k < touched->n; k++) {
        changes[k] = (struct change){
            .reg = REGISTER_CODE,
            .item = layer_register(work, touched->layers[k]),
            .row = answer->row,
            .state = content[k].codes.len ? CELL_ANSWERED : CELL_NOT_REACHED,
            .value = content[k].codes,
        };
    }
    struct act act = act_of(work, kind, answer, writing->wall_ms);
    act.changes = changes;
    act.n = touched->n;
    act.reason = reason_text(work, content);
    act.shown_ms = decides ? content->shown_ms : 0;
    act.undoes = kind == ACT_UNDO ? touched->decided : kind == ACT_REDO ? touched->event : act.undoes;
    writing->acts[i] = act;
    writing->seen[i] = event_of(answer, touched->layers[0]);
}

static bool find_changed(void *context, const struct act *act, int64_t n)
{
    struct work *work = context;
    for (size_t i = 0; i < act->n; i++) {
        uint32_t at =
            act->changes[i].reg == REGISTER_ANSWER && str_equal(act->changes[i].item, work_item_id(work))
                ? answer_of(work, act->case_id, act->changes[i].row)
                : NOBODY;
        if (at != NOBODY) {
            work->answers[at].changed = true;
        }
    }
    work->words_n = n;
    return true;
}

/* A code is newer than the answer it is given to, by which it holds: it must not be written to words that
 * nobody here has seen. */
static bool words_seen(struct work *work, const struct step *step, bool *seen)
{
    int64_t from = work->words_n > work->seen_n ? work->words_n : work->seen_n;
    *seen = true;
    if (store_read_since(work->setup.store, from, STR_EMPTY, find_changed, work) != STORE_OK) {
        return false;
    }
    for (size_t i = 0; i < step->n; i++) {
        *seen &= !work->answers[step->touched[i].answer].changed;
    }
    return true;
}

/* Taking back (making good again) wants to find what the step had left (had found). */
static bool as_left(const struct work *work, enum act_kind kind, const struct step *step)
{
    for (size_t i = 0; i < step->n; i++) {
        const struct touched *touched = &step->touched[i];
        if (work->answers[touched->answer].n > touched->decided_n) {
            return false; /* other words than those decided about */
        }
        for (size_t k = 0; k < touched->n; k++) {
            const struct content *now = content_of(&work->answers[touched->answer], touched->layers[k]);
            const struct content *left = kind == ACT_UNDO ? &touched->after[k] : &touched->before[k];
            if (!str_equal(now ? now->codes : STR_EMPTY, left->codes) ||
                (now && !str_equal(now->user, left->user))) {
                return false;
            }
        }
    }
    return true;
}

static enum work_result meanwhile(struct work *work)
{
    return work_refresh(work)
               ? work_fail(work, WORK_MEANWHILE, "%s", tr("iemand anders heeft hier intussen over beslist"))
               : WORK_NOT_SAVED;
}

/* What was written is what the work knows now. */
static void take_written(struct work *work, enum act_kind kind, struct touched *touched,
                         const struct act *act)
{
    struct answer *answer = &work->answers[touched->answer];
    work->wrote_n = (work->wrote_n > work->seen_n ? work->wrote_n : work->seen_n) + 1;
    for (size_t k = 0; k < touched->n; k++) {
        enum layer layer = touched->layers[k];
        if (!answer->layers[layer]) {
            answer->layers[layer] = ARENA_NEW(work->arena, struct content);
        }
        *answer->layers[layer] = contents(touched, kind)[k];
        answer->layers[layer]->event = act->id;
        answer->layers[layer]->n = work->wrote_n;
        answer->layers[layer]->wall_ms = act->wall_ms;
    }
    touched->event = act->id;
    if (kind == ACT_CODE || kind == ACT_DECISION) {
        touched->decided = act->id;
        touched->decided_n = work->wrote_n;
    }
}

static void count_touched(struct work *work, const struct step *step)
{
    uint32_t last = NOBODY;
    for (size_t i = 0; i < step->n; i++) {
        uint32_t id = work->answers[step->touched[i].answer].group;
        if (id != last && id != NOBODY) {
            group_count(work, &work->groups[id]);
            if (work->suggester) {
                teach_group(work, &work->groups[id]);
            }
        }
        last = id;
    }
    work_changed(work);
}

static void keep_step(struct work *work, enum act_kind kind, struct step *step)
{
    if (kind == ACT_CODE || kind == ACT_DECISION) {
        steps_clear(&work->redo);
    }
    steps_push(kind == ACT_UNDO ? &work->redo : &work->undo, *step);
    *step = (struct step){0};
}

enum work_result step_write(struct work *work, enum act_kind kind, struct step *step)
{
    if (!step->n) {
        return work_fail(work, WORK_NOTHING, "%s", tr("er is niets (meer) te doen"));
    }
    bool seen = false;
    if (!words_seen(work, step, &seen)) {
        return work_fail_store(work);
    }
    if (!seen || ((kind == ACT_UNDO || kind == ACT_REDO) && !as_left(work, kind, step))) {
        return meanwhile(work);
    }
    struct writing writing = {ARENA_ARRAY(work->scratch, step->n, struct act),
                              ARENA_ARRAY(work->scratch, step->n, struct hash), work_now(work)};
    for (size_t i = 0; i < step->n; i++) {
        write_one(work, kind, &step->touched[i], &writing, i);
    }
    enum store_status status = store_append_seen(work->setup.store, writing.acts, writing.seen, step->n);
    if (status == STORE_EXISTS) {
        return meanwhile(work);
    }
    if (status != STORE_OK) {
        return work_fail_store(work);
    }
    for (size_t i = 0; i < step->n; i++) {
        take_written(work, kind, &step->touched[i], &writing.acts[i]);
    }
    count_touched(work, step);
    keep_step(work, kind, step);
    arena_reset(work->scratch);
    return WORK_DONE;
}

/* ---- taking back ---- */

static enum work_result take_back(struct work *work, enum act_kind kind, struct steps *from,
                                  struct work_step *out)
{
    *out = (struct work_step){.group = UINT32_MAX};
    if (!from->n) {
        return work_fail(work, WORK_NOTHING, "%s",
                         kind == ACT_UNDO ? tr("er is niets om terug te halen")
                                          : tr("er is niets om opnieuw te doen"));
    }
    struct step step = from->items[--from->n];
    out->group = work->answers[step.touched[0].answer].group;
    out->answers = (uint32_t)step.n;
    out->codes = step.touched[0].after[0].codes;
    enum work_result result = step_write(work, kind, &step);
    if (result == WORK_NOT_SAVED) {
        steps_push(from, step); /* to be tried again */
    } else {
        step_free(&step); /* it is on the other stack, or can no longer be taken back */
    }
    return result;
}

enum work_result work_undo(struct work *work, struct work_step *step)
{
    if (!work->undo.n && !work->history && !history_read(work)) {
        return work_fail_store(work);
    }
    return take_back(work, ACT_UNDO, &work->undo, step);
}

enum work_result work_redo(struct work *work, struct work_step *step)
{
    if (!work->redo.n && !work->history && !work->undo.n && !history_read(work)) {
        return work_fail_store(work);
    }
    return take_back(work, ACT_REDO, &work->redo, step);
}
