#include "questionnaire/prove/model_priv.h"

/* ---- cells ----------------------------------------------------------------------------------- */

static uint32_t rows_of_slot(const struct model *m, const struct variable *variable)
{
    return variable->roster == EXPR_NO_ROSTER ? 1 : m->rows_n[variable->roster];
}

static void make_cells(struct model *m)
{
    const struct codebook *book = m->q->codebook;
    m->cell_of_slot = ARENA_ARRAY(m->arena, book->variables_n, uint32_t);
    for (uint32_t v = 0; v < book->variables_n; v++) {
        m->cell_of_slot[v] = m->cells_n;
        m->cells_n += rows_of_slot(m, book->variables[v]);
    }
    m->today_cell = m->cells_n++;
    m->cells = ARENA_ARRAY(m->arena, m->cells_n, struct cell_at);
    for (uint32_t v = 0; v < book->variables_n; v++) {
        bool inside = book->variables[v]->roster != EXPR_NO_ROSTER;
        for (uint32_t r = 0; r < rows_of_slot(m, book->variables[v]); r++) {
            m->cells[m->cell_of_slot[v] + r] = (struct cell_at){v, inside ? r + 1 : 0, NONE};
        }
    }
    m->cells[m->today_cell] = (struct cell_at){NONE, 0, NONE};
}

static void make_rows(struct model *m)
{
    const struct questionnaire *q = m->q;
    m->rows_n = ARENA_ARRAY(m->arena, q->rosters_n, uint32_t);
    m->rows_first = ARENA_ARRAY(m->arena, q->rosters_n, uint32_t);
    m->rows_stride = ARENA_ARRAY(m->arena, q->rosters_n, uint32_t);
    for (uint32_t r = 0; r < q->rosters_n; r++) {
        m->rows_n[r] = q->rosters[r].max < ROWS_MODELLED ? q->rosters[r].max : ROWS_MODELLED;
    }
}

/* ---- the walk -------------------------------------------------------------------------------- */

/* Checks by hook: those of hook h are by_hook[from[h] .. from[h + 1]). */
struct hooks {
    uint32_t *from;
    uint32_t *checks;
};

struct building {
    struct model *m;
    struct hooks hooks;
    bool counting; /* the first time round only counts */
};

static uint32_t add_step(struct building *b, enum step_kind kind, uint32_t item, uint32_t row,
                         uint32_t parent, uint32_t cell)
{
    struct model *m = b->m;
    uint32_t step = m->steps_n++;
    if (!b->counting) {
        m->steps[step] = (struct step){kind, item, row, parent, cell, m->walk_n};
        m->walk[m->walk_n] = (struct passing){false, step};
        if (cell != NONE) {
            m->cells[cell].step = step;
        }
    }
    m->walk_n++;
    return step;
}

static uint32_t add_item(struct building *b, const struct item *item, uint32_t row, uint32_t parent)
{
    struct model *m = b->m;
    uint32_t cell = item->variable ? model_cell(m, item->variable->slot, row) : NONE;
    uint32_t step = add_step(b, STEP_ITEM, item->index, row, parent, cell);
    if (row <= 1) {
        m->step_of_item[item->index] = step;
    }
    for (size_t i = 0; i < item->specify_n; i++) {
        add_step(b, STEP_TEXT, item->index, row, step, model_cell(m, item->specify[i], row));
    }
    return step;
}

static void add_check(struct building *b, uint32_t check, uint32_t row)
{
    struct model *m = b->m;
    const struct check *c = &m->q->checks[check];
    if (!b->counting) {
        uint32_t at = m->check_of[check] + (row ? row - 1 : 0);
        uint32_t home = c->item == NONE ? NONE : model_step(m, c->item, row);
        m->checks[at] = (struct check_at){check, row, home, m->walk_n};
        m->walk[m->walk_n] = (struct passing){true, at};
    }
    m->checks_n++;
    m->walk_n++;
}

/* Checks of a roster's rows that are looked at outside it are looked at once per row. */
static void add_checks(struct building *b, uint32_t hook, uint32_t row)
{
    for (uint32_t i = b->hooks.from[hook]; i < b->hooks.from[hook + 1]; i++) {
        const struct check *check = &b->m->q->checks[b->hooks.checks[i]];
        uint32_t rows = check->roster == NONE || row ? 1 : b->m->rows_n[check->roster];
        for (uint32_t r = 0; r < rows; r++) {
            add_check(b, check->index, check->roster == NONE ? 0 : row ? row : r + 1);
        }
    }
}

static void add_range(struct building *b, uint32_t from, uint32_t end, uint32_t row, uint32_t parent);

static void add_rows(struct building *b, const struct item *item, uint32_t parent)
{
    struct model *m = b->m;
    uint32_t roster = item->roster;
    for (uint32_t row = 1; row <= m->rows_n[roster]; row++) {
        uint32_t step = add_step(b, STEP_ROW, item->index, row, parent, NONE);
        if (row == 1) {
            m->rows_first[roster] = step;
        }
        add_range(b, item->index + 1, item->end, row, step);
        if (row == 1) {
            m->rows_stride[roster] = m->steps_n - step;
        }
    }
}

static void add_range(struct building *b, uint32_t from, uint32_t end, uint32_t row, uint32_t parent)
{
    while (from < end) {
        const struct item *item = &b->m->q->items[from];
        uint32_t step = add_item(b, item, row, parent);
        add_checks(b, 2 * from, row);
        if (item->kind == ITEM_ROSTER) {
            add_rows(b, item, step);
        } else {
            add_range(b, from + 1, item->end, row, step);
        }
        add_checks(b, 2 * from + 1, row);
        from = item->end;
    }
}

static void sort_hooks(struct building *b)
{
    const struct questionnaire *q = b->m->q;
    size_t n = (size_t)2 * q->items_n + 2;
    uint32_t *at = ARENA_ARRAY(b->m->arena, q->checks_n, uint32_t);
    b->hooks.from = ARENA_ARRAY(b->m->arena, n + 1, uint32_t);
    b->hooks.checks = ARENA_ARRAY(b->m->arena, q->checks_n, uint32_t);
    for (uint32_t c = 0; c < q->checks_n; c++) {
        at[c] = check_hook(q, &q->checks[c]);
        b->hooks.from[at[c] + 1]++;
    }
    for (size_t i = 1; i <= n; i++) {
        b->hooks.from[i] += b->hooks.from[i - 1];
    }
    uint32_t *next = ARENA_ARRAY(b->m->arena, n, uint32_t);
    memcpy(next, b->hooks.from, n * sizeof *next);
    for (uint32_t c = 0; c < q->checks_n; c++) {
        b->hooks.checks[next[at[c]]++] = c;
    }
}

static void make_checks(struct model *m)
{
    uint32_t n = 0;
    m->check_of = ARENA_ARRAY(m->arena, m->q->checks_n, uint32_t);
    for (uint32_t c = 0; c < m->q->checks_n; c++) {
        m->check_of[c] = n;
        n += m->q->checks[c].roster == NONE ? 1 : m->rows_n[m->q->checks[c].roster];
    }
}

static void make_walk(struct model *m)
{
    struct building b = {.m = m, .counting = true};
    m->step_of_item = ARENA_ARRAY(m->arena, m->q->items_n, uint32_t);
    make_checks(m);
    sort_hooks(&b);
    add_range(&b, 0, m->q->items_n, 0, NONE);
    m->steps = ARENA_ARRAY(m->arena, m->steps_n, struct step);
    m->checks = ARENA_ARRAY(m->arena, m->checks_n, struct check_at);
    m->walk = ARENA_ARRAY(m->arena, m->walk_n, struct passing);
    m->steps_n = m->checks_n = m->walk_n = 0;
    b.counting = false;
    add_range(&b, 0, m->q->items_n, 0, NONE);
}

uint32_t model_step(const struct model *m, uint32_t item, uint32_t row)
{
    const struct item *it = &m->q->items[item];
    bool inside = it->roster != NONE && it->kind != ITEM_ROSTER;
    uint32_t first = m->step_of_item[item];
    return inside && row > 1 ? first + (row - 1) * m->rows_stride[it->roster] : first;
}

bool reads_slot(const struct expr *expr, uint32_t slot)
{
    for (size_t i = 0; i < expr->reads_n; i++) {
        if (expr->reads[i] == slot) {
            return true;
        }
    }
    return false;
}

size_t model_bars(const struct model *m, uint32_t step, uint32_t out[BARS_MOST])
{
    size_t n = 0;
    for (uint32_t pos = m->steps[step].pos + 1; pos < m->walk_n; pos++) {
        const struct passing *p = &m->walk[pos];
        if (!p->check && m->steps[p->index].kind != STEP_TEXT) {
            break;
        }
        bool bars = p->check && check_of(m, p->index)->kind == CHECK_HARD &&
                    reads_slot(check_of(m, p->index)->holds, m->cells[m->steps[step].cell].slot);
        if (bars && n < BARS_MOST) {
            out[n++] = p->index;
        }
    }
    return n;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static struct dom top_of_today(int32_t first_day, int32_t last_day)
{
    return (struct dom){
        .known = true, .kind = VALUE_DATE, .precise = 1u << DATE_DAY, .lo = first_day, .hi = last_day};
}

struct model *model_new(struct arena *arena, const struct questionnaire *q, int32_t first_day,
                        int32_t last_day)
{
    struct model *m = ARENA_NEW(arena, struct model);
    m->q = q;
    m->arena = arena;
    make_rows(m);
    make_cells(m);
    make_walk(m);
    model_texts(m);
    m->tops = ARENA_ARRAY(arena, m->cells_n, struct dom);
    for (uint32_t c = 0; c < m->today_cell; c++) {
        m->tops[c] = m->cells[c].row > 1 ? m->tops[c - 1] : top_of_variable(m, cell_variable(m, c));
    }
    m->tops[m->today_cell] = top_of_today(first_day, last_day);
    m->tops[model_cell(m, BUILTIN_FRAME_BIRTH, 0)].hi = last_day; /* nobody in a sample is born later */
    return m;
}
