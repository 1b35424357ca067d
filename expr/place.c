#include "expr/compile_priv.h"

#include "base/utf8.h"

/* Two readers side by side: `text` is what YAML made of the scalar, `raw` what stands in the file. */
struct walk {
    struct str raw;
    size_t at;
    unsigned line;
    unsigned column;
    char quote;      /* ' or " or 0 */
    unsigned indent; /* columns passed over on a new line: all blanks, or a block's indentation */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char raw_char(const struct walk *w, size_t ahead)
{
    return w->at + ahead < w->raw.len ? w->raw.ptr[w->at + ahead] : '\n';
}

static void step(struct walk *w)
{
    w->at++;
    /* Columns count code points: bytes that continue one do not. */
    if (w->at >= w->raw.len || ((unsigned char)w->raw.ptr[w->at] & 0xC0) != 0x80) {
        w->column++;
    }
}

static bool at_line_end(const struct walk *w)
{
    size_t at = w->at;
    while (at < w->raw.len && is_blank(w->raw.ptr[at])) {
        at++;
    }
    return at < w->raw.len && (w->raw.ptr[at] == '\n' || w->raw.ptr[at] == '\r');
}

static void next_line(struct walk *w)
{
    while (is_blank(raw_char(w, 0))) {
        w->at++;
    }
    w->at += raw_char(w, 0) == '\r' && raw_char(w, 1) == '\n' ? 2 : 1;
    w->line++;
    w->column = 1;
    while (w->column <= w->indent && w->at < w->raw.len && is_blank(w->raw.ptr[w->at])) {
        step(w);
    }
}

/* Moves behind what stands in the file for one byte of the text; false where that is not plain to see. */
static bool follow(struct walk *w, char c)
{
    if ((c == ' ' || c == '\n') && at_line_end(w)) {
        next_line(w);
        return true;
    }
    char raw = raw_char(w, 0);
    bool escaped = (w->quote == '\'' && c == '\'' && raw == '\'' && raw_char(w, 1) == '\'') ||
                   (w->quote == '"' && (c == '"' || c == '\\') && raw == '\\' && raw_char(w, 1) == c);
    if (escaped) {
        step(w);
        step(w);
        return true;
    }
    if (raw != c || w->at >= w->raw.len) {
        return false;
    }
    step(w);
    return true;
}

static size_t offset_of(const struct source *source, unsigned line, unsigned column)
{
    struct str row = source_line(source, line);
    size_t at = 0;
    uint32_t code_point = 0;
    for (unsigned i = 1; i < column && at < row.len; i++) {
        utf8_next(row, &at, &code_point);
    }
    return row.len ? (size_t)(row.ptr - source->text.ptr) + at : source->text.len;
}

/* Behind the header of a block, | or > and what follows it; the indentation is that of its first words. */
static void enter_block(struct walk *w)
{
    while (!at_line_end(w) && w->at < w->raw.len) {
        step(w);
    }
    struct walk ahead = *w;
    do {
        next_line(&ahead);
    } while (ahead.at < ahead.raw.len && at_line_end(&ahead));
    w->indent = ahead.column - 1;
    next_line(w);
}

/* To the first byte of the text: behind the quote, or to the line below | and >. */
static struct walk walk_begin(const struct source *source, const struct node *scalar)
{
    struct walk w = {.raw = source->text,
                     .at = offset_of(source, scalar->line, scalar->column),
                     .line = scalar->line,
                     .column = scalar->column,
                     .indent = UINT32_MAX};
    char mark = raw_char(&w, 0);
    if (!scalar->plain && (mark == '|' || mark == '>')) {
        enter_block(&w);
    } else if (!scalar->plain && (mark == '"' || mark == '\'')) {
        w.quote = mark;
        step(&w);
    }
    return w;
}

struct place scalar_place(const struct source *source, const struct node *scalar, size_t at)
{
    struct place place = node_place(source, scalar);
    struct walk w = walk_begin(source, scalar);
    for (size_t i = 0; i < at; i++) {
        if (!follow(&w, scalar->text.ptr[i])) {
            return place;
        }
    }
    if (at < scalar->text.len) {
        char c = scalar->text.ptr[at];
        struct walk ahead = w;
        if (!follow(&ahead, c)) {
            return place;
        }
    }
    place.line = w.line;
    place.column = w.column;
    return place;
}

void compile_error(struct compile *c, const char *code, size_t at, const char *hint, const char *format, ...)
{
    if (c->errors++ >= EXPR_ERRORS_MOST || !c->diags) {
        return;
    }
    va_list args;
    va_start(args, format);
    struct str text = arena_vformat(c->scratch, format, args);
    va_end(args);
    struct place place = scalar_place(c->source, c->where, at);
    struct node here = {.kind = NODE_SCALAR, .line = place.line, .column = place.column};
    node_error(c->diags, code, c->source, &here, "%.*s", STR_ARG(text));
    if (hint) {
        diag_last(c->diags)->hint = arena_copy(c->diags->arena, str_from(hint));
    }
}

void compile_suggest(struct compile *c, struct str word, const struct str *candidates, size_t n)
{
    if (c->errors <= EXPR_ERRORS_MOST) {
        diag_suggest(c->diags, word, candidates, n);
    }
}

struct place expr_place(const struct source *source, const struct node *where, size_t at)
{
    return scalar_place(source, where, at);
}
