#ifndef EXPORT_CSV_FILES_H
#define EXPORT_CSV_FILES_H

#include "export/format.h"

/*
 * data.csv as RFC 4180 says (UTF-8, commas, CRLF), one datapackage.LANGUAGE.json per language that describes
 * it (Frictionless Data Package v2), and programs that read it into SPSS, Stata and R.
 */
void *csv_open_file(struct export_job *job);
bool csv_row_put(void *writer, const struct datum *row);
bool csv_close_file(void *writer, bool good);

void *package_open(struct export_job *job);
bool package_close(void *writer, bool good);

void *loaders_open(struct export_job *job);
bool loaders_close(void *writer, bool good);

#endif
