#include "questionnaire/prove/search_priv.h"

#include <stdlib.h>

/* Which steps bear on a demand: those it reads, and what their route, options and values hang on. */

void cone_begin(struct solver *v)
{
    v->cone.n = 0;
    v->cone.without = NONE;
    v->cone.number++;
}

static void add_step(struct solver *v, uint32_t step)
{
    struct cone *cone = &v->cone;
    if (step == NONE || step == cone->without || cone->seen[step] == cone->number || v->s->settled[step]) {
        return;
    }
    cone->seen[step] = cone->number;
    if (cone->n == cone->cap) {
        cone->steps = array_grow(cone->steps, &cone->cap, sizeof *cone->steps);
    }
    cone->steps[cone->n++] = step;
}

static void add_cell(struct solver *v, uint32_t cell)
{
    add_step(v, v->s->m->cells[cell].step);
}

static void add_roster(struct solver *v, uint32_t roster)
{
    const struct model *m = v->s->m;
    add_step(v, m->step_of_item[m->q->rosters[roster].item]);
    for (uint32_t row = 1; row <= m->rows_n[roster]; row++) {
        add_step(v, model_row_step(m, roster, row));
    }
}

static void add_reads(struct solver *v, const struct expr *expr, uint32_t row)
{
    const struct model *m = v->s->m;
    for (size_t i = 0; expr && i < expr->reads_n; i++) {
        uint32_t slot = expr->reads[i];
        uint32_t roster = m->q->codebook->variables[slot]->roster;
        uint32_t rows = roster == EXPR_NO_ROSTER ? 1 : m->rows_n[roster];
        bool one = roster != EXPR_NO_ROSTER && expr->rosters_n == 0;
        for (uint32_t r = 1; r <= rows; r++) {
            if (!one || r == row) {
                add_cell(v, model_cell(m, slot, roster == EXPR_NO_ROSTER ? 0 : r));
            }
        }
    }
    for (size_t i = 0; expr && i < expr->rosters_n; i++) {
        add_roster(v, expr->rosters[i]);
    }
}

/* `over`: in an aggregate, where a roster's item is read in all rows. */
static void add_node(struct solver *v, const struct expr_node *node, uint32_t row, bool over)
{
    const struct model *m = v->s->m;
    bool rows = node->op >= EXPR_ROWS_COUNT;
    if (node->op == EXPR_CELL && node->roster == EXPR_NO_ROSTER) {
        add_cell(v, model_cell(m, node->slot, 0));
    } else if (node->op == EXPR_CELL) {
        uint32_t last = over ? m->rows_n[node->roster] : row;
        for (uint32_t r = over ? 1 : row; r <= last; r++) {
            add_cell(v, model_cell(m, node->slot, r));
        }
    } else if (rows) {
        add_roster(v, node->slot);
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            add_node(v, node->args[i], row, over || rows);
        }
    }
}

/* What the step itself hangs on. */
static void add_roots(struct solver *v, uint32_t step)
{
    const struct model *m = v->s->m;
    const struct step *at = &m->steps[step];
    const struct item *item = &m->q->items[at->item];
    add_step(v, at->parent);
    if (at->kind == STEP_ROW) {
        add_cell(v, model_cell(m, m->q->rosters[item->roster].count_slot, 0));
    }
    if (at->kind != STEP_ITEM) {
        return;
    }
    add_reads(v, item->when.expr, at->row);
    for (size_t i = 0; i < item->cases_n; i++) {
        add_reads(v, item->cases[i].when, at->row);
        add_reads(v, item->cases[i].value, at->row);
    }
    for (size_t i = 0; i < item->option_rules_n; i++) {
        add_reads(v, item->option_rules[i].when.expr, at->row);
    }
}

static void add_bars(struct solver *v, const struct demand *demand)
{
    struct bar bars[BARS_MOST];
    size_t n = demand_bars(v->s, demand, bars);
    for (size_t i = 0; i < n; i++) {
        add_step(v, bars[i].home);
        add_node(v, bars[i].node, bars[i].row, false);
    }
}

void cone_add(struct solver *v, const struct demand *demand)
{
    v->cone.without = demand->swap ? v->s->m->cells[demand->swap->cell].step : v->cone.without;
    switch (demand->kind) {
    case DEMAND_EXPR:
        add_node(v, demand->node, demand->row, demand->in_row > 0);
        break;
    case DEMAND_CELL:
        add_cell(v, demand->at);
        break;
    case DEMAND_PASS:
        add_step(v, v->s->m->checks[demand->at].home);
        add_node(v, check_of(v->s->m, demand->at)->holds->root, v->s->m->checks[demand->at].row, false);
        break;
    case DEMAND_STUCK:
        add_bars(v, demand);
        break;
    case DEMAND_ON:
    case DEMAND_WAY:
        add_step(v, demand->at);
        break;
    }
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void cone_end(struct solver *v)
{
    for (uint32_t i = 0; i < v->cone.n; i++) {
        add_roots(v, v->cone.steps[i]);
    }
    if (v->cone.n) {
        qsort(v->cone.steps, v->cone.n, sizeof *v->cone.steps, ascending);
    }
}
