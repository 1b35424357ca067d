#include "base/file.h"
#include "tests/bench/disk.h"
#include "tests/bench/generate.h"
#include "tests/bench/program.h"
#include "tests/journeys/pty_priv.h"

#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/*
 * From a key to the last byte of what it changes on the screen, through a real terminal line, as somebody
 * answers a questionnaire of 400 items. The key that saves (Enter) is told apart from those that only move or
 * mark. Measured twice: with the study on the disk, in turn with a bare write and sync; and with the study in
 * memory (/dev/shm), which leaves all but the disk. A key's time ends with the last byte before a silence;
 * then the harness makes sure that nothing is left to come. On a busy machine the time is mostly waiting for
 * a turn: the program's own processor time tells what it did.
 */
enum { ITEMS = 400, SILENCE_MS = 8, PATIENCE_MS = 10000 };

struct typing {
    struct arena *arena;
    const struct questionnaire *q;
    struct pty *pty;
    struct disk disk;
    clockid_t cpu; /* of the program */
    struct kind {
        struct series wall, cpu;
    } saves, moves;
};

static int64_t cpu_of(const struct typing *t)
{
    struct timespec used = {0};
    clock_gettime(t->cpu, &used);
    return (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
}

static void stuck(struct typing *t, const char *what)
{
    struct buf screen = buf_new(BUF_LIMIT_DEFAULT);
    pty_text(t->pty, &screen);
    bench_die("%s; the screen is\n%.*s", what, (int)screen.len, screen.ptr);
}

/* The number behind the last dot in the first row: "1001 · be · 12      3/380". NONE at the end. */
static uint32_t question_on_screen(struct typing *t)
{
    struct str row = pty_row(t->pty, 0);
    const struct str dot = STR("\xC2\xB7 ");
    size_t last = row.len;
    for (size_t at = str_find(row, dot, 0); at < row.len; at = str_find(row, dot, at + 1)) {
        last = at;
    }
    struct str rest = str_slice(row, last + dot.len, SIZE_MAX);
    int64_t number = 0;
    if (!str_to_int64(str_slice(rest, 0, str_find_char(rest, ' ', 0)), &number)) {
        return NONE;
    }
    return questionnaire_item(t->q, arena_format(t->arena, "q%05lld", (long long)number));
}

/* What came until nothing came for a while; the time of the last byte, or 0. */
static int64_t read_answer(struct typing *t)
{
    struct pollfd wait = {.fd = t->pty->master, .events = POLLIN};
    int64_t last = 0;
    while (poll(&wait, 1, last ? SILENCE_MS : PATIENCE_MS) > 0) {
        char bytes[16384];
        ssize_t n = read(t->pty->master, bytes, sizeof bytes);
        if (n <= 0) {
            return 0;
        }
        last = bench_wall();
        vterm_input_write(t->pty->vterm, bytes, (size_t)n);
    }
    return last;
}

static void press(struct typing *t, const char *key, struct kind *kind)
{
    struct str bytes = strlen(key) == 1 ? str_from(key) : pty_key_bytes("xterm-256color", str_from(key));
    int64_t cpu = cpu_of(t);
    int64_t from = bench_wall();
    bool good = write(t->pty->master, bytes.ptr, bytes.len) == (ssize_t)bytes.len;
    int64_t last = good ? read_answer(t) : 0;
    series_add(&kind->wall, (double)(last - from));
    series_add(&kind->cpu, (double)(cpu_of(t) - cpu));
    if (!last || !pty_sync(t->pty)) {
        stuck(t, "the program does not answer a key");
    }
}

static const char *const keys_of[VARIABLE_TYPES][2] = {
    [VARIABLE_CODE] = {"2", NULL},
    [VARIABLE_SET] = {"3", NULL},
    [VARIABLE_INT] = {"5", "0"},
    [VARIABLE_TEXT] = {"a", "b"},
};

static void answer(struct typing *t, uint32_t item)
{
    const struct variable *v = t->q->items[item].variable;
    for (size_t i = 0; i < 2 && keys_of[v->type][i]; i++) {
        press(t, keys_of[v->type][i], &t->moves);
    }
    press(t, "Enter", &t->saves);
    disk_sync(&t->disk);
}

static void interview(struct typing *t)
{
    uint32_t before = NONE;
    for (uint32_t item = question_on_screen(t); item != NONE; item = question_on_screen(t)) {
        if (item == before) {
            stuck(t, "a question does not take its answer");
        }
        answer(t, item);
        before = item;
    }
    if (t->saves.wall.n < ITEMS / 4) {
        stuck(t, "the interview ended early");
    }
}

static void line(struct typing *t, const char *what, struct kind *kind, double share, double most,
                 const char *goal)
{
    double value = series_at(&kind->wall, share);
    double bare = series_at(&t->disk.times, share);
    bench_line(&(struct bench_line){
        "keys", arena_format(t->arena, "%s, p%.0f of %zu", what, 100 * share, kind->wall.n).ptr,
        bench_time(t->arena, value),
        arena_format(t->arena, "bare write + fdatasync %s", bench_time(t->arena, bare)).ptr, value / bare,
        goal, bench_met(value <= most)});
}

static void cpu_line(struct typing *t, const char *what, struct kind *kind)
{
    double value = series_at(&kind->cpu, 0.5);
    bench_line(&(struct bench_line){"keys", arena_format(t->arena, "%s: the program's CPU, p50", what).ptr,
                                    bench_time(t->arena, value), "", -1, "<= 0.5 ms",
                                    bench_met(value <= 5e5)});
}

static void free_kind(struct kind *kind)
{
    series_free(&kind->wall);
    series_free(&kind->cpu);
}

static void tell(struct typing *t, bool on_disk)
{
    if (on_disk) {
        line(t, "key that saves, study on disk", &t->saves, 0.5, 1e6, "<= 1 ms");
        line(t, "key that saves, study on disk", &t->saves, 0.95, 5e6, "<= 5 ms");
        line(t, "key that moves or marks", &t->moves, 0.5, 1e6, "<= 1 ms");
        line(t, "key that moves or marks", &t->moves, 0.95, 5e6, "<= 5 ms");
        return;
    }
    line(t, "key that saves, study in memory", &t->saves, 0.5, 5e5, "<= 0.5 ms");
    cpu_line(t, "key that saves", &t->saves);
    cpu_line(t, "key that moves or marks", &t->moves);
}

static void measure(struct arena *arena, const struct bench_files *files, const struct questionnaire *q,
                    bool on_disk)
{
    struct typing t = {.arena = arena, .q = q};
    struct str folder = bench_folder(arena);
    struct str definition = path_join(arena, folder, STR("definition"));
    const char *study = path_join(arena, folder, STR("study")).ptr;
    program_write(arena, definition, files);
    program_study(arena, folder, study, definition.ptr, 1);
    disk_open(&t.disk, arena, folder);
    t.pty = pty_open(
        &(struct pty_setup){.argv = PROGRAM_WORDS(program_path(), "--study", study, "interview", "1001")});
    if (!pty_ready(t.pty) || clock_getcpuclockid(pty_pid(t.pty), &t.cpu) != 0) {
        stuck(&t, "the program does not come to a screen");
    }
    interview(&t);
    (void)pty_close(t.pty);
    tell(&t, on_disk);
    free_kind(&t.saves);
    free_kind(&t.moves);
    disk_close(&t.disk);
    bench_folder_remove(folder);
}

int main(void)
{
    struct arena *arena = arena_new();
    if (!hash_init()) {
        bench_die("libsodium does not start");
    }
    struct bench_files files = generate_questionnaire(arena, ITEMS, 1);
    const struct questionnaire *q = bench_load(arena, &files);
    measure(arena, &files, q, true);
    if (access("/dev/shm", W_OK) == 0 && setenv("BENCH_DIR", "/dev/shm", 1) == 0) {
        measure(arena, &files, q, false);
    }
    arena_free(arena);
    return 0;
}
