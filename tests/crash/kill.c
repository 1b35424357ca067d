/*
 * Kills: kill KILLS SEED. A child appends and tells which steps were said to be saved; it kills itself at one
 * of its own write, truncate and sync calls, before or after it. The calls are taken evenly over the whole
 * run. The parent opens what is left and compares.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "tests/crash/scenario.h"
#include "tests/crash/shim_vfs.h"

enum { PATH_ROOM = 300, INSIDE_PERCENT = 30 };

struct killing {
    char folder[64];
    char first[PATH_ROOM]; /* the study before the run */
    char path[PATH_ROOM];
    char journal[PATH_ROOM];
    struct scenario scenario;
    uint64_t calls; /* of a whole run */
    enum phase { PHASE_OUTSIDE, PHASE_OPEN, PHASE_EMPTIED } phase;
    bool *inside; /* by calls made: a transaction is open then */
    size_t inside_cap;
    const struct shim *shim;
};

static void must(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "kill: %s\n", what);
        exit(2);
    }
}

static void copy_file(const char *from, const char *to)
{
    static unsigned char block[1 << 16];
    int in = open(from, O_RDONLY);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    must(in >= 0 && out >= 0, to);
    for (ssize_t got; (got = read(in, block, sizeof block)) > 0;) {
        must(write(out, block, (size_t)got) == got, to);
    }
    close(in);
    close(out);
}

/* The run under the shim; the calls it made. */
static uint64_t run(struct killing *killing, struct shim *shim, bool record,
                    void (*done)(void *context, size_t steps), void *context)
{
    shim->counted = SHIM_DISK_WRITES;
    must(shim_register(shim, "kill", false) == SQLITE_OK, "the VFS cannot be registered");
    struct store_options options = scenario_options(&killing->scenario, "kill");
    struct store *store = NULL;
    char message[512] = "";
    must(store_open(killing->path, &options, &store, message) == STORE_OK, message);
    scenario_run(&killing->scenario, store, record, done, context);
    if (record) {
        scenario_read_ids(&killing->scenario, store);
    }
    store_close(store);
    shim_remove(shim);
    return shim->calls;
}

static void nobody(void *context, size_t steps)
{
    (void)context;
    (void)steps;
}

static void tell(void *context, size_t steps)
{
    unsigned char byte = (unsigned char)steps;
    must(write(*(int *)context, &byte, 1) == 1, "the parent is gone");
}

/* Forks a child that kills itself at the call; how many steps it said were saved. */
static size_t run_and_kill(struct killing *killing, uint64_t at, bool after)
{
    int pipes[2];
    must(pipe(pipes) == 0, "no pipe");
    fflush(NULL);
    pid_t pid = fork();
    must(pid >= 0, "no process");
    if (pid == 0) {
        close(pipes[0]);
        struct shim shim = {.at = at, .after = after, .kill = true};
        run(killing, &shim, false, tell, &pipes[1]);
        _exit(0);
    }
    close(pipes[1]);
    size_t said = 0;
    for (unsigned char byte; read(pipes[0], &byte, 1) == 1;) {
        said = byte;
    }
    close(pipes[0]);
    int status = 0;
    must(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
         "the child was not killed");
    return said;
}

/* A transaction is open from the first write of the journal until its head was overwritten with zeros, or it
 * was emptied, and that is on the disk. */
static void follow(struct killing *killing, const struct shim_call *call)
{
    bool emptied = call->op == SHIM_TRUNCATE ||
                   (call->op == SHIM_WRITE && call->offset == 0 && *(const char *)call->bytes == '\0');
    if (emptied && killing->phase == PHASE_OPEN) {
        killing->phase = PHASE_EMPTIED;
    } else if (call->op == SHIM_WRITE) {
        killing->phase = PHASE_OPEN;
    } else if (call->op == SHIM_SYNC && killing->phase == PHASE_EMPTIED) {
        killing->phase = PHASE_OUTSIDE;
    }
}

static void note_phase(void *context, const struct shim_call *call)
{
    struct killing *killing = context;
    if (!(SHIM_DISK_WRITES & SHIM_BIT(call->op))) {
        return;
    }
    if (call->journal) {
        follow(killing, call);
    }
    while (killing->shim->calls >= killing->inside_cap) {
        killing->inside = array_grow(killing->inside, &killing->inside_cap, sizeof *killing->inside);
    }
    killing->inside[killing->shim->calls] = killing->phase != PHASE_OUTSIDE;
}

static void prepare(struct killing *killing, uint64_t seed)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(killing->folder, sizeof killing->folder, "%s/kill.XXXXXX", base);
    must(mkdtemp(killing->folder) != NULL, "no temporary folder");
    snprintf(killing->first, sizeof killing->first, "%s/first.study", killing->folder);
    snprintf(killing->path, sizeof killing->path, "%s/run.study", killing->folder);
    snprintf(killing->journal, sizeof killing->journal, "%s/run.study-journal", killing->folder);
    killing->scenario.seed = seed;
    scenario_make(&killing->scenario, killing->first);
    copy_file(killing->first, killing->path);
    struct shim shim = {.listen = note_phase, .context = killing};
    killing->shim = &shim;
    killing->calls = run(killing, &shim, true, nobody, NULL);
}

static void clean(const struct killing *killing)
{
    char journal[PATH_ROOM + 16];
    snprintf(journal, sizeof journal, "%s-journal", killing->first);
    unlink(journal);
    unlink(killing->first);
    unlink(killing->path);
    unlink(killing->journal);
    rmdir(killing->folder);
    free(killing->inside);
}

int main(int argc, char **argv)
{
    int64_t kills = 200;
    int64_t seed = 1;
    if (argc > 3 || (argc > 1 && !str_to_int64(str_from(argv[1]), &kills)) ||
        (argc > 2 && !str_to_int64(str_from(argv[2]), &seed)) || kills < 1) {
        fprintf(stderr, "usage: kill [KILLS [SEED]]\n");
        return 64;
    }
    must(hash_init(), "libsodium");
    static struct killing killing;
    prepare(&killing, (uint64_t)seed);
    size_t verdicts[VERDICTS] = {0};
    size_t inside = 0;
    for (int64_t i = 0; i < kills; i++) {
        uint64_t at = 1 + (uint64_t)i * killing.calls / (uint64_t)kills;
        unlink(killing.journal);
        copy_file(killing.first, killing.path);
        size_t said = run_and_kill(&killing, at, i % 2);
        inside += at > 1 && killing.inside[i % 2 ? at : at - 1];
        char why[512] = "";
        enum verdict verdict = scenario_judge(&killing.scenario, killing.path, said, why);
        verdicts[verdict]++;
        if (verdict != VERDICT_GOOD) {
            fprintf(stderr, "  seed %lld, call %llu (%s): %s\n", (long long)seed, (unsigned long long)at,
                    i % 2 ? "after" : "before", why);
        }
    }
    size_t percent = inside * 100 / (size_t)kills;
    printf("%-36s %9s %9s %9s %9s %9s\n", "SIGKILL (store)", "kills", "inside %", "lost", "torn", "corrupt");
    printf("%-36s %9lld %9zu %9zu %9zu %9zu\n", "evenly over write, truncate and sync", (long long)kills,
           percent, verdicts[VERDICT_LOST], verdicts[VERDICT_TORN], verdicts[VERDICT_CORRUPT]);
    clean(&killing);
    if (percent < INSIDE_PERCENT) {
        fprintf(stderr, "kill: only %zu %% fell inside a transaction, %d is asked\n", percent,
                INSIDE_PERCENT);
        return 2;
    }
    return verdicts[VERDICT_GOOD] == (size_t)kills ? 0 : 1;
}
