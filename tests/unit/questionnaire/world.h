#ifndef TESTS_UNIT_QUESTIONNAIRE_WORLD_H
#define TESTS_UNIT_QUESTIONNAIRE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "questionnaire/load.h"
#include "tests/unit/questionnaire/files.h"

/*
 * A questionnaire in memory: files that every test has, each replaced by one of the same path that the test
 * brings. Where the test brings no text/nl.yaml, the words that are missing are not told.
 */
enum { WORLD_FILES = 40 };

struct world {
    struct arena *arena;
    struct diags *diags;
    struct definition_file files[WORLD_FILES];
    size_t n;
    bool worded;
    const struct questionnaire *q;
};

static inline void world_put(struct world *w, struct str path, struct str bytes)
{
    w->worded = w->worded || str_is(path, "text/nl.yaml");
    for (size_t i = 0; i < w->n; i++) {
        if (str_equal(w->files[i].path, path)) {
            w->files[i].bytes = bytes;
            return;
        }
    }
    assert_true(w->n < WORLD_FILES);
    w->files[w->n++] = (struct definition_file){path, bytes};
}

static inline void world_open(struct world *w)
{
    *w = (struct world){.arena = arena_new(), .diags = diags_new()};
    for (size_t i = 0; i < ARRAY_LEN(world_files); i++) {
        world_put(w, str_from(world_files[i].path), str_from(world_files[i].bytes));
    }
    w->worded = false;
}

static inline void world_load(struct world *w)
{
    struct library library = frozen_library(w->arena, w->files, w->n);
    w->q = questionnaire_load(w->arena, w->diags, &library, STR(""));
}

/* Is this one only about words that the test did not care to write? */
static inline bool world_passes(const struct world *w, const struct diag *diag)
{
    return !w->worded && str_is(str_from(diag->code), "E132") &&
           str_find(diag->text, STR("text/nl.yaml"), 0) < diag->text.len &&
           !str_starts(diag->place.file, STR("codebook/"));
}

static inline void world_close(struct world *w)
{
    diags_free(w->diags);
    arena_free(w->arena);
}

#endif
