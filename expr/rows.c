#include "expr/eval_priv.h"

/* Sums, extremes and counts as they grow, over arguments and over rows alike. */
struct fold {
    enum expr_op op;
    bool any;
    struct number so_far;
    uint32_t reasons; /* why it cannot be known, 0 = it can */
    uint32_t missing; /* why the values passed over are missing */
};

static void fold_number(struct fold *fold, struct number number)
{
    int order = fold->any ? number_compare(number, fold->so_far) : 0;
    bool lower = fold->op == EXPR_MIN || fold->op == EXPR_ROWS_MIN;
    bool higher = fold->op == EXPR_MAX || fold->op == EXPR_ROWS_MAX;
    if (lower || higher) {
        bool better = !fold->any || (lower && order < 0) || (higher && order > 0);
        fold->so_far = better ? number : fold->so_far;
    } else if (!number_add(fold->so_far, number, &fold->so_far)) {
        fold->reasons |= EXPR_WHY_OVERFLOW;
    }
    fold->any = true;
}

static void fold_result(struct fold *fold, const struct expr_result *result)
{
    if (result->known) {
        fold_number(fold, result->value.number);
    } else if (result_is_empty(result)) {
        fold->missing |= result->reasons;
    } else {
        fold->reasons |= result->reasons;
    }
}

static struct expr_result fold_end(const struct fold *fold)
{
    bool extreme = fold->op == EXPR_MIN || fold->op == EXPR_MAX || fold->op == EXPR_ROWS_MIN ||
                   fold->op == EXPR_ROWS_MAX;
    if (fold->reasons) {
        return result_unknown(fold->reasons);
    }
    if (extreme && !fold->any) {
        return result_unknown(EXPR_WHY_EMPTY | fold->missing);
    }
    return result_number(fold->so_far);
}

struct expr_result eval_fold(struct run *run, const struct expr_node *node)
{
    struct fold fold = {.op = node->op};
    for (uint32_t i = 0; i < node->n; i++) {
        struct expr_result result = eval_node(run, node->args[i]);
        fold_result(&fold, &result);
    }
    return fold_end(&fold);
}

struct expr_result eval_count(struct run *run, const struct expr_node *node)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        n += eval_node(run, node->args[i]).known;
    }
    return result_number(number_int(n));
}

/* ---- over rows ------------------------------------------------------------------------------- */

static struct expr_result eval_at(struct run *run, const struct expr_node *node, uint32_t roster,
                                  uint32_t row)
{
    struct at_row here = {roster, row, run->at};
    run->at = &here;
    struct expr_result result = eval_node(run, node);
    run->at = here.outer;
    return result;
}

static struct expr_result item_at(struct run *run, const struct expr_node *node, uint32_t row)
{
    struct expr_result item = result_number(number_int(1));
    if (node->args[0]) {
        item = eval_at(run, node->args[0], node->slot, row);
    }
    if (node->op == EXPR_ROWS_COUNT && item.known) {
        return result_number(number_int(1));
    }
    return item;
}

/* A row that may or may not count makes the result unknown, unless it has nothing to add. */
static void fold_row(struct run *run, const struct expr_node *node, uint32_t row, struct fold *fold)
{
    struct expr_result where = result_truth(true);
    if (node->args[1]) {
        where = eval_at(run, node->args[1], node->slot, row);
    }
    if (where.known && !where.value.truth) {
        return;
    }
    struct expr_result item = item_at(run, node, row);
    bool nothing = result_is_empty(&item) || (node->op == EXPR_ROWS_COUNT && !item.known);
    if (nothing) {
        fold->missing |= item.reasons;
    } else if (!where.known) {
        fold->reasons |= where.reasons;
    } else {
        fold_result(fold, &item);
    }
}

struct expr_result eval_rows_fold(struct run *run, const struct expr_node *node)
{
    const uint32_t *ids = NULL;
    uint32_t n = run->env->rows(run->env->context, node->slot, &ids);
    struct fold fold = {.op = node->op};
    for (uint32_t i = 0; i < n && run->steps <= EVAL_STEPS_MOST; i++) {
        fold_row(run, node, ids[i], &fold);
    }
    return fold_end(&fold);
}

/* any is or over the rows, all is and. */
struct expr_result eval_rows_truth(struct run *run, const struct expr_node *node)
{
    bool decides = node->op == EXPR_ROWS_ANY;
    const uint32_t *ids = NULL;
    uint32_t n = run->env->rows(run->env->context, node->slot, &ids);
    uint32_t reasons = 0;
    for (uint32_t i = 0; i < n && run->steps <= EVAL_STEPS_MOST; i++) {
        struct expr_result where = eval_at(run, node->args[1], node->slot, ids[i]);
        if (where.known && where.value.truth == decides) {
            return result_truth(decides);
        }
        reasons |= where.known ? 0 : where.reasons;
    }
    return reasons ? result_unknown(reasons) : result_truth(!decides);
}
