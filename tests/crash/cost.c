/*
 * What safety costs: cost [COMMITS [CASES]]. Durable appends of one answer beside bare writes with fdatasync
 * on the same disk; lists, search, verify and rebuild of a large study. Everything lies below TMPDIR, else
 * /tmp.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/store.h"
#include "tests/crash/shim_vfs.h"

enum { PATH_ROOM = 300, ITEMS = 400, INTERVIEWS = 45 };

struct cost {
    char folder[PATH_ROOM];
    char path[PATH_ROOM];
    size_t commits, cases;
};

static void must(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "cost: %s\n", what);
        exit(2);
    }
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double cpu_us(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e6 +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

static double share(const double *sorted, size_t n, double part)
{
    size_t at = (size_t)(part * (double)n);
    return sorted[at < n ? at : n - 1];
}

/* ---- studies ---- */

static struct store *make(struct cost *cost, size_t cases)
{
    struct arena *arena = arena_new();
    const struct definition_file file = {STR("questionnaire.yaml"), STR("id: cost\n")};
    struct hash questionnaire = hash_of(STR("q"));
    struct store_options options = {.user = STR("an"), .ballast_bytes = -1};
    struct store *store = NULL;
    char message[512] = "";
    unlink(cost->path);
    must(store_create(cost->path, &options, "cost", &file, 1, &questionnaire, NULL, &store, message) ==
             STORE_OK,
         message);
    struct case_record *records = ARENA_ARRAY(arena, cases, struct case_record);
    struct identity *people = ARENA_ARRAY(arena, cases, struct identity);
    static const char *const groups[] = {"be", "ma", "tr", "pl", "ro", "cd", "af"};
    for (size_t i = 0; i < cases; i++) {
        records[i] = (struct case_record){.id = arena_format(arena, "%06zu", i),
                                          .group = str_from(groups[i % 7]),
                                          .municipality = arena_format(arena, "Gemeente %zu", i * 7919 % 300),
                                          .interviewer = arena_format(arena, "int%zu", i / 45)};
        people[i] = (struct identity){.first_name = arena_format(arena, "Voornaam%zu", i * 31 % 997),
                                      .last_name = arena_format(arena, "Familie%zu", i * 17 % 4999),
                                      .street = arena_format(arena, "Straat %zu", i * 13 % 20011)};
    }
    must(store_add_cases(store, records, people, cases) == STORE_OK, store_message(store));
    arena_free(arena);
    return store;
}

static struct act answer(struct change *change, char item[16], char id[16], size_t i)
{
    snprintf(item, 16, "item%zu", i % ITEMS);
    snprintf(id, 16, "%06zu", i / ITEMS % INTERVIEWS);
    *change = (struct change){
        .reg = REGISTER_ANSWER, .item = str_from(item), .state = CELL_ANSWERED, .value = STR("12")};
    return (struct act){.kind = ACT_ANSWER,
                        .case_id = str_from(id),
                        .item = str_from(item),
                        .changes = change,
                        .n = 1,
                        .user = STR("an"),
                        .language = STR("nl"),
                        .questionnaire = hash_of(STR("q")),
                        .wall_ms = 1700000000000 + (int64_t)i};
}

/* ---- commits ---- */

static double bare_write(int fd, size_t i)
{
    static const unsigned char page[4096] = {1};
    double begin = now_us();
    must(pwrite(fd, page, sizeof page, (off_t)(i * sizeof page)) == sizeof page && fdatasync(fd) == 0,
         "bare write");
    return now_us() - begin;
}

static double one_commit(struct store *store, size_t i)
{
    struct change change;
    char item[16];
    char id[16];
    struct act act = answer(&change, item, id, i);
    double begin = now_us();
    must(store_append(store, &act, 1) == STORE_OK, store_message(store));
    return now_us() - begin;
}

static void print_times(const char *what, double *times, size_t n)
{
    qsort(times, n, sizeof *times, by_size);
    printf("%-46s p50 %8.0f us   p99 %8.0f us   p99.9 %8.0f us\n", what, share(times, n, .5),
           share(times, n, .99), share(times, n, .999));
    fflush(stdout);
}

static void commits(struct cost *cost)
{
    struct store *store = make(cost, INTERVIEWS);
    char path[PATH_ROOM + 16];
    snprintf(path, sizeof path, "%s/bare", cost->folder);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    double *bare = mem_alloc(cost->commits * sizeof *bare);
    double *saved = mem_alloc(cost->commits * sizeof *saved);
    double cpu = 0;
    for (size_t i = 0; i < cost->commits; i++) {
        bare[i] = bare_write(fd, i);
        double begin = cpu_us();
        saved[i] = one_commit(store, i);
        cpu += cpu_us() - begin;
    }
    print_times("bare 4 KiB write + fdatasync", bare, cost->commits);
    print_times("one answer, durable (interleaved)", saved, cost->commits);
    printf("%-46s %.1f x   CPU %.0f us an answer\n", "answer / bare write at p50",
           share(saved, cost->commits, .5) / share(bare, cost->commits, .5), cpu / (double)cost->commits);
    close(fd);
    unlink(path);
    free(bare);
    free(saved);
    store_close(store);
}

/* Writes, truncates and syncs of one answer, once the journal is there. */
static void calls(struct cost *cost)
{
    static const struct {
        enum shim_op op;
        const char *name;
    } kinds[] = {{SHIM_WRITE, "writes"}, {SHIM_SYNC, "syncs"}, {SHIM_TRUNCATE, "truncates"}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct shim shim = {.counted = SHIM_BIT(kinds[i].op)};
        must(shim_register(&shim, "cost", false) == SQLITE_OK, "the VFS cannot be registered");
        struct store *store = NULL;
        struct store_options options = {.vfs = "cost", .ballast_bytes = -1};
        must(store_open(cost->path, &options, &store, NULL) == STORE_OK, "open");
        one_commit(store, 1);
        uint64_t before = shim.calls;
        one_commit(store, 2);
        printf("%-46s %llu\n", kinds[i].name, (unsigned long long)(shim.calls - before));
        store_close(store);
        shim_remove(&shim);
    }
}

/* ---- large ---- */

/* Both clocks: other work on the machine stretches the first. */
struct begin {
    double wall, cpu;
};

static struct begin begin_now(void)
{
    return (struct begin){now_us(), cpu_us()};
}

static void timed(const char *what, struct begin begin)
{
    printf("%-46s %8.1f ms   CPU %8.1f ms\n", what, (now_us() - begin.wall) / 1e3,
           (cpu_us() - begin.cpu) / 1e3);
    fflush(stdout);
}

static void list(struct store *store, const char *what, struct case_filter filter, enum case_sort sort,
                 size_t offset)
{
    struct arena *arena = arena_new();
    struct case_line *lines = NULL;
    size_t n = 0;
    size_t all = 0;
    struct begin begin = begin_now();
    must(store_list_cases(store, &filter, sort, offset, 50, arena, &lines, &n) == STORE_OK,
         store_message(store));
    struct begin listed = begin_now();
    must(store_count_cases(store, &filter, &all) == STORE_OK, store_message(store));
    printf("%-46s %8.1f ms   CPU %8.1f ms   count CPU %6.1f ms   (%zu of %zu)\n", what,
           (listed.wall - begin.wall) / 1e3, (listed.cpu - begin.cpu) / 1e3, (cpu_us() - listed.cpu) / 1e3, n,
           all);
    arena_free(arena);
}

static void lists(struct cost *cost)
{
    struct begin begin = begin_now();
    struct store *store = make(cost, cost->cases);
    timed("a sample with identities added", begin);
    size_t deep = cost->cases > 100 ? cost->cases - 100 : 0;
    struct case_filter all = {.status = -1};
    list(store, "by id, first page", all, CASES_BY_ID, 0);
    list(store, "by id, last page", all, CASES_BY_ID, deep);
    list(store, "by last change, last page", all, CASES_BY_CHANGED, deep);
    list(store, "by status, last page", all, CASES_BY_STATUS, deep);
    list(store, "by municipality, last page", all, CASES_BY_MUNICIPALITY, deep);
    list(store, "of one interviewer, by change",
         (struct case_filter){.status = -1, .interviewer = STR("int7")}, CASES_BY_CHANGED, 0);
    list(store, "of one group, by municipality, page 20",
         (struct case_filter){.status = -1, .group = STR("ma")}, CASES_BY_MUNICIPALITY, 1000);
    list(store, "search 'familie123'", (struct case_filter){.status = -1, .search = STR("familie123")},
         CASES_BY_ID, 0);
    list(store, "search 'f' (everybody)", (struct case_filter){.status = -1, .search = STR("f")}, CASES_BY_ID,
         0);
    list(store, "open only, by id, page 20", (struct case_filter){.status = -1, .open_only = true},
         CASES_BY_ID, 1000);
    struct arena *arena = arena_new();
    struct str id;
    begin = begin_now();
    must(store_free_case(store, STR("af"), arena, &id) == STORE_OK, "no free case");
    timed("a free case of a group", begin);
    arena_free(arena);
    store_close(store);
}

static bool count_act(void *context, const struct act *act)
{
    (void)act;
    ++*(size_t *)context;
    return true;
}

static void logs(struct cost *cost)
{
    struct store *store = make(cost, INTERVIEWS);
    static struct change changes[ITEMS];
    static struct act acts[ITEMS];
    static char items[ITEMS][16];
    static char ids[ITEMS][16];
    struct begin begin = begin_now();
    for (size_t k = 0; k < INTERVIEWS; k++) {
        for (size_t i = 0; i < ITEMS; i++) {
            acts[i] = answer(&changes[i], items[i], ids[i], k * ITEMS + i);
        }
        must(store_append(store, acts, ITEMS) == STORE_OK, store_message(store));
    }
    timed("45 interviews of 400 answers, a commit each", begin);
    store_close(store);
    struct store_options options = {.ballast_bytes = -1};
    begin = begin_now();
    must(store_open(cost->path, &options, &store, NULL) == STORE_OK, "open");
    timed("opened", begin);
    size_t n = 0;
    begin = begin_now();
    must(store_read_acts(store, STR("000007"), count_act, &n) == STORE_OK && n == ITEMS,
         store_message(store));
    timed("acts of one interview read and checked", begin);
    struct arena *arena = arena_new();
    struct verify_report report;
    begin = begin_now();
    must(store_verify(store, arena, &report) == STORE_OK && report.faults_n == 0, store_message(store));
    timed("verified (18,000 acts)", begin);
    begin = begin_now();
    must(store_rebuild(store) == STORE_OK, store_message(store));
    timed("caches rebuilt", begin);
    char target[PATH_ROOM + 16];
    snprintf(target, sizeof target, "%s/copy", cost->folder);
    begin = begin_now();
    must(store_backup(store, target, true, NULL) == STORE_OK, store_message(store));
    timed("backed up and read again", begin);
    unlink(target);
    arena_free(arena);
    store_close(store);
}

int main(int argc, char **argv)
{
    int64_t commits_n = 2000;
    int64_t cases = 100000;
    if (argc > 3 || (argc > 1 && !str_to_int64(str_from(argv[1]), &commits_n)) ||
        (argc > 2 && !str_to_int64(str_from(argv[2]), &cases)) || commits_n < 10 || cases < 100) {
        fprintf(stderr, "usage: cost [COMMITS [CASES]]\n");
        return 64;
    }
    must(hash_init(), "libsodium");
    static struct cost cost;
    cost.commits = (size_t)commits_n;
    cost.cases = (size_t)cases;
    const char *base = getenv("TMPDIR");
    snprintf(cost.folder, sizeof cost.folder, "%s/cost.XXXXXX", base ? base : "/tmp");
    must(mkdtemp(cost.folder) != NULL, "no temporary folder");
    snprintf(cost.path, sizeof cost.path, "%.250s/cost.study", cost.folder);
    commits(&cost);
    calls(&cost);
    logs(&cost);
    lists(&cost);
    unlink(cost.path);
    char journal[PATH_ROOM + 16];
    snprintf(journal, sizeof journal, "%s-journal", cost.path);
    unlink(journal);
    rmdir(cost.folder);
    return 0;
}
