/* The log: what is appended comes back, in order, chained, and cannot be changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"
#include "tests/unit/store/study.h"

struct seen {
    size_t n;
    struct hash id[64], prev[64];
    uint64_t seq[64];
    char text[4096];
};

static bool see(void *context, const struct act *act)
{
    struct seen *seen = context;
    seen->id[seen->n] = act->id;
    seen->prev[seen->n] = act->prev;
    seen->seq[seen->n++] = act->seq;
    size_t at = strlen(seen->text);
    at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "%s %.*s %s", act_kind_name(act->kind),
                           STR_ARG(act->case_id), act->erased ? "erased" : "");
    for (size_t i = 0; i < act->n; i++) {
        at += (size_t)snprintf(seen->text + at, sizeof seen->text - at, "[%s %.*s/%u %s '%.*s']",
                               act_register_name(act->changes[i].reg), STR_ARG(act->changes[i].item),
                               act->changes[i].row, cell_state_name(act->changes[i].state),
                               STR_ARG(act->changes[i].value));
    }
    snprintf(seen->text + at, sizeof seen->text - at, "(%.*s)\n", STR_ARG(act->reason));
    return seen->n < 64;
}

static void acts_come_back(void **state)
{
    struct study *study = *state;
    struct act first = study_answer("c1", "age", 0, "41");
    struct act second = study_answer("c1", "age", 0, "42");
    second.reason = STR("misheard");
    assert_int_equal(store_append(study->store, &first, 1), STORE_OK);
    assert_int_equal(store_append(study->store, &second, 1), STORE_OK);
    study_reopen(study);
    struct seen seen = {0};
    assert_int_equal(store_read_acts(study->store, STR("c1"), see, &seen), STORE_OK);
    assert_string_equal(seen.text, "answer c1 [answer age/0 answered '41']()\n"
                                   "answer c1 [answer age/0 answered '42'](misheard)\n");
    assert_true(hash_equal(&seen.prev[1], &first.id));
    assert_true(hash_equal(&seen.id[1], &second.id));
    assert_int_equal(seen.seq[1], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(acts_come_back, study_setup, study_teardown),
    };
    return cmocka_run_group_tests_name("store log", tests, NULL, NULL);
}
