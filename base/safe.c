#include "base/safe_priv.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/buf.h"

enum {
    MARKS_MAX = 4,
    /* Before normalising, which sorts a run of marks in quadratic time; no language comes near it. */
    MARKS_MAX_RAW = 16,
    /* No text shrinks to less than a third of its bytes by NFC. */
    SHRINK_MAX = 4
};

struct refused {
    uint32_t first;
    uint32_t last;
    const char *what;
};

static const struct refused refused[] = {
    {0x0000, 0x0000, "NUL character"},
    {0x0001, 0x0008, "control character"},
    {0x000A, 0x000A, "line end"},
    {0x000B, 0x000C, "control character"},
    {0x000D, 0x000D, "line end"},
    {0x000E, 0x001F, "control character"},
    {0x007F, 0x009F, "control character"},
    {0x2028, 0x2029, "line or paragraph separator"},
    {0x202A, 0x202E, "bidirectional control"},
    {0x2066, 0x2069, "bidirectional control"},
    {0xFDD0, 0xFDEF, "noncharacter"},
    {0xFEFF, 0xFEFF, "byte order mark"},
    {0xE0000, 0xE007F, "tag character"},
};

/* Why this code point may not stay, or NULL. Line ends are in the table: SAFE_LINES passes before it. */
static const char *refusal(uint32_t c)
{
    if ((c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0x2028)) {
        return NULL;
    }
    for (size_t i = 0; i < ARRAY_LEN(refused) && refused[i].first <= c; i++) {
        if (c <= refused[i].last) {
            return refused[i].what;
        }
    }
    return (c & 0xFFFE) == 0xFFFE ? "noncharacter" : NULL;
}

static bool mark_category(utf8proc_propval_t category)
{
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

static bool is_mark(uint32_t c)
{
    return c >= 0x300 && mark_category(utf8proc_get_property((utf8proc_int32_t)c)->category);
}

/* What it decomposes into composes again to the same. */
static bool recomposes(uint32_t c, const utf8proc_property_t *property)
{
    if (property->decomp_seqindex == UINT16_MAX || property->decomp_type != 0) {
        return true;
    }
    utf8proc_int32_t parts[8];
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, parts, ARRAY_LEN(parts), UTF8PROC_DECOMPOSE, NULL);
    n = utf8proc_normalize_utf32(parts, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return n == 1 && parts[0] == (utf8proc_int32_t)c;
}

/* NFC leaves it as it is whatever stands before and after: nothing before it takes it in. */
static bool is_inert(uint32_t c)
{
    if (c < 0x300) {
        return true;
    }
    if (c >= 0x1100 && c <= 0x11FF) {
        return false;
    }
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    bool second = property->comb_index >= 0x8000 && property->comb_index != UINT16_MAX;
    return property->combining_class == 0 && !second && recomposes(c, property);
}

/* Nothing needs to be looked at but itself. */
static bool is_settled(uint32_t c)
{
    return (c >= 0xA0 && c < 0x300) || (!refusal(c) && !is_mark(c) && is_inert(c));
}

static bool refuse(struct safe_problem *problem, size_t at, uint32_t code_point, const char *what)
{
    *problem = (struct safe_problem){at, code_point, what};
    return false;
}

/* Eight printable ASCII bytes at a time: nearly all text there is. Returns how far it came; what stands
 * there may still be printable. */
static size_t plain_words(struct str s, size_t i)
{
    const uint64_t ones = UINT64_MAX / 255;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, s.ptr + i, 8);
        /* A byte below 0x20 borrows in the first term, 0x7F carries in the second, >= 0x80 shows itself. */
        if (((word - ones * 0x20) | (word + ones) | word) & (ones * 0x80)) {
            break;
        }
    }
    return i;
}

/* The same with line feeds let through. */
static size_t plain_lines(struct str s, size_t i)
{
    const uint64_t ones = UINT64_MAX / 255;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, s.ptr + i, 8);
        /* 0x80 in each byte that is a line feed: only a zero byte keeps its top bit clear twice. A line feed
         * becomes 0x2A. */
        uint64_t other = word ^ ones * '\n';
        uint64_t feeds = ~(((other & ones * 0x7F) + ones * 0x7F) | other) & ones * 0x80;
        word |= feeds >> 2;
        if (((word - ones * 0x20) | (word + ones) | word) & (ones * 0x80)) {
            break;
        }
    }
    return i;
}

/* Most text of any language: nothing to refuse, to clean or to normalise. */
static bool is_plain(struct str s, enum safe_flags flags)
{
    for (size_t i = plain_words(s, 0); i < s.len;) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x80) {
            uint32_t code_point = 0;
            if (!utf8_next(s, &i, &code_point) || !is_settled(code_point)) {
                return false;
            }
        } else if ((c < 0x20 || c > 0x7E) && !(c == '\n' && flags == SAFE_LINES)) {
            return false;
        } else {
            i = plain_words(s, i + 1);
        }
    }
    return true;
}

struct cleaning {
    struct str in;
    enum safe_flags flags;
    char *out; /* as many bytes as `in` has */
    size_t len;
    unsigned marks;
    bool inert; /* no need to normalise */
    struct safe_problem *problem;
};

static bool clean_line_end(struct cleaning *c, size_t *at, uint32_t code_point)
{
    if (c->flags != SAFE_LINES) {
        return refuse(c->problem, *at - 1, code_point, "line end");
    }
    if (code_point == '\r' && *at < c->in.len && c->in.ptr[*at] == '\n') {
        (*at)++;
    }
    c->out[c->len++] = '\n';
    c->marks = 0;
    return true;
}

static bool clean_one(struct cleaning *c, size_t *at)
{
    size_t from = *at;
    uint32_t code_point = 0;
    if (!utf8_next(c->in, at, &code_point)) {
        return refuse(c->problem, from, 0, "invalid UTF-8");
    }
    if (code_point == '\n' || code_point == '\r') {
        return clean_line_end(c, at, code_point);
    }
    code_point = code_point == '\t' ? ' ' : code_point;
    const char *what = refusal(code_point);
    if (what) {
        return refuse(c->problem, from, code_point, what);
    }
    c->marks = is_mark(code_point) ? c->marks + 1 : 0;
    if (c->marks > MARKS_MAX_RAW) {
        return refuse(c->problem, from, code_point, "too many combining marks");
    }
    c->inert = c->inert && is_inert(code_point);
    c->len += utf8_encode(code_point, c->out + c->len);
    return true;
}

/* Offset of the first mark beyond `most` in a row, or s.len. */
static size_t marks_beyond(struct str s, unsigned most)
{
    unsigned marks = 0;
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        uint32_t code_point = 0;
        utf8_next(s, &at, &code_point);
        marks = is_mark(code_point) ? marks + 1 : 0;
        if (marks > most) {
            return from;
        }
    }
    return s.len;
}

static struct str normalised(struct arena *arena, struct str s)
{
    utf8proc_uint8_t *bytes = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len, &bytes,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len < 0) { /* valid UTF-8 without NUL: only memory can be wanting */
        mem_die();
    }
    struct str out = arena_copy(arena, (struct str){(const char *)bytes, (size_t)len});
    free(bytes);
    return out;
}

/* The general way. */
static bool safe_slow(struct arena *arena, struct cleaning *c, struct str *out)
{
    for (size_t at = 0; at < c->in.len;) {
        size_t run = plain_words(c->in, at) - at;
        if (run) {
            memcpy(c->out + c->len, c->in.ptr + at, run);
            c->len += run;
            c->marks = 0;
            at += run;
        } else if (!clean_one(c, &at)) {
            return false;
        }
    }
    c->out[c->len] = '\0';
    *out = (struct str){c->out, c->len};
    if (c->inert) {
        return true;
    }
    *out = normalised(arena, *out);
    if (marks_beyond(*out, MARKS_MAX) < out->len) {
        /* Where it is in the input: there, marks that compose or decompose may count otherwise. */
        size_t at = marks_beyond(c->in, MARKS_MAX);
        at = at < c->in.len ? at : marks_beyond(c->in, 0);
        return refuse(c->problem, at, 0, "too many combining marks");
    }
    return true;
}

bool safe_text(struct arena *arena, struct str in, enum safe_flags flags, size_t max_bytes, struct str *out,
               struct safe_problem *problem)
{
    *out = STR_EMPTY;
    if (in.len / SHRINK_MAX > max_bytes) {
        return refuse(problem, max_bytes, 0, "too long");
    }
    if (is_plain(in, flags)) {
        if (in.len > max_bytes) {
            return refuse(problem, max_bytes, 0, "too long");
        }
        *out = arena_copy(arena, in);
        return true;
    }
    struct str result = STR_EMPTY;
    struct cleaning cleaning = {.in = in, .flags = flags, .inert = true, .problem = problem};
    cleaning.out = arena_array(arena, in.len + 1, 1);
    if (!safe_slow(arena, &cleaning, &result)) {
        return false;
    }
    if (result.len > max_bytes) {
        return refuse(problem, in.len < max_bytes ? in.len : max_bytes, 0, "too long");
    }
    *out = result;
    return true;
}

bool safe_check(struct str text, struct safe_problem *problem)
{
    for (size_t at = plain_lines(text, 0); at < text.len;) {
        unsigned char byte = (unsigned char)text.ptr[at];
        if (byte == '\t' || byte == '\r') {
            at = plain_lines(text, at + 1);
            continue;
        }
        if (byte == '\n' || (byte >= 0x20 && byte < 0x7F)) {
            at++;
            continue;
        }
        size_t from = at;
        uint32_t c = 0;
        if (!utf8_next(text, &at, &c)) {
            return refuse(problem, from, 0, "invalid UTF-8");
        }
        const char *what = refusal(c);
        if (what) {
            return refuse(problem, from, c, what);
        }
        at = plain_lines(text, at);
    }
    return true;
}

struct str safe_display(struct arena *arena, struct str in)
{
    if (is_plain(in, SAFE_LINE)) {
        return arena_copy(arena, in);
    }
    struct buf buf = buf_new(SIZE_MAX / 2);
    unsigned marks = 0;
    for (size_t at = 0; at < in.len;) {
        uint32_t code_point = 0;
        utf8_next(in, &at, &code_point);
        marks = is_mark(code_point) ? marks + 1 : 0;
        if (code_point == '\t') {
            buf_add_char(&buf, ' ');
        } else if (refusal(code_point)) {
            buf_format(&buf, "<U+%04X>", code_point);
        } else if (marks <= MARKS_MAX) {
            buf_add_code_point(&buf, code_point);
        }
    }
    struct str out = arena_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}
