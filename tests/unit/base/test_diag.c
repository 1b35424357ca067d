#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/diag.h"

/* All of it as text; the caller frees. */
static char *printed(const struct diags *diags)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    diags_print(diags, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void expect(struct diags *diags, const char *wanted)
{
    char *text = printed(diags);
    assert_string_equal(text, wanted);
    free(text);
    diags_free(diags);
}

static void prints_place_line_and_caret(void **state UNUSED)
{
    struct diags *diags = diags_new();
    const struct str words[] = {STR("family"), STR("friends")};
    assert_false(diag_error(diags, "E104", (struct place){STR("sid/werk.yaml"), 41, 9},
                            "option '%s' is not in list provider", "friend"));
    diag_suggest(diags, STR("friend"), words, 2);
    diag_last(diags)->line = STR("      - friend");
    diag_last(diags)->path = STR("items.help.options");
    diag_last(diags)->hint = STR("see lists.yaml");
    expect(diags, "sid/werk.yaml:41:9: error E104: option 'friend' is not in list provider "
                  "(did you mean 'friends'?)\n"
                  "          - friend\n"
                  "            ^\n"
                  "    at items.help.options\n"
                  "    hint: see lists.yaml\n");
}

/* Any two letters are close to others, and a word that is there is not what was meant. */
static void suggests_only_what_helps(void **state UNUSED)
{
    struct diags *diags = diags_new();
    const struct str words[] = {STR("be"), STR("yes"), STR("friends")};
    diag_error(diags, "E1", (struct place){0}, "1");
    diag_suggest(diags, STR("ba"), words, 3);
    diag_error(diags, "E1", (struct place){0}, "2");
    diag_suggest(diags, STR("friends"), words, 3);
    diag_error(diags, "E1", (struct place){0}, "3");
    diag_suggest(diags, STR("work"), words, 3);
    diag_error(diags, "E1", (struct place){0}, "4");
    diag_suggest(diags, STR("yos"), words, 3);
    expect(diags, "error E1: 1\nerror E1: 2\nerror E1: 3\nerror E1: 4 (did you mean 'yes'?)\n");
}

/* The caret stands under the column as the terminal draws it. */
static void carets_follow_the_cells(void **state UNUSED)
{
    static const struct {
        struct str line;
        unsigned column;
        const char *shown;
    } rows[] = {
        {STR("ab"), 1, "    ab\n    ^\n"},
        {STR("ab"), 3, "    ab\n      ^\n"}, /* at the end */
        {STR("ab"), 4, "    ab\n"},          /* beyond it: no caret */
        {STR("ab"), 0, "    ab\n"},          /* column not known */
        {STR("\tab"), 3,
         "    "
         " ab\n      ^\n"}, /* a tab is shown as one blank */
        {STR("\xE4\xB8\xAD\xE6\x96\x87x"), 3, "    \xE4\xB8\xAD\xE6\x96\x87x\n        ^\n"}, /* wide */
        {STR("e\xCC\x81x"), 3, "    e\xCC\x81x\n     ^\n"},                                  /* combining */
        {STR("\x1bx"), 2, "    <U+001B>x\n            ^\n"}, /* shown longer */
        {STR("\xFFx"), 2, "    \xEF\xBF\xBDx\n     ^\n"},    /* not UTF-8 */
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct diags *diags = diags_new();
        diag_error(diags, "E1", (struct place){STR_EMPTY, 1, rows[i].column}, "t");
        diag_last(diags)->line = rows[i].line;
        char *text = printed(diags);
        if (strcmp(text, "error E1: t\n") == 0 ||
            strcmp(text + strlen("error E1: t\n"), rows[i].shown) != 0) {
            fail_msg("row %zu:\n%s", i, text);
        }
        free(text);
        diags_free(diags);
    }
}

static void places_may_be_unknown(void **state UNUSED)
{
    struct diags *diags = diags_new();
    assert_true(diag_note(diags, "N1", (struct place){.file = STR("b")}, "note"));
    assert_true(diag_warning(diags, "W1", (struct place){STR("b"), 3, 0}, "warning"));
    diag_error(diags, "E1", (struct place){0}, "nowhere");
    expect(diags, "error E1: nowhere\nb: note N1: note\nb:3: warning W1: warning\n");
}

static void sorts_by_file_and_line_and_keeps_the_rest(void **state UNUSED)
{
    struct diags *diags = diags_new();
    diag_error(diags, "E1", (struct place){STR("b"), 2, 9}, "1");
    diag_error(diags, "E1", (struct place){STR("b"), 10, 1}, "2");
    diag_error(diags, "E1", (struct place){STR("a"), 5, 1}, "3");
    diag_error(diags, "E1", (struct place){STR("b"), 2, 1}, "4");
    expect(diags, "a:5:1: error E1: 3\nb:2:9: error E1: 1\nb:2:1: error E1: 4\nb:10:1: error E1: 2\n");
}

static void shows_nothing_that_acts(void **state UNUSED)
{
    struct diags *diags = diags_new();
    diag_error(diags, "E1", (struct place){STR("a\x1b"), 1, 1}, "x\n%s", "\xE2\x80\xAE");
    expect(diags, "a<U+001B>:1:1: error E1: x<U+000A><U+202E>\n");
}

static void counts_what_it_does_not_keep(void **state UNUSED)
{
    struct diags *diags = diags_new();
    const struct str word = STR("words");
    for (int i = 0; i < 1500; i++) {
        diag_warning(diags, "W1", (struct place){STR("a"), 1, 1}, "%d", i);
        diag_suggest(diags, STR("word"), &word, 1);
        diag_last(diags)->hint = STR("h");
    }
    assert_int_equal(diags->n, 1000);
    assert_int_equal(diags->warnings, 1500);
    assert_int_equal(diags->errors, 0);
    assert_true(str_is(diags->items[999].text, "999 (did you mean 'words'?)"));
    char *text = printed(diags);
    assert_non_null(strstr(text, "\n500 more not shown\n"));
    free(text);
    diags_free(diags);
}

static void nobody_needs_to_listen(void **state UNUSED)
{
    assert_false(diag_error(NULL, "E1", (struct place){0}, "x"));
    assert_true(diag_warning(NULL, "W1", (struct place){0}, "x"));
    assert_true(diag_note(NULL, "N1", (struct place){0}, "x"));
    assert_null(diag_last(NULL));
    diag_suggest(NULL, STR("a"), NULL, 0);
    diags_free(NULL);
    struct diags *diags = diags_new();
    assert_null(diag_last(diags));
    expect(diags, "");
}

/* codes.def: every row once, in one form, and with something to say. */
struct code {
    const char *code;
    const char *title;
    const char *text;
};

static const struct code codes[] = {
#define DIAG_CODE(code, title, text) {code, title, text},
#include "base/codes.def"
#undef DIAG_CODE
};

static void codes_are_explained(void **state UNUSED)
{
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        struct str code = str_from(codes[i].code);
        assert_int_equal(code.len, 4);
        assert_true(strchr("YCF", code.ptr[0]) != NULL);
        assert_true(strlen(codes[i].title) > 3 && strlen(codes[i].text) > 20);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(codes[i].code, codes[j].code);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_place_line_and_caret),
        cmocka_unit_test(suggests_only_what_helps),
        cmocka_unit_test(carets_follow_the_cells),
        cmocka_unit_test(places_may_be_unknown),
        cmocka_unit_test(sorts_by_file_and_line_and_keeps_the_rest),
        cmocka_unit_test(shows_nothing_that_acts),
        cmocka_unit_test(counts_what_it_does_not_keep),
        cmocka_unit_test(nobody_needs_to_listen),
        cmocka_unit_test(codes_are_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
