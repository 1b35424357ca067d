#include "base/utf8.h"

#include <utf8proc.h>

/*
 * utf8proc's table says 0, 1 or 2 for every code point; terminals and ncurses follow wcwidth. These are
 * the rules by which the two differ; the unit test compares every assigned code point with wcwidth.
 */
struct exception {
    uint32_t first;
    uint32_t last;
    int width;
};

static const struct exception exceptions[] = {
    {0x0600, 0x0605, 1},   /* Arabic number signs: format characters that are drawn */
    {0x06DD, 0x06DD, 1},   /* end of ayah */
    {0x070F, 0x070F, 1},   /* Syriac abbreviation mark */
    {0x0890, 0x0891, 1},   /* Arabic pound and piastre marks above */
    {0x08E2, 0x08E2, 1},   /* disputed end of ayah */
    {0x1160, 0x11FF, 0},   /* Hangul vowels and finals join the initial */
    {0x3248, 0x324F, 2},   /* circled numbers on black squares */
    {0x4DC0, 0x4DFF, 2},   /* hexagrams */
    {0xD7B0, 0xD7FB, 0},   /* more Hangul vowels and finals */
    {0x110BD, 0x110BD, 1}, /* Kaithi number sign */
    {0x110CD, 0x110CD, 1}, /* Kaithi number sign above */
};

int utf8_char_width(uint32_t c)
{
    if (c < 0x300) {
        return c >= 0x20 && (c < 0x7F || c >= 0xA0);
    }
    if (c > 0x10FFFF) {
        return 1;
    }
    for (size_t i = 0; i < ARRAY_LEN(exceptions) && exceptions[i].first <= c; i++) {
        if (c <= exceptions[i].last) {
            return exceptions[i].width;
        }
    }
    int width = utf8proc_charwidth((utf8proc_int32_t)c);
    /* Spacing marks (Devanagari and its family) take a cell of their own. */
    if (width == 0 && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MC) {
        return 1;
    }
    return width;
}

size_t utf8_width(struct str s)
{
    size_t cells = 0;
    size_t at = 0;
    while (at < s.len) {
        unsigned char byte = (unsigned char)s.ptr[at];
        if (byte >= 0x20 && byte < 0x7F) {
            cells++;
            at++;
            continue;
        }
        uint32_t code_point = 0;
        utf8_next(s, &at, &code_point);
        cells += (size_t)utf8_char_width(code_point);
    }
    return cells;
}

bool utf8_next_cluster(struct str s, size_t *at, struct str *cluster)
{
    size_t from = *at;
    if (from >= s.len) {
        *cluster = STR_EMPTY;
        return false;
    }
    uint32_t before = 0;
    size_t end = from;
    utf8_next(s, &end, &before);
    utf8proc_int32_t state = 0;
    while (end < s.len) {
        uint32_t code_point = 0;
        size_t next = end;
        utf8_next(s, &next, &code_point);
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)code_point,
                                             &state)) {
            break;
        }
        before = code_point;
        end = next;
    }
    *at = end;
    *cluster = str_slice(s, from, end - from);
    return true;
}

/* From the start, because whether two regional indicators belong together depends on all before them. */
size_t utf8_prev_cluster(struct str s, size_t at)
{
    size_t start = 0;
    size_t next = 0;
    struct str cluster;
    while (next < at && utf8_next_cluster(s, &next, &cluster)) {
        if (next < at) {
            start = next;
        }
    }
    return start;
}

struct str utf8_clip(struct str s, size_t cells)
{
    size_t used = 0;
    size_t end = 0;
    size_t next = 0;
    struct str cluster;
    while (utf8_next_cluster(s, &next, &cluster)) {
        used += utf8_width(cluster);
        if (used > cells) {
            break;
        }
        end = next;
    }
    return str_slice(s, 0, end);
}
