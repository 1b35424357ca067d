#include "questionnaire/translate/walk_priv.h"

/* Words of items, blocks, checks and stops, and those that stand alone. */

/* ---- items, blocks, checks, stops ------------------------------------------------------------ */

static void walk_words(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                       struct pair at, const struct list *list);

static bool below(const struct trail *trail, const char *key)
{
    return trail->n && str_is(trail->keys[trail->n - 1], key);
}

static void walk_key(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                     struct pair at, struct str key, const struct list *list)
{
    struct trail longer = trail_further(trail, key, below(trail, "options") ? option_code(list, key) : key);
    if (below(trail, "groups")) {
        at = (struct pair){node_as_map(w, at.source, "text"), node_as_map(w, at.text, "text")};
    }
    bool map = (at.source && at.source->kind == NODE_MAP) || (at.text && at.text->kind == NODE_MAP);
    if (map && longer.n < PHRASE_KEYS) {
        walk_words(w, entry, &longer, at, list);
    } else {
        walk_phrase(w, entry, &longer, at.source, at.text);
    }
}

/* First what the source has, then what only the translation has. */
static void walk_words(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                       struct pair at, const struct list *list)
{
    const struct list *options = below(trail, "options") ? list : NULL;
    for (size_t i = 0; at.source && at.source->kind == NODE_MAP && i < at.source->n; i++) {
        struct str key = at.source->keys[i]->text;
        if (trail->n || !key_is_remark(key)) {
            struct pair both = {at.source->items[i], node_beside(at.text, key, options)};
            walk_key(w, entry, trail, both, key, list);
        }
    }
    for (size_t i = 0; at.text && at.text->kind == NODE_MAP && i < at.text->n; i++) {
        struct str key = at.text->keys[i]->text;
        if ((trail->n || !key_is_remark(key)) && !node_beside(at.source, key, options)) {
            walk_key(w, entry, trail, (struct pair){NULL, at.text->items[i]}, key, list);
        }
    }
}

static const struct list *list_of(const struct walk *w, enum phrase_section section, struct str id)
{
    const struct questionnaire *q = w->t->q;
    uint32_t item = section == SECTION_ITEMS ? questionnaire_item(q, id) : NONE;
    if (item == NONE) {
        return NULL;
    }
    if (q->items[item].kind == ITEM_GRID && item + 1 < q->items[item].end) {
        item++; /* its rows have the list */
    }
    const struct variable *v = q->items[item].variable;
    return v ? v->list : NULL;
}

/* A roster's words may stand under `items` in one language and under `blocks` in another. */
static struct found find_entry(const struct node *root, enum phrase_section section, struct str id)
{
    struct found found = node_find(root, phrase_section_name(section), id);
    if (!found.value && (section == SECTION_ITEMS || section == SECTION_BLOCKS)) {
        found = node_find(root, section == SECTION_ITEMS ? "blocks" : "items", id);
    }
    return found;
}

void walk_items(struct walk *w, enum phrase_section section, const struct node *map,
                const struct node *text_root)
{
    const char *alone = section == SECTION_BLOCKS ? "label" : "text";
    static const struct trail here = {.n = 0};
    for (size_t i = 0; i < map->n; i++) {
        struct str id = map->keys[i]->text;
        struct found found = find_entry(text_root, section, id);
        struct phrase_entry *entry = walk_begin(w, section, id);
        struct pair at = {node_as_map(w, map->items[i], alone), node_as_map(w, found.value, alone)};
        walk_words(w, entry, &here, at, list_of(w, section, id));
        walk_remarks(w, entry, at.text, found.key);
        walk_end(w, entry);
    }
}

/* ---- one text each: title, name, groups ------------------------------------------------------ */

void walk_single(struct walk *w, enum phrase_section section, struct str id, const struct node *source,
                 const struct node *text)
{
    static const struct trail here = {.n = 0};
    struct phrase_entry *entry = walk_begin(w, section, id);
    walk_phrase(w, entry, &here, source, text);
    walk_end(w, entry);
}

void walk_groups(struct walk *w, const struct node *map, const struct node *texts)
{
    for (size_t i = 0; i < map->n; i++) {
        struct str id = map->keys[i]->text;
        walk_single(w, SECTION_GROUPS, id, map->items[i], node_beside(texts, id, NULL));
    }
}
