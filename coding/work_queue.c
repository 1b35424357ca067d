#include "coding/work_priv.h"

#include <stdlib.h>
#include <string.h>

/*
 * The queue. Groups are sorted when something changed and only filtered otherwise, so that a hundred thousand
 * answers do not make a key slow.
 */

void work_changed(struct work *work)
{
    work->changes++;
}

/* ---- one group ---- */

static struct str codes_of(const struct work *work, const struct group *group)
{
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *content = answer_seen(work, &work->answers[i]);
        if (content) {
            return content->codes;
        }
    }
    return STR_EMPTY;
}

static enum work_state state_of(const struct group *group)
{
    if (group->open) {
        return group->elsewhere ? WORK_ELSEWHERE : WORK_OPEN;
    }
    return group->flagged ? WORK_FLAGGED : WORK_CODED;
}

struct work_group work_group(const struct work *work, uint32_t id)
{
    const struct group *group = &work->groups[id];
    enum work_state state = state_of(group);
    bool decided = state == WORK_CODED || state == WORK_FLAGGED;
    return (struct work_group){
        .id = id,
        .key = group->key,
        .text = group->text,
        .answers = group->answers,
        .open = group->open,
        .state = state,
        .holder = group->elsewhere ? group->holder : STR_EMPTY,
        .codes = decided ? codes_of(work, group) : STR_EMPTY,
        .predicted = group->predicted,
        .code = group->predicted && group->class != NO_CLASS ? class_code(work, group->class) : STR_EMPTY,
        .p = group->p,
        .similarity = group->similarity,
    };
}

struct work_answer work_answer(const struct work *work, uint32_t id, uint32_t i)
{
    uint32_t at = work->groups[id].first;
    while (i-- > 0) {
        at = work->answers[at].next;
    }
    const struct answer *answer = &work->answers[at];
    const struct content *content = answer_seen(work, answer);
    return (struct work_answer){answer->case_id, answer->row, answer->text, answer->language,
                                content ? content->codes : STR_EMPTY};
}

/* ---- orders ---- */

/* What a group is sorted by; smaller comes first. */
struct place_in_queue {
    uint32_t id;
    int64_t first, second;
    double third;
    struct str key;
};

static int by_place(const void *a, const void *b)
{
    const struct place_in_queue *x = a;
    const struct place_in_queue *y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    if (x->second != y->second) {
        return x->second < y->second ? -1 : 1;
    }
    if (x->third < y->third || x->third > y->third) {
        return x->third < y->third ? -1 : 1;
    }
    return str_compare(x->key, y->key);
}

/* The newest thing that this coder may see of a group, in the order of the log. */
static int64_t newest(const struct work *work, const struct group *group)
{
    int64_t n = 0;
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *content = answer_seen(work, &work->answers[i]);
        n = content && content->n > n ? content->n : n;
    }
    return n;
}

/* Open answers per predicted code. */
static uint32_t *run_sizes(const struct work *work)
{
    uint32_t *sizes = mem_realloc(NULL, work->classes.n + 1, sizeof *sizes);
    memset(sizes, 0, (work->classes.n + 1) * sizeof *sizes);
    for (size_t i = 0; i < work->groups_n; i++) {
        const struct group *group = &work->groups[i];
        if (group->predicted && group->class != NO_CLASS) {
            sizes[group->class] += group->answers;
        }
    }
    return sizes;
}

static struct place_in_queue place_of(const struct work *work, uint32_t id, enum work_view view,
                                      const uint32_t *sizes)
{
    const struct group *group = &work->groups[id];
    struct place_in_queue place = {.id = id, .key = group->key, .first = -(int64_t)group->answers};
    if (view == WORK_VIEW_CODED || view == WORK_VIEW_FLAGGED) {
        place.first = -newest(work, group);
    } else if (view == WORK_VIEW_ALIKE) {
        bool known = group->predicted && group->class != NO_CLASS;
        place.first = known ? -(int64_t)sizes[group->class] : 0;
        place.second = known ? (int64_t)group->class : INT64_MAX;
        place.third = known ? -group->p - group->similarity : -(double)group->answers;
    }
    return place;
}

static bool belongs(const struct group *group, enum work_view view)
{
    enum work_state state = state_of(group);
    if (!group->answers) {
        return false;
    }
    if (view == WORK_VIEW_FLAGGED) {
        return group->flagged > 0;
    }
    return view == WORK_VIEW_CODED ? state == WORK_CODED : group->open > 0;
}

static void sort_groups(struct work *work, enum work_view view)
{
    bool all = view == WORK_VIEW_FREQUENT || view == WORK_VIEW_ALIKE;
    size_t n = 0;
    uint32_t *sizes = run_sizes(work);
    struct place_in_queue *places = mem_realloc(NULL, work->groups_n + 1, sizeof *places);
    for (size_t i = 0; i < work->groups_n; i++) {
        if (all || belongs(&work->groups[i], view)) {
            places[n++] = place_of(work, (uint32_t)i, view, sizes);
        }
    }
    qsort(places, n, sizeof *places, by_place);
    work->order[view] = mem_realloc(work->order[view], n + 1, sizeof **work->order);
    for (size_t i = 0; i < n; i++) {
        work->order[view][i] = places[i].id;
    }
    work->order_n[view] = n;
    work->order_at[view] = work->changes;
    free(places);
    free(sizes);
}

/* Decisions leave the order of open groups as it is; new answers do not. */
static void order_frequent(struct work *work)
{
    size_t answers = 0;
    for (size_t i = 0; i < work->groups_n; i++) {
        answers += work->groups[i].answers;
    }
    if (!work->order[WORK_VIEW_FREQUENT] || work->order_answers != answers ||
        work->order_groups != work->groups_n) {
        sort_groups(work, WORK_VIEW_FREQUENT);
        work->order_answers = answers;
        work->order_groups = work->groups_n;
        work->predict_at = 0;
    }
}

/* While predictions come in, the runs are sorted anew only now and then. */
static void order_alike(struct work *work)
{
    order_frequent(work);
    bool many = work->predicted_n >= 2 * work->alike_n || work->predict_at == work->groups_n;
    if (!work->order[WORK_VIEW_ALIKE] || work->alike_groups != work->groups_n ||
        (many && work->predicted_n != work->alike_n)) {
        sort_groups(work, WORK_VIEW_ALIKE);
        work->alike_n = work->predicted_n;
        work->alike_groups = work->groups_n;
    }
}

size_t work_queue(struct work *work, enum work_view view, const uint32_t **ids)
{
    if (view == WORK_VIEW_FREQUENT) {
        order_frequent(work);
    } else if (view == WORK_VIEW_ALIKE) {
        order_alike(work);
    } else if (!work->order[view] || work->order_at[view] != work->changes) {
        sort_groups(work, view);
    }
    work->queue = mem_realloc(work->queue, work->groups_n + 1, sizeof *work->queue);
    size_t n = 0;
    for (size_t i = 0; i < work->order_n[view]; i++) {
        uint32_t id = work->order[view][i];
        if (belongs(&work->groups[id], view)) {
            work->queue[n++] = id;
        }
    }
    *ids = work->queue;
    return n;
}

size_t work_predict(struct work *work, size_t most)
{
    order_frequent(work);
    size_t left = 0;
    for (; work->suggester && work->predict_at < work->groups_n; work->predict_at++) {
        struct group *group = &work->groups[work->order[WORK_VIEW_FREQUENT][work->predict_at]];
        if (!group->predicted && group->open && most == 0) {
            left = work->groups_n - work->predict_at;
            break;
        }
        if (!group->predicted && group->open) {
            predict_group(work, group);
            work->predicted_n++;
            most--;
        }
    }
    return left;
}

/* ---- several coders ---- */

bool hold_groups(struct work *work, const uint32_t *groups, size_t n, size_t *got)
{
    struct str *names = ARENA_ARRAY(work->scratch, n + 1, struct str);
    bool *held = ARENA_ARRAY(work->scratch, n + 1, bool);
    for (size_t i = 0; i < n; i++) {
        names[i] = work->groups[groups[i]].key;
    }
    *got = 0;
    struct str under = arena_format(work->scratch, "code.%.*s", STR_ARG(work_item_id(work)));
    if (store_hold(work->setup.store, under, names, n, held) != STORE_OK) {
        work_fail_store(work);
        return false;
    }
    for (size_t i = 0; i < work->groups_n; i++) {
        work->groups[i].held = false;
    }
    for (size_t i = 0; i < n; i++) {
        work->groups[groups[i]].held = held[i];
        *got += held[i];
    }
    return *got == n || holds_read(work);
}

size_t work_hold(struct work *work, const uint32_t *groups, size_t n)
{
    size_t got;
    hold_groups(work, groups, n, &got);
    return got;
}
