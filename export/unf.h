#ifndef EXPORT_UNF_H
#define EXPORT_UNF_H

#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "base/str.h"

/*
 * The universal numeric fingerprint, version 6: a hash of what the data say, not of the bytes they are kept
 * in, so that the same data in another format have the same one. Numbers count to seven digits, texts to 128
 * characters; names, labels and the order of variables do not count, the order of the cases does.
 * Description: Dataverse, "UNF Version 6"; a whole data frame as its Java implementation does it.
 */
#define UNF_PREFIX "UNF:6:"
#define UNF_ROOM   (sizeof UNF_PREFIX + 24) /* "UNF:6:" and 24 characters, and a NUL */

/* One variable: cells are added in the order of the cases. */
struct unf {
    struct sha256 sha;
};
void unf_start(struct unf *unf);
void unf_number(struct unf *unf, double value);
void unf_text(struct unf *unf, struct str text); /* UTF-8; dates as YYYY-MM-DD or less */
void unf_date(struct unf *unf, int32_t days);    /* since 1970, as YYYY-MM-DD */
void unf_time(struct unf *unf, int32_t minutes); /* since midnight, as HH:MM:00 */
void unf_missing(struct unf *unf);               /* whatever the reason */
struct str unf_end(struct unf *unf, char out[UNF_ROOM]);

/* Of a data frame from those of its variables, or of a study from those of its files; n >= 1, of one it is
 * that one. All begin with UNF_PREFIX. */
struct str unf_combine(const struct str *unfs, size_t n, char out[UNF_ROOM]);

/* The normal form of a number: "+1.234568e+", "-3.e+2", "+7.3e-4", "+inf". */
#define UNF_NUMBER_ROOM 24
struct str unf_number_text(double value, char out[UNF_NUMBER_ROOM]);

#endif
