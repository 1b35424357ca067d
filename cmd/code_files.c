#include "cmd/code_item.h"

#include <math.h>
#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"

/* Codes out to a CSV file and in from one: item,case,row,text,code,level,origin,coder,p,time. */

enum { FILE_BYTES_MOST = 256 << 20 };

static const char *const columns[] = {"item",  "case",   "row",   "text", "code",
                                      "level", "origin", "coder", "p",    "time"};
enum {
    COLUMN_ITEM,
    COLUMN_CASE,
    COLUMN_ROW,
    COLUMN_TEXT,
    COLUMN_CODE,
    COLUMN_LEVEL,
    COLUMN_ORIGIN,
    COLUMN_CODER,
    COLUMN_P,
    COLUMN_TIME,
    COLUMNS
};

/* ---- out ---- */

static void add_row(struct run *run, struct buf *out, struct str item, const struct work_coding *c)
{
    char stamp[STAMP_TEXT_MAX];
    bool coded = c->codes.len > 0;
    csv_add(out, item, true);
    csv_add(out, c->case_id, false);
    csv_add(out, c->row ? arena_format(run->arena, "%u", c->row) : STR_EMPTY, false);
    csv_add(out, c->text, false);
    csv_add(out, c->codes, false);
    csv_add(out, coded ? arena_format(run->arena, "%u", c->level) : STR_EMPTY, false);
    csv_add(out, coded ? str_from(origin_name(c->reason.origin)) : STR_EMPTY, false);
    csv_add(out, c->coder, false);
    csv_add(out, isnan(c->reason.p) ? STR_EMPTY : arena_format(run->arena, "%.4f", c->reason.p), false);
    csv_add(out, coded ? stamp_format(c->wall_ms, stamp) : STR_EMPTY, false);
    buf_add_char(out, '\n');
}

static bool export_items(struct run *run, struct study *study, struct buf *out, enum exit_code *code)
{
    size_t n = 0;
    const struct work_item *items = code_items(study, &n, code);
    for (size_t i = 0; i < COLUMNS; i++) {
        csv_add(out, str_from(columns[i]), i == 0);
    }
    buf_add_char(out, '\n');
    for (size_t i = 0; items && *code == EXIT_GOOD && i < n; i++) {
        struct code_item item;
        if (code_item_open(&item, study, &items[i], CODE_PLAIN, code)) {
            const struct work_coding *codings = NULL;
            size_t rows = work_codings(item.work, &codings);
            for (size_t k = 0; k < rows; k++) {
                add_row(run, out, items[i].variable->id, &codings[k]);
            }
        }
        code_item_close(&item);
    }
    return *code == EXIT_GOOD;
}

static enum exit_code write_out(struct run *run, const struct buf *out)
{
    struct str bytes = buf_str(out);
    if (run->options.words_n < 2) {
        fwrite(bytes.ptr, 1, bytes.len, run->out);
        return EXIT_GOOD;
    }
    const char *path = arena_copy(run->arena, run->options.words[1]).ptr;
    if (file_exists(path) && !run->options.replace) {
        return fail(run, EXIT_DATA, tr("%s bestaat al; --replace vervangt het"), path);
    }
    struct diags *diags = diags_new();
    bool written = file_write(path, bytes, diags);
    diags_print(diags, run->err);
    diags_free(diags);
    return written ? EXIT_GOOD : EXIT_IO;
}

enum exit_code code_export(struct run *run)
{
    struct study study;
    enum exit_code code = EXIT_GOOD;
    if (run->options.words_n > 2) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code export [BESTAND.csv]"));
    }
    if (!study_open(&study, run, true, &code)) {
        return code;
    }
    struct buf out = buf_new((size_t)1 << 30);
    if (export_items(run, &study, &out, &code)) {
        code = write_out(run, &out);
    }
    buf_free(&out);
    study_close(&study);
    return code;
}

/* ---- in ---- */

struct file_line {
    struct work_import line;
    struct str item;
    unsigned number;
    bool given; /* to an item */
};

struct file_lines {
    struct file_line *items;
    size_t n, cap;
    int column[COLUMNS];
};

static struct str field(const struct file_lines *lines, const struct csv_row *row, unsigned column)
{
    int at = lines->column[column];
    return at >= 0 && (size_t)at < row->n ? row->fields[at] : STR_EMPTY;
}

static bool read_header(struct file_lines *lines, const struct csv_row *row)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        lines->column[c] = -1;
        for (size_t i = 0; i < row->n; i++) {
            lines->column[c] = str_is(row->fields[i], columns[c]) ? (int)i : lines->column[c];
        }
    }
    return lines->column[COLUMN_ITEM] >= 0 && lines->column[COLUMN_CASE] >= 0 &&
           lines->column[COLUMN_CODE] >= 0;
}

static double p_of(struct str text)
{
    char number[16];
    if (!text.len || text.len >= sizeof number) {
        return NAN;
    }
    snprintf(number, sizeof number, "%.*s", STR_ARG(text));
    char *end = NULL;
    double p = strtod(number, &end);
    return *end == '\0' && p >= 0 && p <= 1 ? p : NAN;
}

static void read_line(struct file_lines *lines, const struct csv_row *row)
{
    int64_t number = 0;
    struct file_line line = {.item = field(lines, row, COLUMN_ITEM), .number = row->line};
    line.line = (struct work_import){.case_id = field(lines, row, COLUMN_CASE),
                                     .text = field(lines, row, COLUMN_TEXT),
                                     .codes = field(lines, row, COLUMN_CODE),
                                     .from = ORIGIN_IMPORT,
                                     .coder = field(lines, row, COLUMN_CODER),
                                     .p = p_of(field(lines, row, COLUMN_P)),
                                     .verdict = IMPORT_UNKNOWN};
    str_to_int64(field(lines, row, COLUMN_ROW), &number);
    line.line.row = number > 0 && number < UINT32_MAX ? (uint32_t)number : 0;
    origin_parse(field(lines, row, COLUMN_ORIGIN), &line.line.from);
    if (!line.line.codes.len) {
        return; /* still open there too */
    }
    if (lines->n == lines->cap) {
        lines->items = array_grow(lines->items, &lines->cap, sizeof *lines->items);
    }
    lines->items[lines->n++] = line;
}

static bool read_file(struct run *run, struct file_lines *lines, struct diags *diags)
{
    struct source source = {.file = run->options.words[1]};
    struct csv csv;
    struct csv_row row;
    const char *path = arena_copy(run->arena, source.file).ptr;
    if (!file_read(run->arena, path, source.file, FILE_BYTES_MOST, &source.text, diags)) {
        return false;
    }
    csv_open(&csv, run->arena, diags, &source);
    if (!csv_next(&csv, &row) || !read_header(lines, &row)) {
        return diag_error(diags, "K001", (struct place){source.file, 1, 1},
                          "the first line must name the columns item, case and code");
    }
    while (csv_next(&csv, &row)) {
        read_line(lines, &row);
    }
    return diags->errors == 0;
}

static enum exit_code import_item(struct code_item *item, struct file_lines *lines)
{
    struct run *run = item->run;
    struct work_import *own = ARENA_ARRAY(run->arena, lines->n + 1, struct work_import);
    struct file_line **from = ARENA_ARRAY(run->arena, lines->n + 1, struct file_line *);
    size_t n = 0;
    for (size_t i = 0; i < lines->n; i++) {
        if (str_equal(lines->items[i].item, item->item.variable->id)) {
            lines->items[i].given = true;
            from[n] = &lines->items[i];
            own[n++] = lines->items[i].line;
        }
    }
    enum work_result result = n ? work_take_import(item->work, own, n, run->options.replace) : WORK_DONE;
    for (size_t i = 0; i < n; i++) {
        from[i]->line.verdict = own[i].verdict;
    }
    return code_exit(item, result);
}

static const char *const refusals[IMPORT_VERDICTS] = {
    [IMPORT_UNKNOWN] = N_("er is geen antwoord"),
    [IMPORT_CHANGED] = N_("het antwoord heeft nu andere woorden"),
    [IMPORT_NO_CODE] = N_("de code staat niet in het kader"),
    [IMPORT_KEPT] = N_("mensen gaven een andere code; --replace vervangt die"),
    [IMPORT_TWICE] = N_("het staat al hoger in het bestand"),
};
static const char *const verdict_names[IMPORT_VERDICTS] = {
    [IMPORT_DONE] = "done",       [IMPORT_SAME] = "same",       [IMPORT_UNKNOWN] = "no_answer",
    [IMPORT_CHANGED] = "changed", [IMPORT_NO_CODE] = "no_code", [IMPORT_KEPT] = "kept",
    [IMPORT_TWICE] = "twice"};

static void import_fields(struct run *run, struct json *json, void *context)
{
    (void)run;
    const size_t *counts = context;
    json_put_int(json, "coded", (int64_t)counts[IMPORT_DONE]);
    json_put_int(json, "same", (int64_t)counts[IMPORT_SAME]);
}

/* The refused lines, each with its number; 65 when there are any. */
static enum exit_code tell_import(struct run *run, const struct file_lines *lines)
{
    size_t counts[IMPORT_VERDICTS] = {0};
    struct output output;
    output_start(&output, "code");
    for (size_t i = 0; i < lines->n; i++) {
        const struct file_line *line = &lines->items[i];
        const char *refusal = refusals[line->line.verdict];
        counts[line->line.verdict]++;
        if (!refusal) {
            continue;
        }
        json_object(&output.json);
        json_put_int(&output.json, "line", line->number);
        json_put(&output.json, "item", line->item);
        json_put(&output.json, "case", line->line.case_id);
        json_put(&output.json, "code", line->line.codes);
        json_put(&output.json, "refused", str_from(verdict_names[line->line.verdict]));
        json_object_end(&output.json);
        fprintf(run->err, "%.*s:%u: %.*s %.*s: %s\n", STR_ARG(run->options.words[1]), line->number,
                STR_ARG(line->line.case_id), STR_ARG(line->item), tr(refusal));
    }
    if (run->options.json) {
        output_end_with(run, &output, import_fields, counts);
    } else {
        buf_free(&output.buf);
        fprintf(run->out, tr("%zu gecodeerd, %zu ongewijzigd, %zu geweigerd"), counts[IMPORT_DONE],
                counts[IMPORT_SAME], lines->n - counts[IMPORT_DONE] - counts[IMPORT_SAME]);
        fputc('\n', run->out);
    }
    return counts[IMPORT_DONE] + counts[IMPORT_SAME] == lines->n ? EXIT_GOOD : EXIT_DATA;
}

static enum exit_code import_lines(struct run *run, struct study *study, struct file_lines *lines)
{
    size_t n = 0;
    enum exit_code code = EXIT_GOOD;
    const struct work_item *items = code_items(study, &n, &code);
    for (size_t i = 0; items && code == EXIT_GOOD && i < n; i++) {
        struct code_item item;
        bool wanted = false;
        for (size_t k = 0; k < lines->n && !wanted; k++) {
            wanted = str_equal(lines->items[k].item, items[i].variable->id);
        }
        if (wanted && code_item_open(&item, study, &items[i], CODE_PLAIN, &code)) {
            code = import_item(&item, lines);
        }
        if (wanted) {
            code_item_close(&item);
        }
    }
    return code == EXIT_GOOD ? tell_import(run, lines) : code;
}

enum exit_code code_import(struct run *run)
{
    struct study study;
    enum exit_code code = EXIT_GOOD;
    if (run->options.words_n != 2) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code import BESTAND.csv [--replace]"));
    }
    struct file_lines lines = {0};
    struct diags *diags = diags_new();
    bool good = read_file(run, &lines, diags);
    diags_print(diags, run->err);
    diags_free(diags);
    if (!good) {
        code = EXIT_DATA;
    } else if (study_open(&study, run, false, &code)) {
        code = import_lines(run, &study, &lines);
        study_close(&study);
    }
    free(lines.items);
    return code;
}
