#include "codebook/list_priv.h"

#include <assert.h>

void list_finish(struct list *list, struct arena *arena, struct option *options, size_t n)
{
    list->options = options;
    list->n = n;
    struct list_index *index = ARENA_NEW(arena, struct list_index);
    index->arena = arena;
    index->options = options;
    index->codes.arena = arena;
    index->names.arena = arena;
    ids_reserve(&index->codes, list->n);
    for (size_t i = 0; i < list->n; i++) {
        ids_add(&index->codes, list->options[i].code, (uint32_t)i);
        if (list->options[i].name.len) {
            ids_add(&index->names, list->options[i].name, (uint32_t)i);
        }
    }
    list->index = index;
}

int32_t list_find_code(const struct list *list, struct str code)
{
    uint32_t position = 0;
    return ids_find(&list->index->codes, code, &position) ? (int32_t)position : -1;
}

int32_t list_find(const struct list *list, struct str code_or_name)
{
    uint32_t position = 0;
    if (ids_find(&list->index->codes, code_or_name, &position) ||
        ids_find(&list->index->names, code_or_name, &position)) {
        return (int32_t)position;
    }
    return -1;
}

/* No label is here: its language is unread. */
static const char unread[] = "";

void list_mark(struct list *list, unsigned language, bool as_unread)
{
    for (size_t i = 0; i < list->n; i++) {
        list->index->options[i].label.in[language] = (struct str){as_unread ? unread : NULL, 0};
    }
}

struct str option_label(const struct option *option, unsigned language, unsigned source_language)
{
    if (option->label.in[language].len) {
        return option->label.in[language];
    }
    assert(option->label.in[language].ptr != unread);
    struct str source = option->label.in[source_language];
    return source.len ? source : option->code;
}
