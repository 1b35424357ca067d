#ifndef STATS_DISCLOSURE_H
#define STATS_DISCLOSURE_H

#include <stddef.h>
#include <stdint.h>

/*
 * How many others a person cannot be told from: cases that share the values of the keys (what a neighbour
 * knows: group, sex, age, municipality). Keys are category numbers; KEY_MISSING shares with every value.
 */
enum { KEY_MISSING = -1 };

/*
 * keys[i * keys_n + k]. Into alike[i] the number of cases that cannot be told from case i (itself included),
 * and into stands_for[i], unless NULL, the sum of their weights (weights NULL: 1 each).
 */
void disclosure_classes(const int32_t *keys, size_t n, size_t keys_n, const double *weights, uint32_t *alike,
                        double *stands_for);

/*
 * The risk that a case of a sample is recognised in the population: `alike` cases in the sample stand for
 * `stands_for` in the population (Benedetti and Franconi 1998; for 3 and more alike the approximation
 * p / (alike - (1 - p)), p = alike / stands_for). 0..1.
 */
double disclosure_risk(uint32_t alike, double stands_for);

/* How many cases have fewer than k alike. */
size_t disclosure_below(const uint32_t *alike, size_t n, uint32_t k);

#endif
