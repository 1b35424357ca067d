#include "stats/agreement.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

/* ---- two coders -------------------------------------------------------------------------------- */

struct margins {
    double *first, *second; /* shares per category */
};

static void sum_margins(const double *counts, size_t categories, double units, struct margins *m)
{
    for (size_t i = 0; i < categories; i++) {
        m->first[i] = m->second[i] = 0;
        for (size_t j = 0; j < categories; j++) {
            m->first[i] += counts[i * categories + j] / units;
            m->second[i] += counts[j * categories + i] / units;
        }
    }
}

/* Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969), formula 13. */
static double kappa_variance(const double *counts, size_t categories, const struct two_coders *a,
                             const struct margins *m)
{
    double diagonal = 0;
    double beside = 0;
    double rest = 1 - a->kappa;
    for (size_t i = 0; i < categories; i++) {
        for (size_t j = 0; j < categories; j++) {
            double share = counts[i * categories + j] / a->units;
            if (i == j) {
                double d = 1 - (m->first[i] + m->second[i]) * rest;
                diagonal += share * d * d;
            } else {
                double d = m->second[i] + m->first[j];
                beside += share * d * d;
            }
        }
    }
    double chance = a->kappa - a->expected * rest;
    double below = 1 - a->expected;
    return (diagonal + rest * rest * beside - chance * chance) / (a->units * below * below);
}

struct two_coders agreement_of_table(const double *counts, size_t categories, double confidence)
{
    struct two_coders a = {.observed = NAN};
    struct margins m = {mem_alloc((categories + 1) * sizeof(double)),
                        mem_alloc((categories + 1) * sizeof(double))};
    double alike = 0;
    for (size_t i = 0; i < categories * categories; i++) {
        a.units += counts[i];
        alike += i / categories == i % categories ? counts[i] : 0;
    }
    if (a.units > 0) {
        sum_margins(counts, categories, a.units, &m);
        a.observed = alike / a.units;
        double chance = 0;
        for (size_t i = 0; i < categories; i++) {
            double mean = (m.first[i] + m.second[i]) / 2;
            a.expected += m.first[i] * m.second[i];
            chance += mean * (1 - mean) / (double)(categories - (categories > 1));
        }
        a.defined = a.expected < 1;
        if (a.defined) {
            a.kappa = (a.observed - a.expected) / (1 - a.expected);
            a.standard_error = sqrt(fmax(0, kappa_variance(counts, categories, &a, &m)));
            double half = normal_quantile(0.5 + confidence / 2) * a.standard_error;
            a.kappa_interval = (struct interval){fmax(-1, a.kappa - half), fmin(1, a.kappa + half)};
            a.ac1 = (a.observed - chance) / (1 - chance);
        }
    }
    free(m.first);
    free(m.second);
    return a;
}

struct two_coders agreement_of(const int32_t *first, const int32_t *second, size_t n, size_t categories,
                               double confidence)
{
    double *counts = mem_realloc(NULL, categories * categories + 1, sizeof *counts);
    for (size_t i = 0; i < categories * categories; i++) {
        counts[i] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (first[i] != UNCODED && second[i] != UNCODED) {
            counts[(size_t)first[i] * categories + (size_t)second[i]] += 1;
        }
    }
    struct two_coders a = agreement_of_table(counts, categories, confidence);
    free(counts);
    return a;
}

/* ---- distances --------------------------------------------------------------------------------- */

double distance_nominal(const void *context UNUSED, int32_t a, int32_t b, const double *totals UNUSED)
{
    return a != b;
}

double distance_ordinal(const void *context UNUSED, int32_t a, int32_t b, const double *totals)
{
    int32_t low = a < b ? a : b;
    int32_t high = a < b ? b : a;
    double between = -(totals[low] + totals[high]) / 2;
    for (int32_t g = low; g <= high; g++) {
        between += totals[g];
    }
    return a == b ? 0 : between * between;
}

static double value_of(const void *context, int32_t code)
{
    const double *values = context;
    return values ? values[code] : (double)code;
}

double distance_interval(const void *context, int32_t a, int32_t b, const double *totals UNUSED)
{
    double d = value_of(context, a) - value_of(context, b);
    return d * d;
}

double distance_ratio(const void *context, int32_t a, int32_t b, const double *totals UNUSED)
{
    double sum = value_of(context, a) + value_of(context, b);
    double d = value_of(context, a) - value_of(context, b);
    return sum > 0 ? d * d / (sum * sum) : 0;
}

/* ---- Krippendorff's alpha ------------------------------------------------------------------------ */

/* What pairs of codes within units come to: how often code c stands beside code k. */
struct coincidences {
    double *pairs;  /* categories x categories, both orders */
    double *totals; /* per category */
    double n;       /* sum of totals */
    size_t units;
    size_t categories;
};

static struct coincidences coincidences_new(size_t categories)
{
    return (struct coincidences){.pairs = mem_realloc(NULL, categories * categories + 1, sizeof(double)),
                                 .totals = mem_realloc(NULL, categories + 1, sizeof(double)),
                                 .categories = categories};
}

static void coincidences_free(struct coincidences *o)
{
    free(o->pairs);
    free(o->totals);
}

static void coincidences_clear(struct coincidences *o)
{
    o->n = 0;
    o->units = 0;
    for (size_t i = 0; i < o->categories * o->categories; i++) {
        o->pairs[i] = 0;
    }
    for (size_t i = 0; i < o->categories; i++) {
        o->totals[i] = 0;
    }
}

static void add_unit(struct coincidences *o, const int32_t *codes, size_t coders)
{
    size_t given = 0;
    for (size_t c = 0; c < coders; c++) {
        given += codes[c] != UNCODED;
    }
    if (given < 2) {
        return;
    }
    for (size_t c = 0; c < coders; c++) {
        for (size_t k = 0; k < coders; k++) {
            if (c != k && codes[c] != UNCODED && codes[k] != UNCODED) {
                o->pairs[(size_t)codes[c] * o->categories + (size_t)codes[k]] += 1 / ((double)given - 1);
            }
        }
        if (codes[c] != UNCODED) {
            o->totals[codes[c]] += 1;
        }
    }
    o->n += (double)given;
    o->units++;
}

static struct alpha alpha_of_coincidences(const struct coincidences *o, distance_fn *distance,
                                          const void *context)
{
    double observed = 0;
    double expected = 0;
    for (size_t c = 0; c < o->categories; c++) {
        for (size_t k = 0; o->totals[c] > 0 && k < o->categories; k++) {
            if (c != k && o->totals[k] > 0) {
                double d = distance(context, (int32_t)c, (int32_t)k, o->totals);
                observed += o->pairs[c * o->categories + k] * d;
                expected += o->totals[c] * o->totals[k] * d;
            }
        }
    }
    struct alpha alpha = {.units = o->units, .defined = expected > 0};
    if (alpha.defined) {
        alpha.value = 1 - (o->n - 1) * observed / expected;
        alpha.interval = (struct interval){alpha.value, alpha.value};
    }
    return alpha;
}

struct alpha alpha_of(const int32_t *codes, size_t units, size_t coders, size_t categories,
                      distance_fn *distance, const void *context)
{
    struct coincidences o = coincidences_new(categories);
    coincidences_clear(&o);
    for (size_t u = 0; u < units; u++) {
        add_unit(&o, codes + u * coders, coders);
    }
    struct alpha alpha = alpha_of_coincidences(&o, distance, context);
    coincidences_free(&o);
    return alpha;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

struct alpha alpha_with_interval(const int32_t *codes, size_t units, size_t coders, size_t categories,
                                 distance_fn *distance, const void *context, double confidence,
                                 unsigned rounds, struct draws *draws)
{
    struct alpha alpha = alpha_of(codes, units, coders, categories, distance, context);
    if (!alpha.defined || rounds == 0) {
        return alpha;
    }
    struct coincidences o = coincidences_new(categories);
    double *values = mem_realloc(NULL, rounds, sizeof *values);
    size_t n = 0;
    for (unsigned round = 0; round < rounds; round++) {
        coincidences_clear(&o);
        for (size_t u = 0; u < units; u++) {
            add_unit(&o, codes + (size_t)draws_below(draws, (uint32_t)units) * coders, coders);
        }
        struct alpha drawn = alpha_of_coincidences(&o, distance, context);
        if (drawn.defined) {
            values[n++] = drawn.value;
        }
    }
    if (n) {
        qsort(values, n, sizeof *values, ascending);
        double tail = (1 - confidence) / 2 * (double)(n - 1);
        alpha.interval = (struct interval){values[(size_t)tail], values[n - 1 - (size_t)tail]};
    }
    free(values);
    coincidences_free(&o);
    return alpha;
}
