#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/str.h"

/*
 * A growing byte buffer that states its limit when made. Over the limit it sets `full`, keeps what
 * fits so far and ignores further writes: test `full` once at the end. Always NUL-terminated.
 */
struct buf {
    char *ptr;
    size_t len;
    size_t cap;
    size_t limit;
    bool full;
};

#define BUF_LIMIT_DEFAULT ((size_t)64 << 20)

struct buf buf_new(size_t limit); /* allocates nothing yet */
void buf_free(struct buf *buf);
void buf_clear(struct buf *buf); /* keeps the memory */
void buf_add(struct buf *buf, struct str s);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_char(struct buf *buf, char c);
void buf_add_code_point(struct buf *buf, uint32_t code_point); /* as UTF-8 */
void buf_format(struct buf *buf, const char *format, ...) PRINTF(2, 3);
void buf_vformat(struct buf *buf, const char *format, va_list args) PRINTF(2, 0);
static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->ptr ? buf->ptr : "", buf->len};
}

#endif
