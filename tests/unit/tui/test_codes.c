#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/rows.h"
#include "tui/codes.h"

/* Codes typed without a key between them: rows of tests/rows/tui-codes.txt. */

static struct codes offered(struct arena *arena, struct str words)
{
    struct option *options = ARENA_ARRAY(arena, 64, struct option);
    int32_t *positions = ARENA_ARRAY(arena, 64, int32_t);
    struct list *list = ARENA_NEW(arena, struct list);
    struct str word;
    size_t n = 0;
    while (str_split(&words, ' ', &word)) {
        options[n].code = word;
        positions[n] = (int32_t)n;
        n++;
    }
    list->options = options;
    list->n = n;
    return (struct codes){list, positions, n};
}

static void decides(void **state UNUSED)
{
    struct rows *rows = rows_open("tui-codes");
    struct row row;
    while (rows_next(rows, &row)) {
        struct codes codes = offered(rows_arena(rows), row.field[0]);
        struct typed_code typed = {.len = 0};
        struct buf got = buf_new(1000);
        for (size_t i = 0; i < row.field[1].len; i++) {
            int32_t decided[2];
            bool unknown = false;
            size_t n = codes_digit(&codes, &typed, row.field[1].ptr[i] - '0', decided, &unknown);
            for (size_t k = 0; k < n; k++) {
                buf_format(&got, "%s%.*s", got.len ? " " : "", STR_ARG(codes.list->options[decided[k]].code));
            }
            buf_format(&got, "%s", unknown ? got.len ? " !" : "!" : "");
        }
        rows_equal(rows, buf_str(&got), row.field[2], "decided");
        rows_equal(rows, (struct str){typed.digits, typed.len}, row.field[3], "waiting");
        buf_free(&got);
    }
    rows_close(rows);
}

static void settles_what_waits(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct codes codes = offered(arena, STR("1 10 20"));
    struct typed_code typed = {.digits = "1", .len = 1};
    assert_int_equal(codes_settle(&codes, &typed), 0);
    assert_int_equal(typed.len, 0);
    assert_int_equal(codes_settle(&codes, &typed), -1);
    typed = (struct typed_code){.digits = "2", .len = 1};
    assert_int_equal(codes_settle(&codes, &typed), -1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decides),
        cmocka_unit_test(settles_what_waits),
    };
    return cmocka_run_group_tests_name("codes", tests, NULL, NULL);
}
