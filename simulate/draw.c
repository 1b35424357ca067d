#include "simulate/simulate.h"

#include "codebook/codebook.h"

/* One answer: a value drawn uniformly from what its variable allows. */

struct drawing {
    const struct interview *iv;
    const struct simulate_options *options;
    struct draws *draws;
    struct arena *arena;
    const struct variable *variable;
    uint32_t row;
};

/* Uniform in low..high, also over ranges beyond 32 bits. */
static int64_t draw_between(struct draws *draws, int64_t low, int64_t high)
{
    uint64_t span = high > low ? (uint64_t)high - (uint64_t)low : 0;
    if (span < UINT32_MAX) {
        return low + (int64_t)draws_below(draws, (uint32_t)span + 1);
    }
    return (int64_t)((uint64_t)low + draws_next(draws) % (span + 1 ? span + 1 : span));
}

static bool counts_rows(const struct questionnaire *q, uint32_t slot)
{
    for (uint32_t i = 0; i < q->rosters_n; i++) {
        if (q->rosters[i].count_slot == slot) {
            return true;
        }
    }
    return false;
}

static bool draw_int(struct drawing *d, struct value *out)
{
    int64_t low = d->variable->min.units;
    int64_t high = d->variable->max.units;
    int64_t most = d->options->rows_most;
    if (counts_rows(interview_questionnaire(d->iv), d->variable->slot) && high > most) {
        high = low > most ? low : most;
    }
    *out = (struct value){.kind = VALUE_NUMBER, .number = number_int(draw_between(d->draws, low, high))};
    return true;
}

static int64_t units_at(struct number number, uint8_t scale)
{
    int64_t units = number.units;
    for (uint8_t s = number.scale; s < scale; s++) {
        units *= 10;
    }
    return units;
}

static uint8_t widest(const struct variable *v)
{
    uint8_t scale = v->step.scale;
    scale = v->min.scale > scale ? v->min.scale : scale;
    return v->max.scale > scale ? v->max.scale : scale;
}

static bool draw_decimal(struct drawing *d, struct value *out)
{
    uint8_t scale = widest(d->variable);
    int64_t step = units_at(d->variable->step, scale);
    int64_t low = units_at(d->variable->min, scale);
    int64_t high = units_at(d->variable->max, scale);
    if (step <= 0) {
        return false;
    }
    int64_t units = low + step * draw_between(d->draws, 0, (high - low) / step);
    *out = (struct value){.kind = VALUE_NUMBER, .number = {units, scale}};
    return true;
}

static bool draw_text(struct drawing *d, struct value *out)
{
    static const char *const words[] = {"Anna",   "kapper",   "buurt", "fabriek",  "winkel",  "Bilal",
                                        "school", "poetsen",  "Elif",  "bouw",     "familie", "zorg",
                                        "Jan",    "ongeveer", "soms",  "transport"};
    uint32_t n = 1 + draws_below(d->draws, 3);
    struct str text = str_from(words[draws_below(d->draws, ARRAY_LEN(words))]);
    for (uint32_t i = 1; i < n; i++) {
        struct str longer =
            arena_format(d->arena, "%.*s %s", STR_ARG(text), words[draws_below(d->draws, ARRAY_LEN(words))]);
        text = longer.len <= d->variable->length ? longer : text;
    }
    *out = (struct value){.kind = VALUE_TEXT, .text = str_slice(text, 0, d->variable->length)};
    return text.len > 0;
}

static enum date_precision draw_precision(struct drawing *d)
{
    enum date_precision among[3];
    uint32_t n = 0;
    for (unsigned p = DATE_YEAR; p <= DATE_DAY; p++) {
        if (d->variable->precisions & (1u << p)) {
            among[n++] = (enum date_precision)p;
        }
    }
    return n ? among[draws_below(d->draws, n)] : DATE_DAY;
}

static bool draw_date(struct drawing *d, struct value *out)
{
    const struct variable *v = d->variable;
    int32_t today = interview_today(d->iv);
    int32_t low = v->min_today       ? today
                  : v->date_min.year ? date_first(v->date_min)
                                     : days_from_civil(1920, 1, 1);
    int32_t high = v->max_today ? today : v->date_max.year ? date_last(v->date_max) : today + 3650;
    struct date date = date_from_days((int32_t)draw_between(d->draws, low, high));
    enum date_precision precision = draw_precision(d);
    date.day = precision == DATE_DAY ? date.day : 0;
    date.month = precision >= DATE_MONTH ? date.month : 0;
    *out = (struct value){.kind = VALUE_DATE, .date = date};
    return true;
}

static bool draw_time(struct drawing *d, struct value *out)
{
    int64_t minutes = draw_between(d->draws, d->variable->min.units, d->variable->max.units);
    *out = (struct value){.kind = VALUE_TIME, .minutes = (int32_t)minutes};
    return true;
}

/* Every second time one of those that people mention first, where a long list has such. */
static int32_t draw_option(struct drawing *d, const int32_t *options, size_t n)
{
    const struct list *list = d->variable->list;
    if (list->frame && list->first_n && draws_below(d->draws, 2) == 0) {
        return list->first[draws_below(d->draws, (uint32_t)list->first_n)];
    }
    return options[draws_below(d->draws, (uint32_t)n)];
}

static size_t offered(struct drawing *d, const int32_t **options)
{
    uint32_t item = interview_questionnaire(d->iv)->item_of_slot[d->variable->slot];
    return interview_options(d->iv, (struct place_in){item, d->row}, options);
}

static bool draw_code(struct drawing *d, struct value *out)
{
    const int32_t *options = NULL;
    size_t n = offered(d, &options);
    if (n == 0) {
        return false;
    }
    *out = (struct value){.kind = VALUE_CODE, .code = draw_option(d, options, n)};
    return true;
}

static bool set_add(int32_t *items, uint32_t *n, int32_t option)
{
    uint32_t at = 0;
    while (at < *n && items[at] < option) {
        at++;
    }
    if (at < *n && items[at] == option) {
        return false;
    }
    memmove(&items[at + 1], &items[at], (*n - at) * sizeof *items);
    items[at] = option;
    (*n)++;
    return true;
}

/* An exclusive option stays alone when it comes first, and is passed over later. */
static bool draw_set(struct drawing *d, struct value *out)
{
    const int32_t *options = NULL;
    size_t offered_n = offered(d, &options);
    uint32_t most = d->variable->choose_max < offered_n ? d->variable->choose_max : (uint32_t)offered_n;
    uint32_t least = d->variable->choose_min ? d->variable->choose_min : 1;
    most = most > least + 3 ? least + 3 : most;
    if (offered_n == 0 || most < least) {
        return false;
    }
    int32_t *items = ARENA_ARRAY(d->arena, most + 1, int32_t);
    uint32_t wanted = least + draws_below(d->draws, most - least + 1);
    uint32_t n = 0;
    for (uint32_t tries = 0; n < wanted && tries < 20 * wanted; tries++) {
        int32_t option = draw_option(d, options, offered_n);
        bool alone = d->variable->list->options[option].exclusive;
        if (alone && n > 0) {
            continue;
        }
        (void)set_add(items, &n, option);
        if (alone) {
            break;
        }
    }
    *out = (struct value){.kind = VALUE_SET, .set = {items, n}};
    return true;
}

static bool (*const drawers[VARIABLE_TYPES])(struct drawing *, struct value *) = {
    [VARIABLE_CODE] = draw_code,       [VARIABLE_SET] = draw_set,   [VARIABLE_INT] = draw_int,
    [VARIABLE_DECIMAL] = draw_decimal, [VARIABLE_TEXT] = draw_text, [VARIABLE_DATE] = draw_date,
    [VARIABLE_TIME] = draw_time,
};

static bool draw_state(struct drawing *d, enum cell_state *state)
{
    uint32_t draw = draws_below(d->draws, 1000);
    unsigned allow = d->variable->allow;
    *state = CELL_ANSWERED;
    if (draw < d->options->dont_know_permille && (allow & ALLOW_DONT_KNOW)) {
        *state = CELL_DONT_KNOW;
    } else if (draw >= 1000 - d->options->refused_permille && (allow & ALLOW_REFUSED)) {
        *state = CELL_REFUSED;
    }
    return *state != CELL_ANSWERED;
}

static bool told(struct drawing *d, struct answer *out)
{
    struct str text = STR_EMPTY;
    if (d->options->answers) {
        text = d->options->answers(d->options->context, d->variable, d->row);
    }
    if (str_is(text, "?") || str_is(text, "!")) {
        out->state = str_is(text, "?") ? CELL_DONT_KNOW : CELL_REFUSED;
        return true;
    }
    out->state = CELL_ANSWERED;
    return text.len && value_read(d->arena, d->variable, text, &out->value);
}

/* What the source says may be out of range here: it may say something else, a few times. */
static bool from_source(struct drawing *d, struct answer *out)
{
    enum { SOURCE_TRIES = 20 };
    const struct simulate_source *source = &d->options->source;
    for (int i = 0; source->answer && i < SOURCE_TRIES; i++) {
        if (!source->answer(source->context, d->iv, d->arena, d->variable, d->row, out)) {
            return false;
        }
        if (out->state != CELL_ANSWERED ||
            value_check(d->variable, &out->value, interview_today(d->iv)) == VALUE_GOOD) {
            return true;
        }
    }
    return false;
}

bool simulate_answer(const struct interview *iv, const struct simulate_options *options, struct draws *draws,
                     struct arena *arena, const struct variable *variable, uint32_t row, struct answer *out)
{
    struct drawing d = {iv, options, draws, arena, variable, row};
    *out = (struct answer){.slot = variable->slot, .row = row};
    if (told(&d, out) || from_source(&d, out) || draw_state(&d, &out->state)) {
        return true;
    }
    for (uint32_t i = 0; drawers[variable->type] && i < options->tries; i++) {
        if (drawers[variable->type](&d, &out->value) &&
            value_check(variable, &out->value, interview_today(iv)) == VALUE_GOOD) {
            return true;
        }
    }
    return false;
}
