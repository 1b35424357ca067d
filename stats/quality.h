#ifndef STATS_QUALITY_H
#define STATS_QUALITY_H

#include <stddef.h>
#include <stdint.h>

/*
 * Signs of how carefully was interviewed. None decides anything by itself: they are shown beside each other.
 * What is not defined is NAN.
 */

/* Straightlining in one battery answered by one respondent. */
struct straight {
    double longest; /* longest run of one answer, as a share of the items */
    double modal;   /* share of the most frequent answer */
    double spread;  /* standard deviation of the answers (intra-individual response variability, Dunn 2018) */
    double differ;  /* mean over pairs of sqrt|x - y|: 0 when nothing is told apart (Mulligan 2001) */
};
/* `answers` in the order in which they were given, scale codes; fewer than two: all NAN. */
struct straight quality_straight(const int64_t *answers, size_t n);

/* Median and 1.4826 times the median absolute deviation; NAN of fewer than 5 values. Sorts `values`. */
struct robust {
    double median, deviation;
};
struct robust quality_robust(double *values, size_t n);
/* How far a value lies from them, in such deviations; NAN where they are all alike. */
double quality_robust_z(double x, struct robust of);

/* Share of answers that are alike of those that both gave; -1 stands for none. NAN under `least` common ones.
 */
double quality_match(const int64_t *a, const int64_t *b, size_t n, size_t least);

/* Heaping: chi-squared of the last digits against each digit being as frequent (9 degrees of freedom), and
 * the share that ends on 0 or 5, of which 0.2 is expected. Fewer than 20 values: NAN. */
struct heaping {
    double chi_squared, share;
};
struct heaping quality_heaping(const int64_t *values, size_t n);

/* Intraclass correlation of one-way analysis of variance (Fisher): how much of the variance lies between
 * groups; group[i] is 0 .. groups - 1. NAN when there is no group of two or no variance. Below 0 counts as it
 * is. */
double quality_intraclass(const double *values, const uint32_t *group, size_t n, size_t groups);

#endif
