#include "expr/eval_priv.h"

/* A partial date is the interval of its days: a comparison holds, or fails, only where all pairs agree. */
struct expr_result date_compare(enum expr_op op, struct date a, struct date b)
{
    int32_t a_first = date_first(a);
    int32_t a_last = date_last(a);
    int32_t b_first = date_first(b);
    int32_t b_last = date_last(b);
    bool apart = a_last < b_first || b_last < a_first;
    bool one = a_first == a_last && b_first == b_last && a_first == b_first;
    const struct {
        bool always, never;
    } truths[EXPR_OPS] = {
        [EXPR_EQ] = {one, apart},
        [EXPR_NE] = {apart, one},
        [EXPR_LT] = {a_last < b_first, a_first >= b_last},
        [EXPR_LE] = {a_last <= b_first, a_first > b_last},
        [EXPR_GT] = {a_first > b_last, a_last <= b_first},
        [EXPR_GE] = {a_first >= b_last, a_last < b_first},
    };
    if (!truths[op].always && !truths[op].never) {
        return result_unknown(EXPR_WHY_PARTIAL_DATE);
    }
    return result_truth(truths[op].always);
}

struct expr_result eval_today(struct run *run, const struct expr_node *node)
{
    (void)node;
    struct value value = {.kind = VALUE_DATE, .date = date_from_days(run->env->today)};
    return (struct expr_result){.known = true, .value = value};
}

struct expr_result eval_year(struct run *run, const struct expr_node *node)
{
    struct expr_result d = eval_node(run, node->args[0]);
    return d.known ? result_number(number_int(d.value.date.year)) : d;
}

struct expr_result eval_month(struct run *run, const struct expr_node *node)
{
    struct expr_result d = eval_node(run, node->args[0]);
    if (d.known && d.value.date.month == 0) {
        return result_unknown(EXPR_WHY_PARTIAL_DATE);
    }
    return d.known ? result_number(number_int(d.value.date.month)) : d;
}

struct expr_result eval_age(struct run *run, const struct expr_node *node)
{
    struct expr_result birth = eval_node(run, node->args[0]);
    struct expr_result at = node->n > 1 ? eval_node(run, node->args[1]) : eval_today(run, node);
    if (!birth.known || !at.known) {
        return result_unknown((birth.known ? 0 : birth.reasons) | (at.known ? 0 : at.reasons));
    }
    int lowest = 0;
    int highest = 0;
    int ignored = 0;
    if (!date_age(birth.value.date, date_first(at.value.date), &lowest, &ignored) ||
        !date_age(birth.value.date, date_last(at.value.date), &ignored, &highest)) {
        return result_unknown(EXPR_WHY_UNBORN);
    }
    return lowest == highest ? result_number(number_int(lowest)) : result_unknown(EXPR_WHY_PARTIAL_DATE);
}

struct expr_result eval_days(struct run *run, const struct expr_node *node)
{
    struct expr_result a = eval_node(run, node->args[0]);
    struct expr_result b = eval_node(run, node->args[1]);
    if (!a.known || !b.known) {
        return result_unknown((a.known ? 0 : a.reasons) | (b.known ? 0 : b.reasons));
    }
    if (date_precision(a.value.date) != DATE_DAY || date_precision(b.value.date) != DATE_DAY) {
        return result_unknown(EXPR_WHY_PARTIAL_DATE);
    }
    return result_number(number_int((int64_t)date_first(b.value.date) - date_first(a.value.date)));
}
