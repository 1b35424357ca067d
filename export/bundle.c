/* renameat2, by which two folders change places in one step */
#define _GNU_SOURCE

#include "export/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sha256.h"
#include "export/limits.h"

enum { WRITERS_MAX = 32, SUMS_BYTES_MAX = 1 << 20 };

struct bundle {
    struct arena *arena;
    struct diags *diags;
    struct str target, partial;
    bool replace;
    int lock; /* the partial folder, held */
    struct export_job *job;
    void *writers[WRITERS_MAX];
    size_t opened;
    bool refused;
};

static bool io_error(struct bundle *bundle, struct str path)
{
    return diag_error(bundle->diags, "X001", (struct place){.file = path}, "%s", strerror(errno));
}

/* Removes the folder and the files in it; a bundle has no folders inside. */
static bool folder_remove(struct arena *arena, struct str folder)
{
    struct str *names = NULL;
    size_t n = 0;
    if (!folder_list(arena, folder.ptr, &names, &n)) {
        return errno == ENOENT;
    }
    bool fine = true;
    for (size_t i = 0; i < n; i++) {
        fine &= unlink(path_join(arena, folder, names[i]).ptr) == 0;
    }
    return rmdir(folder.ptr) == 0 && fine;
}

static bool is_listed(struct str sums, struct str name)
{
    struct str line;
    while (str_split(&sums, '\n', &line)) {
        if (line.len > SHA256_HEX && str_equal(str_slice(line, SHA256_HEX + 1, line.len), name)) {
            return true;
        }
    }
    return false;
}

/* Whoever names a folder of her own by mistake, the one with the study in it for instance, must not lose it:
 * what is replaced is removed, so that it may hold only what an export wrote. */
static bool may_replace(struct bundle *bundle)
{
    struct arena *arena = bundle->arena;
    struct str sums = STR_EMPTY;
    struct str *names = NULL;
    size_t n = 0;
    if (!folder_list(arena, bundle->target.ptr, &names, &n)) {
        return errno == ENOENT || io_error(bundle, bundle->target);
    }
    struct str path = path_join(arena, bundle->target, STR("SHA256SUMS"));
    if (file_exists(path.ptr) && !file_read(arena, path.ptr, path, SUMS_BYTES_MAX, &sums, bundle->diags)) {
        return false;
    }
    bool fine = true;
    for (size_t i = 0; i < n; i++) {
        if (!str_is(names[i], "SHA256SUMS") && !is_listed(sums, names[i])) {
            struct str own = path_join(arena, bundle->target, names[i]);
            fine = diag_error(bundle->diags, "X002", (struct place){.file = own},
                              "not of an export: the folder is not replaced");
        }
    }
    return fine;
}

/* Holds the folder as long as this process lives; nobody else writes into it meanwhile. */
static enum bundle_status hold(struct bundle *bundle)
{
    bundle->lock = open(bundle->partial.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (bundle->lock < 0) {
        io_error(bundle, bundle->partial);
        return BUNDLE_IO;
    }
    if (flock(bundle->lock, LOCK_EX | LOCK_NB) != 0) {
        close(bundle->lock);
        return BUNDLE_BUSY;
    }
    return BUNDLE_OK;
}

/* The files that a killed run left; the folder itself is held by us. */
static bool empty_folder(struct bundle *bundle)
{
    struct str *names = NULL;
    size_t n = 0;
    bool fine = folder_list(bundle->arena, bundle->partial.ptr, &names, &n);
    for (size_t i = 0; fine && i < n; i++) {
        fine = unlinkat(bundle->lock, names[i].ptr, 0) == 0;
    }
    return fine || io_error(bundle, bundle->partial);
}

static struct str without_slash(struct str path)
{
    while (path.len > 1 && path.ptr[path.len - 1] == '/') {
        path.len--;
    }
    return path;
}

enum bundle_status bundle_begin(struct arena *arena, struct str path, bool replace, struct diags *diags,
                                struct bundle **out)
{
    struct bundle *bundle = ARENA_NEW(arena, struct bundle);
    bundle->arena = arena;
    bundle->diags = diags;
    bundle->replace = replace;
    bundle->target = arena_copy(arena, without_slash(path));
    bundle->partial = arena_format(arena, "%.*s.partial", STR_ARG(bundle->target));
    if (!replace && file_exists(bundle->target.ptr)) {
        return BUNDLE_EXISTS;
    }
    if (replace && !may_replace(bundle)) {
        return BUNDLE_FOREIGN;
    }
    if (mkdir(bundle->partial.ptr, 0700) != 0 && errno != EEXIST) {
        io_error(bundle, bundle->partial);
        return BUNDLE_IO;
    }
    enum bundle_status status = hold(bundle);
    if (status == BUNDLE_OK && !empty_folder(bundle)) {
        close(bundle->lock);
        status = BUNDLE_IO;
    }
    *out = bundle;
    return status;
}

const char *bundle_folder(const struct bundle *bundle)
{
    return bundle->partial.ptr;
}

bool bundle_open(struct bundle *bundle, struct export_job *job)
{
    bundle->job = job;
    for (const struct export_format *f = export_formats; f->id; f++) {
        bundle->writers[bundle->opened] = f->open(job);
        if (!bundle->writers[bundle->opened]) {
            return false;
        }
        bundle->opened++;
    }
    return true;
}

bool bundle_row(struct bundle *bundle, const struct datum *row)
{
    if (!limits_row(bundle->job, row)) {
        bundle->refused = true;
        return true; /* the other cases may break limits too: all are told */
    }
    for (size_t i = 0; i < bundle->opened; i++) {
        if (export_formats[i].row && !export_formats[i].row(bundle->writers[i], row)) {
            return false;
        }
    }
    return true;
}

static bool sync_folder(struct bundle *bundle, struct str path)
{
    int folder = open(path.len ? path.ptr : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = folder >= 0 && fsync(folder) == 0;
    if (!fine) {
        io_error(bundle, path);
    }
    if (folder >= 0) {
        close(folder);
    }
    return fine;
}

/* The new folder in the place of the old one, which is then removed. */
static bool exchange(struct bundle *bundle)
{
    if (!bundle->replace || !file_exists(bundle->target.ptr)) {
        return renameat2(AT_FDCWD, bundle->partial.ptr, AT_FDCWD, bundle->target.ptr, RENAME_NOREPLACE) ==
                   0 ||
               io_error(bundle, bundle->target);
    }
    if (renameat2(AT_FDCWD, bundle->partial.ptr, AT_FDCWD, bundle->target.ptr, RENAME_EXCHANGE) != 0) {
        return io_error(bundle, bundle->target);
    }
    return folder_remove(bundle->arena, bundle->partial) || io_error(bundle, bundle->partial);
}

static bool settle(struct bundle *bundle)
{
    struct str parent = arena_copy(bundle->arena, path_parent(bundle->target));
    return sync_folder(bundle, bundle->partial) && (!bundle->replace || may_replace(bundle)) &&
           exchange(bundle) && sync_folder(bundle, parent);
}

enum bundle_status bundle_end(struct bundle *bundle, bool good)
{
    good = good && !bundle->refused;
    for (size_t i = 0; i < bundle->opened; i++) {
        good = export_formats[i].close(bundle->writers[i], good) && good;
    }
    enum bundle_status status = bundle->refused ? BUNDLE_REFUSED : good ? BUNDLE_OK : BUNDLE_IO;
    if (good && !settle(bundle)) {
        status = BUNDLE_IO;
    }
    if (status != BUNDLE_OK) {
        folder_remove(bundle->arena, bundle->partial);
    }
    close(bundle->lock);
    return status;
}
