#ifndef EXPR_EVAL_PRIV_H
#define EXPR_EVAL_PRIV_H

#include <stdbool.h>

#include "expr/expr.h"

enum { EVAL_STEPS_MOST = 100000 };

/* The row an aggregate is at; inner ones hide outer ones of the same roster. */
struct at_row {
    uint32_t roster;
    uint32_t row;
    const struct at_row *outer;
};

/* One evaluation. */
struct run {
    const struct expr_env *env;
    const struct at_row *at;
    uint32_t row; /* the one the expression stands in */
    unsigned steps;
};

struct expr_result eval_node(struct run *run, const struct expr_node *node);

static inline struct expr_result result_unknown(uint32_t reasons)
{
    return (struct expr_result){.reasons = reasons};
}
static inline struct expr_result result_truth(bool truth)
{
    return (struct expr_result){.known = true, .value = {.kind = VALUE_BOOL, .truth = truth}};
}
static inline struct expr_result result_number(struct number number)
{
    return (struct expr_result){.known = true, .value = {.kind = VALUE_NUMBER, .number = number}};
}
/* What aggregates pass over: nothing was answered there. A fault of calculation is not passed over. */
static inline bool result_is_empty(const struct expr_result *result)
{
    uint32_t passed_over = ((1u << CELL_STATES) - 1) | EXPR_WHY_EMPTY;
    return !result->known && (result->reasons & ~passed_over) == 0;
}

/* eval_number.c */
struct expr_result eval_add(struct run *run, const struct expr_node *node);
struct expr_result eval_subtract(struct run *run, const struct expr_node *node);
struct expr_result eval_multiply(struct run *run, const struct expr_node *node);
struct expr_result eval_divide(struct run *run, const struct expr_node *node);
struct expr_result eval_negate(struct run *run, const struct expr_node *node);
struct expr_result eval_abs(struct run *run, const struct expr_node *node);
struct expr_result eval_round(struct run *run, const struct expr_node *node);
struct expr_result eval_length(struct run *run, const struct expr_node *node);
struct expr_result eval_set_size(struct run *run, const struct expr_node *node);

/* eval_date.c: truths of intervals, and the date functions. */
struct expr_result date_compare(enum expr_op op, struct date a, struct date b);
struct expr_result eval_today(struct run *run, const struct expr_node *node);
struct expr_result eval_year(struct run *run, const struct expr_node *node);
struct expr_result eval_month(struct run *run, const struct expr_node *node);
struct expr_result eval_age(struct run *run, const struct expr_node *node);
struct expr_result eval_days(struct run *run, const struct expr_node *node);

/* rows.c: over arguments and over rows. */
struct expr_result eval_count(struct run *run, const struct expr_node *node);
struct expr_result eval_fold(struct run *run, const struct expr_node *node);
struct expr_result eval_rows_fold(struct run *run, const struct expr_node *node);
struct expr_result eval_rows_truth(struct run *run, const struct expr_node *node);

#endif
