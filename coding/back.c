#include "coding/back.h"

#include "base/buf.h"

static bool holds(struct str codes, struct str code)
{
    struct str part;
    while (codes.len && str_split(&codes, ' ', &part)) {
        if (str_equal(part, code)) {
            return true;
        }
    }
    return false;
}

struct str back_coded(struct arena *arena, const struct variable *question, struct str value,
                      struct str other, struct str codes)
{
    if (!question->list || !codes.len || codes.ptr[0] == '!' || !holds(value, other)) {
        return arena_copy(arena, value);
    }
    if (question->type == VARIABLE_CODE) {
        return arena_copy(arena, str_slice(codes, 0, str_find_char(codes, ' ', 0)));
    }
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < question->list->n; i++) {
        struct str code = question->list->options[i].code;
        bool kept = holds(value, code) && !str_equal(code, other);
        if (kept || holds(codes, code)) {
            buf_add_text(&buf, buf.len ? " " : "");
            buf_add(&buf, code);
        }
    }
    struct str out = arena_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}
