/* Coding by itself: what each tier takes, how sure the model must be, and what the control sample does. */
#include "tests/unit/coding/desk.h"

#include <math.h>

#include "coding/auto.h"

static struct auto_report run(struct work *work, double target, bool dry_run)
{
    struct auto_report report;
    if (work_auto(work, target, dry_run, &report) != WORK_DONE) {
        fail_msg("%s", work_message(work));
    }
    return report;
}

/* One key that does, and one that does not go to the control sample: which ones follows from the seed. */
static uint32_t taken(const struct auto_tier *tier)
{
    return tier->groups + tier->control;
}

static void words_seen_on_two_occasions_are_coded(void **state)
{
    struct desk *desk = *state;
    desk_say(desk, 1, "kok");
    desk_say(desk, 2, "kok");
    desk_say(desk, 3, "chauffeur");
    struct work *work = desk_sit(desk, "an");
    desk_decides(work, "kok", "11"); /* two answers, but looked at once */
    desk_decides(work, "chauffeur", "21");
    desk_say(desk, 4, "Kok");
    desk_say(desk, 5, "chauffeur");
    assert_true(work_refresh(work));
    struct auto_report report = run(work, 0.95, true);
    assert_int_equal(taken(&report.tiers[AUTO_VERBATIM]), 0);
    desk_decides(work, "kok", "11");
    desk_decides(work, "chauffeur", "22"); /* not unanimous */
    desk_say(desk, 6, "KOK");
    desk_say(desk, 7, "chauffeur");
    assert_true(work_refresh(work));
    report = run(work, 0.95, true);
    assert_int_equal(taken(&report.tiers[AUTO_VERBATIM]), 1);
    assert_int_equal(work_group(work, desk_group(work, "kok")).open, 1); /* a dry run writes nothing */
    report = run(work, 0.95, false);
    struct work_figures figures = work_figures(work);
    assert_int_equal(figures.by_origin[ORIGIN_VERBATIM], report.tiers[AUTO_VERBATIM].answers);
    assert_int_equal(work_group(work, desk_group(work, "chauffeur")).open, 1);
    report = run(work, 0.95, false); /* nothing twice, the control sample neither */
    assert_int_equal(taken(&report.tiers[AUTO_VERBATIM]), 0);
    work_close(work);
}

/* Two hundred answers that a rule takes: one in twenty goes to people, who see nothing of it. */
static struct work *ruled(struct desk *desk, uint32_t *control)
{
    char text[32];
    for (unsigned i = 0; i < 400; i++) {
        snprintf(text, sizeof text, "kok nummer%u", i);
        desk_say(desk, i + 1, text);
    }
    struct work *work = desk_sit(desk, "an");
    assert_int_equal(work_add_rule(work, STR("kok"), STR("11")), WORK_DONE);
    struct auto_report report = run(work, 0.95, false);
    assert_int_equal(taken(&report.tiers[AUTO_RULE]), 400);
    *control = report.tiers[AUTO_RULE].control;
    assert_true(*control > 8 && *control < 36);
    return work;
}

/* Codes what is open, `wrong` of it otherwise than the rule. */
static void check_open(struct work *work, uint32_t wrong)
{
    const uint32_t *ids;
    size_t n = work_queue(work, WORK_VIEW_FREQUENT, &ids);
    uint32_t *all = mem_alloc((n + 1) * sizeof *all);
    memcpy(all, ids, n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(work_group(work, all[i]).codes.len, 0);
        struct work_choice choice = {.codes = i < wrong ? STR("12") : STR("11")};
        assert_int_equal(work_decide(work, &all[i], 1, &choice), WORK_DONE);
    }
    free(all);
}

static void the_control_sample_comes_back_unmarked(void **state)
{
    struct desk *desk = *state;
    uint32_t control;
    struct work *work = ruled(desk, &control);
    const uint32_t *ids;
    assert_int_equal(work_queue(work, WORK_VIEW_FREQUENT, &ids), control);
    work_close(work);
    work = desk_sit(desk, "bo");
    assert_int_equal(work_queue(work, WORK_VIEW_FREQUENT, &ids), control);
    check_open(work, 0);
    struct auto_report report;
    auto_control(work, 0.95, &report);
    assert_int_equal(report.tiers[AUTO_RULE].checked, control);
    assert_int_equal(report.tiers[AUTO_RULE].agreed, control);
    assert_false(report.tiers[AUTO_RULE].off);
    work_close(work);
}

static void a_tier_below_its_target_switches_itself_off(void **state)
{
    struct desk *desk = *state;
    uint32_t control;
    struct work *work = ruled(desk, &control);
    check_open(work, control / 2);
    desk_say(desk, 401, "kok in rust");
    assert_true(work_refresh(work));
    struct auto_report report = run(work, 0.95, false);
    assert_true(report.tiers[AUTO_RULE].off);
    assert_int_equal(report.tiers[AUTO_RULE].agreed, control - control / 2);
    assert_int_equal(taken(&report.tiers[AUTO_RULE]), 0);
    assert_int_equal(work_group(work, desk_group(work, "kok in rust")).open, 1);
    work_close(work);
}

/* Fillers and places that make texts differ. */
static void say_drivers(struct desk *desk, unsigned n, const char *what)
{
    char text[64];
    for (unsigned i = 0; i < n; i++) {
        snprintf(text, sizeof text, "%s %c%c", what, 'a' + (int)(i / 26), 'a' + (int)(i % 26));
        desk_say(desk, desk->cases + 1, text);
    }
}

static void the_model_codes_only_when_people_have_shown_that_it_may(void **state)
{
    struct desk *desk = *state;
    say_drivers(desk, 80, "chauffeur");
    struct work *work = desk_sit(desk, "an");
    struct auto_report report = run(work, 0.95, false);
    assert_true(isnan(report.tiers[AUTO_MODEL].threshold)); /* nobody decided anything yet */
    assert_int_equal(taken(&report.tiers[AUTO_MODEL]), 0);
    assert_int_equal(strlen(report.model), 8);
    const uint32_t *ids;
    size_t n = work_queue(work, WORK_VIEW_FREQUENT, &ids);
    uint32_t *all = mem_alloc(n * sizeof *all);
    memcpy(all, ids, n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        struct work_choice choice = {.codes = STR("21")};
        assert_int_equal(work_decide(work, &all[i], 1, &choice), WORK_DONE);
    }
    free(all);
    say_drivers(desk, 26, "chauffeur bij de");
    desk_say(desk, desk->cases + 1, "zzz");
    assert_true(work_refresh(work));
    report = run(work, 0.95, false);
    const struct auto_tier *model = &report.tiers[AUTO_MODEL];
    assert_int_equal(model->decisions, 80);
    assert_true(model->judged >= 52 && model->right == model->judged); /* 51 of 51 leave 94.97 % */
    assert_true(model->lower >= 0.95 && model->threshold > 0 && model->threshold <= 1);
    assert_true(taken(model) > 20 && taken(model) <= 26);
    assert_int_equal(work_group(work, desk_group(work, "zzz")).open, 1);
    struct work_figures figures = work_figures(work);
    assert_int_equal(figures.by_origin[ORIGIN_MODEL], model->answers);
    const struct work_coding *codings;
    n = work_codings(work, &codings);
    for (size_t i = 0; i < n; i++) {
        if (codings[i].reason.origin == ORIGIN_MODEL) {
            assert_true(codings[i].reason.p >= model->threshold && codings[i].reason.model.len == 8);
        }
    }
    /* a target that 80 decisions cannot show */
    report = run(work, 0.99, true);
    assert_true(isnan(report.tiers[AUTO_MODEL].threshold));
    assert_int_equal(work_auto(work, 0.3, true, &report), WORK_INVALID);
    work_close(work);
}

static void the_double_coded_sample_is_left_to_people(void **state)
{
    struct desk *desk = *state;
    desk_say(desk, 1, "kok");
    struct work *work = desk_sit(desk, "an");
    assert_int_equal(work_set_double_percent(work, 100), WORK_DONE);
    assert_int_equal(work_add_rule(work, STR("kok"), STR("11")), WORK_DONE);
    struct auto_report report = run(work, 0.95, false);
    assert_int_equal(taken(&report.tiers[AUTO_RULE]), 0);
    work_close(work);
}

static void a_run_of_the_tiers_can_be_taken_back(void **state)
{
    struct desk *desk = *state;
    uint32_t control;
    struct work *work = ruled(desk, &control);
    struct work_step step;
    assert_int_equal(work_undo(work, &step), WORK_DONE);
    assert_int_equal(step.answers, 400);
    assert_int_equal(work_figures(work).open_answers, 400);
    work_close(work);
}

/* Codes from elsewhere never replace what people decided here. */
static void import_keeps_what_people_decided(void **state)
{
    struct desk *desk = *state;
    desk_say(desk, 1, "kok");
    desk_say(desk, 2, "chauffeur");
    desk_say(desk, 3, "pakjes");
    struct work *work = desk_sit(desk, "an");
    desk_decides(work, "kok", "11");
    struct work_import lines[] = {
        {.case_id = STR("c1"), .codes = STR("12"), .from = ORIGIN_IMPORT, .p = NAN},
        {.case_id = STR("c2"),
         .codes = STR(" 21 "),
         .text = STR("CHAUFFEUR"),
         .from = ORIGIN_MODEL,
         .p = 0.5},
        {.case_id = STR("c2"), .codes = STR("22"), .from = ORIGIN_IMPORT, .p = NAN},
        {.case_id = STR("c3"), .codes = STR("22"), .text = STR("koerier"), .from = ORIGIN_IMPORT, .p = NAN},
        {.case_id = STR("c3"), .codes = STR("99"), .from = ORIGIN_IMPORT, .p = NAN},
        {.case_id = STR("c4"), .codes = STR("11"), .from = ORIGIN_IMPORT, .p = NAN},
    };
    static const enum import_verdict wanted[] = {IMPORT_KEPT,    IMPORT_DONE,    IMPORT_TWICE,
                                                 IMPORT_CHANGED, IMPORT_NO_CODE, IMPORT_UNKNOWN};
    assert_int_equal(work_take_import(work, lines, ARRAY_LEN(lines), false), WORK_DONE);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        assert_int_equal(lines[i].verdict, wanted[i]);
    }
    desk_codes(work, "kok", "11");
    desk_codes(work, "chauffeur", "21");
    /* what a machine gave elsewhere may be replaced, and is not learned */
    lines[1].codes = STR("22");
    lines[1].from = ORIGIN_IMPORT;
    lines[1].coder = STR("Jan P.");
    assert_int_equal(work_take_import(work, &lines[1], 1, false), WORK_DONE);
    assert_int_equal(lines[1].verdict, IMPORT_DONE);
    const struct work_coding *codings;
    assert_int_equal(work_codings(work, &codings), 3);
    assert_true(str_is(codings[1].codes, "22") && str_is(codings[1].coder, "Jan P."));
    lines[0].verdict = IMPORT_DONE;
    assert_int_equal(work_take_import(work, lines, 1, true), WORK_DONE);
    desk_codes(work, "kok", "12");
    work_close(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_seen_on_two_occasions_are_coded, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(the_control_sample_comes_back_unmarked, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_tier_below_its_target_switches_itself_off, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(the_model_codes_only_when_people_have_shown_that_it_may, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(the_double_coded_sample_is_left_to_people, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(a_run_of_the_tiers_can_be_taken_back, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(import_keeps_what_people_decided, desk_setup, desk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
