#ifndef TUI_TEXT_H
#define TUI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "tui/glyphs.h"

/*
 * Text as a row of terminal cells. A cell holds one base character and up to four marks; what the eye does
 * not see (joiners, variation selectors, skin tones, soft hyphens) is left out, controls become spaces, flags
 * become letters. The text itself is not changed: this is only how it is shown.
 */
#define SHOWN_BYTES 24
#define SHOWN_MARKS 4

struct shown {
    char bytes[SHOWN_BYTES]; /* UTF-8, NUL-terminated */
    uint8_t len;
    uint8_t width; /* 1 or 2 cells */
    bool rtl;      /* belongs to a right-to-left run */
    uint32_t base; /* its first code point */
    size_t from;   /* the bytes of the text it shows: from .. to */
    size_t to;
};

/* The next cell of `text` at *at in logical order, as the tier draws it; false at the end. */
bool shown_next(struct str text, size_t *at, enum tier tier, struct shown *out);
/* Adds a mark to a cell; more than four are dropped. */
void shown_add_mark(struct shown *cell, uint32_t mark);
/* Starts a cell with a base character. */
void shown_start(struct shown *cell, uint32_t base, enum tier tier);
/* Code points that leave no trace on the screen. */
bool shown_dropped(uint32_t code_point);

/* Cells that shown_next gives for a whole text; line ends count as one. */
int text_width(struct str text);
/* The longest beginning that takes at most `cells`; never splits a character. */
struct str text_clip(struct str text, int cells);

/*
 * Wraps at spaces; line ends in the text begin a new line; a word that is longer than a line is split between
 * characters. Spaces at the end of a wrapped line are left out. An empty text is one empty line. Lines are
 * parts of `text`; the array is in `arena`. `width` >= 1.
 */
size_t text_wrap(struct arena *arena, struct str text, int width, const struct str **lines);

#endif
