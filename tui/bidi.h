#ifndef TUI_BIDI_H
#define TUI_BIDI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "tui/text.h"

/*
 * Right-to-left text for terminals that cannot, and for those that can: cells in visual order with the joined
 * letter forms, and a left-to-right mark in each right-to-left cell, so that a terminal with a bidirectional
 * algorithm of its own leaves the order alone. The only file that includes <fribidi.h> is bidi.c.
 */

/*
 * Who puts right-to-left words in order. BIDI_PROGRAM is right on nearly every terminal, also on those that
 * reorder by themselves. BIDI_TERMINAL is for those that do so whatever they are sent: each run from its
 * first to its last right-to-left letter goes out as it is written, and the terminal turns it round and joins
 * its letters.
 */
enum bidi_order { BIDI_PROGRAM, BIDI_TERMINAL };

/* Does anything in it run from right to left? */
bool bidi_needed(struct str text);

/* Is its first letter one that does? Then so is the base direction of a text that says nothing else. */
bool bidi_begins_rtl(struct str text);

/* One line on the screen. */
struct bidi_line {
    struct shown *cells; /* from left to right as drawn */
    size_t n;
    int width;
    size_t from; /* bytes of the text it shows */
    size_t to;
};

/*
 * Levels are computed once for each paragraph (line ends part them), the text is wrapped in logical order,
 * each line is shaped and reordered. `rtl`: the base direction. In `arena`; at least one line. Also right for
 * text without a right-to-left character.
 */
size_t bidi_layout(struct arena *arena, struct str text, int width, bool rtl, enum tier tier,
                   enum bidi_order order, const struct bidi_line **lines);

/* Column of the caret that stands before byte `at`, counted from the left edge of the line's cells; -1 = one
 * to the left of them (the end of right-to-left text). */
int bidi_caret(const struct bidi_line *line, size_t at, bool rtl);

#endif
