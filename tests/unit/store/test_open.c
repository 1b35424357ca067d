/* What is not a study, what may not be written, what moved, what is locked: said clearly, and nothing
 * happens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "store/store_priv.h"
#include "tests/unit/store/study.h"

/* ---- what is not a study ---- */

static void expect_open(struct study *study, const char *path, enum store_status wanted)
{
    struct store *store = NULL;
    char message[512] = "";
    enum store_status status = store_open(path, &study->options, &store, message);
    if (status != wanted) {
        fail_msg("status %u, wanted %u: %s", status, wanted, message);
    }
    assert_null(store);
    assert_non_null(strstr(message, path));
    assert_non_null(strstr(message, store_status_text(wanted)));
}

static void what_is_no_study_is_said(void **state)
{
    struct study *study = *state;
    char message[512];
    char text[200];
    memset(text, 'x', sizeof text);
    expect_open(study, tmp_path(&study->tmp, "none.study"), STORE_NOT_FOUND);
    expect_open(study, tmp_path(&study->tmp, "no/folder.study"), STORE_NOT_FOUND);
    expect_open(study, study->tmp.path, STORE_FOREIGN);
    expect_open(study, tmp_write(&study->tmp, "empty", STR_EMPTY), STORE_FOREIGN);
    expect_open(study, tmp_write(&study->tmp, "short", STR("x")), STORE_FOREIGN);
    expect_open(study, tmp_write(&study->tmp, "text", (struct str){text, sizeof text}), STORE_DAMAGED);
    const char *other = tmp_path(&study->tmp, "other.db");
    assert_string_equal(study_sql(other, "CREATE TABLE a (b)", message), "");
    expect_open(study, other, STORE_FOREIGN);
    /* ours by its number, and nothing in it */
    const char *hollow = tmp_path(&study->tmp, "hollow.db");
    assert_string_equal(
        study_sql(hollow, "PRAGMA application_id = 1449487460; PRAGMA user_version = 3;", message), "");
    struct store *store = NULL;
    assert_int_not_equal(store_open(hollow, &study->options, &store, message), STORE_OK);
    assert_null(store);
}

static void a_newer_study_is_left_alone(void **state)
{
    struct study *study = *state;
    char message[512];
    store_close(study->store);
    study->store = NULL;
    assert_string_equal(study_sql(study->path, "PRAGMA user_version = 4", message), "");
    expect_open(study, study->path, STORE_FOREIGN);
    assert_string_equal(study_sql(study->path, "PRAGMA user_version = 0", message), "");
    expect_open(study, study->path, STORE_FOREIGN);
}

static void a_cut_study_is_damaged(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct verify_report report;
    store_close(study->store);
    study->store = NULL;
    assert_int_equal(truncate(study->path, 3 * 4096), 0);
    struct store *store = NULL;
    char message[512] = "";
    enum store_status status = store_open(study->path, &study->options, &store, message);
    if (status == STORE_OK) {
        assert_int_equal(store_verify(store, arena, &report), STORE_OK);
        assert_true(report.page_faults > 0);
    } else {
        assert_int_equal(status, STORE_DAMAGED);
    }
    store_close(store);
    arena_free(arena);
}

static void an_existing_file_is_not_overwritten(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct store *store = NULL;
    char message[512] = "";
    struct hash questionnaire = hash_of(STR("q"));
    const char *text = arena_copy(arena, str_from(tmp_write(&study->tmp, "text", STR("mine")))).ptr;
    assert_int_equal(store_create(text, &study->options, "S", NULL, 0, &questionnaire, NULL, &store, message),
                     STORE_EXISTS);
    struct str bytes = STR_EMPTY;
    assert_true(file_read(arena, text, STR("text"), 100, &bytes, NULL));
    assert_true(str_is(bytes, "mine"));
    assert_int_equal(store_create(tmp_path(&study->tmp, "no/folder"), &study->options, "S", NULL, 0,
                                  &questionnaire, NULL, &store, message),
                     STORE_NOT_FOUND);
    /* nothing half: a definition twice under one path is refused, and no file is left */
    const struct definition_file twice[] = {{STR("a"), STR("1")}, {STR(""), STR("2")}};
    const char *path = arena_copy(arena, str_from(tmp_path(&study->tmp, "half.study"))).ptr;
    assert_int_equal(
        store_create(path, &study->options, "S", twice, 2, &questionnaire, NULL, &store, message),
        STORE_REFUSED);
    assert_false(file_exists(path) || file_exists(tmp_path(&study->tmp, "half.study.part")));
    arena_free(arena);
}

static void a_new_study_is_for_its_owner_only(void **state)
{
    struct study *study = *state;
    struct stat info;
    assert_int_equal(stat(study->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

/* ---- file systems ---- */

static void network_folders_are_refused(void **state)
{
    (void)state;
    static const uint64_t good[] = {0xEF53, 0x01021994, 0x9123683E, 0x58465342,
                                    0x4D44, 0x2011BAB0, 0xF2F52010};
    static const struct {
        uint64_t type;
        const char *name;
    } bad[] = {{0x6969, "NFS"},      {0x517B, "SMB"},      {0xFF534D42, "CIFS"},
               {0xFE534D42, "SMB2"}, {0x65735546, "FUSE"}, {0x01021997, "9P"}};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_null(fault_file_system(good[i]));
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_string_equal(fault_file_system(bad[i].type), bad[i].name);
    }
    const char *name = "";
    assert_int_equal(fault_check_folder("/tmp/x", &name), STORE_OK);
    assert_null(name);
}

/* ---- what may not be written ---- */

static void read_only_reads(void **state)
{
    struct study *study = *state;
    struct act act = study_answer("c1", "a", 0, "1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    study->options.read_only = true;
    study_reopen(study);
    study_expect(study, store_append(study->store, &act, 1), STORE_READ_ONLY);
    study_expect(study, store_claim(study->store, STR("c1")), STORE_READ_ONLY);
    study_assert_whole(study);
}

/* root may write all: give up the capabilities that make it so. */
static bool obey_modes(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}};
    return geteuid() != 0 || syscall(SYS_capset, &header, none) == 0;
}

static enum store_status append_obeying_modes(struct study *study)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *store = NULL;
        struct act act = study_answer("c1", "a", 0, "1");
        if (!obey_modes()) {
            _exit(99);
        }
        enum store_status status = store_open(study->path, &study->options, &store, NULL);
        _exit((int)(status == STORE_OK ? store_append(store, &act, 1) : 90u + status));
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return (enum store_status)WEXITSTATUS(status);
}

static void a_write_protected_file_is_said(void **state)
{
    struct study *study = *state;
    store_close(study->store);
    study->store = NULL;
    assert_int_equal(chmod(study->path, 0444), 0);
    assert_int_equal(append_obeying_modes(study), STORE_READ_ONLY);
    assert_int_equal(chmod(study->path, 0), 0);
    assert_int_equal(append_obeying_modes(study), 90 + STORE_READ_ONLY);
    assert_int_equal(chmod(study->path, 0600), 0);
    study_reopen(study);
}

/* ---- what moved ---- */

static void a_removed_file_is_said(void **state)
{
    struct study *study = *state;
    struct act act = study_answer("c1", "a", 0, "1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    assert_int_equal(unlink(study->path), 0);
    study_expect(study, store_append(study->store, &act, 1), STORE_REPLACED);
    study_expect(study, store_append(study->store, &act, 1), STORE_REPLACED);
    assert_false(file_exists(study->path));
}

static void a_replaced_file_is_not_written(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    char message[512];
    struct act act = study_answer("c1", "a", 0, "1");
    const char *copy = arena_copy(arena, str_from(tmp_path(&study->tmp, "copy.study"))).ptr;
    assert_int_equal(store_backup(study->store, copy, false, message), STORE_OK);
    assert_int_equal(rename(copy, study->path), 0);
    study_expect(study, store_append(study->store, &act, 1), STORE_REPLACED);
    study_reopen(study);
    assert_int_equal(study_verify(study, arena).acts, 0);
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    arena_free(arena);
}

/* ---- what is locked ---- */

/* Another process that holds the file; returns once it does. */
static pid_t hold(struct study *study, const char *lock)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind */
        sqlite3 *handle = NULL;
        char good = sqlite3_open(study->path, &handle) == SQLITE_OK;
        sqlite3_stmt *stmt = NULL;
        good = good && sqlite3_prepare_v2(handle, lock, -1, &stmt, NULL) == SQLITE_OK;
        good = good && sqlite3_step(stmt) == SQLITE_DONE;
        if (write(ready[1], &good, 1) != 1) {
            _exit(1);
        }
        for (;;) {
            pause();
        }
    }
    char good = 0;
    assert_int_equal(read(ready[0], &good, 1), 1);
    assert_true(good);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static void a_locked_file_is_said_and_nothing_written(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct act act = study_answer("c1", "a", 0, "1");
    int status = 0;
    pid_t pid = hold(study, "BEGIN IMMEDIATE");
    study_expect(study, store_append(study->store, &act, 1), STORE_BUSY);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(study_verify(study, arena).acts, 0);
    pid = hold(study, "BEGIN EXCLUSIVE");
    study_expect(study, store_append(study->store, &act, 1), STORE_BUSY);
    struct case_filter filter = {.status = -1};
    size_t n = 0;
    study_expect(study, store_count_cases(study->store, &filter, &n), STORE_BUSY);
    expect_open(study, study->path, STORE_BUSY);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    study_assert_whole(study);
    arena_free(arena);
}

/* Appends n acts from a process's own connection; how many were saved. */
static int append_many(struct study *study, const char *case_id, int n)
{
    struct store_options options = study->options;
    struct store *store = NULL;
    int saved = 0;
    options.busy_ms = 20000;
    if (store_open(study->path, &options, &store, NULL) != STORE_OK) {
        return 0;
    }
    for (int i = 0; i < n; i++) {
        struct act act = study_answer(case_id, "a", 0, "1");
        saved += store_append(store, &act, 1) == STORE_OK;
    }
    store_close(store);
    return saved;
}

/* Both read the chain's tip and write behind it: neither is refused, and the chain is one. */
static void two_programs_append_at_once(void **state)
{
    enum { EACH = 60 };
    struct study *study = *state;
    struct arena *arena = arena_new();
    store_close(study->store);
    study->store = NULL;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        _exit(append_many(study, "c1", EACH));
    }
    assert_int_equal(append_many(study, "c2", EACH), EACH);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EACH);
    study_reopen(study);
    assert_int_equal(study_verify(study, arena).acts, 2 * EACH);
    study_assert_whole(study);
    arena_free(arena);
}

/* A tool that put the file in WAL mode: that mode loses commits on the SQLite that people have. */
static void a_wal_file_is_brought_back(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    study_tamper(study, "PRAGMA journal_mode = WAL; CREATE TABLE x (y); DROP TABLE x");
    struct str bytes = STR_EMPTY;
    assert_true(file_read(arena, study->path, STR("study"), (size_t)16 << 20, &bytes, NULL));
    assert_int_equal(bytes.ptr[18], 1);
    struct act act = study_answer("c1", "a", 0, "1");
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
    arena_free(arena);
}

static void every_status_has_words(void **state)
{
    (void)state;
    for (unsigned i = 0; i < STORE_STATUSES; i++) {
        assert_true(strlen(store_status_text((enum store_status)i)) > 5);
        for (unsigned k = 0; k < i; k++) {
            assert_string_not_equal(store_status_text((enum store_status)i),
                                    store_status_text((enum store_status)k));
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_no_study_is_said),
        TEST(a_newer_study_is_left_alone),
        TEST(a_cut_study_is_damaged),
        TEST(an_existing_file_is_not_overwritten),
        TEST(a_new_study_is_for_its_owner_only),
        TEST(network_folders_are_refused),
        TEST(read_only_reads),
        TEST(a_write_protected_file_is_said),
        TEST(a_removed_file_is_said),
        TEST(a_replaced_file_is_not_written),
        TEST(a_locked_file_is_said_and_nothing_written),
        TEST(two_programs_append_at_once),
        TEST(a_wal_file_is_brought_back),
        cmocka_unit_test(every_status_has_words),
    };
    return cmocka_run_group_tests_name("store open", tests, NULL, NULL);
}
