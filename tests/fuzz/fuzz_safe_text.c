/*
 * safe_text, safe_display, the folding key and the width functions on any bytes. What safe_text lets
 * through must be valid, must not change when it passes again, and must not hold what it refuses.
 */
#include <stdlib.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool is_forbidden(uint32_t c, enum safe_flags flags)
{
    if (c < 0x20) {
        return !(c == '\n' && flags == SAFE_LINES);
    }
    return (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F) || (c & 0xFFFE) == 0xFFFE;
}

static void check_safe(struct arena *arena, struct str in, enum safe_flags flags)
{
    struct safe_problem problem = {0};
    struct str out = STR_EMPTY;
    if (!safe_text(arena, in, flags, 4096, &out, &problem)) {
        must(problem.what != NULL && problem.at <= in.len && out.len == 0);
        return;
    }
    must(out.len <= 4096 && utf8_valid(out) && out.ptr[out.len] == '\0');
    for (size_t at = 0; at < out.len;) {
        uint32_t code_point = 0;
        utf8_next(out, &at, &code_point);
        must(!is_forbidden(code_point, flags));
    }
    struct str again = STR_EMPTY;
    must(safe_text(arena, out, flags, 4096, &again, &problem) && str_equal(out, again));
}

static void check_clusters(struct str in)
{
    size_t at = 0;
    size_t seen = 0;
    size_t last = 0;
    struct str cluster;
    while (utf8_next_cluster(in, &at, &cluster)) {
        must(cluster.len > 0 && cluster.ptr == in.ptr + seen);
        last = seen;
        seen += cluster.len;
        must(at == seen);
    }
    must(seen == in.len && utf8_prev_cluster(in, in.len) == last);
    for (size_t cells = 0; cells < 12; cells++) {
        must(utf8_width(utf8_clip(in, cells)) <= cells);
    }
    must(utf8_clip(in, SIZE_MAX).len == in.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct str in = {(const char *)data, size};
    check_safe(arena, in, SAFE_LINE);
    check_safe(arena, in, SAFE_LINES);
    struct str shown = safe_display(arena, in);
    must(utf8_valid(shown));
    struct str key = utf8_fold(arena, in);
    must(utf8_valid(key) && str_equal(utf8_fold(arena, key), key));
    if (size <= 4096) {
        check_clusters(in);
    }
    arena_free(arena);
    return 0;
}
