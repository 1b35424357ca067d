#include "questionnaire/lint/looks_priv.h"

/*
 * Parts of conditions that always come out the same, whatever is answered: a comparison with what lies
 * outside the range, a state that a question does not allow, a case that those before it never leave over.
 * Looked at with the domains of the prover, over all groups at once.
 */
struct looking {
    struct teller *t;
    struct looks looks;
    const struct item *item; /* where it stands, or NULL */
    const char *what;        /* "condition" "check" ... */
    struct str id;
};

static bool is_part(enum expr_op op)
{
    bool compares = op >= EXPR_EQ && op <= EXPR_HAS;
    return compares || op == EXPR_ANSWERED || op == EXPR_DONT_KNOW || op == EXPR_REFUSED || op == EXPR_ASKED;
}

static void look_at_part(struct looking *k, const struct look *l, const struct expr_node *node)
{
    unsigned can = look_can(l, node) & ~(unsigned)CAN_UNKNOWN;
    if (can != CAN_TRUE && can != CAN_FALSE) {
        return;
    }
    struct place place = {STR_EMPTY, 0, 0};
    if (k->item) {
        place = place_of_words(k->t, k->item, node->text);
    }
    tell(k->t, "W311", place, "'%.*s' is %s %s, in the %s of '%.*s'", STR_ARG(node->text),
         can == CAN_TRUE ? "always" : "never", "true", k->what, STR_ARG(k->id));
}

/* `x not in (...)` is two nodes with the same words: they are told of as one. */
static bool is_not_in(const struct expr_node *node)
{
    return node->op == EXPR_NOT && node->args[0]->op == EXPR_IN && node->args[0]->text.len == node->text.len;
}

static void look_at_node(struct looking *k, const struct look *l, const struct expr_node *node)
{
    bool whole = is_not_in(node);
    if (whole || is_part(node->op)) {
        look_at_part(k, l, node);
    }
    node = whole ? node->args[0] : node;
    struct look_row here = {node->slot, 1, l->at};
    struct look inner = *l;
    if (node->op >= EXPR_ROWS_COUNT) {
        inner.at = &here;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            look_at_node(k, &inner, node->args[i]);
        }
    }
}

static void look_at_expr(struct looking *k, const struct expr *expr, const char *what, uint32_t row)
{
    struct look l = {&k->looks.space, row, NULL, NULL};
    if (expr) {
        k->what = what;
        look_at_node(k, &l, expr->root);
    }
}

/* ---- computed -------------------------------------------------------------------------------- */

static void look_at_cases(struct looking *k, const struct item *item, uint32_t row)
{
    struct look l = {&k->looks.space, row, NULL, NULL};
    bool further = true;
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        unsigned can = one->when ? look_can(&l, one->when->root) : CAN_TRUE;
        struct str text = one->when ? one->when->text : one->value->text;
        if (!further || !(can & CAN_TRUE)) {
            tell(k->t, "W312", place_of_words(k->t, item, text), "case %zu of '%.*s' never applies%s", i + 1,
                 STR_ARG(item->id), further ? "" : ": one before it always does");
        }
        further = further && (can & CAN_FALSE);
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

static void look_at_item(struct looking *k, const struct item *item)
{
    uint32_t row = looks_row(item);
    k->item = item;
    k->id = item->id;
    bool grid_row = item->grid != NONE;
    look_at_expr(k, item->when.expr, "condition", row);
    for (size_t i = 0; !grid_row && i < item->option_rules_n; i++) {
        look_at_expr(k, item->option_rules[i].when.expr, "options", row);
    }
    for (size_t i = 0; i < item->cases_n; i++) {
        look_at_expr(k, item->cases[i].when, "derivation", row);
        look_at_expr(k, item->cases[i].value, "derivation", row);
    }
    if (item->cases_n > 1) {
        look_at_cases(k, item, row);
    }
}

static void look_at_check(struct looking *k, const struct check *check)
{
    k->item = check->item == NONE ? NULL : &k->t->q->items[check->item];
    k->id = check->id;
    look_at_expr(k, check->holds, "check", check->roster == NONE ? 0 : 1);
}

void lint_conditions(struct teller *t)
{
    struct looking k = {.t = t};
    /* No field period makes a condition wrong: the days of the interviews lie in a century. */
    looks_open(&k.looks, t->q, days_from_civil(2000, 1, 1), days_from_civil(2099, 12, 31));
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        look_at_item(&k, &t->q->items[i]);
    }
    for (uint32_t i = 0; i < t->q->checks_n; i++) {
        look_at_check(&k, &t->q->checks[i]);
    }
    looks_close(&k.looks);
}
