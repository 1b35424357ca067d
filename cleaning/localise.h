#ifndef CLEANING_LOCALISE_H
#define CLEANING_LOCALISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * Error localisation (Fellegi and Holt 1976): the sets of fields of least weight that can be changed so that
 * all rules hold. Exact over finite domains, all ties. Rules are black boxes that name their fields.
 */
enum { LOCAL_NEVER = 0, LOCAL_FIELDS_MOST = 6, LOCAL_SETS_MOST = 64 };

struct local_rule {
    const uint32_t *fields;
    size_t n;
};

struct local_problem {
    const unsigned *weights; /* per field; LOCAL_NEVER: may not be changed */
    const uint32_t *sizes;   /* per field: values of its domain; 0 is the present one */
    size_t fields_n;
    const struct local_rule *rules;
    size_t rules_n;
    /* Does a rule hold (or not fail) when field f has value values[f] of its domain? */
    bool (*holds)(void *context, size_t rule, const uint32_t *values);
    void *context;
    int64_t limit_us; /* of thinking; 0: none */
};

struct local_set {
    uint32_t fields[LOCAL_FIELDS_MOST]; /* ascending */
    uint32_t values[LOCAL_FIELDS_MOST]; /* with which all rules hold: the witness */
    size_t n;
};
struct local_answer {
    struct local_set sets[LOCAL_SETS_MOST];
    size_t n;      /* 0, not complex: no change of up to LOCAL_FIELDS_MOST fields helps */
    unsigned cost; /* of each */
    bool complex;  /* the limit ran out: nothing is said */
};
void localise(const struct local_problem *problem, struct arena *arena, struct local_answer *out);

#endif
