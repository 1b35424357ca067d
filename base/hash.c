#include "base/hash.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct hasher), "room for libsodium's state");
_Static_assert(_Alignof(crypto_generichash_state) <= _Alignof(struct hasher), "aligned as libsodium asks");

bool hash_init(void)
{
    return sodium_init() >= 0;
}

static crypto_generichash_state *state_of(struct hasher *hasher)
{
    return (crypto_generichash_state *)(void *)hasher->state;
}

/* libsodium's functions report only sizes out of range; ours are constants. */
static void must(int result)
{
    if (result) {
        mem_die();
    }
}

void hasher_start(struct hasher *hasher)
{
    must(crypto_generichash_init(state_of(hasher), NULL, 0, HASH_BYTES));
}

void hasher_add(struct hasher *hasher, const void *data, size_t len)
{
    if (len) {
        must(crypto_generichash_update(state_of(hasher), data, len));
    }
}

static void put_u64(uint8_t out[8], uint64_t value)
{
    for (unsigned i = 0; i < 8; i++) {
        out[i] = (uint8_t)(value >> (8 * i));
    }
}

static uint64_t get_u64(const uint8_t *bytes)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++) {
        value |= (uint64_t)bytes[i] << (8 * i);
    }
    return value;
}

void hasher_add_int(struct hasher *hasher, int64_t value)
{
    uint8_t bytes[8];
    put_u64(bytes, (uint64_t)value);
    hasher_add(hasher, bytes, sizeof bytes);
}

void hasher_add_str(struct hasher *hasher, struct str s)
{
    hasher_add_int(hasher, (int64_t)s.len);
    hasher_add(hasher, s.ptr, s.len);
}

struct hash hasher_end(struct hasher *hasher)
{
    struct hash hash;
    must(crypto_generichash_final(state_of(hasher), hash.bytes, sizeof hash.bytes));
    return hash;
}

struct hash hash_of(struct str s)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add(&hasher, s.ptr, s.len);
    return hasher_end(&hasher);
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
    return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

struct str hash_hex(const struct hash *hash, char out[HASH_HEX])
{
    sodium_bin2hex(out, HASH_HEX, hash->bytes, HASH_BYTES);
    return (struct str){out, HASH_HEX - 1};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Lower case only: one hash has one spelling. */
bool hash_from_hex(struct str hex, struct hash *out)
{
    if (hex.len != HASH_HEX - 1) {
        return false;
    }
    for (size_t i = 0; i < HASH_BYTES; i++) {
        int high = hex_digit(hex.ptr[2 * i]);
        int low = hex_digit(hex.ptr[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

void random_bytes(void *out, size_t len)
{
    randombytes_buf(out, len);
}

struct draws draws_new(struct hash key)
{
    return (struct draws){.key = key, .used = HASH_BYTES};
}

uint64_t draws_next(struct draws *draws)
{
    if (draws->used == HASH_BYTES) {
        uint8_t counter[8];
        put_u64(counter, draws->counter++);
        must(crypto_generichash(draws->block.bytes, HASH_BYTES, counter, sizeof counter, draws->key.bytes,
                                HASH_BYTES));
        draws->used = 0;
    }
    uint64_t value = get_u64(draws->block.bytes + draws->used);
    draws->used += 8;
    return value;
}

uint32_t draws_below(struct draws *draws, uint32_t n)
{
    if (n < 2) {
        return 0;
    }
    /* The lowest 2^64 mod n values would make some results likelier. */
    uint64_t unfair = (UINT64_MAX - n + 1) % n;
    uint64_t value = draws_next(draws);
    while (value < unfair) {
        value = draws_next(draws);
    }
    return (uint32_t)(value % n);
}

void draws_shuffle(struct draws *draws, uint32_t *items, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = draws_below(draws, (uint32_t)i);
        uint32_t kept = items[i - 1];
        items[i - 1] = items[j];
        items[j] = kept;
    }
}
