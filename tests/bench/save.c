#include <sqlite3.h>

#include "base/file.h"
#include "simulate/simulate.h"
#include "store/store.h"
#include "tests/bench/disk.h"
#include "tests/crash/shim_vfs.h"

/*
 * A durable save: the acts of a simulated interview, each in a commit of its own, in turn with a bare write
 * and sync, and with SQLite alone: one small row in the same journal mode.
 */
struct saving {
    struct store *store;
    sqlite3 *plain;
    sqlite3_stmt *insert;
    struct disk disk;
    struct series saves, rows;
    struct shim shim;
    uint64_t acts;
    uint64_t syncs_of_saves, syncs_of_rows;
};

static void plain_must(struct saving *s, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        bench_die("SQLite: %s", sqlite3_errmsg(s->plain));
    }
}

static void plain_run(struct saving *s, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    plain_must(s, sqlite3_prepare_v2(s->plain, sql, -1, &statement, NULL));
    plain_must(s, sqlite3_step(statement));
    sqlite3_finalize(statement);
}

/* The settings of the store that cost syncs. */
static void plain_open(struct saving *s, const char *path)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    plain_must(s, sqlite3_open_v2(path, &s->plain, flags, "bench"));
    plain_run(s, "PRAGMA journal_mode = PERSIST");
    plain_run(s, "PRAGMA synchronous = EXTRA");
    plain_run(s, "CREATE TABLE answer (n INTEGER PRIMARY KEY, value TEXT)");
    plain_must(s, sqlite3_prepare_v2(s->plain, "INSERT INTO answer (value) VALUES ('answer')", -1, &s->insert,
                                     NULL));
}

static double plain_save(struct saving *s)
{
    uint64_t syncs = s->shim.calls;
    int64_t from = bench_wall();
    plain_must(s, sqlite3_step(s->insert));
    double took = (double)(bench_wall() - from);
    sqlite3_reset(s->insert);
    s->syncs_of_rows += s->shim.calls - syncs;
    return took;
}

static bool take(void *context, struct act *acts, size_t n)
{
    struct saving *s = context;
    for (size_t i = 0; i < n; i++) {
        uint64_t syncs = s->shim.calls;
        int64_t from = bench_wall();
        if (store_append(s->store, &acts[i], 1) != STORE_OK) {
            bench_die("%s", store_message(s->store));
        }
        series_add(&s->saves, (double)(bench_wall() - from));
        s->syncs_of_saves += s->shim.calls - syncs;
        s->acts++;
        disk_sync(&s->disk);
        series_add(&s->rows, plain_save(s));
    }
    return true;
}

static const char *no_message(void *context UNUSED)
{
    return "";
}

static void conduct(struct saving *s, const struct questionnaire *q, uint64_t number)
{
    struct arena *arena = arena_new();
    struct hash key = {{0}};
    memcpy(key.bytes, &number, sizeof number);
    struct case_record record = {.id = arena_format(arena, "bench-%llu", (unsigned long long)number),
                                 .group = q->groups[0],
                                 .mode = STR("simulated")};
    struct identity nobody = {0};
    if (store_add_cases(s->store, &record, &nobody, 1) != STORE_OK) {
        bench_die("%s", store_message(s->store));
    }
    struct interview_setup setup = {
        .questionnaire = q,
        .facts = {.case_id = record.id},
        .sink = {take, no_message, s},
        .clock = clock_system(),
        .user = STR("bench"),
        .seed = key,
    };
    struct interview *iv = interview_new(&setup);
    struct simulate_options options = simulate_options_default();
    struct draws draws = draws_new(key);
    (void)simulate_interview(iv, &options, &draws);
    interview_free(iv);
    arena_free(arena);
}

static void tell(struct saving *s, struct arena *arena)
{
    double save = series_at(&s->saves, 0.5);
    double bare = series_at(&s->disk.times, 0.5);
    double row = series_at(&s->rows, 0.5);
    double late = series_at(&s->saves, 0.99);
    double syncs = (double)s->syncs_of_saves / (double)s->acts;
    double needed = (double)s->syncs_of_rows / (double)s->acts;
    bench_line(&(struct bench_line){
        "save", arena_format(arena, "durable save of one act, p50 of %zu", s->saves.n).ptr,
        bench_time(arena, save),
        arena_format(arena, "bare write + fdatasync %s", bench_time(arena, bare)).ptr, save / bare, "<= 1 ms",
        bench_met(save <= 1e6)});
    bench_line(&(struct bench_line){
        "save", "the same, p99", bench_time(arena, late),
        arena_format(arena, "bare, p99 %s", bench_time(arena, series_at(&s->disk.times, 0.99))).ptr,
        late / series_at(&s->disk.times, 0.99), "<= 5 ms", bench_met(late <= 5e6)});
    bench_line(&(struct bench_line){"save", "the same, against SQLite alone, one small row",
                                    bench_time(arena, save),
                                    arena_format(arena, "SQLite's commit %s", bench_time(arena, row)).ptr,
                                    save / row, "<= 1.4 x", bench_met(save / row <= 1.4)});
    bench_line(&(struct bench_line){"save", "syncs for each act", arena_format(arena, "%.2f", syncs).ptr,
                                    arena_format(arena, "SQLite alone %.2f", needed).ptr, syncs / needed,
                                    "no more", bench_met(syncs <= needed)});
}

/* save ACTS */
int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    size_t acts = bench_argument(argc, argv, 1, 600);
    if (!hash_init()) {
        bench_die("libsodium does not start");
    }
    struct saving s = {.shim = {.counted = SHIM_BIT(SHIM_SYNC)}};
    struct str folder = bench_folder(arena);
    struct bench_files sid = bench_freeze(arena, "questionnaire/sid");
    const struct questionnaire *q = bench_load(arena, &sid);
    char message[512] = "";
    if (shim_register(&s.shim, "bench", false) != SQLITE_OK) {
        bench_die("the layer that counts syncs cannot be laid");
    }
    struct store_options options = {
        .clock = clock_system(), .user = STR("bench"), .vfs = "bench", .ballast_bytes = -1};
    if (store_create(path_join(arena, folder, STR("study")).ptr, &options, "bench", sid.files, sid.n,
                     &q->hash, NULL, &s.store, message) != STORE_OK) {
        bench_die("%s", message);
    }
    disk_open(&s.disk, arena, folder);
    plain_open(&s, path_join(arena, folder, STR("plain")).ptr);
    for (uint64_t number = 1; s.acts < acts; number++) {
        conduct(&s, q, number);
    }
    tell(&s, arena);
    sqlite3_finalize(s.insert);
    sqlite3_close(s.plain);
    store_close(s.store);
    shim_remove(&s.shim);
    disk_close(&s.disk);
    series_free(&s.saves);
    series_free(&s.rows);
    bench_folder_remove(folder);
    arena_free(arena);
    return 0;
}
