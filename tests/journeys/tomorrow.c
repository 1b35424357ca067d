/* A library for LD_PRELOAD: the program believes that it is tomorrow. */
#define _GNU_SOURCE
#include <dlfcn.h>
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
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_BOOTTIME)) {
        out->tv_sec += 24 * 60 * 60;
    }
    return result;
}
