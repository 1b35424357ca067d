/* The file as a document: what it refuses by itself, the settings of a connection, and the step from
 * version 1. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/file.h"
#include "store/db_priv.h"
#include "tests/support/rows.h"
#include "tests/unit/store/study.h"

/* The study of version 1 as a file. */
static const char *make_old(struct study *study, struct arena *arena)
{
    char message[512];
    struct str path = test_path(arena, "unit/store/version-1.sql");
    struct str sql = STR_EMPTY;
    assert_true(file_read(arena, path.ptr, path, 1 << 20, &sql, NULL));
    const char *old = arena_copy(arena, str_from(tmp_path(&study->tmp, "old.study"))).ptr;
    unlink(old);
    assert_string_equal(study_sql(old, sql.ptr, message), "");
    return old;
}

static struct store *open_old(struct study *study, const char *path)
{
    struct store *store = NULL;
    char message[512] = "";
    if (store_open(path, &study->options, &store, message) != STORE_OK) {
        fail_msg("%s", message);
    }
    return store;
}

static void the_file_refuses(void **state)
{
    struct study *study = *state;
    struct rows *rows = rows_open("store-sql");
    struct row row;
    const char *path = make_old(study, rows_arena(rows));
    store_close(open_old(study, path));
    while (rows_next(rows, &row)) {
        char message[512];
        struct str sql =
            arena_format(rows_arena(rows), "PRAGMA foreign_keys = ON; BEGIN; %s; ROLLBACK", row.field[0].ptr);
        study_sql(path, sql.ptr, message);
        rows_equal(rows, str_from(message), row.field[1], "message");
    }
    rows_close(rows);
}

static void settings_are_those_we_want(void **state)
{
    static const struct {
        const char *pragma;
        int64_t value;
    } wanted[] = {
        {"PRAGMA synchronous", 3},    {"PRAGMA foreign_keys", 1},       {"PRAGMA secure_delete", 1},
        {"PRAGMA temp_store", 2},     {"PRAGMA trusted_schema", 0},     {"PRAGMA cell_size_check", 1},
        {"PRAGMA busy_timeout", 123}, {"PRAGMA recursive_triggers", 1}, {"SELECT 'A' LIKE 'a'", 0},
        {"PRAGMA mmap_size", 0},
    };
    struct study *study = *state;
    struct db *db = db_open(&(struct db_options){.path = study->path, .busy_ms = 123});
    assert_true(db_begin_use(db));
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        if (db_number(db, wanted[i].pragma) != wanted[i].value) {
            fail_msg("%s", wanted[i].pragma);
        }
    }
    struct query query = db_query(db, "PRAGMA journal_mode");
    assert_true(query_next(&query) && str_is(query_text(&query, 0), "persist"));
    assert_true(query_end(&query));
    /* each refused: a misspelt column as a text, another file, code from a file, writing to the schema */
    assert_false(db_run(db, "SELECT \"no such column\" FROM cases"));
    db_forget_failure(db);
    assert_false(db_run(db, "ATTACH ':memory:' AS other"));
    db_forget_failure(db);
    assert_false(db_run(db, "SELECT load_extension('x')"));
    /* behind a failure nothing runs, until somebody has taken notice */
    assert_false(db_run(db, "SELECT 1"));
    db_forget_failure(db);
    assert_true(db_run(db, "SELECT 1"));
    assert_false(
        db_script(db, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '' WHERE name = 'event'"));
    db_close(db);
}

/* A writer that began as a reader would find the lock taken when it is too late to wait. */
static void a_transaction_takes_the_lock_at_once(void **state)
{
    struct study *study = *state;
    struct db *first = db_open(&(struct db_options){.path = study->path, .busy_ms = 1});
    struct db *second = db_open(&(struct db_options){.path = study->path, .busy_ms = 1});
    assert_true(db_begin_use(first) && db_begin_use(second));
    assert_true(db_begin(first));
    assert_false(db_begin(second));
    assert_int_equal(db_status(second), STORE_BUSY);
    db_rollback(first);
    assert_true(db_begin(second));
    db_close(first);
    db_close(second);
}

static void version_1_becomes_ours(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = make_old(study, arena);
    struct store *store = open_old(study, path);
    struct verify_report report;
    assert_int_equal(store_verify(store, arena, &report), STORE_OK);
    assert_int_equal(report.faults_n, 0);
    assert_int_equal(report.acts, 8);
    assert_int_equal(report.erased, 2);
    char text[HASH_HEX];
    assert_string_equal(hash_hex(&report.tip, text).ptr,
                        "74a2fdbbfcbe77c2c864eb94a537430d25ae02b3e75502135cced82813d66efc");
    struct case_filter filter = {.status = -1, .search = STR("yildiz")};
    size_t n = 0;
    assert_int_equal(store_count_cases(store, &filter, &n), STORE_OK);
    assert_int_equal(n, 1);
    struct act act = study_answer("c1", "age", 0, "43");
    assert_int_equal(store_append(store, &act, 1), STORE_OK);
    store_close(store);
    assert_false(file_exists(tmp_path(&study->tmp, "old.study.part")));
    arena_free(arena);
}

/* sqlite_schema of a migrated file is that of a new one. */
static void a_step_leaves_what_a_new_file_has(void **state)
{
    static const char list[] =
        "SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, ''), ';') FROM "
        "(SELECT type, name, sql FROM sqlite_schema ORDER BY type, name)";
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = make_old(study, arena);
    store_close(open_old(study, path));
    struct db *old = db_open(&(struct db_options){.path = path, .read_only = true});
    struct db *new = db_open(&(struct db_options){.path = study->path, .read_only = true});
    struct query left = db_query(old, list);
    struct query right = db_query(new, list);
    assert_true(query_next(&left) && query_next(&right));
    assert_string_equal(query_text(&left, 0).ptr, query_text(&right, 0).ptr);
    assert_true(query_end(&left) && query_end(&right));
    assert_int_equal(db_number(old, "PRAGMA user_version"), db_number(new, "PRAGMA user_version"));
    assert_int_equal(db_number(old, "PRAGMA application_id"), db_number(new, "PRAGMA application_id"));
    db_close(old);
    db_close(new);
    arena_free(arena);
}

/* An old file that does not verify stays as it is, byte for byte. */
static void a_damaged_old_file_stays(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = make_old(study, arena);
    char message[512];
    assert_string_equal(study_sql(path,
                                  "DROP TRIGGER event_fixed; UPDATE event SET item = 'x' WHERE n = 2;"
                                  "CREATE TRIGGER event_fixed BEFORE UPDATE ON event\n"
                                  "BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;",
                                  message),
                        "");
    struct str before = STR_EMPTY;
    struct str after = STR_EMPTY;
    assert_true(file_read(arena, path, STR("old"), 1 << 20, &before, NULL));
    struct store *store = NULL;
    assert_int_equal(store_open(path, &study->options, &store, message), STORE_DAMAGED);
    assert_null(store);
    assert_true(file_read(arena, path, STR("old"), 1 << 20, &after, NULL));
    assert_true(str_equal(before, after));
    assert_false(file_exists(tmp_path(&study->tmp, "old.study.part")));
    arena_free(arena);
}

/* Somebody writes into the old file: it is not copied under his hands. */
static void a_migration_waits_for_writers(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = make_old(study, arena);
    char message[512] = "";
    struct store *store = NULL;
    struct db *writer = db_open(&(struct db_options){.path = path, .busy_ms = 1});
    assert_true(db_begin_use(writer) && db_begin(writer));
    assert_int_equal(store_open(path, &study->options, &store, message), STORE_BUSY);
    db_rollback(writer);
    store_close(open_old(study, path));
    db_close(writer);
    arena_free(arena);
}

/* Whoever had the old file open is told, and writes nothing into it. */
static void a_migrated_file_is_another_file(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = make_old(study, arena);
    struct db *old = db_open(&(struct db_options){.path = path});
    assert_true(db_begin_use(old) && db_number(old, "SELECT count(*) FROM event") == 8);
    store_close(open_old(study, path));
    assert_false(db_run(old, "INSERT INTO setting (key, value) VALUES ('x', 'y')"));
    assert_int_equal(db_status(old), STORE_REPLACED);
    db_close(old);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_file_refuses, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(settings_are_those_we_want, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(a_transaction_takes_the_lock_at_once, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(version_1_becomes_ours, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(a_step_leaves_what_a_new_file_has, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_old_file_stays, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(a_migration_waits_for_writers, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(a_migrated_file_is_another_file, study_setup, study_teardown),
    };
    return cmocka_run_group_tests_name("store schema", tests, NULL, NULL);
}
