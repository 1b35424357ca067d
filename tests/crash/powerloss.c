/*
 * Power cuts: powerloss IMAGES SEED. Records what real appends do to the disk, makes images of what a power
 * cut would leave, opens each and compares with what was said to be saved. SQLite's own default mode runs
 * through the same images first: the program fails when it does not catch that one losing answers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "tests/crash/medium.h"
#include "tests/crash/scenario.h"

enum { IMAGES_PER_RECORDING = 500, PATH_ROOM = 300 };

/* After how many recorded calls each step was said to be saved. */
struct saying {
    struct medium *medium;
    size_t calls[SCENARIO_STEPS + 1];
};

struct tally {
    size_t images;
    size_t verdicts[VERDICTS];
    size_t shown; /* failures told in words */
};

static void said(void *context, size_t steps)
{
    struct saying *saying = context;
    saying->calls[steps] = medium_calls(saying->medium);
}

static void must(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "powerloss: %s\n", what);
        exit(2);
    }
}

static struct medium *record(struct scenario *scenario, const char *path, bool unsafe, struct saying *saying)
{
    char journal[PATH_ROOM + 16];
    snprintf(journal, sizeof journal, "%s-journal", path);
    unlink(path);
    scenario_make(scenario, path);
    unlink(journal);
    struct medium *medium = medium_new();
    medium_put(medium, path);
    *saying = (struct saying){.medium = medium};
    struct shim shim = {.listen = medium_record, .context = medium, .unsafe = unsafe};
    must(shim_register(&shim, "powerloss", false) == SQLITE_OK, "the VFS cannot be registered");
    struct store_options options = scenario_options(scenario, "powerloss");
    struct store *store = NULL;
    char message[512] = "";
    must(store_open(path, &options, &store, message) == STORE_OK, message);
    scenario_run(scenario, store, true, said, saying);
    scenario_read_ids(scenario, store);
    store_close(store);
    shim_remove(&shim);
    return medium;
}

static size_t steps_said(const struct saying *saying, size_t calls)
{
    size_t steps = 0;
    while (steps < SCENARIO_STEPS && saying->calls[steps + 1] <= calls) {
        steps++;
    }
    return steps;
}

static int by_size(const void *a, const void *b)
{
    size_t left = *(const size_t *)a;
    size_t right = *(const size_t *)b;
    return (left > right) - (left < right);
}

static void judge(struct tally *tally, const struct scenario *scenario, const char *path, size_t calls,
                  size_t steps)
{
    char why[512] = "";
    enum verdict verdict = scenario_judge(scenario, path, steps, why);
    tally->images++;
    tally->verdicts[verdict]++;
    if (verdict != VERDICT_GOOD && tally->shown++ < 5) {
        fprintf(stderr, "  seed %llu, cut after call %zu: %s\n", (unsigned long long)scenario->seed, calls,
                why);
    }
}

/* `n` images of one recording, in the order of time so that the play goes forward only. */
static void cut(struct tally *tally, uint64_t seed, size_t n, const char *folder, bool unsafe)
{
    char path[PATH_ROOM];
    char image[PATH_ROOM];
    snprintf(path, sizeof path, "%s/run.study", folder);
    snprintf(image, sizeof image, "%s/image", folder);
    must(mkdir(image, 0700) == 0 || access(image, W_OK) == 0, "no folder for images");
    struct scenario scenario = {.seed = seed};
    struct saying saying;
    struct medium *medium = record(&scenario, path, unsafe, &saying);
    struct draws draws = draws_new(hash_of((struct str){(const char *)&seed, sizeof seed}));
    size_t *points = mem_alloc(n * sizeof *points);
    for (size_t i = 0; i < n; i++) {
        points[i] = draws_below(&draws, (uint32_t)medium_calls(medium) + 1);
    }
    qsort(points, n, sizeof *points, by_size);
    snprintf(path, sizeof path, "%s/image/run.study", folder);
    for (size_t i = 0; i < n; i++) {
        medium_play(medium, points[i]);
        must(medium_image(medium, &draws, image), "an image cannot be written");
        judge(tally, &scenario, path, points[i], steps_said(&saying, points[i]));
    }
    free(points);
    medium_free(medium);
}

static struct tally run(uint64_t seed, size_t images, const char *folder, bool unsafe)
{
    struct tally tally = {.shown = unsafe ? 5 : 0};
    while (tally.images < images) {
        size_t left = images - tally.images;
        cut(&tally, seed++, left < IMAGES_PER_RECORDING ? left : IMAGES_PER_RECORDING, folder, unsafe);
    }
    return tally;
}

static void print_row(const char *mode, const struct tally *tally)
{
    printf("%-36s %9zu %9zu %9zu %9zu\n", mode, tally->images, tally->verdicts[VERDICT_LOST],
           tally->verdicts[VERDICT_TORN], tally->verdicts[VERDICT_CORRUPT]);
    fflush(stdout);
}

static void clean(const char *folder)
{
    static const char *const names[] = {
        "run.study", "run.study-journal", "image/run.study", "image/run.study-journal", "image", "."};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[PATH_ROOM];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(names[i][0] == '.' ? folder : path);
    }
}

int main(int argc, char **argv)
{
    int64_t images = 2000;
    int64_t seed = 1;
    if (argc > 3 || (argc > 1 && !str_to_int64(str_from(argv[1]), &images)) ||
        (argc > 2 && !str_to_int64(str_from(argv[2]), &seed)) || images < 10) {
        fprintf(stderr, "usage: powerloss [IMAGES [SEED]]\n");
        return 64;
    }
    must(hash_init(), "libsodium");
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    char folder[64];
    snprintf(folder, sizeof folder, "%s/powerloss.XXXXXX", base);
    must(mkdtemp(folder) != NULL, "no temporary folder");
    printf("%-36s %9s %9s %9s %9s\n", "power cut (seed)", "images", "lost", "torn", "corrupt");
    size_t small = (size_t)images / 10 < 200 ? 200 : (size_t)images / 10;
    struct tally unsafe = run((uint64_t)seed, small, folder, true);
    print_row("DELETE + FULL (must lose)", &unsafe);
    struct tally safe = run((uint64_t)seed, (size_t)images, folder, false);
    print_row("PERSIST + EXTRA (the store's)", &safe);
    clean(folder);
    if (unsafe.verdicts[VERDICT_LOST] == 0) {
        fprintf(stderr, "powerloss: blind: SQLite's default mode lost nothing\n");
        return 2;
    }
    return safe.verdicts[VERDICT_GOOD] == safe.images ? 0 : 1;
}
