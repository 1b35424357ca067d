#include "coding/work_priv.h"

#include <stdlib.h>

/*
 * What this coder could undo or redo, from the log: her decisions on the item in their order. Acts of one
 * transaction, of one moment and one behind the other in their chain, are one step.
 */
struct history {
    struct work *work;
    struct steps undo, redo;
    struct content *now; /* LAYERS per answer: what each register holds as the log is read */
    struct str device;   /* of the act before, if it was the coder's own */
    uint64_t seq;
    int64_t wall_ms;
    enum act_kind kind;
};

static bool goes_on(const struct history *h, const struct act *act)
{
    return h->kind == act->kind && h->wall_ms == act->wall_ms && h->seq + 1 == act->seq &&
           str_equal(h->device, act->device);
}

/* The changes of one act, taken over; what they found stays in `touched`. */
static void take_changes(struct history *h, const struct act *act, int64_t n, uint32_t answer,
                         struct touched *touched)
{
    touched->answer = answer;
    touched->decided = touched->event = act->id;
    touched->decided_n = n;
    for (size_t i = 0; i < act->n; i++) {
        enum layer layer;
        const struct change *change = &act->changes[i];
        if (change->reg != REGISTER_CODE || !layer_parse(h->work, change->item, &layer)) {
            continue;
        }
        struct content *now = &h->now[(size_t)answer * LAYERS + layer];
        struct content after = content_from(h->work, change, act, n);
        if (touched->n < 2) {
            touched->layers[touched->n] = layer;
            touched->before[touched->n] = *now;
            touched->after[touched->n++] = after;
        }
        *now = after;
    }
}

/* The place of the step in which some act is `event` (by its decision where `decided`); steps->n: none. */
static size_t step_with(const struct steps *steps, const struct hash *event, bool decided,
                        struct touched **out)
{
    for (size_t s = steps->n; s > 0; s--) {
        struct step *step = &steps->items[s - 1];
        for (size_t i = 0; i < step->n; i++) {
            const struct hash *there = decided ? &step->touched[i].decided : &step->touched[i].event;
            if (hash_equal(there, event)) {
                *out = &step->touched[i];
                return s - 1;
            }
        }
    }
    return steps->n;
}

/* The first act of an undo moves the step to the other stack, the others find it there. */
static void move_step(struct steps *from, struct steps *to, const struct act *act, bool decided)
{
    struct touched *touched = NULL;
    size_t at = step_with(from, &act->undoes, decided, &touched);
    if (at < from->n) {
        struct step step = from->items[at];
        for (size_t i = at + 1; i < from->n; i++) {
            from->items[i - 1] = from->items[i];
        }
        from->n--;
        steps_push(to, step);
    } else if (step_with(to, &act->undoes, decided, &touched) == to->n) {
        return;
    }
    touched->event = act->id;
}

static void take_decision(struct history *h, const struct act *act, const struct touched *touched)
{
    if (!goes_on(h, act) || !h->undo.n) {
        steps_push(&h->undo, (struct step){0});
        while (h->redo.n) {
            step_free(&h->redo.items[--h->redo.n]);
        }
    }
    *step_add(&h->undo.items[h->undo.n - 1]) = *touched;
}

static bool take_history(void *context, const struct act *act, int64_t n)
{
    struct history *h = context;
    uint32_t answer = answer_of(h->work, act->case_id, act->row);
    if (answer == NOBODY || act->kind == ACT_ANSWER) {
        return true;
    }
    struct touched touched = {0};
    take_changes(h, act, n, answer, &touched);
    bool own = touched.n && str_equal(act->user, h->work->setup.user);
    if (own && (act->kind == ACT_CODE || act->kind == ACT_DECISION)) {
        take_decision(h, act, &touched);
    } else if (own && act->kind == ACT_UNDO) {
        move_step(&h->undo, &h->redo, act, true);
    } else if (own && act->kind == ACT_REDO) {
        move_step(&h->redo, &h->undo, act, false);
    }
    h->device = own ? arena_copy(h->work->arena, act->device) : STR_EMPTY;
    h->seq = act->seq;
    h->wall_ms = act->wall_ms;
    h->kind = act->kind;
    return true;
}

bool history_read(struct work *work)
{
    struct history h = {.work = work};
    size_t n = work->answers_n * LAYERS + 1;
    h.now = ARENA_ARRAY(work->scratch, n, struct content);
    bool good = store_read_since(work->setup.store, 0, work_item_id(work), take_history, &h) == STORE_OK;
    steps_free(&work->undo);
    steps_free(&work->redo);
    work->undo = h.undo;
    work->redo = h.redo;
    work->history = true;
    return good;
}
