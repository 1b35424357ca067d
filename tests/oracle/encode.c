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

static Z3_ast named(struct encoding *e, Z3_ast formula)
{
    Z3_ast name = z_fresh(e, Z3_mk_bool_sort(e->z));
    z_must(e, Z3_mk_eq(e->z, name, formula));
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
    z_must(e, Z3_mk_ge(e->z, c->value, z_int(e, 0)));
    z_must(e, Z3_mk_lt(e->z, c->value, z_int(e, (int64_t)list->n)));
    for (size_t i = 0; i < list->n; i++) {
        Z3_ast this = z_and(e, c->known, Z3_mk_eq(e->z, c->value, z_int(e, (int64_t)i)));
        z_must_when(e, this, offered(e, item, (int32_t)i, row));
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
        z_must_when(e, z_and(e, c->known, c->has[i]), offered(e, item, (int32_t)i, row));
    }
    Z3_ast enough = Z3_mk_ge(e->z, count, z_int(e, v->choose_min));
    Z3_ast exclusive = z_and(e, alone, Z3_mk_eq(e->z, count, z_int(e, 1)));
    z_must_when(e, c->known, Z3_mk_le(e->z, count, z_int(e, v->choose_max)));
    z_must_when(e, c->known, z_or(e, exclusive, z_and(e, z_not(e, alone), enough)));
    c->value = count;
}

static void answer_number(struct encoding *e, const struct variable *v, struct zvalue *c)
{
    struct number step = v->type == VARIABLE_INT ? number_int(1) : v->step;
    Z3_ast times = Z3_mk_int2real(e->z, z_fresh(e, Z3_mk_int_sort(e->z)));
    Z3_ast product[] = {times, z_real(e, step)};
    c->value = Z3_mk_mul(e->z, 2, product);
    z_must(e, Z3_mk_ge(e->z, c->value, z_real(e, v->min)));
    z_must(e, Z3_mk_le(e->z, c->value, z_real(e, v->max)));
}

/* Good where one of its days is. */
static void answer_date(struct encoding *e, const struct variable *v, struct zvalue *c)
{
    encode_date(e, v->precisions, v->date_min.year, c);
    e->beyond |= v->min_today;
    z_must_when(e, c->known, Z3_mk_ge(e->z, z_last(c), z_int(e, date_first(v->date_min))));
    z_must_when(e, c->known,
                Z3_mk_le(e->z, c->value, v->max_today ? e->today : z_int(e, date_last(v->date_max))));
}

static void answer_time(struct encoding *e, const struct variable *v, struct zvalue *c)
{
    c->value = z_fresh(e, Z3_mk_int_sort(e->z));
    z_must(e, Z3_mk_ge(e->z, c->value, z_int(e, v->min.units)));
    z_must(e, Z3_mk_le(e->z, c->value, z_int(e, v->max.units)));
}

static void answer_text(struct encoding *e, const struct variable *v, struct zvalue *c)
{
    c->value = z_fresh(e, Z3_mk_int_sort(e->z));
    Z3_ast length = Z3_mk_app(e->z, e->length, 1, &c->value);
    z_must_when(e, c->known, Z3_mk_ge(e->z, length, z_int(e, 1)));
    z_must_when(e, c->known, Z3_mk_le(e->z, length, z_int(e, v->length)));
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
    z_must(e, Z3_mk_eq(e->z, on, z_or(e, z_or(e, c->known, stuck), z_or(e, c->dk, c->rf))));
    z_must(e, z_not(e, z_and(e, stuck, z_or(e, c->known, z_or(e, c->dk, c->rf)))));
    z_must(e, z_not(e, z_and(e, c->known, z_or(e, c->dk, c->rf))));
    z_must(e, z_not(e, z_and(e, c->dk, c->rf)));
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
        answer_text(e, v, c);
        break;
    case VARIABLE_TIME:
        answer_time(e, v, c);
        break;
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
    e->beyond |= value.last != NULL;
    return v;
}

/* Halves away from zero, to the decimals that the variable has. */
static Z3_ast in_scale(struct encoding *e, const struct variable *v, Z3_ast value)
{
    Z3_ast times[] = {value, z_real(e, number_int(10))};
    return v->type != VARIABLE_DECIMAL
               ? value
               : Z3_mk_div(e->z, encode_rounded(e, Z3_mk_mul(e->z, 2, times)), times[1]);
}

/* Without value: the first of refused, don't know, not applicable. */
static void computed(struct encoding *e, const struct item *item, uint32_t row, Z3_ast on)
{
    struct zvalue *c = cell_at(e, item->variable->slot, row);
    struct zvalue v = case_from(e, item, 0, row);
    *c = v;
    c->value = in_scale(e, item->variable, v.value);
    e->beyond |= item->variable->type == VARIABLE_DECIMAL && item->variable->step.scale != 1;
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
        answer_text(e, v, c);
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

static bool reads_slot(const struct expr *expr, uint32_t slot)
{
    for (size_t i = 0; expr && i < expr->reads_n; i++) {
        if (expr->reads[i] == slot) {
            return true;
        }
    }
    return false;
}

static bool is_read(const struct questionnaire *q, uint32_t slot)
{
    bool read = false;
    for (uint32_t c = 0; c < q->checks_n; c++) {
        read = read || reads_slot(q->checks[c].holds, slot);
    }
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct item *item = &q->items[i];
        read = read || reads_slot(item->when.expr, slot);
        for (size_t k = 0; k < item->option_rules_n; k++) {
            read = read || reads_slot(item->option_rules[k].when.expr, slot);
        }
        for (size_t k = 0; k < item->cases_n; k++) {
            read = read || reads_slot(item->cases[k].when, slot) || reads_slot(item->cases[k].value, slot);
        }
    }
    return read;
}

/* What the sample may say, or not; the language of the interview is one of them. */
static void encode_sample(struct encoding *e)
{
    for (uint32_t slot = BUILTIN_LANGUAGE; slot < BUILTINS; slot++) {
        if (!is_read(e->q, slot)) {
            continue;
        }
        const struct variable *v = e->q->codebook->variables[slot];
        struct zvalue *c = cell_at(e, slot, 0);
        bool always = slot == BUILTIN_LANGUAGE;
        c->known = always ? z_bool(e, true) : z_fresh(e, Z3_mk_bool_sort(e->z));
        c->rf = c->dk = z_bool(e, false);
        c->na = z_not(e, c->known);
        if (v->type == VARIABLE_DATE) {
            encode_date(e, v->precisions, ENCODE_FIRST_YEAR, c);
            z_must(e, Z3_mk_le(e->z, c->value, z_int(e, e->last_day)));
        } else if (v->type == VARIABLE_INT) {
            answer_number(e, v, c);
        } else {
            c->value = z_fresh(e, Z3_mk_int_sort(e->z));
            z_must(e, Z3_mk_ge(e->z, c->value, z_int(e, 0)));
        }
        if (v->type == VARIABLE_CODE) {
            z_must(e, Z3_mk_lt(e->z, c->value, z_int(e, (int64_t)v->list->n)));
        }
    }
}

static void encode_known(struct encoding *e)
{
    Z3_ast no = z_bool(e, false);
    Z3_ast yes = z_bool(e, true);
    *cell_at(e, BUILTIN_GROUP, 0) = (struct zvalue){
        .known = z_bool(e, e->group >= 0), .rf = no, .dk = no, .na = yes, .value = z_int(e, e->group)};
    e->today = z_fresh(e, Z3_mk_int_sort(e->z));
    z_must(e, Z3_mk_ge(e->z, e->today, z_int(e, e->first_day)));
    z_must(e, Z3_mk_le(e->z, e->today, z_int(e, e->last_day)));
    encode_sample(e);
}

/* Once for all claims: as names, so that what Z3 learns of them stays. */
static void encode_checks(struct encoding *e)
{
    for (uint32_t c = 0; c < e->q->checks_n; c++) {
        const struct check *check = &e->q->checks[c];
        uint32_t first = check->roster == NONE ? 0 : 1;
        uint32_t last = check->roster == NONE ? 0 : e->q->rosters[check->roster].max;
        for (uint32_t row = first; row <= last; row++) {
            struct zvalue v = encode_expr(e, check->holds, row);
            v.known = named(e, v.known);
            v.value = named(e, v.value);
            e->checks[c * (ENCODE_ROWS + 1) + row] = v;
        }
    }
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
    e->checks = ARENA_ARRAY(e->arena, q->checks_n * rows, struct zvalue);
    Z3_sort whole = Z3_mk_int_sort(e->z);
    e->length = Z3_mk_func_decl(e->z, Z3_mk_string_symbol(e->z, "length"), 1, &whole, whole);
    encode_known(e);
    for (uint32_t i = 0; i < q->items_n; i = q->items[i].end) {
        encode_item(e, i, 0, z_bool(e, true));
    }
    encode_checks(e);
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
    return check->item == NONE ? z_bool(e, true) : *on_at(e, check->item, row);
}

static Z3_ast check_fires(struct encoding *e, const struct check *check, uint32_t row)
{
    const struct zvalue *v = &e->checks[check->index * (ENCODE_ROWS + 1) + row];
    return z_and(e, check_on(e, check, row), z_and(e, v->known, z_not(e, v->value)));
}

static struct moment later(struct moment a, struct moment b)
{
    return compare_moments(a, b) < 0 ? b : a;
}

/* With the last answer inside it. */
static struct moment behind(const struct encoding *e, uint32_t container)
{
    uint32_t last = e->q->items[container].end - 1;
    const struct item *item = &e->q->items[last];
    return moment_of(e, last, in_rows(item) ? e->q->rosters[item->roster].max : 0);
}

/* When it is known what this item said: in a row of its own at once, of all rows behind the roster, and what
 * stands in an order that is drawn behind all of that. */
static struct moment settled(const struct encoding *e, const struct check *check, uint32_t item, uint32_t row)
{
    const struct item *it = &e->q->items[item];
    bool own_row = check->roster != NONE && it->roster == check->roster && !check->holds->rosters_n;
    struct moment moment =
        in_rows(it) && !own_row ? behind(e, e->q->rosters[it->roster].item) : moment_of(e, item, row);
    for (uint32_t a = it->parent; a != NONE; a = e->q->items[a].parent) {
        bool inside = check->item != NONE && check->item > a && check->item < e->q->items[a].end;
        bool drawn = e->q->items[a].kind == ITEM_BLOCK && e->q->items[a].arrangement.random;
        moment = drawn && !inside ? later(moment, behind(e, a)) : moment;
    }
    return moment;
}

/* A check speaks at its item, or later, once all is known that it reads. */
static struct moment moment_of_check(const struct encoding *e, const struct check *check, uint32_t row)
{
    struct moment moment = check->item == NONE ? (struct moment){0, 0, 0} : moment_of(e, check->item, row);
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        uint32_t item = e->q->item_of_slot[check->holds->reads[i]];
        moment = item == NONE ? moment : later(moment, settled(e, check, item, row));
    }
    for (size_t i = 0; i < check->holds->rosters_n; i++) {
        moment = later(moment, behind(e, e->q->rosters[check->holds->rosters[i]].item));
    }
    return moment;
}

static uint32_t rows_of_check(const struct encoding *e, const struct check *check)
{
    return check->roster == NONE ? 0 : e->q->rosters[check->roster].max;
}

/* Nothing stopped or blocked the interview before the moment; for an option nor blocks it there; for a check
 * nor is there a stop there, because it speaks behind it. */
static void must_get_to(struct encoding *e, struct moment moment, enum claim_kind kind)
{
    bool option = kind == CLAIM_OPTION;
    bool check_speaks = kind == CLAIM_CHECK_FIRES || kind == CLAIM_CHECK_HOLDS;
    for (uint32_t i = 0; i < e->q->items_n * (ENCODE_ROWS + 1); i++) {
        if (e->stuck[i] &&
            compare_moments(moment_of(e, i / (ENCODE_ROWS + 1), i % (ENCODE_ROWS + 1)), moment) < 0) {
            z_must(e, z_not(e, e->stuck[i]));
        }
    }
    for (uint32_t i = 0; i < e->q->items_n; i++) {
        if (e->q->items[i].kind == ITEM_STOP && compare_moments(moment_of(e, i, 0), moment) < check_speaks) {
            z_must(e, z_not(e, *on_at(e, i, 0)));
        }
    }
    for (uint32_t c = 0; c < e->q->checks_n; c++) {
        const struct check *check = &e->q->checks[c];
        for (uint32_t row = check->roster == NONE ? 0 : 1; row <= rows_of_check(e, check); row++) {
            int order = compare_moments(moment_of_check(e, check, row), moment);
            if (check->kind == CHECK_HARD && order < option) {
                z_must(e, z_not(e, check_fires(e, check, row)));
            }
        }
    }
}

static void must_choose(struct encoding *e, const struct item *item, uint32_t row, int32_t option)
{
    struct zvalue c = encode_cell(e, item->variable->slot, row);
    z_must(e, c.known);
    z_must(e,
           item->variable->type == VARIABLE_SET ? c.has[option] : Z3_mk_eq(e->z, c.value, z_int(e, option)));
}

/* ---- stuck ----------------------------------------------------------------------------------- */

static struct moment next_moment(const struct encoding *e, const struct item *item, uint32_t row)
{
    if (!in_rows(item)) {
        return (struct moment){item->index + 1, 0, 0};
    }
    const struct roster_def *roster = &e->q->rosters[item->roster];
    const struct item *rows = &e->q->items[roster->item];
    if (item->index + 1 < rows->end) {
        return (struct moment){roster->item, row, item->index + 1};
    }
    return row < roster->max ? (struct moment){roster->item, row + 1, roster->item}
                             : (struct moment){rows->end, 0, 0};
}

/* Is this check looked at with the answer, and reads it? */
static bool looks_at_answer(const struct encoding *e, const struct check *check, const struct item *item,
                            uint32_t row)
{
    uint32_t own = check->roster == NONE ? 0 : row;
    struct moment moment = moment_of_check(e, check, own);
    return check->kind == CHECK_HARD && reads_slot(check->holds, item->variable->slot) &&
           compare_moments(moment, moment_of(e, item->index, row)) >= 0 &&
           compare_moments(moment, next_moment(e, item, row)) < 0;
}

/* A hard check that reads the answer and is looked at with it bars the way, or the option is not offered. */
static Z3_ast barred(struct encoding *e, const struct item *item, uint32_t row, unsigned options)
{
    Z3_ast any = z_bool(e, false);
    for (int32_t i = 0; options >> i; i++) {
        any = options >> i & 1 ? z_or(e, any, z_not(e, offered(e, item, i, row))) : any;
    }
    for (uint32_t i = 0; i < e->q->checks_n; i++) {
        const struct check *check = &e->q->checks[i];
        if (looks_at_answer(e, check, item, row)) {
            uint32_t own = check->roster == NONE ? 0 : row;
            struct zvalue v = encode_expr(e, check->holds, own); /* with another answer than the cell's */
            any = z_or(e, any, z_and(e, check_on(e, check, own), z_and(e, v.known, z_not(e, v.value))));
        }
    }
    return any;
}

static struct zvalue without_reason(struct encoding *e)
{
    Z3_ast no = z_bool(e, false);
    return (struct zvalue){.known = z_bool(e, true), .rf = no, .dk = no, .na = no};
}

enum { ANSWERS_MOST = 20 };

static int64_t answers_of_steps(const struct variable *v)
{
    int64_t most = v->max.units;
    for (uint8_t scale = v->max.scale; scale < v->step.scale; scale++) {
        most *= 10;
    }
    return most / v->step.units + 1;
}

/* The n-th answer, with what its options must allow; false: no such answer. */
static bool nth_answer(struct encoding *e, const struct variable *v, int64_t n, struct zvalue *c,
                       unsigned *options)
{
    *options = 0;
    if (v->type == VARIABLE_CODE) {
        c->value = z_int(e, n);
        *options = 1u << n;
        return true;
    }
    if (v->type != VARIABLE_SET) {
        struct number step = v->type == VARIABLE_INT ? number_int(1) : v->step;
        c->value = z_real(e, (struct number){v->min.units + n * step.units, step.scale});
        return true;
    }
    unsigned chosen = 0;
    bool alone = false;
    for (unsigned i = 0; i < v->list->n; i++) {
        bool has = (n >> i & 1) != 0;
        chosen += has;
        alone = alone || (has && v->list->options[i].exclusive);
        c->has[i] = z_bool(e, has);
    }
    c->value = z_int(e, chosen);
    *options = (unsigned)n;
    return alone ? chosen == 1 : chosen >= v->choose_min && chosen <= v->choose_max;
}

static int64_t answers_of(const struct variable *v)
{
    switch ((int)v->type) {
    case VARIABLE_CODE:
        return (int64_t)v->list->n;
    case VARIABLE_SET:
        return (int64_t)1 << v->list->n;
    case VARIABLE_INT:
        return v->max.units - v->min.units + 1;
    case VARIABLE_DECIMAL:
        return v->min.units == 0 && v->max.scale <= v->step.scale ? answers_of_steps(v) : INT64_MAX;
    default:
        return INT64_MAX;
    }
}

/* Whatever is answered: every value, every state that is allowed. */
static void must_be_stuck(struct encoding *e, const struct item *item, uint32_t row)
{
    const struct variable *v = item->variable;
    struct zvalue *cell = cell_at(e, v->slot, row);
    struct zvalue before = *cell;
    for (int64_t n = 0; n < answers_of(v); n++) {
        unsigned options = 0;
        *cell = without_reason(e);
        if (nth_answer(e, v, n, cell, &options)) {
            z_must(e, barred(e, item, row, options));
        }
    }
    const unsigned allowed[] = {ALLOW_DONT_KNOW, ALLOW_REFUSED};
    for (size_t i = 0; i < 2; i++) {
        if (v->allow & allowed[i]) {
            *cell = before;
            cell->known = cell->dk = cell->rf = cell->na = z_bool(e, false);
            *(i == 0 ? &cell->dk : &cell->rf) = z_bool(e, true);
            z_must(e, barred(e, item, row, 0));
        }
    }
    *cell = before;
}

bool encode_can_ask(const struct questionnaire *q, const struct claim *claim)
{
    if (claim->kind != CLAIM_GOES_ON) {
        return claim->kind != CLAIM_ONCE;
    }
    const struct item *item = &q->items[claim->item];
    for (size_t i = 0; i < item->specify_n; i++) {
        for (uint32_t c = 0; c < q->checks_n; c++) {
            if (q->checks[c].kind == CHECK_HARD && reads_slot(q->checks[c].holds, item->specify[i])) {
                return false; /* the text behind the option would have to be tried as well */
            }
        }
    }
    return answers_of(item->variable) <= ANSWERS_MOST;
}

/* Who is stuck at what the check reads has not come so far. */
static void must_have_answered(struct encoding *e, const struct check *check, uint32_t row)
{
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        uint32_t item = e->q->item_of_slot[check->holds->reads[i]];
        uint32_t at = item == NONE ? 0 : in_rows(&e->q->items[item]) ? row : 0;
        Z3_ast stuck = item == NONE ? NULL : e->stuck[item * (ENCODE_ROWS + 1) + at];
        if (stuck) {
            z_must(e, z_not(e, stuck));
        }
    }
}

static void must_claim_check(struct encoding *e, const struct claim *claim)
{
    const struct check *check = &e->q->checks[claim->check];
    uint32_t row = check->roster == NONE ? 0 : 1;
    struct zvalue v = e->checks[claim->check * (ENCODE_ROWS + 1) + row];
    struct moment moment = moment_of_check(e, check, row);
    must_get_to(e, moment, claim->kind);
    if (row) {
        z_must(e, e->live[check->roster * (ENCODE_ROWS + 1) + row]);
    }
    z_must(e, check_on(e, check, row));
    must_have_answered(e, check, row);
    z_must(e, v.known);
    z_must(e, claim->kind == CLAIM_CHECK_FIRES ? z_not(e, v.value) : v.value);
}

static void must_claim(struct encoding *e, const struct claim *claim)
{
    if (claim->check != NONE) {
        must_claim_check(e, claim);
        return;
    }
    const struct item *item = &e->q->items[claim->item];
    uint32_t row = in_rows(item) ? 1 : 0;
    must_get_to(e, moment_of(e, claim->item, row), claim->kind);
    z_must(e, *on_at(e, claim->item, row));
    if (claim->kind == CLAIM_OPTION) {
        must_choose(e, item, row, claim->option);
    } else if (claim->kind == CLAIM_GOES_ON) {
        must_be_stuck(e, item, row);
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
