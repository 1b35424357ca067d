#include "stats/estimate.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

static bool counts(const bool *inside, size_t i)
{
    return !inside || inside[i];
}

static int32_t stratum_of(const struct sample *s, size_t i)
{
    return s->stratum ? s->stratum[i] : 0;
}

/*
 * What raking to margins takes out of the linearised values, as the survey package does it: ten rounds over
 * the margins, z less w times the mean of z / w in the case's category.
 */
static void take_out_margin(const struct sample *s, const struct margin *margin, double *z, double *means,
                            double *cases)
{
    for (size_t c = 0; c < margin->categories; c++) {
        means[c] = cases[c] = 0;
    }
    for (size_t i = 0; i < s->n; i++) {
        means[margin->category[i]] += s->weights[i] > 0 ? z[i] / s->weights[i] : 0;
        cases[margin->category[i]] += s->weights[i] > 0;
    }
    for (size_t i = 0; i < s->n; i++) {
        int32_t c = margin->category[i];
        z[i] -= cases[c] > 0 ? s->weights[i] * means[c] / cases[c] : 0;
    }
}

static void take_out_raking(const struct sample *s, double *z)
{
    enum { ROUNDS = 10 };
    size_t widest = 0;
    for (size_t m = 0; m < s->margins_n; m++) {
        widest = s->margins[m].categories > widest ? s->margins[m].categories : widest;
    }
    double *sums = mem_realloc(NULL, 2 * widest + 1, sizeof *sums);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t m = 0; m < s->margins_n; m++) {
            take_out_margin(s, &s->margins[m], z, sums, sums + widest);
        }
    }
    free(sums);
}

struct stratum_sum {
    double n, sum, squares;
};

/* Variance of the total of z over the strata. */
static double variance_of_total(const struct sample *s, const double *z, struct estimate *e)
{
    size_t strata = s->strata ? s->strata : 1;
    struct stratum_sum *sums = mem_realloc(NULL, strata, sizeof *sums);
    double all = 0;
    for (size_t h = 0; h < strata; h++) {
        sums[h] = (struct stratum_sum){0};
    }
    for (size_t i = 0; i < s->n; i++) {
        struct stratum_sum *h = &sums[stratum_of(s, i)];
        h->n++;
        h->sum += z[i];
        all += z[i];
    }
    for (size_t i = 0; i < s->n; i++) {
        struct stratum_sum *h = &sums[stratum_of(s, i)];
        double d = z[i] - (h->n > 1 ? h->sum / h->n : all / (double)s->n);
        h->squares += d * d;
    }
    double variance = 0;
    e->df = (double)s->n;
    for (size_t h = 0; h < strata; h++) {
        double n = sums[h].n;
        double left = s->population ? 1 - n / s->population[h] : 1;
        e->lonely_stratum = e->lonely_stratum || n == 1;
        e->df -= n > 0;
        variance += n > 0 ? left * (n > 1 ? n / (n - 1) : 1) * sums[h].squares : 0;
    }
    free(sums);
    return variance;
}

/* Of a simple random sample of the same size: the weighted variance of y over n, with R's deff correction. */
static double variance_of_simple(const struct sample *s, const double *y, const bool *inside,
                                 const struct estimate *e, double weight)
{
    double squares = 0;
    for (size_t i = 0; i < s->n; i++) {
        squares += counts(inside, i) ? s->weights[i] * (y[i] - e->value) * (y[i] - e->value) : 0;
    }
    double n = (double)e->n;
    double spread = n > 1 ? squares / weight * n / (n - 1) : 0;
    return spread * (weight - n) / (weight * n);
}

struct estimate estimate_mean(const struct sample *s, const double *y, const bool *inside)
{
    struct estimate e = {.value = NAN, .standard_error = NAN, .design_effect = NAN};
    double weight = 0;
    double total = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (counts(inside, i)) {
            e.n++;
            weight += s->weights[i];
            total += s->weights[i] * y[i];
        }
    }
    e.defined = weight > 0;
    if (!e.defined) {
        return e;
    }
    e.value = total / weight;
    double *z = mem_realloc(NULL, s->n + 1, sizeof *z);
    for (size_t i = 0; i < s->n; i++) {
        z[i] = counts(inside, i) ? s->weights[i] * (y[i] - e.value) / weight : 0;
    }
    if (s->margins_n) {
        take_out_raking(s, z);
    }
    double variance = variance_of_total(s, z, &e);
    free(z);
    e.standard_error = sqrt(variance);
    double simple = variance_of_simple(s, y, inside, &e, weight);
    e.design_effect = simple > 0 ? variance / simple : NAN;
    return e;
}
