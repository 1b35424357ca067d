/*
 * Disks that fail: every call of SQLite to the disk fails once, or for ever, in its place or after it was
 * done, as a disk error or as a full disk. Whatever happens, what was said to be saved is there, what was
 * said not to be saved is not, and the file is whole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/file.h"
#include "tests/crash/shim_vfs.h"
#include "tests/support/rows.h"
#include "tests/unit/store/study.h"

static struct shim shim;

/* ---- one failure ---- */

static void use_shim(struct study *study)
{
    shim = (struct shim){.counted = SHIM_DISK_WRITES};
    assert_int_equal(shim_register(&shim, "faults", false), SQLITE_OK);
    study->options.vfs = "faults";
    study_reopen(study);
}

static void drop_shim(struct study *study)
{
    shim.at = 0;
    study->options.vfs = NULL;
    study_reopen(study);
    shim_remove(&shim);
}

static bool see(void *context, const struct act *act)
{
    const struct hash *wanted = ((struct hash **)context)[0];
    bool *found = ((bool **)context)[1];
    *found = *found || hash_equal(wanted, &act->id);
    return true;
}

static bool is_there(struct study *study, const struct act *act)
{
    bool found = false;
    struct hash id = act->id;
    void *context[] = {&id, &found};
    study_expect(study, store_read_acts(study->store, STR_EMPTY, see, context), STORE_OK);
    return found;
}

/* How many calls an append makes; the last one syncs the emptied journal. */
static uint64_t calls_of_append(struct study *study)
{
    struct act act = study_answer("c1", "a", 0, "0");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    uint64_t before = shim.calls;
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    return shim.calls - before;
}

/* The commit fails at its very last step: the act is in the file although COMMIT says no. */
static void an_ambiguous_commit_is_looked_up(void **state)
{
    struct study *study = *state;
    use_shim(study);
    struct act act = study_answer("c1", "a", 0, "1");
    uint64_t calls = calls_of_append(study);
    shim.at = shim.calls + calls;
    shim.code = SQLITE_IOERR_FSYNC;
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    assert_int_equal(shim.failed, 1);
    drop_shim(study);
    assert_true(is_there(study, &act));
    /* and only after one more transaction had reached the disk */
    struct arena *arena = arena_new();
    struct str failures = STR_EMPTY;
    study_expect(study, store_get_setting(study->store, STR("store.disk_failures"), arena, &failures),
                 STORE_OK);
    assert_string_equal(failures.ptr, "1");
    arena_free(arena);
    study_assert_whole(study);
}

static void a_failed_write_is_said(void **state)
{
    struct study *study = *state;
    use_shim(study);
    struct act act = study_answer("c1", "a", 0, "1");
    shim.at = shim.calls + 2;
    study_expect(study, store_append(study->store, &act, 1), STORE_IO);
    assert_non_null(strstr(store_message(study->store), store_status_text(STORE_IO)));
    assert_false(is_there(study, &act));
    struct act again = study_answer("c1", "a", 0, "1");
    study_expect(study, store_append(study->store, &again, 1), STORE_OK);
    assert_true(is_there(study, &again));
    drop_shim(study);
    study_assert_whole(study);
}

/* The same struct again, with the id of its first time: each failing call in turn. */
static void an_earlier_id_is_not_taken_for_this_one(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct act act = study_answer("c1", "a", 0, "1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    use_shim(study);
    shim.counted = SHIM_EVERYTHING;
    for (uint64_t at = 1; at < 10; at++) {
        study_reopen(study);
        uint64_t acts = study_verify(study, arena).acts;
        shim.at = shim.calls + at;
        bool saved = store_append(study->store, &act, 1) == STORE_OK;
        shim.at = 0;
        assert_int_equal(study_verify(study, arena).acts, acts + saved);
    }
    drop_shim(study);
    arena_free(arena);
}

/* Two failures: nothing is written any more; reading goes on. */
static void the_second_failure_ends_writing(void **state)
{
    struct study *study = *state;
    use_shim(study);
    struct act act = study_answer("c1", "a", 0, "1");
    for (int i = 0; i < 2; i++) {
        shim.at = shim.calls + 2;
        study_expect(study, store_append(study->store, &act, 1), STORE_IO);
    }
    uint64_t calls = shim.calls;
    study_expect(study, store_append(study->store, &act, 1), STORE_IO);
    assert_int_equal(shim.calls, calls);
    assert_false(is_there(study, &act));
    drop_shim(study);
    study_assert_whole(study);
}

/* The disk does not come back: nobody knows, and that is what is said. */
static void a_dead_disk_is_unsure(void **state)
{
    struct study *study = *state;
    use_shim(study);
    struct act act = study_answer("c1", "a", 0, "1");
    shim.counted = SHIM_EVERYTHING;
    shim.at = shim.calls + 6;
    shim.for_ever = true;
    study_expect(study, store_append(study->store, &act, 1), STORE_UNSURE);
    study_expect(study, store_append(study->store, &act, 1), STORE_IO);
    drop_shim(study);
    study_assert_whole(study);
}

/* ---- a full disk ---- */

static void the_ballast_is_freed_once(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *ballast = arena_copy(arena, str_from(tmp_path(&study->tmp, "test.study-ballast"))).ptr;
    assert_false(file_exists(ballast));
    study->options.ballast_bytes = 100000;
    use_shim(study);
    struct str bytes = STR_EMPTY;
    assert_true(file_read(arena, ballast, STR("ballast"), 1 << 20, &bytes, NULL));
    assert_int_equal(bytes.len, 100000);
    study_expect(study, store_check_room(study->store), STORE_OK);
    struct act act = study_answer("c1", "a", 0, "1");
    shim.at = shim.calls + 3;
    shim.code = SQLITE_FULL;
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    assert_false(file_exists(ballast));
    shim.at = shim.calls + 3;
    struct act second = study_answer("c1", "a", 0, "2");
    study_expect(study, store_append(study->store, &second, 1), STORE_FULL);
    assert_non_null(strstr(store_message(study->store), store_status_text(STORE_FULL)));
    assert_true(is_there(study, &act));
    assert_false(is_there(study, &second));
    /* room came back: the next one is saved, and a new ballast is laid before the next interview */
    study_expect(study, store_append(study->store, &second, 1), STORE_OK);
    study_expect(study, store_check_room(study->store), STORE_OK);
    assert_true(file_exists(ballast));
    drop_shim(study);
    study_assert_whole(study);
    arena_free(arena);
}

/* More room asked than there is on any disk: none is laid, and no interview should begin. */
static void no_room_is_said(void **state)
{
    struct study *study = *state;
    study->options.ballast_bytes = (int64_t)1 << 60;
    study_reopen(study);
    assert_false(file_exists(tmp_path(&study->tmp, "test.study-ballast")));
    study_expect(study, store_check_room(study->store), STORE_FULL);
}

/* ---- every call ---- */

enum { OPS = 6 };

/* What was done and what was said of it. */
struct outcome {
    bool opened;
    enum store_status said[OPS];
    struct act acts[OPS];
};

static void do_ops(struct study *study, struct outcome *outcome)
{
    static const struct case_record one = {.id = {"new", 3}};
    struct act *acts = outcome->acts;
    struct act pair[2] = {study_answer("c1", "a", 0, "1"), study_answer("c2", "b", 0, "2")};
    outcome->said[0] = store_append(study->store, pair, 2);
    acts[0] = pair[1];
    acts[1] = study_answer("c1", "a", 0, "3");
    outcome->said[1] = store_append(study->store, &acts[1], 1);
    outcome->said[2] = store_set_setting(study->store, STR("k"), STR("v"));
    outcome->said[3] = store_erase(study->store, STR("c1"), STR("a"), 0, STR("r"));
    outcome->said[4] = store_add_cases(study->store, &one, NULL, 1);
    acts[5] = study_answer("c3", "c", 0, "4");
    outcome->said[5] = store_append(study->store, &acts[5], 1);
}

static void agree(struct study *study, enum store_status said, bool there, const char *what)
{
    bool fits = said == STORE_UNSURE || (said == STORE_OK) == there;
    if (!fits) {
        fail_msg("%s: status %u, there %d; call %llu, %s, %s, code %d in %s", what, said, there,
                 (unsigned long long)shim.at, shim.for_ever ? "ever" : "once",
                 shim.after ? "after" : "before", shim.code, study->path);
    }
}

static void compare(struct study *study, const struct outcome *outcome)
{
    struct arena *arena = arena_new();
    struct str value = STR_EMPTY;
    struct case_record record;
    struct verify_report report = study_verify(study, arena);
    if (report.faults_n) {
        fail_msg("%s; call %llu", report.faults[0].ptr, (unsigned long long)shim.at);
    }
    agree(study, outcome->said[0], is_there(study, &outcome->acts[0]), "two acts");
    agree(study, outcome->said[1], is_there(study, &outcome->acts[1]), "one act");
    study_expect(study, store_get_setting(study->store, STR("k"), arena, &value), STORE_OK);
    agree(study, outcome->said[2], str_is(value, "v"), "setting");
    agree(study, outcome->said[3], report.erased > 0, "erase");
    agree(study, outcome->said[4], store_case(study->store, STR("new"), arena, &record) == STORE_OK, "case");
    agree(study, outcome->said[5], is_there(study, &outcome->acts[5]), "last act");
    arena_free(arena);
}

/* From a fresh copy of the study: open, do, look. False when the failing call was never reached. */
static bool sweep_once(struct study *study, struct str first, uint64_t at)
{
    struct outcome outcome = {0};
    tmp_write(&study->tmp, "test.study", first);
    unlink(tmp_path(&study->tmp, "test.study-journal"));
    shim.calls = shim.failed = 0;
    shim.at = at;
    study->options.vfs = "faults";
    outcome.opened = store_open(study->path, &study->options, &study->store, NULL) == STORE_OK;
    if (outcome.opened) {
        do_ops(study, &outcome);
    }
    store_close(study->store);
    study->store = NULL;
    bool reached = shim.failed > 0;
    study->options.vfs = NULL;
    study_reopen(study);
    if (outcome.opened) {
        compare(study, &outcome);
    } else {
        study_assert_whole(study);
    }
    store_close(study->store);
    study->store = NULL;
    return reached;
}

static void sweep(struct study *study, struct shim plan)
{
    struct arena *arena = arena_new();
    struct str first = STR_EMPTY;
    store_close(study->store);
    study->store = NULL;
    assert_true(file_read(arena, study->path, STR("study"), (size_t)16 << 20, &first, NULL));
    shim = plan;
    assert_int_equal(shim_register(&shim, "faults", false), SQLITE_OK);
    uint64_t at = 1;
    while (sweep_once(study, first, at)) {
        at++;
    }
    assert_true(at > 40);
    shim_remove(&shim);
    tmp_write(&study->tmp, "test.study", first);
    study_reopen(study);
    arena_free(arena);
}

static void every_call_fails_once(void **state)
{
    sweep(*state, (struct shim){.counted = SHIM_EVERYTHING});
}

static void every_call_fails_for_ever(void **state)
{
    sweep(*state, (struct shim){.counted = SHIM_EVERYTHING, .for_ever = true});
}

static void every_write_fails_although_done(void **state)
{
    sweep(*state, (struct shim){.counted = SHIM_DISK_WRITES, .after = true});
}

static void every_write_finds_the_disk_full(void **state)
{
    sweep(*state, (struct shim){.counted = SHIM_DISK_WRITES, .code = SQLITE_FULL});
}

static void every_write_finds_the_disk_full_for_ever(void **state)
{
    sweep(*state, (struct shim){.counted = SHIM_DISK_WRITES, .code = SQLITE_FULL, .for_ever = true});
}

/* ---- files made whole ---- */

static void begin_plan(const struct shim *plan, uint64_t at)
{
    shim.at = at;
    shim.for_ever = plan->for_ever;
    shim.calls = shim.failed = 0;
}

/* A new study, a backup, a migration: at every failure, whole or as before. */
static void a_new_study_is_whole_or_absent(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = arena_copy(arena, str_from(tmp_path(&study->tmp, "new.study"))).ptr;
    const struct definition_file file = {STR("a"), STR("b")};
    struct hash questionnaire = hash_of(STR("q"));
    struct store_options options = study->options;
    options.vfs = "faults";
    shim = (struct shim){.counted = SHIM_EVERYTHING};
    assert_int_equal(shim_register(&shim, "faults", false), SQLITE_OK);
    bool reached = true;
    for (uint64_t at = 1; reached; at++) {
        struct store *store = NULL;
        begin_plan(&(struct shim){.for_ever = at % 2}, at);
        enum store_status status =
            store_create(path, &options, "S", &file, 1, &questionnaire, NULL, &store, NULL);
        assert_true((status == STORE_OK) == (store != NULL));
        store_close(store);
        reached = shim.failed > 0;
        assert_false(file_exists(tmp_path(&study->tmp, "new.study.part")));
        if (status == STORE_OK || file_exists(path)) {
            options.vfs = NULL;
            assert_int_equal(store_open(path, &options, &store, NULL), STORE_OK);
            store_close(store);
            options.vfs = "faults";
        }
        unlink(path);
        unlink(tmp_path(&study->tmp, "new.study-journal"));
    }
    shim_remove(&shim);
    arena_free(arena);
}

static void a_backup_is_whole_or_absent(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = arena_copy(arena, str_from(tmp_path(&study->tmp, "copy.study"))).ptr;
    struct act act = study_answer("c1", "a", 0, "1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    use_shim(study);
    shim.counted = SHIM_EVERYTHING;
    bool reached = true;
    for (uint64_t at = 1; reached; at++) {
        begin_plan(&(struct shim){.for_ever = at % 2}, at);
        char message[512];
        enum store_status status = store_backup(study->store, path, false, message);
        reached = shim.failed > 0;
        shim.at = 0;
        assert_true((status == STORE_OK) == file_exists(path));
        assert_false(file_exists(tmp_path(&study->tmp, "copy.study.part")));
        if (status == STORE_OK) {
            struct store *copy = NULL;
            assert_int_equal(store_open(path, &(struct store_options){.ballast_bytes = -1}, &copy, NULL),
                             STORE_OK);
            assert_true(store_read_acts(copy, STR_EMPTY, see, (void *[]){&act.id, &(bool){false}}) ==
                        STORE_OK);
            store_close(copy);
        }
        unlink(path);
    }
    drop_shim(study);
    study_assert_whole(study);
    arena_free(arena);
}

/* F17: the old file is untouched until the new one is whole. */
static void an_interrupted_migration_leaves_the_old_file(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    char message[512];
    struct str sql_path = test_path(arena, "unit/store/version-1.sql");
    struct str sql = STR_EMPTY;
    assert_true(file_read(arena, sql_path.ptr, sql_path, 1 << 20, &sql, NULL));
    const char *path = arena_copy(arena, str_from(tmp_path(&study->tmp, "old.study"))).ptr;
    assert_string_equal(study_sql(path, sql.ptr, message), "");
    struct str old = STR_EMPTY;
    struct str now = STR_EMPTY;
    assert_true(file_read(arena, path, STR("old"), 1 << 20, &old, NULL));
    struct store_options options = study->options;
    options.vfs = "faults";
    shim = (struct shim){.counted = SHIM_EVERYTHING};
    assert_int_equal(shim_register(&shim, "faults", false), SQLITE_OK);
    bool reached = true;
    for (uint64_t at = 1; reached; at++) {
        struct store *store = NULL;
        begin_plan(&(struct shim){.for_ever = at % 2}, at);
        enum store_status status = store_open(path, &options, &store, NULL);
        store_close(store);
        reached = shim.failed > 0;
        assert_true(file_read(arena, path, STR("old"), 1 << 20, &now, NULL));
        shim.at = 0;
        if (!str_equal(now, old)) {
            struct verify_report report;
            assert_int_equal(store_open(path, &options, &store, NULL), STORE_OK);
            assert_int_equal(store_verify(store, arena, &report), STORE_OK);
            assert_int_equal(report.faults_n, 0);
            assert_int_equal(report.acts, 8);
            store_close(store);
        } else {
            assert_int_not_equal(status, STORE_OK);
        }
        tmp_write(&study->tmp, "old.study", old);
        unlink(tmp_path(&study->tmp, "old.study-journal"));
    }
    shim_remove(&shim);
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_ambiguous_commit_is_looked_up),
        TEST(a_failed_write_is_said),
        TEST(an_earlier_id_is_not_taken_for_this_one),
        TEST(the_second_failure_ends_writing),
        TEST(a_dead_disk_is_unsure),
        TEST(the_ballast_is_freed_once),
        TEST(no_room_is_said),
        TEST(every_call_fails_once),
        TEST(every_call_fails_for_ever),
        TEST(every_write_fails_although_done),
        TEST(every_write_finds_the_disk_full),
        TEST(every_write_finds_the_disk_full_for_ever),
        TEST(a_new_study_is_whole_or_absent),
        TEST(a_backup_is_whole_or_absent),
        TEST(an_interrupted_migration_leaves_the_old_file),
    };
    /* thousands of commits: in memory where the machine has such a folder */
    if (access("/dev/shm", W_OK) == 0) {
        setenv("TMPDIR", "/dev/shm", 1);
    }
    return cmocka_run_group_tests_name("store faults", tests, NULL, NULL);
}
