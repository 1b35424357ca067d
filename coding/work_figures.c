#include "coding/work_priv.h"

#include <math.h>
#include <stdlib.h>

/* Figures of the work: for the report, and a coder's own for herself. */

/* One group that this coder decided from the queue. */
struct own {
    double seconds, keys;
    bool first, today;
};

static bool own_decision(const struct work *work, const struct answer *answer, struct own *out,
                         uint32_t *shown_ms)
{
    const struct content *content = answer_seen(work, answer);
    if (!content || content->reason.origin != ORIGIN_HUMAN || !str_equal(content->user, work->setup.user)) {
        return false;
    }
    *shown_ms = content->shown_ms;
    *out = (struct own){
        .seconds = content->shown_ms / 1000.0,
        .keys = content->reason.keys,
        .first = content->reason.rank == 1,
        .today = clock_day(content->wall_ms) == clock_day(work_now(work)),
    };
    return true;
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

/* Of what is known: above 0. */
static double median(double *values, size_t n)
{
    if (!n) {
        return NAN;
    }
    qsort(values, n, sizeof *values, ascending);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* Nobody gave anything to any of its answers: most groups, for a long time. */
static bool untouched(const struct group *group)
{
    return group->open == group->answers && !group->sampled;
}

static void own_figures(const struct work *work, struct work_figures *out)
{
    double *seconds = mem_realloc(NULL, work->groups_n + 1, sizeof *seconds);
    double *keys = mem_realloc(NULL, work->groups_n + 1, sizeof *keys);
    size_t seconds_n = 0;
    size_t keys_n = 0;
    size_t first = 0;
    double spent_ms = 0;
    for (size_t i = 0; i < work->groups_n; i++) {
        struct own own;
        uint32_t shown_ms = 0;
        uint32_t at = untouched(&work->groups[i]) ? NOBODY : work->groups[i].first;
        while (at != NOBODY && !own_decision(work, &work->answers[at], &own, &shown_ms)) {
            at = work->answers[at].next;
        }
        if (at == NOBODY) {
            continue;
        }
        out->own_groups++;
        out->own_today += own.today;
        first += own.first;
        spent_ms += shown_ms;
        seconds[seconds_n] = own.seconds;
        seconds_n += own.seconds > 0;
        keys[keys_n] = own.keys;
        keys_n += own.keys > 0;
    }
    out->own_first = out->own_groups ? (double)first / (double)out->own_groups : NAN;
    out->own_seconds = median(seconds, seconds_n);
    out->own_keys = median(keys, keys_n);
    out->own_per_hour = spent_ms > 0 ? (double)seconds_n / (spent_ms / 3600e3) : NAN;
    free(seconds);
    free(keys);
}

static void count_answer(const struct work *work, const struct answer *answer, struct work_figures *out)
{
    const struct content *content = content_of(answer, LAYER_HOLDS);
    if (content && !is_special(content->codes, SPECIAL_FLAG)) {
        unsigned level = work_level(work, first_mention(content->codes));
        out->by_origin[content->reason.origin]++;
        out->by_level[level < sizeof out->by_level / sizeof *out->by_level ? level : 0]++;
    }
}

static void count_doubled(const struct work *work, const struct group *group, struct work_figures *out)
{
    bool doubled = false;
    bool differing = false;
    for (uint32_t i = group->first; group->doubled && i != NOBODY; i = work->answers[i].next) {
        const struct content *holds = content_of(&work->answers[i], LAYER_HOLDS);
        const struct content *first = content_of(&work->answers[i], LAYER_FIRST);
        const struct content *second = content_of(&work->answers[i], LAYER_SECOND);
        doubled |= first && second;
        differing |= first && second && !str_equal(first->codes, second->codes) &&
                     !(holds && holds->reason.origin == ORIGIN_ADJUDICATED);
    }
    out->doubled += doubled;
    out->differing += differing;
}

struct work_figures work_figures(struct work *work)
{
    if (work->figures_at == work->changes + 1) {
        return work->figures;
    }
    struct work_figures out = {0};
    for (size_t i = 0; i < work->groups_n; i++) {
        const struct group *group = &work->groups[i];
        out.groups += group->answers > 0;
        out.answers += group->answers;
        out.open_groups += group->open > 0;
        out.open_answers += group->open;
        out.flagged_groups += group->flagged > 0;
        uint32_t first = untouched(group) ? NOBODY : group->first;
        for (uint32_t at = first; at != NOBODY; at = work->answers[at].next) {
            count_answer(work, &work->answers[at], &out);
        }
        count_doubled(work, group, &out);
    }
    own_figures(work, &out);
    work->figures = out;
    work->figures_at = work->changes + 1;
    return out;
}
