#ifndef EXPORT_SUMMARY_H
#define EXPORT_SUMMARY_H

#include "export/format.h"
#include "export/tally.h"
#include "export/unf.h"

/*
 * What the documentation tells of the data, gathered once for all its files: counts and fingerprints. It is
 * the first row of the table of formats, writes no file, and stands in job->summary from its open on; the
 * fingerprints are there after its close.
 */
struct summary {
    struct tally *tally;
    struct unf *counting;  /* per column */
    const struct str *unf; /* per column: "UNF:6:..." */
    struct str unf_all;    /* of the data file */
};

void *summary_open(struct export_job *job);
bool summary_row(void *writer, const struct datum *row);
bool summary_close(void *writer, bool good);

/* One cell into a fingerprint, as every reader of the files must do it: numbers as such, dates YYYY-MM-DD,
 * times HH:MM:00, any reason as missing. */
void summary_fingerprint(struct unf *unf, const struct column *column, const struct datum *datum);

#endif
