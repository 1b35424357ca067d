#ifndef QUESTIONNAIRE_PROVE_H
#define QUESTIONNAIRE_PROVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "questionnaire/questionnaire.h"

/*
 * Proof of a questionnaire, per origin group: every question can be reached and none twice, every option can
 * be chosen, every check can fire and can hold, nowhere is an interview stuck. What is proved comes with a
 * witness: a respondent whose interview gets there. What is called impossible was refuted for all
 * respondents.
 *
 * The day of the interview lies in a field period. Answers are those of a first passage, top to bottom:
 * nobody goes back. Hard checks are respected, soft ones may fire (and are confirmed with a reason).
 */
enum claim_kind {
    CLAIM_REACH,       /* the item is on the route of some interview */
    CLAIM_OPTION,      /* the option can be chosen, and the interview goes on */
    CLAIM_CHECK_FIRES, /* the check can be false */
    CLAIM_CHECK_HOLDS, /* and true */
    CLAIM_ONCE,        /* no interview asks the item twice (in the same row) */
    CLAIM_GOES_ON,     /* no interview is stuck at the item: some answer always leads on */
    CLAIM_KINDS
};
const char *
claim_kind_name(enum claim_kind kind); /* "reach" "option" "check_fires" "check_holds" "once" "goes_on" */

enum verdict { VERDICT_PROVED, VERDICT_IMPOSSIBLE, VERDICT_UNDECIDED };
const char *verdict_name(enum verdict verdict); /* "proved" "impossible" "undecided" */

struct claim {
    enum claim_kind kind;
    enum verdict verdict;
    bool by_group;    /* impossible, and so meant: the group alone rules it out */
    bool replaced;    /* option: the witness chose another one; with this one instead it gets just as far */
    uint32_t item;    /* of a check: where it stands, or NONE */
    int32_t option;   /* CLAIM_OPTION: position in the list; else -1 */
    uint32_t check;   /* or NONE */
    uint32_t witness; /* number in the proof, or NONE; of an impossible CLAIM_GOES_ON: who gets stuck */
};
/* The id that a claim is about: of its item, or its check. */
struct str claim_id(const struct questionnaire *q, const struct claim *claim);

struct prove_options {
    int32_t first_day, last_day; /* the field period, days since 1970; both 0: 2026-01-01 to 2027-12-31 */
    unsigned effort;             /* how long to try before a claim is left undecided; 0: the usual 1 */
};

struct proof {
    const struct questionnaire *q;
    int group; /* index, or -1 where there are no groups */
    const struct claim *claims;
    size_t claims_n;
    size_t count[VERDICT_UNDECIDED + 1];
    uint32_t witnesses_n;
    struct proof_witnesses *witnesses; /* private */
};

/*
 * Proves all claims for one group (index; -1 where the questionnaire has none). The proof lives in `arena`.
 * Claims stand in the order of the items, then of the checks.
 */
const struct proof *prove(struct arena *arena, const struct questionnaire *q, int group,
                          const struct prove_options *options);

/* ---- witnesses ---- */

struct witness_answer {
    uint32_t slot; /* variable; NONE: the note `item` was read */
    uint32_t item;
    uint32_t row;
    struct cell cell;
    const char *reason; /* beside an answer whose soft check fires, or NULL */
};

/* A respondent, complete: what the sample says, what chance draws, what is answered. */
struct witness {
    int32_t today;
    unsigned language;
    struct cell known[BUILTINS]; /* by enum builtin; not_applicable: the sample does not say */
    const struct witness_answer *draws;
    size_t draws_n;
    const struct witness_answer *answers; /* in the order in which they are asked */
    size_t answers_n;
};

/* The respondent of a claim; in `arena`. NULL where it has none. */
const struct witness *proof_witness(struct arena *arena, const struct proof *proof,
                                    const struct claim *claim);
/* The respondent with this number, 0 .. witnesses_n - 1, whole. */
const struct witness *proof_respondent(struct arena *arena, const struct proof *proof, uint32_t number);

/* As an answers file: question,row,value,reason,note with a header line. */
void witness_write(struct buf *out, const struct questionnaire *q, const struct witness *witness);
/* The line of the sample that makes the case: case,group,sex,birth_date,municipality_nis,language,generation.
 */
void witness_write_case(struct buf *out, const struct questionnaire *q, int group, struct str case_id,
                        const struct witness *witness);

/* ---- what the proofs of all groups say about the questionnaire ---- */

/*
 * Diagnostics E301 to E306 for what no group can do, W301 to W306 for what one cannot although its questions
 * do not say so; undecided claims are E306 unless their item says `undecided: accepted`. Witnesses are named
 * GROUP-NUMBER.
 */
void proofs_report(const struct proof *const *proofs, size_t n, struct diags *diags);

#endif
