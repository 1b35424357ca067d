#include "questionnaire/load_priv.h"

/* The words of fills: per language, per key (group, option or plural category), per form. */

enum { OTHER = PLURAL_CATEGORIES - 1, FORMS_MOST = 16 };

static bool by_number(const struct fill_draft *fill)
{
    return !fill->fill.by_group && fill->variable->type != VARIABLE_CODE;
}

static size_t count_keys(const struct loader *l, const struct fill_draft *fill)
{
    if (fill->fill.by_group) {
        return l->q->groups_n;
    }
    return by_number(fill) ? PLURAL_CATEGORIES : fill->variable->list->n;
}

/* A key's name, for messages and suggestions. */
static struct str key_name(const struct loader *l, const struct fill_draft *fill, size_t key)
{
    if (fill->fill.by_group) {
        return l->q->groups[key];
    }
    if (by_number(fill)) {
        return str_from(plural_name((unsigned)key));
    }
    const struct option *option = &fill->variable->list->options[key];
    return option->name.len ? option->name : option->code;
}

static int find_key(const struct loader *l, const struct fill_draft *fill, struct str name)
{
    if (!fill->fill.by_group && !by_number(fill)) {
        return list_find(fill->variable->list, name);
    }
    for (size_t i = 0; i < fill->fill.keys_n; i++) {
        if (str_equal(key_name(l, fill, i), name)) {
            return (int)i;
        }
    }
    return -1;
}

static void unknown_key(struct loader *l, const struct fill_draft *fill, const struct node *key)
{
    size_t n = definition_may_suggest(&l->def) ? fill->fill.keys_n : 0;
    struct str *names = ARENA_ARRAY(l->arena, n, struct str);
    for (size_t i = 0; i < n; i++) {
        names[i] = key_name(l, fill, i);
    }
    definition_error(&l->def, "E128", key, "'%.*s' is none of the keys of this fill", STR_ARG(key->text));
    diag_suggest(l->def.diags, key->text, names, n);
}

/* The forms are those of the first key in the source language: that is where they are declared. */
static void take_forms(struct loader *l, struct fill_draft *fill, const struct node *words)
{
    bool several = words->kind == NODE_MAP && words->n;
    size_t n = several ? words->n : 1;
    if (n > FORMS_MOST) {
        definition_error(&l->def, "E111", words, "a fill has at most %d forms", (int)FORMS_MOST);
        n = FORMS_MOST;
    }
    struct str *forms = ARENA_ARRAY(l->arena, n, struct str);
    for (size_t i = 0; i < n; i++) {
        forms[i] = several ? words->keys[i]->text : STR_EMPTY;
    }
    fill->fill.forms = forms;
    fill->fill.forms_n = n;
    size_t texts = (size_t)l->languages_n * fill->fill.keys_n * n;
    if (!loader_spread(l, words, texts * sizeof(struct text))) {
        return;
    }
    fill->words = ARENA_ARRAY(l->arena, texts, struct text);
    fill->fill.words = fill->words;
}

static struct text *words_at(struct fill_draft *fill, unsigned language, size_t key, size_t form)
{
    return &fill->words[(language * fill->fill.keys_n + key) * fill->fill.forms_n + form];
}

static int find_form(const struct fill *fill, struct str name)
{
    for (size_t i = 0; i < fill->forms_n; i++) {
        if (str_equal(fill->forms[i], name)) {
            return (int)i;
        }
    }
    return -1;
}

static void read_forms(struct loader *l, struct fill_draft *fill, unsigned language, size_t key,
                       const struct node *words)
{
    if (words->kind != NODE_MAP) {
        struct text text = text_cut(l, words, NULL);
        bool plain = fill->fill.forms_n == 1;
        if (text.n && !plain && language == l->source_language) {
            definition_error(&l->def, "E129", words, "this key lacks forms that the first one has");
        }
        for (size_t i = 0; i < fill->fill.forms_n; i++) {
            *words_at(fill, language, key, i) = text; /* one word for all forms */
        }
        return;
    }
    for (size_t i = 0; i < words->n; i++) {
        int form = find_form(&fill->fill, words->keys[i]->text);
        if (form < 0) {
            definition_error(&l->def, "E129", words->keys[i], "the first key of this fill has no form '%.*s'",
                             STR_ARG(words->keys[i]->text));
            diag_suggest(l->def.diags, words->keys[i]->text, fill->fill.forms, fill->fill.forms_n);
            continue;
        }
        definition_enter(&l->def, words->keys[i]->text);
        *words_at(fill, language, key, (size_t)form) = text_cut(l, words->items[i], NULL);
        definition_leave(&l->def);
    }
    for (size_t i = 0; language == l->source_language && i < fill->fill.forms_n; i++) {
        if (!words_at(fill, language, key, i)->n) {
            definition_error(&l->def, "E129", words, "the form '%.*s' is missing",
                             STR_ARG(fill->fill.forms[i]));
        }
    }
}

static bool is_remark(const struct node *key)
{
    return str_is(key->text, "source") || str_is(key->text, "status");
}

static void read_fill(struct loader *l, unsigned language, struct fill_draft *fill, const struct node *map)
{
    if ((!fill->variable && !fill->fill.by_group) || !definition_is(&l->def, map, NODE_MAP)) {
        return;
    }
    fill->fill.keys_n = count_keys(l, fill);
    for (size_t i = 0; i < map->n; i++) {
        int key = find_key(l, fill, map->keys[i]->text);
        if (key < 0) {
            if (!is_remark(map->keys[i])) {
                unknown_key(l, fill, map->keys[i]);
            }
            continue;
        }
        if (!fill->words && language == l->source_language) {
            take_forms(l, fill, map->items[i]);
        }
        if (fill->words) {
            definition_enter(&l->def, map->keys[i]->text);
            read_forms(l, fill, language, (size_t)key, map->items[i]);
            definition_leave(&l->def);
        }
    }
}

void fills_read(struct loader *l, unsigned language, const struct node *map)
{
    if (!definition_is(&l->def, map, NODE_MAP)) {
        return;
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct named_id *named = loader_find(l, map->keys[i]->text);
        if (!named || named->kind != NAMED_FILL) {
            definition_error(&l->def, "E133", map->keys[i], "no module declares a fill '%.*s'",
                             STR_ARG(map->keys[i]->text));
            loader_suggest(l, map->keys[i]->text, NAMED_FILL);
            continue;
        }
        definition_enter(&l->def, map->keys[i]->text);
        read_fill(l, language, l->fills[named->number], map->items[i]);
        definition_leave(&l->def);
    }
}

/* ---- what is missing ------------------------------------------------------------------------- */

static bool key_needed(const struct loader *l, const struct fill_draft *fill, size_t key)
{
    if (by_number(fill)) {
        return plural_used(l->languages[l->source_language].id, (unsigned)key);
    }
    const struct draft *d = NULL;
    if (!fill->fill.by_group && l->item_of_slot[fill->fill.by_slot] != NONE) {
        d = l->drafts[l->item_of_slot[fill->fill.by_slot]];
    }
    if (!d || !d->item.only) {
        return true;
    }
    for (size_t i = 0; i < d->item.only_n; i++) {
        if (d->item.only[i] == (int32_t)key) {
            return true;
        }
    }
    return false;
}

static void complain_missing(struct loader *l, const struct fill_draft *fill)
{
    struct str language = l->languages[l->source_language].id;
    if (!fill->words) {
        definition_error(&l->def, "E132", fill->id, "the fill '%.*s' has no words in text/%.*s.yaml",
                         STR_ARG(fill->fill.id), STR_ARG(language));
        return;
    }
    for (size_t key = 0; key < fill->fill.keys_n; key++) {
        const struct text *words =
            &fill->words[(l->source_language * fill->fill.keys_n + key) * fill->fill.forms_n];
        if (!words->n && key_needed(l, fill, key)) {
            definition_error(&l->def, "E132", fill->id,
                             "the fill '%.*s' has no words for '%.*s' in text/%.*s.yaml",
                             STR_ARG(fill->fill.id), STR_ARG(key_name(l, fill, key)), STR_ARG(language));
        }
    }
}

/* Where a language has nothing: its own word for other numbers, then the source language. */
static void fall_back(struct loader *l, struct fill_draft *fill, unsigned language)
{
    for (size_t form = 0; form < fill->fill.forms_n; form++) {
        for (size_t key = 0; key < fill->fill.keys_n; key++) {
            struct text *words = words_at(fill, language, key, form);
            if (!words->n && by_number(fill)) {
                *words = *words_at(fill, language, OTHER, form);
            }
            if (!words->n) {
                *words = *words_at(fill, l->source_language, key, form);
            }
            if (!words->n && by_number(fill)) {
                *words = *words_at(fill, l->source_language, OTHER, form);
            }
        }
    }
}

void fills_complete_language(struct loader *l, unsigned language)
{
    for (size_t i = 0; i < l->fills_n; i++) {
        if (l->fills[i]->words) {
            fall_back(l, l->fills[i], language);
        }
    }
}

void fills_complain(struct loader *l)
{
    for (size_t i = 0; i < l->fills_n && l->texts[l->source_language].root; i++) {
        struct fill_draft *fill = l->fills[i];
        if (fill->variable || fill->fill.by_group) {
            struct turned before = loader_turn(l, fill->source, "fills", fill->fill.id);
            complain_missing(l, fill);
            loader_left(l, before);
        }
    }
}
