#include "codebook/codebook_priv.h"

#include "base/file.h"

/* Reading the codebook's folder: its head, its includes, its labels. */

enum { INCLUDE_DEPTH = 16 };

struct head {
    struct codebook_builder *builder;
    struct str folder;
    uint32_t languages; /* bits: those that have a file of labels */
    unsigned depth;     /* files that include each other now */
};

static void read_file(struct head *head, struct str path, const struct node *where);

static bool read_id(struct definition *def, void *context, const struct node *node)
{
    struct head *head = context;
    return definition_id(def, node, 28, &head->builder->book.id);
}

static bool read_languages(struct definition *def, void *context, const struct node *node)
{
    struct head *head = context;
    const struct codebook *book = &head->builder->book;
    if (!definition_is(def, node, NODE_LIST)) {
        return false;
    }
    head->languages = 0;
    for (size_t i = 0; i < node->n; i++) {
        struct str id;
        if (!definition_text(def, node->items[i], &id)) {
            continue;
        }
        /* A language that the questionnaire does not use is no fault: other questionnaires may. */
        for (unsigned l = 0; l < book->languages_n; l++) {
            head->languages |= str_equal(book->languages[l].id, id) ? 1u << l : 0;
        }
    }
    return true;
}

static bool read_include(struct definition *def, void *context, const struct node *node)
{
    struct head *head = context;
    if (!definition_is(def, node, NODE_LIST)) {
        return false;
    }
    for (size_t i = 0; i < node->n; i++) {
        struct str path;
        if (definition_path(def, node->items[i], &path)) {
            path = arena_format(def->arena, "%.*s/%.*s", STR_ARG(head->folder), STR_ARG(path));
            read_file(head, path, node->items[i]);
        }
    }
    return true;
}

static bool read_lists_key(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    struct head *head = context;
    read_lists(head->builder, node);
    return true;
}

static const struct definition_key head_keys[] = {{"codebook", read_id},
                                                  {"languages", read_languages},
                                                  {"include", read_include},
                                                  {"lists", read_lists_key}};
static const struct definition_key include_keys[] = {{"include", read_include}, {"lists", read_lists_key}};

static void read_file(struct head *head, struct str path, const struct node *where)
{
    struct definition *def = &head->builder->def;
    struct document document;
    if (head->depth == INCLUDE_DEPTH) {
        definition_error(def, "E114", where, "included deeper than %d files", INCLUDE_DEPTH);
        return;
    }
    if (!definition_include(def, path, where) || !definition_open(def, path, NEED_FILE, where, &document)) {
        return;
    }
    const struct source *before = def->source;
    unsigned depth = def->depth;
    def->source = document.source;
    def->depth = 0;
    head->depth++;
    bool first = head->depth == 1;
    (void)definition_map(def, document.root, first ? head_keys : include_keys,
                         first ? ARRAY_LEN(head_keys) : ARRAY_LEN(include_keys), head);
    if (first && !node_get(document.root, "codebook") && document.root->kind == NODE_MAP) {
        definition_error(def, "E109", document.root, "the key 'codebook' is missing: the codebook's name");
    }
    head->depth--;
    def->source = before;
    def->depth = depth;
}

struct codebook_builder *codebook_begin(struct arena *arena, struct diags *diags,
                                        const struct library *library, struct str folder,
                                        const struct language *languages, unsigned languages_n,
                                        unsigned source_language)
{
    return codebook_begin_unread(arena, diags, library, folder, languages, languages_n, source_language, 0);
}

struct codebook_builder *codebook_begin_unread(struct arena *arena, struct diags *diags,
                                               const struct library *library, struct str folder,
                                               const struct language *languages, unsigned languages_n,
                                               unsigned source_language, uint32_t unread)
{
    struct codebook_builder *builder = ARENA_NEW(arena, struct codebook_builder);
    builder->def = (struct definition){.arena = arena, .diags = diags, .library = library};
    builder->book.arena = arena;
    builder->book.languages_n = languages_n;
    builder->book.source_language = source_language;
    builder->book.unread = unread;
    for (unsigned i = 0; i < languages_n; i++) {
        builder->book.languages[i] = languages[i];
    }
    builder->index.lists.arena = arena;
    builder->index.variables.arena = arena;
    if (!folder.len) {
        return builder;
    }
    struct head head = {.builder = builder, .folder = folder, .languages = 1u << source_language};
    read_file(&head, arena_format(arena, "%.*s/codebook.yaml", STR_ARG(folder)), NULL);
    if (builder->book.lists_n) {
        read_labels(builder, folder, head.languages | 1u << source_language);
    }
    builder->def.source = NULL;
    return builder;
}
