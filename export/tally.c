#include "export/tally.h"

#include <math.h>

/* Which label a value has: open addressing over the codes of one label set. */
struct label_index {
    uint32_t *slots; /* position + 1; 0: free */
    size_t mask;
};

struct counting {
    struct tally_column shown;
    double squares; /* of distances from the mean, by Welford's recurrence */
};

struct tally {
    const struct model *model;
    struct counting *columns;
    struct label_index *sets; /* per label set of the model */
    uint64_t rows;
};

double number_double(struct number number)
{
    static const double tenths[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    return (double)number.units / tenths[number.scale];
}

/* ---- labels ------------------------------------------------------------------------------------- */

static uint64_t hash_of_label(bool text, int64_t number, struct str code)
{
    return text ? str_hash(code) : (uint64_t)number * UINT64_C(0x9E3779B97F4A7C15) >> 20;
}

static struct label_index index_labels(struct arena *arena, const struct label_set *set)
{
    size_t room = 8;
    while (room < 2 * set->n) {
        room *= 2;
    }
    struct label_index index = {ARENA_ARRAY(arena, room, uint32_t), room - 1};
    for (size_t i = 0; i < set->n; i++) {
        size_t at = hash_of_label(set->text, set->labels[i].number, set->labels[i].code) & index.mask;
        while (index.slots[at]) {
            at = (at + 1) & index.mask;
        }
        index.slots[at] = (uint32_t)i + 1;
    }
    return index;
}

/* Position of the value's label, or set->n. */
static size_t find_label(const struct label_index *index, const struct label_set *set,
                         const struct datum *datum)
{
    int64_t number = set->text ? 0 : datum->number.units;
    struct str code = set->text ? datum->text : STR_EMPTY;
    if (!set->text && datum->number.scale) {
        return set->n;
    }
    size_t at = hash_of_label(set->text, number, code) & index->mask;
    for (; index->slots[at]; at = (at + 1) & index->mask) {
        const struct value_label *label = &set->labels[index->slots[at] - 1];
        if (set->text ? str_equal(label->code, code) : label->number == number) {
            return index->slots[at] - 1;
        }
    }
    return set->n;
}

/* ---- counting ----------------------------------------------------------------------------------- */

struct tally *tally_new(struct arena *arena, const struct model *model)
{
    struct tally *tally = ARENA_NEW(arena, struct tally);
    tally->model = model;
    tally->columns = ARENA_ARRAY(arena, model->columns_n, struct counting);
    tally->sets = ARENA_ARRAY(arena, model->label_sets_n, struct label_index);
    for (uint32_t i = 0; i < model->label_sets_n; i++) {
        tally->sets[i] = index_labels(arena, model->label_sets[i]);
    }
    for (uint32_t i = 0; i < model->columns_n; i++) {
        struct tally_column *shown = &tally->columns[i].shown;
        shown->mean = shown->deviation = shown->min = shown->max = NAN;
        const struct label_set *labels = model->columns[i].labels;
        shown->labels = labels ? ARENA_ARRAY(arena, labels->n, uint64_t) : NULL;
    }
    return tally;
}

static void add_extremes(struct tally_column *shown, double value)
{
    shown->min = fmin(shown->min, value); /* fmin passes over a NAN */
    shown->max = fmax(shown->max, value);
}

static void add_bar(const struct column *column, struct tally_column *shown, double value)
{
    double low = number_double(column->min);
    double high = number_double(column->max);
    if (column->bounded && high > low && value >= low && value <= high) {
        size_t bar = (size_t)((value - low) / (high - low) * TALLY_BARS);
        shown->bars[bar < TALLY_BARS ? bar : TALLY_BARS - 1]++;
    }
}

static void add_number(const struct column *column, struct counting *counting, double value)
{
    struct tally_column *shown = &counting->shown;
    double mean = shown->valid == 1 ? 0 : shown->mean;
    double away = value - mean;
    shown->mean = mean + away / (double)shown->valid;
    counting->squares += away * (value - shown->mean);
    if (shown->valid == 1) {
        counting->squares = 0;
    }
    shown->deviation = shown->valid > 1 ? sqrt(counting->squares / (double)(shown->valid - 1)) : NAN;
    add_extremes(shown, value);
    add_bar(column, shown, value);
}

static void add_datum(struct tally *tally, const struct column *column, const struct datum *datum)
{
    struct counting *counting = &tally->columns[column->index];
    struct tally_column *shown = &counting->shown;
    if (datum->reason != REASON_NONE) {
        shown->reasons[datum->reason]++;
        return;
    }
    shown->valid++;
    if (column->labels) {
        size_t label = find_label(&tally->sets[column->labels->index], column->labels, datum);
        (*(label < column->labels->n ? &shown->labels[label] : &shown->unlabelled))++;
    }
    switch (column->kind) {
    case COLUMN_NUMBER:
        add_number(column, counting, number_double(datum->number));
        break;
    case COLUMN_TEXT:
        shown->longest = datum->text.len > shown->longest ? datum->text.len : shown->longest;
        break;
    case COLUMN_DATE:
        add_extremes(shown, datum->days);
        break;
    case COLUMN_TIME:
        add_extremes(shown, datum->minutes);
    }
}

void tally_row(struct tally *tally, const struct datum *row)
{
    for (uint32_t i = 0; i < tally->model->columns_n; i++) {
        add_datum(tally, &tally->model->columns[i], &row[i]);
    }
    tally->rows++;
}

const struct tally_column *tally_column(const struct tally *tally, uint32_t column)
{
    return &tally->columns[column].shown;
}

/* Means and squares of two parts together (Chan, Golub and LeVeque 1983). */
static void pool_numbers(struct tally_column *all, const struct tally_column *one)
{
    double n = (double)all->valid, m = (double)one->valid;
    double squares = (all->valid > 1 ? all->deviation * all->deviation * (n - 1) : 0) +
                     (one->valid > 1 ? one->deviation * one->deviation * (m - 1) : 0);
    if (all->valid && one->valid) {
        double away = one->mean - all->mean;
        squares += away * away * n * m / (n + m);
        all->mean += away * m / (n + m);
    } else if (one->valid) {
        all->mean = one->mean;
    }
    all->deviation = n + m > 1 ? sqrt(squares / (n + m - 1)) : NAN;
}

static void pool_column(struct tally_column *all, const struct tally_column *one, size_t labels)
{
    pool_numbers(all, one);
    all->valid += one->valid;
    for (size_t i = 0; i < REASONS; i++) {
        all->reasons[i] += one->reasons[i];
    }
    for (size_t i = 0; i < labels; i++) {
        all->labels[i] += one->labels[i];
    }
    for (size_t i = 0; i < TALLY_BARS; i++) {
        all->bars[i] += one->bars[i];
    }
    all->unlabelled += one->unlabelled;
    all->min = fmin(all->min, one->min);
    all->max = fmax(all->max, one->max);
    all->longest = one->longest > all->longest ? one->longest : all->longest;
}

struct tally_column tally_pool(struct arena *arena, const struct tally *tally, const uint32_t *columns,
                               size_t n)
{
    struct tally_column all = {.mean = NAN, .deviation = NAN, .min = NAN, .max = NAN};
    const struct label_set *set = tally->model->columns[columns[0]].labels;
    all.labels = set ? ARENA_ARRAY(arena, set->n, uint64_t) : NULL;
    for (size_t i = 0; i < n; i++) {
        pool_column(&all, tally_column(tally, columns[i]), set ? set->n : 0);
    }
    return all;
}

uint64_t tally_rows(const struct tally *tally)
{
    return tally->rows;
}
