/* One item over all cases; what came in since; appending only where nobody wrote; named claims. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/store/study.h"

static struct act act_on(const char *case_id, const char *item, const struct change *change)
{
    return (struct act){.kind = change->reg == REGISTER_CODE ? ACT_CODE : ACT_ANSWER,
                        .case_id = str_from(case_id),
                        .item = str_from(item),
                        .row = change->row,
                        .changes = change,
                        .n = 1,
                        .reason = STR("why"),
                        .wall_ms = 5};
}

static void write_one(struct study *study, const char *case_id, enum act_register reg, const char *item,
                      uint32_t row, const char *value)
{
    struct change change = {reg, str_from(item), row, CELL_ANSWERED, str_from(value)};
    struct act act = act_on(case_id, item, &change);
    study_expect(study, store_append(study->store, &act, 1), STORE_OK);
}

/* Everything visited as "case row value", apart by ';'. */
struct told {
    char text[512];
    int64_t n;
};

static void tell(struct told *told, const struct act *act, uint32_t row, struct str value)
{
    size_t at = strlen(told->text);
    snprintf(told->text + at, sizeof told->text - at, "%.*s %u %.*s;", STR_ARG(act->case_id), row,
             STR_ARG(value));
}

static bool tell_register(void *context, const struct change *change, const struct act *act, int64_t n)
{
    struct told *told = context;
    tell(told, act, change->row, change->value);
    assert_true(n > 0);
    assert_true(str_is(act->reason, "why"));
    told->n = n;
    return true;
}

static bool tell_act(void *context, const struct act *act, int64_t n)
{
    struct told *told = context;
    tell(told, act, act->row, act->n ? act->changes[0].value : STR_EMPTY);
    assert_true(n > told->n);
    told->n = n;
    return true;
}

static void an_item_is_read_over_all_cases(void **state)
{
    struct study *study = *state;
    write_one(study, "c2", REGISTER_ANSWER, "job", 0, "kok");
    write_one(study, "c1", REGISTER_ANSWER, "job", 2, "bakker");
    write_one(study, "c1", REGISTER_ANSWER, "job", 1, "visser");
    write_one(study, "c1", REGISTER_ANSWER, "other", 0, "x");
    write_one(study, "c1", REGISTER_CODE, "job", 1, "6222");
    write_one(study, "c2", REGISTER_ANSWER, "job", 0, "hulpkok");
    struct told told = {0};
    study_expect(study, store_read_item(study->store, REGISTER_ANSWER, STR("job"), tell_register, &told),
                 STORE_OK);
    assert_string_equal(told.text, "c1 1 visser;c1 2 bakker;c2 0 hulpkok;");
    told = (struct told){0};
    study_expect(study, store_read_item(study->store, REGISTER_CODE, STR("job"), tell_register, &told),
                 STORE_OK);
    assert_string_equal(told.text, "c1 1 6222;");
}

static void what_came_in_since_is_read_in_order(void **state)
{
    struct study *study = *state;
    int64_t end = 0;
    write_one(study, "c2", REGISTER_ANSWER, "job", 0, "kok");
    study_expect(study, store_log_end(study->store, &end), STORE_OK);
    assert_int_equal(end, 1);
    write_one(study, "c1", REGISTER_ANSWER, "job", 1, "visser");
    write_one(study, "c3", REGISTER_ANSWER, "other", 0, "x");
    struct told told = {.n = end};
    study_expect(study, store_read_since(study->store, end, STR_EMPTY, tell_act, &told), STORE_OK);
    assert_string_equal(told.text, "c1 1 visser;c3 0 x;");
    told = (struct told){0};
    study_expect(study, store_read_since(study->store, 0, STR("job"), tell_act, &told), STORE_OK);
    assert_string_equal(told.text, "c2 0 kok;c1 1 visser;");
}

static void what_another_wrote_since_is_not_overwritten(void **state)
{
    struct study *study = *state;
    struct change changes[2] = {{REGISTER_CODE, STR("job"), 0, CELL_ANSWERED, STR("1")},
                                {REGISTER_CODE, STR("job"), 0, CELL_ANSWERED, STR("2")}};
    struct act acts[2] = {act_on("c1", "job", &changes[0]), act_on("c2", "job", &changes[1])};
    struct hash seen[2] = {{{0}}, {{0}}};
    study_expect(study, store_append_seen(study->store, acts, seen, 2), STORE_OK);
    struct hash first = acts[0].id;
    /* c1 is known as written by `first`, c2 as never written: nothing of both may be stored */
    changes[0].value = changes[1].value = STR("3");
    seen[0] = first;
    study_expect(study, store_append_seen(study->store, acts, seen, 2), STORE_EXISTS);
    struct told told = {0};
    study_expect(study, store_read_item(study->store, REGISTER_CODE, STR("job"), tell_register, &told),
                 STORE_OK);
    assert_string_equal(told.text, "c1 0 1;c2 0 2;");
    study_expect(study, store_append_seen(study->store, acts, seen, 1), STORE_OK);
    told = (struct told){0};
    study_expect(study, store_read_item(study->store, REGISTER_CODE, STR("job"), tell_register, &told),
                 STORE_OK);
    assert_string_equal(told.text, "c1 0 3;c2 0 2;");
}

/* A process of its own that holds "kok" and then waits to be killed. */
static pid_t hold_elsewhere(struct study *study)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    store_close(study->store);
    study->store = NULL;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        struct store *store = NULL;
        struct str name = STR("kok");
        bool held = false;
        bool good = store_open(study->path, &study->options, &store, NULL) == STORE_OK &&
                    store_hold(store, STR("code.job"), &name, 1, &held) == STORE_OK;
        char status = (char)(good && held);
        if (write(ready[1], &status, 1) != 1) {
            _exit(1);
        }
        for (;;) {
            pause();
        }
    }
    char status = 0;
    assert_int_equal(read(ready[0], &status, 1), 1);
    assert_int_equal(status, 1);
    close(ready[0]);
    close(ready[1]);
    study_reopen(study);
    return pid;
}

static bool tell_hold(void *context, struct str name, struct str user)
{
    struct told *told = context;
    size_t at = strlen(told->text);
    snprintf(told->text + at, sizeof told->text - at, "%.*s by %.*s;", STR_ARG(name), STR_ARG(user));
    return true;
}

static void what_another_holds_is_not_had_until_she_is_gone(void **state)
{
    struct study *study = *state;
    struct str names[3] = {STR("bakker"), STR("kok"), STR("visser")};
    bool held[3];
    pid_t pid = hold_elsewhere(study);
    study_expect(study, store_hold(study->store, STR("code.job"), names, 3, held), STORE_OK);
    assert_true(held[0] && !held[1] && held[2]);
    struct told told = {0};
    study_expect(study, store_read_holds(study->store, STR("code.job"), tell_hold, &told), STORE_OK);
    assert_string_equal(told.text, "kok by an;");
    /* another item's claims are others */
    study_expect(study, store_hold(study->store, STR("code.jobs"), &names[1], 1, held), STORE_OK);
    assert_true(held[0]);
    assert_int_equal(kill(pid, SIGKILL), 0);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    study_expect(study, store_hold(study->store, STR("code.job"), names, 2, held), STORE_OK);
    assert_true(held[0] && held[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_item_is_read_over_all_cases, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(what_came_in_since_is_read_in_order, study_setup, study_teardown),
        cmocka_unit_test_setup_teardown(what_another_wrote_since_is_not_overwritten, study_setup,
                                        study_teardown),
        cmocka_unit_test_setup_teardown(what_another_holds_is_not_had_until_she_is_gone, study_setup,
                                        study_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
