#include "questionnaire/load_priv.h"

#include "base/utf8.h"

/* The text files: text/<language>.yaml. What they lack is completed in complete.c. */

struct reading {
    struct loader *l;
    unsigned language;
    struct draft *d; /* the item of these words, or NULL */
    struct shown_at at;
    struct own_words *own;
    struct item_words *words; /* the general ones, or those of a group */
    bool in_group;
    bool draft; /* the whole file, unless an entry says otherwise */
};

/* ---- one text -------------------------------------------------------------------------------- */

/* The general ones count as written even where they are wrong: they are not also missing. */
static void note_written(struct reading *r, bool *written)
{
    *written = *written || !r->in_group;
}

static bool check_label(struct definition *def, const struct node *node, struct str text)
{
    if (memchr(text.ptr, '\n', text.len)) {
        return definition_error(def, "E131", node, "a label stands on one line");
    }
    size_t characters = text.len > LABEL_CHARACTERS_MOST ? utf8_count(text) : text.len;
    if (characters > LABEL_CHARACTERS_MOST || text.len > LABEL_BYTES_MOST) {
        return definition_error(def, "E131", node,
                                "a label has at most %d characters and %d bytes, this one has %zu and %zu",
                                LABEL_CHARACTERS_MOST, LABEL_BYTES_MOST, characters, text.len);
    }
    return true;
}

static bool read_label(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    struct str text;
    note_written(r, &r->own->has_label);
    if (!definition_text(def, node, &text) || !check_label(def, node, text)) {
        return false;
    }
    r->words->label = text_cut(r->l, node, &r->at);
    if (!r->in_group) {
        r->own->label = text;
    }
    return true;
}

static bool read_text(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    struct reading *r = context;
    note_written(r, &r->own->has_text);
    r->words->text = text_cut(r->l, node, &r->at);
    if (!r->in_group && node->kind == NODE_SCALAR) {
        r->own->text = node->text;
    }
    return true;
}

static bool read_instruct(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    struct reading *r = context;
    r->words->instruct = text_cut(r->l, node, &r->at);
    return true;
}

static bool read_help(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    struct reading *r = context;
    r->words->help = text_cut(r->l, node, &r->at);
    return true;
}

static bool read_unit(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    if (r->d && !((unsigned)r->d->sort & (SORT_INT | SORT_DECIMAL))) {
        return definition_error(def, "E110", node, "only numbers have a 'unit'");
    }
    r->words->unit = text_cut(r->l, node, &r->at);
    return true;
}

static bool read_card(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    struct reading *r = context;
    r->words->card = text_cut(r->l, node, &r->at);
    return true;
}

static bool read_options(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    const struct list *list = r->d ? r->d->options_list : NULL;
    if (!list || list->frame) {
        return definition_error(def, "E110", node, "only what has a list has 'options'");
    }
    if (!definition_is(def, node, NODE_MAP) || !loader_spread(r->l, node, list->n * sizeof(struct text))) {
        return false;
    }
    struct text *options = ARENA_ARRAY(r->l->arena, list->n, struct text);
    for (size_t i = 0; i < node->n; i++) {
        int32_t position = option_read(r->l, list, node->keys[i]);
        if (position >= 0) {
            definition_enter(def, node->keys[i]->text);
            options[position] = text_cut(r->l, node->items[i], &r->at);
            definition_leave(def);
        }
    }
    r->words->options = options;
    return true;
}

static bool read_source(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    return definition_text(def, node, &r->words->source);
}

static bool read_status(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    return definition_draft(def, node, &r->words->draft);
}

static bool read_same(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    return definition_flag(def, node, &r->words->same);
}

static bool read_groups(struct definition *def, void *context, const struct node *node);

/* The first ones are what a group may have. */
static const struct definition_key keys[] = {
    {"text", read_text},     {"label", read_label},     {"instruct", read_instruct}, {"help", read_help},
    {"unit", read_unit},     {"options", read_options}, {"card", read_card},         {"groups", read_groups},
    {"source", read_source}, {"status", read_status},   {"same", read_same}};
enum { KEYS_OF_GROUP = 7 };

static bool read_groups(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    const struct questionnaire *q = r->l->q;
    if (!definition_is(def, node, NODE_MAP)) {
        return false;
    }
    r->own->groups = ARENA_ARRAY(r->l->arena, q->groups_n, struct item_words *);
    struct item_words *general = r->words;
    r->in_group = true;
    for (size_t i = 0; i < node->n; i++) {
        int group = questionnaire_group(q, node->keys[i]->text);
        if (group < 0) {
            definition_error(def, "E135", node->keys[i], "there is no group '%.*s'",
                             STR_ARG(node->keys[i]->text));
            diag_suggest(def->diags, node->keys[i]->text, q->groups, q->groups_n);
            continue;
        }
        r->words = ARENA_NEW(r->l->arena, struct item_words);
        r->own->groups[group] = r->words;
        definition_enter(def, node->keys[i]->text);
        if (node->items[i]->kind == NODE_SCALAR) {
            (void)read_text(def, r, node->items[i]);
        } else {
            (void)definition_map(def, node->items[i], keys, KEYS_OF_GROUP, r);
        }
        definition_leave(def);
    }
    r->in_group = false;
    r->words = general;
    return true;
}

/* ---- items, blocks, stops, checks ------------------------------------------------------------ */

static struct own_words *new_own(struct reading *r)
{
    r->own = ARENA_NEW(r->l->arena, struct own_words);
    r->words = &r->own->words;
    r->words->draft = r->draft;
    return r->own;
}

static uint32_t roster_of(const struct draft *d)
{
    bool inside = d->item.roster != NONE && d->sort != SORT_ROSTER;
    return inside ? d->item.roster : EXPR_NO_ROSTER;
}

/* The words of a block, a stop or a check are one text, or a map with more. */
static void read_short(struct reading *r, const struct node *node, bool label)
{
    if (node->kind == NODE_MAP) {
        (void)definition_map(&r->l->def, node, keys, ARRAY_LEN(keys), r);
    } else if (label) {
        (void)read_label(&r->l->def, r, node);
    } else {
        (void)read_text(&r->l->def, r, node);
    }
}

struct section {
    const char *name;
    unsigned sorts;
    bool is_short;
};

static bool unknown_item(struct reading *r, const struct node *key, const struct section *section)
{
    const struct draft *d = loader_item(r->l, key->text);
    if (loader_broken(r->l, key->text)) {
        return false;
    }
    if (!d) {
        definition_error(&r->l->def, "E133", key, "there is no item '%.*s'", STR_ARG(key->text));
        loader_suggest(r->l, key->text, NAMED_ITEM);
    } else {
        definition_error(&r->l->def, "E133", key, "the words of '%.*s' do not stand under '%s'",
                         STR_ARG(key->text), section->name);
    }
    return false;
}

static bool read_section(struct definition *def, struct reading *r, const struct node *map,
                         const struct section *section)
{
    if (!definition_is(def, map, NODE_MAP)) {
        return false;
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct node *key = map->keys[i];
        struct draft *d = loader_item(r->l, key->text);
        if (!d || !(section->sorts & (unsigned)d->sort)) {
            unknown_item(r, key, section);
            continue;
        }
        r->d = d;
        r->at = (struct shown_at){d->item.index, false, roster_of(d)};
        if (r->l->own[r->language][d->item.index]) {
            definition_error(def, "E106", key, "'%.*s' has words already, under another heading",
                             STR_ARG(key->text));
            continue;
        }
        definition_enter(def, key->text);
        r->l->own[r->language][d->item.index] = new_own(r);
        if (section->is_short) {
            read_short(r, map->items[i], d->sort != SORT_STOP);
        } else {
            (void)definition_map(def, map->items[i], keys, ARRAY_LEN(keys), r);
        }
        definition_leave(def);
    }
    r->d = NULL;
    return true;
}

static bool read_items(struct definition *def, void *context, const struct node *node)
{
    static const struct section section = {"items", SORTS_ALL & ~(unsigned)(SORT_BLOCK | SORT_STOP), false};
    return read_section(def, context, node, &section);
}

static bool read_blocks(struct definition *def, void *context, const struct node *node)
{
    static const struct section section = {"blocks", SORT_BLOCK | SORT_ROSTER, true};
    return read_section(def, context, node, &section);
}

static bool read_stops(struct definition *def, void *context, const struct node *node)
{
    static const struct section section = {"stops", SORT_STOP, true};
    return read_section(def, context, node, &section);
}

static struct shown_at shown_with(const struct loader *l, const struct check *check)
{
    if (check->item == NONE) {
        return (struct shown_at){NONE, true, EXPR_NO_ROSTER};
    }
    /* A check is shown once all it reads is there: at the end of what it stands at. */
    const struct draft *d = l->drafts[check->item];
    return (struct shown_at){d->item.end - 1, true, roster_of(d)};
}

static bool read_checks(struct definition *def, void *context, const struct node *map)
{
    struct reading *r = context;
    if (!definition_is(def, map, NODE_MAP)) {
        return false;
    }
    for (size_t i = 0; i < map->n; i++) {
        const struct named_id *named = loader_find(r->l, map->keys[i]->text);
        if (!named || named->kind != NAMED_CHECK) {
            definition_error(def, "E133", map->keys[i], "there is no check '%.*s'",
                             STR_ARG(map->keys[i]->text));
            loader_suggest(r->l, map->keys[i]->text, NAMED_CHECK);
            continue;
        }
        r->at = shown_with(r->l, &r->l->checks[named->number]->check);
        definition_enter(def, map->keys[i]->text);
        r->l->own_checks[r->language][named->number] = new_own(r);
        read_short(r, map->items[i], false);
        definition_leave(def);
    }
    return true;
}

/* ---- the file -------------------------------------------------------------------------------- */

static bool read_language(struct definition *def, void *context, const struct node *node)
{
    const struct reading *r = context;
    struct str id = r->l->languages[r->language].id;
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    return str_equal(text, id) ||
           definition_error(def, "E130", node, "this file holds the words of '%.*s', not of '%.*s'",
                            STR_ARG(id), STR_ARG(text));
}

static bool read_name(struct definition *def, void *context, const struct node *node)
{
    (void)context;
    struct str text;
    return definition_text(def, node, &text);
}

static bool read_title(struct definition *def, void *context, const struct node *node)
{
    struct reading *r = context;
    return definition_text(def, node, &r->l->q->title.in[r->language]);
}

/* What the groups are called: they are no list of the codebook, so their labels stand here. */
static bool read_group_names(struct definition *def, void *context, const struct node *map)
{
    struct reading *r = context;
    if (!definition_is(def, map, NODE_MAP)) {
        return false;
    }
    for (size_t i = 0; i < map->n; i++) {
        struct str label;
        if (!definition_text(def, map->items[i], &label) || !check_label(def, map->items[i], label)) {
            continue;
        }
        if (!codebook_label(r->l->book, STR("group"), map->keys[i]->text, r->language, label)) {
            definition_error(def, "E133", map->keys[i], "there is no group '%.*s'",
                             STR_ARG(map->keys[i]->text));
        }
    }
    return true;
}

static bool skip_status(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    (void)context;
    (void)node;
    return true; /* read before all others: it holds for them, wherever it stands */
}

static bool skip_fills(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    (void)context;
    (void)node;
    return true; /* read before all others */
}

static const struct definition_key file_keys[] = {
    {"language", read_language},  {"status", skip_status}, {"name", read_name},     {"title", read_title},
    {"blocks", read_blocks},      {"items", read_items},   {"checks", read_checks}, {"stops", read_stops},
    {"groups", read_group_names}, {"fills", skip_fills}};

static bool read_file_status(struct loader *l, unsigned language, const struct node *root)
{
    const struct node *status = node_get(root, "status");
    bool draft = false;
    if (status) {
        definition_enter(&l->def, STR("status"));
        (void)definition_draft(&l->def, status, &draft);
        definition_leave(&l->def);
    }
    l->q->drafts |= draft ? 1u << language : 0;
    return draft;
}

static void read_file(struct loader *l, unsigned language)
{
    const struct document *file = &l->texts[language];
    l->own[language] = ARENA_ARRAY(l->arena, l->items_n, struct own_words *);
    l->own_checks[language] = ARENA_ARRAY(l->arena, l->checks_n, struct own_words *);
    if (!file->root) {
        return;
    }
    struct turned before = {l->def.source, l->def.depth};
    l->def.source = file->source;
    l->def.depth = 0;
    const struct node *fills = node_get(file->root, "fills");
    if (fills) {
        definition_enter(&l->def, STR("fills"));
        fills_read(l, language, fills);
        definition_leave(&l->def);
    }
    struct reading r = {.l = l, .language = language};
    r.draft = read_file_status(l, language, file->root);
    (void)definition_map(&l->def, file->root, file_keys, ARRAY_LEN(file_keys), &r);
    if (file->root->kind == NODE_MAP && !node_get(file->root, "language")) {
        definition_error(&l->def, "E109", file->root, "the key 'language' is missing");
    }
    loader_left(l, before);
}

static void complete_language(struct loader *l, unsigned language)
{
    fills_complete_language(l, language);
    words_complete_language(l, language);
}

void words_read(struct loader *l)
{
    read_file(l, l->source_language);
    for (unsigned i = 0; i < l->languages_n; i++) {
        if (i != l->source_language && !(l->unread & 1u << i)) {
            read_file(l, i);
        }
    }
    fills_complain(l);
    words_begin(l);
    complete_language(l, l->source_language);
    for (unsigned i = 0; i < l->languages_n; i++) {
        if (i != l->source_language && !(l->unread & 1u << i)) {
            complete_language(l, i);
        }
    }
}

void words_read_later(struct loader *l, unsigned language)
{
    struct document *text = &l->texts[language];
    text->root = node_load(l->arena, l->def.diags, text->source, NULL);
    codebook_read_language(l->book, language, l->def.diags);
    read_file(l, language);
    complete_language(l, language);
}
