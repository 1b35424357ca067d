#ifndef SIMULATE_PERSON_PRIV_H
#define SIMULATE_PERSON_PRIV_H

#include "simulate/person.h"
#include "simulate/profile_priv.h"

/* One answer that was given, with its place; sorted by slot and row. */
struct given {
    uint32_t slot, row;
    struct cell cell;
};
struct answers_given {
    const struct given *items;
    size_t n;
};
/* A further field of CSV: the answer in the syntax of answers files; empty: none (NULL). */
void given_write(struct buf *line, const struct variable *v, const struct given *g);
const struct given *given_find(const struct answers_given *given, uint32_t slot, uint32_t row);

/* One planned error. */
struct slip {
    uint32_t slot, row;
    struct cell cell; /* what is typed instead */
    enum error_kind kind;
    bool noticed;   /* a check made the interviewer look again */
    bool corrected; /* and it was typed anew */
};

struct person {
    struct person_setup setup;
    struct hash who; /* over seed and case: begins every stream */
    struct arena *arena;
    struct profile_view view;
    uint32_t traits[TRAITS_MOST];
    struct asked {
        uint32_t row;
        uint32_t times;
    } * asked; /* per variable: how often it was asked in the row asked last */
    int64_t wall_ms, boot_ms;
    struct draws course;
    uint32_t leaves_at;  /* the item before which the interview is broken off, or NONE */
    struct draws checks; /* which errors are noticed */
    /* from here on: only when it is typed with errors */
    bool typing;
    const struct answers_given *truth;
    struct slip *slips;
    size_t slips_n, slips_cap;
    const struct answers_given *copied; /* whose answers an interviewer copies; NULL: nobody's */
};

/* A stream of its own for a purpose and, where that matters, a variable in a row. */
struct draws person_stream(const struct person *p, const char *purpose, struct str id, uint32_t row,
                           uint32_t n);
struct slip *slip_find(struct person *p, uint32_t slot, uint32_t row);

#endif
