#include "base/csv.h"

#include "base/utf8.h"

enum { FIELD_BYTES = 64 << 10, COLUMNS = 256, SHOWN_BYTES = 500 };

enum fault {
    FAULT_NONE,
    FAULT_TEXT,
    FAULT_OPEN,
    FAULT_BEHIND,
    FAULT_INSIDE,
    FAULT_LONG,
    FAULT_WIDE,
    FAULT_CR
};

static const struct {
    const char *code;
    const char *what;
} faults[] = {
    [FAULT_TEXT] = {"C001", "a character that may not stand in text"},
    [FAULT_OPEN] = {"C002", "a quoted field does not end"},
    [FAULT_BEHIND] = {"C003", "text behind the closing quote of a field"},
    [FAULT_INSIDE] = {"C004", "a quote inside a field that is not quoted"},
    [FAULT_LONG] = {"C005", "a field is longer than 65,536 bytes"},
    [FAULT_WIDE] = {"C006", "more than 256 columns"},
    [FAULT_CR] = {"C007", "a carriage return without a line feed"},
};

void csv_open(struct csv *csv, struct arena *arena, struct diags *diags, const struct source *source)
{
    *csv = (struct csv){.arena = arena, .diags = diags, .source = source, .line = 1};
    if (str_starts(source->text, STR("\xEF\xBB\xBF"))) {
        csv->at = 3;
    }
}

struct place csv_place(const struct csv *csv, const struct csv_row *row)
{
    return (struct place){.file = csv->source->file, .line = row->line};
}

/* `detail` may be NULL. */
static void report(struct csv *csv, unsigned line, enum fault fault, const char *detail)
{
    struct place place = {.file = csv->source->file, .line = line};
    diag_error(csv->diags, faults[fault].code, place, "%s%s%s", faults[fault].what, detail ? ": " : "",
               detail ? detail : "");
    if (csv->diags && !csv->diags->dropped) {
        struct str shown = str_slice(source_line(csv->source, line), 0, SHOWN_BYTES);
        diag_last(csv->diags)->line = arena_copy(csv->diags->arena, shown);
    }
}

/* Length of the line end at `at`: 1 for LF, 2 for CR LF, 0 for none. */
static size_t line_end(struct str text, size_t at)
{
    if (at < text.len && text.ptr[at] == '\n') {
        return 1;
    }
    return at + 1 < text.len && text.ptr[at] == '\r' && text.ptr[at + 1] == '\n' ? 2 : 0;
}

static unsigned count_lines(struct str s)
{
    unsigned lines = 0;
    for (size_t i = str_find_char(s, '\n', 0); i < s.len; i = str_find_char(s, '\n', i + 1)) {
        lines++;
    }
    return lines;
}

/* The field at csv->at with its quotes resolved; csv->at ends on a comma, a line end or the end. */
static enum fault quoted_field(struct csv *csv, struct buf *field)
{
    struct str text = csv->source->text;
    for (;;) {
        size_t from = csv->at + 1;
        size_t quote = str_find_char(text, '"', from);
        struct str run = str_slice(text, from, quote - from);
        csv->line += count_lines(run);
        buf_add(field, run);
        csv->at = quote;
        if (quote == text.len) {
            return FAULT_OPEN;
        }
        csv->at = quote + 1;
        if (csv->at == text.len || text.ptr[csv->at] != '"') {
            break;
        }
        buf_add_char(field, '"');
    }
    bool ended = csv->at == text.len || text.ptr[csv->at] == ',' || line_end(text, csv->at);
    return ended ? FAULT_NONE : FAULT_BEHIND;
}

static enum fault plain_field(struct csv *csv, struct str *field)
{
    struct str text = csv->source->text;
    size_t from = csv->at;
    enum fault fault = FAULT_NONE;
    while (csv->at < text.len && text.ptr[csv->at] != ',' && !line_end(text, csv->at)) {
        char c = text.ptr[csv->at++];
        fault = c == '"' ? FAULT_INSIDE : c == '\r' ? FAULT_CR : fault;
    }
    *field = str_slice(text, from, csv->at - from);
    return fault;
}

/* One field, checked and copied into the arena. `detail` says more about a fault, or is NULL. */
static enum fault next_field(struct csv *csv, struct str *out, const char **detail)
{
    struct str text = csv->source->text;
    struct str raw = STR_EMPTY;
    struct buf resolved = buf_new(text.len);
    enum fault fault = FAULT_NONE;
    if (csv->at < text.len && text.ptr[csv->at] == '"') {
        fault = quoted_field(csv, &resolved);
        raw = buf_str(&resolved);
    } else {
        fault = plain_field(csv, &raw);
    }
    struct safe_problem problem = {0};
    if (fault == FAULT_NONE && raw.len > FIELD_BYTES) {
        fault = FAULT_LONG;
    } else if (fault == FAULT_NONE && !safe_text(csv->arena, raw, SAFE_LINES, FIELD_BYTES, out, &problem)) {
        fault = FAULT_TEXT;
        *detail = problem.what;
    }
    buf_free(&resolved);
    return fault;
}

/* Where a faulty row ends cannot be known; the next line is the best guess. */
static void skip_line(struct csv *csv)
{
    csv->at = str_find_char(csv->source->text, '\n', csv->at);
}

static void end_line(struct csv *csv)
{
    size_t end = line_end(csv->source->text, csv->at);
    csv->at += end;
    csv->line += end ? 1 : 0;
}

/* False after a fault, which is reported. */
static bool read_row(struct csv *csv, struct csv_row *row, struct str fields[COLUMNS])
{
    row->line = csv->line;
    row->n = 0;
    for (;;) {
        const char *detail = NULL;
        struct str field = STR_EMPTY;
        enum fault fault = row->n < COLUMNS ? next_field(csv, &field, &detail) : FAULT_WIDE;
        if (fault != FAULT_NONE) {
            report(csv, row->line, fault, detail);
            skip_line(csv);
            end_line(csv);
            return false;
        }
        fields[row->n++] = field;
        if (csv->at == csv->source->text.len || csv->source->text.ptr[csv->at] != ',') {
            break;
        }
        csv->at++;
    }
    end_line(csv);
    return true;
}

bool csv_next(struct csv *csv, struct csv_row *row)
{
    struct str fields[COLUMNS];
    for (;;) {
        while (line_end(csv->source->text, csv->at)) {
            end_line(csv);
        }
        if (csv->at >= csv->source->text.len) {
            return false;
        }
        if (read_row(csv, row, fields)) {
            break;
        }
    }
    struct str *kept = ARENA_ARRAY(csv->arena, row->n, struct str);
    memcpy(kept, fields, row->n * sizeof *kept);
    row->fields = kept;
    return true;
}

void csv_add(struct buf *out, struct str field, bool first)
{
    if (!first) {
        buf_add_char(out, ',');
    }
    bool quote = false;
    for (size_t i = 0; i < field.len; i++) {
        quote = quote || field.ptr[i] == ',' || field.ptr[i] == '"' || field.ptr[i] == '\n' ||
                field.ptr[i] == '\r';
    }
    if (!quote) {
        buf_add(out, field);
        return;
    }
    buf_add_char(out, '"');
    struct str part;
    for (bool more = false; str_split(&field, '"', &part); more = true) {
        buf_add_text(out, more ? "\"\"" : "");
        buf_add(out, part);
    }
    buf_add_char(out, '"');
}
