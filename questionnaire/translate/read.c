#include "questionnaire/translate/translate_priv.h"

#include "base/node.h"
#include "codebook/ids.h"

/* The text files of a language beside those of the source language. */

struct walk {
    struct arena *arena;
    struct translation *t;
    struct ids contexts;
    const struct source *source; /* of the translation, for its comments */
    size_t entries_cap;
    struct phrase *phrases; /* of the entry that is read now */
    size_t phrases_n, phrases_cap;
};

static const struct questionnaire *questionnaire_of(const struct walk *w)
{
    return w->t->q;
}

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

static struct phrase_entry *new_entry(struct walk *w, enum phrase_section section, struct str id)
{
    struct translation *t = w->t;
    t->entries = grow(w->arena, t->entries, t->n, &w->entries_cap, sizeof *t->entries);
    struct phrase_entry *entry = &t->entries[t->n++];
    *entry = (struct phrase_entry){.section = section, .id = id};
    w->phrases_n = 0;
    return entry;
}

static void end_entry(struct walk *w, struct phrase_entry *entry)
{
    entry->phrases = ARENA_ARRAY(w->arena, w->phrases_n, struct phrase);
    entry->n = w->phrases_n;
    if (entry->n) {
        memcpy(entry->phrases, w->phrases, entry->n * sizeof *entry->phrases);
    }
}

/* Keys from the entry down; `names` are those for the context, where options go by their code. */
struct trail {
    struct str keys[PHRASE_KEYS];
    struct str names[PHRASE_KEYS];
    unsigned n;
};

static struct trail further(const struct trail *trail, struct str key, struct str name)
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

static struct str scalar(const struct node *node)
{
    return node && node->kind == NODE_SCALAR ? node->text : STR_EMPTY;
}

static void add_phrase(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                       const struct node *source, const struct node *text)
{
    if (!scalar(source).len && !scalar(text).len) {
        return;
    }
    struct phrase phrase = {.keys_n = trail->n, .more = !scalar(source).len, .group = -1};
    phrase.source = scalar(source);
    phrase.text = scalar(text);
    phrase.context = context_of(w, entry, trail->names, trail->n);
    if (!ids_add(&w->contexts, phrase.context, 0)) {
        phrase.context = context_of(w, entry, trail->keys, trail->n); /* an option, also by its name */
        (void)ids_add(&w->contexts, phrase.context, 0);
    }
    memcpy(phrase.keys, trail->keys, sizeof phrase.keys);
    if (trail->n > 1 && str_is(trail->keys[0], "groups")) {
        phrase.group = questionnaire_group(questionnaire_of(w), trail->keys[1]);
    } else if (entry->section == SECTION_GROUPS) {
        phrase.group = questionnaire_group(questionnaire_of(w), entry->id);
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
static const struct node *beside(const struct node *map, struct str key, const struct list *list)
{
    for (size_t i = 0; map && map->kind == NODE_MAP && i < map->n; i++) {
        if (same_key(list, map->keys[i]->text, key)) {
            return map->items[i];
        }
    }
    return NULL;
}

static struct str code_of(const struct list *list, struct str key)
{
    int32_t at = list ? list_find(list, key) : -1;
    return at >= 0 ? list->options[at].code : key;
}

static bool is_remark(struct str key)
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

static void read_remarks(const struct walk *w, struct phrase_entry *entry, const struct node *map,
                         const struct node *key)
{
    entry->comment = key ? comment_above(w, key->line) : STR_EMPTY;
    entry->stamp = scalar(node_get(map, "source"));
    struct str status = scalar(node_get(map, "status"));
    entry->status = str_is(status, "draft")   ? STATUS_DRAFT
                    : str_is(status, "final") ? STATUS_FINAL
                                              : STATUS_NONE;
    entry->same = str_is(scalar(node_get(map, "same")), "true");
}

/* A text that stands alone where a map with it could stand, as that map. */
static const struct node *as_map(struct walk *w, const struct node *node, const char *key)
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

/* ---- items, blocks, checks, stops ------------------------------------------------------------ */

struct pair {
    const struct node *source, *text;
};

static void walk_words(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                       struct pair at, const struct list *list);

static bool below(const struct trail *trail, const char *key)
{
    return trail->n && str_is(trail->keys[trail->n - 1], key);
}

static void walk_key(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                     struct pair at, struct str key, const struct list *list)
{
    struct trail longer = further(trail, key, below(trail, "options") ? code_of(list, key) : key);
    if (below(trail, "groups")) {
        at = (struct pair){as_map(w, at.source, "text"), as_map(w, at.text, "text")};
    }
    bool map = (at.source && at.source->kind == NODE_MAP) || (at.text && at.text->kind == NODE_MAP);
    if (map && longer.n < PHRASE_KEYS) {
        walk_words(w, entry, &longer, at, list);
    } else {
        add_phrase(w, entry, &longer, at.source, at.text);
    }
}

/* First what the source has, then what only the translation has. */
static void walk_words(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                       struct pair at, const struct list *list)
{
    const struct list *options = below(trail, "options") ? list : NULL;
    for (size_t i = 0; at.source && at.source->kind == NODE_MAP && i < at.source->n; i++) {
        struct str key = at.source->keys[i]->text;
        if (trail->n || !is_remark(key)) {
            struct pair both = {at.source->items[i], beside(at.text, key, options)};
            walk_key(w, entry, trail, both, key, list);
        }
    }
    for (size_t i = 0; at.text && at.text->kind == NODE_MAP && i < at.text->n; i++) {
        struct str key = at.text->keys[i]->text;
        if ((trail->n || !is_remark(key)) && !beside(at.source, key, options)) {
            walk_key(w, entry, trail, (struct pair){NULL, at.text->items[i]}, key, list);
        }
    }
}

static const struct list *list_of(const struct walk *w, enum phrase_section section, struct str id)
{
    const struct questionnaire *q = questionnaire_of(w);
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

/* `text`: the key and value of the entry in the translation. */
struct found {
    const struct node *key, *value;
};

static struct found find_in(const struct node *root, const char *section, struct str id)
{
    const struct node *map = node_get(root, section);
    for (size_t i = 0; map && map->kind == NODE_MAP && i < map->n; i++) {
        if (str_equal(map->keys[i]->text, id)) {
            return (struct found){map->keys[i], map->items[i]};
        }
    }
    return (struct found){NULL, NULL};
}

/* A roster's words may stand under `items` in one language and under `blocks` in another. */
static struct found find_entry(const struct node *root, enum phrase_section section, struct str id)
{
    struct found found = find_in(root, phrase_section_name(section), id);
    if (!found.value && (section == SECTION_ITEMS || section == SECTION_BLOCKS)) {
        found = find_in(root, section == SECTION_ITEMS ? "blocks" : "items", id);
    }
    return found;
}

static void walk_section(struct walk *w, enum phrase_section section, const struct node *map,
                         const struct node *text_root)
{
    const char *alone = section == SECTION_BLOCKS ? "label" : "text";
    static const struct trail here = {.n = 0};
    for (size_t i = 0; i < map->n; i++) {
        struct str id = map->keys[i]->text;
        struct found found = find_entry(text_root, section, id);
        struct phrase_entry *entry = new_entry(w, section, id);
        struct pair at = {as_map(w, map->items[i], alone), as_map(w, found.value, alone)};
        walk_words(w, entry, &here, at, list_of(w, section, id));
        read_remarks(w, entry, at.text, found.key);
        end_entry(w, entry);
    }
}

/* ---- one text each: title, name, groups ------------------------------------------------------ */

static void walk_single(struct walk *w, enum phrase_section section, struct str id, const struct node *source,
                        const struct node *text)
{
    static const struct trail here = {.n = 0};
    struct phrase_entry *entry = new_entry(w, section, id);
    add_phrase(w, entry, &here, source, text);
    end_entry(w, entry);
}

static void walk_groups(struct walk *w, const struct node *map, const struct node *texts)
{
    for (size_t i = 0; i < map->n; i++) {
        struct str id = map->keys[i]->text;
        walk_single(w, SECTION_GROUPS, id, map->items[i], beside(texts, id, NULL));
    }
}

/* ---- fills ----------------------------------------------------------------------------------- */

static const struct fill *find_fill(const struct walk *w, struct str id)
{
    const struct questionnaire *q = questionnaire_of(w);
    for (uint32_t i = 0; i < q->fills_n; i++) {
        if (str_equal(q->fills[i].id, id)) {
            return &q->fills[i];
        }
    }
    return NULL;
}

/* The list whose options are its keys; NULL: groups or numbers. */
static const struct list *fill_list(const struct walk *w, const struct fill *fill)
{
    const struct variable *v =
        fill->by_group ? NULL : questionnaire_of(w)->codebook->variables[fill->by_slot];
    return v && v->type == VARIABLE_CODE ? v->list : NULL;
}

/* One word for all forms counts for each. */
static const struct node *form_of(const struct node *key, struct str form)
{
    return key && key->kind == NODE_MAP ? beside(key, form, NULL) : key;
}

static void walk_forms(struct walk *w, const struct phrase_entry *entry, const struct fill *fill,
                       struct str key, struct pair at)
{
    static const struct trail here = {.n = 0};
    const struct list *list = fill_list(w, fill);
    struct trail trail = further(&here, key, code_of(list, key));
    size_t before = w->phrases_n;
    for (size_t i = 0; i < fill->forms_n; i++) {
        struct str form = fill->forms[i];
        struct trail longer = form.len ? further(&trail, form, form) : trail;
        add_phrase(w, entry, &longer, form_of(at.source, form), form_of(at.text, form));
    }
    for (size_t i = before; fill->by_group && i < w->phrases_n; i++) {
        w->phrases[i].group = questionnaire_group(questionnaire_of(w), key);
    }
}

/* A key of the fill, not a remark about it: a group or an option may be called `source`. */
static bool is_key(const struct walk *w, const struct fill *fill, const struct list *list, struct str key)
{
    bool known =
        fill->by_group ? questionnaire_group(questionnaire_of(w), key) >= 0 : list_find(list, key) >= 0;
    return known || !is_remark(key);
}

/* The keys of the source, then those that only the translation has. */
static void walk_named(struct walk *w, const struct phrase_entry *entry, const struct fill *fill,
                       struct pair at)
{
    const struct list *list = fill_list(w, fill);
    for (size_t i = 0; i < at.source->n; i++) {
        struct str key = at.source->keys[i]->text;
        if (is_key(w, fill, list, key)) {
            struct pair both = {at.source->items[i], beside(at.text, key, list)};
            walk_forms(w, entry, fill, key, both);
        }
    }
    for (size_t i = 0; at.text && at.text->kind == NODE_MAP && i < at.text->n; i++) {
        struct str key = at.text->keys[i]->text;
        if (is_key(w, fill, list, key) && !beside(at.source, key, list)) {
            walk_forms(w, entry, fill, key, (struct pair){NULL, at.text->items[i]});
        }
    }
}

/* Each language has plural categories of its own; those that the source lacks are translated from its
 * `other`. */
static void walk_plurals(struct walk *w, const struct phrase_entry *entry, const struct fill *fill,
                         struct pair at)
{
    struct str language = questionnaire_of(w)->codebook->languages[w->t->language].id;
    for (unsigned i = 0; i < PLURAL_CATEGORIES; i++) {
        struct str key = str_from(plural_name(i));
        struct pair both = {NULL, beside(at.text, key, NULL)};
        if (plural_used(language, i)) {
            both.source = beside(at.source, key, NULL);
            both.source = both.source ? both.source : node_get(at.source, "other");
        }
        if (both.source || both.text) {
            walk_forms(w, entry, fill, key, both);
        }
    }
}

static void walk_fills(struct walk *w, const struct node *map, const struct node *text_root)
{
    for (size_t i = 0; i < map->n; i++) {
        struct str id = map->keys[i]->text;
        const struct fill *fill = find_fill(w, id);
        struct found found = find_in(text_root, "fills", id);
        struct pair at = {map->items[i], found.value};
        if (!fill || at.source->kind != NODE_MAP) {
            continue;
        }
        struct phrase_entry *entry = new_entry(w, SECTION_FILLS, id);
        const struct list *list = fill_list(w, fill);
        if (fill->by_group || list) {
            walk_named(w, entry, fill, at);
        } else {
            walk_plurals(w, entry, fill, at);
        }
        read_remarks(w, entry, at.text, found.key);
        end_entry(w, entry);
    }
}

/* ---- labels of lists ------------------------------------------------------------------------- */

static const struct list *find_list(const struct walk *w, struct str id)
{
    const struct codebook *book = questionnaire_of(w)->codebook;
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
        const struct node *text = beside(found->value, key, list);
        struct phrase_entry *entry = new_entry(w, SECTION_LISTS, key);
        static const struct trail here = {.n = 0};
        entry->list = id;
        struct str id_here = entry->id;
        entry->id = code_of(list, key); /* in its context it goes by its code */
        add_phrase(w, entry, &here, label_of(labels->items[i]), label_of(text));
        entry->id = id_here;
        read_remarks(w, entry, text, i ? NULL : found->key);
        end_entry(w, entry);
    }
}

static void walk_lists(struct walk *w, const struct node *root, const struct node *text_root)
{
    const struct node *lists = node_get(root, "lists");
    for (size_t i = 0; lists && lists->kind == NODE_MAP && i < lists->n; i++) {
        struct found found = find_in(text_root, "lists", lists->keys[i]->text);
        if (lists->items[i]->kind == NODE_MAP) {
            walk_list(w, lists->keys[i]->text, lists->items[i], &found);
        }
    }
}

/* ---- the files ------------------------------------------------------------------------------- */

static const char *const section_names[SECTIONS] = {"title",  "name",  "groups", "blocks", "items",
                                                    "checks", "stops", "fills",  "lists"};

const char *phrase_section_name(enum phrase_section section)
{
    return section_names[section];
}

static void walk_questionnaire(struct walk *w, const struct node *root, const struct node *text_root)
{
    for (size_t i = 0; i < root->n; i++) {
        const struct node *map = root->items[i];
        unsigned section = 0;
        while (section < SECTIONS && !str_is(root->keys[i]->text, section_names[section])) {
            section++;
        }
        if (section == SECTION_TITLE || section == SECTION_NAME) {
            walk_single(w, (enum phrase_section)section, STR_EMPTY, map,
                        node_get(text_root, section_names[section]));
        } else if (section == SECTIONS || map->kind != NODE_MAP) {
            continue; /* language, status */
        } else if (section == SECTION_GROUPS) {
            walk_groups(w, map, node_get(text_root, "groups"));
        } else if (section == SECTION_FILLS) {
            walk_fills(w, map, text_root);
        } else {
            walk_section(w, (enum phrase_section)section, map, text_root);
        }
    }
}

static const struct definition_file *find_file(const struct questionnaire *q, struct str path)
{
    for (size_t i = 0; i < q->files_n; i++) {
        if (str_equal(q->files[i].path, path)) {
            return &q->files[i];
        }
    }
    return NULL;
}

/* What the folder is called in which the files of the questionnaire, or of its codebook, lie: with a '/'. */
static struct str folder_of(const struct questionnaire *q, bool codebook)
{
    const char *file = codebook ? "/codebook.yaml" : "questionnaire.yaml";
    for (size_t i = 0; i < q->files_n; i++) {
        struct str path = q->files[i].path;
        if (str_starts(path, STR("codebook/")) == codebook && str_ends(path, str_from(file))) {
            return str_slice(path, 0, path.len - strlen(file) + codebook);
        }
    }
    return STR_EMPTY;
}

struct text_file {
    struct source *source;
    const struct node *root;
    bool broken;
};

static struct text_file open_file(struct arena *arena, const struct questionnaire *q, struct str path)
{
    const struct definition_file *file = find_file(q, path);
    struct text_file out = {ARENA_NEW(arena, struct source), NULL, false};
    *out.source = (struct source){path, file ? file->bytes : STR_EMPTY};
    if (file) {
        out.root = node_load(arena, NULL, out.source, &node_limits_default);
        out.broken = !out.root || out.root->kind != NODE_MAP;
    }
    return out;
}

/* Lines of comment before the first key. */
static struct str head_comment(struct str text)
{
    size_t end = 0;
    while (end < text.len && (text.ptr[end] == '#' || text.ptr[end] == '\n')) {
        end = str_find_char(text, '\n', end);
        end += end < text.len;
    }
    return str_slice(text, 0, end);
}

static void describe(struct phrase_file *out, const struct text_file *file)
{
    struct str status = scalar(node_get(file->root, "status"));
    out->path = file->source->file;
    out->written = file->root != NULL;
    out->comment = head_comment(file->source->text);
    out->status = str_is(status, "draft")   ? STATUS_DRAFT
                  : str_is(status, "final") ? STATUS_FINAL
                                            : STATUS_NONE;
}

/* The file of the source language and that of the translation. */
static bool read_both(struct walk *w, bool codebook, struct phrase_file *out)
{
    const struct questionnaire *q = questionnaire_of(w);
    const struct codebook *book = q->codebook;
    struct str folder = folder_of(q, codebook);
    struct str ids[] = {book->languages[book->source_language].id, book->languages[w->t->language].id};
    struct text_file files[2];
    for (unsigned i = 0; i < 2; i++) {
        struct str path = arena_format(w->arena, "%.*stext/%.*s.yaml", STR_ARG(folder), STR_ARG(ids[i]));
        files[i] = open_file(w->arena, q, path);
    }
    if (files[0].broken || files[1].broken || !files[0].root) {
        return false;
    }
    w->source = files[1].source;
    describe(out, &files[1]);
    if (codebook) {
        walk_lists(w, files[0].root, files[1].root);
    } else {
        walk_questionnaire(w, files[0].root, files[1].root);
    }
    return true;
}

static void find_stale(struct phrase_entry *entry)
{
    struct stamp now = stamp_now(entry);
    struct str first = stamp_main(entry->stamp);
    struct str rest = stamp_rest(entry->stamp);
    for (size_t i = 0; i < entry->n; i++) {
        struct phrase *phrase = &entry->phrases[i];
        struct str was = phrase_main(entry, phrase) ? first : rest;
        const char *is = phrase_main(entry, phrase) ? now.main : now.rest;
        phrase->stale = phrase->text.len && !phrase->more && was.len && !str_is(was, is);
    }
}

struct translation *translation_read(struct arena *arena, const struct questionnaire *q, unsigned language)
{
    struct translation *t = ARENA_NEW(arena, struct translation);
    *t = (struct translation){.q = q, .language = language};
    struct walk w = {.arena = arena, .t = t, .contexts = {.arena = arena}};
    if (!read_both(&w, false, &t->file) || !read_both(&w, true, &t->codebook)) {
        return NULL;
    }
    for (size_t i = 0; i < t->n; i++) {
        find_stale(&t->entries[i]);
    }
    return t;
}

/* ---- what holds of a text -------------------------------------------------------------------- */

bool phrase_draft(const struct translation *t, const struct phrase_entry *entry)
{
    const struct phrase_file *file = entry->section == SECTION_LISTS ? &t->codebook : &t->file;
    return (entry->status == STATUS_NONE ? file->status : entry->status) == STATUS_DRAFT;
}

enum phrase_state phrase_state(const struct phrase *phrase)
{
    return !phrase->text.len ? PHRASE_MISSING : phrase->stale ? PHRASE_STALE : PHRASE_TRANSLATED;
}

struct translation_count translation_count(const struct translation *t, int group)
{
    struct translation_count count = {0, 0, 0, 0};
    for (size_t i = 0; i < t->n; i++) {
        const struct phrase_entry *entry = &t->entries[i];
        bool draft = phrase_draft(t, entry);
        for (size_t k = 0; k < entry->n; k++) {
            const struct phrase *phrase = &entry->phrases[k];
            bool theirs = group < 0 || phrase->group < 0 || phrase->group == group;
            if (phrase->more || !theirs) {
                continue;
            }
            count.texts++;
            count.translated += phrase->text.len > 0;
            count.stale += phrase->stale;
            count.draft += draft && phrase->text.len > 0;
        }
    }
    return count;
}
