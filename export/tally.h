#ifndef EXPORT_TALLY_H
#define EXPORT_TALLY_H

#include "export/model.h"

/*
 * What stands in the columns, counted while the rows go by: what codebooks tell of the data. Counts are of
 * rows, without weights.
 */
enum { TALLY_BARS = 12 }; /* steps of the small picture of a number */

struct tally_column {
    uint64_t valid;            /* cells with a value */
    uint64_t reasons[REASONS]; /* cells without, by reason; REASON_NONE stays 0 */
    uint64_t *labels;          /* cells per value label of the column's set; NULL: it has none */
    uint64_t unlabelled;       /* cells whose value has no label, where the column has labels */
    double mean, deviation;    /* of COLUMN_NUMBER; NAN with too few values */
    double min, max;           /* COLUMN_NUMBER, COLUMN_DATE (days), COLUMN_TIME (minutes); NAN: no values */
    size_t longest;            /* COLUMN_TEXT: most bytes */
    uint64_t bars[TALLY_BARS]; /* COLUMN_NUMBER without labels, with bounds: equal steps of them */
};

struct tally;
struct tally *tally_new(struct arena *arena, const struct model *model);
void tally_row(struct tally *tally, const struct datum *row);
/* As far as counted; lives until the next tally_row. */
const struct tally_column *tally_column(const struct tally *tally, uint32_t column);
/* All cells of several columns of one kind over one list, as the rows of a roster are; `labels` of the result
 * lie in `arena`. */
struct tally_column tally_pool(struct arena *arena, const struct tally *tally, const uint32_t *columns,
                               size_t n);
uint64_t tally_rows(const struct tally *tally);

/* A number without loss as far as a double holds it. */
double number_double(struct number number);

#endif
