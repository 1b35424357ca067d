#include "coding/features.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* ---- the vocabulary: open addressing over hashes; two features with one 64-bit hash are one -------- */

struct slot {
    uint64_t hash; /* 0: free */
    uint32_t id;
};

struct vocabulary {
    struct slot *slots;
    size_t cap; /* a power of two */
    size_t n;
};

static struct slot *slots_new(size_t cap)
{
    struct slot *slots = mem_realloc(NULL, cap, sizeof *slots);
    memset(slots, 0, cap * sizeof *slots);
    return slots;
}

struct vocabulary *vocabulary_new(void)
{
    struct vocabulary *v = mem_alloc(sizeof *v);
    *v = (struct vocabulary){.slots = slots_new(1024), .cap = 1024};
    return v;
}

void vocabulary_free(struct vocabulary *v)
{
    if (v) {
        free(v->slots);
        free(v);
    }
}

size_t vocabulary_size(const struct vocabulary *v)
{
    return v->n;
}

static struct slot *slot_of(struct slot *slots, size_t cap, uint64_t hash)
{
    size_t at = hash & (cap - 1);
    while (slots[at].hash && slots[at].hash != hash) {
        at = (at + 1) & (cap - 1);
    }
    return &slots[at];
}

static void vocabulary_grow(struct vocabulary *v)
{
    struct slot *slots = slots_new(2 * v->cap);
    for (size_t i = 0; i < v->cap; i++) {
        if (v->slots[i].hash) {
            *slot_of(slots, 2 * v->cap, v->slots[i].hash) = v->slots[i];
        }
    }
    free(v->slots);
    v->slots = slots;
    v->cap *= 2;
}

static bool feature_id(struct vocabulary *v, uint64_t hash, bool learn, uint32_t *id)
{
    struct slot *slot = slot_of(v->slots, v->cap, hash);
    if (!slot->hash) {
        if (!learn) {
            return false;
        }
        *slot = (struct slot){hash, (uint32_t)v->n};
        *id = (uint32_t)v->n++;
        if (2 * v->n > v->cap) {
            vocabulary_grow(v);
        }
        return true;
    }
    *id = slot->id;
    return true;
}

/* FNV-1a with the multiplier's upper bits mixed down (the murmur finaliser); never 0. */
static uint64_t hash_bytes(const char *bytes, size_t n, uint64_t kind)
{
    uint64_t h = 0xcbf29ce484222325u ^ kind;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    }
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    return (h ^ (h >> 33)) | 1;
}

/* ---- a text's features ------------------------------------------------------------------------------ */

/* "(m/v/x)" and the like: letters, slashes and spaces between brackets, each letter alone. */
static size_t gender_mark(struct str text, size_t at)
{
    size_t end = str_find_char(text, ')', at);
    if (end >= text.len || end - at > 8 || end - at < 2) {
        return 0;
    }
    for (size_t i = at + 1; i < end; i++) {
        bool letter_place = (i - at) % 2 == 1;
        char c = text.ptr[i];
        bool letter = strchr("mvwxfhdMVWXFHD", c) != NULL && c;
        if (letter_place ? !letter : c != '/' && c != '|') {
            return 0;
        }
    }
    return end - at + 1;
}

struct str coding_key(struct arena *arena, struct str text)
{
    if (str_find_char(text, '(', 0) >= text.len) {
        return utf8_fold(arena, text);
    }
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < text.len;) {
        size_t mark = text.ptr[i] == '(' ? gender_mark(text, i) : 0;
        if (!mark) {
            buf_add_char(&buf, text.ptr[i]);
            mark = 1;
        }
        i += mark;
    }
    struct str key = utf8_fold(arena, buf_str(&buf));
    buf_free(&buf);
    return key;
}

struct gathering {
    struct vocabulary *v;
    bool learn;
    struct feature *out;
    size_t n;
};

static void gather(struct gathering *g, const char *bytes, size_t n, uint64_t kind)
{
    uint32_t id = 0;
    if (g->n < FEATURES_MOST && feature_id(g->v, hash_bytes(bytes, n, kind), g->learn, &id)) {
        g->out[g->n++] = (struct feature){id, 1};
    }
}

static void gather_word(struct gathering *g, struct str word)
{
    enum { TRIGRAM = 1, WORD = 2, ENDING = 3, LONGEST = 64, LONG = 7, TAIL = 6 };
    char padded[LONGEST + 2] = " ";
    size_t len = word.len < LONGEST ? word.len : LONGEST;
    memcpy(padded + 1, word.ptr, len);
    padded[len + 1] = ' ';
    for (size_t i = 0; i + 3 <= len + 2; i++) {
        gather(g, padded + i, 3, TRIGRAM);
    }
    /* In Germanic compounds the last part says what kind of thing it is: bakkersgast, automonteur. */
    if (len >= LONG) {
        gather(g, padded + len + 2 - TAIL, TAIL, ENDING);
    }
    gather(g, word.ptr, word.len, WORD);
}

static int by_id(const void *a, const void *b)
{
    const struct feature *x = a;
    const struct feature *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

size_t features_of(struct vocabulary *v, struct str key, bool learn, struct feature *out)
{
    struct gathering g = {.v = v, .learn = learn, .out = out};
    for (size_t at = 0; at < key.len;) {
        size_t end = str_find_char(key, ' ', at);
        end = end < key.len ? end : key.len;
        if (end > at) {
            gather_word(&g, str_slice(key, at, end - at));
        }
        at = end + 1;
    }
    if (g.n == 0) {
        return 0;
    }
    qsort(out, g.n, sizeof *out, by_id);
    size_t n = 1;
    for (size_t i = 1; i < g.n; i++) {
        if (out[i].id == out[n - 1].id) {
            out[n - 1].count += 1;
        } else {
            out[n++] = out[i];
        }
    }
    return n;
}
