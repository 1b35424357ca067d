#include "stats/weights.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"

static void sum_by_category(const double *weights, size_t n, const struct margin *margin, double *sums)
{
    for (size_t c = 0; c < margin->categories; c++) {
        sums[c] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        sums[margin->category[i]] += weights[i];
    }
}

static double margin_gap(const double *weights, size_t n, const struct margin *margin, double *sums)
{
    sum_by_category(weights, n, margin, sums);
    double gap = 0;
    for (size_t c = 0; c < margin->categories; c++) {
        if (margin->population[c] > 0) {
            gap = fmax(gap, fabs(sums[c] - margin->population[c]) / margin->population[c]);
        }
    }
    return gap;
}

static void fit_margin(double *weights, size_t n, const struct margin *margin, double *sums)
{
    sum_by_category(weights, n, margin, sums);
    for (size_t c = 0; c < margin->categories; c++) {
        sums[c] = sums[c] > 0 ? margin->population[c] / sums[c] : 1;
    }
    for (size_t i = 0; i < n; i++) {
        weights[i] *= sums[margin->category[i]];
    }
}

static bool find_empty(const double *weights, size_t n, const struct margin *margins, size_t margins_n,
                       double *sums, struct raking *raking)
{
    for (size_t m = 0; m < margins_n; m++) {
        sum_by_category(weights, n, &margins[m], sums);
        for (size_t c = 0; c < margins[m].categories; c++) {
            if (margins[m].population[c] > 0 && sums[c] <= 0) {
                raking->empty = true;
                raking->empty_margin = m;
                raking->empty_category = c;
                return true;
            }
        }
    }
    return false;
}

struct raking rake(double *weights, size_t n, const struct margin *margins, size_t margins_n,
                   double tolerance, unsigned most)
{
    struct raking raking = {0};
    size_t widest = 0;
    for (size_t m = 0; m < margins_n; m++) {
        widest = margins[m].categories > widest ? margins[m].categories : widest;
    }
    double *sums = mem_realloc(NULL, widest + 1, sizeof *sums);
    if (!find_empty(weights, n, margins, margins_n, sums, &raking)) {
        do {
            raking.gap = 0;
            for (size_t m = 0; m < margins_n; m++) {
                fit_margin(weights, n, &margins[m], sums);
            }
            for (size_t m = 0; m < margins_n; m++) {
                raking.gap = fmax(raking.gap, margin_gap(weights, n, &margins[m], sums));
            }
            raking.iterations++;
            raking.converged = raking.gap <= tolerance;
        } while (!raking.converged && raking.iterations < most);
    }
    free(sums);
    return raking;
}

size_t trim_weights(double *weights, size_t n, double cap)
{
    bool *cut = mem_realloc(NULL, n + 1, sizeof *cut);
    for (size_t i = 0; i < n; i++) {
        cut[i] = false;
    }
    size_t cut_n = 0;
    for (;;) {
        double excess = 0;
        for (size_t i = 0; i < n; i++) {
            if (weights[i] > cap) {
                excess += weights[i] - cap;
                weights[i] = cap;
                cut_n += !cut[i];
                cut[i] = true;
            }
        }
        if (excess <= 0 || cut_n == n) {
            break;
        }
        for (size_t i = 0; i < n; i++) {
            weights[i] += cut[i] ? 0 : excess / (double)(n - cut_n);
        }
    }
    free(cut);
    return cut_n;
}

double effective_size(const double *weights, size_t n)
{
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += weights[i];
        squares += weights[i] * weights[i];
    }
    return squares > 0 ? sum * sum / squares : 0;
}
