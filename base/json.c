#include "base/json.h"

#include <inttypes.h>

#include "base/utf8.h"

struct json json_new(struct buf *out)
{
    return (struct json){.out = out};
}

/* A comma where something stands before, except between a key and its value. */
static void json_separate(struct json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->filled[json->depth]) {
        buf_add_char(json->out, ',');
    }
    json->filled[json->depth] = true;
}

static void json_open(struct json *json, char bracket)
{
    json_separate(json);
    buf_add_char(json->out, bracket);
    if (json->depth + 1 >= ARRAY_LEN(json->filled)) {
        json->out->full = true; /* too deep: what comes out must not pass for whole */
        return;
    }
    json->filled[++json->depth] = false;
}

static void json_close(struct json *json, char bracket)
{
    if (json->depth > 0) {
        json->depth--;
    }
    buf_add_char(json->out, bracket);
}

void json_object(struct json *json)
{
    json_open(json, '{');
}

void json_object_end(struct json *json)
{
    json_close(json, '}');
}

void json_array(struct json *json)
{
    json_open(json, '[');
}

void json_array_end(struct json *json)
{
    json_close(json, ']');
}

static void json_escape(struct buf *out, uint32_t code_point)
{
    static const char shorts[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'};
    if (code_point < ARRAY_LEN(shorts) && shorts[code_point]) {
        buf_add_char(out, '\\');
        buf_add_char(out, shorts[code_point]);
    } else if (code_point < 0x20 || code_point == 0x7F) {
        buf_format(out, "\\u%04x", code_point);
    } else {
        buf_add_code_point(out, code_point);
    }
}

static void json_string(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point = 0;
        utf8_next(text, &at, &code_point);
        json_escape(out, code_point);
    }
    buf_add_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
    json_separate(json);
    json_string(json->out, str_from(key));
    buf_add_char(json->out, ':');
    json->after_key = true;
}

void json_text(struct json *json, struct str text)
{
    json_separate(json);
    json_string(json->out, text);
}

void json_int(struct json *json, int64_t value)
{
    json_separate(json);
    buf_format(json->out, "%" PRId64, value);
}

void json_raw(struct json *json, struct str number)
{
    json_separate(json);
    buf_add(json->out, number);
}

void json_bool(struct json *json, bool value)
{
    json_raw(json, value ? STR("true") : STR("false"));
}

void json_null(struct json *json)
{
    json_raw(json, STR("null"));
}

void json_put(struct json *json, const char *key, struct str text)
{
    json_key(json, key);
    json_text(json, text);
}

void json_put_int(struct json *json, const char *key, int64_t value)
{
    json_key(json, key);
    json_int(json, value);
}
