#ifndef EXPORT_LIMITS_H
#define EXPORT_LIMITS_H

#include "export/format.h"

/*
 * What no format takes, or every one: names, double names, reserved words, labels, codes that lie in the
 * block of the missing codes, types that changed between versions. Everything is told, nothing is written.
 */
void limits_model(struct export_job *job);

/* One row: invalid UTF-8 or NUL in a text, a text that is too wide, a number in the missing block. False
 * after an error that names the case and the variable. */
bool limits_row(struct export_job *job, const struct datum *row);

/* Every label of a column, a value or a set in every language: more bytes than a format can hold. */
struct label_limits {
    size_t name_characters;
    size_t label_characters, label_bytes;
    size_t value_bytes;
};
void limits_labels(struct export_job *job, const struct export_format *format,
                   const struct label_limits *limits);

#endif
