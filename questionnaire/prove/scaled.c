#include "questionnaire/prove/dom_priv.h"

/* Numbers in millionths. What does not fit is unbounded, which is always allowed: domains may be too large.
 */

typedef unsigned __int128 wide;

static uint64_t magnitude(int64_t a)
{
    return a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
}

static int64_t joined(bool negative, wide size)
{
    if (size >= (wide)INT64_MAX) {
        return negative ? DOM_LOWEST : DOM_HIGHEST;
    }
    return negative ? -(int64_t)size : (int64_t)size;
}

int64_t scaled_from(struct number number)
{
    static const int64_t up[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    wide size = (wide)magnitude(number.units) * (wide)up[number.scale];
    return joined(number.units < 0, size);
}

int64_t scaled_add(int64_t a, int64_t b)
{
    int64_t sum = 0;
    if (scaled_unbounded(a)) {
        return a;
    }
    if (scaled_unbounded(b)) {
        return b;
    }
    if (__builtin_add_overflow(a, b, &sum)) {
        return a < 0 ? DOM_LOWEST : DOM_HIGHEST;
    }
    return sum;
}

int64_t scaled_negate(int64_t a)
{
    return a == DOM_LOWEST ? DOM_HIGHEST : a == DOM_HIGHEST ? DOM_LOWEST : -a;
}

int64_t scaled_multiply(int64_t a, int64_t b)
{
    bool negative = (a < 0) != (b < 0);
    if (a == 0 || b == 0) {
        return 0;
    }
    if (scaled_unbounded(a) || scaled_unbounded(b)) {
        return negative ? DOM_LOWEST : DOM_HIGHEST;
    }
    return joined(negative, ((wide)magnitude(a) * (wide)magnitude(b) + (wide)(MILLION / 2)) / (wide)MILLION);
}

/* Rounded to the millionth, half away from zero, as expressions do. */
int64_t scaled_divide(int64_t a, int64_t b)
{
    bool negative = (a < 0) != (b < 0);
    if (scaled_unbounded(b)) {
        return 0;
    }
    if (scaled_unbounded(a)) {
        return negative ? DOM_LOWEST : DOM_HIGHEST;
    }
    wide dividend = (wide)magnitude(a) * (wide)MILLION;
    wide divisor = magnitude(b);
    return joined(negative, (dividend + divisor / 2) / divisor);
}
