#ifndef TESTS_BENCH_PROGRAM_H
#define TESTS_BENCH_PROGRAM_H

#include "tests/bench/bench.h"

/* The program itself, as users run it: $VELDWERK names it. */
const char *program_path(void);

struct program_cost {
    double wall, cpu; /* ns */
};
/* Runs it to its end with these words (ended by NULL, without its name), its output thrown away; it must end
 * with 0. */
struct program_cost program_run(const char *const *words);
#define PROGRAM_WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* A study on SID (`questionnaire` NULL) or on the questionnaire in a folder, with so many sample cases: 1001,
 * 1002, ... */
void program_study(struct arena *arena, struct str folder, const char *study, const char *questionnaire,
                   size_t cases);
/* Writes a questionnaire's files below a folder. */
void program_write(struct arena *arena, struct str folder, const struct bench_files *files);

#endif
