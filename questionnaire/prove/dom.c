#include "questionnaire/prove/dom_priv.h"

/* ---- bits ------------------------------------------------------------------------------------ */

static uint64_t *bits_room(struct arena *arena, struct bits *bits, uint32_t n)
{
    if (n <= 64) {
        return &bits->one;
    }
    uint64_t *many = ARENA_ARRAY(arena, bits_words(n), uint64_t);
    bits->many = many;
    return many;
}

struct bits bits_none(struct arena *arena, uint32_t n)
{
    struct bits bits = {0, NULL};
    bits_room(arena, &bits, n);
    return bits;
}

struct bits bits_all(struct arena *arena, uint32_t n)
{
    struct bits bits = {0, NULL};
    uint64_t *words = bits_room(arena, &bits, n);
    for (uint32_t i = 0; i < bits_words(n); i++) {
        uint32_t left = n - 64 * i;
        words[i] = left >= 64 ? UINT64_MAX : ((uint64_t)1 << left) - 1;
    }
    return bits;
}

struct bits bits_only(struct arena *arena, uint32_t n, uint32_t at)
{
    struct bits bits = {0, NULL};
    bits_room(arena, &bits, n)[at >> 6] |= (uint64_t)1 << (at & 63);
    return bits;
}

struct bits bits_and(struct arena *arena, struct bits a, struct bits b, uint32_t n)
{
    struct bits bits = {a.one & b.one, NULL};
    if (n > 64) {
        uint64_t *words = bits_room(arena, &bits, n);
        for (uint32_t i = 0; i < bits_words(n); i++) {
            words[i] = a.many[i] & b.many[i];
        }
    }
    return bits;
}

struct bits bits_or(struct arena *arena, struct bits a, struct bits b, uint32_t n)
{
    struct bits bits = {a.one | b.one, NULL};
    if (n > 64) {
        uint64_t *words = bits_room(arena, &bits, n);
        for (uint32_t i = 0; i < bits_words(n); i++) {
            words[i] = a.many[i] | b.many[i];
        }
    }
    return bits;
}

struct bits bits_minus(struct arena *arena, struct bits a, struct bits b, uint32_t n)
{
    struct bits bits = {a.one & ~b.one, NULL};
    if (n > 64) {
        uint64_t *words = bits_room(arena, &bits, n);
        for (uint32_t i = 0; i < bits_words(n); i++) {
            words[i] = a.many[i] & ~b.many[i];
        }
    }
    return bits;
}

uint32_t bits_count(struct bits a, uint32_t n)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < bits_words(n); i++) {
        count += (uint32_t)__builtin_popcountll(bits_at(&a, n)[i]);
    }
    return count;
}

bool bits_subset(struct bits a, struct bits b, uint32_t n)
{
    for (uint32_t i = 0; i < bits_words(n); i++) {
        if (bits_at(&a, n)[i] & ~bits_at(&b, n)[i]) {
            return false;
        }
    }
    return true;
}

uint32_t bits_seek(struct bits a, uint32_t n, uint32_t from)
{
    if (from >= n) {
        return n;
    }
    const uint64_t *words = bits_at(&a, n);
    uint64_t word = words[from >> 6] & UINT64_MAX << (from & 63);
    for (uint32_t i = from >> 6;;) {
        if (word) {
            return 64 * i + (uint32_t)__builtin_ctzll(word);
        }
        if (++i >= bits_words(n)) {
            return n;
        }
        word = words[i];
    }
}

bool bits_meet(struct bits a, struct bits b, uint32_t n)
{
    for (uint32_t i = 0; i < bits_words(n); i++) {
        if (bits_at(&a, n)[i] & bits_at(&b, n)[i]) {
            return true;
        }
    }
    return false;
}

/* ---- making domains -------------------------------------------------------------------------- */

static bool kind_has_interval(uint8_t kind)
{
    return kind == VALUE_NUMBER || kind == VALUE_DATE || kind == VALUE_TIME || kind == VALUE_TEXT ||
           kind == VALUE_SET;
}

struct dom dom_any(uint8_t kind)
{
    struct dom d = {.why = DOM_WHY_ALL, .known = true, .kind = kind};
    if (kind_has_interval(kind)) {
        d.lo = DOM_LOWEST;
        d.hi = DOM_HIGHEST;
    }
    if (kind == VALUE_BOOL) {
        d.n = 2;
        d.may.one = 3;
    }
    d.precise = kind == VALUE_DATE ? 1u << DATE_YEAR | 1u << DATE_MONTH | 1u << DATE_DAY : 0;
    return d;
}

struct dom dom_nothing(uint8_t kind)
{
    return (struct dom){.kind = kind};
}

struct dom dom_truth(unsigned can, uint32_t why)
{
    struct dom d = {.why = why, .known = (can & (CAN_TRUE | CAN_FALSE)) != 0, .kind = VALUE_BOOL, .n = 2};
    d.may.one = (can & CAN_FALSE ? 1u : 0u) | (can & CAN_TRUE ? 2u : 0u);
    return d;
}

struct dom dom_number(int64_t lo, int64_t hi)
{
    return (struct dom){.known = true, .kind = VALUE_NUMBER, .lo = lo, .hi = hi};
}

struct dom dom_unknown(uint8_t kind, uint32_t why)
{
    return (struct dom){.why = why, .kind = kind};
}

struct dom dom_code(struct arena *arena, uint32_t n, uint32_t at)
{
    return (struct dom){.known = true, .kind = VALUE_CODE, .n = n, .may = bits_only(arena, n, at)};
}

struct dom dom_date(struct date date)
{
    int32_t first = date_first(date);
    return (struct dom){.known = true,
                        .kind = VALUE_DATE,
                        .precise = (uint8_t)(1u << date_precision(date)),
                        .lo = first,
                        .hi = first};
}

/* ---- sets of domains ------------------------------------------------------------------------- */

static void settle_set(struct dom *d)
{
    int64_t chosen = bits_count(d->must, d->n);
    int64_t possible = bits_count(d->may, d->n);
    d->lo = d->lo > chosen ? d->lo : chosen;
    d->hi = d->hi < possible ? d->hi : possible;
    if (!bits_subset(d->must, d->may, d->n) || d->lo > d->hi) {
        d->known = false;
    } else if (d->hi == chosen) {
        d->may = d->must;
    } else if (d->lo == possible) {
        d->must = d->may;
    }
}

static void settle_value(struct dom *d)
{
    if (d->kind == VALUE_SET && d->n) {
        settle_set(d);
    } else if ((d->n && bits_seek(d->may, d->n, 0) == d->n) || d->lo > d->hi) {
        d->known = false;
    }
    if (d->kind == VALUE_DATE && !d->precise) {
        d->known = false;
    }
}

struct dom dom_meet(struct arena *arena, const struct dom *a, const struct dom *b)
{
    struct dom d = *a;
    d.why = a->why & b->why;
    d.known = a->known && b->known;
    if (!d.known) {
        return d;
    }
    d.precise &= b->precise;
    d.lo = a->lo > b->lo ? a->lo : b->lo;
    d.hi = a->hi < b->hi ? a->hi : b->hi;
    if (!a->n) {
        d.n = b->n;
        d.may = b->may;
        d.must = b->must;
    } else if (b->n) {
        d.may = bits_and(arena, a->may, b->may, d.n);
        if (d.kind == VALUE_SET) {
            d.must = bits_or(arena, a->must, b->must, d.n);
        }
    }
    settle_value(&d);
    return d;
}

struct dom dom_join(struct arena *arena, const struct dom *a, const struct dom *b)
{
    if (!a->known || !b->known) {
        struct dom d = a->known ? *a : *b;
        d.why = a->why | b->why;
        return d;
    }
    struct dom d = *a;
    d.why |= b->why;
    d.precise |= b->precise;
    d.lo = a->lo < b->lo ? a->lo : b->lo;
    d.hi = a->hi > b->hi ? a->hi : b->hi;
    d.n = a->n && b->n ? a->n : 0;
    if (d.n) {
        d.may = bits_or(arena, a->may, b->may, d.n);
        if (d.kind == VALUE_SET) {
            d.must = bits_and(arena, a->must, b->must, d.n);
        }
    }
    return d;
}

bool dom_within(const struct dom *a, const struct dom *b)
{
    if (a->why & ~b->why) {
        return false;
    }
    if (!a->known) {
        return true;
    }
    if (!b->known || a->lo < b->lo || a->hi > b->hi || (a->precise & ~b->precise)) {
        return false;
    }
    if (!b->n) {
        return true;
    }
    if (!a->n || !bits_subset(a->may, b->may, a->n)) {
        return false;
    }
    return a->kind != VALUE_SET || bits_subset(b->must, a->must, a->n);
}

unsigned dom_can(const struct dom *d)
{
    unsigned can = d->why ? CAN_UNKNOWN : 0;
    if (d->known) {
        can |= (d->may.one & 1 ? CAN_FALSE : 0u) | (d->may.one & 2 ? CAN_TRUE : 0u);
    }
    return can;
}

struct dom dom_want(unsigned can)
{
    return dom_truth(can, can & CAN_UNKNOWN ? DOM_WHY_ALL : 0);
}

bool dom_single(const struct dom *d)
{
    if (!d->known) {
        return (d->why & (d->why - 1)) == 0;
    }
    if (d->why) {
        return false;
    }
    switch ((enum value_kind)d->kind) {
    case VALUE_NUMBER:
    case VALUE_TIME:
        return d->lo == d->hi;
    case VALUE_DATE:
        return d->lo == d->hi && (d->precise & (d->precise - 1)) == 0;
    case VALUE_BOOL:
    case VALUE_CODE:
        return bits_count(d->may, d->n) == 1;
    case VALUE_TEXT:
        return bits_count(d->may, d->n) == 1 && d->lo == d->hi;
    case VALUE_SET:
        return bits_subset(d->may, d->must, d->n);
    case VALUE_NONE:
        break;
    }
    return true;
}
