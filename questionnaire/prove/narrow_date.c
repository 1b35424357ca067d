#include "questionnaire/prove/look_priv.h"

/* Years, ages and distances, backwards. A partial date is only bounded by the day it begins on. */

static int64_t first_of_year(int64_t year)
{
    int64_t in_range = year < 1000 ? 1000 : year > 9999 ? 9999 : year;
    return days_from_civil((int)in_range, 1, 1);
}

static int64_t year_up(int64_t scaled)
{
    return scaled / MILLION + (scaled % MILLION > 0);
}

static int64_t year_down(int64_t scaled)
{
    return scaled / MILLION - (scaled % MILLION < 0);
}

static struct dom days_between(int64_t lo, int64_t hi)
{
    struct dom d = dom_any(VALUE_DATE);
    d.why = 0;
    d.lo = lo;
    d.hi = hi;
    return d;
}

bool narrow_year(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    int64_t lo = scaled_unbounded(want->lo) ? DOM_LOWEST : first_of_year(year_up(want->lo));
    int64_t hi = scaled_unbounded(want->hi) ? DOM_HIGHEST : first_of_year(year_down(want->hi) + 1) - 1;
    struct dom to = days_between(lo, hi);
    return look_narrow(l, node->args[0], &to);
}

/* Two days on either side, so that leap years need no thought. */
enum { LEAP_DAYS = 2 };

static int64_t years_from(int64_t day, int64_t years, int64_t leap)
{
    return scaled_unbounded(day) ? day : years_later(day, years) + leap;
}

bool narrow_age(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    struct dom birth = look_eval(l, node->args[0]);
    struct dom at = node->n > 1 ? look_eval(l, node->args[1]) : look_today(l, node);
    int64_t lowest = scaled_unbounded(want->lo) ? 0 : year_up(want->lo);
    int64_t highest = scaled_unbounded(want->hi) || want->hi > 9000 * MILLION ? 9000 : year_down(want->hi);
    lowest = lowest < 0 ? 0 : lowest > 9000 ? 9000 : lowest;
    /* birth + lowest years <= at < birth + (highest + 1) years */
    struct dom to_birth = days_between(years_from(at.lo, -(highest + 1), -LEAP_DAYS),
                                       years_from(last_end(&at, at.hi), -lowest, LEAP_DAYS));
    struct dom to_at = days_between(years_from(birth.lo, lowest, -LEAP_DAYS),
                                    years_from(last_end(&birth, birth.hi), highest + 1, LEAP_DAYS));
    int64_t latest = last_end(&at, at.hi); /* nobody has an age before birth */
    to_birth.hi = to_birth.hi < latest ? to_birth.hi : latest;
    /* A partial day of reference begins up to a year before it ends. */
    to_at.lo -= at.precise == 1u << DATE_DAY ? 0 : 366;
    to_birth.lo -= birth.precise == 1u << DATE_DAY ? 0 : 366;
    if (!look_narrow(l, node->args[0], &to_birth)) {
        return false;
    }
    return node->n > 1 ? look_narrow(l, node->args[1], &to_at)
                       : space_cell(l->s, l->s->m->today_cell, &to_at);
}

bool narrow_days(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    bool bounds = false;
    if (!narrow_known(l, node, want, &bounds) || !bounds) {
        return !l->s->failed;
    }
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    int64_t lo = scaled_unbounded(want->lo) ? -4000000 : year_up(want->lo);
    int64_t hi = scaled_unbounded(want->hi) ? 4000000 : year_down(want->hi);
    struct dom to_a = days_between(b.lo - hi, b.hi - lo);
    struct dom to_b = days_between(a.lo + lo, a.hi + hi);
    to_a.precise = to_b.precise = 1u << DATE_DAY;
    return look_narrow(l, node->args[0], &to_a) && look_narrow(l, node->args[1], &to_b);
}
