#include "tests/oracle/encode.h"

/* ---- where things are kept ------------------------------------------------------------------- */

static struct zvalue *cell_at(struct encoding *e, uint32_t slot, uint32_t row)
{
    return &e->cells[slot * (ENCODE_ROWS + 1) + row];
}

static Z3_ast *on_at(struct encoding *e, uint32_t item, uint32_t row)
{
    return &e->on[item * (ENCODE_ROWS + 1) + row];
}

struct zvalue encode_cell(struct encoding *e, uint32_t slot, uint32_t row)
{
    return *cell_at(e, slot, row);
}

static void must(struct encoding *e, Z3_ast a)
{
    Z3_solver_assert(e->z, e->solver, a);
}

static void must_when(struct encoding *e, Z3_ast when, Z3_ast then)
{
    must(e, Z3_mk_implies(e->z, when, then));
}

static Z3_ast named(struct encoding *e, Z3_ast formula)
{
    Z3_ast name = z_fresh(e, Z3_mk_bool_sort(e->z));
    must(e, Z3_mk_eq(e->z, name, formula));
    return name;
}

static Z3_ast holds(struct encoding *e, const struct condition *condition, uint32_t row)
{
    if (!condition->expr) {
        return z_bool(e, true);
    }
    struct zvalue v = encode_expr(e, condition->expr, row);
    Z3_ast yes = encode_true(&v, e);
    return condition->unknown == UNKNOWN_ASK ? z_or(e, yes, z_not(e, v.known)) : yes;
}

/* ---- answers --------------------------------------------------------------------------------- */

static bool in_base(struct encoding *e, const struct item *item, int32_t option)
{
    bool only = item->only == NULL;
    for (size_t i = 0; i < item->only_n; i++) {
        only = only || item->only[i] == option;
    }
    const struct variant *v = item->variants && e->group >= 0 ? &item->variants[e->group] : NULL;
    bool shown = !v || !v->order;
    for (size_t i = 0; !shown && i < v->order_n; i++) {
        shown = v->order[i] == option;
    }
    return only && shown;
}

static Z3_ast offered(struct encoding *e, const struct item *item, int32_t option, uint32_t row)
{
    for (size_t i = 0; i < item->option_rules_n; i++) {
        if (item->option_rules[i].option == option) {
            return z_and(e, z_bool(e, in_base(e, item, option)), holds(e, &item->option_rules[i].when, row));
        }
    }
    return z_bool(e, in_base(e, item, option));
}

static void answer_code(struct encoding *e, const struct item *item, uint32_t row, struct zvalue *c)
{
    const struct list *list = item->variable->list;
    c->value = z_fresh(e, Z3_mk_int_sort(e->z));
    must(e, Z3_mk_ge(e->z, c->value, z_int(e, 0)));
    must(e, Z3_mk_lt(e->z, c->value, z_int(e, (int64_t)list->n)));
    for (size_t i = 0; i < list->n; i++) {
        Z3_ast this = z_and(e, c->known, Z3_mk_eq(e->z, c->value, z_int(e, (int64_t)i)));
        must_when(e, this, offered(e, item, (int32_t)i, row));
    }
}

static void answer_set(struct encoding *e, const struct item *item, uint32_t row, struct zvalue *c)
{
    const struct variable *v = item->variable;
    Z3_ast count = z_int(e, 0);
    Z3_ast alone = z_bool(e, false);
    for (size_t i = 0; i < v->list->n; i++) {
        c->has[i] = z_fresh(e, Z3_mk_bool_sort(e->z));
        Z3_ast both[] = {count, z_choose(e, c->has[i], z_int(e, 1), z_int(e, 0))};
        count = Z3_mk_add(e->z, 2, both);
        alone = v->list->options[i].exclusive ? z_or(e, alone, c->has[i]) : alone;
        must_when(e, z_and(e, c->known, c->has[i]), offered(e, item, (int32_t)i, row));
    }
    Z3_ast enough = Z3_mk_ge(e->z, count, z_int(e, v->choose_min));
    Z3_ast exclusive = z_and(e, alone, Z3_mk_eq(e->z, count, z_int(e, 1)));
    must_when(e, c->known, Z3_mk_le(e->z, count, z_int(e, v->choose_max)));
    must_when(e, c->known, z_or(e, exclusive, z_and(e, z_not(e, alone), enough)));
    c->value = count;
}

static void answer_number(struct encoding *e, const struct variable *v, struct zvalue *c)
{
    struct number step = v->type == VARIABLE_INT ? number_int(1) : v->step;
    Z3_ast times = Z3_mk_int2real(e->z, z_fresh(e, Z3_mk_int_sort(e->z)));
    Z3_ast product[] = {times, z_real(e, step)};
    c->value = Z3_mk_mul(e->z, 2, product);
    must(e, Z3_mk_ge(e->z, c->value, z_real(e, v->min)));
    must(e, Z3_mk_le(e->z, c->value, z_real(e, v->max)));
}

/* A year alone begins on its first day and ends on its last. */
static void answer_year(struct encoding *e, const struct variable *v, struct zvalue *c)
{
    Z3_ast partial = z_fresh(e, Z3_mk_bool_sort(e->z));
    Z3_ast whole = z_bool(e, false);
    c->last = c->value;
    for (int year = 2000; year <= 2030; year++) {
        Z3_ast here = Z3_mk_eq(e->z, c->value, z_int(e, days_from_civil(year, 1, 1)));
        whole = z_or(e, whole, here);
        c->last = z_choose(e, z_and(e, partial, here), z_int(e, days_from_civil(year, 12, 31)), c->last);
    }
    must_when(e, partial, whole);
    if (!(v->precisions & 1u << DATE_DAY)) {
        must(e, partial);
    }
}

static void answer_date(struct encoding *e, const struct variable *v, struct zvalue *c)
{
    c->value = z_fresh(e, Z3_mk_int_sort(e->z));
    e->beyond |= (v->precisions & 1u << DATE_MONTH) != 0;
    if (v->precisions & 1u << DATE_YEAR) {
        answer_year(e, v, c);
    }
    must(e, Z3_mk_ge(e->z, c->value, z_int(e, date_first(v->date_min))));
    must_when(e, c->known,
              Z3_mk_le(e->z, c->value, v->max_today ? e->today : z_int(e, date_last(v->date_max))));
}

/* Asked on the route: one of three; off it: none of them. */
static void answer_states(struct encoding *e, const struct variable *v, Z3_ast on, Z3_ast stuck,
                          struct zvalue *c)
{
    Z3_sort truth = Z3_mk_bool_sort(e->z);
    c->known = z_fresh(e, truth);
    c->dk = v->allow & ALLOW_DONT_KNOW ? z_fresh(e, truth) : z_bool(e, false);
    c->rf = v->allow & ALLOW_REFUSED ? z_fresh(e, truth) : z_bool(e, false);
    c->na = z_not(e, on);
    must(e, Z3_mk_eq(e->z, on, z_or(e, z_or(e, c->known, stuck), z_or(e, c->dk, c->rf))));
    must(e, z_not(e, z_and(e, stuck, z_or(e, c->known, z_or(e, c->dk, c->rf)))));
    must(e, z_not(e, z_and(e, c->known, z_or(e, c->dk, c->rf))));
    must(e, z_not(e, z_and(e, c->dk, c->rf)));
}

static void question(struct encoding *e, const struct item *item, uint32_t row, Z3_ast on)
{
    const struct variable *v = item->variable;
    struct zvalue *c = cell_at(e, v->slot, row);
    Z3_ast stuck = z_fresh(e, Z3_mk_bool_sort(e->z));
    e->stuck[item->index * (ENCODE_ROWS + 1) + row] = stuck;
    answer_states(e, v, on, stuck, c);
    switch (v->type) {
    case VARIABLE_CODE:
        answer_code(e, item, row, c);
        break;
    case VARIABLE_SET:
        answer_set(e, item, row, c);
        break;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        answer_number(e, v, c);
        break;
    case VARIABLE_DATE:
        answer_date(e, v, c);
        break;
    case VARIABLE_TEXT:
        c->value = z_fresh(e, Z3_mk_int_sort(e->z));
        break;
    case VARIABLE_TIME:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        e->beyond = true;
    }
}

/* ---- computed -------------------------------------------------------------------------------- */

static struct zvalue nothing_holds(struct encoding *e, Z3_ast value)
{
    return (struct zvalue){.known = z_bool(e, false),
                           .rf = z_bool(e, false),
                           .dk = z_bool(e, false),
                           .na = z_bool(e, true),
                           .value = value};
}

static struct zvalue case_from(struct encoding *e, const struct item *item, size_t at, uint32_t row)
{
    const struct computed_case *one = &item->cases[at];
    struct zvalue value = encode_expr(e, one->value, row);
    if (!one->when) {
        return value;
    }
    struct zvalue next =
        at + 1 < item->cases_n ? case_from(e, item, at + 1, row) : nothing_holds(e, value.value);
    struct zvalue when = encode_expr(e, one->when, row);
    struct zvalue v = value;
    Z3_ast first = when.value;
    v.known = z_and(e, when.known, z_choose(e, first, value.known, next.known));
    v.rf = z_choose(e, when.known, z_choose(e, first, value.rf, next.rf), when.rf);
    v.dk = z_choose(e, when.known, z_choose(e, first, value.dk, next.dk), when.dk);
    v.na = z_choose(e, when.known, z_choose(e, first, value.na, next.na), when.na);
    v.value = z_choose(e, first, value.value, next.value);
    return v;
}

/* Without value: the first of refused, don't know, not applicable. */
static void computed(struct encoding *e, const struct item *item, uint32_t row, Z3_ast on)
{
    struct zvalue *c = cell_at(e, item->variable->slot, row);
    struct zvalue v = case_from(e, item, 0, row);
    *c = v;
    c->known = named(e, z_and(e, on, v.known));
    c->rf = named(e, z_and(e, on, z_and(e, z_not(e, v.known), v.rf)));
    c->dk = named(e, z_and(e, on, z_and(e, z_not(e, v.known), z_and(e, z_not(e, v.rf), v.dk))));
    c->na = z_not(e, z_or(e, c->known, z_or(e, c->rf, c->dk)));
}

static void texts_behind(struct encoding *e, const struct item *item, uint32_t row)
{
    struct zvalue chosen = encode_cell(e, item->variable->slot, row);
    for (size_t i = 0; i < item->specify_n; i++) {
        const struct variable *v = e->q->codebook->variables[item->specify[i]];
        Z3_ast here = item->variable->type == VARIABLE_SET
                          ? chosen.has[v->parent_option]
                          : Z3_mk_eq(e->z, chosen.value, z_int(e, v->parent_option));
        struct zvalue *c = cell_at(e, v->slot, row);
        answer_states(e, v, named(e, z_and(e, chosen.known, here)), z_bool(e, false), c);
        c->value = z_fresh(e, Z3_mk_int_sort(e->z));
    }
}

static void drawn(struct encoding *e, const struct item *item, uint32_t row, Z3_ast on)
{
    struct zvalue *c = cell_at(e, item->variable->slot, row);
    answer_states(e, item->variable, on, z_bool(e, false), c);
    answer_number(e, item->variable, c);
}

/* ---- the walk -------------------------------------------------------------------------------- */

static void encode_item(struct encoding *e, uint32_t index, uint32_t row, Z3_ast outer);

static void encode_inside(struct encoding *e, const struct item *item, uint32_t row, Z3_ast on)
{
    for (uint32_t child = item->index + 1; child < item->end; child = e->q->items[child].end) {
        encode_item(e, child, row, on);
    }
}

static void encode_rows(struct encoding *e, const struct item *item, Z3_ast on)
{
    const struct roster_def *roster = &e->q->rosters[item->roster];
    struct zvalue count = encode_cell(e, roster->count_slot, 0);
    for (uint32_t row = 1; row <= roster->max; row++) {
        Z3_ast enough = Z3_mk_ge(e->z, count.value, z_real(e, number_int(row)));
        Z3_ast live = named(e, z_and(e, on, z_and(e, count.known, enough)));
        e->live[item->roster * (ENCODE_ROWS + 1) + row] = live;
        encode_inside(e, item, row, live);
    }
}

static void encode_item(struct encoding *e, uint32_t index, uint32_t row, Z3_ast outer)
{
    const struct item *item = &e->q->items[index];
    Z3_ast on = named(e, z_and(e, outer, holds(e, &item->when, row)));
    *on_at(e, index, row) = on;
    switch (item->kind) {
    case ITEM_QUESTION:
        question(e, item, row, on);
        texts_behind(e, item, row);
        break;
    case ITEM_COMPUTED:
        computed(e, item, row, on);
        break;
    case ITEM_DRAW:
        drawn(e, item, row, on);
        break;
    case ITEM_ROSTER:
        encode_rows(e, item, on);
        break;
    case ITEM_BLOCK:
    case ITEM_GRID:
        encode_inside(e, item, row, on);
        break;
    case ITEM_NOTE:
    case ITEM_STOP:
        break;
    }
}

static void encode_known(struct encoding *e)
{
    Z3_ast no = z_bool(e, false);
    Z3_ast yes = z_bool(e, true);
    *cell_at(e, BUILTIN_GROUP, 0) = (struct zvalue){
        .known = z_bool(e, e->group >= 0), .rf = no, .dk = no, .na = yes, .value = z_int(e, e->group)};
    e->today = z_fresh(e, Z3_mk_int_sort(e->z));
    must(e, Z3_mk_ge(e->z, e->today, z_int(e, e->first_day)));
    must(e, Z3_mk_le(e->z, e->today, z_int(e, e->last_day)));
}

void encode(struct encoding *e, const struct questionnaire *q, int group, int32_t first_day, int32_t last_day)
{
    *e = (struct encoding){
        .arena = arena_new(), .q = q, .group = group, .first_day = first_day, .last_day = last_day};
    Z3_config config = Z3_mk_config();
    e->z = Z3_mk_context(config);
    Z3_del_config(config);
    e->solver = Z3_mk_solver(e->z);
    Z3_solver_inc_ref(e->z, e->solver);
    Z3_params params = Z3_mk_params(e->z);
    Z3_params_inc_ref(e->z, params);
    Z3_params_set_uint(e->z, params, Z3_mk_string_symbol(e->z, "timeout"), 4000);
    Z3_solver_set_params(e->z, e->solver, params);
    Z3_params_dec_ref(e->z, params);
    size_t rows = ENCODE_ROWS + 1;
    e->cells = ARENA_ARRAY(e->arena, q->codebook->variables_n * rows, struct zvalue);
    e->on = ARENA_ARRAY(e->arena, q->items_n * rows, Z3_ast);
    e->stuck = ARENA_ARRAY(e->arena, q->items_n * rows, Z3_ast);
    e->live = ARENA_ARRAY(e->arena, (q->rosters_n + 1) * rows, Z3_ast);
    encode_known(e);
    for (uint32_t i = 0; i < q->items_n; i = q->items[i].end) {
        encode_item(e, i, 0, z_bool(e, true));
    }
}

void encode_free(struct encoding *e)
{
    Z3_solver_dec_ref(e->z, e->solver);
    Z3_del_context(e->z);
    arena_free(e->arena);
}

/* ---- claims ---------------------------------------------------------------------------------- */

/* When something is asked: item by item, row by row. */
struct moment {
    uint32_t outer, row, inner;
};

static bool in_rows(const struct item *item)
{
    return item->roster != NONE && item->kind != ITEM_ROSTER;
}

static struct moment moment_of(const struct encoding *e, uint32_t item, uint32_t row)
{
    const struct item *it = &e->q->items[item];
    return in_rows(it) ? (struct moment){e->q->rosters[it->roster].item, row, item}
                       : (struct moment){item, 0, 0};
}

static int compare_moments(struct moment a, struct moment b)
{
    if (a.outer != b.outer) {
        return a.outer < b.outer ? -1 : 1;
    }
    if (a.row != b.row) {
        return a.row < b.row ? -1 : 1;
    }
    return (a.inner > b.inner) - (a.inner < b.inner);
}

static Z3_ast check_on(struct encoding *e, const struct check *check, uint32_t row)
{
    return *on_at(e, check->item, row);
}

static Z3_ast check_fires(struct encoding *e, const struct check *check, uint32_t row)
{
    struct zvalue v = encode_expr(e, check->holds, row);
    return z_and(e, check_on(e, check, row), z_and(e, v.known, z_not(e, v.value)));
}

static uint32_t rows_of_check(const struct encoding *e, const struct check *check)
{
    return check->roster == NONE ? 0 : e->q->rosters[check->roster].max;
}

/* Nothing stopped or blocked the interview before the moment; `with`: nor blocks it there. */
static void must_get_to(struct encoding *e, struct moment moment, bool with)
{
    for (uint32_t i = 0; i < e->q->items_n * (ENCODE_ROWS + 1); i++) {
        if (e->stuck[i] &&
            compare_moments(moment_of(e, i / (ENCODE_ROWS + 1), i % (ENCODE_ROWS + 1)), moment) < 0) {
            must(e, z_not(e, e->stuck[i]));
        }
    }
    for (uint32_t i = 0; i < e->q->items_n; i++) {
        if (e->q->items[i].kind == ITEM_STOP && compare_moments(moment_of(e, i, 0), moment) < 0) {
            must(e, z_not(e, *on_at(e, i, 0)));
        }
    }
    for (uint32_t c = 0; c < e->q->checks_n; c++) {
        const struct check *check = &e->q->checks[c];
        for (uint32_t row = check->roster == NONE ? 0 : 1; row <= rows_of_check(e, check); row++) {
            int order = compare_moments(moment_of(e, check->item, row), moment);
            if (check->kind == CHECK_HARD && (order < 0 || (with && order == 0))) {
                must(e, z_not(e, check_fires(e, check, row)));
            }
        }
    }
}

static void must_choose(struct encoding *e, const struct item *item, uint32_t row, int32_t option)
{
    struct zvalue c = encode_cell(e, item->variable->slot, row);
    must(e, c.known);
    must(e, item->variable->type == VARIABLE_SET ? c.has[option] : Z3_mk_eq(e->z, c.value, z_int(e, option)));
}

/* ---- stuck ----------------------------------------------------------------------------------- */

static bool reads_slot(const struct expr *expr, uint32_t slot)
{
    for (size_t i = 0; i < expr->reads_n; i++) {
        if (expr->reads[i] == slot) {
            return true;
        }
    }
    return false;
}

/* A hard check that reads the answer and is looked at with it bars the way, or the option is not offered. */
static Z3_ast barred(struct encoding *e, const struct item *item, uint32_t row, int32_t option)
{
    Z3_ast any = option < 0 ? z_bool(e, false) : z_not(e, offered(e, item, option, row));
    for (size_t i = 0; i < item->checks_n; i++) {
        const struct check *check = &e->q->checks[item->checks[i]];
        if (check->kind == CHECK_HARD && reads_slot(check->holds, item->variable->slot)) {
            struct zvalue v = encode_expr(e, check->holds, row);
            any = z_or(e, any, z_and(e, v.known, z_not(e, v.value)));
        }
    }
    return any;
}

static struct zvalue without_reason(struct encoding *e)
{
    Z3_ast no = z_bool(e, false);
    return (struct zvalue){.known = z_bool(e, true), .rf = no, .dk = no, .na = no};
}

/* Whatever is answered: every value, every state that is allowed. */
static void must_be_stuck(struct encoding *e, const struct item *item, uint32_t row)
{
    const struct variable *v = item->variable;
    struct zvalue *cell = cell_at(e, v->slot, row);
    struct zvalue before = *cell;
    int64_t lowest = v->type == VARIABLE_CODE ? 0 : v->min.units;
    int64_t highest = v->type == VARIABLE_CODE ? (int64_t)v->list->n - 1 : v->max.units;
    for (int64_t n = lowest; n <= highest; n++) {
        *cell = without_reason(e);
        cell->value = v->type == VARIABLE_CODE ? z_int(e, n) : z_real(e, number_int(n));
        must(e, barred(e, item, row, v->type == VARIABLE_CODE ? (int32_t)n : -1));
    }
    const unsigned allowed[] = {ALLOW_DONT_KNOW, ALLOW_REFUSED};
    for (size_t i = 0; i < 2; i++) {
        if (v->allow & allowed[i]) {
            *cell = without_reason(e);
            cell->known = z_bool(e, false);
            cell->value = before.value;
            *(i == 0 ? &cell->dk : &cell->rf) = z_bool(e, true);
            must(e, barred(e, item, row, -1));
        }
    }
    *cell = before;
}

bool encode_can_ask(const struct questionnaire *q, const struct claim *claim)
{
    const struct variable *v = claim->check == NONE ? q->items[claim->item].variable : NULL;
    if (claim->kind != CLAIM_GOES_ON) {
        return claim->kind != CLAIM_ONCE;
    }
    return v->type == VARIABLE_CODE || (v->type == VARIABLE_INT && v->max.units - v->min.units < 20);
}

static void must_claim(struct encoding *e, const struct claim *claim)
{
    const struct item *item = &e->q->items[claim->item];
    uint32_t row = in_rows(item) ? 1 : 0;
    if (claim->kind == CLAIM_GOES_ON) {
        must_get_to(e, moment_of(e, claim->item, row), false);
        must(e, *on_at(e, claim->item, row));
        must_be_stuck(e, item, row);
        return;
    }
    must_get_to(e, moment_of(e, claim->item, row), claim->kind == CLAIM_OPTION);
    must(e, *on_at(e, claim->item, row));
    if (claim->kind == CLAIM_OPTION) {
        must_choose(e, item, row, claim->option);
    } else if (claim->check != NONE) {
        const struct check *check = &e->q->checks[claim->check];
        struct zvalue v = encode_expr(e, check->holds, row);
        if (item->kind == ITEM_QUESTION && reads_slot(check->holds, item->variable->slot)) {
            must(e, z_not(e, e->stuck[claim->item * (ENCODE_ROWS + 1) + row]));
        }
        must(e, v.known);
        must(e, claim->kind == CLAIM_CHECK_FIRES ? z_not(e, v.value) : v.value);
    }
}

Z3_lbool encode_ask(struct encoding *e, const struct claim *claim)
{
    Z3_solver_push(e->z, e->solver);
    must_claim(e, claim);
    Z3_lbool answer = Z3_solver_check(e->z, e->solver);
    Z3_solver_pop(e->z, e->solver, 1);
    return answer;
}
