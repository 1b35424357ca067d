#include "coding/index.h"

#include <stdlib.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "coding/features.h"

enum { TITLE_BYTES_MOST = 1000 };

struct index index_new(struct arena *arena, const struct list *frame)
{
    return (struct index){.arena = arena, .frame = frame};
}

void index_free(struct index *index)
{
    free(index->titles);
    index->titles = NULL;
    index->n = index->cap = 0;
}

static void add_title(struct index *index, struct str text, uint32_t option)
{
    if (index->n == index->cap) {
        index->titles = array_grow(index->titles, &index->cap, sizeof *index->titles);
    }
    index->titles[index->n++] = (struct index_title){text, option};
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str trimmed(struct str s)
{
    while (s.len && blank(s.ptr[0])) {
        s = str_slice(s, 1, s.len);
    }
    while (s.len && blank(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

/* One title under one code, both as they stand in a file. */
static void add_coded(struct index *index, struct str text, struct str code)
{
    text = trimmed(text);
    code = trimmed(code);
    if (!text.len || !code.len) {
        return;
    }
    int32_t option = list_find_code(index->frame, code);
    if (option < 0) {
        index->unknown_code = index->unknown++ ? index->unknown_code : code;
        return;
    }
    add_title(index, text, (uint32_t)option);
}

/* ---- the frame's own words -------------------------------------------------------------------------------
 */

struct index_classes index_classes(struct arena *arena, const struct list *frame)
{
    uint32_t *class = ARENA_ARRAY(arena, frame->n + 1, uint32_t);
    uint32_t *option = ARENA_ARRAY(arena, frame->n + 1, uint32_t);
    size_t n = 0;
    for (size_t i = 0; i < frame->n; i++) {
        int32_t parent = frame->options[i].parent.len ? list_find_code(frame, frame->options[i].parent) : -1;
        if (parent >= 0) {
            class[parent] = NO_CLASS;
        }
    }
    for (size_t i = 0; i < frame->n; i++) {
        if (class[i] != NO_CLASS) {
            option[n] = (uint32_t)i;
            class[i] = (uint32_t)n++;
        }
    }
    return (struct index_classes){n, option, class};
}

void index_add_frame(struct index *index)
{
    const struct list *frame = index->frame;
    struct index_classes classes = index_classes(index->arena, frame);
    for (size_t c = 0; c < classes.n; c++) {
        const struct option *option = &frame->options[classes.option[c]];
        for (size_t l = 0; l < LANGUAGES_MAX; l++) {
            if (option->label.in[l].len) {
                add_title(index, option->label.in[l], classes.option[c]);
            }
        }
        for (size_t i = 0; i < option->also_n; i++) {
            add_title(index, option->also[i], classes.option[c]);
        }
    }
}

/* ---- index files
 * ------------------------------------------------------------------------------------------- */

static bool read_line(struct index *index, struct str line, struct place place, struct diags *diags)
{
    size_t tab = str_find_char(line, '\t', 0);
    struct str text = {0};
    struct safe_problem problem;
    if (tab == 0 || tab >= line.len || line.len > TITLE_BYTES_MOST) {
        return diag_error(diags, "I001", place,
                          "a line reads: title, a tab, one or more codes with ';' between them");
    }
    if (!safe_text(index->arena, str_slice(line, 0, tab), SAFE_LINE, TITLE_BYTES_MOST, &text, &problem)) {
        return diag_error(diags, "I001", place, "the title holds what may not stand in a text: %s",
                          problem.what);
    }
    struct str codes = str_slice(line, tab + 1, line.len);
    for (size_t at = 0; at <= codes.len;) {
        size_t end = str_find_char(codes, ';', at);
        add_coded(index, text, arena_copy(index->arena, str_slice(codes, at, end - at)));
        at = end + 1;
    }
    return true;
}

bool index_read(struct index *index, const struct source *source, struct diags *diags)
{
    bool good = true;
    unsigned number = 0;
    for (size_t at = 0; at < source->text.len;) {
        size_t end = str_find_char(source->text, '\n', at);
        struct str line = str_slice(source->text, at, end - at);
        number++;
        at = end + 1;
        if (trimmed(line).len) {
            good &= read_line(index, line, (struct place){source->file, number, 1}, diags);
        }
    }
    return good;
}

/* ---- published files
 * --------------------------------------------------------------------------------------- */

static const char *const code_columns[] = {"iscoGroup", "CD_REFNIS", "code"};
static const char *const label_columns[] = {"preferredLabel", "altLabels",    "hiddenLabels",
                                            "TX_REFNIS_NL",   "TX_REFNIS_FR", "TX_REFNIS_DE"};

enum { NO_COLUMN = -1 };

static int column_of(const struct csv_row *header, const char *name)
{
    for (size_t i = 0; i < header->n; i++) {
        if (str_is(header->fields[i], name)) {
            return (int)i;
        }
    }
    return NO_COLUMN;
}

struct columns {
    int code;
    int labels[ARRAY_LEN(label_columns)];
};

static bool find_columns(const struct csv_row *header, struct columns *columns)
{
    bool any = false;
    columns->code = NO_COLUMN;
    for (size_t i = 0; i < ARRAY_LEN(code_columns) && columns->code == NO_COLUMN; i++) {
        columns->code = column_of(header, code_columns[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(label_columns); i++) {
        columns->labels[i] = column_of(header, label_columns[i]);
        any |= columns->labels[i] != NO_COLUMN;
    }
    return any && columns->code != NO_COLUMN;
}

static struct str field(const struct csv_row *row, int column)
{
    return column != NO_COLUMN && (size_t)column < row->n ? row->fields[column] : STR_EMPTY;
}

/* A cell may hold several labels, one a line. */
static void add_cell(struct index *index, struct str cell, struct str code)
{
    for (size_t at = 0; at < cell.len;) {
        size_t end = str_find_char(cell, '\n', at);
        add_coded(index, str_slice(cell, at, end - at), code);
        at = end + 1;
    }
}

bool index_import(struct index *index, const struct source *source, struct diags *diags)
{
    struct csv csv;
    struct csv_row row;
    struct columns columns;
    size_t errors = diags->errors;
    csv_open(&csv, index->arena, diags, source);
    if (!csv_next(&csv, &row) || !find_columns(&row, &columns)) {
        diag_error(
            diags, "I002", (struct place){source->file, 1, 1},
            "the first line names no columns that are known: a code (iscoGroup, code, CD_REFNIS) and labels "
            "(preferredLabel, altLabels, TX_REFNIS_NL ...)");
        return false;
    }
    while (csv_next(&csv, &row)) {
        for (size_t i = 0; i < ARRAY_LEN(label_columns); i++) {
            add_cell(index, field(&row, columns.labels[i]), field(&row, columns.code));
        }
    }
    return diags->errors == errors;
}

/* ---- order
 * --------------------------------------------------------------------------------------------------- */

struct keyed {
    struct index_title title;
    struct str key;
};

static int by_code_and_key(const void *a, const void *b)
{
    const struct keyed *x = a;
    const struct keyed *y = b;
    if (x->title.option != y->title.option) {
        return x->title.option < y->title.option ? -1 : 1;
    }
    int order = str_compare(x->key, y->key);
    return order ? order : str_compare(x->title.text, y->title.text);
}

void index_tidy(struct index *index)
{
    struct keyed *keyed = mem_realloc(NULL, index->n + 1, sizeof *keyed);
    for (size_t i = 0; i < index->n; i++) {
        keyed[i] = (struct keyed){index->titles[i], coding_key(index->arena, index->titles[i].text)};
    }
    if (index->n) {
        qsort(keyed, index->n, sizeof *keyed, by_code_and_key);
    }
    size_t n = 0;
    for (size_t i = 0; i < index->n; i++) {
        bool same = i > 0 && keyed[i].title.option == keyed[i - 1].title.option &&
                    str_equal(keyed[i].key, keyed[i - 1].key);
        if (keyed[i].key.len && !same) {
            index->titles[n++] = keyed[i].title;
        }
    }
    index->n = n;
    free(keyed);
}

static int by_key(const void *a, const void *b)
{
    const struct str *x = a;
    const struct str *y = b;
    return str_compare(*x, *y);
}

size_t index_doubled(const struct index *index)
{
    struct str *keys = mem_realloc(NULL, index->n + 1, sizeof *keys);
    for (size_t i = 0; i < index->n; i++) {
        keys[i] = coding_key(index->arena, index->titles[i].text);
    }
    qsort(keys, index->n, sizeof *keys, by_key);
    size_t doubled = 0;
    for (size_t i = 1; i < index->n; i++) {
        bool first_pair = i < 2 || !str_equal(keys[i - 2], keys[i]);
        doubled += str_equal(keys[i - 1], keys[i]) && first_pair;
    }
    free(keys);
    return doubled;
}

void index_write(struct buf *out, const struct index *index)
{
    for (size_t i = 0; i < index->n; i++) {
        buf_add(out, index->titles[i].text);
        buf_add_char(out, '\t');
        buf_add(out, index->frame->options[index->titles[i].option].code);
        buf_add_char(out, '\n');
    }
}

void index_teach(const struct index *index, const struct index_classes *classes, struct suggester *s)
{
    for (size_t i = 0; i < index->n; i++) {
        uint32_t class = classes->class[index->titles[i].option];
        if (class != NO_CLASS) {
            suggester_add(s, index->titles[i].text, class, 1, (uint32_t)i);
        }
    }
}
