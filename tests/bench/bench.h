#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "codebook/codebook.h"
#include "questionnaire/load.h"

/*
 * What the measuring programs share: clocks, series of figures, lines of the table, questionnaires in memory.
 * What goes wrong while measuring ends the program with a message: a figure is either there or it is not.
 */

/* ---- clocks, in nanoseconds ---- */

int64_t bench_cpu(void);  /* of this process, user and system */
int64_t bench_wall(void); /* monotonic */

/* ---- series ---- */

struct series {
    double *items;
    size_t n, cap;
};
void series_add(struct series *series, double value);
void series_free(struct series *series);
/* The value below which this share of the series lies (0.5: the median); sorts it. 0 when empty. */
double series_at(struct series *series, double share);
double series_mean(const struct series *series);
double series_most(const struct series *series);

/* Two things in turn, `rounds` times after one round that does not count, so that both meet the same machine.
 * `run` does one of them and returns what it took. `ratio`: the median of the rounds' own ratios. */
struct pair {
    struct series one, other, ratios;
};
struct pair bench_pair(double (*one)(void *context), double (*other)(void *context), void *context,
                       size_t rounds);
void pair_free(struct pair *pair);

/* ---- the table ---- */

enum bench_verdict { BENCH_MET, BENCH_MISSED, BENCH_INFO };

struct bench_line {
    const char *program;
    const char *what;
    const char *measured;
    const char *against; /* what the ratio is to; "" = nothing */
    double ratio;        /* negative: there is none */
    const char *goal;
    enum bench_verdict verdict;
};
/* The line comes out at once. */
void bench_line(const struct bench_line *line);
static inline enum bench_verdict bench_met(bool met)
{
    return met ? BENCH_MET : BENCH_MISSED;
}
/* A figure with its unit, in a few characters: "3.21 ms"; until the arena's end. */
const char *bench_time(struct arena *arena, double ns);
NORETURN void bench_die(const char *format, ...) PRINTF(1, 2);

/* ---- questionnaires ---- */

struct bench_files {
    const struct definition_file *files;
    size_t n;
};
/* The files of the questionnaire in a folder, as a study keeps them: with its frames resolved. */
struct bench_files bench_freeze(struct arena *arena, const char *folder);
const struct questionnaire *bench_load(struct arena *arena, const struct bench_files *files);

/* The program's arguments: a whole number at `index`, or `otherwise`. */
size_t bench_argument(int argc, char **argv, int index, size_t otherwise);

#endif
