#include "codebook/codebook_priv.h"

#include "base/file.h"

void *builder_grow(struct codebook_builder *builder, void *items, size_t n, size_t *cap)
{
    *cap = *cap ? 2 * *cap : 16;
    void **grown = ARENA_ARRAY(builder->book.arena, *cap, void *);
    if (n) {
        memcpy(grown, items, n * sizeof *grown);
    }
    return grown;
}

bool builder_add_list(struct codebook_builder *builder, struct list *list, const struct node *where)
{
    struct codebook *book = &builder->book;
    if (!ids_add(&builder->index.lists, list->id, (uint32_t)book->lists_n)) {
        return definition_error(&builder->def, "E106", where, "there is a list '%.*s' already",
                                STR_ARG(list->id));
    }
    if (book->lists_n == builder->lists_cap) {
        builder->lists = builder_grow(builder, builder->lists, book->lists_n, &builder->lists_cap);
    }
    builder->lists[book->lists_n++] = list;
    return true;
}

const struct list *codebook_list(struct codebook_builder *builder, struct str id)
{
    uint32_t at = 0;
    return ids_find(&builder->index.lists, id, &at) ? builder->lists[at] : NULL;
}

size_t codebook_list_ids(struct codebook_builder *builder, const struct str **out)
{
    size_t n = builder->book.lists_n;
    struct str *all = ARENA_ARRAY(builder->book.arena, n, struct str);
    for (size_t i = 0; i < n; i++) {
        all[i] = builder->lists[i]->id;
    }
    *out = all;
    return n;
}

void builder_mark_unread(const struct codebook_builder *builder, struct list *list)
{
    const struct codebook *book = &builder->book;
    for (unsigned l = 0; l < book->languages_n; l++) {
        if (book->unread & 1u << l) {
            list_mark(list, l, true);
        }
    }
}

const struct list *codebook_add_list(struct codebook_builder *builder, struct str id, const struct str *codes,
                                     size_t n)
{
    struct arena *arena = builder->book.arena;
    struct option *options = ARENA_ARRAY(arena, n, struct option);
    for (size_t i = 0; i < n; i++) {
        options[i] = (struct option){.code = codes[i], .number = (int64_t)i + 1};
    }
    struct list *list = ARENA_NEW(arena, struct list);
    list->id = id;
    list_finish(list, arena, options, n);
    builder_mark_unread(builder, list);
    (void)builder_add_list(builder, list, NULL);
    return list;
}

bool codebook_label(struct codebook_builder *builder, struct str list, struct str code, unsigned language,
                    struct str label)
{
    const struct list *found = codebook_list(builder, list);
    int32_t at = found ? list_find_code(found, code) : -1;
    if (at < 0) {
        return false;
    }
    found->index->options[at].label.in[language] = label;
    return true;
}

struct variable *codebook_declare(struct codebook_builder *builder, struct str id)
{
    struct codebook *book = &builder->book;
    if (book->variables_n == builder->variables_cap) {
        builder->variables =
            builder_grow(builder, builder->variables, book->variables_n, &builder->variables_cap);
    }
    struct variable *variable = ARENA_NEW(book->arena, struct variable);
    variable->id = id;
    variable->slot = (uint32_t)book->variables_n;
    variable->roster = EXPR_NO_ROSTER;
    variable->grid = UINT32_MAX;
    variable->parent = UINT32_MAX;
    variable->parent_option = -1;
    builder->variables[book->variables_n++] = variable;
    /* Two of one id are an error of the caller's; the first is found. */
    (void)ids_add(&builder->index.variables, id, variable->slot);
    return variable;
}

void codebook_expect(struct codebook_builder *builder, size_t more)
{
    ids_reserve(&builder->index.variables, builder->index.variables.n + more);
}

struct variable *codebook_variable(struct codebook_builder *builder, struct str id)
{
    uint32_t slot = 0;
    return ids_find(&builder->index.variables, id, &slot) ? builder->variables[slot] : NULL;
}

struct variable *codebook_variable_at(struct codebook_builder *builder, uint32_t slot)
{
    return builder->variables[slot];
}

size_t codebook_variables(const struct codebook_builder *builder)
{
    return builder->book.variables_n;
}

uint32_t codebook_declare_roster(struct codebook_builder *builder, struct str id, uint32_t max)
{
    struct codebook *book = &builder->book;
    if (book->rosters_n == builder->rosters_cap) {
        builder->rosters = builder_grow(builder, builder->rosters, book->rosters_n, &builder->rosters_cap);
    }
    struct roster *roster = ARENA_NEW(book->arena, struct roster);
    *roster = (struct roster){id, max};
    builder->rosters[book->rosters_n] = roster;
    return (uint32_t)book->rosters_n++;
}

size_t codebook_files(struct codebook_builder *builder, const struct definition_file **out)
{
    *out = builder->def.files;
    return builder->def.files_n;
}

const struct codebook *codebook_finish(struct codebook_builder *builder)
{
    struct codebook *book = &builder->book;
    const struct list **lists = ARENA_ARRAY(book->arena, book->lists_n, const struct list *);
    for (size_t i = 0; i < book->lists_n; i++) {
        lists[i] = builder->lists[i];
    }
    book->lists = lists;
    book->variables = builder->variables;
    book->rosters = builder->rosters;
    book->index = &builder->index;
    return book;
}
