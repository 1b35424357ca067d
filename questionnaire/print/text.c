#include "questionnaire/print/sheet_priv.h"

#include "base/utf8.h"

/* The sheet as plain text, 78 cells wide. */

enum { WIDTH = 78, MARGIN = 7 };

struct page {
    const struct sheet *sheet;
    struct buf *out;
};

static void spaces(struct buf *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_add_char(out, ' ');
    }
}

/* One paragraph: `lead` before its first line, the others below the words behind it. */
static void wrap_line(struct buf *out, struct str lead, size_t indent, struct str line)
{
    size_t at = utf8_width(lead);
    buf_add(out, lead);
    spaces(out, indent > at ? indent - at : 0);
    at = indent > at ? indent : at;
    bool first = true;
    struct str word;
    while (line.ptr && str_split(&line, ' ', &word)) {
        size_t width = utf8_width(word);
        if (!first && at + 1 + width > WIDTH) {
            buf_add_char(out, '\n');
            spaces(out, indent);
            at = indent;
        } else if (!first) {
            buf_add_char(out, ' ');
            at++;
        }
        buf_add(out, word);
        at += width;
        first = false;
    }
    buf_add_char(out, '\n');
}

static void wrap(struct buf *out, struct str lead, size_t indent, struct str text)
{
    struct str rest = str_trim(text.ptr ? text : STR_EMPTY);
    struct str line;
    while (str_split(&rest, '\n', &line)) {
        wrap_line(out, lead, indent, line);
        lead = STR_EMPTY;
    }
}

static void underlined(struct buf *out, struct str title, char line)
{
    buf_add(out, title);
    buf_add_char(out, '\n');
    size_t width = utf8_width(title);
    for (size_t i = 0; i < width; i++) {
        buf_add_char(out, line);
    }
    buf_add_text(out, "\n\n");
}

/* ---- lines ------------------------------------------------------------------------------------- */

static void show_question(struct page *p, const struct line *line)
{
    struct str nr = line->text[0];
    wrap(p->out, nr, nr.len && utf8_width(nr) >= MARGIN ? utf8_width(nr) + 1 : MARGIN, line->text[1]);
}

/* Remarks of the sheet stand between brackets, so that nobody reads them out. */
static void show_ours(struct page *p, struct str text, size_t indent)
{
    struct str line = arena_format(p->sheet->arena, "[%.*s]", STR_ARG(text));
    wrap(p->out, STR_EMPTY, indent, line);
}

static void show_option(struct page *p, const struct line *line)
{
    struct arena *arena = p->sheet->arena;
    struct str lead = arena_format(arena, "       %5.*s", STR_ARG(line->text[0]));
    struct str text = line->text[1];
    if (line->text[2].len) {
        text = arena_format(arena, "%.*s  [%.*s]", STR_ARG(text), STR_ARG(line->text[2]));
    }
    wrap(p->out, lead, MARGIN + 7, text);
}

static void show_field(struct page *p, const struct line *line)
{
    struct str unit = line->text[1];
    struct str text = arena_format(p->sheet->arena, "%.*s%s[%.*s]", STR_ARG(unit), unit.len ? "  " : "",
                                   STR_ARG(line->text[0]));
    wrap(p->out, STR("       ______"), MARGIN + 7, text);
}

static void show_row(struct page *p, const struct line *line)
{
    struct arena *arena = p->sheet->arena;
    struct str lead = arena_format(arena, "       ___ %.*s", STR_ARG(line->text[0]));
    wrap(p->out, lead, MARGIN + 4 + (line->text[0].len ? utf8_width(line->text[0]) + 1 : 0), line->text[1]);
    if (line->text[2].len) {
        show_ours(p, line->text[2], MARGIN + 4);
    }
}

static void show_check(struct page *p, const struct line *line)
{
    show_ours(p, line->text[1], MARGIN);
    wrap(p->out, STR("       »"), MARGIN + 2, line->text[0]);
}

static void show_computed(struct page *p, const struct line *line)
{
    struct arena *arena = p->sheet->arena;
    if (line->text[0].len) {
        wrap(p->out, STR("="), MARGIN, line->text[0]);
    }
    struct str value = line->text[2].len ? arena_format(arena, "[%.*s: %.*s]", STR_ARG(line->text[2]),
                                                        STR_ARG(line->text[1]))
                                         : arena_format(arena, "[%.*s]", STR_ARG(line->text[1]));
    wrap(p->out, STR_EMPTY, MARGIN, value);
}

static void show_module(struct page *p, const struct line *line)
{
    buf_format(p->out, "---- %.*s ", STR_ARG(line->text[0]));
    for (size_t at = utf8_width(line->text[0]) + 6; at < WIDTH; at++) {
        buf_add_char(p->out, '-');
    }
    buf_add_text(p->out, "\n\n");
}

static void show(struct page *p, const struct line *line)
{
    switch (line->kind) {
    case LINE_OPEN_BLOCK:
        underlined(p->out, line->text[0], line->level ? '-' : '=');
        break;
    case LINE_CLOSE_BLOCK:
    case LINE_OPEN_ITEM:
    case LINES:
        break;
    case LINE_CLOSE_ITEM:
        buf_add_char(p->out, '\n');
        break;
    case LINE_MODULE:
        show_module(p, line);
        break;
    case LINE_QUESTION:
        show_question(p, line);
        break;
    case LINE_INSTRUCT:
        wrap(p->out, STR("     *"), MARGIN, line->text[0]);
        break;
    case LINE_HELP:
        wrap(p->out, STR("     ?"), MARGIN, line->text[0]);
        break;
    case LINE_ROUTE:
    case LINE_CARD:
    case LINE_REMARK:
        show_ours(p, line->text[0], MARGIN);
        break;
    case LINE_OPTION:
    case LINE_COLUMN:
        show_option(p, line);
        break;
    case LINE_FIELD:
        show_field(p, line);
        break;
    case LINE_ROW:
        show_row(p, line);
        break;
    case LINE_CHECK:
        show_check(p, line);
        break;
    case LINE_STOP:
        wrap(p->out, STR("STOP"), MARGIN, line->text[0]);
        break;
    case LINE_COMPUTED:
        show_computed(p, line);
        break;
    }
}

/* What a block says of itself stands apart from its first item. */
static bool ends_head(const struct sheet *sheet, size_t i)
{
    enum line_kind kind = sheet->lines[i].kind;
    bool head = i + 1 < sheet->n && (kind == LINE_ROUTE || kind == LINE_REMARK || kind == LINE_QUESTION ||
                                     kind == LINE_INSTRUCT || kind == LINE_HELP || kind == LINE_CARD);
    enum line_kind next = i + 1 < sheet->n ? sheet->lines[i + 1].kind : LINES;
    return head && (next == LINE_OPEN_ITEM || next == LINE_OPEN_BLOCK);
}

void sheet_text(const struct sheet *sheet, struct buf *out)
{
    struct page page = {sheet, out};
    underlined(out, sheet_title(sheet), '=');
    wrap(out, STR_EMPTY, 0, sheet_about(sheet));
    buf_add_char(out, '\n');
    for (size_t i = 0; i < sheet->n; i++) {
        show(&page, &sheet->lines[i]);
        if (ends_head(sheet, i)) {
            buf_add_char(out, '\n');
        }
    }
}
