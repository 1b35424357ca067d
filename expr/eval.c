#include "expr/eval_priv.h"

static uint32_t row_of(const struct run *run, uint32_t roster)
{
    if (roster == EXPR_NO_ROSTER) {
        return 0;
    }
    for (const struct at_row *at = run->at; at; at = at->outer) {
        if (at->roster == roster) {
            return at->row;
        }
    }
    return run->row;
}

static const struct cell *cell_of(struct run *run, const struct expr_node *node)
{
    return run->env->cell(run->env->context, node->slot, row_of(run, node->roster));
}

/* ---- leaves ---------------------------------------------------------------------------------- */

static struct expr_result eval_constant(struct run *run, const struct expr_node *node)
{
    (void)run;
    return (struct expr_result){.known = true, .value = node->constant};
}

static struct expr_result eval_cell(struct run *run, const struct expr_node *node)
{
    const struct cell *cell = cell_of(run, node);
    if (cell->state != CELL_ANSWERED) {
        return result_unknown(1u << cell->state);
    }
    if (cell->value.kind != node->type.kind) {
        /* A value of another kind can only have been given to another version of the question. */
        return result_unknown(1u << CELL_NOT_IN_VERSION);
    }
    return (struct expr_result){.known = true, .value = cell->value};
}

/* A cell lives only until the next is asked for: what its value points at is kept where one may follow. */
static struct expr_result eval_kept(struct run *run, const struct expr_node *node,
                                    const struct expr_node *next)
{
    struct expr_result result = eval_node(run, node);
    if (result.known && next->op != EXPR_CONST && run->env->scratch) {
        result.value = value_copy(run->env->scratch, &result.value);
    }
    return result;
}

/* ---- logic (Kleene) -------------------------------------------------------------------------- */

/* `decides`: false for and, true for or. One such operand settles it, whatever the others. */
static struct expr_result eval_chain(struct run *run, const struct expr_node *node, bool decides)
{
    uint32_t reasons = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        struct expr_result result = eval_node(run, node->args[i]);
        if (!result.known) {
            reasons |= result.reasons;
        } else if (result.value.truth == decides) {
            return result_truth(decides);
        }
    }
    return reasons ? result_unknown(reasons) : result_truth(!decides);
}

static struct expr_result eval_or(struct run *run, const struct expr_node *node)
{
    return eval_chain(run, node, true);
}

static struct expr_result eval_and(struct run *run, const struct expr_node *node)
{
    return eval_chain(run, node, false);
}

static struct expr_result eval_not(struct run *run, const struct expr_node *node)
{
    struct expr_result result = eval_node(run, node->args[0]);
    result.value.truth = result.known && !result.value.truth;
    return result;
}

static struct expr_result eval_default(struct run *run, const struct expr_node *node)
{
    struct expr_result left = eval_node(run, node->args[0]);
    if (left.known) {
        return left;
    }
    struct expr_result right = eval_node(run, node->args[1]);
    right.reasons |= right.known ? 0 : left.reasons;
    return right;
}

static struct expr_result eval_if(struct run *run, const struct expr_node *node)
{
    struct expr_result condition = eval_node(run, node->args[0]);
    if (!condition.known) {
        return result_unknown(condition.reasons);
    }
    return eval_node(run, node->args[condition.value.truth ? 1 : 2]);
}

static struct expr_result eval_state(struct run *run, const struct expr_node *node)
{
    static const enum cell_state states[EXPR_OPS] = {[EXPR_ANSWERED] = CELL_ANSWERED,
                                                     [EXPR_DONT_KNOW] = CELL_DONT_KNOW,
                                                     [EXPR_REFUSED] = CELL_REFUSED,
                                                     [EXPR_PARKED] = CELL_PARKED};
    return result_truth(cell_of(run, node->args[0])->state == states[node->op]);
}

static struct expr_result eval_asked(struct run *run, const struct expr_node *node)
{
    return result_truth(cell_asked(cell_of(run, node->args[0])));
}

/* ---- comparison ------------------------------------------------------------------------------ */

static bool holds(enum expr_op op, int order)
{
    const bool truths[EXPR_OPS] = {
        [EXPR_EQ] = order == 0,
        [EXPR_NE] = order != 0,
        [EXPR_LT] = order<0, [EXPR_LE] = order <= 0, [EXPR_GT] = order> 0,
        [EXPR_GE] = order >= 0,
    };
    return truths[op];
}

static int compare_codes(const struct run *run, const struct expr_node *node, int32_t a, int32_t b)
{
    if (a == b || node->op == EXPR_EQ || node->op == EXPR_NE || node->op == EXPR_IN) {
        return (a > b) - (a < b);
    }
    const void *list = node->args[0]->type.list;
    int64_t x = run->env->code_number(run->env->context, list, a);
    int64_t y = run->env->code_number(run->env->context, list, b);
    return (x > y) - (x < y);
}

static struct expr_result compare(const struct run *run, const struct expr_node *node, enum expr_op op,
                                  const struct value *a, const struct value *b)
{
    int order = 1;
    switch (a->kind) {
    case VALUE_NUMBER:
        order = number_compare(a->number, b->number);
        break;
    case VALUE_CODE:
        order = compare_codes(run, node, a->code, b->code);
        break;
    case VALUE_TIME:
        order = (a->minutes > b->minutes) - (a->minutes < b->minutes);
        break;
    case VALUE_DATE:
        return date_compare(op, a->date, b->date);
    case VALUE_NONE:
    case VALUE_BOOL:
    case VALUE_TEXT:
    case VALUE_SET:
        order = value_equal(a, b) ? 0 : 1;
        break;
    }
    return result_truth(holds(op, order));
}

static struct expr_result eval_comparison(struct run *run, const struct expr_node *node)
{
    struct expr_result a = eval_kept(run, node->args[0], node->args[1]);
    struct expr_result b = eval_node(run, node->args[1]);
    if (!a.known || !b.known) {
        return result_unknown((a.known ? 0 : a.reasons) | (b.known ? 0 : b.reasons));
    }
    return compare(run, node, node->op, &a.value, &b.value);
}

static struct expr_result eval_in(struct run *run, const struct expr_node *node)
{
    struct expr_result left = eval_node(run, node->args[0]);
    if (!left.known) {
        return left;
    }
    uint32_t reasons = 0;
    for (uint32_t i = 1; i < node->n; i++) {
        struct expr_result equal = compare(run, node, EXPR_EQ, &left.value, &node->args[i]->constant);
        if (equal.known && equal.value.truth) {
            return equal;
        }
        reasons |= equal.known ? 0 : equal.reasons;
    }
    return reasons ? result_unknown(reasons) : result_truth(false);
}

static struct expr_result eval_has(struct run *run, const struct expr_node *node)
{
    struct expr_result set = eval_kept(run, node->args[0], node->args[1]);
    struct expr_result code = eval_node(run, node->args[1]);
    if (!set.known || !code.known) {
        return result_unknown((set.known ? 0 : set.reasons) | (code.known ? 0 : code.reasons));
    }
    return result_truth(set_has(set.value.set, code.value.code));
}

/* ---- all of them ----------------------------------------------------------------------------- */

typedef struct expr_result evaluator(struct run *run, const struct expr_node *node);

static evaluator *const evaluators[EXPR_OPS] = {
    [EXPR_CONST] = eval_constant,
    [EXPR_CELL] = eval_cell,
    [EXPR_TODAY] = eval_today,
    [EXPR_OR] = eval_or,
    [EXPR_AND] = eval_and,
    [EXPR_NOT] = eval_not,
    [EXPR_EQ] = eval_comparison,
    [EXPR_NE] = eval_comparison,
    [EXPR_LT] = eval_comparison,
    [EXPR_LE] = eval_comparison,
    [EXPR_GT] = eval_comparison,
    [EXPR_GE] = eval_comparison,
    [EXPR_IN] = eval_in,
    [EXPR_HAS] = eval_has,
    [EXPR_ADD] = eval_add,
    [EXPR_SUB] = eval_subtract,
    [EXPR_MUL] = eval_multiply,
    [EXPR_DIV] = eval_divide,
    [EXPR_NEG] = eval_negate,
    [EXPR_DEFAULT] = eval_default,
    [EXPR_IF] = eval_if,
    [EXPR_ANSWERED] = eval_state,
    [EXPR_DONT_KNOW] = eval_state,
    [EXPR_REFUSED] = eval_state,
    [EXPR_ASKED] = eval_asked,
    [EXPR_PARKED] = eval_state,
    [EXPR_YEAR] = eval_year,
    [EXPR_MONTH] = eval_month,
    [EXPR_AGE] = eval_age,
    [EXPR_DAYS] = eval_days,
    [EXPR_LENGTH] = eval_length,
    [EXPR_ABS] = eval_abs,
    [EXPR_ROUND] = eval_round,
    [EXPR_MIN] = eval_fold,
    [EXPR_MAX] = eval_fold,
    [EXPR_SUM] = eval_fold,
    [EXPR_COUNT] = eval_count,
    [EXPR_SET_SIZE] = eval_set_size,
    [EXPR_ROWS_COUNT] = eval_rows_fold,
    [EXPR_ROWS_ANY] = eval_rows_truth,
    [EXPR_ROWS_ALL] = eval_rows_truth,
    [EXPR_ROWS_SUM] = eval_rows_fold,
    [EXPR_ROWS_MIN] = eval_rows_fold,
    [EXPR_ROWS_MAX] = eval_rows_fold,
};

struct expr_result eval_node(struct run *run, const struct expr_node *node)
{
    if (run->steps++ >= EVAL_STEPS_MOST) {
        return result_unknown(EXPR_WHY_STEPS);
    }
    return evaluators[node->op](run, node);
}

struct expr_result expr_eval_node(const struct expr_node *node, const struct expr_env *env, uint32_t row)
{
    struct run run = {.env = env, .row = row};
    struct expr_result result = eval_node(&run, node);
    /* Not even ?? may hide that it was broken off half-way. */
    return run.steps > EVAL_STEPS_MOST ? result_unknown(EXPR_WHY_STEPS) : result;
}

struct expr_result expr_eval(const struct expr *expr, const struct expr_env *env, uint32_t row)
{
    return expr_eval_node(expr->root, env, row);
}

enum truth expr_truth(const struct expr *expr, const struct expr_env *env, uint32_t row)
{
    struct expr_result result = expr_eval(expr, env, row);
    if (!result.known || result.value.kind != VALUE_BOOL) {
        return TRUTH_UNKNOWN;
    }
    return result.value.truth ? TRUTH_TRUE : TRUTH_FALSE;
}

enum cell_state expr_reason_state(uint32_t reasons)
{
    static const enum cell_state order[] = {CELL_REFUSED, CELL_DONT_KNOW, CELL_NOT_APPLICABLE,
                                            CELL_NOT_REACHED};
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        if (reasons & 1u << order[i]) {
            return order[i];
        }
    }
    return CELL_NOT_APPLICABLE;
}
