#include "tests/unit/questionnaire/world.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/rows.h"

/*
 * Definitions with mistakes: tests/rows/questionnaire-defects.txt. A block is what is told, in the order of
 * telling, and the files that differ from the good ones of world.h:
 *
 *     E106 m.yaml:3:9 at items.a: the id 'a' is used already
 *     --- m.yaml
 *     items:
 *     - ...
 *
 * Behind the place stands a part of the text (with its hint, where "hint: " follows). All diagnostics must be
 * listed, none more. `good` instead of a list: it loads without a word.
 */

static struct str told(struct arena *arena, const struct diag *diag)
{
    struct str place = diag->place.file;
    if (diag->place.line) {
        place = arena_format(arena, "%.*s:%u:%u", STR_ARG(place), diag->place.line, diag->place.column);
    }
    return arena_format(arena, "%s%s %.*s at %.*s: %.*s%s%.*s",
                        diag->severity == SEVERITY_ERROR ? "" : "warning ", diag->code, STR_ARG(place),
                        STR_ARG(diag->path), STR_ARG(diag->text), diag->hint.len ? " hint: " : "",
                        STR_ARG(diag->hint));
}

/* What is expected is a beginning and, behind "...", parts that follow in this order. */
static bool matches(struct str text, struct str wanted)
{
    size_t at = 0;
    struct str rest = wanted;
    bool first = true;
    while (rest.len) {
        size_t dots = str_find(rest, STR("..."), 0);
        struct str part = str_slice(rest, 0, dots);
        size_t found = first ? 0 : str_find(text, part, at);
        if (found + part.len > text.len || !str_starts(str_slice(text, found, text.len), part)) {
            return false;
        }
        at = found + part.len;
        rest = dots < rest.len ? str_slice(rest, dots + 3, rest.len) : STR_EMPTY;
        first = false;
    }
    return true;
}

static size_t read_files(struct world *w, const struct row *row)
{
    size_t i = 0;
    while (i < row->n && !str_starts(row->field[i], STR("--- "))) {
        i++;
    }
    size_t expected = i;
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
    return expected;
}

static void check_row(struct rows *rows, const struct row *row)
{
    struct world w;
    world_open(&w);
    size_t expected = read_files(&w, row);
    world_load(&w);
    size_t at = 0;
    bool good = expected && str_is(row->field[0], "good");
    for (size_t i = 0; i < w.diags->n; i++) {
        const struct diag *diag = &w.diags->items[i];
        if (world_passes(&w, diag)) {
            continue;
        }
        struct str text = told(w.arena, diag);
        bool listed = !good && at < expected;
        rows_check(rows, listed && matches(text, row->field[at]), "told: %.*s", STR_ARG(text));
        at++;
    }
    rows_check(rows, good || at == expected, "%zu told, %zu expected", at, expected);
    world_close(&w);
}

static void test_file(const char *name)
{
    struct rows *rows = rows_open(name);
    struct row row;
    while (rows_block(rows, &row)) {
        check_row(rows, &row);
    }
    rows_close(rows);
}

static void test_defects(void **state)
{
    (void)state;
    test_file("questionnaire-defects");
}

static void test_unknown(void **state)
{
    (void)state;
    test_file("questionnaire-unknown");
}

static void test_words(void **state)
{
    (void)state;
    test_file("questionnaire-words");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_defects), cmocka_unit_test(test_unknown),
                                       cmocka_unit_test(test_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
