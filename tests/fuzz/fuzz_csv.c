/*
 * Any bytes as CSV: rows within their limits, lines that only grow, and what is written from a row is read
 * back as the same row.
 */
#include <stdlib.h>

#include "base/csv.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_again(const struct csv_row *row)
{
    struct arena *arena = arena_new();
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < row->n; i++) {
        csv_add(&out, row->fields[i], i == 0);
    }
    struct source source = {STR("again"), buf_str(&out)};
    struct csv csv;
    struct csv_row again;
    csv_open(&csv, arena, NULL, &source);
    /* A single empty field is a blank line, which is none. */
    if (row->n > 1 || row->fields[0].len) {
        must(csv_next(&csv, &again) && again.n == row->n);
        for (size_t i = 0; i < row->n; i++) {
            must(str_equal(row->fields[i], again.fields[i]));
        }
    }
    must(!csv_next(&csv, &again));
    buf_free(&out);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("fuzz.csv"), {(const char *)data, size}};
    struct csv csv;
    struct csv_row row;
    unsigned line = 0;
    csv_open(&csv, arena, diags, &source);
    while (csv_next(&csv, &row)) {
        must(row.n >= 1 && row.n <= 256 && row.line > line);
        line = row.line;
        for (size_t i = 0; i < row.n; i++) {
            must(row.fields[i].len <= 65536 && utf8_valid(row.fields[i]));
        }
        check_again(&row);
    }
    diags_free(diags);
    arena_free(arena);
    return 0;
}
