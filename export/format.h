#ifndef EXPORT_FORMAT_H
#define EXPORT_FORMAT_H

#include "base/diag.h"
#include "export/model.h"

/*
 * What all writers have in common. A format is a row of the table in export/format.c; it declares its limits
 * (tested before a byte is written) and takes the rows of the one iterator as they come.
 */

struct history;
struct study_card;
struct summary;

/* What is being written: shared by all writers of one run. */
struct export_job {
    const struct model *model;
    const char *folder;  /* the temporary folder, NUL-terminated; files are made in it */
    struct diags *diags; /* what went wrong (errors) and what was shortened (notes); codes X001.. */
    struct arena *arena; /* as long as the run */
    /* For the documentation; each may be NULL or empty. */
    const struct study_card *card; /* what archives ask beside the data (export/study_card.h) */
    struct str release;            /* the version of the data: "1.0" */
    const struct history *history; /* repairs, codes, visits (export/changes.h) */
    struct summary *summary; /* made by the first format of the table, fed by all rows (export/summary.h) */
};

struct export_format {
    const char *id;    /* "sav": named in messages about limits */
    const char *files; /* what it writes, for help: "data.sav" */
    /* Adds an error to job->diags for every limit that the model breaks; job->folder is NULL. May be NULL. */
    void (*limits)(struct export_job *job);
    /* NULL after an error in job->diags. */
    void *(*open)(struct export_job *job);
    /* One case: model->columns_n data. False after an error. NULL: it wants no rows. */
    bool (*row)(void *writer, const struct datum *row);
    /* Writes what is left and closes, when `good`; frees in any case. False after an error. */
    bool (*close)(void *writer, bool good);
};

/* All formats, in the order in which they are written; ended by a row without id. */
extern const struct export_format export_formats[];

/* An error about a limit, as all formats say it: "data.sav: uren: ..."; `column` may be NULL. */
void limit_broken(struct export_job *job, const struct export_format *format, const struct column *column,
                  const char *code, const char *text, ...) PRINTF(5, 6);

/* ---- a file being written ---- */

/* Buffered; the first failure sticks, and is reported once by output_close. */
struct output_file;
struct output_file *output_open(struct export_job *job, const char *name);
void output_bytes(struct output_file *file, const void *bytes, size_t n);
void output_str(struct output_file *file, struct str text);
void output_format(struct output_file *file, const char *format, ...) PRINTF(2, 3);
uint64_t output_at(const struct output_file *file);
/* Puts bytes at an earlier place; writing goes on at the end. */
void output_patch(struct output_file *file, uint64_t at, const void *bytes, size_t n);
/* Flushes, syncs to disk, closes. False after an error in the job's diags. */
bool output_close(struct output_file *file, bool good);

#endif
