#include "codebook/codebook_priv.h"

/* Lists of options as codebook.yaml and its includes write them. */

enum { LIST_ID_LONGEST = 28, NAME_LONGEST = 32, OPTIONS_MOST = 1000 };

struct option_draft {
    struct option option;
    bool has_code;
};

static bool is_name(struct str name)
{
    if (!name.len || name.len > NAME_LONGEST || name.ptr[0] < 'a' || name.ptr[0] > 'z') {
        return false;
    }
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return false;
        }
    }
    return true;
}

static bool set_code(struct definition *def, struct option_draft *draft, const struct node *node,
                     struct str text)
{
    int64_t code = 0;
    bool plain = text.len && text.len <= 4 && str_to_int64(text, &code) && code >= 0 &&
                 (text.ptr[0] != '0' || text.len == 1);
    if (!plain) {
        definition_error(def, "E117", node, "'%.*s' is not a code", STR_ARG(text));
        definition_hint(def, "a code is a whole number from 0 to 9999, without zeros in front");
        return false;
    }
    draft->option.code = text;
    draft->option.number = code;
    draft->has_code = true;
    return true;
}

static bool set_name(struct definition *def, struct option_draft *draft, const struct node *node,
                     struct str name)
{
    if (!is_name(name)) {
        definition_error(def, "E117", node, "'%.*s' is not a name for an option", STR_ARG(name));
        definition_hint(def, "small letters, digits and _, at most 32; the words people see stand in text/");
        return false;
    }
    draft->option.name = name;
    return true;
}

static bool read_code(struct definition *def, void *context, const struct node *node)
{
    struct str text;
    return definition_text(def, node, &text) && set_code(def, context, node, text);
}

static bool read_name(struct definition *def, void *context, const struct node *node)
{
    struct str text;
    return definition_text(def, node, &text) && set_name(def, context, node, text);
}

static bool read_specify(struct definition *def, void *context, const struct node *node)
{
    struct option_draft *draft = context;
    return definition_flag(def, node, &draft->option.specify);
}

static bool read_exclusive(struct definition *def, void *context, const struct node *node)
{
    struct option_draft *draft = context;
    return definition_flag(def, node, &draft->option.exclusive);
}

static const struct definition_key option_keys[] = {
    {"code", read_code}, {"name", read_name}, {"specify", read_specify}, {"exclusive", read_exclusive}};

/* `7 other` */
static bool read_short(struct definition *def, struct option_draft *draft, const struct node *node)
{
    struct str text;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    size_t blank = str_find_char(text, ' ', 0);
    struct str name = str_trim(str_slice(text, blank, text.len));
    if (!set_code(def, draft, node, str_slice(text, 0, blank))) {
        return false;
    }
    return !name.len || set_name(def, draft, node, name);
}

static bool read_option(struct definition *def, struct option_draft *draft, const struct node *node)
{
    draft->option.line = node->line;
    draft->option.column = node->column;
    if (node->kind != NODE_MAP) {
        return read_short(def, draft, node);
    }
    if (!definition_map(def, node, option_keys, ARRAY_LEN(option_keys), draft)) {
        return false;
    }
    return draft->has_code || definition_error(def, "E109", node, "this option has no code");
}

struct option_ids {
    struct ids codes;
    struct ids names;
};

/* Codes and names stand beside each other in conditions, so one may not be another's. */
static bool is_new(struct definition *def, struct option_ids *ids, const struct option *option, uint32_t at,
                   const struct node *node)
{
    if (!ids_add(&ids->codes, option->code, at)) {
        return definition_error(def, "E106", node, "the code %.*s stands in this list already",
                                STR_ARG(option->code));
    }
    if (option->name.len && !ids_add(&ids->names, option->name, at)) {
        return definition_error(def, "E106", node, "the name '%.*s' stands in this list already",
                                STR_ARG(option->name));
    }
    return true;
}

static void read_list(struct codebook_builder *builder, const struct node *key, const struct node *node)
{
    struct definition *def = &builder->def;
    struct arena *arena = builder->book.arena;
    struct str id;
    if (!definition_id(def, key, LIST_ID_LONGEST, &id) || !definition_is(def, node, NODE_LIST)) {
        return;
    }
    if (node->n > OPTIONS_MOST) {
        definition_error(def, "E111", node, "a list has at most %d options; longer ones are frames",
                         OPTIONS_MOST);
        return;
    }
    struct list *list = ARENA_NEW(arena, struct list);
    struct option *options = ARENA_ARRAY(arena, node->n, struct option);
    struct option_ids ids = {{.arena = arena}, {.arena = arena}};
    size_t n = 0;
    for (size_t i = 0; i < node->n; i++) {
        struct option_draft draft = {0};
        if (read_option(def, &draft, node->items[i]) &&
            is_new(def, &ids, &draft.option, (uint32_t)n, node->items[i])) {
            options[n++] = draft.option;
        }
    }
    if (!node->n) {
        definition_error(def, "E109", node, "the list '%.*s' has no options", STR_ARG(id));
    }
    list->id = id;
    list->file = def->source->file;
    list_finish(list, arena, options, n);
    list->index->source = def->source;
    (void)builder_add_list(builder, list, key);
}

void read_lists(struct codebook_builder *builder, const struct node *lists)
{
    struct definition *def = &builder->def;
    if (!definition_is(def, lists, NODE_MAP)) {
        return;
    }
    for (size_t i = 0; i < lists->n; i++) {
        definition_enter(def, lists->keys[i]->text);
        read_list(builder, lists->keys[i], lists->items[i]);
        definition_leave(def);
    }
}
