#include "tests/crash/shim_vfs.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Our part of an open file; the real VFS's part lies behind it in the same block. */
struct shim_file {
    sqlite3_file base;
    struct shim *shim;
    const char *path;
    bool journal;
    bool fresh; /* opened as one that may be new: the first sync of a journal syncs its folder too */
    sqlite3_file *real;
};

static struct shim_file *file_of(sqlite3_file *file)
{
    return (struct shim_file *)file;
}

/* ---- what happens at a call ---- */

static int fitting_code(enum shim_op op)
{
    static const int codes[SHIM_OPS] = {
        [SHIM_OPEN] = SQLITE_CANTOPEN,     [SHIM_READ] = SQLITE_IOERR_READ,
        [SHIM_WRITE] = SQLITE_IOERR_WRITE, [SHIM_TRUNCATE] = SQLITE_IOERR_TRUNCATE,
        [SHIM_SYNC] = SQLITE_IOERR_FSYNC,  [SHIM_DELETE] = SQLITE_IOERR_DELETE,
    };
    return codes[op];
}

/* Counts; true when this is the call at which something happens. */
static bool meant(struct shim *shim, enum shim_op op)
{
    if (!(shim->counted & SHIM_BIT(op))) {
        return false;
    }
    shim->calls++;
    return shim->at && (shim->calls == shim->at || (shim->for_ever && shim->calls > shim->at));
}

static int strike(struct shim *shim, enum shim_op op)
{
    if (shim->kill) {
        kill(getpid(), SIGKILL);
    }
    shim->failed++;
    return shim->code ? shim->code : fitting_code(op);
}

/* Behind a call that was done. */
static int finish(struct shim *shim, const struct shim_call *call, int code, bool struck)
{
    if (code == SQLITE_OK && shim->listen) {
        shim->listen(shim->context, call);
    }
    return struck ? strike(shim, call->op) : code;
}

/* ---- files ---- */

static int shim_close(sqlite3_file *file)
{
    return file_of(file)->real->pMethods->xClose(file_of(file)->real);
}

static int shim_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
    struct shim_file *f = file_of(file);
    bool struck = meant(f->shim, SHIM_READ);
    if (struck && !f->shim->after) {
        return strike(f->shim, SHIM_READ);
    }
    int code = f->real->pMethods->xRead(f->real, bytes, amount, offset);
    struct shim_call call = {.op = SHIM_READ, .path = f->path, .offset = offset, .amount = amount};
    return finish(f->shim, &call, code, struck);
}

static int shim_write(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
    struct shim_file *f = file_of(file);
    bool struck = meant(f->shim, SHIM_WRITE);
    if (struck && !f->shim->after) {
        return strike(f->shim, SHIM_WRITE);
    }
    int code = f->real->pMethods->xWrite(f->real, bytes, amount, offset);
    struct shim_call call = {.op = SHIM_WRITE,
                             .path = f->path,
                             .bytes = bytes,
                             .offset = offset,
                             .amount = amount,
                             .journal = f->journal};
    return finish(f->shim, &call, code, struck);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct shim_file *f = file_of(file);
    bool struck = meant(f->shim, SHIM_TRUNCATE);
    if (struck && !f->shim->after) {
        return strike(f->shim, SHIM_TRUNCATE);
    }
    int code = f->real->pMethods->xTruncate(f->real, size);
    struct shim_call call = {.op = SHIM_TRUNCATE, .path = f->path, .offset = size, .journal = f->journal};
    return finish(f->shim, &call, code, struck);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    struct shim_file *f = file_of(file);
    bool struck = meant(f->shim, SHIM_SYNC);
    if (struck && !f->shim->after) {
        return strike(f->shim, SHIM_SYNC);
    }
    int code = f->real->pMethods->xSync(f->real, flags);
    struct shim_call call = {
        .op = SHIM_SYNC, .path = f->path, .journal = f->journal, .folder = f->journal && f->fresh};
    f->fresh = false;
    return finish(f->shim, &call, code, struck);
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return file_of(file)->real->pMethods->xFileSize(file_of(file)->real, size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    return file_of(file)->real->pMethods->xLock(file_of(file)->real, level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return file_of(file)->real->pMethods->xUnlock(file_of(file)->real, level);
}

static int shim_reserved(sqlite3_file *file, int *held)
{
    return file_of(file)->real->pMethods->xCheckReservedLock(file_of(file)->real, held);
}

/* Takes a PRAGMA from SQLite by answering it: the program believes, and nothing changes. */
static bool answer_pragma(char **words)
{
    const char *answer = NULL;
    if (sqlite3_stricmp(words[1], "journal_mode") == 0) {
        answer = words[2] && sqlite3_stricmp(words[2], "PERSIST") == 0 ? "persist" : "truncate";
    } else if (sqlite3_stricmp(words[1], "synchronous") == 0) {
        answer = "3";
    }
    if (!answer) {
        return false;
    }
    size_t size = strlen(answer) + 1;
    words[0] = sqlite3_malloc64(size);
    if (words[0]) {
        memcpy(words[0], answer, size);
    }
    return true;
}

static int shim_control(sqlite3_file *file, int op, void *arg)
{
    struct shim_file *f = file_of(file);
    if (op == SQLITE_FCNTL_PRAGMA && f->shim->unsafe && answer_pragma(arg)) {
        return SQLITE_OK;
    }
    return f->real->pMethods->xFileControl(f->real, op, arg);
}

static int shim_sector(sqlite3_file *file)
{
    return file_of(file)->real->pMethods->xSectorSize(file_of(file)->real);
}

static int shim_characteristics(sqlite3_file *file)
{
    return file_of(file)->real->pMethods->xDeviceCharacteristics(file_of(file)->real);
}

/* Version 1: no shared memory and no mapping, so nothing passes us by. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_reserved,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_characteristics,
};

/* ---- the VFS ---- */

static struct shim *shim_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static int shim_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
    struct shim *shim = shim_of(vfs);
    struct shim_file *f = file_of(file);
    *f = (struct shim_file){.shim = shim, .path = path, .real = (sqlite3_file *)(void *)(f + 1)};
    f->journal = (flags & SQLITE_OPEN_MAIN_JOURNAL) != 0;
    f->fresh = (flags & SQLITE_OPEN_CREATE) != 0;
    bool struck = meant(shim, SHIM_OPEN);
    if (struck && !shim->after) {
        return strike(shim, SHIM_OPEN);
    }
    bool there = path && access(path, F_OK) == 0;
    int code = shim->real->xOpen(shim->real, path, f->real, flags, out);
    if (f->real->pMethods) {
        f->base.pMethods = &methods;
    }
    struct shim_call call = {.op = SHIM_OPEN, .path = path, .made = !there, .journal = f->journal};
    return finish(shim, &call, code, struck);
}

static int shim_delete(sqlite3_vfs *vfs, const char *path, int folder)
{
    struct shim *shim = shim_of(vfs);
    bool struck = meant(shim, SHIM_DELETE);
    if (struck && !shim->after) {
        return strike(shim, SHIM_DELETE);
    }
    int code = shim->real->xDelete(shim->real, path, folder);
    struct shim_call call = {.op = SHIM_DELETE, .path = path, .folder = folder != 0};
    return finish(shim, &call, code, struck);
}

static int shim_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    return shim_of(vfs)->real->xAccess(shim_of(vfs)->real, path, flags, out);
}

static int shim_full_path(sqlite3_vfs *vfs, const char *path, int size, char *out)
{
    return shim_of(vfs)->real->xFullPathname(shim_of(vfs)->real, path, size, out);
}

static int shim_random(sqlite3_vfs *vfs, int size, char *out)
{
    return shim_of(vfs)->real->xRandomness(shim_of(vfs)->real, size, out);
}

static int shim_sleep(sqlite3_vfs *vfs, int microseconds)
{
    return shim_of(vfs)->real->xSleep(shim_of(vfs)->real, microseconds);
}

static int shim_time(sqlite3_vfs *vfs, double *out)
{
    return shim_of(vfs)->real->xCurrentTime(shim_of(vfs)->real, out);
}

static int shim_error(sqlite3_vfs *vfs, int size, char *out)
{
    sqlite3_vfs *real = shim_of(vfs)->real;
    return real->xGetLastError ? real->xGetLastError(real, size, out) : 0;
}

int shim_register(struct shim *shim, const char *name, bool as_default)
{
    shim->real = sqlite3_vfs_find(NULL);
    shim->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(struct shim_file) + shim->real->szOsFile,
        .mxPathname = shim->real->mxPathname,
        .zName = name,
        .pAppData = shim,
        .xOpen = shim_open,
        .xDelete = shim_delete,
        .xAccess = shim_access,
        .xFullPathname = shim_full_path,
        .xRandomness = shim_random,
        .xSleep = shim_sleep,
        .xCurrentTime = shim_time,
        .xGetLastError = shim_error,
    };
    return sqlite3_vfs_register(&shim->vfs, as_default);
}

void shim_remove(struct shim *shim)
{
    sqlite3_vfs_unregister(&shim->vfs);
}
