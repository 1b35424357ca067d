#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "questionnaire/load.h"
#include "tests/oracle/encode.h"
#include "tests/oracle/generate.h"
#include "tests/oracle/replay.h"

/*
 * The prover against Z3, on random small questionnaires that the real loader reads: the same verdicts, nearly
 * nothing undecided, and every witness goes through the real interview.
 *
 *     oracle [--from N] [--count N] [--seconds N]     those with the numbers N .. , till the time is up
 */
struct tally {
    size_t questionnaires, refused, claims, proved, impossible, undecided, unknown, wrong, replays, lost;
};

struct options {
    uint64_t from, count;
    double seconds;
};

enum { FIRST_YEAR = 2026, UNDECIDED_MOST_PERCENT = 2, SHOWN_MOST = 10 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void show(const struct generated *files, const struct proof *proof, const struct claim *claim,
                 const char *what, uint64_t number)
{
    struct str id = claim_id(proof->q, claim);
    printf("questionnaire %llu, group %d: %s %.*s %d: %s\n", (unsigned long long)number, proof->group,
           claim_kind_name(claim->kind), STR_ARG(id), claim->option, what);
    for (size_t i = 0; i < files->n; i++) {
        if (str_is(files->files[i].path, "m.yaml") || str_is(files->files[i].path, "groups/ma.yaml")) {
            printf("%.*s", STR_ARG(files->files[i].bytes));
        }
    }
}

static bool replay_good(const struct proof *proof, const struct claim *claim, const char **why)
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

static const char *judge(struct tally *t, struct encoding *e, const struct proof *proof,
                         const struct claim *claim)
{
    const char *why = NULL;
    t->claims++;
    t->proved += claim->verdict == VERDICT_PROVED;
    t->impossible += claim->verdict == VERDICT_IMPOSSIBLE;
    t->undecided += claim->verdict == VERDICT_UNDECIDED;
    bool stuck = claim->kind == CLAIM_GOES_ON;
    if (claim->verdict == (stuck ? VERDICT_IMPOSSIBLE : VERDICT_PROVED)) {
        t->replays++;
        if (!replay_good(proof, claim, &why)) {
            t->lost++;
            return why;
        }
    }
    Z3_lbool answer = encode_ask(e, claim);
    t->unknown += answer == Z3_L_UNDEF;
    /* Somebody who is stuck is what Z3 looks for; there goes_on is impossible. */
    bool turned = claim->kind == CLAIM_GOES_ON;
    enum verdict found = (answer == Z3_L_TRUE) != turned ? VERDICT_PROVED : VERDICT_IMPOSSIBLE;
    bool wrong = answer != Z3_L_UNDEF && claim->verdict != VERDICT_UNDECIDED && claim->verdict != found;
    t->wrong += wrong;
    return !wrong                                 ? NULL
           : claim->verdict == VERDICT_IMPOSSIBLE ? "is called impossible and is not"
                                                  : "is called proved and is not";
}

static void judge_group(struct tally *t, const struct generated *files, const struct questionnaire *q,
                        int group, uint64_t number)
{
    struct arena *arena = arena_new();
    struct encoding e;
    int32_t first = days_from_civil(FIRST_YEAR, 2, 28);
    struct prove_options options = {.first_day = first, .last_day = first + 2};
    const struct proof *proof = prove(arena, q, group, &options);
    encode(&e, q, group, first, first + 2);
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        bool asked = encode_can_ask(q, claim);
        const char *fault = asked ? judge(t, &e, proof, claim) : NULL;
        if (fault && t->wrong + t->lost <= SHOWN_MOST) {
            show(files, proof, claim, fault, number);
        }
        if (asked && claim->verdict == VERDICT_UNDECIDED && getenv("ORACLE_UNDECIDED")) {
            show(files, proof, claim, "is undecided", number);
        }
    }
    if (e.beyond) {
        printf("questionnaire %llu holds what is not encoded\n", (unsigned long long)number);
        t->wrong++;
    }
    encode_free(&e);
    arena_free(arena);
}

static void judge_number(struct tally *t, uint64_t number)
{
    struct arena *arena = arena_new();
    struct generated files;
    generate(arena, number, &files);
    struct library library = frozen_library(arena, files.files, files.n);
    const struct questionnaire *q = questionnaire_load(arena, NULL, &library, STR_EMPTY);
    t->refused += !q;
    if (q) {
        t->questionnaires++;
        for (unsigned group = 0; group < q->groups_n; group++) {
            judge_group(t, &files, q, (int)group, number);
        }
    }
    arena_free(arena);
}

static bool read_options(int argc, char **argv, struct options *o)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        int64_t n = 0;
        if (!str_to_int64(str_from(argv[i + 1]), &n)) {
            return false;
        }
        if (str_is(str_from(argv[i]), "--from")) {
            o->from = (uint64_t)n;
        } else if (str_is(str_from(argv[i]), "--count")) {
            o->count = (uint64_t)n;
        } else if (str_is(str_from(argv[i]), "--seconds")) {
            o->seconds = (double)n;
        } else {
            return false;
        }
    }
    return argc % 2 == 1;
}

int main(int argc, char **argv)
{
    struct options o = {1, 500, 0};
    struct tally t = {0};
    if (!read_options(argc, argv, &o)) {
        fprintf(stderr, "usage: oracle [--from N] [--count N] [--seconds N]\n");
        return 64;
    }
    double end = now() + o.seconds;
    for (uint64_t i = 0; i < o.count && (o.seconds <= 0 || now() < end); i++) {
        judge_number(&t, o.from + i);
    }
    printf("oracle: %zu questionnaires, %zu claims: %zu proved, %zu impossible, %zu undecided; %zu witnesses "
           "replayed\n",
           t.questionnaires, t.claims, t.proved, t.impossible, t.undecided, t.replays);
    printf("        wrong %zu, witnesses that fail %zu, unknown to Z3 %zu, not loaded %zu\n", t.wrong, t.lost,
           t.unknown, t.refused);
    bool good = t.wrong == 0 && t.lost == 0 && t.refused == 0 && t.claims > 0 &&
                t.undecided * 100 <= t.claims * UNDECIDED_MOST_PERCENT;
    return good ? 0 : 1;
}
