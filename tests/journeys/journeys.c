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
    pty_keys(v.pty, "Enter");
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

int main(void)
{
    const struct CMUnitTest groups[] = {
        cmocka_unit_test(belgian_in_a_small_window),     cmocka_unit_test(moroccan),
        cmocka_unit_test(turkish_in_a_wide_window),      cmocka_unit_test(polish_on_a_belgian_keyboard),
        cmocka_unit_test(romanian_on_the_linux_console), cmocka_unit_test(congolese_on_a_vt100),
        cmocka_unit_test(afghan_without_colours),
    };
    int failed = cmocka_run_group_tests_name("groups", groups, open_home, close_home);
    return failed + journeys_of_scenes();
}
