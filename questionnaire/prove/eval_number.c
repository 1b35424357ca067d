#include "questionnaire/prove/look_priv.h"

/* Calculation with intervals. */

static struct dom unknown_number(uint32_t why)
{
    return dom_unknown(VALUE_NUMBER, why);
}

/* Beyond 64 bits a calculation is unknown; where an interval has no end, it may go there. */
static struct dom number_between(int64_t lo, int64_t hi, uint32_t why)
{
    struct dom d = dom_number(lo, hi);
    d.why = why | (scaled_unbounded(lo) || scaled_unbounded(hi) ? EXPR_WHY_OVERFLOW : 0);
    return d;
}

static bool operands(const struct look *l, const struct expr_node *node, struct dom *a, struct dom *b)
{
    *a = look_eval(l, node->args[0]);
    *b = look_eval(l, node->args[1]);
    return a->known && b->known;
}

/* Of a sum of two that are not constants: perhaps they hold the same cell. */
static struct dom sum_between(const struct look *l, const struct expr_node *node, int64_t lo, int64_t hi,
                              uint32_t why)
{
    int64_t least = 0;
    int64_t most = 0;
    bool constant = node->args[0]->op == EXPR_CONST || node->args[1]->op == EXPR_CONST;
    if (!constant && linear_bounds(l, node, &least, &most)) {
        lo = lo > least ? lo : least;
        hi = hi < most ? hi : most;
    }
    return number_between(lo, hi, why);
}

struct dom look_add(const struct look *l, const struct expr_node *node)
{
    struct dom a;
    struct dom b;
    if (!operands(l, node, &a, &b)) {
        return unknown_number(a.why | b.why);
    }
    return sum_between(l, node, scaled_add(a.lo, b.lo), scaled_add(a.hi, b.hi), a.why | b.why);
}

struct dom look_subtract(const struct look *l, const struct expr_node *node)
{
    struct dom a;
    struct dom b;
    if (!operands(l, node, &a, &b)) {
        return unknown_number(a.why | b.why);
    }
    return sum_between(l, node, scaled_add(a.lo, scaled_negate(b.hi)), scaled_add(a.hi, scaled_negate(b.lo)),
                       a.why | b.why);
}

typedef int64_t scaled_operation(int64_t a, int64_t b);

static struct dom corners(const struct dom *a, const struct dom *b, scaled_operation *with, uint32_t why)
{
    const int64_t all[] = {with(a->lo, b->lo), with(a->lo, b->hi), with(a->hi, b->lo), with(a->hi, b->hi)};
    int64_t lo = all[0];
    int64_t hi = all[0];
    for (int i = 1; i < 4; i++) {
        lo = all[i] < lo ? all[i] : lo;
        hi = all[i] > hi ? all[i] : hi;
    }
    return number_between(lo, hi, why);
}

struct dom look_multiply(const struct look *l, const struct expr_node *node)
{
    struct dom a;
    struct dom b;
    return operands(l, node, &a, &b) ? corners(&a, &b, scaled_multiply, a.why | b.why)
                                     : unknown_number(a.why | b.why);
}

struct dom look_divide(const struct look *l, const struct expr_node *node)
{
    struct dom a;
    struct dom b;
    if (!operands(l, node, &a, &b)) {
        return unknown_number(a.why | b.why);
    }
    if (b.lo > 0 || b.hi < 0) {
        return corners(&a, &b, scaled_divide, a.why | b.why);
    }
    uint32_t why = a.why | b.why | EXPR_WHY_ZERO_DIVISION;
    return b.lo == 0 && b.hi == 0 ? unknown_number(why) : number_between(DOM_LOWEST, DOM_HIGHEST, why);
}

struct dom look_negate(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    return a.known ? number_between(scaled_negate(a.hi), scaled_negate(a.lo), a.why) : a;
}

struct dom look_abs(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    if (!a.known || a.lo >= 0) {
        return a;
    }
    int64_t other = scaled_negate(a.lo);
    return a.hi <= 0 ? number_between(scaled_negate(a.hi), other, a.why)
                     : number_between(0, other > a.hi ? other : a.hi, a.why);
}

int64_t scaled_round(int64_t a)
{
    if (scaled_unbounded(a)) {
        return a;
    }
    int64_t rest = a % MILLION;
    int64_t half = MILLION / 2;
    return a - rest + (rest >= half ? MILLION : rest <= -half ? -MILLION : 0);
}

struct dom look_round(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    a.lo = scaled_round(a.lo);
    a.hi = scaled_round(a.hi);
    return a;
}

/* How many: characters of a text, codes of a set. */
static struct dom eval_size(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    return a.known ? number_between(scaled_from(number_int(a.lo)), scaled_from(number_int(a.hi)), a.why)
                   : unknown_number(a.why);
}

struct dom look_length(const struct look *l, const struct expr_node *node)
{
    return eval_size(l, node);
}

struct dom look_set_size(const struct look *l, const struct expr_node *node)
{
    return eval_size(l, node);
}

/* ---- over arguments -------------------------------------------------------------------------- */

struct dom look_count(const struct look *l, const struct expr_node *node)
{
    int64_t lo = 0;
    int64_t hi = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        struct dom d = look_eval(l, node->args[i]);
        lo += d.why ? 0 : MILLION;
        hi += d.known ? MILLION : 0;
    }
    return dom_number(lo, hi);
}

void folding_begin(struct folding *f, enum expr_op op)
{
    *f = (struct folding){.extreme =
                              op == EXPR_MIN || op == EXPR_MAX || op == EXPR_ROWS_MIN || op == EXPR_ROWS_MAX,
                          .lowest = op == EXPR_MIN || op == EXPR_ROWS_MIN,
                          .all_empty = true};
}

static void folded_extreme(struct folding *f, const struct dom *d, bool surely)
{
    /* The nearer end is met by any of them, the other one only where all are beyond it. */
    int64_t near = f->lowest ? d->lo : scaled_negate(d->hi);
    int64_t far = f->lowest ? d->hi : scaled_negate(d->lo);
    f->near = f->any && f->near < near ? f->near : near;
    f->farthest = f->any && f->farthest > far ? f->farthest : far;
    f->any = true;
    if (surely) {
        f->far = f->sure && f->far < far ? f->far : far;
        f->sure = true;
    }
}

void folding_add(struct folding *f, const struct dom *d, bool surely)
{
    uint32_t passed_over = STATE(CELL_STATES) - 1 + EXPR_WHY_EMPTY;
    surely = surely && !d->why;
    f->missing |= d->why & passed_over;
    f->why |= d->why & ~passed_over;
    f->all_empty = f->all_empty && !surely;
    if (!d->known) {
        return;
    }
    if (f->extreme) {
        folded_extreme(f, d, surely);
        return;
    }
    f->near = scaled_add(f->near, surely || d->lo < 0 ? d->lo : 0);
    f->far = scaled_add(f->far, surely || d->hi > 0 ? d->hi : 0);
}

struct dom folding_end(const struct folding *f)
{
    if (!f->extreme) {
        return number_between(f->near, f->far, f->why);
    }
    uint32_t why = f->why | (f->all_empty ? f->missing | EXPR_WHY_EMPTY : 0);
    if (!f->any) {
        return unknown_number(why);
    }
    int64_t far = f->sure ? f->far : f->farthest;
    return f->lowest ? number_between(f->near, far, why)
                     : number_between(scaled_negate(far), scaled_negate(f->near), why);
}

struct dom look_fold(const struct look *l, const struct expr_node *node)
{
    struct folding f;
    folding_begin(&f, node->op);
    for (uint32_t i = 0; i < node->n; i++) {
        struct dom d = look_eval(l, node->args[i]);
        folding_add(&f, &d, true);
    }
    return folding_end(&f);
}
