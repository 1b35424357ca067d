#include "questionnaire/prove/route_priv.h"

/* Computed variables: the first case that holds gives the value, an unknown one makes it unknown. */

/* The states that a result without value can have. */
static uint32_t states_of_reasons(uint32_t why)
{
    uint32_t named =
        STATE(CELL_REFUSED) | STATE(CELL_DONT_KNOW) | STATE(CELL_NOT_APPLICABLE) | STATE(CELL_NOT_REACHED);
    return (why & named) | (why & ~named ? STATE(CELL_NOT_APPLICABLE) : 0);
}

static int64_t round_to(int64_t a, int64_t grid)
{
    if (scaled_unbounded(a) || grid <= 1) {
        return a;
    }
    int64_t rest = a % grid;
    int64_t half = grid / 2;
    return a - rest + (rest >= half ? grid : rest <= -half ? -grid : 0);
}

static int64_t grid_of(const struct variable *variable)
{
    static const int64_t grids[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    return grids[variable->type == VARIABLE_INT ? 0 : variable->step.scale];
}

struct dom derive_dom(const struct look *l, const struct item *item)
{
    struct dom d = dom_nothing((uint8_t)variable_expr_type(item->variable).kind);
    bool further = true;
    for (size_t i = 0; further && i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        struct dom when = one->when ? look_eval(l, one->when->root) : dom_truth(CAN_TRUE, 0);
        unsigned can = dom_can(&when);
        d.why |= when.why;
        if (can & CAN_TRUE) {
            struct dom value = look_eval(l, one->value->root);
            d = dom_join(l->s->arena, &d, &value);
        }
        further = can & CAN_FALSE;
    }
    d.why = states_of_reasons(d.why) | (further ? STATE(CELL_NOT_APPLICABLE) : 0);
    if (d.kind == VALUE_NUMBER) {
        d.lo = round_to(d.lo, grid_of(item->variable));
        d.hi = round_to(d.hi, grid_of(item->variable));
    }
    return d;
}

/* What the expression must give so that the cell becomes what it has to be. */
static struct dom before_rounding(const struct item *item, const struct dom *cell)
{
    struct dom d = *cell;
    d.why = cell->why ? DOM_WHY_ALL : 0;
    if (d.kind == VALUE_NUMBER) {
        int64_t half = grid_of(item->variable) / 2;
        d.lo = scaled_add(d.lo, -half);
        d.hi = scaled_add(d.hi, half);
    }
    return d;
}

static bool gives(const struct look *l, const struct computed_case *one, const struct dom *want)
{
    struct dom value = look_eval(l, one->value->root);
    struct dom both = dom_meet(l->s->arena, &value, want);
    return !dom_empty(&both);
}

size_t derive_ways(const struct look *l, const struct item *item, const struct dom *cell,
                   struct derive_way *out, size_t most)
{
    struct dom want = before_rounding(item, cell);
    size_t n = 0;
    bool further = true;
    for (size_t i = 0; further && i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        unsigned can = one->when ? look_can(l, one->when->root) : CAN_TRUE;
        if (can & CAN_TRUE && gives(l, one, &want) && n++ < most) {
            out[n - 1] = (struct derive_way){i, CAN_TRUE};
        }
        if (can & CAN_UNKNOWN && want.why && n++ < most) {
            out[n - 1] = (struct derive_way){i, CAN_UNKNOWN};
        }
        further = can & CAN_FALSE;
    }
    if (further && want.why && n++ < most) {
        out[n - 1] = (struct derive_way){item->cases_n, CAN_FALSE};
    }
    return n;
}

static bool none_before(const struct look *l, const struct item *item, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (!item->cases[i].when || !look_narrow_to(l, item->cases[i].when->root, CAN_FALSE)) {
            return false;
        }
    }
    return true;
}

bool derive_take(const struct look *l, const struct item *item, const struct derive_way *way,
                 const struct dom *cell)
{
    if (!none_before(l, item, way->at)) {
        return false;
    }
    if (way->at == item->cases_n) {
        return true;
    }
    const struct computed_case *one = &item->cases[way->at];
    if (one->when && !look_narrow_to(l, one->when->root, way->outcome)) {
        return false;
    }
    struct dom want = before_rounding(item, cell);
    return way->outcome != CAN_TRUE || look_narrow(l, one->value->root, &want);
}

bool derive_narrow(const struct look *l, const struct item *item, const struct dom *cell)
{
    struct derive_way ways[2];
    size_t n = derive_ways(l, item, cell, ways, 2);
    if (n == 0) {
        l->s->failed = true;
        return false;
    }
    return n == 1 ? derive_take(l, item, &ways[0], cell) : none_before(l, item, ways[0].at);
}
