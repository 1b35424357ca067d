#include "interview/interview_priv.h"

/*
 * Making an act: try it, see what it brings into reach, write everything in one go, and take it back when the
 * sink says no.
 */

struct draft draft_new(struct interview *iv, enum act_kind kind, size_t writes)
{
    arena_reset(iv->drafts);
    return (struct draft){.kind = kind,
                          .writes =
                              ARENA_ARRAY(iv->drafts, writes + 1, struct write), /* the place comes too */
                          .cap = writes + 1,
                          .undoes = NONE};
}

void draft_add(struct draft *draft, struct write write)
{
    if (draft->n < draft->cap) {
        draft->writes[draft->n++] = write;
    }
}

bool may_act(const struct interview *iv)
{
    return iv->acting && interview_status(iv) == INTERVIEW_RUNNING;
}

struct memo *memo_push(struct interview *iv, enum act_kind kind, bool own, int64_t wall_ms)
{
    if (iv->memos_n == iv->memos_cap) {
        iv->memos = array_grow(iv->memos, &iv->memos_cap, sizeof *iv->memos);
    }
    struct memo *memo = &iv->memos[iv->memos_n++];
    *memo = (struct memo){.kind = kind, .own = own, .wall_ms = wall_ms, .undoes = NONE};
    return memo;
}

void memo_keep(struct memo *memo, struct entry *entry)
{
    if (entry) {
        entry->sibling = memo->first;
        memo->first = entry;
    }
}

/* The first interview act of the case fixes the day. */
void start_noted(struct interview *iv, int64_t wall_ms)
{
    if (!iv->started) {
        iv->started = true;
        iv->today = clock_day(wall_ms);
        iv->env.today = iv->today;
        mark_everything(iv);
    }
}

/* What taking back needs beyond the entries. */
struct hold {
    size_t memos_n;
    bool started;
    int32_t today;
    struct place_in place;
};

static void take_back(struct interview *iv, const struct hold *hold)
{
    while (iv->memos_n > hold->memos_n) {
        struct memo *memo = &iv->memos[--iv->memos_n];
        for (struct entry *e = memo->first; e; e = e->sibling) {
            iv->storing = memo->kind == ACT_DRAW;
            register_pop(iv, e);
        }
    }
    iv->storing = false;
    if (iv->started != hold->started) {
        iv->started = hold->started;
        iv->today = hold->today;
        iv->env.today = hold->today;
        mark_everything(iv);
    }
    settle(iv);
    iv->place = hold->place;
}

static void apply(struct interview *iv, const struct draft *draft, int64_t wall_ms)
{
    uint32_t act = (uint32_t)iv->memos_n;
    struct memo *memo = memo_push(iv, draft->kind, true, wall_ms);
    memo->undoes = draft->undoes;
    for (size_t i = 0; i < draft->n; i++) {
        memo_keep(memo, register_push(iv, &draft->writes[i], act));
    }
    if (draft->kind == ACT_START) {
        start_noted(iv, wall_ms);
    }
}

/* Where a later session begins, should this one end right here. */
static struct place_in place_after(struct interview *iv, const struct draft *draft, struct place_in first)
{
    if (draft->to == PLACE_FOLLOWS && checks_before(iv, place_pos(iv, first)) == ATTEMPT_DONE) {
        return first;
    }
    return place_normal(iv, draft->to == PLACE_GIVEN ? draft->place : iv->place);
}

static bool place_left_at(struct interview *iv, struct place_in first, struct place_in place)
{
    struct str text = reg_text(iv, REGISTER_PLACE, 0, 0);
    struct place_in left = first;
    return place_same(text.len && place_read(iv, text, &left) ? place_normal(iv, left) : first, place);
}

/* The register is empty as long as she would go on at the first open place: most acts need not write it. It
 * is always written where others look at it: breaking off, jumps. */
static void apply_place(struct interview *iv, struct draft *draft)
{
    struct place_in first = place_halt(iv);
    struct place_in place = place_after(iv, draft, first);
    bool shown = draft->to == PLACE_GIVEN || draft->kind == ACT_SUSPEND;
    if (shown || !place_left_at(iv, first, place)) {
        struct write write = write_text(REGISTER_PLACE, 0, 0, place_text(iv, place));
        if (!shown && place_same(place, first)) {
            write.cell = (struct cell){.state = CELL_NOT_REACHED};
        }
        draft_add(draft, write);
        memo_keep(&iv->memos[iv->memos_n - 1],
                  register_push(iv, &draft->writes[draft->n - 1], (uint32_t)iv->memos_n - 1));
    }
    iv->place = place_normal(iv, draft->to == PLACE_GIVEN ? draft->place : iv->place);
}

/* ---- draws ---- */

static bool draw_due(struct interview *iv, const struct passing *at)
{
    return unit_on(iv, unit_of(iv, at->frame, at->step)) && !order_stored(iv, at->step, at->frame->row);
}

/* Stores the orders that are in reach now, each as an act of its own. */
static size_t apply_draws(struct interview *iv, int64_t wall_ms)
{
    size_t n = 0;
    iv->storing = true;
    for (size_t i = 0; i < iv->virtual_n; i++) {
        struct passing at = iv->virtual_orders[i];
        if (draw_due(iv, &at)) {
            struct str text = order_text(iv, &iv->q->items[at.step], at.frame->row);
            struct write write = write_text(REGISTER_ORDER, order_key(iv, at.step), at.frame->row, text);
            uint32_t act = (uint32_t)iv->memos_n;
            memo_keep(memo_push(iv, ACT_DRAW, true, wall_ms), register_push(iv, &write, act));
            n++;
        }
    }
    iv->storing = false;
    return n;
}

static void draws_saved(struct interview *iv)
{
    size_t kept = 0;
    for (size_t i = 0; i < iv->virtual_n; i++) {
        struct passing at = iv->virtual_orders[i];
        if (order_stored(iv, at.step, at.frame->row)) {
            unit_of(iv, at.frame, at.step)->flags &= ~(uint32_t)UNIT_VIRTUAL;
        } else {
            iv->virtual_orders[kept++] = at;
        }
    }
    iv->virtual_n = kept;
}

/* ---- all together ---- */

static void commit(struct interview *iv, const struct act *acts, size_t n)
{
    size_t from = iv->memos_n - n;
    for (size_t i = 0; i < n; i++) {
        iv->memos[from + i].id = acts[i].id;
        undo_note(iv, (uint32_t)(from + i));
    }
    draws_saved(iv);
    if (n > 0) {
        iv->shown_ms = acts[0].boot_ms; /* whatever stands on the screen now was drawn after this */
        iv->key_ms = acts[0].boot_ms;
        iv->idle_ms = 0;
    }
}

bool act_write(struct interview *iv, struct draft *draft)
{
    struct hold hold = {iv->memos_n, iv->started, iv->today, iv->place};
    int64_t wall_ms = iv->setup.clock.wall_ms(iv->setup.clock.context);
    bool real = draft->kind != ACT_KINDS;
    if (real) {
        apply(iv, draft, wall_ms);
    }
    settle(iv);
    if (real) {
        apply_place(iv, draft);
    }
    size_t draws = apply_draws(iv, wall_ms);
    size_t n = 0;
    struct act *acts = acts_make(iv, draft, draws, &n);
    const struct act_sink *sink = &iv->setup.sink;
    if (n > 0 && sink->write && !sink->write(sink->context, acts, n)) {
        take_back(iv, &hold);
        return false;
    }
    commit(iv, acts, n);
    return true;
}
