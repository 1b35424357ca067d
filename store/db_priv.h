#ifndef STORE_DB_PRIV_H
#define STORE_DB_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/hash.h"
#include "base/str.h"
#include "store/store.h"

/*
 * One connection to SQLite with the settings of docs/reliability.md. Whoever uses it writes SQL as constants
 * and binds values; results are statuses, and db_status tells what the last failure was.
 */
struct db;

struct db_options {
    const char *path;
    const char *vfs; /* NULL: the default one */
    unsigned busy_ms;
    bool read_only;
    bool create; /* the file must be empty or absent */
};

/* Never NULL, also when opening failed: db_status then says why. Reads nothing of the file yet. */
struct db *db_open(const struct db_options *options);
/* The settings that read or write the file: journal and synchronous. */
bool db_begin_use(struct db *db);
/* What the journal holds when a transaction has ended: old contents of pages that it changed, which are in
 * the file or the log anyway (keep, as after db_begin_use); or nothing, for a transaction that erases.
 * Between transactions only. */
bool db_keep_journal(struct db *db, bool keep);
void db_close(struct db *db); /* NULL is fine */

/* Of the last failure; STORE_OK before any. SQLite's own words go with it, for people who must repair. */
enum store_status db_status(const struct db *db);
int db_code(const struct db *db); /* SQLite's extended result code */
const char *db_detail(const struct db *db);
void db_forget_failure(struct db *db);
/* What SQLite's result code means for us. */
enum store_status db_status_of(int code);

/*
 * A statement with its values, in use between db_query and query_end. `sql` is a constant: the prepared
 * statement is kept by its address. Binding takes the places ?1, ?2, ... in order. After a failure all
 * further calls do nothing and query_end returns false.
 */
struct query {
    struct db *db;
    struct prepared *prepared;
    sqlite3_stmt *stmt;
    int bound;
    bool failed;
};
struct query db_query(struct db *db, const char *sql);
void query_add_int(struct query *query, int64_t value);
void query_add_text(struct query *query, struct str text);
void query_add_blob(struct query *query, struct str bytes);
void query_add_hash(struct query *query, const struct hash *hash); /* zero: NULL */
void query_add_null(struct query *query);
/* Moves to the next row; false at the end or after a failure. */
bool query_next(struct query *query);
/* Columns of the present row, from 0; texts live until the next query_next or query_end. */
int64_t query_int(struct query *query, int column);
struct str query_text(struct query *query, int column);  /* of texts and blobs; NULL is empty */
struct hash query_hash(struct query *query, int column); /* zero for NULL or another length */
bool query_is_null(struct query *query, int column);
/* Ends the use; true when nothing failed. */
bool query_end(struct query *query);
/* query_next until the end, then query_end: for statements without rows. */
bool query_run(struct query *query);

/* One statement without values and rows. */
bool db_run(struct db *db, const char *sql);
/* All statements of a script, one after the other. */
bool db_script(struct db *db, const char *script);
/* The first column of the first row of a statement without values; 0 where there is none. */
int64_t db_number(struct db *db, const char *sql);
int64_t db_last_row(struct db *db);
int64_t db_changes(struct db *db);

/* db_begin takes the write lock at once (BEGIN IMMEDIATE): a reader that turns writer would find it taken.
 * db_begin_read holds one view of the file over several statements. db_commit refuses when a statement has
 * failed since db_begin. */
bool db_begin(struct db *db);
bool db_begin_read(struct db *db);
bool db_commit(struct db *db);
void db_rollback(struct db *db); /* nothing when none runs; keeps the failure that led to it */

/* Copies the whole of `from` into `to`, which must be empty. */
bool db_copy(struct db *to, struct db *from);

#endif
