#include "cmd/answers.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"

enum { COLUMN_QUESTION, COLUMN_ROW, COLUMN_VALUE, COLUMN_REASON, COLUMN_NOTE, COLUMNS };
static const char *const column_names[COLUMNS] = {"question", "row", "value", "reason", "note"};

#define ANSWERS_FILE_MAX ((size_t)64 << 20)

/* Which column of the file holds which field; -1: none. */
static bool read_header(struct csv *csv, int columns[COLUMNS], struct diags *diags)
{
    struct csv_row row;
    for (int c = 0; c < COLUMNS; c++) {
        columns[c] = -1;
    }
    if (!csv_next(csv, &row)) {
        return diag_error(diags, "A001", (struct place){csv->source->file, 1, 1}, "the file has no header");
    }
    for (size_t i = 0; i < row.n; i++) {
        int c = 0;
        while (c < COLUMNS && !str_is(row.fields[i], column_names[c])) {
            c++;
        }
        if (c == COLUMNS) {
            return diag_error(diags, "A002", csv_place(csv, &row),
                              "unknown column '%.*s'; known: question, row, value, reason, note",
                              STR_ARG(row.fields[i]));
        }
        columns[c] = (int)i;
    }
    if (columns[COLUMN_QUESTION] < 0 || columns[COLUMN_VALUE] < 0) {
        return diag_error(diags, "A003", csv_place(csv, &row),
                          "the columns question and value must be there");
    }
    return true;
}

static struct str field(const struct csv_row *row, const int columns[COLUMNS], int column)
{
    int at = columns[column];
    return at >= 0 && (size_t)at < row->n ? row->fields[at] : STR_EMPTY;
}

/* What a line may be about: a variable that is asked or drawn, or a note (ITEM_NOTE) that is simply passed.
 */
static bool known_question(const struct questionnaire *q, struct str id)
{
    const struct variable *v = codebook_find(q->codebook, id);
    bool told = v && (v->role == ROLE_ASKED || v->role == ROLE_SPECIFY || v->role == ROLE_DRAW);
    return v ? told : questionnaire_item(q, id) != NONE;
}

static bool take_line(struct answers *out, size_t *cap, const struct questionnaire *q, struct csv *csv,
                      const struct csv_row *row, const int columns[COLUMNS], bool replay)
{
    struct answer_line line = {.question = field(row, columns, COLUMN_QUESTION),
                               .value = field(row, columns, COLUMN_VALUE),
                               .reason = field(row, columns, COLUMN_REASON),
                               .note = field(row, columns, COLUMN_NOTE),
                               .line = row->line};
    struct str row_text = field(row, columns, COLUMN_ROW);
    int64_t row_id = 0;
    if (row_text.len && (!str_to_int64(row_text, &row_id) || row_id < 1 || row_id > 65535)) {
        return diag_error(csv->diags, "A004", csv_place(csv, row), "'%.*s' is not a row number",
                          STR_ARG(row_text));
    }
    line.row = (uint32_t)row_id;
    if (!known_question(q, line.question)) {
        return diag_error(csv->diags, "A005", csv_place(csv, row), "there is no question '%.*s'",
                          STR_ARG(line.question));
    }
    if (!replay && answers_find(out, line.question, line.row)) {
        return diag_error(csv->diags, "A006", csv_place(csv, row),
                          "'%.*s' stands here a second time (only --replay takes later changes)",
                          STR_ARG(line.question));
    }
    if (out->n == *cap) {
        out->lines = array_grow(out->lines, cap, sizeof *out->lines);
    }
    out->lines[out->n++] = line;
    return true;
}

bool answers_parse(struct arena *arena, const struct questionnaire *q, const struct source *source,
                   bool replay, struct answers *out, struct diags *diags)
{
    *out = (struct answers){.file = source->file};
    struct csv csv;
    csv_open(&csv, arena, diags, source);
    int columns[COLUMNS];
    if (!read_header(&csv, columns, diags)) {
        return false;
    }
    size_t cap = 0;
    struct csv_row row;
    while (csv_next(&csv, &row)) {
        take_line(out, &cap, q, &csv, &row, columns, replay);
    }
    return diags->errors == 0;
}

bool answers_read(struct arena *arena, const struct questionnaire *q, const char *path, bool replay,
                  struct answers *out, struct diags *diags)
{
    struct source *source = ARENA_NEW(arena, struct source);
    *out = (struct answers){0};
    source->file = arena_copy(arena, str_from(path));
    return file_read(arena, path, source->file, ANSWERS_FILE_MAX, &source->text, diags) &&
           answers_parse(arena, q, source, replay, out, diags);
}

struct answer_line *answers_find(const struct answers *answers, struct str question, uint32_t row)
{
    for (size_t i = 0; i < answers->n; i++) {
        if (answers->lines[i].row == row && str_equal(answers->lines[i].question, question)) {
            return &answers->lines[i];
        }
    }
    return NULL;
}

bool answer_parse(struct arena *arena, const struct variable *variable, struct str text, struct answer *out)
{
    out->slot = variable->slot;
    out->value = (struct value){0};
    if (str_is(text, "?") || str_is(text, "!")) {
        out->state = text.ptr[0] == '?' ? CELL_DONT_KNOW : CELL_REFUSED;
        return true;
    }
    out->state = CELL_ANSWERED;
    if (str_is(text, "\\?") || str_is(text, "\\!")) {
        text = str_slice(text, 1, 1);
    }
    return value_read(arena, variable, text, &out->value);
}

struct str answer_write(struct arena *arena, const struct variable *variable, const struct cell *cell)
{
    if (cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED) {
        return cell->state == CELL_DONT_KNOW ? STR("?") : STR("!");
    }
    if (cell->state != CELL_ANSWERED && cell->state != CELL_PARKED) {
        return STR_EMPTY;
    }
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    value_write(&buf, variable, &cell->value);
    struct str text = buf_str(&buf);
    struct str out = str_is(text, "?") || str_is(text, "!") ? arena_format(arena, "\\%s", text.ptr)
                                                            : arena_copy(arena, text);
    buf_free(&buf);
    return out;
}

const char *outcome_name(enum outcome outcome)
{
    static const char *const names[] = {"completed", "broken_off", "stopped", "incomplete"};
    return names[outcome];
}
