#ifndef EXPORT_DTA_H
#define EXPORT_DTA_H

#include "export/format.h"

/* Stata's format 118: rows of the table of formats. */
void dta_limits(struct export_job *job);
void *dta_open(struct export_job *job);
bool dta_row(void *writer, const struct datum *row);
bool dta_close(void *writer, bool good);

#endif
