#include "cleaning/work_priv.h"

#include <stdlib.h>

/* What people look at: counts, findings, values. */

size_t clean_rules_n(const struct clean *clean)
{
    return clean->rules->n;
}

const struct clean_rule *clean_rule(const struct clean *clean, uint32_t rule)
{
    return &clean->rules->items[rule];
}

struct clean_count clean_count(const struct clean *clean, uint32_t rule)
{
    return clean->counts[rule];
}

size_t clean_records_n(const struct clean *clean)
{
    return clean->data->n;
}

uint32_t clean_find(const struct clean *clean, struct str case_id)
{
    for (uint32_t i = 0; i < clean->data->n; i++) {
        if (str_equal(clean->data->records[i].about.case_id, case_id)) {
            return i;
        }
    }
    return CLEAN_ANY;
}

/* ---- findings -------------------------------------------------------------------------------------- */

static void confirmed_by_interviewer(const struct clean *clean, struct clean_finding *finding)
{
    uint32_t check = clean->rules->items[finding->rule].check;
    const struct confirmation *c = clean->data->records[finding->record].confirmed;
    for (; check != NONE && c; c = c->next) {
        if (c->check == check && c->row == finding->row) {
            finding->confirmed = true;
            finding->reason = c->reason;
        }
    }
}

static void marked_by_people(const struct clean *clean, struct arena *arena, struct clean_finding *finding)
{
    const struct mark *m = clean->states[finding->record].marks;
    for (; m; m = m->next) {
        if (m->rule != finding->rule || m->row != finding->row ||
            !str_equal(m->fingerprint,
                       rule_fingerprint(clean, arena, finding->record, finding->rule, finding->row))) {
            continue;
        }
        finding->reason = m->reason;
        if (m->step == STEP_OKAY) {
            finding->verdict = CLEAN_OKAY;
        } else {
            finding->back = true;
        }
    }
}

static uint64_t pattern_of(const struct clean *clean, uint32_t record)
{
    const struct founds *founds = &clean->states[record].founds;
    uint64_t pattern = UINT64_C(1469598103934665603);
    for (size_t i = 0; i < founds->n; i++) {
        if (founds->items[i].verdict == VERDICT_FAIL) {
            pattern = (pattern ^ founds->items[i].rule) * UINT64_C(1099511628211);
        }
    }
    return pattern;
}

static bool is_in(enum clean_view view, const struct clean_finding *finding)
{
    switch (view) {
    case CLEAN_VIEW_OPEN:
        return finding->verdict == CLEAN_FAILS;
    case CLEAN_VIEW_FAILS:
        return finding->verdict != CLEAN_NOT_EVALUABLE;
    case CLEAN_VIEW_NOT_EVALUABLE:
        return finding->verdict == CLEAN_NOT_EVALUABLE;
    }
    return false;
}

static int in_order(const void *a, const void *b)
{
    const struct clean_finding *x = a;
    const struct clean_finding *y = b;
    if (x->rule != y->rule) {
        return x->rule < y->rule ? -1 : 1;
    }
    if (x->pattern != y->pattern) {
        return x->pattern < y->pattern ? -1 : 1;
    }
    return x->record != y->record ? (x->record < y->record ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

/* Counts, and writes where there is room. */
static size_t gather(const struct clean *clean, struct arena *arena, uint32_t rule, uint32_t record,
                     enum clean_view view, struct clean_finding *out)
{
    size_t n = 0;
    uint32_t from = record == CLEAN_ANY ? 0 : record;
    uint32_t to = record == CLEAN_ANY ? clean->data->n : record + 1;
    for (uint32_t r = from; r < to; r++) {
        const struct founds *founds = &clean->states[r].founds;
        for (size_t i = 0; i < founds->n; i++) {
            const struct found *found = &founds->items[i];
            bool fails = found->verdict == VERDICT_FAIL;
            if ((rule != CLEAN_ANY && found->rule != rule) || fails != (view != CLEAN_VIEW_NOT_EVALUABLE)) {
                continue;
            }
            struct clean_finding finding = {.rule = found->rule, .record = r, .row = found->row};
            finding.verdict = fails ? CLEAN_FAILS : CLEAN_NOT_EVALUABLE;
            confirmed_by_interviewer(clean, &finding);
            marked_by_people(clean, arena, &finding);
            if (!is_in(view, &finding)) {
                continue;
            }
            if (out) {
                finding.pattern = pattern_of(clean, r);
                out[n] = finding;
            }
            n++;
        }
    }
    return n;
}

size_t clean_findings(const struct clean *clean, struct arena *arena, uint32_t rule, uint32_t record,
                      enum clean_view view, const struct clean_finding **out)
{
    size_t n = gather(clean, arena, rule, record, view, NULL);
    struct clean_finding *items = ARENA_ARRAY(arena, n + 1, struct clean_finding);
    gather(clean, arena, rule, record, view, items);
    qsort(items, n, sizeof *items, in_order);
    *out = items;
    return n;
}

struct clean_record clean_record(const struct clean *clean, uint32_t record)
{
    const struct loaded_record *about = &clean->data->records[record].about;
    struct clean_record out = {about->case_id, about->group, about->interviewer, about->wall_ms, 0};
    struct arena *arena = arena_new();
    const struct clean_finding *findings = NULL;
    out.open = (uint32_t)clean_findings(clean, arena, CLEAN_ANY, record, CLEAN_VIEW_OPEN, &findings);
    arena_free(arena);
    return out;
}

/* ---- values ---------------------------------------------------------------------------------------- */

static struct clean_value value_of(const struct clean *clean, struct arena *arena, uint32_t record,
                                   const struct variable *v, uint32_t row)
{
    struct cell now = data_cell(clean->data, v->slot, record, row);
    struct cell raw = edit_raw(clean, record, v->slot, row);
    struct clean_value value = {.variable = v, .row = row, .raw_state = raw.state, .clean_state = now.state};
    value.raw = cell_write(arena, v, &raw);
    value.clean = cell_write(arena, v, &now);
    value.edited = !str_equal(value.raw, value.clean);
    return value;
}

struct gathering {
    const struct clean *clean;
    struct arena *arena;
    uint32_t record;
    struct clean_value *items;
    size_t n, cap;
};

static void gather_variable(struct gathering *g, const struct variable *v, uint32_t only)
{
    const uint32_t alone = 0;
    const uint32_t *ids = &alone;
    uint32_t n = v->roster == EXPR_NO_ROSTER ? 1 : data_rows_of(g->clean->data, v->roster, g->record, &ids);
    for (uint32_t i = 0; i < n; i++) {
        if (only && ids[i] && ids[i] != only) {
            continue;
        }
        if (g->n == g->cap) {
            size_t cap = g->cap ? 2 * g->cap : 32;
            struct clean_value *items = ARENA_ARRAY(g->arena, cap, struct clean_value);
            if (g->n) {
                memcpy(items, g->items, g->n * sizeof *items);
            }
            g->items = items;
            g->cap = cap;
        }
        g->items[g->n++] = value_of(g->clean, g->arena, g->record, v, ids[i]);
    }
}

size_t clean_values(const struct clean *clean, struct arena *arena, uint32_t rule, uint32_t record,
                    uint32_t row, const struct clean_value **out)
{
    const struct clean_rule *r = &clean->rules->items[rule];
    struct gathering g = {.clean = clean, .arena = arena, .record = record};
    for (size_t i = 0; i < r->involves_n; i++) {
        const struct variable *v = clean->setup.questionnaire->codebook->variables[r->involves[i]];
        gather_variable(&g, v, v->roster == r->roster ? row : 0);
    }
    *out = g.items;
    return g.n;
}

size_t clean_whole(const struct clean *clean, struct arena *arena, uint32_t record,
                   const struct clean_value **out)
{
    const struct codebook *book = clean->setup.questionnaire->codebook;
    struct gathering g = {.clean = clean, .arena = arena, .record = record};
    for (size_t i = 0; i < book->variables_n; i++) {
        gather_variable(&g, book->variables[i], 0);
    }
    *out = g.items;
    return g.n;
}

struct str clean_shown(const struct clean *clean, struct arena *arena, const struct variable *variable,
                       struct str value, unsigned language)
{
    struct cell cell;
    if (!cell_read(arena, variable, value, &cell) || cell.state != CELL_ANSWERED) {
        return value;
    }
    return value_shown(arena, clean->setup.questionnaire->codebook, variable, &cell.value, language);
}
