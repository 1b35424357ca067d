#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"

/*
 * A string is a pointer and a length. It is never freed by itself: it points into an arena, a
 * buffer or a literal, and lives as long as that. `ptr` may be NULL only where `len` is 0. The
 * bytes are not NUL-terminated unless the maker says so (arena_copy and arena_format do).
 */
struct str {
    const char *ptr;
    size_t len;
};

/* For literals only: sizeof a pointer would be silently wrong, the empty "" refuses it. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_EMPTY    ((struct str){"", 0})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, ((s).ptr ? (s).ptr : "")

static inline struct str str_from(const char *text)
{
    return (struct str){text, text ? strlen(text) : 0};
}

static inline struct str str_slice(struct str s, size_t from, size_t len)
{
    if (from > s.len) {
        from = s.len;
    }
    if (len > s.len - from) {
        len = s.len - from;
    }
    return (struct str){s.ptr ? s.ptr + from : "", len};
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_is(struct str a, const char *literal)
{
    return str_equal(a, str_from(literal));
}

/* Byte order; for UTF-8 that is code point order. Returns <0, 0 or >0. */
int str_compare(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Index of the first `c` at or after `from`, or s.len. */
size_t str_find_char(struct str s, char c, size_t from);
/* Index of the first `needle` at or after `from`, or s.len where there is none. */
size_t str_find(struct str s, struct str needle, size_t from);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* Cuts the part before the first `separator` off *rest and returns it; false when *rest is used up
 * (an empty last part is still returned: "a," gives "a" and ""). Set rest->ptr non-NULL first. */
bool str_split(struct str *rest, char separator, struct str *part);
/* FNV-1a, for hash tables in memory only; never written to disk. */
uint64_t str_hash(struct str s);
/* Whole string as a decimal integer with optional '-'; false on anything else or overflow. */
bool str_to_int64(struct str s, int64_t *out);

/*
 * The closest of `n` candidates by edit distance with adjacent swaps, for "did you mean"; returns
 * its index, or n where none is within max(1, len/3) edits. Candidates beyond 64 bytes are passed over.
 */
size_t str_closest(struct str word, const struct str *candidates, size_t n);

#endif
