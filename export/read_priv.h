#ifndef EXPORT_READ_PRIV_H
#define EXPORT_READ_PRIV_H

#include "export/number.h"
#include "export/read.h"

/* Bytes that are taken one after the other; behind the end everything is zero and `bad` is set. */
struct cursor {
    const unsigned char *bytes;
    size_t at, len;
    bool bad;
};

static inline const unsigned char *take(struct cursor *c, size_t n)
{
    if (c->bad || n > c->len - c->at) {
        c->bad = true;
        return NULL;
    }
    const unsigned char *found = c->bytes + c->at;
    c->at += n;
    return found;
}
static inline uint64_t take_number(struct cursor *c, unsigned bytes)
{
    const unsigned char *found = take(c, bytes);
    return found ? get_bytes(found, bytes) : 0;
}
static inline int32_t take_int(struct cursor *c)
{
    return (int32_t)(uint32_t)take_number(c, 4);
}
static inline double take_double(struct cursor *c)
{
    const unsigned char *found = take(c, 8);
    return found ? get_double(found) : 0;
}
static inline struct str take_str(struct cursor *c, size_t n)
{
    const unsigned char *found = take(c, n);
    return found ? (struct str){(const char *)found, n} : (struct str){"", 0};
}
/* Without the spaces behind it. */
static inline struct str without_spaces(struct str text)
{
    while (text.len && text.ptr[text.len - 1] == ' ') {
        text.len--;
    }
    return text;
}
/* Up to the first NUL. */
static inline struct str until_nul(struct str text)
{
    const char *end = text.len ? memchr(text.ptr, '\0', text.len) : NULL;
    return end ? (struct str){text.ptr, (size_t)(end - text.ptr)} : text;
}

#endif
