#include "base/utf8.h"

#define REPLACEMENT 0xFFFDu

/* Lowest code point that needs so many bytes: below it the form is overlong. */
static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};

static unsigned sequence_length(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if ((lead & 0xF0) == 0xE0) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Bytes of the well-formed sequence at `p`, 0 when malformed. */
static unsigned decode(const unsigned char *p, size_t left, uint32_t *code_point)
{
    unsigned len = sequence_length(p[0]);
    if (len == 0 || len > left) {
        return 0;
    }
    uint32_t value = len == 1 ? p[0] : p[0] & (0x7Fu >> len);
    for (unsigned i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (p[i] & 0x3Fu);
    }
    if (value < lowest[len] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *code_point = value;
    return len;
}

bool utf8_next(struct str s, size_t *at, uint32_t *code_point)
{
    *code_point = REPLACEMENT;
    if (*at >= s.len) {
        return false;
    }
    unsigned len = decode((const unsigned char *)s.ptr + *at, s.len - *at, code_point);
    *at += len ? len : 1;
    return len != 0;
}

/* Eight ASCII bytes at a time: nearly all text there is. Returns how far it came. */
static size_t ascii_words(struct str s, size_t at)
{
    for (; at + 8 <= s.len; at += 8) {
        uint64_t word = 0;
        memcpy(&word, s.ptr + at, 8);
        if (word & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    return at;
}

bool utf8_valid(struct str s)
{
    uint32_t code_point = 0;
    for (size_t at = ascii_words(s, 0); at < s.len; at = ascii_words(s, at)) {
        if (!utf8_next(s, &at, &code_point)) {
            return false;
        }
    }
    return true;
}

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        return 0;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(lead[len] | c);
    return len;
}

size_t utf8_count(struct str s)
{
    size_t n = 0;
    size_t at = 0;
    uint32_t code_point = 0;
    while (at < s.len) {
        utf8_next(s, &at, &code_point);
        n++;
    }
    return n;
}
