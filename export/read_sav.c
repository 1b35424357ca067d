#include <float.h>

#include "export/read_priv.h"
#include "export/sav_layout.h"

enum { COLUMNS_MOST = 1 << 20 };

/* A variable record: a column, a further segment of one, or a further cell of eight bytes. */
struct record {
    struct str short_name;
    unsigned width; /* 0: a number */
    int format;
    bool has_missing;
    double low, high;
};

struct reading {
    struct arena *arena;
    struct diags *diags;
    struct cursor in;
    struct record *records;
    size_t records_n, records_cap;
    struct read_column *columns;
    unsigned *segments; /* per column */
    uint32_t columns_n;
    struct str long_names, long_texts;
    int64_t cases;
    unsigned char codes[SAV_CELL];
    unsigned code_at;
};

static bool broken(struct reading *r, const char *what)
{
    return diag_error(r->diags, "X040", (struct place){.file = STR(".sav")}, "%s (byte %zu)", what, r->in.at);
}

/* ---- the dictionary ---- */

static bool header(struct reading *r)
{
    bool fine = str_equal(take_str(&r->in, 4), STR("$FL2"));
    (void)take(&r->in, 60);
    fine = take_int(&r->in) == 2 && fine;
    (void)take_int(&r->in);
    fine = take_int(&r->in) == 1 && fine;
    (void)take_int(&r->in);
    r->cases = take_int(&r->in);
    fine = take_double(&r->in) == SAV_BIAS && fine;
    (void)take(&r->in, 9 + 8 + 64 + 3);
    return (fine && !r->in.bad) || broken(r, "not a system file as veldwerk writes it");
}

static struct record *record_add(struct reading *r)
{
    if (r->records_n == r->records_cap) {
        size_t cap = r->records_cap ? 2 * r->records_cap : 256;
        struct record *grown = ARENA_ARRAY(r->arena, cap, struct record);
        if (r->records_n) {
            memcpy(grown, r->records, r->records_n * sizeof *grown);
        }
        r->records = grown;
        r->records_cap = cap;
    }
    return &r->records[r->records_n++];
}

static bool variable(struct reading *r)
{
    int32_t type = take_int(&r->in);
    int32_t labelled = take_int(&r->in);
    int32_t missing = take_int(&r->in);
    int32_t format = take_int(&r->in);
    (void)take_int(&r->in);
    struct record record = {.short_name = without_spaces(take_str(&r->in, SAV_NAME)),
                            .width = (unsigned)type,
                            .format = format >> 16 & 255};
    if (labelled) {
        (void)take(&r->in, ((size_t)(uint32_t)take_int(&r->in) + 3) / 4 * 4);
    }
    if (missing == -2) {
        record.has_missing = true;
        record.low = take_double(&r->in);
        record.high = take_double(&r->in);
    } else if (missing) {
        return broken(r, "missing codes that are no range");
    }
    if (type >= 0 && !r->in.bad) {
        *record_add(r) = record;
    }
    return (type <= SAV_TEXT_SHORT && !r->in.bad && r->records_n < COLUMNS_MOST) ||
           broken(r, "a variable cannot be read");
}

static void value_labels(struct cursor *in)
{
    for (int32_t n = take_int(in); n > 0 && !in->bad; n--) {
        (void)take(in, SAV_CELL);
        size_t len = (size_t)take_number(in, 1);
        (void)take(in, (len + 1 + 7) / 8 * 8 - 1);
    }
}

static void extension(struct reading *r)
{
    int32_t subtype = take_int(&r->in);
    uint32_t size = (uint32_t)take_int(&r->in);
    uint32_t count = (uint32_t)take_int(&r->in);
    struct str content = take_str(&r->in, (size_t)size * count);
    if (subtype == SAV_LONG_NAMES) {
        r->long_names = content;
    } else if (subtype == SAV_LONG_TEXTS) {
        r->long_texts = content;
    }
}

static bool dictionary(struct reading *r)
{
    for (;;) {
        int32_t kind = take_int(&r->in);
        if (r->in.bad) {
            return broken(r, "the file ends before its first case");
        }
        if (kind == 999) {
            (void)take_int(&r->in);
            return true;
        }
        if (kind == 2) {
            if (!variable(r)) {
                return false;
            }
        } else if (kind == 3) {
            value_labels(&r->in);
        } else if (kind == 4) {
            (void)take(&r->in, 4 * (size_t)(uint32_t)take_int(&r->in));
        } else if (kind == 7) {
            extension(r);
        } else {
            return broken(r, "an unknown record");
        }
    }
}

/* ---- columns ---- */

/* In "A=x<tab>B=y": what stands behind the name; empty: it is not there. */
static struct str behind(struct str pairs, struct str name)
{
    struct str pair;
    while (str_split(&pairs, '\t', &pair)) {
        size_t equals = str_find_char(pair, '=', 0);
        if (str_equal(str_slice(pair, 0, equals), name)) {
            return until_nul(str_slice(pair, equals + 1, pair.len));
        }
    }
    return STR_EMPTY;
}

static enum column_kind kind_of(const struct record *record)
{
    return record->width                        ? COLUMN_TEXT
           : record->format == SAV_FORMAT_EDATE ? COLUMN_DATE
           : record->format == SAV_FORMAT_TIME  ? COLUMN_TIME
                                                : COLUMN_NUMBER;
}

static bool columns(struct reading *r)
{
    r->columns = ARENA_ARRAY(r->arena, r->records_n, struct read_column);
    r->segments = ARENA_ARRAY(r->arena, r->records_n, unsigned);
    for (size_t i = 0; i < r->records_n;) {
        const struct record *record = &r->records[i];
        struct str name = behind(r->long_names, record->short_name);
        int64_t width = record->width;
        struct str declared = behind(r->long_texts, record->short_name);
        if (declared.len &&
            (!str_to_int64(declared, &width) || width <= SAV_TEXT_SHORT || width > SAV_TEXT_MOST)) {
            return broken(r, "the width of a long text cannot be read");
        }
        unsigned segments = sav_segments((unsigned)width);
        if (segments > r->records_n - i) {
            return broken(r, "segments of a long text are missing");
        }
        for (unsigned s = 0; width && s < segments; s++) {
            if (r->records[i + s].width != sav_segment_width((unsigned)width, s)) {
                return broken(r, "a segment of a text has another width");
            }
        }
        r->segments[r->columns_n] = segments;
        r->columns[r->columns_n++] = (struct read_column){.name = name.len ? name : record->short_name,
                                                          .kind = kind_of(record),
                                                          .width = (unsigned)width,
                                                          .has_missing = record->has_missing,
                                                          .missing_low = record->low,
                                                          .missing_high = record->high};
        i += segments;
    }
    return r->columns_n > 0 || broken(r, "a file without variables");
}

/* ---- cases ---- */

/* The next cell of eight bytes; false at the end. */
static bool cell_take(struct reading *r, unsigned char out[SAV_CELL])
{
    for (;;) {
        if (r->code_at == SAV_CELL) {
            const unsigned char *codes = take(&r->in, SAV_CELL);
            if (!codes) {
                return false;
            }
            memcpy(r->codes, codes, SAV_CELL);
            r->code_at = 0;
        }
        unsigned code = r->codes[r->code_at++];
        if (code == 0) {
            continue;
        }
        const unsigned char *bytes = code == SAV_CODE_BYTES ? take(&r->in, SAV_CELL) : NULL;
        if (bytes) {
            memcpy(out, bytes, SAV_CELL);
        } else if (code == SAV_CODE_SPACES) {
            memset(out, ' ', SAV_CELL);
        } else if (code == SAV_CODE_MISSING || code < SAV_CODE_END) {
            put_double(out, code == SAV_CODE_MISSING ? -DBL_MAX : (double)code - SAV_BIAS);
        }
        return code != SAV_CODE_END && !r->in.bad;
    }
}

static bool number_cell(struct reading *r, const struct read_column *c, struct read_cell *out)
{
    unsigned char bytes[SAV_CELL];
    if (!cell_take(r, bytes)) {
        return false;
    }
    double value = get_double(bytes);
    bool coded = c->has_missing && value >= c->missing_low && value <= c->missing_high;
    out->missing = coded || value == -DBL_MAX;
    out->code = coded ? value : 0;
    out->number = c->kind == COLUMN_DATE   ? value / 86400 - SAV_EPOCH_DAYS
                  : c->kind == COLUMN_TIME ? value / 60
                                           : value;
    return true;
}

static bool text_cell(struct reading *r, uint32_t column, struct arena *scratch, struct read_cell *out)
{
    unsigned width = r->columns[column].width;
    char *text = arena_alloc(scratch, (size_t)r->segments[column] * (SAV_TEXT_SHORT + 1) + SAV_CELL);
    size_t at = 0;
    for (unsigned s = 0; s < r->segments[column]; s++) {
        unsigned cells = sav_segment_cells(width, s);
        for (unsigned i = 0; i < cells; i++) {
            if (!cell_take(r, (unsigned char *)text + at + (size_t)i * SAV_CELL)) {
                return false;
            }
        }
        /* The last byte of a full segment only fills its cell. */
        at += cells * SAV_CELL < SAV_TEXT_SHORT ? cells * SAV_CELL : SAV_TEXT_SHORT;
    }
    size_t len = at < width ? at : width;
    out->text = without_spaces((struct str){text, len});
    out->missing = out->text.len == 0;
    return true;
}

static bool cases(struct reading *r, const struct read_taker *taker)
{
    struct read_cell *row = ARENA_ARRAY(r->arena, r->columns_n, struct read_cell);
    struct arena *scratch = arena_new();
    bool fine = true;
    r->code_at = SAV_CELL;
    for (int64_t i = 0; fine && i < r->cases; i++) {
        arena_reset(scratch);
        for (uint32_t c = 0; fine && c < r->columns_n; c++) {
            row[c] = (struct read_cell){0};
            fine = r->columns[c].kind == COLUMN_TEXT ? text_cell(r, c, scratch, &row[c])
                                                     : number_cell(r, &r->columns[c], &row[c]);
        }
        fine =
            fine ? !taker->row || taker->row(taker->context, row) : broken(r, "the file ends within a case");
    }
    arena_free(scratch);
    return fine;
}

bool read_sav(struct arena *arena, struct diags *diags, struct str bytes, const struct read_taker *taker)
{
    struct reading r = {
        .arena = arena, .diags = diags, .in = {(const unsigned char *)bytes.ptr, 0, bytes.len, false}};
    return header(&r) && dictionary(&r) && columns(&r) &&
           (!taker->columns || taker->columns(taker->context, r.columns, r.columns_n)) && cases(&r, taker);
}
