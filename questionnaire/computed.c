#include "questionnaire/load_priv.h"

/* Computed variables: their cases, and which states they can be in without a value. */

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

/* `known`: that the cases before do not apply; this one adds itself. */
static void link_case(struct loader *l, struct draft *d, struct use *use, struct knowledge *known,
                      const struct case_nodes *nodes, struct computed_case *out)
{
    struct expr_type type = variable_expr_type(d->variable);
    if (nodes->when) {
        definition_enter(&l->def, STR("when"));
        out->when = use_compile(l, use, nodes->when, (struct expr_type){.kind = VALUE_BOOL});
        definition_leave(&l->def);
    }
    struct knowledge *here = knowledge_new(l, known);
    if (out->when) {
        d->valueless |= doubt_of(l, use, out->when).states;
        knowledge_assume(l, here, out->when->root, true);
        knowledge_assume(l, known, out->when->root, false);
    }
    struct use inside = *use;
    inside.known = here;
    definition_enter(&l->def, STR("value"));
    out->value = use_compile(l, &inside, nodes->value, type);
    definition_leave(&l->def);
    d->valueless |= doubt_of(l, &inside, out->value).states;
}

static void link_cases(struct loader *l, struct draft *d, struct use *use, struct knowledge *known)
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
        link_case(l, d, use, known, &nodes, &cases[d->item.cases_n++]);
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
    struct knowledge *known = knowledge_new(l, d->inside);
    use.known = known;
    if (d->cases) {
        definition_enter(&l->def, STR("cases"));
        link_cases(l, d, &use, known);
        definition_leave(&l->def);
    } else if (d->value) {
        struct computed_case *only = ARENA_NEW(l->arena, struct computed_case);
        struct case_nodes nodes = {NULL, d->value};
        link_case(l, d, &use, known, &nodes, only);
        d->item.cases = only;
        d->item.cases_n = 1;
    }
}
