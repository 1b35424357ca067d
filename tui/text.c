#include "tui/text.h"

#include "base/utf8.h"

bool shown_dropped(uint32_t c)
{
    return c == 0x00AD || c == 0x200B || c == 0x200D || c == 0x200E || c == 0x200F || c == 0xFEFF ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0x2060 && c <= 0x206F);
}

static uint32_t visible(uint32_t c, enum tier tier)
{
    if (c < 0x20 || (c >= 0x7F && c <= 0xA0)) {
        return ' ';
    }
    if (c >= 0x1F1E6 && c <= 0x1F1FF) {
        return c - 0x1F1E6 + 'A';
    }
    return glyph_for(c, tier);
}

void shown_start(struct shown *cell, uint32_t base, enum tier tier)
{
    uint32_t c = visible(base, tier);
    int width = utf8_char_width(c);
    cell->base = c;
    cell->rtl = false;
    cell->width = (uint8_t)(width < 1 ? 1 : width);
    cell->len = (uint8_t)utf8_encode(c, cell->bytes);
    cell->bytes[cell->len] = '\0';
}

void shown_add_mark(struct shown *cell, uint32_t mark)
{
    size_t points = utf8_count((struct str){cell->bytes, cell->len});
    if (points > SHOWN_MARKS) {
        return;
    }
    char bytes[4];
    size_t n = utf8_encode(mark, bytes);
    for (size_t i = 0; i < n && cell->len + 1u < SHOWN_BYTES; i++) {
        cell->bytes[cell->len++] = bytes[i];
    }
    cell->bytes[cell->len] = '\0';
}

/* Whether the code point stands on its own or belongs to the cell before it. */
static bool joins(uint32_t c)
{
    return c >= 0x300 && utf8_char_width(c) == 0;
}

/* A printable ASCII character with ASCII or nothing behind it is itself in every tier: nearly all there is.
 */
static bool plain_next(struct str text, size_t *at, struct shown *out)
{
    size_t i = *at;
    if (i >= text.len || text.ptr[i] < ' ' || text.ptr[i] > '~' ||
        (i + 1 < text.len && (unsigned char)text.ptr[i + 1] >= 0x80)) {
        return false;
    }
    out->bytes[0] = text.ptr[i];
    out->bytes[1] = '\0';
    out->len = 1;
    out->width = 1;
    out->rtl = false;
    out->base = (unsigned char)text.ptr[i];
    out->from = i;
    out->to = *at = i + 1;
    return true;
}

bool shown_next(struct str text, size_t *at, enum tier tier, struct shown *out)
{
    if (plain_next(text, at, out)) {
        return true;
    }
    uint32_t c = 0;
    size_t next = *at;
    do {
        if (next >= text.len) {
            *at = next;
            return false;
        }
        out->from = next;
        utf8_next(text, &next, &c);
    } while (shown_dropped(c));
    /* A mark without anything to stand on is shown on a space. */
    shown_start(out, joins(c) ? ' ' : c, tier);
    if (joins(c)) {
        shown_add_mark(out, c);
    }
    size_t end = next;
    while (next < text.len) {
        utf8_next(text, &next, &c);
        if (!shown_dropped(c) && !joins(c)) {
            break;
        }
        if (!shown_dropped(c)) {
            shown_add_mark(out, c);
        }
        end = next;
    }
    out->to = end;
    *at = end;
    return true;
}

int text_width(struct str text)
{
    struct shown cell;
    size_t at = 0;
    int cells = 0;
    while (shown_next(text, &at, TIER_FULL, &cell)) {
        cells += cell.width;
    }
    return cells;
}

struct str text_clip(struct str text, int cells)
{
    struct shown cell;
    size_t at = 0;
    size_t end = 0;
    int used = 0;
    while (shown_next(text, &at, TIER_FULL, &cell)) {
        used += cell.width;
        if (used > cells) {
            break;
        }
        end = cell.to;
    }
    return str_slice(text, 0, end);
}

/* U+00A0: a space at which no line ends. */
static bool no_break(struct str text, size_t at)
{
    return str_starts(str_slice(text, at, text.len), STR("\u00a0"));
}

/* The first line of text[at..], at most `width` wide; *next is where the following one begins. */
static struct str first_line(struct str text, size_t at, int width, size_t *next)
{
    struct shown cell;
    size_t from = at;
    size_t scan = at;
    size_t last_space = SIZE_MAX;
    size_t after_space = at;
    int used = 0;
    while (shown_next(text, &scan, TIER_FULL, &cell)) {
        if (text.ptr[cell.from] == '\n') {
            *next = cell.to;
            return str_slice(text, from, cell.from - from);
        }
        bool space = cell.base == ' ' && !no_break(text, cell.from);
        if (space) {
            last_space = cell.from;
            after_space = cell.to;
        }
        used += cell.width;
        if (used > width && !space) {
            bool word = last_space != SIZE_MAX && last_space > from;
            *next = word ? after_space : cell.from > from ? cell.from : cell.to;
            size_t end = word ? last_space : *next;
            *next += *next == text.len; /* nothing is left for one more line */
            return str_slice(text, from, end - from);
        }
    }
    *next = text.len + 1;
    return str_slice(text, from, text.len - from);
}

static struct str without_spaces_behind(struct str line)
{
    while (line.len > 0 && line.ptr[line.len - 1] == ' ') {
        line.len--;
    }
    return line;
}

size_t text_wrap(struct arena *arena, struct str text, int width, const struct str **lines)
{
    if (width < 1) {
        width = 1;
    }
    size_t cap = 8;
    size_t n = 0;
    struct str *out = ARENA_ARRAY(arena, cap, struct str);
    size_t at = 0;
    while (at <= text.len) {
        size_t next = 0;
        struct str line = first_line(text, at, width, &next);
        if (n == cap) {
            struct str *bigger = ARENA_ARRAY(arena, 2 * cap, struct str);
            memcpy(bigger, out, cap * sizeof *out);
            out = bigger;
            cap *= 2;
        }
        out[n++] = without_spaces_behind(line);
        at = next;
    }
    *lines = out;
    return n;
}
