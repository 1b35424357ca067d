#include "store/db_priv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/journal_priv.h"

struct prepared {
    const char *sql; /* by address */
    sqlite3_stmt *stmt;
    bool used;
};

struct db {
    sqlite3 *handle;
    struct journal_layer *layer;
    int code;
    bool denied; /* it could not open a file for want of permission */
    char detail[200];
    bool read_only;
    bool journal_kept; /* between transactions, else emptied behind each */
    struct prepared **prepared;
    size_t n, cap;
    size_t active; /* queries between db_query and query_end */
    bool closing;  /* the last of them closes */
};

/* ---- what codes mean ---- */

static const struct {
    int code;
    enum store_status status;
} meanings[] = {
    {SQLITE_FULL, STORE_FULL},
    {SQLITE_READONLY_DBMOVED, STORE_REPLACED},
    {SQLITE_IOERR_FSTAT, STORE_REPLACED}, /* a journal is opened with the rights of a file that is not there */
    {SQLITE_READONLY, STORE_READ_ONLY},
    {SQLITE_PERM, STORE_READ_ONLY},
    {SQLITE_BUSY, STORE_BUSY},
    {SQLITE_LOCKED, STORE_BUSY},
    {SQLITE_IOERR_CORRUPTFS, STORE_DAMAGED},
    {SQLITE_IOERR, STORE_IO},
    {SQLITE_CANTOPEN, STORE_IO},
    {SQLITE_PROTOCOL, STORE_IO},
    {SQLITE_CORRUPT, STORE_DAMAGED},
    {SQLITE_NOTADB, STORE_DAMAGED},
    {SQLITE_FORMAT, STORE_DAMAGED},
    {SQLITE_CONSTRAINT_UNIQUE, STORE_EXISTS},
    {SQLITE_CONSTRAINT_PRIMARYKEY, STORE_EXISTS},
};

enum store_status db_status_of(int code)
{
    if (code == SQLITE_OK) {
        return STORE_OK;
    }
    /* the extended code first, then the primary one in its low byte */
    for (int mask = -1; mask; mask = mask == -1 ? 0xff : 0) {
        for (size_t i = 0; i < ARRAY_LEN(meanings); i++) {
            if (meanings[i].code == (code & mask)) {
                return meanings[i].status;
            }
        }
    }
    return STORE_REFUSED;
}

/* Notes a result; true when it is good. */
static bool note(struct db *db, int code)
{
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) {
        return true;
    }
    if ((code & 0xff) == SQLITE_NOMEM) {
        mem_die();
    }
    if (db->code != SQLITE_OK) {
        return false; /* the first failure is the one that tells why */
    }
    int extended = db->handle ? sqlite3_extended_errcode(db->handle) : code;
    db->code = (extended & 0xff) == (code & 0xff) ? extended : code;
    int number = db->handle ? sqlite3_system_errno(db->handle) : 0;
    db->denied = (code & 0xff) == SQLITE_CANTOPEN && (number == EACCES || number == EPERM || number == EROFS);
    snprintf(db->detail, sizeof db->detail, "%s (SQLite %d)",
             db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code), db->code);
    return false;
}

enum store_status db_status(const struct db *db)
{
    return db->denied ? STORE_READ_ONLY : db_status_of(db->code);
}

int db_code(const struct db *db)
{
    return db->code;
}

const char *db_detail(const struct db *db)
{
    return db->detail;
}

void db_forget_failure(struct db *db)
{
    db->code = SQLITE_OK;
    db->denied = false;
    db->detail[0] = '\0';
}

/* ---- opening ---- */

static const struct {
    int option;
    int value;
} settings[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1}, /* no writing to shadow tables or the schema */
    {SQLITE_DBCONFIG_DQS_DML, 0},   /* "no such column" is an error, not a text */
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, /* we have none */
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
};

/* None of these reads the file. recursive_triggers: else INSERT OR REPLACE would delete without the triggers.
 */
static const char *const pragmas[] = {
    "PRAGMA temp_store = MEMORY",          "PRAGMA cache_size = -16384",
    "PRAGMA secure_delete = ON",           "PRAGMA cell_size_check = ON",
    "PRAGMA case_sensitive_like = ON",     "PRAGMA recursive_triggers = ON",
    "PRAGMA journal_size_limit = 1048576",
};

static bool configure(struct db *db, unsigned busy_ms)
{
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_limit(db->handle, SQLITE_LIMIT_ATTACHED, 0);
    bool good = note(db, sqlite3_busy_timeout(db->handle, busy_ms ? (int)busy_ms : 5000));
    for (size_t i = 0; good && i < ARRAY_LEN(settings); i++) {
        good = note(db, sqlite3_db_config(db->handle, settings[i].option, settings[i].value, NULL));
    }
    for (size_t i = 0; good && i < ARRAY_LEN(pragmas); i++) {
        good = db_run(db, pragmas[i]);
    }
    return good;
}

/* Statement journals stay in memory; nobody asks how much memory is used. Refused once SQLite runs, which is
 * as good: it was said then. */
static bool configure_library(struct db *db)
{
    static const struct {
        int option;
        int value;
    } wanted[] = {{SQLITE_CONFIG_STMTJRNL_SPILL, -1}, {SQLITE_CONFIG_MEMSTATUS, 0}};
    bool good = true;
    for (size_t i = 0; good && i < ARRAY_LEN(wanted); i++) {
        int code = sqlite3_config(wanted[i].option, wanted[i].value);
        good = code == SQLITE_MISUSE || note(db, code);
    }
    return good;
}

/* No locks within the process: it has one thread, and each connection one owner. */
struct db *db_open(const struct db_options *options)
{
    struct db *db = mem_alloc(sizeof *db);
    *db = (struct db){.read_only = options->read_only};
    if (!configure_library(db)) {
        return db;
    }
    int flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    flags |= options->create ? SQLITE_OPEN_CREATE : 0;
    db->layer = journal_layer_new(options->vfs);
    int code =
        sqlite3_open_v2(options->path, &db->handle, flags | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX,
                        journal_layer_name(db->layer));
    if (note(db, code)) {
        configure(db, options->busy_ms);
    }
    return db;
}

/* Asks a setting of the file and compares what SQLite made of it. */
static bool insist(struct db *db, const char *pragma, const char *wanted)
{
    struct query query = db_query(db, pragma);
    bool same = query_next(&query) && str_is(query_text(&query, 0), wanted);
    if (!query_end(&query)) {
        return false;
    }
    return same || note(db, SQLITE_IOERR);
}

static bool keep_journal(struct db *db, bool keep)
{
    db->journal_kept = keep;
    return keep ? insist(db, "PRAGMA journal_mode = PERSIST", "persist")
                : insist(db, "PRAGMA journal_mode = TRUNCATE", "truncate");
}

bool db_begin_use(struct db *db)
{
    if (db->code != SQLITE_OK) {
        return false;
    }
    if (db->read_only) {
        return true;
    }
    return keep_journal(db, true) && db_run(db, "PRAGMA synchronous = EXTRA") &&
           insist(db, "PRAGMA synchronous", "3");
}

bool db_keep_journal(struct db *db, bool keep)
{
    if (db->journal_kept == keep) {
        return true;
    }
    db_forget_failure(db);
    return keep_journal(db, keep);
}

static void close_now(struct db *db)
{
    for (size_t i = 0; i < db->n; i++) {
        sqlite3_finalize(db->prepared[i]->stmt);
        free(db->prepared[i]);
    }
    free(db->prepared);
    sqlite3_close_v2(db->handle);
    journal_layer_free(db->layer);
    free(db);
}

/* A reader further up may still hold a query: its end closes. */
void db_close(struct db *db)
{
    if (!db) {
        return;
    }
    db->closing = true;
    if (!db->active) {
        close_now(db);
    }
}

/* ---- statements ---- */

static bool prepare(struct db *db, const char *sql, struct prepared *prepared)
{
    int code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared->stmt, NULL);
    prepared->sql = sql;
    return note(db, code);
}

/* A free prepared statement for this SQL; a second one when the first is in use further up. */
static struct prepared *take(struct db *db, const char *sql)
{
    for (size_t i = 0; i < db->n; i++) {
        if (db->prepared[i]->sql == sql && !db->prepared[i]->used) {
            return db->prepared[i];
        }
    }
    struct prepared *prepared = mem_alloc(sizeof *prepared);
    *prepared = (struct prepared){0};
    if (!prepare(db, sql, prepared)) {
        free(prepared);
        return NULL;
    }
    if (db->n == db->cap) {
        db->prepared = array_grow(db->prepared, &db->cap, sizeof *db->prepared);
    }
    db->prepared[db->n++] = prepared;
    return prepared;
}

struct query db_query(struct db *db, const char *sql)
{
    struct query query = {.db = db, .failed = true};
    /* A failure may have undone the whole transaction: what follows would be committed by itself. */
    if (!db->handle || db->code != SQLITE_OK) {
        return query;
    }
    query.prepared = take(db, sql);
    if (query.prepared) {
        query.prepared->used = true;
        db->active++;
        query.stmt = query.prepared->stmt;
        query.failed = false;
    }
    return query;
}

static void check(struct query *query, int code)
{
    if (!note(query->db, code)) {
        query->failed = true;
    }
}

void query_add_int(struct query *query, int64_t value)
{
    if (!query->failed) {
        check(query, sqlite3_bind_int64(query->stmt, ++query->bound, value));
    }
}

/* Static: what is bound lives until query_end, by the rules of the callers. */
void query_add_text(struct query *query, struct str text)
{
    if (!query->failed) {
        check(query, sqlite3_bind_text64(query->stmt, ++query->bound, text.ptr ? text.ptr : "", text.len,
                                         SQLITE_STATIC, SQLITE_UTF8));
    }
}

void query_add_blob(struct query *query, struct str bytes)
{
    if (!query->failed) {
        check(query, sqlite3_bind_blob64(query->stmt, ++query->bound, bytes.ptr ? bytes.ptr : "", bytes.len,
                                         SQLITE_STATIC));
    }
}

void query_add_hash(struct query *query, const struct hash *hash)
{
    static const struct hash zero;
    if (hash_equal(hash, &zero)) {
        query_add_null(query);
        return;
    }
    query_add_blob(query, (struct str){(const char *)hash->bytes, HASH_BYTES});
}

void query_add_null(struct query *query)
{
    if (!query->failed) {
        check(query, sqlite3_bind_null(query->stmt, ++query->bound));
    }
}

bool query_next(struct query *query)
{
    if (query->failed) {
        return false;
    }
    int code = sqlite3_step(query->stmt);
    check(query, code);
    return code == SQLITE_ROW;
}

int64_t query_int(struct query *query, int column)
{
    return sqlite3_column_int64(query->stmt, column);
}

struct str query_text(struct query *query, int column)
{
    bool text = sqlite3_column_type(query->stmt, column) != SQLITE_BLOB;
    const void *bytes = text ? (const void *)sqlite3_column_text(query->stmt, column)
                             : sqlite3_column_blob(query->stmt, column);
    int len = sqlite3_column_bytes(query->stmt, column);
    return bytes ? (struct str){bytes, (size_t)len} : STR_EMPTY;
}

struct hash query_hash(struct query *query, int column)
{
    struct hash hash = {{0}};
    struct str bytes = query_text(query, column);
    if (bytes.len == HASH_BYTES) {
        memcpy(hash.bytes, bytes.ptr, HASH_BYTES);
    }
    return hash;
}

bool query_is_null(struct query *query, int column)
{
    return sqlite3_column_type(query->stmt, column) == SQLITE_NULL;
}

bool query_end(struct query *query)
{
    bool good = !query->failed;
    query->failed = true;
    if (!query->prepared) {
        return good;
    }
    sqlite3_reset(query->stmt); /* tells the failure of the last step again, which is noted already */
    sqlite3_clear_bindings(query->stmt);
    query->prepared->used = false;
    query->prepared = NULL;
    query->db->active--;
    if (query->db->closing && !query->db->active) {
        close_now(query->db);
    }
    return good;
}

bool query_run(struct query *query)
{
    while (query_next(query)) {
    }
    return query_end(query);
}

bool db_run(struct db *db, const char *sql)
{
    struct query query = db_query(db, sql);
    return query_run(&query);
}

bool db_script(struct db *db, const char *script)
{
    while (db->handle && *script) {
        sqlite3_stmt *stmt = NULL;
        if (!note(db, sqlite3_prepare_v2(db->handle, script, -1, &stmt, &script))) {
            return false;
        }
        int code = SQLITE_DONE;
        while (stmt && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        }
        bool good = note(db, code);
        sqlite3_finalize(stmt);
        if (!good) {
            return false;
        }
    }
    return db->handle != NULL;
}

int64_t db_number(struct db *db, const char *sql)
{
    struct query query = db_query(db, sql);
    int64_t number = query_next(&query) ? query_int(&query, 0) : 0;
    return query_end(&query) ? number : 0;
}

int64_t db_last_row(struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_changes(struct db *db)
{
    return sqlite3_changes64(db->handle);
}

/* ---- transactions ---- */

bool db_begin(struct db *db)
{
    db_forget_failure(db);
    return db_run(db, "BEGIN IMMEDIATE");
}

bool db_begin_read(struct db *db)
{
    return db_run(db, "BEGIN");
}

bool db_commit(struct db *db)
{
    return db_run(db, "COMMIT");
}

/* When this fails too, closing rolls back, or the next one to open does. */
void db_rollback(struct db *db)
{
    if (!db->handle || sqlite3_get_autocommit(db->handle)) {
        return;
    }
    struct prepared *prepared = take(db, "ROLLBACK");
    if (prepared) {
        sqlite3_step(prepared->stmt);
        sqlite3_reset(prepared->stmt);
    }
}

/* ---- the file ---- */

bool db_copy(struct db *to, struct db *from)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->handle, "main", from->handle, "main");
    if (!backup) {
        return note(to, sqlite3_errcode(to->handle));
    }
    int code = sqlite3_backup_step(backup, -1);
    int finished = sqlite3_backup_finish(backup);
    return note(to, code == SQLITE_DONE ? finished : code);
}
