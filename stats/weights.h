#ifndef STATS_WEIGHTS_H
#define STATS_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Weights of a sample: raked to known margins, trimmed, judged. */

/* One known margin: which category each of the n cases falls in, and what the population counts there. */
struct margin {
    const int32_t *category; /* n numbers, 0 .. categories - 1 */
    const double *population;
    size_t categories;
};

struct raking {
    bool converged;
    unsigned iterations;
    double gap;          /* largest |weighted count - population| / population at the end */
    size_t empty_margin; /* margin and category of a population without a case: raking cannot be */
    size_t empty_category;
    bool empty;
};

/*
 * Rakes in place (iterative proportional fitting, Deming and Stephan 1940): `weights` hold the design weights
 * before and the raked ones after; margins are fitted one after the other until no weighted count is off by
 * more than `tolerance` (relative; 1e-13 reaches what doubles can) or `most` rounds are done. With an empty
 * category the weights stay as they are.
 */
struct raking rake(double *weights, size_t n, const struct margin *margins, size_t margins_n,
                   double tolerance, unsigned most);

/*
 * Trims in place as R's trimWeights: what lies above `cap` is cut to it and the excess spread equally over
 * the weights that were not cut; repeated while that lifts others above the cap (strict). Returns how many
 * were cut; the total stays.
 */
size_t trim_weights(double *weights, size_t n, double cap);

/* Kish's effective sample size, (sum w)^2 / sum w^2; 0 for no cases. */
double effective_size(const double *weights, size_t n);

#endif
