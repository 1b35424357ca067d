#include "questionnaire/load_priv.h"

/* Words as they are looked up: what a language or a group lacks is filled in; what the source lacks is told.
 */

/* ---- what is missing in the source language -------------------------------------------------- */

static const unsigned needs_label = SORTS_ALL & ~(unsigned)(SORT_NOTE | SORT_STOP);
static const unsigned needs_text = SORTS_ASKED | SORT_ROW | SORT_GRID | SORT_NOTE | SORT_STOP;

static const char *section_of(const struct draft *d)
{
    return d->sort == SORT_BLOCK ? "blocks" : d->sort == SORT_STOP ? "stops" : "items";
}

static void complain_key(struct loader *l, const struct draft *d, const char *key)
{
    definition_error(&l->def, "E132", d->id, "'%.*s' has no '%s' in text/%.*s.yaml", STR_ARG(d->item.id), key,
                     STR_ARG(l->languages[l->source_language].id));
}

static void complain_item(struct loader *l, const struct draft *d)
{
    const struct own_words *own = l->own[l->source_language][d->item.index];
    struct turned before = loader_turn(l, d->source, "items", d->item.id);
    if (!own) {
        definition_error(&l->def, "E132", d->id, "'%.*s' has no words in text/%.*s.yaml, under '%s'",
                         STR_ARG(d->item.id), STR_ARG(l->languages[l->source_language].id), section_of(d));
    }
    if (own && (unsigned)d->sort & needs_label && !own->has_label) {
        complain_key(l, d, "label");
    }
    if (own && (unsigned)d->sort & needs_text && !own->has_text) {
        complain_key(l, d, "text");
    }
    loader_left(l, before);
}

static void complain_check(struct loader *l, const struct check_draft *c)
{
    const struct own_words *own = l->own_checks[l->source_language][c->check.index];
    if (own && own->has_text) {
        return;
    }
    struct turned before = loader_turn(l, c->source, "checks", c->check.id);
    definition_error(&l->def, "E132", c->id, "the check '%.*s' has no words in text/%.*s.yaml",
                     STR_ARG(c->check.id), STR_ARG(l->languages[l->source_language].id));
    loader_left(l, before);
}

static void complain_missing(struct loader *l)
{
    const struct document *file = &l->texts[l->source_language];
    if (!file->root || file->root->kind != NODE_MAP) {
        return; /* one message for the whole file was enough */
    }
    for (size_t i = 0; i < l->items_n; i++) {
        if (l->drafts[i]->item.id.len) {
            complain_item(l, l->drafts[i]);
        }
    }
    for (size_t i = 0; i < l->checks_n; i++) {
        complain_check(l, l->checks[i]);
    }
    if (!l->q->title.in[l->source_language].len) {
        struct turned before = {l->def.source, l->def.depth};
        l->def.source = file->source;
        l->def.depth = 0;
        definition_error(&l->def, "E132", file->root, "the key 'title' is missing");
        loader_left(l, before);
    }
}

/* ---- what another language lacks ------------------------------------------------------------- */

static const size_t texts[] = {offsetof(struct item_words, label),    offsetof(struct item_words, text),
                               offsetof(struct item_words, instruct), offsetof(struct item_words, help),
                               offsetof(struct item_words, unit),     offsetof(struct item_words, card)};

/* Fills the empty texts of `into` from `more`. */
static void overlay(struct item_words *into, const struct item_words *more)
{
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct text *one = (struct text *)(void *)((char *)into + texts[i]);
        const struct text *other = (const struct text *)(const void *)((const char *)more + texts[i]);
        if (!one->n) {
            *one = *other;
        }
    }
}

struct mixing {
    struct loader *l;
    const struct list *list;
    unsigned language; /* NONE-like for "any": the list's own label does not count */
};

/* Own words for options: another language's only where the list has no label in this one. */
static void overlay_options(const struct mixing *m, struct item_words *into, const struct item_words *more,
                            bool other_language)
{
    if (!more->options || !m->list) {
        return;
    }
    struct text *mixed = ARENA_ARRAY(m->l->arena, m->list->n, struct text);
    for (size_t i = 0; i < m->list->n; i++) {
        bool labelled = m->list->options[i].label.in[m->language].len != 0;
        if (into->options && into->options[i].n) {
            mixed[i] = into->options[i];
        } else if (!other_language || !labelled) {
            mixed[i] = more->options[i];
        }
    }
    into->options = mixed;
}

static void mix(const struct mixing *m, struct item_words *into, const struct item_words *more,
                bool other_language)
{
    if (more) {
        overlay(into, more);
        overlay_options(m, into, more, other_language);
    }
}

static const struct item_words *group_of(const struct own_words *own, unsigned group)
{
    return own && own->groups ? own->groups[group] : NULL;
}

/* The group's own, the general ones of the language, the group's in the source language, the general ones
 * there. */
static const struct item_words *mix_group(const struct mixing *m, const struct own_words *own,
                                          const struct own_words *source, unsigned group)
{
    const struct item_words *special = group_of(own, group);
    const struct item_words *special_source = group_of(source, group);
    if (!special && !special_source) {
        return NULL;
    }
    struct item_words *mixed = ARENA_NEW(m->l->arena, struct item_words);
    if (own) {
        mixed->draft = own->words.draft;
        mixed->same = own->words.same;
        mixed->source = own->words.source;
    }
    mix(m, mixed, special, false);
    mix(m, mixed, own ? &own->words : NULL, false);
    if (own != source) {
        mix(m, mixed, special_source, true);
        mix(m, mixed, source ? &source->words : NULL, true);
    }
    return mixed;
}

static const struct item_words no_words;

static void complete_item(struct loader *l, unsigned language, const struct draft *d, struct words_entry *out)
{
    const struct own_words *own = l->own[language][d->item.index];
    const struct own_words *source = l->own[l->source_language][d->item.index];
    struct mixing m = {l, d->options_list, language};
    out->own = own != NULL;
    out->general = own ? &own->words : source ? &source->words : &no_words;
    if (own != source && source && (own || source->words.options)) {
        struct item_words *mixed = ARENA_NEW(l->arena, struct item_words);
        if (own) {
            *mixed = own->words;
        }
        mix(&m, mixed, &source->words, true);
        out->general = mixed;
    }
    if (!(own && own->groups) && !(source && source->groups)) {
        return;
    }
    const struct item_words **groups = ARENA_ARRAY(l->arena, l->q->groups_n, const struct item_words *);
    for (unsigned g = 0; g < l->q->groups_n; g++) {
        groups[g] = mix_group(&m, own, source, g);
    }
    out->groups = groups;
}

static void complete_saying(struct loader *l, const struct own_words *own, const struct own_words *source,
                            struct saying *out)
{
    const struct own_words *first = own && own->words.text.n ? own : source;
    out->general = first ? first->words.text : (struct text){0};
    out->draft = own && own->words.draft;
    if (!(own && own->groups) && !(source && source->groups)) {
        return;
    }
    struct text *groups = ARENA_ARRAY(l->arena, l->q->groups_n, struct text);
    for (unsigned g = 0; g < l->q->groups_n; g++) {
        const struct item_words *special = group_of(own, g);
        const struct item_words *other = group_of(source, g);
        groups[g] = out->general;
        if (special && special->text.n) {
            groups[g] = special->text;
        } else if (!(own && own->words.text.n) && other && other->text.n) {
            groups[g] = other->text;
        }
    }
    out->groups = groups;
}

/* ---- labels of lists as texts ---------------------------------------------------------------- */

/* A language that has no label of its own for an option shares the piece with the source language. */
static const struct piece *label_piece(struct loader *l, const struct option *option, unsigned language,
                                       const struct piece *source)
{
    if (source && !option->label.in[language].len) {
        return source;
    }
    struct piece *piece = ARENA_NEW(l->arena, struct piece);
    piece->words = option_label(option, language, l->source_language);
    return piece;
}

static const struct list *list_of(const struct draft *d)
{
    return d->variable && d->variable->list ? d->variable->list : d->options_list;
}

/* Room for the labels of each list, shared by all items with that list. */
static void reserve_labels(struct loader *l)
{
    struct text **labels = ARENA_ARRAY(l->arena, l->items_n, struct text *);
    struct text **texts_of = ARENA_ARRAY(l->arena, l->items_n, struct text *);
    struct ids known = {.arena = l->arena};
    for (size_t i = 0; i < l->items_n; i++) {
        const struct list *list = list_of(l->drafts[i]);
        uint32_t at = (uint32_t)known.n;
        if (!list) {
            continue;
        }
        if (!ids_find(&known, list->id, &at)) {
            texts_of[at] = ARENA_ARRAY(l->arena, (size_t)l->languages_n * list->n, struct text);
            ids_add(&known, list->id, at);
        }
        labels[i] = texts_of[at];
    }
    l->index->labels = labels;
}

static void complete_labels(struct loader *l, unsigned language)
{
    for (size_t i = 0; i < l->items_n; i++) {
        struct text *all = l->index->labels[i];
        const struct list *list = all ? list_of(l->drafts[i]) : NULL;
        size_t n = list && !all[language * list->n].n ? list->n : 0; /* once for each list */
        for (size_t k = 0; k < n; k++) {
            const struct piece *source = all[l->source_language * n + k].pieces;
            all[language * n + k] = (struct text){label_piece(l, &list->options[k], language, source), 1};
        }
    }
}

/* ---- variables ------------------------------------------------------------------------------- */

static void name_variable(struct loader *l, struct variable *v, unsigned language, struct str label,
                          struct str text)
{
    if (!v->label) {
        v->label = ARENA_ARRAY(l->arena, l->languages_n, struct str);
        v->text = ARENA_ARRAY(l->arena, l->languages_n, struct str);
    }
    v->label[language] = label;
    v->text[language] = text;
}

static void name_specify(struct loader *l, const struct draft *d, unsigned language)
{
    struct str label = d->variable->label[language];
    for (size_t i = 0; i < d->item.specify_n; i++) {
        struct variable *v = codebook_variable_at(l->book, d->item.specify[i]);
        struct str which = d->options_list->options[v->parent_option].label.in[language];
        if (label.len && which.len) {
            struct str both = arena_format(l->arena, "%.*s: %.*s", STR_ARG(label), STR_ARG(which));
            name_variable(l, v, language, both, which);
        }
    }
}

static void name_variables(struct loader *l, unsigned language)
{
    for (size_t i = 0; i < l->items_n; i++) {
        const struct draft *d = l->drafts[i];
        const struct own_words *own = l->own[language][i];
        if (d->variable) {
            name_variable(l, d->variable, language, own ? own->label : STR_EMPTY,
                          own ? own->text : STR_EMPTY);
            name_specify(l, d, language);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

void words_complete_language(struct loader *l, unsigned language)
{
    for (size_t i = 0; i < l->items_n; i++) {
        complete_item(l, language, l->drafts[i], &l->index->words[language * l->items_n + i]);
    }
    for (size_t i = 0; i < l->checks_n; i++) {
        complete_saying(l, l->own_checks[language][i], l->own_checks[l->source_language][i],
                        &l->index->check_says[language * l->checks_n + i]);
    }
    complete_labels(l, language);
    name_variables(l, language);
}

void words_begin(struct loader *l)
{
    complain_missing(l);
    l->index->words = ARENA_ARRAY(l->arena, l->languages_n * l->items_n, struct words_entry);
    l->index->check_says = ARENA_ARRAY(l->arena, l->languages_n * l->checks_n, struct saying);
    reserve_labels(l);
}
