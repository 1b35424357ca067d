#include "tui/bidi.h"

#include <fribidi.h>

#include "base/utf8.h"

/* U+200E: invisible; makes a terminal's own algorithm see each cell as left-to-right. */
#define LRM            0x200Eu
#define LINE_WIDTH_MAX 100000

static bool strong_rtl(uint32_t c)
{
    return c >= 0x590 && FRIBIDI_IS_RTL(fribidi_get_bidi_type(c));
}

bool bidi_needed(struct str text)
{
    for (size_t at = 0; at < text.len;) {
        if ((unsigned char)text.ptr[at] < 0xD6) {
            at++;
            continue;
        }
        uint32_t c = 0;
        utf8_next(text, &at, &c);
        if (strong_rtl(c)) {
            return true;
        }
    }
    return false;
}

bool bidi_begins_rtl(struct str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = 0;
        utf8_next(text, &at, &c);
        FriBidiCharType type = fribidi_get_bidi_type(c);
        if (FRIBIDI_IS_STRONG(type)) {
            return FRIBIDI_IS_RTL(type);
        }
    }
    return false;
}

/* A paragraph as fribidi wants it, each code point with the byte it came from. */
struct paragraph {
    FriBidiChar *points;
    size_t *from;
    FriBidiCharType *types;
    FriBidiLevel *levels;
    FriBidiParType base;
    size_t n;
};

static struct paragraph paragraph_of(struct arena *arena, struct str text, size_t offset, bool rtl)
{
    struct paragraph p = {
        .points = ARENA_ARRAY(arena, text.len + 1, FriBidiChar),
        .from = ARENA_ARRAY(arena, text.len + 1, size_t),
        .types = ARENA_ARRAY(arena, text.len + 1, FriBidiCharType),
        .levels = ARENA_ARRAY(arena, text.len + 1, FriBidiLevel),
        .base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR,
    };
    for (size_t at = 0; at < text.len;) {
        uint32_t c = 0;
        size_t from = at;
        utf8_next(text, &at, &c);
        if (!shown_dropped(c)) {
            p.points[p.n] = c < 0x20 ? ' ' : c;
            p.from[p.n++] = offset + from;
        }
    }
    p.from[p.n] = offset + text.len;
    FriBidiBracketType *brackets = ARENA_ARRAY(arena, p.n + 1, FriBidiBracketType);
    fribidi_get_bidi_types(p.points, (FriBidiStrIndex)p.n, p.types);
    fribidi_get_bracket_types(p.points, (FriBidiStrIndex)p.n, p.types, brackets);
    /* Zero says: out of memory. */
    if (p.n > 0 && fribidi_get_par_embedding_levels_ex(p.types, brackets, (FriBidiStrIndex)p.n, &p.base,
                                                       p.levels) == 0) {
        mem_die();
    }
    return p;
}

/* The cells of one line from its code points in visual order. */
static void collect(struct bidi_line *line, const FriBidiChar *visual, const FriBidiStrIndex *map,
                    const struct paragraph *p, size_t first, size_t n, enum tier tier)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t c = visual[i];
        size_t logical = first + (size_t)map[i];
        /* Left by a lam that joined its alef in one form: that cell shows both. */
        if (c == FRIBIDI_CHAR_FILL) {
            if (line->n > 0 && p->from[logical] < line->cells[line->n - 1].from) {
                line->cells[line->n - 1].from = p->from[logical];
            }
            continue;
        }
        bool mark = c >= 0x300 && utf8_char_width(c) == 0;
        if (mark && line->n > 0) {
            struct shown *cell = &line->cells[line->n - 1];
            shown_add_mark(cell, c);
            cell->to = p->from[logical + 1] > cell->to ? p->from[logical + 1] : cell->to;
            continue;
        }
        struct shown *cell = &line->cells[line->n++];
        shown_start(cell, mark ? ' ' : c, tier);
        cell->rtl = (p->levels[logical] & 1) != 0;
        cell->from = p->from[logical];
        cell->to = p->from[logical + 1];
        line->width += cell->width;
    }
}

/* A part of a paragraph on its way to the order in which it is drawn. */
struct turned {
    size_t first, n;
    FriBidiChar *visual;
    FriBidiStrIndex *map; /* of what is drawn to where it stands in the part */
    bool *ends;           /* by where it stands: the last of a run that is left to the terminal */
};

static struct turned turn(struct arena *arena, const struct paragraph *p, size_t first, size_t n,
                          enum bidi_order order)
{
    struct turned t = {
        .first = first,
        .n = n,
        .visual = ARENA_ARRAY(arena, n + 1, FriBidiChar),
        .map = ARENA_ARRAY(arena, n + 1, FriBidiStrIndex),
        .ends = ARENA_ARRAY(arena, n + 1, bool),
    };
    FriBidiArabicProp *joining = ARENA_ARRAY(arena, n + 1, FriBidiArabicProp);
    FriBidiLevel *levels = ARENA_ARRAY(arena, n + 1, FriBidiLevel);
    FriBidiStrIndex count = (FriBidiStrIndex)n;
    FriBidiFlags shaping = order == BIDI_PROGRAM ? FRIBIDI_FLAGS_ARABIC : 0;
    memcpy(t.visual, p->points + first, n * sizeof *t.visual);
    memcpy(levels, p->levels + first, n * sizeof *levels);
    memset(t.ends, 0, n + 1);
    for (size_t i = 0; i < n; i++) {
        t.map[i] = (FriBidiStrIndex)i;
    }
    fribidi_get_joining_types(t.visual, count, joining);
    fribidi_join_arabic(p->types + first, count, levels, joining);
    fribidi_shape(FRIBIDI_FLAGS_DEFAULT | shaping, levels, count, joining, t.visual);
    if (fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, p->types + first, count, 0, p->base, levels, t.visual,
                             t.map) == 0) {
        mem_die();
    }
    return t;
}

/* ---- what the terminal turns round ---- */

static bool is_letter(const struct paragraph *p, size_t at, bool rtl)
{
    return FRIBIDI_IS_LETTER(p->types[at]) && (FRIBIDI_IS_RTL(p->types[at]) != 0) == rtl;
}

/* The run that begins at `from`, in the order of the text: right-to-left letters with all that runs with them
 * between the first and the last. Its end; `from` when none begins there. */
static size_t run_end(const struct paragraph *p, size_t from, size_t end)
{
    size_t last = from;
    if (!is_letter(p, from, true)) {
        return from;
    }
    /* Level 0 is a bracket that belongs to the left-to-right text around it. */
    for (size_t i = from; i < end && p->levels[i] > 0 && !is_letter(p, i, false); i++) {
        bool mark = p->types[i] == FRIBIDI_TYPE_NSM;
        last = is_letter(p, i, true) || (mark && last + 1 == i) ? i : last;
    }
    return last + 1;
}

/* Puts each run back as it is written. Where one begins to be drawn it stands whole: nothing that is drawn
 * between its letters comes from elsewhere. */
static void unturn(const struct paragraph *p, struct turned *t)
{
    size_t end = t->first + t->n;
    for (size_t from = t->first; from < end;) {
        size_t behind = run_end(p, from, end);
        size_t at = 0;
        if (behind == from) {
            from++;
            continue;
        }
        while (t->first + (size_t)t->map[at] < from || t->first + (size_t)t->map[at] >= behind) {
            at++;
        }
        for (size_t i = from; i < behind && at < t->n; i++, at++) {
            t->visual[at] = p->points[i];
            t->map[at] = (FriBidiStrIndex)(i - t->first);
        }
        t->ends[behind - 1 - t->first] = true;
        from = behind;
    }
}

static bool ends_run(const struct paragraph *p, const struct turned *t, const struct shown *cell)
{
    size_t last = t->first;
    while (p->from[last + 1] < cell->to) {
        last++;
    }
    return t->ends[last - t->first];
}

/* A left-to-right mark in each right-to-left cell leaves a terminal nothing to turn round; behind each run it
 * keeps what follows on the row out of it. */
static struct bidi_line line_of(struct arena *arena, const struct paragraph *p, size_t first, size_t n,
                                enum tier tier, enum bidi_order order)
{
    struct bidi_line line = {.cells = ARENA_ARRAY(arena, n + 1, struct shown)};
    struct turned t = turn(arena, p, first, n, order);
    if (order == BIDI_TERMINAL) {
        unturn(p, &t);
    }
    collect(&line, t.visual, t.map, p, first, n, tier);
    for (size_t i = 0; i < line.n; i++) {
        struct shown *cell = &line.cells[i];
        if (order == BIDI_TERMINAL ? ends_run(p, &t, cell) : strong_rtl(cell->base)) {
            shown_add_mark(cell, LRM);
        }
    }
    return line;
}

static struct bidi_line empty_line(struct arena *arena, size_t at)
{
    return (struct bidi_line){.cells = ARENA_ARRAY(arena, 1, struct shown), .from = at, .to = at};
}

/* The lines of one paragraph behind those already in `out`. */
static size_t layout_paragraph(struct arena *arena, struct str text, size_t offset, int width, bool rtl,
                               enum tier tier, enum bidi_order order, struct bidi_line *out)
{
    const struct str *parts = NULL;
    struct paragraph p = paragraph_of(arena, text, offset, rtl);
    size_t n = text_wrap(arena, text, width, &parts);
    size_t first = 0;
    for (size_t i = 0; i < n; i++) {
        size_t from = offset + (size_t)(parts[i].ptr - text.ptr);
        size_t to = from + parts[i].len;
        while (first < p.n && p.from[first] < from) {
            first++;
        }
        size_t end = first;
        while (end < p.n && p.from[end] < to) {
            end++;
        }
        out[i] = end > first ? line_of(arena, &p, first, end - first, tier, order) : empty_line(arena, from);
        out[i].from = from;
        out[i].to = to;
        first = end;
    }
    return n;
}

size_t bidi_layout(struct arena *arena, struct str text, int width, bool rtl, enum tier tier,
                   enum bidi_order order, const struct bidi_line **lines)
{
    if (width < 1 || width > LINE_WIDTH_MAX) {
        width = LINE_WIDTH_MAX;
    }
    const struct str *all = NULL;
    size_t n = text_wrap(arena, text, width, &all);
    struct bidi_line *out = ARENA_ARRAY(arena, n, struct bidi_line);
    size_t made = 0;
    for (size_t from = 0; made < n;) {
        size_t end = str_find_char(text, '\n', from);
        made += layout_paragraph(arena, str_slice(text, from, end - from), from, width, rtl, tier, order,
                                 out + made);
        from = end + 1;
    }
    *lines = out;
    return n;
}

int bidi_caret(const struct bidi_line *line, size_t at, bool rtl)
{
    int col = 0;
    for (size_t i = 0; i < line->n; i++) {
        if (at >= line->cells[i].from && at < line->cells[i].to) {
            return col;
        }
        col += line->cells[i].width;
    }
    return rtl ? -1 : col;
}
