#ifndef STORE_STORE_PRIV_H
#define STORE_STORE_PRIV_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "store/db_priv.h"
#include "store/store.h"

/* What the parts of store/ share: the open study. */
struct store {
    struct db *db;         /* NULL after the file could not be opened again */
    struct arena *arena;   /* what lives as long as the store */
    struct arena *scratch; /* emptied at the beginning of a call */
    const char *path;
    struct store_options options; /* with their defaults; texts in `arena` */
    struct hash study_id, seed, questionnaire;
    struct str name, device;
    int64_t device_n;
    unsigned disk_failures; /* after the second, nothing is written any more */
    bool any_folder;        /* a copy: the file system does not matter */
    struct hash mark;       /* of the last transaction without an act */
    char message[512];
};

/* ---- faults (fault.c) ---- */

enum doing { DOING_READ, DOING_WRITE, DOING_OPEN };
/* Notes and returns a failure: "<path>: not saved: the disk is full (detail)". `detail` may be NULL or empty.
 */
enum store_status store_fail(struct store *store, enum doing doing, enum store_status status,
                             const char *detail);
/* The last failure of the connection. */
enum store_status store_fail_db(struct store *store, enum doing doing);
/* The same words for when there is no store yet. `message` may be NULL. */
enum store_status fault_say(char message[512], const char *path, enum doing doing, enum store_status status,
                            const char *detail);
/* What errno means for us. */
enum store_status fault_of_errno(void);
/* The name of a file system on which locks do not hold, NULL where they do; by statfs' f_type. */
const char *fault_file_system(uint64_t type);
/* STORE_OK when the folder of `path` lies on a file system we trust; else *name is that file system. */
enum store_status fault_check_folder(const char *path, const char **name);

/* ---- the room kept for a full disk (ballast.c) ---- */

void ballast_lay(struct store *store);
bool ballast_free(struct store *store); /* false when there is none */

/* ---- opening (store.c) ---- */

struct store *store_new(const char *path, const struct store_options *options);
/* Hands the store over, or closes it and hands over its message. */
enum store_status store_deliver(struct store *store, enum store_status status, struct store **out,
                                char message[512]);
/* Opens the connection of a store and reads the study row. Used again after a disk failure. */
enum store_status store_connect(struct store *store);
void store_disconnect(struct store *store);
/* Before each call that writes; STORE_OK or why not. Opens again where a failure had closed. */
enum store_status store_ready(struct store *store, enum doing doing);
struct str store_str(struct arena *arena, struct query *query, int column); /* a copy */
/* A row number of `questionnaire`, made where it is new; 0 for a zero hash. */
int64_t questionnaire_number(struct db *db, const struct hash *hash);
/* A case's row number; 0 when there is none. */
int64_t case_number(struct db *db, struct str id);

/* Key and value of the settings that begin so, in the order of their keys. */
struct query settings_under(struct db *db, struct str prefix);
/* STORE_NOT_FOUND with the case's id, or the failure that kept it from being looked up. */
enum store_status case_unknown(struct store *store, enum doing doing, struct str id);
/* The line of a case without acts. */
bool line_make(struct db *db, int64_t case_n);
/* Inside a transaction: the acts behind this file's chain, with their caches; failures are told. */
enum store_status append_acts(struct store *store, struct act *acts, size_t n);
/* The row number of an act of this file's own chain, by its number there and its id; 0 when it is not there.
 */
int64_t act_number(struct store *store, const struct act *act);
/* Are all of them in the log? False when that cannot be read. */
bool acts_there(struct store *store, const struct act *acts, size_t n, bool *found);

/* Inside a transaction: all caches again from the log. */
bool rebuild_caches(struct store *store);

/* ---- the schema (schema.c) ---- */

enum { DEVICE_LETTERS = 16 };
enum { SCHEMA_APPLICATION = 1449487460, SCHEMA_VERSION = 3 };
bool schema_create(struct db *db);
/* An older study file becomes one of this version: on a verified copy, which takes its place when counts and
 * chain ends agree. The store is connected to the old file and afterwards to nothing. */
enum store_status migrate(struct store *store, int64_t version);

/* ---- files (place.c) ---- */

/* Gives a finished file its final name, durably: fsync, rename, fsync of the folder. A journal that lies
 * about under that name is removed first, or SQLite would play it back into this file. Without `replace` an
 * existing target is STORE_EXISTS. On failure `temporary` is removed. */
enum store_status place_file(const char *temporary, const char *path, bool replace);
/* An empty new file (0600) beside `path`, its name in `arena`. Always the same name: what a killed process
 * left there, a whole study perhaps, goes first. */
enum store_status place_temporary(struct arena *arena, const char *path, const char **name);

#endif
