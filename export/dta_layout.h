#ifndef EXPORT_DTA_LAYOUT_H
#define EXPORT_DTA_LAYOUT_H

/* What writer and reader of Stata's format 118 share. */
enum {
    DTA_STRL = 32768,
    DTA_DOUBLE = 65526,
    DTA_FLOAT = 65527,
    DTA_LONG = 65528,
    DTA_INT = 65529,
    DTA_BYTE = 65530,
    DTA_STR_MOST = 2045,
};
enum { DTA_NAME = 129, DTA_FORMAT = 57, DTA_LABEL = 321 };
/* Places that the map tells. */
enum {
    DTA_AT_START,
    DTA_AT_MAP,
    DTA_AT_TYPES,
    DTA_AT_NAMES,
    DTA_AT_SORT,
    DTA_AT_FORMATS,
    DTA_AT_LABEL_NAMES,
    DTA_AT_LABELS,
    DTA_AT_CHARACTERISTICS,
    DTA_AT_DATA,
    DTA_AT_STRLS,
    DTA_AT_VALUE_LABELS,
    DTA_AT_END,
    DTA_AT_EOF,
    DTA_PLACES,
};
/* The missing value "." of each type; .a is one more, .z 26 more. */
enum { DTA_BYTE_MISSING = 101, DTA_INT_MISSING = 32741, DTA_LONG_MISSING = 2147483621 };
#define DTA_DOUBLE_MISSING 0x7fe0000000000000u
#define DTA_DOUBLE_STEP    40   /* .a differs from . by 1 << 40 in the bits of a double */
#define DTA_EPOCH_DAYS     3653 /* from 1960-01-01 to 1970-01-01 */

#endif
