#include "tests/support/rows.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"

struct rows {
    struct arena *arena;
    struct str file;
    struct str rest;
    unsigned line;    /* of the line read last */
    unsigned current; /* of the row read last */
    size_t read;
    size_t failed;
};

struct str test_path(struct arena *arena, const char *name)
{
    const char *folder = getenv("VELDWERK_TEST_DIR");
    if (!folder) {
        fail_msg("VELDWERK_TEST_DIR is not set");
        return STR_EMPTY;
    }
    return path_join(arena, str_from(folder), str_from(name));
}

struct rows *rows_open(const char *name)
{
    struct arena *arena = arena_new();
    struct rows *rows = ARENA_NEW(arena, struct rows);
    rows->arena = arena;
    rows->file = arena_format(arena, "rows/%s.txt", name);
    struct str path = test_path(arena, rows->file.ptr);
    if (!file_read(arena, path.ptr, path, (size_t)16 << 20, &rows->rest, NULL)) {
        fail_msg("%s cannot be read", path.ptr);
    }
    if (rows->rest.len == 0) {
        rows->rest.ptr = NULL;
    }
    return rows;
}

struct arena *rows_arena(struct rows *rows)
{
    return rows->arena;
}

static bool next_line(struct rows *rows, struct str *line)
{
    do {
        if (!str_split(&rows->rest, '\n', line)) {
            return false;
        }
        rows->line++;
    } while (line->len && line->ptr[0] == '#');
    return true;
}

static void start_row(struct rows *rows, struct row *row)
{
    for (size_t i = 0; i < ROW_FIELDS; i++) {
        row->field[i] = STR_EMPTY;
    }
    row->n = 0;
    row->line = rows->line;
    rows->current = rows->line;
    rows->read++;
}

static void add_field(struct rows *rows, struct row *row, struct str field)
{
    if (row->n == ROW_FIELDS) {
        fail_msg("%s:%u: more than %d fields", rows->file.ptr, rows->line, ROW_FIELDS);
    }
    row->field[row->n++] = arena_copy(rows->arena, field);
}

static bool is_bar(struct str line, size_t at)
{
    bool before = at == 0 || line.ptr[at - 1] == ' ';
    bool behind = at + 1 == line.len || line.ptr[at + 1] == ' ';
    return line.ptr[at] == '|' && before && behind;
}

bool rows_next(struct rows *rows, struct row *row)
{
    struct str line;
    do {
        if (!next_line(rows, &line)) {
            return false;
        }
    } while (str_trim(line).len == 0);
    start_row(rows, row);
    size_t from = 0;
    for (size_t at = 0; at < line.len; at++) {
        if (is_bar(line, at)) {
            add_field(rows, row, str_trim(str_slice(line, from, at - from)));
            from = at + 1;
        }
    }
    add_field(rows, row, str_trim(str_slice(line, from, line.len)));
    return true;
}

bool rows_block(struct rows *rows, struct row *row)
{
    struct str line;
    do {
        if (!next_line(rows, &line)) {
            return false;
        }
    } while (str_trim(line).len == 0);
    start_row(rows, row);
    do {
        add_field(rows, row, line);
    } while (next_line(rows, &line) && str_trim(line).len);
    return true;
}

bool rows_check(struct rows *rows, bool holds, const char *format, ...)
{
    if (holds) {
        return true;
    }
    rows->failed++;
    va_list args;
    va_start(args, format);
    struct str text = arena_vformat(rows->arena, format, args);
    va_end(args);
    print_error("%s:%u: %s\n", rows->file.ptr, rows->current, text.ptr);
    return false;
}

bool rows_equal(struct rows *rows, struct str got, struct str wanted, const char *what)
{
    return rows_check(rows, str_equal(got, wanted), "%s: '%.*s', not '%.*s'", what, STR_ARG(got),
                      STR_ARG(wanted));
}

void rows_close(struct rows *rows)
{
    size_t failed = rows->failed;
    size_t read = rows->read;
    arena_free(rows->arena);
    assert_true(read > 0);
    assert_int_equal(failed, 0);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Hexadecimal digits from *at, at most `most`; *at moves behind them. */
static uint32_t hex_number(struct str s, size_t *at, size_t most)
{
    uint32_t value = 0;
    for (size_t n = 0; n < most && *at < s.len && hex_value(s.ptr[*at]) >= 0; n++) {
        value = value * 16 + (uint32_t)hex_value(s.ptr[(*at)++]);
    }
    return value;
}

static const char *const simple_escapes = "n\nt\tr\r\\\\||s ";

/* What stands behind a backslash; *at moves behind it. */
static void unescape_one(struct rows *rows, struct str s, size_t *at, struct buf *out)
{
    char letter = *at < s.len ? s.ptr[(*at)++] : '?';
    if (letter == 'x') {
        buf_add_char(out, (char)hex_number(s, at, 2));
        return;
    }
    if (letter == 'u' && *at < s.len && s.ptr[*at] == '{') {
        (*at)++;
        buf_add_code_point(out, hex_number(s, at, 6));
        (*at)++;
        return;
    }
    if (letter == '0') {
        buf_add_char(out, '\0');
        return;
    }
    for (size_t i = 0; simple_escapes[i]; i += 2) {
        if (simple_escapes[i] == letter) {
            buf_add_char(out, simple_escapes[i + 1]);
            return;
        }
    }
    fail_msg("%s:%u: unknown escape \\%c", rows->file.ptr, rows->current, letter);
}

struct str rows_unescape(struct rows *rows, struct str field)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t at = 0; at < field.len;) {
        char c = field.ptr[at++];
        if (c == '\\') {
            unescape_one(rows, field, &at, &buf);
        } else {
            buf_add_char(&buf, c);
        }
    }
    struct str out = arena_copy(rows->arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}
