#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/hash.h"
#include "base/sha256.h"

static int start(void **state UNUSED)
{
    return hash_init() ? 0 : -1;
}

/* FIPS 180-4's examples. */
static void digests(void **state UNUSED)
{
    char hex[SHA256_HEX];
    sha256_of(STR("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_of(STR_EMPTY, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    struct sha256 sha;
    uint8_t digest[SHA256_BYTES];
    sha256_start(&sha);
    sha256_add(&sha, "a", 1);
    sha256_add(&sha, "bc", 2);
    sha256_end(&sha, digest);
    sha256_hex(digest, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231, cases 2 and 6: a short key and one longer than a block. */
static void keyed(void **state UNUSED)
{
    char hex[SHA256_HEX];
    uint8_t digest[SHA256_BYTES];
    hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?"), digest);
    sha256_hex(digest, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    char key[131];
    memset(key, 0xaa, sizeof key);
    hmac_sha256((struct str){key, sizeof key}, STR("Test Using Larger Than Block-Size Key - Hash Key First"),
                digest);
    sha256_hex(digest, hex);
    assert_string_equal(hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void base64(void **state UNUSED)
{
    char out[BASE64_ROOM(6)];
    base64_text((const uint8_t *)"foob", 4, out);
    assert_string_equal(out, "Zm9vYg==");
    base64_text((const uint8_t *)"foobar", 6, out);
    assert_string_equal(out, "Zm9vYmFy");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests),
        cmocka_unit_test(keyed),
        cmocka_unit_test(base64),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
