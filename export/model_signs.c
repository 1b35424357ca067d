#include "export/model_priv.h"

/*
 * Which computed variables can never be negative: their missing codes may be the usual ones. Where it cannot
 * be told, they get codes far below.
 */

struct signs {
    const struct questionnaire *q;
    unsigned depth;
};
enum { DEPTH_MOST = 64 };

static bool node_not_negative(struct signs *s, const struct expr_node *node);

static bool variable_not_negative(struct signs *s, uint32_t slot)
{
    const struct variable *v = s->q->codebook->variables[slot];
    if (v->type != VARIABLE_INT && v->type != VARIABLE_DECIMAL) {
        return true;
    }
    if (v->role != ROLE_COMPUTED) {
        return v->min.units >= 0;
    }
    const struct item *item = &s->q->items[s->q->item_of_slot[slot]];
    bool fine = s->depth < DEPTH_MOST;
    s->depth++;
    for (size_t i = 0; fine && i < item->cases_n; i++) {
        fine = node_not_negative(s, item->cases[i].value->root);
    }
    s->depth--;
    return fine;
}

static bool arguments_not_negative(struct signs *s, const struct expr_node *node, size_t from)
{
    for (size_t i = from; i < node->n; i++) {
        if (node->args[i] && !node_not_negative(s, node->args[i])) {
            return false;
        }
    }
    return true;
}

static bool node_not_negative(struct signs *s, const struct expr_node *node)
{
    if (node->op == EXPR_CONST) {
        return node->constant.kind != VALUE_NUMBER || node->constant.number.units >= 0;
    }
    if (node->op == EXPR_CELL) {
        return variable_not_negative(s, node->slot);
    }
    if (node->op == EXPR_IF) {
        return arguments_not_negative(s, node, 1);
    }
    if (node->op == EXPR_ROWS_SUM || node->op == EXPR_ROWS_MIN || node->op == EXPR_ROWS_MAX) {
        return node->args[0] && node_not_negative(s, node->args[0]);
    }
    bool as_arguments = node->op == EXPR_ADD || node->op == EXPR_MUL || node->op == EXPR_DIV ||
                        node->op == EXPR_DEFAULT || node->op == EXPR_ROUND || node->op == EXPR_MIN ||
                        node->op == EXPR_MAX || node->op == EXPR_SUM;
    if (as_arguments) {
        return arguments_not_negative(s, node, 0);
    }
    return node->op == EXPR_YEAR || node->op == EXPR_MONTH || node->op == EXPR_AGE ||
           node->op == EXPR_LENGTH || node->op == EXPR_ABS || node->op == EXPR_COUNT ||
           node->op == EXPR_SET_SIZE || node->op == EXPR_ROWS_COUNT;
}

bool never_negative(const struct questionnaire *q, const struct variable *variable)
{
    struct signs s = {.q = q};
    return variable_not_negative(&s, variable->slot);
}
