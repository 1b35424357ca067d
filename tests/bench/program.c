#include "tests/bench/program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { WORDS_MOST = 30 };

const char *program_path(void)
{
    const char *path = getenv("VELDWERK");
    if (!path || !*path) {
        bench_die("VELDWERK does not name the program");
    }
    return path;
}

static _Noreturn void become(const char *const *words)
{
    const char *argv[WORDS_MOST + 2] = {program_path()};
    for (size_t i = 0; words[i] && i < WORDS_MOST; i++) {
        argv[i + 1] = words[i];
    }
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    execv(argv[0], (char **)(uintptr_t)argv);
    _exit(127);
}

static double of_time(struct timeval time)
{
    return (double)time.tv_sec * 1e9 + (double)time.tv_usec * 1e3;
}

struct program_cost program_run(const char *const *words)
{
    struct rusage used = {0};
    int status = 0;
    int64_t from = bench_wall();
    pid_t pid = fork();
    if (pid == 0) {
        become(words);
    }
    if (pid < 0 || wait4(pid, &status, 0, &used) != pid) {
        bench_die("%s: %s", program_path(), strerror(errno));
    }
    double wall = (double)(bench_wall() - from);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        bench_die("%s %s ends with status %d", program_path(), words[0], status);
    }
    return (struct program_cost){wall, of_time(used.ru_utime) + of_time(used.ru_stime)};
}

static void write_file(const char *path, struct str bytes)
{
    if (!file_write(path, bytes, NULL)) {
        bench_die("%s: %s", path, strerror(errno));
    }
}

void program_write(struct arena *arena, struct str folder, const struct bench_files *files)
{
    for (size_t i = 0; i < files->n; i++) {
        struct str path = path_join(arena, folder, files->files[i].path);
        if (!folder_make(arena_copy(arena, path_parent(path)).ptr, NULL)) {
            bench_die("%s: %s", path.ptr, strerror(errno));
        }
        write_file(path.ptr, files->files[i].bytes);
    }
}

static void add_sample(struct arena *arena, struct str folder, const char *study, size_t cases)
{
    struct buf csv = buf_new(BUF_LIMIT_DEFAULT);
    struct str path = path_join(arena, folder, STR("sample.csv"));
    buf_add_text(&csv, "case,group,sex,birth_date,municipality_nis,language,generation,first_name,last_name,"
                       "street,postcode,phone,email,interviewer\n");
    for (size_t i = 0; i < cases; i++) {
        buf_format(&csv,
                   "%zu,%s,f,19%02zu-05-06,44021,nl,,Voornaam%zu,Achternaam%zu,Lindestraat %zu,9000,,,x\n",
                   1001 + i, i % 2 ? "ma" : "be", 40 + i % 60, i, i, 1 + i % 200);
    }
    write_file(path.ptr, buf_str(&csv));
    buf_free(&csv);
    (void)program_run(PROGRAM_WORDS("--study", study, "sample", path.ptr));
}

void program_study(struct arena *arena, struct str folder, const char *study, const char *questionnaire,
                   size_t cases)
{
    (void)program_run(PROGRAM_WORDS("--study", study, "new", "--questionnaire",
                                    questionnaire ? questionnaire : "questionnaire/sid"));
    if (cases) {
        add_sample(arena, folder, study, cases);
    }
}
