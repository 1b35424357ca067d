#ifndef STATS_INTERVAL_H
#define STATS_INTERVAL_H

#include <stdbool.h>

/* A two-sided interval. */
struct interval {
    double low, high;
};

/* The z with `p` of the standard normal distribution below it, 0 < p < 1; error below 1e-15 (Acklam's
 * rational approximation, polished by one Halley step on erfc). NAN outside. */
double normal_quantile(double p);

/*
 * The t with `p` of Student's distribution with `df` degrees of freedom below it; df > 0, may be fractional.
 * By Newton's method on the regularised incomplete beta function. NAN outside 0 < p < 1.
 */
double student_quantile(double p, double df);

/*
 * Wilson's score interval for `hits` of `n` (E. B. Wilson 1927), with `confidence` such as 0.95:
 * (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). For n = 0 all is possible: 0 to 1.
 */
struct interval wilson(double hits, double n, double confidence);
/* Its lower end alone, one-sided: the share is at least this with the confidence given. */
double wilson_at_least(double hits, double n, double confidence);

/*
 * Interval of a weighted proportion on the logit scale, as R's svyciprop(method = "logit"):
 * plogis(logit p -+ t(df) se / (p (1 - p))). Where p is 0 or 1 the interval is that point.
 */
struct interval logit_interval(double p, double standard_error, double df, double confidence);

#endif
