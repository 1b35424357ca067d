#include "tests/oracle/replay.h"

#include "tests/unit/questionnaire/proving.h"

/*
 * Whoever the prover names as a witness gets there in the real interview: of all rows of
 * tests/rows/prove-claims.txt, and of the survey itself one group, one entry in seven of long lists.
 */
static bool arrives(const struct proof *proof, const struct claim *claim, const char **why)
{
    struct arena *arena = arena_new();
    struct replay r;
    const struct witness *witness = proof_witness(arena, proof, claim);
    *why = "there is no witness";
    bool good = false;
    if (witness) {
        replay_open(&r, proof->q, proof->group, witness);
        good = replay_shows(&r, claim, why);
        replay_close(&r);
    }
    arena_free(arena);
    return good;
}

static bool has_witness(const struct claim *claim)
{
    bool stuck = claim->kind == CLAIM_GOES_ON;
    return claim->kind != CLAIM_ONCE && claim->verdict == (stuck ? VERDICT_IMPOSSIBLE : VERDICT_PROVED);
}

static void check_proof(struct rows *rows, const struct proof *proof)
{
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        struct str id = claim_id(proof->q, claim);
        const char *why = "";
        if (has_witness(claim)) {
            bool good = arrives(proof, claim, &why);
            rows_check(rows, good, "group %d, %s %.*s %d: %s", proof->group, claim_kind_name(claim->kind),
                       STR_ARG(id), claim->option, why);
        }
    }
}

static void witnesses_of_the_rows(void **state)
{
    (void)state;
    struct rows *rows = rows_open("prove-claims");
    struct row row;
    while (rows_block(rows, &row)) {
        struct world w;
        world_open(&w);
        (void)proving_read(&w, &row);
        for (unsigned group = 0; proving_load(rows, &w) && group < w.q->groups_n; group++) {
            check_proof(rows, prove(w.arena, w.q, (int)group, NULL));
        }
        world_close(&w);
    }
    rows_close(rows);
}

enum { EVERY = 7 };

static void witnesses_of_the_survey(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct str root = test_path(arena, "..");
    struct str folder = test_path(arena, "../questionnaire/sid");
    struct disk_library *disk = disk_library_open(arena, folder.ptr, NULL, root.ptr);
    struct library library = disk_library(disk);
    const struct questionnaire *q = questionnaire_load(arena, NULL, &library, STR_EMPTY);
    assert_non_null(q);
    const struct proof *proof = prove(arena, q, 1, NULL);
    size_t replayed = 0;
    for (size_t i = 0; i < proof->claims_n; i += EVERY) {
        const struct claim *claim = &proof->claims[i];
        const char *why = NULL;
        if (has_witness(claim) && !arrives(proof, claim, &why)) {
            fail_msg("%s %.*s: %s", claim_kind_name(claim->kind), STR_ARG(claim_id(q, claim)), why);
        }
        replayed += has_witness(claim);
    }
    assert_true(replayed > 500);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(witnesses_of_the_rows),
        cmocka_unit_test(witnesses_of_the_survey),
    };
    return cmocka_run_group_tests_name("witnesses", tests, NULL, NULL);
}
