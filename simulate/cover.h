#ifndef SIMULATE_COVER_H
#define SIMULATE_COVER_H

#include "base/buf.h"
#include "interview/interview.h"
#include "questionnaire/prove.h"

/*
 * A small set of respondents of one group who together reach every question, note and stop, choose every
 * option of every list (not of long lists: frames) and make every check fire, as far as the proof says that
 * this can be. Most are simulated; where chance does not get, the prover's witnesses do.
 */
struct cover_setup {
    const struct questionnaire *q;
    const struct proof *proof; /* of the group, on the day of `clock` */
    struct clock clock;
    uint64_t seed;
    uint32_t tries; /* simulated respondents to choose from */
};

/* One respondent: what the sample says of him, what he answers, and what comes of it. */
struct cover_case {
    struct str id; /* GROUP-1, GROUP-2, ... */
    struct str sex, birth_date, generation, language, municipality;
    struct str answers; /* an answers file */
    bool completed;     /* else it ends at a `stop:`, or before a hard check */
    size_t asked;       /* questions answered, don't know and refused included */
    struct str checks;  /* ids of the checks that fire at the end, ascending, with a space between */
};

struct cover {
    const struct cover_case *cases;
    size_t cases_n;
    size_t goals, reached;
    const struct claim *const *missed; /* claims of the proof that none of them reaches */
    size_t missed_n;
};

/* In `arena`. */
const struct cover *cover_group(struct arena *arena, const struct cover_setup *setup);

#endif
