#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "tui/bidi.h"
#include "tui/style.h"
#include "tui/text.h"

/*
 * The picture of a screen: a grid of cells. Screens draw on it; term_curses.c compares it with the last one
 * and sends what differs; tests compare it with a golden file. Rows and columns count from 0. Whatever lies
 * outside is clipped, so drawing never fails, also on a canvas of 1x1.
 */
struct glyph {
    char text[SHOWN_BYTES]; /* UTF-8; empty = the second half of a wide character */
    uint8_t width;          /* 0 (second half), 1 or 2 */
    uint8_t style;          /* enum style */
    bool border;            /* a line of a box: text over it is a fault */
};

struct canvas {
    int width;
    int height;
    enum tier tier;
    enum bidi_order order; /* BIDI_PROGRAM unless set */
    struct glyph *cells;   /* row by row */
    int cursor_row;
    int cursor_col;
    struct arena *scratch; /* until canvas_clear */
    unsigned border_hits;  /* text that was drawn over a border: tests demand 0 */
};

NODISCARD struct canvas *canvas_new(int width, int height, enum tier tier); /* sizes below 1 become 1 */
void canvas_free(struct canvas *canvas);
void canvas_resize(struct canvas *canvas, int width, int height);
void canvas_clear(struct canvas *canvas);
void canvas_cursor(struct canvas *canvas, int row, int col);
const struct glyph *canvas_at(const struct canvas *canvas, int row, int col); /* inside only */

/*
 * A rectangle of the canvas with its own coordinates: (0,0) is its first cell, after scrolling by `scroll`
 * rows. What falls outside is clipped. A pane of height 0 only measures. Passed by value or const pointer, no
 * ownership.
 */
struct pane {
    struct canvas *canvas;
    int row, col;
    int width, height;
    int scroll;
};
struct pane pane_of(struct canvas *canvas); /* the whole canvas */
/* A part of a pane; clipped to it when asked for more. The part does not scroll. */
struct pane pane_part(const struct pane *pane, int row, int col, int width, int height);

/* Text in one row, clipped at the right edge of the pane; line ends become spaces. Right-to-left words inside
 * are drawn in visual order. Returns the column behind it. */
int pane_text(const struct pane *pane, int row, int col, enum style style, struct str text);
/* The same, formatted (at most 1,023 bytes). */
int pane_format(const struct pane *pane, int row, int col, enum style style, const char *format, ...)
    PRINTF(5, 6);
/* Ends just before column `end`; returns where it began. */
int pane_text_right(const struct pane *pane, int row, int end, enum style style, struct str text);
/* At most `cells` wide; longer text ends in an ellipsis. */
int pane_clip(const struct pane *pane, int row, int col, int cells, enum style style, struct str text);
/* Wrapped within `width` cells from `col`; right-aligned when `rtl`. Returns the row behind it. */
int pane_wrap(const struct pane *pane, int row, int col, int width, enum style style, struct str text,
              bool rtl);
/* Gives cells a style and makes them spaces. */
void pane_fill(const struct pane *pane, int row, int col, int width, int height, enum style style);
/* Changes only the style of what stands there. */
void pane_restyle(const struct pane *pane, int row, int col, int width, enum style style);
/* A box with an optional title in its upper line; its inside is emptied. */
void pane_box(const struct pane *pane, int row, int col, int width, int height, struct str title,
              enum style title_style);
void pane_line(const struct pane *pane, int row, int col, int width);       /* horizontal */
void pane_line_down(const struct pane *pane, int row, int col, int height); /* vertical */
void pane_cursor(const struct pane *pane, int row, int col);                /* not when clipped away */
/* Already arranged cells (see bidi.h) from `col` on. */
int pane_shown(const struct pane *pane, int row, int col, enum style style, const struct shown *cells,
               size_t n);

/* A table: heads and rows share the columns. `width` 0 at the end of the array. */
struct column {
    const char *head; /* marked N_() */
    int width;
    bool right; /* numbers */
};
int pane_table_head(const struct pane *pane, int row, int col, const struct column *columns);
int pane_table_row(const struct pane *pane, int row, int col, const struct column *columns, enum style style,
                   const struct str *texts);

/* ---- seen from outside: goldens and pictures ---- */

/* Text of one row without spaces at its end. Appended. */
void canvas_row_text(const struct canvas *canvas, int row, struct buf *out);
/* Size, cursor, rows between bars, then the runs of style per row. Appended. */
void canvas_dump(const struct canvas *canvas, struct buf *out);
/* A picture for a README. Appended. */
void canvas_svg(const struct canvas *canvas, enum palette palette, struct buf *out);

#endif
