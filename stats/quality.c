#include "stats/quality.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

enum { OTHERS_LEAST = 5, HEAPING_LEAST = 20, NO_ANSWER = -1 };

struct straight quality_straight(const int64_t *answers, size_t n)
{
    struct straight out = {NAN, NAN, NAN, NAN};
    if (n < 2) {
        return out;
    }
    double sum = 0;
    double squares = 0;
    double differ = 0;
    size_t longest = 0;
    size_t modal = 0;
    size_t run = 0;
    for (size_t i = 0; i < n; i++) {
        double x = (double)answers[i];
        size_t same = 0;
        sum += x;
        squares += x * x;
        run = i && answers[i] == answers[i - 1] ? run + 1 : 1;
        longest = run > longest ? run : longest;
        for (size_t k = 0; k < n; k++) {
            same += answers[k] == answers[i];
            differ += k < i ? sqrt(fabs(x - (double)answers[k])) : 0;
        }
        modal = same > modal ? same : modal;
    }
    double items = (double)n;
    out.longest = (double)longest / items;
    out.modal = (double)modal / items;
    out.spread = sqrt(fmax(squares - sum * sum / items, 0) / (items - 1));
    out.differ = differ / (items * (items - 1) / 2);
    return out;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static double middle(double *values, size_t n)
{
    qsort(values, n, sizeof *values, ascending);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

struct robust quality_robust(double *values, size_t n)
{
    struct robust out = {NAN, NAN};
    if (n < OTHERS_LEAST) {
        return out;
    }
    out.median = middle(values, n);
    double *away = mem_alloc(n * sizeof *away);
    for (size_t i = 0; i < n; i++) {
        away[i] = fabs(values[i] - out.median);
    }
    out.deviation = 1.4826 * middle(away, n);
    free(away);
    return out;
}

double quality_robust_z(double x, struct robust of)
{
    return of.deviation > 0 ? (x - of.median) / of.deviation : NAN;
}

double quality_match(const int64_t *a, const int64_t *b, size_t n, size_t least)
{
    size_t both = 0;
    size_t same = 0;
    for (size_t i = 0; i < n; i++) {
        int common = a[i] != NO_ANSWER && b[i] != NO_ANSWER;
        both += (size_t)common;
        same += (size_t)(common && a[i] == b[i]);
    }
    return both < least || !both ? NAN : (double)same / (double)both;
}

struct heaping quality_heaping(const int64_t *values, size_t n)
{
    struct heaping out = {NAN, NAN};
    double digits[10] = {0};
    if (n < HEAPING_LEAST) {
        return out;
    }
    for (size_t i = 0; i < n; i++) {
        digits[llabs(values[i]) % 10]++;
    }
    double expected = (double)n / 10;
    out.chi_squared = 0;
    for (size_t d = 0; d < 10; d++) {
        out.chi_squared += (digits[d] - expected) * (digits[d] - expected) / expected;
    }
    out.share = (digits[0] + digits[5]) / (double)n;
    return out;
}

double quality_intraclass(const double *values, const uint32_t *group, size_t n, size_t groups)
{
    double *sums = mem_alloc((groups + 1) * sizeof *sums);
    double *counts = mem_alloc((groups + 1) * sizeof *counts);
    double total = 0;
    double squares = 0;
    double between = 0;
    double sizes = 0;
    double used = 0;
    for (size_t g = 0; g < groups; g++) {
        sums[g] = counts[g] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        sums[group[i]] += values[i];
        counts[group[i]]++;
        total += values[i];
        squares += values[i] * values[i];
    }
    for (size_t g = 0; g < groups; g++) {
        if (counts[g] > 0) {
            between += sums[g] * sums[g] / counts[g];
            sizes += counts[g] * counts[g];
            used++;
        }
    }
    free(sums);
    free(counts);
    double all = (double)n;
    if (used < 2 || all <= used) {
        return NAN;
    }
    double mean_between = (between - total * total / all) / (used - 1);
    double mean_within = (squares - between) / (all - used);
    double size = (all - sizes / all) / (used - 1);
    double variance = mean_between + (size - 1) * mean_within;
    return variance > 0 ? (mean_between - mean_within) / variance : NAN;
}
