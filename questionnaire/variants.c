#include "questionnaire/load_priv.h"

/* What one group sees otherwise: groups/<group>.yaml. Cards, order of options, hidden options. */

struct variant_nodes {
    const struct node *card, *hide, *first, *order;
};

static bool keep_card(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct variant_nodes *)context)->card = node;
    return true;
}
static bool keep_hide(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct variant_nodes *)context)->hide = node;
    return true;
}
static bool keep_first(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct variant_nodes *)context)->first = node;
    return true;
}
static bool keep_order(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct variant_nodes *)context)->order = node;
    return true;
}

static const struct definition_key variant_keys[] = {
    {"card", keep_card}, {"hide", keep_hide}, {"first", keep_first}, {"order", keep_order}};

struct overlay {
    struct loader *l;
    unsigned group;
};

/* Options in the order written, without doubles; -1 after an error. */
static int64_t read_positions(struct loader *l, const struct list *list, const struct node *node,
                              int32_t *out, bool *used)
{
    int64_t n = 0;
    if (!definition_is(&l->def, node, NODE_LIST)) {
        return -1;
    }
    for (size_t i = 0; i < node->n; i++) {
        int32_t position = option_read(l, list, node->items[i]);
        if (position < 0) {
            return -1;
        }
        if (used[position]) {
            definition_error(&l->def, "E106", node->items[i], "this option stands here already");
            return -1;
        }
        used[position] = true;
        out[n++] = position;
    }
    return n;
}

static void read_order(struct loader *l, const struct draft *d, const struct variant_nodes *nodes,
                       struct variant *out)
{
    const struct list *list = d->options_list;
    const struct node *order = nodes->order ? nodes->order : nodes->first;
    if (!list) {
        definition_error(&l->def, "E110", order ? order : nodes->hide, "'%.*s' has no options",
                         STR_ARG(d->item.id));
        return;
    }
    if (nodes->order && nodes->first) {
        definition_error(&l->def, "E110", nodes->first, "'first' and 'order' do not go together");
    }
    int32_t *positions = ARENA_ARRAY(l->arena, 2 * list->n, int32_t);
    bool *used = ARENA_ARRAY(l->arena, list->n, bool);
    int64_t hidden = nodes->hide ? read_positions(l, list, nodes->hide, positions, used) : 0;
    int64_t n = order && hidden >= 0 ? read_positions(l, list, order, positions, used) : 0;
    if (hidden < 0 || n < 0) {
        return;
    }
    if (nodes->order && (size_t)(hidden + n) != list->n) {
        definition_error(&l->def, "E136", nodes->order, "'order' names %lld of the %zu options that are left",
                         (long long)n, list->n - (size_t)hidden);
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (!used[i]) {
            positions[n++] = (int32_t)i;
        }
    }
    if (!n) {
        definition_error(&l->def, "E109", nodes->hide, "no option is left");
    }
    out->order = positions;
    out->order_n = (size_t)n;
}

static struct variant *variant_of(struct loader *l, struct draft *d, unsigned group)
{
    if (!d->variants) {
        d->variants = ARENA_ARRAY(l->arena, l->q->groups_n, struct variant);
        d->item.variants = d->variants;
    }
    return &d->variants[group];
}

static void read_variant(const struct overlay *o, struct draft *d, const struct node *map)
{
    struct loader *l = o->l;
    struct variant_nodes nodes = {0};
    if (!definition_map(&l->def, map, variant_keys, ARRAY_LEN(variant_keys), &nodes)) {
        return;
    }
    struct variant variant = {0};
    if (nodes.card) {
        (void)definition_text(&l->def, nodes.card, &variant.card);
    }
    if (nodes.hide || nodes.first || nodes.order) {
        read_order(l, d, &nodes, &variant);
    }
    *variant_of(l, d, o->group) = variant;
    for (uint32_t i = d->item.index + 1; d->sort == SORT_GRID && i < d->item.end; i++) {
        *variant_of(l, l->drafts[i], o->group) = variant; /* a grid's holds for its rows */
    }
}

static bool read_items(struct definition *def, void *context, const struct node *map)
{
    const struct overlay *o = context;
    if (!definition_is(def, map, NODE_MAP)) {
        return false;
    }
    for (size_t i = 0; i < map->n; i++) {
        struct draft *d = loader_item(o->l, map->keys[i]->text);
        if (!d && loader_broken(o->l, map->keys[i]->text)) {
            continue;
        }
        if (!d) {
            definition_error(def, "E133", map->keys[i], "there is no item '%.*s'",
                             STR_ARG(map->keys[i]->text));
            loader_suggest(o->l, map->keys[i]->text, NAMED_ITEM);
            continue;
        }
        if (!((unsigned)d->sort & (SORTS_ASKED | SORT_GRID))) {
            definition_error(def, "E110", map->keys[i],
                             "only a question or a grid differs by group, '%.*s' is neither",
                             STR_ARG(d->item.id));
            continue;
        }
        definition_enter(def, map->keys[i]->text);
        read_variant(o, d, map->items[i]);
        definition_leave(def);
    }
    return true;
}

static bool read_group(struct definition *def, void *context, const struct node *node)
{
    const struct overlay *o = context;
    struct str id = o->l->q->groups[o->group];
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    return str_equal(text, id) ||
           definition_error(def, "E130", node, "this file is about the group '%.*s', not '%.*s'", STR_ARG(id),
                            STR_ARG(text));
}

static const struct definition_key file_keys[] = {{"group", read_group}, {"items", read_items}};

static void read_file(struct loader *l, unsigned group)
{
    struct document file;
    struct overlay o = {l, group};
    if (!definition_open(&l->def, loader_path(l, "groups/", l->q->groups[group], ".yaml"), NEED_NOT, NULL,
                         &file)) {
        return;
    }
    struct turned before = {l->def.source, l->def.depth};
    l->def.source = file.source;
    l->def.depth = 0;
    (void)definition_map(&l->def, file.root, file_keys, ARRAY_LEN(file_keys), &o);
    if (file.root->kind == NODE_MAP && !node_get(file.root, "group")) {
        definition_error(&l->def, "E109", file.root, "the key 'group' is missing");
    }
    loader_left(l, before);
}

/* A file of a group that the head does not name would silently do nothing. */
static void complain_strangers(struct loader *l, const char *folder,
                               bool (*known)(const struct loader *l, struct str id), const char *what)
{
    const struct str *paths = NULL;
    struct str in = loader_path(l, folder, STR_EMPTY, "");
    size_t n = l->def.library->list(l->def.library->context, in, STR(".yaml"), &paths);
    for (size_t i = 0; i < n; i++) {
        size_t slash = paths[i].len;
        while (slash > 0 && paths[i].ptr[slash - 1] != '/') {
            slash--;
        }
        struct str id = str_slice(paths[i], slash, paths[i].len - slash - 5);
        if (!known(l, id)) {
            struct place place = {.file = paths[i]};
            diag_error(l->def.diags, "E135", place, "the head names no %s '%.*s'", what, STR_ARG(id));
        }
    }
}

static bool is_known_group(const struct loader *l, struct str id)
{
    return questionnaire_group(l->q, id) >= 0;
}

static bool is_known_language(const struct loader *l, struct str id)
{
    for (unsigned i = 0; i < l->languages_n; i++) {
        if (str_equal(l->languages[i].id, id)) {
            return true;
        }
    }
    return false;
}

void variants_read(struct loader *l)
{
    for (unsigned i = 0; i < l->q->groups_n; i++) {
        read_file(l, i);
    }
    complain_strangers(l, "groups", is_known_group, "group");
    complain_strangers(l, "text", is_known_language, "language");
}
