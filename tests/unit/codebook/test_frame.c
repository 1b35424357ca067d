#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/file.h"
#include "codebook/act.h"
#include "codebook/load.h"
#include "tests/support/rows.h"
#include "tests/unit/codebook/memory.h"

/* Frames from the machine's iso-codes, and as a study keeps them. */

static const char countries[] = "frame: countries\n"
                                "version: 2026.1\n"
                                "from: iso_3166\n"
                                "first: [BE, MA]\n"
                                "entries:\n"
                                "- {code: XK, nl: Kosovo, en: Kosovo, ar: كوسوفو}\n"
                                "- {code: BE, also: [belg, belgisch]}\n"
                                "- {code: MA, nl: Het Koninkrijk}\n";
static const char languages[] = "frame: languages\n"
                                "version: 1\n"
                                "from: iso_639\n"
                                "also_codes: [ary]\n"
                                "entries:\n"
                                "- {code: ary, nl: Darija}\n";
static const char book[] = "codebook: t\nlists: {}\n";

static void open_iso(struct memory *m)
{
    memory_open(m);
    memory_put(m, "codebook/t/codebook.yaml", book);
    memory_put(m, "codebook/frames/countries.yaml", countries);
    memory_put(m, "codebook/frames/languages.yaml", languages);
    memory_begin(m);
}

static void label_is(const struct list *list, const char *code, unsigned language, const char *wanted)
{
    int32_t at = list_find(list, str_from(code));
    assert_true(at >= 0);
    struct str got = option_label(&list->options[at], language, 0);
    if (!str_is(got, wanted)) {
        fail_msg("%s: got '%.*s', wanted '%s'", code, STR_ARG(got), wanted);
    }
}

static void test_countries(void **state)
{
    (void)state;
    struct memory m;
    open_iso(&m);
    const struct list *list = memory_frame(&m, "countries");
    assert_non_null(list);
    assert_int_equal(m.diags->n, 0);
    assert_int_equal(list->n, 250);
    label_is(list, "BE", 0, "België");
    label_is(list, "BE", 1, "Belgium");
    label_is(list, "BE", 2, "بلجيكا");
    label_is(list, "XK", 2, "كوسوفو");
    label_is(list, "MA", 0, "Het Koninkrijk");
    label_is(list, "MA", 1, "Morocco");
    assert_true(str_is(list->options[list->first[1]].code, "MA"));
    int32_t found[2];
    assert_int_equal(list_search(list, STR("belgisch"), found, 2), 1);
    assert_true(str_is(list->options[found[0]].code, "BE"));
    /* By name in the source language; what was added stands at the end. */
    assert_true(str_is(list->options[0].code, "AF"));
    assert_true(str_is(list->options[249].code, "XK"));
    memory_close(&m);
}

static void test_languages(void **state)
{
    (void)state;
    struct memory m;
    open_iso(&m);
    const struct list *list = memory_frame(&m, "languages");
    assert_non_null(list);
    assert_int_equal(m.diags->n, 0);
    assert_true(list->n > 180 && list->n < 200);
    label_is(list, "nld", 0, "Nederlands");
    label_is(list, "nld", 1, "Dutch");
    label_is(list, "ary", 0, "Darija");
    assert_int_equal(list_find(list, STR("rif")), -1);
    memory_close(&m);
}

/* Read back, it is the same, also in a questionnaire with other languages. */
static void test_thaw(void **state)
{
    (void)state;
    struct memory m;
    open_iso(&m);
    const struct list *one = memory_frame(&m, "countries");
    const struct definition_file *files = NULL;
    size_t n = codebook_files(m.builder, &files);
    assert_true(n == 2 && str_is(files[1].path, "frames/countries.frozen"));
    struct memory other;
    memory_open(&other);
    memory_put(&other, "codebook/t/codebook.yaml", book);
    memory_put(&other, "frames/countries.frozen", arena_copy(m.arena, files[1].bytes).ptr);
    memory_begin(&other);
    const struct list *two = memory_frame(&other, "countries");
    assert_non_null(two);
    assert_int_equal(two->n, one->n);
    assert_true(str_equal(two->version, one->version));
    for (size_t i = 0; i < one->n; i++) {
        assert_true(str_equal(one->options[i].code, two->options[i].code));
        assert_int_equal(one->options[i].number, two->options[i].number);
        assert_int_equal(one->options[i].also_n, two->options[i].also_n);
        for (unsigned l = 0; l < 3; l++) {
            assert_true(str_equal(one->options[i].label.in[l], two->options[i].label.in[l]));
        }
    }
    assert_int_equal(two->first_n, 2);
    memory_close(&other);
    memory_close(&m);
}

static void test_damaged(void **state)
{
    (void)state;
    static const char *const damaged[] = {
        "",
        "entry\tBE\t\tBelgie\n",
        "frame\tother\t1\nentry\tBE\t\tBelgie\n",
        "frame\tland\t1\nlanguages\tnl\n",
        "frame\tland\t1\nnonsense\n",
        "frame\tland\t1\nlanguages\tnl\nentry\t\n",
        "frame\tland\t1\nlanguages\tnl\nentry\tBE\t\tBelgi\xEB\n",
        "frame\tland\t1\nlanguages\ta\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm\tn\to\tp\tq\nentry\tBE\n",
        "frame\tland\t1\nlanguages\tnl\nentry\tBE\t\tx\nentry\tBE\t\ty\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(damaged); i++) {
        struct memory m;
        memory_open(&m);
        memory_put(&m, "codebook/t/codebook.yaml", book);
        memory_put(&m, "frames/land.frozen", damaged[i]);
        memory_begin(&m);
        assert_null(memory_frame(&m, "land"));
        assert_int_equal(m.diags->n, 1);
        assert_string_equal(m.diags->items[0].code, "E118");
        memory_close(&m);
    }
}

/* ---- the frames that come with the program ---- */

static void put_shipped(struct memory *m, const char *id)
{
    const char *folder = getenv("VELDWERK_TEST_DIR");
    assert_non_null(folder);
    struct str path = arena_format(m->arena, "%s/../codebook/frames/%s.yaml", folder, id);
    struct str bytes = STR_EMPTY;
    assert_true(file_read(m->arena, path.ptr, path, 1 << 20, &bytes, m->diags));
    struct str name = arena_format(m->arena, "codebook/frames/%s.yaml", id);
    m->files[m->n++] = (struct definition_file){name, bytes};
}

static void test_shipped(void **state)
{
    (void)state;
    struct memory m;
    memory_open(&m);
    memory_put(&m, "codebook/t/codebook.yaml", book);
    put_shipped(&m, "countries");
    put_shipped(&m, "languages");
    put_shipped(&m, "municipalities");
    memory_begin(&m);
    struct rows *rows = rows_open("codebook-frames");
    struct row row;
    while (rows_next(rows, &row)) {
        const struct list *list = memory_frame(&m, row.field[0].ptr);
        assert_non_null(list);
        int32_t found = -1;
        size_t n = list_search(list, row.field[1], &found, 1);
        rows_equal(rows, n ? list->options[found].label.in[0] : STR_EMPTY, row.field[2], "found");
    }
    rows_close(rows);
    memory_close(&m);
}

/* No Dutch name of a language tells what only ISO needs to know: "(macrolanguage)", "(1453-)". */
static void test_shipped_names(void **state)
{
    (void)state;
    struct memory m;
    memory_open(&m);
    memory_put(&m, "codebook/t/codebook.yaml", book);
    put_shipped(&m, "languages");
    memory_begin(&m);
    const struct list *list = memory_frame(&m, "languages");
    assert_non_null(list);
    for (size_t i = 0; i < list->n; i++) {
        struct str label = list->options[i].label.in[0];
        bool odd = str_find(label, STR("language"), 0) < label.len ||
                   str_find_char(label, ';', 0) < label.len || str_find_char(label, ',', 0) < label.len;
        for (char digit = '0'; digit <= '9'; digit++) {
            odd = odd || str_find_char(label, digit, 0) < label.len;
        }
        if (odd && !str_is(list->options[i].code, "swa")) {
            fail_msg("%.*s", STR_ARG(label));
        }
    }
    memory_close(&m);
}

/* Every kind and register has one name, and is found by it. */
static void test_acts(void **state)
{
    (void)state;
    for (unsigned i = 0; i < ACT_KINDS; i++) {
        enum act_kind kind = ACT_KINDS;
        assert_true(act_kind_parse(str_from(act_kind_name((enum act_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    for (unsigned i = 0; i < REGISTER_COUNT; i++) {
        enum act_register reg = REGISTER_COUNT;
        assert_true(act_register_parse(str_from(act_register_name((enum act_register)i)), &reg));
        assert_int_equal(reg, i);
    }
    enum act_kind kind;
    enum act_register reg;
    assert_false(act_kind_parse(STR("nothing"), &kind) || act_kind_parse(STR(""), &kind));
    assert_false(act_register_parse(STR("answers"), &reg));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_countries),    cmocka_unit_test(test_languages),
                                       cmocka_unit_test(test_thaw),         cmocka_unit_test(test_damaged),
                                       cmocka_unit_test(test_acts),         cmocka_unit_test(test_shipped),
                                       cmocka_unit_test(test_shipped_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
