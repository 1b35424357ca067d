#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"

struct buf buf_new(size_t limit)
{
    return (struct buf){.limit = limit};
}

void buf_free(struct buf *buf)
{
    free(buf->ptr);
    *buf = buf_new(buf->limit);
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->full = false;
    if (buf->ptr) {
        buf->ptr[0] = '\0';
    }
}

/* Room for `more` bytes and the NUL; false, and full, when that passes the limit. */
static bool buf_room(struct buf *buf, size_t more)
{
    if (buf->full || more > buf->limit - buf->len) {
        buf->full = true;
        return false;
    }
    size_t wanted = buf->len + more + 1;
    if (wanted <= buf->cap) {
        return true;
    }
    size_t cap = buf->cap ? buf->cap : 64;
    while (cap < wanted) {
        cap = cap > SIZE_MAX / 2 ? wanted : cap * 2;
    }
    buf->ptr = mem_realloc(buf->ptr, cap, 1);
    buf->cap = cap;
    return true;
}

void buf_add(struct buf *buf, struct str s)
{
    if (!buf_room(buf, s.len)) {
        return;
    }
    if (s.len) {
        memcpy(buf->ptr + buf->len, s.ptr, s.len);
    }
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, str_from(text));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, (struct str){&c, 1});
}

void buf_add_code_point(struct buf *buf, uint32_t code_point)
{
    char bytes[4];
    buf_add(buf, (struct str){bytes, utf8_encode(code_point, bytes)});
}

void buf_vformat(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len >= 0 && buf_room(buf, (size_t)len)) {
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

void buf_format(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_vformat(buf, format, args);
    va_end(args);
}
