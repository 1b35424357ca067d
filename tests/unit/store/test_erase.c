/* Forgetting: what the law asks for is gone from the file, what it does not ask for stays, the chain holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "tests/unit/store/study.h"

/* Is this text anywhere in the study file or its journal? */
static bool on_disk(struct study *study, const char *text)
{
    static const char *const ends[] = {"", "-journal"};
    struct arena *arena = arena_new();
    bool found = false;
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        struct str bytes = STR_EMPTY;
        struct str path = arena_format(arena, "%s%s", study->path, ends[i]);
        if (file_exists(path.ptr)) {
            assert_true(file_read(arena, path.ptr, path, (size_t)16 << 20, &bytes, NULL));
            found = found || str_find(bytes, str_from(text), 0) < bytes.len;
        }
    }
    arena_free(arena);
    return found;
}

static void append(struct study *study, struct act act)
{
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
}

struct content {
    char text[2048];
};

static bool describe(void *context, const struct change *change, const struct hash *event)
{
    struct content *content = context;
    (void)event;
    size_t at = strlen(content->text);
    snprintf(content->text + at, sizeof content->text - at, "%s.%.*s.%u=%s:%.*s ",
             act_register_name(change->reg), STR_ARG(change->item), change->row,
             cell_state_name(change->state), STR_ARG(change->value));
    return true;
}

static void expect_registers(struct study *study, const char *case_id, const char *wanted)
{
    struct content content = {""};
    study_expect(study, store_read_registers(study->store, str_from(case_id), describe, &content), STORE_OK);
    assert_string_equal(content.text, wanted);
}

static bool note_erased(void *context, const struct act *act)
{
    struct content *content = context;
    size_t at = strlen(content->text);
    assert_true(!act->erased || (act->n == 0 && act->reason.len == 0));
    snprintf(content->text + at, sizeof content->text - at, "%s%s(%.*s) ", act_kind_name(act->kind),
             act->erased ? "-" : "+", STR_ARG(act->reason));
    return true;
}

static void expect_acts(struct study *study, const char *case_id, const char *wanted)
{
    struct content content = {""};
    study_expect(study, store_read_acts(study->store, str_from(case_id), note_erased, &content), STORE_OK);
    assert_string_equal(content.text, wanted);
}

static void an_answer_is_erased_everywhere(void **state)
{
    struct study *study = *state;
    static const struct change two[] = {
        {.reg = REGISTER_ANSWER,
         .item = {"job", 3},
         .state = CELL_ANSWERED,
         .value = {"bakery Verdonck", 15}},
        {.reg = REGISTER_PLACE, .state = CELL_ANSWERED, .value = {"job 0", 5}},
    };
    struct act both = study_answer("c1", "job", 0, "");
    both.changes = two;
    both.n = 2;
    both.reason = STR("spelt by Vanderzwaluw");
    append(study, study_answer("c1", "job", 0, "baker Quickenborne"));
    append(study, study_answer("c1", "age", 0, "41"));
    append(study, both);
    append(study, study_answer("c1", "job", 1, "other row Jonckheere"));
    append(study, study_answer("c2", "job", 0, "other case Wittebrood"));
    assert_true(on_disk(study, "Quickenborne") && on_disk(study, "Verdonck") &&
                on_disk(study, "Vanderzwaluw"));
    study_expect(study, store_erase(study->store, STR("c1"), STR("job"), 0, STR("name in answer")), STORE_OK);
    assert_false(on_disk(study, "Quickenborne") || on_disk(study, "Verdonck") ||
                 on_disk(study, "Vanderzwaluw"));
    assert_true(on_disk(study, "Jonckheere") && on_disk(study, "Wittebrood"));
    expect_acts(study, "c1", "answer-() answer+() answer-() answer+() erase+(name in answer) ");
    expect_registers(study, "c1",
                     "answer.age.0=answered:41 answer.job.0=not_reached: "
                     "answer.job.1=answered:other row Jonckheere place..0=answered:job 0 ");
    study_assert_whole(study);
    study_expect(study, store_rebuild(study->store), STORE_OK);
    expect_registers(study, "c1",
                     "answer.age.0=answered:41 answer.job.0=not_reached: "
                     "answer.job.1=answered:other row Jonckheere place..0=answered:job 0 ");
    struct arena *arena = arena_new();
    assert_int_equal(study_verify(study, arena).erased, 2);
    arena_free(arena);
}

/* An undo writes the text again, under another item's header; and the same item may be erased twice. */
static void an_undo_does_not_bring_it_back(void **state)
{
    struct study *study = *state;
    static const struct change restored = {
        .reg = REGISTER_ANSWER, .item = {"job", 3}, .state = CELL_ANSWERED, .value = {"Quickenborne", 12}};
    struct act undo = study_answer("c1", "age", 0, "");
    undo.kind = ACT_UNDO;
    undo.changes = &restored;
    append(study, study_answer("c1", "job", 0, "Quickenborne"));
    append(study, undo);
    study_expect(study, store_erase(study->store, STR("c1"), STR("job"), 0, STR("once")), STORE_OK);
    assert_false(on_disk(study, "Quickenborne"));
    append(study, study_answer("c1", "job", 0, "again Quickenborne"));
    study_expect(study, store_erase(study->store, STR("c1"), STR("job"), 0, STR("twice")), STORE_OK);
    assert_false(on_disk(study, "Quickenborne"));
    expect_acts(study, "c1", "answer-() undo-() erase-() answer-() erase+(twice) ");
    study_assert_whole(study);
}

static void a_case_is_forgotten(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    static const struct change done = {
        .reg = REGISTER_STATUS, .state = CELL_ANSWERED, .value = {"completed", 9}};
    struct act complete = study_answer("c1", "", 0, "");
    complete.changes = &done;
    append(study, study_answer("c1", "job", 0, "Quickenborne"));
    append(study, study_answer("c2", "job", 0, "Wittebrood"));
    append(study, complete);
    study_expect(study, store_put_packed(study->store, STR("c1"), STR("packed Quickenborne")), STORE_OK);
    study_expect(study, store_forget(study->store, STR("c1"), STR("asked by letter")), STORE_OK);
    assert_false(on_disk(study, "Quickenborne") || on_disk(study, "Peeters") || on_disk(study, "peeters"));
    assert_false(on_disk(study, "Korenmarkt") || on_disk(study, "korenmarkt"));
    assert_true(on_disk(study, "Wittebrood") && on_disk(study, "De Smet"));
    struct identity who;
    study_expect(study, store_identity(study->store, STR("c1"), arena, &who), STORE_OK);
    assert_int_equal(who.last_name.len + who.first_name.len + who.street.len, 0);
    expect_acts(study, "c1", "answer-() answer-() erase+(asked by letter) ");
    expect_registers(study, "c1", "answer.job.0=not_reached: status..0=answered:completed ");
    struct case_filter filter = {.status = CASE_COMPLETED};
    size_t n = 0;
    study_expect(study, store_count_cases(study->store, &filter, &n), STORE_OK);
    assert_int_equal(n, 1);
    filter = (struct case_filter){.status = -1, .search = STR("peeters")};
    study_expect(study, store_count_cases(study->store, &filter, &n), STORE_OK);
    assert_int_equal(n, 0);
    study_assert_whole(study);
    arena_free(arena);
}

/* Also one that never said anything: its name was known. */
static void a_silent_case_is_forgotten(void **state)
{
    struct study *study = *state;
    study_expect(study, store_forget(study->store, STR("c3"), STR("asked")), STORE_OK);
    assert_false(on_disk(study, "De Smet"));
    expect_acts(study, "c3", "erase+(asked) ");
    study_assert_whole(study);
}

static void erasing_asks_for_a_reason_and_a_target(void **state)
{
    struct study *study = *state;
    append(study, study_answer("c1", "job", 0, "x"));
    study_expect(study, store_erase(study->store, STR("c1"), STR("job"), 0, STR_EMPTY), STORE_REFUSED);
    study_expect(study, store_forget(study->store, STR("c1"), STR_EMPTY), STORE_REFUSED);
    study_expect(study, store_erase(study->store, STR("c1"), STR("jobs"), 0, STR("r")), STORE_NOT_FOUND);
    study_expect(study, store_erase(study->store, STR("c1"), STR("job"), 1, STR("r")), STORE_NOT_FOUND);
    study_expect(study, store_erase(study->store, STR("c9"), STR("job"), 0, STR("r")), STORE_NOT_FOUND);
    study_expect(study, store_erase(study->store, STR("c1"), STR("job"), 0, STR("\xff")), STORE_REFUSED);
    expect_acts(study, "c1", "answer+() ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_is_erased_everywhere),
        TEST(an_undo_does_not_bring_it_back),
        TEST(a_case_is_forgotten),
        TEST(a_silent_case_is_forgotten),
        TEST(erasing_asks_for_a_reason_and_a_target),
    };
    return cmocka_run_group_tests_name("store erase", tests, NULL, NULL);
}
