/*
 * Any bytes as a data file of an export: the first byte says which of the three. Whatever is read has texts
 * within the file and rows as wide as the head said.
 */
#include <stdlib.h>

#include "export/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS_MOST = 10000 };

struct seen {
    uint32_t n;
    uint32_t rows;
    uint64_t sum;
};

static void look(struct seen *seen, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        seen->sum += (unsigned char)text.ptr[i];
    }
}

static bool take_columns(void *context, const struct read_column *columns, uint32_t n)
{
    struct seen *seen = context;
    seen->n = n;
    for (uint32_t i = 0; i < n; i++) {
        look(seen, columns[i].name);
    }
    return true;
}

static bool take_row(void *context, const struct read_cell *cells)
{
    struct seen *seen = context;
    if (seen->n == 0) {
        abort();
    }
    for (uint32_t i = 0; i < seen->n; i++) {
        look(seen, cells[i].text);
        seen->sum += cells[i].missing;
    }
    return ++seen->rows < ROWS_MOST;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct seen seen = {0};
    const struct read_taker taker = {take_columns, take_row, &seen};
    const struct read_column known[] = {{.name = STR("a"),
                                         .kind = COLUMN_NUMBER,
                                         .has_missing = true,
                                         .missing_low = -99,
                                         .missing_high = -1},
                                        {.name = STR("b"), .kind = COLUMN_DATE},
                                        {.name = STR("c"), .kind = COLUMN_TIME}};
    struct str bytes = {(const char *)data + 1, size - 1};
    switch (data[0]) {
    case 's':
        (void)read_sav(arena, diags, bytes, &taker);
        break;
    case 'd':
        (void)read_dta(arena, diags, bytes, &taker);
        break;
    default:
        (void)read_csv(arena, diags, bytes, known, ARRAY_LEN(known), &taker);
        break;
    }
    diags_free(diags);
    arena_free(arena);
    return 0;
}
