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
    /* The index over the acts' ids goes. It belongs to its column, so that the table is made anew. */
    [2] =
        {"CREATE TABLE event_old AS SELECT * FROM event;\n"
         "DROP TABLE event;\n"
         "CREATE TABLE event (\n"
         "    n             INTEGER PRIMARY KEY,\n"
         "    id            BLOB NOT NULL CHECK (length(id) = 32),          "
         "-- hash over prev, this row and content\n"
         "    prev          BLOB NOT NULL CHECK (length(prev) = 32),        "
         "-- the act before in the same chain\n"
         "    device        INTEGER NOT NULL REFERENCES device (n),         -- whose chain\n"
         "    seq           INTEGER NOT NULL CHECK (seq >= 1),              -- its number in the chain\n"
         "    case_n        INTEGER REFERENCES cases (n),                   -- NULL: about the study\n"
         "    kind          TEXT NOT NULL CHECK (kind <> ''),\n"
         "    item          TEXT NOT NULL,                                  -- what it is about\n"
         "    row           INTEGER NOT NULL CHECK (row BETWEEN 0 AND 4294967295),\n"
         "    replaces      BLOB NOT NULL CHECK (length(replaces) % 36 = 0), "
         "-- (change, id of the act it replaces)...\n"
         "    undoes        BLOB CHECK (length(undoes) = 32),\n"
         "    user          TEXT NOT NULL,\n"
         "    language      TEXT NOT NULL,\n"
         "    questionnaire INTEGER REFERENCES questionnaire (n),\n"
         "    wall_ms       INTEGER NOT NULL,\n"
         "    boot_ms       INTEGER NOT NULL,                               -- CLOCK_BOOTTIME\n"
         "    shown_ms      INTEGER NOT NULL CHECK (shown_ms >= 0),         -- since the question was drawn\n"
         "    idle_ms       INTEGER NOT NULL CHECK (idle_ms >= 0),          "
         "-- of which the last without a key\n"
         "    content       BLOB NOT NULL CHECK (length(content) = 32),     "
         "-- hash over nonce and payload\n"
         "    UNIQUE (device, seq)\n"
         ") STRICT;\n"
         "INSERT INTO event SELECT * FROM event_old ORDER BY n;\n"
         "DROP TABLE event_old;\n"
         "CREATE INDEX event_case ON event (case_n);\n"
         "CREATE TRIGGER event_fixed BEFORE UPDATE ON event\n"
         "BEGIN SELECT RAISE(ABORT, 'an act is never changed'); END;\n"
         "CREATE TRIGGER event_kept BEFORE DELETE ON event\n"
         "BEGIN SELECT RAISE(ABORT, 'an act is never removed'); END;\n"
         "PRAGMA user_version = 3;",
         NULL},
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
    /* Tables are made anew while others point at them; all of it is checked when the copy is verified. */
    if (!db_begin_use(copy->db) || !db_run(copy->db, "PRAGMA foreign_keys = OFF")) {
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
