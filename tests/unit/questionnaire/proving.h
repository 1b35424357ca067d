#ifndef TESTS_UNIT_QUESTIONNAIRE_PROVING_H
#define TESTS_UNIT_QUESTIONNAIRE_PROVING_H

#include "tests/unit/questionnaire/world.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/rows.h"

/*
 * Questionnaires for the prover and the linter, from rows: lines of what is expected, then files that differ
 * from the good ones of world.h, each behind "--- PATH". Without a text/nl.yaml of its own a row gets one
 * with words made of the ids of m.yaml.
 */

/* The word behind `key` in a line of m.yaml, such as `- {id: a, type: int}`. */
static inline struct str proving_word(struct str line, const char *key)
{
    size_t at = str_find(line, str_from(key), 0);
    if (at == line.len || (at > 0 && !strchr(" -{", line.ptr[at - 1]))) {
        return STR_EMPTY;
    }
    size_t from = at + strlen(key);
    size_t end = from;
    while (end < line.len && !strchr(",} ", line.ptr[end])) {
        end++;
    }
    return str_slice(line, from, end - from);
}

static inline void proving_section(struct buf *out, const char *head, struct str yaml,
                                   const char *const *keys, size_t n, bool checks)
{
    struct str line;
    bool any = false;
    while (str_split(&yaml, '\n', &line)) {
        struct str id = STR_EMPTY;
        for (size_t i = 0; i < n && !id.len; i++) {
            id = proving_word(line, keys[i]);
        }
        bool check = str_starts(id, STR("c_"));
        if (id.len && check == checks) {
            buf_add_text(out, any ? "" : head);
            any = true;
            bool words = *head == 'i';
            buf_format(out, words ? "  %.*s: {label: %.*s, text: \"%.*s?\"}\n" : "  %.*s: klopt\n",
                       STR_ARG(id), STR_ARG(id), STR_ARG(id));
        }
    }
}

static inline void proving_words(struct world *w)
{
    static const char *const items[] = {"id: ", "grid: ", "roster: "};
    static const char *const checks[] = {"id: "};
    static const char *const blocks[] = {"block: "};
    static const char *const stops[] = {"stop: "};
    struct str yaml = STR_EMPTY;
    for (size_t i = 0; i < w->n; i++) {
        yaml = str_is(w->files[i].path, "m.yaml") ? w->files[i].bytes : yaml;
    }
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "language: nl\nname: Nederlands\ntitle: Proef\n");
    proving_section(&out, "items:\n", yaml, items, 3, false);
    proving_section(&out, "checks:\n", yaml, checks, 1, true);
    proving_section(&out, "blocks:\n", yaml, blocks, 1, false);
    proving_section(&out, "stops:\n", yaml, stops, 1, false);
    world_put(w, STR("text/nl.yaml"), arena_copy(w->arena, buf_str(&out)));
    buf_free(&out);
}

static inline void proving_drop(struct world *w, const char *path)
{
    size_t n = 0;
    for (size_t i = 0; i < w->n; i++) {
        if (!str_is(w->files[i].path, path)) {
            w->files[n++] = w->files[i];
        }
    }
    w->n = n;
}

/* Reads the files of a row; how many lines stand before them. */
static inline size_t proving_read(struct world *w, const struct row *row)
{
    size_t i = 0;
    while (i < row->n && !str_starts(row->field[i], STR("--- "))) {
        i++;
    }
    size_t expected = i;
    w->worded = false;
    while (i < row->n) {
        struct str path = str_trim(str_slice(row->field[i], 4, row->field[i].len));
        struct buf bytes = buf_new(BUF_LIMIT_DEFAULT);
        for (i++; i < row->n && !str_starts(row->field[i], STR("--- ")); i++) {
            buf_add(&bytes, row->field[i]);
            buf_add_char(&bytes, '\n');
        }
        world_put(w, path, arena_copy(w->arena, buf_str(&bytes)));
        buf_free(&bytes);
    }
    if (!w->worded) {
        proving_words(w);
    }
    return expected;
}

/* Loads; tells why where it cannot. */
static inline bool proving_load(struct rows *rows, struct world *w)
{
    world_load(w);
    for (size_t i = 0; !w->q && i < w->diags->n; i++) {
        const struct diag *diag = &w->diags->items[i];
        rows_check(rows, false, "%s %.*s:%u: %.*s", diag->code, STR_ARG(diag->place.file), diag->place.line,
                   STR_ARG(diag->text));
    }
    return w->q != NULL;
}

#endif
