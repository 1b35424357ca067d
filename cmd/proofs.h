#ifndef CMD_PROOFS_H
#define CMD_PROOFS_H

#include "base/diag.h"
#include "base/json.h"
#include "cmd/command.h"
#include "questionnaire/prove.h"

/* The proofs of `check`, one per group, and their witnesses as files. In the run's arena. */
struct proofs {
    const struct questionnaire *q;
    const struct proof *of[GROUPS_MAX];
    size_t n;
    bool whole; /* all groups: what none of them can do is a fault */
};

/* Proves all groups, or the one of --group. With --witness the witnesses are respondents of today: those
 * whose interview can be held now. The verdicts are those of the field period. */
struct proofs proofs_make(struct run *run, const struct questionnaire *q);
/* What the proofs find, as diagnostics. */
void proofs_tell(struct run *run, const struct proofs *proofs, struct diags *diags);
/* A table for people: a line per group, how many claims of each kind are proved. */
void proofs_table(const struct proofs *proofs, FILE *out);
/* The name of a claim's witness: its case in the sample, and with .csv its file of answers. Empty: has none.
 */
struct str proof_case(struct arena *arena, const struct proof *proof, const struct claim *claim);
struct str proof_group(const struct proof *proof); /* "all" where there are no groups */
/* Every claim as an item of the contract; `witness` names its file. */
void proofs_json(const struct proofs *proofs, struct json *json);
/* GROUP-NUMBER.csv (answers), GROUP-QUESTION-CODE.csv (of one option, up to its question) and sample.csv in a
 * folder that is made, or empty. EXIT_GOOD, or the message is out. */
enum exit_code proofs_write(struct run *run, const struct proofs *proofs, struct str folder);

#endif
