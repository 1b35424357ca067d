#ifndef TESTS_JOURNEYS_RECORD_H
#define TESTS_JOURNEYS_RECORD_H

#include "tests/journeys/lab.h"

/*
 * What is stored of a case, as `show CASE --json` tells it, and what a run by answers file said it had
 * stored.
 */
struct kept_cell {
    struct str id;
    uint32_t row;
    struct str state; /* of the effective cell */
    struct str value; /* effective, in the syntax of answers files */
    struct str raw;   /* the newest answer, whatever became of it */
};

struct kept_act {
    struct str event; /* 64 hex digits */
    struct str kind;
    struct str item;
    uint32_t row;
    struct str value;
    bool more; /* a further change of the act before it: a choice and its "which?" are one act */
};

struct record {
    const struct kept_cell *cells;
    size_t cells_n;
    const struct kept_act *acts; /* a line per change, in the order of the log */
    size_t acts_n;
};

struct record record_read(struct lab *lab, struct arena *arena, const char *case_id);
const struct kept_cell *record_cell(const struct record *record, struct str id, uint32_t row); /* or NULL */
const struct kept_act *record_act(const struct record *record, struct str event);              /* or NULL */
/* Is this cell a question that got an answer, don't know and refused included? */
bool cell_given(const struct kept_cell *cell);

/* The lines `<event> <kind> <item> <row> <value>`; one that was cut off in the middle does not count. */
size_t acts_printed(struct arena *arena, struct str out, const struct kept_act **acts);

/* The answers of a record as an answers file with the same reason beside every line. */
struct str record_answers(struct arena *arena, const struct record *record, const char *reason);

/* Prints cells in which two records differ (effective state and value), ten at most; returns how many. */
size_t record_differences(const struct record *got, const struct record *wanted);

#endif
