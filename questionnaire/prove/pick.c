#include "questionnaire/prove/walk_priv.h"

#include "base/utf8.h"

/* Values out of domains. */

static const int64_t grids[] = {1000000, 100000, 10000, 1000, 100, 10, 1};

static struct value number_value(const struct variable *variable, int64_t scaled)
{
    uint8_t scale = variable->type == VARIABLE_INT ? 0 : variable->step.scale;
    return (struct value){.kind = VALUE_NUMBER, .number = {scaled / grids[scale], scale}};
}

/* The date of the finest precision that begins on this day, or the next that may. */
static bool date_value(const struct dom *d, int64_t day, struct value *out)
{
    static const enum date_precision precisions[] = {DATE_DAY, DATE_MONTH, DATE_YEAR};
    for (size_t i = 0; i < ARRAY_LEN(precisions); i++) {
        if (!(d->precise & 1u << precisions[i])) {
            continue;
        }
        struct date date = date_from_days((int32_t)day);
        if (precisions[i] != DATE_DAY && date.day > 1) {
            date.year = (int16_t)(date.year + (date.month == 12));
            date.month = (uint8_t)(date.month == 12 ? 1 : date.month + 1);
        }
        date.day = precisions[i] == DATE_DAY ? date.day : 0;
        if (precisions[i] == DATE_YEAR) {
            date.year = (int16_t)(date.year + (date.month > 1));
            date.month = 0;
        }
        if (date_first(date) >= d->lo && date_first(date) <= d->hi) {
            *out = (struct value){.kind = VALUE_DATE, .date = date};
            return true;
        }
    }
    return false;
}

/* A text that nobody names, of a length in the domain. */
static struct str nameless_text(const struct walker *w, const struct dom *d)
{
    static const char letters[] = "xyzabcdefghijklmnopqrstuvw";
    int64_t length = d->lo > 6 ? d->lo : d->hi < 6 ? d->hi : 6;
    char *bytes = arena_alloc(w->arena, (size_t)length + 1);
    struct str text = {bytes, (size_t)length};
    for (size_t i = 0; i < sizeof letters - 1; i++) {
        memset(bytes, letters[i], (size_t)length);
        if (model_text(w->m, text) == w->m->texts_n) {
            break;
        }
    }
    return text;
}

static struct value text_value(const struct walker *w, const struct dom *d, uint32_t bit)
{
    struct str text = bit < w->m->texts_n ? w->m->texts[bit] : nameless_text(w, d);
    return (struct value){.kind = VALUE_TEXT, .text = text};
}

static struct bits exclusive_ones(const struct walker *w, const struct variable *variable,
                                  const struct dom *d)
{
    struct bits exclusive = bits_none(w->arena, d->n);
    for (uint32_t i = bits_seek(d->may, d->n, 0); i < d->n; i = bits_seek(d->may, d->n, i + 1)) {
        if (variable->list->options[i].exclusive) {
            exclusive = bits_or(w->arena, exclusive, bits_only(w->arena, d->n, i), d->n);
        }
    }
    return exclusive;
}

/* What must be chosen, then what may be, up to as many as must be. */
static struct bits smallest_set(const struct walker *w, const struct dom *d, struct bits open,
                                uint32_t wanted)
{
    struct bits chosen = d->must;
    uint32_t n = bits_count(chosen, d->n);
    for (uint32_t i = bits_seek(open, d->n, 0); i < d->n && n < wanted; i = bits_seek(open, d->n, i + 1)) {
        if (!bits_has(&chosen, d->n, i)) {
            chosen = bits_or(w->arena, chosen, bits_only(w->arena, d->n, i), d->n);
            n++;
        }
    }
    return chosen;
}

/* The smallest set, else an exclusive option alone: where there are too few others, or fewer are wanted. */
static bool set_value(const struct walker *w, uint32_t cell, const struct dom *d, struct value *out)
{
    const struct variable *variable = cell_variable(w->m, cell);
    struct bits exclusive = exclusive_ones(w, variable, d);
    uint32_t wanted = d->lo > (int64_t)variable->choose_min ? (uint32_t)d->lo : variable->choose_min;
    bool alone = bits_meet(d->must, exclusive, d->n);
    struct bits chosen = d->must;
    if (!alone && (int64_t)wanted <= d->hi) {
        chosen = smallest_set(w, d, bits_minus(w->arena, d->may, exclusive, d->n), wanted);
    }
    bool free = bits_seek(d->must, d->n, 0) == d->n && bits_seek(exclusive, d->n, 0) < d->n;
    if (free && bits_count(chosen, d->n) < wanted) {
        chosen = bits_only(w->arena, d->n, bits_seek(exclusive, d->n, 0));
    }
    uint32_t n = bits_count(chosen, d->n);
    int32_t *items = ARENA_ARRAY(w->arena, n, int32_t);
    n = 0;
    for (uint32_t i = bits_seek(chosen, d->n, 0); i < d->n; i = bits_seek(chosen, d->n, i + 1)) {
        items[n++] = (int32_t)i;
    }
    *out = (struct value){.kind = VALUE_SET, .set = {items, n}};
    return true;
}

static bool at_interval(const struct walker *w, uint32_t cell, const struct dom *d, int64_t at,
                        struct value *out)
{
    if (at < d->lo || at > d->hi) {
        return false;
    }
    switch ((enum value_kind)d->kind) {
    case VALUE_NUMBER:
        *out = number_value(cell_variable(w->m, cell), at);
        return true;
    case VALUE_TIME:
        *out = (struct value){.kind = VALUE_TIME, .minutes = (int32_t)at};
        return true;
    case VALUE_DATE:
        return date_value(d, at, out);
    case VALUE_NONE:
    case VALUE_BOOL:
    case VALUE_TEXT:
    case VALUE_CODE:
    case VALUE_SET:
        break;
    }
    return false;
}

/* A step of the grid near the middle. */
static int64_t middle_of(const struct walker *w, uint32_t cell, const struct dom *d)
{
    int64_t half = d->hi / 2 - d->lo / 2;
    int64_t grid = 1;
    if (d->kind == VALUE_NUMBER) {
        const struct variable *variable = cell_variable(w->m, cell);
        grid = variable->type == VARIABLE_INT ? MILLION : scaled_from(variable->step);
    }
    return d->lo + half - half % (grid > 0 ? grid : 1);
}

static bool is_good(const struct walker *w, uint32_t cell, const struct value *value)
{
    return cell == w->m->today_cell || cell_variable(w->m, cell)->role == ROLE_FRAME ||
           value_check(cell_variable(w->m, cell), value, w->today) == VALUE_GOOD;
}

static bool kind_counts(const struct dom *d)
{
    return d->kind == VALUE_NUMBER || d->kind == VALUE_DATE || d->kind == VALUE_TIME;
}

static bool hinted(const struct dom *d, const struct dom *hint, int64_t *at)
{
    *at = hint ? hint->lo : 0;
    return hint && hint->known && hint->lo == hint->hi && hint->lo >= d->lo && hint->lo <= d->hi;
}

/* Numbers 0.. of the values of a domain: hint, middle, ends, and what lies beside the ends. */
static bool value_at(const struct walker *w, uint32_t cell, const struct dom *d, const struct dom *hint,
                     unsigned at, struct value *out)
{
    if (kind_counts(d)) {
        int64_t unit = d->kind == VALUE_NUMBER ? MILLION : 1;
        int64_t near = 0;
        bool has = hinted(d, hint, &near);
        const int64_t all[] = {has ? near : middle_of(w, cell, d),
                               d->lo,
                               d->hi,
                               middle_of(w, cell, d),
                               scaled_add(d->lo, unit),
                               scaled_add(d->hi, -unit)};
        return at < ARRAY_LEN(all) && at_interval(w, cell, d, all[at], out);
    }
    if (d->kind == VALUE_SET) {
        return at == 0 && set_value(w, cell, d, out);
    }
    uint32_t bit = d->n;
    if (at == 0 && hint && hint->known && hint->n == d->n) {
        bit = bits_seek(bits_and(w->arena, hint->may, d->may, d->n), d->n, 0);
    }
    for (uint32_t i = bits_seek(d->may, d->n, 0), k = 0; bit == d->n && i < d->n;
         i = bits_seek(d->may, d->n, i + 1)) {
        bit = k++ == at ? i : bit;
    }
    if (bit == d->n) {
        return false;
    }
    *out = d->kind == VALUE_TEXT ? text_value(w, d, bit)
                                 : (struct value){.kind = VALUE_CODE, .code = (int32_t)bit};
    return true;
}

enum { VALUES_TRIED = 6 };

bool pick_value(const struct walker *w, uint32_t cell, const struct dom *d, const struct dom *hint,
                unsigned at, struct cell *out)
{
    static const enum cell_state states[] = {CELL_DONT_KNOW, CELL_REFUSED, CELL_NOT_APPLICABLE};
    unsigned n = 0;
    for (unsigned i = 0; d->known && i < VALUES_TRIED; i++) {
        struct value value;
        if (value_at(w, cell, d, hint, i, &value) && is_good(w, cell, &value) && n++ == at) {
            *out = (struct cell){CELL_ANSWERED, value};
            return true;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        if (d->why & STATE(states[i]) && n++ == at) {
            *out = (struct cell){.state = states[i]};
            return true;
        }
    }
    return false;
}

bool pick_option(const struct walker *w, uint32_t cell, const struct dom *dom, uint32_t option,
                 struct cell *out)
{
    const struct variable *variable = cell_variable(w->m, cell);
    struct dom d = *dom;
    struct bits one = bits_only(w->arena, d.n, option);
    if (!d.known || !bits_has(&d.may, d.n, option)) {
        return false;
    }
    if (d.kind == VALUE_CODE) {
        *out = (struct cell){CELL_ANSWERED, {.kind = VALUE_CODE, .code = (int32_t)option}};
        return true;
    }
    d.must = bits_or(w->arena, d.must, one, d.n);
    if (variable->list->options[option].exclusive) {
        d.may = one;
        d.lo = 1;
    }
    out->state = CELL_ANSWERED;
    return set_value(w, cell, &d, &out->value) && is_good(w, cell, &out->value);
}

static void dom_of_set(const struct walker *w, struct dom *d, struct code_set set)
{
    d->may = bits_none(w->s->arena, d->n);
    for (uint32_t i = 0; i < set.n; i++) {
        d->may = bits_or(w->s->arena, d->may, bits_only(w->s->arena, d->n, (uint32_t)set.items[i]), d->n);
    }
    d->must = d->may;
    d->lo = d->hi = set.n;
}

static void dom_of_text(const struct walker *w, struct dom *d, struct str text)
{
    d->may = bits_only(w->s->arena, d->n, model_text(w->m, text));
    d->lo = d->hi = (int64_t)utf8_count(text);
}

struct dom dom_of_cell(const struct walker *w, uint32_t cell, const struct cell *value)
{
    struct dom d = w->m->tops[cell];
    if (value->state != CELL_ANSWERED) {
        return dom_unknown(d.kind, STATE(value->state));
    }
    d.why = 0;
    switch (value->value.kind) {
    case VALUE_NUMBER:
        d.lo = d.hi = scaled_from(value->value.number);
        break;
    case VALUE_TIME:
        d.lo = d.hi = value->value.minutes;
        break;
    case VALUE_DATE:
        d.lo = d.hi = date_first(value->value.date);
        d.precise = (uint8_t)(1u << date_precision(value->value.date));
        break;
    case VALUE_CODE:
        d.may = bits_only(w->s->arena, d.n, (uint32_t)value->value.code);
        break;
    case VALUE_SET:
        dom_of_set(w, &d, value->value.set);
        break;
    case VALUE_TEXT:
        dom_of_text(w, &d, value->value.text);
        break;
    case VALUE_BOOL:
        d.may.one = value->value.truth ? 2 : 1;
        break;
    case VALUE_NONE:
        break;
    }
    return d;
}
