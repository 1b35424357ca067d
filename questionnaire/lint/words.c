#include "questionnaire/lint/lint_priv.h"

/* Texts per language, group and cell: missing, stale, draft, other fills, the same as their source. */

enum { SHOWN_MOST = 20 };

struct comparing {
    struct teller *t;
    unsigned language, source;
    unsigned missing; /* so far, in this language */
};

static const struct {
    const char *name;
    size_t at;
} cells[] = {
    {"label", offsetof(struct item_words, label)},       {"text", offsetof(struct item_words, text)},
    {"instruct", offsetof(struct item_words, instruct)}, {"help", offsetof(struct item_words, help)},
    {"unit", offsetof(struct item_words, unit)},         {"card", offsetof(struct item_words, card)},
};

static const struct text *cell_of(const struct item_words *words, size_t cell)
{
    return (const struct text *)(const void *)((const char *)words + cells[cell].at);
}

static struct str language_id(const struct comparing *c)
{
    return c->t->q->codebook->languages[c->language].id;
}

static const char *section_of(const struct item *item)
{
    return item->kind == ITEM_BLOCK ? "blocks" : item->kind == ITEM_STOP ? "stops" : "items";
}

static struct place place_here(const struct comparing *c, const char *section, struct str id)
{
    return place_of_key(c->t, c->language, section, id);
}

/* One line each for the first ones; the rest is counted. */
static void tell_missing(struct comparing *c, struct place place, struct str id, const char *what)
{
    if (c->missing++ < SHOWN_MOST) {
        struct str language = language_id(c);
        tell(c->t, "W320", place, "'%.*s' has no %s in text/%.*s.yaml", STR_ARG(id), what, STR_ARG(language));
    }
}

/* ---- one cell -------------------------------------------------------------------------------- */

static bool is_long(struct str text)
{
    struct str word;
    unsigned words = 0;
    while (str_split(&text, ' ', &word)) {
        words += word.len > 0;
    }
    return words >= 3;
}

static void compare_cell(struct comparing *c, const struct item *item, const struct item_words *words,
                         const struct text *own, const struct text *source, const char *name)
{
    if (!own->n || text_borrowed(own, source)) {
        return;
    }
    struct str language = language_id(c);
    struct place place = place_here(c, section_of(item), item->id);
    if (source->n && !text_same_fills(own, source)) {
        tell(c->t, "W323", place,
             "the %s of '%.*s' fills in something else in %.*s than in the source language", name,
             STR_ARG(item->id), STR_ARG(language));
    }
    struct str raw = text_raw(c->t, own);
    if (!words->same && is_long(raw) && str_equal(raw, text_raw(c->t, source))) {
        tell(c->t, "W324", place, "the %s of '%.*s' in %.*s is that of the source language, word by word",
             name, STR_ARG(item->id), STR_ARG(language));
    }
}

/* ---- items ----------------------------------------------------------------------------------- */

static void compare_status(struct comparing *c, const struct item *item, const struct item_words *words)
{
    struct place place = place_here(c, section_of(item), item->id);
    char now[SOURCE_HASH];
    struct str hash = lint_source_hash(c->t->q, item->index, now);
    if (words->source.len && !str_equal(words->source, hash)) {
        tell(c->t, "W321", place, "'%.*s' was translated from an older text (source is %.*s now)",
             STR_ARG(item->id), STR_ARG(hash));
    }
    if (words->draft && !(c->t->q->drafts & 1u << c->language)) {
        tell(c->t, "W322", place, "the words of '%.*s' are a draft", STR_ARG(item->id));
    }
}

/* `words` and `source` for the same group, or for none. */
static void compare_words(struct comparing *c, const struct item *item, const struct item_words *words,
                          const struct item_words *source, const char *whose)
{
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        const struct text *own = cell_of(words, i);
        const struct text *theirs = cell_of(source, i);
        if (text_borrowed(own, theirs)) {
            struct str what = arena_format(c->t->arena, "%s%s", cells[i].name, whose);
            tell_missing(c, place_here(c, section_of(item), item->id), item->id, what.ptr);
        }
        compare_cell(c, item, words, own, theirs, cells[i].name);
    }
    size_t n = source->options && item->variable && item->variable->list ? item->variable->list->n : 0;
    for (size_t i = 0; words->options && i < n; i++) {
        compare_cell(c, item, words, &words->options[i], &source->options[i], "option");
    }
}

static bool has_words(const struct item_words *words)
{
    bool any = words->options != NULL;
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        any = any || cell_of(words, i)->n > 0;
    }
    return any;
}

/* A group that has words of its own in the source language needs them here too. */
static void compare_groups(struct comparing *c, const struct item *item)
{
    const struct questionnaire *q = c->t->q;
    const struct item_words *general = item_words(q, item->index, c->language, -1);
    const struct item_words *source_general = item_words(q, item->index, c->source, -1);
    for (unsigned group = 0; group < q->groups_n; group++) {
        const struct item_words *source = item_words(q, item->index, c->source, (int)group);
        const struct item_words *words = item_words(q, item->index, c->language, (int)group);
        for (size_t i = 0; source != source_general && i < ARRAY_LEN(cells); i++) {
            bool special = cell_of(source, i)->pieces != cell_of(source_general, i)->pieces;
            bool lacks = words == general || cell_of(words, i)->pieces == cell_of(general, i)->pieces ||
                         text_borrowed(cell_of(words, i), cell_of(source, i));
            if (special && cell_of(source, i)->n && lacks) {
                struct str what = arena_format(c->t->arena, "%s for the group %.*s", cells[i].name,
                                               STR_ARG(q->groups[group]));
                tell_missing(c, place_here(c, section_of(item), item->id), item->id, what.ptr);
            }
        }
    }
}

static void compare_item(struct comparing *c, const struct item *item)
{
    const struct questionnaire *q = c->t->q;
    const struct item_words *source = item_words(q, item->index, c->source, -1);
    if (item->kind == ITEM_STOP || !has_words(source)) {
        return;
    }
    if (!item_translated(q, item->index, c->language)) {
        tell_missing(c, place_here(c, section_of(item), item->id), item->id, "words");
        return;
    }
    const struct item_words *words = item_words(q, item->index, c->language, -1);
    compare_status(c, item, words);
    compare_words(c, item, words, source, "");
    compare_groups(c, item);
}

/* ---- checks, stops, labels ------------------------------------------------------------------- */

static void compare_saying(struct comparing *c, struct text own, struct text source, const char *section,
                           struct str id)
{
    struct place place = place_here(c, section, id);
    struct str language = language_id(c);
    if (text_borrowed(&own, &source)) {
        tell_missing(c, place, id, "words");
    } else if (source.n && !text_same_fills(&own, &source)) {
        tell(c->t, "W323", place,
             "the words of '%.*s' fill in something else in %.*s than in the source language", STR_ARG(id),
             STR_ARG(language));
    }
}

static void compare_sayings(struct comparing *c)
{
    const struct questionnaire *q = c->t->q;
    for (uint32_t i = 0; i < q->checks_n; i++) {
        compare_saying(c, check_words(q, i, c->language, -1), check_words(q, i, c->source, -1), "checks",
                       q->checks[i].id);
    }
    for (uint32_t i = 0; i < q->items_n; i++) {
        if (q->items[i].kind == ITEM_STOP) {
            compare_saying(c, stop_words(q, i, c->language, -1), stop_words(q, i, c->source, -1), "stops",
                           q->items[i].id);
        }
    }
}

static void compare_labels(struct comparing *c)
{
    const struct codebook *book = c->t->q->codebook;
    struct str language = language_id(c);
    for (size_t i = 0; i < book->lists_n; i++) {
        const struct list *list = book->lists[i];
        size_t n = 0;
        for (size_t k = 0; k < list->n; k++) {
            const struct words *label = &list->options[k].label;
            n += label->in[c->source].len && !label->in[c->language].len;
        }
        if (n) {
            tell(c->t, "W325", place_of_list(c->t, list), "the list '%.*s' lacks %zu of %zu labels in %.*s",
                 STR_ARG(list->id), n, list->n, STR_ARG(language));
        }
    }
}

/* Of a whole file that is a draft it is said once. */
static void tell_draft_file(const struct comparing *c, struct str path)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < c->t->q->items_n; i++) {
        n += item_translated(c->t->q, i, c->language) && item_words(c->t->q, i, c->language, -1)->draft;
    }
    if (n && c->t->q->drafts & 1u << c->language) {
        tell(c->t, "W322", (struct place){path, 0, 0}, "the words of %u items are a draft, as the file says",
             n);
    }
}

static bool has_file(const struct questionnaire *q, struct str path)
{
    for (size_t i = 0; i < q->files_n; i++) {
        if (str_equal(q->files[i].path, path)) {
            return true;
        }
    }
    return false;
}

static void compare_language(struct teller *t, unsigned language)
{
    struct comparing c = {t, language, t->q->codebook->source_language, 0};
    struct str id = language_id(&c);
    struct str path = arena_format(t->arena, "text/%.*s.yaml", STR_ARG(id));
    if (!has_file(t->q, path)) {
        return; /* the loader told that the file is missing: that says it all */
    }
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        compare_item(&c, &t->q->items[i]);
    }
    compare_sayings(&c);
    compare_labels(&c);
    tell_draft_file(&c, path);
    if (c.missing > SHOWN_MOST) {
        tell(t, "W320", (struct place){path, 0, 0}, "%u more texts are missing in %.*s",
             c.missing - SHOWN_MOST, STR_ARG(id));
    }
}

void lint_words(struct teller *t)
{
    for (unsigned language = 0; language < t->q->codebook->languages_n; language++) {
        if (language != t->q->codebook->source_language) {
            compare_language(t, language);
        }
    }
}
