#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "codebook/load.h"
#include "tests/support/rows.h"
#include "tests/unit/codebook/memory.h"

/* The one codec between values and text: tests/rows/codebook-values.txt. */

static const char book[] = "codebook: t\n"
                           "languages: [nl, en, ar]\n"
                           "lists:\n"
                           "  jobs:\n"
                           "  - 1 yes\n"
                           "  - 2 no\n"
                           "  - {code: 7, name: other, specify: true}\n"
                           "  - {code: 8, name: none, exclusive: true}\n";
static const char land[] = "frame: land\n"
                           "version: 1\n"
                           "entries:\n"
                           "- {code: BE, nl: Belgie, en: Belgium, ar: بلجيكا}\n"
                           "- {code: NL, nl: Nederland}\n";

static void declare(struct memory *m)
{
    struct variable *v = codebook_declare(m->builder, STR("int"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_INT, .max = {99, 0}, .step = {1, 0}};
    v = codebook_declare(m->builder, STR("dec"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_DECIMAL, .max = {99, 0}, .step = {5, 1}};
    v = codebook_declare(m->builder, STR("cent"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_DECIMAL, .max = {99, 0}, .step = {1, 2}};
    v = codebook_declare(m->builder, STR("quarter"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_DECIMAL, .max = {99, 0}, .step = {25, 2}};
    v = codebook_declare(m->builder, STR("text"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_TEXT, .length = 10};
    v = codebook_declare(m->builder, STR("day"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_DATE, .date_min = {1920, 1, 1}, .max_today = true};
    v->precisions = 1u << DATE_DAY;
    v = codebook_declare(m->builder, STR("part"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_DATE, .date_min = {1920, 5, 1}, .max_today = true};
    v->precisions = 1u << DATE_DAY | 1u << DATE_MONTH | 1u << DATE_YEAR;
    v = codebook_declare(m->builder, STR("later"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_DATE, .date_max = {2030, 0, 0}, .min_today = true};
    v = codebook_declare(m->builder, STR("time"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_TIME, .min = {300, 0}, .max = {1320, 0}};
    v = codebook_declare(m->builder, STR("bool"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_BOOL, .role = ROLE_COMPUTED};
}

static void declare_coded(struct memory *m)
{
    const struct list *jobs = codebook_list(m->builder, STR("jobs"));
    struct variable *v = codebook_declare(m->builder, STR("code"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_CODE, .list = jobs};
    v = codebook_declare(m->builder, STR("land"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_CODE, .list = memory_frame(m, "land")};
    v = codebook_declare(m->builder, STR("set"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_SET, .list = jobs, .choose_min = 1, .choose_max = 2};
    v = codebook_declare(m->builder, STR("two"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_SET, .list = jobs, .choose_min = 2, .choose_max = 2};
    v = codebook_declare(m->builder, STR("none"));
    *v = (struct variable){.id = v->id, .type = VARIABLE_SET, .list = jobs, .choose_min = 0, .choose_max = 2};
}

static const char *const faults[] = {
    [VALUE_GOOD] = "good",
    [VALUE_NOT_A_NUMBER] = "not_a_number",
    [VALUE_TOO_LOW] = "too_low",
    [VALUE_TOO_HIGH] = "too_high",
    [VALUE_BAD_STEP] = "bad_step",
    [VALUE_NOT_A_DATE] = "not_a_date",
    [VALUE_PRECISION] = "precision",
    [VALUE_NOT_A_TIME] = "not_a_time",
    [VALUE_NOT_IN_LIST] = "not_in_list",
    [VALUE_TOO_FEW] = "too_few",
    [VALUE_TOO_MANY] = "too_many",
    [VALUE_EXCLUSIVE] = "exclusive",
    [VALUE_EMPTY] = "empty",
    [VALUE_TOO_LONG] = "too_long",
};

struct run {
    struct memory m;
    const struct codebook *codebook;
    struct rows *rows;
    int32_t today;
};

static struct str written(struct run *r, const struct variable *v, const struct value *value)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    value_write(&out, v, value);
    struct str text = arena_copy(r->m.arena, buf_str(&out));
    buf_free(&out);
    return text.len ? text : STR(" ");
}

static struct str do_read(struct run *r, const struct variable *v, struct str text)
{
    struct value value;
    if (!value_read(r->m.arena, v, text, &value)) {
        return STR("refused");
    }
    struct str once = written(r, v, &value);
    struct value again;
    rows_check(r->rows, value_read(r->m.arena, v, str_is(once, " ") ? STR("") : once, &again),
               "what was written cannot be read");
    rows_check(r->rows, value_equal(&value, &again), "what was written reads otherwise");
    return once;
}

static struct str do_typed(struct run *r, const struct variable *v, struct str text)
{
    struct value value;
    enum value_fault fault = value_parse_typed(r->m.arena, v, text, r->today, &value);
    if (fault != VALUE_GOOD) {
        return str_from(faults[fault]);
    }
    return arena_format(r->m.arena, "good %.*s", STR_ARG(written(r, v, &value)));
}

static struct str do_shown(struct run *r, const struct variable *v, struct str text, struct str wanted)
{
    struct value value;
    struct str language = str_slice(wanted, 0, 2);
    unsigned index = 0;
    while (index < 2 && !str_equal(r->codebook->languages[index].id, language)) {
        index++;
    }
    if (!value_read(r->m.arena, v, text, &value)) {
        return STR("refused");
    }
    return arena_format(r->m.arena, "%.*s %.*s", STR_ARG(language),
                        STR_ARG(value_shown(r->m.arena, r->codebook, v, &value, index)));
}

static void check_row(struct run *r, const struct row *row)
{
    const struct variable *v = codebook_find(r->codebook, row->field[0]);
    if (!rows_check(r->rows, v != NULL, "no such variable")) {
        return;
    }
    struct str text = rows_unescape(r->rows, row->field[2]);
    struct str wanted = rows_unescape(r->rows, row->field[3]);
    struct str got = str_is(row->field[1], "read")    ? do_read(r, v, text)
                     : str_is(row->field[1], "typed") ? do_typed(r, v, text)
                                                      : do_shown(r, v, text, wanted);
    rows_equal(r->rows, got, wanted, row->field[1].ptr);
}

static void test_rows(void **state)
{
    (void)state;
    struct run r = {.today = days_from_civil(2026, 6, 15)};
    memory_open(&r.m);
    memory_put(&r.m, "codebook/t/codebook.yaml", book);
    memory_put(&r.m, "codebook/t/text/nl.yaml",
               "language: nl\nlists:\n  jobs: {1: ja, 2: nee, 7: andere, 8: \"8\"}\n");
    memory_put(&r.m, "codebook/t/text/en.yaml", "language: en\nlists:\n  jobs: {1: \"yes\"}\n");
    memory_put(&r.m, "codebook/t/text/ar.yaml", "language: ar\nlists:\n  jobs: {1: نعم}\n");
    memory_put(&r.m, "codebook/frames/land.yaml", land);
    memory_begin(&r.m);
    declare(&r.m);
    declare_coded(&r.m);
    r.codebook = codebook_finish(r.m.builder);
    assert_int_equal(r.m.diags->n, 0);
    r.rows = rows_open("codebook-values");
    struct row row;
    while (rows_next(r.rows, &row)) {
        check_row(&r, &row);
    }
    rows_close(r.rows);
    memory_close(&r.m);
}

/* A value of another kind than the variable's never passes, whatever it is. */
static void test_kinds(void **state)
{
    (void)state;
    static const struct option options[] = {{.code = {"1", 1}}};
    static const struct list list = {.n = 1, .options = options};
    for (unsigned type = 0; type < VARIABLE_TYPES; type++) {
        struct variable v = {.type = (enum variable_type)type, .list = &list};
        enum value_kind own = variable_expr_type(&v).kind;
        for (unsigned kind = VALUE_NONE; kind <= VALUE_SET; kind++) {
            struct value value = {.kind = (enum value_kind)kind};
            if (value.kind != own) {
                assert_true(value_check(&v, &value, 0) != VALUE_GOOD);
            }
        }
        struct value outside = {.kind = VALUE_CODE, .code = 1};
        if (own == VALUE_CODE) {
            assert_int_equal(value_check(&v, &outside, 0), VALUE_NOT_IN_LIST);
            outside.code = -1;
            assert_int_equal(value_check(&v, &outside, 0), VALUE_NOT_IN_LIST);
        }
    }
}

/* Steps at the edge of 64 bits. */
static void test_far_numbers(void **state)
{
    (void)state;
    struct variable v = {
        .type = VARIABLE_DECIMAL, .min = {INT64_MIN, 0}, .max = {INT64_MAX, 0}, .step = {1, 6}};
    struct value value = {.kind = VALUE_NUMBER, .number = {INT64_MAX, 0}};
    assert_int_equal(value_check(&v, &value, 0), VALUE_BAD_STEP);
    value.number = (struct number){INT64_MIN, 6};
    assert_int_equal(value_check(&v, &value, 0), VALUE_GOOD);
    struct buf out = buf_new(100);
    value_write(&out, &v, &value);
    assert_true(str_is(buf_str(&out), "-9223372036854.775808"));
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_kinds),
                                       cmocka_unit_test(test_far_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
