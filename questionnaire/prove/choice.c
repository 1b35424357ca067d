#include "questionnaire/prove/search_priv.h"

/* What to assume next: the first thing that is demanded and does not follow yet, taken apart. */

/* ---- taking an expression apart -------------------------------------------------------------- */

struct part {
    struct solver *v;
    const struct look *l;
    struct choice *choice;
    bool more; /* what is counted should become more, not less */
};

static bool choose(const struct part *p, const struct expr_node *node, const struct dom *want);

static bool choose_to(const struct part *p, const struct expr_node *node, unsigned can)
{
    struct dom want = dom_want(can);
    return choose(p, node, &want);
}

static struct demand about(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    struct demand d = {
        .kind = DEMAND_EXPR, .row = p->l->row, .node = node, .want = *want, .swap = p->l->swap};
    if (p->l->at) {
        d.in_roster = p->l->at->roster;
        d.in_row = p->l->at->row;
    }
    return d;
}

static struct demand about_truth(const struct part *p, const struct expr_node *node, unsigned can)
{
    struct dom want = dom_want(can);
    return about(p, node, &want);
}

/* One of the parts has one of these outcomes. */
static bool choose_some(const struct part *p, const struct expr_node *node, unsigned can)
{
    for (uint32_t i = 0; i < node->n; i++) {
        if (look_can(p->l, node->args[i]) & can) {
            choice_add(p->choice, about_truth(p, node->args[i], can));
        }
    }
    if (p->choice->n == 1) {
        p->choice->n = 0;
        for (uint32_t i = 0; i < node->n; i++) {
            if (look_can(p->l, node->args[i]) & can) {
                return choose_to(p, node->args[i], can);
            }
        }
    }
    return p->choice->n > 0;
}

static bool choose_chain(const struct part *p, const struct expr_node *node, unsigned can, unsigned decides)
{
    unsigned other = ON_EITHER & ~decides;
    if (can == ON_EITHER) {
        choice_add(p->choice, about_truth(p, node, decides));
        choice_add(p->choice, about_truth(p, node, other));
        return true;
    }
    if (can & decides) {
        return choose_some(p, node, can);
    }
    unsigned each = can & CAN_UNKNOWN ? other | CAN_UNKNOWN : other;
    for (uint32_t i = 0; i < node->n; i++) {
        if (look_can(p->l, node->args[i]) & ~each) {
            return choose_to(p, node->args[i], each);
        }
    }
    return choose_some(p, node, CAN_UNKNOWN);
}

static bool choose_and(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    return choose_chain(p, node, dom_can(want), CAN_FALSE);
}

static bool choose_or(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    return choose_chain(p, node, dom_can(want), CAN_TRUE);
}

static bool choose_not(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    unsigned can = dom_can(want);
    unsigned turned = can & CAN_UNKNOWN;
    turned |= can & CAN_TRUE ? CAN_FALSE : 0u;
    turned |= can & CAN_FALSE ? CAN_TRUE : 0u;
    return choose_to(p, node->args[0], turned);
}

static bool choose_default(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    struct dom left = look_eval(p->l, node->args[0]);
    struct dom known = dom_any(left.kind);
    struct dom unknown = dom_unknown(left.kind, DOM_WHY_ALL);
    known.why = 0;
    if (left.known && left.why) {
        choice_add(p->choice, about(p, node->args[0], &known));
        choice_add(p->choice, about(p, node->args[0], &unknown));
        return true;
    }
    return choose(p, node->args[left.known ? 0 : 1], want);
}

static bool choose_if(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    static const unsigned outcomes[] = {CAN_TRUE, CAN_FALSE, CAN_UNKNOWN};
    unsigned can = look_can(p->l, node->args[0]);
    if (can & (can - 1)) {
        for (size_t i = 0; i < ARRAY_LEN(outcomes); i++) {
            if (can & outcomes[i]) {
                choice_add(p->choice, about_truth(p, node->args[0], outcomes[i]));
            }
        }
        return true;
    }
    return can != CAN_UNKNOWN && choose(p, node->args[can == CAN_TRUE ? 1 : 2], want);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool choose_live(const struct part *p, uint32_t roster, uint32_t row)
{
    uint32_t step = model_row_step(p->l->s->m, roster, row);
    choice_add(p->choice, demand_on(step, p->more ? ON_TRUE : ON_FALSE));
    choice_add(p->choice, demand_on(step, p->more ? ON_FALSE : ON_TRUE));
    return true;
}

static bool choose_some_row(const struct part *p, const struct expr_node *node, unsigned can)
{
    for (uint32_t row = 1; row <= p->l->s->m->rows_n[node->slot]; row++) {
        struct look_row here = {node->slot, row, p->l->at};
        struct look inner = {p->l->s, p->l->row, &here, p->l->swap};
        struct part in_row = {p->v, &inner, p->choice, p->more};
        if (look_live(p->l, node->slot, row) & ON_TRUE && look_can(&inner, node->args[1]) & can) {
            choice_add(p->choice, about_truth(&in_row, node->args[1], can));
        }
    }
    return p->choice->n > 0;
}

/* The first row that can do otherwise: is it there, and if so what of it? */
static bool choose_every_row(const struct part *all, const struct expr_node *node, unsigned can)
{
    struct part fewer = *all;
    const struct part *p = &fewer;
    fewer.more = false;
    for (uint32_t row = 1; row <= p->l->s->m->rows_n[node->slot]; row++) {
        struct look_row here = {node->slot, row, p->l->at};
        struct look inner = {p->l->s, p->l->row, &here, p->l->swap};
        struct part in_row = {p->v, &inner, p->choice, p->more};
        unsigned live = look_live(p->l, node->slot, row);
        if (live == ON_FALSE || !(look_can(&inner, node->args[1]) & ~can)) {
            continue;
        }
        return live == ON_TRUE ? choose_to(&in_row, node->args[1], can) : choose_live(p, node->slot, row);
    }
    return false;
}

static bool choose_fold_rows(const struct part *p, const struct expr_node *node);

static bool choose_rows_truth(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    if (p->l->at) {
        return choose_fold_rows(p, node); /* rows within rows: a demand names only one */
    }
    unsigned decides = node->op == EXPR_ROWS_ANY ? CAN_TRUE : CAN_FALSE;
    unsigned other = ON_EITHER & ~decides;
    unsigned can = dom_can(want);
    if (can == ON_EITHER) {
        choice_add(p->choice, about_truth(p, node, decides));
        choice_add(p->choice, about_truth(p, node, other));
        return true;
    }
    if (can & decides) {
        return choose_some_row(p, node, can);
    }
    unsigned each = can & CAN_UNKNOWN ? other | CAN_UNKNOWN : other;
    return choose_every_row(p, node, each) || choose_some_row(p, node, CAN_UNKNOWN);
}

static bool choose_any_cell(const struct part *p, const struct expr_node *node);

static bool choose_in_row(const struct part *p, const struct expr_node *node)
{
    const struct expr_node *where = node->args[1];
    unsigned can = where ? look_can(p->l, where) : CAN_TRUE;
    if (can & (can - 1) && p->l->at->outer) {
        return choose_any_cell(p, where);
    }
    if (can & (can - 1)) {
        static const unsigned outcomes[2][3] = {{CAN_FALSE, CAN_TRUE, CAN_UNKNOWN},
                                                {CAN_TRUE, CAN_FALSE, CAN_UNKNOWN}};
        for (size_t i = 0; i < ARRAY_LEN(outcomes[0]); i++) {
            if (can & outcomes[p->more][i]) {
                choice_add(p->choice, about_truth(p, where, outcomes[p->more][i]));
            }
        }
        return true;
    }
    return can != CAN_FALSE && node->args[0] && choose_any_cell(p, node->args[0]);
}

/* Counts and sums: row by row, is it there, does it count, how much is it? */
static bool choose_fold_rows(const struct part *p, const struct expr_node *node)
{
    for (uint32_t row = 1; row <= p->l->s->m->rows_n[node->slot]; row++) {
        struct look_row here = {node->slot, row, p->l->at};
        struct look inner = {p->l->s, p->l->row, &here, p->l->swap};
        struct part in_row = {p->v, &inner, p->choice, p->more};
        unsigned live = look_live(p->l, node->slot, row);
        if (live == ON_EITHER) {
            return choose_live(p, node->slot, row);
        }
        if (live == ON_TRUE && choose_in_row(&in_row, node)) {
            return true;
        }
    }
    return false;
}

/* ---- anything else: a cell in it ------------------------------------------------------------- */

static bool choose_any_cell(const struct part *p, const struct expr_node *node)
{
    if (node->op == EXPR_CELL) {
        uint32_t cell = look_cell(p->l, node);
        return cell != NONE && choose_cell(p->v, cell, p->choice);
    }
    if (node->op == EXPR_TODAY) {
        return choose_cell(p->v, p->l->s->m->today_cell, p->choice);
    }
    if (node->op >= EXPR_ROWS_COUNT) {
        return choose_fold_rows(p, node);
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (choose_any_cell(p, node->args[i])) {
            return true;
        }
    }
    bool today = node->op == EXPR_AGE && node->n == 1;
    return today && choose_cell(p->v, p->l->s->m->today_cell, p->choice);
}

/* Should this side of the comparison become more for it to come out as wanted? */
static bool side_wants_more(const struct part *p, const struct expr_node *node, unsigned can, uint32_t side)
{
    bool holds = can & CAN_TRUE;
    switch ((int)node->op) {
    case EXPR_LT:
    case EXPR_LE:
        return holds == (side == 1);
    case EXPR_GT:
    case EXPR_GE:
        return holds == (side == 0);
    default:
        break;
    }
    struct dom own = look_eval(p->l, node->args[side]);
    struct dom other = look_eval(p->l, node->args[1 - side]);
    return holds != (node->op == EXPR_EQ) || other.lo > own.lo;
}

static bool choose_comparison(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    unsigned can = dom_can(want);
    for (uint32_t i = 0; i < 2; i++) {
        struct part side = *p;
        side.more = side_wants_more(p, node, can, i);
        if (choose_any_cell(&side, node->args[i])) {
            return true;
        }
    }
    return false;
}

static bool choose_fold(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    struct part side = *p;
    side.more = want->lo > look_eval(p->l, node).lo;
    return choose_fold_rows(&side, node);
}

static bool choose(const struct part *p, const struct expr_node *node, const struct dom *want)
{
    switch ((int)node->op) {
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
        return choose_comparison(p, node, want);
    case EXPR_ROWS_COUNT:
    case EXPR_ROWS_SUM:
        return choose_fold(p, node, want);
    case EXPR_AND:
        return choose_and(p, node, want);
    case EXPR_OR:
        return choose_or(p, node, want);
    case EXPR_NOT:
        return choose_not(p, node, want);
    case EXPR_DEFAULT:
        return choose_default(p, node, want);
    case EXPR_IF:
        return choose_if(p, node, want);
    case EXPR_ROWS_ANY:
    case EXPR_ROWS_ALL:
        return choose_rows_truth(p, node, want);
    default:
        return choose_any_cell(p, node);
    }
}

static bool choose_bar(struct solver *v, const struct demand *demand, struct choice *choice)
{
    struct bar bars[BARS_MOST];
    const struct bar *only = NULL;
    size_t all = demand_bars(v->s, demand, bars);
    for (size_t i = 0; i < all; i++) {
        if (demand_bar_can(v->s, demand, &bars[i]) & bars[i].can) {
            only = &bars[i];
            choice_add(choice, (struct demand){.kind = DEMAND_EXPR,
                                               .row = only->row,
                                               .node = only->node,
                                               .want = dom_want(only->can),
                                               .swap = demand->swap});
        }
    }
    if (choice->n != 1) {
        return choice->n > 1;
    }
    choice->n = 0;
    if (only->home != NONE && v->s->on[only->home] != ON_TRUE) {
        choice_add(choice, demand_on(only->home, ON_TRUE));
        return true;
    }
    struct look l = {v->s, only->row, NULL, demand->swap};
    struct part p = {v, &l, choice, true};
    return choose_to(&p, only->node, only->can);
}

bool choose_demand(struct solver *v, const struct demand *demand, struct choice *choice)
{
    struct look_row row = demand_row(demand);
    struct look l = {v->s, demand->row, demand->in_row ? &row : NULL, demand->swap};
    struct part p = {v, &l, choice, true};
    if (demand->kind == DEMAND_WAY) {
        l = look_of(v->s, demand->at);
        const struct expr_node *open = demand_way_open(v->s, demand);
        const struct item *item = step_item(v->s->m, demand->at);
        bool last = demand->way.at < item->cases_n && item->cases[demand->way.at].when &&
                    item->cases[demand->way.at].when->root == open;
        return choose_to(&p, open, last ? demand->way.outcome : CAN_FALSE);
    }
    if (demand->kind == DEMAND_STUCK) {
        return choose_bar(v, demand, choice);
    }
    if (demand->kind != DEMAND_PASS) {
        return choose(&p, demand->node, &demand->want);
    }
    const struct check_at *at = &v->s->m->checks[demand->at];
    if (demand_home_on(v->s, at) == ON_EITHER) {
        choice_add(choice, demand_on(at->home, ON_TRUE));
        choice_add(choice, demand_on(at->home, ON_FALSE));
        return true;
    }
    l = (struct look){v->s, at->row, NULL, NULL};
    return choose_to(&p, check_of(v->s->m, demand->at)->holds->root, CAN_TRUE | CAN_UNKNOWN);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static bool choose_own(struct solver *v, uint32_t step, unsigned on, struct choice *choice)
{
    const struct model *m = v->s->m;
    const struct step *at = &m->steps[step];
    const struct item *item = step_item(m, step);
    struct look l = look_of(v->s, step);
    struct part p = {v, &l, choice, true};
    switch (at->kind) {
    case STEP_ROW:
        return choose_cell(v, model_cell(m, m->q->rosters[item->roster].count_slot, 0), choice);
    case STEP_TEXT:
        return choose_cell(v, model_cell(m, cell_variable(m, at->cell)->parent, at->row), choice);
    case STEP_ITEM:
        break;
    }
    return item->when.expr && choose_to(&p, item->when.expr->root, condition_wants(&item->when, on));
}

static bool choose_on(struct solver *v, uint32_t step, struct choice *choice)
{
    uint32_t parent = v->s->m->steps[step].parent;
    if (v->s->on[step] == ON_FALSE && parent != NONE && v->s->on[parent] == ON_EITHER) {
        choice_add(choice, demand_on(parent, ON_FALSE));
        choice_add(choice, demand_on(parent, ON_TRUE));
        return true;
    }
    return choose_own(v, step, v->s->on[step], choice);
}

static bool choose_derived(struct solver *v, uint32_t step, struct choice *choice)
{
    struct look l = look_of(v->s, step);
    const struct item *item = step_item(v->s->m, step);
    const struct dom *cell = &v->s->cells[v->s->m->steps[step].cell];
    struct derive_way ways[WAYS_MOST];
    struct part p = {v, &l, choice, true};
    size_t n = derive_ways(&l, item, cell, ways, WAYS_MOST);
    for (size_t i = 0; n > 1 && i < n && i < WAYS_MOST; i++) {
        choice_add(choice, (struct demand){.kind = DEMAND_WAY, .at = step, .way = ways[i]});
    }
    if (n != 1) {
        return n > 1;
    }
    for (size_t i = 0; i < ways[0].at; i++) {
        if (look_can(&l, item->cases[i].when->root) != CAN_FALSE) {
            return choose_to(&p, item->cases[i].when->root, CAN_FALSE);
        }
    }
    if (ways[0].at == item->cases_n) {
        return false;
    }
    const struct computed_case *one = &item->cases[ways[0].at];
    if (one->when && look_can(&l, one->when->root) != ways[0].outcome) {
        return choose_to(&p, one->when->root, ways[0].outcome);
    }
    return choose(&p, one->value->root, cell);
}

bool choose_inputs(struct solver *v, uint32_t step, struct choice *choice)
{
    struct look l = look_of(v->s, step);
    const struct item *item = step_item(v->s->m, step);
    struct part p = {v, &l, choice, true};
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        unsigned can = one->when ? look_can(&l, one->when->root) : CAN_TRUE;
        if (can & (can - 1)) {
            return choose_any_cell(&p, one->when->root);
        }
        if (can != CAN_FALSE) {
            return can == CAN_TRUE && choose_any_cell(&p, one->value->root);
        }
    }
    return false;
}

/* An option may be left in the domain that perhaps is not offered: without it, or with its condition. */
static bool choose_option(struct solver *v, uint32_t step, struct choice *choice)
{
    struct space *s = v->s;
    const struct item *item = step_item(s->m, step);
    uint32_t cell = s->m->steps[step].cell;
    const struct dom *d = &s->cells[cell];
    struct look l = look_of(s, step);
    struct part p = {v, &l, choice, true};
    for (size_t i = 0; i < item->option_rules_n; i++) {
        const struct option_rule *rule = &item->option_rules[i];
        struct bits option = bits_only(s->arena, d->n, (uint32_t)rule->option);
        if (!bits_meet(d->may, option, d->n) || condition_on(&l, &rule->when) == ON_TRUE) {
            continue;
        }
        if (dom_single(d) || (d->kind == VALUE_SET && bits_meet(d->must, option, d->n) && !d->why)) {
            return choose_to(&p, rule->when.expr->root, condition_wants(&rule->when, ON_TRUE));
        }
        struct dom without = *d;
        without.may = bits_minus(s->arena, d->may, option, d->n);
        choice_add(choice, demand_cell(cell, without));
        struct dom with = *d;
        with.why = 0;
        if (d->kind == VALUE_SET) {
            with.must = bits_or(s->arena, d->must, option, d->n);
        } else {
            with.may = option;
        }
        choice_add(choice, demand_cell(cell, with));
        return true;
    }
    return false;
}

bool choose_step(struct solver *v, uint32_t step, struct choice *choice)
{
    struct space *s = v->s;
    const struct step *at = &s->m->steps[step];
    if (route_on(s, step) & ~(unsigned)s->on[step]) {
        return choose_on(v, step, choice);
    }
    const struct item *item = step_item(s->m, step);
    if (at->kind == STEP_ITEM && item->kind == ITEM_COMPUTED) {
        return choose_derived(v, step, choice);
    }
    if (at->kind == STEP_ITEM && item->option_rules_n && choose_option(v, step, choice)) {
        return true;
    }
    return choose_cell(v, s->m->today_cell, choice) || choose_cell(v, at->cell, choice);
}
