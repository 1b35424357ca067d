#include "store/store_priv.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/*
 * A file of some megabytes beside the study. When the disk is full it is removed, so that the interview that
 * runs can be finished: even a deletion needs room for its journal.
 */
#define BALLAST_DEFAULT ((int64_t)16 << 20)
/* It is laid only where it leaves at least this many times itself free: filling the disk is not our business.
 */
enum { BALLAST_SHARE = 4 };

static struct str ballast_path(struct store *store)
{
    return arena_format(store->scratch, "%s-ballast", store->path);
}

static int64_t ballast_size(const struct store *store)
{
    return store->options.ballast_bytes ? store->options.ballast_bytes : BALLAST_DEFAULT;
}

void ballast_lay(struct store *store)
{
    int64_t size = ballast_size(store);
    const char *path = ballast_path(store).ptr;
    if (size < 0 || store->options.read_only || file_exists(path)) {
        return;
    }
    int64_t room = disk_free(
        path_parent(str_from(path)).len ? arena_copy(store->scratch, path_parent(str_from(path))).ptr : ".");
    if (room >= 0 && room < size * BALLAST_SHARE) {
        return;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return;
    }
    bool laid = posix_fallocate(fd, 0, (off_t)size) == 0;
    if (close(fd) != 0 || !laid) {
        unlink(path);
    }
}

bool ballast_free(struct store *store)
{
    return ballast_size(store) >= 0 && unlink(ballast_path(store).ptr) == 0;
}

enum store_status store_check_room(struct store *store)
{
    if (ballast_size(store) < 0 || file_exists(ballast_path(store).ptr)) {
        return STORE_OK;
    }
    ballast_lay(store);
    if (file_exists(ballast_path(store).ptr)) {
        return STORE_OK;
    }
    return store_fail(store, DOING_WRITE, STORE_FULL, NULL);
}
