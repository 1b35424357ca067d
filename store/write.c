#include "store/write_priv.h"

#include "base/i18n.h"

/* The second failure of a disk: whatever comes next would be a gamble. */
enum { DISK_FAILURES_MAX = 2 };

/* ---- was it committed? ---- */

/* Work without an act of its own leaves the number that was drawn for this try, to be looked for afterwards.
 */
static bool leave_mark(struct store *store)
{
    char text[HASH_HEX];
    struct str mark = hash_hex(&store->mark, text);
    struct query query = db_query(store->db, "INSERT INTO setting (key, value) VALUES ('store.mark', ?1) "
                                             "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    query_add_text(&query, mark);
    return query_run(&query);
}

static bool find_mark(struct store *store, bool *found)
{
    char text[HASH_HEX];
    struct query query = db_query(store->db, "SELECT value FROM setting WHERE key = 'store.mark'");
    *found = query_next(&query) && str_equal(query_text(&query, 0), hash_hex(&store->mark, text));
    return query_end(&query);
}

/*
 * COMMIT may report a failure although all is in the file: the last fsync failed. What a failed fsync had to
 * write is not known to be on the disk, so one more durable transaction must succeed before "saved" is said.
 */
static bool confirm(struct store *store)
{
    return db_run(store->db, "INSERT INTO setting (key, value) VALUES ('store.disk_failures', '1') "
                             "ON CONFLICT (key) DO UPDATE SET value = value + 1");
}

/*
 * After a disk failure, or any failure of COMMIT itself: close, open again, look. `status` and what was said
 * of it hold when nothing is there.
 */
static enum store_status recover(struct store *store, const struct work *work, enum store_status status)
{
    const char *detail = arena_copy(store->scratch, str_from(db_detail(store->db))).ptr;
    bool disk = status == STORE_IO;
    store->disk_failures += disk;
    store_disconnect(store);
    bool found = false;
    bool open = store_connect(store) == STORE_OK;
    if (open && (work->there ? work->there(store, work->context, &found) : find_mark(store, &found))) {
        if (!found) {
            return store_fail(store, DOING_WRITE, status, disk ? detail : NULL);
        }
        if (confirm(store)) {
            return STORE_OK;
        }
    }
    store_disconnect(store);
    return store_fail(store, DOING_WRITE, STORE_UNSURE, detail);
}

/* ---- one durable transaction ---- */

/* `*asked`: COMMIT was reached. */
static enum store_status once(struct store *store, const struct work *work, bool *asked)
{
    *asked = false;
    random_bytes(store->mark.bytes, HASH_BYTES);
    if (!db_keep_journal(store->db, !work->erases) || !db_begin(store->db)) {
        return store_fail_db(store, DOING_WRITE);
    }
    enum store_status status = work->run(store, work->context);
    if (status == STORE_OK && (work->there || leave_mark(store))) {
        *asked = true;
        if (db_commit(store->db)) {
            return STORE_OK;
        }
    }
    db_rollback(store->db);
    return status == STORE_OK ? store_fail_db(store, DOING_WRITE) : status;
}

/* Once, and when that failed in a way that leaves doubt, what the file says. A lock is no doubt: SQLite keeps
 * the transaction, and we have undone it. */
static enum store_status once_surely(struct store *store, const struct work *work)
{
    bool asked = false;
    enum store_status status = once(store, work, &asked);
    bool doubt = status == STORE_IO || (asked && status != STORE_OK && status != STORE_BUSY);
    return doubt ? recover(store, work, status) : status;
}

enum store_status store_write(struct store *store, const struct work *work)
{
    if (store->disk_failures >= DISK_FAILURES_MAX) {
        return store_fail(
            store, DOING_WRITE, STORE_IO,
            tr("voor de tweede keer: er wordt niets meer geschreven, breng het toestel binnen"));
    }
    enum store_status status = store_ready(store, DOING_WRITE);
    if (status != STORE_OK) {
        return status;
    }
    if (store->options.read_only) {
        return store_fail(store, DOING_WRITE, STORE_READ_ONLY, NULL);
    }
    status = once_surely(store, work);
    if (status == STORE_FULL && ballast_free(store)) {
        status = once_surely(store, work);
    }
    return status;
}
