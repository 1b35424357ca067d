/*
 * Any bytes as an expression, over any cells: no crash, a tree that prints and reads as itself, and nothing
 * unknown that was proved to be known. Errors point into the text.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/expr/properties.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(const char *broken)
{
    if (broken) {
        fprintf(stderr, "broken: %s\n", broken);
        abort();
    }
}

static void check_errors(const struct world *w)
{
    must(w->diags->n ? NULL : "refused without a word");
    for (size_t i = 0; i < w->diags->n; i++) {
        const struct diag *diag = &w->diags->items[i];
        must(diag->place.line > 0 && diag->place.column > 0 ? NULL : "an error without a place");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct world *w = random_world(arena);
    struct str text = {(const char *)data, size};
    struct random random = {str_hash(text)};
    w->scope.roster = random_below(&random, 2) ? 0 : EXPR_NO_ROSTER;
    random_can_be(w, &random);
    const struct expr *expr = world_compile(w, text);
    if (!expr) {
        check_errors(w);
    }
    for (unsigned i = 0; expr && i < 4; i++) {
        random_cells(w, &random);
        must(check_evaluation(w, expr));
        must(i == 0 ? check_printing(w, expr) : NULL);
    }
    diags_free(w->diags);
    arena_free(arena);
    return 0;
}
