#include "questionnaire/lint/lint_priv.h"
#include "questionnaire/prove/route_priv.h"

/*
 * Parts of conditions that always come out the same, whatever is answered: a comparison with what lies
 * outside the range, a state that a question does not allow, a case that those before it never leave over.
 * Looked at with the domains of the prover, over all groups at once.
 */
struct looking {
    struct teller *t;
    struct space space;
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

static void look_at_node(struct looking *k, const struct look *l, const struct expr_node *node)
{
    if (is_part(node->op)) {
        look_at_part(k, l, node);
    }
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
    struct look l = {&k->space, row, NULL, NULL};
    if (expr) {
        k->what = what;
        look_at_node(k, &l, expr->root);
    }
}

/* ---- computed -------------------------------------------------------------------------------- */

static void look_at_cases(struct looking *k, const struct item *item, uint32_t row)
{
    struct look l = {&k->space, row, NULL, NULL};
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

static uint32_t row_of(const struct item *item)
{
    return item->roster != NONE && item->kind != ITEM_ROSTER ? 1 : 0;
}

static void look_at_item(struct looking *k, const struct item *item)
{
    uint32_t row = row_of(item);
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

/* The group is any of them; days of interviews lie in a century, because no field period makes a condition
 * wrong. */
static void open_space(struct looking *k, struct arena *arena)
{
    const struct questionnaire *q = k->t->q;
    struct model *m = model_new(arena, q, days_from_civil(2000, 1, 1), days_from_civil(2099, 12, 31));
    space_init(&k->space, m, arena, -1);
    struct dom group = k->space.cells[model_cell(m, BUILTIN_GROUP, 0)];
    route_of_group(&k->space);
    route_hide_options(&k->space);
    if (q->groups_n) {
        group.why = 0;
        k->space.cells[model_cell(m, BUILTIN_GROUP, 0)] = group;
    }
    for (uint32_t step = 0; step < m->steps_n; step++) {
        (void)route_forward(&k->space, step);
        k->space.failed = false;
    }
}

void lint_conditions(struct teller *t)
{
    struct looking k = {.t = t};
    struct arena *arena = arena_new();
    open_space(&k, arena);
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        look_at_item(&k, &t->q->items[i]);
    }
    for (uint32_t i = 0; i < t->q->checks_n; i++) {
        look_at_check(&k, &t->q->checks[i]);
    }
    space_free(&k.space);
    arena_free(arena);
}
