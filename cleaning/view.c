#include "cleaning/work_priv.h"

/* A record as expressions see it: cells of the columns, with values tried in their place; what is computed
 * from a tried value is computed anew. */

enum { DEPTH_MOST = 32 };

static bool is_computed(const struct view *view, uint32_t slot)
{
    const struct questionnaire *q = view->data->q;
    uint32_t item = slot < q->codebook->variables_n ? q->item_of_slot[slot] : NONE;
    return item != NONE && q->items[item].kind == ITEM_COMPUTED;
}

static struct number in_scale(struct number number, uint8_t scale)
{
    int64_t cut = 1;
    for (uint8_t s = number.scale; s > scale; s--) {
        cut *= 10;
    }
    if (cut > 1) {
        int64_t half = number.units < 0 ? -(cut / 2) : cut / 2;
        number = (struct number){(number.units + half) / cut, scale};
    }
    return number;
}

static struct cell derived(const struct variable *v, struct expr_result result)
{
    if (!result.known) {
        return (struct cell){.state = expr_reason_state(result.reasons)};
    }
    struct cell cell = {CELL_ANSWERED, result.value};
    if (result.value.kind == VALUE_NUMBER) {
        cell.value.number = in_scale(result.value.number, v->type == VARIABLE_INT ? 0 : v->step.scale);
    }
    return cell;
}

struct cell view_derive(struct view *view, const struct item *item, uint32_t row)
{
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        struct expr_result when = {.known = true, .value = {.kind = VALUE_BOOL, .truth = true}};
        if (one->when) {
            when = expr_eval(one->when, &view->env, row);
        }
        if (!when.known) {
            return (struct cell){.state = expr_reason_state(when.reasons)};
        }
        if (when.value.truth) {
            return derived(item->variable, expr_eval(one->value, &view->env, row));
        }
    }
    return (struct cell){.state = CELL_NOT_APPLICABLE};
}

struct cell view_cell(struct view *view, uint32_t slot, uint32_t row)
{
    for (size_t i = 0; i < view->trials_n; i++) {
        if (view->trials[i].slot == slot && view->trials[i].row == row) {
            return view->trials[i].cell;
        }
    }
    struct cell cell = data_cell(view->data, slot, view->record, row);
    if (view->trials_n && is_computed(view, slot) && view->depth < DEPTH_MOST) {
        view->depth++;
        cell = view_derive(view, &view->data->q->items[view->data->q->item_of_slot[slot]], row);
        view->depth--;
    }
    return cell;
}

static const struct cell *env_cell(void *context, uint32_t slot, uint32_t row)
{
    struct view *view = context;
    struct cell cell = view_cell(view, slot, row);
    struct cell *out = &view->ring[view->at++ % ARRAY_LEN(view->ring)];
    *out = cell;
    return out;
}

/* A lower count leaves the first rows; those behind it stay in the columns until somebody decides on them. */
uint32_t view_rows(struct view *view, uint32_t roster, const uint32_t **ids)
{
    uint32_t n = data_rows_of(view->data, roster, view->record, ids);
    struct cell count = view_cell(view, view->data->q->rosters[roster].count_slot, 0);
    bool lower =
        count.state == CELL_ANSWERED && count.value.kind == VALUE_NUMBER && count.value.number.units < n;
    return lower ? (uint32_t)count.value.number.units : n;
}

bool view_row_live(struct view *view, uint32_t roster, uint32_t row)
{
    const uint32_t *ids = NULL;
    uint32_t n = roster == NONE ? 0 : view_rows(view, roster, &ids);
    for (uint32_t i = 0; i < n; i++) {
        if (ids[i] == row) {
            return true;
        }
    }
    return roster == NONE;
}

static uint32_t env_rows(void *context, uint32_t roster, const uint32_t **ids)
{
    return view_rows(context, roster, ids);
}

static int64_t env_code_number(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->options[position].number;
}

void view_open(struct view *view, const struct data *data, const struct rulebook *rules, uint32_t record)
{
    *view = (struct view){.data = data, .rules = rules, .record = record};
    view->env = (struct expr_env){.cell = env_cell,
                                  .rows = env_rows,
                                  .code_number = env_code_number,
                                  .context = view,
                                  .today = data->records[record].about.today};
}

/* ---- the route ---------------------------------------------------------------------------------- */

static bool condition_holds(struct view *view, const struct condition *condition, uint32_t row)
{
    enum truth truth = condition->expr ? expr_truth(condition->expr, &view->env, row) : TRUTH_TRUE;
    return truth == TRUTH_TRUE || (truth == TRUTH_UNKNOWN && condition->unknown == UNKNOWN_ASK);
}

bool view_on_route(struct view *view, const struct variable *variable, uint32_t row)
{
    const struct questionnaire *q = view->data->q;
    if (variable->role == ROLE_SPECIFY) {
        struct cell parent = view_cell(view, variable->parent, row);
        bool chosen = parent.state == CELL_ANSWERED &&
                      (parent.value.kind == VALUE_SET ? set_has(parent.value.set, variable->parent_option)
                                                      : parent.value.code == variable->parent_option);
        if (!chosen) {
            return false;
        }
    }
    if (!view_row_live(view, variable->roster, row)) {
        return false;
    }
    for (uint32_t at = q->item_of_slot[variable->slot]; at != NONE; at = q->items[at].parent) {
        const struct item *item = &q->items[at];
        bool inside = item->roster != NONE && item->kind != ITEM_ROSTER;
        if (!condition_holds(view, &item->when, inside ? row : 0)) {
            return false;
        }
    }
    return true;
}
