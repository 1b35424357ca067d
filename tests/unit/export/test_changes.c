#include "tests/unit/export/documented.h"

#include "export/changes.h"

/* The tables of what was done to the answers. */

static const struct history_line told[] = {
    {.case_id = {"c1", 2},
     .variable = {"hours", 5},
     .old = {"380", 3},
     .new = {"38", 2},
     .rule = {"W12", 3},
     .reason = {"a, \"b\"", 6},
     .user = {"jan", 3},
     .wall_ms = INT64_C(1789000000000)},
    {.case_id = {"c1", 2},
     .variable = {"age", 3},
     .row = 2,
     .old = {"4", 1},
     .new = {"-", 1},
     .user = {"piet", 4}},
    {.case_id = {"c2", 2}, .variable = {"age", 3}, .row = 1, .new = {"5", 1}, .user = {"jan", 3}},
};

static bool tell(void *context, enum history_kind kind,
                 bool (*visit)(void *to, const struct history_line *line), void *to)
{
    bool good = true;
    for (size_t i = 0; good && kind == HISTORY_CHANGES && i < ARRAY_LEN(told); i++) {
        good = visit(to, &told[i]);
    }
    return good && context == NULL;
}

static void tables(void **state UNUSED)
{
    struct documented w;
    documented_open(&w, "fixtures/questionnaires/kitchen", NULL);
    const struct history history = {tell, NULL};
    w.job.history = &history;
    assert_true(changes_close(changes_open(&w.job), true));
    struct str wanted = STR("case,variable,row,old,new,rule,reason,who,when\r\n"
                            "c1,hours,,380,38,W12,\"a, \"\"b\"\"\",1,2026-09-10T00:26:40Z\r\n"
                            "c1,age,2,4,-,,,2,1970-01-01T00:00:00Z\r\n"
                            "c2,age,1,,5,,,1,1970-01-01T00:00:00Z\r\n");
    assert_true(str_equal(documented_file(&w, "changes.csv"), wanted));
    assert_true(str_is(documented_file(&w, "coding.csv"), "case,variable,row,old,new,who,when\r\n"));
    assert_true(str_is(documented_file(&w, "contacts.csv"), "case,visit,result,who,when\r\n"));
    documented_close(&w);
}

static void a_log_that_cannot_be_read(void **state UNUSED)
{
    struct documented w;
    documented_open(&w, "fixtures/questionnaires/kitchen", NULL);
    const struct history history = {tell, &w};
    w.job.history = &history;
    assert_false(changes_close(changes_open(&w.job), true));
    documented_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables),
        cmocka_unit_test(a_log_that_cannot_be_read),
    };
    return hash_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
