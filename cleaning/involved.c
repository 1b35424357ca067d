#include "cleaning/rules_priv.h"

/* Which answers a rule hangs on: those it reads, and those from which what it reads is computed. */

bool *involve_none(struct arena *arena, const struct questionnaire *q)
{
    return ARENA_ARRAY(arena, q->codebook->variables_n + FACTS, bool);
}

void involve_slot(const struct questionnaire *q, uint32_t slot, bool *marked)
{
    if (marked[slot]) {
        return;
    }
    marked[slot] = true;
    if (slot >= q->codebook->variables_n) {
        return;
    }
    uint32_t item = q->item_of_slot[slot];
    if (item == NONE || q->items[item].kind != ITEM_COMPUTED) {
        return;
    }
    for (size_t i = 0; i < q->items[item].cases_n; i++) {
        involve_expr(q, q->items[item].cases[i].when, marked);
        involve_expr(q, q->items[item].cases[i].value, marked);
    }
}

void involve_expr(const struct questionnaire *q, const struct expr *expr, bool *marked)
{
    for (size_t i = 0; expr && i < expr->reads_n; i++) {
        involve_slot(q, expr->reads[i], marked);
    }
    for (size_t i = 0; expr && i < expr->rosters_n; i++) {
        involve_slot(q, q->rosters[expr->rosters[i]].count_slot, marked);
    }
}

void involve_route(const struct questionnaire *q, uint32_t item, bool *marked)
{
    for (uint32_t at = item; at != NONE; at = q->items[at].parent) {
        involve_expr(q, q->items[at].when.expr, marked);
        if (q->items[at].kind == ITEM_ROSTER) {
            involve_slot(q, q->rosters[q->items[at].roster].count_slot, marked);
        }
    }
}

static bool is_answer(const struct variable *v)
{
    return v->role == ROLE_ASKED || v->role == ROLE_SPECIFY;
}

void involve_list(struct arena *arena, const struct questionnaire *q, const bool *marked,
                  struct clean_rule *rule)
{
    size_t variables = q->codebook->variables_n;
    uint32_t *slots = ARENA_ARRAY(arena, variables, uint32_t);
    size_t n = 0;
    for (uint32_t i = 0; i < variables; i++) {
        if (marked[i] && is_answer(q->codebook->variables[i])) {
            slots[n++] = i;
        }
    }
    for (size_t i = 0; i < FACTS; i++) {
        rule->facts |= marked[variables + i];
    }
    rule->involves = slots;
    rule->involves_n = n;
}
