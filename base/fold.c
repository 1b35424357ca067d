#include "base/utf8.h"

#include <utf8proc.h>

#include "base/buf.h"

/* Letters that Unicode does not take apart, though people type them without their stroke. */
struct folding {
    uint32_t from;
    const char *to;
};

static const struct folding foldings[] = {
    {0x00E6, "ae"}, /* æ */
    {0x00F0, "d"},  /* ð */
    {0x00F8, "o"},  /* ø */
    {0x00FE, "th"}, /* þ */
    {0x0111, "d"},  /* đ */
    {0x0127, "h"},  /* ħ */
    {0x0131, "i"},  /* ı */
    {0x0142, "l"},  /* ł */
    {0x0153, "oe"}, /* œ */
};

static bool is_word(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

static bool is_mark(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

static void add_folded(struct buf *out, uint32_t c)
{
    for (size_t i = 0; i < ARRAY_LEN(foldings); i++) {
        if (foldings[i].from == c) {
            buf_add_text(out, foldings[i].to);
            return;
        }
    }
    buf_add_code_point(out, c);
}

/* One folded and decomposed code point; `gap`: something else than a word stood before it. */
static void fold_one(struct buf *out, uint32_t c, bool *gap)
{
    if (is_mark(c)) {
        return;
    }
    if (!is_word(c)) {
        *gap = true;
        return;
    }
    if (*gap && out->len) {
        buf_add_char(out, ' ');
    }
    *gap = false;
    add_folded(out, c);
}

static void fold_any(struct buf *out, uint32_t c, bool *gap)
{
    enum { PARTS = 32 };
    utf8proc_int32_t parts[PARTS];
    int last_class = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, PARTS,
                                                 UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &last_class);
    for (utf8proc_ssize_t i = 0; i < n && i < PARTS; i++) {
        fold_one(out, (uint32_t)parts[i], gap);
    }
}

struct str utf8_fold(struct arena *arena, struct str s)
{
    struct buf buf = buf_new(SIZE_MAX / 2);
    bool gap = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t code_point = 0;
        if (!utf8_next(s, &at, &code_point)) {
            gap = true;
        } else if (code_point < 0x80) {
            code_point += code_point >= 'A' && code_point <= 'Z' ? 'a' - 'A' : 0;
            fold_one(&buf, code_point, &gap);
        } else {
            fold_any(&buf, code_point, &gap);
        }
    }
    struct str out = arena_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}
