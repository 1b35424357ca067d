#include "tests/bench/events.h"
#include "tests/bench/generate.h"

/*
 * Reading a questionnaire against libyaml alone: the events of the very same bytes, with nothing made of
 * them. What the loader adds to that is trees, checks, expressions, words, the graph.
 */
struct sides {
    struct bench_files files;
    size_t times; /* in one measurement, so that small ones are long enough */
};

static double load_side(void *context)
{
    const struct sides *sides = context;
    int64_t from = bench_cpu();
    for (size_t i = 0; i < sides->times; i++) {
        struct arena *arena = arena_new();
        (void)bench_load(arena, &sides->files);
        arena_free(arena);
    }
    return (double)(bench_cpu() - from) / (double)sides->times;
}

static double yaml_side(void *context)
{
    const struct sides *sides = context;
    int64_t from = bench_cpu();
    for (size_t i = 0; i < sides->times; i++) {
        (void)bench_events(&sides->files);
    }
    return (double)(bench_cpu() - from) / (double)sides->times;
}

/* Loads against libyaml; returns the median time of a load. */
static double compare(struct arena *arena, const char *name, struct bench_files files, size_t times,
                      size_t rounds, double most)
{
    struct sides sides = {files, times};
    struct pair pair = bench_pair(load_side, yaml_side, &sides, rounds);
    double load = series_at(&pair.one, 0.5);
    double ratio = series_at(&pair.ratios, 0.5);
    struct arena *own = arena_new();
    const struct questionnaire *q = bench_load(own, &files);
    bench_line(&(struct bench_line){
        "load", arena_format(arena, "load and compile %s, %u items", name, q->items_n).ptr,
        bench_time(arena, load),
        arena_format(arena, "libyaml's events %s", bench_time(arena, series_at(&pair.other, 0.5))).ptr, ratio,
        most > 0 ? arena_format(arena, "<= %.1f x", most).ptr : "",
        most > 0 ? bench_met(ratio <= most) : BENCH_INFO});
    arena_free(own);
    pair_free(&pair);
    return load;
}

/* load ROUNDS */
int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    size_t rounds = bench_argument(argc, argv, 1, 21);
    if (!hash_init()) {
        bench_die("libsodium does not start");
    }
    struct bench_files sid = bench_freeze(arena, "questionnaire/sid");
    (void)compare(arena, "SID", sid, 4, rounds, 1.6);
    (void)compare(arena, "generated", generate_questionnaire(arena, 400, 1), 8, rounds, 1.6);
    double small = compare(arena, "generated", generate_questionnaire(arena, 1000, 1), 2, rounds, 0);
    double large =
        compare(arena, "generated", generate_questionnaire(arena, 10000, 1), 1, rounds / 3 + 1, 2.0);
    bench_line(&(struct bench_line){"load", "ten times the items: load of 10,000 against 1,000",
                                    bench_time(arena, large), bench_time(arena, small), large / small,
                                    "<= 12 x", bench_met(large / small <= 12)});
    arena_free(arena);
    return 0;
}
