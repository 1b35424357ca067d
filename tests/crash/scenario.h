#ifndef TESTS_CRASH_SCENARIO_H
#define TESTS_CRASH_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

/*
 * What the crash programs do with a study: a fixed series of appends (one act, several acts, long texts) and
 * erasures that follows from a seed, and the judgement of a study found after a crash. Ids follow from the
 * seed too, so that what a killed process had written can be compared with what it would have written.
 */
enum { SCENARIO_STEPS = 40, SCENARIO_ACTS = 200 };

struct scenario {
    uint64_t seed;
    size_t acts[SCENARIO_STEPS + 1];   /* in the log after so many steps; [0] is 0 */
    size_t erased[SCENARIO_STEPS + 1]; /* of them without payload */
    struct hash ids[SCENARIO_ACTS];
    size_t n;
};

struct store_options scenario_options(const struct scenario *scenario, const char *vfs);
/* A new study with its cases. Ends the program on failure, as the next two do. */
void scenario_make(const struct scenario *scenario, const char *path);
/* All steps on an open store; `done` after each that was said to be saved. Fills in what to expect when
 * `record`. */
void scenario_run(struct scenario *scenario, struct store *store, bool record,
                  void (*done)(void *context, size_t steps), void *context);
/* The ids of the whole log, after a run that recorded. */
void scenario_read_ids(struct scenario *scenario, struct store *store);

/* What a crash left, in order of badness. */
enum verdict {
    VERDICT_GOOD,
    VERDICT_LOST,    /* a step that was said to be saved is not there */
    VERDICT_TORN,    /* half a step, other acts than were made, a chain or cache that does not fit */
    VERDICT_CORRUPT, /* cannot be opened or read, or pages are damaged */
    VERDICTS
};
/* Opens the study and looks; `said` steps were said to be saved. `why` tells what is wrong. */
enum verdict scenario_judge(const struct scenario *scenario, const char *path, size_t said, char why[512]);

#endif
