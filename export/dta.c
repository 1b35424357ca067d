#include "export/dta.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "export/dta_priv.h"
#include "export/limits.h"
#include "export/number.h"
#include "export/tally.h"

/* Texts that may be longer are written behind the rows, where they take the room they need. */
enum { TEXT_IN_ROW = 32, STRL_CELL = 8 };

void dta_limits(struct export_job *job)
{
    static const struct label_limits limits = {
        .name_characters = 32, .label_characters = 80, .label_bytes = DTA_LABEL - 1, .value_bytes = 32000};
    static const struct export_format self = {.id = "dta"};
    limits_labels(job, &self, &limits);
    const struct model *m = job->model;
    for (uint32_t i = 0; i < m->columns_n; i++) {
        const struct label_set *set = m->columns[i].labels;
        for (size_t k = 0; set && !set->text && k < set->n; k++) {
            if (set->labels[k].number >= DTA_LONG_MISSING || set->labels[k].number < -DTA_LONG_MISSING) {
                limit_broken(job, &self, &m->columns[i], "X019",
                             tr("de code %lld is te groot voor een label"), (long long)set->labels[k].number);
            }
        }
    }
    if (m->columns_n > 32767) {
        limit_broken(job, &self, NULL, "X019", tr("er zijn %u kolommen; %d passen er"), m->columns_n, 32767);
    }
}

/* ---- open ---- */

static uint16_t type_of(const struct column *c)
{
    if (c->kind == COLUMN_TEXT) {
        return c->width > TEXT_IN_ROW ? DTA_STRL : (uint16_t)(c->width ? c->width : 1);
    }
    if (c->kind == COLUMN_DATE) {
        return DTA_LONG;
    }
    if (c->kind == COLUMN_TIME || !c->bounded || c->decimals) {
        return DTA_DOUBLE;
    }
    int64_t low = c->min.units;
    int64_t high = c->max.units;
    return low >= -127 && high < DTA_BYTE_MISSING               ? DTA_BYTE
           : low >= -32767 && high < DTA_INT_MISSING            ? DTA_INT
           : low > -DTA_LONG_MISSING && high < DTA_LONG_MISSING ? DTA_LONG
                                                                : DTA_DOUBLE;
}

static unsigned bytes_of(uint16_t type)
{
    return type == DTA_BYTE                         ? 1
           : type == DTA_INT                        ? 2
           : type == DTA_LONG                       ? 4
           : type == DTA_DOUBLE || type == DTA_STRL ? 8
                                                    : type;
}

/* A file without a name in the bundle's folder: it is gone when this process is. */
static FILE *nameless(struct export_job *job)
{
    struct str path = arena_format(job->arena, "%s/data.dta.texts", job->folder);
    FILE *file = fopen(path.ptr, "w+xb");
    if (!file || unlink(path.ptr) != 0) {
        diag_error(job->diags, "X001", (struct place){.file = path}, "%s", strerror(errno));
    }
    return file;
}

void *dta_open(struct export_job *job)
{
    struct dta *dta = ARENA_NEW(job->arena, struct dta);
    *dta = (struct dta){.job = job, .n = job->model->columns_n};
    dta->out = output_open(job, "data.dta");
    dta->long_texts = dta->out ? nameless(job) : NULL;
    if (!dta->long_texts) {
        return NULL;
    }
    dta->variables = ARENA_ARRAY(job->arena, dta->n, struct dta_variable);
    for (uint32_t i = 0; i < dta->n; i++) {
        uint16_t type = type_of(&job->model->columns[i]);
        dta->variables[i] = (struct dta_variable){&job->model->columns[i], type, bytes_of(type)};
        dta->row_bytes += dta->variables[i].bytes;
    }
    dta->row = arena_alloc(job->arena, dta->row_bytes);
    dta_head(dta);
    return dta;
}

/* ---- rows ---- */

static unsigned tag_of(enum reason reason)
{
    char tag = reason_row(reason)->tag;
    return tag ? (unsigned)(tag - 'a' + 1) : 0;
}

static void missing_put(const struct dta_variable *v, enum reason reason, unsigned char *at)
{
    /* A date has no labels for its reasons; they stand beside it. */
    unsigned tag = v->column->kind == COLUMN_NUMBER ? tag_of(reason) : 0;
    switch (v->type) {
    case DTA_BYTE:
        at[0] = (unsigned char)(DTA_BYTE_MISSING + tag);
        break;
    case DTA_INT:
        put_u16(at, (uint16_t)(DTA_INT_MISSING + tag));
        break;
    case DTA_LONG:
        put_u32(at, (uint32_t)DTA_LONG_MISSING + tag);
        break;
    default:
        put_u64(at, DTA_DOUBLE_MISSING + ((uint64_t)tag << DTA_DOUBLE_STEP));
        break;
    }
}

static void long_text_put(struct dta *dta, uint32_t variable, struct str text, unsigned char *at)
{
    unsigned char head[20] = {'G', 'S', 'O'};
    memset(at, 0, STRL_CELL);
    if (!text.len) {
        return;
    }
    put_u16(at, (uint16_t)(variable + 1));
    put_u32(at + 2, (uint32_t)dta->rows);
    put_u32(head + 3, variable + 1);
    put_u64(head + 7, dta->rows);
    head[15] = 130; /* a text that ends with NUL */
    put_u32(head + 16, (uint32_t)text.len + 1);
    fwrite(head, 1, sizeof head, dta->long_texts);
    fwrite(text.ptr, 1, text.len, dta->long_texts);
    putc('\0', dta->long_texts);
}

static void text_put(struct dta *dta, uint32_t variable, struct str text, unsigned char *at)
{
    const struct dta_variable *v = &dta->variables[variable];
    if (v->type == DTA_STRL) {
        long_text_put(dta, variable, text, at);
        return;
    }
    memset(at, 0, v->bytes);
    if (text.len) {
        memcpy(at, text.ptr, text.len);
    }
}

static void value_put(const struct dta_variable *v, const struct datum *datum, unsigned char *at)
{
    int64_t whole = v->column->kind == COLUMN_DATE ? datum->days + DTA_EPOCH_DAYS : 0;
    double exact = v->column->kind == COLUMN_TIME ? datum->minutes * 60000.0 : 0;
    if (v->column->kind == COLUMN_NUMBER) {
        exact = number_double(datum->number);
        whole = (int64_t)exact;
    }
    if (v->type == DTA_DOUBLE) {
        put_double(at, exact);
        return;
    }
    for (unsigned i = 0; i < v->bytes; i++) {
        at[i] = (unsigned char)((uint64_t)whole >> (8 * i));
    }
}

bool dta_row(void *writer, const struct datum *row)
{
    struct dta *dta = writer;
    unsigned char *at = dta->row;
    dta->rows++;
    for (uint32_t i = 0; i < dta->n; i++) {
        const struct dta_variable *v = &dta->variables[i];
        if (v->column->kind == COLUMN_TEXT) {
            text_put(dta, i, row[i].reason == REASON_NONE ? row[i].text : STR_EMPTY, at);
        } else if (row[i].reason != REASON_NONE) {
            missing_put(v, row[i].reason, at);
        } else {
            value_put(v, &row[i], at);
        }
        at += v->bytes;
    }
    output_bytes(dta->out, dta->row, dta->row_bytes);
    return true;
}

/* ---- close ---- */

static bool copy_long_texts(struct dta *dta)
{
    char block[1 << 14];
    size_t n = 0;
    rewind(dta->long_texts);
    while ((n = fread(block, 1, sizeof block, dta->long_texts)) > 0) {
        output_bytes(dta->out, block, n);
    }
    return !ferror(dta->long_texts);
}

static bool tail(struct dta *dta)
{
    output_str(dta->out, STR("</data>"));
    dta_element(dta, "strls", DTA_AT_STRLS);
    bool fine = !ferror(dta->long_texts) && fflush(dta->long_texts) == 0 && copy_long_texts(dta);
    output_str(dta->out, STR("</strls>"));
    dta_value_labels(dta);
    dta->map[DTA_AT_END] = output_at(dta->out);
    output_str(dta->out, STR("</stata_dta>"));
    dta->map[DTA_AT_EOF] = output_at(dta->out);
    unsigned char map[8 * DTA_PLACES];
    for (size_t i = 0; i < DTA_PLACES; i++) {
        put_u64(map + 8 * i, dta->map[i]);
    }
    output_patch(dta->out, dta->map_at, map, sizeof map);
    return fine || diag_error(dta->job->diags, "X001", (struct place){.file = STR("data.dta")}, "%s",
                              strerror(errno ? errno : EIO));
}

bool dta_close(void *writer, bool good)
{
    struct dta *dta = writer;
    bool fine = !good || tail(dta);
    fclose(dta->long_texts);
    return output_close(dta->out, good) && fine;
}
