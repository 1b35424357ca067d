#include "export/stamp.h"

#include "base/date.h"

struct stamp stamp_of(int64_t unix_ms)
{
    const int64_t day_ms = 86400000;
    int64_t days = unix_ms / day_ms - (unix_ms % day_ms < 0);
    unsigned seconds = (unsigned)((unix_ms - days * day_ms) / 1000);
    struct date date = date_from_days((int32_t)days);
    return (struct stamp){date.year, date.month, date.day, seconds / 3600, seconds / 60 % 60u, seconds % 60u};
}

const char *stamp_month(unsigned month)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return months[(month - 1) % 12];
}
