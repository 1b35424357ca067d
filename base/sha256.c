#include "base/sha256.h"

#include <sodium.h>

#include "base/arena.h"

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256), "room for libsodium's state");
_Static_assert(_Alignof(crypto_hash_sha256_state) <= _Alignof(struct sha256), "aligned as libsodium asks");

static crypto_hash_sha256_state *state_of(struct sha256 *sha)
{
    return (crypto_hash_sha256_state *)(void *)sha->state;
}

/* libsodium's functions here never fail; a result is given for the sake of its interface. */
static void must(int result)
{
    if (result) {
        mem_die();
    }
}

void sha256_start(struct sha256 *sha)
{
    must(crypto_hash_sha256_init(state_of(sha)));
}

void sha256_add(struct sha256 *sha, const void *data, size_t len)
{
    if (len) {
        must(crypto_hash_sha256_update(state_of(sha), data, len));
    }
}

void sha256_end(struct sha256 *sha, uint8_t out[SHA256_BYTES])
{
    must(crypto_hash_sha256_final(state_of(sha), out));
}

struct str sha256_hex(const uint8_t digest[SHA256_BYTES], char out[SHA256_HEX])
{
    sodium_bin2hex(out, SHA256_HEX, digest, SHA256_BYTES);
    return (struct str){out, SHA256_HEX - 1};
}

struct str sha256_of(struct str s, char out[SHA256_HEX])
{
    struct sha256 sha;
    uint8_t digest[SHA256_BYTES];
    sha256_start(&sha);
    sha256_add(&sha, s.ptr, s.len);
    sha256_end(&sha, digest);
    return sha256_hex(digest, out);
}

void hmac_sha256(struct str key, struct str text, uint8_t out[SHA256_BYTES])
{
    crypto_auth_hmacsha256_state state;
    must(crypto_auth_hmacsha256_init(&state, (const unsigned char *)(key.len ? key.ptr : ""), key.len));
    must(crypto_auth_hmacsha256_update(&state, (const unsigned char *)(text.len ? text.ptr : ""), text.len));
    must(crypto_auth_hmacsha256_final(&state, out));
}

struct str base64_text(const uint8_t *bytes, size_t n, char *out)
{
    sodium_bin2base64(out, BASE64_ROOM(n), bytes, n, sodium_base64_VARIANT_ORIGINAL);
    return str_from(out);
}
