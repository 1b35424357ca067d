#include "codebook/define.h"

#include "base/file.h"

/* ---- files ----------------------------------------------------------------------------------- */

void definition_keep(struct definition *def, struct str path, struct str bytes)
{
    if (def->files_n == def->files_cap) {
        size_t cap = def->files_cap ? 2 * def->files_cap : 16;
        struct definition_file *files = ARENA_ARRAY(def->arena, cap, struct definition_file);
        if (def->files_n) {
            memcpy(files, def->files, def->files_n * sizeof *files);
        }
        def->files = files;
        def->files_cap = cap;
    }
    def->files[def->files_n++] = (struct definition_file){arena_copy(def->arena, path), bytes};
}

bool definition_read(struct definition *def, struct str path, enum need need, const struct node *where,
                     struct str *bytes)
{
    size_t errors = def->diags ? def->diags->errors : 0;
    if (!def->library->read(def->library->context, path, bytes, def->diags)) {
        if (need == NEED_FILE && def->diags && def->diags->errors == errors) {
            definition_error(def, "E101", where, "there is no file %.*s", STR_ARG(path));
        }
        return false;
    }
    definition_keep(def, path, *bytes);
    return true;
}

const struct source *definition_source(struct definition *def, struct str path, enum need need,
                                       const struct node *where)
{
    struct str bytes = {0};
    if (!definition_read(def, path, need, where, &bytes)) {
        return NULL;
    }
    struct source *source = ARENA_NEW(def->arena, struct source);
    *source = (struct source){arena_copy(def->arena, path), bytes};
    return source;
}

bool definition_open(struct definition *def, struct str path, enum need need, const struct node *where,
                     struct document *out)
{
    const struct source *source = definition_source(def, path, need, where);
    if (!source) {
        return false;
    }
    *out = (struct document){source, node_load(def->arena, def->diags, source, NULL)};
    return out->root != NULL;
}

bool definition_include(struct definition *def, struct str path, const struct node *where)
{
    def->included.arena = def->arena;
    if (ids_add(&def->included, path, 0)) {
        return true;
    }
    return definition_error(def, "E114", where, "%.*s is included already", STR_ARG(path));
}

bool definition_path(struct definition *def, const struct node *node, struct str *out)
{
    if (!definition_text(def, node, out)) {
        return false;
    }
    if (!path_inside(*out)) {
        definition_error(def, "E115", node, "'%.*s' is not a path inside the project", STR_ARG(*out));
        definition_hint(def, "paths are relative and hold no .. and no backslash");
        return false;
    }
    return true;
}

/* ---- diagnostics ----------------------------------------------------------------------------- */

void definition_enter(struct definition *def, struct str key)
{
    if (def->depth < DEFINITION_DEPTH) {
        def->path[def->depth] = key;
    }
    def->depth++;
}

void definition_turn(struct definition *def, struct str key)
{
    definition_leave(def);
    definition_enter(def, key);
}

void definition_leave(struct definition *def)
{
    def->depth--;
}

static struct str joined_path(const struct definition *def)
{
    struct str out = STR_EMPTY;
    for (unsigned i = 0; i < def->depth && i < DEFINITION_DEPTH; i++) {
        out =
            arena_format(def->diags->arena, "%.*s%s%.*s", STR_ARG(out), i ? "." : "", STR_ARG(def->path[i]));
    }
    return out;
}

void definition_mark(struct definition *def, size_t from)
{
    if (!def->diags || from >= def->diags->n) {
        return;
    }
    struct str path = joined_path(def);
    for (size_t i = from; i < def->diags->n; i++) {
        bool own = def->source && str_equal(def->diags->items[i].place.file, def->source->file);
        if (own && !def->diags->items[i].path.len) {
            def->diags->items[i].path = path;
        }
    }
}

bool definition_may_suggest(struct definition *def)
{
    enum { SUGGESTIONS_MOST = 100 };
    return def->suggestions++ < SUGGESTIONS_MOST;
}

static const struct node nowhere;

bool definition_error(struct definition *def, const char *code, const struct node *where, const char *format,
                      ...)
{
    if (!def->diags) {
        return false;
    }
    va_list args;
    va_start(args, format);
    struct str text = arena_vformat(def->diags->arena, format, args);
    va_end(args);
    if (def->source) {
        node_error(def->diags, code, def->source, where ? where : &nowhere, "%.*s", STR_ARG(text));
    } else {
        diag_error(def->diags, code, (struct place){0}, "%.*s", STR_ARG(text));
    }
    diag_last(def->diags)->path = joined_path(def);
    return false;
}

bool definition_warning(struct definition *def, const char *code, const struct node *where,
                        const char *format, ...)
{
    if (!def->diags) {
        return false;
    }
    va_list args;
    va_start(args, format);
    struct str text = arena_vformat(def->diags->arena, format, args);
    va_end(args);
    if (def->source) {
        node_warning(def->diags, code, def->source, where ? where : &nowhere, "%.*s", STR_ARG(text));
    } else {
        diag_warning(def->diags, code, (struct place){0}, "%.*s", STR_ARG(text));
    }
    diag_last(def->diags)->path = joined_path(def);
    return false;
}

void definition_hint(struct definition *def, const char *hint)
{
    struct diag *diag = diag_last(def->diags);
    if (diag) {
        diag->hint = arena_copy(def->diags->arena, str_from(hint));
    }
}

/* ---- scalars --------------------------------------------------------------------------------- */

static const char *const kind_names[] = {
    [NODE_SCALAR] = "a single value", [NODE_LIST] = "a list", [NODE_MAP] = "a map of keys and values"};

bool definition_is(struct definition *def, const struct node *node, enum node_kind kind)
{
    if (!node) {
        return false;
    }
    if (node->kind != kind) {
        return definition_error(def, "E103", node, "%s should stand here, not %s", kind_names[kind],
                                kind_names[node->kind]);
    }
    return true;
}

bool definition_text(struct definition *def, const struct node *node, struct str *out)
{
    if (!definition_is(def, node, NODE_SCALAR)) {
        return false;
    }
    if (!node->text.len) {
        return definition_error(def, "E103", node, "nothing is written here");
    }
    *out = node->text;
    return true;
}

static const char *const flag_names[] = {"false", "true"};

bool definition_flag(struct definition *def, const struct node *node, bool *out)
{
    size_t choice = 0;
    if (!definition_choice(def, node, flag_names, ARRAY_LEN(flag_names), &choice)) {
        return false;
    }
    *out = choice == 1;
    return true;
}

bool definition_number(struct definition *def, const struct node *node, struct number *out)
{
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    if (!number_parse(text, out)) {
        definition_error(def, "E111", node, "'%.*s' is not a number", STR_ARG(text));
        definition_hint(def, "digits, a point before the decimals, at most 6 decimals");
        return false;
    }
    return true;
}

bool definition_integer(struct definition *def, const struct node *node, int64_t min, int64_t max,
                        int64_t *out)
{
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    int64_t value = 0;
    if (!str_to_int64(text, &value)) {
        return definition_error(def, "E111", node, "'%.*s' is not a whole number", STR_ARG(text));
    }
    if (value < min || value > max) {
        return definition_error(def, "E111", node, "%lld is outside %lld to %lld", (long long)value,
                                (long long)min, (long long)max);
    }
    *out = value;
    return true;
}

bool definition_choice(struct definition *def, const struct node *node, const char *const *names, size_t n,
                       size_t *out)
{
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    struct str *candidates = NULL;
    for (size_t i = 0; i < n; i++) {
        if (str_is(text, names[i])) {
            *out = i;
            return true;
        }
    }
    struct str all = STR_EMPTY;
    candidates = ARENA_ARRAY(def->arena, n, struct str);
    for (size_t i = 0; i < n; i++) {
        candidates[i] = str_from(names[i]);
        all = arena_format(def->arena, "%.*s%s%s", STR_ARG(all), i ? ", " : "", names[i]);
    }
    definition_error(def, "E112", node, "'%.*s' is none of: %.*s", STR_ARG(text), STR_ARG(all));
    diag_suggest(def->diags, text, candidates, n);
    return false;
}

bool definition_draft(struct definition *def, const struct node *node, bool *draft)
{
    static const char *const words[] = {"draft", "final"};
    size_t which = 0;
    if (!definition_choice(def, node, words, ARRAY_LEN(words), &which)) {
        return false;
    }
    *draft = which == 0;
    return true;
}

/* ---- maps ------------------------------------------------------------------------------------ */

static const struct definition_key *find_key(const struct definition_key *keys, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(name, keys[i].name)) {
            return &keys[i];
        }
    }
    return NULL;
}

static bool unknown_key(struct definition *def, const struct node *key, const struct definition_key *keys,
                        size_t n)
{
    struct str *names = ARENA_ARRAY(def->arena, n, struct str);
    for (size_t i = 0; i < n; i++) {
        names[i] = str_from(keys[i].name);
    }
    definition_error(def, "E102", key, "there is no key '%.*s' here", STR_ARG(key->text));
    diag_suggest(def->diags, key->text, names, n);
    return false;
}

bool definition_map(struct definition *def, const struct node *map, const struct definition_key *keys,
                    size_t n, void *context)
{
    if (!definition_is(def, map, NODE_MAP)) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < map->n; i++) {
        const struct definition_key *key = find_key(keys, n, map->keys[i]->text);
        if (!key) {
            good = unknown_key(def, map->keys[i], keys, n);
            continue;
        }
        definition_enter(def, map->keys[i]->text);
        good &= key->read(def, context, map->items[i]);
        definition_leave(def);
    }
    return good;
}
