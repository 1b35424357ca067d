#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <locale.h>
#include <wchar.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/safe_priv.h"
#include "base/utf8.h"
#include "tests/support/rows.h"

/* POSIX puts it behind _XOPEN_SOURCE, which would change the other headers. */
extern int wcwidth(wchar_t c);

static void encodes_and_decodes(void **state UNUSED)
{
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char bytes[4];
        size_t len = utf8_encode(c, bytes);
        bool exists = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        if (!exists) {
            assert_int_equal(len, 0);
            continue;
        }
        size_t at = 0;
        uint32_t back = 0;
        bool fine = utf8_next((struct str){bytes, len}, &at, &back);
        if (!fine || back != c || at != len || !utf8_valid((struct str){bytes, len})) {
            fail_msg("U+%04X", c);
        }
        /* Cut off it is malformed at every byte. */
        for (size_t cut = 1; cut < len; cut++) {
            at = 0;
            assert_false(utf8_next((struct str){bytes, cut}, &at, &back));
            assert_int_equal(at, 1);
            assert_int_equal(back, 0xFFFD);
        }
    }
}

/* Every sequence of up to three bytes against the table in the Unicode standard (table 3-7). */
static bool well_formed(const unsigned char *b, size_t n)
{
    if (n == 1) {
        return b[0] < 0x80;
    }
    if (n == 2) {
        return b[0] >= 0xC2 && b[0] <= 0xDF && b[1] >= 0x80 && b[1] <= 0xBF;
    }
    unsigned low = b[0] == 0xE0 ? 0xA0 : 0x80;
    unsigned high = b[0] == 0xED ? 0x9F : 0xBF;
    return b[0] >= 0xE0 && b[0] <= 0xEF && b[1] >= low && b[1] <= high && b[2] >= 0x80 && b[2] <= 0xBF;
}

static void refuses_the_malformed(void **state UNUSED)
{
    for (unsigned first = 0x80; first <= 0xFF; first++) {
        for (unsigned rest = 0; rest <= 0xFFFF; rest++) {
            const char bytes[3] = {(char)first, (char)(rest >> 8), (char)(rest & 0xFF)};
            const unsigned char *b = (const unsigned char *)bytes;
            size_t at = 0;
            uint32_t c = 0;
            bool fine = utf8_next((struct str){bytes, 3}, &at, &c);
            size_t len = well_formed(b, 2) ? 2 : well_formed(b, 3) ? 3 : 0;
            if (fine != (len != 0) || at != (len ? len : 1)) {
                fail_msg("%02X %04X", first, rest);
            }
        }
    }
    size_t at = 3;
    uint32_t c = 0;
    assert_false(utf8_next(STR("abc"), &at, &c));
    assert_int_equal(at, 3);
    assert_int_equal(utf8_count(STR("a\xC3\xA9\xFF\xE2\x82\xAC")), 4);
    assert_false(utf8_valid(STR("a\xFF")));
}

/* What wcwidth knows we know; what it does not (not assigned, private, control) takes 0, 1 or 2 cells. */
static void widths_are_wcwidth_s(void **state UNUSED)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    assert_non_null(utf8);
    locale_t before = uselocale(utf8);
    unsigned compared = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        int theirs = c ? wcwidth((wchar_t)c) : 0;
        int ours = utf8_char_width(c);
        if (ours < 0 || ours > 2 || (theirs >= 0 && ours != theirs)) {
            fail_msg("U+%04X: %d, wcwidth %d", c, ours, theirs);
        }
        compared += theirs >= 0;
    }
    assert_true(compared > 140000);
    uselocale(before);
    freelocale(utf8);
    static const struct {
        uint32_t first, last;
        int width;
    } known[] = {
        {0x20, 0x7E, 1},     {0xA0, 0x2FF, 1},    {0x300, 0x36F, 0},   {0x5D0, 0x5EA, 1},
        {0x620, 0x64A, 1},   {0x64B, 0x65F, 0},   {0x2D30, 0x2D67, 1}, {0x200B, 0x200F, 0},
        {0xAD, 0xAD, 1},     {0x4E00, 0x9FFF, 2}, {0xAC00, 0xD7A3, 2}, {0x1F600, 0x1F64F, 2},
        {0x2500, 0x259F, 1}, {0x2800, 0x28FF, 1}, {0x1100, 0x115F, 2}, {0x1160, 0x11FF, 0},
        {0x93E, 0x940, 1},   {0x941, 0x948, 0},   {0x1200, 0x1248, 1}, {0xFF01, 0xFF60, 2},
        {0x0, 0x1F, 0},      {0x7F, 0x9F, 0},     {0xFE0F, 0xFE0F, 0}, {0x20AC, 0x20AC, 1},
    };
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        for (uint32_t c = known[i].first; c <= known[i].last; c++) {
            if (utf8_char_width(c) != known[i].width) {
                fail_msg("U+%04X takes %d", c, utf8_char_width(c));
            }
        }
    }
}

static void measures_and_clips(void **state UNUSED)
{
    struct rows *rows = rows_open("base-width");
    struct row row;
    while (rows_next(rows, &row)) {
        struct str text = rows_unescape(rows, row.field[0]);
        int64_t cells = 0;
        int64_t room = 0;
        rows_check(rows, str_to_int64(row.field[1], &cells) && str_to_int64(row.field[3], &room), "numbers");
        rows_check(rows, utf8_width(text) == (size_t)cells, "%zu cells", utf8_width(text));
        rows_equal(rows, utf8_clip(text, (size_t)room), rows_unescape(rows, row.field[2]), "clipped");
    }
    rows_close(rows);
}

static void walks_by_cluster(void **state UNUSED)
{
    /* e + acute, flag, flag, family, CR LF, Hangul from jamo, a broken byte, x */
    const struct str parts[] = {STR("e\xCC\x81"),
                                STR("\xF0\x9F\x87\xA7\xF0\x9F\x87\xAA"),
                                STR("\xF0\x9F\x87\xB3\xF0\x9F\x87\xB1"),
                                STR("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"),
                                STR("\r\n"),
                                STR("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8"),
                                STR("\xFF"),
                                STR("x")};
    struct buf buf = buf_new(1000);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        buf_add(&buf, parts[i]);
    }
    struct str text = buf_str(&buf);
    size_t at = 0;
    struct str cluster;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        size_t from = at;
        assert_true(utf8_next_cluster(text, &at, &cluster));
        assert_true(str_equal(cluster, parts[i]));
        assert_int_equal(utf8_prev_cluster(text, at), from);
    }
    assert_false(utf8_next_cluster(text, &at, &cluster));
    assert_int_equal(at, text.len);
    assert_int_equal(utf8_prev_cluster(text, 0), 0);
    buf_free(&buf);
}

static struct str nfc(struct arena *arena, struct str in)
{
    utf8proc_uint8_t *bytes = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)in.ptr, (utf8proc_ssize_t)in.len, &bytes,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    assert_true(len >= 0);
    struct str out = arena_copy(arena, (struct str){(const char *)bytes, (size_t)len});
    free(bytes);
    return out;
}

/* What safe_text makes of a text is its NFC, or it says why not. */
static void expect_nfc(struct arena *arena, struct str in)
{
    struct str out = STR_EMPTY;
    struct safe_problem problem = {0};
    if (safe_text(arena, in, SAFE_LINE, 1000, &out, &problem) && !str_equal(out, nfc(arena, in))) {
        fail_msg("'%.*s' is not normalised as it should be", STR_ARG(in));
    }
}

/* Taken to pieces, and the last one put behind the others composed: every pair that composes is among these.
 */
static void expect_pieces(struct arena *arena, uint32_t c)
{
    utf8proc_int32_t parts[8];
    char pieces[64];
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, NULL);
    size_t last = 0;
    size_t len = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        last = len;
        len += utf8_encode((uint32_t)parts[i], pieces + len);
    }
    expect_nfc(arena, (struct str){pieces, len});
    struct str first = nfc(arena, (struct str){pieces, last});
    expect_nfc(arena, arena_format(arena, "%.*s%.*s", STR_ARG(first), (int)(len - last), pieces + last));
}

static void every_code_point_is_normalised(void **state UNUSED)
{
    struct arena *arena = arena_new();
    for (uint32_t c = 0xA0; c < 0x110000; c = c == 0xD7FF ? 0xE000 : c + 1) {
        char text[8] = {'A'};
        size_t len = utf8_encode(c, text + 1);
        expect_nfc(arena, (struct str){text, len + 1});
        expect_nfc(arena, (struct str){text + 1, len});
        expect_pieces(arena, c);
        arena_reset(arena);
    }
    arena_free(arena);
}

static void lets_only_safe_text_in(void **state UNUSED)
{
    struct rows *rows = rows_open("base-safe-text");
    struct row row;
    while (rows_next(rows, &row)) {
        struct arena *arena = rows_arena(rows);
        enum safe_flags flags = str_is(row.field[0], "lines") ? SAFE_LINES : SAFE_LINE;
        struct safe_problem problem = {0};
        struct str in = rows_unescape(rows, row.field[1]);
        struct str out = STR_EMPTY;
        bool fine = safe_text(arena, in, flags, 1000, &out, &problem);
        struct str got = fine ? out : arena_format(arena, "! %s %zu", problem.what, problem.at);
        rows_equal(rows, got, rows_unescape(rows, row.field[2]), row.field[1].ptr);
        struct str again = STR_EMPTY;
        rows_check(rows,
                   !fine || (safe_text(arena, out, flags, 1000, &again, &problem) && str_equal(out, again)),
                   "not the same when done twice");
        rows_check(rows, !fine || out.ptr[out.len] == '\0', "no NUL behind it");
    }
    rows_close(rows);
}

static void refuses_what_is_too_long(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct safe_problem problem = {0};
    struct str out;
    assert_true(safe_text(arena, STR("abcd"), SAFE_LINE, 4, &out, &problem));
    assert_false(safe_text(arena, STR("abcde"), SAFE_LINE, 4, &out, &problem));
    assert_string_equal(problem.what, "too long");
    assert_int_equal(out.len, 0);
    /* The result counts: e and an accent are three bytes before and two after. */
    assert_true(safe_text(arena, STR("e\xCC\x81"), SAFE_LINE, 2, &out, &problem));
    assert_false(safe_text(arena, STR("ee\xCC\x81"), SAFE_LINE, 2, &out, &problem));
    assert_string_equal(problem.what, "too long");
    assert_true(safe_text(arena, STR(""), SAFE_LINE, 0, &out, &problem));
    assert_true(safe_text(arena, (struct str){NULL, 0}, SAFE_LINE, 0, &out, &problem));
    arena_free(arena);
}

/* The fast path reads eight bytes at a time: every byte value at every place of the word. */
static void sees_every_byte(void **state UNUSED)
{
    struct arena *arena = arena_new();
    for (int value = 0; value < 256; value++) {
        for (size_t at = 0; at < 19; at++) {
            char text[19];
            memset(text, 'a', sizeof text);
            text[at] = (char)value;
            struct safe_problem problem = {0};
            struct str out;
            bool fine = safe_text(arena, (struct str){text, sizeof text}, SAFE_LINE, 100, &out, &problem);
            bool wanted = (value >= 0x20 && value < 0x7F) || value == '\t';
            if (fine != wanted || (!fine && problem.at != at)) {
                fail_msg("byte %02X at %zu", (unsigned)value, at);
            }
        }
        arena_reset(arena);
    }
    arena_free(arena);
}

/* So do the checks of a whole file; between line feeds, tabs and letters. */
static void sees_every_byte_of_a_file(void **state UNUSED)
{
    static const char fill[] = {'a', '\n', '\t', '~'};
    for (int value = 0; value < 256; value++) {
        for (size_t at = 0; at < 4 * 19; at++) {
            char text[19];
            memset(text, fill[at / 19], sizeof text);
            text[at % 19] = (char)value;
            struct str whole = {text, sizeof text};
            struct safe_problem problem = {0};
            bool wanted = (value >= 0x20 && value < 0x7F) || value == '\t' || value == '\n' || value == '\r';
            bool fine = safe_check(whole, &problem);
            if (fine != wanted || (!fine && problem.at != at % 19) || utf8_valid(whole) != (value < 0x80)) {
                fail_msg("byte %02X at %zu", (unsigned)value, at);
            }
        }
    }
    assert_true(utf8_valid(STR("een lange regel met een \xC3\xA9 en nog een \xE2\x82\xAC erin")));
    assert_false(utf8_valid(STR("een lange regel met een \xC3")));
}

/* Normalising sorts marks in quadratic time: 4 MB of them must be refused at once. */
static void is_not_kept_busy(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (int i = 0; i < 1000000; i++) {
        buf_add_text(&buf, "\xCC\x81\xCC\x96");
    }
    struct safe_problem problem = {0};
    struct str out;
    assert_false(safe_text(arena, buf_str(&buf), SAFE_LINE, SIZE_MAX, &out, &problem));
    assert_string_equal(problem.what, "too many combining marks");
    buf_free(&buf);
    arena_free(arena);
}

static void shows_what_may_not_be_trusted(void **state UNUSED)
{
    struct arena *arena = arena_new();
    assert_string_equal(safe_display(arena, STR("plain")).ptr, "plain");
    assert_string_equal(safe_display(arena, STR("a\tb\x1b[2J\n\xE2\x80\xAE\xC3\xA9")).ptr,
                        "a b<U+001B>[2J<U+000A><U+202E>\xC3\xA9");
    assert_string_equal(safe_display(arena, STR("\xFF\xF3\xA0\x81\x81")).ptr, "\xEF\xBF\xBD<U+E0041>");
    assert_string_equal(safe_display(arena, STR("a\0b")).ptr, "a<U+0000>b");
    /* No more than four marks, so that a cell holds them. */
    assert_string_equal(safe_display(arena, STR("x\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96\xCC\x96y")).ptr,
                        "x\xCC\x96\xCC\x96\xCC\x96\xCC\x96y");
    arena_free(arena);
}

static void folds_for_search(void **state UNUSED)
{
    struct rows *rows = rows_open("base-fold");
    struct row row;
    while (rows_next(rows, &row)) {
        struct str key = utf8_fold(rows_arena(rows), rows_unescape(rows, row.field[0]));
        rows_equal(rows, key, rows_unescape(rows, row.field[1]), row.field[0].ptr);
        rows_equal(rows, utf8_fold(rows_arena(rows), key), key, "folded twice");
    }
    rows_close(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodes_and_decodes),
        cmocka_unit_test(refuses_the_malformed),
        cmocka_unit_test(widths_are_wcwidth_s),
        cmocka_unit_test(measures_and_clips),
        cmocka_unit_test(walks_by_cluster),
        cmocka_unit_test(every_code_point_is_normalised),
        cmocka_unit_test(lets_only_safe_text_in),
        cmocka_unit_test(refuses_what_is_too_long),
        cmocka_unit_test(sees_every_byte),
        cmocka_unit_test(is_not_kept_busy),
        cmocka_unit_test(shows_what_may_not_be_trusted),
        cmocka_unit_test(folds_for_search),
        cmocka_unit_test(sees_every_byte_of_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
