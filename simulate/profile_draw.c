#include "simulate/profile_priv.h"

/* One value by a rule of a profile. Whole numbers only, so that every machine draws the same. */

bool draws_percent(struct draws *draws, uint32_t thousandths)
{
    return thousandths > 0 && draws_below(draws, WHOLE) < thousandths;
}

/* ---- expressions ------------------------------------------------------------------------------- */

static const struct cell *view_cell(void *context, uint32_t slot, uint32_t row)
{
    struct profile_view *view = context;
    size_t n = view->profile->q->codebook->variables_n;
    if (slot >= n) {
        view->trait = (struct cell){CELL_ANSWERED, {.kind = VALUE_NUMBER}};
        view->trait.value.number = number_int(view->traits[slot - n]);
        return &view->trait;
    }
    if (view->iv) {
        return interview_cell(view->iv, slot, row);
    }
    static const struct cell nothing;
    return slot < BUILTINS && view->frame ? &view->frame[slot] : &nothing;
}

static uint32_t view_rows(void *context, uint32_t roster, const uint32_t **ids)
{
    struct profile_view *view = context;
    *ids = NULL;
    return view->iv ? (uint32_t)interview_rows(view->iv, roster, ids) : 0;
}

static int64_t code_number(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->options[position].number;
}

static struct expr_env view_env(struct profile_view *view)
{
    return (struct expr_env){view_cell, view_rows, code_number, view, view->today, view->arena};
}

enum truth profile_known(struct profile_view *view, const struct expr *expr, uint32_t row)
{
    struct expr_env env = view_env(view);
    return expr_truth(expr, &env, row);
}

const struct rule *profile_rule(struct profile_view *view, const struct rules *rules, uint32_t row)
{
    const struct cell *group = view_cell(view, BUILTIN_GROUP, 0);
    int own = group->state == CELL_ANSWERED ? group->value.code : -1;
    for (size_t i = 0; i < rules->n; i++) {
        const struct rule *rule = &rules->items[i];
        bool meant = rule->group < 0 || rule->group == own;
        if (meant && (!rule->when || profile_known(view, rule->when, row) == TRUTH_TRUE)) {
            return rule;
        }
    }
    return NULL;
}

/* ---- codes and sets ------------------------------------------------------------------------------ */

static size_t offered(const struct drawn *d)
{
    return d->offered ? d->offered_n : d->variable->list->n;
}

static int32_t option_at(const struct drawn *d, size_t i)
{
    return d->offered ? d->offered[i] : (int32_t)i;
}

/* What `rest` says is shared by all that are not named. */
static uint32_t share_of_rest(const struct drawn *d, const struct rule *rule)
{
    uint32_t others = 0;
    for (size_t i = 0; rule->rest && i < offered(d); i++) {
        others += !rule->named || !rule->named[option_at(d, i)];
    }
    return others && rule->rest / others ? rule->rest / others : rule->rest > 0;
}

static uint32_t weight_of(const struct rule *rule, int32_t option, uint32_t rest)
{
    return rule->named && rule->named[option] ? rule->weights[option] : rest;
}

static bool draw_code(struct drawn *d, const struct rule *rule, struct value *out)
{
    uint32_t rest = share_of_rest(d, rule);
    uint32_t total = 0;
    for (size_t i = 0; i < offered(d); i++) {
        total += weight_of(rule, option_at(d, i), rest);
    }
    if (total == 0) {
        return false;
    }
    uint32_t at = draws_below(d->draws, total);
    size_t i = 0;
    while (at >= weight_of(rule, option_at(d, i), rest)) {
        at -= weight_of(rule, option_at(d, i), rest);
        i++;
    }
    *out = (struct value){.kind = VALUE_CODE, .code = option_at(d, i)};
    return true;
}

static void insert(int32_t *items, uint32_t *n, int32_t option)
{
    uint32_t at = *n;
    while (at > 0 && items[at - 1] > option) {
        items[at] = items[at - 1];
        at--;
    }
    items[at] = option;
    (*n)++;
}

/* Each option has its own chance; when none came, what is chosen alone, unless the rule gives that 0, else
 * one by its weight. */
static bool draw_set(struct drawn *d, const struct rule *rule, struct value *out)
{
    const struct list *list = d->variable->list;
    int32_t *items = ARENA_ARRAY(d->view->arena, offered(d) + 1, int32_t);
    int32_t alone = -1;
    uint32_t n = 0;
    bool only = false;
    for (size_t i = 0; i < offered(d); i++) {
        int32_t option = option_at(d, i);
        bool drawn = draws_percent(d->draws, weight_of(rule, option, rule->rest));
        if (list->options[option].exclusive) {
            bool never = rule->named && rule->named[option] && rule->weights[option] == 0;
            alone = never ? alone : alone < 0 || (drawn && !only) ? option : alone;
            only |= drawn;
        } else if (drawn && n < d->variable->choose_max) {
            insert(items, &n, option);
        }
    }
    if (only || (n == 0 && alone >= 0)) {
        items[0] = alone;
        n = 1;
    } else if (n == 0) {
        struct value one;
        if (!draw_code(d, rule, &one)) {
            return false;
        }
        insert(items, &n, one.code);
    }
    *out = (struct value){.kind = VALUE_SET, .set = {items, n}};
    return true;
}

/* ---- numbers ----------------------------------------------------------------------------------- */

enum { BOUND_MOST = 1 << 30, SPAN_MOST = 1 << 30 };

static bool bound(struct drawn *d, const struct expr *expr, int64_t otherwise, uint8_t scale, int64_t *out)
{
    *out = otherwise;
    if (!expr) {
        return true;
    }
    struct expr_env env = view_env(d->view);
    struct expr_result result = expr_eval(expr, &env, d->row);
    if (!result.known) {
        return false;
    }
    if (result.value.kind == VALUE_DATE) {
        *out = date_first(result.value.date);
        return true;
    }
    struct number number = result.value.number;
    for (; number.scale < scale && number.units < INT32_MAX && number.units > INT32_MIN; number.scale++) {
        number.units *= 10;
    }
    for (; number.scale > scale; number.scale--) {
        number.units /= 10;
    }
    *out = number.units;
    return number.units <= BOUND_MOST && number.units >= -BOUND_MOST;
}

/* 0 .. span, in proportion to a fraction of 2^32. */
static int64_t part_of(int64_t span, uint64_t fraction)
{
    return (int64_t)((uint64_t)span * fraction >> 32);
}

static uint64_t fraction(struct draws *draws)
{
    return draws_next(draws) >> 32;
}

static int64_t uniform(struct draws *draws, int64_t low, int64_t high)
{
    return high > low ? low + part_of(high - low + 1, fraction(draws)) : low;
}

/* A triangle: the smaller of two uniform draws falls off in a straight line. */
static int64_t triangle(struct draws *draws, int64_t low, int64_t mode, int64_t high)
{
    mode = mode < low ? low : mode > high ? high : mode;
    uint64_t one = fraction(draws);
    uint64_t other = fraction(draws);
    uint64_t least = one < other ? one : other;
    bool left = uniform(draws, 0, high - low) < mode - low;
    return left ? mode - part_of(mode - low + 1, least) : mode + part_of(high - mode + 1, least);
}

static bool draw_between(struct drawn *d, const struct rule *rule, int64_t low, int64_t high, uint8_t scale,
                         int64_t *out)
{
    int64_t mode = 0;
    if (!bound(d, rule->min, low, scale, &low) || !bound(d, rule->max, high, scale, &high) || high < low ||
        high - low > SPAN_MOST || !bound(d, rule->mode, low, scale, &mode)) {
        return false;
    }
    *out = rule->mode ? triangle(d->draws, low, mode, high) : uniform(d->draws, low, high);
    return true;
}

/* The sum of twelve uniform draws is as good as normal; what lies outside is drawn again, a few times. */
static bool draw_normal(struct drawn *d, const struct rule *rule, int64_t low, int64_t high, uint8_t scale,
                        int64_t *out)
{
    int64_t mean = 0;
    int64_t sd = 0;
    if (!bound(d, rule->min, low, scale, &low) || !bound(d, rule->max, high, scale, &high) ||
        !bound(d, rule->mean, 0, scale, &mean) || !bound(d, rule->sd, 0, scale, &sd) || high < low ||
        sd < 0 || sd > SPAN_MOST) {
        return false;
    }
    for (int tries = 0; tries < 20; tries++) {
        uint64_t sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += fraction(d->draws) >> 8; /* 24 bits */
        }
        *out = mean + (sd * ((int64_t)sum - 6 * ((int64_t)1 << 24)) + (1 << 23)) / (1 << 24);
        if (*out >= low && *out <= high) {
            return true;
        }
    }
    *out = *out < low ? low : high;
    return true;
}

static bool draw_table(struct drawn *d, const struct rule *rule, int64_t *out)
{
    uint32_t total = 0;
    for (size_t i = 0; i < rule->table_n; i++) {
        total += rule->table[i].weight;
    }
    if (total == 0) {
        return false;
    }
    uint32_t at = draws_below(d->draws, total);
    size_t i = 0;
    for (; at >= rule->table[i].weight; i++) {
        at -= rule->table[i].weight;
    }
    *out = rule->table[i].units;
    return true;
}

static bool draw_number(struct drawn *d, const struct rule *rule, struct value *out)
{
    const struct variable *v = d->variable;
    uint8_t scale = v->step.scale;
    int64_t units = 0;
    int64_t low = v->min.units;
    int64_t high = v->max.units;
    for (uint8_t s = v->min.scale; s < scale; s++) {
        low *= 10;
    }
    for (uint8_t s = v->max.scale; s < scale; s++) {
        high *= 10;
    }
    bool good = rule->kind == RULE_TABLE     ? draw_table(d, rule, &units)
                : rule->kind == RULE_BETWEEN ? draw_between(d, rule, low, high, scale, &units)
                                             : draw_normal(d, rule, low, high, scale, &units);
    int64_t step = v->step.units > 0 ? v->step.units : 1;
    units = low + (units - low) / step * step;
    *out = (struct value){.kind = VALUE_NUMBER, .number = {units, scale}};
    return good;
}

/* ---- dates --------------------------------------------------------------------------------------- */

static struct date rougher(struct drawn *d, const struct rule *rule, struct date date)
{
    uint32_t total = rule->precision[DATE_YEAR] + rule->precision[DATE_MONTH] + rule->precision[DATE_DAY];
    uint32_t at = total ? draws_below(d->draws, total) : 0;
    if (at >= rule->precision[DATE_MONTH] + rule->precision[DATE_DAY] && total) {
        date.month = 0;
    }
    date.day = date.month && !(total && at >= rule->precision[DATE_DAY]) ? date.day : 0;
    return date;
}

/* Somebody who is `age` today was born in the year that ends on this day `age` years ago. */
static int32_t born(struct drawn *d, int64_t age)
{
    struct date today = date_from_days(d->view->today);
    bool leap_day = today.month == 2 && today.day == 29;
    int32_t last = days_from_civil(today.year - (int)age, today.month, leap_day ? 28 : today.day);
    return last - (int32_t)uniform(d->draws, 0, 364);
}

static bool draw_date(struct drawn *d, const struct rule *rule, struct value *out)
{
    int64_t days = 0;
    if (!draw_between(d, rule, d->view->today - 36500, d->view->today + 3650, 0, &days)) {
        return false;
    }
    if (rule->kind == RULE_AGE) {
        days = days < 0 || days > 150 ? 0 : born(d, days);
    }
    struct date date = date_from_days((int32_t)days);
    *out = (struct value){.kind = VALUE_DATE, .date = rougher(d, rule, date)};
    return true;
}

/* ---- texts and expressions ------------------------------------------------------------------------ */

static const struct open_section *any_section(struct drawn *d, const struct open_list *list)
{
    const struct open_section *own = open_section(list, d->variable->id);
    own = own ? own : open_section(list, STR("general"));
    return own ? own : &list->sections[draws_below(d->draws, (uint32_t)list->n)];
}

static const struct open_section *section_with(const struct open_list *list, struct str line)
{
    for (size_t i = 0; i < list->n; i++) {
        for (size_t k = 0; k < list->sections[i].n; k++) {
            if (str_equal(list->sections[i].lines[k], line)) {
                return &list->sections[i];
            }
        }
    }
    return NULL;
}

static const struct open_section *section_like(struct drawn *d, const struct rule *rule)
{
    const struct cell *cell = view_cell(d->view, rule->like, d->row);
    const struct open_section *there = cell->state == CELL_ANSWERED && cell->value.kind == VALUE_TEXT
                                           ? section_with(rule->like_list, cell->value.text)
                                           : NULL;
    return there ? open_section(rule->open, there->id) : NULL;
}

static const struct open_section *weighted_section(struct drawn *d, const struct rule *rule)
{
    uint32_t total = 0;
    for (size_t i = 0; i < rule->sections_n; i++) {
        total += rule->sections[i].weight;
    }
    if (total == 0) {
        return NULL;
    }
    uint32_t at = draws_below(d->draws, total);
    size_t i = 0;
    for (; at >= rule->sections[i].weight; i++) {
        at -= rule->sections[i].weight;
    }
    return &rule->open->sections[rule->sections[i].what];
}

static bool draw_open(struct drawn *d, const struct rule *rule, struct value *out)
{
    const struct open_section *section = rule->like != NONE ? section_like(d, rule) : NULL;
    section = section ? section : weighted_section(d, rule);
    section = section ? section : any_section(d, rule->open);
    *out = (struct value){.kind = VALUE_TEXT, .text = open_draw(section, d->draws)};
    return true;
}

static bool draw_value(struct drawn *d, const struct rule *rule, struct value *out)
{
    struct expr_env env = view_env(d->view);
    struct expr_result result = expr_eval(rule->value, &env, d->row);
    if (result.known) {
        *out = value_copy(d->view->arena, &result.value);
    }
    return result.known;
}

static bool draw_read(struct drawn *d, const struct rule *rule, struct value *out)
{
    const struct cell *cell = view_cell(d->view, rule->from, d->row);
    return cell->state == CELL_ANSWERED && cell->value.kind == VALUE_TEXT &&
           value_read(d->view->arena, d->variable, cell->value.text, out);
}

bool profile_draw(struct drawn *d, const struct rule *rule, struct value *out)
{
    switch (rule->kind) {
    case RULE_OPTIONS:
        return d->variable->type == VARIABLE_SET ? draw_set(d, rule, out) : draw_code(d, rule, out);
    case RULE_TABLE:
    case RULE_BETWEEN:
    case RULE_NORMAL:
    case RULE_AGE:
        return d->variable->type == VARIABLE_DATE ? draw_date(d, rule, out) : draw_number(d, rule, out);
    case RULE_VALUE:
        return draw_value(d, rule, out);
    case RULE_READ:
        return draw_read(d, rule, out);
    case RULE_OPEN:
        return draw_open(d, rule, out);
    case RULE_NONE:
        break;
    }
    return false;
}
