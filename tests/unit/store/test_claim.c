/* Who interviews now: one process at a time, and a dead one loses its claim. */
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

/* A process of its own that claims c1 and then waits to be killed; returns once it has claimed. */
static pid_t claim_elsewhere(struct study *study)
{
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    store_close(study->store);
    study->store = NULL;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind */
        struct store *store = NULL;
        enum store_status result = store_open(study->path, &study->options, &store, NULL);
        result = result == STORE_OK ? store_claim(store, STR("c1")) : result;
        char status = (char)result;
        if (write(ready[1], &status, 1) != 1) {
            _exit(1);
        }
        for (;;) {
            pause();
        }
    }
    char status = 99;
    assert_int_equal(read(ready[0], &status, 1), 1);
    assert_int_equal(status, STORE_OK);
    close(ready[0]);
    close(ready[1]);
    study_reopen(study);
    return pid;
}

static void end(pid_t pid)
{
    int status = 0;
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void a_claim_keeps_others_out_until_its_owner_dies(void **state)
{
    struct study *study = *state;
    pid_t pid = claim_elsewhere(study);
    char number[32];
    snprintf(number, sizeof number, "an, pid %d", (int)pid);
    study_expect(study, store_claim(study->store, STR("c1")), STORE_CLAIMED);
    assert_non_null(strstr(store_message(study->store), number));
    study_expect(study, store_claim(study->store, STR("c2")), STORE_OK);
    /* releasing what another one holds changes nothing */
    study_expect(study, store_release(study->store, STR("c1")), STORE_OK);
    study_expect(study, store_claim(study->store, STR("c1")), STORE_CLAIMED);
    end(pid);
    study_expect(study, store_claim(study->store, STR("c1")), STORE_OK);
    study_expect(study, store_claim(study->store, STR("c1")), STORE_OK);
}

/* The claim as it lies in the file, changed: another start of the machine, another process under the number.
 */
static void a_number_alone_is_no_owner(void **state)
{
    struct study *study = *state;
    pid_t pid = claim_elsewhere(study);
    study_tamper(study, "UPDATE claim SET started = started + 1");
    study_expect(study, store_claim(study->store, STR("c1")), STORE_OK);
    end(pid);
    study_expect(study, store_release(study->store, STR("c1")), STORE_OK);
    pid = claim_elsewhere(study);
    study_expect(study, store_claim(study->store, STR("c1")), STORE_CLAIMED);
    study_tamper(study, "UPDATE claim SET boot = 'before'");
    study_expect(study, store_claim(study->store, STR("c1")), STORE_OK);
    end(pid);
}

static void a_dead_owner_leaves_the_case_free(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct str id = STR_EMPTY;
    pid_t pid = claim_elsewhere(study);
    study_expect(study, store_free_case(study->store, STR("be"), arena, &id), STORE_OK);
    assert_string_equal(id.ptr, "c3");
    end(pid);
    study_expect(study, store_free_case(study->store, STR("be"), arena, &id), STORE_OK);
    assert_string_equal(id.ptr, "c1");
    assert_int_equal(store_claim(study->store, STR("nobody")), STORE_NOT_FOUND);
    assert_int_equal(store_release(study->store, STR("nobody")), STORE_NOT_FOUND);
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_claim_keeps_others_out_until_its_owner_dies),
        TEST(a_number_alone_is_no_owner),
        TEST(a_dead_owner_leaves_the_case_free),
    };
    return cmocka_run_group_tests_name("store claim", tests, NULL, NULL);
}
