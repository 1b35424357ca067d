#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* BLAKE2b-256 (RFC 7693) and randomness, from libsodium. */
#define HASH_BYTES 32
#define HASH_HEX   (2 * HASH_BYTES + 1)

struct hash {
    uint8_t bytes[HASH_BYTES];
};

/* Must be called once before anything else here; false when libsodium cannot start. */
bool hash_init(void);

struct hasher {
    _Alignas(64) unsigned char state[384]; /* crypto_generichash_state, checked by a static assert */
};
void hasher_start(struct hasher *hasher);
void hasher_add(struct hasher *hasher, const void *data, size_t len);
/* A length first, as 8 bytes little endian, so that ("a","bc") and ("ab","c") differ. */
void hasher_add_str(struct hasher *hasher, struct str s);
void hasher_add_int(struct hasher *hasher, int64_t value); /* 8 bytes little endian */
struct hash hasher_end(struct hasher *hasher);

struct hash hash_of(struct str s);
bool hash_equal(const struct hash *a, const struct hash *b); /* of ids; for secrets it is too quick */
struct str hash_hex(const struct hash *hash, char out[HASH_HEX]);
bool hash_from_hex(struct str hex, struct hash *out);

void random_bytes(void *out, size_t len); /* the system's, for nonces and ids */

/*
 * Reproducible draws: the stream BLAKE2b(key, 0), BLAKE2b(key, 1), ... The same seed and label give the
 * same draws on every machine and version.
 */
struct draws {
    struct hash key;
    struct hash block;
    uint64_t counter;
    unsigned used; /* bytes of block */
};
struct draws draws_new(struct hash key);
uint64_t draws_next(struct draws *draws);
/* Uniform in 0..n-1 without modulo bias (rejection); n >= 1. */
uint32_t draws_below(struct draws *draws, uint32_t n);
/* Fisher-Yates over n numbers. */
void draws_shuffle(struct draws *draws, uint32_t *items, size_t n);

#endif
