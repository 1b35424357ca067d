#include "export/sav.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "codebook/ids.h"
#include "export/limits.h"
#include "export/number.h"
#include "export/sav_priv.h"
#include "export/tally.h"

/* ---- limits ---- */

void sav_limits(struct export_job *job)
{
    static const struct label_limits limits = {
        .name_characters = 32, .label_characters = 255, .label_bytes = 255, .value_bytes = 120};
    static const struct export_format self = {.id = "sav"};
    limits_labels(job, &self, &limits);
    for (uint32_t i = 0; i < job->model->columns_n; i++) {
        const struct column *c = &job->model->columns[i];
        if (c->kind == COLUMN_TEXT && c->width > SAV_TEXT_MOST) {
            limit_broken(job, &self, c, "X018", tr("de tekst kan %u bytes hebben; %d passen er"), c->width,
                         SAV_TEXT_MOST);
        }
    }
}

/* ---- bytes ---- */

void sav_int(struct output_file *out, int32_t value)
{
    unsigned char bytes[4];
    put_u32(bytes, (uint32_t)value);
    output_bytes(out, bytes, sizeof bytes);
}

void sav_double(struct output_file *out, double value)
{
    unsigned char bytes[8];
    put_double(bytes, value);
    output_bytes(out, bytes, sizeof bytes);
}

void sav_padded(struct output_file *out, struct str text, size_t width, char with)
{
    output_str(out, str_slice(text, 0, width));
    for (size_t i = text.len; i < width; i++) {
        output_bytes(out, &with, 1);
    }
}

struct str sav_label(const struct sav *sav, const struct words *words)
{
    return model_words(sav->job->model, words, sav->job->model->language);
}

/* ---- open ---- */

/* A short name that no variable and no segment has: its own in capitals where that fits, else a number. */
static void short_name(struct ids *taken, struct str name, uint32_t *next, char out[SAV_NAME + 1])
{
    if (name.len <= SAV_NAME) {
        for (size_t i = 0; i < name.len; i++) {
            char c = name.ptr[i];
            out[i] = (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
        }
        out[name.len] = '\0';
        if (ids_add(taken, str_from(out), 0)) {
            return;
        }
    }
    do {
        uint32_t number = (*next)++;
        out[0] = 'V';
        for (int i = SAV_NAME - 1; i > 0; i--) {
            out[i] = (char)('0' + number % 10);
            number /= 10;
        }
        out[SAV_NAME] = '\0';
    } while (!ids_add(taken, str_from(out), 0));
}

static void variable_set(struct sav *sav, uint32_t i)
{
    const struct column *column = &sav->job->model->columns[i];
    struct sav_variable *v = &sav->variables[i];
    v->column = column;
    v->width = column->kind == COLUMN_TEXT ? (column->width ? column->width : 1) : 0;
    v->segments = sav_segments(v->width);
    v->names = arena_array(sav->job->arena, v->segments, sizeof *v->names);
    v->position = sav->cells + 1;
    for (unsigned s = 0; s < v->segments; s++) {
        sav->cells += (int32_t)sav_segment_cells(v->width, s);
    }
}

static void names_set(struct sav *sav)
{
    struct ids taken = {.arena = sav->job->arena};
    uint32_t next = 1;
    /* Real variables first: they keep their own names where they can. */
    for (uint32_t i = 0; i < sav->n; i++) {
        short_name(&taken, sav->variables[i].column->name, &next, sav->variables[i].names[0]);
    }
    for (uint32_t i = 0; i < sav->n; i++) {
        for (unsigned s = 1; s < sav->variables[i].segments; s++) {
            struct str none = {.ptr = NULL, .len = SAV_NAME + 1};
            short_name(&taken, none, &next, sav->variables[i].names[s]);
        }
    }
}

void *sav_open(struct export_job *job)
{
    struct output_file *out = output_open(job, "data.sav");
    if (!out) {
        return NULL;
    }
    struct sav *sav = ARENA_NEW(job->arena, struct sav);
    *sav = (struct sav){.job = job, .out = out, .n = job->model->columns_n};
    sav->variables = ARENA_ARRAY(job->arena, sav->n, struct sav_variable);
    for (uint32_t i = 0; i < sav->n; i++) {
        variable_set(sav, i);
    }
    names_set(sav);
    sav->row = arena_alloc(job->arena, (size_t)sav->cells * SAV_CELL);
    sav_variables(sav);
    sav_labels(sav);
    sav_extensions(sav);
    return sav;
}

/* ---- cases ---- */

static void text_put(const struct sav_variable *v, struct str text, unsigned char *at)
{
    for (unsigned s = 0; s < v->segments; s++) {
        size_t room = (size_t)sav_segment_cells(v->width, s) * SAV_CELL;
        struct str piece =
            v->segments == 1 ? text : str_slice(text, (size_t)s * SAV_TEXT_SHORT, SAV_TEXT_SHORT);
        memset(at, ' ', room);
        if (piece.len) {
            memcpy(at, piece.ptr, piece.len);
        }
        at += room;
    }
}

static double cell_number(const struct column *column, const struct datum *datum)
{
    if (datum->reason != REASON_NONE) {
        bool system = column->kind != COLUMN_NUMBER || datum->reason == REASON_NO_RECORD;
        return system ? -DBL_MAX : (double)column_missing(column, datum->reason);
    }
    switch (column->kind) {
    case COLUMN_DATE:
        return (double)(datum->days + SAV_EPOCH_DAYS) * 86400.0;
    case COLUMN_TIME:
        return datum->minutes * 60.0;
    case COLUMN_NUMBER:
    case COLUMN_TEXT:
        break;
    }
    return number_double(datum->number);
}

static void flush_codes(struct sav *sav)
{
    output_bytes(sav->out, sav->codes, SAV_CELL);
    output_bytes(sav->out, sav->waiting, sav->waiting_n);
    memset(sav->codes, 0, sizeof sav->codes);
    sav->codes_n = 0;
    sav->waiting_n = 0;
}

static void code_put(struct sav *sav, unsigned code, const unsigned char *bytes)
{
    sav->codes[sav->codes_n++] = (unsigned char)code;
    if (bytes) {
        memcpy(sav->waiting + sav->waiting_n, bytes, SAV_CELL);
        sav->waiting_n += SAV_CELL;
    }
    if (sav->codes_n == SAV_CELL) {
        flush_codes(sav);
    }
}

static void number_put(struct sav *sav, double value)
{
    unsigned char bytes[SAV_CELL];
    if (value == -DBL_MAX) {
        code_put(sav, SAV_CODE_MISSING, NULL);
    } else if (value >= 1 - SAV_BIAS && value <= SAV_CODE_END - 1 - SAV_BIAS && value == (double)(int)value) {
        code_put(sav, (unsigned)((int)value + SAV_BIAS), NULL);
    } else {
        put_double(bytes, value);
        code_put(sav, SAV_CODE_BYTES, bytes);
    }
}

bool sav_row(void *writer, const struct datum *row)
{
    struct sav *sav = writer;
    static const unsigned char spaces[SAV_CELL] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};
    for (uint32_t i = 0; i < sav->n; i++) {
        const struct sav_variable *v = &sav->variables[i];
        if (!v->width) {
            number_put(sav, cell_number(v->column, &row[i]));
            continue;
        }
        struct str text = row[i].reason == REASON_NONE ? row[i].text : STR_EMPTY;
        text_put(v, text, sav->row);
        for (unsigned s = 0, at = 0; s < v->segments; s++) {
            for (unsigned c = 0; c < sav_segment_cells(v->width, s); c++, at += SAV_CELL) {
                bool blank = memcmp(sav->row + at, spaces, SAV_CELL) == 0;
                code_put(sav, blank ? SAV_CODE_SPACES : SAV_CODE_BYTES, blank ? NULL : sav->row + at);
            }
        }
    }
    return true;
}

bool sav_close(void *writer, bool good)
{
    struct sav *sav = writer;
    if (good && sav->codes_n) {
        flush_codes(sav);
    }
    return output_close(sav->out, good);
}
