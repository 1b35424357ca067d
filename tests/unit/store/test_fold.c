/* Caches: what is folded act by act, what is folded again from the log, and what verify says of either. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/support/rows.h"
#include "tests/unit/store/study.h"

/* ---- acts as words ---- */

static struct str unblank(struct arena *arena, struct str text)
{
    struct str copy = arena_copy(arena, text);
    char *at = arena_array(arena, copy.len + 1, 1);
    for (size_t i = 0; i < copy.len; i++) {
        at[i] = copy.ptr[i] == '_' ? ' ' : copy.ptr[i];
    }
    return (struct str){at, copy.len};
}

/* "register.item.row=value" */
static struct change parse_change(struct rows *rows, struct str word)
{
    struct change change = {.state = CELL_ANSWERED};
    struct str place = STR_EMPTY;
    assert_true(str_split(&word, '=', &place));
    struct str reg = STR_EMPTY;
    struct str item = STR_EMPTY;
    assert_true(str_split(&place, '.', &reg));
    rows_check(rows, act_register_parse(reg, &change.reg), "register %.*s", STR_ARG(reg));
    if (place.len && str_split(&place, '.', &item)) {
        change.item = item;
    }
    int64_t row = 0;
    change.row = place.len && str_to_int64(place, &row) ? (uint32_t)row : 0;
    change.value = unblank(rows_arena(rows), word);
    static const struct {
        const char *text;
        enum cell_state state;
    } marks[] = {{"?", CELL_DONT_KNOW}, {"!", CELL_REFUSED}, {"-", CELL_NOT_REACHED}};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        if (str_is(word, marks[i].text)) {
            change.state = marks[i].state;
            change.value = STR_EMPTY;
        }
    }
    return change;
}

static void append_words(struct rows *rows, struct study *study, struct str words)
{
    struct str kind = STR_EMPTY;
    struct change changes[8];
    size_t n = 0;
    words = str_trim(words);
    assert_true(str_split(&words, ' ', &kind));
    struct str word = STR_EMPTY;
    while (words.len && str_split(&words, ' ', &word)) {
        assert_true(n < ARRAY_LEN(changes));
        changes[n++] = parse_change(rows, word);
    }
    struct act act = study_answer("c1", "", 0, "");
    rows_check(rows, act_kind_parse(kind, &act.kind), "kind %.*s", STR_ARG(kind));
    act.changes = changes;
    act.n = n;
    rows_check(rows, store_append(study->store, &act, 1) == STORE_OK, "%s", store_message(study->store));
}

/* ---- registers as words ---- */

static bool describe(void *context, const struct change *change, const struct hash *event)
{
    static const struct hash zero;
    struct buf *out = context;
    assert_false(hash_equal(event, &zero));
    buf_add_text(out, out->len ? ", " : "");
    const char *mark = change->state == CELL_DONT_KNOW ? "?" : change->state == CELL_REFUSED ? "!" : "-";
    buf_format(out, "%s.%.*s.%u=", act_register_name(change->reg), STR_ARG(change->item), change->row);
    if (change->state == CELL_ANSWERED) {
        buf_add(out, change->value);
    } else {
        buf_add_text(out, mark);
    }
    return true;
}

static void check_caches(struct rows *rows, struct study *study, const struct row *row)
{
    struct case_filter filter = {.status = -1};
    struct case_line *lines = NULL;
    size_t n = 0;
    study_expect(study,
                 store_list_cases(study->store, &filter, CASES_BY_ID, 0, 1, rows_arena(rows), &lines, &n),
                 STORE_OK);
    assert_int_equal(n, 1);
    rows_equal(rows, str_from(case_status_name(lines[0].status)), row->field[1], "status");
    rows_equal(rows, lines[0].place, row->field[2], "place");
    rows_equal(rows, arena_format(rows_arena(rows), "%u", lines[0].answers), row->field[3], "answers");
    rows_equal(rows, lines[0].outcome, row->field[4], "outcome");
    struct buf registers = buf_new(BUF_LIMIT_DEFAULT);
    study_expect(study, store_read_registers(study->store, STR("c1"), describe, &registers), STORE_OK);
    rows_equal(rows, buf_str(&registers), row->field[5], "registers");
    buf_free(&registers);
}

static void caches_follow_the_log(void **state)
{
    (void)state;
    struct rows *rows = rows_open("store-fold");
    struct row row;
    while (rows_next(rows, &row)) {
        struct study *study = study_new();
        struct str rest = row.field[0];
        struct str words = STR_EMPTY;
        while (rest.len && str_split(&rest, ';', &words)) {
            append_words(rows, study, words);
        }
        check_caches(rows, study, &row);
        study_assert_whole(study);
        study_expect(study, store_rebuild(study->store), STORE_OK);
        check_caches(rows, study, &row);
        study_assert_whole(study);
        study_free(study);
    }
    rows_close(rows);
}

/* ---- many random acts ---- */

static void append_random(struct study *study, struct draws *draws)
{
    static const char *const items[] = {"a", "b", "c", "d"};
    struct change changes[3];
    size_t n = draws_below(draws, 4);
    for (size_t i = 0; i < n; i++) {
        changes[i] = (struct change){.reg = (enum act_register)draws_below(draws, REGISTER_COUNT),
                                     .item = str_from(items[draws_below(draws, 4)]),
                                     .row = draws_below(draws, 3),
                                     .state = (enum cell_state)draws_below(draws, CELL_STATES),
                                     .value = str_from(items[draws_below(draws, 4)])};
    }
    struct act act = study_answer(draws_below(draws, 2) ? "c1" : "c2", "a", 0, "");
    act.kind = (enum act_kind)draws_below(draws, ACT_KINDS);
    act.changes = changes;
    act.n = n;
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
}

static void random_logs_fold_the_same_both_ways(void **state)
{
    struct study *study = *state;
    struct draws draws = draws_new(hash_of(STR("random logs")));
    for (int i = 0; i < 400; i++) {
        append_random(study, &draws);
        if (i % 50 == 17) {
            study_expect(study, store_erase(study->store, STR("c1"), STR("b"), 1, STR("asked")), STORE_OK);
        }
    }
    study_assert_whole(study);
}

/* ---- packed rows ---- */

static void a_packed_row_goes_with_the_next_act(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct str bytes = STR_EMPTY;
    struct act act = study_answer("c2", "a", 0, "1");
    assert_int_equal(store_get_packed(study->store, STR("c1"), arena, &bytes), STORE_NOT_FOUND);
    study_expect(study, store_put_packed(study->store, STR("c1"), STR("\0\1two")), STORE_OK);
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    study_expect(study, store_get_packed(study->store, STR("c1"), arena, &bytes), STORE_OK);
    assert_true(str_equal(bytes, STR("\0\1two")));
    act.case_id = STR("c1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    assert_int_equal(store_get_packed(study->store, STR("c1"), arena, &bytes), STORE_NOT_FOUND);
    assert_int_equal(store_put_packed(study->store, STR("nobody"), STR("x")), STORE_NOT_FOUND);
    arena_free(arena);
}

/* The version that a case was started with is fixed by its first act. */
static void a_case_keeps_its_version(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct case_record record;
    static const struct hash zero;
    study_expect(study, store_case(study->store, STR("c1"), arena, &record), STORE_OK);
    assert_true(hash_equal(&record.questionnaire, &zero));
    struct act start = study_answer("c1", "", 0, "");
    start.kind = ACT_START;
    start.n = 0;
    study_expect(study, store_append(study->store, &start, 1), STORE_OK);
    struct hash first = start.questionnaire;
    start.questionnaire = hash_of(STR("newer"));
    study_expect(study, store_append(study->store, &start, 1), STORE_OK);
    study_expect(study, store_case(study->store, STR("c1"), arena, &record), STORE_OK);
    assert_true(hash_equal(&record.questionnaire, &first));
    study_assert_whole(study);
    arena_free(arena);
}

/* Another start does not change it; only an act that says so does. */
static void a_migrated_case_has_the_version_of_that_act(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct case_record record;
    struct act act = study_answer("c1", "", 0, "");
    act.n = 0;
    act.kind = ACT_START;
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    const char *versions[] = {"newer", "older", "newer"};
    for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
        act.kind = ACT_MIGRATE;
        act.questionnaire = hash_of(str_from(versions[i]));
        study_expect(study, store_append(study->store, &act, 1), STORE_OK);
        study_expect(study, store_case(study->store, STR("c1"), arena, &record), STORE_OK);
        assert_true(hash_equal(&record.questionnaire, &act.questionnaire));
        study_assert_whole(study);
    }
    study_expect(study, store_rebuild(study->store), STORE_OK);
    study_expect(study, store_case(study->store, STR("c1"), arena, &record), STORE_OK);
    assert_true(hash_equal(&record.questionnaire, &act.questionnaire));
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caches_follow_the_log),
        TEST(random_logs_fold_the_same_both_ways),
        TEST(a_packed_row_goes_with_the_next_act),
        TEST(a_case_keeps_its_version),
        TEST(a_migrated_case_has_the_version_of_that_act),
    };
    return cmocka_run_group_tests_name("store fold", tests, NULL, NULL);
}
