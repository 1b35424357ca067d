#ifndef TESTS_BENCH_DISK_H
#define TESTS_BENCH_DISK_H

#include "tests/bench/bench.h"

/*
 * What the disk itself takes: 4 KB appended to a file and made durable, with nothing around it. Taken in turn
 * with what is measured, so that both meet the same disk.
 */
struct disk {
    int fd;
    int64_t end; /* of the file */
    struct series times;
};

/* A folder of its own below $BENCH_DIR (else the current one), for studies and the bare file: the disk that
 * is measured. In `arena`, with a NUL. */
struct str bench_folder(struct arena *arena);
void bench_folder_remove(struct str folder);

void disk_open(struct disk *disk, struct arena *arena, struct str folder);
void disk_sync(struct disk *disk); /* one write and sync, timed */
void disk_close(struct disk *disk);

#endif
