#include "store/store_priv.h"

#include <string.h>
#include <unistd.h>

#include "store/backup_priv.h"
#include "store/search_priv.h"

/*
 * Steps from one version of the schema to the next. Each runs on a copy of the study file, in one
 * transaction; the old file is untouched until the copy is whole. A step leaves exactly what schema.sql makes
 * in a new file.
 */

static bool fill_search(struct store *store)
{
    return search_add(store, 1, INT64_MAX);
}

static const struct {
    const char *sql;
    bool (*run)(struct store *store); /* may be NULL */
} steps[SCHEMA_VERSION] = {
    [1] = {"CREATE INDEX line_group ON line (grp, status, id);\n"
           "CREATE TABLE search (\n"
           "    word   TEXT NOT NULL,\n"
           "    case_n INTEGER NOT NULL,\n"
           "    PRIMARY KEY (word, case_n)\n"
           ") STRICT, WITHOUT ROWID;\n"
           "PRAGMA user_version = 2;",
           fill_search},
};

static enum store_status step(struct store *copy, int64_t version)
{
    bool good = db_begin(copy->db) && db_script(copy->db, steps[version].sql) &&
                (!steps[version].run || steps[version].run(copy)) && db_commit(copy->db);
    if (!good) {
        enum store_status status = store_fail_db(copy, DOING_WRITE);
        db_rollback(copy->db);
        return status;
    }
    return STORE_OK;
}

/* The copy, opened as it is, without asking its version. */
static enum store_status run_steps(struct store *store, const char *path, int64_t version)
{
    struct store *copy = store_new(path, &store->options);
    copy->db = db_open(&(struct db_options){.path = path, .vfs = store->options.vfs});
    enum store_status status = STORE_OK;
    if (!db_begin_use(copy->db)) {
        status = store_fail_db(copy, DOING_OPEN);
    }
    while (status == STORE_OK && version < SCHEMA_VERSION) {
        status = step(copy, version++);
    }
    if (status != STORE_OK) {
        memcpy(store->message, copy->message, sizeof copy->message);
    }
    store_close(copy);
    return status;
}

/* The old file as others may read it meanwhile: a connection of its own, because one that holds the write
 * lock cannot be copied from. */
static enum store_status copy_old(struct store *store, const char *temporary)
{
    struct db *old = db_open(&(struct db_options){.path = store->path,
                                                  .vfs = store->options.vfs,
                                                  .busy_ms = store->options.busy_ms,
                                                  .read_only = true});
    enum store_status status = db_status(old) == STORE_OK
                                   ? backup_copy(store, old, temporary)
                                   : store_fail(store, DOING_OPEN, db_status(old), db_detail(old));
    db_close(old);
    return status;
}

static enum store_status make_copy(struct store *store, const char *temporary, int64_t version)
{
    struct counts counts;
    if (!backup_count(store->db, &counts)) {
        return store_fail_db(store, DOING_READ);
    }
    enum store_status status = copy_old(store, temporary);
    if (status == STORE_OK) {
        status = run_steps(store, temporary, version);
    }
    unlink(arena_format(store->scratch, "%s-journal", temporary).ptr);
    return status == STORE_OK ? backup_check(store, temporary, &counts) : status;
}

static enum store_status replace_old(struct store *store, int64_t version)
{
    const char *temporary = NULL;
    enum store_status status = place_temporary(store->scratch, store->path, &temporary);
    if (status != STORE_OK) {
        return store_fail(store, DOING_WRITE, status, NULL);
    }
    status = make_copy(store, temporary, version);
    if (status != STORE_OK) {
        unlink(temporary);
        return status;
    }
    status = place_file(temporary, store->path, true);
    return status == STORE_OK ? STORE_OK : store_fail(store, DOING_WRITE, status, NULL);
}

enum store_status migrate(struct store *store, int64_t version)
{
    if (store->options.read_only || access(store->path, W_OK) != 0) {
        return store_fail(store, DOING_OPEN, STORE_READ_ONLY, NULL);
    }
    /* Nobody writes while the copy is made: an act that came in between would be lost. */
    enum store_status status = STORE_OK;
    if (!db_begin_use(store->db) || !db_begin(store->db)) {
        status = store_fail_db(store, DOING_OPEN);
    } else {
        status = replace_old(store, version);
    }
    db_rollback(store->db);
    store_disconnect(store);
    return status;
}
