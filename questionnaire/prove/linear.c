#include "questionnaire/prove/look_priv.h"

/*
 * Intervals forget that the same answer stands on both sides: x - x is 0, x + x > x where x is more than 0.
 * Here terms of one cell are put together before they are bounded.
 */
enum { TERMS_MOST = 8 };

struct term {
    uint32_t cell;
    int64_t times;
    int64_t lo, hi;
};

struct sum {
    struct term terms[TERMS_MOST];
    size_t n;
    int64_t constant;
    bool joined; /* a cell came up twice */
};

static bool add_cell(struct sum *sum, uint32_t cell, const struct dom *d, int64_t times)
{
    if (!d->known || scaled_unbounded(d->lo) || scaled_unbounded(d->hi)) {
        return false;
    }
    for (size_t i = 0; i < sum->n; i++) {
        if (sum->terms[i].cell == cell) {
            sum->joined = true;
            return !__builtin_add_overflow(sum->terms[i].times, times, &sum->terms[i].times);
        }
    }
    if (sum->n == TERMS_MOST) {
        return false;
    }
    sum->terms[sum->n++] = (struct term){cell, times, d->lo, d->hi};
    return true;
}

static bool add_constant(struct sum *sum, int64_t constant, int64_t times)
{
    int64_t product = 0;
    return !scaled_unbounded(constant) && !__builtin_mul_overflow(constant, times, &product) &&
           !__builtin_add_overflow(sum->constant, product, &sum->constant);
}

static bool add_node(const struct look *l, const struct expr_node *node, int64_t times, struct sum *sum);

/* By a whole constant only: other products are rounded. */
static bool add_product(const struct look *l, const struct expr_node *node, int64_t times, struct sum *sum)
{
    for (uint32_t i = 0; i < 2; i++) {
        const struct expr_node *by = node->args[i];
        if (by->op == EXPR_CONST && by->constant.number.scale == 0) {
            return !__builtin_mul_overflow(times, by->constant.number.units, &times) &&
                   add_node(l, node->args[1 - i], times, sum);
        }
    }
    return false;
}

static bool add_node(const struct look *l, const struct expr_node *node, int64_t times, struct sum *sum)
{
    switch ((int)node->op) {
    case EXPR_CONST:
        return add_constant(sum, scaled_from(node->constant.number), times);
    case EXPR_CELL: {
        uint32_t cell = look_cell(l, node);
        return cell != NONE && add_cell(sum, cell, look_cell_dom(l, node), times);
    }
    case EXPR_ADD:
        return add_node(l, node->args[0], times, sum) && add_node(l, node->args[1], times, sum);
    case EXPR_SUB:
        return add_node(l, node->args[0], times, sum) && add_node(l, node->args[1], -times, sum);
    case EXPR_NEG:
        return add_node(l, node->args[0], -times, sum);
    case EXPR_MUL:
        return add_product(l, node, times, sum);
    default:
        return false;
    }
}

static bool bounds_of(const struct sum *sum, int64_t *lo, int64_t *hi)
{
    *lo = *hi = sum->constant;
    for (size_t i = 0; i < sum->n; i++) {
        const struct term *t = &sum->terms[i];
        int64_t a = 0;
        int64_t b = 0;
        if (__builtin_mul_overflow(t->lo, t->times, &a) || __builtin_mul_overflow(t->hi, t->times, &b) ||
            __builtin_add_overflow(*lo, a < b ? a : b, lo) ||
            __builtin_add_overflow(*hi, a < b ? b : a, hi)) {
            return false;
        }
    }
    return true;
}

bool linear_bounds(const struct look *l, const struct expr_node *node, int64_t *lo, int64_t *hi)
{
    struct sum sum = {.n = 0};
    return add_node(l, node, 1, &sum) && sum.joined && bounds_of(&sum, lo, hi);
}

bool linear_distance(const struct look *l, const struct expr_node *a, const struct expr_node *b, int64_t *lo,
                     int64_t *hi)
{
    struct sum sum = {.n = 0};
    return add_node(l, a, 1, &sum) && add_node(l, b, -1, &sum) && sum.joined && bounds_of(&sum, lo, hi);
}

/* ---- one and the same ------------------------------------------------------------------------ */

bool nodes_same(const struct look *l, const struct expr_node *a, const struct expr_node *b)
{
    bool alike = a->op == b->op && a->slot == b->slot && a->n == b->n && a->type.kind == b->type.kind;
    if (!alike || a->op >= EXPR_ROWS_COUNT) {
        return false;
    }
    if (a->op == EXPR_CONST) {
        return value_equal(&a->constant, &b->constant);
    }
    if (a->op == EXPR_CELL) {
        return look_cell(l, a) != NONE && look_cell(l, a) == look_cell(l, b);
    }
    for (uint32_t i = 0; i < a->n; i++) {
        if (!nodes_same(l, a->args[i], b->args[i])) {
            return false;
        }
    }
    return true;
}
