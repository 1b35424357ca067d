#ifndef EXPORT_DTA_PRIV_H
#define EXPORT_DTA_PRIV_H

#include <stdio.h>

#include "export/dta_layout.h"
#include "export/format.h"

struct dta_variable {
    const struct column *column;
    uint16_t type;
    unsigned bytes; /* in a row */
};

struct dta {
    struct export_job *job;
    struct output_file *out;
    struct dta_variable *variables;
    uint32_t n;
    uint64_t map[DTA_PLACES];
    uint64_t map_at;
    unsigned char *row;
    size_t row_bytes;
    uint64_t rows;
    FILE *long_texts; /* they come behind all rows: kept in a nameless file until then */
};

/* Opens an element, notes its place; `place` DTA_PLACES: of none. */
void dta_element(struct dta *dta, const char *tag, int place);
void dta_number(struct output_file *out, uint64_t value, unsigned bytes);
/* Everything before the rows. */
void dta_head(struct dta *dta);
/* The value labels, in every language. */
void dta_value_labels(struct dta *dta);
/* The name of a set of labels in a language; the chosen language's has none behind it. */
struct str dta_set_name(const struct dta *dta, const struct column *column, unsigned language);

#endif
