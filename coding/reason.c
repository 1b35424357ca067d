#include "coding/reason.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const origin_names[ORIGINS] = {
    [ORIGIN_HUMAN] = "human", [ORIGIN_VERBATIM] = "verbatim", [ORIGIN_MODEL] = "model",
    [ORIGIN_RULE] = "rule",   [ORIGIN_IMPORT] = "import",     [ORIGIN_ADJUDICATED] = "adjudicated",
};

const char *origin_name(enum code_origin origin)
{
    return origin_names[origin];
}

bool origin_parse(struct str name, enum code_origin *out)
{
    for (size_t i = 0; i < ORIGINS; i++) {
        if (str_is(name, origin_names[i])) {
            *out = (enum code_origin)i;
            return true;
        }
    }
    return false;
}

bool origin_of_people(const struct code_reason *reason)
{
    enum code_origin origin = reason->origin == ORIGIN_IMPORT ? reason->from : reason->origin;
    return origin == ORIGIN_HUMAN || origin == ORIGIN_ADJUDICATED || origin == ORIGIN_IMPORT;
}

/* ---- writing ---- */

static void write_word(struct buf *out, const char *key, struct str value)
{
    if (!value.len) {
        return;
    }
    buf_format(out, " %s=", key);
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c <= ' ' || c == '%' || c == 0x7f) {
            buf_format(out, "%%%02X", c);
        } else {
            buf_add_char(out, (char)c);
        }
    }
}

static void write_count(struct buf *out, const char *key, unsigned value)
{
    if (value) {
        buf_format(out, " %s=%u", key, value);
    }
}

void reason_write(struct buf *out, const struct code_reason *reason)
{
    buf_format(out, "origin=%s", origin_name(reason->origin));
    if (reason->from != reason->origin) {
        buf_format(out, " from=%s", origin_name(reason->from));
    }
    if (!isnan(reason->p)) {
        buf_format(out, " p=%.4f", reason->p);
    }
    write_word(out, "model", reason->model);
    write_word(out, "coder", reason->coder);
    write_count(out, "rank", reason->rank);
    write_count(out, "keys", reason->keys);
    if (reason->note.len) {
        buf_add_text(out, " note=");
        buf_add(out, reason->note);
    }
}

/* ---- reading ---- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static struct str read_word(struct arena *arena, struct str value)
{
    char *text = arena_alloc(arena, value.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < value.len; i++) {
        int high = value.ptr[i] == '%' && i + 2 < value.len ? hex_digit(value.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(value.ptr[i + 2]) : -1;
        text[n++] = low >= 0 ? (char)(high * 16 + low) : value.ptr[i];
        i += low >= 0 ? 2 : 0;
    }
    return (struct str){text, n};
}

static unsigned read_count(struct str value)
{
    int64_t number = 0;
    return str_to_int64(value, &number) && number > 0 && number <= INT32_MAX ? (unsigned)number : 0;
}

/* 0 to 1, with a dot; NAN for anything else. */
static double read_p(struct str value)
{
    char text[16];
    if (!value.len || value.len >= sizeof text) {
        return NAN;
    }
    snprintf(text, sizeof text, "%.*s", STR_ARG(value));
    char *end = NULL;
    double p = strtod(text, &end);
    return end == text + value.len && p >= 0 && p <= 1 ? p : NAN;
}

static void read_pair(struct arena *arena, struct str key, struct str value, struct code_reason *out,
                      bool *known)
{
    if (str_is(key, "origin")) {
        *known = origin_parse(value, &out->origin);
        out->from = out->origin;
    } else if (str_is(key, "from")) {
        origin_parse(value, &out->from);
    } else if (str_is(key, "p")) {
        out->p = read_p(value);
    } else if (str_is(key, "model")) {
        out->model = read_word(arena, value);
    } else if (str_is(key, "coder")) {
        out->coder = read_word(arena, value);
    } else if (str_is(key, "rank")) {
        out->rank = read_count(value);
    } else if (str_is(key, "keys")) {
        out->keys = read_count(value);
    }
}

bool reason_read(struct arena *arena, struct str text, struct code_reason *out)
{
    *out = (struct code_reason){.p = NAN};
    bool known = false;
    struct str rest = text.ptr ? text : STR_EMPTY;
    while (rest.len) {
        if (str_starts(rest, STR("note="))) {
            out->note = arena_copy(arena, str_slice(rest, 5, rest.len));
            break;
        }
        struct str word;
        str_split(&rest, ' ', &word);
        size_t equals = str_find_char(word, '=', 0);
        read_pair(arena, str_slice(word, 0, equals), str_slice(word, equals + 1, word.len), out, &known);
    }
    return known;
}
