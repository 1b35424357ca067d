#define _GNU_SOURCE /* pipe2, nftw */
#include "tests/journeys/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define PATIENCE_MS 120000 /* a command that takes longer hangs */

static _Noreturn void die(const char *what, const char *about)
{
    fprintf(stderr, "%s: %s (%s)\n", what, about, strerror(errno));
    exit(2);
}

/* ---- what is left behind ---- */

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

/* A process that outlives this one, however it ends, and removes those of its folders that are still there.
 */
static _Noreturn void guard(int folders)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    for (size_t i = 0; i < ARRAY_LEN(ignored); i++) {
        signal(ignored[i], SIG_IGN);
    }
    char(*paths)[sizeof(((struct tmp *)0)->path)] = NULL;
    size_t n = 0;
    size_t cap = 0;
    for (bool more = true; more;) {
        if (n == cap) {
            paths = array_grow(paths, &cap, sizeof *paths);
        }
        more = read(folders, paths[n], sizeof *paths) == sizeof *paths;
        n += more;
    }
    for (size_t i = 0; i < n; i++) {
        (void)nftw(paths[i], remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
    _exit(0);
}

static void note_folder(const struct tmp *tmp)
{
    static int to_guard = -1;
    static pid_t owner;
    if (owner != getpid()) { /* nobody yet, or a child of the one that had it */
        int ends[2];
        owner = getpid();
        if (pipe2(ends, O_CLOEXEC) != 0) {
            die("no pipe", "guard");
        }
        fflush(NULL);
        if (fork() == 0) {
            close(ends[1]);
            guard(ends[0]);
        }
        close(ends[0]);
        to_guard = ends[1];
    }
    if (write(to_guard, tmp->path, sizeof tmp->path) != (ssize_t)sizeof tmp->path) {
        die("no guard", tmp->path);
    }
}

void lab_open(struct lab *lab)
{
    *lab = (struct lab){.arena = arena_new(), .program = getenv("VELDWERK")};
    if (!lab->program || !getenv("VELDWERK_TEST_DIR")) {
        die("the environment has no", "VELDWERK or VELDWERK_TEST_DIR");
    }
    tmp_open(&lab->tmp);
    note_folder(&lab->tmp);
    lab->study = lab_path(lab, "study.veldwerk");
}

void lab_close(struct lab *lab)
{
    arena_free(lab->arena);
    tmp_close(&lab->tmp);
}

const char *lab_path(struct lab *lab, const char *name)
{
    return arena_copy(lab->arena, str_from(tmp_path(&lab->tmp, name))).ptr;
}

/* ---- files ---- */

struct str lab_read(struct arena *arena, const char *path)
{
    struct buf all = buf_new(BUF_LIMIT_DEFAULT);
    char bytes[65536];
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (n = read(fd, bytes, sizeof bytes)) > 0) {
        buf_add(&all, (struct str){bytes, (size_t)n});
    }
    if (fd >= 0) {
        close(fd);
    }
    struct str out = arena_copy(arena, buf_str(&all));
    buf_free(&all);
    return out;
}

void lab_write(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, bytes.ptr ? bytes.ptr : "", bytes.len) != (ssize_t)bytes.len || close(fd) != 0) {
        die("cannot write", path);
    }
}

void lab_copy(const char *from, const char *to)
{
    struct arena *arena = arena_new();
    lab_write(to, lab_read(arena, from));
    arena_free(arena);
}

/* ---- programs ---- */

const char *const *lab_environment(struct lab *lab, struct arena *arena, const char *const *extra, size_t n)
{
    static const char *const passed[] = {"PATH", "VELDWERK_LOCALE", "ASAN_OPTIONS", "UBSAN_OPTIONS"};
    const char **out = ARENA_ARRAY(arena, ARRAY_LEN(passed) + n + 8, const char *);
    size_t at = 0;
    out[at++] = arena_format(arena, "VELDWERK_STUDY=%s", lab->study).ptr;
    out[at++] = arena_format(arena, "HOME=%s", lab->tmp.path).ptr;
    out[at++] = arena_format(arena, "TMPDIR=%s", lab->tmp.path).ptr;
    out[at++] = "VELDWERK_USER=tester";
    out[at++] = "LC_ALL=C.UTF-8";
    out[at++] = "TZ=UTC";
    for (size_t i = 0; i < ARRAY_LEN(passed); i++) {
        const char *value = getenv(passed[i]);
        if (value) {
            out[at++] = arena_format(arena, "%s=%s", passed[i], value).ptr;
        }
    }
    for (size_t i = 0; i < n; i++) {
        out[at++] = extra[i];
    }
    return out;
}

struct child {
    pid_t pid;
    struct pollfd pipes[2]; /* what comes from standard output and standard error */
};

static void start(struct child *child, const char *path, const char *const *argv, const char *const *env)
{
    int out[2], err[2];
    if (pipe(out) != 0 || pipe(err) != 0) {
        die("pipe", path);
    }
    child->pid = fork();
    if (child->pid < 0) {
        die("fork", path);
    }
    if (child->pid == 0) {
        int null = open("/dev/null", O_RDONLY);
        dup2(null, 0);
        dup2(out[1], 1);
        dup2(err[1], 2);
        for (int fd = 3; fd < 64; fd++) {
            close(fd);
        }
        execve(path, (char **)(uintptr_t)argv, (char **)(uintptr_t)env);
        _exit(127);
    }
    close(out[1]);
    close(err[1]);
    child->pipes[0] = (struct pollfd){.fd = out[0], .events = POLLIN};
    child->pipes[1] = (struct pollfd){.fd = err[0], .events = POLLIN};
}

static bool drain(struct pollfd *from, struct buf *into)
{
    char bytes[65536];
    if (from->fd < 0 || !(from->revents & (POLLIN | POLLHUP | POLLERR))) {
        return true;
    }
    ssize_t n = read(from->fd, bytes, sizeof bytes);
    if (n > 0) {
        buf_add(into, (struct str){bytes, (size_t)n});
    } else if (n == 0 || errno != EINTR) {
        close(from->fd);
        from->fd = -1;
    }
    return true;
}

static struct ran finish(struct child *child, struct arena *arena, const char *about)
{
    struct ran ran = {0};
    struct buf texts[2] = {buf_new(BUF_LIMIT_DEFAULT), buf_new(BUF_LIMIT_DEFAULT)};
    while (child->pipes[0].fd >= 0 || child->pipes[1].fd >= 0) {
        int ready = poll(child->pipes, 2, PATIENCE_MS);
        if (ready == 0) {
            kill(child->pid, SIGKILL);
            die("does not end", about);
        }
        for (int i = 0; i < 2; i++) {
            drain(&child->pipes[i], &texts[i]);
        }
    }
    while (waitpid(child->pid, &ran.status, 0) < 0) {
        if (errno != EINTR) {
            die("waitpid", about);
        }
    }
    ran.out = arena_copy(arena, buf_str(&texts[0]));
    ran.err = arena_copy(arena, buf_str(&texts[1]));
    buf_free(&texts[0]);
    buf_free(&texts[1]);
    return ran;
}

struct ran lab_run(struct lab *lab, struct arena *arena, const char *const *extra, size_t n,
                   const char *const *words)
{
    const char *argv[32] = {lab->program};
    for (size_t i = 0; words[i] && i + 2 < ARRAY_LEN(argv); i++) {
        argv[i + 1] = words[i];
    }
    struct child child;
    start(&child, lab->program, argv, lab_environment(lab, arena, extra, n));
    return finish(&child, arena, words[0]);
}

bool ran_exit(const struct ran *ran, int code)
{
    return WIFEXITED(ran->status) && WEXITSTATUS(ran->status) == code;
}

struct str lab_must(struct lab *lab, struct arena *arena, int code, const char *const *words)
{
    struct ran ran = lab_run(lab, arena, NULL, 0, words);
    if (!ran_exit(&ran, code)) {
        fprintf(stderr, "veldwerk %s: status %d instead of exit %d\n%.*s%.*s", words[0], ran.status, code,
                STR_ARG(ran.out), STR_ARG(ran.err));
        exit(2);
    }
    return ran.out;
}

struct str lab_jq(struct lab *lab, struct arena *arena, struct str json, const char *filter)
{
    const char *file = lab_path(lab, "jq.json");
    lab_write(file, json);
    struct child child;
    start(&child, "/usr/bin/env", LAB_WORDS("env", "jq", "-r", filter, file),
          lab_environment(lab, arena, NULL, 0));
    struct ran ran = finish(&child, arena, "jq");
    if (!ran_exit(&ran, 0)) {
        fprintf(stderr, "jq '%s' fails: %.*s\n%.*s\n", filter, STR_ARG(ran.err), STR_ARG(json));
        exit(2);
    }
    return ran.out;
}
