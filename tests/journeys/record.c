#include "tests/journeys/record.h"

#include <stdio.h>
#include <stdlib.h>

/* One line per cell and per act; jq writes \t \n \\ for what would break a line. */
#define FILTER                                                                                               \
    "(.cells[] | [\"c\", .id, (.row | tostring), .state, .value, .raw] | @tsv),"                             \
    "(.trail[] | [\"e\", .event, .kind, .item, (.row | tostring), .new] | @tsv)"

static struct str unescape(struct arena *arena, struct str text)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\\' && i + 1 < text.len) {
            c = text.ptr[++i];
            c = (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
        }
        buf_add_char(&out, c);
    }
    struct str copy = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

static uint32_t number(struct str text)
{
    int64_t out = 0;
    return str_to_int64(text, &out) && out >= 0 && out <= UINT32_MAX ? (uint32_t)out : 0;
}

static size_t fields_of(struct str line, struct str fields[6])
{
    size_t n = 0;
    while (n < 6 && str_split(&line, '\t', &fields[n])) {
        n++;
    }
    while (n > 0 && n < 6) {
        fields[n++] = STR_EMPTY; /* jq leaves nothing behind the last tab */
    }
    return n;
}

struct record record_read(struct lab *lab, struct arena *arena, const char *case_id)
{
    struct str json = lab_must(lab, arena, 0, LAB_WORDS("show", case_id, "--json"));
    struct str rest = lab_jq(lab, arena, json, FILTER);
    size_t most = 1;
    for (size_t i = 0; i < rest.len; i++) {
        most += rest.ptr[i] == '\n';
    }
    struct kept_cell *cells = ARENA_ARRAY(arena, most, struct kept_cell);
    struct kept_act *acts = ARENA_ARRAY(arena, most, struct kept_act);
    struct record record = {.cells = cells, .acts = acts};
    struct str line, f[6];
    while (str_split(&rest, '\n', &line)) {
        if (!line.len || fields_of(line, f) != 6) {
            continue;
        }
        if (str_is(f[0], "c")) {
            cells[record.cells_n++] =
                (struct kept_cell){f[1], number(f[2]), f[3], unescape(arena, f[4]), unescape(arena, f[5])};
        } else {
            bool more = record.acts_n && str_equal(acts[record.acts_n - 1].event, f[1]);
            acts[record.acts_n++] =
                (struct kept_act){f[1], f[2], f[3], number(f[4]), unescape(arena, f[5]), more};
        }
    }
    return record;
}

const struct kept_cell *record_cell(const struct record *record, struct str id, uint32_t row)
{
    for (size_t i = 0; i < record->cells_n; i++) {
        if (record->cells[i].row == row && str_equal(record->cells[i].id, id)) {
            return &record->cells[i];
        }
    }
    return NULL;
}

const struct kept_act *record_act(const struct record *record, struct str event)
{
    for (size_t i = 0; i < record->acts_n; i++) {
        if (str_equal(record->acts[i].event, event)) {
            return &record->acts[i];
        }
    }
    return NULL;
}

bool cell_given(const struct kept_cell *cell)
{
    return str_is(cell->state, "answered") || str_is(cell->state, "dont_know") ||
           str_is(cell->state, "refused");
}

size_t acts_printed(struct arena *arena, struct str out, const struct kept_act **acts)
{
    size_t most = 1, n = 0;
    for (size_t i = 0; i < out.len; i++) {
        most += out.ptr[i] == '\n';
    }
    struct kept_act *found = ARENA_ARRAY(arena, most, struct kept_act);
    *acts = found;
    for (size_t at = 0, end; (end = str_find_char(out, '\n', at)) < out.len; at = end + 1) {
        struct str line = str_slice(out, at, end - at);
        struct str event, kind, item, row;
        if (str_split(&line, ' ', &event) && event.len == 64 && str_split(&line, ' ', &kind) &&
            str_split(&line, ' ', &item) && str_split(&line, ' ', &row)) {
            found[n++] = (struct kept_act){event, kind, item, number(row), line, false};
        }
    }
    return n;
}

/* ---- answers files ---- */

static void csv_field(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        buf_add_text(out, text.ptr[i] == '"' ? "\"" : "");
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_char(out, '"');
}

/* Was this cell filled by somebody? Derived values have no act of their own. */
static bool was_answered(const struct record *record, const struct kept_cell *cell)
{
    for (size_t i = 0; i < record->acts_n; i++) {
        const struct kept_act *act = &record->acts[i];
        if (act->row == cell->row && str_is(act->kind, "answer") && str_equal(act->item, cell->id)) {
            return true;
        }
    }
    return false;
}

struct str record_answers(struct arena *arena, const struct record *record, const char *reason)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "question,row,value,reason\n");
    for (size_t i = 0; i < record->cells_n; i++) {
        const struct kept_cell *cell = &record->cells[i];
        if (!cell_given(cell) || !was_answered(record, cell)) {
            continue;
        }
        buf_format(&out, "%.*s,", STR_ARG(cell->id));
        if (cell->row) {
            buf_format(&out, "%u", cell->row);
        }
        buf_add_char(&out, ',');
        csv_field(&out, cell->value);
        buf_format(&out, ",%s\n", reason);
    }
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

size_t record_differences(const struct record *got, const struct record *wanted)
{
    size_t differences = got->cells_n != wanted->cells_n;
    if (differences) {
        fprintf(stderr, "%zu cells instead of %zu\n", got->cells_n, wanted->cells_n);
    }
    for (size_t i = 0; i < wanted->cells_n; i++) {
        const struct kept_cell *want = &wanted->cells[i];
        const struct kept_cell *have = record_cell(got, want->id, want->row);
        if (!have || !str_equal(have->state, want->state) || !str_equal(have->value, want->value)) {
            differences++;
            if (differences > 10) {
                continue; /* the first ones tell enough */
            }
            fprintf(stderr, "%.*s row %u: %.*s '%.*s' instead of %.*s '%.*s'\n", STR_ARG(want->id), want->row,
                    have ? (int)have->state.len : 7, have ? have->state.ptr : "no cell",
                    have ? (int)have->value.len : 0, have ? have->value.ptr : "", STR_ARG(want->state),
                    STR_ARG(want->value));
        }
    }
    if (differences > 10) {
        fprintf(stderr, "... %zu differences in all\n", differences);
    }
    return differences;
}
