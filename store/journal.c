#include "store/journal_priv.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"

/* `vfs` is a copy of the one below, but for its name and xOpen. It stands first: SQLite hands back its
 * address. */
struct journal_layer {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    char name[40];
    int known; /* the file whose name is durable, or -1; open, so that no other one gets its number */
};

/* The name in its folder, on the disk. */
static bool sync_name(const char *path)
{
    struct arena *arena = arena_new();
    struct str folder = path_parent(str_from(path));
    int fd = open(arena_copy(arena, folder.len ? folder : STR(".")).ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    arena_free(arena);
    return good;
}

static bool is_known(const struct journal_layer *layer, const char *path)
{
    struct stat known;
    struct stat there;
    return layer->known >= 0 && fstat(layer->known, &known) == 0 && stat(path, &there) == 0 &&
           known.st_dev == there.st_dev && known.st_ino == there.st_ino;
}

static void forget(struct journal_layer *layer)
{
    if (layer->known >= 0) {
        close(layer->known);
    }
    layer->known = -1;
}

static void get_to_know(struct journal_layer *layer, const char *path)
{
    forget(layer);
    layer->known = open(path, O_RDONLY | O_CLOEXEC);
    if (!sync_name(path)) {
        forget(layer);
    }
}

/* To be written from the start: by a transaction. */
static bool is_for_writing(int flags)
{
    return (flags & SQLITE_OPEN_MAIN_JOURNAL) && (flags & SQLITE_OPEN_CREATE);
}

/* To be played back: what another program left, which may have made the file and not its name durable. */
static bool is_for_recovery(int flags)
{
    return (flags & SQLITE_OPEN_MAIN_JOURNAL) && (flags & SQLITE_OPEN_READWRITE);
}

static int layer_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
    struct journal_layer *layer = (struct journal_layer *)(void *)vfs;
    sqlite3_vfs *below = layer->below;
    if (!is_for_writing(flags)) {
        if (is_for_recovery(flags)) {
            forget(layer);
        }
        return below->xOpen(below, path, file, flags, out);
    }
    if (is_known(layer, path)) {
        return below->xOpen(below, path, file, flags & ~SQLITE_OPEN_CREATE, out);
    }
    int code = below->xOpen(below, path, file, flags, out);
    if (code == SQLITE_OK) {
        get_to_know(layer, path);
    }
    return code;
}

struct journal_layer *journal_layer_new(const char *below)
{
    struct journal_layer *layer = mem_alloc(sizeof *layer);
    *layer = (struct journal_layer){.below = sqlite3_vfs_find(below), .known = -1};
    snprintf(layer->name, sizeof layer->name, "veldwerk-%p", (void *)layer);
    if (layer->below) {
        layer->vfs = *layer->below;
        layer->vfs.pNext = NULL;
        layer->vfs.zName = layer->name;
        layer->vfs.xOpen = layer_open;
        sqlite3_vfs_register(&layer->vfs, 0);
    }
    return layer;
}

const char *journal_layer_name(const struct journal_layer *layer)
{
    return layer->name;
}

void journal_layer_free(struct journal_layer *layer)
{
    if (!layer) {
        return;
    }
    if (layer->below) {
        sqlite3_vfs_unregister(&layer->vfs);
    }
    forget(layer);
    free(layer);
}
