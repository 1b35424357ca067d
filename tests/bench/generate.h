#ifndef TESTS_BENCH_GENERATE_H
#define TESTS_BENCH_GENERATE_H

#include "tests/bench/bench.h"

/*
 * Questionnaires made up by a number, from 10 to 10,000 items: 45 % are asked under a condition of one to
 * three parts, 25 % of the texts fill in an earlier answer, whole numbers have one or two checks, one choice
 * in ten has a check with another answer, 5 % are computed. The first question is the hub: one of seven
 * groups, read by about a sixth of the conditions. The same number and seed give the same bytes everywhere.
 */
struct bench_files generate_questionnaire(struct arena *arena, size_t items, uint64_t seed);

#define GENERATED_HUB "q00001"

#endif
