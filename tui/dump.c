#include "tui/canvas.h"

void canvas_row_text(const struct canvas *canvas, int row, struct buf *out)
{
    size_t start = out->len;
    size_t end = start;
    for (int col = 0; col < canvas->width; col++) {
        const struct glyph *cell = canvas_at(canvas, row, col);
        buf_add_text(out, cell->text);
        if (cell->text[0] != ' ') {
            end = out->len;
        }
    }
    if (!out->full && end < out->len) {
        out->len = end;
        out->ptr[end] = '\0';
    }
}

static void dump_styles(const struct canvas *canvas, int row, struct buf *out)
{
    bool any = false;
    for (int col = 0; col < canvas->width;) {
        enum style style = (enum style)canvas_at(canvas, row, col)->style;
        int end = col + 1;
        while (end < canvas->width && canvas_at(canvas, row, end)->style == style) {
            end++;
        }
        if (style != STYLE_TEXT) {
            if (!any) {
                buf_format(out, "%2d", row);
            }
            buf_format(out, " %s %d-%d", style_name(style), col, end - 1);
            any = true;
        }
        col = end;
    }
    if (any) {
        buf_add_char(out, '\n');
    }
}

void canvas_dump(const struct canvas *canvas, struct buf *out)
{
    buf_format(out, "size %dx%d cursor %d,%d\n", canvas->width, canvas->height, canvas->cursor_row,
               canvas->cursor_col);
    for (int row = 0; row < canvas->height; row++) {
        buf_add_char(out, '|');
        canvas_row_text(canvas, row, out);
        buf_add_char(out, '\n');
    }
    for (int row = 0; row < canvas->height; row++) {
        dump_styles(canvas, row, out);
    }
}

/* ---- SVG ---- */

#define CELL_W 9
#define CELL_H 18

struct svg {
    const struct canvas *canvas;
    enum palette palette;
    struct buf *out;
};

static void svg_colours(const struct svg *svg, enum style style, uint32_t *fg, uint32_t *bg,
                        struct look *look)
{
    bool light = svg->palette == PALETTE_LIGHT;
    *look = palette_look(svg->palette, style);
    *fg = look->fg >= 0 ? palette_rgb(look->fg) : light ? 0x1c1c1cu : 0xdadadau;
    *bg = look->bg >= 0 ? palette_rgb(look->bg) : light ? 0xffffffu : 0x121212u;
    if (look->attributes & LOOK_REVERSE) {
        uint32_t swap = *fg;
        *fg = *bg;
        *bg = swap;
    }
}

static void svg_escape(struct buf *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '<':
            buf_add_text(out, "&lt;");
            break;
        case '&':
            buf_add_text(out, "&amp;");
            break;
        default:
            buf_add_char(out, *text);
        }
    }
}

static void svg_cell(const struct svg *svg, int row, int col)
{
    const struct glyph *cell = canvas_at(svg->canvas, row, col);
    struct look look;
    uint32_t fg = 0;
    uint32_t bg = 0;
    svg_colours(svg, (enum style)cell->style, &fg, &bg, &look);
    bool here = row == svg->canvas->cursor_row && col == svg->canvas->cursor_col;
    buf_format(svg->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>", col * CELL_W,
               row * CELL_H, CELL_W * (cell->width ? cell->width : 1), CELL_H, here ? fg : bg);
    if (cell->text[0] == '\0' || (cell->text[0] == ' ' && !(look.attributes & LOOK_UNDERLINE))) {
        return;
    }
    buf_format(svg->out, "<text x=\"%d\" y=\"%d\" fill=\"#%06x\"%s%s>", col * CELL_W, row * CELL_H + 14,
               here ? bg : fg, look.attributes & LOOK_BOLD ? " font-weight=\"bold\"" : "",
               look.attributes & LOOK_UNDERLINE ? " text-decoration=\"underline\"" : "");
    svg_escape(svg->out, cell->text);
    buf_add_text(svg->out, "</text>");
}

void canvas_svg(const struct canvas *canvas, enum palette palette, struct buf *out)
{
    struct svg svg = {canvas, palette, out};
    buf_format(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" xml:space=\"preserve\" "
               "font-family=\"DejaVu Sans Mono, FreeMono, monospace\" font-size=\"15\">\n",
               canvas->width * CELL_W, canvas->height * CELL_H);
    for (int row = 0; row < canvas->height; row++) {
        for (int col = 0; col < canvas->width; col++) {
            if (canvas_at(canvas, row, col)->width > 0) {
                svg_cell(&svg, row, col);
            }
        }
        buf_add_char(out, '\n');
    }
    buf_add_text(out, "</svg>\n");
}
