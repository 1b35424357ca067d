#ifndef TESTS_JOURNEYS_KILLS_H
#define TESTS_JOURNEYS_KILLS_H

#include "tests/journeys/stage.h"

/*
 * Kills of the real program in the middle of interviews, spread evenly over all calls with which a whole
 * interview changes the study's files; see killer.c for what counts as inside a transaction.
 */
struct tally {
    const char *driver; /* "screens", "answers file" */
    uint64_t kills;
    uint64_t inside;       /* of them inside a transaction */
    uint64_t missed;       /* the program ended before its instant came */
    uint64_t acknowledged; /* answers said to be saved before the kills */
    uint64_t lost;         /* of them not there afterwards */
    uint64_t unverified;   /* kills after which `verify` complains */
    uint64_t misplaced;    /* kills after which the interview goes on at the wrong question */
    double seconds;
    unsigned long calls; /* of an undisturbed interview by this driver; 0 until it was counted */
};

/* What the killer says of a process. */
struct report {
    bool killed;
    bool inside;
    unsigned long calls;
    unsigned long commits;
};
struct report report_read(struct lab *lab);
enum { KILLER_SETTINGS = 4 };
/* Environment for the killer: its settings into `out`; instant 0 only counts. Lives in `arena`. */
void killer_settings(struct lab *lab, struct arena *arena, unsigned long instant,
                     const char *out[KILLER_SETTINGS]);

/* The i-th of n instants spread evenly over `calls` calls, shifted by a part of a step from round to round.
 */
unsigned long kill_instant(unsigned long calls, unsigned i, unsigned n, unsigned round);

/* One round of n kills; adds to the tally. */
void kills_by_answers(const struct stage *stage, unsigned n, unsigned round, struct tally *tally);
void kills_by_screens(const struct stage *stage, unsigned n, unsigned round, struct tally *tally);

/* What every kill must leave: `verify` agrees. Counts and says otherwise; then nothing more can be asked. */
bool check_verify(const struct stage *stage, const char *about, struct tally *tally);

#endif
