#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "export/unf.h"
#include "tests/support/rows.h"

static int start(void **state UNUSED)
{
    return hash_init() ? 0 : -1;
}

static void published_examples(void **state UNUSED)
{
    struct rows *rows = rows_open("export-unf");
    struct row row;
    while (rows_next(rows, &row)) {
        struct unf unf;
        unf_start(&unf);
        if (str_is(row.field[0], "number")) {
            double value = strtod(row.field[1].ptr, NULL);
            char normal[UNF_NUMBER_ROOM];
            rows_equal(rows, unf_number_text(value, normal), row.field[2], "normal form");
            unf_number(&unf, value);
        } else if (str_is(row.field[0], "text")) {
            unf_text(&unf, str_is(row.field[1], "-") ? STR_EMPTY : row.field[1]);
        } else {
            unf_missing(&unf);
        }
        char out[UNF_ROOM];
        struct str got = unf_end(&unf, out);
        rows_check(rows, str_starts(got, STR("UNF:6:")), "prefix of %s", out);
        rows_equal(rows, str_slice(got, strlen("UNF:6:"), got.len), row.field[3], "fingerprint");
    }
    rows_close(rows);
}

static void is_unf(struct str got, const char *wanted)
{
    char shown[64];
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(got));
    assert_string_equal(shown, wanted);
}

/* The numbers from .. to as one variable. */
static struct str whole_numbers(int from, int to, char out[UNF_ROOM])
{
    struct unf unf;
    unf_start(&unf);
    for (int i = from; i <= to; i++) {
        unf_number(&unf, i);
    }
    return unf_end(&unf, out);
}

static void variables_and_frames(void **state UNUSED)
{
    char out[4][UNF_ROOM];
    is_unf(whole_numbers(1, 20, out[0]), "UNF:6:/FIOZM/29oC3TK/IE52m2A==");
    struct str columns[] = {whole_numbers(1, 3, out[0]), whole_numbers(4, 6, out[1]),
                            whole_numbers(7, 9, out[2])};
    is_unf(unf_combine(columns, 3, out[3]), "UNF:6:ukDZSJXck7fn4SlPJMPFTQ==");
    struct str turned[] = {columns[2], columns[0], columns[1]};
    is_unf(unf_combine(turned, 3, out[3]), "UNF:6:ukDZSJXck7fn4SlPJMPFTQ==");
    is_unf(unf_combine(columns, 1, out[3]), out[0]);

    struct unf mixed;
    unf_start(&mixed);
    unf_number(&mixed, 1.23456789);
    unf_missing(&mixed);
    unf_number(&mixed, 0);
    is_unf(unf_end(&mixed, out[0]), "UNF:6:Do5dfAoOOFt4FSj0JcByEw==");
}

/* R. A. Fisher's flowers: four measures and a name, as the R package UNF has them. */
static void iris(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {.file = STR("iris.csv")};
    struct str path = test_path(arena, "fixtures/export/iris.csv");
    assert_true(file_read(arena, path.ptr, source.file, 1 << 20, &source.text, diags));
    struct csv csv;
    struct csv_row row;
    csv_open(&csv, arena, diags, &source);
    assert_true(csv_next(&csv, &row) && row.n == 5);
    struct unf columns[5];
    for (size_t i = 0; i < 5; i++) {
        unf_start(&columns[i]);
    }
    size_t rows = 0;
    for (; csv_next(&csv, &row); rows++) {
        for (size_t i = 0; i < 4; i++) {
            unf_number(&columns[i], strtod(arena_copy(arena, row.fields[i]).ptr, NULL));
        }
        unf_text(&columns[4], row.fields[4]);
    }
    assert_int_equal(rows, 150);
    char out[6][UNF_ROOM];
    struct str unfs[5];
    for (size_t i = 0; i < 5; i++) {
        unfs[i] = unf_end(&columns[i], out[i]);
    }
    is_unf(unf_combine(unfs, 5, out[5]), "UNF:6:6oVTvlCR+F1W1HTJ/QUmkA==");
    diags_free(diags);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_examples),
        cmocka_unit_test(variables_and_frames),
        cmocka_unit_test(iris),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
