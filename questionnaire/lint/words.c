#include "questionnaire/lint/lint_priv.h"

#include "questionnaire/translate/translate.h"

/* Texts per language, group and cell: missing, stale, draft, other fills, the same as their source. */

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

static const char *section_of(const struct item *item)
{
    return item->kind == ITEM_BLOCK ? "blocks" : item->kind == ITEM_STOP ? "stops" : "items";
}

static struct key key_of(const struct item *item)
{
    return (struct key){section_of(item), item->id};
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

static void compare_cell(struct comparing *c, const struct item *item, bool same, const struct text *own,
                         const struct text *source, const char *name)
{
    if (!own->n || text_borrowed(own, source)) {
        return;
    }
    struct str language = comparing_language(c);
    comparing_fills(c, key_of(item), own, source,
                    arena_format(c->t->arena, "the %s of '%.*s'", name, STR_ARG(item->id)));
    struct str raw = text_raw(c->t, own);
    if (!same && is_long(raw) && str_equal(raw, text_raw(c->t, source))) {
        tell(c->t, "W324", comparing_place(c, key_of(item)),
             "the %s of '%.*s' in %.*s is that of the source language, word by word", name, STR_ARG(item->id),
             STR_ARG(language));
    }
}

/* ---- items ----------------------------------------------------------------------------------- */

static void compare_status(struct comparing *c, const struct item *item, const struct item_words *words)
{
    comparing_status(c, key_of(item), words->draft);
}

static void compare_options(struct comparing *c, const struct item *item, const struct item_words *words,
                            const struct item_words *source)
{
    const struct list *list = source->options && item->variable ? item->variable->list : NULL;
    for (size_t i = 0; list && i < list->n; i++) {
        const struct text *theirs = &source->options[i];
        const struct text none = {0};
        const struct text *own = words->options ? &words->options[i] : &none;
        if (theirs->n && (!own->n || text_borrowed(own, theirs))) {
            comparing_missing(
                c, key_of(item), item->id,
                arena_format(c->t->arena, "words for the option %.*s", STR_ARG(list->options[i].code)));
        }
        compare_cell(c, item, words->same, own, theirs, "option");
    }
}

static void compare_words(struct comparing *c, const struct item *item, const struct item_words *words,
                          const struct item_words *source)
{
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        const struct text *own = cell_of(words, i);
        const struct text *theirs = cell_of(source, i);
        if (text_borrowed(own, theirs)) {
            comparing_missing(c, key_of(item), item->id, str_from(cells[i].name));
        }
        compare_cell(c, item, words->same, own, theirs, cells[i].name);
    }
    compare_options(c, item, words, source);
}

static bool has_words(const struct item_words *words)
{
    bool any = words->options != NULL;
    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        any = any || cell_of(words, i)->n > 0;
    }
    return any;
}

/* One text of a group that has its own in the source language: missing, or compared with that. */
static void compare_special(struct comparing *c, const struct item *item, unsigned group, size_t cell)
{
    const struct questionnaire *q = c->t->q;
    const struct item_words *own = item_words(q, item->index, c->language, (int)group);
    const struct text *text = cell_of(own, cell);
    const struct text *general = cell_of(item_words(q, item->index, c->language, -1), cell);
    const struct text *source = cell_of(item_words(q, item->index, c->source, (int)group), cell);
    const struct text *source_general = cell_of(item_words(q, item->index, c->source, -1), cell);
    if (!source->n || source->pieces == source_general->pieces) {
        return;
    }
    struct str what =
        arena_format(c->t->arena, "%s for the group %.*s", cells[cell].name, STR_ARG(q->groups[group]));
    if (text->pieces == general->pieces || text_borrowed(text, source)) {
        comparing_missing(c, key_of(item), item->id, what);
    } else {
        compare_cell(c, item, own->same, text, source, what.ptr);
    }
}

static void compare_groups(struct comparing *c, const struct item *item)
{
    for (unsigned group = 0; group < c->t->q->groups_n; group++) {
        for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
            compare_special(c, item, group, i);
        }
    }
}

static void compare_item(struct comparing *c, const struct item *item)
{
    const struct questionnaire *q = c->t->q;
    const struct item_words *source = item_words(q, item->index, c->source, -1);
    if (!has_words(source)) {
        return;
    }
    if (!item_translated(q, item->index, c->language)) {
        comparing_missing(c, key_of(item), item->id, STR("words"));
        return;
    }
    const struct item_words *words = item_words(q, item->index, c->language, -1);
    compare_status(c, item, words);
    compare_words(c, item, words, source);
    compare_groups(c, item);
}

/* ---- languages ------------------------------------------------------------------------------- */

static bool is_stale(const struct phrase_entry *entry)
{
    for (size_t i = 0; i < entry->n; i++) {
        if (entry->phrases[i].stale) {
            return true;
        }
    }
    return false;
}

/* Entry by entry: blocks, checks, fills and options have a `source:` as well. */
static void tell_stale(const struct comparing *c)
{
    const struct translation *t = translation_read(c->t->arena, c->t->q, c->language);
    for (size_t i = 0; t && i < t->n; i++) {
        const struct phrase_entry *entry = &t->entries[i];
        char now[STAMP_ROOM];
        bool option = entry->section == SECTION_LISTS;
        if (is_stale(entry)) {
            struct place place =
                option ? (struct place){t->codebook.path, 0, 0}
                       : comparing_place(c, (struct key){phrase_section_name(entry->section), entry->id});
            tell(c->t, "W321", place, "'%.*s%s%.*s' was translated from an older text (source is %.*s now)",
                 STR_ARG(entry->list), option ? "." : "", STR_ARG(entry->id),
                 STR_ARG(translation_stamp(entry, now)));
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

static void compare_language(struct teller *t, unsigned language)
{
    struct comparing c = {t, language, t->q->codebook->source_language};
    struct str id = comparing_language(&c);
    struct str path = arena_format(t->arena, "text/%.*s.yaml", STR_ARG(id));
    if (!file_there(t, path)) {
        return; /* the loader told that the file is missing: that says it all */
    }
    tell_stale(&c);
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        compare_item(&c, &t->q->items[i]);
    }
    compare_sayings(&c);
    compare_head(&c);
    compare_fills(&c);
    compare_labels(&c);
    tell_draft_file(&c, path);
}

void lint_words(struct teller *t)
{
    for (unsigned language = 0; language < t->q->codebook->languages_n; language++) {
        if (language != t->q->codebook->source_language) {
            compare_language(t, language);
        }
    }
}
