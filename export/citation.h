#ifndef EXPORT_CITATION_H
#define EXPORT_CITATION_H

#include "base/date.h"
#include "export/format.h"

/* How the data are cited, in the DDI file and the README alike. */

/* The study's title in a language: of its description, else of the questionnaire. */
struct str citation_title(const struct export_job *job, struct str language);
/* "Authors (2026). Title. Version 1.0. Distributor. URI. UNF:6:..."; after the close of the summary. */
struct str citation_text(const struct export_job *job, struct arena *arena);
/* The day of a wall time in UTC, YYYY-MM-DD. */
struct str citation_date(int64_t wall_ms, char out[DATE_TEXT_MAX]);

#endif
