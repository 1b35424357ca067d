#include "store/store_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0) {
        return false;
    }
    bool good = fsync(fd) == 0;
    return close(fd) == 0 && good;
}

enum store_status place_temporary(struct arena *arena, const char *path, const char **name)
{
    *name = arena_format(arena, "%s.part", path).ptr;
    unlink(arena_format(arena, "%s-journal", *name).ptr);
    unlink(*name);
    int fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return fd >= 0 && close(fd) == 0 ? STORE_OK : fault_of_errno();
}

/* link refuses an existing name in one step; file systems without hard links (sticks) get the test before. */
static bool name_it(const char *temporary, const char *path, bool replace)
{
    if (replace) {
        return rename(temporary, path) == 0;
    }
    if (link(temporary, path) == 0) {
        return unlink(temporary) == 0;
    }
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS) {
        return false;
    }
    if (file_exists(path)) {
        errno = EEXIST;
        return false;
    }
    return rename(temporary, path) == 0;
}

/* Gone for good before the file gets its name: the two may reach the disk in either order. */
static bool drop_journal(struct arena *arena, const char *path, const char *folder)
{
    const char *journal = arena_format(arena, "%s-journal", path).ptr;
    if (unlink(journal) == 0) {
        return sync_path(folder, O_DIRECTORY);
    }
    return errno == ENOENT;
}

enum store_status place_file(const char *temporary, const char *path, bool replace)
{
    struct arena *arena = arena_new();
    struct str folder = path_parent(str_from(path));
    folder = arena_copy(arena, folder.len ? folder : STR("."));
    enum store_status status = STORE_OK;
    bool taken = !replace && file_exists(path);
    if (taken) {
        errno = EEXIST;
    }
    if (taken || !sync_path(temporary, 0) || !drop_journal(arena, path, folder.ptr) ||
        !name_it(temporary, path, replace)) {
        status = fault_of_errno();
        unlink(temporary);
    } else if (!sync_path(folder.ptr, O_DIRECTORY)) {
        status = fault_of_errno();
    }
    arena_free(arena);
    return status;
}
