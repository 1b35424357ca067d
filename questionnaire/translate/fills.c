#include "questionnaire/translate/translate_priv.h"

/* What a text fills in, as it stands in its file. */

bool fill_next(struct str text, size_t *at, struct str *inside, bool *closed)
{
    *closed = true;
    for (size_t open = str_find_char(text, '{', *at); open < text.len; open = str_find_char(text, '{', *at)) {
        if (open + 1 < text.len && text.ptr[open + 1] == '{') {
            *at = open + 2; /* a brace by itself */
            continue;
        }
        size_t end = str_find_char(text, '}', open);
        *closed = end < text.len;
        *inside = str_slice(text, open + 1, end - open - 1);
        *at = end + 1;
        return *closed;
    }
    return false;
}

struct str fill_name(struct str inside)
{
    return str_trim(str_slice(inside, 0, str_find_char(inside, '|', 0)));
}

const struct fill *phrase_fill(const struct questionnaire *q, struct str id)
{
    for (uint32_t i = 0; i < q->fills_n; i++) {
        if (str_equal(q->fills[i].id, id)) {
            return &q->fills[i];
        }
    }
    return NULL;
}
