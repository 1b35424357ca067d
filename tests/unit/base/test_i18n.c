#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "tests/support/tmp.h"

struct entry {
    struct str id;
    struct str text;
};

/* Sorted by id, as msgfmt writes them; plurals have a NUL between their forms. */
static const struct entry entries[] = {
    {STR(""), STR("Content-Type: text/plain; charset=UTF-8\nLanguage: en\n")},
    {STR("Leeg"), STR("")},
    {STR("Volgende"), STR("Next")},
    {STR("een dag\0%lu dagen"), STR("one day\0%lu days")},
    {STR("half\0halven"), STR("half")},
    {STR("vorige"), STR("previous")},
};

static void put(struct buf *out, uint32_t value, bool swapped)
{
    for (unsigned i = 0; i < 4; i++) {
        buf_add_char(out, (char)(value >> 8 * (swapped ? 3 - i : i) & 0xFF));
    }
}

/* A catalogue as GNU gettext writes it, little or big endian. */
static struct buf make_mo(bool big)
{
    enum { N = ARRAY_LEN(entries), TABLES = 28 };
    struct buf out = buf_new(10000);
    const uint32_t head[] = {0x950412DE, 0, N, TABLES, TABLES + 8 * N, 0, TABLES + 16 * N};
    for (size_t i = 0; i < ARRAY_LEN(head); i++) {
        put(&out, head[i], big);
    }
    uint32_t at = TABLES + 16 * N;
    for (size_t half = 0; half < 2; half++) {
        for (size_t i = 0; i < N; i++) {
            struct str s = half ? entries[i].text : entries[i].id;
            put(&out, (uint32_t)s.len, big);
            put(&out, at, big);
            at += (uint32_t)s.len + 1;
        }
    }
    for (size_t half = 0; half < 2; half++) {
        for (size_t i = 0; i < N; i++) {
            buf_add(&out, half ? entries[i].text : entries[i].id);
            buf_add_char(&out, '\0');
        }
    }
    return out;
}

static void finds_in_both_byte_orders(void **state UNUSED)
{
    struct tmp tmp;
    tmp_open(&tmp);
    for (int big = 0; big < 2; big++) {
        struct buf bytes = make_mo(big);
        struct mo *mo = mo_open(tmp_write(&tmp, "x.mo", buf_str(&bytes)));
        assert_non_null(mo);
        assert_string_equal(mo_find(mo, "Volgende"), "Next");
        assert_string_equal(mo_find(mo, "vorige"), "previous");
        assert_string_equal(mo_find(mo, "een dag"), "one day");
        assert_non_null(mo_find(mo, ""));
        assert_null(mo_find(mo, "Leeg")); /* not translated yet */
        assert_null(mo_find(mo, "volgende"));
        assert_null(mo_find(mo, "zzz"));
        assert_null(mo_find(mo, "A"));
        mo_close(mo);
        buf_free(&bytes);
    }
    assert_null(mo_find(NULL, "Volgende"));
    mo_close(NULL);
    tmp_close(&tmp);
}

/* Cut off anywhere, or with any byte changed, it is refused or read without harm. */
static void survives_damage(void **state UNUSED)
{
    struct tmp tmp;
    tmp_open(&tmp);
    struct buf whole = make_mo(false);
    for (size_t len = 0; len < whole.len; len++) {
        assert_null(mo_open(tmp_write(&tmp, "x.mo", str_slice(buf_str(&whole), 0, len))));
    }
    const unsigned char values[] = {0, 1, 0x7F, 0x80, 0xFF};
    for (size_t at = 0; at < whole.len; at++) {
        char before = whole.ptr[at];
        for (size_t v = 0; v < ARRAY_LEN(values); v++) {
            whole.ptr[at] = (char)values[v];
            struct mo *mo = mo_open(tmp_write(&tmp, "x.mo", buf_str(&whole)));
            for (size_t i = 0; mo && i < ARRAY_LEN(entries); i++) {
                const char *found = mo_find(mo, entries[i].id.ptr);
                assert_true(!found || strlen(found) < whole.len);
            }
            mo_close(mo);
        }
        whole.ptr[at] = before;
    }
    assert_null(mo_open(tmp_path(&tmp, "missing")));
    assert_null(mo_open(tmp.path));
    /* A magic number or a major revision of another format. */
    whole.ptr[6] = 2;
    assert_null(mo_open(tmp_write(&tmp, "x.mo", buf_str(&whole))));
    buf_free(&whole);
    tmp_close(&tmp);
}

static void speaks_the_chosen_language(void **state UNUSED)
{
    struct tmp tmp;
    tmp_open(&tmp);
    struct buf bytes = make_mo(false);
    tmp_write(&tmp, "en/LC_MESSAGES/veldwerk.mo", buf_str(&bytes));
    assert_string_equal(tr("Volgende"), "Volgende"); /* before it is started */
    assert_true(str_is(i18n_language(), "nl"));
    i18n_start("en", tmp.path);
    assert_true(str_is(i18n_language(), "en"));
    assert_string_equal(tr("Volgende"), "Next");
    assert_string_equal(tr("Leeg"), "Leeg");
    assert_string_equal(tr("onbekend"), "onbekend");
    assert_string_equal(tr(""), ""); /* not the catalogue's header */
    assert_string_equal(trn("een dag", "%lu dagen", 1), "one day");
    assert_string_equal(trn("een dag", "%lu dagen", 0), "%lu days");
    assert_string_equal(trn("een dag", "%lu dagen", 2), "%lu days");
    assert_string_equal(trn("een uur", "%lu uren", 1), "een uur");
    assert_string_equal(trn("een uur", "%lu uren", 3), "%lu uren");
    assert_string_equal(trn("half", "halven", 1), "half");
    assert_string_equal(trn("half", "halven", 2), "halven"); /* the catalogue has one form only */
    i18n_start("nl", tmp.path);
    assert_string_equal(tr("Volgende"), "Volgende");
    i18n_start("en", tmp.path);
    assert_string_equal(tr("Volgende"), "Next");
    i18n_start("en", "/nowhere");
    assert_string_equal(tr("Volgende"), "Volgende");
    assert_true(str_is(i18n_language(), "nl")); /* what people read, not what was asked for */
    i18n_start("nl", NULL);
    buf_free(&bytes);
    tmp_close(&tmp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_in_both_byte_orders),
        cmocka_unit_test(survives_damage),
        cmocka_unit_test(speaks_the_chosen_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
