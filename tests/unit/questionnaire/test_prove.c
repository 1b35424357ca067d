#include "tests/unit/questionnaire/proving.h"

#include "questionnaire/prove.h"

/*
 * What the prover says (tests/rows/prove-claims.txt). A block lists every claim that is not proved, as
 *
 *     impossible reach a           in both groups
 *     impossible option a 2 ma     in one
 *     meant reach a be             impossible because of the group alone
 *     undecided check_fires c_x
 *
 * or `all proved`; then the files. A claim that is not listed is proved and has a witness.
 */
static struct str claim_text(struct arena *arena, const struct questionnaire *q, const struct claim *claim,
                             int group)
{
    struct str id = claim_id(q, claim);
    const char *verdict = claim->by_group ? "meant" : verdict_name(claim->verdict);
    struct str code = STR_EMPTY;
    if (claim->option >= 0) {
        code = q->items[claim->item].variable->list->options[claim->option].code;
    }
    return arena_format(arena, "%s %s %.*s%s%.*s%s%.*s", verdict, claim_kind_name(claim->kind), STR_ARG(id),
                        code.len ? " " : "", STR_ARG(code), group >= 0 ? " " : "",
                        STR_ARG(group >= 0 ? q->groups[group] : STR_EMPTY));
}

/* Strikes a line off the list of what is expected. */
static bool strike(const struct row *row, size_t expected, bool *found, struct str text)
{
    for (size_t i = 0; i < expected; i++) {
        if (str_equal(str_trim(row->field[i]), text)) {
            found[i] = true;
            return true;
        }
    }
    return false;
}

static void check_witness(struct rows *rows, const struct proof *proof, const struct claim *claim)
{
    struct arena *arena = arena_new();
    bool needs =
        claim->verdict == VERDICT_PROVED && claim->kind != CLAIM_GOES_ON && claim->kind != CLAIM_ONCE;
    const struct witness *witness = proof_witness(arena, proof, claim);
    struct str text = claim_text(arena, proof->q, claim, proof->group);
    rows_check(rows, !needs || witness, "no witness for: %.*s", STR_ARG(text));
    arena_free(arena);
}

static void check_group(struct rows *rows, const struct row *row, size_t expected, bool *found,
                        const struct proof *proof)
{
    struct arena *arena = arena_new();
    bool none = str_is(str_trim(row->field[0]), "all proved");
    found[0] = found[0] || none;
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        check_witness(rows, proof, claim);
        if (claim->verdict != VERDICT_PROVED) {
            struct str both = claim_text(arena, proof->q, claim, -1);
            struct str one = claim_text(arena, proof->q, claim, proof->group);
            bool listed = strike(row, expected, found, both) || strike(row, expected, found, one);
            rows_check(rows, listed, "said: %.*s", STR_ARG(one));
        }
    }
    arena_free(arena);
}

static void check_row(struct rows *rows, const struct row *row)
{
    struct world w;
    bool found[ROW_FIELDS] = {false};
    world_open(&w);
    size_t expected = proving_read(&w, row);
    if (proving_load(rows, &w)) {
        for (unsigned group = 0; group < w.q->groups_n; group++) {
            const struct proof *proof = prove(w.arena, w.q, (int)group, NULL);
            check_group(rows, row, expected, found, proof);
        }
        for (size_t i = 0; i < expected; i++) {
            rows_check(rows, found[i], "not said: %.*s", STR_ARG(row->field[i]));
        }
    }
    world_close(&w);
}

static void test_claims(void **state)
{
    (void)state;
    struct rows *rows = rows_open("prove-claims");
    struct row row;
    while (rows_block(rows, &row)) {
        check_row(rows, &row);
    }
    rows_close(rows);
}

/* ---- witnesses as files ---------------------------------------------------------------------- */

static const struct claim *find_claim(const struct proof *proof, enum claim_kind kind, const char *id)
{
    for (size_t i = 0; i < proof->claims_n; i++) {
        struct str name = claim_id(proof->q, &proof->claims[i]);
        if (proof->claims[i].kind == kind && str_is(name, id)) {
            return &proof->claims[i];
        }
    }
    return NULL;
}

static struct str witness_text(struct world *w, const struct proof *proof, enum claim_kind kind,
                               const char *id)
{
    const struct claim *claim = find_claim(proof, kind, id);
    assert_non_null(claim);
    const struct witness *witness = proof_witness(w->arena, proof, claim);
    assert_non_null(witness);
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    witness_write(&out, proof->q, witness);
    struct str text = arena_copy(w->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* rows_block wants a row; these are written here because the answers are what is looked at. */
static void load_items(struct world *w, const char *items)
{
    world_open(w);
    world_put(w, STR("m.yaml"), str_from(items));
    proving_words(w);
    world_load(w);
    assert_non_null(w->q);
}

static void test_answers_file(void **state)
{
    (void)state;
    struct world w;
    load_items(&w,
               "items:\n"
               "- {id: a, type: int, min: 0, max: 9, allow: [dont_know]}\n"
               "- {id: b, type: int, min: 0, max: 9, allow: [], when: dont_know(a)}\n"
               "- id: d\n  type: int\n  min: 0\n  max: 9\n  allow: []\n  when: (a == 7) ?? false\n  checks:\n"
               "  - {id: c_d, soft: d < 5}\n");
    const struct proof *proof = prove(w.arena, w.q, 0, NULL);
    struct str b = witness_text(&w, proof, CLAIM_REACH, "b");
    assert_true(str_starts(b, STR("question,row,value,reason,note\na,,?,,\nb,,")));
    struct str d = witness_text(&w, proof, CLAIM_CHECK_FIRES, "c_d");
    assert_true(str_find(d, STR("a,,7,,\n"), 0) < d.len);
    assert_true(str_find(d, STR(",is so,\n"), 0) < d.len);
    world_close(&w);
}

static void test_case_of_the_sample(void **state)
{
    (void)state;
    struct world w;
    load_items(&w, "items:\n- {id: a, type: int, min: 0, max: 9, when: (frame_sex == f) ?? false}\n");
    const struct proof *proof = prove(w.arena, w.q, 1, NULL);
    const struct claim *claim = find_claim(proof, CLAIM_REACH, "a");
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    witness_write_case(&out, w.q, 1, STR("ma-0001"), proof_witness(w.arena, proof, claim));
    assert_string_equal(buf_str(&out).ptr, "ma-0001,ma,f,,,,\n");
    buf_free(&out);
    world_close(&w);
}

/* The interview's day comes from the field period. */
static void test_field_period(void **state)
{
    (void)state;
    struct world w;
    load_items(&w, "items:\n- {id: a, type: int, min: 0, max: 9, when: year(today) == 2031}\n");
    struct prove_options options = {days_from_civil(2031, 5, 1), days_from_civil(2031, 5, 31), 0};
    const struct proof *usual = prove(w.arena, w.q, 0, NULL);
    const struct proof *later = prove(w.arena, w.q, 0, &options);
    assert_int_equal(find_claim(usual, CLAIM_REACH, "a")->verdict, VERDICT_IMPOSSIBLE);
    const struct claim *claim = find_claim(later, CLAIM_REACH, "a");
    assert_int_equal(claim->verdict, VERDICT_PROVED);
    assert_in_range(proof_witness(w.arena, later, claim)->today, options.first_day, options.last_day);
    world_close(&w);
}

/* The same questionnaire gives the same proof. */
static void test_repeatable(void **state)
{
    (void)state;
    struct world w;
    load_items(
        &w, "items:\n- {id: a, type: int, min: 0, max: 99}\n- {id: b, type: code, list: abc, when: a > 50, "
            "unknown: skip}\n");
    const struct proof *one = prove(w.arena, w.q, 0, NULL);
    const struct proof *two = prove(w.arena, w.q, 0, NULL);
    assert_int_equal(one->witnesses_n, two->witnesses_n);
    for (size_t i = 0; i < one->claims_n; i++) {
        assert_int_equal(one->claims[i].witness, two->claims[i].witness);
    }
    struct str first = witness_text(&w, one, CLAIM_REACH, "b");
    struct str second = witness_text(&w, two, CLAIM_REACH, "b");
    assert_true(str_equal(first, second));
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_answers_file),
        cmocka_unit_test(test_case_of_the_sample),
        cmocka_unit_test(test_field_period),
        cmocka_unit_test(test_repeatable),
    };
    return cmocka_run_group_tests_name("prove", tests, NULL, NULL);
}
