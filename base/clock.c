#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec now = {0};
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_wall(void *context UNUSED)
{
    return read_clock(CLOCK_REALTIME);
}

static int64_t system_boot(void *context UNUSED)
{
    return read_clock(CLOCK_BOOTTIME);
}

struct clock clock_system(void)
{
    return (struct clock){system_wall, system_boot, NULL};
}

/* Rounded down, also before 1970. */
static time_t whole_seconds(int64_t ms)
{
    return (time_t)(ms / 1000 - (ms % 1000 < 0));
}

int32_t clock_day(int64_t wall_ms)
{
    time_t seconds = whole_seconds(wall_ms);
    struct tm local;
    if (!localtime_r(&seconds, &local)) {
        return (int32_t)(seconds / 86400);
    }
    return days_from_civil(local.tm_year + 1900, (unsigned)local.tm_mon + 1, (unsigned)local.tm_mday);
}

struct str stamp_format(int64_t unix_ms, char out[STAMP_TEXT_MAX])
{
    time_t seconds = whole_seconds(unix_ms);
    struct tm t;
    if (!localtime_r(&seconds, &t) || t.tm_year > 9999 - 1900 || t.tm_year < -1900) {
        out[0] = '\0';
        return (struct str){out, 0};
    }
    int ms = (int)(unix_ms - (int64_t)seconds * 1000);
    int offset = (int)(t.tm_gmtoff / 60);
    int len = snprintf(out, STAMP_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%03d%c%02d:%02d", t.tm_year + 1900,
                       t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, ms, offset < 0 ? '-' : '+',
                       abs(offset) / 60, abs(offset) % 60);
    return (struct str){out, (size_t)len};
}
