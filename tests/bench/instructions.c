#include "tests/bench/events.h"
#include "tests/bench/generate.h"
#include "tests/bench/subject.h"

#include <stdio.h>

/*
 * One thing done a few times, for callgrind to count what it takes: instructions are the same on a busy
 * machine. instructions.sh says which function is counted.
 *
 *   instructions load|events|answers sid|ITEMS TIMES     prints by how much the count is to be divided
 */
static uint64_t answers(const struct questionnaire *q, size_t times)
{
    uint64_t n = 0;
    for (size_t i = 0; i < times; i++) {
        struct subject *subject = subject_open(q, i + 1, true);
        (void)subject_answer(subject);
        n += subject->answers;
        subject_close(subject);
    }
    return n;
}

static uint64_t run(struct str what, const struct bench_files *files, size_t times)
{
    struct arena *arena = arena_new();
    uint64_t n = times;
    if (str_is(what, "answers")) {
        n = answers(bench_load(arena, files), times);
    }
    for (size_t i = 0; i < times && str_is(what, "events"); i++) {
        (void)bench_events(files);
    }
    for (size_t i = 0; i < times && str_is(what, "load"); i++) {
        arena_reset(arena);
        (void)bench_load(arena, files);
    }
    arena_free(arena);
    return n;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    if (argc != 4 || !hash_init()) {
        bench_die("instructions load|events|answers sid|ITEMS TIMES");
    }
    bool sid = str_is(str_from(argv[2]), "sid");
    struct bench_files files = sid ? bench_freeze(arena, "questionnaire/sid")
                                   : generate_questionnaire(arena, bench_argument(argc, argv, 2, 400), 1);
    uint64_t n = run(str_from(argv[1]), &files, bench_argument(argc, argv, 3, 1));
    printf("%llu\n", (unsigned long long)n);
    arena_free(arena);
    return 0;
}
