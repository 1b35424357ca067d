#include "questionnaire/translate/po_priv.h"

#include "base/utf8.h"

enum { ENTRIES_MOST = 200000 };

enum part { PART_CONTEXT, PART_SOURCE, PART_TEXT, PARTS, PART_NONE = PARTS };

struct reader {
    struct arena *arena;
    struct diags *diags;
    const struct source *source;
    unsigned line;
    struct buf parts[PARTS];
    bool has[PARTS];
    enum part at; /* where a further "..." goes */
    bool fuzzy_next;
    struct po_entry entry;
    struct po *po;
    size_t cap;
    bool good;
};

static void complain_at(struct reader *r, unsigned line, const char *code, const char *what)
{
    size_t before = r->diags ? r->diags->n : 0;
    struct place place = {r->source->file, line, 0};
    r->good = diag_error(r->diags, code, place, "%s", what);
    if (r->diags && r->diags->n > before) {
        diag_last(r->diags)->line = source_line(r->source, line);
    }
}

static void complain(struct reader *r, const char *code, const char *what)
{
    complain_at(r, r->line, code, what);
}

/* ---- entries --------------------------------------------------------------------------------- */

static struct str part(struct reader *r, enum part which)
{
    return r->has[which] ? arena_copy(r->arena, buf_str(&r->parts[which])) : STR_EMPTY;
}

static void keep(struct reader *r)
{
    if (r->po->n == r->cap) {
        size_t cap = r->cap ? 2 * r->cap : 256;
        struct po_entry *bigger = ARENA_ARRAY(r->arena, cap, struct po_entry);
        if (r->po->n) {
            memcpy(bigger, r->po->entries, r->po->n * sizeof *bigger);
        }
        r->po->entries = bigger;
        r->cap = cap;
    }
    r->po->entries[r->po->n++] = r->entry;
}

static void finish(struct reader *r)
{
    if (r->entry.line && (!r->has[PART_SOURCE] || !r->has[PART_TEXT])) {
        complain_at(r, r->entry.line, "P002",
                    r->has[PART_SOURCE] ? "this entry has no msgstr" : "this entry has no msgid");
    } else if (r->entry.line) {
        r->entry.context = part(r, PART_CONTEXT);
        r->entry.source = part(r, PART_SOURCE);
        r->entry.text = part(r, PART_TEXT);
        if (!r->has[PART_CONTEXT] && !r->entry.source.len) {
            r->po->header = r->entry.text;
        } else if (r->po->n < ENTRIES_MOST) {
            keep(r);
        }
    }
    for (unsigned i = 0; i < PARTS; i++) {
        buf_clear(&r->parts[i]);
        r->has[i] = false;
    }
    r->entry = (struct po_entry){0};
    r->at = PART_NONE;
}

/* ---- "texts" --------------------------------------------------------------------------------- */

static unsigned hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
           : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
           : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                  : 16;
}

/* \033 or \x1b: at most three digits of base 8, two of base 16. */
static bool numbered(struct str text, size_t *at, char *out)
{
    unsigned base = text.ptr[*at] == 'x' ? 16 : 8;
    size_t from = *at + (base == 16);
    size_t end = from;
    unsigned value = 0;
    while (end < text.len && end - from < (base == 16 ? 2 : 3) && hex_digit(text.ptr[end]) < base) {
        value = value * base + hex_digit(text.ptr[end++]);
    }
    *at = end;
    *out = (char)value;
    return end > from && value < 256;
}

/* What stands behind a backslash; *at moves behind it. */
static bool escaped(struct str text, size_t *at, char *out)
{
    static const char names[] = "ntr\\\"abfv", values[] = "\n\t\r\\\"\a\b\f\v";
    if (*at == text.len) {
        return false;
    }
    const char *name = text.ptr[*at] ? strchr(names, text.ptr[*at]) : NULL;
    if (!name) {
        return numbered(text, at, out);
    }
    *out = values[name - names];
    (*at)++;
    return true;
}

/* The text between quotes at the beginning of `text`, nothing behind it. */
static bool unquote(struct str text, struct buf *out)
{
    if (text.len < 2 || text.ptr[0] != '"') {
        return false;
    }
    size_t at = 1;
    while (at < text.len && text.ptr[at] != '"') {
        char c = text.ptr[at++];
        if (c == '\\' && !escaped(text, &at, &c)) {
            return false;
        }
        buf_add_char(out, c);
    }
    return at + 1 == text.len;
}

static void add_text(struct reader *r, struct str quoted)
{
    if (r->at == PART_NONE) {
        complain(r, "P002", "this text belongs to nothing");
    } else if (!unquote(quoted, &r->parts[r->at])) {
        complain(r, "P002", "a text stands between two quotes, with \\\" and \\\\ for those in it");
    }
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void begin(struct reader *r, enum part which)
{
    static const char *const twice[PARTS] = {"a second msgctxt", "a second msgid", "a second msgstr"};
    bool new_entry = which == PART_CONTEXT
                         ? r->entry.line != 0
                         : which == PART_SOURCE && (r->has[PART_SOURCE] || r->has[PART_TEXT]);
    if (new_entry) {
        finish(r);
    }
    if (!r->entry.line) {
        r->entry.line = r->line;
        r->entry.fuzzy = r->fuzzy_next;
        r->fuzzy_next = false;
    }
    if (r->has[which]) {
        complain(r, "P002", twice[which]);
    }
    r->entry.text_line = which == PART_TEXT ? r->line : r->entry.text_line;
    r->has[which] = true;
    r->at = which;
}

static void read_comment(struct reader *r, struct str line)
{
    if (r->has[PART_TEXT]) {
        finish(r);
    }
    if (str_starts(line, STR("#,")) && str_find(line, STR("fuzzy"), 0) < line.len) {
        r->fuzzy_next = true;
    } else if (str_starts(line, STR("#~"))) {
        r->fuzzy_next = false; /* an entry of former times, with its flags */
    }
}

static void read_keyword(struct reader *r, struct str line)
{
    static const char *const names[PARTS] = {"msgctxt", "msgid", "msgstr"};
    size_t end = 0;
    while (end < line.len && line.ptr[end] != ' ' && line.ptr[end] != '\t' && line.ptr[end] != '"') {
        end++;
    }
    struct str word = str_slice(line, 0, end);
    for (unsigned i = 0; i < PARTS; i++) {
        if (str_is(word, names[i])) {
            begin(r, (enum part)i);
            add_text(r, str_trim(str_slice(line, end, line.len)));
            return;
        }
    }
    if (str_is(word, "msgid_plural") || str_starts(word, STR("msgstr["))) {
        complain(r, "P003",
                 "the texts of a questionnaire have no plural forms here; each is an entry of its own");
    } else {
        complain(r, "P002", "a line begins with #, msgctxt, msgid, msgstr or a quote");
    }
    r->at = PART_NONE;
}

static void read_line(struct reader *r, struct str line)
{
    if (!line.len) {
        return;
    }
    if (line.ptr[0] == '#') {
        read_comment(r, line);
    } else if (line.ptr[0] == '"') {
        add_text(r, line);
    } else {
        read_keyword(r, line);
    }
}

bool po_read(struct arena *arena, struct diags *diags, const struct source *source, struct po *out)
{
    struct reader r = {
        .arena = arena, .diags = diags, .source = source, .at = PART_NONE, .po = out, .good = true};
    *out = (struct po){.header = STR_EMPTY};
    struct str rest = source->text;
    if (!utf8_valid(rest)) {
        return diag_error(diags, "P001", (struct place){.file = source->file},
                          "this file is not UTF-8; in the header it says which character set it has");
    }
    if (str_starts(rest, STR("\xEF\xBB\xBF"))) {
        rest = str_slice(rest, 3, rest.len); /* editors of some systems put it there */
    }
    for (unsigned i = 0; i < PARTS; i++) {
        r.parts[i] = buf_new(rest.len + 1);
    }
    struct str line;
    while (rest.ptr && str_split(&rest, '\n', &line)) {
        r.line++;
        read_line(&r, str_trim(line));
    }
    finish(&r);
    for (unsigned i = 0; i < PARTS; i++) {
        buf_free(&r.parts[i]);
    }
    return r.good;
}

struct str po_header(const struct po *po, const char *name)
{
    struct str rest = po->header;
    struct str line;
    while (str_split(&rest, '\n', &line)) {
        size_t colon = str_find_char(line, ':', 0);
        if (colon < line.len && str_is(str_slice(line, 0, colon), name)) {
            return str_trim(str_slice(line, colon + 1, line.len));
        }
    }
    return STR_EMPTY;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void add_quoted(struct buf *out, struct str line)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (c == '\n') {
            buf_add_text(out, "\\n");
        } else {
            buf_add_text(out, c == '"' ? "\\" : c == '\\' ? "\\" : "");
            buf_add_char(out, c);
        }
    }
    buf_add_text(out, "\"\n");
}

void po_write(struct buf *out, const char *keyword, struct str text)
{
    buf_format(out, "%s ", keyword);
    size_t end = str_find_char(text, '\n', 0);
    if (end + 1 >= text.len) {
        add_quoted(out, text);
        return;
    }
    buf_add_text(out, "\"\"\n");
    for (size_t from = 0; from < text.len; from = end + 1) {
        end = str_find_char(text, '\n', from);
        add_quoted(out, str_slice(text, from, end + 1 - from));
    }
}
