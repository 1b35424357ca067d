#include "export/unf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/utf8.h"

enum { TEXT_CHARACTERS = 128, HASH_KEPT = 16 };

void unf_start(struct unf *unf)
{
    sha256_start(&unf->sha);
}

struct str unf_number_text(double value, char out[UNF_NUMBER_ROOM])
{
    if (isnan(value) || isinf(value)) {
        snprintf(out, UNF_NUMBER_ROOM, "%s", isnan(value) ? "+nan" : value > 0 ? "+inf" : "-inf");
        return str_from(out);
    }
    char digits[UNF_NUMBER_ROOM]; /* "+1.234500e-04" */
    snprintf(digits, sizeof digits, "%+.6e", value);
    const size_t mantissa = strlen("+1.234500");
    const char *exponent = digits + mantissa + 2;
    size_t kept = mantissa;
    while (digits[kept - 1] == '0' && kept > strlen("+1.")) {
        kept--;
    }
    exponent += strspn(exponent, "0");
    snprintf(out, UNF_NUMBER_ROOM, "%.*se%c%s", (int)kept, digits, digits[mantissa + 1], exponent);
    return str_from(out);
}

static void add_terminated(struct unf *unf, struct str s)
{
    sha256_add(&unf->sha, s.ptr, s.len);
    sha256_add(&unf->sha, "\n", 2); /* with its NUL */
}

void unf_number(struct unf *unf, double value)
{
    char text[UNF_NUMBER_ROOM];
    add_terminated(unf, unf_number_text(value, text));
}

void unf_text(struct unf *unf, struct str text)
{
    size_t at = 0;
    uint32_t code_point;
    for (unsigned i = 0; i < TEXT_CHARACTERS && at < text.len; i++) {
        utf8_next(text, &at, &code_point);
    }
    add_terminated(unf, str_slice(text, 0, at));
}

void unf_date(struct unf *unf, int32_t days)
{
    char text[DATE_TEXT_MAX];
    unf_text(unf, date_format(date_from_days(days), text));
}

void unf_time(struct unf *unf, int32_t minutes)
{
    char text[sizeof "HH:MM:00"];
    time_format(minutes, text);
    memcpy(text + strlen("HH:MM"), ":00", sizeof ":00");
    unf_text(unf, str_from(text));
}

void unf_missing(struct unf *unf)
{
    sha256_add(&unf->sha, "\0\0", 3);
}

struct str unf_end(struct unf *unf, char out[UNF_ROOM])
{
    uint8_t digest[SHA256_BYTES];
    sha256_end(&unf->sha, digest);
    memcpy(out, UNF_PREFIX, sizeof UNF_PREFIX - 1);
    base64_text(digest, HASH_KEPT, out + sizeof UNF_PREFIX - 1);
    return str_from(out);
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

struct str unf_combine(const struct str *unfs, size_t n, char out[UNF_ROOM])
{
    if (n == 1) {
        memcpy(out, unfs[0].ptr, unfs[0].len);
        out[unfs[0].len] = '\0';
        return str_from(out);
    }
    struct str *sorted = mem_realloc(NULL, n, sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        /* The description says "printable UNF", what computes them all leaves the prefix out. */
        sorted[i] = str_slice(unfs[i], sizeof UNF_PREFIX - 1, unfs[i].len);
    }
    qsort(sorted, n, sizeof *sorted, by_bytes);
    struct unf all;
    unf_start(&all);
    for (size_t i = 0; i < n; i++) {
        unf_text(&all, sorted[i]);
    }
    free(sorted);
    return unf_end(&all, out);
}
