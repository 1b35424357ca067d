#include "base/file.h"
#include "tests/bench/disk.h"
#include "tests/bench/program.h"

#include <stdlib.h>

/*
 * The whole way without a screen: `veldwerk simulate` into a study file, one commit for each interview.
 * Loading and making the cases are in it.
 */
enum { INTERVIEWS_WANTED = 4500, SECONDS_WANTED = 30 };

/* simulate INTERVIEWS */
int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    size_t n = bench_argument(argc, argv, 1, 300);
    struct str folder = bench_folder(arena);
    const char *study = path_join(arena, folder, STR("study")).ptr;
    const char *count = arena_format(arena, "%zu", n).ptr;
    struct disk disk;
    program_study(arena, folder, study, NULL, 0);
    disk_open(&disk, arena, folder);
    struct program_cost cost =
        program_run(PROGRAM_WORDS("--study", study, "simulate", "-n", count, "--seed", "1"));
    for (int i = 0; i < 50; i++) {
        disk_sync(&disk);
    }
    double limit = 1e9 * SECONDS_WANTED / INTERVIEWS_WANTED;
    double each = cost.wall / (double)n;
    double busy = cost.cpu / (double)n;
    const char *bare =
        arena_format(arena, "bare write + fdatasync %s", bench_time(arena, series_at(&disk.times, 0.5))).ptr;
    bench_line(&(struct bench_line){
        "simulate", arena_format(arena, "veldwerk simulate -n %zu on SID: wall, each", n).ptr,
        bench_time(arena, each), bare, each / series_at(&disk.times, 0.5),
        arena_format(arena, "<= %s", bench_time(arena, limit)).ptr, bench_met(each <= limit)});
    bench_line(&(struct bench_line){"simulate", "the same: CPU, each", bench_time(arena, busy), "", -1, "",
                                    BENCH_INFO});
    disk_close(&disk);
    bench_folder_remove(folder);
    arena_free(arena);
    return 0;
}
