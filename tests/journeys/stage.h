#ifndef TESTS_JOURNEYS_STAGE_H
#define TESTS_JOURNEYS_STAGE_H

#include "tests/journeys/record.h"

/* A study with a case that is about to be interviewed, and how that interview goes undisturbed. */
struct stage {
    struct lab *lab;
    const char *pristine; /* copy of the study before any interview */
    const char *folder;   /* of the questionnaire */
    const char *case_id;
    const char *answers;         /* file with all answers of the case */
    const struct kept_act *acts; /* of the undisturbed run, in order */
    size_t acts_n;
    struct record result; /* what is stored after the undisturbed run */
};

enum stage_kind {
    STAGE_SMALL, /* the questionnaire of the tests, with one case */
    STAGE_LONG,  /* the SID questionnaire, with one of the demo's people */
    STAGE_DEMO   /* the same, without a case: stage_case chooses */
};
void stage_open(struct stage *stage, struct lab *lab, enum stage_kind kind);
/* Makes answers for a case by simulation, and conducts it undisturbed. Leaves the study used. */
void stage_case(struct stage *stage, const char *case_id);
/* The study as it was before any interview. */
void stage_reset(const struct stage *stage);

#endif
