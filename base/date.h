#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Dates as people know them: a day, a month, or only a year. A partial date is the interval of all its
 * days; comparing two gives an answer only where all days agree. Days are counted from 1970-01-01
 * (proleptic Gregorian), formula: H. Hinnant, "chrono-compatible low-level date algorithms".
 */
enum date_precision { DATE_YEAR = 1, DATE_MONTH, DATE_DAY };

struct date {
    int16_t year;  /* 1000..9999 */
    uint8_t month; /* 1..12, 0 when unknown */
    uint8_t day;   /* 1..31, 0 when unknown */
};

bool date_valid(struct date date);
enum date_precision date_precision(struct date date);
int32_t days_from_civil(int year, unsigned month, unsigned day);
struct date date_from_days(int32_t days);
int32_t date_first(struct date date); /* first day of the interval */
int32_t date_last(struct date date);  /* last day of it */
unsigned days_in_month(int year, unsigned month);

/* ISO: YYYY, YYYY-MM or YYYY-MM-DD, nothing else. */
bool date_parse_iso(struct str s, struct date *out);
/* What people type in Flanders: 05032011, 5/3/11, 5/3/2011, 5-3-2011, 5.3.2011, 3/2011, 2011, and ISO.
 * Two-digit years: the latest such year not after the year of `today`. */
bool date_parse_typed(struct str s, struct date today, struct date *out);
#define DATE_TEXT_MAX 11
/* YYYY[-MM[-DD]] into out, NUL-terminated; returns it as str. */
struct str date_format(struct date date, char out[DATE_TEXT_MAX]);
/* Whole years from `birth` to the day `at`, as a birthday is counted (29 February turns on 1 March in
 * other years); lowest and highest over the days of a partial birth date. False when birth is later. */
bool date_age(struct date birth, int32_t at, int *lowest, int *highest);

/* "HH:MM" or "HHMM" or "H:MM" into minutes since midnight. */
bool time_parse(struct str s, int32_t *minutes);
struct str time_format(int32_t minutes, char out[6]); /* HH:MM */

/* The wall clock: milliseconds since 1970 UTC, as local ISO 8601 with offset: 2026-11-14T14:02:07.123+01:00
 */
#define STAMP_TEXT_MAX 40
struct str stamp_format(int64_t unix_ms, char out[STAMP_TEXT_MAX]);

/*
 * Where time comes from, so that tests and simulated studies set it. `wall_ms`: since 1970;
 * `boot_ms`: CLOCK_BOOTTIME, never jumps. clock_system reads the machine.
 */
struct clock {
    int64_t (*wall_ms)(void *context);
    int64_t (*boot_ms)(void *context);
    void *context;
};
struct clock clock_system(void);
/* The local calendar day of a wall time (TZ decides). */
int32_t clock_day(int64_t wall_ms);

#endif
