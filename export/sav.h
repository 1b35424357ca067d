#ifndef EXPORT_SAV_H
#define EXPORT_SAV_H

#include "export/format.h"

/* The system file of SPSS: rows of the table of formats. */
void sav_limits(struct export_job *job);
void *sav_open(struct export_job *job);
bool sav_row(void *writer, const struct datum *row);
bool sav_close(void *writer, bool good);

#endif
