#include "interview/interview_priv.h"

/* The pass over what is dirty, in the order of the walk, up to the first open question. */

enum truth evaluate(struct interview *iv, const struct expr *expr, uint32_t row)
{
    iv->evaluations++;
    return expr_truth(expr, &iv->env, row);
}

bool condition_holds(struct interview *iv, const struct condition *condition, uint32_t row)
{
    enum truth truth = evaluate(iv, condition->expr, row);
    return truth == TRUTH_TRUE || (truth == TRUTH_UNKNOWN && condition->unknown == UNKNOWN_ASK);
}

void set_cell(struct interview *iv, struct frame *frame, uint32_t key, const struct cell *cell)
{
    struct cell *old = cell_of(iv, frame, key);
    if (cell_same(old, cell)) {
        return;
    }
    *old = *cell;
    iv->stamps[key] = ++iv->stamp;
    iv->views.firing_good = iv->views.firing_good && iv->watched[key] != iv->views.firing_round;
    if (key >= iv->plan.variables_n) {
        return;
    }
    mark_readers(iv, key, frame);
    uint32_t item = iv->q->item_of_slot[key];
    if (item != NONE && iv->plan.keys[key].step == item) {
        for (uint32_t i = 0; i < iv->q->items[item].specify_n; i++) {
            mark_unit(iv, frame, iv->plan.first_text[item] + i, 0);
        }
    }
}

static void set_halt(struct interview *iv, struct unit *unit, bool halt)
{
    unit->flags = halt ? unit->flags | UNIT_HALT : unit->flags & ~(uint32_t)UNIT_HALT;
    bit_put(iv->halts, unit->pos, halt);
}

/* What the answer register makes of a cell that is asked or not. */
static struct cell asked_cell(const struct cell *raw, bool on)
{
    struct cell cell = *raw;
    bool empty = raw->state == CELL_NOT_REACHED || raw->state == CELL_OPEN;
    if (empty) {
        cell.state = on ? CELL_OPEN : CELL_NOT_APPLICABLE;
        cell.value = (struct value){.kind = VALUE_NONE};
    } else if (!on) {
        cell.state = CELL_PARKED;
    }
    return cell;
}

static void settle_question(struct interview *iv, struct frame *frame, const struct item *item,
                            struct unit *unit, bool on)
{
    uint32_t slot = iv->plan.steps[item->index].key;
    struct cell cell = *raw_cell(*raw_of(iv, frame, slot));
    if (on && item->option_rules_n && (unit->flags & UNIT_RULES)) {
        options_evaluate(iv, frame, item);
        unit->flags &= ~(uint32_t)UNIT_RULES;
    }
    if (on && cell.state == CELL_ANSWERED) {
        cell = options_keep(iv, frame, item, &cell);
    }
    cell = asked_cell(&cell, on);
    set_halt(iv, unit, on && (cell.state == CELL_OPEN || cell.state == CELL_PARKED));
    set_cell(iv, frame, slot, &cell);
    if (on && item->arrangement.random) {
        order_needed(iv, frame, item);
    }
}

static void settle_note(struct interview *iv, struct frame *frame, const struct item *item, struct unit *unit,
                        bool on)
{
    uint32_t key = iv->plan.variables_n + item->index;
    struct cell cell = asked_cell(raw_cell(*raw_of(iv, frame, key)), on);
    set_halt(iv, unit, cell.state == CELL_OPEN);
    set_cell(iv, frame, key, &cell);
}

static void settle_computed(struct interview *iv, struct frame *frame, const struct item *item,
                            struct unit *unit, bool on)
{
    struct cell cell = {.state = CELL_NOT_APPLICABLE};
    if (on && !(unit->flags & UNIT_VALUE)) {
        return;
    }
    if (on) {
        cell = derive(iv, frame, item, &unit->reasons);
        unit->flags &= ~(uint32_t)UNIT_VALUE;
    } else {
        unit->flags |= UNIT_VALUE;
    }
    set_cell(iv, frame, item->variable->slot, &cell);
}

static void settle_draw(struct interview *iv, struct frame *frame, const struct item *item, bool on)
{
    struct cell cell = {.state = CELL_NOT_APPLICABLE};
    if (on) {
        int64_t number = draw_number(iv, item, frame->row);
        cell = (struct cell){CELL_ANSWERED, {.kind = VALUE_NUMBER, .number = number_int(number)}};
        order_needed(iv, frame, item);
    }
    set_cell(iv, frame, item->variable->slot, &cell);
}

/* Everything inside, and the checks that stand here, hang on this item being on the route. */
static void mark_inside(struct interview *iv, struct frame *frame, const struct item *item)
{
    for (size_t i = 0; i < item->checks_n; i++) {
        uint32_t step = step_of_check(&iv->plan, item->checks[i]);
        if (iv->plan.steps[step].class_ == frame->class_) {
            mark_unit(iv, frame, step, 0);
        }
    }
    const struct rows *rows = item->kind == ITEM_ROSTER ? &iv->rows[item->roster] : NULL;
    for (uint32_t child = item->index + 1; child < item->end; child = iv->q->items[child].end) {
        if (!rows) {
            mark_unit(iv, frame, child, 0);
        }
        for (size_t i = 0; rows && i < rows->cap; i++) {
            if (rows->by_id[i]) {
                mark_unit(iv, rows->by_id[i], child, 0);
            }
        }
    }
}

static bool container_on(struct interview *iv, struct frame *frame, const struct item *item)
{
    if (item->parent == NONE) {
        return true;
    }
    struct frame *outer = iv->plan.steps[item->parent].class_ == frame->class_ ? frame : iv->main;
    return unit_of(iv, outer, item->parent)->flags & UNIT_ON;
}

static bool item_on(struct interview *iv, struct frame *frame, const struct item *item, struct unit *unit)
{
    if (!container_on(iv, frame, item)) {
        return false;
    }
    if (item->when.expr && (unit->flags & UNIT_WHEN)) {
        bool holds = condition_holds(iv, &item->when, frame->row);
        unit->flags = holds ? unit->flags | UNIT_OWN : unit->flags & ~(uint32_t)UNIT_OWN;
    }
    unit->flags &= ~(uint32_t)UNIT_WHEN;
    return !item->when.expr || (unit->flags & UNIT_OWN);
}

static void settle_item(struct interview *iv, struct frame *frame, const struct item *item, struct unit *unit)
{
    bool was = unit->flags & UNIT_ON;
    bool on = item_on(iv, frame, item, unit);
    unit->flags = on ? unit->flags | UNIT_ON : unit->flags & ~(uint32_t)UNIT_ON;
    if (on != was) {
        mark_inside(iv, frame, item);
    } else if (!(unit->flags & UNIT_REST)) {
        return; /* it was looked at for its condition only, and nothing came of it */
    }
    unit->flags &= ~(uint32_t)UNIT_REST;
    switch (item->kind) {
    case ITEM_QUESTION:
        settle_question(iv, frame, item, unit, on);
        break;
    case ITEM_NOTE:
        settle_note(iv, frame, item, unit, on);
        break;
    case ITEM_COMPUTED:
        settle_computed(iv, frame, item, unit, on);
        break;
    case ITEM_DRAW:
        settle_draw(iv, frame, item, on);
        break;
    case ITEM_STOP:
        set_halt(iv, unit, on);
        break;
    case ITEM_ROSTER:
        rows_settle(iv, item, on);
        break;
    case ITEM_BLOCK:
    case ITEM_GRID:
        if (on && item->arrangement.random) {
            order_needed(iv, frame, item);
        }
        break;
    }
}

static bool option_chosen(const struct cell *cell, int32_t option)
{
    if (cell->state != CELL_ANSWERED) {
        return false;
    }
    return cell->value.kind == VALUE_SET ? set_has(cell->value.set, option) : cell->value.code == option;
}

static void settle_text(struct interview *iv, struct frame *frame, uint32_t slot, struct unit *unit)
{
    const struct variable *variable = iv->q->codebook->variables[slot];
    bool on = option_chosen(cell_of(iv, frame, variable->parent), variable->parent_option);
    struct cell cell = asked_cell(raw_cell(*raw_of(iv, frame, slot)), on);
    unit->flags = on ? unit->flags | UNIT_ON : unit->flags & ~(uint32_t)UNIT_ON;
    set_halt(iv, unit, cell.state == CELL_OPEN);
    set_cell(iv, frame, slot, &cell);
}

void settle_unit(struct interview *iv, struct frame *frame, uint32_t step)
{
    struct unit *unit = unit_of(iv, frame, step);
    uint32_t items = iv->plan.items_n;
    unit->flags &= ~(uint32_t)UNIT_DIRTY;
    bit_put(iv->dirty, unit->pos, false);
    if (step < items) {
        settle_item(iv, frame, &iv->q->items[step], unit);
    } else if (step < items + iv->plan.texts_n) {
        settle_text(iv, frame, iv->plan.text_slot[step - items], unit);
    } else {
        check_settle(iv, frame, step - items - iv->plan.texts_n);
    }
}

static uint32_t item_of_step(const struct interview *iv, uint32_t step)
{
    uint32_t items = iv->plan.items_n;
    return step < items                      ? step
           : step < items + iv->plan.texts_n ? iv->q->item_of_slot[iv->plan.text_slot[step - items]]
                                             : NONE;
}

/* Behind an open question all is hidden, but for what belongs to its place: its texts, the checks that stand
 * there, and of a grid the other rows. */
static uint32_t reach_behind(const struct interview *iv, uint32_t pos)
{
    uint32_t item = item_of_step(iv, iv->walk[pos].step);
    uint32_t grid = iv->q->items[item].grid;
    for (uint32_t next = pos + 1; next < iv->walk_n; next++) {
        uint32_t other = item_of_step(iv, iv->walk[next].step);
        bool same = other == NONE || other == item ||
                    (grid != NONE && other > grid && other < iv->q->items[grid].end);
        if (!same || iv->walk[next].frame != iv->walk[pos].frame) {
            return next;
        }
    }
    return (uint32_t)iv->walk_n;
}

static void pass_rest_of_place(struct interview *iv, uint32_t from)
{
    for (uint32_t pos = bits_next(iv->dirty, iv->dirty, from, iv->reach); pos < iv->reach;
         pos = bits_next(iv->dirty, iv->dirty, pos + 1, iv->reach)) {
        iv->cursor = pos;
        settle_unit(iv, iv->walk[pos].frame, iv->walk[pos].step);
    }
}

static void pass(struct interview *iv)
{ /* Before the first mark nothing is dirty, before the halting place nothing halts. */
    uint32_t pos = iv->lowest < iv->halt ? iv->lowest : iv->halt;
    iv->lowest = UINT32_MAX;
    iv->halt = NONE;
    while ((pos = bits_next(iv->dirty, iv->halts, pos, (uint32_t)iv->walk_n)) < iv->walk_n) {
        struct passing at = iv->walk[pos];
        struct unit *unit = unit_of(iv, at.frame, at.step);
        iv->cursor = pos;
        iv->reach = pos + 1;
        if (unit->flags & UNIT_DIRTY) {
            settle_unit(iv, at.frame, at.step);
        }
        if (unit->flags & UNIT_HALT) {
            iv->halt = pos;
            iv->reach = reach_behind(iv, pos);
            pass_rest_of_place(iv, pos + 1);
            return;
        }
        pos++;
    }
    iv->reach = (uint32_t)iv->walk_n;
}

/*
 * One pass does, because items read only what stands before them, in every order a block may come in. Should
 * a questionnaire get past the loader that does otherwise, the pass is made again; the bound keeps a
 * contradiction from going round for ever.
 */
void settle(struct interview *iv)
{
    uint32_t reach = iv->reach;
    for (int round = 0; round < SETTLE_ROUNDS; round++) {
        if (iv->walk_stale) {
            walk_build(iv);
        }
        iv->again = false;
        pass(iv);
        if (!iv->again && !iv->walk_stale) {
            break;
        }
    }
    iv->unsettled = false;
    iv->views.route_good = false;
    /* Checks that came in sight or went out of it, or what they involve. */
    uint32_t from = reach < iv->reach ? reach : iv->reach;
    uint32_t to = reach < iv->reach ? iv->reach : reach;
    to = to < iv->walk_n ? to : (uint32_t)iv->walk_n;
    iv->views.firing_good = iv->views.firing_good && (from >= to || from > iv->views.firing_end) &&
                            bits_next(iv->fires, iv->fires, from, to) >= to;
}
