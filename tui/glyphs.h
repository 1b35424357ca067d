#ifndef TUI_GLYPHS_H
#define TUI_GLYPHS_H

#include <stdint.h>

/*
 * Which drawing characters a terminal has. Letters are not touched; lines, blocks, bullets and arrows are
 * replaced by what the tier can show.
 */
enum tier {
    TIER_ASCII,   /* 0: not UTF-8, vt100, screen readers */
    TIER_CONSOLE, /* 1: the fonts of the Linux console: lines, shades, bullet */
    TIER_FULL,    /* 2: UTF-8 terminals */
    TIERS
};

/* The code point to draw instead, one cell wide like the original. */
uint32_t glyph_for(uint32_t code_point, enum tier tier);

#endif
