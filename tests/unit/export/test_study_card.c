#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/study_card.h"
#include "questionnaire/load.h"
#include "tests/support/rows.h"

/* The description of a study: read, and what is wrong in it told with its place. */

struct world {
    struct arena *arena;
    struct diags *diags;
    const struct study_card *card;
};

static struct world read_card(const char *yaml)
{
    struct world w = {arena_new(), diags_new(), NULL};
    const struct definition_file file = {STR("study.yaml"), str_from(yaml)};
    struct library library = frozen_library(w.arena, &file, 1);
    w.card = study_card_load(w.arena, w.diags, &library, STR("study.yaml"));
    return w;
}

static void close_world(struct world *w)
{
    diags_free(w->diags);
    arena_free(w->arena);
}

#define GOOD                                                                                                 \
    "agency: a.example\nid: X\nuri: https://a.example/x\ndistributors: [Archief]\nabstract: Over iets.\n"

static void words_in_languages(void **state UNUSED)
{
    struct world w =
        read_card(GOOD "title: {nl: Titel, en: Title}\n"
                       "keywords:\n- {name: {nl: werk, en: WORK}, vocabulary: ELSST, code: w1}\n- taal\n"
                       "fieldwork: {start: 2026-01, end: 2026-06-30}\n");
    assert_non_null(w.card);
    assert_int_equal(w.diags->n, 0);
    const struct card_words *title = &w.card->fields[CARD_TITLE];
    assert_true(str_is(card_words_in(title, STR("en")), "Title"));
    assert_true(str_is(card_words_in(title, STR("pl")), "Titel"));
    assert_true(str_is(card_words_in(&w.card->fields[CARD_ABSTRACT], STR("en")), "Over iets."));
    assert_int_equal(card_words_in(&w.card->fields[CARD_SERIES], STR("nl")).len, 0);
    assert_int_equal(w.card->lists[CARD_KEYWORDS].n, 2);
    const struct card_entry *first = w.card->lists[CARD_KEYWORDS].items;
    assert_true(str_is(first->vocabulary, "ELSST") && str_is(first->code, "w1"));
    assert_true(str_is(card_words_in(&first[1].words, STR("nl")), "taal"));
    assert_true(str_is(w.card->start, "2026-01") && str_is(w.card->end, "2026-06-30"));
    close_world(&w);
}

static void says_what_is_wrong(void **state UNUSED)
{
    static const struct {
        const char *yaml, *code;
        unsigned line;
    } rows[] = {
        {GOOD "title: {n: Titel}\n", "D001", 6},
        {GOOD "title: T\nauthors:\n- {code: x}\n", "D002", 8},
        {GOOD "title: T\nfieldwork: {start: gisteren}\n", "D003", 7},
        {GOOD "titel: T\n", "E102", 6},
        {GOOD "title: T\nauthors: Ik\n", "E103", 7},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct world w = read_card(rows[i].yaml);
        assert_null(w.card);
        assert_string_equal(w.diags->items[0].code, rows[i].code);
        assert_int_equal(w.diags->items[0].place.line, rows[i].line);
        close_world(&w);
    }
}

static void warns_of_what_archives_demand(void **state UNUSED)
{
    struct world w = read_card("title: T\n");
    assert_non_null(w.card);
    assert_int_equal(w.diags->warnings, 5);
    assert_string_equal(w.diags->items[0].code, "D004");
    close_world(&w);
}

static void survey(void **state UNUSED)
{
    struct world w = {arena_new(), diags_new(), NULL};
    struct disk_library *disk =
        disk_library_open(w.arena, test_path(w.arena, "../questionnaire/sid").ptr, NULL, NULL);
    struct library library = disk_library(disk);
    w.card = study_card_load(w.arena, w.diags, &library, STR("codebook/sid/study.yaml"));
    assert_non_null(w.card);
    assert_int_equal(w.diags->n, 0);
    assert_true(w.card->lists[CARD_NATIONS].n == 1 && w.card->fields[CARD_UNIVERSE].n == 2);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_in_languages),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(warns_of_what_archives_demand),
        cmocka_unit_test(survey),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
