#include "cleaning/rules_priv.h"

/* What names stand for in the expression of a rule. A fact has a slot behind the last variable's. */

static bool resolve(void *context, struct str name, struct expr_symbol *out, bool *said)
{
    const struct rule_loader *l = context;
    const struct variable *v = codebook_find(l->q->codebook, name);
    (void)said;
    if (v) {
        *out = (struct expr_symbol){.kind = SYMBOL_CELL,
                                    .slot = v->slot,
                                    .type = variable_expr_type(v),
                                    .roster = v->roster,
                                    .can_be = ~0u};
        return true;
    }
    for (uint32_t i = 0; i < FACTS; i++) {
        if (str_is(name, fact_name((enum fact)i))) {
            enum value_kind kind = fact_is_truth((enum fact)i) ? VALUE_BOOL : VALUE_NUMBER;
            *out = (struct expr_symbol){.kind = SYMBOL_CELL,
                                        .slot = (uint32_t)l->q->codebook->variables_n + i,
                                        .type = {.kind = kind, .scale = kind == VALUE_NUMBER ? 2 : 0},
                                        .roster = EXPR_NO_ROSTER,
                                        .can_be = ~0u};
            return true;
        }
    }
    uint32_t item = questionnaire_item(l->q, name);
    if (item == NONE || l->q->items[item].kind != ITEM_ROSTER) {
        return false;
    }
    *out = (struct expr_symbol){
        .kind = SYMBOL_ROSTER, .slot = l->q->items[item].roster, .roster = EXPR_NO_ROSTER};
    return true;
}

static bool option(void *context, const void *list, struct str code_or_name, int32_t *position)
{
    (void)context;
    *position = list_find(list, code_or_name);
    return *position >= 0;
}

static struct str list_name(void *context, const void *list)
{
    (void)context;
    return ((const struct list *)list)->id;
}

static size_t names(void *context, const struct str **out)
{
    struct rule_loader *l = context;
    size_t n = l->q->codebook->variables_n;
    if (!definition_may_suggest(&l->def)) {
        return 0;
    }
    struct str *all = ARENA_ARRAY(l->def.arena, n + FACTS, struct str);
    for (size_t i = 0; i < n; i++) {
        all[i] = l->q->codebook->variables[i]->id;
    }
    for (size_t i = 0; i < FACTS; i++) {
        all[n + i] = str_from(fact_name((enum fact)i));
    }
    *out = all;
    return n + FACTS;
}

const struct expr *rule_compile(struct rule_loader *l, const struct node *node)
{
    struct expr_scope scope = {resolve, option, list_name, names, NULL, l, l->roster};
    if (!definition_is(&l->def, node, NODE_SCALAR)) {
        return NULL;
    }
    size_t from = l->def.diags->n;
    const struct expr *expr = expr_compile(l->def.arena, l->def.diags, l->def.source, node, &scope,
                                           (struct expr_type){.kind = VALUE_BOOL});
    definition_mark(&l->def, from);
    return expr;
}
