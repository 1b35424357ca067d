#include "expr/cell.h"

#include <inttypes.h>

enum { SCALE_MOST = 6 };

/* Sign and magnitude in 128 bits: no step between two 64-bit numbers can overflow there. Unsigned, because
 * a checked signed product of this width needs a library function that not every compiler brings along. */
typedef unsigned __int128 wide;

struct exact {
    bool negative;
    wide magnitude;
    unsigned scale;
};

static wide power_of_ten(unsigned n)
{
    wide power = 1;
    while (n--) {
        power *= 10;
    }
    return power;
}

static struct exact exact_from(struct number a)
{
    uint64_t bits = (uint64_t)a.units;
    return (struct exact){a.units < 0, a.units < 0 ? 0 - bits : bits, a.scale};
}

static struct exact exact_at(struct number a, unsigned scale)
{
    struct exact e = exact_from(a);
    e.magnitude *= power_of_ten(scale - a.scale);
    e.scale = scale;
    return e;
}

/* Half away from zero, which for a magnitude is half up. */
static wide divide_rounded(wide dividend, wide divisor)
{
    wide rest = dividend % divisor;
    return dividend / divisor + (rest >= divisor - rest ? 1 : 0);
}

/* What is too large at its scale may still fit without its last decimals, where those are zeros. */
static bool exact_to_number(struct exact e, struct number *out)
{
    wide most = (wide)INT64_MAX + (e.negative ? 1 : 0);
    if (e.scale > SCALE_MOST) {
        e.magnitude = divide_rounded(e.magnitude, power_of_ten(e.scale - SCALE_MOST));
        e.scale = SCALE_MOST;
    }
    while (e.magnitude > most && e.scale > 0 && e.magnitude % 10 == 0) {
        e.magnitude /= 10;
        e.scale--;
    }
    if (e.magnitude > most) {
        return false;
    }
    uint64_t bits = (uint64_t)e.magnitude;
    int64_t units = e.negative && bits ? -(int64_t)(bits - 1) - 1 : (int64_t)bits;
    *out = (struct number){units, (uint8_t)e.scale};
    return true;
}

static unsigned common_scale(struct number a, struct number b)
{
    return a.scale > b.scale ? a.scale : b.scale;
}

int number_compare(struct number a, struct number b)
{
    struct exact x = exact_at(a, common_scale(a, b));
    struct exact y = exact_at(b, common_scale(a, b));
    if (x.negative != y.negative) {
        return x.negative ? -1 : 1;
    }
    int order = (x.magnitude > y.magnitude) - (x.magnitude < y.magnitude);
    return x.negative ? -order : order;
}

static bool add_exact(struct exact x, struct exact y, struct number *out)
{
    struct exact sum = x;
    if (x.negative == y.negative) {
        sum.magnitude = x.magnitude + y.magnitude;
    } else if (x.magnitude >= y.magnitude) {
        sum.magnitude = x.magnitude - y.magnitude;
    } else {
        sum.magnitude = y.magnitude - x.magnitude;
        sum.negative = y.negative;
    }
    return exact_to_number(sum, out);
}

bool number_add(struct number a, struct number b, struct number *out)
{
    unsigned scale = common_scale(a, b);
    return add_exact(exact_at(a, scale), exact_at(b, scale), out);
}

bool number_subtract(struct number a, struct number b, struct number *out)
{
    unsigned scale = common_scale(a, b);
    struct exact y = exact_at(b, scale);
    y.negative = !y.negative;
    return add_exact(exact_at(a, scale), y, out);
}

bool number_multiply(struct number a, struct number b, struct number *out)
{
    struct exact x = exact_from(a);
    struct exact y = exact_from(b);
    struct exact product = {x.negative != y.negative, x.magnitude * y.magnitude, x.scale + y.scale};
    return exact_to_number(product, out);
}

bool number_divide(struct number a, struct number b, struct number *out)
{
    if (b.units == 0) {
        return false;
    }
    struct exact x = exact_from(a);
    struct exact y = exact_from(b);
    wide dividend = x.magnitude * power_of_ten(y.scale + SCALE_MOST);
    wide divisor = y.magnitude * power_of_ten(x.scale);
    struct exact quotient = {x.negative != y.negative, divide_rounded(dividend, divisor), SCALE_MOST};
    return exact_to_number(quotient, out);
}

struct number number_round(struct number a)
{
    struct exact e = exact_from(a);
    e.magnitude = divide_rounded(e.magnitude, power_of_ten(e.scale));
    e.scale = 0;
    struct number whole = a;
    /* Cannot fail: rounding to fewer digits never leaves 64 bits. */
    return exact_to_number(e, &whole) ? whole : a;
}

static bool read_digits(struct str s, size_t *at, struct exact *e)
{
    size_t from = *at;
    for (; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9'; ++*at) {
        e->magnitude = e->magnitude * 10 + (unsigned)(s.ptr[*at] - '0');
        /* Far beyond 64 bits, but there is room: last zeros may still go. */
        if (e->magnitude >> 100) {
            return false;
        }
    }
    return *at > from;
}

bool number_parse(struct str s, struct number *out)
{
    size_t at = 0;
    struct exact e = {0};
    if (s.len && s.ptr[0] == '-') {
        e.negative = true;
        at = 1;
    }
    if (!read_digits(s, &at, &e)) {
        return false;
    }
    if (at < s.len && s.ptr[at] == '.') {
        size_t point = at++;
        if (!read_digits(s, &at, &e) || at - point - 1 > SCALE_MOST) {
            return false;
        }
        e.scale = (unsigned)(at - point - 1);
    }
    return at == s.len && exact_to_number(e, out);
}

struct str number_format(struct arena *arena, struct number number)
{
    struct exact e = exact_from(number);
    while (e.scale > 0 && e.magnitude % 10 == 0) {
        e.magnitude /= 10;
        e.scale--;
    }
    const char *sign = e.negative ? "-" : "";
    if (e.scale == 0) {
        return arena_format(arena, "%s%" PRIu64, sign, (uint64_t)e.magnitude);
    }
    wide power = power_of_ten(e.scale);
    return arena_format(arena, "%s%" PRIu64 ".%0*" PRIu64, sign, (uint64_t)(e.magnitude / power),
                        (int)e.scale, (uint64_t)(e.magnitude % power));
}
