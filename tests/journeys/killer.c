/*
 * A library for LD_PRELOAD: counts the calls with which a process changes the files of a study, and kills it
 * with SIGKILL just before or just after one of them.
 *   KILLER_FILES   path of the study; its journal and other files begin with the same letters
 *   KILLER_AT      instant: 2k - 1 is before the k-th call, 2k after it; 0 or none: only count
 *   KILLER_REPORT  file that gets one line: "killed INSTANT CALL inside|outside COMMITS NAME", or at a normal
 *                  end "ended CALLS COMMITS"
 * A transaction is open from the first write of the journal until the journal has been emptied (or its head
 * overwritten with zeros) and that is on disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* The declarations of the calls we stand before; the headers' own may be macros. */
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at);
int ftruncate64(int fd, off64_t length);

enum call { CALL_WRITE, CALL_SYNC, CALL_TRUNCATE, CALL_REMOVE, CALL_RENAME };
enum phase { PHASE_OUTSIDE, PHASE_OPEN, PHASE_EMPTIED };

/* A library has no main to keep its state in. */
static struct killer {
    char files[PATH_MAX];
    char folder[PATH_MAX];
    char report[PATH_MAX];
    unsigned long at;
    unsigned long calls;
    unsigned long commits;
    enum phase phase;
} killer;

__attribute__((constructor)) static void killer_start(void)
{
    const char *files = getenv("KILLER_FILES");
    const char *report = getenv("KILLER_REPORT");
    const char *at = getenv("KILLER_AT");
    snprintf(killer.files, sizeof killer.files, "%s", files ? files : "");
    snprintf(killer.folder, sizeof killer.folder, "%s", killer.files);
    char *slash = strrchr(killer.folder, '/');
    if (slash) {
        *slash = '\0';
    }
    snprintf(killer.report, sizeof killer.report, "%s", report ? report : "");
    killer.at = at ? strtoul(at, NULL, 10) : 0;
}

static void say(const char *line)
{
    int fd = open(killer.report, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd >= 0) {
        dprintf(fd, "%s\n", line);
        close(fd);
    }
}

__attribute__((destructor)) static void killer_end(void)
{
    char line[128];
    snprintf(line, sizeof line, "ended %lu %lu", killer.calls, killer.commits);
    say(line);
}

/* Kills when the instant has come. */
static void instant(unsigned long now, const char *path)
{
    if (killer.at != now) {
        return;
    }
    char line[PATH_MAX + 128];
    const char *name = strrchr(path, '/');
    snprintf(line, sizeof line, "killed %lu %lu %s %lu %s", now, killer.calls,
             killer.phase == PHASE_OUTSIDE ? "outside" : "inside", killer.commits, name ? name + 1 : path);
    say(line);
    kill(getpid(), SIGKILL);
}

static bool is_journal(const char *path)
{
    size_t len = strlen(path);
    return len > 8 && strcmp(path + len - 8, "-journal") == 0;
}

static void follow(enum call call, const char *path)
{
    if (!is_journal(path)) {
        return;
    }
    if (call == CALL_WRITE) {
        killer.phase = PHASE_OPEN;
    } else if (call == CALL_TRUNCATE && killer.phase == PHASE_OPEN) {
        killer.phase = PHASE_EMPTIED;
    } else if ((call == CALL_SYNC && killer.phase == PHASE_EMPTIED) || call == CALL_REMOVE) {
        killer.commits += killer.phase != PHASE_OUTSIDE;
        killer.phase = PHASE_OUTSIDE;
    }
}

static bool counts(const char *path)
{
    size_t len = strlen(killer.files);
    return len && (strncmp(path, killer.files, len) == 0 || strcmp(path, killer.folder) == 0);
}

static bool path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    struct stat info;
    if (!killer.files[0] || fstat(fd, &info) != 0 || !(S_ISREG(info.st_mode) || S_ISDIR(info.st_mode))) {
        return false;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0) {
        return false;
    }
    path[n] = '\0';
    return counts(path);
}

static void before(const char *path)
{
    killer.calls++;
    instant(2 * killer.calls - 1, path);
}

static void after(enum call call, const char *path)
{
    follow(call, path);
    instant(2 * killer.calls, path);
}

/* ---- the calls ---- */

/* dlsym gives an object pointer; C has no cast from it to a function that every compiler takes. */
#define REAL(type, name)                                                                                     \
    static type real;                                                                                        \
    if (!real) {                                                                                             \
        void *found = dlsym(RTLD_NEXT, name);                                                                \
        memcpy(&real, &found, sizeof real);                                                                  \
    }

#define ON_FD(call, fd, expression)                                                                          \
    char path[PATH_MAX];                                                                                     \
    bool counted = path_of(fd, path);                                                                        \
    if (counted) {                                                                                           \
        before(path);                                                                                        \
    }                                                                                                        \
    result = (expression);                                                                                   \
    if (counted) {                                                                                           \
        after(call, path);                                                                                   \
    }                                                                                                        \
    return result

typedef ssize_t write_call(int, const void *, size_t);
typedef ssize_t pwrite_call(int, const void *, size_t, off_t);
typedef int sync_call(int);
typedef int truncate_call(int, off_t);
typedef int unlink_call(const char *);
typedef int rename_call(const char *, const char *);

ssize_t write(int fd, const void *bytes, size_t n)
{
    REAL(write_call *, "write")
    ssize_t result;
    ON_FD(CALL_WRITE, fd, real(fd, bytes, n));
}

/* A journal without its first byte is an empty one. */
static enum call call_of_write(const void *bytes, size_t n, off_t at)
{
    return at == 0 && n > 0 && *(const char *)bytes == '\0' ? CALL_TRUNCATE : CALL_WRITE;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    REAL(pwrite_call *, "pwrite")
    ssize_t result;
    ON_FD(call_of_write(bytes, n, at), fd, real(fd, bytes, n, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    REAL(pwrite_call *, "pwrite64")
    ssize_t result;
    ON_FD(call_of_write(bytes, n, at), fd, real(fd, bytes, n, at));
}

int fsync(int fd)
{
    REAL(sync_call *, "fsync")
    int result;
    ON_FD(CALL_SYNC, fd, real(fd));
}

int fdatasync(int fd)
{
    REAL(sync_call *, "fdatasync")
    int result;
    ON_FD(CALL_SYNC, fd, real(fd));
}

int ftruncate(int fd, off_t length)
{
    REAL(truncate_call *, "ftruncate")
    int result;
    ON_FD(CALL_TRUNCATE, fd, real(fd, length));
}

int ftruncate64(int fd, off64_t length)
{
    REAL(truncate_call *, "ftruncate64")
    int result;
    ON_FD(CALL_TRUNCATE, fd, real(fd, length));
}

int unlink(const char *path)
{
    REAL(unlink_call *, "unlink")
    bool counted = counts(path);
    if (counted) {
        before(path);
    }
    int result = real(path);
    if (counted) {
        after(CALL_REMOVE, path);
    }
    return result;
}

int rename(const char *from, const char *to)
{
    REAL(rename_call *, "rename")
    bool counted = counts(from) || counts(to);
    if (counted) {
        before(to);
    }
    int result = real(from, to);
    if (counted) {
        after(CALL_RENAME, to);
    }
    return result;
}
