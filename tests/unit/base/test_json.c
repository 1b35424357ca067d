#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"

static void writes_nested_values(void **state UNUSED)
{
    struct buf buf = buf_new(1000);
    struct json json = json_new(&buf);
    json_object(&json);
    json_put(&json, "a", STR("x"));
    json_put_int(&json, "b", INT64_MIN);
    json_key(&json, "c");
    json_array(&json);
    json_int(&json, 1);
    json_array(&json);
    json_array_end(&json);
    json_object(&json);
    json_object_end(&json);
    json_null(&json);
    json_array_end(&json);
    json_key(&json, "d");
    json_bool(&json, true);
    json_key(&json, "e");
    json_bool(&json, false);
    json_key(&json, "f");
    json_raw(&json, STR("1.50"));
    json_key(&json, "g");
    json_object(&json);
    json_put(&json, "h", STR(""));
    json_object_end(&json);
    json_put_int(&json, "i", 0);
    json_object_end(&json);
    assert_string_equal(buf.ptr, "{\"a\":\"x\",\"b\":-9223372036854775808,\"c\":[1,[],{},null],\"d\":true,"
                                 "\"e\":false,\"f\":1.50,\"g\":{\"h\":\"\"},\"i\":0}");
    assert_false(buf.full);
    buf_free(&buf);
}

static void escapes_text(void **state UNUSED)
{
    static const struct {
        struct str text;
        const char *wanted;
    } rows[] = {
        {STR("a\"b\\c/d"), "\"a\\\"b\\\\c/d\""},
        {STR("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\""},
        {STR("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\\u007f\""},
        {STR("caf\xC3\xA9 \xF0\x9F\x98\x80"), "\"caf\xC3\xA9 \xF0\x9F\x98\x80\""},
        {STR("\xFF\xC3"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {STR("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {STR("a\x05z"), "\"a\\u0005z\""},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct buf buf = buf_new(1000);
        struct json json = json_new(&buf);
        json_text(&json, rows[i].text);
        assert_string_equal(buf.ptr, rows[i].wanted);
        buf_free(&buf);
    }
}

/* 32 levels; one more must not look like a whole text. */
static void depth_is_bounded(void **state UNUSED)
{
    struct buf buf = buf_new(1000);
    struct json json = json_new(&buf);
    for (int i = 0; i < 32; i++) {
        json_array(&json);
    }
    assert_false(buf.full);
    json_array(&json);
    assert_true(buf.full);
    json_array(&json);
    for (int i = 0; i < 40; i++) {
        json_array_end(&json);
    }
    buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_nested_values),
        cmocka_unit_test(escapes_text),
        cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
