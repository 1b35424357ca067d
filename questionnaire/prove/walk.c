#include "questionnaire/prove/walk_priv.h"

#include <stdlib.h>

/* ---- what expressions ask for ---------------------------------------------------------------- */

static const struct cell *env_cell(void *context, uint32_t slot, uint32_t row)
{
    const struct walker *w = context;
    return &w->cells[model_cell(w->m, slot, row)];
}

static uint32_t env_rows(void *context, uint32_t roster, const uint32_t **ids)
{
    static const uint32_t all[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    _Static_assert(ARRAY_LEN(all) == ROWS_MODELLED, "ids of all modelled rows");
    const struct walker *w = context;
    uint32_t n = 0;
    while (n < w->m->rows_n[roster] && w->on[model_row_step(w->m, roster, n + 1)]) {
        n++;
    }
    *ids = all;
    return n;
}

static int64_t env_code_number(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->options[position].number;
}

void walker_init(struct walker *w, const struct model *m, struct space *s)
{
    *w = (struct walker){.m = m, .s = s, .arena = arena_new()};
    w->cells = mem_alloc(m->cells_n * sizeof *w->cells);
    memset(w->cells, 0, m->cells_n * sizeof *w->cells);
    w->touched = mem_alloc(m->cells_n * sizeof *w->touched);
    w->on = mem_alloc((m->steps_n + 1) * sizeof *w->on);
    w->checked = mem_alloc(m->checks_n + 1);
    w->env = (struct expr_env){env_cell, env_rows, env_code_number, w, 0, NULL};
}

void walker_free(struct walker *w)
{
    arena_free(w->arena);
    free(w->cells);
    free(w->touched);
    free(w->on);
    free(w->checked);
}

static void set_cell(struct walker *w, uint32_t cell, struct cell to)
{
    if (w->cells[cell].state == CELL_NOT_REACHED) {
        w->touched[w->touched_n++] = cell;
    }
    w->cells[cell] = to;
}

/* ---- conditions ------------------------------------------------------------------------------ */

static bool holds(struct walker *w, const struct condition *condition, uint32_t row)
{
    if (!condition->expr) {
        return true;
    }
    enum truth truth = expr_truth(condition->expr, &w->env, row);
    return truth == TRUTH_TRUE || (truth == TRUTH_UNKNOWN && condition->unknown == UNKNOWN_ASK);
}

static bool row_is_live(const struct walker *w, const struct step *at)
{
    uint32_t slot = w->m->q->rosters[w->m->q->items[at->item].roster].count_slot;
    const struct cell *count = &w->cells[model_cell(w->m, slot, 0)];
    return count->state == CELL_ANSWERED && count->value.number.units >= (int64_t)at->row;
}

static bool text_is_asked(const struct walker *w, const struct step *at)
{
    const struct variable *text = cell_variable(w->m, at->cell);
    const struct cell *chosen = &w->cells[model_cell(w->m, text->parent, at->row)];
    if (chosen->state != CELL_ANSWERED) {
        return false;
    }
    return chosen->value.kind == VALUE_SET ? set_has(chosen->value.set, text->parent_option)
                                           : chosen->value.code == text->parent_option;
}

static bool step_on(struct walker *w, uint32_t step)
{
    const struct step *at = &w->m->steps[step];
    if (at->parent != NONE && !w->on[at->parent]) {
        return false;
    }
    switch (at->kind) {
    case STEP_ROW:
        return row_is_live(w, at);
    case STEP_TEXT:
        return text_is_asked(w, at);
    case STEP_ITEM:
        break;
    }
    return holds(w, &step_item(w->m, step)->when, at->row);
}

/* ---- derived values -------------------------------------------------------------------------- */

/* Halves away from zero, to the decimals that the variable has. */
static struct number in_scale(struct number number, uint8_t scale)
{
    int64_t divisor = 1;
    for (uint8_t i = scale; i < number.scale; i++) {
        divisor *= 10;
    }
    int64_t rest = number.units % divisor;
    number.units = number.units / divisor + (2 * rest >= divisor && divisor > 1 ? 1 : 0) -
                   (-2 * rest >= divisor && divisor > 1 ? 1 : 0);
    number.scale = number.scale < scale ? number.scale : scale;
    return number;
}

static struct cell derived_cell(const struct walker *w, const struct variable *variable,
                                struct expr_result result)
{
    if (!result.known) {
        return (struct cell){.state = expr_reason_state(result.reasons)};
    }
    struct cell cell = {CELL_ANSWERED, value_copy(w->arena, &result.value)};
    if (cell.value.kind == VALUE_NUMBER) {
        uint8_t scale = variable->type == VARIABLE_INT ? 0 : variable->step.scale;
        cell.value.number = in_scale(cell.value.number, scale);
    }
    return cell;
}

static struct cell derive(struct walker *w, const struct item *item, uint32_t row)
{
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        if (one->when) {
            struct expr_result when = expr_eval(one->when, &w->env, row);
            if (!when.known) {
                return (struct cell){.state = expr_reason_state(when.reasons)};
            }
            if (!when.value.truth) {
                continue;
            }
        }
        return derived_cell(w, item->variable, expr_eval(one->value, &w->env, row));
    }
    return (struct cell){.state = expr_reason_state(0)};
}

/* ---- checks ---------------------------------------------------------------------------------- */

static bool is_ripe(const struct walker *w, const struct check_at *at)
{
    const struct check *check = &w->m->q->checks[at->check];
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        uint32_t slot = check->holds->reads[i];
        uint32_t roster = w->m->q->codebook->variables[slot]->roster;
        if (roster != EXPR_NO_ROSTER && roster != check->roster) {
            continue;
        }
        if (w->cells[model_cell(w->m, slot, roster == EXPR_NO_ROSTER ? 0 : at->row)].state ==
            CELL_NOT_REACHED) {
            return false;
        }
    }
    return true;
}

static unsigned check_says(struct walker *w, uint32_t index)
{
    const struct check_at *at = &w->m->checks[index];
    const struct check *check = &w->m->q->checks[at->check];
    if (at->row && !w->on[model_row_step(w->m, check->roster, at->row)]) {
        return 0;
    }
    if ((at->home != NONE && !w->on[at->home]) || !is_ripe(w, at)) {
        return 0;
    }
    static const unsigned says[] = {
        [TRUTH_FALSE] = CAN_FALSE, [TRUTH_UNKNOWN] = CAN_UNKNOWN, [TRUTH_TRUE] = CAN_TRUE};
    return says[expr_truth(check->holds, &w->env, at->row)];
}

static bool is_hard(const struct walker *w, uint32_t index)
{
    return w->m->q->checks[w->m->checks[index].check].kind == CHECK_HARD;
}

/* Does a hard check that is looked at right behind this step let its answer pass? */
static bool answer_passes(struct walker *w, uint32_t step)
{
    uint32_t item = w->m->steps[step].item;
    for (uint32_t pos = w->m->steps[step].pos + 1; pos < w->m->walk_n; pos++) {
        const struct passing *p = &w->m->walk[pos];
        if (p->check && is_hard(w, p->index) && check_says(w, p->index) == CAN_FALSE) {
            return false;
        }
        bool text =
            !p->check && w->m->steps[p->index].kind == STEP_TEXT && w->m->steps[p->index].item == item;
        if (!p->check && !text) {
            break;
        }
    }
    return true;
}

/* ---- answers --------------------------------------------------------------------------------- */

/* What of the domain may be answered here: without the options that are not offered and the days to come. */
struct dom walk_answers(struct walker *w, uint32_t step, const struct dom *of)
{
    const struct step *at = &w->m->steps[step];
    const struct item *item = step_item(w->m, step);
    const struct variable *variable = cell_variable(w->m, at->cell);
    struct dom d = *of;
    d.why &= STATE(CELL_DONT_KNOW) | STATE(CELL_REFUSED);
    for (size_t i = 0; at->kind == STEP_ITEM && i < item->option_rules_n; i++) {
        if (!holds(w, &item->option_rules[i].when, at->row)) {
            struct bits out = bits_only(w->arena, d.n, (uint32_t)item->option_rules[i].option);
            d.may = bits_minus(w->arena, d.may, out, d.n);
        }
    }
    if (variable->max_today) {
        d.hi = d.hi < w->today ? d.hi : w->today;
    }
    if (variable->min_today) {
        d.lo = d.lo > w->today ? d.lo : w->today;
    }
    bool none = d.lo > d.hi || (d.kind == VALUE_CODE && bits_seek(d.may, d.n, 0) == d.n);
    bool few =
        d.kind == VALUE_SET && (!bits_subset(d.must, d.may, d.n) || d.lo > (int64_t)bits_count(d.may, d.n));
    d.known = d.known && !none && !few;
    return d;
}

static bool ask(struct walker *w, uint32_t step)
{
    uint32_t cell = w->m->steps[step].cell;
    struct dom dom = walk_answers(w, step, &w->s->cells[cell]);
    struct cell first = {.state = CELL_NOT_REACHED};
    struct cell answer;
    for (unsigned attempt = 0; w->choose(w->context, w, cell, &dom, attempt, &answer); attempt++) {
        first = first.state == CELL_NOT_REACHED ? answer : first;
        set_cell(w, cell, answer);
        if (answer_passes(w, step)) {
            return true;
        }
    }
    if (first.state != CELL_NOT_REACHED) {
        set_cell(w, cell, first);
    }
    return first.state != CELL_NOT_REACHED;
}

bool walk_takes(struct walker *w, uint32_t step, const struct cell *answer)
{
    uint32_t cell = w->m->steps[step].cell;
    struct cell before = w->cells[cell];
    w->cells[cell] = *answer;
    bool takes = answer_passes(w, step);
    w->cells[cell] = before;
    return takes;
}

static bool stop_here(struct walker *w, enum walk_end end, uint32_t at, uint32_t pos)
{
    w->end = end;
    w->end_at = at;
    w->end_pos = pos;
    return false;
}

static bool rows_fit(const struct walker *w, const struct item *item)
{
    uint32_t slot = w->m->q->rosters[item->roster].count_slot;
    const struct cell *count = &w->cells[model_cell(w->m, slot, 0)];
    return count->state != CELL_ANSWERED || count->value.number.units <= (int64_t)w->m->rows_n[item->roster];
}

static bool pass_item(struct walker *w, uint32_t step, const struct item *item)
{
    const struct step *at = &w->m->steps[step];
    switch (item->kind) {
    case ITEM_COMPUTED:
        set_cell(w, at->cell, derive(w, item, at->row));
        return true;
    case ITEM_STOP:
        return stop_here(w, WALK_STOPPED, step, at->pos + 1);
    case ITEM_ROSTER:
        return rows_fit(w, item) || stop_here(w, WALK_ROWS, step, at->pos + 1);
    case ITEM_QUESTION:
    case ITEM_DRAW:
        return ask(w, step) || stop_here(w, WALK_DEAD_END, step, at->pos + 1);
    case ITEM_NOTE:
    case ITEM_BLOCK:
    case ITEM_GRID:
        break;
    }
    return true;
}

static bool pass_step(struct walker *w, uint32_t step)
{
    const struct step *at = &w->m->steps[step];
    w->on[step] = step_on(w, step);
    if (!w->on[step]) {
        if (at->cell != NONE) {
            set_cell(w, at->cell, (struct cell){.state = CELL_NOT_APPLICABLE});
        }
        return true;
    }
    if (at->kind == STEP_TEXT) {
        return ask(w, step) || stop_here(w, WALK_DEAD_END, step, at->pos + 1);
    }
    return at->kind == STEP_ROW || pass_item(w, step, step_item(w->m, step));
}

static bool pass_check(struct walker *w, uint32_t index)
{
    w->checked[index] = (uint8_t)check_says(w, index);
    bool blocks = w->checked[index] == CAN_FALSE && is_hard(w, index);
    return !blocks || stop_here(w, WALK_BLOCKED, index, w->m->checks[index].pos + 1);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void begin(struct walker *w)
{
    for (uint32_t i = 0; i < w->touched_n; i++) {
        w->cells[w->touched[i]] = (struct cell){.state = CELL_NOT_REACHED};
    }
    w->touched_n = 0;
    arena_reset(w->arena);
    memset(w->on, 0, w->m->steps_n * sizeof *w->on);
    memset(w->checked, 0, w->m->checks_n);
    struct cell today;
    (void)w->choose(w->context, w, w->m->today_cell, &w->s->cells[w->m->today_cell], 0, &today);
    w->today = w->env.today = date_first(today.value.date);
    set_cell(w, w->m->today_cell, today);
    for (uint32_t slot = 0; slot < BUILTINS; slot++) {
        uint32_t cell = model_cell(w->m, slot, 0);
        struct cell known = {.state = CELL_NOT_APPLICABLE};
        (void)w->choose(w->context, w, cell, &w->s->cells[cell], 0, &known);
        set_cell(w, cell, known);
    }
}

/* Checks that are looked at in the same moment speak, although one of them blocks. */
static void hear_checks(struct walker *w)
{
    uint32_t pos = w->end_pos;
    for (; pos < w->m->walk_n && w->m->walk[pos].check; pos++) {
        uint32_t index = w->m->walk[pos].index;
        w->checked[index] = (uint8_t)check_says(w, index);
    }
    w->end_pos = pos;
}

/* An answer is one with the text behind its option and the checks that look at it. */
static bool belongs_to_answer(const struct walker *w, uint32_t pos)
{
    const struct passing *p = &w->m->walk[pos];
    return p->check || w->m->steps[p->index].kind == STEP_TEXT;
}

/* The outermost container around a place whose order is drawn; NONE: there is none. */
static uint32_t drawn_around(const struct walker *w, uint32_t pos)
{
    const struct passing *p = &w->m->walk[pos];
    uint32_t drawn = NONE;
    for (uint32_t step = p->check ? NONE : p->index; step != NONE; step = w->m->steps[step].parent) {
        drawn = step_item(w->m, step)->arrangement.random ? w->m->steps[step].item : drawn;
    }
    return drawn;
}

static uint32_t whole_answer(const struct walker *w, uint32_t end)
{
    while (end < w->m->walk_n && belongs_to_answer(w, end)) {
        end++;
    }
    return end;
}

/* Behind all that an order is drawn for, where the end lies in it. */
static uint32_t whole_order(const struct walker *w, uint32_t end)
{
    uint32_t last = end;
    while (last > 0 && w->m->walk[last - 1].check) {
        last--;
    }
    uint32_t drawn = last ? drawn_around(w, last - 1) : NONE;
    while (drawn != NONE && end < w->m->walk_n &&
           (w->m->walk[end].check || item_inside(w->m->q, w->m->steps[w->m->walk[end].index].item, drawn))) {
        end++;
    }
    return end;
}

/* What stands behind the end, but may come before it in the order that is drawn, wants answers too. */
static void answer_drawn(struct walker *w)
{
    struct walker before = *w;
    w->told_end = w->end_pos;
    uint32_t end = whole_order(w, w->end_pos);
    for (; w->told_end < end; w->told_end++) {
        const struct passing *p = &w->m->walk[w->told_end];
        (void)(p->check || pass_step(w, p->index));
    }
    w->end = before.end;
    w->end_at = before.end_at;
    w->end_pos = before.end_pos;
}

void walk_run(struct walker *w, uint32_t until)
{
    begin(w);
    uint32_t end = until == NONE || until > w->m->walk_n ? w->m->walk_n : whole_answer(w, until);
    w->end = WALK_COMPLETED;
    w->end_pos = end;
    w->end_at = NONE;
    for (uint32_t pos = 0; pos < end; pos++) {
        const struct passing *p = &w->m->walk[pos];
        if (!(p->check ? pass_check(w, p->index) : pass_step(w, p->index))) {
            break;
        }
    }
    if (w->end == WALK_BLOCKED || w->end == WALK_DEAD_END) {
        hear_checks(w);
    }
    answer_drawn(w);
}
