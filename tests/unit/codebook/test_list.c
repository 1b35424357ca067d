#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "codebook/load.h"
#include "tests/support/rows.h"
#include "tests/unit/codebook/memory.h"

/* Lists and frames: finding by code, name and letters. */

static const char fruits[] = "frame: fruits\n"
                             "version: 2026.1\n"
                             "first: [BN, AP]\n"
                             "entries:\n"
                             "- {code: FR, nl: Fruit, en: Fruit, de: Obst}\n"
                             "- {code: BO, nl: Bosbes, en: Blueberry, parent: FR}\n"
                             "- {code: AP, nl: Appel, en: Apple, ar: تفاحة, parent: FR, also: [jonagold]}\n"
                             "- {code: BN, nl: Banaan, en: Banana, parent: FR}\n"
                             "- {code: CR, nl: Crème de cassis, en: Blackcurrant}\n"
                             "- {code: GA, nl: Granaatappel, en: Pomegranate, parent: FR}\n"
                             "- {code: AS, nl: Sap van appel, parent: AP}\n"
                             "- {code: ZZ, nl: Appelmoes}\n";

static const char book[] = "codebook: t\n"
                           "languages: [nl, en]\n"
                           "lists:\n"
                           "  jobs: [0 none, 5, 9 other, 12 five]\n";
static const char labels[] = "language: nl\nlists:\n  jobs: {0: geen, 5: vijf, 9: andere, five: twaalf}\n";

static void open_fruits(struct memory *m)
{
    memory_open(m);
    memory_put(m, "codebook/t/codebook.yaml", book);
    memory_put(m, "codebook/t/text/nl.yaml", labels);
    memory_put(m, "codebook/t/text/en.yaml", "language: en\nlists:\n  jobs: {9: other}\n");
    memory_put(m, "codebook/frames/fruits.yaml", fruits);
    memory_begin(m);
}

static void test_search(void **state)
{
    (void)state;
    struct memory m;
    open_fruits(&m);
    const struct list *list = memory_frame(&m, "fruits");
    assert_non_null(list);
    struct rows *rows = rows_open("codebook-search");
    struct row row;
    while (rows_next(rows, &row)) {
        int32_t found[4];
        struct str got = STR_EMPTY;
        size_t n = list_search(list, row.field[0], found, 4);
        for (size_t i = 0; i < n; i++) {
            got = arena_format(m.arena, "%.*s%s%.*s", STR_ARG(got), i ? " " : "",
                               STR_ARG(list->options[found[i]].code));
        }
        rows_equal(rows, got, row.field[1], "codes");
    }
    rows_close(rows);
    int32_t one;
    assert_int_equal(list_search(list, STR("appel"), &one, 1), 1);
    assert_true(str_is(list->options[one].code, "AP"));
    assert_int_equal(list_search(list, STR("appel"), &one, 0), 0);
    assert_true(list_begins(list, one, STR("APP")));
    assert_true(list_begins(list, one, STR("jona")));
    assert_false(list_begins(list, one, STR("ppel")));
    int32_t cassis = list_find_code(list, STR("CR"));
    assert_true(list_begins(list, cassis, STR("cas")));
    assert_false(list_begins(list, cassis, STR("assis")));
    memory_close(&m);
}

static void test_find(void **state)
{
    (void)state;
    struct memory m;
    open_fruits(&m);
    const struct list *jobs = codebook_list(m.builder, STR("jobs"));
    assert_non_null(jobs);
    assert_int_equal(jobs->n, 4);
    assert_int_equal(list_find(jobs, STR("none")), 0);
    assert_int_equal(list_find(jobs, STR("0")), 0);
    assert_int_equal(list_find(jobs, STR("12")), 3);
    assert_int_equal(list_find(jobs, STR("five")), 3);
    assert_int_equal(list_find(jobs, STR("5")), 1);
    assert_int_equal(list_find_code(jobs, STR("other")), -1);
    assert_int_equal(list_find(jobs, STR("")), -1);
    assert_int_equal(jobs->options[3].number, 12);
    assert_int_equal(jobs->options[3].line, 4);
    assert_true(str_is(option_label(&jobs->options[2], 1, 0), "other"));
    assert_true(str_is(option_label(&jobs->options[3], 1, 0), "twaalf"));
    assert_null(codebook_list(m.builder, STR("fruits")));
    const struct list *frame = memory_frame(&m, "fruits");
    assert_ptr_equal(memory_frame(&m, "fruits"), frame);
    assert_int_equal(frame->options[3].number, 4);
    assert_int_equal(m.diags->n, 0);
    memory_close(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_search), cmocka_unit_test(test_find)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
