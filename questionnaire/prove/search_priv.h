#ifndef QUESTIONNAIRE_PROVE_SEARCH_PRIV_H
#define QUESTIONNAIRE_PROVE_SEARCH_PRIV_H

#include "questionnaire/prove/route_priv.h"

/*
 * Is there an interview that meets all demands? What is demanded narrows the space; where that does not
 * settle it, one thing is assumed after the other. Solved means: every interview that the space still holds
 * meets the demands. Refuted means: none does.
 */
enum demand_kind {
    DEMAND_EXPR, /* the expression has a result among `want` */
    DEMAND_ON,   /* the step is on or off the route */
    DEMAND_CELL, /* the cell is among `want` */
    DEMAND_WAY,  /* a computed variable comes by its value in this way */
    DEMAND_PASS, /* the check (check_at) does not fire */
    DEMAND_STUCK /* a hard check bars the way behind the step, were its answer the swapped one */
};
struct demand {
    enum demand_kind kind;
    uint32_t row;       /* DEMAND_EXPR: in which it stands */
    uint32_t in_roster; /* DEMAND_EXPR: part of an aggregate, */
    uint32_t in_row;    /* about this row, which is live; 0: not */
    uint32_t at;        /* step, cell or check_at */
    const struct expr_node *node;
    struct dom want;
    struct derive_way way;
    const struct look_swap *swap; /* DEMAND_EXPR, DEMAND_STUCK: or NULL */
};
static inline struct demand demand_truth(const struct expr *expr, uint32_t row, unsigned can)
{
    return (struct demand){.kind = DEMAND_EXPR, .row = row, .node = expr->root, .want = dom_want(can)};
}
static inline struct demand demand_on(uint32_t step, unsigned on)
{
    return (struct demand){.kind = DEMAND_ON, .at = step, .want = dom_truth(on, 0)};
}
static inline struct demand demand_cell(uint32_t cell, struct dom want)
{
    return (struct demand){.kind = DEMAND_CELL, .at = cell, .want = want};
}

static inline struct demand demand_pass(uint32_t check)
{
    return (struct demand){.kind = DEMAND_PASS, .at = check};
}

/* The steps that bear on the demands, ascending. */
struct cone {
    uint32_t *steps;
    uint32_t n;
    size_t cap;
    uint32_t *seen;   /* per step: number of the cone it was last taken into */
    uint32_t without; /* a step whose answer is no matter, or NONE */
    uint32_t number;
};

struct agenda {
    struct demand *demands;
    size_t n, cap;
};

enum { WAYS_MOST = 32 };
/* Assumptions of which one must come true. */
struct choice {
    struct demand ways[WAYS_MOST];
    size_t n;
};

enum solve { SOLVE_SOLVED, SOLVE_REFUTED, SOLVE_GAVE_UP };

struct solver {
    struct space *s;
    struct cone cone;
    struct agenda agenda;
    const struct dom *hints; /* per cell: a value that did well; or NULL */
    uint64_t work_limit;     /* of space.work */
    unsigned nodes_left;
};

void solver_init(struct solver *v, struct space *s);
void solver_free(struct solver *v);
/* When solved the space stays narrowed and the steps concerned count as settled; else it is as before. */
enum solve solver_solve(struct solver *v, const struct demand *demands, size_t n, unsigned nodes,
                        uint64_t work);

/* ---- cone.c ---- */
void cone_begin(struct solver *v);
void cone_add(struct solver *v, const struct demand *demand);
void cone_end(struct solver *v);

/* ---- demand.c ---- */
bool demand_apply(struct space *s, const struct demand *demand);
bool demand_holds(struct space *s, const struct demand *demand);
struct look_row demand_row(const struct demand *demand);
/* Is the item on the route at which a check stands? */
unsigned demand_home_on(const struct space *s, const struct check_at *at);
/* DEMAND_STUCK: what can bar the way: a hard check that is false, an option that is not offered. */
struct bar {
    const struct expr_node *node;
    unsigned can; /* with these outcomes */
    uint32_t row;
    uint32_t home; /* a step that must be on the route for it, or NONE */
};
size_t demand_bars(const struct space *s, const struct demand *demand, struct bar out[BARS_MOST]);
/* What it can come out as; 0: it is not looked at. */
unsigned demand_bar_can(struct space *s, const struct demand *demand, const struct bar *bar);
/* DEMAND_WAY: the first condition that may still come out otherwise than the way needs; NULL: none. */
const struct expr_node *demand_way_open(struct space *s, const struct demand *demand);

/* ---- choice.c ---- */
/* What to assume next; false where nothing can be decided any more. */
bool choose_demand(struct solver *v, const struct demand *demand, struct choice *choice);
bool choose_step(struct solver *v, uint32_t step, struct choice *choice);
/* A cell that a computed variable hangs on. */
bool choose_inputs(struct solver *v, uint32_t step, struct choice *choice);
/* choice_cell.c: one cell that is not decided yet. */
bool choose_cell(struct solver *v, uint32_t cell, struct choice *choice);

/* difference.c: do the demands put numbers in a circle, each smaller than the next? */
bool differences_contradict(struct solver *v);

static inline void choice_add(struct choice *choice, struct demand demand)
{
    if (choice->n < WAYS_MOST) {
        choice->ways[choice->n++] = demand;
    }
}

#endif
