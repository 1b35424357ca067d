#ifndef SIMULATE_SIMULATE_PRIV_H
#define SIMULATE_SIMULATE_PRIV_H

#include "simulate/simulate.h"

struct respondent {
    struct interview *iv;
    const struct questionnaire *q;
    const struct simulate_options *options;
    struct draws *draws;
    struct arena *arena;
    bool not_saved;
};

/* The asked variables that a check has to do with, directly or through derivations. In r->arena. */
size_t check_slots(struct respondent *r, const struct check *check, uint32_t **slots);
/* True when the check holds now (or is no longer looked at). */
bool repair(struct respondent *r, const struct firing *which);

#endif
