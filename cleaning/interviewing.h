#ifndef CLEANING_INTERVIEWING_H
#define CLEANING_INTERVIEWING_H

#include "cleaning/work.h"
#include "stats/quality.h"

/*
 * How the interviews went, per interviewer and per record: several signs side by side. None decides by
 * itself, and there is no threshold: what stands first is worth a look first.
 */
enum sign {
    SIGN_DONT_KNOW, /* share of the questions asked */
    SIGN_REFUSED,
    SIGN_NO,     /* share of "no" at yes-no questions on which others hang */
    SIGN_FLAT,   /* share of batteries of four and more rows answered all alike */
    SIGN_DIFFER, /* mean over batteries of how much is told apart (quality.h): low is the bad end */
    SIGN_FAST,   /* share of sections three robust deviations faster than the own group */
    SIGN_ALIKE,  /* how much more the most similar record of the group shares than the others do */
    SIGN_HEAPED, /* share of numbers from 10 that end on 0 or 5; per interviewer only */
    SIGNS
};
const char *sign_name(enum sign sign); /* "dont_know" ...: in JSON */
const char *sign_text(enum sign sign); /* in the interface's language */

struct interviewer_signs {
    struct str name;
    uint32_t interviews;
    double values[SIGNS]; /* means over the interviews; NAN: not known */
    double z[SIGNS];      /* robust, beside the other interviewers; positive is the bad end */
    double rank;          /* mean of the ranks by sign, 1 is worst */
};
struct interviewing {
    const struct interviewer_signs *items; /* the lowest rank first */
    size_t n;
    double intraclass[SIGNS]; /* how much of the variance lies between interviewers */
};
/* In `arena`. */
struct interviewing clean_interviewing(const struct clean *clean, struct arena *arena);

/* Records that share more than their group does, the largest excess first. */
struct record_pair {
    uint32_t record, other;
    double match;  /* share of common answers that are alike */
    double excess; /* above the record's mean with its group */
    bool same_interviewer;
};
size_t clean_pairs(const struct clean *clean, struct arena *arena, size_t most,
                   const struct record_pair **out);

/* One battery in one record. */
struct battery {
    const struct variable *first; /* its first row */
    size_t rows;
    bool reversed; /* has rows that point the other way */
    struct straight straight;
};
size_t clean_batteries(const struct clean *clean, struct arena *arena, uint32_t record,
                       const struct battery **out);

#endif
