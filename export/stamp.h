#ifndef EXPORT_STAMP_H
#define EXPORT_STAMP_H

#include <stdint.h>

/* A moment as UTC calendar and clock: what files tell never hangs on the machine's time zone. */
struct stamp {
    int year;
    unsigned month, day, hour, minute, second;
};
struct stamp stamp_of(int64_t unix_ms);
/* "Jan" .. "Dec", as SPSS and Stata spell months. */
const char *stamp_month(unsigned month);

#endif
