#include "tui/canvas.h"

#include <stdio.h>
#include <stdlib.h>

#include "tui/bidi.h"

static const struct glyph blank = {.text = " ", .width = 1, .style = STYLE_TEXT};

static int at_least_one(int n)
{
    return n < 1 ? 1 : n;
}

struct canvas *canvas_new(int width, int height, enum tier tier)
{
    struct canvas *canvas = mem_alloc(sizeof *canvas);
    *canvas = (struct canvas){.tier = tier, .scratch = arena_new()};
    canvas_resize(canvas, width, height);
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    if (canvas) {
        arena_free(canvas->scratch);
        free(canvas->cells);
        free(canvas);
    }
}

void canvas_resize(struct canvas *canvas, int width, int height)
{
    canvas->width = at_least_one(width);
    canvas->height = at_least_one(height);
    size_t cells = (size_t)canvas->width * (size_t)canvas->height;
    canvas->cells = mem_realloc(canvas->cells, cells, sizeof *canvas->cells);
    canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
    size_t n = (size_t)canvas->width * (size_t)canvas->height;
    for (size_t i = 0; i < n; i++) {
        canvas->cells[i] = blank;
    }
    canvas->cursor_row = canvas->height - 1;
    canvas->cursor_col = 0;
    canvas->border_hits = 0;
    arena_reset(canvas->scratch);
}

void canvas_cursor(struct canvas *canvas, int row, int col)
{
    canvas->cursor_row = row < 0 ? 0 : row >= canvas->height ? canvas->height - 1 : row;
    canvas->cursor_col = col < 0 ? 0 : col >= canvas->width ? canvas->width - 1 : col;
}

static struct glyph *cell_at(const struct canvas *canvas, int row, int col)
{
    return &canvas->cells[(size_t)row * (size_t)canvas->width + (size_t)col];
}

const struct glyph *canvas_at(const struct canvas *canvas, int row, int col)
{
    return cell_at(canvas, row, col);
}

struct pane pane_of(struct canvas *canvas)
{
    return (struct pane){.canvas = canvas, .width = canvas->width, .height = canvas->height};
}

static int clamp(int n, int most)
{
    return n < 0 ? 0 : n > most ? most : n;
}

struct pane pane_part(const struct pane *pane, int row, int col, int width, int height)
{
    struct pane part = *pane;
    part.row += clamp(row, pane->height);
    part.col += clamp(col, pane->width);
    part.width = clamp(width, pane->width - clamp(col, pane->width));
    part.height = clamp(height, pane->height - clamp(row, pane->height));
    part.scroll = 0;
    return part;
}

/* The row of the canvas for a row of the pane, or -1 when it is scrolled or clipped away. */
static int row_on_canvas(const struct pane *pane, int row)
{
    int shown = row - pane->scroll;
    if (shown < 0 || shown >= pane->height) {
        return -1;
    }
    int on = pane->row + shown;
    return on < pane->canvas->height ? on : -1;
}

/* Breaks a wide character whose other half is overwritten. */
static void mend(struct canvas *canvas, int row, int col)
{
    struct glyph *cell = cell_at(canvas, row, col);
    if (cell->width == 0 && col > 0) {
        struct glyph *left = cell_at(canvas, row, col - 1);
        left->text[0] = ' ';
        left->text[1] = '\0';
        left->width = 1;
    }
    if (cell->width == 2 && col + 1 < canvas->width) {
        uint8_t style = cell_at(canvas, row, col + 1)->style;
        *cell_at(canvas, row, col + 1) = blank;
        cell_at(canvas, row, col + 1)->style = style;
    }
}

static void put(struct canvas *canvas, int row, int col, enum style style, const struct shown *shown,
                uint8_t width, bool border)
{
    mend(canvas, row, col);
    struct glyph *cell = cell_at(canvas, row, col);
    canvas->border_hits += cell->border && !border;
    memset(cell->text, 0, sizeof cell->text); /* cells are compared whole */
    memcpy(cell->text, shown->bytes, shown->len);
    cell->width = width;
    cell->style = (uint8_t)style;
    cell->border = border;
    if (width == 2) {
        mend(canvas, row, col + 1);
        struct glyph *half = cell_at(canvas, row, col + 1);
        canvas->border_hits += half->border;
        *half = (struct glyph){.style = (uint8_t)style};
    }
}

/* One cell of text at a column of the pane; what does not fit is left out. */
static void put_shown(const struct pane *pane, int row, int col, enum style style, const struct shown *cell)
{
    int on = row_on_canvas(pane, row);
    int at = pane->col + col;
    if (on < 0 || col < 0 || col + cell->width > pane->width || at + cell->width > pane->canvas->width) {
        return;
    }
    put(pane->canvas, on, at, style, cell, cell->width, false);
}

int pane_shown(const struct pane *pane, int row, int col, enum style style, const struct shown *cells,
               size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put_shown(pane, row, col, style, &cells[i]);
        col += cells[i].width;
    }
    return col;
}

int pane_text(const struct pane *pane, int row, int col, enum style style, struct str text)
{
    if (bidi_needed(text)) {
        const struct bidi_line *lines = NULL;
        bool rtl = bidi_begins_rtl(text);
        size_t n =
            bidi_layout(pane->canvas->scratch, text, 0, rtl, pane->canvas->tier, pane->canvas->order, &lines);
        for (size_t i = 0; i < n; i++) {
            col = pane_shown(pane, row, col, style, lines[i].cells, lines[i].n);
        }
        return col;
    }
    struct shown cell;
    size_t at = 0;
    while (shown_next(text, &at, pane->canvas->tier, &cell)) {
        put_shown(pane, row, col, style, &cell);
        col += cell.width;
    }
    return col;
}

int pane_format(const struct pane *pane, int row, int col, enum style style, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return pane_text(pane, row, col, style, str_from(text));
}

int pane_text_right(const struct pane *pane, int row, int end, enum style style, struct str text)
{
    int col = end - text_width(text);
    pane_text(pane, row, col, style, text);
    return col;
}

int pane_clip(const struct pane *pane, int row, int col, int cells, enum style style, struct str text)
{
    if (text_width(text) <= cells) {
        return pane_text(pane, row, col, style, text);
    }
    if (cells < 1) {
        return col;
    }
    /* One text with its beginning: at the left of what runs from right to left. */
    struct str begin = text_clip(text, cells - 1);
    struct str all = arena_format(pane->canvas->scratch, "%.*s…", STR_ARG(begin));
    return pane_text(pane, row, col, style, all);
}

int pane_wrap(const struct pane *pane, int row, int col, int width, enum style style, struct str text,
              bool rtl)
{
    if (width < 1) {
        width = 1;
    }
    bool turns = bidi_needed(text);
    if (rtl || turns) {
        const struct bidi_line *lines = NULL;
        /* Words that a translation lacks keep their own direction: only their place is the right edge. */
        size_t n = bidi_layout(pane->canvas->scratch, text, width, rtl && turns, pane->canvas->tier,
                               pane->canvas->order, &lines);
        for (size_t i = 0; i < n; i++) {
            int at = rtl ? col + width - lines[i].width : col;
            pane_shown(pane, row++, at, style, lines[i].cells, lines[i].n);
        }
        return row;
    }
    const struct str *lines = NULL;
    size_t n = text_wrap(pane->canvas->scratch, text, width, &lines);
    for (size_t i = 0; i < n; i++) {
        pane_text(pane, row++, col, style, lines[i]);
    }
    return row;
}

void pane_fill(const struct pane *pane, int row, int col, int width, int height, enum style style)
{
    struct pane part = *pane;
    for (int r = row; r < row + height; r++) {
        int on = row_on_canvas(&part, r);
        for (int c = col < 0 ? 0 : col; on >= 0 && c < col + width && c < pane->width; c++) {
            if (pane->col + c < pane->canvas->width) {
                mend(pane->canvas, on, pane->col + c);
                struct glyph *cell = cell_at(pane->canvas, on, pane->col + c);
                *cell = blank;
                cell->style = (uint8_t)style;
            }
        }
    }
}

void pane_restyle(const struct pane *pane, int row, int col, int width, enum style style)
{
    int on = row_on_canvas(pane, row);
    for (int c = col < 0 ? 0 : col; on >= 0 && c < col + width && c < pane->width; c++) {
        if (pane->col + c < pane->canvas->width) {
            cell_at(pane->canvas, on, pane->col + c)->style = (uint8_t)style;
        }
    }
}

static void put_line(const struct pane *pane, int row, int col, uint32_t code_point)
{
    struct shown cell;
    shown_start(&cell, code_point, pane->canvas->tier);
    int on = row_on_canvas(pane, row);
    if (on >= 0 && col >= 0 && col < pane->width && pane->col + col < pane->canvas->width) {
        put(pane->canvas, on, pane->col + col, STYLE_BORDER, &cell, 1, true);
    }
}

void pane_line(const struct pane *pane, int row, int col, int width)
{
    for (int c = col; c < col + width; c++) {
        put_line(pane, row, c, 0x2500);
    }
}

void pane_line_down(const struct pane *pane, int row, int col, int height)
{
    for (int r = row; r < row + height; r++) {
        put_line(pane, r, col, 0x2502);
    }
}

void pane_box(const struct pane *pane, int row, int col, int width, int height, struct str title,
              enum style title_style)
{
    int last_row = row + height - 1;
    int last_col = col + width - 1;
    pane_fill(pane, row, col, width, height, STYLE_TEXT);
    if (title.len > 0) {
        put_line(pane, row, col + 1, 0x2500);
        int end = pane_text(pane, row, col + 2, STYLE_BORDER, STR(" "));
        end = pane_clip(pane, row, end, width - 6, title_style, title);
        end = pane_text(pane, row, end, STYLE_BORDER, STR(" "));
        pane_line(pane, row, end, last_col - end);
    } else {
        pane_line(pane, row, col + 1, width - 2);
    }
    pane_line(pane, last_row, col + 1, width - 2);
    pane_line_down(pane, row + 1, col, height - 2);
    pane_line_down(pane, row + 1, last_col, height - 2);
    put_line(pane, row, col, 0x250C);
    put_line(pane, row, last_col, 0x2510);
    put_line(pane, last_row, col, 0x2514);
    put_line(pane, last_row, last_col, 0x2518);
}

void pane_cursor(const struct pane *pane, int row, int col)
{
    int on = row_on_canvas(pane, row);
    if (on >= 0) {
        canvas_cursor(pane->canvas, on, pane->col + clamp(col, pane->width > 0 ? pane->width - 1 : 0));
    }
}
