#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tests/support/rows.h"
#include "tui/keys.h"
#include "tui/text.h"

/* The table of verbs: what each key does, that no two verbs want one key, what the key bar shows. */

static const enum key_mode modes[] = {MODE_LIST, MODE_CHOICE, MODE_NUMBER, MODE_TEXT};

static enum key_mode mode_named(struct str name)
{
    static const char *const names[] = {"list", "choice", "number", "text"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_is(name, names[i])) {
            return modes[i];
        }
    }
    fail_msg("no mode %.*s", STR_ARG(name));
    return MODE_LIST;
}

static void does_what_the_rows_say(void **state UNUSED)
{
    struct rows *rows = rows_open("tui-keys");
    struct row row;
    while (rows_next(rows, &row)) {
        uint32_t key = keys_parse(row.field[0]);
        rows_check(rows, key != 0, "no such key");
        enum verb verb = keys_verb(key, mode_named(row.field[1]));
        rows_equal(rows, str_from(verb ? verb_row(verb)->name : "NONE"), row.field[2], "verb");
    }
    rows_close(rows);
}

/* keys_verb gives the first row that has the key: a later one with the same key could never be reached. */
static void gives_each_key_one_verb(void **state UNUSED)
{
    for (int verb = 1; verb < VERBS; verb++) {
        const struct verb_row *row = verb_row((enum verb)verb);
        for (size_t m = 0; m < ARRAY_LEN(modes); m++) {
            for (size_t k = 0; k < 2; k++) {
                if (row->keys[k] && (row->where & modes[m])) {
                    assert_int_equal(keys_verb(row->keys[k], modes[m]), verb);
                }
                if (row->letters[k] && (row->where_letters & modes[m])) {
                    assert_int_equal(keys_verb(row->letters[k], modes[m]), verb);
                }
            }
        }
    }
}

static void needs_no_altgr_and_no_digit(void **state UNUSED)
{
    static const char altgr[] = "[]{}|@#\\~";
    for (int verb = 1; verb < VERBS; verb++) {
        const struct verb_row *row = verb_row((enum verb)verb);
        for (size_t k = 0; k < 2; k++) {
            assert_true(row->letters[k] < 0x80 && row->keys[k] >= (row->keys[k] ? KEYS_CONTROL : 0));
            assert_true(row->letters[k] == 0 || !strchr(altgr, (int)row->letters[k]));
            assert_int_equal(keys_digit(row->letters[k]), -1);
        }
        assert_true(row->bar[0] && row->help[0]);
    }
}

/* What has no key while one types moves the caret, is a letter of lists, or is found behind F1. */
static void reaches_every_verb_while_typing(void **state UNUSED)
{
    static const enum verb others[] = {VERB_LEFT,    VERB_RIGHT,   VERB_FIRST,  VERB_LAST,    VERB_MARK,
                                       VERB_SORT,    VERB_COPY,    VERB_FILTER, VERB_BACKUP,  VERB_SUSPEND,
                                       VERB_BROADER, VERB_NO_CODE, VERB_VAGUE,  VERB_FOREIGN, VERB_DOUBT,
                                       VERB_SAME,    VERB_MENTION, VERB_ONLY,   VERB_RUN,     VERB_RULE};
    for (int verb = 1; verb < VERBS; verb++) {
        bool other = false;
        for (size_t i = 0; i < ARRAY_LEN(others); i++) {
            other |= others[i] == (enum verb)verb;
        }
        assert_int_equal(keys_of((enum verb)verb, MODE_TEXT) == 0, other);
    }
}

static void counts_the_top_row_of_a_belgian_keyboard(void **state UNUSED)
{
    struct str keys = STR("&é\"'(§è!çà");
    int wanted = 1;
    for (size_t at = 0; at < keys.len; wanted = (wanted + 1) % 10) {
        uint32_t c = 0;
        utf8_next(keys, &at, &c);
        assert_int_equal(keys_digit(c), wanted);
    }
    assert_int_equal(keys_digit('7'), 7);
    assert_int_equal(keys_digit('a'), -1);
    assert_int_equal(keys_digit(SPECIAL_ENTER), -1);
}

static void names_keys_both_ways(void **state UNUSED)
{
    struct arena *arena = arena_new();
    for (int verb = 1; verb < VERBS; verb++) {
        const struct verb_row *row = verb_row((enum verb)verb);
        for (size_t k = 0; k < 2; k++) {
            assert_true(row->keys[k] == 0 || keys_parse(keys_name(arena, row->keys[k])) == row->keys[k]);
            assert_true(row->letters[k] == 0 ||
                        keys_parse(keys_name(arena, row->letters[k])) == row->letters[k]);
        }
    }
    assert_int_equal(keys_parse(STR("F13")), 0);
    assert_int_equal(keys_parse(STR("F0")), 0);
    assert_int_equal(keys_parse(STR("nergens")), 0);
    arena_free(arena);
}

static void shows_only_what_works(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct verb_list list = {0};
    verb_offer(&list, VERB_ACCEPT, "doe");
    verb_refuse(&list, VERB_SHOW, "er is geen kaart");
    verb_offer(&list, VERB_SORT, NULL);
    verb_offer(&list, VERB_NOTE, NULL);
    verb_offer(&list, VERB_HELP, NULL);
    struct str wide = keys_bar(arena, &list, MODE_TEXT, 80);
    assert_string_equal(wide.ptr, "Enter doe   F7 opmerking   F1 hulp"); /* s is a letter here */
    assert_string_equal(keys_bar(arena, &list, MODE_LIST, 80).ptr,
                        "Enter doe   s sorteer   F7 opmerking   F1 hulp");
    for (int width = 0; width < 60; width++) {
        struct str bar = keys_bar(arena, &list, MODE_LIST, width);
        assert_true(text_width(bar) <= width);
        assert_true(width < 7 || str_ends(bar, STR("F1 hulp")));
    }
    arena_free(arena);
}

/* Entries move together before one is left out, and the first key comes before the words that lead. */
static void uses_the_width(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct verb_list list = {.lead = "cijfer"};
    verb_offer(&list, VERB_ACCEPT, "doe");
    verb_offer(&list, VERB_NOTE, NULL);
    verb_offer(&list, VERB_HELP, NULL);
    assert_string_equal(keys_bar(arena, &list, MODE_TEXT, 43).ptr,
                        "cijfer   Enter doe   F7 opmerking   F1 hulp");
    assert_string_equal(keys_bar(arena, &list, MODE_TEXT, 42).ptr,
                        "cijfer  Enter doe  F7 opmerking  F1 hulp");
    assert_string_equal(keys_bar(arena, &list, MODE_TEXT, 39).ptr, "cijfer   Enter doe   F1 hulp");
    assert_string_equal(keys_bar(arena, &list, MODE_TEXT, 25).ptr, "Enter doe   F1 hulp");
    arena_free(arena);
}

static void writes_the_manual(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct buf out = buf_new(1 << 16);
    keys_manual(arena, &out);
    assert_int_not_equal(str_find(buf_str(&out), STR("F8\tn\tde respondent weet het niet\n"), 0), out.len);
    assert_int_not_equal(str_find(buf_str(&out), STR("Esc\tq\tsluiten"), 0), out.len);
    buf_free(&out);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_what_the_rows_say),
        cmocka_unit_test(gives_each_key_one_verb),
        cmocka_unit_test(needs_no_altgr_and_no_digit),
        cmocka_unit_test(reaches_every_verb_while_typing),
        cmocka_unit_test(counts_the_top_row_of_a_belgian_keyboard),
        cmocka_unit_test(names_keys_both_ways),
        cmocka_unit_test(shows_only_what_works),
        cmocka_unit_test(uses_the_width),
        cmocka_unit_test(writes_the_manual),
    };
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
