#include "questionnaire/prove.h"

#include "tests/bench/generate.h"

/*
 * Proving a questionnaire for all its groups, with what comes of it: claims, respondents, what is left
 * undecided.
 */
struct proofs {
    double ns;
    size_t claims, undecided, respondents;
    unsigned groups;
};

static struct proofs prove_all(const struct questionnaire *q, bool all)
{
    struct proofs p = {.groups = q->groups_n && all ? (unsigned)q->groups_n : 1};
    int64_t from = bench_cpu();
    for (unsigned group = 0; group < p.groups; group++) {
        struct arena *arena = arena_new();
        const struct proof *proof = prove(arena, q, q->groups_n ? (int)group : -1, NULL);
        p.claims += proof->claims_n;
        p.undecided += proof->count[VERDICT_UNDECIDED];
        p.respondents += proof->witnesses_n;
        arena_free(arena);
    }
    p.ns = (double)(bench_cpu() - from);
    return p;
}

static void report(struct arena *arena, const char *name, struct bench_files files, double seconds_most)
{
    const struct questionnaire *q = bench_load(arena, &files);
    struct proofs p = prove_all(q, true);
    bench_line(&(struct bench_line){
        "prove", arena_format(arena, "prove %s, %u items, %u groups", name, q->items_n, p.groups).ptr,
        bench_time(arena, p.ns),
        arena_format(arena, "%zu claims, %zu respondents", p.claims, p.respondents).ptr, -1,
        arena_format(arena, "<= %.0f s", seconds_most).ptr, bench_met(p.ns <= seconds_most * 1e9)});
    bench_line(&(struct bench_line){"prove", arena_format(arena, "claims about %s left undecided", name).ptr,
                                    arena_format(arena, "%zu", p.undecided).ptr, "", -1, "<= 2 %",
                                    bench_met(p.undecided * 50 <= p.claims)});
}

/* prove [ITEMS] */
int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    size_t items = bench_argument(argc, argv, 1, 10000);
    if (!hash_init()) {
        bench_die("libsodium does not start");
    }
    report(arena, "SID", bench_freeze(arena, "questionnaire/sid"), 1);
    report(arena, "generated", generate_questionnaire(arena, items, 1), 60);
    arena_free(arena);
    return 0;
}
