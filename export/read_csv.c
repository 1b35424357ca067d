#include <stdlib.h>

#include "base/date.h"
#include "export/read_priv.h"
#include "export/tally.h"

struct reading {
    struct arena *arena; /* of the columns */
    struct arena *scratch;
    struct diags *diags;
    struct cursor in;
    struct str *fields;
    size_t fields_n, fields_cap;
};

static bool broken(struct reading *r, const char *what)
{
    return diag_error(r->diags, "X040", (struct place){.file = STR(".csv")}, "%s (byte %zu)", what, r->in.at);
}

static void field_add(struct reading *r, struct str field)
{
    if (r->fields_n == r->fields_cap) {
        r->fields = array_grow(r->fields, &r->fields_cap, sizeof *r->fields);
    }
    r->fields[r->fields_n++] = field;
}

/* A field in quotes, behind the first one; doubled quotes are one. */
static bool quoted(struct reading *r)
{
    size_t most = r->in.len - r->in.at;
    size_t end = r->in.at;
    while (end < r->in.len &&
           (r->in.bytes[end] != '"' || (end + 1 < r->in.len && r->in.bytes[end + 1] == '"'))) {
        end += r->in.bytes[end] == '"' ? 2 : 1;
    }
    most = end < r->in.len ? end - r->in.at : most;
    char *text = arena_alloc(r->scratch, most + 1);
    size_t n = 0;
    while (r->in.at < r->in.len) {
        char c = (char)r->in.bytes[r->in.at++];
        if (c != '"') {
            text[n++] = c;
        } else if (r->in.at < r->in.len && r->in.bytes[r->in.at] == '"') {
            text[n++] = '"';
            r->in.at++;
        } else {
            field_add(r, (struct str){text, n});
            return true;
        }
    }
    return broken(r, "a quote is not closed");
}

static void unquoted(struct reading *r)
{
    size_t from = r->in.at;
    while (r->in.at < r->in.len && r->in.bytes[r->in.at] != ',' && r->in.bytes[r->in.at] != '\r') {
        r->in.at++;
    }
    field_add(r, (struct str){(const char *)r->in.bytes + from, r->in.at - from});
}

/* One line with CRLF behind it. */
static bool line(struct reading *r)
{
    r->fields_n = 0;
    for (;;) {
        if (r->in.at < r->in.len && r->in.bytes[r->in.at] == '"') {
            r->in.at++;
            if (!quoted(r)) {
                return false;
            }
        } else {
            unquoted(r);
        }
        if (r->in.at < r->in.len && r->in.bytes[r->in.at] == ',') {
            r->in.at++;
            continue;
        }
        return str_equal(take_str(&r->in, 2), STR("\r\n")) || broken(r, "a line does not end with CR LF");
    }
}

/* ---- values ---- */

static bool number_of(struct str text, double *out)
{
    struct number number = {0};
    bool fine = number_parse(text, &number);
    *out = number_double(number);
    return fine;
}

static bool value_of(struct reading *r, const struct read_column *c, struct str field, struct read_cell *out)
{
    struct date date;
    int32_t minutes = 0;
    *out = (struct read_cell){.missing = field.len == 0, .text = c->kind == COLUMN_TEXT ? field : STR_EMPTY};
    if (out->missing || c->kind == COLUMN_TEXT) {
        return true;
    }
    bool fine = true;
    if (c->kind == COLUMN_DATE) {
        fine = date_parse_iso(field, &date) && date_precision(date) == DATE_DAY;
        out->number = fine ? date_first(date) : 0;
    } else if (c->kind == COLUMN_TIME) {
        fine = time_parse(field, &minutes);
        out->number = minutes;
    } else {
        fine = number_of(field, &out->number);
        bool coded = c->has_missing && out->number >= c->missing_low && out->number <= c->missing_high;
        out->missing = coded;
        out->code = coded ? out->number : 0;
    }
    return fine || broken(r, "a value is not of its column's type");
}

static struct read_column *head(struct reading *r, const struct read_column *known, uint32_t known_n)
{
    struct read_column *columns = ARENA_ARRAY(r->arena, r->fields_n + 1, struct read_column);
    for (size_t i = 0; i < r->fields_n; i++) {
        columns[i] = (struct read_column){.kind = COLUMN_TEXT};
        /* Files of one bundle have the same columns in the same order. */
        if (i < known_n && str_equal(known[i].name, r->fields[i])) {
            columns[i] = known[i];
        }
        columns[i].name = arena_copy(r->arena, r->fields[i]);
    }
    return columns;
}

static bool rows(struct reading *r, const struct read_column *columns, uint32_t n,
                 const struct read_taker *taker)
{
    struct read_cell *row = ARENA_ARRAY(r->arena, n + 1, struct read_cell);
    while (r->in.at < r->in.len) {
        arena_reset(r->scratch);
        if (!line(r)) {
            return false;
        }
        if (r->fields_n != n) {
            return broken(r, "a line has another number of fields than the first one");
        }
        for (uint32_t i = 0; i < n; i++) {
            if (!value_of(r, &columns[i], r->fields[i], &row[i])) {
                return false;
            }
        }
        if (taker->row && !taker->row(taker->context, row)) {
            return false;
        }
    }
    return true;
}

bool read_csv(struct arena *arena, struct diags *diags, struct str bytes, const struct read_column *known,
              uint32_t known_n, const struct read_taker *taker)
{
    struct reading r = {.arena = arena,
                        .scratch = arena_new(),
                        .diags = diags,
                        .in = {(const unsigned char *)bytes.ptr, 0, bytes.len, false}};
    bool fine = line(&r);
    if (fine) {
        uint32_t n = (uint32_t)r.fields_n;
        const struct read_column *columns = head(&r, known, known_n);
        fine = (!taker->columns || taker->columns(taker->context, columns, n)) && rows(&r, columns, n, taker);
    }
    free(r.fields);
    arena_free(r.scratch);
    return fine;
}
