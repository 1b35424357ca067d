#ifndef TESTS_MUTATION_TRIAL_H
#define TESTS_MUTATION_TRIAL_H

#include "questionnaire/prove.h"
#include "tests/mutation/mutants.h"

/* Who notices a mutant, in the order in which a designer would meet them. */
enum noticed { NOTICED_LOAD, NOTICED_LINT, NOTICED_PROOF, NOTICED_REPLAY, NOTICED_NEVER, NOTICED_COUNT };
const char *noticed_name(enum noticed noticed);

/* What is known of the questionnaire as it is: what `check` says of it, and what its witnesses show. */
struct trial;
/* `probes`: besides the proof's witnesses those for whom one part of a condition decides, and values at the
 * bounds. */
struct trial *trial_open(const struct questionnaire *q, bool probes);
void trial_close(struct trial *trial);
enum noticed trial_judge(struct trial *trial, const struct mutant *mutant);
size_t trial_witnesses(const struct trial *trial); /* respondents replayed */
size_t trial_probes(const struct trial *trial);    /* parts of conditions looked at */

#endif
