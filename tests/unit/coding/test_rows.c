/* Reasons, rules and back-coding: rows of a file each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "codebook/load.h"
#include "coding/back.h"
#include "coding/reason.h"
#include "coding/work_priv.h"
#include "tests/support/rows.h"

static struct str or_nothing(struct str field)
{
    return str_is(field, "-") ? STR_EMPTY : field;
}

static void reasons(void **state UNUSED)
{
    struct rows *rows = rows_open("coding-reason");
    struct row row;
    while (rows_next(rows, &row)) {
        struct code_reason reason;
        struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
        if (!reason_read(rows_arena(rows), row.field[0], &reason)) {
            buf_add_text(&buf, "no");
        } else {
            reason_write(&buf, &reason);
        }
        rows_equal(rows, buf_str(&buf), row.field[1], "reason");
        buf_free(&buf);
    }
    rows_close(rows);
}

static void rules(void **state UNUSED)
{
    struct rows *rows = rows_open("coding-rules");
    struct row row;
    while (rows_next(rows, &row)) {
        struct str pattern = rule_tidy(rows_arena(rows), row.field[0]);
        struct str key = utf8_fold(rows_arena(rows), row.field[2]);
        rows_equal(rows, pattern, or_nothing(row.field[1]), "pattern");
        rows_check(rows, rule_fits(pattern, key) == str_is(row.field[3], "yes"), "fits or not");
    }
    rows_close(rows);
}

static void what_was_specified_is_coded_back(void **state UNUSED)
{
    static const struct option options[] = {
        {.code = {"1", 1}}, {.code = {"2", 1}}, {.code = {"3", 1}}, {.code = {"9", 1}, .specify = true}};
    const struct list list = {.id = STR("list"), .n = ARRAY_LEN(options), .options = options};
    struct rows *rows = rows_open("coding-back");
    struct row row;
    while (rows_next(rows, &row)) {
        struct variable question = {.list = &list,
                                    .type = str_is(row.field[0], "set") ? VARIABLE_SET : VARIABLE_CODE};
        struct str got =
            back_coded(rows_arena(rows), &question, row.field[1], row.field[2], or_nothing(row.field[3]));
        rows_equal(rows, got, row.field[4], "coded value");
    }
    rows_close(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons),
        cmocka_unit_test(rules),
        cmocka_unit_test(what_was_specified_is_coded_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
