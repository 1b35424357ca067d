#ifndef TESTS_MUTATION_PROBES_H
#define TESTS_MUTATION_PROBES_H

#include "questionnaire/load.h"

/*
 * Respondents for whom one part of a condition alone decides: a questionnaire with notes behind its end, each
 * with a condition that only such a respondent meets, so that the prover looks for them. For every part that
 * can be true or false, both; for every comparison of numbers both sides of the boundary; for every code of a
 * short list that is compared, that code; for every `??` the case in which it is needed. Made of the
 * questionnaire alone.
 */
struct probes {
    const struct questionnaire *q; /* with the notes; items and variables before them keep their numbers */
    const uint32_t *item_of;       /* per note, from item `first` on: the item whose part it is about */
    uint32_t first;
    size_t n, dropped; /* of those that could not be put into words */
};
/* In `arena`. `q` NULL where nothing was left that loads. */
struct probes probes_make(struct arena *arena, const struct questionnaire *q);

#endif
