#ifndef CMD_EXPORT_ROWS_H
#define CMD_EXPORT_ROWS_H

#include "cmd/study.h"
#include "export/model.h"

/*
 * The cases of a study as rows: each interview folded with its own version of the questionnaire, its codes
 * and edits laid over it. Cases that nobody has begun have no row.
 */
struct export_rows {
    struct study *study;
    enum export_layer layer;
    const struct questionnaire *const *versions; /* all of the study, the oldest first */
    size_t versions_n;
    const struct case_line *cases; /* begun, by id */
    size_t cases_n;
    int64_t stamp_ms; /* of the last act of any case */
};
enum store_status export_rows_open(struct study *study, enum export_layer layer, struct export_rows *out);
/* All rows in order; `take` returns false to stop. */
enum store_status export_rows_each(struct export_rows *rows, const struct model *model,
                                   bool (*take)(void *context, const struct datum *row), void *context);

#endif
