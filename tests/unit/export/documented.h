#ifndef TESTS_UNIT_EXPORT_DOCUMENTED_H
#define TESTS_UNIT_EXPORT_DOCUMENTED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/hash.h"
#include "export/study_card.h"
#include "export/summary.h"
#include "questionnaire/load.h"
#include "tests/support/rows.h"
#include "tests/support/tmp.h"

/*
 * A model of a questionnaire on disk and rows that fit it, drawn by column: what the documentation is made
 * of, without interviews.
 */
struct documented {
    struct arena *arena;
    struct diags *diags;
    struct tmp tmp;
    struct export_job job;
    const struct questionnaire *q;
    const struct model *model;
    void *summary;
    struct draws draws;
};

static inline void documented_open(struct documented *w, const char *folder, const char *description)
{
    *w = (struct documented){.arena = arena_new(), .diags = diags_new()};
    tmp_open(&w->tmp);
    struct disk_library *disk = disk_library_open(w->arena, test_path(w->arena, folder).ptr, NULL, NULL);
    struct library library = disk_library(disk);
    w->q = questionnaire_load(w->arena, w->diags, &library, STR_EMPTY);
    assert_non_null(w->q);
    struct model_setup setup = {.study = STR("proef"),
                                .versions = &w->q,
                                .versions_n = 1,
                                .language = w->q->codebook->source_language,
                                .layer = LAYER_CLEAN,
                                .stamp_ms = INT64_C(1789000000000),
                                .cases = 0};
    w->model = model_make(w->arena, &setup);
    w->job = (struct export_job){.model = w->model,
                                 .folder = w->tmp.path,
                                 .diags = w->diags,
                                 .arena = w->arena,
                                 .release = STR("1.2.0")};
    if (description) {
        w->job.card = study_card_load(w->arena, w->diags, &library, str_from(description));
        assert_non_null(w->job.card);
    }
    w->draws = draws_new(hash_of(STR("documented")));
    w->summary = summary_open(&w->job);
}

static inline void documented_close(struct documented *w)
{
    tmp_close(&w->tmp);
    diags_free(w->diags);
    arena_free(w->arena);
}

static inline enum reason documented_reason(struct documented *w, const struct column *column)
{
    enum reason reason = (enum reason)draws_below(&w->draws, 4 * REASONS);
    return reason < REASONS && column->reasons >> reason & 1 ? reason : REASON_NONE;
}

static inline struct datum documented_datum(struct documented *w, const struct column *column)
{
    struct datum datum = {.reason = documented_reason(w, column)};
    if (datum.reason != REASON_NONE) {
        return datum;
    }
    if (column->labels && column->labels->n) {
        const struct value_label *label =
            &column->labels->labels[draws_below(&w->draws, (uint32_t)column->labels->n)];
        if (column->kind == COLUMN_TEXT) {
            datum.text = label->code;
        } else {
            datum.number = number_int(label->number);
        }
        return datum;
    }
    switch (column->kind) {
    case COLUMN_NUMBER:
        datum.number = number_int(column->bounded && !column->min.scale ? column->min.units : 1);
        datum.number.units += draws_below(&w->draws, 3);
        break;
    case COLUMN_TEXT:
        datum.text = STR("a \"b\" & <c>; şâ");
        break;
    case COLUMN_DATE:
        datum.days = (int32_t)draws_below(&w->draws, 20000);
        break;
    case COLUMN_TIME:
        datum.minutes = (int32_t)draws_below(&w->draws, 1440);
    }
    return datum;
}

/* So many rows into the summary, which is closed. */
static inline void documented_rows(struct documented *w, unsigned rows)
{
    struct datum *row = ARENA_ARRAY(w->arena, w->model->columns_n, struct datum);
    for (unsigned r = 0; r < rows; r++) {
        for (uint32_t i = 0; i < w->model->columns_n; i++) {
            row[i] = documented_datum(w, &w->model->columns[i]);
        }
        assert_true(summary_row(w->summary, row));
    }
    assert_true(summary_close(w->summary, true));
}

static inline struct str documented_file(struct documented *w, const char *name)
{
    struct str bytes = STR_EMPTY;
    assert_true(
        file_read(w->arena, tmp_path(&w->tmp, name), str_from(name), (size_t)64 << 20, &bytes, w->diags));
    return bytes;
}

#endif
