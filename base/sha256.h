#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * SHA-256 (FIPS 180-4) and its keyed form (HMAC, RFC 2104), from libsodium: for what others must be able to
 * compute again. What only veldwerk compares is BLAKE2b (base/hash.h).
 */
#define SHA256_BYTES 32
#define SHA256_HEX   (2 * SHA256_BYTES + 1)

struct sha256 {
    uint64_t state[13]; /* crypto_hash_sha256_state, checked by a static assert */
};
void sha256_start(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *data, size_t len);
void sha256_end(struct sha256 *sha, uint8_t out[SHA256_BYTES]);

/* Lower-case hexadecimal of a digest, NUL-terminated. */
struct str sha256_hex(const uint8_t digest[SHA256_BYTES], char out[SHA256_HEX]);
/* The hexadecimal SHA-256 of a whole text. */
struct str sha256_of(struct str s, char out[SHA256_HEX]);

/* HMAC-SHA256 of `text` under a key of any length. */
void hmac_sha256(struct str key, struct str text, uint8_t out[SHA256_BYTES]);

/* Base 64 (RFC 4648, with padding) of n bytes; `out` has room for BASE64_ROOM(n) with its NUL. */
#define BASE64_ROOM(n) (((n) + 2) / 3 * 4 + 1)
struct str base64_text(const uint8_t *bytes, size_t n, char *out);

#endif
