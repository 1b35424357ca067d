#ifndef STATS_AGREEMENT_H
#define STATS_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "stats/interval.h"

/*
 * Agreement between coders. Codes are numbers 0 .. categories - 1; UNCODED stands where a coder gave none.
 */
enum { UNCODED = -1 };

/* Two coders, the same units. */
struct two_coders {
    double units;    /* coded by both */
    double observed; /* share of them coded alike; NAN where there are none */
    bool
        defined; /* false: nothing coded by both, or only one category ever used; kappa and ac1 say nothing */
    double expected;       /* share alike by chance, from both coders' margins */
    double kappa;          /* Cohen 1960: (observed - expected) / (1 - expected) */
    double standard_error; /* Fleiss, Cohen and Everitt 1969 */
    struct interval kappa_interval;
    double ac1; /* Gwet 2008: as kappa, with chance sum of pi(1 - pi) / (categories - 1); steady where one
                   category rules */
};

/*
 * From a table of counts: counts[i * categories + j] units had code i of the first coder and j of the
 * second; they need not be whole numbers. `confidence` such as 0.95.
 */
struct two_coders agreement_of_table(const double *counts, size_t categories, double confidence);
/* From two columns of codes of n units; units that either coder left out do not count. */
struct two_coders agreement_of(const int32_t *first, const int32_t *second, size_t n, size_t categories,
                               double confidence);

/* How far two codes lie apart, squared: 0 alike. `totals` is how often each code was given in all. */
typedef double distance_fn(const void *context, int32_t a, int32_t b, const double *totals);
distance_fn distance_nominal;  /* 0 or 1 */
distance_fn distance_ordinal;  /* by ranks, codes in their order */
distance_fn distance_interval; /* (a - b)^2; context: the codes' values (const double *), NULL: the codes */
distance_fn distance_ratio;    /* ((a - b) / (a + b))^2; context as above */

/*
 * Krippendorff's alpha for any number of coders, units may lack codes (Krippendorff 2011):
 * 1 - observed / expected disagreement over all pairs of codes within units.
 * codes[u * coders + c]; units with fewer than two codes do not count.
 */
struct alpha {
    bool defined; /* false: no unit with two codes, or all codes the same */
    size_t units; /* that count */
    double value;
    struct interval interval; /* by bootstrap of units; low = high = value where not asked for */
};
struct alpha alpha_of(const int32_t *codes, size_t units, size_t coders, size_t categories,
                      distance_fn *distance, const void *context);
/* The same with a percentile interval from `rounds` draws of units with replacement. */
struct alpha alpha_with_interval(const int32_t *codes, size_t units, size_t coders, size_t categories,
                                 distance_fn *distance, const void *context, double confidence,
                                 unsigned rounds, struct draws *draws);

#endif
