#include "cleaning/interviewing.h"

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cleaning/work_priv.h"
#include "codebook/ids.h"

enum { BATTERY_LEAST = 4, COMMON_LEAST = 60, HEAPED_FROM = 10, FAST_Z = 3 };

static const struct {
    const char *name, *text;
    int bad; /* which end */
} signs[SIGNS] = {
    [SIGN_DONT_KNOW] = {"dont_know", N_("weet niet"), 1},
    [SIGN_REFUSED] = {"refused", N_("wil niet zeggen"), 1},
    [SIGN_NO] = {"no", N_("nee bij doorvragen"), 1},
    [SIGN_FLAT] = {"flat", N_("batterij overal gelijk"), 1},
    [SIGN_DIFFER] = {"differ", N_("onderscheid in batterijen"), -1},
    [SIGN_FAST] = {"fast", N_("snelle delen"), 1},
    [SIGN_ALIKE] = {"alike", N_("gelijkenis"), 1},
    [SIGN_HEAPED] = {"heaped", N_("ronde getallen"), 1},
};

const char *sign_name(enum sign sign)
{
    return signs[sign].name;
}

const char *sign_text(enum sign sign)
{
    return tr(signs[sign].text);
}

/* ---- batteries --------------------------------------------------------------------------------------- */

/* Where the battery that begins at `from` ends; from + 1: there is none. */
static size_t battery_end(const struct codebook *book, size_t from)
{
    const struct variable *first = book->variables[from];
    size_t end = from + 1;
    bool is = first->grid != UINT32_MAX && first->roster == EXPR_NO_ROSTER && first->type == VARIABLE_CODE;
    while (is && end < book->variables_n && book->variables[end]->grid == first->grid) {
        end++;
    }
    return end;
}

size_t clean_batteries(const struct clean *clean, struct arena *arena, uint32_t record,
                       const struct battery **out)
{
    const struct codebook *book = clean->setup.questionnaire->codebook;
    struct battery *items = ARENA_ARRAY(arena, book->variables_n + 1, struct battery);
    int64_t *answers = ARENA_ARRAY(arena, book->variables_n + 1, int64_t);
    size_t n = 0;
    for (size_t from = 0, end; from < book->variables_n; from = end) {
        size_t rows = 0;
        bool reversed = false;
        end = battery_end(book, from);
        for (size_t i = from; i < end && end > from + 1; i++) {
            const struct variable *v = book->variables[i];
            struct cell cell = data_cell(clean->data, v->slot, record, 0);
            reversed |= v->reverse;
            if (cell.state == CELL_ANSWERED) {
                answers[rows++] = v->list->options[cell.value.code].number;
            }
        }
        if (rows >= BATTERY_LEAST) {
            items[n++] =
                (struct battery){book->variables[from], rows, reversed, quality_straight(answers, rows)};
        }
    }
    *out = items;
    return n;
}

/* ---- how alike records are ------------------------------------------------------------------------------
 */

/* Codes and numbers as one matrix, a row per record; -1: no answer. */
struct matrix {
    int64_t *cells;
    size_t width;
};

static struct matrix matrix_of(const struct clean *clean, struct arena *arena)
{
    const struct codebook *book = clean->setup.questionnaire->codebook;
    uint32_t *slots = ARENA_ARRAY(arena, book->variables_n + 1, uint32_t);
    struct matrix m = {0};
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        bool plain = v->type == VARIABLE_CODE || v->type == VARIABLE_INT || v->type == VARIABLE_DECIMAL;
        if (plain && v->role == ROLE_ASKED && v->roster == EXPR_NO_ROSTER) {
            slots[m.width++] = v->slot;
        }
    }
    m.cells = ARENA_ARRAY(arena, (size_t)clean->data->n * m.width + 1, int64_t);
    for (size_t r = 0; r < clean->data->n; r++) {
        for (size_t i = 0; i < m.width; i++) {
            const struct column *c = &clean->data->columns[slots[i]];
            m.cells[r * m.width + i] = c->states[r] == CELL_ANSWERED ? c->values[r] : -1;
        }
    }
    return m;
}

/* Each record's most similar one in its group. */
static struct record_pair *nearest(const struct clean *clean, struct arena *arena)
{
    const struct data *data = clean->data;
    struct matrix m = matrix_of(clean, arena);
    struct record_pair *best = ARENA_ARRAY(arena, data->n + 1, struct record_pair);
    double *sum = ARENA_ARRAY(arena, data->n + 1, double);
    double *count = ARENA_ARRAY(arena, data->n + 1, double);
    for (uint32_t a = 0; a < data->n; a++) {
        best[a] = (struct record_pair){.record = a, .other = CLEAN_ANY};
        for (uint32_t b = 0; b < a; b++) {
            double match =
                data->records[a].group != data->records[b].group
                    ? NAN
                    : quality_match(m.cells + a * m.width, m.cells + b * m.width, m.width, COMMON_LEAST);
            const uint32_t both[] = {a, b};
            for (size_t k = 0; !isnan(match) && k < 2; k++) {
                struct record_pair *one = &best[both[k]];
                sum[both[k]] += match;
                count[both[k]]++;
                if (one->other == CLEAN_ANY || match > one->match) {
                    one->other = both[1 - k];
                    one->match = match;
                }
            }
        }
    }
    for (uint32_t a = 0; a < data->n; a++) {
        best[a].excess = count[a] > 1 ? best[a].match - sum[a] / count[a] : NAN;
        best[a].same_interviewer =
            best[a].other != CLEAN_ANY &&
            str_equal(data->records[a].about.interviewer, data->records[best[a].other].about.interviewer);
    }
    return best;
}

static int by_excess(const void *a, const void *b)
{
    const struct record_pair *x = a;
    const struct record_pair *y = b;
    if (x->excess != y->excess) {
        return x->excess > y->excess ? -1 : 1;
    }
    return (x->record > y->record) - (x->record < y->record);
}

size_t clean_pairs(const struct clean *clean, struct arena *arena, size_t most,
                   const struct record_pair **out)
{
    const struct record_pair *best = nearest(clean, arena);
    struct record_pair *pairs = ARENA_ARRAY(arena, clean->data->n + 1, struct record_pair);
    size_t n = 0;
    for (uint32_t i = 0; i < clean->data->n; i++) {
        /* two that are each other's nearest stand there once */
        bool told = best[i].other < i && best[best[i].other].other == i;
        if (!isnan(best[i].excess) && best[i].other != CLEAN_ANY && !told) {
            pairs[n++] = best[i];
        }
    }
    qsort(pairs, n, sizeof *pairs, by_excess);
    *out = pairs;
    return n < most ? n : most;
}

/* ---- signs of a record ----------------------------------------------------------------------------------
 */

static bool leads_on(const struct questionnaire *q, const struct variable *v)
{
    for (uint32_t i = q->reader_from[v->slot]; i < q->reader_from[v->slot + 1]; i++) {
        if (q->readers[i].kind == READER_WHEN) {
            return true;
        }
    }
    return false;
}

static void answer_signs(const struct clean *clean, uint32_t record, double *values)
{
    const struct questionnaire *q = clean->setup.questionnaire;
    double asked = 0, unknown = 0, refused = 0, filters = 0, no = 0;
    for (size_t i = 0; i < q->codebook->variables_n; i++) {
        const struct variable *v = q->codebook->variables[i];
        if (v->role != ROLE_ASKED || v->roster != EXPR_NO_ROSTER) {
            continue;
        }
        struct cell cell = data_cell(clean->data, v->slot, record, 0);
        unknown += cell.state == CELL_DONT_KNOW;
        refused += cell.state == CELL_REFUSED;
        asked += cell.state == CELL_ANSWERED || cell.state == CELL_DONT_KNOW || cell.state == CELL_REFUSED;
        int32_t option = v->type == VARIABLE_CODE && v->list->n == 2 ? list_find(v->list, STR("no")) : -1;
        if (option >= 0 && cell.state == CELL_ANSWERED && leads_on(q, v)) {
            filters++;
            no += cell.value.code == option;
        }
    }
    values[SIGN_DONT_KNOW] = asked > 0 ? unknown / asked : NAN;
    values[SIGN_REFUSED] = asked > 0 ? refused / asked : NAN;
    values[SIGN_NO] = filters > 0 ? no / filters : NAN;
}

static void battery_signs(const struct clean *clean, struct arena *arena, uint32_t record, double *values)
{
    const struct battery *batteries = NULL;
    size_t n = clean_batteries(clean, arena, record, &batteries);
    double flat = 0;
    double differ = 0;
    for (size_t i = 0; i < n; i++) {
        flat += batteries[i].straight.modal >= 1;
        differ += batteries[i].straight.differ;
    }
    values[SIGN_FLAT] = n ? flat / (double)n : NAN;
    values[SIGN_DIFFER] = n ? differ / (double)n : NAN;
}

/* Seconds an answer took in each section, beside the section in the same group. */
static void fast_signs(const struct clean *clean, struct arena *arena, double (*values)[SIGNS])
{
    const struct data *data = clean->data;
    double *others = ARENA_ARRAY(arena, data->n + 1, double);
    double *sections = ARENA_ARRAY(arena, data->n + 1, double);
    double *fast = ARENA_ARRAY(arena, data->n + 1, double);
    for (uint32_t item = 0; item < data->q->items_n; item++) {
        for (int group = -1; group < (int)data->q->groups_n; group++) {
            size_t n = 0;
            for (uint32_t r = 0; r < data->n; r++) {
                float pace = data_pace(data, r, item);
                if (pace > 0 && data->records[r].group == group) {
                    others[n++] = log(pace);
                }
            }
            struct robust own = quality_robust(others, n);
            for (uint32_t r = 0; n && r < data->n; r++) {
                float pace = data_pace(data, r, item);
                if (pace > 0 && data->records[r].group == group) {
                    sections[r]++;
                    fast[r] += quality_robust_z(log(pace), own) <= -FAST_Z;
                }
            }
        }
    }
    for (uint32_t r = 0; r < data->n; r++) {
        values[r][SIGN_FAST] = sections[r] > 0 ? fast[r] / sections[r] : NAN;
    }
}

/* ---- interviewers
 * ------------------------------------------------------------------------------------------ */

struct gathering {
    const struct clean *clean;
    struct arena *arena;
    uint32_t *who; /* per record */
    struct interviewer_signs *items;
    size_t n;
    double (*values)[SIGNS]; /* per record */
};

static void gather_interviewers(struct gathering *g)
{
    const struct data *data = g->clean->data;
    struct ids ids = {.arena = g->arena};
    for (uint32_t r = 0; r < data->n; r++) {
        struct str name = data->records[r].about.interviewer;
        if (!ids_find(&ids, name, &g->who[r])) {
            g->who[r] = (uint32_t)g->n;
            ids_add(&ids, name, g->who[r]);
            g->items[g->n++].name = name;
        }
        g->items[g->who[r]].interviews++;
    }
}

static void mean_signs(struct gathering *g)
{
    for (size_t s = 0; s < SIGN_HEAPED; s++) {
        for (size_t i = 0; i < g->n; i++) {
            double sum = 0;
            double n = 0;
            for (uint32_t r = 0; r < g->clean->data->n; r++) {
                bool own = g->who[r] == i && !isnan(g->values[r][s]);
                sum += own ? g->values[r][s] : 0;
                n += own;
            }
            g->items[i].values[s] = n > 0 ? sum / n : NAN;
        }
    }
}

static void heaped_signs(struct gathering *g)
{
    const struct codebook *book = g->clean->setup.questionnaire->codebook;
    const struct data *data = g->clean->data;
    int64_t *numbers = ARENA_ARRAY(g->arena, (size_t)data->n * 8 + 1, int64_t);
    for (size_t i = 0; i < g->n; i++) {
        size_t n = 0;
        for (size_t v = 0; v < book->variables_n; v++) {
            const struct variable *variable = book->variables[v];
            bool amount = variable->type == VARIABLE_INT && variable->role == ROLE_ASKED &&
                          variable->roster == EXPR_NO_ROSTER && variable->max.units < 1000;
            for (uint32_t r = 0; amount && r < data->n && n < (size_t)data->n * 8; r++) {
                struct cell cell = data_cell(data, variable->slot, r, 0);
                if (g->who[r] == i && cell.state == CELL_ANSWERED && cell.value.number.units >= HEAPED_FROM) {
                    numbers[n++] = cell.value.number.units;
                }
            }
        }
        g->items[i].values[SIGN_HEAPED] = quality_heaping(numbers, n).share;
    }
}

static double rank_of(const struct gathering *g, size_t one, size_t sign)
{
    double rank = 1;
    for (size_t i = 0; i < g->n; i++) {
        double away = (g->items[i].values[sign] - g->items[one].values[sign]) * signs[sign].bad;
        rank += away > 0;
    }
    return rank;
}

static void compare_interviewers(struct gathering *g)
{
    double *others = ARENA_ARRAY(g->arena, g->n + 1, double);
    for (size_t i = 0; i < g->n; i++) {
        double ranked = 0;
        for (size_t s = 0; s < SIGNS; s++) {
            size_t n = 0;
            for (size_t k = 0; k < g->n; k++) {
                if (k != i && !isnan(g->items[k].values[s])) {
                    others[n++] = g->items[k].values[s];
                }
            }
            double value = g->items[i].values[s];
            g->items[i].z[s] =
                isnan(value) ? NAN : signs[s].bad * quality_robust_z(value, quality_robust(others, n));
            g->items[i].rank += isnan(value) ? 0 : rank_of(g, i, s);
            ranked += !isnan(value);
        }
        g->items[i].rank = ranked > 0 ? g->items[i].rank / ranked : NAN;
    }
}

static double intraclass_of(const struct gathering *g, size_t sign)
{
    size_t n = 0;
    double *values = ARENA_ARRAY(g->arena, g->clean->data->n + 1, double);
    uint32_t *groups = ARENA_ARRAY(g->arena, g->clean->data->n + 1, uint32_t);
    for (uint32_t r = 0; r < g->clean->data->n; r++) {
        if (!isnan(g->values[r][sign])) {
            values[n] = g->values[r][sign];
            groups[n++] = g->who[r];
        }
    }
    return quality_intraclass(values, groups, n, g->n);
}

static int by_rank(const void *a, const void *b)
{
    const struct interviewer_signs *x = a;
    const struct interviewer_signs *y = b;
    if (x->rank < y->rank || x->rank > y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    return str_compare(x->name, y->name);
}

struct interviewing clean_interviewing(const struct clean *clean, struct arena *arena)
{
    uint32_t n = clean->data->n;
    struct gathering g = {.clean = clean, .arena = arena};
    g.who = ARENA_ARRAY(arena, n + 1, uint32_t);
    g.items = ARENA_ARRAY(arena, n + 1, struct interviewer_signs);
    g.values = arena_array(arena, n + 1, sizeof *g.values);
    gather_interviewers(&g);
    const struct record_pair *alike = nearest(clean, arena);
    struct arena *scratch = arena_new();
    for (uint32_t r = 0; r < n; r++) {
        answer_signs(clean, r, g.values[r]);
        battery_signs(clean, scratch, r, g.values[r]);
        g.values[r][SIGN_ALIKE] = alike[r].excess;
        arena_reset(scratch);
    }
    arena_free(scratch);
    fast_signs(clean, arena, g.values);
    mean_signs(&g);
    heaped_signs(&g);
    compare_interviewers(&g);
    struct interviewing out = {.items = g.items, .n = g.n};
    for (size_t s = 0; s < SIGNS; s++) {
        out.intraclass[s] = s == SIGN_HEAPED ? NAN : intraclass_of(&g, s);
    }
    qsort(g.items, g.n, sizeof *g.items, by_rank);
    return out;
}
