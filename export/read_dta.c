#include "export/dta_layout.h"
#include "export/read_priv.h"

struct variable_in {
    uint16_t type;
    unsigned bytes;
};

/* Where a long text stands: found by (variable, observation), which rise together. */
struct long_text {
    uint32_t variable;
    uint64_t row;
    struct str text;
};

struct reading {
    struct arena *arena;
    struct diags *diags;
    struct cursor in;
    uint32_t n;
    uint64_t rows;
    uint64_t map[DTA_PLACES];
    struct variable_in *variables;
    struct read_column *columns;
    struct long_text *texts;
    size_t texts_n, texts_cap, texts_at;
};

static bool broken(struct reading *r, const char *what)
{
    return diag_error(r->diags, "X040", (struct place){.file = STR(".dta")}, "%s (byte %zu)", what, r->in.at);
}

static bool expect(struct reading *r, const char *words)
{
    return str_is(take_str(&r->in, strlen(words)), words) || broken(r, "not a file as veldwerk writes it");
}

static bool header(struct reading *r)
{
    if (!expect(r, "<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>")) {
        return false;
    }
    r->n = (uint32_t)take_number(&r->in, 2);
    if (!expect(r, "</K><N>")) {
        return false;
    }
    r->rows = take_number(&r->in, 8);
    if (!expect(r, "</N><label>")) {
        return false;
    }
    (void)take(&r->in, (size_t)take_number(&r->in, 2));
    if (!expect(r, "</label><timestamp>")) {
        return false;
    }
    (void)take(&r->in, (size_t)take_number(&r->in, 1));
    if (!expect(r, "</timestamp></header><map>")) {
        return false;
    }
    for (size_t i = 0; i < DTA_PLACES; i++) {
        r->map[i] = take_number(&r->in, 8);
    }
    return expect(r, "</map>") &&
           (r->map[DTA_AT_EOF] == r->in.len || broken(r, "the map tells another length"));
}

/* Goes where the map says that an element begins. */
static bool go(struct reading *r, unsigned place, const char *tag)
{
    if (r->map[place] > r->in.len) {
        return broken(r, "the map points behind the end");
    }
    r->in.at = (size_t)r->map[place];
    return expect(r, tag);
}

static bool types(struct reading *r)
{
    if (!go(r, DTA_AT_TYPES, "<variable_types>")) {
        return false;
    }
    for (uint32_t i = 0; i < r->n; i++) {
        uint16_t type = (uint16_t)take_number(&r->in, 2);
        bool text = type == DTA_STRL || (type >= 1 && type <= DTA_STR_MOST);
        r->variables[i].type = type;
        r->variables[i].bytes = type == DTA_BYTE                         ? 1
                                : type == DTA_INT                        ? 2
                                : type == DTA_LONG                       ? 4
                                : type == DTA_DOUBLE || type == DTA_STRL ? 8
                                                                         : type;
        r->columns[i].kind = text ? COLUMN_TEXT : COLUMN_NUMBER;
        r->columns[i].width = type == DTA_STRL || !text ? 0 : type;
        if (r->in.bad || (!text && type != DTA_DOUBLE && (type < DTA_LONG || type > DTA_BYTE))) {
            return broken(r, "an unknown type");
        }
    }
    return true;
}

static bool names(struct reading *r)
{
    if (!go(r, DTA_AT_NAMES, "<varnames>")) {
        return false;
    }
    for (uint32_t i = 0; i < r->n; i++) {
        r->columns[i].name = until_nul(take_str(&r->in, DTA_NAME));
    }
    if (!go(r, DTA_AT_FORMATS, "<formats>")) {
        return false;
    }
    for (uint32_t i = 0; i < r->n; i++) {
        struct str format = until_nul(take_str(&r->in, DTA_FORMAT));
        if (r->columns[i].kind == COLUMN_NUMBER) {
            r->columns[i].kind = str_starts(format, STR("%td"))   ? COLUMN_DATE
                                 : str_starts(format, STR("%tc")) ? COLUMN_TIME
                                                                  : COLUMN_NUMBER;
        }
    }
    return !r->in.bad || broken(r, "names or formats are cut off");
}

/* ---- long texts ---- */

static struct long_text *text_add(struct reading *r)
{
    if (r->texts_n == r->texts_cap) {
        size_t cap = r->texts_cap ? 2 * r->texts_cap : 1024;
        struct long_text *grown = ARENA_ARRAY(r->arena, cap, struct long_text);
        if (r->texts_n) {
            memcpy(grown, r->texts, r->texts_n * sizeof *grown);
        }
        r->texts = grown;
        r->texts_cap = cap;
    }
    return &r->texts[r->texts_n++];
}

static bool long_texts(struct reading *r)
{
    if (!go(r, DTA_AT_STRLS, "<strls>")) {
        return false;
    }
    while (!r->in.bad && r->in.len - r->in.at >= 3 && memcmp(r->in.bytes + r->in.at, "GSO", 3) == 0) {
        (void)take(&r->in, 3);
        struct long_text text = {.variable = (uint32_t)take_number(&r->in, 4)};
        text.row = take_number(&r->in, 8);
        bool plain = take_number(&r->in, 1) == 130;
        text.text = take_str(&r->in, (size_t)take_number(&r->in, 4));
        if (!plain || !text.text.len || text.text.ptr[text.text.len - 1] != '\0') {
            return broken(r, "a long text without an end");
        }
        text.text.len--;
        *text_add(r) = text;
    }
    return expect(r, "</strls>");
}

static bool long_text_cell(struct reading *r, uint32_t variable, uint64_t row, struct read_cell *out)
{
    uint32_t v = (uint32_t)take_number(&r->in, 2);
    uint64_t o = take_number(&r->in, 6);
    out->missing = v == 0 && o == 0;
    if (out->missing) {
        return true;
    }
    /* In the order of the rows: the next one is the one that is meant. */
    bool fits = v == variable + 1 && o == row + 1 && r->texts_at < r->texts_n &&
                r->texts[r->texts_at].variable == v && r->texts[r->texts_at].row == o;
    if (!fits) {
        return broken(r, "a long text is not where its row says");
    }
    out->text = r->texts[r->texts_at++].text;
    return true;
}

/* ---- rows ---- */

static void whole_cell(struct reading *r, const struct variable_in *v, int32_t missing, struct read_cell *out)
{
    uint64_t bits = take_number(&r->in, v->bytes);
    int32_t value = v->bytes == 1 ? (int8_t)bits : v->bytes == 2 ? (int16_t)bits : (int32_t)(uint32_t)bits;
    out->missing = value >= missing;
    out->tag = value > missing ? (char)('a' + (value - missing - 1)) : '\0';
    out->number = value;
}

static void double_cell(struct reading *r, struct read_cell *out)
{
    uint64_t bits = take_number(&r->in, 8);
    out->missing = bits >= DTA_DOUBLE_MISSING && bits >> 63 == 0;
    uint64_t tag = (bits - DTA_DOUBLE_MISSING) >> DTA_DOUBLE_STEP;
    out->tag = out->missing && tag >= 1 && tag <= 26 ? (char)('a' + tag - 1) : '\0';
    memcpy(&out->number, &bits, sizeof bits);
}

static bool cell(struct reading *r, uint32_t i, uint64_t row, struct read_cell *out)
{
    const struct variable_in *v = &r->variables[i];
    *out = (struct read_cell){0};
    if (v->type == DTA_STRL) {
        return long_text_cell(r, i, row, out);
    }
    if (r->columns[i].kind == COLUMN_TEXT) {
        out->text = until_nul(take_str(&r->in, v->bytes));
        out->missing = out->text.len == 0;
        return true;
    }
    if (v->type == DTA_DOUBLE) {
        double_cell(r, out);
    } else {
        int32_t missing = v->type == DTA_BYTE  ? DTA_BYTE_MISSING
                          : v->type == DTA_INT ? DTA_INT_MISSING
                                               : DTA_LONG_MISSING;
        whole_cell(r, v, missing, out);
    }
    if (r->columns[i].kind == COLUMN_DATE) {
        out->number -= DTA_EPOCH_DAYS;
    } else if (r->columns[i].kind == COLUMN_TIME) {
        out->number /= 60000;
    }
    return true;
}

static bool rows(struct reading *r, const struct read_taker *taker)
{
    struct read_cell *row = ARENA_ARRAY(r->arena, r->n, struct read_cell);
    if (!go(r, DTA_AT_DATA, "<data>")) {
        return false;
    }
    for (uint64_t i = 0; i < r->rows; i++) {
        for (uint32_t c = 0; c < r->n; c++) {
            if (!cell(r, c, i, &row[c])) {
                return false;
            }
        }
        if (r->in.bad || r->n == 0) {
            return broken(r, "the file ends within a row");
        }
        if (taker->row && !taker->row(taker->context, row)) {
            return false;
        }
    }
    return expect(r, "</data>");
}

bool read_dta(struct arena *arena, struct diags *diags, struct str bytes, const struct read_taker *taker)
{
    struct reading r = {
        .arena = arena, .diags = diags, .in = {(const unsigned char *)bytes.ptr, 0, bytes.len, false}};
    if (!header(&r)) {
        return false;
    }
    r.variables = ARENA_ARRAY(arena, r.n + 1, struct variable_in);
    r.columns = ARENA_ARRAY(arena, r.n + 1, struct read_column);
    return types(&r) && names(&r) && long_texts(&r) &&
           (!taker->columns || taker->columns(taker->context, r.columns, r.n)) && rows(&r, taker);
}
