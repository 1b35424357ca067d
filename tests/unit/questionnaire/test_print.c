#include "tests/unit/questionnaire/world.h"

#include "base/hash.h"
#include "questionnaire/print/condition.h"
#include "questionnaire/print/print.h"
#include "tests/support/rows.h"

/*
 * Conditions in words. tests/rows/print-conditions.txt: the condition, then the words for everybody, for the
 * group ma, and of the contrary; "-" where there are none, because the group settles it.
 */
static const char modules[] = "fills:\n  origin: {by: group}\n  word: {by: n}\n"
                              "items:\n"
                              "- {id: n, nr: A1, type: int, min: 0, max: 9}\n"
                              "- {id: m, type: decimal, min: 0, max: 9, step: 0.5}\n"
                              "- {id: c, nr: A3, type: code, list: abc}\n"
                              "- {id: s, nr: A4, type: set, list: jobs}\n"
                              "- {id: t, nr: A5, type: text}\n"
                              "- {id: d, nr: A6, type: date, precision: [day, month, year]}\n"
                              "- {id: h, nr: A7, type: time, min: '00:00', max: '23:59'}\n"
                              "- {id: foreign, type: computed, as: bool, value: group != be}\n"
                              "- {id: many, type: computed, as: bool, value: (n > 3) ?? false}\n"
                              "- {id: kids, type: int, min: 0, max: 3, allow: []}\n"
                              "- roster: house\n  count: kids\n  max: 3\n  items:\n  - {id: years, nr: B1, "
                              "type: int, min: 0, max: 99}\n"
                              "- id: z\n  type: int\n  min: 0\n  max: 9\n  unknown: skip\n  when: >-\n    ";
static const char texts[] =
    "language: nl\nname: Nederlands\ntitle: Proef\ngroups: {be: Belgisch, ma: Marokkaans}\nitems:\n"
    "  n: {label: aantal, text: Hoeveel?}\n  m: {label: maat, text: Hoe groot?}\n  c: {label: keuze, text: "
    "Welke?}\n"
    "  s: {label: werk zoeken, text: Hoe?}\n  t: {label: naam, text: Wie?}\n  d: {label: dag, text: "
    "Wanneer?}\n"
    "  h: {label: uur, text: Hoe laat?}\n  foreign: {label: uit het buitenland}\n  many: {label: veel}\n"
    "  kids: {label: aantal kinderen, text: 'Hoeveel {origin|adj} kinderen, [{n}]?'}\n"
    "  house: {label: huishouden, text: '{word}'}\n  years: {label: leeftijd, text: 'Hoe oud zijn de "
    "{word}?'}\n"
    "  z: {label: z, text: Z?}\n"
    "fills:\n  origin: {be: {adj: Belgische, noun: Belg}, ma: {adj: Marokkaanse, noun: Marokkaan}}\n"
    "  word: {one: kind, other: kinderen}\n";

static const struct questionnaire *load(struct world *w, struct str condition)
{
    world_put(w, STR("m.yaml"), arena_format(w->arena, "%s%.*s\n", modules, STR_ARG(condition)));
    world_put(w, STR("text/nl.yaml"), str_from(texts));
    world_load(w);
    if (!w->q) {
        diags_print(w->diags, stderr);
    }
    return w->q;
}

static void compare_words(struct rows *rows, struct str got, struct str wanted, const char *whose)
{
    rows_equal(rows, got.len ? got : STR("-"), wanted, whose);
}

static void check_row(struct rows *rows, const struct row *row)
{
    struct world w;
    world_open(&w);
    const struct questionnaire *q = load(&w, row->field[0]);
    if (rows_check(rows, q != NULL, "does not load")) {
        const struct expr_node *when = q->items[questionnaire_item(q, STR("z"))].when.expr->root;
        const struct telling all = {q, 0, -1, -1};
        const struct telling ma = {q, 0, 1, 0};
        compare_words(rows, condition_words(w.arena, &all, when), row->field[1], "for all");
        compare_words(rows, condition_words(w.arena, &ma, when), row->field[2], "for ma");
        compare_words(rows, denial_words(w.arena, &all, when), row->field[3], "denied");
    }
    world_close(&w);
}

static void test_conditions(void **state)
{
    (void)state;
    struct rows *rows = rows_open("print-conditions");
    struct row row;
    while (rows_next(rows, &row)) {
        check_row(rows, &row);
    }
    rows_close(rows);
}

/* ---- texts and the whole ----------------------------------------------------------------------- */

static void is(struct str got, const char *wanted)
{
    if (!str_is(got, wanted)) {
        fail_msg("got '%.*s', wanted '%s'", STR_ARG(got), wanted);
    }
}

static void test_fills(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    const struct questionnaire *q = load(&w, STR("foreign"));
    assert_non_null(q);
    struct text kids = item_words(q, questionnaire_item(q, STR("kids")), 0, -1)->text;
    struct text years = item_words(q, questionnaire_item(q, STR("years")), 0, -1)->text;
    const struct telling all = {q, 0, -1, -1};
    const struct telling ma = {q, 0, 1, 0};
    is(text_words(w.arena, &all, kids), "Hoeveel [Belgische / Marokkaanse] kinderen, [[aantal]]?");
    is(text_words(w.arena, &ma, kids), "Hoeveel Marokkaanse kinderen, [[aantal]]?");
    is(text_words(w.arena, &ma, years), "Hoe oud zijn de [kinderen / kind]?");
    world_close(&w);
}

static bool prints(const struct questionnaire *q, int group, enum print_form form, const char *words)
{
    const struct print_job job = {q, 0, 0, group, form, "nl"};
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    print_questionnaire(&job, &out);
    bool found = str_find(buf_str(&out), str_from(words), 0) < out.len;
    buf_free(&out);
    return found;
}

/* What the group is never asked does not stand on its sheet. */
static void test_groups(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    const struct questionnaire *q = load(&w, STR("foreign"));
    assert_non_null(q);
    assert_true(
        prints(q, -1, PRINT_TEXT, "[Stel deze vraag als: \xE2\x80\x98uit het buitenland\xE2\x80\x99: ja]"));
    assert_true(prints(q, 1, PRINT_TEXT, "       Z?\n"));
    assert_false(prints(q, 1, PRINT_TEXT, "Stel deze vraag als"));
    assert_false(prints(q, 0, PRINT_TEXT, "Z?"));
    world_close(&w);
}

/* Words from the files never become markup. */
static void test_escaped(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    world_put(&w, STR("codebook/t/text/nl.yaml"),
              STR("language: nl\nlists:\n  yes_no: {1: ja, 2: nee}\n  abc: {1: <b>, 2: 'a&b', 3: '\"'}\n"
                  "  jobs: {1: vrienden, 2: bureau, 7: andere, 8: geen}\n"));
    const struct questionnaire *q = load(&w, STR("c == 1 or t == \"<i>\""));
    assert_non_null(q);
    assert_true(prints(q, -1, PRINT_HTML, "<td dir=\"auto\">&lt;b&gt;</td>"));
    assert_true(prints(q, -1, PRINT_HTML, ">a&amp;b</td>"));
    assert_true(prints(q, -1, PRINT_HTML, "&lt;i&gt;"));
    assert_false(prints(q, -1, PRINT_HTML, "<b>"));
    assert_false(prints(q, -1, PRINT_HTML, "<i>"));
    assert_true(prints(q, -1, PRINT_TEXT, "<b>"));
    world_close(&w);
}

/* Computed variables that read each other twice, forty deep: words are found all the same. */
static void test_deep(void **state)
{
    enum { DEEP = 40 };
    (void)state;
    struct world w;
    world_open(&w);
    struct buf items = buf_new(BUF_LIMIT_DEFAULT);
    struct buf words = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&items, "items:\n- {id: n, type: int, min: 0, max: 9, allow: []}\n"
                         "- {id: v0, type: computed, as: bool, value: n > 3}\n");
    buf_add_text(&words,
                 "language: nl\nname: N\ntitle: T\nitems:\n  n: {label: n, text: N?}\n  v0: {label: v0}\n");
    for (int i = 1; i < DEEP; i++) {
        buf_format(&items, "- {id: v%d, type: computed, as: bool, value: v%d and v%d}\n", i, i - 1, i - 1);
        buf_format(&words, "  v%d: {label: v%d}\n", i, i);
    }
    world_put(&w, STR("m.yaml"), buf_str(&items));
    world_put(&w, STR("text/nl.yaml"), buf_str(&words));
    world_load(&w);
    assert_non_null(w.q);
    assert_true(prints(w.q, 0, PRINT_TEXT, "v39"));
    buf_free(&items);
    buf_free(&words);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions), cmocka_unit_test(test_fills), cmocka_unit_test(test_groups),
        cmocka_unit_test(test_escaped),    cmocka_unit_test(test_deep),
    };
    return hash_init() ? cmocka_run_group_tests_name("print", tests, NULL, NULL) : 1;
}
