#include "questionnaire/differ/differ_priv.h"

/* What stands in the files of two versions: item by item. */

const char *diff_part_name(unsigned bit)
{
    static const char *const names[DIFF_PARTS] = {"added",        "removed", "type",  "options",
                                                  "more_options", "range",   "wider", "words",
                                                  "route",        "order",   "checks"};
    return names[bit];
}

/* ---- options ------------------------------------------------------------------------------------ */

/* Codes that one offers a group and the other does not, and codes with another name. */
static unsigned compare_offer(struct arena *scratch, const struct item *old, const struct item *new,
                              int old_group, int new_group)
{
    struct domain both, before, after;
    if (!domain_of(scratch, old, new, old_group, new_group, &both)) {
        return DIFF_OPTIONS;
    }
    (void)domain_of(scratch, old, old, old_group, old_group, &before);
    (void)domain_of(scratch, new, new, new_group, new_group, &after);
    return (before.codes_n > both.codes_n ? (unsigned)DIFF_OPTIONS : 0) |
           (after.codes_n > both.codes_n ? (unsigned)DIFF_MORE : 0);
}

static bool same_order(const struct variable *old, const struct variable *new)
{
    size_t at = 0;
    for (size_t i = 0; i < new->list->n; i++) {
        int32_t before = list_find_code(old->list, new->list->options[i].code);
        if (before >= 0 && (size_t)before < at) {
            return false;
        }
        at = before >= 0 ? (size_t)before : at;
    }
    return true;
}

static unsigned compare_options(const struct pairing *p, const struct item *old, const struct item *new)
{
    struct arena *scratch = arena_new();
    unsigned parts = 0;
    for (int g = -1; g < (int)p->q[NEW]->groups_n; g++) {
        int before = g < 0 ? -1 : questionnaire_group(p->q[OLD], p->q[NEW]->groups[g]);
        if (g < 0 || before >= 0) {
            parts |= compare_offer(scratch, old, new, before, g);
        }
    }
    struct str a = rules_text(scratch, p->q[OLD], old);
    struct str b = rules_text(scratch, p->q[NEW], new);
    parts |= str_equal(a, b) ? 0u : (unsigned)DIFF_OPTIONS;
    bool frame = new->variable->list->frame;
    parts |= frame || same_order(old->variable, new->variable) ? 0u : (unsigned)DIFF_ORDER;
    arena_free(scratch);
    return parts;
}

/* ---- ranges ------------------------------------------------------------------------------------- */

/* Does `all` take every answer that `some` takes, apart from codes? */
static bool holds(const struct variable *all, const struct variable *some)
{
    bool numbers = number_compare(all->min, some->min) <= 0 && number_compare(all->max, some->max) >= 0 &&
                   number_compare(all->step, some->step) <= 0;
    bool sets = all->choose_min <= some->choose_min && all->choose_max >= some->choose_max;
    bool later = !all->date_min.year ||
                 (some->date_min.year && date_first(some->date_min) >= date_first(all->date_min));
    bool sooner =
        !all->date_max.year || (some->date_max.year && date_last(some->date_max) <= date_last(all->date_max));
    bool today = all->min_today <= some->min_today && all->max_today <= some->max_today;
    return numbers && sets && later && sooner && today && all->length >= some->length &&
           !(some->allow & ~all->allow) && !(some->precisions & ~all->precisions) &&
           all->lines >= some->lines;
}

static unsigned compare_range(const struct variable *old, const struct variable *new)
{
    struct variable a = *old;
    struct variable b = *new;
    if (a.type == VARIABLE_SET && a.list && b.list && a.choose_max == a.list->n &&
        b.choose_max == b.list->n) {
        a.choose_max = b.choose_max = 0; /* as many as one likes */
    }
    if (!holds(&b, &a)) {
        return DIFF_RANGE;
    }
    return holds(&a, &b) ? 0u : (unsigned)DIFF_WIDER;
}

/* ---- checks ------------------------------------------------------------------------------------- */

static bool same_check(const struct pairing *p, uint32_t old, uint32_t new)
{
    struct arena *scratch = arena_new();
    const struct check *a = &p->q[OLD]->checks[old];
    const struct check *b = &p->q[NEW]->checks[new];
    bool same = a->kind == b->kind &&
                str_equal(expr_words(scratch, p->q[OLD], a->holds), expr_words(scratch, p->q[NEW], b->holds));
    arena_free(scratch);
    return same;
}

/* A check of the new version, by what it was; a hard one that is new or other refuses what was an answer. */
static unsigned compare_check(const struct pairing *p, uint32_t check, uint32_t home)
{
    const struct check *new = &p->q[NEW]->checks[check];
    uint32_t before = questionnaire_check(p->q[OLD], new->id);
    if (before != NONE && p->q[OLD]->checks[before].item == home && same_check(p, before, check)) {
        return 0;
    }
    return DIFF_CHECKS | (new->kind == CHECK_HARD ? (unsigned)DIFF_RANGE : 0);
}

static unsigned compare_checks(const struct pairing *p, const struct item *old, const struct item *new)
{
    unsigned parts = old->checks_n == new->checks_n ? 0 : DIFF_CHECKS;
    for (size_t i = 0; i < new->checks_n; i++) {
        parts |= compare_check(p, new->checks[i], old->index);
    }
    return parts;
}

/* Those over the whole interview belong to no item: they stand for themselves. */
static size_t wide_checks(const struct pairing *p, struct item_diff *items)
{
    size_t n = 0;
    for (uint32_t c = 0; c < p->q[NEW]->checks_n; c++) {
        const struct check *check = &p->q[NEW]->checks[c];
        unsigned parts = check->item == NONE ? compare_check(p, c, NONE) : 0;
        if (parts) {
            items[n++] = (struct item_diff){.id = check->id, .parts = parts};
        }
    }
    for (uint32_t c = 0; c < p->q[OLD]->checks_n; c++) {
        const struct check *check = &p->q[OLD]->checks[c];
        uint32_t now = questionnaire_check(p->q[NEW], check->id);
        if (check->item == NONE && (now == NONE || p->q[NEW]->checks[now].item != NONE)) {
            items[n++] = (struct item_diff){.id = check->id, .parts = DIFF_CHECKS};
        }
    }
    return n;
}

/* ---- an item ------------------------------------------------------------------------------------ */

static bool same_variable(const struct variable *a, const struct variable *b)
{
    return a->type == b->type && !a->list == !b->list && (!a->list || str_equal(a->list->id, b->list->id));
}

static unsigned compare_variable(const struct pairing *p, const struct item *old, const struct item *new)
{
    if (!old->variable || !new->variable) {
        return 0;
    }
    if (!same_variable(old->variable, new->variable)) {
        return DIFF_TYPE;
    }
    if (new->kind != ITEM_QUESTION) {
        return 0;
    }
    unsigned parts = compare_range(old->variable, new->variable);
    return parts | (new->variable->list ? compare_options(p, old, new) : 0);
}

static unsigned compare_items(const struct pairing *p, const struct item *old, const struct item *new)
{
    if (old->kind != new->kind) {
        return DIFF_TYPE;
    }
    struct arena *scratch = arena_new();
    const struct questionnaire *const *q = p->q;
    unsigned parts = compare_variable(p, old, new);
    parts |= str_equal(route_text(scratch, q[OLD], old), route_text(scratch, q[NEW], new)) ? 0 : DIFF_ROUTE;
    parts |= str_equal(value_text(scratch, q[OLD], old), value_text(scratch, q[NEW], new)) ? 0 : DIFF_TYPE;
    parts |= words_alike(q[OLD], q[NEW], old, new) ? 0 : DIFF_WORDS;
    parts |= compare_checks(p, old, new);
    parts |= old->arrangement.random == new->arrangement.random ? 0 : DIFF_ORDER;
    parts |= pair_of(p, NEW, new->index)->moved ? DIFF_ORDER : 0;
    arena_free(scratch);
    return parts;
}

struct version_diff versions_diff(struct arena *arena, const struct questionnaire *old,
                                  const struct questionnaire *new)
{
    struct pairing *p = pairing_make(arena, old, new);
    struct item_diff *items = ARENA_ARRAY(arena, p->n + old->checks_n + new->checks_n, struct item_diff);
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        const struct pair *pair = &p->pairs[i];
        struct item_diff *d = &items[n];
        *d = (struct item_diff){.id = pair->id,
                                .old = pair->at[OLD] == NONE ? NULL : pair_item(p, pair, OLD),
                                .new = pair->at[NEW] == NONE ? NULL : pair_item(p, pair, NEW)};
        d->parts = !d->old ? DIFF_ADDED : !d->new ? DIFF_REMOVED : compare_items(p, d->old, d->new);
        n += d->parts != 0;
    }
    n += wide_checks(p, &items[n]);
    return (struct version_diff){old, new, items, n, p};
}

/* ---- the number --------------------------------------------------------------------------------- */

const char *version_step_name(enum version_step step)
{
    static const char *const names[] = {"none", "patch", "minor", "major"};
    return names[step];
}

static enum version_step higher(enum version_step a, enum version_step b)
{
    return a > b ? a : b;
}

static enum version_step step_of_parts(unsigned parts)
{
    const unsigned additive = DIFF_ADDED | DIFF_MORE | DIFF_WIDER | DIFF_CHECKS;
    /* Another condition may well ask the same people: that is for the routes to say. */
    const unsigned harmless = DIFF_WORDS | DIFF_ORDER | DIFF_ROUTE;
    return parts & ~(additive | harmless) ? STEP_MAJOR
           : parts & additive             ? STEP_MINOR
           : parts                        ? STEP_PATCH
                                          : STEP_NONE;
}

enum version_step version_step_needed(const struct version_diff *diff, const struct routes *routes, size_t n)
{
    enum version_step step = hash_equal(&diff->old->hash, &diff->new->hash) ? STEP_NONE : STEP_PATCH;
    for (size_t i = 0; i < diff->n; i++) {
        step = higher(step, step_of_parts(diff->items[i].parts));
    }
    for (size_t g = 0; g < n; g++) {
        for (size_t i = 0; i < routes[g].n; i++) {
            step = higher(step, routes[g].items[i].route == ROUTE_WIDER ? STEP_MINOR : STEP_MAJOR);
        }
    }
    return step;
}

static int64_t cut_number(struct str *rest)
{
    int64_t number = 0;
    struct str word = STR_EMPTY;
    return str_split(rest, '.', &word) && str_to_int64(word, &number) ? number : 0;
}

enum version_step version_step_made(struct str old, struct str new)
{
    static const enum version_step steps[] = {STEP_MAJOR, STEP_MINOR, STEP_PATCH};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        int64_t before = cut_number(&old);
        int64_t after = cut_number(&new);
        if (before != after) {
            return after > before ? steps[i] : STEP_NONE;
        }
    }
    return STEP_NONE;
}
