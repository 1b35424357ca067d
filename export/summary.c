#include "export/summary.h"

struct gathering {
    struct export_job *job;
    struct summary summary;
};

void *summary_open(struct export_job *job)
{
    struct gathering *g = ARENA_NEW(job->arena, struct gathering);
    const uint32_t n = job->model->columns_n;
    g->job = job;
    g->summary = (struct summary){.tally = tally_new(job->arena, job->model),
                                  .counting = ARENA_ARRAY(job->arena, n, struct unf)};
    for (uint32_t i = 0; i < n; i++) {
        unf_start(&g->summary.counting[i]);
    }
    job->summary = &g->summary;
    return g;
}

void summary_fingerprint(struct unf *unf, const struct column *column, const struct datum *datum)
{
    if (datum->reason != REASON_NONE) {
        unf_missing(unf);
        return;
    }
    switch (column->kind) {
    case COLUMN_NUMBER:
        unf_number(unf, number_double(datum->number));
        break;
    case COLUMN_TEXT:
        unf_text(unf, datum->text);
        break;
    case COLUMN_DATE:
        unf_date(unf, datum->days);
        break;
    case COLUMN_TIME:
        unf_time(unf, datum->minutes);
    }
}

bool summary_row(void *writer, const struct datum *row)
{
    struct gathering *g = writer;
    const struct model *model = g->job->model;
    tally_row(g->summary.tally, row);
    for (uint32_t i = 0; i < model->columns_n; i++) {
        summary_fingerprint(&g->summary.counting[i], &model->columns[i], &row[i]);
    }
    return true;
}

bool summary_close(void *writer, bool good UNUSED)
{
    struct gathering *g = writer;
    const uint32_t n = g->job->model->columns_n;
    struct str *texts = ARENA_ARRAY(g->job->arena, n, struct str);
    char out[UNF_ROOM];
    for (uint32_t i = 0; i < n; i++) {
        texts[i] = arena_copy(g->job->arena, unf_end(&g->summary.counting[i], out));
    }
    g->summary.unf = texts;
    g->summary.unf_all = n ? arena_copy(g->job->arena, unf_combine(texts, n, out)) : STR_EMPTY;
    return true;
}
