#include "questionnaire/lint/lint_priv.h"

/* Hours added to euros, or compared with them: numbers whose questions name different units. */

/* The question whose number this is, as it was answered; NONE where it is reckoned. */
static uint32_t question_of(const struct teller *t, const struct expr_node *node)
{
    while (node->op == EXPR_DEFAULT || node->op == EXPR_NEG || node->op == EXPR_ABS ||
           node->op == EXPR_ROUND) {
        node = node->args[0];
    }
    return node->op == EXPR_CELL ? t->q->item_of_slot[node->slot] : NONE;
}

static const struct text *unit_of(const struct teller *t, uint32_t item)
{
    return &item_words(t->q, item, t->q->codebook->source_language, -1)->unit;
}

static bool must_agree(enum expr_op op)
{
    return (op >= EXPR_EQ && op <= EXPR_GE) || op == EXPR_ADD || op == EXPR_SUB ||
           (op >= EXPR_MIN && op <= EXPR_SUM);
}

static void compare_arguments(struct teller *t, const struct expr_node *node, const struct item *item,
                              struct str id)
{
    uint32_t first = NONE;
    for (uint32_t i = 0; i < node->n; i++) {
        uint32_t question = node->args[i] ? question_of(t, node->args[i]) : NONE;
        if (question == NONE || !unit_of(t, question)->n) {
            continue;
        }
        first = first == NONE ? question : first;
        struct str one = text_raw(t, unit_of(t, first));
        struct str other = text_raw(t, unit_of(t, question));
        if (!str_equal(one, other)) {
            struct place place = item ? place_of_words(t, item, node->text) : (struct place){0};
            tell(t, "W316", place, "'%.*s' of '%.*s' puts %.*s beside %.*s", STR_ARG(node->text), STR_ARG(id),
                 STR_ARG(one), STR_ARG(other));
            return;
        }
    }
}

static void look_at_node(struct teller *t, const struct expr_node *node, const struct item *item,
                         struct str id)
{
    if (must_agree(node->op)) {
        compare_arguments(t, node, item, id);
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            look_at_node(t, node->args[i], item, id);
        }
    }
}

static void look_at_expr(struct teller *t, const struct expr *expr, const struct item *item, struct str id)
{
    if (expr) {
        look_at_node(t, expr->root, item, id);
    }
}

void lint_units(struct teller *t)
{
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        const struct item *item = &t->q->items[i];
        look_at_expr(t, item->when.expr, item, item->id);
        for (size_t k = 0; k < item->cases_n; k++) {
            look_at_expr(t, item->cases[k].when, item, item->id);
            look_at_expr(t, item->cases[k].value, item, item->id);
        }
    }
    for (uint32_t i = 0; i < t->q->checks_n; i++) {
        const struct check *check = &t->q->checks[i];
        const struct item *item = check->item == NONE ? NULL : &t->q->items[check->item];
        look_at_expr(t, check->holds, item, check->id);
    }
}
