#include "tests/unit/interview/world.h"

#include "simulate/simulate.h"

/* Respondents: valid, complete, the same every time, and honest where they cannot. */

static const char everything[] =
    "- {id: i, type: int, min: -3, max: 9}\n"
    "- {id: f, type: decimal, min: 0.5, max: 4, step: 0.25}\n"
    "- {id: t, type: text, length: 12}\n"
    "- {id: d, type: date, min: 1990-01-01, max: today, precision: [day, month, year]}\n"
    "- {id: u, type: time, min: 08:00, max: 18:30}\n"
    "- {id: c, type: code, list: jobs, options: {order: random, fixed: [7]}}\n"
    "- {id: s, type: set, list: jobs, choose: {min: 1, max: 3}}\n"
    "- {id: m, type: set, list: agree5, choose: {min: 2, max: 4}}\n"
    "- {id: n, type: int, min: 0, max: 15}\n"
    "- roster: r\n"
    "  count: n\n"
    "  max: 15\n"
    "  items:\n"
    "    - {id: name, type: text}\n"
    "    - {id: intro, type: note}\n"
    "    - {id: way, type: code, list: jobs}\n"
    "- grid: g\n"
    "  list: agree5\n"
    "  order: random\n"
    "  rows:\n"
    "    - id: g1\n"
    "    - id: g2\n"
    "- {id: b, type: code, list: abcd, options: {only: [1, 2], when: {2: c == friends}, unknown: skip}}\n"
    "- {id: half, type: draw, of: 2}\n";

static struct simulate_trouble trouble;

static struct simulate_options plain_options(void)
{
    struct simulate_options options = simulate_options_default();
    trouble = (struct simulate_trouble){{NONE, 0}, NONE, 0, 0};
    options.trouble = &trouble;
    return options;
}

static enum simulate_outcome run(struct world *w, const char *label, const struct simulate_options *options)
{
    struct draws draws = draws_new(hash_of(str_from(label)));
    interview_free(w->iv);
    w->log_n = 0;
    w->iv = interview_new(&w->setup);
    return simulate_interview(w->iv, options, &draws);
}

static struct world *world_of(const char *yaml)
{
    struct world *w = world_new(str_from(yaml));
    assert_non_null(w->q);
    return w;
}

static const struct cell *cell(const struct world *w, const char *id, uint32_t row)
{
    return interview_cell(w->iv, codebook_find(w->q->codebook, str_from(id))->slot, row);
}

/* ---- every type ------------------------------------------------------------------------------ */

static void check_valid(const struct world *w, const struct variable *v, uint32_t row)
{
    const struct cell *c = interview_cell(w->iv, v->slot, row);
    assert_true(c->state != CELL_OPEN && c->state != CELL_NOT_REACHED);
    if (c->state == CELL_ANSWERED) {
        assert_int_equal(value_check(v, &c->value, interview_today(w->iv)), VALUE_GOOD);
    }
}

static void test_every_type(void **state)
{
    (void)state;
    struct world *w = world_of(everything);
    struct simulate_options options = plain_options();
    bool seen[CELL_STATES] = {false};
    unsigned texts = 0, most = 0;
    for (unsigned k = 0; k < 200; k++) {
        char label[16];
        snprintf(label, sizeof label, "r%u", k);
        assert_int_equal(run(w, label, &options), SIMULATE_COMPLETED);
        assert_int_equal(interview_status(w->iv), INTERVIEW_COMPLETED);
        const uint32_t *ids = NULL;
        size_t rows = interview_rows(w->iv, 0, &ids);
        most = rows > most ? (unsigned)rows : most;
        for (size_t i = 0; i < w->q->codebook->variables_n; i++) {
            const struct variable *v = w->q->codebook->variables[i];
            for (size_t r = 0; v->role == ROLE_ASKED && r < (v->roster == EXPR_NO_ROSTER ? 1 : rows); r++) {
                check_valid(w, v, v->roster == EXPR_NO_ROSTER ? 0 : ids[r]);
            }
        }
        seen[cell(w, "i", 0)->state] = true;
        texts += cell(w, "c_other", 0)->state == CELL_ANSWERED;
    }
    assert_true(seen[CELL_ANSWERED] && seen[CELL_DONT_KNOW]);
    assert_true(texts > 10 && texts < 100);
    assert_int_equal(most, 5); /* no more than rows_most */
    world_free(w);
}

/* Every option comes about as often as any other. */
static void test_uniform(void **state)
{
    (void)state;
    struct world *w = world_of("- {id: a, type: code, list: agree5, allow: []}\n");
    struct simulate_options options = plain_options();
    unsigned counts[5] = {0};
    for (unsigned k = 0; k < 1000; k++) {
        char label[16];
        snprintf(label, sizeof label, "u%u", k);
        assert_int_equal(run(w, label, &options), SIMULATE_COMPLETED);
        counts[cell(w, "a", 0)->value.code]++;
    }
    for (unsigned i = 0; i < 5; i++) {
        assert_in_range(counts[i], 150, 250); /* 200, and four standard deviations of 12.6 */
    }
    world_free(w);
}

static void test_rates(void **state)
{
    (void)state;
    struct world *w =
        world_of("- {id: a, type: int, min: 0, max: 9}\n- {id: b, type: int, min: 0, max: 9, allow: []}\n");
    struct simulate_options options = plain_options();
    options.dont_know_permille = 400;
    options.refused_permille = 200;
    unsigned counts[CELL_STATES] = {0};
    for (unsigned k = 0; k < 500; k++) {
        char label[16];
        snprintf(label, sizeof label, "d%u", k);
        assert_int_equal(run(w, label, &options), SIMULATE_COMPLETED);
        counts[cell(w, "a", 0)->state]++;
        assert_int_equal(cell(w, "b", 0)->state, CELL_ANSWERED);
    }
    assert_in_range(counts[CELL_DONT_KNOW], 156, 244);
    assert_in_range(counts[CELL_REFUSED], 64, 136);
    world_free(w);
}

/* The same draws, the same acts. */
static void test_deterministic(void **state)
{
    (void)state;
    struct world *w = world_of(everything);
    struct simulate_options options = plain_options();
    assert_int_equal(run(w, "same", &options), SIMULATE_COMPLETED);
    struct str first = world_tell(w, w->iv, 5);
    size_t acts = w->log_n;
    assert_int_equal(run(w, "same", &options), SIMULATE_COMPLETED);
    assert_true(str_equal(first, world_tell(w, w->iv, 5)));
    assert_int_equal(acts, w->log_n);
    assert_int_equal(run(w, "other", &options), SIMULATE_COMPLETED);
    assert_false(str_equal(first, world_tell(w, w->iv, 5)));
    world_free(w);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static void test_soft_checks_are_confirmed(void **state)
{
    (void)state;
    struct world *w =
        world_of("- {id: a, type: int, min: 5, max: 9, allow: [], checks: [{id: c_a, soft: a < 5}]}\n");
    struct simulate_options options = plain_options();
    assert_int_equal(run(w, "x", &options), SIMULATE_COMPLETED);
    const struct firing *firing = NULL;
    assert_int_equal(interview_checks(w->iv, &firing), 1);
    assert_true(firing[0].confirmed && firing[0].reason.len > 0);
    world_free(w);
}

static void test_hard_checks_are_repaired(void **state)
{
    (void)state;
    struct world *w = world_of("- {id: a, type: int, min: 0, max: 99, allow: []}\n"
                               "- {id: k, type: computed, as: int, value: a * 2}\n"
                               "- {id: b, type: int, min: 0, max: 99, allow: [],\n"
                               "   checks: [{id: c_b, hard: b < k}]}\n"
                               "- {id: n, type: int, min: 1, max: 4, allow: []}\n"
                               "- roster: r\n"
                               "  count: n\n"
                               "  max: 4\n"
                               "  items:\n"
                               "    - {id: age, type: int, min: 0, max: 99, allow: []}\n"
                               "%top checks:\n"
                               "%top   - {id: c_adult, hard: any(r where age > 60)}\n");
    struct simulate_options options = plain_options();
    for (unsigned k = 0; k < 100; k++) {
        char label[16];
        snprintf(label, sizeof label, "h%u", k);
        const struct firing *firing = NULL;
        assert_int_equal(run(w, label, &options), SIMULATE_COMPLETED);
        assert_int_equal(interview_checks(w->iv, &firing), 0);
    }
    world_free(w);
}

static void test_gives_up(void **state)
{
    (void)state;
    struct world *w =
        world_of("- {id: a, type: int, min: 0, max: 9, allow: [], checks: [{id: c_a, hard: a > 9}]}\n"
                 "- {id: z, type: int, min: 0, max: 9}\n");
    struct simulate_options options = plain_options();
    options.tries = 40;
    assert_int_equal(run(w, "x", &options), SIMULATE_STUCK);
    assert_int_equal(trouble.check, questionnaire_check(w->q, STR("c_a")));
    assert_int_equal(trouble.tries, 40);
    assert_int_equal(interview_status(w->iv), INTERVIEW_RUNNING);
    world_free(w);
}

/* No option left, and nothing else allowed: a dead end, and it is told where. */
static void test_dead_end(void **state)
{
    (void)state;
    struct world *w = world_of("- {id: a, type: int, min: 0, max: 9, allow: []}\n"
                               "- {id: b, type: code, list: yes_no, allow: [],\n"
                               "   options: {when: {1: a > 9, 2: a > 9}}}\n");
    struct simulate_options options = plain_options();
    options.tries = 40;
    assert_int_equal(run(w, "x", &options), SIMULATE_STUCK);
    assert_int_equal(trouble.check, NONE);
    assert_int_equal(trouble.place.item, questionnaire_item(w->q, STR("b")));
    world_free(w);
}

/* ---- what the caller wants ------------------------------------------------------------------- */

static struct str fixed_answers(void *context, const struct variable *variable, uint32_t row)
{
    const char *const *pairs = context;
    for (size_t i = 0; pairs[i]; i += 2) {
        if (str_is(variable->id, pairs[i]) && row <= 1) {
            return str_from(pairs[i + 1]);
        }
    }
    return STR_EMPTY;
}

static void test_fixed_answers(void **state)
{
    (void)state;
    static const char *const pairs[] = {"i",  "7", "f",       "2.25",  "t",   "?", "d", "1999-05",
                                        "u",  "!", "c",       "7",     "n",   "1", "s", "1 3",
                                        "g1", "4", "c_other", "markt", "way", "2", NULL};
    struct world *w = world_of(everything);
    struct simulate_options options = plain_options();
    options.answers = fixed_answers;
    options.context = (void *)(uintptr_t)pairs;
    for (unsigned k = 0; k < 20; k++) {
        char label[16];
        snprintf(label, sizeof label, "f%u", k);
        assert_int_equal(run(w, label, &options), SIMULATE_COMPLETED);
        assert_int_equal(cell(w, "i", 0)->value.number.units, 7);
        assert_int_equal(cell(w, "t", 0)->state, CELL_DONT_KNOW);
        assert_int_equal(cell(w, "u", 0)->state, CELL_REFUSED);
        assert_true(str_is(cell(w, "c_other", 0)->value.text, "markt"));
        assert_int_equal(cell(w, "s", 0)->value.set.n, 2);
        assert_int_equal(cell(w, "way", 1)->value.code, 1);
        assert_int_equal(cell(w, "name", 2)->state, CELL_NOT_APPLICABLE);
    }
    world_free(w);
}

/* A repair changes another answer as long as that helps. */
static void test_fixed_answers_survive_repairs(void **state)
{
    (void)state;
    static const char *const pairs[] = {"a", "5", NULL};
    struct world *w = world_of("- {id: a, type: int, min: 0, max: 99, allow: []}\n"
                               "- {id: b, type: int, min: 0, max: 99, allow: [],\n"
                               "   checks: [{id: c_b, hard: b > a + 20 and b < a + 50}]}\n");
    struct simulate_options options = plain_options();
    options.answers = fixed_answers;
    options.context = (void *)(uintptr_t)pairs;
    for (unsigned k = 0; k < 20; k++) {
        char label[16];
        snprintf(label, sizeof label, "s%u", k);
        assert_int_equal(run(w, label, &options), SIMULATE_COMPLETED);
        assert_int_equal(cell(w, "a", 0)->value.number.units, 5);
    }
    world_free(w);
}

static const char consent[] = "- {id: k, type: code, list: yes_no, allow: []}\n"
                              "- {id: w, type: computed, as: bool, value: k == no}\n"
                              "- stop: no_consent\n"
                              "  when: w\n"
                              "- {id: z, type: int, min: 0, max: 9}\n";

static void test_stops(void **state)
{
    (void)state;
    struct world *w = world_of(consent);
    struct simulate_options options = plain_options();
    unsigned stopped[3] = {0};
    static const uint32_t permille[] = {0, 500, 1000};
    for (unsigned i = 0; i < 3; i++) {
        options.stopped_permille = permille[i];
        for (unsigned k = 0; k < 100; k++) {
            char label[16];
            snprintf(label, sizeof label, "k%u", k);
            enum simulate_outcome outcome = run(w, label, &options);
            assert_true(outcome == SIMULATE_STOPPED || outcome == SIMULATE_COMPLETED);
            assert_int_equal(interview_status(w->iv),
                             outcome == SIMULATE_STOPPED ? INTERVIEW_STOPPED : INTERVIEW_COMPLETED);
            stopped[i] += outcome == SIMULATE_STOPPED;
        }
    }
    assert_int_equal(stopped[0], 0);
    assert_in_range(stopped[1], 10, 45);
    assert_in_range(stopped[2], 30, 70);
    static const char *const pairs[] = {"k", "2", NULL};
    options.stopped_permille = 0;
    options.answers = fixed_answers;
    options.context = (void *)(uintptr_t)pairs;
    assert_int_equal(run(w, "x", &options), SIMULATE_STOPPED); /* who must say no, says no */
    world_free(w);
}

static void test_refused_by_the_sink(void **state)
{
    (void)state;
    struct world *w = world_of(consent);
    struct simulate_options options = plain_options();
    w->refuse = true;
    assert_int_equal(run(w, "x", &options), SIMULATE_NOT_SAVED);
    assert_int_equal(interview_status(w->iv), INTERVIEW_NEW);
    w->refuse = false;
    assert_true(interview_begin(w->iv, NULL));
    struct draws draws = draws_new(hash_of(STR("x")));
    w->refuse = true;
    assert_int_equal(simulate_interview(w->iv, &options, &draws), SIMULATE_NOT_SAVED);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_type),
        cmocka_unit_test(test_uniform),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_deterministic),
        cmocka_unit_test(test_soft_checks_are_confirmed),
        cmocka_unit_test(test_hard_checks_are_repaired),
        cmocka_unit_test(test_gives_up),
        cmocka_unit_test(test_dead_end),
        cmocka_unit_test(test_fixed_answers),
        cmocka_unit_test(test_fixed_answers_survive_repairs),
        cmocka_unit_test(test_stops),
        cmocka_unit_test(test_refused_by_the_sink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
