#include "fieldwork/rates.h"

#include <math.h>

void outcome_count(struct outcome_counts *counts, enum outcome outcome, double weight)
{
    counts->in[outcome_row(outcome)->class] += weight;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

struct rates rates_of(const struct outcome_counts *counts)
{
    double complete = counts->in[CLASS_COMPLETE];
    double partial = counts->in[CLASS_PARTIAL];
    double refusal = counts->in[CLASS_REFUSAL];
    double no_contact = counts->in[CLASS_NO_CONTACT];
    double other = counts->in[CLASS_OTHER];
    double unknown = counts->in[CLASS_UNKNOWN];
    double interviewed = complete + partial;
    double contacted = interviewed + refusal + other;
    double eligible = contacted + no_contact;
    struct rates r = {.ineligible = counts->in[CLASS_INELIGIBLE]};
    r.gross = eligible + unknown + r.ineligible;
    r.eligible_share = share(eligible, eligible + r.ineligible);
    /* The unknown count whole, in the share that is eligible elsewhere, or not at all. */
    double whole[3] = {eligible + unknown, eligible + (unknown > 0 ? r.eligible_share * unknown : 0),
                       eligible};
    for (int i = 0; i < 3; i++) {
        r.rr[2 * i] = share(complete, whole[i]);
        r.rr[2 * i + 1] = share(interviewed, whole[i]);
        r.ref[i] = share(refusal, whole[i]);
        r.con[i] = share(contacted, whole[i]);
    }
    r.coop[0] = share(complete, contacted);
    r.coop[1] = share(interviewed, contacted);
    r.coop[2] = share(complete, interviewed + refusal);
    r.coop[3] = share(interviewed, interviewed + refusal);
    return r;
}
