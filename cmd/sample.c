#include "cmd/study.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"

/* The sample frame: the columns of the contract, in any order. Each says where its text goes and how it is
 * checked. */
struct sample_line {
    struct case_record record;
    struct identity identity;
};

typedef bool check_field(const struct questionnaire *q, struct str text);

static bool is_case(const struct questionnaire *q, struct str text)
{
    (void)q;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c == '/' || c == '\\') {
            return false;
        }
    }
    return text.len > 0 && text.len <= 64;
}
static bool is_group(const struct questionnaire *q, struct str text)
{
    return questionnaire_group(q, text) >= 0;
}
static bool is_language(const struct questionnaire *q, struct str text)
{
    (void)q;
    return text.len <= 16;
}
static bool is_sex(const struct questionnaire *q, struct str text)
{
    (void)q;
    return !text.len || str_is(text, "m") || str_is(text, "f") || str_is(text, "x");
}
static bool is_birth_date(const struct questionnaire *q, struct str text)
{
    (void)q;
    struct date date;
    return !text.len || (date_parse_iso(text, &date) && date_precision(date) != DATE_MONTH);
}
static bool is_digits(const struct questionnaire *q, struct str text)
{
    (void)q;
    int64_t number;
    return !text.len || (str_to_int64(text, &number) && number >= 0);
}

static const struct sample_column {
    const char *name;
    size_t offset;
    check_field *check; /* NULL: any text */
    const char *wants;
} columns[] = {
    {"case", offsetof(struct sample_line, record.id), is_case,
     "1 to 64 characters without spaces or slashes"},
    {"group", offsetof(struct sample_line, record.group), is_group, "a group of the questionnaire"},
    {"sex", offsetof(struct sample_line, record.sex), is_sex, "m, f or x"},
    {"birth_date", offsetof(struct sample_line, record.birth_date), is_birth_date, "YYYY-MM-DD or YYYY"},
    {"municipality_nis", offsetof(struct sample_line, record.municipality), is_digits, "digits"},
    {"language", offsetof(struct sample_line, record.language), is_language, "a language code"},
    {"generation", offsetof(struct sample_line, record.generation), is_digits, "a number"},
    {"first_name", offsetof(struct sample_line, identity.first_name), NULL, NULL},
    {"last_name", offsetof(struct sample_line, identity.last_name), NULL, NULL},
    {"street", offsetof(struct sample_line, identity.street), NULL, NULL},
    {"postcode", offsetof(struct sample_line, identity.postcode), NULL, NULL},
    {"phone", offsetof(struct sample_line, identity.phone), NULL, NULL},
    {"email", offsetof(struct sample_line, identity.email), NULL, NULL},
    {"interviewer", offsetof(struct sample_line, record.interviewer), NULL, NULL},
};

#define SAMPLE_FILE_MAX  ((size_t)256 << 20)
#define REQUIRED_COLUMNS 2 /* case and group */

struct sample {
    const struct questionnaire *q;
    struct csv csv;
    int at[ARRAY_LEN(columns)]; /* column of the file, -1: not there */
    size_t width;
    struct sample_line *lines;
    size_t n, cap;
};

static bool read_header(struct sample *s)
{
    struct csv_row row;
    struct diags *diags = s->csv.diags;
    for (size_t c = 0; c < ARRAY_LEN(columns); c++) {
        s->at[c] = -1;
    }
    if (!csv_next(&s->csv, &row)) {
        return diag_error(diags, "S001", (struct place){s->csv.source->file, 1, 1}, "the file has no header");
    }
    s->width = row.n;
    for (size_t i = 0; i < row.n; i++) {
        size_t c = 0;
        while (c < ARRAY_LEN(columns) && !str_is(row.fields[i], columns[c].name)) {
            c++;
        }
        if (c == ARRAY_LEN(columns) || s->at[c] >= 0) {
            diag_error(diags, "S002", csv_place(&s->csv, &row), "column '%.*s' is %s", STR_ARG(row.fields[i]),
                       c == ARRAY_LEN(columns) ? "unknown" : "there twice");
        } else {
            s->at[c] = (int)i;
        }
    }
    for (size_t c = 0; c < REQUIRED_COLUMNS; c++) {
        if (s->at[c] < 0) {
            diag_error(diags, "S003", csv_place(&s->csv, &row), "column '%s' is missing", columns[c].name);
        }
    }
    return diags->errors == 0;
}

static void read_row(struct sample *s, const struct csv_row *row)
{
    struct sample_line line = {.record.mode = STR("capi")};
    struct place place = csv_place(&s->csv, row);
    bool good = row->n == s->width;
    if (!good) {
        diag_error(s->csv.diags, "S004", place, "%zu fields, the header has %zu", row->n, s->width);
        return;
    }
    for (size_t c = 0; c < ARRAY_LEN(columns); c++) {
        struct str text = s->at[c] >= 0 ? row->fields[s->at[c]] : STR_EMPTY;
        *(struct str *)(void *)((char *)&line + columns[c].offset) = text;
        if (columns[c].check && !columns[c].check(s->q, text)) {
            good = diag_error(s->csv.diags, "S005", place, "%s '%.*s' should be %s", columns[c].name,
                              STR_ARG(text), columns[c].wants);
        }
    }
    if (good && s->n == s->cap) {
        s->lines = array_grow(s->lines, &s->cap, sizeof *s->lines);
    }
    if (good) {
        s->lines[s->n++] = line;
    }
}

bool sample_parse(const struct questionnaire *q, struct arena *arena, struct diags *diags,
                  const struct source *source, struct sample_cases *out)
{
    struct sample s = {.q = q};
    csv_open(&s.csv, arena, diags, source);
    struct csv_row row;
    if (read_header(&s)) {
        while (csv_next(&s.csv, &row)) {
            read_row(&s, &row);
        }
    }
    out->n = s.n;
    out->records = ARENA_ARRAY(arena, s.n ? s.n : 1, struct case_record);
    out->identities = ARENA_ARRAY(arena, s.n ? s.n : 1, struct identity);
    for (size_t i = 0; i < s.n; i++) {
        out->records[i] = s.lines[i].record;
        out->identities[i] = s.lines[i].identity;
    }
    free(s.lines);
    return diags->errors == 0;
}

enum exit_code sample_read(struct study *study, const char *path, size_t *cases)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {.file = str_from(path)};
    struct sample_cases found = {0};
    const struct questionnaire *q = study_current(study);
    enum exit_code code = q ? EXIT_DATA : EXIT_DEFINITION;
    bool good = q && file_read(arena, path, source.file, SAMPLE_FILE_MAX, &source.text, diags) &&
                sample_parse(q, arena, diags, &source, &found);
    diags_print(diags, study->run->err);
    if (good) {
        enum store_status status = store_add_cases(study->store, found.records, found.identities, found.n);
        code = status == STORE_OK ? EXIT_GOOD : study_fail(study, status);
    } else if (q) {
        fail(study->run, code,
             trn("%zu fout; er is niets ingelezen", "%zu fouten; er is niets ingelezen", diags->errors),
             diags->errors);
    }
    *cases = found.n;
    diags_free(diags);
    arena_free(arena);
    return code;
}

enum exit_code run_sample(struct run *run)
{
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, false, &code)) {
        return code;
    }
    size_t cases = 0;
    code = sample_read(&study, arena_copy(run->arena, run->options.words[0]).ptr, &cases);
    if (code == EXIT_GOOD) {
        fprintf(run->out, trn("%zu adres ingelezen", "%zu adressen ingelezen", cases), cases);
        fputc('\n', run->out);
    }
    study_close(&study);
    return code;
}
