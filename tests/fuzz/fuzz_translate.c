/*
 * Any bytes as a .po file for the questionnaire of the tests. It is refused with a message, or taken over:
 * then the text files are YAML, and where they also load, out and in again changes not a byte.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "questionnaire/translate/translate.h"
#include "tests/unit/questionnaire/files.h"
#include "tests/unit/questionnaire/translating.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES = 16, SIZE_MOST = 1 << 16, ENGLISH = 1 };

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

struct world {
    struct arena *arena;
    struct definition_file files[FILES];
    size_t n;
};

static void put(struct world *w, struct str path, struct str bytes)
{
    for (size_t i = 0; i < w->n; i++) {
        if (str_equal(w->files[i].path, path)) {
            w->files[i].bytes = bytes;
            return;
        }
    }
    must(w->n < FILES);
    w->files[w->n++] = (struct definition_file){path, bytes};
}

static void put_all(struct world *w)
{
    for (size_t i = 0; i < ARRAY_LEN(world_files); i++) {
        put(w, str_from(world_files[i].path), str_from(world_files[i].bytes));
    }
    for (size_t i = 0; i < ARRAY_LEN(translating_files); i++) {
        put(w, str_from(translating_files[i].path), str_from(translating_files[i].bytes));
    }
}

/* NULL: the files do not load, which no broken YAML may be the reason of. */
static struct translation *read_files(struct world *w)
{
    struct diags *diags = diags_new();
    struct library library = frozen_library(w->arena, w->files, w->n);
    const struct questionnaire *q = questionnaire_load(w->arena, diags, &library, STR_EMPTY);
    for (size_t i = 0; i < diags->n; i++) {
        must(diags->items[i].code[0] != 'Y');
    }
    must((q != NULL) == (diags->errors == 0));
    diags_free(diags);
    struct translation *t = q ? translation_read(w->arena, q, ENGLISH) : NULL;
    must((q != NULL) == (t != NULL));
    return t;
}

static bool import(struct world *w, struct translation *t, struct str po)
{
    struct diags *diags = diags_new();
    struct source source = {STR("en.po"), po};
    bool good = translation_import(w->arena, diags, t, &source);
    must(good == (diags->errors == 0));
    diags_free(diags);
    if (good) {
        put(w, t->file.path, translation_text(w->arena, t));
        put(w, t->codebook.path, translation_codebook_text(w->arena, t));
    }
    return good;
}

static struct str exported(struct world *w, const struct translation *t)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    translation_export(t, &out);
    struct str text = arena_copy(w->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void check_again(struct world *w, const struct translation *t)
{
    struct str po = exported(w, t);
    struct world before = *w;
    struct translation *again = read_files(w);
    must(import(w, again, po));
    for (size_t i = 0; i < w->n; i++) {
        must(str_equal(w->files[i].bytes, before.files[i].bytes));
    }
    must(str_equal(exported(w, read_files(w)), po));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > SIZE_MOST || !hash_init()) {
        return 0;
    }
    struct world w = {.arena = arena_new()};
    put_all(&w);
    struct translation *t = read_files(&w);
    must(t != NULL);
    if (import(&w, t, (struct str){(const char *)data, size})) {
        struct translation *taken = read_files(&w);
        if (taken) {
            check_again(&w, taken);
        }
    }
    arena_free(w.arena);
    return 0;
}
