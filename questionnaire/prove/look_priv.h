#ifndef QUESTIONNAIRE_PROVE_LOOK_PRIV_H
#define QUESTIONNAIRE_PROVE_LOOK_PRIV_H

#include "questionnaire/prove/space_priv.h"

/*
 * Expressions over domains. `look_eval` gives a domain that holds every result the expression can have in the
 * space; `look_narrow` leaves out of the cells what cannot give a wanted result.
 */
struct look_row {
    uint32_t roster;
    uint32_t row;
    const struct look_row *outer;
};

/* A cell read as if it held something else: what if the answer were this? */
struct look_swap {
    uint32_t cell;
    struct dom dom;
};

struct look {
    struct space *s;
    uint32_t row; /* in which the expression stands, 0 outside rosters */
    const struct look_row *at;
    const struct look_swap *swap; /* or NULL */
};

struct dom look_eval(const struct look *l, const struct expr_node *node);
/* False where no interview of the space gives such a result. */
bool look_narrow(const struct look *l, const struct expr_node *node, const struct dom *want);

static inline unsigned look_can(const struct look *l, const struct expr_node *node)
{
    struct dom d = look_eval(l, node);
    return dom_can(&d);
}
static inline bool look_narrow_to(const struct look *l, const struct expr_node *node, unsigned can)
{
    struct dom want = dom_want(can);
    return look_narrow(l, node, &want);
}

/* The cell that a node of op EXPR_CELL reads, NONE for a row that is not modelled. */
uint32_t look_cell(const struct look *l, const struct expr_node *node);
const struct dom *look_cell_dom(const struct look *l, const struct expr_node *node);

/* A row of a roster as an aggregate meets it: bits of CAN_TRUE (live), CAN_FALSE. Rows from 1; the one behind
 * the last modelled row stands for all that follow. */
uint32_t look_rows(const struct look *l, uint32_t roster);
unsigned look_live(const struct look *l, uint32_t roster, uint32_t row);
struct dom look_eval_row(const struct look *l, const struct expr_node *node, uint32_t roster, uint32_t row);
/* How many rows beyond the modelled ones there can be. */
int64_t look_rest(const struct look *l, uint32_t roster);

typedef struct dom look_evaluator(const struct look *l, const struct expr_node *node);
typedef bool look_narrower(const struct look *l, const struct expr_node *node, const struct dom *want);

/* ---- eval_*.c ---- */
look_evaluator look_comparison, look_in, look_has;
look_evaluator look_add, look_subtract, look_multiply, look_divide, look_negate, look_abs, look_round,
    look_length, look_set_size, look_fold, look_count;
look_evaluator look_today, look_year, look_month, look_age, look_days;
look_evaluator look_rows_truth, look_rows_fold;

/* ---- narrow_*.c ---- */
look_narrower narrow_comparison, narrow_in, narrow_has;
look_narrower narrow_add, narrow_subtract, narrow_multiply, narrow_negate, narrow_abs, narrow_round,
    narrow_length, narrow_set_size, narrow_fold;
look_narrower narrow_year, narrow_age, narrow_days, narrow_today;
look_narrower narrow_rows_truth, narrow_rows_count;

/* ---- linear.c: where a cell stands more than once ---- */
/* Bounds of a sum; of a - b. False where nothing is gained. */
bool linear_bounds(const struct look *l, const struct expr_node *node, int64_t *lo, int64_t *hi);
bool linear_distance(const struct look *l, const struct expr_node *a, const struct expr_node *b, int64_t *lo,
                     int64_t *hi);
/* Do both read the same cells in the same way? */
bool nodes_same(const struct look *l, const struct expr_node *a, const struct expr_node *b);

/* ---- what several of them need ---- */
/* Sum, lowest or highest of several that may or may not be there. For the highest the ends are turned round.
 */
struct folding {
    bool extreme, lowest, any, sure, all_empty;
    int64_t near, far, farthest;
    uint32_t why, missing;
};
void folding_begin(struct folding *f, enum expr_op op);
/* `surely`: it counts, whatever happens. */
void folding_add(struct folding *f, const struct dom *d, bool surely);
struct dom folding_end(const struct folding *f);
int64_t scaled_round(int64_t a);
/* A comparison with the truth it must have: `a < b` false is `b <= a`. */
struct bound {
    enum expr_op op;
    bool whole; /* both sides are whole numbers, days or minutes */
};
/* Bounds two intervals against each other. */
void bound_pair(const struct bound *bound, struct dom *a, struct dom *b);
/* Earliest and latest day on which a date of the domain that begins on `first` can end. */
int64_t first_end(const struct dom *d, int64_t first);
int64_t last_end(const struct dom *d, int64_t first);
/* The day with the same month and day `years` later (29 February: 1 March). */
int64_t years_later(int64_t day, int64_t years);
/* All operands must have a value where the result must: narrows them to that; *bounds: and so the value of
 * the result bounds theirs. */
bool narrow_known(const struct look *l, const struct expr_node *node, const struct dom *want, bool *bounds);

#endif
