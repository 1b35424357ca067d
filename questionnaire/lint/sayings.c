#include "questionnaire/index_priv.h"
#include "questionnaire/lint/lint_priv.h"

/* Texts of a language beside those of the source language: what both files have in common, and all that is
 * not an item's: checks, head, fills, labels. */

struct str comparing_language(const struct comparing *c)
{
    return c->t->q->codebook->languages[c->language].id;
}

struct place comparing_place(const struct comparing *c, struct key key)
{
    return place_of_key(c->t, c->language, key.section, key.id);
}

void comparing_missing(const struct comparing *c, struct key key, struct str id, struct str what)
{
    struct str language = comparing_language(c);
    tell(c->t, "W320", comparing_place(c, key), "'%.*s' has no %.*s in text/%.*s.yaml", STR_ARG(id),
         STR_ARG(what), STR_ARG(language));
}

void comparing_status(const struct comparing *c, struct key key, bool draft)
{
    if (draft && !(c->t->q->drafts & 1u << c->language)) {
        tell(c->t, "W322", comparing_place(c, key), "the words of '%.*s' are a draft", STR_ARG(key.id));
    }
}

void comparing_fills(const struct comparing *c, struct key key, const struct text *own,
                     const struct text *source, struct str what)
{
    struct str language = comparing_language(c);
    if (source->n && !text_same_fills(own, source)) {
        tell(c->t, "W323", comparing_place(c, key),
             "%.*s fills in something else in %.*s than in the source language", STR_ARG(what),
             STR_ARG(language));
    }
}

/* ---- checks ---------------------------------------------------------------------------------- */

/* `whose`: " for the group ma", or empty. */
static void compare_saying(const struct comparing *c, struct str id, struct text own, struct text source,
                           struct str whose)
{
    struct key key = {"checks", id};
    if (text_borrowed(&own, &source)) {
        comparing_missing(c, key, id, arena_format(c->t->arena, "words%.*s", STR_ARG(whose)));
        return;
    }
    comparing_fills(c, key, &own, &source,
                    arena_format(c->t->arena, "the words of '%.*s'%.*s", STR_ARG(id), STR_ARG(whose)));
}

static void compare_saying_of_group(const struct comparing *c, uint32_t check, unsigned group)
{
    const struct questionnaire *q = c->t->q;
    struct text source = check_words(q, check, c->source, (int)group);
    struct text own = check_words(q, check, c->language, (int)group);
    struct str whose = arena_format(c->t->arena, " for the group %.*s", STR_ARG(q->groups[group]));
    if (source.pieces == check_words(q, check, c->source, -1).pieces) {
        return;
    }
    if (own.pieces == check_words(q, check, c->language, -1).pieces) {
        own = source; /* the general words: the group has none of its own here */
    }
    compare_saying(c, q->checks[check].id, own, source, whose);
}

void compare_sayings(const struct comparing *c)
{
    const struct questionnaire *q = c->t->q;
    for (uint32_t i = 0; i < q->checks_n; i++) {
        struct str id = q->checks[i].id;
        const struct saying *saying = &q->index->check_says[(size_t)c->language * q->checks_n + i];
        struct text source = check_words(q, i, c->source, -1);
        compare_saying(c, id, saying->general, source, STR_EMPTY);
        comparing_status(c, (struct key){"checks", id}, saying->draft);
        for (unsigned group = 0; group < q->groups_n; group++) {
            compare_saying_of_group(c, i, group);
        }
    }
}

/* ---- head ------------------------------------------------------------------------------------ */

static bool lacks_label(const struct comparing *c, const struct option *option)
{
    return option->label.in[c->source].len && !option->label.in[c->language].len;
}

void compare_head(const struct comparing *c)
{
    const struct questionnaire *q = c->t->q;
    const struct list *groups = q->codebook->variables[BUILTIN_GROUP]->list;
    if (q->title.in[c->source].len && !q->title.in[c->language].len) {
        comparing_missing(c, (struct key){"language", STR_EMPTY}, q->id, STR("title"));
    }
    for (size_t i = 0; groups && i < groups->n; i++) {
        if (lacks_label(c, &groups->options[i])) {
            struct str id = groups->options[i].code;
            comparing_missing(c, (struct key){"groups", id}, id, STR("name as a group"));
        }
    }
}

/* ---- fills ----------------------------------------------------------------------------------- */

static const struct text *fill_words(const struct fill *fill, unsigned language, size_t key)
{
    return &fill->words[((size_t)language * fill->keys_n + key) * fill->forms_n];
}

static bool category_used(struct str language, unsigned category)
{
    for (int n = 0; n <= 200; n++) {
        if (plural_category(language, number_int(n)) == category) {
            return true;
        }
    }
    return false;
}

/* A category that the language has, but that is said with the words of `other`. */
static void compare_plurals(const struct comparing *c, const struct fill *fill)
{
    static const char *const names[] = {"zero", "one", "two", "few", "many", "other"};
    struct str language = comparing_language(c);
    size_t other = fill->keys_n - 1;
    for (size_t key = 0; key < other; key++) {
        bool its_own =
            fill_words(fill, c->language, key)->pieces != fill_words(fill, c->language, other)->pieces;
        if (!its_own && category_used(language, (unsigned)key)) {
            tell(c->t, "W327", comparing_place(c, (struct key){"fills", fill->id}),
                 "the fill '%.*s' has no words for '%s', which %.*s has beside 'other'", STR_ARG(fill->id),
                 names[key], STR_ARG(language));
        }
    }
}

void compare_fills(const struct comparing *c)
{
    const struct questionnaire *q = c->t->q;
    for (uint32_t i = 0; i < q->fills_n; i++) {
        const struct fill *fill = &q->fills[i];
        size_t lacks = 0;
        for (size_t key = 0; key < fill->keys_n; key++) {
            lacks += text_borrowed(fill_words(fill, c->language, key), fill_words(fill, c->source, key));
        }
        if (lacks) {
            comparing_missing(c, (struct key){"fills", fill->id}, fill->id,
                              arena_format(c->t->arena, "words for %zu of %zu keys", lacks, fill->keys_n));
        } else if (!fill->by_group && !q->codebook->variables[fill->by_slot]->list) {
            compare_plurals(c, fill);
        }
    }
}

/* ---- labels ---------------------------------------------------------------------------------- */

/* Entries of a long list are names; only where many of them have one in the language are the others
 * forgotten. */
static bool is_forgotten(const struct list *list, size_t lacks)
{
    return lacks && (!list->frame || lacks * 4 <= list->n * 3);
}

static struct str first_codes(const struct comparing *c, const struct list *list)
{
    enum { NAMED = 5 };
    struct buf codes = buf_new(BUF_LIMIT_DEFAULT);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (lacks_label(c, &list->options[i]) && n++ < NAMED) {
            buf_format(&codes, "%s%.*s", codes.len ? ", " : "", STR_ARG(list->options[i].code));
        }
    }
    struct str text = arena_format(c->t->arena, "%s%s", buf_str(&codes).ptr, n > NAMED ? ", ..." : "");
    buf_free(&codes);
    return text;
}

void compare_labels(const struct comparing *c)
{
    const struct codebook *book = c->t->q->codebook;
    struct str language = comparing_language(c);
    for (size_t i = 0; i < book->lists_n; i++) {
        const struct list *list = book->lists[i];
        size_t lacks = 0;
        for (size_t k = 0; list->file.len && k < list->n; k++) {
            lacks += lacks_label(c, &list->options[k]);
        }
        if (is_forgotten(list, lacks)) {
            struct str codes = first_codes(c, list);
            tell(c->t, "W325", place_of_labels(c->t, list, c->language),
                 "the list '%.*s' lacks %zu of %zu labels in %.*s: %.*s", STR_ARG(list->id), lacks, list->n,
                 STR_ARG(language), STR_ARG(codes));
        }
    }
}
