/* Cases, identities, lists of cases, free cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/study.h"

/* ---- one case ---- */

static void a_case_comes_back(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const struct case_record in = {.id = STR("x-9"),
                                   .group = STR("ma"),
                                   .sex = STR("f"),
                                   .birth_date = STR("1985-04"),
                                   .municipality = STR("44021"),
                                   .language = STR("ar"),
                                   .generation = STR("2"),
                                   .interviewer = STR("an"),
                                   .mode = STR("cawi"),
                                   .questionnaire = hash_of(STR("fixed"))};
    const struct identity person = {STR("A"), STR("B"), STR("C 1"), STR("9000"), STR("09"), STR("a@b")};
    study_expect(study, store_add_cases(study->store, &in, &person, 1), STORE_OK);
    study_reopen(study);
    struct case_record out;
    study_expect(study, store_case(study->store, STR("x-9"), arena, &out), STORE_OK);
    assert_true(str_equal(out.id, in.id) && str_equal(out.group, in.group) && str_equal(out.sex, in.sex));
    assert_true(str_equal(out.birth_date, in.birth_date) && str_equal(out.municipality, in.municipality));
    assert_true(str_equal(out.language, in.language) && str_equal(out.generation, in.generation));
    assert_true(str_equal(out.interviewer, in.interviewer) && str_equal(out.mode, in.mode));
    assert_true(hash_equal(&out.questionnaire, &in.questionnaire));
    struct identity who;
    study_expect(study, store_identity(study->store, STR("x-9"), arena, &who), STORE_OK);
    assert_true(str_equal(who.first_name, person.first_name) && str_equal(who.last_name, person.last_name));
    assert_true(str_equal(who.street, person.street) && str_equal(who.postcode, person.postcode));
    assert_true(str_equal(who.phone, person.phone) && str_equal(who.email, person.email));
    assert_int_equal(store_case(study->store, STR("none"), arena, &out), STORE_NOT_FOUND);
    assert_int_equal(store_identity(study->store, STR("none"), arena, &who), STORE_NOT_FOUND);
    study_assert_whole(study);
    arena_free(arena);
}

static void a_sample_is_all_or_nothing(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const struct case_record known[] = {{.id = STR("d1")}, {.id = STR("c2")}};
    const struct case_record twice[] = {{.id = STR("d1")}, {.id = STR("d1")}};
    const struct case_record nameless[] = {{.id = STR("d1")}, {.id = STR("")}};
    const struct case_record mode[] = {{.id = STR("d1")}, {.id = STR("d2"), .mode = STR("phone")}};
    const struct case_record bytes[] = {{.id = STR("d1")}, {.id = STR("d2"), .municipality = STR("\xff")}};
    study_expect(study, store_add_cases(study->store, known, NULL, 2), STORE_EXISTS);
    assert_non_null(strstr(store_message(study->store), "c2"));
    study_expect(study, store_add_cases(study->store, twice, NULL, 2), STORE_EXISTS);
    study_expect(study, store_add_cases(study->store, nameless, NULL, 2), STORE_REFUSED);
    study_expect(study, store_add_cases(study->store, mode, NULL, 2), STORE_REFUSED);
    study_expect(study, store_add_cases(study->store, bytes, NULL, 2), STORE_REFUSED);
    struct case_record out;
    assert_int_equal(store_case(study->store, STR("d1"), arena, &out), STORE_NOT_FOUND);
    study_assert_whole(study);
    arena_free(arena);
}

/* Words that are the same in several places count once. */
static void the_same_word_twice(void **state)
{
    struct study *study = *state;
    const struct case_record record = {.id = STR("jan jan"), .municipality = STR("Jan-Jan")};
    const struct identity person = {
        .first_name = STR("Jan"), .last_name = STR("JAN"), .street = STR("jan jan")};
    study_expect(study, store_add_cases(study->store, &record, &person, 1), STORE_OK);
    study_assert_whole(study);
    study_expect(study, store_rebuild(study->store), STORE_OK);
    study_assert_whole(study);
}

/* ---- lists ---- */

/* Ids of the list, apart by blanks. */
static struct str list(struct study *study, struct arena *arena, struct case_filter filter,
                       enum case_sort sort, size_t offset, size_t max)
{
    struct case_line *lines = NULL;
    size_t n = 0;
    struct str ids = STR_EMPTY;
    study_expect(study, store_list_cases(study->store, &filter, sort, offset, max, arena, &lines, &n),
                 STORE_OK);
    for (size_t i = 0; i < n; i++) {
        ids = arena_format(arena, "%.*s%s%.*s", STR_ARG(ids), i ? " " : "", STR_ARG(lines[i].id));
    }
    return ids;
}

static size_t counted(struct study *study, struct case_filter filter)
{
    size_t n = 0;
    study_expect(study, store_count_cases(study->store, &filter, &n), STORE_OK);
    return n;
}

/* c1 suspended at 30, c2 running at 20, c3 new, d4 completed at 10, d5 stopped at 40. */
static void make_lists(struct study *study)
{
    static const struct case_record more[] = {
        {.id = {"d4", 2}, .group = {"tr", 2}, .municipality = {"Gent", 4}, .interviewer = {"bo", 2}},
        {.id = {"d5", 2},
         .group = {"be", 2},
         .municipality = {"\xc3\x89vergem", 8},
         .interviewer = {"an", 2}},
    };
    static const struct {
        const char *id;
        const char *status;
        int64_t at;
    } acts[] = {
        {"c1", "suspended", 30}, {"c2", "started", 20}, {"d4", "completed", 10}, {"d5", "stopped moved", 40}};
    study_expect(study, store_add_cases(study->store, more, NULL, 2), STORE_OK);
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        struct change change = {
            .reg = REGISTER_STATUS, .state = CELL_ANSWERED, .value = str_from(acts[i].status)};
        struct act act = study_answer(acts[i].id, "", 0, "");
        act.changes = &change;
        act.wall_ms = acts[i].at;
        study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    }
}

static void lists_are_sorted(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    make_lists(study);
    struct case_filter all = {.status = -1};
    assert_string_equal(list(study, arena, all, CASES_BY_ID, 0, 9).ptr, "c1 c2 c3 d4 d5");
    assert_string_equal(list(study, arena, all, CASES_BY_CHANGED, 0, 9).ptr, "d5 c1 c2 d4 c3");
    assert_string_equal(list(study, arena, all, CASES_BY_STATUS, 0, 9).ptr, "c3 c2 c1 d4 d5");
    assert_string_equal(list(study, arena, all, CASES_BY_MUNICIPALITY, 0, 9).ptr, "c2 c3 c1 d4 d5");
    assert_string_equal(list(study, arena, all, CASES_BY_ID, 1, 2).ptr, "c2 c3");
    assert_string_equal(list(study, arena, all, CASES_BY_CHANGED, 4, 9).ptr, "c3");
    assert_int_equal(list(study, arena, all, CASES_BY_ID, 5, 9).len, 0);
    arena_free(arena);
}

static void lists_are_filtered(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    make_lists(study);
    static const struct {
        struct case_filter filter;
        const char *ids;
        size_t n;
    } wanted[] = {
        {{.status = -1}, "c1 c2 c3 d4 d5", 5},
        {{.status = -1, .interviewer = {"an", 2}}, "c1 c2 d5", 3},
        {{.status = -1, .group = {"be", 2}}, "c1 c3 d5", 3},
        {{.status = -1, .group = {"be", 2}, .interviewer = {"an", 2}}, "c1 d5", 2},
        {{.status = CASE_RUNNING}, "c2", 1},
        {{.status = CASE_NEW}, "c3", 1},
        {{.status = -1, .open_only = true}, "c1 c2 c3", 3},
        {{.status = -1, .open_only = true, .interviewer = {"an", 2}}, "c1 c2", 2},
        {{.status = -1, .search = {"gen", 3}}, "c1 c3 d4", 3},
        {{.status = -1, .search = {"gen", 3}, .interviewer = {"bo", 2}}, "c3 d4", 2},
        {{.status = -1, .search = {"GENT", 4}}, "c1 d4", 2},
        {{.status = -1, .search = {"ever", 4}}, "d5", 1},
        {{.status = -1, .search = {"\xc3\x89V", 3}}, "d5", 1},
        {{.status = -1, .search = {"zoe", 3}}, "c1", 1},
        {{.status = -1, .search = {"Zo\xc3\xab P", 6}}, "c1", 1},
        {{.status = -1, .search = {"peeters z", 9}}, "c1", 1},
        {{.status = -1, .search = {"yildiz", 6}}, "c2", 1},
        {{.status = -1, .search = {"de sm", 5}}, "c3", 1},
        {{.status = -1, .search = {"kerk", 4}}, "c3", 1},
        {{.status = -1, .search = {"d", 1}, .group = {"tr", 2}}, "c2 d4", 2},
        {{.status = -1, .search = {"c", 1}}, "c1 c2 c3", 3},
        {{.status = -1, .search = {"straat", 6}}, "", 0},
        {{.status = -1, .search = {"%", 1}}, "c1 c2 c3 d4 d5", 5},
        {{.status = -1, .interviewer = {"'", 1}}, "", 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        const char *ids = list(study, arena, wanted[i].filter, CASES_BY_ID, 0, 9).ptr;
        assert_string_equal(ids, wanted[i].ids);
        assert_int_equal(counted(study, wanted[i].filter), wanted[i].n);
    }
    arena_free(arena);
}

static void a_line_says_all(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const struct change changes[] = {
        {.reg = REGISTER_STATUS, .state = CELL_ANSWERED, .value = STR("stopped moved")},
        {.reg = REGISTER_PLACE, .state = CELL_ANSWERED, .value = STR("age 0")},
        {.reg = REGISTER_ANSWER, .item = STR("age"), .state = CELL_ANSWERED, .value = STR("41")},
    };
    struct act act = study_answer("c1", "age", 0, "");
    act.changes = changes;
    act.n = 3;
    act.wall_ms = 77;
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    struct case_filter filter = {.status = -1, .search = STR("c1")};
    struct case_line *line = NULL;
    size_t n = 0;
    study_expect(study, store_list_cases(study->store, &filter, CASES_BY_ID, 0, 9, arena, &line, &n),
                 STORE_OK);
    assert_int_equal(n, 1);
    assert_true(str_is(line->id, "c1") && str_is(line->group, "be") && str_is(line->municipality, "Gent"));
    assert_true(str_is(line->interviewer, "an") && str_is(line->last_name, "Peeters"));
    assert_true(str_is(line->first_name, "Zo\xc3\xab") && str_is(line->street, "Korenmarkt 1"));
    assert_int_equal(line->status, CASE_STOPPED);
    assert_true(str_is(line->place, "age 0") && str_is(line->outcome, "moved"));
    assert_int_equal(line->answers, 1);
    assert_int_equal(line->changed_ms, 77);
    arena_free(arena);
}

/* ---- free cases ---- */

static void the_lowest_new_case_is_free(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct str id = STR_EMPTY;
    study_expect(study, store_free_case(study->store, STR_EMPTY, arena, &id), STORE_OK);
    assert_string_equal(id.ptr, "c1");
    study_expect(study, store_free_case(study->store, STR("tr"), arena, &id), STORE_OK);
    assert_string_equal(id.ptr, "c2");
    make_lists(study);
    study_expect(study, store_free_case(study->store, STR_EMPTY, arena, &id), STORE_OK);
    assert_string_equal(id.ptr, "c3");
    study_expect(study, store_free_case(study->store, STR("tr"), arena, &id), STORE_NOT_FOUND);
    study_expect(study, store_claim(study->store, STR("c3")), STORE_OK);
    study_expect(study, store_free_case(study->store, STR("be"), arena, &id), STORE_NOT_FOUND);
    study_expect(study, store_release(study->store, STR("c3")), STORE_OK);
    study_expect(study, store_free_case(study->store, STR("be"), arena, &id), STORE_OK);
    assert_string_equal(id.ptr, "c3");
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_case_comes_back),           TEST(a_sample_is_all_or_nothing),
        TEST(the_same_word_twice),         TEST(lists_are_sorted),
        TEST(lists_are_filtered),          TEST(a_line_says_all),
        TEST(the_lowest_new_case_is_free),
    };
    return cmocka_run_group_tests_name("store cases", tests, NULL, NULL);
}
