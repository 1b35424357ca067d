#include "coding/work_priv.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/utf8.h"

/*
 * Rules: each is a setting of its own, so that two coders who add one at the same time keep both:
 * "coding.rule.ITEM.PATTERN" with "CODES<tab>USER<tab>MILLISECONDS". An empty value is a dropped rule.
 */

/* ---- patterns ---- */

static void tidy_word(struct buf *out, struct arena *arena, struct str word)
{
    struct str part;
    bool first = true;
    struct buf folded = buf_new(BUF_LIMIT_DEFAULT);
    bool letters = false;
    while (str_split(&word, '*', &part)) {
        buf_add_text(&folded, first ? "" : "*");
        struct str fold = utf8_fold(arena, part);
        letters |= fold.len > 0;
        buf_add(&folded, fold);
        first = false;
    }
    if (letters) {
        buf_add_text(out, out->len ? " " : "");
        buf_add(out, buf_str(&folded));
    }
    buf_free(&folded);
}

struct str rule_tidy(struct arena *arena, struct str pattern)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    struct str word;
    struct str rest = pattern.ptr ? pattern : STR_EMPTY;
    while (str_split(&rest, ' ', &word)) {
        tidy_word(&out, arena, word);
    }
    struct str tidy = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return tidy;
}

/* Stars stand for any letters, none included. */
static bool word_fits(struct str pattern, struct str word)
{
    size_t p = 0;
    size_t w = 0;
    size_t star = SIZE_MAX;
    size_t from = 0;
    while (w < word.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            from = w;
        } else if (p < pattern.len && pattern.ptr[p] == word.ptr[w]) {
            p++;
            w++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            w = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*') {
        p++;
    }
    return p == pattern.len;
}

bool rule_fits(struct str pattern, struct str key)
{
    struct str wanted;
    bool fits = pattern.len > 0;
    while (fits && pattern.len && str_split(&pattern, ' ', &wanted)) {
        struct str rest = key;
        struct str word;
        fits = false;
        while (!fits && rest.len && str_split(&rest, ' ', &word)) {
            fits = word_fits(wanted, word);
        }
    }
    return fits;
}

/* ---- reading and writing ---- */

static bool take_rule(void *context, struct str pattern, struct str value)
{
    struct work *work = context;
    struct work_rule *rule = &work->rules[work->rules_n];
    struct str wall;
    struct str rest = arena_copy(work->arena, value);
    if (work->rules_n < work->rules_cap && value.len && str_split(&rest, '\t', &rule->codes) &&
        str_split(&rest, '\t', &rule->user) && str_split(&rest, '\t', &wall) &&
        str_to_int64(wall, &rule->wall_ms)) {
        rule->pattern = arena_copy(work->arena, pattern);
        work->rules_n++;
    }
    return true;
}

static bool count_rule(void *context, struct str pattern, struct str value)
{
    size_t *n = context;
    *n += pattern.len && value.len;
    return true;
}

/* "coding.rule.ITEM." */
static struct str rule_prefix(const struct work *work)
{
    return arena_format(work->scratch, "%.*s.", STR_ARG(work_setting(work, "rule")));
}

bool rules_read(struct work *work)
{
    size_t n = 0;
    struct str prefix = rule_prefix(work);
    if (store_read_settings(work->setup.store, prefix, count_rule, &n) != STORE_OK) {
        return false;
    }
    /* One more than there were: somebody may add one between the two readings; the next reading has it. */
    work->rules = ARENA_ARRAY(work->arena, n + 2, struct work_rule);
    work->rules_n = 0;
    work->rules_cap = n + 1;
    return store_read_settings(work->setup.store, prefix, take_rule, work) == STORE_OK;
}

size_t work_rules(struct work *work, const struct work_rule **out)
{
    *out = work->rules;
    return work->rules_n;
}

size_t work_rules_for(struct work *work, uint32_t group, const struct work_rule **out)
{
    struct work_rule *fits = ARENA_ARRAY(work->scratch, work->rules_n + 1, struct work_rule);
    size_t n = 0;
    for (size_t i = 0; i < work->rules_n; i++) {
        if (rule_fits(work->rules[i].pattern, work->groups[group].key)) {
            fits[n++] = work->rules[i];
        }
    }
    *out = fits;
    return n;
}

struct str rules_codes(const struct work *work, struct str key, struct str *pattern)
{
    struct str codes = STR_EMPTY;
    for (size_t i = 0; i < work->rules_n; i++) {
        const struct work_rule *rule = &work->rules[i];
        if (!rule_fits(rule->pattern, key)) {
            continue;
        }
        if (codes.len && !str_equal(codes, rule->codes)) {
            return STR_EMPTY;
        }
        codes = rule->codes;
        *pattern = rule->pattern;
    }
    return codes;
}

static enum work_result write_rule(struct work *work, struct str pattern, struct str value)
{
    struct str prefix = rule_prefix(work);
    struct str key = arena_format(work->scratch, "%.*s%.*s", STR_ARG(prefix), STR_ARG(pattern));
    if (store_set_setting(work->setup.store, key, value) != STORE_OK || !rules_read(work)) {
        return work_fail_store(work);
    }
    return WORK_DONE;
}

/* Pattern and codes as they are kept; false after a message. */
static bool tidy_rule(struct work *work, struct str pattern, struct str codes, struct work_rule *out)
{
    out->pattern = rule_tidy(work->scratch, pattern);
    out->codes = tidy_codes(work->scratch, codes);
    if (!out->pattern.len) {
        work_fail(work, WORK_INVALID, "%s", tr("een regel noemt minstens een woord"));
        return false;
    }
    if (is_special(out->codes, SPECIAL_FLAG)) {
        work_fail(work, WORK_INVALID, "%s", tr("een regel twijfelt niet"));
        return false;
    }
    return codes_valid(work, out->codes);
}

enum work_result work_add_rule(struct work *work, struct str pattern, struct str codes)
{
    struct work_rule rule;
    if (!tidy_rule(work, pattern, codes, &rule)) {
        return WORK_INVALID;
    }
    struct str value = arena_format(work->scratch, "%.*s\t%.*s\t%lld", STR_ARG(rule.codes),
                                    STR_ARG(work->setup.user), (long long)work_now(work));
    return write_rule(work, rule.pattern, value);
}

enum work_result work_drop_rule(struct work *work, struct str pattern)
{
    struct str tidy = rule_tidy(work->scratch, pattern);
    for (size_t i = 0; i < work->rules_n; i++) {
        if (str_equal(work->rules[i].pattern, tidy)) {
            return write_rule(work, tidy, STR_EMPTY);
        }
    }
    return work_fail(work, WORK_NOTHING, tr("er is geen regel '%.*s'"), STR_ARG(tidy));
}

/* ---- what a rule would touch ---- */

struct touching {
    uint32_t id, answers;
    bool against;
};

static int by_contradiction(const void *x, const void *y)
{
    const struct touching *a = x;
    const struct touching *b = y;
    if (a->against != b->against) {
        return a->against ? -1 : 1;
    }
    if (a->answers != b->answers) {
        return a->answers > b->answers ? -1 : 1;
    }
    return a->id < b->id ? -1 : 1;
}

/* Counts a group's answers; what a machine gave counts for nothing. */
static bool reach_group(const struct work *work, const struct group *group, struct str codes,
                        struct work_reach *out)
{
    uint32_t against = 0;
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *content = answer_seen(work, &work->answers[i]);
        out->open += !content;
        if (content && origin_of_people(&content->reason) && !is_special(content->codes, SPECIAL_FLAG)) {
            bool same = str_equal(content->codes, codes);
            out->same += same;
            against += !same;
        }
    }
    out->groups++;
    out->answers += group->answers;
    out->against += against;
    return against > 0;
}

enum work_result work_try_rule(struct work *work, struct str pattern, struct str codes,
                               struct work_reach *out)
{
    struct work_rule rule;
    *out = (struct work_reach){0};
    if (!tidy_rule(work, pattern, codes, &rule)) {
        return WORK_INVALID;
    }
    struct touching *found = ARENA_ARRAY(work->scratch, work->groups_n + 1, struct touching);
    for (size_t i = 0; i < work->groups_n; i++) {
        const struct group *group = &work->groups[i];
        if (group->answers && rule_fits(rule.pattern, group->key)) {
            found[out->groups] = (struct touching){(uint32_t)i, group->answers, false};
            struct touching *last = &found[out->groups];
            last->against = reach_group(work, group, rule.codes, out);
            out->against_n += last->against;
        }
    }
    qsort(found, out->groups, sizeof *found, by_contradiction);
    uint32_t *ids = ARENA_ARRAY(work->scratch, out->groups + 1, uint32_t);
    for (size_t i = 0; i < out->groups; i++) {
        ids[i] = found[i].id;
    }
    out->ids = ids;
    return WORK_DONE;
}
