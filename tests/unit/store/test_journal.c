/* The layer that spares the sync of the folder: once for each file, and again when it may be another one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/journal_priv.h"
#include "tests/crash/shim_vfs.h"
#include "tests/support/tmp.h"

enum {
    TO_WRITE = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    TO_PLAY_BACK = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_READWRITE,
    TO_LOOK = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_READONLY
};

struct journal {
    struct tmp tmp;
    char path[512];
    struct shim shim;
    struct journal_layer *layer;
    bool folder; /* the last sync was one of the folder too */
};

static void note(void *context, const struct shim_call *call)
{
    struct journal *journal = context;
    journal->folder = call->op == SHIM_SYNC ? call->folder : journal->folder;
}

static int setup(void **state)
{
    static struct journal journal;
    journal = (struct journal){.shim = {.listen = note, .context = &journal}};
    tmp_open(&journal.tmp);
    (void)tmp_write(&journal.tmp, "study", STR("the file whose journal it is"));
    snprintf(journal.path, sizeof journal.path, "%s", tmp_path(&journal.tmp, "study-journal"));
    assert_int_equal(shim_register(&journal.shim, "below", false), SQLITE_OK);
    journal.layer = journal_layer_new("below");
    *state = &journal;
    return 0;
}

static int teardown(void **state)
{
    struct journal *journal = *state;
    journal_layer_free(journal->layer);
    shim_remove(&journal->shim);
    tmp_close(&journal->tmp);
    return 0;
}

/* Opens, syncs and closes: was the folder synced too? */
static bool visit(struct journal *journal, int flags)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(journal_layer_name(journal->layer));
    assert_non_null(vfs);
    sqlite3_file *file = mem_alloc((size_t)vfs->szOsFile);
    *file = (sqlite3_file){0};
    assert_int_equal(vfs->xOpen(vfs, journal->path, file, flags, NULL), SQLITE_OK);
    journal->folder = false;
    assert_int_equal(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL), SQLITE_OK);
    file->pMethods->xClose(file);
    free(file);
    return journal->folder;
}

static void the_folder_is_synced_once(void **state)
{
    assert_true(visit(*state, TO_WRITE));
    assert_false(visit(*state, TO_WRITE));
    (void)visit(*state, TO_LOOK);
    assert_false(visit(*state, TO_WRITE));
}

static void a_file_of_before_is_not_trusted(void **state)
{
    struct journal *journal = *state;
    (void)tmp_write(&journal->tmp, "study-journal", STR(""));
    assert_true(visit(journal, TO_WRITE));
    assert_false(visit(journal, TO_WRITE));
}

static void another_file_is_not_trusted(void **state)
{
    struct journal *journal = *state;
    assert_true(visit(journal, TO_WRITE));
    assert_int_equal(unlink(journal->path), 0);
    assert_true(visit(journal, TO_WRITE));
    assert_false(visit(journal, TO_WRITE));
    /* removed, and made anew at once: many file systems would give it the old number */
    assert_int_equal(unlink(journal->path), 0);
    (void)tmp_write(&journal->tmp, "study-journal", STR(""));
    assert_true(visit(journal, TO_WRITE));
}

static void a_file_that_was_played_back_is_not_trusted(void **state)
{
    assert_true(visit(*state, TO_WRITE));
    (void)visit(*state, TO_PLAY_BACK);
    assert_true(visit(*state, TO_WRITE));
    assert_false(visit(*state, TO_WRITE));
}

static void there_must_be_something_below(void **state)
{
    (void)state;
    struct journal_layer *layer = journal_layer_new("no such");
    assert_null(sqlite3_vfs_find(journal_layer_name(layer)));
    journal_layer_free(layer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_folder_is_synced_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_of_before_is_not_trusted, setup, teardown),
        cmocka_unit_test_setup_teardown(another_file_is_not_trusted, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_was_played_back_is_not_trusted, setup, teardown),
        cmocka_unit_test(there_must_be_something_below),
    };
    return cmocka_run_group_tests_name("store journal", tests, NULL, NULL);
}
