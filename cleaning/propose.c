#include "cleaning/domain_priv.h"
#include "cleaning/localise.h"

#include <stdlib.h>

#include "base/i18n.h"

/* What could be meant: the smallest sets of fields, and values for them, with what each would make green and
 * red. */

enum { THINKING_US = 50000, PROPOSALS_MOST = 12, DONORS_MOST = 400, WEIGHT_COUNT = 3 };

static const struct {
    const char *name, *text;
} whys[WHYS] = {
    [WHY_SWAPPED] = {"swapped_digits", N_("cijfers omgewisseld")},
    [WHY_DIGIT] = {"one_digit", N_("een cijfer")},
    [WHY_FACTOR_TEN] = {"factor_ten", N_("een nul te veel of te weinig")},
    [WHY_DATE] = {"shifted_date", N_("dag, maand of jaar verschoven")},
    [WHY_CODE] = {"next_code", N_("de optie ernaast")},
    [WHY_ROUTE] = {"route", N_("was niet te vragen")},
    [WHY_DONOR] = {"donor", N_("zoals het record dat er het meest op lijkt")},
    [WHY_WITNESS] = {"witness", N_("daarmee kloppen alle regels")},
};

const char *clean_why_name(enum clean_why why)
{
    return whys[why].name;
}

const char *clean_why_text(enum clean_why why)
{
    return tr(whys[why].text);
}

/* ---- what setting values would do -------------------------------------------------------------------- */

static size_t rules_touched(const struct clean *clean, struct arena *arena, const struct trial *trials,
                            size_t n, const uint32_t **out)
{
    bool *touched = ARENA_ARRAY(arena, clean->rules->n + 1, bool);
    uint32_t *rules = ARENA_ARRAY(arena, clean->rules->n + 1, uint32_t);
    size_t rules_n = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t slot = trials[i].slot;
        for (uint32_t k = clean->deps_from[slot]; k < clean->deps_from[slot + 1]; k++) {
            touched[clean->deps[k]] = true;
        }
    }
    for (uint32_t r = 0; r < clean->rules->n; r++) {
        if (touched[r]) {
            rules[rules_n++] = r;
        }
    }
    *out = rules;
    return rules_n;
}

static void judge_trials(const struct clean *clean, struct arena *arena, uint32_t record,
                         const struct trial *trials, size_t n, struct clean_proposal *out)
{
    struct view view;
    view_open(&view, clean->data, clean->rules, record);
    view.trials = trials;
    view.trials_n = n;
    const uint32_t *rules = NULL;
    size_t rules_n = rules_touched(clean, arena, trials, n, &rules);
    uint32_t *mends = ARENA_ARRAY(arena, rules_n + 1, uint32_t);
    uint32_t *breaks = ARENA_ARRAY(arena, rules_n + 1, uint32_t);
    out->mends_n = out->breaks_n = 0;
    for (size_t i = 0; i < rules_n; i++) {
        uint8_t was = clean->verdicts[(size_t)record * clean->rules->n + rules[i]] & VERDICT_BITS;
        enum verdict is = rule_judges(&view, &clean->rules->items[rules[i]], NULL);
        if (was == VERDICT_FAIL && is != VERDICT_FAIL) {
            mends[out->mends_n++] = rules[i];
        } else if (was != VERDICT_FAIL && is == VERDICT_FAIL) {
            breaks[out->breaks_n++] = rules[i];
        }
    }
    out->mends = mends;
    out->breaks = breaks;
}

static struct clean_set set_of(const struct clean *clean, struct arena *arena, uint32_t record,
                               const struct trial *trial)
{
    const struct variable *v = clean->setup.questionnaire->codebook->variables[trial->slot];
    struct cell now = data_cell(clean->data, trial->slot, record, trial->row);
    return (struct clean_set){v, trial->row, cell_write(arena, v, &now), cell_write(arena, v, &trial->cell)};
}

static void proposal_of(const struct clean *clean, struct arena *arena, uint32_t record,
                        const struct trial *trials, size_t n, struct clean_proposal *out)
{
    struct clean_set *sets = ARENA_ARRAY(arena, n + 1, struct clean_set);
    for (size_t i = 0; i < n; i++) {
        sets[i] = set_of(clean, arena, record, &trials[i]);
    }
    out->sets = sets;
    out->sets_n = n;
    judge_trials(clean, arena, record, trials, n, out);
}

bool clean_try(struct clean *clean, struct arena *arena, uint32_t record, const struct clean_set *sets,
               size_t n, struct clean_proposal *out)
{
    struct trial *trials = ARENA_ARRAY(arena, n + 1, struct trial);
    *out = (struct clean_proposal){.why = WHY_WITNESS};
    for (size_t i = 0; i < n; i++) {
        trials[i] = (struct trial){.slot = sets[i].variable->slot, .row = sets[i].row};
        if (!cell_read(arena, sets[i].variable, sets[i].new, &trials[i].cell)) {
            return false;
        }
    }
    proposal_of(clean, arena, record, trials, n, out);
    return true;
}

/* ---- the record as a problem of fields and rules --------------------------------------------------------
 */

struct instance {
    const struct clean_rule *rule;
    uint32_t row;
};

struct problem {
    struct clean *clean;
    struct arena *arena;
    uint32_t record;
    struct view view;
    struct instance *instances;
    struct local_rule *rules;
    size_t rules_n, rules_cap;
    struct domain *fields;
    unsigned *weights;
    uint32_t *sizes;
    size_t fields_n, fields_cap;
    struct trial trials[LOCAL_FIELDS_MOST];
};

/* A count stands for all its rows: two other fields are doubted first. */
static unsigned weight_of(const struct clean *clean, uint32_t slot)
{
    const struct questionnaire *q = clean->setup.questionnaire;
    for (uint32_t r = 0; r < q->rosters_n; r++) {
        if (q->rosters[r].count_slot == slot) {
            return WEIGHT_COUNT;
        }
    }
    return 1;
}

static uint32_t field_of(struct problem *p, uint32_t slot, uint32_t row)
{
    for (size_t i = 0; i < p->fields_n; i++) {
        if (p->fields[i].slot == slot && p->fields[i].row == row) {
            return (uint32_t)i;
        }
    }
    p->fields[p->fields_n] = (struct domain){.slot = slot, .row = row};
    domain_make(p->clean, p->arena, p->record, &p->fields[p->fields_n]);
    p->weights[p->fields_n] = p->fields[p->fields_n].n > 1 ? weight_of(p->clean, slot) : LOCAL_NEVER;
    p->sizes[p->fields_n] = p->fields[p->fields_n].n;
    return (uint32_t)p->fields_n++;
}

/* The cells that the rule reads in a row: those of its own row, and all rows of other rosters. */
static size_t cells_of(struct problem *p, const struct clean_rule *rule, uint32_t row, bool make,
                       uint32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < rule->involves_n; i++) {
        const struct variable *v = p->clean->setup.questionnaire->codebook->variables[rule->involves[i]];
        const uint32_t alone = v->roster == EXPR_NO_ROSTER ? 0 : row;
        const uint32_t *ids = &alone;
        bool own = v->roster == EXPR_NO_ROSTER || v->roster == rule->roster;
        uint32_t rows = own ? 1 : data_rows_of(p->clean->data, v->roster, p->record, &ids);
        for (uint32_t k = 0; k < rows; k++) {
            if (make) {
                out[n] = field_of(p, v->slot, ids[k]);
            }
            n++;
        }
    }
    return n;
}

/* Answers alone decide whether it holds, and it is not about the route. */
static bool is_about_values(const struct clean_rule *rule)
{
    return rule->holds && !rule->facts && rule->involves_n;
}

static void each_instance(struct problem *p, bool make)
{
    p->rules_n = 0;
    for (size_t r = 0; r < p->clean->rules->written_n; r++) {
        const struct clean_rule *rule = &p->clean->rules->items[r];
        const uint32_t alone = 0;
        const uint32_t *ids = &alone;
        if (!is_about_values(rule)) {
            continue;
        }
        uint32_t n = rule->roster == NONE ? 1 : data_rows_of(p->clean->data, rule->roster, p->record, &ids);
        for (uint32_t k = 0; k < n; k++) {
            if (!make) {
                p->fields_cap += cells_of(p, rule, ids[k], false, NULL);
            } else {
                uint32_t *fields =
                    ARENA_ARRAY(p->arena, cells_of(p, rule, ids[k], false, NULL) + 1, uint32_t);
                size_t fields_n = cells_of(p, rule, ids[k], true, fields);
                p->instances[p->rules_n] = (struct instance){rule, ids[k]};
                p->rules[p->rules_n] = (struct local_rule){fields, fields_n};
            }
            p->rules_n++;
        }
    }
}

static bool is_silenced(const struct problem *p, const struct instance *i)
{
    for (const struct mark *m = p->clean->states[p->record].marks; m; m = m->next) {
        if (m->rule == i->rule->index && m->row == i->row && m->step == STEP_OKAY) {
            return true;
        }
    }
    return false;
}

static bool holds(void *context, size_t rule, const uint32_t *values)
{
    struct problem *p = context;
    const struct local_rule *r = &p->rules[rule];
    size_t n = 0;
    for (size_t i = 0; i < r->n && n < LOCAL_FIELDS_MOST; i++) {
        uint32_t f = r->fields[i];
        if (values[f]) {
            p->trials[n++] =
                (struct trial){p->fields[f].slot, p->fields[f].row, p->fields[f].cells[values[f]]};
        }
    }
    p->view.trials = p->trials;
    p->view.trials_n = n;
    const struct instance *i = &p->instances[rule];
    return !view_row_live(&p->view, i->rule->roster, i->row) ||
           rule_says(&p->view, i->rule, i->row) != VERDICT_FAIL || is_silenced(p, i);
}

static void problem_make(struct problem *p)
{
    each_instance(p, false);
    p->instances = ARENA_ARRAY(p->arena, p->rules_n + 1, struct instance);
    p->rules = ARENA_ARRAY(p->arena, p->rules_n + 1, struct local_rule);
    p->fields = ARENA_ARRAY(p->arena, p->fields_cap + 1, struct domain);
    p->weights = ARENA_ARRAY(p->arena, p->fields_cap + 1, unsigned);
    p->sizes = ARENA_ARRAY(p->arena, p->fields_cap + 1, uint32_t);
    view_open(&p->view, p->clean->data, p->clean->rules, p->record);
    each_instance(p, true);
}

/* ---- candidate values -------------------------------------------------------------------------------------
 */

struct gathered {
    struct clean_proposal *items;
    size_t n, cap;
};

static void propose(struct problem *p, struct gathered *g, const struct trial *trials, size_t n,
                    enum clean_why why)
{
    if (g->n == g->cap) {
        return;
    }
    struct clean_proposal *proposal = &g->items[g->n++];
    *proposal = (struct clean_proposal){.why = why};
    proposal_of(p->clean, p->arena, p->record, trials, n, proposal);
}

static bool all_hold(struct problem *p, uint32_t field, uint32_t value)
{
    uint32_t *values = ARENA_ARRAY(p->arena, p->fields_n, uint32_t);
    values[field] = value;
    for (size_t r = 0; r < p->rules_n; r++) {
        bool here = false;
        for (size_t i = 0; i < p->rules[r].n; i++) {
            here |= p->rules[r].fields[i] == field;
        }
        if (here && !holds(p, r, values)) {
            return false;
        }
    }
    return true;
}

/* How many answers of this group's other record are those of this one. */
static uint32_t likeness(const struct problem *p, uint32_t other)
{
    uint32_t same = 0;
    for (size_t i = 0; i < p->fields_n; i++) {
        const struct domain *d = &p->fields[i];
        const struct column *c = &p->clean->data->columns[d->slot];
        if (d->row == 0 && d->cells[0].value.kind != VALUE_SET && c->states[other] == CELL_ANSWERED) {
            same += c->states[p->record] == CELL_ANSWERED && c->values[other] == c->values[p->record];
        }
    }
    return same;
}

/* The value that the most similar record of the group has, of those with which all rules hold. */
static void propose_donor(struct problem *p, struct gathered *g, uint32_t field)
{
    const struct domain *d = &p->fields[field];
    const struct data *data = p->clean->data;
    struct cell best = {0};
    uint32_t most = 0;
    uint32_t looked = 0;
    for (uint32_t i = 0; d->row == 0 && i < data->n && looked < DONORS_MOST; i++) {
        if (i == p->record || data->records[i].group != data->records[p->record].group) {
            continue;
        }
        looked++;
        uint32_t same = likeness(p, i);
        struct cell cell = data_cell(data, d->slot, i, 0);
        for (uint32_t v = 1; same > most && cell.state == CELL_ANSWERED && v < d->n; v++) {
            if (value_equal(&d->cells[v].value, &cell.value) && all_hold(p, field, v)) {
                best = cell;
                most = same;
            }
        }
    }
    if (most) {
        struct trial trial = {d->slot, d->row, best};
        propose(p, g, &trial, 1, WHY_DONOR);
    }
}

static void propose_one(struct problem *p, struct gathered *g, const struct local_set *set)
{
    uint32_t field = set->fields[0];
    const struct domain *d = &p->fields[field];
    for (uint32_t v = 1; v < d->n; v++) {
        if (d->why[v] < WHY_DONOR && all_hold(p, field, v)) {
            struct trial trial = {d->slot, d->row, d->cells[v]};
            propose(p, g, &trial, 1, d->why[v]);
        }
    }
    propose_donor(p, g, field);
    struct trial witness = {d->slot, d->row, d->cells[set->values[0]]};
    propose(p, g, &witness, 1, d->why[set->values[0]] < WHY_DONOR ? d->why[set->values[0]] : WHY_WITNESS);
}

static void propose_set(struct problem *p, struct gathered *g, const struct local_set *set)
{
    if (set->n == 1) {
        propose_one(p, g, set);
        return;
    }
    struct trial trials[LOCAL_FIELDS_MOST];
    for (size_t i = 0; i < set->n; i++) {
        const struct domain *d = &p->fields[set->fields[i]];
        trials[i] = (struct trial){d->slot, d->row, d->cells[set->values[i]]};
    }
    propose(p, g, trials, set->n, WHY_WITNESS);
}

/* ---- what lies off the route
 * -------------------------------------------------------------------------------- */

/* "Not applicable" for all at once that have an answer and are not to be asked. */
static void propose_route(struct problem *p, struct gathered *g)
{
    const struct founds *founds = &p->clean->states[p->record].founds;
    struct trial *trials = ARENA_ARRAY(p->arena, founds->n + 1, struct trial);
    size_t n = 0;
    for (size_t i = 0; i < founds->n; i++) {
        const struct clean_rule *rule = &p->clean->rules->items[founds->items[i].rule];
        if (rule->kind != RULE_ROUTE || founds->items[i].verdict != VERDICT_FAIL) {
            continue;
        }
        struct cell cell = data_cell(p->clean->data, rule->variable->slot, p->record, founds->items[i].row);
        bool said = cell.state == CELL_ANSWERED || cell.state == CELL_DONT_KNOW || cell.state == CELL_REFUSED;
        if (said) {
            trials[n] = (struct trial){.slot = rule->variable->slot, .row = founds->items[i].row};
            trials[n++].cell.state = CELL_NOT_APPLICABLE;
        }
    }
    if (n) {
        propose(p, g, trials, n, WHY_ROUTE);
    }
}

/* ---- the whole
 * ---------------------------------------------------------------------------------------------- */

static int better(const void *a, const void *b)
{
    const struct clean_proposal *x = a;
    const struct clean_proposal *y = b;
    if (x->breaks_n != y->breaks_n) {
        return x->breaks_n < y->breaks_n ? -1 : 1;
    }
    if (x->why != y->why) {
        return x->why < y->why ? -1 : 1;
    }
    return x->sets != y->sets ? (x->sets < y->sets ? -1 : 1) : 0;
}

static bool same_sets(const struct clean_proposal *a, const struct clean_proposal *b)
{
    bool same = a->sets_n == b->sets_n;
    for (size_t i = 0; same && i < a->sets_n; i++) {
        same = a->sets[i].variable == b->sets[i].variable && a->sets[i].row == b->sets[i].row &&
               str_equal(a->sets[i].new, b->sets[i].new);
    }
    return same;
}

static size_t without_doubles(struct gathered *g)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n && n < PROPOSALS_MOST; i++) {
        bool there = false;
        for (size_t k = 0; k < n; k++) {
            there |= same_sets(&g->items[k], &g->items[i]);
        }
        if (!there) {
            g->items[n++] = g->items[i];
        }
    }
    return n;
}

struct clean_proposals clean_propose(struct clean *clean, struct arena *arena, uint32_t record)
{
    struct problem p = {.clean = clean, .arena = arena, .record = record};
    struct gathered g = {.items = ARENA_ARRAY(arena, 512, struct clean_proposal), .cap = 512};
    struct local_answer *answer = ARENA_NEW(arena, struct local_answer);
    struct clean_proposals out = {0};
    problem_make(&p);
    struct local_problem problem = {.weights = p.weights,
                                    .sizes = p.sizes,
                                    .fields_n = p.fields_n,
                                    .rules = p.rules,
                                    .rules_n = p.rules_n,
                                    .holds = holds,
                                    .context = &p,
                                    .limit_us = THINKING_US};
    localise(&problem, arena, answer);
    for (size_t i = 0; answer->cost && i < answer->n; i++) {
        propose_set(&p, &g, &answer->sets[i]);
    }
    propose_route(&p, &g);
    qsort(g.items, g.n, sizeof *g.items, better);
    out.n = without_doubles(&g);
    out.items = g.items;
    out.complex = answer->complex;
    out.cost = answer->cost;
    out.fields_n = answer->n;
    return out;
}
