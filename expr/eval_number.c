#include "expr/eval_priv.h"

#include "base/utf8.h"

typedef bool calculation(struct number a, struct number b, struct number *out);

static struct expr_result calculate(struct run *run, const struct expr_node *node, calculation *with)
{
    struct expr_result a = eval_node(run, node->args[0]);
    struct expr_result b = eval_node(run, node->args[1]);
    if (!a.known || !b.known) {
        return result_unknown((a.known ? 0 : a.reasons) | (b.known ? 0 : b.reasons));
    }
    if (node->op == EXPR_DIV && b.value.number.units == 0) {
        return result_unknown(EXPR_WHY_ZERO_DIVISION);
    }
    struct number number = {0, 0};
    return with(a.value.number, b.value.number, &number) ? result_number(number)
                                                         : result_unknown(EXPR_WHY_OVERFLOW);
}

struct expr_result eval_add(struct run *run, const struct expr_node *node)
{
    return calculate(run, node, number_add);
}

struct expr_result eval_subtract(struct run *run, const struct expr_node *node)
{
    return calculate(run, node, number_subtract);
}

struct expr_result eval_multiply(struct run *run, const struct expr_node *node)
{
    return calculate(run, node, number_multiply);
}

struct expr_result eval_divide(struct run *run, const struct expr_node *node)
{
    return calculate(run, node, number_divide);
}

/* The lowest 64-bit number has no opposite, so this too can overflow. */
static struct expr_result negated(struct number a)
{
    struct number number = {0, 0};
    struct number zero = {0, a.scale};
    return number_subtract(zero, a, &number) ? result_number(number) : result_unknown(EXPR_WHY_OVERFLOW);
}

struct expr_result eval_negate(struct run *run, const struct expr_node *node)
{
    struct expr_result a = eval_node(run, node->args[0]);
    return a.known ? negated(a.value.number) : a;
}

struct expr_result eval_abs(struct run *run, const struct expr_node *node)
{
    struct expr_result a = eval_node(run, node->args[0]);
    return a.known && a.value.number.units < 0 ? negated(a.value.number) : a;
}

struct expr_result eval_round(struct run *run, const struct expr_node *node)
{
    struct expr_result a = eval_node(run, node->args[0]);
    return a.known ? result_number(number_round(a.value.number)) : a;
}

struct expr_result eval_length(struct run *run, const struct expr_node *node)
{
    struct expr_result a = eval_node(run, node->args[0]);
    return a.known ? result_number(number_int((int64_t)utf8_count(a.value.text))) : a;
}

struct expr_result eval_set_size(struct run *run, const struct expr_node *node)
{
    struct expr_result a = eval_node(run, node->args[0]);
    return a.known ? result_number(number_int(a.value.set.n)) : a;
}
