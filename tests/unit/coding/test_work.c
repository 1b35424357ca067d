/* The coders' queue and their decisions, one coder at a time. */
#include "tests/unit/coding/desk.h"

static const char *const answers[] = {
    "Kok",          "kok!",   "kok", "chauffeur",      "Chauffeur",
    "fietskoerier", "keuken", "KOK", "pakjes brengen", "afwas in de keuken"};

/* The queue as "key/open", apart by ';'. */
static void expect_queue(struct work *work, enum work_view view, const char *wanted)
{
    char text[1000] = "";
    const uint32_t *ids;
    size_t n = work_queue(work, view, &ids);
    for (size_t i = 0; i < n; i++) {
        struct work_group group = work_group(work, ids[i]);
        size_t at = strlen(text);
        snprintf(text + at, sizeof text - at, "%.*s/%u;", STR_ARG(group.key), group.open);
    }
    assert_string_equal(text, wanted);
}

static void equal_answers_are_one_group_the_most_frequent_first(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, answers, ARRAY_LEN(answers));
    struct work *work = desk_sit(desk, "an");
    expect_queue(work, WORK_VIEW_FREQUENT,
                 "kok/4;chauffeur/2;afwas in de keuken/1;fietskoerier/1;keuken/1;pakjes brengen/1;");
    desk_decides(work, "kok", "11");
    expect_queue(work, WORK_VIEW_FREQUENT,
                 "chauffeur/2;afwas in de keuken/1;fietskoerier/1;keuken/1;pakjes brengen/1;");
    expect_queue(work, WORK_VIEW_CODED, "kok/0;");
    desk_decides(work, "keuken", "!flag");
    expect_queue(work, WORK_VIEW_FLAGGED, "keuken/0;");
    desk_decides(work, "keuken", "1");
    expect_queue(work, WORK_VIEW_FLAGGED, "");
    expect_queue(work, WORK_VIEW_CODED, "keuken/0;kok/0;");
    work_close(work);
}

static void look_alikes_stand_together(void **state)
{
    struct desk *desk = *state;
    static const char *const texts[] = {"vrachtwagen rijden", "keukenpiet",        "kok",
                                        "kok op school",      "kok in restaurant", "kok",
                                        "chauffeur",          "chauffeur bus",     "zzz qqq"};
    desk_say_all(desk, texts, ARRAY_LEN(texts));
    struct work *work = desk_sit(desk, "an");
    assert_int_equal(work_predict(work, 2), 6);
    assert_int_equal(work_predict(work, 100), 0);
    const uint32_t *ids;
    size_t n = work_queue(work, WORK_VIEW_ALIKE, &ids);
    assert_int_equal(n, 8);
    char codes[64] = "";
    for (size_t i = 0; i < n; i++) {
        struct work_group group = work_group(work, ids[i]);
        assert_true(group.predicted);
        snprintf(codes + strlen(codes), sizeof codes - strlen(codes), "%.*s,", STR_ARG(group.code));
    }
    /* four cooks' groups with five answers before three drivers'; what nothing is known of at the end */
    assert_string_equal(codes, "11,11,11,11,21,21,21,,");
    work_close(work);
}

static void a_decision_is_an_act_of_each_case_with_its_reason(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, answers, ARRAY_LEN(answers));
    struct work *work = desk_sit(desk, "an");
    uint32_t id = desk_group(work, "kok");
    struct work_choice choice = {
        .codes = STR(" 11  21 "), .note = STR("rijdt ook"), .keys = 3, .shown_ms = 4200};
    assert_int_equal(work_decide(work, &id, 1, &choice), WORK_DONE);
    desk_codes(work, "kok", "11 21");
    struct work_answer answer = work_answer(work, id, 3);
    assert_true(str_is(answer.codes, "11 21") && str_is(answer.case_id, "c8") && str_is(answer.text, "KOK"));
    struct work_figures figures = work_figures(work);
    assert_int_equal(figures.by_origin[ORIGIN_HUMAN], 4);
    assert_int_equal(figures.by_level[2], 4);
    assert_int_equal(figures.own_groups, 1);
    assert_true(figures.own_seconds > 4.19 && figures.own_seconds < 4.21);
    assert_true(figures.own_keys > 2.99 && figures.own_keys < 3.01);
    assert_true(figures.own_first > 0.99); /* "kok" is a title of 11 */
    work_close(work);
    work = desk_sit(desk, "bo");
    desk_codes(work, "kok", "11 21");
    const struct work_earlier *rows;
    assert_int_equal(work_earlier(work, desk_group(work, "kok"), &rows), 1);
    assert_true(str_is(rows[0].coders, "an 4x") && rows[0].same_words);
    work_close(work);
}

static void what_is_no_code_is_refused(void **state)
{
    struct desk *desk = *state;
    desk_say(desk, 1, "kok");
    struct work *work = desk_sit(desk, "an");
    static const char *const bad[] = {"", "99", "11 99", "11 11", "11 !vague", "!weird", "11 2 x"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_int_equal(desk_decide(work, "kok", bad[i]), WORK_INVALID);
        assert_true(work_message(work)[0]);
    }
    uint32_t id = desk_group(work, "kok");
    struct work_choice choice = {.codes = STR("11"), .note = STR("a\033[2J")};
    assert_int_equal(work_decide(work, &id, 1, &choice), WORK_INVALID);
    desk_codes(work, "kok", "");
    assert_int_equal(desk_decide(work, "kok", "2"), WORK_DONE);
    assert_int_equal(desk_decide(work, "kok", "21"), WORK_NOTHING);
    choice = (struct work_choice){.codes = STR("21"), .again = true};
    assert_int_equal(work_decide(work, &id, 1, &choice), WORK_DONE);
    desk_codes(work, "kok", "21");
    work_close(work);
}

static void only_one_answer_of_a_group_may_be_decided(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, answers, ARRAY_LEN(answers));
    struct work *work = desk_sit(desk, "an");
    uint32_t id = desk_group(work, "kok");
    struct work_choice choice = {.codes = STR("12"), .only_case = STR("c2")};
    assert_int_equal(work_decide(work, &id, 1, &choice), WORK_DONE);
    assert_int_equal(work_group(work, id).open, 3);
    /* and told at once when the rest is then coded otherwise */
    struct work_earlier earlier;
    assert_false(work_contradicts(work, id, STR("12"), &earlier));
    assert_true(work_contradicts(work, id, STR("11"), &earlier));
    assert_true(str_is(earlier.codes, "12") && str_is(earlier.coders, "an 1x"));
    work_close(work);
}

static void a_run_is_decided_at_once(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, answers, ARRAY_LEN(answers));
    struct work *work = desk_sit(desk, "an");
    uint32_t ids[2] = {desk_group(work, "fietskoerier"), desk_group(work, "pakjes brengen")};
    struct work_choice choice = {.codes = STR("22"), .keys = 2};
    assert_int_equal(work_decide(work, ids, 2, &choice), WORK_DONE);
    struct work_step step;
    assert_int_equal(work_undo(work, &step), WORK_DONE);
    assert_int_equal(step.answers, 2);
    assert_true(step.group == ids[0] && str_is(step.codes, "22"));
    desk_codes(work, "fietskoerier", "");
    desk_codes(work, "pakjes brengen", "");
    work_close(work);
}

static void undo_and_redo_also_what_was_done_another_day(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, answers, ARRAY_LEN(answers));
    struct work_step step;
    struct work *work = desk_sit(desk, "an");
    assert_int_equal(work_undo(work, &step), WORK_NOTHING);
    desk_decides(work, "kok", "11");
    desk_decides(work, "chauffeur", "21");
    uint32_t id = desk_group(work, "chauffeur");
    struct work_choice choice = {.codes = STR("22"), .again = true, .note = STR("toch")};
    assert_int_equal(work_decide(work, &id, 1, &choice), WORK_DONE);
    assert_int_equal(work_undo(work, &step), WORK_DONE);
    desk_codes(work, "chauffeur", "21");
    assert_int_equal(work_redo(work, &step), WORK_DONE);
    desk_codes(work, "chauffeur", "22");
    assert_int_equal(work_redo(work, &step), WORK_NOTHING);
    assert_int_equal(work_undo(work, &step), WORK_DONE);
    work_close(work);

    work = desk_sit(desk, "bo"); /* what others did is not hers to take back */
    assert_int_equal(work_undo(work, &step), WORK_NOTHING);
    work_close(work);
    work = desk_sit(desk, "an");
    assert_int_equal(work_redo(work, &step), WORK_DONE);
    desk_codes(work, "chauffeur", "22");
    work_close(work);
    work = desk_sit(desk, "an");
    assert_int_equal(work_undo(work, &step), WORK_DONE);
    desk_codes(work, "chauffeur", "21");
    assert_int_equal(work_undo(work, &step), WORK_DONE);
    desk_codes(work, "chauffeur", "");
    assert_int_equal(work_undo(work, &step), WORK_DONE);
    assert_int_equal(step.answers, 4);
    assert_int_equal(work_undo(work, &step), WORK_NOTHING);
    /* a new decision empties redo */
    desk_decides(work, "keuken", "1");
    assert_int_equal(work_redo(work, &step), WORK_NOTHING);
    work_close(work);
    struct verify_report report;
    assert_int_equal(store_verify(desk->store, desk->arena, &report), STORE_OK);
    assert_int_equal(report.chain_faults + report.cache_faults + report.page_faults, 0);
}

static void decisions_are_learned_and_are_the_reason(void **state)
{
    struct desk *desk = *state;
    static const char *const texts[] = {"zwabberaar", "zwabberaar", "zwabberaar bij de klant"};
    desk_say_all(desk, texts, ARRAY_LEN(texts));
    struct work *work = desk_sit(desk, "an");
    const struct work_suggestion *s;
    uint32_t id = desk_group(work, "zwabberaar bij de klant");
    desk_decides(work, "zwabberaar", "12");
    for (unsigned day = 0; day < 2; day++) {
        assert_true(work_suggest(work, id, &s, 5) > 0);
        assert_true(str_is(s[0].code, "12") && s[0].level == 2 && s[0].decision);
        assert_true(str_is(s[0].label, "Afwasser"));
        assert_string_equal(s[0].reason.ptr, day ? "gecodeerd door an, 2x, 3 dagen geleden: zwabberaar"
                                                 : "gecodeerd door an, 2x, vandaag: zwabberaar");
        work_close(work);
        desk->now += 3LL * 24 * 3600 * 1000;
        work = desk_sit(desk, "bo"); /* the same from the log */
    }
    /* corrected: the new code comes first */
    uint32_t same = desk_group(work, "zwabberaar");
    struct work_choice choice = {.codes = STR("22"), .again = true};
    assert_int_equal(work_decide(work, &same, 1, &choice), WORK_DONE);
    assert_true(work_suggest(work, same, &s, 5) > 0);
    assert_true(str_is(s[0].code, "22"));
    work_close(work);
}

static void a_changed_answer_is_open_again(void **state)
{
    struct desk *desk = *state;
    desk_say(desk, 1, "kok");
    desk_say(desk, 2, "kok");
    struct work *work = desk_sit(desk, "an");
    desk_decides(work, "kok", "11");
    desk_say(desk, 1, "chauffeur");
    desk_say(desk, 3, "KOK");
    assert_true(work_refresh(work));
    for (unsigned again = 0; again < 2; again++) {
        expect_queue(work, WORK_VIEW_FREQUENT, "kok/1;chauffeur/1;");
        work_close(work);
        work = desk_sit(desk, "an");
    }
    desk_decides(work, "chauffeur", "21");
    desk_say(desk, 1, "");
    assert_true(work_refresh(work));
    expect_queue(work, WORK_VIEW_FREQUENT, "kok/1;");
    work_close(work);
}

/* A code is valid as long as it is newer than the answer: it must not be given to words not seen. */
static void words_changed_meanwhile_are_not_coded(void **state)
{
    struct desk *desk = *state;
    desk_say(desk, 1, "kok");
    desk_say(desk, 2, "afwasser");
    struct work *work = desk_sit(desk, "an");
    desk_say(desk, 1, "chauffeur");
    desk_decides(work, "afwasser", "12");
    assert_int_equal(desk_decide(work, "kok", "11"), WORK_MEANWHILE);
    expect_queue(work, WORK_VIEW_FREQUENT, "chauffeur/1;");
    desk_decides(work, "chauffeur", "21");
    desk_codes(work, "chauffeur", "21");
    work_close(work);
}

static void what_was_undone_is_not_given_to_other_words(void **state)
{
    struct desk *desk = *state;
    struct work_step step;
    for (unsigned known = 0; known < 3; known++) {
        desk_say(desk, known + 1, "kok");
        struct work *work = desk_sit(desk, "an");
        desk_decides(work, "kok", "11");
        assert_int_equal(work_undo(work, &step), WORK_DONE);
        desk_say(desk, known + 1, "chauffeur");
        if (known == 1) {
            assert_true(work_refresh(work));
        } else if (known == 2) {
            work_close(work);
            work = desk_sit(desk, "an");
        }
        assert_int_equal(work_redo(work, &step), WORK_MEANWHILE);
        desk_codes(work, "chauffeur", "");
        work_close(work);
    }
}

static void rules_tell_what_they_touch_and_contradict(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, answers, ARRAY_LEN(answers));
    struct work *work = desk_sit(desk, "an");
    desk_decides(work, "keuken", "1");
    desk_decides(work, "afwas in de keuken", "12");
    struct work_reach reach;
    assert_int_equal(work_try_rule(work, STR("Keuken*"), STR("12"), &reach), WORK_DONE);
    assert_int_equal(reach.groups, 2);
    assert_int_equal(reach.same, 1);
    assert_int_equal(reach.against, 1);
    assert_int_equal(reach.against_n, 1);
    assert_int_equal(reach.ids[0], desk_group(work, "keuken"));
    assert_int_equal(work_try_rule(work, STR("*koer* "), STR("22"), &reach), WORK_DONE);
    assert_int_equal(reach.open, 1);
    assert_int_equal(work_try_rule(work, STR("* &"), STR("22"), &reach), WORK_INVALID);
    assert_int_equal(work_try_rule(work, STR("kok"), STR("77"), &reach), WORK_INVALID);
    assert_int_equal(work_add_rule(work, STR("KEUKEN & afwas*"), STR("12")), WORK_DONE);
    assert_int_equal(work_add_rule(work, STR("*koerier"), STR("21")), WORK_DONE);
    assert_int_equal(work_add_rule(work, STR("*koerier"), STR("22")), WORK_DONE);
    work_close(work);
    work = desk_sit(desk, "bo");
    const struct work_rule *rules;
    assert_int_equal(work_rules(work, &rules), 2);
    assert_true(str_is(rules[0].pattern, "*koerier") && str_is(rules[0].codes, "22"));
    assert_true(str_is(rules[1].pattern, "keuken afwas*") && str_is(rules[1].user, "an"));
    assert_int_equal(work_rules_for(work, desk_group(work, "afwas in de keuken"), &rules), 1);
    assert_int_equal(work_drop_rule(work, STR("*KOERIER")), WORK_DONE);
    assert_int_equal(work_drop_rule(work, STR("*koerier")), WORK_NOTHING);
    assert_int_equal(work_rules(work, &rules), 1);
    work_close(work);
}

static void levels_and_labels(void **state)
{
    struct desk *desk = *state;
    struct work *work = desk_sit(desk, "an");
    struct str titles[4];
    assert_int_equal(work_levels(work), 2);
    assert_int_equal(work_level(work, STR("11")), 2);
    assert_int_equal(work_level(work, STR("99")), 0);
    assert_true(str_is(work_parent(work, STR("11")), "1"));
    assert_int_equal(work_parent(work, STR("1")).len, 0);
    assert_true(str_is(work_label(work, STR("2")), "Vervoer"));
    assert_true(str_is(work_label(work, STR("!vague")), "te vaag"));
    assert_int_equal(work_examples(work, STR("11"), titles, 4), 3);
    work_close(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equal_answers_are_one_group_the_most_frequent_first, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(look_alikes_stand_together, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_decision_is_an_act_of_each_case_with_its_reason, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(what_is_no_code_is_refused, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(only_one_answer_of_a_group_may_be_decided, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_run_is_decided_at_once, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(undo_and_redo_also_what_was_done_another_day, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(decisions_are_learned_and_are_the_reason, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_changed_answer_is_open_again, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(words_changed_meanwhile_are_not_coded, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(what_was_undone_is_not_given_to_other_words, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(rules_tell_what_they_touch_and_contradict, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(levels_and_labels, desk_setup, desk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
