#ifndef STATS_ESTIMATE_H
#define STATS_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/interval.h"
#include "stats/weights.h"

/*
 * Means and proportions from a stratified sample with weights; their standard errors by Taylor linearisation,
 * as R's survey package gives them for svydesign(ids = ~1, strata, weights, fpc) and after rake().
 */
struct sample {
    size_t n;
    const double *weights;  /* n, as used for estimates (raked where `margins_n` > 0) */
    const int32_t *stratum; /* n numbers 0 .. strata - 1; NULL: one stratum */
    size_t strata;          /* 1 where there is one */
    const double
        *population; /* cases in each stratum's population (finite population correction); NULL: infinite */
    const struct margin *margins; /* the weights were raked to these, in this order; 0: design weights */
    size_t margins_n;
};

struct estimate {
    bool defined; /* false: nobody in the domain */
    size_t n;     /* cases in the domain */
    double value; /* mean, or share for y of 0 and 1 */
    double standard_error;
    double df;            /* cases less strata with a case */
    double design_effect; /* variance against that of a simple sample of the whole; NAN where that is 0 */
    bool lonely_stratum;  /* some stratum has one case: it was centred at the overall mean, not left out */
};

/*
 * The mean of y over the domain: inside[i] says who belongs (NULL: all). y is read inside the domain only.
 * All cases of the sample count for the variance, those outside with 0 (a domain is no sample of its own).
 */
struct estimate estimate_mean(const struct sample *sample, const double *y, const bool *inside);

#endif
