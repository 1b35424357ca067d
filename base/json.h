#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Writes JSON (RFC 8259) into a buffer; commas and nesting are its business. Depth at most 32. */
struct json {
    struct buf *out;
    unsigned depth;
    bool filled[33]; /* something stands already at this depth */
    bool after_key;
};

struct json json_new(struct buf *out);
void json_object(struct json *json);
void json_object_end(struct json *json);
void json_array(struct json *json);
void json_array_end(struct json *json);
void json_key(struct json *json, const char *key);
void json_text(struct json *json, struct str text); /* bad UTF-8 becomes U+FFFD */
void json_int(struct json *json, int64_t value);
void json_raw(struct json *json, struct str number); /* a number already formatted */
void json_bool(struct json *json, bool value);
void json_null(struct json *json);
/* key and value in one call */
void json_put(struct json *json, const char *key, struct str text);
void json_put_int(struct json *json, const char *key, int64_t value);

#endif
