#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/node.h"

/*
 * CSV as RFC 4180 says, strictly: UTF-8 (a byte order mark is passed over), comma, CRLF or LF, fields in
 * double quotes where they hold a comma, a quote or a line end. Fields pass safe_text (lines allowed) and
 * are limited to 64 KiB, a row to 256 columns. Diagnostic codes C001..
 */
struct csv_row {
    unsigned line; /* where the row begins, from 1 */
    size_t n;
    const struct str *fields;
};

struct csv {
    struct arena *arena;
    struct diags *diags;
    const struct source *source;
    size_t at;
    unsigned line;
};

void csv_open(struct csv *csv, struct arena *arena, struct diags *diags, const struct source *source);
/* The next row; false at the end or after an error that ends reading. Faulty rows are reported with
 * their line and passed over. Blank lines are passed over. */
bool csv_next(struct csv *csv, struct csv_row *row);
struct place csv_place(const struct csv *csv, const struct csv_row *row);

/* A field into a buffer, quoted where it must be; `first` = no comma before it. */
void csv_add(struct buf *out, struct str field, bool first);

#endif
