#include "questionnaire/print/sheet_priv.h"

#include "base/i18n.h"

/* The sheet as one HTML file that needs nothing else: headings, tables, and pages that break between
 * questions. */

static const char style[] =
    "@page { size: A4; margin: 18mm 16mm 20mm; }\n"
    "body { font: 10.5pt/1.4 \"Noto Sans\", \"DejaVu Sans\", Arial, sans-serif; color: #000; background: "
    "#fff; "
    "max-width: 178mm; margin: 0 auto; }\n"
    "h1 { font-size: 20pt; margin: 0 0 2mm; }\n"
    "h2, h3, h4, h5, h6 { break-after: avoid; margin: 7mm 0 2mm; }\n"
    "h2 { font-size: 14pt; border-bottom: 0.5mm solid #000; }\n"
    "h3 { font-size: 12pt; }\n"
    "h4, h5, h6 { font-size: 11pt; }\n"
    "p { margin: 0.8mm 0; }\n"
    ".item { break-inside: avoid; margin: 0 0 5mm; padding-inline-start: 14mm; position: relative; }\n"
    ".nr { position: absolute; left: 0; font-weight: bold; }\n"
    "html[dir=rtl] .nr { left: auto; right: 0; }\n"
    ".question { font-weight: bold; }\n"
    ".instruct { font-style: italic; border-inline-start: 1mm solid #888; padding-inline-start: 2mm; }\n"
    ".help { font-size: 9pt; }\n"
    ".ours { font-size: 9pt; color: #333; }\n"
    ".route { background: #eee; padding: 0.5mm 2mm; break-after: avoid; }\n"
    ".card { font-weight: bold; color: #000; }\n"
    ".module { text-align: end; border-top: 0.2mm solid #888; margin-top: 8mm; break-after: avoid; }\n"
    ".check { font-size: 9pt; border: 0.2mm dashed #888; padding: 0.5mm 2mm; }\n"
    ".stop { font-weight: bold; border: 0.5mm solid #000; padding: 1mm 2mm; }\n"
    ".field { border-bottom: 0.2mm solid #000; display: inline-block; min-width: 40mm; height: 5mm; }\n"
    "table { border-collapse: collapse; margin: 1mm 0; }\n"
    ".options th { text-align: end; font-weight: normal; padding-inline-end: 3mm; vertical-align: top; "
    "min-width: 8mm; }\n"
    ".options td { vertical-align: top; padding-inline-end: 3mm; }\n"
    ".grid { width: 100%; }\n"
    ".grid th, .grid td { border: 0.2mm solid #888; padding: 0.8mm 1.5mm; text-align: center; font-weight: "
    "normal; "
    "font-size: 9pt; }\n"
    ".grid tr { break-inside: avoid; }\n"
    ".grid thead { display: table-header-group; }\n"
    ".grid tbody th { text-align: start; font-size: 10pt; }\n";

void html_escape(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        const char *safe = c == '<'    ? "&lt;"
                           : c == '>'  ? "&gt;"
                           : c == '&'  ? "&amp;"
                           : c == '"'  ? "&quot;"
                           : c == '\'' ? "&#39;"
                           : c == '\n' ? "<br/>"
                                       : NULL;
        if (safe) {
            buf_add_text(out, safe);
        } else {
            buf_add_char(out, c);
        }
    }
}

void html_head(const struct sheet *sheet, const char *styles, struct buf *out)
{
    const struct language *language = &sheet->job->q->codebook->languages[sheet->job->language];
    buf_add_text(out, "<!DOCTYPE html>\n<html lang=\"");
    html_escape(out, language->id);
    buf_format(out, "\" dir=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>",
               language->right_to_left ? "rtl" : "ltr");
    html_escape(out, sheet_title(sheet));
    buf_format(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", styles);
}

struct page {
    const struct sheet *sheet;
    struct buf *out;
    enum line_kind table; /* LINE_OPTION, LINE_COLUMN or LINE_ROW: that table is open; LINES: none */
    size_t columns;       /* of the grid */
};

/* The attributes of what the sheet says itself: in the language of the interface. */
static void open_ours(struct page *p, const char *tag, const char *class)
{
    buf_format(p->out, "<%s class=\"ours%s%s\" lang=\"%s\" dir=\"ltr\">", tag, *class ? " " : "", class,
               p->sheet->job->interface);
}

static void paragraph(struct page *p, const char *class, struct str text)
{
    buf_format(p->out, "<p class=\"%s\" dir=\"auto\">", class);
    html_escape(p->out, text);
    buf_add_text(p->out, "</p>\n");
}

static void ours(struct page *p, const char *tag, const char *class, struct str text)
{
    open_ours(p, tag, class);
    html_escape(p->out, text);
    buf_format(p->out, "</%s>", tag);
}

static void our_paragraph(struct page *p, const char *class, struct str text)
{
    ours(p, "p", class, text);
    buf_add_char(p->out, '\n');
}

/* ---- tables ------------------------------------------------------------------------------------ */

static void close_table(struct page *p)
{
    if (p->table == LINE_COLUMN) {
        buf_add_text(p->out, "</tr></thead>\n</table>\n");
    } else if (p->table == LINE_ROW) {
        buf_add_text(p->out, "</tbody>\n</table>\n");
    } else if (p->table == LINE_OPTION) {
        buf_add_text(p->out, "</table>\n");
    }
    p->table = LINES;
}

static void open_table(struct page *p, enum line_kind kind)
{
    if (p->table == kind) {
        return;
    }
    if (p->table == LINE_COLUMN && kind == LINE_ROW) {
        buf_add_text(p->out, "</tr></thead>\n<tbody>\n");
        p->table = kind;
        return;
    }
    close_table(p);
    p->columns = 0;
    p->table = kind;
    if (kind == LINE_OPTION) {
        buf_add_text(p->out, "<table class=\"options\">\n");
    } else if (kind == LINE_COLUMN) {
        buf_add_text(p->out, "<table class=\"grid\">\n<thead><tr><td></td>\n");
    } else {
        buf_add_text(p->out, "<table class=\"grid\">\n<tbody>\n");
    }
}

static void show_option(struct page *p, const struct line *line)
{
    open_table(p, LINE_OPTION);
    buf_add_text(p->out, "<tr><th scope=\"row\">");
    html_escape(p->out, line->text[0]);
    buf_add_text(p->out, "</th><td dir=\"auto\">");
    html_escape(p->out, line->text[1]);
    buf_add_text(p->out, "</td><td>");
    if (line->text[2].len) {
        ours(p, "span", "", line->text[2]);
    }
    buf_add_text(p->out, "</td></tr>\n");
}

static void show_column(struct page *p, const struct line *line)
{
    open_table(p, LINE_COLUMN);
    p->columns++;
    buf_add_text(p->out, "<th scope=\"col\" dir=\"auto\">");
    html_escape(p->out, line->text[0]);
    buf_add_text(p->out, "<br/>");
    html_escape(p->out, line->text[1]);
    buf_add_text(p->out, "</th>\n");
}

static void show_row(struct page *p, const struct line *line)
{
    open_table(p, LINE_ROW);
    buf_add_text(p->out, "<tr><th scope=\"row\" dir=\"auto\">");
    if (line->text[0].len) {
        buf_add_text(p->out, "<bdi><b>");
        html_escape(p->out, line->text[0]);
        buf_add_text(p->out, "</b></bdi> ");
    }
    html_escape(p->out, line->text[1]);
    if (line->text[2].len) {
        buf_add_text(p->out, "<br/>");
        ours(p, "span", "", line->text[2]);
    }
    buf_add_text(p->out, "</th>");
    for (size_t i = 0; i < p->columns; i++) {
        buf_add_text(p->out, "<td>□</td>");
    }
    buf_add_text(p->out, "</tr>\n");
}

/* ---- lines ------------------------------------------------------------------------------------- */

static void show_heading(struct page *p, const struct line *line)
{
    unsigned level = line->level < 4 ? line->level + 2 : 6;
    buf_format(p->out, "<section>\n<h%u dir=\"auto\">", level);
    html_escape(p->out, line->text[0]);
    buf_format(p->out, "</h%u>\n", level);
}

static void show_question(struct page *p, const struct line *line)
{
    buf_add_text(p->out, "<p class=\"question\" dir=\"auto\">");
    if (line->text[0].len) {
        buf_add_text(p->out, "<bdi class=\"nr\">");
        html_escape(p->out, line->text[0]);
        buf_add_text(p->out, "</bdi>");
    }
    html_escape(p->out, line->text[1]);
    buf_add_text(p->out, "</p>\n");
}

static void show_field(struct page *p, const struct line *line)
{
    buf_add_text(p->out, "<p><span class=\"field\"></span> ");
    html_escape(p->out, line->text[1]);
    buf_add_char(p->out, ' ');
    ours(p, "span", "", line->text[0]);
    buf_add_text(p->out, "</p>\n");
}

static void show_check(struct page *p, const struct line *line)
{
    buf_add_text(p->out, "<div class=\"check\">\n");
    our_paragraph(p, "", line->text[1]);
    paragraph(p, "says", line->text[0]);
    buf_add_text(p->out, "</div>\n");
}

static void show_computed(struct page *p, const struct line *line)
{
    if (line->text[0].len) {
        paragraph(p, "computed", line->text[0]);
    }
    open_ours(p, "p", "");
    if (line->text[2].len) {
        html_escape(p->out, line->text[2]);
        buf_add_text(p->out, ": ");
    }
    html_escape(p->out, line->text[1]);
    buf_add_text(p->out, "</p>\n");
}

static void show(struct page *p, const struct line *line)
{
    bool table = line->kind == LINE_OPTION || line->kind == LINE_COLUMN || line->kind == LINE_ROW;
    if (!table) {
        close_table(p);
    }
    switch (line->kind) {
    case LINE_OPEN_BLOCK:
        show_heading(p, line);
        break;
    case LINE_CLOSE_BLOCK:
        buf_add_text(p->out, "</section>\n");
        break;
    case LINE_OPEN_ITEM:
        buf_add_text(p->out, "<div class=\"item\">\n");
        break;
    case LINE_CLOSE_ITEM:
        buf_add_text(p->out, "</div>\n");
        break;
    case LINE_MODULE:
        our_paragraph(p, "module", line->text[0]);
        break;
    case LINE_ROUTE:
        our_paragraph(p, "route", line->text[0]);
        break;
    case LINE_QUESTION:
        show_question(p, line);
        break;
    case LINE_INSTRUCT:
        paragraph(p, "instruct", line->text[0]);
        break;
    case LINE_HELP:
        paragraph(p, "help", line->text[0]);
        break;
    case LINE_CARD:
        our_paragraph(p, "card", line->text[0]);
        break;
    case LINE_REMARK:
        our_paragraph(p, "", line->text[0]);
        break;
    case LINE_OPTION:
        show_option(p, line);
        break;
    case LINE_FIELD:
        show_field(p, line);
        break;
    case LINE_COLUMN:
        show_column(p, line);
        break;
    case LINE_ROW:
        show_row(p, line);
        break;
    case LINE_CHECK:
        show_check(p, line);
        break;
    case LINE_STOP:
        paragraph(p, "stop", line->text[0]);
        break;
    case LINE_COMPUTED:
        show_computed(p, line);
        break;
    case LINES:
        break;
    }
}

void sheet_html(const struct sheet *sheet, struct buf *out)
{
    struct page page = {sheet, out, LINES, 0};
    html_head(sheet, style, out);
    buf_add_text(out, "<h1>");
    html_escape(out, sheet_title(sheet));
    buf_add_text(out, "</h1>\n");
    our_paragraph(&page, "", sheet_about(sheet));
    for (size_t i = 0; i < sheet->n; i++) {
        show(&page, &sheet->lines[i]);
    }
    close_table(&page);
    buf_add_text(out, "</body>\n</html>\n");
}
