/*
 * Any bytes as YAML: a tree or an error, never neither; every text in the tree safe, every place inside the
 * file. Diagnostics are printed as well, since they show what the file holds.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/node.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_node(struct arena *arena, const struct source *source, const struct node *node,
                       unsigned depth)
{
    must(node->line >= 1 && node->column >= 1 && depth <= 65);
    if (node->kind == NODE_SCALAR) {
        struct safe_problem problem = {0};
        struct str again = STR_EMPTY;
        must(safe_text(arena, node->text, SAFE_LINES, SIZE_MAX, &again, &problem));
        must(str_equal(again, node->text));
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        if (node->kind == NODE_MAP) {
            must(node->keys[i]->kind == NODE_SCALAR);
            check_node(arena, source, node->keys[i], depth + 1);
        }
        check_node(arena, source, node->items[i], depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("fuzz.yaml"), {(const char *)data, size}};
    struct node *root = node_load(arena, diags, &source, NULL);
    must(root || diags->errors);
    if (root) {
        check_node(arena, &source, root, 0);
    }
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out) {
        diags_print(diags, out);
        fclose(out);
        must(utf8_valid((struct str){text, len}));
        free(text);
    }
    diags_free(diags);
    arena_free(arena);
    return 0;
}
