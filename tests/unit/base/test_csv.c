#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"
#include "tests/support/rows.h"

static void write_row(struct buf *out, const struct csv_row *row)
{
    buf_format(out, "%s%u:", out->len ? " " : "", row->line);
    for (size_t i = 0; i < row->n; i++) {
        buf_format(out, "[%.*s]", STR_ARG(row->fields[i]));
    }
}

static void reads_rows(void **state UNUSED)
{
    struct rows *rows = rows_open("base-csv");
    struct row row;
    while (rows_next(rows, &row)) {
        struct diags *diags = diags_new();
        struct source source = {STR("t.csv"), rows_unescape(rows, row.field[0])};
        struct buf got = buf_new(10000);
        struct csv csv;
        struct csv_row read;
        csv_open(&csv, rows_arena(rows), diags, &source);
        while (csv_next(&csv, &read)) {
            write_row(&got, &read);
        }
        for (size_t i = 0; i < diags->n; i++) {
            struct place place = diags->items[i].place;
            buf_format(&got, "%s%s@%u", got.len ? " " : "", diags->items[i].code, place.line);
            rows_check(rows, str_equal(diags->items[i].line, source_line(&source, place.line)),
                       "source line");
        }
        rows_equal(rows, buf_str(&got), rows_unescape(rows, row.field[1]), row.field[0].ptr);
        buf_free(&got);
        diags_free(diags);
    }
    rows_close(rows);
}

/* The first diagnostic of a text, "" where there is none, and how many columns its first row has. */
static const char *first_code(struct str text, size_t *columns)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("t"), text};
    struct csv csv;
    struct csv_row row = {0};
    csv_open(&csv, arena, diags, &source);
    *columns = csv_next(&csv, &row) ? row.n : 0;
    const char *code = diags->n ? diags->items[0].code : "";
    diags_free(diags);
    arena_free(arena);
    return code;
}

static void keeps_its_limits(void **state UNUSED)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    size_t columns = 0;
    for (int i = 0; i < 255; i++) {
        buf_add_char(&text, ',');
    }
    assert_string_equal(first_code(buf_str(&text), &columns), "");
    assert_int_equal(columns, 256);
    buf_add_char(&text, ',');
    assert_string_equal(first_code(buf_str(&text), &columns), "C006");
    buf_clear(&text);
    for (int i = 0; i < 65536; i++) {
        buf_add_char(&text, 'a');
    }
    assert_string_equal(first_code(buf_str(&text), &columns), "");
    buf_add_char(&text, 'a');
    assert_string_equal(first_code(buf_str(&text), &columns), "C005");
    buf_free(&text);
}

static void knows_places(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct source source = {STR("sample.csv"), STR("a\n\nb\n")};
    struct csv csv;
    struct csv_row row;
    csv_open(&csv, arena, NULL, &source);
    assert_true(csv_next(&csv, &row) && csv_next(&csv, &row));
    struct place place = csv_place(&csv, &row);
    assert_int_equal(place.line, 3);
    assert_true(str_is(place.file, "sample.csv"));
    assert_false(csv_next(&csv, &row));
    assert_false(csv_next(&csv, &row));
    arena_free(arena);
}

/* What is written comes back, whatever the fields hold. */
static void writes_what_it_reads(void **state UNUSED)
{
    const struct str fields[] = {STR("plain"), STR(""),      STR("a,b"),    STR("say \"hi\""),
                                 STR("\""),    STR("a\nb"),  STR(" a "),    STR("caf\xC3\xA9"),
                                 STR("\"\""),  STR("'=1+1"), STR("\n\"\n,")};
    struct buf out = buf_new(10000);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        csv_add(&out, fields[i], i == 0);
    }
    assert_true(str_starts(buf_str(&out), STR("plain,,\"a,b\",\"say \"\"hi\"\"\",\"\"\"\",\"a\nb\", a ,")));
    struct arena *arena = arena_new();
    struct source source = {STR("t"), buf_str(&out)};
    struct csv csv;
    struct csv_row row;
    csv_open(&csv, arena, NULL, &source);
    assert_true(csv_next(&csv, &row));
    assert_int_equal(row.n, ARRAY_LEN(fields));
    for (size_t i = 0; i < row.n; i++) {
        assert_true(str_equal(row.fields[i], fields[i]));
    }
    buf_free(&out);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_rows),
        cmocka_unit_test(keeps_its_limits),
        cmocka_unit_test(knows_places),
        cmocka_unit_test(writes_what_it_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
