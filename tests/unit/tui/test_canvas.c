#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>

#include <cmocka.h>

#include "tests/support/rows.h"
#include "tui/canvas.h"

/* Drawing on cells: clipping, wide characters, scrolling panes, boxes, tables; and that the palettes can be
 * read. */

static struct str row_text(const struct canvas *canvas, int row)
{
    struct buf out = buf_new(1 << 16);
    canvas_row_text(canvas, row, &out);
    struct str text = arena_copy(canvas->scratch, buf_str(&out));
    buf_free(&out);
    return text;
}

static void clips_at_all_sides(void **state UNUSED)
{
    struct canvas *canvas = canvas_new(10, 3, TIER_FULL);
    struct pane all = pane_of(canvas);
    struct pane part = pane_part(&all, 1, 2, 4, 1);
    pane_text(&part, 0, 0, STYLE_TEXT, STR("abcdefgh"));
    pane_text(&part, -1, 0, STYLE_TEXT, STR("xx"));
    pane_text(&part, 1, 0, STYLE_TEXT, STR("yy"));
    pane_text(&part, 0, -2, STYLE_TEXT, STR("123"));
    assert_string_equal(row_text(canvas, 0).ptr, "");
    assert_string_equal(row_text(canvas, 1).ptr, "  3bcd");
    assert_string_equal(row_text(canvas, 2).ptr, "");
    struct pane outside = pane_part(&all, 50, 50, 5, 5);
    pane_text(&outside, 0, 0, STYLE_TEXT, STR("no"));
    canvas_free(canvas);
}

static void keeps_wide_characters_whole(void **state UNUSED)
{
    struct canvas *canvas = canvas_new(5, 1, TIER_FULL);
    struct pane all = pane_of(canvas);
    pane_text(&all, 0, 0, STYLE_TEXT, STR("a漢漢"));
    assert_string_equal(row_text(canvas, 0).ptr, "a漢漢");
    assert_int_equal(canvas_at(canvas, 0, 2)->width, 0);
    pane_text(&all, 0, 2, STYLE_TEXT, STR("b")); /* over a second half: the first becomes a space */
    assert_string_equal(row_text(canvas, 0).ptr, "a b漢");
    pane_text(&all, 0, 3, STYLE_TEXT, STR("c"));
    assert_string_equal(row_text(canvas, 0).ptr, "a bc");
    pane_text(&all, 0, 4, STYLE_TEXT, STR("漢")); /* half of it would be outside */
    assert_string_equal(row_text(canvas, 0).ptr, "a bc");
    canvas_free(canvas);
}

static void scrolls_a_pane(void **state UNUSED)
{
    struct canvas *canvas = canvas_new(6, 4, TIER_FULL);
    struct pane all = pane_of(canvas);
    struct pane part = pane_part(&all, 1, 1, 4, 2);
    part.scroll = 1;
    int end = pane_wrap(&part, 0, 0, 4, STYLE_TEXT, STR("een twee drie vier"), false);
    assert_int_equal(end, 4);
    assert_string_equal(row_text(canvas, 0).ptr, "");
    assert_string_equal(row_text(canvas, 1).ptr, " twee");
    assert_string_equal(row_text(canvas, 2).ptr, " drie");
    assert_string_equal(row_text(canvas, 3).ptr, "");
    pane_cursor(&part, 0, 0); /* scrolled away: stays where it was */
    assert_int_equal(canvas->cursor_row, 3);
    pane_cursor(&part, 2, 1);
    assert_int_equal(canvas->cursor_row, 2);
    assert_int_equal(canvas->cursor_col, 2);
    struct pane measure = pane_part(&all, 0, 0, 4, 0);
    assert_int_equal(pane_wrap(&measure, 0, 0, 4, STYLE_TEXT, STR("een twee"), false), 2);
    assert_string_equal(row_text(canvas, 0).ptr, "");
    canvas_free(canvas);
}

static void draws_boxes_and_sees_text_over_them(void **state UNUSED)
{
    static const char *const wanted[TIERS][3] = {
        {"+- ! let op --+", "|             |", "+-------------+"},
        {"┌─ ! let op ──┐", "│             │", "└─────────────┘"},
        {"┌─ ! let op ──┐", "│             │", "└─────────────┘"},
    };
    for (int tier = 0; tier < TIERS; tier++) {
        struct canvas *canvas = canvas_new(20, 5, (enum tier)tier);
        struct pane all = pane_of(canvas);
        pane_text(&all, 1, 0, STYLE_TEXT, STR("under the box"));
        pane_box(&all, 0, 0, 15, 3, STR("! let op"), STYLE_WARN);
        for (int row = 0; row < 3; row++) {
            assert_string_equal(row_text(canvas, row).ptr, wanted[tier][row]);
        }
        assert_int_equal(canvas->border_hits, 0);
        pane_text(&all, 1, 1, STYLE_TEXT, STR("longer than the box"));
        assert_int_equal(canvas->border_hits, 1);
        canvas_free(canvas);
    }
}

static void draws_right_to_left_words(void **state UNUSED)
{
    struct canvas *canvas = canvas_new(12, 2, TIER_FULL);
    struct pane all = pane_of(canvas);
    int end = pane_text(&all, 0, 0, STYLE_TEXT, STR("a \xD7\x90\xD7\x91 b"));
    assert_int_equal(end, 6);
    assert_string_equal(canvas_at(canvas, 0, 2)->text, "\xD7\x91\xE2\x80\x8E");
    pane_wrap(&all, 1, 0, 12, STYLE_TEXT, STR("\xD7\x90\xD7\x91"), true);
    assert_string_equal(canvas_at(canvas, 1, 11)->text, "\xD7\x90\xE2\x80\x8E");
    /* Words of another script there stand at the same edge and do not turn. */
    pane_wrap(&all, 1, 0, 12, STYLE_TEXT, STR("wie?"), true);
    assert_string_equal(canvas_at(canvas, 1, 8)->text, "w");
    assert_string_equal(canvas_at(canvas, 1, 11)->text, "?");
    /* A clipped one goes on at the left. */
    assert_int_equal(pane_clip(&all, 0, 0, 3, STYLE_TEXT, STR("\xD7\x90\xD7\x91\xD7\x92\xD7\x93")), 3);
    assert_string_equal(canvas_at(canvas, 0, 0)->text, "\xE2\x80\xA6");
    assert_string_equal(canvas_at(canvas, 0, 2)->text, "\xD7\x90\xE2\x80\x8E");
    canvas_free(canvas);
}

static void aligns_tables(void **state UNUSED)
{
    static const struct column columns[] = {{"naam", 6, false}, {"n", 4, true}, {NULL, 0, false}};
    struct canvas *canvas = canvas_new(20, 3, TIER_FULL);
    struct pane all = pane_of(canvas);
    int row = pane_table_head(&all, 0, 1, columns);
    pane_table_row(&all, row, 1, columns, STYLE_TEXT, (const struct str[]){STR("Marokkaans"), STR("12")});
    assert_string_equal(row_text(canvas, 0).ptr, " naam      n");
    assert_string_equal(row_text(canvas, 1).ptr, " Marok…   12");
    canvas_free(canvas);
}

static void dumps_text_and_styles(void **state UNUSED)
{
    struct canvas *canvas = canvas_new(6, 2, TIER_FULL);
    struct pane all = pane_of(canvas);
    pane_fill(&all, 0, 0, 6, 1, STYLE_HEADER);
    pane_text(&all, 1, 1, STYLE_ERROR, STR("x"));
    canvas_cursor(canvas, 1, 1);
    struct buf out = buf_new(1 << 16);
    canvas_dump(canvas, &out);
    assert_string_equal(out.ptr, "size 6x2 cursor 1,1\n|\n| x\n 0 header 0-5\n 1 error 1-1\n");
    buf_clear(&out);
    canvas_svg(canvas, PALETTE_DARK, &out);
    assert_int_not_equal(str_find(buf_str(&out), STR(">x</text>"), 0), out.len);
    buf_free(&out);
    canvas_free(canvas);
}

static void survives_every_size(void **state UNUSED)
{
    struct canvas *canvas = canvas_new(-3, 0, TIER_FULL);
    for (int width = 1; width < 12; width++) {
        for (int height = 1; height < 8; height++) {
            canvas_resize(canvas, width, height);
            struct pane all = pane_of(canvas);
            pane_box(&all, 0, 0, width, height, STR("titel"), STYLE_TITLE);
            pane_wrap(&all, 1, 1, width - 2, STYLE_TEXT, STR("漢字 en een lang woord"), false);
            pane_wrap(&all, 1, 1, width - 2, STYLE_TEXT, STR("\xD7\x90\xD7\x91 \xD7\x90"), true);
            pane_clip(&all, 0, 0, width - 3, STYLE_TEXT, STR("lang"));
            pane_cursor(&all, 20, 20);
            canvas_cursor(canvas, 99, 99);
            assert_int_equal(canvas->cursor_row, height - 1);
        }
    }
    canvas_free(canvas);
}

/* ---- palettes ---- */

struct rgb {
    double r, g, b;
};

static double linear(uint32_t byte)
{
    double c = (double)byte / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static struct rgb linear_rgb(int16_t colour)
{
    uint32_t hex = palette_rgb(colour);
    return (struct rgb){linear(hex >> 16), linear(hex >> 8 & 0xFF), linear(hex & 0xFF)};
}

static double luminance(struct rgb c)
{
    return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

/* WCAG 2 contrast of two colours. */
static double contrast(int16_t a, int16_t b)
{
    double x = luminance(linear_rgb(a));
    double y = luminance(linear_rgb(b));
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void keeps_text_readable(void **state UNUSED)
{
    /* What the terminal's own background may be: black to dark grey, or white. */
    static const int16_t grounds[PALETTES][2] = {{16, 234}, {231, 231}, {0, 0}, {0, 0}, {16, 16}};
    static const enum palette tested[] = {PALETTE_DARK, PALETTE_LIGHT, PALETTE_CONTRAST};
    for (size_t p = 0; p < ARRAY_LEN(tested); p++) {
        for (int style = 0; style < STYLES; style++) {
            struct look look = palette_look(tested[p], (enum style)style);
            for (int g = 0; g < 2 && look.fg >= 0; g++) {
                int16_t ground = look.bg >= 0 ? look.bg : grounds[tested[p]][g];
                if (contrast(look.fg, ground) < 4.5) {
                    fail_msg("%s %s: contrast %.2f", palette_name(tested[p]), style_name((enum style)style),
                             contrast(look.fg, ground));
                }
            }
        }
    }
}

/* Machado, Oliveira and Fernandes 2009, severity 1: protanopia, deuteranopia, tritanopia. */
static const double vision[4][9] = {
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
};

static double clamped(double x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double lab_f(double t)
{
    return t > 216.0 / 24389.0 ? cbrt(t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
}

static void lab_of(int16_t colour, const double *eye, double out[3])
{
    struct rgb c = linear_rgb(colour);
    double r = clamped(eye[0] * c.r + eye[1] * c.g + eye[2] * c.b);
    double g = clamped(eye[3] * c.r + eye[4] * c.g + eye[5] * c.b);
    double b = clamped(eye[6] * c.r + eye[7] * c.g + eye[8] * c.b);
    double x = lab_f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    double y = lab_f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = lab_f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    out[0] = 116 * y - 16;
    out[1] = 500 * (x - y);
    out[2] = 200 * (y - z);
}

static double distance(int16_t a, int16_t b, const double *eye)
{
    double p[3];
    double q[3];
    lab_of(a, eye, p);
    lab_of(b, eye, q);
    return sqrt(pow(p[0] - q[0], 2) + pow(p[1] - q[1], 2) + pow(p[2] - q[2], 2));
}

static void tells_good_from_wrong_for_every_eye(void **state UNUSED)
{
    static const enum style signs[] = {STYLE_OK, STYLE_WARN, STYLE_ERROR};
    for (int p = PALETTE_DARK; p <= PALETTE_LIGHT; p++) {
        for (size_t eye = 0; eye < ARRAY_LEN(vision); eye++) {
            for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
                int16_t a = palette_look((enum palette)p, signs[i]).fg;
                int16_t b = palette_look((enum palette)p, signs[(i + 1) % ARRAY_LEN(signs)]).fg;
                assert_true(distance(a, b, vision[eye]) >= 25);
            }
        }
    }
}

/* Without colours the styles that must be seen still differ from text. */
static void shows_focus_without_colour(void **state UNUSED)
{
    static const enum style seen[] = {STYLE_HEADER, STYLE_KEYBAR, STYLE_FOCUS,
                                      STYLE_FIELD,  STYLE_TITLE,  STYLE_ERROR};
    for (size_t i = 0; i < ARRAY_LEN(seen); i++) {
        struct look look = palette_look(PALETTE_MONO, seen[i]);
        assert_int_not_equal(look.attributes, 0);
        assert_true(look.fg < 0 && look.bg < 0);
    }
    assert_int_not_equal(palette_look(PALETTE_MONO, STYLE_FOCUS).attributes,
                         palette_look(PALETTE_MONO, STYLE_FIELD).attributes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clips_at_all_sides),
        cmocka_unit_test(keeps_wide_characters_whole),
        cmocka_unit_test(scrolls_a_pane),
        cmocka_unit_test(draws_boxes_and_sees_text_over_them),
        cmocka_unit_test(draws_right_to_left_words),
        cmocka_unit_test(aligns_tables),
        cmocka_unit_test(dumps_text_and_styles),
        cmocka_unit_test(survives_every_size),
        cmocka_unit_test(keeps_text_readable),
        cmocka_unit_test(tells_good_from_wrong_for_every_eye),
        cmocka_unit_test(shows_focus_without_colour),
    };
    return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
