#include "base/file.h"
#include "tests/bench/disk.h"
#include "tests/bench/program.h"
#include "tests/journeys/pty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * From starting the program on a terminal to its first full screen, with 1,000 cases in the study; what
 * starting anything at all takes here is measured in turn with it. And the most memory it ever had.
 */
enum { CASES = 1000 };

struct starting {
    const char *const *argv;
    struct series times;
    struct series kilobytes;
};

static double most_memory(int pid)
{
    char path[64];
    char line[256];
    double kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            kilobytes = strtod(line + 6, NULL);
        }
    }
    if (file) {
        fclose(file);
    }
    return kilobytes;
}

static void start_screen(struct starting *s)
{
    int64_t from = bench_wall();
    struct pty *pty = pty_open(&(struct pty_setup){.argv = s->argv});
    bool ready = pty_ready(pty);
    series_add(&s->times, (double)(bench_wall() - from));
    series_add(&s->kilobytes, most_memory(pty_pid(pty)));
    if (!ready) {
        bench_die("%s does not come to a screen", s->argv[0]);
    }
    pty_close(pty);
}

static void start_and_end(struct starting *s)
{
    int status = 0;
    int64_t from = bench_wall();
    struct pty *pty = pty_open(&(struct pty_setup){.argv = s->argv});
    (void)pty_wait(pty, &status);
    series_add(&s->times, (double)(bench_wall() - from));
    pty_close(pty);
}

static void tell(struct arena *arena, const char *what, struct starting *s, struct starting *floor)
{
    double median = series_at(&s->times, 0.5);
    double least = series_at(&floor->times, 0.5);
    bench_line(&(struct bench_line){"start", what, bench_time(arena, median),
                                    arena_format(arena, "/bin/true %s", bench_time(arena, least)).ptr,
                                    median / least, "<= 50 ms", bench_met(median <= 50e6)});
    double memory = series_at(&s->kilobytes, 0.5) / 1024;
    bench_line(&(struct bench_line){"start", "the same: most memory",
                                    arena_format(arena, "%.1f MB", memory).ptr, "", -1, "<= 8 MB",
                                    bench_met(memory <= 8)});
}

static void free_all(struct starting *s)
{
    series_free(&s->times);
    series_free(&s->kilobytes);
}

/* start ROUNDS */
int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    size_t rounds = bench_argument(argc, argv, 1, 15);
    struct str folder = bench_folder(arena);
    const char *study = path_join(arena, folder, STR("study")).ptr;
    program_study(arena, folder, study, NULL, CASES);
    struct starting menu = {.argv = PROGRAM_WORDS(program_path(), "--study", study)};
    struct starting question = {.argv = PROGRAM_WORDS(program_path(), "--study", study, "interview", "1001")};
    struct starting nothing = {.argv = PROGRAM_WORDS("/bin/true")};
    struct starting hello = {
        .argv = PROGRAM_WORDS(
            "/usr/bin/python3", "-c",
            "import curses; s = curses.initscr(); s.addstr('hello'); s.refresh(); curses.endwin()")};
    bool python = access(hello.argv[0], X_OK) == 0;
    for (size_t i = 0; i < rounds; i++) {
        start_screen(&menu);
        start_and_end(&nothing);
        start_screen(&question);
        if (python) {
            start_and_end(&hello);
        }
    }
    tell(arena, "first full screen, the menu, SID with 1,000 cases", &menu, &nothing);
    tell(arena, "first full screen, a question, SID with 1,000 cases", &question, &nothing);
    if (python) {
        double ratio = series_at(&menu.times, 0.5) / series_at(&hello.times, 0.5);
        bench_line(&(struct bench_line){
            "start", "the menu, against a hello in Python's curses",
            bench_time(arena, series_at(&menu.times, 0.5)),
            arena_format(arena, "python3 %s", bench_time(arena, series_at(&hello.times, 0.5))).ptr, ratio,
            "<= 1 x", bench_met(ratio <= 1)});
    }
    free_all(&menu);
    free_all(&question);
    free_all(&nothing);
    free_all(&hello);
    bench_folder_remove(folder);
    arena_free(arena);
    return 0;
}
