#include "questionnaire/load_priv.h"

/* Included files: items and fills. */

static bool read_include(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    return module_include(context, node);
}

static bool read_fills(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    return module_fills(context, node);
}

static bool read_items(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    items_read(context, node, NONE);
    return true;
}

/* In this order, wherever they stand in the file: fills first, what is included before the file's own items.
 */
static const struct definition_key module_keys[] = {
    {"fills", read_fills}, {"include", read_include}, {"items", read_items}};

static bool nothing(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    (void)context;
    (void)node;
    return true;
}

static const struct definition_key known_keys[] = {
    {"fills", nothing}, {"include", nothing}, {"items", nothing}};

static void read_module(struct loader *l, const struct node *root)
{
    if (!definition_map(&l->def, root, known_keys, ARRAY_LEN(known_keys), l) && root->kind != NODE_MAP) {
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(module_keys); i++) {
        const struct node *value = node_get(root, module_keys[i].name);
        if (value) {
            (void)module_keys[i].read(&l->def, l, value);
        }
    }
}

static void include_one(struct loader *l, const struct node *node)
{
    struct str path;
    struct document document;
    if (!definition_path(&l->def, node, &path)) {
        return;
    }
    path = loader_path(l, "", path, "");
    if (l->including == INCLUDE_DEPTH) {
        definition_error(&l->def, "E114", node, "included deeper than %d files", INCLUDE_DEPTH);
        return;
    }
    if (!definition_include(&l->def, path, node) ||
        !definition_open(&l->def, path, NEED_FILE, node, &document)) {
        return;
    }
    struct turned before = {l->def.source, l->def.depth};
    l->def.source = document.source;
    l->def.depth = 0;
    l->including++;
    read_module(l, document.root);
    l->including--;
    loader_left(l, before);
}

bool module_include(struct loader *l, const struct node *node)
{
    if (!definition_is(&l->def, node, NODE_LIST)) {
        return false;
    }
    for (size_t i = 0; i < node->n; i++) {
        include_one(l, node->items[i]);
    }
    return true;
}

/* ---- fills ----------------------------------------------------------------------------------- */

static bool keep_by(struct definition *def, void *context, const struct node *node)
{
    struct fill_draft *fill = context;
    struct str text;
    fill->by = node;
    return definition_text(def, node, &text);
}

static const struct definition_key fill_keys[] = {{"by", keep_by}};

static void declare_fill(struct loader *l, const struct node *key, const struct node *node)
{
    struct fill_draft *fill = ARENA_NEW(l->arena, struct fill_draft);
    fill->source = l->def.source;
    fill->id = key;
    if (!definition_id(&l->def, key, ID_LONGEST, &fill->fill.id) ||
        !definition_map(&l->def, node, fill_keys, ARRAY_LEN(fill_keys), fill)) {
        return;
    }
    if (!fill->by) {
        definition_error(&l->def, "E109", key, "the key 'by' is missing: what chooses the words");
        return;
    }
    if (!loader_name(l, key, fill->fill.id, NAMED_FILL, (uint32_t)l->fills_n)) {
        return;
    }
    if (l->fills_n == l->fills_cap) {
        l->fills = loader_grow(l, l->fills, l->fills_n, &l->fills_cap, sizeof *l->fills);
    }
    l->fills[l->fills_n++] = fill;
}

bool module_fills(struct loader *l, const struct node *node)
{
    if (!definition_is(&l->def, node, NODE_MAP)) {
        return false;
    }
    definition_enter(&l->def, STR("fills"));
    for (size_t i = 0; i < node->n; i++) {
        definition_enter(&l->def, node->keys[i]->text);
        declare_fill(l, node->keys[i], node->items[i]);
        definition_leave(&l->def);
    }
    definition_leave(&l->def);
    return true;
}
