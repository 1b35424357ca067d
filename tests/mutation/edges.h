#ifndef TESTS_MUTATION_EDGES_H
#define TESTS_MUTATION_EDGES_H

#include "base/hash.h"
#include "tests/oracle/replay.h"

/*
 * What an interview takes at its bounds: for each number, date and set that it asked, one value too low and
 * one too high are tried, and the lowest and the highest. `original` says where the bounds are; what was
 * taken goes into the hash. Changes the interview: do it last.
 */
void edges_add(struct hasher *hasher, struct replay *r, const struct questionnaire *original);
/* Marks the variables in `seen` whose bounds this would try; how many are new. */
size_t edges_new(const struct replay *r, bool *seen);

#endif
