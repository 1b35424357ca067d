#include "tui/glyphs.h"

#include <stddef.h>

#include "base/attr.h"

struct substitute {
    uint32_t code_point;
    uint32_t console; /* 0: the same */
    char ascii;
};

/* Ascending by code point: searched by halving, checked by test_canvas. */
static const struct substitute substitutes[] = {
    {0x00B7, 0, '-'},    /* middle dot */
    {0x2010, 0x2D, '-'}, /* hyphen */
    {0x2013, 0, '-'},    /* en dash */
    {0x2014, 0, '-'},    /* em dash */
    {0x2018, 0, '\''},     {0x2019, 0, '\''},     {0x201C, 0, '"'},      {0x201D, 0, '"'},
    {0x2022, 0, '*'}, /* bullet */
    {0x2026, 0, '~'}, /* ellipsis: one cell */
    {0x2190, 0, '<'},      {0x2191, 0, '^'},      {0x2192, 0, '>'},      {0x2193, 0, 'v'},
    {0x2500, 0, '-'},      {0x2502, 0, '|'},      {0x250C, 0, '+'},      {0x2510, 0, '+'},
    {0x2514, 0, '+'},      {0x2518, 0, '+'},      {0x251C, 0, '+'},      {0x2524, 0, '+'},
    {0x252C, 0, '+'},      {0x2534, 0, '+'},      {0x253C, 0, '+'},      {0x2581, 0x20, '_'},
    {0x2582, 0x2591, '.'}, {0x2583, 0x2591, '-'}, {0x2584, 0x2592, ':'}, {0x2585, 0x2592, '='},
    {0x2586, 0x2592, '+'}, {0x2587, 0x2588, '*'}, {0x2588, 0, '#'},      {0x2591, 0, '.'},
    {0x2592, 0, ':'},      {0x25CF, 0, '*'}, /* black circle */
    {0x2713, 'v', 'v'},                      /* check mark */
};

uint32_t glyph_for(uint32_t code_point, enum tier tier)
{
    if (tier == TIER_FULL || code_point < substitutes[0].code_point) {
        return code_point;
    }
    size_t low = 0;
    size_t high = ARRAY_LEN(substitutes);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct substitute *row = &substitutes[middle];
        if (row->code_point == code_point) {
            if (tier == TIER_ASCII) {
                return (uint32_t)row->ascii;
            }
            return row->console ? row->console : code_point;
        }
        if (row->code_point < code_point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return code_point;
}
