#include "questionnaire/lint/lint_priv.h"

static void (*const parts[])(struct teller *t) = {lint_lists, lint_conditions, lint_always,
                                                  lint_units, lint_fills,      lint_words,
                                                  lint_marks, lint_names,      lint_columns};

void lint(const struct questionnaire *q, struct diags *diags)
{
    struct teller t = {q, diags, arena_new()};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        parts[i](&t);
    }
    arena_free(t.arena);
}
