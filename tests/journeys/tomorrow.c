/*
 * A library for LD_PRELOAD: the program believes that TOMORROW_DAYS days have gone by, while it slept or was
 * not running.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef int gettime_call(clockid_t, struct timespec *);

int clock_gettime(clockid_t clock, struct timespec *out)
{
    static gettime_call *real;
    if (!real) {
        /* C has no cast from the object pointer of dlsym to a function that every compiler takes. */
        void *found = dlsym(RTLD_NEXT, "clock_gettime");
        memcpy(&real, &found, sizeof real);
    }
    int result = real(clock, out);
    const char *days = getenv("TOMORROW_DAYS");
    if (result == 0 && days && (clock == CLOCK_REALTIME || clock == CLOCK_BOOTTIME)) {
        out->tv_sec += 86400 * strtol(days, NULL, 10);
    }
    return result;
}
