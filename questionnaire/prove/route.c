#include "questionnaire/prove/route_priv.h"

/* ---- on or off the route --------------------------------------------------------------------- */

unsigned condition_wants(const struct condition *condition, unsigned on)
{
    unsigned asks = condition->unknown == UNKNOWN_ASK ? ON_TRUE : ON_FALSE;
    return (on & ON_TRUE ? CAN_TRUE : 0u) | (on & ON_FALSE ? CAN_FALSE : 0u) | (on & asks ? CAN_UNKNOWN : 0u);
}

unsigned condition_on(const struct look *l, const struct condition *condition)
{
    if (!condition->expr) {
        return ON_TRUE;
    }
    unsigned can = look_can(l, condition->expr->root);
    unsigned on = can & ON_EITHER;
    if (can & CAN_UNKNOWN) {
        on |= condition->unknown == UNKNOWN_ASK ? ON_TRUE : ON_FALSE;
    }
    return on;
}

static uint32_t count_cell(const struct model *m, const struct step *step)
{
    return model_cell(m, m->q->rosters[m->q->items[step->item].roster].count_slot, 0);
}

static unsigned row_on(struct space *s, const struct step *step)
{
    const struct dom *count = &s->cells[count_cell(s->m, step)];
    int64_t row = (int64_t)step->row * MILLION;
    return (count->known && count->hi >= row ? ON_TRUE : 0u) |
           (count->why || (count->known && count->lo < row) ? ON_FALSE : 0u);
}

/* The text behind an option is asked where the option is chosen. */
static unsigned text_on(struct space *s, const struct step *step)
{
    const struct variable *text = cell_variable(s->m, step->cell);
    const struct dom *chosen = &s->cells[model_cell(s->m, text->parent, step->row)];
    uint32_t option = (uint32_t)text->parent_option;
    bool can = chosen->known && bits_has(&chosen->may, chosen->n, option);
    bool must = chosen->kind == VALUE_SET ? bits_has(&chosen->must, chosen->n, option)
                                          : can && bits_count(chosen->may, chosen->n) == 1;
    return (can ? ON_TRUE : 0u) | (chosen->why || !chosen->known || !must ? ON_FALSE : 0u);
}

static unsigned own_on(struct space *s, uint32_t step)
{
    const struct step *at = &s->m->steps[step];
    struct look l = look_of(s, step);
    switch (at->kind) {
    case STEP_ROW:
        return row_on(s, at);
    case STEP_TEXT:
        return text_on(s, at);
    case STEP_ITEM:
        break;
    }
    return condition_on(&l, &step_item(s->m, step)->when);
}

unsigned route_on(struct space *s, uint32_t step)
{
    uint32_t parent = s->m->steps[step].parent;
    unsigned outer = parent == NONE ? ON_TRUE : s->on[parent];
    if (!(outer & ON_TRUE)) {
        return ON_FALSE;
    }
    unsigned own = own_on(s, step);
    return (own & ON_TRUE) | ((own | outer) & ON_FALSE);
}

/* ---- forward --------------------------------------------------------------------------------- */

/* Asked and on the route: answered, don't know or refused. Off it: none of these. */
static bool link_asked(struct space *s, uint32_t step, uint32_t cell)
{
    uint32_t off = STATE(CELL_NOT_APPLICABLE);
    if (s->on[step] == ON_TRUE && !space_states(s, cell, ~off, true)) {
        return false;
    }
    if (s->on[step] == ON_FALSE && !space_states(s, cell, off, false)) {
        return false;
    }
    const struct dom *d = &s->cells[cell];
    unsigned on = (d->why & off ? ON_FALSE : 0u) | (d->known || (d->why & ~off) ? ON_TRUE : 0u);
    return space_on(s, step, on);
}

static bool link_derived(struct space *s, uint32_t step, uint32_t cell)
{
    struct look l = look_of(s, step);
    struct dom d = dom_nothing(s->cells[cell].kind);
    if (s->on[step] & ON_TRUE) {
        d = derive_dom(&l, step_item(s->m, step));
    }
    if (s->on[step] & ON_FALSE) {
        d.why |= STATE(CELL_NOT_APPLICABLE);
    }
    if (!space_cell(s, cell, &d)) {
        return false;
    }
    bool off = s->cells[cell].why & STATE(CELL_NOT_APPLICABLE);
    return off || space_on(s, step, ON_TRUE);
}

static bool date_in_time(struct space *s, uint32_t cell)
{
    const struct variable *variable = cell_variable(s->m, cell);
    uint32_t today = s->m->today_cell;
    struct dom to = s->cells[cell];
    struct dom day = s->cells[today];
    if (!to.known || !(variable->max_today || variable->min_today)) {
        return true;
    }
    if (variable->max_today) {
        to.hi = to.hi < day.hi ? to.hi : day.hi;
        day.lo = !to.why && to.lo > day.lo ? to.lo : day.lo;
    }
    if (variable->min_today && to.precise == 1u << DATE_DAY) {
        to.lo = to.lo > day.lo ? to.lo : day.lo;
        day.hi = !to.why && to.hi < day.hi ? to.hi : day.hi;
    }
    return space_cell(s, cell, &to) && space_cell(s, today, &day);
}

const struct condition *option_condition(const struct item *item, uint32_t option)
{
    for (size_t i = 0; i < item->option_rules_n; i++) {
        if ((uint32_t)item->option_rules[i].option == option) {
            return &item->option_rules[i].when;
        }
    }
    return NULL;
}

static bool leave_options_out(struct space *s, uint32_t step, uint32_t cell)
{
    const struct item *item = step_item(s->m, step);
    struct look l = look_of(s, step);
    for (size_t i = 0; i < item->option_rules_n; i++) {
        const struct option_rule *rule = &item->option_rules[i];
        struct dom to = s->cells[cell];
        bool there = to.known && bits_has(&to.may, to.n, (uint32_t)rule->option);
        if (there && condition_on(&l, &rule->when) == ON_FALSE) {
            struct bits out = bits_only(s->arena, to.n, (uint32_t)rule->option);
            to.may = bits_minus(s->arena, to.may, out, to.n);
            if (!space_cell(s, cell, &to)) {
                return false;
            }
        }
    }
    return true;
}

/* An exclusive option stands alone, and only it makes a set smaller than the least that must be chosen. */
static bool set_stands(struct space *s, uint32_t cell)
{
    const struct variable *variable = cell_variable(s->m, cell);
    struct dom to = s->cells[cell];
    struct bits exclusive = bits_none(s->arena, to.n);
    for (uint32_t i = bits_seek(to.may, to.n, 0); i < to.n; i = bits_seek(to.may, to.n, i + 1)) {
        if (variable->list->options[i].exclusive) {
            exclusive = bits_or(s->arena, exclusive, bits_only(s->arena, to.n, i), to.n);
        }
    }
    bool none = bits_seek(exclusive, to.n, 0) == to.n;
    if (!to.known || (none && to.lo >= (int64_t)variable->choose_min)) {
        return true;
    }
    struct bits others = bits_minus(s->arena, to.may, exclusive, to.n);
    if (bits_meet(to.must, exclusive, to.n)) {
        to.hi = to.hi < 1 ? to.hi : 1;
    } else if (bits_meet(to.must, others, to.n) || to.lo > 1 || none) {
        to.may = others;
        to.lo = to.lo > (int64_t)variable->choose_min ? to.lo : variable->choose_min;
    } else if (to.hi < (int64_t)variable->choose_min) {
        to.may = exclusive;
        to.lo = to.lo > 1 ? to.lo : 1;
        to.hi = to.hi < 1 ? to.hi : 1;
    }
    return space_cell(s, cell, &to);
}

bool route_forward(struct space *s, uint32_t step)
{
    const struct step *at = &s->m->steps[step];
    if (!space_on(s, step, route_on(s, step))) {
        return false;
    }
    if (at->cell == NONE) {
        return true;
    }
    if (at->kind == STEP_ITEM && step_item(s->m, step)->kind == ITEM_COMPUTED) {
        return link_derived(s, step, at->cell);
    }
    bool good =
        date_in_time(s, at->cell) && (s->cells[at->cell].kind != VALUE_SET || set_stands(s, at->cell));
    if (good && at->kind == STEP_ITEM && s->on[step] & ON_TRUE) {
        good = leave_options_out(s, step, at->cell);
    }
    return good && link_asked(s, step, at->cell);
}

/* ---- backward -------------------------------------------------------------------------------- */

static bool require_row(struct space *s, const struct step *at, unsigned on)
{
    uint32_t cell = count_cell(s->m, at);
    struct dom to = s->cells[cell];
    int64_t row = (int64_t)at->row * MILLION;
    if (on == ON_TRUE) {
        to.why = 0;
        to.lo = to.lo > row ? to.lo : row;
    } else if (!to.why) {
        to.hi = to.hi < row - MILLION ? to.hi : row - MILLION;
    }
    return space_cell(s, cell, &to);
}

static bool require_text(struct space *s, const struct step *at, unsigned on)
{
    const struct variable *text = cell_variable(s->m, at->cell);
    uint32_t cell = model_cell(s->m, text->parent, at->row);
    struct dom to = s->cells[cell];
    struct bits option = bits_only(s->arena, to.n, (uint32_t)text->parent_option);
    if (on == ON_FALSE) {
        to.may = bits_minus(s->arena, to.may, option, to.n);
        return space_cell(s, cell, &to);
    }
    to.why = 0;
    if (to.kind == VALUE_SET) {
        to.must = bits_or(s->arena, to.must, option, to.n);
    } else {
        to.may = bits_and(s->arena, to.may, option, to.n);
    }
    return space_cell(s, cell, &to);
}

static bool require_own(struct space *s, uint32_t step, unsigned on)
{
    const struct step *at = &s->m->steps[step];
    const struct condition *when = &step_item(s->m, step)->when;
    struct look l = look_of(s, step);
    switch (at->kind) {
    case STEP_ROW:
        return require_row(s, at, on);
    case STEP_TEXT:
        return require_text(s, at, on);
    case STEP_ITEM:
        break;
    }
    return !when->expr || look_narrow_to(&l, when->expr->root, condition_wants(when, on));
}

static bool require_on(struct space *s, uint32_t step)
{
    uint32_t parent = s->m->steps[step].parent;
    if (s->on[step] == ON_TRUE) {
        return (parent == NONE || space_on(s, parent, ON_TRUE)) && require_own(s, step, ON_TRUE);
    }
    if (s->on[step] != ON_FALSE) {
        return true;
    }
    if (parent == NONE || s->on[parent] == ON_TRUE) {
        return require_own(s, step, ON_FALSE);
    }
    return own_on(s, step) & ON_FALSE || space_on(s, parent, ON_FALSE);
}

/* Every option that is surely chosen must be offered. */
static bool require_options(struct space *s, uint32_t step, uint32_t cell)
{
    const struct item *item = step_item(s->m, step);
    const struct dom *d = &s->cells[cell];
    struct look l = look_of(s, step);
    if (d->why || !d->known) {
        return true;
    }
    bool one = d->kind == VALUE_CODE && bits_count(d->may, d->n) == 1;
    struct bits sure = one ? d->may : d->must;
    for (size_t i = 0; i < item->option_rules_n; i++) {
        const struct option_rule *rule = &item->option_rules[i];
        if ((one || d->kind == VALUE_SET) && bits_has(&sure, d->n, (uint32_t)rule->option) &&
            !look_narrow_to(&l, rule->when.expr->root, condition_wants(&rule->when, ON_TRUE))) {
            return false;
        }
    }
    return true;
}

bool route_backward(struct space *s, uint32_t step)
{
    const struct step *at = &s->m->steps[step];
    if (!require_on(s, step)) {
        return false;
    }
    if (at->cell == NONE || s->on[step] != ON_TRUE || at->kind != STEP_ITEM) {
        return true;
    }
    const struct item *item = step_item(s->m, step);
    if (item->kind == ITEM_COMPUTED) {
        struct look l = look_of(s, step);
        return derive_narrow(&l, item, &s->cells[at->cell]);
    }
    return !item->option_rules_n || require_options(s, step, at->cell);
}

/* ---- what follows ---------------------------------------------------------------------------- */

static bool options_follow(struct space *s, uint32_t step, const struct dom *d)
{
    const struct item *item = step_item(s->m, step);
    struct look l = look_of(s, step);
    for (size_t i = 0; i < item->option_rules_n; i++) {
        const struct option_rule *rule = &item->option_rules[i];
        if (d->known && bits_has(&d->may, d->n, (uint32_t)rule->option) &&
            condition_on(&l, &rule->when) != ON_TRUE) {
            return false;
        }
    }
    return true;
}

static bool date_follows(struct space *s, uint32_t cell)
{
    const struct variable *variable = cell_variable(s->m, cell);
    const struct dom *d = &s->cells[cell];
    const struct dom *day = &s->cells[s->m->today_cell];
    return !d->known ||
           ((!variable->max_today || d->hi <= day->lo) && (!variable->min_today || d->lo >= day->hi));
}

bool route_follows(struct space *s, uint32_t step)
{
    const struct step *at = &s->m->steps[step];
    unsigned on = route_on(s, step);
    if (on & ~(unsigned)s->on[step]) {
        return false;
    }
    if (at->cell == NONE || !(on & ON_TRUE)) {
        return true;
    }
    const struct dom *d = &s->cells[at->cell];
    if (at->kind == STEP_ITEM && step_item(s->m, step)->kind == ITEM_COMPUTED) {
        struct look l = look_of(s, step);
        struct dom derived = derive_dom(&l, step_item(s->m, step));
        derived.why |= on & ON_FALSE ? STATE(CELL_NOT_APPLICABLE) : 0;
        return dom_within(&derived, d);
    }
    return date_follows(s, at->cell) && (at->kind != STEP_ITEM || options_follow(s, step, d));
}

/* ---- the group ------------------------------------------------------------------------------- */

static void hide_options(struct space *s, const struct item *item)
{
    uint32_t step = s->m->step_of_item[item->index];
    const struct step *at = &s->m->steps[step];
    const struct variant *variant = item->variants && s->group >= 0 ? &item->variants[s->group] : NULL;
    uint32_t n = (uint32_t)item->variable->list->n;
    struct bits kept = bits_all(s->arena, n);
    if (item->only) {
        kept = bits_none(s->arena, n);
        for (size_t i = 0; i < item->only_n; i++) {
            kept = bits_or(s->arena, kept, bits_only(s->arena, n, (uint32_t)item->only[i]), n);
        }
    }
    if (variant && variant->order) {
        struct bits shown = bits_none(s->arena, n);
        for (size_t i = 0; i < variant->order_n; i++) {
            shown = bits_or(s->arena, shown, bits_only(s->arena, n, (uint32_t)variant->order[i]), n);
        }
        kept = bits_and(s->arena, kept, shown, n);
    }
    for (uint32_t cell = at->cell; s->m->cells[cell].slot == item->variable->slot; cell++) {
        struct dom to = s->cells[cell];
        to.may = bits_and(s->arena, to.may, kept, n);
        (void)space_cell(s, cell, &to);
    }
}

void route_hide_options(struct space *s)
{
    for (uint32_t i = 0; i < s->m->q->items_n; i++) {
        const struct item *item = &s->m->q->items[i];
        if (item->kind == ITEM_QUESTION && item->variable->list && (item->only || item->variants)) {
            hide_options(s, item);
        }
    }
    s->failed = false;
}

void route_of_group(struct space *s)
{
    struct dom group = dom_unknown(VALUE_CODE, STATE(CELL_NOT_APPLICABLE));
    if (s->group >= 0) {
        group = dom_code(s->arena, s->m->q->groups_n, (uint32_t)s->group);
    }
    s->cells[model_cell(s->m, BUILTIN_GROUP, 0)] = group;
    s->cells[model_cell(s->m, BUILTIN_LANGUAGE, 0)].why = 0;
}
