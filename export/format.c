#include "export/format.h"

#include <string.h>

#include "export/changes.h"
#include "export/csv_files.h"
#include "export/ddi.h"
#include "export/dta.h"
#include "export/html_codebook.h"
#include "export/manifest.h"
#include "export/sav.h"
#include "export/summary.h"

/* The summary comes first: it counts what others tell when they close; the manifest
 * last: it looks at the files. */
const struct export_format export_formats[] = {
    {"summary", "", NULL, summary_open, summary_row, summary_close},
    {"sav", "data.sav", sav_limits, sav_open, sav_row, sav_close},
    {"dta", "data.dta", dta_limits, dta_open, dta_row, dta_close},
    {"csv", "data.csv", NULL, csv_open_file, csv_row_put, csv_close_file},
    {"datapackage", "datapackage.nl.json ...", NULL, package_open, NULL, package_close},
    {"loaders", "load.sps load.do load.R", NULL, loaders_open, NULL, loaders_close},
    {"ddi", "ddi.xml", NULL, ddi_open, NULL, ddi_close},
    {"html", "codebook.html", NULL, html_open, NULL, html_close},
    {"changes", "changes.csv coding.csv contacts.csv", NULL, changes_open, NULL, changes_close},
    {"manifest", "README.md manifest.json SHA256SUMS", NULL, manifest_open, NULL, manifest_close},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
