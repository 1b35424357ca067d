#include "tests/oracle/replay.h"

#include "tests/unit/questionnaire/proving.h"

/*
 * Two versions (tests/rows/prove-routes.txt): whom the new one asks whom the old one did not, and the other
 * way round; and the respondents that show it, taken through a real interview of the new version.
 */
static void read_versions(const struct row *row, struct world *before, struct world *after, size_t *expected)
{
    world_open(before);
    world_open(after);
    *expected = proving_read(after, row);
    for (size_t i = 0; i < after->n; i++) {
        if (str_is(after->files[i].path, "old/m.yaml")) {
            world_put(before, STR("m.yaml"), after->files[i].bytes);
        }
    }
    proving_drop(after, "old/m.yaml");
    proving_words(before);
}

/* Is she asked this question? */
static bool is_asked(const struct proof *proof, uint32_t respondent, uint32_t item)
{
    struct arena *arena = arena_new();
    const struct claim reach = {.kind = CLAIM_REACH, .item = item, .option = -1, .check = NONE};
    const char *why = NULL;
    struct replay r;
    replay_open(&r, proof->q, proof->group, proof_respondent(arena, proof, respondent));
    bool asked = replay_shows(&r, &reach, &why);
    replay_close(&r);
    arena_free(arena);
    return asked;
}

static void check_claim(struct rows *rows, const struct row *row, size_t expected, const struct proof *proof,
                        const struct route_claim *claim)
{
    struct arena *arena = arena_new();
    struct str id = proof->q->items[claim->item].id;
    struct str text = arena_format(arena, "%s %.*s", route_change_name(claim->change), STR_ARG(id));
    bool listed = claim->change == ROUTE_SAME;
    for (size_t i = 0; i < expected; i++) {
        bool names = str_ends(str_trim(row->field[i]), arena_format(arena, " %.*s", STR_ARG(id)));
        listed = names ? str_equal(str_trim(row->field[i]), text) : listed;
    }
    rows_check(rows, listed, "said: %.*s", STR_ARG(text));
    bool wider = claim->change == ROUTE_WIDER || claim->change == ROUTE_DIFFERENT;
    bool narrower = claim->change == ROUTE_NARROWER || claim->change == ROUTE_DIFFERENT;
    rows_check(rows, wider == (claim->gained != NONE) && narrower == (claim->lost != NONE),
               "respondents of %.*s", STR_ARG(id));
    rows_check(rows, !wider || is_asked(proof, claim->gained, claim->item), "gained: %.*s", STR_ARG(id));
    rows_check(rows, !narrower || !is_asked(proof, claim->lost, claim->item), "lost: %.*s", STR_ARG(id));
    arena_free(arena);
}

static void test_routes(void **state)
{
    (void)state;
    struct rows *rows = rows_open("prove-routes");
    struct row row;
    while (rows_block(rows, &row)) {
        struct world before;
        struct world after;
        size_t expected = 0;
        read_versions(&row, &before, &after, &expected);
        if (proving_load(rows, &before) && proving_load(rows, &after)) {
            const struct route_claim *claims = NULL;
            size_t n = 0;
            const struct proof *proof = prove_routes(after.arena, before.q, after.q, 0, NULL, &claims, &n);
            rows_check(rows, n > 0, "no claims");
            for (size_t i = 0; i < n; i++) {
                check_claim(rows, &row, expected, proof, &claims[i]);
            }
        }
        world_close(&before);
        world_close(&after);
    }
    rows_close(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes),
    };
    return cmocka_run_group_tests_name("routes", tests, NULL, NULL);
}
