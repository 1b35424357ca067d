#ifndef CODING_AUTO_H
#define CODING_AUTO_H

#include "coding/work.h"

/*
 * Automatic coding, in tiers; what one does not take the next may:
 *   - verbatim: people coded the same words on at least two occasions, and always so;
 *   - rule: the rules that fit give one code;
 *   - model: the first suggestion is sure enough. How sure that must be is measured: what people decided is
 *     suggested for again in its order, each judged before it is learned; the threshold is the lowest
 *     probability above which the lower bound of agreement (Wilson, 95 %, one-sided) reaches the target.
 * Of all that a tier takes, one group in twenty goes to people instead, who do not see that. Where their
 * codes agree with the tier's in less than the target, the tier is off. Groups of the double-coded sample,
 * and what another coder has before her, are left alone.
 */
enum { AUTO_VERBATIM, AUTO_RULE, AUTO_MODEL, AUTO_TIERS };
/* So many groups of its control sample must have been decided before a tier can be switched off. */
enum { CONTROL_LEAST = 10 };

struct auto_tier {
    enum code_origin origin;
    uint32_t groups, answers; /* coded now */
    uint32_t control;         /* groups that go to people instead */
    uint32_t checked, agreed; /* groups of the control sample that people decided so far; alike */
    bool off;
    /* the model's: */
    uint32_t judged, right; /* decisions at or above the threshold when they were judged */
    uint32_t decisions;     /* judged in all */
    double threshold;       /* NAN: at no probability the target is reached */
    double lower;           /* bound of agreement there; NAN likewise */
};
struct auto_report {
    struct auto_tier tiers[AUTO_TIERS];
    double target;
    char model[9]; /* hash of the model, eight hex digits */
};
/* How the tiers fare in their control samples, and which are off; the rest of the report stays empty. */
void auto_control(struct work *work, double target, struct auto_report *out);
/* Codes what is open for this coder, in one transaction; `target` 0.5 to 1. With `dry_run` all is counted and
 * nothing written. Needs a suggester. */
enum work_result work_auto(struct work *work, double target, bool dry_run, struct auto_report *out);

#endif
