#include "cleaning/work_priv.h"

#include <math.h>
#include <stdlib.h>

/* How the clean values of a variable are distributed. */

enum { INTERVALS = 12 };

struct selection {
    const struct clean *clean;
    const struct variable *v;
    enum clean_split split;
    struct str key;
};

static bool is_selected(const struct selection *s, uint32_t record)
{
    const struct loaded_record *about = &s->clean->data->records[record].about;
    return !s->key.len || s->split == SPLIT_NONE ||
           str_equal(s->key, s->split == SPLIT_GROUP ? about->group : about->interviewer);
}

typedef void cell_visitor(void *context, uint32_t record, const struct cell *cell);

static void each_cell(const struct selection *s, cell_visitor *visit, void *context)
{
    const struct data *data = s->clean->data;
    for (uint32_t i = 0; i < data->n; i++) {
        const uint32_t alone = 0;
        const uint32_t *ids = &alone;
        uint32_t n = !is_selected(s, i)               ? 0
                     : s->v->roster == EXPR_NO_ROSTER ? 1
                                                      : data_rows_of(data, s->v->roster, i, &ids);
        for (uint32_t k = 0; k < n; k++) {
            struct cell cell = data_cell(data, s->v->slot, i, ids[k]);
            visit(context, i, &cell);
        }
    }
}

static bool is_numeric(const struct variable *v)
{
    return v->type == VARIABLE_INT || v->type == VARIABLE_DECIMAL || v->type == VARIABLE_DATE ||
           v->type == VARIABLE_TIME;
}

/* A date counts by its year. */
static double number_of(const struct cell *cell)
{
    if (cell->value.kind == VALUE_DATE) {
        return cell->value.date.year;
    }
    return cell->value.kind == VALUE_TIME
               ? cell->value.minutes
               : (double)cell->value.number.units / pow(10, cell->value.number.scale);
}

/* Options in a set count one by one, texts not at all: their number only. */
static bool falls_in(const struct variable *v, const struct clean_bar *bar, const struct cell *cell)
{
    if (cell->state != CELL_ANSWERED) {
        return bar->valueless && str_is(bar->key, cell_state_name(cell->state));
    }
    if (bar->valueless) {
        return false;
    }
    if (is_numeric(v)) {
        double x = number_of(cell);
        return x >= bar->low && x < bar->high;
    }
    if (v->type == VARIABLE_CODE) {
        return str_equal(v->list->options[cell->value.code].code, bar->key);
    }
    int32_t option = v->type == VARIABLE_SET ? list_find_code(v->list, bar->key) : -1;
    return v->type == VARIABLE_SET    ? set_has(cell->value.set, option)
           : v->type == VARIABLE_BOOL ? str_is(bar->key, cell->value.truth ? "true" : "false")
                                      : str_is(bar->key, "text");
}

struct making {
    struct arena *arena;
    const struct selection *s;
    struct clean_frequencies out;
    struct clean_bar *bars;
    double *numbers;
    size_t numbers_n;
};

static void take_number(void *context, uint32_t record, const struct cell *cell)
{
    struct making *m = context;
    (void)record;
    m->out.n += cell->state == CELL_ANSWERED;
    m->out.valueless += cell->state != CELL_ANSWERED;
    if (cell->state == CELL_ANSWERED && m->out.numeric) {
        m->numbers[m->numbers_n++] = number_of(cell);
    }
}

static void take_bars(void *context, uint32_t record, const struct cell *cell)
{
    struct making *m = context;
    (void)record;
    for (size_t i = 0; i < m->out.bars_n; i++) {
        m->bars[i].n += falls_in(m->s->v, &m->bars[i], cell);
    }
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static double quantile(const struct making *m, double q)
{
    return m->numbers[(size_t)(q * (double)(m->numbers_n - 1) + 0.5)];
}

/* Intervals of 1, 2 or 5 times a power of ten, at most INTERVALS of them. */
static double width_for(double span)
{
    static const double steps[] = {1, 2, 5};
    for (double ten = 1;; ten *= 10) {
        for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
            if (span / (steps[i] * ten) < INTERVALS) {
                return steps[i] * ten;
            }
        }
    }
}

static void bar_add(struct making *m, struct clean_bar bar)
{
    m->bars[m->out.bars_n++] = bar;
}

static void number_bars(struct making *m)
{
    if (!m->numbers_n) {
        return;
    }
    qsort(m->numbers, m->numbers_n, sizeof *m->numbers, ascending);
    m->out.least = m->numbers[0];
    m->out.most = m->numbers[m->numbers_n - 1];
    m->out.p5 = quantile(m, 0.05);
    m->out.p25 = quantile(m, 0.25);
    m->out.median = quantile(m, 0.5);
    m->out.p75 = quantile(m, 0.75);
    m->out.p95 = quantile(m, 0.95);
    for (size_t i = 0; i < m->numbers_n; i++) {
        m->out.mean += m->numbers[i] / (double)m->numbers_n;
    }
    double width = width_for(m->out.most - m->out.least);
    for (double low = floor(m->out.least / width) * width; low <= m->out.most; low += width) {
        struct str label = width > 1 ? arena_format(m->arena, "%g-%g", low, low + width - 1)
                                     : arena_format(m->arena, "%g", low);
        bar_add(m, (struct clean_bar){.label = label, .key = label, .low = low, .high = low + width});
    }
}

static void option_bars(struct making *m, unsigned language)
{
    const struct list *list = m->s->v->list;
    const struct codebook *book = m->s->clean->setup.questionnaire->codebook;
    for (size_t i = 0; list && i < list->n; i++) {
        bar_add(m,
                (struct clean_bar){.label = option_label(&list->options[i], language, book->source_language),
                                   .key = list->options[i].code});
    }
}

static void other_bars(struct making *m)
{
    static const char *const truths[] = {"true", "false"};
    for (size_t i = 0; m->s->v->type == VARIABLE_BOOL && i < ARRAY_LEN(truths); i++) {
        bar_add(m, (struct clean_bar){.label = str_from(truths[i]), .key = str_from(truths[i])});
    }
    if (m->s->v->type == VARIABLE_TEXT) {
        bar_add(m, (struct clean_bar){.label = STR("text"), .key = STR("text")});
    }
}

static void state_bars(struct making *m)
{
    for (int state = 0; state < CELL_STATES; state++) {
        struct str name = str_from(cell_state_name((enum cell_state)state));
        if (state != CELL_ANSWERED) {
            bar_add(m, (struct clean_bar){.label = name, .key = name, .valueless = true});
        }
    }
}

/* States that nobody is in, and options of long lists that nobody chose, are left out. */
static void without_empty(struct making *m)
{
    bool all = !m->s->v->list || m->s->v->list->n <= 40;
    size_t n = 0;
    for (size_t i = 0; i < m->out.bars_n; i++) {
        if (m->bars[i].n || (all && !m->bars[i].valueless)) {
            m->bars[n++] = m->bars[i];
        }
    }
    m->out.bars_n = n;
    m->out.bars = m->bars;
}

static size_t cells_n(const struct clean *clean, const struct variable *v)
{
    return clean->data->columns[v->slot].n;
}

struct clean_frequencies clean_frequencies(const struct clean *clean, struct arena *arena,
                                           const struct variable *variable, enum clean_split split,
                                           struct str key, unsigned language)
{
    struct selection s = {clean, variable, split, key};
    struct making m = {.arena = arena, .s = &s};
    size_t bars = INTERVALS + 4 + CELL_STATES + (variable->list ? variable->list->n : 0);
    m.out.numeric = is_numeric(variable);
    m.bars = ARENA_ARRAY(arena, bars, struct clean_bar);
    m.numbers = ARENA_ARRAY(arena, cells_n(clean, variable) + 1, double);
    each_cell(&s, take_number, &m);
    if (m.out.numeric) {
        number_bars(&m);
    }
    option_bars(&m, language);
    other_bars(&m);
    state_bars(&m);
    each_cell(&s, take_bars, &m);
    without_empty(&m);
    return m.out;
}

struct listing {
    const struct selection *s;
    const struct clean_bar *bar;
    uint32_t *records;
    size_t n;
};

static void take_record(void *context, uint32_t record, const struct cell *cell)
{
    struct listing *l = context;
    bool listed = l->n && l->records[l->n - 1] == record;
    if (!listed && falls_in(l->s->v, l->bar, cell)) {
        l->records[l->n++] = record;
    }
}

size_t clean_bar_records(const struct clean *clean, struct arena *arena, const struct variable *variable,
                         const struct clean_bar *bar, enum clean_split split, struct str key,
                         const uint32_t **out)
{
    struct selection s = {clean, variable, split, key};
    struct listing l = {.s = &s, .bar = bar};
    l.records = ARENA_ARRAY(arena, clean->data->n + 1, uint32_t);
    each_cell(&s, take_record, &l);
    *out = l.records;
    return l.n;
}
