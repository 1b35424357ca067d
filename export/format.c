#include "export/format.h"

#include <string.h>

#include "export/dta.h"
#include "export/sav.h"
#include "export/summary.h"

/* The summary comes first: it counts what others tell when they close. */
const struct export_format export_formats[] = {
    {"summary", "", NULL, summary_open, summary_row, summary_close},
    {"sav", "data.sav", sav_limits, sav_open, sav_row, sav_close},
    {"dta", "data.dta", dta_limits, dta_open, dta_row, dta_close},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
