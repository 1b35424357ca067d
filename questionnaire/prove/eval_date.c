#include "questionnaire/prove/look_priv.h"

/* Dates over domains: the first day of a date lies in [lo, hi], its precision is one of `precise`. */

static bool in_calendar(int64_t day)
{
    return day >= days_from_civil(1000, 1, 1) && day <= days_from_civil(9999, 12, 31);
}

static struct date calendar(int64_t day)
{
    int64_t lowest = days_from_civil(1000, 1, 1);
    int64_t highest = days_from_civil(9999, 12, 31);
    return date_from_days((int32_t)(day < lowest ? lowest : day > highest ? highest : day));
}

static int64_t end_of(int64_t first, enum date_precision precision)
{
    if (!in_calendar(first)) {
        return first;
    }
    struct date date = calendar(first);
    date.day = precision == DATE_DAY ? date.day : 0;
    date.month = precision == DATE_YEAR ? 0 : date.month;
    return date_last(date);
}

int64_t first_end(const struct dom *d, int64_t first)
{
    enum date_precision finest = d->precise & 1u << DATE_DAY     ? DATE_DAY
                                 : d->precise & 1u << DATE_MONTH ? DATE_MONTH
                                                                 : DATE_YEAR;
    return end_of(first, finest);
}

int64_t last_end(const struct dom *d, int64_t first)
{
    enum date_precision coarsest = d->precise & 1u << DATE_YEAR    ? DATE_YEAR
                                   : d->precise & 1u << DATE_MONTH ? DATE_MONTH
                                                                   : DATE_DAY;
    return end_of(first, coarsest);
}

int64_t years_later(int64_t day, int64_t years)
{
    if (!in_calendar(day)) {
        return day;
    }
    struct date date = calendar(day);
    return days_from_civil(date.year + (int)years, date.month, date.day);
}

struct dom look_today(const struct look *l, const struct expr_node *node)
{
    (void)node;
    return l->s->cells[l->s->m->today_cell];
}

static int64_t year_of(int64_t day)
{
    return calendar(day).year;
}

struct dom look_year(const struct look *l, const struct expr_node *node)
{
    struct dom d = look_eval(l, node->args[0]);
    struct dom year = dom_number(year_of(d.lo) * MILLION, year_of(d.hi) * MILLION);
    year.why = d.why;
    return d.known ? year : dom_unknown(VALUE_NUMBER, d.why);
}

struct dom look_month(const struct look *l, const struct expr_node *node)
{
    struct dom d = look_eval(l, node->args[0]);
    uint32_t why = d.why | (d.precise & 1u << DATE_YEAR ? EXPR_WHY_PARTIAL_DATE : 0);
    if (!d.known || d.precise == 1u << DATE_YEAR) {
        return dom_unknown(VALUE_NUMBER, why);
    }
    bool same_year = year_of(d.lo) == year_of(d.hi);
    struct dom month = dom_number(MILLION, 12 * MILLION);
    if (same_year) {
        month = dom_number(calendar(d.lo).month * MILLION, calendar(d.hi).month * MILLION);
    }
    month.why = why;
    return month;
}

/* Whole years between two days; below 0 where `at` comes first. */
static int64_t years_between(int64_t birth, int64_t at)
{
    int lowest = 0;
    int highest = 0;
    if (birth > at || !date_age(calendar(birth), (int32_t)at, &lowest, &highest)) {
        return -1;
    }
    return highest;
}

static bool one_date(const struct dom *d)
{
    return d->lo == d->hi && (d->precise & (d->precise - 1)) == 0;
}

/* Between two dates that are settled it is one number or none. */
static void age_of_one(struct dom *age, const struct dom *birth, const struct dom *at)
{
    int64_t birth_end = last_end(birth, birth->lo);
    int64_t at_end = last_end(at, at->lo);
    if (birth->lo > at->lo) {
        *age = dom_unknown(VALUE_NUMBER, EXPR_WHY_UNBORN);
        return;
    }
    int64_t youngest = years_between(birth_end < at->lo ? birth_end : at->lo, at->lo);
    int64_t oldest = years_between(birth->lo, at_end);
    *age = youngest == oldest ? dom_number(oldest * MILLION, oldest * MILLION)
                              : dom_unknown(VALUE_NUMBER, EXPR_WHY_PARTIAL_DATE);
}

struct dom look_age(const struct look *l, const struct expr_node *node)
{
    struct dom birth = look_eval(l, node->args[0]);
    struct dom at = node->n > 1 ? look_eval(l, node->args[1]) : look_today(l, node);
    uint32_t why = birth.why | at.why;
    if (!birth.known || !at.known) {
        return dom_unknown(VALUE_NUMBER, why);
    }
    uint8_t day = 1u << DATE_DAY;
    bool partial = (birth.precise | at.precise) != day;
    why |= partial ? EXPR_WHY_PARTIAL_DATE : 0;
    why |= birth.hi > at.lo ? EXPR_WHY_UNBORN : 0;
    if (birth.lo > last_end(&at, at.hi)) {
        return dom_unknown(VALUE_NUMBER, EXPR_WHY_UNBORN | (birth.why | at.why));
    }
    int64_t lowest = years_between(last_end(&birth, birth.hi), at.lo);
    int64_t highest = years_between(birth.lo, last_end(&at, at.hi));
    struct dom age = dom_number((lowest < 0 ? 0 : lowest) * MILLION, highest * MILLION);
    age.why = why;
    if (one_date(&birth) && one_date(&at)) {
        age_of_one(&age, &birth, &at);
        age.why |= birth.why | at.why;
    }
    return age;
}

struct dom look_days(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    uint8_t day = 1u << DATE_DAY;
    uint32_t why = a.why | b.why | ((a.precise | b.precise) != day ? EXPR_WHY_PARTIAL_DATE : 0);
    if (!a.known || !b.known || !(a.precise & b.precise & day)) {
        return dom_unknown(VALUE_NUMBER, why);
    }
    struct dom days = dom_number(scaled_from(number_int(b.lo - a.hi)), scaled_from(number_int(b.hi - a.lo)));
    days.why = why;
    return days;
}
