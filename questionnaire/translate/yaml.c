#include "questionnaire/translate/translate_priv.h"

#include <strings.h>

/* Writing texts so that every YAML reader takes them for texts. */

static bool other_meaning(struct str text)
{
    static const char *const words[] = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (text.len == strlen(words[i]) && strncasecmp(text.ptr, words[i], text.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool begins_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Stricter than YAML: what is not plainly words is quoted. */
static bool may_be_plain(struct str text, bool flow)
{
    if (!text.len || !begins_plain(text.ptr[0]) || text.ptr[text.len - 1] == ' ' || other_meaning(text)) {
        return false;
    }
    const char *never = flow ? "\n\t\"\\#:,?[]{}" : "\n\t\"\\#";
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool colon = c == ':' && (i + 1 == text.len || text.ptr[i + 1] == ' ');
        if (!c || strchr(never, c) || colon) {
            return false;
        }
    }
    return true;
}

void yaml_quoted(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n') {
            buf_add_text(out, "\\n");
        } else {
            buf_add_text(out, c == '"' || c == '\\' ? "\\" : "");
            buf_add_char(out, c);
        }
    }
    buf_add_char(out, '"');
}

void yaml_scalar(struct buf *out, struct str text, bool flow)
{
    if (may_be_plain(text, flow)) {
        buf_add(out, text);
    } else {
        yaml_quoted(out, text);
    }
}
