#ifndef SIMULATE_COVER_PRIV_H
#define SIMULATE_COVER_PRIV_H

#include "simulate/cover.h"

struct candidate {
    uint64_t *reaches; /* bit per goal */
    struct cover_case said;
};

struct covering {
    struct arena *arena;
    const struct cover_setup *setup;
    const struct claim **goals;
    size_t goals_n;
    size_t words;      /* of a set of goals */
    uint64_t *reached; /* by any candidate */
    struct candidate *candidates;
    size_t n, cap;
};

bool cover_reaches(const struct interview *iv, const struct claim *goal);
bool cover_has(const struct covering *c, size_t goal);
/* Takes the interview, as it stands, as a candidate. */
void cover_keep(struct covering *c, const struct interview *iv);
void cover_by_chance(struct covering *c);
void cover_by_proof(struct covering *c);

#endif
