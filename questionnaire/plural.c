#include "questionnaire/questionnaire.h"

/* Unicode CLDR, plural rules for cardinal numbers: https://unicode.org/reports/tr35/tr35-numbers.html */
enum plural { PLURAL_ZERO, PLURAL_ONE, PLURAL_TWO, PLURAL_FEW, PLURAL_MANY, PLURAL_OTHER };

/* CLDR's operands: i the whole part, v how many decimals are shown. */
struct operands {
    uint64_t i;
    unsigned v;
};

static struct operands operands_of(struct number n)
{
    uint64_t units = n.units < 0 ? 0 - (uint64_t)n.units : (uint64_t)n.units;
    unsigned scale = n.scale;
    while (scale && units % 10 == 0) {
        units /= 10; /* 2.50 is shown as 2.5 */
        scale--;
    }
    struct operands o = {units, scale};
    for (; scale; scale--) {
        o.i /= 10;
    }
    return o;
}

static enum plural germanic(struct operands o)
{
    return o.i == 1 && o.v == 0 ? PLURAL_ONE : PLURAL_OTHER;
}

static enum plural french(struct operands o)
{
    return o.i <= 1 ? PLURAL_ONE : PLURAL_OTHER;
}

static enum plural polish(struct operands o)
{
    if (o.v) {
        return PLURAL_OTHER;
    }
    if (o.i == 1) {
        return PLURAL_ONE;
    }
    bool few = o.i % 10 >= 2 && o.i % 10 <= 4 && !(o.i % 100 >= 12 && o.i % 100 <= 14);
    return few ? PLURAL_FEW : PLURAL_MANY;
}

static enum plural romanian(struct operands o)
{
    if (o.i == 1 && o.v == 0) {
        return PLURAL_ONE;
    }
    bool few = o.v != 0 || o.i == 0 || (o.i % 100 >= 1 && o.i % 100 <= 19);
    return few ? PLURAL_FEW : PLURAL_OTHER;
}

static enum plural arabic(struct operands o)
{
    if (o.v) {
        return PLURAL_OTHER;
    }
    if (o.i <= 2) {
        return o.i == 0 ? PLURAL_ZERO : o.i == 1 ? PLURAL_ONE : PLURAL_TWO;
    }
    uint64_t rest = o.i % 100;
    return rest >= 3 && rest <= 10 ? PLURAL_FEW : rest >= 11 ? PLURAL_MANY : PLURAL_OTHER;
}

static const struct {
    const char *language;
    enum plural (*rule)(struct operands o);
} rules[] = {{"fr", french}, {"pl", polish}, {"ro", romanian}, {"ar", arabic}};

unsigned plural_category(struct str language, struct number n)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        if (str_is(language, rules[i].language)) {
            return rules[i].rule(operands_of(n));
        }
    }
    return germanic(operands_of(n));
}

const char *plural_name(unsigned category)
{
    static const char *const names[PLURAL_CATEGORIES] = {"zero", "one", "two", "few", "many", "other"};
    return names[category];
}

bool plural_used(struct str language, unsigned category)
{
    for (int n = 0; n <= 200; n++) {
        if (plural_category(language, number_int(n)) == category) {
            return true;
        }
    }
    return false;
}
