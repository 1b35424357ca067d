#include "base/date.h"

enum { YEAR_LOWEST = 1000, YEAR_HIGHEST = 9999 };

unsigned days_in_month(int year, unsigned month)
{
    static const uint8_t days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : month <= 12 ? days[month] : 0;
}

bool date_valid(struct date date)
{
    if (date.year < YEAR_LOWEST || date.year > YEAR_HIGHEST || date.month > 12) {
        return false;
    }
    if (date.month == 0) {
        return date.day == 0;
    }
    return date.day <= days_in_month(date.year, date.month);
}

enum date_precision date_precision(struct date date)
{
    if (date.day) {
        return DATE_DAY;
    }
    return date.month ? DATE_MONTH : DATE_YEAR;
}

/* Years begin in March, so that the leap day is the last; an era is 400 years of 146,097 days. */
int32_t days_from_civil(int year, unsigned month, unsigned day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int month_from_march = (int)(month > 2 ? month - 3 : month + 9);
    int day_of_year = (153 * month_from_march + 2) / 5 + (int)day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date date_from_days(int32_t days)
{
    int32_t z = days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t day_of_era = z - era * 146097;
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * day_of_year + 2) / 153;
    int32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    int32_t year = year_of_era + era * 400 + (month <= 2);
    return (struct date){(int16_t)year, (uint8_t)month,
                         (uint8_t)(day_of_year - (153 * from_march + 2) / 5 + 1)};
}

int32_t date_first(struct date date)
{
    return days_from_civil(date.year, date.month ? date.month : 1, date.day ? date.day : 1);
}

int32_t date_last(struct date date)
{
    unsigned month = date.month ? date.month : 12;
    return days_from_civil(date.year, month, date.day ? date.day : days_in_month(date.year, month));
}

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
    }
    return s.len > 0;
}

/* At most four digits. */
static int number(struct str s)
{
    int value = 0;
    for (size_t i = 0; i < s.len; i++) {
        value = value * 10 + (s.ptr[i] - '0');
    }
    return value;
}

static bool keep(int year, int month, int day, struct date *out)
{
    if (month > 12 || day > 31) {
        return false;
    }
    struct date date = {(int16_t)year, (uint8_t)month, (uint8_t)day};
    if (!date_valid(date)) {
        return false;
    }
    *out = date;
    return true;
}

bool date_parse_iso(struct str s, struct date *out)
{
    struct str year = str_slice(s, 0, 4);
    struct str month = str_slice(s, 5, 2);
    struct str day = str_slice(s, 8, 2);
    if (year.len != 4 || !all_digits(year)) {
        return false;
    }
    if (s.len == 4) {
        return keep(number(year), 0, 0, out);
    }
    if (s.ptr[4] != '-' || month.len != 2 || !all_digits(month) || number(month) == 0) {
        return false;
    }
    if (s.len == 7) {
        return keep(number(year), number(month), 0, out);
    }
    if (s.len != 10 || s.ptr[7] != '-' || !all_digits(day) || number(day) == 0) {
        return false;
    }
    return keep(number(year), number(month), number(day), out);
}

/* The latest year with these last two digits that is not after today's. */
static bool typed_year(struct str s, struct date today, int *year)
{
    if ((s.len != 2 && s.len != 4) || !all_digits(s)) {
        return false;
    }
    *year = number(s);
    if (s.len == 2) {
        *year += today.year / 100 * 100;
        *year -= *year > today.year ? 100 : 0;
    }
    return true;
}

/* A day or a month: one or two digits, not 0 (which would mean unknown). */
static bool typed_part(struct str s, int *value)
{
    if (s.len > 2 || !all_digits(s)) {
        return false;
    }
    *value = number(s);
    return *value > 0;
}

static bool typed_digits(struct str s, struct date today, struct date *out)
{
    int day = 0;
    int month = 0;
    int year = 0;
    if (s.len == 4) {
        return keep(number(s), 0, 0, out);
    }
    if (s.len != 6 && s.len != 8) {
        return false;
    }
    return typed_part(str_slice(s, 0, 2), &day) && typed_part(str_slice(s, 2, 2), &month) &&
           typed_year(str_slice(s, 4, 4), today, &year) && keep(year, month, day, out);
}

bool date_parse_typed(struct str s, struct date today, struct date *out)
{
    s = str_trim(s);
    if (date_parse_iso(s, out)) {
        return true;
    }
    if (all_digits(s)) {
        return typed_digits(s, today, out);
    }
    size_t mark = 0;
    while (mark < s.len && s.ptr[mark] != '/' && s.ptr[mark] != '-' && s.ptr[mark] != '.') {
        mark++;
    }
    if (mark == s.len) {
        return false;
    }
    struct str parts[3] = {STR_EMPTY, STR_EMPTY, STR_EMPTY};
    struct str rest = s;
    size_t n = 0;
    while (n < 3 && str_split(&rest, s.ptr[mark], &parts[n])) {
        n++;
    }
    int day = 0;
    int month = 0;
    int year = 0;
    if (rest.ptr) {
        return false;
    }
    if (n == 2) {
        /* 3/11 could be a day of this year as well: a month asks for the whole year. */
        return parts[1].len == 4 && typed_part(parts[0], &month) && typed_year(parts[1], today, &year) &&
               keep(year, month, 0, out);
    }
    return typed_part(parts[0], &day) && typed_part(parts[1], &month) && typed_year(parts[2], today, &year) &&
           keep(year, month, day, out);
}

static void put_digits(char *out, int value, int n)
{
    for (int i = n - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

struct str date_format(struct date date, char out[DATE_TEXT_MAX])
{
    size_t len = 4;
    put_digits(out, date.year, 4);
    if (date.month) {
        out[4] = '-';
        put_digits(out + 5, date.month, 2);
        len = 7;
    }
    if (date.month && date.day) {
        out[7] = '-';
        put_digits(out + 8, date.day, 2);
        len = 10;
    }
    out[len] = '\0';
    return (struct str){out, len};
}

static int age_at(struct date birth, struct date at)
{
    bool had_birthday = at.month > birth.month || (at.month == birth.month && at.day >= birth.day);
    return at.year - birth.year - (had_birthday ? 0 : 1);
}

bool date_age(struct date birth, int32_t at, int *lowest, int *highest)
{
    int32_t first = date_first(birth);
    int32_t last = date_last(birth);
    if (first > at) {
        return false;
    }
    struct date day = date_from_days(at);
    *highest = age_at(date_from_days(first), day);
    *lowest = age_at(date_from_days(last < at ? last : at), day);
    return true;
}

bool time_parse(struct str s, int32_t *minutes)
{
    size_t colon = str_find_char(s, ':', 0);
    struct str hour = colon < s.len ? str_slice(s, 0, colon) : str_slice(s, 0, 2);
    struct str minute = colon < s.len ? str_slice(s, colon + 1, s.len) : str_slice(s, 2, s.len);
    if (hour.len > 2 || minute.len != 2 || !all_digits(hour) || !all_digits(minute)) {
        return false;
    }
    if (number(hour) > 23 || number(minute) > 59) {
        return false;
    }
    *minutes = number(hour) * 60 + number(minute);
    return true;
}

struct str time_format(int32_t minutes, char out[6])
{
    put_digits(out, minutes / 60, 2);
    out[2] = ':';
    put_digits(out + 3, minutes % 60, 2);
    out[5] = '\0';
    return (struct str){out, 5};
}
