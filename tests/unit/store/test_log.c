/* The log: what is appended comes back, in order, chained, and cannot be changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"
#include "tests/unit/store/study.h"

struct seen {
    size_t n;
    struct hash id[64], prev[64];
    uint64_t seq[64];
    char text[4096];
};

static bool see(void *context, const struct act *act)
{
    struct seen *seen = context;
    seen->id[seen->n] = act->id;
    seen->prev[seen->n] = act->prev;
    seen->seq[seen->n++] = act->seq;
    size_t at = strlen(seen->text);
    at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "%s %.*s %s", act_kind_name(act->kind),
                           STR_ARG(act->case_id), act->erased ? "erased" : "");
    for (size_t i = 0; i < act->n; i++) {
        at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "[%s %.*s/%u %s '%.*s']",
                               act_register_name(act->changes[i].reg), STR_ARG(act->changes[i].item),
                               act->changes[i].row, cell_state_name(act->changes[i].state),
                               STR_ARG(act->changes[i].value));
    }
    snprintf(seen->text + at, sizeof seen->text - at, "(%.*s)\n", STR_ARG(act->reason));
    return seen->n < 64;
}

static void acts_come_back(void **state)
{
    struct study *study = *state;
    struct act first = study_answer("c1", "age", 0, "41");
    struct act second = study_answer("c1", "age", 0, "42");
    second.reason = STR("misheard");
    assert_int_equal(store_append(study->store, &first, 1), STORE_OK);
    assert_int_equal(store_append(study->store, &second, 1), STORE_OK);
    study_reopen(study);
    struct seen seen = {0};
    assert_int_equal(store_read_acts(study->store, STR("c1"), see, &seen), STORE_OK);
    assert_string_equal(seen.text, "answer c1 [answer age/0 answered '41']()\n"
                                   "answer c1 [answer age/0 answered '42'](misheard)\n");
    assert_true(hash_equal(&seen.prev[1], &first.id));
    assert_true(hash_equal(&seen.id[1], &second.id));
    assert_int_equal(seen.seq[1], 2);
}

/* Every field of the header and the payload, as it went in. */
static bool compare(void *context, const struct act *got)
{
    const struct act *act = context;
    assert_int_equal(got->kind, act->kind);
    assert_true(str_equal(got->case_id, act->case_id));
    assert_true(str_equal(got->item, act->item));
    assert_int_equal(got->row, act->row);
    assert_true(str_equal(got->reason, act->reason));
    assert_true(str_equal(got->user, act->user));
    assert_true(str_equal(got->language, act->language));
    assert_true(str_equal(got->device, act->device));
    assert_true(hash_equal(&got->questionnaire, &act->questionnaire));
    assert_true(hash_equal(&got->undoes, &act->undoes));
    assert_true(hash_equal(&got->id, &act->id));
    assert_true(hash_equal(&got->prev, &act->prev));
    assert_int_equal(got->wall_ms, act->wall_ms);
    assert_int_equal(got->boot_ms, act->boot_ms);
    assert_int_equal(got->shown_ms, act->shown_ms);
    assert_int_equal(got->idle_ms, act->idle_ms);
    assert_int_equal(got->seq, act->seq);
    assert_int_equal(got->n, act->n);
    for (size_t i = 0; i < act->n; i++) {
        assert_int_equal(got->changes[i].reg, act->changes[i].reg);
        assert_int_equal(got->changes[i].state, act->changes[i].state);
        assert_int_equal(got->changes[i].row, act->changes[i].row);
        assert_true(str_equal(got->changes[i].item, act->changes[i].item));
        assert_true(str_equal(got->changes[i].value, act->changes[i].value));
    }
    return true;
}

static void every_field_comes_back(void **state)
{
    struct study *study = *state;
    char *text = calloc(1, 300000);
    assert_non_null(text);
    memset(text, 'x', 299999);
    const struct change changes[] = {
        {.reg = REGISTER_ANSWER, .item = STR("a"), .row = UINT32_MAX, .state = CELL_REFUSED},
        {.reg = REGISTER_CONFIRM,
         .item = STR("check"),
         .row = 3,
         .state = CELL_ANSWERED,
         .value = STR("\xc3\xa9\n")},
        {.reg = REGISTER_NOTE, .item = STR("a"), .row = 127, .state = CELL_ANSWERED, .value = str_from(text)},
        {.reg = REGISTER_ORDER, .row = 128, .state = CELL_DONT_KNOW, .value = STR("3 1 2")},
    };
    struct act act = {.kind = ACT_CONFIRM,
                      .case_id = STR("c2"),
                      .item = STR("check"),
                      .row = 77,
                      .changes = changes,
                      .n = ARRAY_LEN(changes),
                      .reason = STR("because"),
                      .undoes = hash_of(STR("u")),
                      .user = STR("bo"),
                      .language = STR("ar"),
                      .questionnaire = hash_of(STR("newer")),
                      .wall_ms = -5,
                      .boot_ms = INT64_MAX,
                      .shown_ms = UINT32_MAX,
                      .idle_ms = 1};
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    study_reopen(study);
    act.device = store_device(study->store);
    study_expect(study, store_read_acts(study->store, STR("c2"), compare, &act), STORE_OK);
    study_assert_whole(study);
    free(text);
}

static bool count(void *context, const struct act *act)
{
    (void)act;
    ++*(size_t *)context;
    return true;
}

static size_t acts_in(struct study *study, const char *case_id)
{
    size_t n = 0;
    study_expect(study, store_read_acts(study->store, str_from(case_id), count, &n), STORE_OK);
    return n;
}

static void a_batch_is_all_or_nothing(void **state)
{
    struct study *study = *state;
    struct act acts[] = {study_answer("c1", "a", 0, "1"), study_answer("c2", "b", 0, "2"),
                         study_answer("nobody", "c", 0, "3")};
    study_expect(study, store_append(study->store, acts, 3), STORE_NOT_FOUND);
    assert_non_null(strstr(store_message(study->store), "nobody"));
    assert_int_equal(acts_in(study, ""), 0);
    study_expect(study, store_append(study->store, acts, 2), STORE_OK);
    assert_int_equal(acts_in(study, ""), 2);
    assert_int_equal(acts_in(study, "c2"), 1);
    assert_int_equal(store_append(study->store, acts, 0), STORE_OK);
    study_assert_whole(study);
}

static void refuse(struct study *study, struct act act, enum store_status wanted)
{
    study_expect(study, store_append(study->store, &act, 1), wanted);
}

static void what_is_not_text_is_refused(void **state)
{
    struct study *study = *state;
    static const struct change nul = {.reg = REGISTER_ANSWER, .item = {"a", 1}, .value = {"x\0y", 3}};
    static const struct change bad = {.reg = REGISTER_ANSWER, .item = {"a", 1}, .value = {"\xff", 1}};
    static const struct change unknown = {.reg = REGISTER_COUNT, .item = {"a", 1}};
    struct act act = study_answer("c1", "a", 0, "1");
    act.changes = &nul;
    refuse(study, act, STORE_REFUSED);
    act.changes = &bad;
    refuse(study, act, STORE_REFUSED);
    act.changes = &unknown;
    refuse(study, act, STORE_REFUSED);
    act = study_answer("c1", "a", 0, "1");
    act.reason = STR("\xc0\x80");
    refuse(study, act, STORE_REFUSED);
    struct change *many = calloc(100001, sizeof *many);
    assert_non_null(many);
    act = study_answer("c1", "a", 0, "1");
    act.changes = many;
    act.n = 100001;
    refuse(study, act, STORE_REFUSED);
    free(many);
    act = study_answer("c1", "a", 0, "1");
    act.kind = ACT_KINDS;
    refuse(study, act, STORE_REFUSED);
    assert_int_equal(acts_in(study, ""), 0);
}

static bool stop_at_two(void *context, const struct act *act)
{
    (void)act;
    return ++*(size_t *)context < 2;
}

static void a_reader_may_stop_and_write(void **state)
{
    struct study *study = *state;
    for (int i = 0; i < 4; i++) {
        struct act act = study_answer("c1", "a", 0, "1");
        study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    }
    size_t n = 0;
    study_expect(study, store_read_acts(study->store, STR("c1"), stop_at_two, &n), STORE_OK);
    assert_int_equal(n, 2);
    assert_int_equal(store_read_acts(study->store, STR("nobody"), count, &n), STORE_NOT_FOUND);
}

/* The study's own acts belong to no case. */
static void acts_without_case(void **state)
{
    struct study *study = *state;
    struct act act = study_answer("", "a", 0, "1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    assert_int_equal(acts_in(study, ""), 1);
    study_assert_whole(study);
    study_expect(study, store_rebuild(study->store), STORE_OK);
    study_assert_whole(study);
}

static void the_user_is_filled_in(void **state)
{
    struct study *study = *state;
    struct act act = study_answer("c1", "a", 0, "1");
    struct act_sink sink = store_sink(study->store);
    assert_true(sink.write(sink.context, &act, 1));
    act.user = STR("an");
    study_expect(study, store_read_acts(study->store, STR("c1"), compare, &act), STORE_OK);
    act.case_id = STR("nobody");
    assert_false(sink.write(sink.context, &act, 1));
    assert_non_null(strstr(sink.message(sink.context), "nobody"));
}

/* ---- determinism ---- */

enum { MADE_CASES = 2, MADE_ACTS = 60 };

/* Acts about both cases in turn, that write few registers over and over. */
static void make_acts(struct arena *arena, struct act acts[MADE_ACTS])
{
    for (size_t i = 0; i < MADE_ACTS; i++) {
        const char *item = arena_format(arena, "q%zu", i * 7 % 5).ptr;
        const char *value = arena_format(arena, "%zu", i).ptr;
        acts[i] = study_answer(i / 8 % MADE_CASES ? "c2" : "c1", item, 0, value);
    }
}

/* A study of these acts, so many at a time; its last act's id. What it remembers fits its log. */
static struct hash make(struct study *study, size_t at_a_time)
{
    struct arena *arena = arena_new();
    struct store_options options = study->options;
    options.deterministic = true;
    options.seed = hash_of(STR("s"));
    struct hash questionnaire = hash_of(STR("q"));
    const struct definition_file file = {STR("a"), STR("b")};
    const struct case_record cases[MADE_CASES] = {{.id = STR("c1")}, {.id = STR("c2")}};
    const char *path = tmp_path(&study->tmp, arena_format(arena, "%zu.study", at_a_time).ptr);
    struct store *store = NULL;
    assert_int_equal(store_create(path, &options, "S", &file, 1, &questionnaire, NULL, &store, NULL),
                     STORE_OK);
    assert_int_equal(store_add_cases(store, cases, NULL, MADE_CASES), STORE_OK);
    struct act acts[MADE_ACTS];
    make_acts(arena, acts);
    for (size_t i = 0; i < MADE_ACTS; i += at_a_time) {
        size_t left = MADE_ACTS - i;
        assert_int_equal(store_append(store, &acts[i], left < at_a_time ? left : at_a_time), STORE_OK);
    }
    struct verify_report report;
    assert_int_equal(store_verify(store, arena, &report), STORE_OK);
    assert_int_equal(report.faults_n, 0);
    assert_int_equal(report.acts, MADE_ACTS);
    store_close(store);
    arena_free(arena);
    return report.tip;
}

static void one_seed_one_log(void **state)
{
    static const size_t batches[] = {2, 9, 20, MADE_ACTS};
    struct study *study = *state;
    struct hash single = make(study, 1);
    for (size_t i = 0; i < ARRAY_LEN(batches); i++) {
        struct hash batch = make(study, batches[i]);
        assert_true(hash_equal(&single, &batch));
    }
}

static void drawn_studies_differ(void **state)
{
    struct study *study = *state;
    struct act act = study_answer("c1", "a", 0, "1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    struct hash first = act.id;
    char device[32];
    snprintf(device, sizeof device, "%.*s", STR_ARG(store_device(study->store)));
    store_close(study->store);
    assert_int_equal(remove(study->path), 0);
    study_begin(study);
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    assert_false(hash_equal(&first, &act.id));
    assert_false(str_is(store_device(study->store), device));
}

/* ---- what an act replaces ---- */

static void an_act_names_what_it_replaces(void **state)
{
    struct study *study = *state;
    static const struct change two[] = {
        {.reg = REGISTER_ANSWER, .item = {"new", 3}, .state = CELL_ANSWERED, .value = {"x", 1}},
        {.reg = REGISTER_ANSWER, .item = {"age", 3}, .state = CELL_ANSWERED, .value = {"42", 2}},
    };
    struct act first = study_answer("c1", "age", 0, "41");
    struct act other_row = study_answer("c1", "age", 1, "9");
    struct act other_case = study_answer("c2", "age", 0, "9");
    struct act second = study_answer("c1", "age", 0, "42");
    second.changes = two;
    second.n = 2;
    study_expect(study, store_append(study->store, &first, 1), STORE_OK);
    study_expect(study, store_append(study->store, &other_row, 1), STORE_OK);
    study_expect(study, store_append(study->store, &other_case, 1), STORE_OK);
    study_expect(study, store_append(study->store, &second, 1), STORE_OK);
    sqlite3 *handle = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(study->path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(handle, "SELECT replaces FROM event ORDER BY n", -1, &stmt, NULL),
                     SQLITE_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        assert_int_equal(sqlite3_column_bytes(stmt, 0), 0);
    }
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_bytes(stmt, 0), 36);
    const unsigned char *bytes = sqlite3_column_blob(stmt, 0);
    assert_memory_equal(bytes, "\1\0\0\0", 4);
    assert_memory_equal(bytes + 4, first.id.bytes, HASH_BYTES);
    sqlite3_finalize(stmt);
    sqlite3_close(handle);
}

/* ---- settings and definitions ---- */

static void settings_and_definitions(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct str value = STR("x");
    study_expect(study, store_get_setting(study->store, STR("k"), arena, &value), STORE_OK);
    assert_int_equal(value.len, 0);
    study_expect(study, store_set_setting(study->store, STR("k"), STR("v")), STORE_OK);
    study_expect(study, store_set_setting(study->store, STR("k"), STR("w")), STORE_OK);
    study_reopen(study);
    study_expect(study, store_get_setting(study->store, STR("k"), arena, &value), STORE_OK);
    assert_true(str_is(value, "w"));
    struct hash old = store_current_questionnaire(study->store);
    const struct definition_file *files = NULL;
    size_t n = 0;
    study_expect(study, store_definition(study->store, &old, arena, &files, &n), STORE_OK);
    assert_int_equal(n, 2);
    assert_true(str_is(files[0].path, "questionnaire.yaml") && str_is(files[0].bytes, "id: test\n"));
    assert_true(str_is(files[1].path, "items/one.yaml") && str_is(files[1].bytes, "items: []\n"));
    struct hash new = hash_of(STR("newer"));
    assert_int_equal(store_definition(study->store, &new, arena, &files, &n), STORE_NOT_FOUND);
    const struct definition_file newer = {STR("questionnaire.yaml"), STR("id: newer\n")};
    study_expect(study, store_add_definition(study->store, &newer, 1, &new), STORE_OK);
    study_expect(study, store_add_definition(study->store, &newer, 1, &new), STORE_OK);
    const struct hash *versions = NULL;
    study_expect(study, store_versions(study->store, arena, &versions, &n), STORE_OK);
    assert_int_equal(n, 2);
    assert_true(hash_equal(&versions[0], &old) && hash_equal(&versions[1], &new));
    study_reopen(study);
    struct hash current = store_current_questionnaire(study->store);
    assert_true(hash_equal(&current, &new));
    study_expect(study, store_definition(study->store, &old, arena, &files, &n), STORE_OK);
    assert_int_equal(n, 2);
    study_expect(study, store_definition(study->store, &new, arena, &files, &n), STORE_OK);
    assert_int_equal(n, 1);
    struct hash seed = store_study_seed(study->store);
    struct hash given = hash_of(STR("seed"));
    assert_true(hash_equal(&seed, &given));
    assert_true(str_is(store_name(study->store), "Test"));
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(acts_come_back),
        TEST(every_field_comes_back),
        TEST(a_batch_is_all_or_nothing),
        TEST(what_is_not_text_is_refused),
        TEST(a_reader_may_stop_and_write),
        TEST(acts_without_case),
        TEST(the_user_is_filled_in),
        TEST(one_seed_one_log),
        TEST(drawn_studies_differ),
        TEST(an_act_names_what_it_replaces),
        TEST(settings_and_definitions),
    };
    return cmocka_run_group_tests_name("store log", tests, NULL, NULL);
}
