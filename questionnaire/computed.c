#include "questionnaire/load_priv.h"

/* Computed variables: their cases, and which states they can be in without a value. */

/* The states that a computed variable takes from what its expression reads. */
static uint32_t reason_states(const struct expr_node *node)
{
    uint32_t states = 0;
    if (node->op == EXPR_CELL) {
        states = node->can_be & ~EXPR_WHY_PARTIAL_DATE;
        uint32_t named = 1u << CELL_REFUSED | 1u << CELL_DONT_KNOW | 1u << CELL_NOT_APPLICABLE;
        return (states & named) | (states & ~named ? 1u << CELL_NOT_APPLICABLE : 0);
    }
    for (uint32_t i = 0; i < node->n; i++) {
        states |= node->args[i] ? reason_states(node->args[i]) : 0;
    }
    return states;
}

static uint32_t valueless(const struct expr *expr)
{
    uint32_t culprit = UINT32_MAX;
    enum cell_state state = CELL_NOT_REACHED;
    if (!expr || !expr_can_be_unknown(expr, &culprit, &state)) {
        return 0;
    }
    uint32_t states = reason_states(expr->root);
    /* A division by zero, a partial date: no state gives the reason. */
    return culprit == UINT32_MAX || !states ? states | 1u << CELL_NOT_APPLICABLE : states;
}

struct case_nodes {
    const struct node *when;
    const struct node *value;
};

static bool keep_when(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct case_nodes *)context)->when = node;
    return true;
}

static bool keep_value(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct case_nodes *)context)->value = node;
    return true;
}

static const struct definition_key case_keys[] = {{"when", keep_when}, {"value", keep_value}};

static void link_case(struct loader *l, struct draft *d, const struct use *use,
                      const struct case_nodes *nodes, struct computed_case *out)
{
    struct expr_type type = variable_expr_type(d->variable);
    if (nodes->when) {
        definition_enter(&l->def, STR("when"));
        out->when = use_compile(l, use, nodes->when, (struct expr_type){.kind = VALUE_BOOL});
        definition_leave(&l->def);
    }
    definition_enter(&l->def, STR("value"));
    out->value = use_compile(l, use, nodes->value, type);
    definition_leave(&l->def);
    d->valueless |= valueless(out->when) | valueless(out->value);
}

static void link_cases(struct loader *l, struct draft *d, const struct use *use)
{
    if (!definition_is(&l->def, d->cases, NODE_LIST)) {
        return;
    }
    struct computed_case *cases = ARENA_ARRAY(l->arena, d->cases->n, struct computed_case);
    bool otherwise = false;
    for (size_t i = 0; i < d->cases->n; i++) {
        const struct node *node = d->cases->items[i];
        struct case_nodes nodes = {0};
        if (!definition_map(&l->def, node, case_keys, ARRAY_LEN(case_keys), &nodes)) {
            continue;
        }
        if (!nodes.value) {
            definition_error(&l->def, "E109", node, "a case needs 'value'");
            continue;
        }
        if (otherwise) {
            definition_error(&l->def, "E125", node,
                             "this case is never reached: the one before has no 'when'");
        }
        otherwise = otherwise || !nodes.when;
        link_case(l, d, use, &nodes, &cases[d->item.cases_n++]);
    }
    if (!d->cases->n) {
        definition_error(&l->def, "E109", d->cases, "there is no case");
    }
    /* None of the cases holds: no value. */
    d->valueless |= otherwise ? 0 : 1u << CELL_NOT_APPLICABLE;
    d->item.cases = cases;
}

void computed_link(struct loader *l, struct draft *d)
{
    struct use use = {d->item.index, d->item.index, d->item.roster == NONE ? EXPR_NO_ROSTER : d->item.roster,
                      d->inside};
    if (!d->variable) {
        return;
    }
    if (d->cases) {
        definition_enter(&l->def, STR("cases"));
        link_cases(l, d, &use);
        definition_leave(&l->def);
    } else if (d->value) {
        struct computed_case *only = ARENA_NEW(l->arena, struct computed_case);
        struct case_nodes nodes = {NULL, d->value};
        link_case(l, d, &use, &nodes, only);
        d->item.cases = only;
        d->item.cases_n = 1;
    }
}
