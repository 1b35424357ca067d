#include "codebook/codebook_priv.h"

#include "base/file.h"

/* Labels of lists: text/<language>.yaml of the codebook. */

struct labels {
    struct codebook_builder *builder;
    unsigned language;
    struct list *list;
    struct option *option;
    bool draft; /* the whole file, unless an entry says otherwise */
};

static bool read_label(struct definition *def, void *context, const struct node *node)
{
    struct labels *labels = context;
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    labels->option->label.in[labels->language] = text; /* also a faulty one: it is not missing */
    if (text.len > OPTION_LABEL_BYTES_MOST) {
        return definition_error(def, "E131", node,
                                "a label of an option has at most %d bytes, this one has %zu",
                                OPTION_LABEL_BYTES_MOST, text.len);
    }
    if (memchr(text.ptr, '\n', text.len)) {
        return definition_error(def, "E131", node, "a label stands on one line");
    }
    return true;
}

static bool read_remark(struct definition *def, void *context, const struct node *node)
{
    (void)context;
    struct str text;
    return definition_text(def, node, &text);
}

static void note_status(struct labels *labels, bool draft)
{
    uint32_t bit = 1u << labels->language;
    labels->option->drafts = (labels->option->drafts & ~bit) | (draft ? bit : 0);
}

static bool read_status(struct definition *def, void *context, const struct node *node)
{
    bool draft = false;
    if (!definition_draft(def, node, &draft)) {
        return false;
    }
    note_status(context, draft);
    return true;
}

static const struct definition_key label_keys[] = {
    {"label", read_label}, {"source", read_remark}, {"status", read_status}};

static void suggest_option(struct labels *labels, struct str word)
{
    const struct list *list = labels->list;
    if (!definition_may_suggest(&labels->builder->def)) {
        return;
    }
    struct str *words = ARENA_ARRAY(labels->builder->book.arena, 2 * list->n, struct str);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        words[n++] = list->options[i].code;
        if (list->options[i].name.len) {
            words[n++] = list->options[i].name;
        }
    }
    diag_suggest(labels->builder->def.diags, word, words, n);
}

static void read_option_label(struct labels *labels, const struct node *key, const struct node *node)
{
    struct definition *def = &labels->builder->def;
    int32_t at = list_find(labels->list, key->text);
    if (at < 0) {
        definition_error(def, "E104", key, "'%.*s' is not an option of the list '%.*s'", STR_ARG(key->text),
                         STR_ARG(labels->list->id));
        suggest_option(labels, key->text);
        return;
    }
    labels->option = &labels->list->index->options[at];
    if (labels->option->label.in[labels->language].len) {
        definition_error(def, "E106", key, "this option has a label already, by its other name");
        return;
    }
    note_status(labels, labels->draft);
    if (node->kind == NODE_MAP) {
        (void)definition_map(def, node, label_keys, ARRAY_LEN(label_keys), labels);
    } else {
        (void)read_label(def, labels, node);
    }
}

static void read_list_labels(struct labels *labels, const struct node *key, const struct node *node)
{
    struct definition *def = &labels->builder->def;
    uint32_t at = 0;
    if (!ids_find(&labels->builder->index.lists, key->text, &at)) {
        const struct str *ids = NULL;
        size_t n = definition_may_suggest(def) ? codebook_list_ids(labels->builder, &ids) : 0;
        definition_error(def, "E108", key, "there is no list '%.*s'", STR_ARG(key->text));
        diag_suggest(def->diags, key->text, ids, n);
        return;
    }
    labels->list = labels->builder->lists[at];
    if (!definition_is(def, node, NODE_MAP)) {
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        definition_enter(def, node->keys[i]->text);
        read_option_label(labels, node->keys[i], node->items[i]);
        definition_leave(def);
    }
}

static bool read_all_labels(struct definition *def, void *context, const struct node *node)
{
    if (!definition_is(def, node, NODE_MAP)) {
        return false;
    }
    for (size_t i = 0; i < node->n; i++) {
        definition_enter(def, node->keys[i]->text);
        read_list_labels(context, node->keys[i], node->items[i]);
        definition_leave(def);
    }
    return true;
}

static bool read_language(struct definition *def, void *context, const struct node *node)
{
    const struct labels *labels = context;
    struct str id = labels->builder->book.languages[labels->language].id;
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    return str_equal(text, id) ||
           definition_error(def, "E130", node, "this file holds the words of '%.*s', not of '%.*s'",
                            STR_ARG(id), STR_ARG(text));
}

static bool skip_status(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    (void)context;
    (void)node;
    return true; /* read before all others: it holds for them, wherever it stands */
}

static const struct definition_key file_keys[] = {
    {"language", read_language}, {"status", skip_status}, {"name", read_remark}, {"lists", read_all_labels}};

static void read_file(struct codebook_builder *builder, unsigned language, const struct node *root)
{
    struct definition *def = &builder->def;
    struct labels labels = {.builder = builder, .language = language};
    const struct node *status = node_get(root, "status");
    if (status) {
        definition_enter(def, STR("status"));
        (void)definition_draft(def, status, &labels.draft);
        definition_leave(def);
    }
    builder->book.drafts |= labels.draft ? 1u << language : 0;
    (void)definition_map(def, root, file_keys, ARRAY_LEN(file_keys), &labels);
}

/* Each list of the codebook has a label for each option in the source language. */
static void complain_missing(struct codebook_builder *builder, struct str path)
{
    struct definition *def = &builder->def;
    for (size_t i = 0; i < builder->book.lists_n; i++) {
        const struct list *list = builder->lists[i];
        for (size_t k = 0; k < list->n; k++) {
            if (list->options[k].label.in[builder->book.source_language].len) {
                continue;
            }
            struct node where = {.line = list->options[k].line, .column = list->options[k].column};
            def->source = list->index->source;
            definition_enter(def, STR("lists"));
            definition_enter(def, list->id);
            definition_error(def, "E132", &where, "the option %.*s of '%.*s' has no label in %.*s",
                             STR_ARG(list->options[k].code), STR_ARG(list->id), STR_ARG(path));
            definition_leave(def);
            definition_leave(def);
        }
    }
}

static void read_source(struct codebook_builder *builder, unsigned language, const struct source *source)
{
    struct definition *def = &builder->def;
    const struct source *before = def->source;
    const struct node *root = node_load(def->arena, def->diags, source, NULL);
    def->source = source;
    if (root) {
        read_file(builder, language, root);
    }
    if (root && language == builder->book.source_language) {
        complain_missing(builder, source->file);
    }
    def->source = before;
}

void read_labels(struct codebook_builder *builder, struct str folder, uint32_t languages)
{
    struct definition *def = &builder->def;
    for (unsigned i = 0; i < builder->book.languages_n; i++) {
        if (!(languages & 1u << i)) {
            continue;
        }
        struct str path = arena_format(def->arena, "%.*s/text/%.*s.yaml", STR_ARG(folder),
                                       STR_ARG(builder->book.languages[i].id));
        const struct source *source = definition_source(def, path, NEED_FILE, NULL);
        if (builder->book.unread & 1u << i) {
            builder->unread[i] = source;
        } else if (source) {
            read_source(builder, i, source);
        }
    }
    for (size_t i = 0; i < builder->book.lists_n; i++) {
        builder_mark_unread(builder, builder->lists[i]);
    }
}

static void mark_lists(struct codebook_builder *builder, unsigned language, bool as_unread)
{
    uint32_t bit = 1u << language;
    builder->book.unread = (builder->book.unread & ~bit) | (as_unread ? bit : 0);
    for (size_t i = 0; i < builder->book.lists_n; i++) {
        if (!builder->lists[i]->frame) {
            list_mark(builder->lists[i], language, as_unread);
        }
    }
}

void codebook_read_language(struct codebook_builder *builder, unsigned language, struct diags *diags)
{
    size_t errors = diags->errors;
    mark_lists(builder, language, false);
    builder->def.diags = diags;
    if (builder->unread[language]) {
        read_source(builder, language, builder->unread[language]);
    }
    if (diags->errors > errors) {
        mark_lists(builder, language, true);
    }
}
