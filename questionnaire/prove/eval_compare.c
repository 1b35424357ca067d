#include "questionnaire/prove/look_priv.h"

/* Comparisons over domains. */

/* Outcomes of `a op b` where a lies in [a.lo, a.hi] and b in [b.lo, b.hi]. */
static unsigned compare_intervals(enum expr_op op, const struct dom *a, const struct dom *b)
{
    bool apart = a->hi < b->lo || b->hi < a->lo;
    bool one = a->lo == a->hi && b->lo == b->hi && a->lo == b->lo && !scaled_unbounded(a->lo);
    const struct {
        bool can, cannot;
    } outcomes[EXPR_OPS] = {
        [EXPR_EQ] = {!apart, !one},
        [EXPR_NE] = {!one, !apart},
        [EXPR_LT] = {a->lo < b->hi, a->hi >= b->lo},
        [EXPR_LE] = {a->lo <= b->hi, a->hi > b->lo},
        [EXPR_GT] = {a->hi > b->lo, a->lo <= b->hi},
        [EXPR_GE] = {a->hi >= b->lo, a->lo < b->hi},
    };
    return (outcomes[op].can ? CAN_TRUE : 0u) | (outcomes[op].cannot ? CAN_FALSE : 0u);
}

/* Are two values one where their bits are? Not where the bit stands for all texts that nobody names. */
static bool bit_is_one_value(const struct dom *d, uint32_t bit)
{
    return d->kind != VALUE_TEXT || bit + 1 < d->n;
}

static unsigned compare_bits(enum expr_op op, const struct dom *a, const struct dom *b)
{
    uint32_t first = bits_seek(a->may, a->n, 0);
    bool single = bits_count(a->may, a->n) == 1 && bits_count(b->may, b->n) == 1;
    bool equal = bits_meet(a->may, b->may, a->n);
    bool differ = !(single && equal && bit_is_one_value(a, first));
    if (a->kind == VALUE_TEXT && (a->hi < b->lo || b->hi < a->lo)) {
        equal = false;
        differ = true;
    }
    bool same = op == EXPR_EQ;
    return ((same ? equal : differ) ? CAN_TRUE : 0u) | ((same ? differ : equal) ? CAN_FALSE : 0u);
}

/* The numbers of the codes, as an interval: codes are compared by their numbers. */
static struct dom code_numbers(const struct dom *d, const struct list *list)
{
    struct dom numbers = {.known = true, .kind = VALUE_NUMBER, .lo = INT64_MAX, .hi = INT64_MIN};
    for (uint32_t i = bits_seek(d->may, d->n, 0); i < d->n; i = bits_seek(d->may, d->n, i + 1)) {
        int64_t number = list->options[i].number;
        numbers.lo = number < numbers.lo ? number : numbers.lo;
        numbers.hi = number > numbers.hi ? number : numbers.hi;
    }
    return numbers;
}

/* Where the dates of a domain can end. */
static struct dom ends_of(const struct dom *d)
{
    struct dom ends = *d;
    ends.lo = first_end(d, d->lo);
    ends.hi = last_end(d, d->hi);
    return ends;
}

static bool one_date(const struct dom *d)
{
    return d->lo == d->hi && (d->precise & (d->precise - 1)) == 0;
}

/* A date is the interval of its days: true or false only where all pairs agree. */
static unsigned compare_dates(enum expr_op op, const struct dom *a, const struct dom *b)
{
    uint8_t day = 1u << DATE_DAY;
    if (a->precise == day && b->precise == day) {
        return compare_intervals(op, a, b);
    }
    struct dom a_end = ends_of(a);
    struct dom b_end = ends_of(b);
    unsigned a_first = a_end.lo < b->hi ? CAN_TRUE : 0u; /* a can end before b begins */
    unsigned b_first = b_end.lo < a->hi ? CAN_TRUE : 0u;
    unsigned a_till = a_end.lo <= b->hi ? CAN_TRUE : 0u; /* or on the same day */
    unsigned b_till = b_end.lo <= a->hi ? CAN_TRUE : 0u;
    bool both_days = a->precise & b->precise & day;
    unsigned same = both_days && a->lo <= b->hi && b->lo <= a->hi ? CAN_TRUE : 0u;
    const struct {
        unsigned can, cannot;
    } outcomes[EXPR_OPS] = {
        [EXPR_EQ] = {same, a_first | b_first}, [EXPR_NE] = {a_first | b_first, same},
        [EXPR_LT] = {a_first, b_till},         [EXPR_LE] = {a_till, b_first},
        [EXPR_GT] = {b_first, a_till},         [EXPR_GE] = {b_till, a_first},
    };
    unsigned can = outcomes[op].can | (outcomes[op].cannot ? CAN_FALSE : 0u);
    bool touch = a->lo <= b_end.hi && b->lo <= a_end.hi;
    bool settled = one_date(a) && one_date(b) && can;
    return can | (touch && !settled ? CAN_UNKNOWN : 0u);
}

static unsigned compare_codes(const struct expr_node *node, enum expr_op op, const struct dom *a,
                              const struct dom *b)
{
    if (!a->n || !b->n) {
        return CAN_TRUE | CAN_FALSE;
    }
    if (op == EXPR_EQ || op == EXPR_NE) {
        return compare_bits(op, a, b);
    }
    struct dom x = code_numbers(a, node->args[0]->type.list);
    struct dom y = code_numbers(b, node->args[0]->type.list);
    return compare_intervals(op, &x, &y);
}

static unsigned compare_known(const struct expr_node *node, enum expr_op op, const struct dom *a,
                              const struct dom *b)
{
    switch ((enum value_kind)a->kind) {
    case VALUE_DATE:
        return compare_dates(op, a, b);
    case VALUE_NUMBER:
    case VALUE_TIME:
        return compare_intervals(op, a, b);
    case VALUE_CODE:
    case VALUE_BOOL:
    case VALUE_TEXT:
        return compare_codes(node, op, a, b);
    case VALUE_SET:
    case VALUE_NONE:
        break;
    }
    return CAN_TRUE | CAN_FALSE;
}

static struct dom compare(const struct expr_node *node, enum expr_op op, const struct dom *a,
                          const struct dom *b)
{
    unsigned can = a->known && b->known ? compare_known(node, op, a, b) : 0;
    uint32_t why = a->why | b->why | (can & CAN_UNKNOWN ? EXPR_WHY_PARTIAL_DATE : 0);
    return dom_truth(can, why);
}

static unsigned compare_order(enum expr_op op, int64_t lo, int64_t hi)
{
    struct dom distance = dom_number(lo, hi);
    struct dom zero = dom_number(0, 0);
    return compare_intervals(op, &distance, &zero);
}

/* Both sides hold a cell: perhaps it is the same. */
static unsigned compare_joined(const struct look *l, const struct expr_node *node, const struct dom *a)
{
    int64_t lo = 0;
    int64_t hi = 0;
    bool days = a->kind != VALUE_DATE || a->precise == 1u << DATE_DAY;
    if (days && nodes_same(l, node->args[0], node->args[1])) {
        return compare_order(node->op, 0, 0);
    }
    if (a->kind == VALUE_NUMBER && linear_distance(l, node->args[0], node->args[1], &lo, &hi)) {
        return compare_order(node->op, lo, hi);
    }
    return CAN_ANY;
}

struct dom look_comparison(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    struct dom d = compare(node, node->op, &a, &b);
    bool open = d.known && dom_can(&d) & CAN_TRUE && dom_can(&d) & CAN_FALSE;
    if (open && node->args[0]->op != EXPR_CONST && node->args[1]->op != EXPR_CONST) {
        unsigned can = compare_joined(l, node, &a) | CAN_UNKNOWN;
        d = dom_truth(dom_can(&d) & can, d.why);
    }
    return d;
}

struct dom look_in(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    unsigned can = 0;
    bool always = false;
    bool all_differ = true;
    for (uint32_t i = 1; i < node->n; i++) {
        struct dom b = look_eval(l, node->args[i]);
        struct dom equal = compare(node, EXPR_EQ, &a, &b);
        unsigned one = equal.known || equal.why ? dom_can(&equal) : 0;
        can |= one & (CAN_TRUE | (a.kind == VALUE_DATE ? CAN_UNKNOWN : 0u));
        always = always || one == CAN_TRUE;
        all_differ = all_differ && (one & CAN_FALSE);
    }
    if (a.known && a.n && a.kind == VALUE_CODE) {
        struct bits rest = a.may;
        for (uint32_t i = 1; i < node->n; i++) {
            struct bits b = bits_only(l->s->arena, a.n, (uint32_t)node->args[i]->constant.code);
            rest = bits_minus(l->s->arena, rest, b, a.n);
        }
        always = bits_seek(rest, a.n, 0) == a.n;
    }
    can |= a.known && all_differ && !always ? CAN_FALSE : 0;
    return dom_truth(can, a.why | (can & CAN_UNKNOWN ? EXPR_WHY_PARTIAL_DATE : 0));
}

struct dom look_has(const struct look *l, const struct expr_node *node)
{
    struct dom set = look_eval(l, node->args[0]);
    struct dom code = look_eval(l, node->args[1]);
    unsigned can = set.known && code.known ? CAN_TRUE | CAN_FALSE : 0;
    if (can && set.n && code.n && bits_count(code.may, code.n) == 1) {
        uint32_t bit = bits_seek(code.may, code.n, 0);
        can &= bits_has(&set.must, set.n, bit) ? CAN_TRUE : can;
        can &= bits_has(&set.may, set.n, bit) ? can : CAN_FALSE;
    }
    return dom_truth(can, set.why | code.why);
}
