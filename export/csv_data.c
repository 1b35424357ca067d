#include "export/csv_files.h"

#include "base/buf.h"
#include "base/csv.h"

/* data.csv */

struct csv_writer {
    struct export_job *job;
    struct output_file *out;
    struct buf line;
};

static void line_end(struct csv_writer *w)
{
    buf_add_text(&w->line, "\r\n");
    output_str(w->out, buf_str(&w->line));
    buf_clear(&w->line);
}

void *csv_open_file(struct export_job *job)
{
    struct csv_writer *w = ARENA_NEW(job->arena, struct csv_writer);
    *w = (struct csv_writer){
        .job = job, .out = output_open(job, "data.csv"), .line = buf_new(BUF_LIMIT_DEFAULT)};
    if (!w->out) {
        return NULL;
    }
    for (uint32_t i = 0; i < job->model->columns_n; i++) {
        csv_add(&w->line, job->model->columns[i].name, i == 0);
    }
    line_end(w);
    return w;
}

bool csv_row_put(void *writer, const struct datum *row)
{
    struct csv_writer *w = writer;
    char room[64];
    for (uint32_t i = 0; i < w->job->model->columns_n; i++) {
        const struct column *c = &w->job->model->columns[i];
        struct str field = STR_EMPTY;
        if (row[i].reason == REASON_NONE) {
            field = datum_text(c, &row[i], room);
        } else if (c->kind == COLUMN_NUMBER && row[i].reason != REASON_NO_RECORD) {
            const struct datum code = {.number = number_int(column_missing(c, row[i].reason))};
            field = datum_text(c, &code, room);
        }
        csv_add(&w->line, field, i == 0);
    }
    line_end(w);
    return true;
}

bool csv_close_file(void *writer, bool good)
{
    struct csv_writer *w = writer;
    buf_free(&w->line);
    return output_close(w->out, good);
}
