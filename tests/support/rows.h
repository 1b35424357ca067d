#ifndef TESTS_SUPPORT_ROWS_H
#define TESTS_SUPPORT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

/*
 * Tests as rows in a text file, tests/rows/NAME.txt. Lines that begin with '#' are comments.
 *
 *   rows_next    one row per line, columns apart by ' | ' (a bar with blanks, or a line end, around it), each
 *                trimmed; blank lines are passed over
 *   rows_block   one row per block of lines; blocks are apart by blank lines; a field is a line, untrimmed
 *                at its left
 *
 *     struct rows *rows = rows_open("base-dates");
 *     struct row row;
 *     while (rows_next(rows, &row)) {
 *         rows_check(rows, parse(row.field[0]) == ..., "got %d", ...);
 *     }
 *     rows_close(rows);
 */
enum { ROW_FIELDS = 64 };

struct row {
    unsigned line; /* of its first line */
    size_t n;
    struct str field[ROW_FIELDS]; /* NUL-terminated; STR_EMPTY from n on */
};

struct rows;

/* `name` without folder and ".txt"; fails the test when it cannot be read. */
struct rows *rows_open(const char *name);
bool rows_next(struct rows *rows, struct row *row);
bool rows_block(struct rows *rows, struct row *row);
/* What a test needs until rows_close. */
struct arena *rows_arena(struct rows *rows);
/* Prints "file:line: message" for the row read last when `holds` is false, and goes on; returns `holds`. */
bool rows_check(struct rows *rows, bool holds, const char *format, ...) PRINTF(3, 4);
/* The same for two texts that must be equal; `what` names them. */
bool rows_equal(struct rows *rows, struct str got, struct str wanted, const char *what);
/* Fails the test when a check failed or not a single row was read. Frees everything. */
void rows_close(struct rows *rows);

/* \n \t \r \\ \| \s (a space) \0 \xHH (a byte) and \u{HEX} (a code point) become what they stand for. */
struct str rows_unescape(struct rows *rows, struct str field);

/* Path of a file below VELDWERK_TEST_DIR (the folder tests/); fails the test when that is not set. */
struct str test_path(struct arena *arena, const char *name);

#endif
