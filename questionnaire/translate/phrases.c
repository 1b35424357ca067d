#include "questionnaire/translate/walk_priv.h"

/* Texts found in both files are laid side by side, entry by entry. */

/* ---- entries and phrases --------------------------------------------------------------------- */

static void *grow(struct arena *arena, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) {
        return items;
    }
    *cap = *cap ? 2 * *cap : 64;
    void *bigger = arena_array(arena, *cap, size);
    if (n) {
        memcpy(bigger, items, n * size);
    }
    return bigger;
}

struct phrase_entry *walk_begin(struct walk *w, enum phrase_section section, struct str id)
{
    struct translation *t = w->t;
    t->entries = grow(w->arena, t->entries, t->n, &w->entries_cap, sizeof *t->entries);
    struct phrase_entry *entry = &t->entries[t->n++];
    *entry = (struct phrase_entry){.section = section, .id = id};
    w->phrases_n = 0;
    return entry;
}

void walk_end(struct walk *w, struct phrase_entry *entry)
{
    entry->phrases = ARENA_ARRAY(w->arena, w->phrases_n, struct phrase);
    entry->n = w->phrases_n;
    if (entry->n) {
        memcpy(entry->phrases, w->phrases, entry->n * sizeof *entry->phrases);
    }
}

struct trail trail_further(const struct trail *trail, struct str key, struct str name)
{
    struct trail longer = *trail;
    if (longer.n < PHRASE_KEYS) {
        longer.keys[longer.n] = key;
        longer.names[longer.n++] = name;
    }
    return longer;
}

static struct str context_of(struct walk *w, const struct phrase_entry *entry, const struct str *keys,
                             unsigned n)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, phrase_section_name(entry->section));
    const struct str above[] = {entry->list, entry->id};
    for (unsigned i = 0; i < 2 + n; i++) {
        struct str key = i < 2 ? above[i] : keys[i - 2];
        if (key.len) {
            buf_add_char(&out, '.');
            buf_add(&out, key);
        }
    }
    struct str context = arena_copy(w->arena, buf_str(&out));
    buf_free(&out);
    return context;
}

struct str node_words(const struct node *node)
{
    return node && node->kind == NODE_SCALAR ? node->text : STR_EMPTY;
}

void walk_phrase(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                 const struct node *source, const struct node *text)
{
    if (!node_words(source).len && !node_words(text).len) {
        return;
    }
    struct phrase phrase = {.keys_n = trail->n, .more = !node_words(source).len, .group = -1};
    phrase.source = node_words(source);
    phrase.text = node_words(text);
    phrase.context = context_of(w, entry, trail->names, trail->n);
    if (!ids_add(&w->contexts, phrase.context, 0)) {
        phrase.context = context_of(w, entry, trail->keys, trail->n); /* an option, also by its name */
        (void)ids_add(&w->contexts, phrase.context, 0);
    }
    memcpy(phrase.keys, trail->keys, sizeof phrase.keys);
    if (trail->n > 1 && str_is(trail->keys[0], "groups")) {
        phrase.group = questionnaire_group(w->t->q, trail->keys[1]);
    } else if (entry->section == SECTION_GROUPS) {
        phrase.group = questionnaire_group(w->t->q, entry->id);
    }
    w->phrases = grow(w->arena, w->phrases, w->phrases_n, &w->phrases_cap, sizeof *w->phrases);
    w->phrases[w->phrases_n++] = phrase;
}

/* ---- the same key in both files -------------------------------------------------------------- */

static bool same_key(const struct list *list, struct str a, struct str b)
{
    if (str_equal(a, b)) {
        return true;
    }
    int32_t at = list ? list_find(list, a) : -1;
    return at >= 0 && at == list_find(list, b);
}

/* The value of a key; options also by their other name. */
const struct node *node_beside(const struct node *map, struct str key, const struct list *list)
{
    for (size_t i = 0; map && map->kind == NODE_MAP && i < map->n; i++) {
        if (same_key(list, map->keys[i]->text, key)) {
            return map->items[i];
        }
    }
    return NULL;
}

struct str option_code(const struct list *list, struct str key)
{
    int32_t at = list ? list_find(list, key) : -1;
    return at >= 0 ? list->options[at].code : key;
}

bool key_is_remark(struct str key)
{
    return str_is(key, "source") || str_is(key, "status") || str_is(key, "same");
}

/* Comment lines above a key of the translation. */
static struct str comment_above(const struct walk *w, unsigned line)
{
    unsigned first = line;
    while (first > 1 && str_starts(str_trim(source_line(w->source, first - 1)), STR("#"))) {
        first--;
    }
    if (first == line || !line) {
        return STR_EMPTY;
    }
    struct str from = source_line(w->source, first);
    struct str to = source_line(w->source, line);
    return (struct str){from.ptr, (size_t)(to.ptr - from.ptr)};
}

void walk_remarks(const struct walk *w, struct phrase_entry *entry, const struct node *map,
                  const struct node *key)
{
    entry->comment = key ? comment_above(w, key->line) : STR_EMPTY;
    entry->stamp = node_words(node_get(map, "source"));
    struct str status = node_words(node_get(map, "status"));
    entry->status = str_is(status, "draft")   ? STATUS_DRAFT
                    : str_is(status, "final") ? STATUS_FINAL
                                              : STATUS_NONE;
    entry->same = str_is(node_words(node_get(map, "same")), "true");
}

/* A text that stands alone where a map with it could stand, as that map. */
const struct node *node_as_map(struct walk *w, const struct node *node, const char *key)
{
    if (!node || node->kind != NODE_SCALAR) {
        return node;
    }
    struct node *map = ARENA_NEW(w->arena, struct node);
    struct node **both = ARENA_ARRAY(w->arena, 2, struct node *);
    both[0] = ARENA_NEW(w->arena, struct node);
    both[1] = ARENA_NEW(w->arena, struct node);
    *both[0] = (struct node){.kind = NODE_SCALAR, .text = str_from(key), .line = node->line};
    *both[1] = *node;
    *map = (struct node){.kind = NODE_MAP, .n = 1, .keys = &both[0], .items = &both[1], .line = node->line};
    return map;
}

struct found node_find(const struct node *root, const char *section, struct str id)
{
    const struct node *map = node_get(root, section);
    for (size_t i = 0; map && map->kind == NODE_MAP && i < map->n; i++) {
        if (str_equal(map->keys[i]->text, id)) {
            return (struct found){map->keys[i], map->items[i]};
        }
    }
    return (struct found){NULL, NULL};
}
