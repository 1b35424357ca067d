#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "questionnaire/load.h"
#include "tests/oracle/replay.h"
#include "tests/support/rows.h"

/*
 * The survey itself: nothing undecided in any group, and every witness goes through the real interview. Of
 * long lists one entry in seven is replayed.
 */
enum { EVERY = 7 };

static bool is_sampled(const struct claim *claim, uint32_t respondent)
{
    return !claim->replaced || (claim->option + (int32_t)claim->item) % EVERY == 0 || respondent == NONE;
}

static size_t replay_claim(const struct proof *proof, const struct claim *claim)
{
    struct arena *arena = arena_new();
    const struct witness *witness = proof_witness(arena, proof, claim);
    const char *why = "there is no witness";
    bool good = false;
    if (witness) {
        struct replay r;
        replay_open(&r, proof->q, proof->group, witness);
        good = replay_shows(&r, claim, &why);
        replay_close(&r);
    }
    if (!good) {
        struct str id = claim_id(proof->q, claim);
        printf("group %d: %s %.*s %d: %s\n", proof->group, claim_kind_name(claim->kind), STR_ARG(id),
               claim->option, why);
    }
    arena_free(arena);
    return !good;
}

/* Claims of one respondent are looked at in one replay. */
static size_t replay_respondent(const struct proof *proof, uint32_t number)
{
    struct arena *arena = arena_new();
    struct replay r;
    size_t bad = 0;
    replay_open(&r, proof->q, proof->group, proof_respondent(arena, proof, number));
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        const char *why = NULL;
        if (claim->witness == number && claim->verdict == VERDICT_PROVED && !claim->replaced &&
            !replay_shows(&r, claim, &why)) {
            struct str id = claim_id(proof->q, claim);
            printf("group %d, respondent %u: %s %.*s %d: %s\n", proof->group, number,
                   claim_kind_name(claim->kind), STR_ARG(id), claim->option, why);
            bad++;
        }
    }
    replay_close(&r);
    arena_free(arena);
    return bad;
}

static size_t replay_group(const struct questionnaire *q, int group)
{
    struct arena *arena = arena_new();
    const struct proof *proof = prove(arena, q, group, NULL);
    size_t bad = proof->count[VERDICT_UNDECIDED];
    for (uint32_t i = 0; i < proof->witnesses_n; i++) {
        bad += replay_respondent(proof, i);
    }
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        if (claim->verdict == VERDICT_PROVED && claim->replaced && is_sampled(claim, claim->witness)) {
            bad += replay_claim(proof, claim);
        }
        if (claim->verdict == VERDICT_UNDECIDED ||
            (claim->verdict == VERDICT_IMPOSSIBLE && !claim->by_group)) {
            struct str id = claim_id(q, claim);
            printf("group %d: %s %.*s is %s\n", group, claim_kind_name(claim->kind), STR_ARG(id),
                   verdict_name(claim->verdict));
            bad++;
        }
    }
    arena_free(arena);
    return bad;
}

static void every_witness_of_the_survey(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct str root = test_path(arena, "..");
    struct str folder = test_path(arena, "../questionnaire/sid");
    struct disk_library *disk = disk_library_open(arena, folder.ptr, NULL, root.ptr);
    struct library library = disk_library(disk);
    const struct questionnaire *q = questionnaire_load(arena, diags, &library, STR_EMPTY);
    assert_non_null(q);
    size_t bad = 0;
    for (unsigned group = 0; group < q->groups_n; group++) {
        bad += replay_group(q, (int)group);
    }
    assert_int_equal(bad, 0);
    diags_free(diags);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_witness_of_the_survey),
    };
    return cmocka_run_group_tests_name("witnesses", tests, NULL, NULL);
}
