#include "cleaning/work_priv.h"

#include <stdlib.h>

/* What a rule says of a record. */

/* A rule does not speak of a record where what it reads does not apply; it cannot be evaluated where an
 * answer is lacking that should or could be there. */
#define WHY_APART                                                                                            \
    (1u << CELL_NOT_APPLICABLE | 1u << CELL_PARKED | 1u << CELL_NOT_IN_VERSION | 1u << CELL_NOT_IN_VARIANT | \
     EXPR_WHY_EMPTY)

static enum verdict says_expr(struct view *view, const struct expr *expr, uint32_t row)
{
    struct expr_result result = expr_eval(expr, &view->env, row);
    if (result.known) {
        return result.value.truth ? VERDICT_PASS : VERDICT_FAIL;
    }
    return result.reasons & ~WHY_APART ? VERDICT_UNKNOWN : VERDICT_APART;
}

static bool is_offered(const struct view *view, const struct item *item, int32_t option)
{
    int group = view->data->records[view->record].group;
    const struct variant *variant = item->variants && group >= 0 ? &item->variants[group] : NULL;
    bool offered = !item->only && !(variant && variant->order);
    for (size_t i = 0; variant && variant->order && i < variant->order_n; i++) {
        offered |= variant->order[i] == option;
    }
    for (size_t i = 0; !(variant && variant->order) && i < item->only_n; i++) {
        offered |= item->only[i] == option;
    }
    return offered;
}

static enum verdict says_list(const struct view *view, const struct variable *v, const struct cell *cell)
{
    const struct item *item = &view->data->q->items[view->data->q->item_of_slot[v->slot]];
    bool good = true;
    if (cell->value.kind == VALUE_CODE) {
        good = is_offered(view, item, cell->value.code);
    }
    for (uint32_t i = 0; cell->value.kind == VALUE_SET && i < cell->value.set.n; i++) {
        good &= is_offered(view, item, cell->value.set.items[i]);
    }
    return good ? VERDICT_PASS : VERDICT_FAIL;
}

static bool is_said(enum cell_state state)
{
    return state == CELL_ANSWERED || state == CELL_DONT_KNOW || state == CELL_REFUSED;
}

static enum verdict says_route(struct view *view, const struct variable *v, const struct cell *cell,
                               uint32_t row)
{
    bool completed = view->data->records[view->record].about.completed;
    if (cell->state == CELL_NOT_REACHED && !completed) {
        return VERDICT_APART;
    }
    bool on = view_on_route(view, v, row);
    bool asked = is_said(cell->state) || cell->state == CELL_OPEN || cell->state == CELL_PARKED;
    bool good = on ? asked : !is_said(cell->state);
    return good ? VERDICT_PASS : VERDICT_FAIL;
}

static enum verdict says_complete(struct view *view, const struct variable *v, const struct cell *cell,
                                  uint32_t row)
{
    if (!view->data->records[view->record].about.completed || !view_on_route(view, v, row)) {
        return VERDICT_APART;
    }
    return is_said(cell->state) || cell->state == CELL_NOT_APPLICABLE ? VERDICT_PASS : VERDICT_FAIL;
}

static enum verdict says_unique(struct view *view)
{
    struct cell cell = view_cell(view, view->rules->facts_from + FACT_SAME_PERSON, 0);
    if (cell.state != CELL_ANSWERED) {
        return VERDICT_UNKNOWN;
    }
    return cell.value.number.units == 0 ? VERDICT_PASS : VERDICT_FAIL;
}

static enum verdict says_implied(struct view *view, const struct clean_rule *rule, uint32_t row)
{
    const struct variable *v = rule->variable;
    if (rule->kind == RULE_UNIQUE) {
        return says_unique(view);
    }
    struct cell cell = view_cell(view, v->slot, row);
    if (rule->kind == RULE_ROUTE) {
        return says_route(view, v, &cell, row);
    }
    if (rule->kind == RULE_COMPLETE) {
        return says_complete(view, v, &cell, row);
    }
    if (cell.state != CELL_ANSWERED) {
        return VERDICT_APART;
    }
    return rule->kind == RULE_LIST                                      ? says_list(view, v, &cell)
           : value_check(v, &cell.value, view->env.today) == VALUE_GOOD ? VERDICT_PASS
                                                                        : VERDICT_FAIL;
}

enum verdict rule_says(struct view *view, const struct clean_rule *rule, uint32_t row)
{
    int group = view->data->records[view->record].group;
    if (rule->groups != UINT32_MAX && (group < 0 || !(rule->groups >> group & 1))) {
        return VERDICT_APART;
    }
    return rule->holds ? says_expr(view, rule->holds, row) : says_implied(view, rule, row);
}

static void note(struct founds *founds, uint32_t rule, uint32_t row, enum verdict verdict)
{
    if (founds && (verdict == VERDICT_FAIL || verdict == VERDICT_UNKNOWN)) {
        if (founds->n == founds->cap) {
            founds->items = array_grow(founds->items, &founds->cap, sizeof *founds->items);
        }
        founds->items[founds->n++] = (struct found){rule, row, verdict};
    }
}

enum verdict rule_judges(struct view *view, const struct clean_rule *rule, struct founds *founds)
{
    if (rule->roster == NONE) {
        enum verdict verdict = rule_says(view, rule, 0);
        note(founds, rule->index, 0, verdict);
        return verdict;
    }
    const uint32_t *ids = NULL;
    uint32_t n = rule->holds ? view_rows(view, rule->roster, &ids)
                             : data_rows_of(view->data, rule->roster, view->record, &ids);
    enum verdict gravest = VERDICT_APART;
    for (uint32_t i = 0; i < n; i++) {
        enum verdict verdict = rule_says(view, rule, ids[i]);
        note(founds, rule->index, ids[i], verdict);
        gravest = verdict > gravest ? verdict : gravest;
    }
    return gravest;
}
