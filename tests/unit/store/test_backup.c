/* Backups: whole, read again, never half; and a study that comes back from one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/db_priv.h"
#include "tests/unit/store/study.h"

static void append(struct store *store, const char *value, struct act *out)
{
    struct act act = study_answer("c1", "age", 0, value);
    assert_int_equal(store_append(store, &act, 1), STORE_OK);
    if (out) {
        *out = act;
    }
}

static const char *path_of(struct study *study, struct arena *arena, const char *name)
{
    return arena_copy(arena, str_from(tmp_path(&study->tmp, name))).ptr;
}

static struct store *open_at(struct study *study, const char *path)
{
    struct store *store = NULL;
    char message[512] = "";
    if (store_open(path, &study->options, &store, message) != STORE_OK) {
        fail_msg("%s", message);
    }
    return store;
}

static uint64_t acts_in(struct store *store)
{
    struct arena *arena = arena_new();
    struct verify_report report;
    assert_int_equal(store_verify(store, arena, &report), STORE_OK);
    assert_int_equal(report.faults_n, 0);
    arena_free(arena);
    return report.acts;
}

static void a_backup_holds_all(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *target = path_of(study, arena, "copy.study");
    char message[512];
    append(study->store, "1", NULL);
    append(study->store, "2", NULL);
    assert_int_equal(store_backup(study->store, target, false, message), STORE_OK);
    append(study->store, "3", NULL);
    struct stat info;
    assert_int_equal(stat(target, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(store_backup(study->store, target, false, message), STORE_EXISTS);
    struct store *copy = open_at(study, target);
    assert_int_equal(acts_in(copy), 2);
    store_close(copy);
    assert_int_equal(store_backup(study->store, target, true, message), STORE_OK);
    copy = open_at(study, target);
    assert_int_equal(acts_in(copy), 3);
    store_close(copy);
    assert_false(file_exists(path_of(study, arena, "copy.study.part")));
    arena_free(arena);
}

/* What does not verify makes no backup, and does not take the place of a good one. */
static void a_damaged_study_makes_no_backup(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *target = path_of(study, arena, "copy.study");
    char message[512];
    append(study->store, "41", NULL);
    assert_int_equal(store_backup(study->store, target, false, message), STORE_OK);
    study_tamper(study, "DROP TRIGGER event_fixed; UPDATE event SET user = 'x'");
    append(study->store, "42", NULL);
    assert_int_equal(store_backup(study->store, target, true, message), STORE_DAMAGED);
    assert_non_null(strstr(message, "c1"));
    struct store *copy = open_at(study, target);
    assert_int_equal(acts_in(copy), 1);
    store_close(copy);
    assert_int_equal(store_backup(study->store, path_of(study, arena, "no/such/folder"), false, message),
                     STORE_NOT_FOUND);
    assert_false(file_exists(path_of(study, arena, "copy.study.part")));
    arena_free(arena);
}

/* A killed backup's leftover is no hindrance. */
static void leftovers_are_cleared(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *target = path_of(study, arena, "copy.study");
    char message[512];
    tmp_write(&study->tmp, "copy.study.part", STR("half a study"));
    tmp_write(&study->tmp, "copy.study.part-journal", STR("half a journal"));
    assert_int_equal(store_backup(study->store, target, false, message), STORE_OK);
    assert_false(file_exists(path_of(study, arena, "copy.study.part")));
    assert_false(file_exists(path_of(study, arena, "copy.study.part-journal")));
    store_close(open_at(study, target));
    arena_free(arena);
}

static void a_study_comes_back(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *backup = path_of(study, arena, "copy.study");
    const char *path = path_of(study, arena, "back.study");
    char message[512];
    struct act last;
    append(study->store, "1", NULL);
    append(study->store, "2", &last);
    study_expect(study, store_claim(study->store, STR("c1")), STORE_OK);
    assert_int_equal(store_backup(study->store, backup, false, message), STORE_OK);
    /* a journal that lies about under the name must not be played into the new file */
    tmp_write(&study->tmp, "back.study-journal", STR("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"));
    assert_int_equal(store_restore(backup, path, message), STORE_OK);
    assert_false(file_exists(path_of(study, arena, "back.study-journal")));
    assert_int_equal(store_restore(backup, path, message), STORE_EXISTS);
    struct store *back = open_at(study, path);
    assert_int_equal(acts_in(back), 2);
    /* it goes on with a chain of its own */
    assert_false(str_equal(store_device(back), store_device(study->store)));
    struct act next;
    append(back, "3", &next);
    assert_int_equal(next.seq, 1);
    assert_false(hash_equal(&next.prev, &last.id));
    assert_int_equal(acts_in(back), 3);
    store_close(back);
    /* and nobody interviews in it */
    struct db *db = db_open(&(struct db_options){.path = path, .read_only = true});
    assert_int_equal(db_number(db, "SELECT count(*) FROM claim"), 0);
    assert_int_equal(db_status(db), STORE_OK);
    db_close(db);
    arena_free(arena);
}

static void only_a_whole_backup_comes_back(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    const char *path = path_of(study, arena, "back.study");
    char message[512];
    assert_int_equal(store_restore(path_of(study, arena, "none"), path, message), STORE_NOT_FOUND);
    assert_int_equal(store_restore(tmp_write(&study->tmp, "text",
                                             STR("not a study, but long enough to have a head "
                                                 "................................................"
                                                 "...............")),
                                   path, message),
                     STORE_DAMAGED);
    append(study->store, "41", NULL);
    study_tamper(study, "UPDATE register SET value = 'x'");
    assert_int_equal(store_restore(study->path, path, message), STORE_DAMAGED);
    assert_false(file_exists(path));
    assert_false(file_exists(path_of(study, arena, "back.study.part")));
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_backup_holds_all), TEST(a_damaged_study_makes_no_backup), TEST(leftovers_are_cleared),
        TEST(a_study_comes_back), TEST(only_a_whole_backup_comes_back),
    };
    return cmocka_run_group_tests_name("store backup", tests, NULL, NULL);
}
