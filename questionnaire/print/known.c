#include "questionnaire/print/condition.h"

/* What is settled before anybody answers: by the group, and by the language of the interview. */

/* Computed variables may read each other again and again: after so many steps nothing more is followed. */
enum { STEPS_MOST = 10000 };

struct following {
    const struct telling *t;
    unsigned steps;
};

static enum truth known(struct following *f, const struct expr_node *node);

/* The option that a built-in variable surely has; -1: not known. */
static int32_t settled_option(const struct telling *t, const struct expr_node *node)
{
    if (node->op != EXPR_CELL) {
        return -1;
    }
    return node->slot == BUILTIN_GROUP ? t->group : node->slot == BUILTIN_LANGUAGE ? t->spoken : -1;
}

static enum truth truth_of(bool holds)
{
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth negation(enum truth truth)
{
    return truth == TRUTH_UNKNOWN ? truth : truth_of(truth == TRUTH_FALSE);
}

static enum truth known_option(const struct telling *t, const struct expr_node *node)
{
    int32_t option = settled_option(t, node->args[0]);
    bool found = false;
    for (uint32_t i = 1; i < node->n; i++) {
        if (node->args[i]->op != EXPR_CONST || node->args[i]->constant.kind != VALUE_CODE) {
            return TRUTH_UNKNOWN;
        }
        found = found || node->args[i]->constant.code == option;
    }
    return option < 0 ? TRUTH_UNKNOWN : truth_of(found != (node->op == EXPR_NE));
}

/* Kleene: `decides` settles the whole. */
static enum truth known_joined(struct following *f, const struct expr_node *node, enum truth decides)
{
    enum truth all = negation(decides);
    for (uint32_t i = 0; i < node->n; i++) {
        enum truth one = known(f, node->args[i]);
        if (one == decides) {
            return decides;
        }
        all = one == TRUTH_UNKNOWN ? one : all;
    }
    return all;
}

/* The cases of a computed variable in their order, up to one that hangs on the answers. */
static enum truth known_computed(struct following *f, const struct expr_node *node)
{
    const struct telling *t = f->t;
    uint32_t at = t->q->item_of_slot[node->slot];
    const struct item *item = at == NONE ? NULL : &t->q->items[at];
    if (!item || item->kind != ITEM_COMPUTED || node->type.kind != VALUE_BOOL) {
        return TRUTH_UNKNOWN;
    }
    for (size_t i = 0; i < item->cases_n; i++) {
        enum truth when = item->cases[i].when ? known(f, item->cases[i].when->root) : TRUTH_TRUE;
        if (when != TRUTH_FALSE) {
            return when == TRUTH_TRUE ? known(f, item->cases[i].value->root) : when;
        }
    }
    return TRUTH_UNKNOWN;
}

static enum truth known(struct following *f, const struct expr_node *node)
{
    if (f->steps++ >= STEPS_MOST) {
        return TRUTH_UNKNOWN;
    }
    if (node->op == EXPR_AND || node->op == EXPR_OR) {
        return known_joined(f, node, node->op == EXPR_AND ? TRUTH_FALSE : TRUTH_TRUE);
    }
    if (node->op == EXPR_NOT) {
        return negation(known(f, node->args[0]));
    }
    if (node->op == EXPR_DEFAULT) {
        return known(f, node->args[0]);
    }
    if (node->op == EXPR_EQ || node->op == EXPR_NE || node->op == EXPR_IN) {
        return known_option(f->t, node);
    }
    if (node->op == EXPR_CONST && node->constant.kind == VALUE_BOOL) {
        return truth_of(node->constant.truth);
    }
    return node->op == EXPR_CELL ? known_computed(f, node) : TRUTH_UNKNOWN;
}

enum truth condition_known(const struct telling *t, const struct expr_node *node)
{
    struct following f = {t, 0};
    return known(&f, node);
}
