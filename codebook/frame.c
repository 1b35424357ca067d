#include "codebook/codebook_priv.h"

#include "base/file.h"

/* Long lists: codebook/frames/<id>.yaml, or the resolved form of a study. */

enum { FRAME_CODE_LONGEST = 12, ENTRIES_MOST = 50000 };

void frame_reserve(struct frame_draft *draft, size_t cap)
{
    if (cap <= draft->cap) {
        return;
    }
    struct option *options = ARENA_ARRAY(draft->def->arena, cap, struct option);
    if (draft->n) {
        memcpy(options, draft->options, draft->n * sizeof *options);
    }
    draft->options = options;
    draft->cap = cap;
}

struct option *frame_option(struct frame_draft *draft, struct str code)
{
    uint32_t at = 0;
    if (ids_find(&draft->codes, code, &at)) {
        return &draft->options[at];
    }
    if (draft->n == draft->cap) {
        frame_reserve(draft, draft->cap ? 2 * draft->cap : 64);
    }
    ids_add(&draft->codes, code, (uint32_t)draft->n);
    struct option *option = &draft->options[draft->n++];
    *option = (struct option){.code = code};
    return option;
}

bool frame_also(struct frame_draft *draft, struct str word)
{
    if (draft->also_n == ALSO_ROOM) {
        return false;
    }
    draft->also[draft->also_n++] = word;
    return true;
}

void frame_keep_also(struct frame_draft *draft, struct option *option)
{
    if (!draft->also_n) {
        return;
    }
    struct str *also = ARENA_ARRAY(draft->def->arena, option->also_n + draft->also_n, struct str);
    if (option->also_n) {
        memcpy(also, option->also, option->also_n * sizeof *also);
    }
    memcpy(also + option->also_n, draft->also, draft->also_n * sizeof *also);
    option->also = also;
    option->also_n += draft->also_n;
    draft->also_n = 0;
}

/* ---- entries --------------------------------------------------------------------------------- */

static bool is_frame_code(struct str code)
{
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                    c == '_' || c == '-';
        if (!good) {
            return false;
        }
    }
    return code.len && code.len <= FRAME_CODE_LONGEST;
}

static bool frame_code(struct frame_draft *draft, const struct node *node, struct str *out)
{
    if (!definition_text(draft->def, node, out)) {
        return false;
    }
    if (!is_frame_code(*out)) {
        definition_error(draft->def, "E117", node, "'%.*s' is not a code", STR_ARG(*out));
        definition_hint(draft->def, "letters, digits, '.', '_' and '-', at most 12");
        return false;
    }
    return true;
}

static bool is_language_id(struct str id)
{
    bool good = id.len == 2 || id.len == 3;
    for (size_t i = 0; i < id.len; i++) {
        good = good && id.ptr[i] >= 'a' && id.ptr[i] <= 'z';
    }
    return good;
}

static void add_word(struct frame_draft *draft, const struct node *where, struct str word)
{
    if (draft->also_n == ALSO_MOST || !frame_also(draft, word)) {
        definition_error(draft->def, "E111", where, "an entry has at most %d index words", ALSO_MOST);
    }
}

/* A name in a language that the questionnaire does not have is still a word to search by. */
static void set_label(struct frame_draft *draft, struct option *option, const struct node *key,
                      struct str label)
{
    const struct codebook *book = &draft->builder->book;
    for (unsigned i = 0; i < book->languages_n; i++) {
        if (str_equal(book->languages[i].id, key->text)) {
            option->label.in[i] = label;
            return;
        }
    }
    add_word(draft, key, label);
}

static bool one_line(struct definition *def, const struct node *node, struct str *out)
{
    if (!definition_text(def, node, out)) {
        return false;
    }
    return !memchr(out->ptr, '\n', out->len) ||
           definition_error(def, "E131", node, "a label stands on one line");
}

static void read_also(struct frame_draft *draft, const struct node *node)
{
    if (!definition_is(draft->def, node, NODE_LIST)) {
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        struct str word;
        if (one_line(draft->def, node->items[i], &word)) {
            add_word(draft, node->items[i], word);
        }
    }
}

static void read_entry_key(struct frame_draft *draft, struct option *option, const struct node *key,
                           const struct node *value)
{
    struct definition *def = draft->def;
    struct str text;
    if (str_is(key->text, "code")) {
        return;
    }
    if (str_is(key->text, "also")) {
        read_also(draft, value);
    } else if (str_is(key->text, "parent")) {
        if (frame_code(draft, value, &text)) {
            option->parent = text;
        }
    } else if (!is_language_id(key->text)) {
        definition_error(def, "E102", key, "there is no key '%.*s' here", STR_ARG(key->text));
        definition_hint(def, "code, also, parent, or a language such as nl");
    } else if (one_line(def, value, &text)) {
        set_label(draft, option, key, text);
    }
}

static void read_entry(struct frame_draft *draft, const struct node *node, struct ids *seen)
{
    struct definition *def = draft->def;
    struct str code;
    if (!definition_is(def, node, NODE_MAP)) {
        return;
    }
    const struct node *code_node = node_get(node, "code");
    if (!code_node) {
        definition_error(def, "E109", node, "this entry has no code");
        return;
    }
    if (!frame_code(draft, code_node, &code)) {
        return;
    }
    if (!ids_add(seen, code, 0)) {
        definition_error(def, "E106", code_node, "the code %.*s stands in this frame already", STR_ARG(code));
        return;
    }
    struct option *option = frame_option(draft, code);
    option->line = node->line;
    option->column = node->column;
    definition_enter(def, code);
    for (size_t i = 0; i < node->n; i++) {
        read_entry_key(draft, option, node->keys[i], node->items[i]);
    }
    frame_keep_also(draft, option);
    definition_leave(def);
}

/* Once all entries are there: parents, names. */
static void check_entries(struct frame_draft *draft)
{
    const struct codebook *book = &draft->builder->book;
    struct str language = book->languages[book->source_language].id;
    for (size_t i = 0; i < draft->n; i++) {
        const struct option *option = &draft->options[i];
        uint32_t at = 0;
        struct node where = {.line = option->line, .column = option->column};
        definition_enter(draft->def, option->code);
        if (option->parent.len && !ids_find(&draft->codes, option->parent, &at)) {
            definition_error(draft->def, "E104", &where, "the parent %.*s is not in this frame",
                             STR_ARG(option->parent));
        }
        if (!option->label.in[book->source_language].len) {
            definition_error(draft->def, "E132", &where, "the entry %.*s has no name in %.*s",
                             STR_ARG(option->code), STR_ARG(language));
        }
        definition_leave(draft->def);
    }
}

static void read_entries(struct frame_draft *draft)
{
    if (!draft->entries || !definition_is(draft->def, draft->entries, NODE_LIST)) {
        return;
    }
    struct ids seen = {.arena = draft->def->arena};
    ids_reserve(&seen, draft->entries->n);
    definition_enter(draft->def, STR("entries"));
    if (draft->entries->n > ENTRIES_MOST) {
        definition_error(draft->def, "E111", draft->entries, "a frame has at most %d entries", ENTRIES_MOST);
        return;
    }
    for (size_t i = 0; i < draft->entries->n; i++) {
        read_entry(draft, draft->entries->items[i], &seen);
    }
    check_entries(draft);
    definition_leave(draft->def);
}

static void read_first(struct frame_draft *draft, struct list *list)
{
    const struct node *node = draft->first;
    if (!node || !definition_is(draft->def, node, NODE_LIST)) {
        return;
    }
    int32_t *first = ARENA_ARRAY(draft->def->arena, node->n, int32_t);
    for (size_t i = 0; i < node->n; i++) {
        struct str code;
        if (!definition_text(draft->def, node->items[i], &code)) {
            continue;
        }
        first[list->first_n] = list_find_code(list, code);
        if (first[list->first_n] < 0) {
            definition_error(draft->def, "E104", node->items[i], "%.*s is not in this frame", STR_ARG(code));
        } else {
            list->first_n++;
        }
    }
    list->first = first;
}

/* ---- the file -------------------------------------------------------------------------------- */

static bool read_frame_id(struct definition *def, void *context, const struct node *node)
{
    const struct frame_draft *draft = context;
    struct str id;
    if (!definition_text(def, node, &id)) {
        return false;
    }
    return str_equal(id, draft->id) ||
           definition_error(def, "E130", node, "this file is the frame '%.*s'", STR_ARG(draft->id));
}

static bool read_frame_version(struct definition *def, void *context, const struct node *node)
{
    struct frame_draft *draft = context;
    return definition_text(def, node, &draft->version);
}

static bool keep_from(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct frame_draft *)context)->from = node;
    return true;
}

static bool keep_first(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct frame_draft *)context)->first = node;
    return true;
}

static bool keep_also_codes(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct frame_draft *)context)->also_codes = node;
    return true;
}

static bool keep_entries(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct frame_draft *)context)->entries = node;
    return true;
}

static const struct definition_key frame_keys[] = {
    {"frame", read_frame_id}, {"version", read_frame_version}, {"from", keep_from},
    {"first", keep_first},    {"also_codes", keep_also_codes}, {"entries", keep_entries}};

static const char *const sources[] = {"iso_3166", "iso_639"};

static void resolve(struct frame_draft *draft)
{
    size_t which = 0;
    if (draft->from && definition_choice(draft->def, draft->from, sources, ARRAY_LEN(sources), &which)) {
        (void)frame_from_iso(draft, sources[which]);
    }
    if (!draft->from && draft->also_codes) {
        definition_error(draft->def, "E110", draft->also_codes, "also_codes belongs to `from: iso_639`");
    }
    read_entries(draft);
}

static struct list *read_frame(struct codebook_builder *builder, struct str id, const struct document *file)
{
    struct definition *def = &builder->def;
    struct frame_draft draft = {.builder = builder, .def = def, .id = id, .codes = {.arena = def->arena}};
    (void)definition_map(def, file->root, frame_keys, ARRAY_LEN(frame_keys), &draft);
    if (file->root->kind != NODE_MAP) {
        return NULL;
    }
    resolve(&draft);
    if (!draft.version.len) {
        definition_error(def, "E109", file->root, "the key 'version' is missing");
    }
    if (!draft.n) {
        definition_error(def, "E109", file->root, "the frame '%.*s' has no entries", STR_ARG(id));
    }
    for (size_t i = 0; i < draft.n; i++) {
        draft.options[i].number = (int64_t)i + 1;
    }
    struct list *list = ARENA_NEW(def->arena, struct list);
    *list = (struct list){.id = id, .frame = true, .version = draft.version, .file = file->source->file};
    list_finish(list, def->arena, draft.options, draft.n);
    read_first(&draft, list);
    return list;
}

static struct list *open_frame(struct codebook_builder *builder, struct str id, const struct node *where)
{
    struct definition *def = &builder->def;
    struct str frozen = arena_format(def->arena, "frames/%.*s.frozen", STR_ARG(id));
    struct str bytes = {0};
    if (definition_read(def, frozen, NEED_NOT, NULL, &bytes)) {
        struct source *source = ARENA_NEW(def->arena, struct source);
        *source = (struct source){frozen, bytes};
        return frame_thaw(builder, id, bytes, source);
    }
    struct str path = arena_format(def->arena, "codebook/frames/%.*s.yaml", STR_ARG(id));
    struct document file;
    if (!definition_open(def, path, NEED_FILE, where, &file)) {
        return NULL;
    }
    /* The study keeps what the frame came to, not what it was made from. */
    def->files_n--;
    const struct source *before = def->source;
    unsigned depth = def->depth;
    def->source = file.source;
    def->depth = 0;
    struct list *list = read_frame(builder, id, &file);
    def->source = before;
    def->depth = depth;
    if (list) {
        definition_keep(def, frozen,
                        frame_freeze(def->arena, list, builder->book.languages, builder->book.languages_n));
    }
    return list;
}

const struct list *codebook_frame(struct codebook_builder *builder, struct str id,
                                  const struct source *source, const struct node *where)
{
    uint32_t at = 0;
    if (ids_find(&builder->index.lists, id, &at) && builder->lists[at]->frame) {
        return builder->lists[at];
    }
    struct definition *def = &builder->def;
    const struct source *before = def->source;
    def->source = source;
    struct list *list = NULL;
    struct str good = {0};
    if (definition_id(def, where, 28, &good)) {
        list = open_frame(builder, id, where);
    }
    if (list) {
        (void)builder_add_list(builder, list, where);
    }
    def->source = before;
    return list;
}
