#ifndef SIMULATE_PROFILE_H
#define SIMULATE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "questionnaire/questionnaire.h"

/*
 * A profile: who the simulated respondents are and what they answer (docs/simulation.md). Loaded once for a
 * questionnaire, never changed afterwards. Diagnostics: those of the definition files, and P1xx.
 */
struct profile;

/* Loads the file `path` of the library with what it includes; NULL when there is any error. `arena` keeps
 * everything. */
const struct profile *profile_load(struct arena *arena, struct diags *diags, const struct questionnaire *q,
                                   const struct library *library, struct str path);

/* The profile of those who answer anything with equal chance: 1.5 % don't know, 1 % refused, and of those
 * whose answers lead to a `stop:` 5 % end there. */
const struct profile *profile_uniform(struct arena *arena, const struct questionnaire *q);

/* Who conducts the interview with this number (from 0); empty where the profile names no interviewers. */
struct str profile_interviewer(const struct profile *profile, struct arena *arena, size_t number);
uint32_t profile_interviewers(const struct profile *profile); /* how many it names; 0: none */
/* When it begins: milliseconds since 1970, in the machine's own time zone. */
int64_t profile_starts(const struct profile *profile, size_t number);

/* ---- published figures ---- */

/* A percentage that somebody published: low == high for a single number; a bound reaches to 0 or 100. In
 * thousandths of a percent. */
struct published {
    bool there;
    struct str text; /* as written: "60-70", ">90" */
    int32_t low, high;
};

struct figure {
    struct str id;
    struct str label;
    struct str source;
    const struct expr *of;   /* is true for those who count */
    const struct expr *base; /* and this for those among whom they are counted; NULL: where `of` is known */
    const struct published *groups; /* per group of the questionnaire; [groups_n] for all together */
};
size_t profile_figures(const struct profile *profile, const struct figure **out);

#endif
