#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "tests/support/rows.h"
#include "tui/bidi.h"
#include "tui/canvas.h"
#include "tui/edit.h"
#include "tui/list.h"

/* Text that wraps, cells, right-to-left, caret, editor and list arithmetic: rows of tests/rows/tui-*.txt. */

static int64_t number(struct str s)
{
    int64_t n = 0;
    assert_true(str_to_int64(s, &n));
    return n;
}

static void wraps(void **state UNUSED)
{
    struct rows *rows = rows_open("tui-wrap");
    struct row row;
    while (rows_next(rows, &row)) {
        struct buf got = buf_new(4096);
        const struct str *lines = NULL;
        struct str text = rows_unescape(rows, row.field[1]);
        size_t n = text_wrap(rows_arena(rows), text, (int)number(row.field[0]), &lines);
        for (size_t i = 0; i < n; i++) {
            buf_add_text(&got, i ? "/" : "");
            buf_add(&got, lines[i]);
        }
        rows_equal(rows, buf_str(&got), rows_unescape(rows, row.field[2]), "lines");
        buf_free(&got);
    }
    rows_close(rows);
}

static void shows(void **state UNUSED)
{
    struct rows *rows = rows_open("tui-shown");
    struct row row;
    while (rows_next(rows, &row)) {
        struct buf got = buf_new(4096);
        struct str text = rows_unescape(rows, row.field[1]);
        struct shown cell;
        int width = 0;
        for (size_t at = 0; shown_next(text, &at, (enum tier)number(row.field[0]), &cell);) {
            buf_format(&got, "%s%u", cell.bytes, (unsigned)cell.width);
            width += cell.width;
        }
        rows_equal(rows, buf_str(&got), rows_unescape(rows, row.field[2]), "cells");
        rows_check(rows, width == text_width(text), "text_width says %d, drawn are %d", text_width(text),
                   width);
        buf_free(&got);
    }
    rows_close(rows);
}

/* Printable ASCII takes a short way, but not before what joins it or leaves no trace. */
static void shows_ascii_before_anything(void **state UNUSED)
{
    static const struct {
        const char *behind;
        size_t taken, bytes;
    } cases[] = {{"", 1, 1},         {"b", 1, 1},        {"\n", 1, 1},       {"\xC3\xA9", 1, 1},
                 {"\xFF", 1, 1},     {"\xCC\x81", 3, 3}, {"\xC2\xAD", 3, 1}, {"\xE2\x80\x8D", 4, 1},
                 {"\xCC\x81q", 3, 3}};
    for (char c = ' '; c <= '~'; c++) {
        for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
            char text[8];
            snprintf(text, sizeof text, "%c%s", c, cases[i].behind);
            struct shown cell;
            size_t at = 0;
            assert_true(shown_next(str_from(text), &at, (enum tier)(i % TIERS), &cell));
            assert_int_equal(at, cases[i].taken);
            assert_int_equal(cell.from, 0);
            assert_int_equal(cell.to, at);
            assert_int_equal(cell.len, cases[i].bytes);
            assert_int_equal(strlen(cell.bytes), cell.len);
            assert_int_equal(cell.bytes[0], c);
            assert_int_equal(cell.base, c);
            assert_true(cell.width == 1 && !cell.rtl);
        }
    }
}

static void add_code_points(struct buf *out, const struct shown *cell)
{
    struct str bytes = {cell->bytes, cell->len};
    for (size_t at = 0; at < bytes.len;) {
        uint32_t c = 0;
        buf_add_text(out, at ? "+" : "");
        utf8_next(bytes, &at, &c);
        buf_format(out, "%X", (unsigned)c);
    }
}

static void check_order(const char *name, enum bidi_order order)
{
    struct rows *rows = rows_open(name);
    struct row row;
    while (rows_next(rows, &row)) {
        struct buf got = buf_new(4096);
        const struct bidi_line *lines = NULL;
        size_t n = bidi_layout(rows_arena(rows), rows_unescape(rows, row.field[1]), (int)number(row.field[2]),
                               str_is(row.field[0], "rtl"), TIER_FULL, order, &lines);
        for (size_t i = 0; i < n; i++) {
            buf_add_text(&got, i ? "/" : "");
            int width = 0;
            for (size_t c = 0; c < lines[i].n; c++) {
                buf_add_text(&got, c ? " " : "");
                add_code_points(&got, &lines[i].cells[c]);
                width += lines[i].cells[c].width;
            }
            rows_check(rows, width == lines[i].width, "line %zu is %d wide, says %d", i, width,
                       lines[i].width);
        }
        rows_equal(rows, buf_str(&got), row.field[3], "cells");
        buf_free(&got);
    }
    rows_close(rows);
}

static void runs_from_right_to_left(void **state UNUSED)
{
    check_order("tui-bidi", BIDI_PROGRAM);
}

static void leaves_the_order_to_the_terminal(void **state UNUSED)
{
    check_order("tui-bidi-terminal", BIDI_TERMINAL);
}

/* Where each byte of the text is drawn: 1 more per cell that shows it. */
static void count_bytes(const struct bidi_line *lines, size_t n, unsigned *times)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < lines[i].n; c++) {
            for (size_t at = lines[i].cells[c].from; at < lines[i].cells[c].to; at++) {
                times[at]++;
            }
        }
    }
}

/* Whoever puts it in order: nothing is lost, nothing is drawn twice, lines break at the same places. */
static void draws_the_same_in_both_orders(void **state UNUSED)
{
    static const char *const parts[] = {
        "\xD8\xA8", "\xD9\x8A", "\xD8\xAA\xD9\x8E", "\xD7\x90", "a", "bc",      "1", "20", " ", "(", ")", ".",
        ",",        "-",        "\xD8\x9F",         "\xC2\xA0", "%", "\xD9\xA3"};
    assert_true(hash_init());
    struct draws draws = draws_new(hash_of(STR("both orders")));
    struct arena *arena = arena_new();
    for (unsigned round = 0; round < 2000; round++) {
        struct buf text = buf_new(1000);
        for (uint32_t n = draws_below(&draws, 24) + 1; n > 0; n--) {
            buf_add_text(&text, parts[draws_below(&draws, ARRAY_LEN(parts))]);
        }
        unsigned times[2][200] = {{0}};
        size_t n[2];
        int width = (int)draws_below(&draws, 30) + 1;
        bool rtl = draws_below(&draws, 2);
        for (int order = BIDI_PROGRAM; order <= BIDI_TERMINAL; order++) {
            const struct bidi_line *lines = NULL;
            n[order] =
                bidi_layout(arena, buf_str(&text), width, rtl, TIER_FULL, (enum bidi_order)order, &lines);
            count_bytes(lines, n[order], times[order]);
        }
        assert_int_equal(n[0], n[1]);
        assert_memory_equal(times[0], times[1], sizeof times[0]);
        buf_free(&text);
    }
    arena_free(arena);
}

static void finds_the_caret(void **state UNUSED)
{
    struct rows *rows = rows_open("tui-caret");
    struct row row;
    while (rows_next(rows, &row)) {
        const struct bidi_line *lines = NULL;
        bool rtl = str_is(row.field[0], "rtl");
        bidi_layout(rows_arena(rows), rows_unescape(rows, row.field[1]), 0, rtl, TIER_FULL, BIDI_PROGRAM,
                    &lines);
        int got = bidi_caret(&lines[0], (size_t)number(row.field[2]), rtl);
        rows_check(rows, got == number(row.field[3]), "column %d", got);
    }
    rows_close(rows);
}

static void press_named(struct rows *rows, struct edit *edit, struct str name)
{
    if (str_starts(name, STR("P:"))) {
        struct str text = rows_unescape(rows, str_slice(name, 2, name.len));
        edit_press(edit, &(struct press){.kind = PRESS_PASTE, .text = text});
        return;
    }
    uint32_t key = keys_parse(rows_unescape(rows, name));
    rows_check(rows, key != 0, "no key '%.*s'", STR_ARG(name));
    edit_press(edit, &(struct press){.kind = PRESS_KEY, .key = key});
}

static void edits(void **state UNUSED)
{
    struct rows *rows = rows_open("tui-edit");
    struct row row;
    while (rows_next(rows, &row)) {
        struct edit edit;
        edit_start(&edit, (size_t)number(row.field[0]), str_is(row.field[1], "lines"));
        struct str rest = row.field[2];
        struct str name;
        while (str_split(&rest, ' ', &name)) {
            press_named(rows, &edit, name);
        }
        struct str text = edit_text(&edit);
        struct str got = arena_format(rows_arena(rows), "%.*s^%.*s", STR_ARG(str_slice(text, 0, edit.caret)),
                                      STR_ARG(str_slice(text, edit.caret, text.len)));
        rows_equal(rows, got, rows_unescape(rows, row.field[3]), "text");
        edit_free(&edit);
    }
    rows_close(rows);
}

static void walks_between_lines(void **state UNUSED)
{
    struct edit edit;
    edit_start(&edit, 100, true);
    edit_set(&edit, STR("een twee drie vier"));
    assert_int_equal(edit_vertical(&edit, 1, 9), EDIT_IGNORED);
    assert_int_equal(edit_vertical(&edit, -1, 9), EDIT_MOVED);
    assert_int_equal(edit.caret, 8); /* behind "een twee": the line is shorter */
    assert_int_equal(edit_vertical(&edit, -1, 9), EDIT_IGNORED);
    edit.caret = 2;
    assert_int_equal(edit_vertical(&edit, 1, 9), EDIT_MOVED);
    struct arena *arena = arena_new();
    struct caret caret = edit_caret(arena, &edit, 9);
    assert_int_equal(caret.line, 1);
    assert_int_equal(caret.col, 2);
    arena_free(arena);
    edit_free(&edit);
}

static void move(struct scroll *scroll, struct str name)
{
    switch (name.ptr[0]) {
    case '+':
        scroll_by(scroll, 1);
        break;
    case '-':
        scroll_by(scroll, -1);
        break;
    case '>':
        scroll_page(scroll, 1);
        break;
    case '<':
        scroll_page(scroll, -1);
        break;
    case 'g':
        scroll_to(scroll, 0);
        break;
    case 'G':
        scroll_to(scroll, SIZE_MAX);
        break;
    default:
        scroll_to(scroll, (size_t)number(name));
    }
}

static void scrolls(void **state UNUSED)
{
    struct rows *rows = rows_open("tui-list");
    struct row row;
    while (rows_next(rows, &row)) {
        struct scroll scroll = {0};
        scroll_fit(&scroll, (size_t)number(row.field[0]), (size_t)number(row.field[1]));
        struct str rest = row.field[2];
        struct str name;
        while (str_split(&rest, ' ', &name)) {
            move(&scroll, name);
            rows_check(rows, scroll.n == 0 || scroll_visible(&scroll, scroll.cursor),
                       "the cursor is out of sight");
        }
        rows_check(rows, (int64_t)scroll.cursor == number(row.field[3]), "cursor %zu", scroll.cursor);
        rows_check(rows, (int64_t)scroll.top == number(row.field[4]), "top %zu", scroll.top);
    }
    rows_close(rows);
}

/* The window shrinks and grows, the list loses entries: the cursor stays in both. */
static void keeps_the_cursor(void **state UNUSED)
{
    struct scroll scroll = {0};
    scroll_fit(&scroll, 100, 20);
    scroll_to(&scroll, 50);
    scroll_fit(&scroll, 100, 5);
    assert_int_equal(scroll.cursor, 50);
    assert_true(scroll_visible(&scroll, 50));
    scroll_fit(&scroll, 10, 5);
    assert_int_equal(scroll.cursor, 9);
    scroll_fit(&scroll, 10, 50);
    assert_int_equal(scroll.top, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wraps),
        cmocka_unit_test(shows),
        cmocka_unit_test(shows_ascii_before_anything),
        cmocka_unit_test(runs_from_right_to_left),
        cmocka_unit_test(leaves_the_order_to_the_terminal),
        cmocka_unit_test(draws_the_same_in_both_orders),
        cmocka_unit_test(finds_the_caret),
        cmocka_unit_test(edits),
        cmocka_unit_test(walks_between_lines),
        cmocka_unit_test(scrolls),
        cmocka_unit_test(keeps_the_cursor),
    };
    return cmocka_run_group_tests_name("tui core", tests, NULL, NULL);
}
