#ifndef TESTS_ORACLE_REPLAY_H
#define TESTS_ORACLE_REPLAY_H

#include "interview/interview.h"
#include "questionnaire/prove.h"

/* A witness of the prover, taken through the real interview. */
struct replay {
    struct arena *arena;
    const struct questionnaire *q;
    struct interview *iv;
    int64_t now_ms;
    uint64_t acts;
    bool refused; /* an answer was not taken */
};

void replay_open(struct replay *r, const struct questionnaire *q, int group, const struct witness *witness);
void replay_close(struct replay *r);
/* Does the interview show what the claim says? False with a word why in *why. */
bool replay_shows(const struct replay *r, const struct claim *claim, const char **why);

#endif
