#include "cleaning/history_priv.h"

#include <stdlib.h>

/* The acts of cleaning, read from the log of the cases that were edited. */

struct scan {
    struct history *history;
    uint32_t record;
};

static bool is_cleaning(const struct act *act)
{
    return act->n > 0 && act->changes[0].reg == REGISTER_EDIT && str_is(act->changes[0].item, CLEAN_ALL);
}

static struct change copied(struct arena *arena, const struct change *change)
{
    struct change out = *change;
    out.item = arena_copy(arena, change->item);
    out.value = arena_copy(arena, change->value);
    return out;
}

/* What an earlier act of the record left in the register. */
static struct change content_before(const struct history *history, uint32_t record,
                                    const struct change *change)
{
    for (size_t i = history->n; i > 0; i--) {
        const struct past *past = &history->items[i - 1];
        for (size_t k = 0; past->record == record && k < past->n; k++) {
            const struct change *c = &past->changes[k];
            if (c->row == change->row && str_equal(c->item, change->item)) {
                return *c;
            }
        }
    }
    return (struct change){.reg = REGISTER_EDIT, .item = change->item, .row = change->row};
}

static bool scan_act(void *context, const struct act *act)
{
    struct scan *scan = context;
    struct history *h = scan->history;
    if (!is_cleaning(act)) {
        return true;
    }
    if (h->n == h->cap) {
        size_t cap = h->cap ? 2 * h->cap : 32;
        struct past *items = ARENA_ARRAY(h->arena, cap, struct past);
        if (h->n) {
            memcpy(items, h->items, h->n * sizeof *items);
        }
        h->items = items;
        h->cap = cap;
    }
    struct change *changes = ARENA_ARRAY(h->arena, act->n, struct change);
    struct change *before = ARENA_ARRAY(h->arena, act->n, struct change);
    for (size_t i = 0; i < act->n; i++) {
        changes[i] = copied(h->arena, &act->changes[i]);
        before[i] = content_before(h, scan->record, &changes[i]);
    }
    h->items[h->n++] = (struct past){.id = act->id,
                                     .prev = act->prev,
                                     .undoes = act->undoes,
                                     .kind = act->kind,
                                     .record = scan->record,
                                     .user = arena_copy(h->arena, act->user),
                                     .reason = arena_copy(h->arena, act->reason),
                                     .wall_ms = act->wall_ms,
                                     .seq = act->seq,
                                     .changes = changes,
                                     .before = before,
                                     .n = act->n};
    return true;
}

static int in_order(const void *a, const void *b)
{
    const struct past *x = a;
    const struct past *y = b;
    if (x->wall_ms != y->wall_ms) {
        return x->wall_ms < y->wall_ms ? -1 : 1;
    }
    return (x->seq > y->seq) - (x->seq < y->seq);
}

bool past_read(const struct clean *clean, struct arena *arena, uint32_t record, struct history *out)
{
    static const struct hash zero;
    *out = (struct history){.arena = arena};
    bool good = true;
    for (uint32_t i = 0; good && i < clean->data->n; i++) {
        if ((record != CLEAN_ANY && record != i) || hash_equal(&clean->states[i].seen, &zero)) {
            continue;
        }
        struct scan scan = {out, i};
        struct str id = clean->data->records[i].about.case_id;
        good = store_read_acts(clean->setup.store, id, scan_act, &scan) == STORE_OK;
    }
    if (out->n) {
        qsort(out->items, out->n, sizeof *out->items, in_order);
    }
    return good;
}

/* ---- the trail ---------------------------------------------------------------------------------- */

static const char *const step_names[STEPS] = {"answer", "edit", "okay", "back", "undo", "redo", "replay"};

const char *clean_step_name(enum clean_step step)
{
    return step_names[step];
}

static enum clean_step step_of(const struct past *past, struct str name)
{
    if (past->kind == ACT_UNDO || past->kind == ACT_REDO) {
        return past->kind == ACT_UNDO ? STEP_UNDO : STEP_REDO;
    }
    for (size_t i = 0; i < STEPS; i++) {
        if (str_is(name, step_names[i])) {
            return (enum clean_step)i;
        }
    }
    return STEP_EDIT;
}

/* What a register came to mean: of an emptied one, what the first edit found. */
static void event_values(struct clean_event *event, const struct change *change, const struct change *before)
{
    struct edit_text now = {0};
    struct edit_text was = {0};
    bool is = change->state != CELL_NOT_REACHED && edit_text_read(change->value, &now);
    bool had = before->state != CELL_NOT_REACHED && edit_text_read(before->value, &was);
    bool mark = str_find_char(change->item, ':', 0) < change->item.len;
    event->rule = is ? now.rule : was.rule;
    event->rules_hash = is ? now.rules_hash : was.rules_hash;
    event->version = is ? now.version : was.version;
    if (!mark) {
        event->old = had ? was.value : now.old;
        event->new = is ? now.value : was.old;
    }
}

bool clean_trail(struct clean *clean, uint32_t record,
                 bool (*visit)(void *context, const struct clean_event *event), void *context)
{
    struct arena *arena = arena_new();
    struct history history;
    bool good = past_read(clean, arena, record, &history);
    bool more = good;
    for (size_t i = 0; more && i < history.n; i++) {
        const struct past *past = &history.items[i];
        for (size_t k = 1; more && k < past->n; k++) {
            struct clean_event event = {.seq = past->seq,
                                        .wall_ms = past->wall_ms,
                                        .actor = past->user,
                                        .case_id = clean->data->records[past->record].about.case_id,
                                        .item = past->changes[k].item,
                                        .row = past->changes[k].row,
                                        .reason = past->reason,
                                        .event = past->id,
                                        .prev = past->prev};
            struct edit_text text = {0};
            (void)edit_text_read(past->changes[k].value, &text);
            event.step = step_of(past, text.step);
            event_values(&event, &past->changes[k], &past->before[k]);
            more = visit(context, &event);
        }
    }
    arena_free(arena);
    return good;
}

/* ---- undo, redo ---------------------------------------------------------------------------------- */

/* Indices of this user's acts that can be taken back, and of undos that can be, the newest last. */
struct stacks {
    size_t *undo, *redo;
    size_t undo_n, redo_n;
};

static struct stacks stacks_of(const struct clean *clean, const struct history *h)
{
    struct stacks s = {.undo = ARENA_ARRAY(h->arena, h->n + 1, size_t),
                       .redo = ARENA_ARRAY(h->arena, h->n + 1, size_t)};
    for (size_t i = 0; i < h->n; i++) {
        const struct past *past = &h->items[i];
        if (!str_equal(past->user, clean->setup.user)) {
            continue;
        }
        if (past->kind == ACT_UNDO) {
            s.undo_n -= s.undo_n > 0;
            s.redo[s.redo_n++] = i;
        } else {
            s.redo_n = past->kind == ACT_REDO ? s.redo_n - (s.redo_n > 0) : 0;
            s.undo[s.undo_n++] = i;
        }
    }
    return s;
}

/* Does every register still hold what the act wrote? */
static bool is_newest(const struct history *h, const struct past *past)
{
    for (size_t k = 1; k < past->n; k++) {
        struct change now = content_before(h, past->record, &past->changes[k]);
        if (now.state != past->changes[k].state || !str_equal(now.value, past->changes[k].value)) {
            return false;
        }
    }
    return true;
}

static enum clean_result step_back(struct clean *clean, enum act_kind kind, uint32_t *record)
{
    struct arena *arena = arena_new();
    struct history h;
    enum clean_result result = CLEAN_NOT_SAVED;
    if (past_read(clean, arena, CLEAN_ANY, &h)) {
        struct stacks s = stacks_of(clean, &h);
        size_t n = kind == ACT_UNDO ? s.undo_n : s.redo_n;
        const size_t *stack = kind == ACT_UNDO ? s.undo : s.redo;
        const struct past *past = n ? &h.items[stack[n - 1]] : NULL;
        result = !past ? CLEAN_NOTHING : CLEAN_MEANWHILE;
        if (past && is_newest(&h, past)) {
            struct change *changes = ARENA_ARRAY(arena, past->n, struct change);
            memcpy(changes, past->before, past->n * sizeof *changes);
            struct act act = {.kind = kind, .undoes = past->id, .reason = past->reason};
            *record = past->record;
            result = clean_write(clean, past->record, &act, changes, past->n);
        }
    }
    if (result == CLEAN_NOTHING || result == CLEAN_MEANWHILE) {
        clean_refuse(clean, result, STR_EMPTY);
    }
    arena_free(arena);
    return result;
}

enum clean_result clean_undo(struct clean *clean, uint32_t *record)
{
    return step_back(clean, ACT_UNDO, record);
}

enum clean_result clean_redo(struct clean *clean, uint32_t *record)
{
    return step_back(clean, ACT_REDO, record);
}
