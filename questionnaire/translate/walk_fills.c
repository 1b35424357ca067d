#include "questionnaire/translate/walk_priv.h"

/* Words that depend on something: fills, and the labels of options. */

/* ---- fills ----------------------------------------------------------------------------------- */

/* The list whose options are its keys; NULL: groups or numbers. */
static const struct list *fill_list(const struct walk *w, const struct fill *fill)
{
    const struct variable *v = fill->by_group ? NULL : w->t->q->codebook->variables[fill->by_slot];
    return v && v->type == VARIABLE_CODE ? v->list : NULL;
}

/* One word for all forms counts for each. */
static const struct node *form_of(const struct node *key, struct str form)
{
    return key && key->kind == NODE_MAP ? node_beside(key, form, NULL) : key;
}

static void walk_forms(struct walk *w, const struct phrase_entry *entry, const struct fill *fill,
                       struct str key, struct pair at)
{
    static const struct trail here = {.n = 0};
    const struct list *list = fill_list(w, fill);
    struct trail trail = trail_further(&here, key, option_code(list, key));
    size_t before = w->phrases_n;
    for (size_t i = 0; i < fill->forms_n; i++) {
        struct str form = fill->forms[i];
        struct trail longer = form.len ? trail_further(&trail, form, form) : trail;
        walk_phrase(w, entry, &longer, form_of(at.source, form), form_of(at.text, form));
    }
    for (size_t i = before; fill->by_group && i < w->phrases_n; i++) {
        w->phrases[i].group = questionnaire_group(w->t->q, key);
    }
}

/* A key of the fill, not a remark about it: a group or an option may be called `source`. */
static bool is_key(const struct walk *w, const struct fill *fill, const struct list *list, struct str key)
{
    bool known = fill->by_group ? questionnaire_group(w->t->q, key) >= 0 : list_find(list, key) >= 0;
    return known || !key_is_remark(key);
}

/* The keys of the source, then those that only the translation has. */
static void walk_named(struct walk *w, const struct phrase_entry *entry, const struct fill *fill,
                       struct pair at)
{
    const struct list *list = fill_list(w, fill);
    for (size_t i = 0; i < at.source->n; i++) {
        struct str key = at.source->keys[i]->text;
        if (is_key(w, fill, list, key)) {
            struct pair both = {at.source->items[i], node_beside(at.text, key, list)};
            walk_forms(w, entry, fill, key, both);
        }
    }
    for (size_t i = 0; at.text && at.text->kind == NODE_MAP && i < at.text->n; i++) {
        struct str key = at.text->keys[i]->text;
        if (is_key(w, fill, list, key) && !node_beside(at.source, key, list)) {
            walk_forms(w, entry, fill, key, (struct pair){NULL, at.text->items[i]});
        }
    }
}

/* Each language has plural categories of its own; those that the source lacks are translated from its
 * `other`. */
static void walk_plurals(struct walk *w, const struct phrase_entry *entry, const struct fill *fill,
                         struct pair at)
{
    struct str language = w->t->q->codebook->languages[w->t->language].id;
    for (unsigned i = 0; i < PLURAL_CATEGORIES; i++) {
        struct str key = str_from(plural_name(i));
        struct pair both = {NULL, node_beside(at.text, key, NULL)};
        if (plural_used(language, i)) {
            both.source = node_beside(at.source, key, NULL);
            both.source = both.source ? both.source : node_get(at.source, "other");
        }
        if (both.source || both.text) {
            walk_forms(w, entry, fill, key, both);
        }
    }
}

void walk_fills(struct walk *w, const struct node *map, const struct node *text_root)
{
    for (size_t i = 0; i < map->n; i++) {
        struct str id = map->keys[i]->text;
        const struct fill *fill = phrase_fill(w->t->q, id);
        struct found found = node_find(text_root, "fills", id);
        struct pair at = {map->items[i], found.value};
        if (!fill || at.source->kind != NODE_MAP) {
            continue;
        }
        struct phrase_entry *entry = walk_begin(w, SECTION_FILLS, id);
        const struct list *list = fill_list(w, fill);
        if (fill->by_group || list) {
            walk_named(w, entry, fill, at);
        } else {
            walk_plurals(w, entry, fill, at);
        }
        walk_remarks(w, entry, at.text, found.key);
        walk_end(w, entry);
    }
}

/* ---- labels of lists ------------------------------------------------------------------------- */

static const struct list *find_list(const struct walk *w, struct str id)
{
    const struct codebook *book = w->t->q->codebook;
    for (size_t i = 0; i < book->lists_n; i++) {
        if (str_equal(book->lists[i]->id, id)) {
            return book->lists[i];
        }
    }
    return NULL;
}

static const struct node *label_of(const struct node *node)
{
    return node && node->kind == NODE_MAP ? node_get(node, "label") : node;
}

static void walk_list(struct walk *w, struct str id, const struct node *labels, const struct found *found)
{
    const struct list *list = find_list(w, id);
    for (size_t i = 0; i < labels->n; i++) {
        struct str key = labels->keys[i]->text;
        const struct node *text = node_beside(found->value, key, list);
        struct phrase_entry *entry = walk_begin(w, SECTION_LISTS, key);
        static const struct trail here = {.n = 0};
        entry->list = id;
        struct str id_here = entry->id;
        entry->id = option_code(list, key); /* in its context it goes by its code */
        walk_phrase(w, entry, &here, label_of(labels->items[i]), label_of(text));
        entry->id = id_here;
        walk_remarks(w, entry, text, i ? NULL : found->key);
        walk_end(w, entry);
    }
}

void walk_lists(struct walk *w, const struct node *root, const struct node *text_root)
{
    const struct node *lists = node_get(root, "lists");
    for (size_t i = 0; lists && lists->kind == NODE_MAP && i < lists->n; i++) {
        struct found found = node_find(text_root, "lists", lists->keys[i]->text);
        if (lists->items[i]->kind == NODE_MAP) {
            walk_list(w, lists->keys[i]->text, lists->items[i], &found);
        }
    }
}
