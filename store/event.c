#include "store/event_priv.h"

#include <string.h>

/* The first words of what is hashed, so that no hash of one kind can pass for another. */
#define WORDS_ROOT    STR("veldwerk chain 1")
#define WORDS_ACT     STR("veldwerk act 1")
#define WORDS_CONTENT STR("veldwerk content 1")

struct hash event_root(const struct hash *study_id, struct str device)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, WORDS_ROOT);
    hasher_add(&hasher, study_id->bytes, HASH_BYTES);
    hasher_add_str(&hasher, device);
    return hasher_end(&hasher);
}

struct hash event_content(struct str nonce, struct str payload)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, WORDS_CONTENT);
    hasher_add_str(&hasher, nonce);
    hasher_add_str(&hasher, payload);
    return hasher_end(&hasher);
}

struct hash event_id(const struct act *act, struct str replaces, const struct hash *content)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, WORDS_ACT);
    hasher_add(&hasher, act->prev.bytes, HASH_BYTES);
    hasher_add_str(&hasher, act->device);
    hasher_add_int(&hasher, (int64_t)act->seq);
    hasher_add_str(&hasher, act->case_id);
    hasher_add_str(&hasher, str_from(act_kind_name(act->kind)));
    hasher_add_str(&hasher, act->item);
    hasher_add_int(&hasher, act->row);
    hasher_add_str(&hasher, replaces);
    hasher_add(&hasher, act->undoes.bytes, HASH_BYTES);
    hasher_add_str(&hasher, act->user);
    hasher_add_str(&hasher, act->language);
    hasher_add(&hasher, act->questionnaire.bytes, HASH_BYTES);
    hasher_add_int(&hasher, act->wall_ms);
    hasher_add_int(&hasher, act->boot_ms);
    hasher_add_int(&hasher, act->shown_ms);
    hasher_add_int(&hasher, act->idle_ms);
    hasher_add(&hasher, content->bytes, HASH_BYTES);
    return hasher_end(&hasher);
}

struct hash texts_digest(const struct str *texts, size_t n)
{
    struct hasher hasher;
    hasher_start(&hasher);
    for (size_t i = 0; i < n; i++) {
        hasher_add_str(&hasher, texts[i]);
    }
    return hasher_end(&hasher);
}

void event_add_replaced(struct buf *replaces, uint32_t change, const struct hash *event)
{
    for (unsigned i = 0; i < 4; i++) {
        buf_add_char(replaces, (char)(unsigned char)(change >> (8 * i)));
    }
    buf_add(replaces, (struct str){(const char *)event->bytes, HASH_BYTES});
}

/* ---- payload: texts with their length before them, numbers as LEB128 ---- */

static void put_number(struct buf *out, uint64_t number)
{
    while (number >= 0x80) {
        buf_add_char(out, (char)(unsigned char)(number | 0x80));
        number >>= 7;
    }
    buf_add_char(out, (char)(unsigned char)number);
}

static void put_text(struct buf *out, struct str text)
{
    put_number(out, text.len);
    buf_add(out, text);
}

void event_write_payload(struct buf *out, const struct act *act)
{
    put_text(out, act->reason);
    put_number(out, act->n);
    for (size_t i = 0; i < act->n; i++) {
        const struct change *change = &act->changes[i];
        put_text(out, str_from(act_register_name(change->reg)));
        put_text(out, change->item);
        put_number(out, change->row);
        put_text(out, str_from(cell_state_name(change->state)));
        put_text(out, change->value);
    }
}

/* What is left to read; `bad` once something did not fit. */
struct reader {
    struct str rest;
    bool bad;
};

static uint64_t get_number(struct reader *reader)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 63 && reader->rest.len; shift += 7) {
        unsigned char byte = (unsigned char)reader->rest.ptr[0];
        reader->rest = str_slice(reader->rest, 1, reader->rest.len);
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            return number;
        }
    }
    reader->bad = true;
    return 0;
}

static struct str get_text(struct reader *reader)
{
    uint64_t len = get_number(reader);
    if (len > reader->rest.len) {
        reader->bad = true;
        return STR_EMPTY;
    }
    struct str text = str_slice(reader->rest, 0, (size_t)len);
    reader->rest = str_slice(reader->rest, (size_t)len, reader->rest.len);
    return text;
}

static void get_change(struct reader *reader, struct change *change)
{
    struct str reg = get_text(reader);
    change->item = get_text(reader);
    uint64_t row = get_number(reader);
    struct str state = get_text(reader);
    change->value = get_text(reader);
    change->row = (uint32_t)row;
    if (row > UINT32_MAX || !act_register_parse(reg, &change->reg) ||
        !cell_state_parse(state, &change->state)) {
        reader->bad = true;
    }
}

bool event_read_payload(struct arena *arena, struct str bytes, struct act *act)
{
    struct reader reader = {.rest = arena_copy(arena, bytes)};
    act->reason = get_text(&reader);
    uint64_t n = get_number(&reader);
    /* A change takes five bytes at least: a number that cannot be true asks for no memory. */
    if (reader.bad || n > reader.rest.len / 5) {
        return false;
    }
    struct change *changes = ARENA_ARRAY(arena, (size_t)n, struct change);
    for (size_t i = 0; i < n && !reader.bad; i++) {
        get_change(&reader, &changes[i]);
    }
    act->changes = changes;
    act->n = (size_t)n;
    return !reader.bad && reader.rest.len == 0;
}
