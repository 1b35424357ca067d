#ifndef QUESTIONNAIRE_PROVE_PROVE_PRIV_H
#define QUESTIONNAIRE_PROVE_PROVE_PRIV_H

#include "questionnaire/prove.h"
#include "questionnaire/prove/search_priv.h"
#include "questionnaire/prove/walk_priv.h"

/* One answer of a stored respondent. */
struct pick {
    uint32_t cell;
    uint16_t state;
    uint16_t precision; /* of a date */
    union {
        int64_t number;           /* position, millionths, day, minutes */
        const struct value *kept; /* texts and sets */
    };
};

/* A respondent as stored, to walk the same way again: what she answered otherwise than the first one. */
struct respondent {
    struct pick *picks; /* in the order of the walk */
    uint32_t n;
    uint32_t end; /* place of the walk that she got to */
};

struct proof_witnesses {
    struct model *model;
    struct respondent *all;
    size_t n, cap;
    struct pick *first; /* per cell: what the first respondent answered */
};

struct pending {
    uint32_t claim;
    bool alone; /* did not go together with others: to be tried by itself */
};

/* The work on one group. */
struct prover {
    struct arena *arena;   /* the proof's */
    struct arena *scratch; /* for the whole group */
    struct arena *session; /* domains that one space_back forgets */
    const struct questionnaire *q;
    struct model *m;
    struct space space;
    struct space loose;     /* knows nothing but the group */
    struct space groupless; /* not even that */
    struct solver solver;
    struct walker walker;
    struct space_mark bare;  /* before anything is assumed */
    struct space_mark usual; /* with a day and no stop */
    bool *usual_settled;
    struct dom *hints;
    struct dom *shown; /* per cell: what the group is shown, all that a respondent who is told again knows */
    struct claim *claims;
    size_t claims_n;
    uint32_t *reach_of;      /* per item: its claim, or NONE */
    uint32_t *option_of;     /* per item: its first option's entry in option_claims */
    uint32_t *option_claims; /* claim, or NONE where the group is not offered it */
    uint32_t *options_left;  /* per item: option claims without verdict */
    uint32_t *check_claim;   /* per check: fires; the next one is holds */
    size_t left;             /* claims without verdict */
    struct proof_witnesses *witnesses;
    uint64_t chance;
    unsigned round;                  /* of walks that cover */
    bool covering;                   /* answers are chosen for what is not covered yet */
    bool replacing;                  /* other options of an answer count too */
    const struct respondent *retold; /* the walk goes the way of this one */
    uint32_t retold_next;
    uint64_t work_end; /* of space.work: then claims that are alone get little */
    unsigned effort;
};

/* claims.c */
void claims_make(struct prover *p);
/* The demands of a claim; how many. `pos`: how far the walk must get. */
size_t claim_demands(const struct prover *p, const struct claim *claim, struct demand out[4], uint32_t *pos);
/* That the step comes on the route, whether or not there is an answer to it: at most 2. */
size_t demands_to_reach(const struct model *m, uint32_t step, struct demand *out);
bool claim_by_group(struct prover *p, const struct claim *claim);
bool claim_decided(const struct prover *p, uint32_t claim);
void claim_decide(struct prover *p, uint32_t claim, enum verdict verdict);

/* cover.c: walks, and what they prove. */
walk_chooser cover_choose;
/* Walks to `until` and notes every claim that it proves; how many. */
size_t cover_walk(struct prover *p, uint32_t until);
/* Once more the walk of a respondent, now that other options of an answer count too. */
size_t cover_again(struct prover *p, uint32_t respondent);

/* A search for one respondent, with nothing assumed that does not have to be. */
enum { OBSTACLES_MOST = 64 };
struct trial {
    struct demand demands[OBSTACLES_MOST + 4];
    size_t n;
    uint32_t pos;       /* how far the walk goes */
    uint32_t must_pass; /* whatever ends a walk before this place must not */
};
/* Does the walk just made show what is looked for? */
typedef bool trial_seen(const struct prover *p, void *context);
/* Solves, walks, demands away what stood in the way, till it is seen (proved) or refuted (impossible). */
enum verdict trial_run(struct prover *p, struct trial *trial, trial_seen *seen, void *context);
void trials_begin(struct prover *p);

/* session.c: several claims at once; alone.c: one by one, till the end. */
void prove_together(struct prover *p);
void prove_alone(struct prover *p);
/* What kept a walk from getting on, as a demand; false where nothing did. */
bool walk_obstacle(const struct prover *p, struct demand *out);

/* goes_on.c */
void prove_goes_on(struct prover *p);

/* prove.c */
void prover_open(struct prover *p, struct arena *arena, const struct questionnaire *q, int group,
                 const struct prove_options *options);
/* What came of it, in the arena of prover_open. */
const struct proof *prover_close(struct prover *p);
void prover_to_bare(struct prover *p);
void prover_to_usual(struct prover *p);

/* witness.c */
uint32_t respondent_keep(struct prover *p);
struct pick pick_of(struct arena *arena, uint32_t cell, const struct cell *value);
struct cell cell_of_pick(const struct model *m, const struct pick *pick);
/* The answer of a respondent to this cell; *next counts through her own ones. False: she gave none. */
bool retell_pick(const struct proof_witnesses *witnesses, const struct respondent *respondent, uint32_t *next,
                 const struct model *m, uint32_t cell, struct cell *out);

#endif
