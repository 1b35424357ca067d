#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdbool.h>

#include "base/str.h"
#include "tui/canvas.h"
#include "tui/keys.h"

/* A terminal as the main loop sees it. */
struct term {
    void *context;
    void (*size)(void *context, int *width, int *height);
    /* Waits at most so long (-1 = for ever) for a key; false when nothing came. Signals end the wait early.
     */
    bool (*read)(void *context, int timeout_ms, struct press *out);
    /* Sends what differs from the picture before; everything when `whole`. */
    void (*show)(void *context, const struct canvas *canvas, enum palette palette, bool whole);
    void (*bell)(void *context);
    void (*copy)(void *context, struct str text); /* to the clipboard (OSC 52) */
    void (*suspend)(void *context);               /* to the shell and back */
    void (*synced)(void *context);                /* answers PRESS_SYNC after the picture was sent */
};

struct term_options {
    int glyphs;     /* 0..2, or -1: found out from locale and TERM */
    int escape_ms;  /* how long Esc waits for the rest of a key; -1 = 25 */
    bool no_colour; /* NO_COLOR */
    bool contrast;  /* --contrast high */
    bool screen_reader;
    bool test; /* VELDWERK_TEST: the barrier key works */
};

/* Starts curses on standard input and output. NULL when there is no terminal that could show a screen (a
 * pipe, TERM unset or dumb): `*reason` tells why; use the line mode then. */
struct term *term_curses_open(const struct term_options *options, const char **reason);
/* What the terminal turned out to be. */
enum tier term_curses_tier(const struct term *term);
enum palette term_curses_palette(const struct term *term);
/* Leaves the screen as it was before. NULL is fine. */
void term_curses_close(struct term *term);

#endif
