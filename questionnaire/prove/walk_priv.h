#ifndef QUESTIONNAIRE_PROVE_WALK_PRIV_H
#define QUESTIONNAIRE_PROVE_WALK_PRIV_H

#include "questionnaire/prove/route_priv.h"

/*
 * One interview of the space, answer by answer from top to bottom, by the rules and the evaluation that the
 * interview itself uses: what the search found is believed only when it was walked.
 */
enum walk_end {
    WALK_COMPLETED,
    WALK_STOPPED,  /* at a stop */
    WALK_BLOCKED,  /* by a hard check */
    WALK_DEAD_END, /* a question that takes no answer at all */
    WALK_ROWS      /* more rows than are modelled */
};

struct walker;
/*
 * The answer to a cell: one of `dom` (which holds what may be answered here). Asked again with the next
 * `attempt` as long as a hard check does not let the answer pass; false: there is no other.
 */
typedef bool walk_chooser(void *context, const struct walker *w, uint32_t cell, const struct dom *dom,
                          unsigned attempt, struct cell *out);

struct walker {
    const struct model *m;
    struct space *s;
    struct arena *arena; /* sets and texts, of this walk */
    struct cell *cells;  /* as conditions read them */
    bool *on;            /* per step that was passed */
    uint8_t *checked;    /* per check_at: CAN_ bits of what it said, 0: was not looked at */
    struct expr_env env;
    int32_t today;
    enum walk_end end;
    uint32_t end_pos;  /* first place of the walk that was not reached */
    uint32_t end_at;   /* the step, or check_at, where it ended */
    uint32_t told_end; /* first place without an answer to tell: where an order is drawn, beyond the end */
    uint32_t *touched; /* cells that were given a state, for the next walk to clear */
    uint32_t touched_n;
    walk_chooser *choose;
    void *context;
    uint32_t until; /* goes no further than this place */
};

void walker_init(struct walker *w, const struct model *m, struct space *s);
void walker_free(struct walker *w);
/* Walks with the domains of `w->s`; up to the place `until` (NONE: to the end), or behind the answer that it
 * lies in. */
void walk_run(struct walker *w, uint32_t until);

/* Of a step that was passed: what of a domain could have been answered, and whether this answer would have
 * passed. */
struct dom walk_answers(struct walker *w, uint32_t step, const struct dom *of);
bool walk_takes(struct walker *w, uint32_t step, const struct cell *answer);

/* pick.c: values. */
/* One value of the domain: `at` counts through the obvious ones (first the hint, ends, middle); false: no
 * more. */
bool pick_value(const struct walker *w, uint32_t cell, const struct dom *dom, const struct dom *hint,
                unsigned at, struct cell *out);
/* The value with this bit: an option, alone or in the smallest set with it. */
bool pick_option(const struct walker *w, uint32_t cell, const struct dom *dom, uint32_t option,
                 struct cell *out);
/* A value as a domain, for hints. */
struct dom dom_of_cell(const struct walker *w, uint32_t cell, const struct cell *value);

#endif
