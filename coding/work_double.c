#include "coding/work_priv.h"

#include <stdlib.h>

#include "base/i18n.h"

/* Double coding: where two coders differ, the decision between them, and how far they agree. */

struct pair {
    const struct content *first, *second;
    bool settled;
    const struct content *holds;
};

/* The two codings of a group, by its first answer that has both; the ones that wait come first. */
static bool pair_of(const struct work *work, const struct group *group, struct pair *out)
{
    *out = (struct pair){0};
    for (uint32_t i = group->first; group->doubled && i != NOBODY; i = work->answers[i].next) {
        const struct answer *answer = &work->answers[i];
        const struct content *holds = content_of(answer, LAYER_HOLDS);
        struct pair pair = {content_of(answer, LAYER_FIRST), content_of(answer, LAYER_SECOND), false, holds};
        pair.settled = holds && holds->reason.origin == ORIGIN_ADJUDICATED;
        if (pair.first && pair.second && (!out->first || (out->settled && !pair.settled))) {
            *out = pair;
        }
    }
    return out->first != NULL;
}

static bool differs(const struct pair *pair)
{
    return !str_equal(pair->first->codes, pair->second->codes);
}

/* ---- differences ---- */

static unsigned level_of_difference(const struct work *work, struct str a, struct str b)
{
    enum work_special special;
    if (special_parse(a, &special) || special_parse(b, &special)) {
        return 0;
    }
    unsigned levels = work_levels(work);
    for (unsigned level = 1; level < levels; level++) {
        if (!str_equal(code_at(work, first_mention(a), level), code_at(work, first_mention(b), level))) {
            return level;
        }
    }
    return levels;
}

static struct work_opinion opinion(const struct content *content, bool named)
{
    return (struct work_opinion){
        .codes = content->codes,
        .note = content->reason.note,
        .user = named ? content->user : STR_EMPTY,
        .wall_ms = content->wall_ms,
        .shown_ms = content->shown_ms,
        .p = content->reason.p,
        .rank = content->reason.rank,
    };
}

static int by_urgency(const void *x, const void *y)
{
    const struct work_difference *a = x;
    const struct work_difference *b = y;
    if (a->settled != b->settled) {
        return a->settled ? 1 : -1;
    }
    if (a->alike != b->alike) {
        return a->alike > b->alike ? -1 : 1;
    }
    return a->group < b->group ? -1 : 1;
}

static bool same_pair(const struct work_difference *a, const struct work_difference *b)
{
    return (str_equal(a->a.codes, b->a.codes) && str_equal(a->b.codes, b->b.codes)) ||
           (str_equal(a->a.codes, b->b.codes) && str_equal(a->b.codes, b->a.codes));
}

static size_t doubled_groups(const struct work *work)
{
    size_t n = 0;
    for (size_t i = 0; i < work->groups_n; i++) {
        n += work->groups[i].doubled;
    }
    return n;
}

size_t work_differences(struct work *work, const struct work_difference **out)
{
    struct work_difference *all =
        ARENA_ARRAY(work->scratch, doubled_groups(work) + 1, struct work_difference);
    size_t n = 0;
    for (size_t i = 0; i < work->groups_n; i++) {
        struct pair pair;
        if (!pair_of(work, &work->groups[i], &pair) || !differs(&pair)) {
            continue;
        }
        all[n++] = (struct work_difference){
            .group = (uint32_t)i,
            .a = opinion(pair.first, pair.settled),
            .b = opinion(pair.second, pair.settled),
            .level = level_of_difference(work, pair.first->codes, pair.second->codes),
            .settled = pair.settled,
            .codes = pair.settled ? pair.holds->codes : STR_EMPTY,
        };
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            all[i].alike += same_pair(&all[i], &all[k]);
        }
    }
    qsort(all, n, sizeof *all, by_urgency);
    *out = all;
    return n;
}

enum work_result work_settle(struct work *work, uint32_t id, const struct work_choice *given)
{
    struct work_choice choice;
    if (!choice_tidy(work, given, &choice)) {
        return WORK_INVALID;
    }
    struct step step = {0};
    struct content content = content_new(work, ORIGIN_ADJUDICATED, &choice);
    for (uint32_t i = work->groups[id].first; i != NOBODY; i = work->answers[i].next) {
        const struct answer *answer = &work->answers[i];
        const struct content *first = content_of(answer, LAYER_FIRST);
        const struct content *second = content_of(answer, LAYER_SECOND);
        const struct content *holds = content_of(answer, LAYER_HOLDS);
        if (!first || !second || str_equal(first->codes, second->codes)) {
            continue;
        }
        struct touched *touched = step_add(&step);
        touched->answer = i;
        touched->n = 1; /* LAYER_HOLDS */
        touched->before[0] = holds ? *holds : (struct content){0};
        touched->after[0] = content;
    }
    enum work_result result = step_write(work, ACT_DECISION, &step);
    step_free(&step);
    return result;
}

/* ---- agreement ---- */

struct units {
    struct pair *pairs;
    size_t n;
    struct str *coders;
    size_t coders_n;
};

static int32_t coder_number(const struct units *units, struct str user)
{
    for (size_t i = 0; i < units->coders_n; i++) {
        if (str_equal(units->coders[i], user)) {
            return (int32_t)i;
        }
    }
    return -1;
}

static int by_text(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void add_coder(struct units *units, struct str user)
{
    if (coder_number(units, user) < 0) {
        units->coders[units->coders_n++] = user;
    }
}

static struct units gather_units(struct work *work)
{
    size_t most = doubled_groups(work);
    struct units units = {.pairs = ARENA_ARRAY(work->scratch, most + 1, struct pair),
                          .coders = ARENA_ARRAY(work->scratch, 2 * most + 2, struct str)};
    for (size_t i = 0; i < work->groups_n; i++) {
        struct pair *pair = &units.pairs[units.n];
        if (pair_of(work, &work->groups[i], pair)) {
            add_coder(&units, pair->first->user);
            add_coder(&units, pair->second->user);
            units.n++;
        }
    }
    qsort(units.coders, units.coders_n, sizeof *units.coders, by_text);
    return units;
}

/* All mentions cut to a level, as one text. */
static struct str cut(struct work *work, struct str codes, unsigned level)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    struct str part;
    while (codes.len && str_split(&codes, ' ', &part)) {
        buf_add_text(&buf, buf.len ? " " : "");
        buf_add(&buf, code_at(work, part, level));
    }
    struct str text = arena_copy(work->scratch, buf_str(&buf));
    buf_free(&buf);
    return text;
}

static int32_t category(struct ids *categories, struct str codes)
{
    uint32_t number = (uint32_t)categories->n;
    if (!ids_add(categories, codes, number)) {
        ids_find(categories, codes, &number);
    }
    return (int32_t)number;
}

/* Codings as the measures want them: the two of a pair side by side, and per coder. */
struct columns {
    struct ids categories;
    int32_t *left, *right;
    int32_t *codes; /* coders per unit */
    size_t coders, n;
};

static struct columns columns_new(struct arena *arena, size_t units, size_t coders)
{
    struct columns c = {.categories = {.arena = arena}, .coders = coders};
    c.left = ARENA_ARRAY(arena, units + 1, int32_t);
    c.right = ARENA_ARRAY(arena, units + 1, int32_t);
    c.codes = ARENA_ARRAY(arena, units * coders + 1, int32_t);
    for (size_t i = 0; i < units * coders; i++) {
        c.codes[i] = UNCODED;
    }
    return c;
}

/* One unit; `a` and `b` are the columns of its two coders. */
static void add_unit(struct columns *c, int32_t left, int32_t right, size_t a, size_t b)
{
    c->left[c->n] = left;
    c->right[c->n] = right;
    c->codes[c->n * c->coders + a] = left;
    c->codes[c->n * c->coders + b] = right;
    c->n++;
}

/* Of all units by whoever (-1), in columns of first and second coding; or of those that one and other coded.
 */
static struct columns gather_columns(struct work *work, const struct units *units, unsigned level,
                                     int32_t one, int32_t other)
{
    bool any = one < 0;
    struct columns columns = columns_new(work->scratch, units->n, any ? units->coders_n : 2);
    for (size_t i = 0; i < units->n; i++) {
        const struct pair *pair = &units->pairs[i];
        int32_t a = coder_number(units, pair->first->user);
        int32_t b = coder_number(units, pair->second->user);
        bool swapped = !any && a == other && b == one;
        if (!any && !swapped && !(a == one && b == other)) {
            continue;
        }
        int32_t first = category(&columns.categories, cut(work, pair->first->codes, level));
        int32_t second = category(&columns.categories, cut(work, pair->second->codes, level));
        add_unit(&columns, swapped ? second : first, swapped ? first : second, any ? (size_t)a : 0,
                 any ? (size_t)b : 1);
    }
    return columns;
}

static struct work_agreement agree(struct work *work, const struct units *units, unsigned level, int32_t one,
                                   int32_t other)
{
    struct columns c = gather_columns(work, units, level, one, other);
    return (struct work_agreement){
        .level = level,
        .first = one < 0 ? STR_EMPTY : units->coders[one],
        .second = one < 0 ? STR_EMPTY : units->coders[other],
        .two = agreement_of(c.left, c.right, c.n, c.categories.n, 0.95),
        .alpha = alpha_of(c.codes, c.n, c.coders, c.categories.n, distance_nominal, NULL),
    };
}

size_t work_agreement(struct work *work, const struct work_agreement **out)
{
    struct units units = gather_units(work);
    unsigned levels = work_levels(work);
    size_t pairs = units.coders_n * units.coders_n + 1;
    struct work_agreement *all = ARENA_ARRAY(work->scratch, levels * pairs + 1, struct work_agreement);
    size_t n = 0;
    for (unsigned level = 1; level <= levels; level++) {
        all[n++] = agree(work, &units, level, -1, -1);
        for (int32_t a = 0; a < (int32_t)units.coders_n; a++) {
            for (int32_t b = a + 1; b < (int32_t)units.coders_n; b++) {
                all[n] = agree(work, &units, level, a, b);
                n += all[n].two.units > 0;
            }
        }
    }
    *out = all;
    return n;
}
