#include "simulate/profile_priv.h"

/* Names in the expressions of a profile: the questionnaire's variables and rosters, and the traits. A trait
 * has the slot behind the last variable's. */

static bool resolve_variable(const struct variable *v, struct expr_symbol *out)
{
    *out = (struct expr_symbol){.kind = SYMBOL_CELL,
                                .slot = v->slot,
                                .type = variable_expr_type(v),
                                .roster = v->roster,
                                .can_be = ~0u};
    return true;
}

static bool resolve(void *context, struct str name, struct expr_symbol *out, bool *said)
{
    struct profile_loader *l = context;
    const struct variable *v = codebook_find(l->q->codebook, name);
    (void)said;
    if (v) {
        return resolve_variable(v, out);
    }
    for (uint32_t i = 0; i < l->p->traits_n; i++) {
        if (str_equal(l->p->traits[i], name)) {
            *out = (struct expr_symbol){.kind = SYMBOL_CELL,
                                        .slot = (uint32_t)l->q->codebook->variables_n + i,
                                        .type = {.kind = VALUE_NUMBER},
                                        .roster = EXPR_NO_ROSTER};
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
    struct profile_loader *l = context;
    if (!definition_may_suggest(&l->def)) {
        return 0;
    }
    if (!l->names) {
        l->names = ARENA_ARRAY(l->def.arena, l->q->codebook->variables_n + l->p->traits_n + 1, struct str);
        for (size_t i = 0; i < l->q->codebook->variables_n; i++) {
            l->names[l->names_n++] = l->q->codebook->variables[i]->id;
        }
        for (size_t i = 0; i < l->p->traits_n; i++) {
            l->names[l->names_n++] = l->p->traits[i];
        }
    }
    *out = l->names;
    return l->names_n;
}

const struct expr *profile_expr(struct profile_loader *l, const struct node *node, struct expr_type want)
{
    struct expr_scope scope = {resolve, option, list_name, names, NULL, l, l->roster};
    if (!definition_is(&l->def, node, NODE_SCALAR)) {
        return NULL;
    }
    size_t from = l->def.diags ? l->def.diags->n : 0;
    const struct expr *expr = expr_compile(l->def.arena, l->def.diags, l->def.source, node, &scope, want);
    definition_mark(&l->def, from);
    return expr;
}

void profile_suggest(struct profile_loader *l, struct str word)
{
    const struct str *all = NULL;
    size_t n = names(l, &all);
    if (n && l->def.diags) {
        diag_suggest(l->def.diags, word, all, n);
    }
}

const struct variable *profile_variable(struct profile_loader *l, const struct node *node)
{
    struct str id = STR_EMPTY;
    if (!definition_text(&l->def, node, &id)) {
        return NULL;
    }
    const struct variable *v = codebook_find(l->q->codebook, id);
    if (!v) {
        definition_error(&l->def, "P101", node, "'%.*s' is no variable of the questionnaire", STR_ARG(id));
        profile_suggest(l, id);
    }
    return v;
}
