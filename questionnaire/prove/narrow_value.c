#include "questionnaire/prove/look_priv.h"

/* Comparisons and calculation, backwards. */

/* ---- with or without a value ----------------------------------------------------------------- */

/* Where it may be unknown as well, nothing follows from the values it would have. */
bool narrow_known(const struct look *l, const struct expr_node *node, const struct dom *want, bool *bounds)
{
    *bounds = want->known && !want->why;
    for (uint32_t i = 0; *bounds && i < node->n; i++) {
        struct dom known = dom_any((uint8_t)node->args[i]->type.kind);
        known.why = 0;
        if (!look_narrow(l, node->args[i], &known)) {
            return false;
        }
    }
    return true;
}

static struct dom interval(const struct dom *of, int64_t lo, int64_t hi)
{
    struct dom d = dom_any(of->kind);
    d.why = of->why;
    d.lo = lo;
    d.hi = hi;
    return d;
}

/* ---- comparisons ----------------------------------------------------------------------------- */

static enum expr_op denied(enum expr_op op)
{
    static const enum expr_op denials[EXPR_OPS] = {
        [EXPR_EQ] = EXPR_NE, [EXPR_NE] = EXPR_EQ, [EXPR_LT] = EXPR_GE,
        [EXPR_LE] = EXPR_GT, [EXPR_GT] = EXPR_LE, [EXPR_GE] = EXPR_LT,
    };
    return denials[op];
}

static int64_t below(const struct bound *bound, int64_t a)
{
    return scaled_unbounded(a) ? a : a - (bound->whole ? MILLION : 1);
}

static int64_t above(const struct bound *bound, int64_t a)
{
    return scaled_unbounded(a) ? a : a + (bound->whole ? MILLION : 1);
}

static void leave_out(const struct bound *bound, struct dom *a, const struct dom *b)
{
    if (b->lo != b->hi || scaled_unbounded(b->lo)) {
        return;
    }
    a->lo = a->lo == b->lo ? above(bound, a->lo) : a->lo;
    a->hi = a->hi == b->lo ? below(bound, a->hi) : a->hi;
}

void bound_pair(const struct bound *bound, struct dom *a, struct dom *b)
{
    struct dom x = *a;
    struct dom y = *b;
    if (bound->op == EXPR_NE) {
        leave_out(bound, a, &y);
        leave_out(bound, b, &x);
        return;
    }
    bool under = bound->op == EXPR_LT || bound->op == EXPR_LE || bound->op == EXPR_EQ;
    bool over = bound->op == EXPR_GT || bound->op == EXPR_GE || bound->op == EXPR_EQ;
    bool strict = bound->op == EXPR_LT || bound->op == EXPR_GT;
    if (under) {
        int64_t top = strict ? below(bound, y.hi) : y.hi;
        int64_t bottom = strict ? above(bound, x.lo) : x.lo;
        a->hi = a->hi < top ? a->hi : top;
        b->lo = b->lo > bottom ? b->lo : bottom;
    }
    if (over) {
        int64_t bottom = strict ? above(bound, y.lo) : y.lo;
        int64_t top = strict ? below(bound, x.hi) : x.hi;
        a->lo = a->lo > bottom ? a->lo : bottom;
        b->hi = b->hi < top ? b->hi : top;
    }
}

/* Dates: what begins before a day begins before every day on which the other can begin or end. */
static void bound_dates(enum expr_op op, struct dom *a, struct dom *b)
{
    uint8_t day = 1u << DATE_DAY;
    struct bound plain = {op, false};
    if (a->precise == day && b->precise == day) {
        bound_pair(&plain, a, b);
        return;
    }
    if (op == EXPR_EQ) {
        /* Equal only as one and the same day. */
        a->precise = b->precise = day;
        bound_pair(&plain, a, b);
    } else if (op == EXPR_LT || op == EXPR_LE || op == EXPR_GT || op == EXPR_GE) {
        bound_pair(&plain, a, b);
    }
}

static struct bits codes_within(const struct look *l, const struct dom *d, const struct list *list,
                                int64_t lo, int64_t hi)
{
    struct bits kept = bits_none(l->s->arena, d->n);
    for (uint32_t i = bits_seek(d->may, d->n, 0); i < d->n; i = bits_seek(d->may, d->n, i + 1)) {
        if (list->options[i].number >= lo && list->options[i].number <= hi) {
            kept = bits_or(l->s->arena, kept, bits_only(l->s->arena, d->n, i), d->n);
        }
    }
    return kept;
}

static struct dom numbers_of(const struct dom *d, const struct list *list)
{
    struct dom numbers = {.known = true, .lo = INT64_MAX, .hi = INT64_MIN};
    for (uint32_t i = bits_seek(d->may, d->n, 0); i < d->n; i = bits_seek(d->may, d->n, i + 1)) {
        int64_t number = list->options[i].number;
        numbers.lo = number < numbers.lo ? number : numbers.lo;
        numbers.hi = number > numbers.hi ? number : numbers.hi;
    }
    return numbers;
}

static void bound_order(const struct look *l, enum expr_op op, const struct list *list, struct dom *a,
                        struct dom *b)
{
    struct bound plain = {op, false};
    struct dom x = numbers_of(a, list);
    struct dom y = numbers_of(b, list);
    bound_pair(&plain, &x, &y);
    a->may = codes_within(l, a, list, x.lo, x.hi);
    b->may = codes_within(l, b, list, y.lo, y.hi);
}

static void leave_bit(const struct look *l, struct dom *a, const struct dom *b)
{
    uint32_t bit = bits_seek(b->may, b->n, 0);
    bool nameless = b->kind == VALUE_TEXT && bit + 1 == b->n;
    if (bits_count(b->may, b->n) == 1 && !nameless) {
        a->may = bits_minus(l->s->arena, a->may, b->may, a->n);
    }
}

static void bound_bits(const struct look *l, enum expr_op op, const struct expr_node *node, struct dom *a,
                       struct dom *b)
{
    if (!a->n || !b->n) {
        return;
    }
    if (op == EXPR_EQ) {
        struct bits both = bits_and(l->s->arena, a->may, b->may, a->n);
        a->may = b->may = both;
    } else if (op == EXPR_NE) {
        struct dom before = *a;
        leave_bit(l, a, b);
        leave_bit(l, b, &before);
    } else {
        bound_order(l, op, node->args[0]->type.list, a, b);
    }
}

static bool whole_pair(const struct expr_node *node)
{
    return node->args[0]->type.kind == VALUE_NUMBER && node->args[0]->type.scale == 0 &&
           node->args[1]->type.scale == 0;
}

static bool bound_sides(const struct look *l, const struct expr_node *node, enum expr_op op)
{
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    struct bound bound = {op, whole_pair(node)};
    switch ((enum value_kind)a.kind) {
    case VALUE_NUMBER:
    case VALUE_TIME:
        bound_pair(&bound, &a, &b);
        break;
    case VALUE_DATE:
        bound_dates(op, &a, &b);
        break;
    case VALUE_CODE:
    case VALUE_BOOL:
    case VALUE_TEXT:
        bound_bits(l, op, node, &a, &b);
        break;
    case VALUE_SET:
    case VALUE_NONE:
        return true;
    }
    return look_narrow(l, node->args[0], &a) && look_narrow(l, node->args[1], &b);
}

/* Only one side can be the one without a value. */
static bool narrow_unknown(const struct look *l, const struct expr_node *node)
{
    uint32_t only = NONE;
    uint32_t n = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        if (look_eval(l, node->args[i]).why) {
            only = i;
            n++;
        }
    }
    if (n != 1 || node->args[0]->type.kind == VALUE_DATE) {
        return true;
    }
    struct dom none = dom_unknown((uint8_t)node->args[only]->type.kind, DOM_WHY_ALL);
    return look_narrow(l, node->args[only], &none);
}

bool narrow_comparison(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    unsigned can = dom_can(want);
    if (can == CAN_UNKNOWN) {
        return narrow_unknown(l, node);
    }
    if (!narrow_known(l, node, want, &bounds)) {
        return false;
    }
    if (!bounds || can == ON_EITHER) {
        return true;
    }
    return bound_sides(l, node, can & CAN_TRUE ? node->op : denied(node->op));
}

static bool narrow_in_bits(const struct look *l, const struct expr_node *node, unsigned can)
{
    struct dom a = look_eval(l, node->args[0]);
    struct bits listed = bits_none(l->s->arena, a.n);
    for (uint32_t i = 1; i < node->n; i++) {
        struct dom b = look_eval(l, node->args[i]);
        bool nameless = a.kind == VALUE_TEXT && bits_has(&b.may, b.n, b.n - 1);
        if (nameless) {
            return true;
        }
        listed = bits_or(l->s->arena, listed, b.may, a.n);
    }
    a.may = can & CAN_TRUE ? bits_and(l->s->arena, a.may, listed, a.n)
                           : bits_minus(l->s->arena, a.may, listed, a.n);
    return look_narrow(l, node->args[0], &a);
}

static bool narrow_in_interval(const struct look *l, const struct expr_node *node, unsigned can)
{
    struct dom a = look_eval(l, node->args[0]);
    int64_t lo = DOM_HIGHEST;
    int64_t hi = DOM_LOWEST;
    for (uint32_t i = 1; i < node->n; i++) {
        struct dom b = look_eval(l, node->args[i]);
        bool possible = b.lo <= a.hi && b.hi >= a.lo;
        lo = possible && b.lo < lo ? b.lo : lo;
        hi = possible && b.hi > hi ? b.hi : hi;
        if (can == CAN_FALSE) {
            struct bound other = {EXPR_NE,
                                  node->args[0]->type.kind == VALUE_NUMBER && node->args[0]->type.scale == 0};
            leave_out(&other, &a, &b);
        }
    }
    if (can & CAN_TRUE) {
        a.lo = lo;
        a.hi = hi;
    }
    return look_narrow(l, node->args[0], &a);
}

bool narrow_in(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    unsigned can = dom_can(want);
    struct expr_node *const first[] = {node->args[0]};
    struct expr_node left = *node;
    left.args = first;
    left.n = 1;
    if (can == CAN_UNKNOWN) {
        return narrow_unknown(l, &left);
    }
    if (!narrow_known(l, &left, want, &bounds)) {
        return false;
    }
    enum value_kind kind = node->args[0]->type.kind;
    if (!bounds || can == ON_EITHER || kind == VALUE_DATE) {
        return true;
    }
    if (kind == VALUE_NUMBER || kind == VALUE_TIME) {
        return narrow_in_interval(l, node, can & CAN_TRUE ? CAN_TRUE : CAN_FALSE);
    }
    return look_eval(l, node->args[0]).n == 0 || narrow_in_bits(l, node, can);
}

bool narrow_has(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    unsigned can = dom_can(want);
    if (can == CAN_UNKNOWN) {
        return narrow_unknown(l, node);
    }
    if (!narrow_known(l, node, want, &bounds)) {
        return false;
    }
    struct dom set = look_eval(l, node->args[0]);
    struct dom code = look_eval(l, node->args[1]);
    if (!bounds || can == ON_EITHER || !set.n || bits_count(code.may, code.n) != 1) {
        return true;
    }
    if (can & CAN_TRUE) {
        set.must = bits_or(l->s->arena, set.must, code.may, set.n);
    } else {
        set.may = bits_minus(l->s->arena, set.may, code.may, set.n);
    }
    return look_narrow(l, node->args[0], &set);
}

/* ---- calculation ----------------------------------------------------------------------------- */

/* Rounding in the last millionth and the like. */
static struct dom wider(const struct dom *d, int64_t by)
{
    return interval(d, scaled_add(d->lo, -by), scaled_add(d->hi, by));
}

bool narrow_add(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    struct dom to_a =
        interval(&a, scaled_add(want->lo, scaled_negate(b.hi)), scaled_add(want->hi, scaled_negate(b.lo)));
    struct dom to_b =
        interval(&b, scaled_add(want->lo, scaled_negate(a.hi)), scaled_add(want->hi, scaled_negate(a.lo)));
    return look_narrow(l, node->args[0], &to_a) && look_narrow(l, node->args[1], &to_b);
}

bool narrow_subtract(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    struct dom to_a = interval(&a, scaled_add(want->lo, b.lo), scaled_add(want->hi, b.hi));
    struct dom to_b =
        interval(&b, scaled_add(a.lo, scaled_negate(want->hi)), scaled_add(a.hi, scaled_negate(want->lo)));
    return look_narrow(l, node->args[0], &to_a) && look_narrow(l, node->args[1], &to_b);
}

/* By a constant other than 0 only. */
bool narrow_multiply(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    uint32_t other = node->args[0]->op == EXPR_CONST ? 1 : 0;
    struct dom by = look_eval(l, node->args[1 - other]);
    if (!narrow_known(l, node, want, &bounds) || !bounds || by.lo != by.hi || by.lo == 0 ||
        scaled_unbounded(by.lo)) {
        return !l->s->failed;
    }
    int64_t x = scaled_divide(want->lo, by.lo);
    int64_t y = scaled_divide(want->hi, by.lo);
    struct dom d = look_eval(l, node->args[other]);
    struct dom to = interval(&d, x < y ? x : y, x < y ? y : x);
    /* A product is rounded to the millionth: by a small factor that hides more of the other one. */
    int64_t size = by.lo < 0 ? -by.lo : by.lo;
    to = wider(&to, 2 + MILLION / size);
    return look_narrow(l, node->args[other], &to);
}

bool narrow_negate(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    struct dom to = interval(want, scaled_negate(want->hi), scaled_negate(want->lo));
    return look_narrow(l, node->args[0], &to);
}

bool narrow_abs(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    struct dom a = look_eval(l, node->args[0]);
    struct dom to = interval(want, scaled_negate(want->hi), want->hi);
    if (want->lo > 0 && a.lo > scaled_negate(want->lo)) {
        to.lo = want->lo;
    } else if (want->lo > 0 && a.hi < want->lo) {
        to.hi = scaled_negate(want->lo);
    }
    return look_narrow(l, node->args[0], &to);
}

bool narrow_round(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    struct dom to = wider(want, MILLION / 2);
    return look_narrow(l, node->args[0], &to);
}

static int64_t whole_above(int64_t a)
{
    return scaled_unbounded(a) ? a : a / MILLION + (a % MILLION > 0);
}

static int64_t whole_below(int64_t a)
{
    return scaled_unbounded(a) ? a : a / MILLION - (a % MILLION < 0);
}

static bool narrow_size(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    struct dom to = dom_any((uint8_t)node->args[0]->type.kind);
    to.why = want->why;
    to.known = want->known;
    to.lo = whole_above(want->lo);
    to.hi = whole_below(want->hi);
    return look_narrow(l, node->args[0], &to);
}

bool narrow_length(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    return narrow_size(l, node, want);
}

bool narrow_set_size(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    return narrow_size(l, node, want);
}

/* The highest is at most so much: so is each that has a value. The lowest likewise; sums are left alone. */
bool narrow_fold(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    if (node->op == EXPR_SUM || !want->known || want->why) {
        return true;
    }
    struct dom to = dom_any(VALUE_NUMBER);
    if (node->op == EXPR_MAX) {
        to.hi = want->hi;
    } else {
        to.lo = want->lo;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (!look_narrow(l, node->args[i], &to)) {
            return false;
        }
    }
    return true;
}
