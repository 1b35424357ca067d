/* Journeys through the screens, from the first key to the last. */
#include "tests/journeys/journeys.h"

#include <setjmp.h>

#include <cmocka.h>

#include "tests/journeys/interviewer.h"
#include "tests/journeys/stage.h"

/* What the interviews of the groups share: the demo study and its questionnaire. */
struct home {
    struct lab lab;
    struct stage stage;
    struct arena *arena;
    const struct questionnaire *q;
};

static int open_home(void **state)
{
    struct home *home = mem_alloc(sizeof *home);
    *home = (struct home){.arena = arena_new()};
    lab_open(&home->lab);
    stage_open(&home->stage, &home->lab, STAGE_DEMO);
    home->q = interviewer_questionnaire(home->arena, home->stage.folder);
    *state = home;
    return 0;
}

static int close_home(void **state)
{
    struct home *home = *state;
    lab_close(&home->lab);
    arena_free(home->arena);
    free(home);
    return 0;
}

/*
 * A whole interview of somebody of the demo, typed at the screens; what is stored is what the same answers
 * from a file make of it, cell by cell.
 */
static void interview(void **state, const char *case_id, const struct look *look, bool azerty)
{
    struct home *home = *state;
    struct visit v;
    struct interviewer i;
    stage_case(&home->stage, case_id);
    const struct plan plan = {home->q, home->stage.acts, home->stage.acts_n, &home->stage.result};
    visit_copy(&v, home->stage.pristine);
    visit_start(&v, look, LAB_WORDS("interview", case_id));
    interviewer_start(&i, v.pty, &plan);
    i.azerty = azerty;
    enum interviewer_step step = interviewer_conduct(&i, SIZE_MAX);
    if (step != STEP_END) {
        visit_fail(&v, "the interview of %s does not come to its end (%d), after %zu answers", case_id,
                   (int)step, i.saved);
    }
    pty_keys(v.pty, "1 Enter");
    visit_ends(&v);
    struct record record = record_read(&v.lab, v.arena, case_id);
    assert_int_equal(record_differences(&record, &home->stage.result), 0);
    assert_true(i.saved >= 100);
    visit_verified(&v);
    interviewer_end(&i);
    visit_close(&v);
}

static void belgian_in_a_small_window(void **state)
{
    interview(state, "100102", &(struct look){.cols = 40, .rows = 10}, false);
}

static void moroccan(void **state)
{
    interview(state, "100202", NULL, false);
}

static void turkish_in_a_wide_window(void **state)
{
    interview(state, "100302", &(struct look){.cols = 120, .rows = 40}, false);
}

static void polish_on_a_belgian_keyboard(void **state)
{
    interview(state, "100402", NULL, true);
}

static void romanian_on_the_linux_console(void **state)
{
    interview(state, "100502", &(struct look){.term = "linux"}, false);
}

static void congolese_on_a_vt100(void **state)
{
    interview(state, "100602", &(struct look){.term = "vt100"}, false);
}

static void afghan_without_colours(void **state)
{
    interview(state, "100702", &(struct look){.extra = "NO_COLOR=1"}, false);
}

/* Languages that an item has words in: Ctrl-O goes to these. */
static unsigned spoken(const struct questionnaire *q)
{
    unsigned n = 0;
    for (unsigned l = 0; l < q->codebook->languages_n; l++) {
        bool speaks = l == q->codebook->source_language;
        for (uint32_t i = 0; i < q->items_n && !speaks; i++) {
            speaks = item_translated(q, i, l);
        }
        n += speaks;
    }
    return n;
}

/*
 * A show card in another language leaves interview and question as they were; the interview's own language is
 * an act, and answers mean the same in every language.
 */
static void cards_and_languages(void **state)
{
    struct home *home = *state;
    struct visit v;
    struct interviewer i;
    long act = -1;
    stage_case(&home->stage, "100202");
    const struct plan plan = {home->q, home->stage.acts, home->stage.acts_n, &home->stage.result};
    visit_copy(&v, home->stage.pristine);
    visit_start(&v, NULL, LAB_WORDS("interview", "100202"));
    interviewer_start(&i, v.pty, &plan);
    while (!pty_has(v.pty, "F2 toont kaart")) {
        assert_true(interviewer_step(&i, &act) < STEP_END);
    }
    struct str number = screen_number(v.pty, v.arena);
    struct str card = pty_row(v.pty, pty_find(v.pty, "Kaart ", 0));
    card = arena_copy(v.arena, str_slice(str_trim(card), 6, str_find_char(str_trim(card), ' ', 6) - 6));
    visit_press(&v, "F2");
    visit_sees(&v, arena_format(v.arena, "KAART %.*s", STR_ARG(card)).ptr);
    visit_sees(&v, "taal: Nederlands");
    for (unsigned k = 1; k < home->q->codebook->languages_n; k++) {
        visit_press(&v, "F5");
        visit_sees_not(&v, "taal: Nederlands");
    }
    visit_press(&v, "F5");
    visit_sees(&v, "taal: Nederlands");
    visit_press(&v, "F5");
    visit_press(&v, "F2");
    visit_at(&v, number.ptr);
    assert_int_equal(visit_acts(&v, "100202", "language"), 0);
    /* Some questions in each language, and home again; Ctrl-O says so where there is one only. */
    const unsigned languages = spoken(home->q);
    for (unsigned k = 0; k < languages; k++) {
        visit_press(&v, "Ctrl-O");
        visit_sees(&v, languages > 1 ? "Taal van het interview: " : "Er is maar één taal met teksten.");
        visit_at(&v, number.ptr);
        for (int n = 0; n < 4; n++) {
            assert_true(interviewer_step(&i, &act) < STEP_END);
        }
        while (pty_has(v.pty, "! Controle ")) { /* a popup takes no Ctrl-O */
            assert_true(interviewer_step(&i, &act) < STEP_END);
        }
        number = screen_number(v.pty, v.arena);
    }
    assert_int_equal(visit_acts(&v, "100202", "language"), languages > 1 ? languages : 0);
    assert_int_equal(interviewer_conduct(&i, SIZE_MAX), STEP_END);
    pty_keys(v.pty, "1 Enter");
    visit_ends(&v);
    struct record record = record_read(&v.lab, v.arena, "100202");
    assert_int_equal(record_differences(&record, &home->stage.result), 0);
    interviewer_end(&i);
    visit_close(&v);
}

#define STEPS_BETWEEN 4 /* answers from one F5 to the next */

/*
 * A Turkish interview in which the screen goes on and on from Turkish to both languages to Dutch: the place
 * stays where it is, and what is stored in the end is what was stored when nobody pressed F5.
 */
static void two_languages_at_once(void **state)
{
    static const char *const seen[] = {"Op het scherm: Nederlands en Türkçe",
                                       "Op het scherm: uw taal, Nederlands",
                                       "Op het scherm: de taal van de respondent, Türkçe"};
    struct home *home = *state;
    struct visit v;
    struct interviewer i;
    long act = -1;
    size_t pressed = 0;
    enum interviewer_step step = STEP_SAVED;
    stage_case(&home->stage, "100302");
    const struct plan plan = {home->q, home->stage.acts, home->stage.acts_n, &home->stage.result};
    visit_copy(&v, home->stage.pristine);
    visit_start(&v, NULL, LAB_WORDS("interview", "100302", "--lang", "tr"));
    interviewer_start(&i, v.pty, &plan);
    while (step < STEP_END) {
        struct str number = screen_number(v.pty, v.arena);
        visit_press(&v, "F5");
        visit_sees(&v, seen[pressed++ % ARRAY_LEN(seen)]);
        visit_at(&v, number.ptr);
        step = interviewer_conduct(&i, STEPS_BETWEEN);
        while (step < STEP_END && pty_has(v.pty, "! Controle ")) { /* a popup takes no F5 */
            step = interviewer_step(&i, &act);
        }
    }
    assert_int_equal(step, STEP_END);
    pty_keys(v.pty, "1 Enter");
    visit_ends(&v);
    struct record record = record_read(&v.lab, v.arena, "100302");
    assert_int_equal(record_differences(&record, &home->stage.result), 0);
    assert_int_equal(visit_acts(&v, "100302", "language"), 0);
    assert_true(pressed >= ARRAY_LEN(seen) * 10);
    visit_verified(&v);
    interviewer_end(&i);
    visit_close(&v);
}

/* Arabic as the terminal gets it: in the order in which it is drawn, or in the order in which it is written.
 */
static void arabic_in_either_order(void **state)
{
    static const char *const extra[] = {"VELDWERK_BIDI=program", "VELDWERK_BIDI=terminal"};
    struct home *home = *state;
    for (size_t i = 0; i < ARRAY_LEN(extra); i++) {
        struct visit v;
        visit_copy(&v, home->stage.pristine);
        visit_start(&v, &(struct look){.extra = extra[i]}, LAB_WORDS("interview", "100202", "--lang", "ar"));
        visit_press(&v, "F5");
        visit_sees(&v, "Op het scherm: Nederlands en ");
        (i == 0 ? visit_sees_not : visit_sees)(&v, "Nederlands en العربية");
        visit_quit(&v);
        visit_close(&v);
    }
}

int main(void)
{
    const struct CMUnitTest groups[] = {
        cmocka_unit_test(belgian_in_a_small_window),     cmocka_unit_test(moroccan),
        cmocka_unit_test(turkish_in_a_wide_window),      cmocka_unit_test(polish_on_a_belgian_keyboard),
        cmocka_unit_test(romanian_on_the_linux_console), cmocka_unit_test(congolese_on_a_vt100),
        cmocka_unit_test(afghan_without_colours),        cmocka_unit_test(cards_and_languages),
        cmocka_unit_test(two_languages_at_once),         cmocka_unit_test(arabic_in_either_order),
    };
    int failed = cmocka_run_group_tests_name("groups", groups, open_home, close_home);
    return failed + journeys_of_scenes() > 0;
}
