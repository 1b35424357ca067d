#include "base/str.h"

int str_compare(struct str a, struct str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    if (order) {
        return order;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, suffix.len), suffix);
}

size_t str_find_char(struct str s, char c, size_t from)
{
    if (from >= s.len) {
        return s.len;
    }
    const char *hit = memchr(s.ptr + from, c, s.len - from);
    return hit ? (size_t)(hit - s.ptr) : s.len;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
    if (from > s.len || s.len - from < needle.len) {
        return s.len;
    }
    if (needle.len == 0) {
        return from;
    }
    size_t last = s.len - needle.len;
    for (size_t i = from; i <= last; i++) {
        i = str_find_char(s, needle.ptr[0], i);
        if (i <= last && memcmp(s.ptr + i, needle.ptr, needle.len) == 0) {
            return i;
        }
    }
    return s.len;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    size_t from = 0;
    while (from < s.len && is_space(s.ptr[from])) {
        from++;
    }
    size_t end = s.len;
    while (end > from && is_space(s.ptr[end - 1])) {
        end--;
    }
    return str_slice(s, from, end - from);
}

bool str_split(struct str *rest, char separator, struct str *part)
{
    if (!rest->ptr) {
        return false;
    }
    size_t at = str_find_char(*rest, separator, 0);
    *part = str_slice(*rest, 0, at);
    if (at == rest->len) {
        *rest = (struct str){NULL, 0};
    } else {
        *rest = str_slice(*rest, at + 1, rest->len);
    }
    return true;
}

uint64_t str_hash(struct str s)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.len; i++) {
        hash = (hash ^ (unsigned char)s.ptr[i]) * 1099511628211u;
    }
    return hash;
}

bool str_to_int64(struct str s, int64_t *out)
{
    bool negative = s.len > 0 && s.ptr[0] == '-';
    if (s.len == (negative ? 1u : 0u)) {
        return false;
    }
    /* Counted downwards: the lowest number has no positive twin. */
    int64_t value = 0;
    for (size_t i = negative ? 1 : 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, s.ptr[i] - '0', &value)) {
            return false;
        }
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, value, &value)) {
        return false;
    }
    *out = value;
    return true;
}

enum { CLOSEST_MAX = 64 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Optimal string alignment distance; both at most CLOSEST_MAX bytes. */
static unsigned edit_distance(struct str a, struct str b)
{
    unsigned rows[3][CLOSEST_MAX + 1];
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];
    for (unsigned j = 0; j <= b.len; j++) {
        above[j] = j;
        before[j] = j;
    }
    for (unsigned i = 1; i <= a.len; i++) {
        row[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            unsigned change = a.ptr[i - 1] == b.ptr[j - 1] ? 0 : 1;
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + change);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1]) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
        }
        unsigned *unused = before;
        before = above;
        above = row;
        row = unused;
    }
    return above[b.len];
}

size_t str_closest(struct str word, const struct str *candidates, size_t n)
{
    size_t best = n;
    unsigned allowed = word.len / 3 > 1 ? (unsigned)least((unsigned)word.len / 3, CLOSEST_MAX) : 1;
    if (word.len == 0 || word.len > CLOSEST_MAX) {
        return n;
    }
    for (size_t i = 0; i < n; i++) {
        size_t len = candidates[i].len;
        if (len > CLOSEST_MAX || len > word.len + allowed || word.len > len + allowed) {
            continue;
        }
        unsigned distance = edit_distance(word, candidates[i]);
        if (distance <= allowed) {
            best = i;
            if (distance == 0) {
                return best;
            }
            allowed = distance - 1;
        }
    }
    return best;
}
