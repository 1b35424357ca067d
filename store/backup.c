#include "store/backup_priv.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "store/write_priv.h"

/* ---- a copy, read again ---- */

bool backup_count(struct db *db, struct counts *counts)
{
    counts->acts = db_number(db, "SELECT count(*) FROM event");
    counts->cases = db_number(db, "SELECT count(*) FROM cases");
    struct hasher hasher;
    hasher_start(&hasher);
    struct query query = db_query(db, "SELECT d.id, max(e.seq), e.id FROM event AS e JOIN device AS d "
                                      "ON d.n = e.device GROUP BY d.id ORDER BY d.id");
    while (query_next(&query)) {
        hasher_add_str(&hasher, query_text(&query, 0));
        hasher_add_int(&hasher, query_int(&query, 1));
        hasher_add_str(&hasher, query_text(&query, 2));
    }
    counts->tips = hasher_end(&hasher);
    return query_end(&query) && db_status(db) == STORE_OK;
}

bool backup_same(const struct counts *a, const struct counts *b)
{
    return a->acts == b->acts && a->cases == b->cases && hash_equal(&a->tips, &b->tips);
}

enum store_status backup_copy(struct store *store, struct db *from, const char *path)
{
    struct db_options options = {.path = path, .vfs = store->options.vfs, .create = true};
    struct db *to = db_open(&options);
    enum store_status status = STORE_OK;
    if (db_status(to) != STORE_OK || !db_copy(to, from)) {
        status = store_fail(store, DOING_WRITE, db_status(to), db_detail(to));
    }
    db_close(to);
    unlink(arena_format(store->scratch, "%s-journal", path).ptr);
    return status;
}

/* No faults, and the numbers that are expected. */
static enum store_status judge(struct store *copy, const struct counts *wanted)
{
    struct arena *arena = arena_new();
    struct verify_report report;
    struct counts counts;
    enum store_status status = store_verify(copy, arena, &report);
    if (status == STORE_OK && report.faults_n) {
        status = store_fail(copy, DOING_READ, STORE_DAMAGED, arena_copy(arena, report.faults[0]).ptr);
    } else if (status == STORE_OK && !backup_count(copy->db, &counts)) {
        status = store_fail_db(copy, DOING_READ);
    } else if (status == STORE_OK && wanted && !backup_same(&counts, wanted)) {
        status = store_fail(copy, DOING_READ, STORE_DAMAGED,
                            tr("de kopie telt andere handelingen dan het origineel"));
    }
    arena_free(arena);
    return status;
}

/* Anywhere: a copy is read by us alone, so a stick's or a network's file system will do. */
static enum store_status open_copy(const char *path, const char *vfs, struct store **out, char message[512])
{
    struct store *copy = store_new(path, &(struct store_options){.vfs = vfs, .read_only = true});
    copy->any_folder = true;
    return store_deliver(copy, store_connect(copy), out, message);
}

enum store_status backup_check(struct store *store, const char *path, const struct counts *wanted)
{
    struct store *copy = NULL;
    enum store_status status = open_copy(path, store->options.vfs, &copy, store->message);
    if (status == STORE_OK) {
        status = judge(copy, wanted);
        memcpy(store->message, copy->message, sizeof store->message);
    }
    store_close(copy);
    return status;
}

/* ---- backup ---- */

/* The copy and the numbers to expect in it come from one view of the study. */
static enum store_status copy_now(struct store *store, const char *temporary, struct counts *counts)
{
    if (!db_begin_read(store->db) || !backup_count(store->db, counts)) {
        db_rollback(store->db);
        return store_fail_db(store, DOING_READ);
    }
    enum store_status status = backup_copy(store, store->db, temporary);
    db_rollback(store->db);
    return status;
}

static enum store_status backup(struct store *store, const char *target, bool replace)
{
    const char *temporary = NULL;
    enum store_status status = place_temporary(store->scratch, target, &temporary);
    if (status != STORE_OK) {
        return store_fail(store, DOING_WRITE, status, target);
    }
    struct counts counts;
    status = copy_now(store, temporary, &counts);
    if (status == STORE_OK) {
        status = backup_check(store, temporary, &counts);
    }
    if (status != STORE_OK) {
        unlink(temporary);
        return status;
    }
    status = place_file(temporary, target, replace);
    return status == STORE_OK ? STORE_OK : store_fail(store, DOING_WRITE, status, target);
}

enum store_status store_backup(struct store *store, const char *target, bool replace, char message[512])
{
    enum store_status status = store_ready(store, DOING_READ);
    if (status == STORE_OK && !replace && file_exists(target)) {
        status = fault_say(store->message, target, DOING_WRITE, STORE_EXISTS, NULL);
    } else if (status == STORE_OK) {
        status = backup(store, target, replace);
    }
    if (message) {
        memcpy(message, store->message, sizeof store->message);
    }
    return status;
}

/* ---- restore ---- */

/*
 * The study goes on with a chain of its own: the acts that the lost file made after the backup may still turn
 * up from elsewhere, and must not stand beside others with the same number.
 */
static enum store_status new_device(struct store *store)
{
    struct hash drawn;
    char text[HASH_HEX];
    random_bytes(drawn.bytes, sizeof drawn.bytes);
    struct query query = db_query(store->db, "INSERT INTO device (id) VALUES (?1)");
    query_add_text(&query, str_slice(hash_hex(&drawn, text), 0, DEVICE_LETTERS));
    bool good = query_run(&query);
    int64_t device = db_last_row(store->db);
    query = db_query(store->db, "UPDATE study SET device = ?1");
    query_add_int(&query, device);
    good = query_run(&query) && good;
    /* Whoever interviewed then, does so no more. */
    good = good && db_run(store->db, "DELETE FROM claim");
    return good ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

static enum store_status run_new_device(struct store *store, UNUSED void *context)
{
    return new_device(store);
}

/* The copy under its temporary name becomes a study of its own. */
static enum store_status make_study(struct store *from, const char *temporary, const struct counts *counts)
{
    enum store_status status = backup_copy(from, from->db, temporary);
    if (status != STORE_OK) {
        return status;
    }
    struct store *copy = NULL;
    status = store_open(temporary, &(struct store_options){.ballast_bytes = -1}, &copy, from->message);
    if (status == STORE_OK) {
        status = store_write(copy, &(struct work){.run = run_new_device});
        memcpy(from->message, copy->message, sizeof from->message);
    }
    store_close(copy);
    unlink(arena_format(from->scratch, "%s-journal", temporary).ptr);
    return status == STORE_OK ? backup_check(from, temporary, counts) : status;
}

static enum store_status restore(struct store *from, const char *path)
{
    struct counts counts;
    enum store_status status = judge(from, NULL);
    if (status != STORE_OK) {
        return status;
    }
    if (file_exists(path)) {
        return store_fail(from, DOING_WRITE, STORE_EXISTS, path);
    }
    if (!backup_count(from->db, &counts)) {
        return store_fail_db(from, DOING_READ);
    }
    const char *temporary = NULL;
    status = place_temporary(from->arena, path, &temporary);
    if (status != STORE_OK) {
        return store_fail(from, DOING_WRITE, status, path);
    }
    status = make_study(from, temporary, &counts);
    if (status != STORE_OK) {
        unlink(temporary);
        return status;
    }
    status = place_file(temporary, path, false);
    return status == STORE_OK ? STORE_OK : store_fail(from, DOING_WRITE, status, path);
}

enum store_status store_restore(const char *backup, const char *path, char message[512])
{
    if (!hash_init()) {
        return fault_say(message, path, DOING_OPEN, STORE_REFUSED, "libsodium");
    }
    struct store *from = NULL;
    enum store_status status = open_copy(backup, NULL, &from, message);
    if (status == STORE_OK) {
        status = restore(from, path);
        if (message) {
            memcpy(message, from->message, sizeof from->message);
        }
    }
    store_close(from);
    return status;
}
