#ifndef TESTS_BENCH_SUBJECT_H
#define TESTS_BENCH_SUBJECT_H

#include "interview/interview.h"
#include "simulate/simulate.h"
#include "tests/bench/bench.h"

/*
 * An interview without a store: a simulated respondent answers, and the sink takes every act and keeps none.
 */
struct subject {
    struct interview *iv;
    struct draws draws;
    uint64_t acts;
    uint64_t answers;  /* acts that are answers */
    bool may_complete; /* else the act that completes is refused, and answers can still be changed */
    bool at_end;       /* it would have been completed */
};

/* `number` steers what is answered; the group goes round by it. */
struct subject *subject_open(const struct questionnaire *q, uint64_t number, bool may_complete);
enum simulate_outcome subject_answer(struct subject *subject);
void subject_close(struct subject *subject);

/* One that is answered to the last question and not completed: the first such number from `number` on. */
struct subject *subject_answered(const struct questionnaire *q, uint64_t number);

#endif
