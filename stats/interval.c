#include "stats/interval.h"

#include <math.h>
#include <stddef.h>

static double polynomial(const double *coefficients, size_t n, double x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum = sum * x + coefficients[i];
    }
    return sum;
}

/* P. J. Acklam's approximation: a rational function in the middle, another in the tails; good to 1e-9. */
static double acklam(double p)
{
    static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                               1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,  -1.556989798598866e+02,
                               6.680131188771972e+01,  -1.328068155288572e+01, 1};
    static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                               -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                               3.754408661907416e+00, 1};
    double tail = p < 0.5 ? p : 1 - p;
    if (tail < 0.02425) {
        double q = sqrt(-2 * log(tail));
        double z = polynomial(c, 6, q) / polynomial(d, 5, q);
        return p < 0.5 ? z : -z;
    }
    double q = p - 0.5;
    return q * polynomial(a, 6, q * q) / polynomial(b, 6, q * q);
}

double normal_quantile(double p)
{
    if (!(p > 0 && p < 1)) {
        return NAN;
    }
    double z = acklam(p);
    double error = 0.5 * erfc(-z / M_SQRT2) - p;
    double step = error * sqrt(2 * M_PI) * exp(z * z / 2);
    return z - step / (1 + z * step / 2);
}

/* The continued fraction of the incomplete beta function, by Lentz's method (Numerical Recipes, 6.4). */
static double beta_fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1;
    double d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double h = d;
    for (int m = 1; m <= 500; m++) {
        double step = 1;
        for (int odd = 0; odd < 2; odd++) {
            double term = odd ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                              : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 + term * d;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = 1 + term / c;
            c = fabs(c) < tiny ? tiny : c;
            step = c * d;
            h *= step;
        }
        if (fabs(step - 1) < 1e-16) {
            break;
        }
    }
    return h;
}

/* Regularised incomplete beta I_x(a, b). */
static double beta_share(double a, double b, double x)
{
    if (x <= 0 || x >= 1) {
        return x >= 1;
    }
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                     : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

static double student_upper_tail(double t, double df)
{
    return 0.5 * beta_share(df / 2, 0.5, df / (df + t * t));
}

static double student_density(double t, double df)
{
    return exp(lgamma((df + 1) / 2) - lgamma(df / 2) - (df + 1) / 2 * log1p(t * t / df)) / sqrt(df * M_PI);
}

double student_quantile(double p, double df)
{
    if (!(p > 0 && p < 1 && df > 0)) {
        return NAN;
    }
    if (p < 0.5) {
        return -student_quantile(1 - p, df);
    }
    /* Bracketed Newton: the tail is monotone, and with few degrees of freedom a bare step overshoots. */
    double low = 0;
    double high = 1;
    while (student_upper_tail(high, df) > 1 - p) {
        high *= 2;
    }
    double t = fmin(fmax(normal_quantile(p), low), high);
    for (int i = 0; i < 200; i++) {
        double excess = student_upper_tail(t, df) - (1 - p);
        *(excess > 0 ? &low : &high) = t;
        double next = t + excess / student_density(t, df);
        if (!(next > low && next < high)) {
            next = (low + high) / 2;
        }
        if (fabs(next - t) <= 1e-15 * fabs(t)) {
            return next;
        }
        t = next;
    }
    return t;
}

static struct interval wilson_z(double hits, double n, double z)
{
    if (n <= 0) {
        return (struct interval){0, 1};
    }
    double p = hits / n;
    double middle = p + z * z / (2 * n);
    double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    double below = 1 + z * z / n;
    /* Exactly 0 and 1 at the ends, where rounding would leave a trace. */
    return (struct interval){hits <= 0 ? 0 : (middle - half) / below,
                             hits >= n ? 1 : (middle + half) / below};
}

struct interval wilson(double hits, double n, double confidence)
{
    return wilson_z(hits, n, normal_quantile(0.5 + confidence / 2));
}

double wilson_at_least(double hits, double n, double confidence)
{
    return wilson_z(hits, n, normal_quantile(confidence)).low;
}

struct interval logit_interval(double p, double standard_error, double df, double confidence)
{
    if (!(p > 0 && p < 1)) {
        return (struct interval){p, p};
    }
    double middle = log(p / (1 - p));
    double half = student_quantile(0.5 + confidence / 2, df) * standard_error / (p * (1 - p));
    return (struct interval){1 / (1 + exp(half - middle)), 1 / (1 + exp(-half - middle))};
}
