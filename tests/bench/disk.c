#define _XOPEN_SOURCE 700 /* nftw */

#include "tests/bench/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { PAGE = 4096, FILE_MOST = 64 << 20 };

struct str bench_folder(struct arena *arena)
{
    const char *below = getenv("BENCH_DIR");
    struct str name = arena_format(arena, "%s/bench-XXXXXX", below && *below ? below : ".");
    char *path = (char *)(uintptr_t)name.ptr;
    if (!mkdtemp(path)) {
        bench_die("%s: %s", path, strerror(errno));
    }
    return name;
}

static int remove_one(const char *path, const struct stat *info UNUSED, int kind UNUSED,
                      struct FTW *place UNUSED)
{
    return remove(path);
}

void bench_folder_remove(struct str folder)
{
    (void)nftw(folder.ptr, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void disk_open(struct disk *disk, struct arena *arena, struct str folder)
{
    *disk = (struct disk){0};
    disk->fd = open(path_join(arena, folder, STR("bare")).ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (disk->fd < 0) {
        bench_die("%s: %s", folder.ptr, strerror(errno));
    }
}

void disk_sync(struct disk *disk)
{
    static const char page[PAGE];
    int64_t from = bench_wall();
    bool good = pwrite(disk->fd, page, PAGE, disk->end) == PAGE && fdatasync(disk->fd) == 0;
    series_add(&disk->times, (double)(bench_wall() - from));
    if (!good) {
        bench_die("the bare file: %s", strerror(errno));
    }
    disk->end = (disk->end + PAGE) % FILE_MOST;
}

void disk_close(struct disk *disk)
{
    close(disk->fd);
    series_free(&disk->times);
}
