#include "questionnaire/prove/search_priv.h"

/* What a demand narrows, and whether it is met. */

/* ---- demands --------------------------------------------------------------------------------- */

struct look_row demand_row(const struct demand *demand)
{
    return (struct look_row){demand->in_roster, demand->in_row, NULL};
}

static bool demand_part(struct space *s, const struct demand *demand)
{
    struct look_row row = demand_row(demand);
    struct look l = {s, demand->row, demand->in_row ? &row : NULL, demand->swap};
    return (!demand->in_row ||
            space_on(s, model_row_step(s->m, demand->in_roster, demand->in_row), ON_TRUE)) &&
           look_narrow(&l, demand->node, &demand->want);
}

static bool demand_way(struct space *s, const struct demand *demand)
{
    struct look l = look_of(s, demand->at);
    const struct dom *cell = &s->cells[s->m->steps[demand->at].cell];
    return space_on(s, demand->at, ON_TRUE) &&
           derive_take(&l, step_item(s->m, demand->at), &demand->way, cell);
}

unsigned demand_home_on(const struct space *s, const struct check_at *at)
{
    return at->home == NONE ? ON_TRUE : s->on[at->home];
}

static bool demand_that_it_passes(struct space *s, const struct demand *demand)
{
    const struct check_at *at = &s->m->checks[demand->at];
    const struct expr_node *holds = check_of(s->m, demand->at)->holds->root;
    struct look l = {s, at->row, NULL, NULL};
    if (demand_home_on(s, at) == ON_TRUE) {
        return look_narrow_to(&l, holds, CAN_TRUE | CAN_UNKNOWN);
    }
    return look_can(&l, holds) != CAN_FALSE || space_on(s, at->home, ON_FALSE);
}

/* ---- stuck ----------------------------------------------------------------------------------- */

size_t demand_bars(const struct space *s, const struct demand *demand, struct bar out[BARS_MOST])
{
    const struct model *m = s->m;
    const struct dom *answer = &demand->swap->dom;
    const struct item *item = step_item(m, demand->at);
    uint32_t checks[BARS_MOST];
    size_t n = model_bars(m, demand->at, checks);
    for (size_t i = 0; i < n; i++) {
        const struct check_at *at = &m->checks[checks[i]];
        uint32_t home = at->home == demand->at ? NONE : at->home;
        out[i] = (struct bar){check_of(m, checks[i])->holds->root, CAN_FALSE, at->row, home};
    }
    bool chosen = answer->known && m->steps[demand->at].kind == STEP_ITEM;
    for (size_t i = 0; chosen && i < item->option_rules_n && n < BARS_MOST; i++) {
        const struct option_rule *rule = &item->option_rules[i];
        const struct bits *bits = answer->kind == VALUE_SET ? &answer->must : &answer->may;
        if (bits_has(bits, answer->n, (uint32_t)rule->option)) {
            out[n++] = (struct bar){rule->when.expr->root, condition_wants(&rule->when, ON_FALSE),
                                    m->steps[demand->at].row, NONE};
        }
    }
    return n;
}

unsigned demand_bar_can(struct space *s, const struct demand *demand, const struct bar *bar)
{
    struct look l = {s, bar->row, NULL, demand->swap};
    bool home = bar->home == NONE || s->on[bar->home] & ON_TRUE;
    return home ? look_can(&l, bar->node) : 0;
}

static bool demand_stuck(struct space *s, const struct demand *demand)
{
    struct bar bars[BARS_MOST];
    const struct bar *only = NULL;
    size_t all = demand_bars(s, demand, bars);
    size_t n = 0;
    for (size_t i = 0; i < all; i++) {
        if (demand_bar_can(s, demand, &bars[i]) & bars[i].can) {
            only = &bars[i];
            n++;
        }
    }
    if (n != 1) {
        s->failed = s->failed || n == 0;
        return n > 0;
    }
    struct look l = {s, only->row, NULL, demand->swap};
    return (only->home == NONE || space_on(s, only->home, ON_TRUE)) &&
           look_narrow_to(&l, only->node, only->can);
}

static bool surely_stuck(struct space *s, const struct demand *demand)
{
    struct bar bars[BARS_MOST];
    size_t all = demand_bars(s, demand, bars);
    for (size_t i = 0; i < all; i++) {
        unsigned can = demand_bar_can(s, demand, &bars[i]);
        bool home = bars[i].home == NONE || s->on[bars[i].home] == ON_TRUE;
        if (home && can && !(can & ~bars[i].can)) {
            return true;
        }
    }
    return false;
}

bool demand_apply(struct space *s, const struct demand *demand)
{
    switch (demand->kind) {
    case DEMAND_EXPR:
        return demand_part(s, demand);
    case DEMAND_ON:
        return space_on(s, demand->at, dom_can(&demand->want));
    case DEMAND_CELL:
        return space_cell(s, demand->at, &demand->want);
    case DEMAND_WAY:
        return demand_way(s, demand);
    case DEMAND_PASS:
        return demand_that_it_passes(s, demand);
    case DEMAND_STUCK:
        return demand_stuck(s, demand);
    }
    return true;
}

/* The first condition of a way that may still come out otherwise. */
const struct expr_node *demand_way_open(struct space *s, const struct demand *demand)
{
    struct look l = look_of(s, demand->at);
    const struct item *item = step_item(s->m, demand->at);
    for (size_t i = 0; i <= demand->way.at && i < item->cases_n; i++) {
        unsigned wanted = i == demand->way.at ? demand->way.outcome : CAN_FALSE;
        if (item->cases[i].when && look_can(&l, item->cases[i].when->root) != wanted) {
            return item->cases[i].when->root;
        }
    }
    return NULL;
}

bool demand_holds(struct space *s, const struct demand *demand)
{
    struct look_row row = demand_row(demand);
    struct look l = {s, demand->row, demand->in_row ? &row : NULL, demand->swap};
    if (demand->kind == DEMAND_PASS) {
        const struct check_at *at = &s->m->checks[demand->at];
        struct look in_row = {s, at->row, NULL, NULL};
        return demand_home_on(s, at) == ON_FALSE ||
               !(look_can(&in_row, check_of(s->m, demand->at)->holds->root) & CAN_FALSE);
    }
    if (demand->kind == DEMAND_WAY) {
        return demand_way_open(s, demand) == NULL;
    }
    if (demand->kind == DEMAND_STUCK) {
        return surely_stuck(s, demand);
    }
    if (demand->kind != DEMAND_EXPR) {
        return true; /* the cone's steps tell whether it follows */
    }
    struct dom now = look_eval(&l, demand->node);
    return dom_within(&now, &demand->want);
}
