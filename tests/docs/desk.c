/*
 * A library for LD_PRELOAD, so that a picture is the same on every day: the wall clock stands still at
 * DESK_SECONDS, and as long as the file DESK_FULL exists there is no room on any disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef int gettime_call(clockid_t, struct timespec *);
typedef ssize_t pwrite_call(int, const void *, size_t, off64_t);

/* C has no cast from the object pointer of dlsym to a function that every compiler takes. */
static void next_named(const char *name, void *function)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, sizeof found);
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    gettime_call *real = NULL;
    next_named("clock_gettime", &real);
    int result = real(clock, out);
    const char *seconds = getenv("DESK_SECONDS");
    if (result == 0 && seconds && clock == CLOCK_REALTIME) {
        *out = (struct timespec){.tv_sec = strtol(seconds, NULL, 10)};
    }
    return result;
}

static int no_room(int fd)
{
    struct stat about;
    const char *flag = getenv("DESK_FULL");
    return flag && access(flag, F_OK) == 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    pwrite_call *real = NULL;
    if (no_room(fd)) {
        errno = ENOSPC;
        return -1;
    }
    next_named("pwrite64", &real);
    return real(fd, bytes, n, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return pwrite64(fd, bytes, n, at);
}
