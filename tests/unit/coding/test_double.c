/* Two coders on the same answers: at once, and on purpose. */
#include "tests/unit/coding/desk.h"

#include <sys/wait.h>
#include <unistd.h>

static const char *const texts[] = {"kok", "afwasser", "chauffeur", "koerier", "souschef", "pakjes"};

static void double_all(struct desk *desk, unsigned percent)
{
    struct work *work = desk_sit(desk, "an");
    assert_int_equal(work_set_double_percent(work, percent), WORK_DONE);
    work_close(work);
}

static size_t open_groups(struct work *work)
{
    const uint32_t *ids;
    return work_queue(work, WORK_VIEW_FREQUENT, &ids);
}

static void the_second_coder_knows_nothing_of_the_first(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, texts, ARRAY_LEN(texts));
    desk_say(desk, 7, "Kok");
    double_all(desk, 100);
    struct work *first = desk_sit(desk, "an");
    desk_decides(first, "kok", "11");
    desk_decides(first, "afwasser", "11");
    desk_decides(first, "koerier", "!flag"); /* a doubt is no coding: whoever settles it is the first */
    assert_int_equal(open_groups(first), 3);
    work_close(first);

    struct work *second = desk_sit(desk, "bo");
    const struct work_earlier *rows;
    const struct work_suggestion *s;
    uint32_t kok = desk_group(second, "kok");
    assert_int_equal(open_groups(second), 5);
    assert_int_equal(work_group(second, kok).open, 2);
    desk_codes(second, "kok", "");
    assert_int_equal(work_answer(second, kok, 0).codes.len, 0);
    assert_int_equal(work_earlier(second, kok, &rows), 0);
    size_t n = work_suggest(second, kok, &s, 10);
    for (size_t i = 0; i < n; i++) {
        assert_false(s[i].decision);
    }
    desk_decides(second, "kok", "11");
    desk_decides(second, "afwasser", "12");
    desk_codes(second, "afwasser", "12");
    assert_int_equal(open_groups(second), 3);
    work_close(second);

    struct work *third = desk_sit(desk, "cas");
    assert_int_equal(open_groups(third), 3);
    desk_codes(third, "afwasser", "11"); /* until somebody decides the first holds */
    const struct work_difference *d;
    assert_int_equal(work_differences(third, &d), 1);
    assert_int_equal(d[0].group, desk_group(third, "afwasser"));
    assert_int_equal(d[0].level, 2);
    assert_true(str_is(d[0].a.codes, "11") && str_is(d[0].b.codes, "12"));
    assert_int_equal(d[0].a.user.len + d[0].b.user.len, 0);
    struct work_choice choice = {.codes = STR("12"), .note = STR("spoelt af")};
    assert_int_equal(work_settle(third, d[0].group, &choice), WORK_DONE);
    assert_int_equal(work_differences(third, &d), 1);
    assert_true(d[0].settled && str_is(d[0].codes, "12") && str_is(d[0].a.user, "an") &&
                str_is(d[0].b.user, "bo"));
    desk_codes(third, "afwasser", "12");
    assert_int_equal(work_settle(third, desk_group(third, "kok"), &choice), WORK_NOTHING);
    struct work_figures figures = work_figures(third);
    assert_int_equal(figures.by_origin[ORIGIN_ADJUDICATED], 1);
    assert_int_equal(figures.doubled, 2);
    assert_int_equal(figures.differing, 0);
    struct work_step step;
    assert_int_equal(work_undo(third, &step), WORK_DONE);
    assert_int_equal(work_differences(third, &d), 1);
    assert_false(d[0].settled);
    desk_codes(third, "afwasser", "11");
    work_close(third);
}

/* The table 20, 5, 10, 15 of two codes: observed .7, kappa .4, AC1 .4054. */
static void agreement_is_that_of_the_worked_example(void **state)
{
    struct desk *desk = *state;
    static const struct {
        unsigned n;
        const char *first, *second;
    } cells[] = {{20, "11", "11"}, {5, "11", "21"}, {10, "21", "11"}, {15, "21", "21"}};
    struct work *work[2];
    char text[32];
    unsigned number = 0;
    for (size_t c = 0; c < 4; c++) {
        for (unsigned i = 0; i < cells[c].n; i++) {
            snprintf(text, sizeof text, "werk %c%c", 'a' + (int)(number / 26), 'a' + (int)(number % 26));
            desk_say(desk, ++number, text);
        }
    }
    double_all(desk, 100);
    for (size_t who = 0; who < 2; who++) {
        work[who] = desk_sit(desk, who ? "bo" : "an");
        number = 0;
        for (size_t c = 0; c < 4; c++) {
            for (unsigned i = 0; i < cells[c].n; i++, number++) {
                snprintf(text, sizeof text, "werk %c%c", 'a' + (int)(number / 26), 'a' + (int)(number % 26));
                desk_decides(work[who], text, who ? cells[c].second : cells[c].first);
            }
        }
        work_close(work[who]);
    }
    struct work *third = desk_sit(desk, "cas");
    const struct work_agreement *rows;
    assert_int_equal(work_agreement(third, &rows), 4); /* two levels, all and the one pair */
    for (size_t i = 0; i < 4; i++) {
        const struct two_coders *two = &rows[i].two;
        assert_int_equal(rows[i].level, 1 + i / 2);
        assert_true(two->defined && two->units > 49.9 && two->observed > 0.699 && two->observed < 0.701);
        assert_true(two->kappa > 0.3999 && two->kappa < 0.4001);
        assert_true(two->kappa_interval.low < 0.2 && two->kappa_interval.high > 0.6);
        assert_true(two->ac1 > 0.39 && two->ac1 < 0.42);
        assert_true(rows[i].alpha.defined && rows[i].alpha.value > 0.39 && rows[i].alpha.value < 0.42);
    }
    assert_true(str_is(rows[1].first, "an") && str_is(rows[1].second, "bo"));
    work_close(third);
}

static void agreement_on_nothing_is_not_defined(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, texts, ARRAY_LEN(texts));
    struct work *work = desk_sit(desk, "an");
    const struct work_agreement *rows;
    assert_int_equal(work_agreement(work, &rows), 2);
    assert_false(rows[0].two.defined || rows[0].alpha.defined);
    work_close(work);
}

static void the_sample_follows_from_the_seed(void **state)
{
    struct desk *desk = *state;
    char text[32];
    for (unsigned i = 0; i < 400; i++) {
        snprintf(text, sizeof text, "woord%u", i);
        desk_say(desk, i + 1, text);
    }
    double_all(desk, 10);
    size_t left[2];
    for (size_t round = 0; round < 2; round++) {
        struct work *work = desk_sit(desk, round ? "bo" : "an");
        const uint32_t *ids;
        size_t n = work_queue(work, WORK_VIEW_FREQUENT, &ids);
        uint32_t *all = arena_array(desk->arena, n + 1, sizeof *all);
        memcpy(all, ids, n * sizeof *all);
        struct work_choice choice = {.codes = round ? STR("11") : STR("12")};
        left[round] = n;
        assert_int_equal(work_decide(work, all, n, &choice), WORK_DONE);
        work_close(work);
    }
    assert_int_equal(left[0], 400);
    assert_true(left[1] > 20 && left[1] < 65);
    struct work *work = desk_sit(desk, "cas");
    const struct work_difference *d;
    assert_int_equal(work_differences(work, &d), left[1]);
    assert_int_equal(d[0].alike, left[1]);
    work_close(work);
}

static void what_another_decided_meanwhile_is_not_overwritten(void **state)
{
    struct desk *desk = *state;
    desk_say_all(desk, texts, ARRAY_LEN(texts));
    struct work *an = desk_sit(desk, "an");
    struct work *bo = desk_sit(desk, "bo"); /* one process: claims do not part them, the log does */
    desk_decides(an, "kok", "11");
    assert_int_equal(desk_decide(bo, "kok", "12"), WORK_MEANWHILE);
    assert_true(work_message(bo)[0]);
    desk_codes(bo, "kok", "11");
    /* and what an took over from bo is not hers to undo */
    struct work_step step;
    uint32_t id = desk_group(bo, "kok");
    struct work_choice choice = {.codes = STR("1"), .again = true};
    assert_int_equal(work_decide(bo, &id, 1, &choice), WORK_DONE);
    assert_int_equal(work_undo(an, &step), WORK_MEANWHILE);
    desk_codes(an, "kok", "1");
    work_close(an);
    work_close(bo);
}

enum { MANY = 120 };

/* A coder in a process of her own, who takes eight groups at a time until nothing is open. */
static int code_all(struct desk *desk, const char *user, const char *codes)
{
    struct store *store = desk_store(desk);
    struct work_setup setup = desk_setup_for(desk, store, user);
    struct work *work = work_open(&setup);
    int done = 0;
    for (unsigned round = 0; work && round < 10000; round++) {
        const uint32_t *ids;
        uint32_t mine[8];
        size_t n = work_queue(work, WORK_VIEW_FREQUENT, &ids);
        size_t taken = 0;
        for (size_t i = 0; i < n && taken < 8; i++) {
            if (work_group(work, ids[i]).state == WORK_OPEN) {
                mine[taken++] = ids[i];
            }
        }
        if (n == 0) {
            break;
        }
        size_t held = work_hold(work, mine, taken);
        for (size_t i = 0; held && i < taken; i++) {
            struct work_choice choice = {.codes = str_from(codes)};
            if (work_group(work, mine[i]).state == WORK_OPEN) {
                done += work_decide(work, &mine[i], 1, &choice) == WORK_DONE;
            }
        }
        work_refresh(work);
    }
    work_close(work);
    store_close(store);
    return done;
}

static void two_processes_share_the_queue_and_lose_nothing(void **state)
{
    struct desk *desk = *state;
    char text[32];
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "beroep%u", i);
        desk_say(desk, i + 1, text);
    }
    store_close(desk->store);
    desk->store = NULL;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        _exit(code_all(desk, "bo", "12"));
    }
    int an = code_all(desk, "an", "11");
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    int bo = WEXITSTATUS(status);
    desk->store = desk_store(desk);
    struct work *work = desk_sit(desk, "cas");
    int counts[2] = {0, 0};
    for (uint32_t i = 0; i < MANY; i++) {
        struct work_group group = work_group(work, i);
        assert_int_equal(group.state, WORK_CODED);
        counts[str_is(group.codes, "12")]++;
    }
    assert_int_equal(counts[0], an);
    assert_int_equal(counts[1], bo);
    assert_int_equal(an + bo, MANY); /* each decided by one of them only */
    work_close(work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_second_coder_knows_nothing_of_the_first, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(agreement_is_that_of_the_worked_example, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(agreement_on_nothing_is_not_defined, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(the_sample_follows_from_the_seed, desk_setup, desk_teardown),
        cmocka_unit_test_setup_teardown(what_another_decided_meanwhile_is_not_overwritten, desk_setup,
                                        desk_teardown),
        cmocka_unit_test_setup_teardown(two_processes_share_the_queue_and_lose_nothing, desk_setup,
                                        desk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
