#ifndef TUI_STYLE_H
#define TUI_STYLE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a piece of screen means. A palette turns it into colours and attributes; without colour the same
 * meaning is carried by letters, words and reverse, bold or underline.
 */
enum style {
    STYLE_TEXT,
    STYLE_DIM,         /* less important; never the only sign of anything */
    STYLE_HEADER,      /* first row */
    STYLE_KEYBAR,      /* last row */
    STYLE_QUESTION,    /* what is read out */
    STYLE_INSTRUCTION, /* for the interviewer, not read out */
    STYLE_TITLE,       /* heading of a pane or table */
    STYLE_FOCUS,       /* the one row or cell where keys arrive */
    STYLE_FIELD,       /* room for typing */
    STYLE_BORDER,
    STYLE_OK,
    STYLE_WARN,
    STYLE_ERROR,
    STYLES
};

/* "text" "header" ...: the spelling in golden files. */
const char *style_name(enum style style);

/* How a style looks. Colours are xterm's 256, -1 = the terminal's own. */
#define LOOK_BOLD      1u
#define LOOK_UNDERLINE 2u
#define LOOK_REVERSE   4u
struct look {
    int16_t fg;
    int16_t bg;
    uint8_t attributes;
};

enum palette { PALETTE_DARK, PALETTE_LIGHT, PALETTE_BASIC, PALETTE_MONO, PALETTE_CONTRAST, PALETTES };
const char *palette_name(enum palette palette);
struct look palette_look(enum palette palette, enum style style);
/* The colour of an xterm-256 number as 0xRRGGBB: for terminals that want RGB, for pictures and for tests. */
uint32_t palette_rgb(int16_t colour);

#endif
