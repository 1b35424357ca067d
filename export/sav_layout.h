#ifndef EXPORT_SAV_LAYOUT_H
#define EXPORT_SAV_LAYOUT_H

#include <stdint.h>

/*
 * What writer and reader of the system file share. Texts above 255 bytes lie in several segments: each but
 * the last is declared with 255 bytes, the last with what is left when 252 are counted for each before it;
 * the content is cut every 255 bytes.
 */
enum {
    SAV_TEXT_SHORT = 255,
    SAV_SEGMENT = 252,
    SAV_TEXT_MOST = 32767, /* what SPSS holds */
    SAV_NAME = 8,
    SAV_CELL = 8,
    SAV_BIAS = 100,
};
enum { SAV_CODE_END = 252, SAV_CODE_BYTES = 253, SAV_CODE_SPACES = 254, SAV_CODE_MISSING = 255 };
enum {
    SAV_INTEGERS = 3,
    SAV_FLOATS = 4,
    SAV_RESPONSE_SETS = 7,
    SAV_DISPLAY = 11,
    SAV_LONG_NAMES = 13,
    SAV_LONG_TEXTS = 14,
    SAV_CASES = 16,
    SAV_FILE_ATTRIBUTES = 17,
    SAV_ATTRIBUTES = 18,
    SAV_ENCODING = 20,
    SAV_TEXT_LABELS = 21,
};
enum { SAV_FORMAT_A = 1, SAV_FORMAT_F = 5, SAV_FORMAT_TIME = 21, SAV_FORMAT_EDATE = 38 };
#define SAV_EPOCH_DAYS 141428 /* from 1582-10-14 to 1970-01-01 */

static inline unsigned sav_segments(unsigned width)
{
    return width <= SAV_TEXT_SHORT ? 1 : (width + SAV_SEGMENT - 1) / SAV_SEGMENT;
}
/* The declared width of one segment. */
static inline unsigned sav_segment_width(unsigned width, unsigned segment)
{
    unsigned last = sav_segments(width) - 1;
    return last == 0 ? width : segment < last ? SAV_TEXT_SHORT : width - last * SAV_SEGMENT;
}
/* Cells of eight bytes that a segment takes; a number (width 0) takes one. */
static inline unsigned sav_segment_cells(unsigned width, unsigned segment)
{
    unsigned bytes = sav_segment_width(width, segment);
    return bytes == 0 ? 1 : (bytes + SAV_CELL - 1) / SAV_CELL;
}

#endif
