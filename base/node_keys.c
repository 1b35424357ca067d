#include "base/node_priv.h"

#include <stdlib.h>

/* Up to here each key is compared with each: cheaper than anything that needs memory. */
enum { SMALL_MAP = 16 };

static void duplicate(struct diags *diags, const struct source *source, const struct node *first,
                      const struct node *again)
{
    node_error(diags, "Y003", source, again, "key '%.*s' stands here twice, first on line %u",
               STR_ARG(again->text), first->line);
}

/* Equal keys next to each other, in the order of the file; cheap lengths first. */
static int by_key(const void *left, const void *right)
{
    const struct node *a = *(const struct node *const *)left;
    const struct node *b = *(const struct node *const *)right;
    if (a->text.len != b->text.len) {
        return a->text.len < b->text.len ? -1 : 1;
    }
    int order = str_compare(a->text, b->text);
    if (order) {
        return order;
    }
    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    return (a->column > b->column) - (a->column < b->column);
}

/* Numbered names mostly stand in order: then no two are the same, and nothing needs sorting. */
static bool is_ascending(const struct node *map)
{
    size_t i = 1;
    while (i < map->n && by_key(&map->keys[i - 1], &map->keys[i]) < 0 &&
           !str_equal(map->keys[i - 1]->text, map->keys[i]->text)) {
        i++;
    }
    return i == map->n;
}

/* Sorted, not hashed: whoever makes keys collide gains nothing. */
static void check_large_map(struct diags *diags, const struct source *source, const struct node *map)
{
    if (is_ascending(map)) {
        return;
    }
    const struct node **sorted = mem_realloc(NULL, map->n, sizeof *sorted);
    for (size_t i = 0; i < map->n; i++) {
        sorted[i] = map->keys[i];
    }
    qsort(sorted, map->n, sizeof *sorted, by_key);
    size_t first = 0;
    for (size_t i = 1; i < map->n; i++) {
        if (str_equal(sorted[i]->text, sorted[first]->text)) {
            duplicate(diags, source, sorted[first], sorted[i]);
        } else {
            first = i;
        }
    }
    free(sorted);
}

void node_check_keys(struct diags *diags, const struct source *source, const struct node *map)
{
    if (map->n > SMALL_MAP) {
        check_large_map(diags, source, map);
        return;
    }
    for (size_t i = 1; i < map->n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (str_equal(map->keys[i]->text, map->keys[j]->text)) {
                duplicate(diags, source, map->keys[j], map->keys[i]);
                break;
            }
        }
    }
}
