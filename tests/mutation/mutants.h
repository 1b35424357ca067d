#ifndef TESTS_MUTATION_MUTANTS_H
#define TESTS_MUTATION_MUTANTS_H

#include "questionnaire/load.h"

/*
 * Small mistakes in a questionnaire, as a designer makes them: one operator, code, bound or reference in its
 * modules is another one.
 */
enum mutation { MUTATE_OPERATOR, MUTATE_CODE, MUTATE_NUMBER, MUTATE_BOUND, MUTATE_REFERENCE, MUTATIONS };
const char *mutation_name(enum mutation mutation);

struct mutant {
    enum mutation mutation;
    size_t file; /* of the questionnaire's */
    size_t from, to;
    struct str with;
    uint32_t item; /* in whose expression, or NONE */
};

struct mutants {
    struct arena *arena;
    struct mutant *all; /* in the order of the files */
    size_t n, cap;
    size_t unplaced; /* expressions that were not found in their file */
};

/* Every mutant of a questionnaire. `arena` holds the texts; free(all). */
void mutants_make(struct mutants *m, struct arena *arena, const struct questionnaire *q);
/* The bytes of its file, mutated. */
struct str mutant_bytes(struct arena *arena, const struct questionnaire *q, const struct mutant *mutant);
/* Its line, and what was there: "modules/work.yaml:12: >= became >". */
struct str mutant_words(struct arena *arena, const struct questionnaire *q, const struct mutant *mutant);

#endif
