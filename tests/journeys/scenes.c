/* Journeys that go astray: breaking off, changing one's mind, checks, mistakes, kills. */
#include "tests/journeys/journeys.h"

#include <setjmp.h>
#include <stdio.h>

#include <cmocka.h>

/* Up to the question of that number in the small questionnaire, in a case of group be. */
#define TO_HOURS  "Enter 1 Enter 1 Enter"
#define TO_SEARCH TO_HOURS " 38 Enter 1 Enter"
#define TO_TRUST  TO_SEARCH " 1 Enter 'poetsvrouw' Enter"
#define TO_COUNT  TO_TRUST " 3 2 Enter"
/* A field with at most four figures emptied. */
#define EMPTY "Backspace Backspace Backspace Backspace"

static void break_off_and_resume_next_day(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    /* From the menu to the list of addresses, to one of them by searching, to its questions. */
    visit_start(&v, NULL, LAB_WORDS(NULL));
    visit_sees(&v, "2 adressen open, 0 onderbroken");
    visit_press(&v, "1 Enter");
    visit_sees(&v, "Mijn adressen");
    visit_press(&v, "/ 1002");
    visit_sees_not(&v, "1001");
    visit_press(&v, "Enter");
    visit_press(&v, "Enter");
    visit_sees(&v, "Enter = gelezen, verder");
    visit_press(&v, TO_HOURS);
    visit_at(&v, "A03");
    visit_press(&v, "'38,5' Enter");
    visit_at(&v, "A04");
    visit_press(&v, "F12");
    visit_sees(&v, "Interview onderbreken: waarom?");
    visit_press(&v, "1 Enter");
    visit_sees(&v, "onderbroken; alles is bewaard");
    visit_sees(&v, "% onderbroken");
    visit_quit(&v);
    assert_int_equal(visit_acts(&v, "1002", "suspend"), 1);

    /* The next day the same question stands there, with what was said before it. */
    const char *library = getenv("VELDWERK_TOMORROW");
    assert_non_null(library);
    const struct look tomorrow = {.extra = arena_format(v.arena, "LD_PRELOAD=%s", library).ptr};
    visit_start(&v, &tomorrow, LAB_WORDS("interview", "1002"));
    visit_at(&v, "A04");
    visit_sees(&v, "38,5");
    visit_press(&v, "1 Enter");
    visit_at(&v, "A05");
    visit_sees(&v, "bewaard");
    visit_quit(&v);
    assert_int_equal(visit_acts(&v, "1002", "resume"), 1);
    struct str json = lab_must(&v.lab, v.arena, 0, LAB_WORDS("show", "1002", "--json"));
    struct str days = lab_jq(&v.lab, v.arena, json,
                             ".trail | map(select(.kind == \"start\" or .kind == \"resume\") | .wall[0:10])"
                             " | unique | length");
    assert_true(str_is(str_trim(days), "2"));
    visit_stored(&v, "1002", "hours", 0, "answered", "38.5");
    visit_stored(&v, "1002", "jobs", 0, "answered", "1");
    visit_verified(&v);
    visit_close(&v);
}

static void change_parks_and_returns(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_press(&v, TO_TRUST);
    visit_at(&v, "trust");
    visit_press(&v, "F6 'a02' Enter");
    visit_at(&v, "A02");
    visit_press(&v, "2 Enter");
    visit_at(&v, "trust"); /* not asked again what lies between */
    visit_press(&v, "F6");
    visit_sees(&v, "opzij gezet: 38");
    visit_sees(&v, "opzij gezet: poetsvrouw");
    visit_press(&v, "Esc");
    visit_stored(&v, "1001", "work", 0, "answered", "2");
    visit_stored(&v, "1001", "hours", 0, "parked", "38");
    visit_stored(&v, "1001", "job_title", 0, "parked", "poetsvrouw");
    visit_stored(&v, "1001", "search", 0, "answered", "1");
    visit_press(&v, "F6 'a02' Enter");
    visit_press(&v, "1 Enter");
    visit_at(&v, "trust"); /* they are live again without asking */
    visit_sees(&v, "poetsvrouw");
    visit_stored(&v, "1001", "hours", 0, "answered", "38");
    visit_stored(&v, "1001", "job_title", 0, "answered", "poetsvrouw");
    visit_quit(&v);
    visit_verified(&v);
    visit_close(&v);
}

static void soft_check_with_a_reason(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_press(&v, TO_HOURS " 70 Enter");
    visit_sees(&v, "! Controle (mag, na bevestiging)");
    visit_sees(&v, "70 uren per week is veel. Klopt dat?");
    /* Digit and Enter lead to the question; a second answer is checked anew. */
    visit_press(&v, "1 Enter");
    visit_sees_not(&v, "! Controle");
    visit_at(&v, "A03");
    visit_press(&v, EMPTY " 80 Enter");
    visit_sees(&v, "80 uren per week is veel");
    visit_press(&v, "Omlaag Enter");
    visit_sees(&v, "Schrijf kort waarom");
    visit_press(&v, "'twee voltijdse jobs' Enter");
    visit_at(&v, "A04");
    visit_stored(&v, "1001", "hours", 0, "answered", "80");
    struct str json = lab_must(&v.lab, v.arena, 0, LAB_WORDS("show", "1001", "--json"));
    struct str reason =
        lab_jq(&v.lab, v.arena, json, ".trail[] | select(.kind == \"confirm\") | .item + \": \" + .reason");
    assert_true(str_is(str_trim(reason), "c_hours_many: twee voltijdse jobs"));
    visit_quit(&v);
    visit_close(&v);
}

static void hard_check_leads_to_its_question(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_press(&v, TO_HOURS " 8 Enter 6 Enter");
    visit_sees(&v, "x Controle (moet verbeterd worden)");
    visit_sees(&v, "Vijf jobs of meer in tien uren kan niet.");
    visit_press(&v, "Esc");
    visit_at(&v, "A04");
    /* There is no way forward, by no key. */
    visit_press(&v, "PgDn");
    visit_sees(&v, "x Controle");
    visit_press(&v, "1");
    visit_press(&v, "Enter");
    visit_at(&v, "A03");
    visit_press(&v, EMPTY " 38 Enter");
    visit_sees_not(&v, "x Controle");
    visit_at(&v, "A05");
    visit_stored(&v, "1001", "hours", 0, "answered", "38");
    visit_stored(&v, "1001", "jobs", 0, "answered", "6");
    visit_quit(&v);
    visit_verified(&v);
    visit_close(&v);
}

static void roster_and_grid(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_press(&v, TO_TRUST);
    visit_press(&v, "3 2");
    visit_sees(&v, "2 van 2");
    visit_press(&v, "Omhoog 1"); /* a second thought about the first statement */
    visit_press(&v, "F9");       /* and about the second */
    visit_sees(&v, "wil niet");
    visit_press(&v, "Enter");
    visit_stored(&v, "1001", "trust_people", 0, "answered", "1");
    visit_stored(&v, "1001", "trust_police", 0, "refused", "!");
    visit_at(&v, "A08");
    visit_press(&v, "3 Enter");
    visit_press(&v, "'Noor' Enter '3/2/2010' Enter 'Sam' Enter 2013 Enter 'Lou' Enter");
    visit_at(&v, "A10");
    visit_sees(&v, "03/02/2010");
    visit_press(&v, "'5/2015'");
    visit_press(&v, "Omhoog"); /* a field that is not stored yet is not left silently */
    visit_sees(&v, "Enter bewaart eerst dit veld");
    visit_press(&v, "Enter");
    visit_sees(&v, "einde van het interview");
    /* Back to a name, which is written anew; then the second row goes, and comes back. */
    visit_press(&v, "F6 'a09' Enter");
    visit_at(&v, "A09");
    visit_press(&v, "'Nora' Enter");
    visit_stored(&v, "1001", "child_name", 1, "answered", "Nora");
    visit_press(&v, "F6 'a09' Enter");
    visit_press(&v, "Omlaag");
    visit_press(&v, "Del");
    visit_sees(&v, "Rij wegnemen");
    visit_press(&v, "1 Enter");
    visit_stored(&v, "1001", "children", 0, "answered", "2");
    visit_stored(&v, "1001", "child_name", 3, "answered", "Lou");
    visit_press(&v, "Ctrl-Z");
    visit_sees(&v, "Ongedaan gemaakt");
    visit_stored(&v, "1001", "children", 0, "answered", "3");
    visit_stored(&v, "1001", "child_name", 2, "answered", "Sam");
    visit_stored(&v, "1001", "child_birth", 3, "answered", "2015-05");
    visit_quit(&v);
    visit_verified(&v);
    visit_close(&v);
}

/* Who reads English has the instructions, the labels and the second language in English. */
static void an_interviewer_who_reads_english(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("--ui", "en", "interview", "1001"));
    visit_press(&v, "Enter");
    visit_at(&v, "A01");
    visit_sees(&v, "Wilt u meewerken?");
    visit_sees_not(&v, "Do you want to take part?");
    visit_press(&v, "F5");
    visit_sees(&v, "On the screen: English and Nederlands");
    visit_sees(&v, "Wilt u meewerken?");
    visit_sees(&v, "Do you want to take part?");
    visit_press(&v, "F5");
    visit_sees_not(&v, "Wilt u meewerken?");
    /* What was chosen to be seen makes way for another language of the interview, and for its undoing. */
    visit_press(&v, "Ctrl-O");
    visit_sees(&v, "Do you want to take part?");
    visit_press(&v, "Ctrl-Z");
    visit_sees(&v, "Wilt u meewerken?");
    visit_sees_not(&v, "Do you want to take part?");
    visit_quit(&v);
    visit_verified(&v);
    visit_close(&v);
}

static void states_notes_undo_palette(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_press(&v, "Enter");
    visit_at(&v, "A01");
    visit_press(&v, "F8"); /* this question takes no don't know */
    visit_press(&v, "Enter");
    visit_at(&v, "A01");
    visit_press(&v, "1 Enter 1 Enter");
    visit_press(&v, "F8 Enter");
    visit_stored(&v, "1001", "hours", 0, "dont_know", "?");
    visit_at(&v, "A04");
    visit_press(&v, "w"); /* a letter where no words are typed */
    visit_press(&v, "Enter");
    visit_stored(&v, "1001", "jobs", 0, "refused", "!");
    visit_at(&v, "A05");

    visit_press(&v, "F7 'zegt: \"vraag het VDAB\"' Enter");
    visit_sees(&v, "Opmerking bewaard.");
    visit_at(&v, "A05");
    assert_int_equal(visit_acts(&v, "1001", "note"), 1);

    visit_press(&v, "Ctrl-O");
    visit_sees(&v, "Taal van het interview: English");
    visit_press(&v, "F6 'a01' Enter");
    visit_sees(&v, "Do you want to take part?");
    visit_press(&v, "Ctrl-O");
    visit_sees(&v, "Wilt u meewerken?");
    assert_int_equal(visit_acts(&v, "1001", "language"), 2);

    /* Twice back, once forth; a new answer forgets what was to come. */
    visit_press(&v, "F3");
    visit_at(&v, "A05");
    visit_press(&v, "2 Enter");
    visit_at(&v, "A06");
    visit_press(&v, "'poets' Enter");
    visit_stored(&v, "1001", "job_title", 0, "answered", "poets");
    visit_press(&v, "Ctrl-Z");
    visit_sees(&v, "Ongedaan gemaakt: A06");
    visit_stored(&v, "1001", "job_title", 0, "open", "");
    visit_press(&v, "Ctrl-Z");
    visit_sees(&v, "Ongedaan gemaakt: A05");
    visit_stored(&v, "1001", "search", 0, "open", "");
    visit_press(&v, "Ctrl-Y");
    visit_sees(&v, "Opnieuw gedaan: A05");
    visit_stored(&v, "1001", "search", 0, "answered", "2");

    /* The palette runs what it finds, and says why something does not work. */
    visit_press(&v, "F1");
    visit_sees(&v, "Zoek een opdracht");
    visit_press(&v, "'onderbr'");
    visit_press(&v, "Enter");
    visit_sees(&v, "Interview onderbreken: waarom?");
    visit_press(&v, "Esc");
    visit_press(&v, "F1");
    visit_press(&v, "'kaart'");
    visit_sees(&v, "Bij deze vraag hoort geen kaart");
    visit_press(&v, "Esc");
    visit_press(&v, "Ctrl-C"); /* never kills */
    visit_sees(&v, "Ctrl-Q");
    visit_quit(&v);
    visit_verified(&v);
    visit_close(&v);
}

static void practice_keeps_nothing(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    struct str before = lab_read(v.arena, v.lab.study);
    struct str log = lab_must(&v.lab, v.arena, 0, LAB_WORDS("log"));
    visit_start(&v, NULL, LAB_WORDS(NULL));
    visit_press(&v, "2 Enter");
    visit_sees(&v, "PROEF");
    visit_press(&v, TO_COUNT);
    visit_at(&v, "A08");
    visit_sees(&v, "niets wordt bewaard");
    visit_press(&v, "F12 1 Enter");
    visit_sees(&v, "Proefinterview");
    visit_sees(&v, "2 adressen open, 0 onderbroken");
    visit_quit(&v);
    assert_true(str_equal(log, lab_must(&v.lab, v.arena, 0, LAB_WORDS("log"))));
    assert_true(str_equal(before, lab_read(v.arena, v.lab.study)));
    /* The same by the command. */
    visit_start(&v, NULL, LAB_WORDS("interview", "--practice", "--group", "ma"));
    visit_press(&v, TO_HOURS);
    visit_at(&v, "A03");
    visit_quit(&v);
    assert_true(str_equal(before, lab_read(v.arena, v.lab.study)));
    visit_close(&v);
}

static void killed_while_typing(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_press(&v, TO_SEARCH " 1 Enter");
    visit_at(&v, "A06");
    visit_press(&v, "'poetsvrouw in een zie'");
    visit_sees(&v, "poetsvrouw in een zie");
    visit_kill(&v);
    visit_verified(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_at(&v, "A06"); /* the same question; at most the characters being typed are lost */
    visit_sees_not(&v, "poetsvrouw");
    visit_sees(&v, "via familie of vrienden");
    visit_press(&v, "'poetsvrouw' Enter");
    visit_sees(&v, "bewaard");
    visit_at(&v, "trust");
    visit_kill(&v);
    visit_stored(&v, "1001", "hours", 0, "answered", "38");
    visit_stored(&v, "1001", "search", 0, "answered", "1");
    visit_stored(&v, "1001", "job_title", 0, "answered", "poetsvrouw");
    visit_verified(&v);
    visit_close(&v);
}

/* The check that waited comes up again, and what is confirmed then is kept. */
static void killed_while_a_check_waits(void **state)
{
    (void)state;
    struct visit v;
    visit_small(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_press(&v, TO_HOURS " 70 Enter");
    visit_sees(&v, "70 uren per week is veel. Klopt dat?");
    visit_kill(&v);
    visit_start(&v, NULL, LAB_WORDS("interview", "1001"));
    visit_sees(&v, "70 uren per week is veel. Klopt dat?");
    visit_sees(&v, "Deze controle wachtte nog");
    visit_press(&v, "'twee jobs' Enter");
    visit_at(&v, "A04");
    assert_int_equal(visit_acts(&v, "1001", "confirm"), 1);
    visit_quit(&v);
    visit_verified(&v);
    visit_close(&v);
}

int journeys_of_scenes(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(break_off_and_resume_next_day),
        cmocka_unit_test(change_parks_and_returns),
        cmocka_unit_test(soft_check_with_a_reason),
        cmocka_unit_test(hard_check_leads_to_its_question),
        cmocka_unit_test(roster_and_grid),
        cmocka_unit_test(an_interviewer_who_reads_english),
        cmocka_unit_test(states_notes_undo_palette),
        cmocka_unit_test(practice_keeps_nothing),
        cmocka_unit_test(killed_while_typing),
        cmocka_unit_test(killed_while_a_check_waits),
    };
    return cmocka_run_group_tests_name("scenes", tests, NULL, NULL);
}
