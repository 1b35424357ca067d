#ifndef TESTS_CRASH_SHIM_VFS_H
#define TESTS_CRASH_SHIM_VFS_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

/*
 * A layer between SQLite and the real VFS that counts the calls that change a disk, and can at one of them
 * kill the process, report a failure, or just tell a listener. Usable in any program that reaches SQLite:
 * register it as the default VFS, or name it when opening.
 */
enum shim_op { SHIM_OPEN, SHIM_READ, SHIM_WRITE, SHIM_TRUNCATE, SHIM_SYNC, SHIM_DELETE, SHIM_OPS };
#define SHIM_BIT(op) (1u << (op))
/* The system calls of a commit. */
#define SHIM_DISK_WRITES (SHIM_BIT(SHIM_WRITE) | SHIM_BIT(SHIM_TRUNCATE) | SHIM_BIT(SHIM_SYNC))
#define SHIM_EVERYTHING  (SHIM_BIT(SHIM_OPS) - 1u)

/* One call, as SQLite made it. */
struct shim_call {
    enum shim_op op;
    const char *path;
    const void *bytes; /* of a write */
    int64_t offset;    /* of a read or write; the new size of a truncate */
    int64_t amount;    /* bytes read or written */
    bool made;         /* an open that made the file */
    bool journal;      /* the file is a rollback journal */
    bool folder; /* a delete that syncs the folder; the first sync of a journal opened as new does too */
};

struct shim {
    unsigned counted; /* SHIM_BITs of the calls that count */
    uint64_t calls;   /* counted so far */

    /* What happens at counted call number `at` (from 1; 0: nothing). */
    uint64_t at;
    bool for_ever;   /* and at all later ones */
    bool after;      /* once the call was done, instead of in its place */
    bool kill;       /* SIGKILL for this process */
    int code;        /* else this result; 0: the one that fits the call (SQLITE_IOERR_WRITE, ...) */
    uint64_t failed; /* so many calls were given a failure */

    /* Told of every call that succeeded, counted or not. */
    void (*listen)(void *context, const struct shim_call *call);
    void *context;
    /* Keep SQLite's own journal mode and synchronous: DELETE and FULL, which lose acknowledged commits in a
     * power cut. The program is told that its settings were taken. */
    bool unsafe;

    sqlite3_vfs vfs;
    sqlite3_vfs *real;
};

/* The zeroed or filled-in `shim` must stay where it is until shim_remove. */
int shim_register(struct shim *shim, const char *name, bool as_default);
void shim_remove(struct shim *shim);

#endif
