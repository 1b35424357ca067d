#ifndef FIELDWORK_RATES_H
#define FIELDWORK_RATES_H

#include "fieldwork/outcome.h"

/*
 * Response, cooperation, refusal and contact rates as AAPOR defines them (Standard Definitions, 2016). All
 * are shares of 1; NAN where nobody stands below the line.
 */
struct outcome_counts {
    double in[CLASSES]; /* cases per class; weights may make them fractions */
};
void outcome_count(struct outcome_counts *counts, enum outcome outcome, double weight);

struct rates {
    double gross, ineligible; /* cases */
    double eligible_share;    /* of the cases of known eligibility: e, for RR3, RR4 and the like */
    double rr[6];             /* RR1 .. RR6 */
    double coop[4];           /* COOP1 .. COOP4 */
    double ref[3];            /* REF1 .. REF3 */
    double con[3];            /* CON1 .. CON3 */
};
struct rates rates_of(const struct outcome_counts *counts);

#endif
