#include "expr/expr.h"

/*
 * Can it be unknown? The question is put as an assumption: "this node is unknown", or true, or false, or one
 * of several. An assumption about a node becomes assumptions about its parts, and at the leaves it narrows
 * the states that a variable can be in. Where nothing is left, the assumption cannot come true.
 *
 * Only states are followed, never values, so a yes may be wrong; a no cannot. The work is bounded; where the
 * bound is reached everything is possible.
 */
enum { CAN_TRUE = 1, CAN_FALSE = 2, CAN_UNKNOWN = 4, CAN_KNOWN = CAN_TRUE | CAN_FALSE };
enum { FACTS_MOST = 256, STEPS_MOST = 100000 };

static const uint32_t answered_state = 1u << CELL_ANSWERED;

/* Newest last. An aggregate over rows puts a mark: behind it older facts about that roster's items are about
 * another row. */
struct fact {
    bool mark;
    uint32_t number; /* variable, or roster where it is a mark */
    uint32_t states;
};

struct culprit {
    uint32_t slot;
    enum cell_state state;
};

struct analysis {
    struct fact facts[FACTS_MOST];
    size_t n;
    unsigned steps;
    struct culprit culprit;
};

static bool assume(struct analysis *a, const struct expr_node *node, unsigned outcomes);

/* ---- facts ----------------------------------------------------------------------------------- */

static uint32_t states_of(const struct analysis *a, const struct expr_node *cell)
{
    for (size_t i = a->n; i-- > 0;) {
        const struct fact *fact = &a->facts[i];
        if (fact->mark && fact->number == cell->roster) {
            break;
        }
        if (!fact->mark && fact->number == cell->slot) {
            return fact->states;
        }
    }
    return (cell->can_be & ((1u << CELL_STATES) - 1)) | answered_state;
}

/* Narrows the states of a variable; false where none is left. A full table only loses sharpness. */
static bool narrow(struct analysis *a, const struct expr_node *cell, uint32_t states)
{
    uint32_t before = states_of(a, cell);
    uint32_t left = before & states;
    if (left != before && a->n < FACTS_MOST) {
        a->facts[a->n++] = (struct fact){false, cell->slot, left};
    }
    return left != 0;
}

static enum cell_state lowest_state(uint32_t states)
{
    unsigned state = 0;
    while (state + 1 < CELL_STATES && !(states & 1u << state)) {
        state++;
    }
    return (enum cell_state)state;
}

static bool assume_cell(struct analysis *a, const struct expr_node *cell, unsigned outcomes)
{
    if (outcomes & CAN_UNKNOWN && outcomes & CAN_KNOWN) {
        return true;
    }
    if (outcomes & CAN_KNOWN) {
        return narrow(a, cell, answered_state);
    }
    if (!narrow(a, cell, ~answered_state)) {
        return false;
    }
    a->culprit = (struct culprit){cell->slot, lowest_state(states_of(a, cell) & ~answered_state)};
    return true;
}

/* ---- alternatives ---------------------------------------------------------------------------- */

/* Several ways in which an assumption can come true. What is learnt is kept only where one way is left;
 * the culprit is that of the first. */
struct ways {
    struct analysis *a;
    size_t mark;
    unsigned found;
    unsigned only; /* number of the way found first */
    unsigned at;   /* of the way looked at */
    struct culprit culprit;
};

static struct ways ways_begin(struct analysis *a)
{
    return (struct ways){.a = a, .mark = a->n, .culprit = a->culprit};
}

static void way_end(struct ways *w, bool possible)
{
    if (possible && w->found++ == 0) {
        w->only = w->at;
        w->culprit = w->a->culprit;
    }
    w->at++;
    w->a->n = w->mark;
}

static bool ways_end(const struct ways *w)
{
    w->a->culprit = w->culprit;
    return w->found > 0;
}

static bool assume_each(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    for (uint32_t i = 0; i < node->n; i++) {
        if (!assume(a, node->args[i], outcomes)) {
            return false;
        }
    }
    return true;
}

/* One part is `chosen`, all others are among `others`: these first, as they narrow what the one can be. */
static bool assume_one(struct analysis *a, const struct expr_node *node, uint32_t one, unsigned chosen,
                       unsigned others)
{
    for (uint32_t i = 0; i < node->n; i++) {
        if (i != one && !assume(a, node->args[i], others)) {
            return false;
        }
    }
    return assume(a, node->args[one], chosen);
}

static bool assume_some(struct analysis *a, const struct expr_node *node, unsigned chosen, unsigned others)
{
    struct ways w = ways_begin(a);
    for (uint32_t i = 0; i < node->n && w.found < 2; i++) {
        way_end(&w, assume_one(a, node, i, chosen, others));
    }
    if (w.found == 1) {
        return assume_one(a, node, w.only, chosen, others);
    }
    return ways_end(&w);
}

/* ---- logic ----------------------------------------------------------------------------------- */

/* `decides` settles the chain by itself: false for and, true for or. */
static bool assume_chain(struct analysis *a, const struct expr_node *node, unsigned outcomes,
                         unsigned decides)
{
    unsigned otherwise = CAN_KNOWN & ~decides;
    unsigned anything = CAN_KNOWN | CAN_UNKNOWN;
    if (!(outcomes & decides)) {
        if (outcomes == CAN_UNKNOWN) {
            return assume_some(a, node, CAN_UNKNOWN, otherwise | CAN_UNKNOWN);
        }
        return assume_each(a, node, outcomes);
    }
    if (outcomes & otherwise) {
        return true;
    }
    /* Decided, or decided or unknown: some part is. */
    return assume_some(a, node, outcomes, anything);
}

static bool assume_and(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    return assume_chain(a, node, outcomes, CAN_FALSE);
}

static bool assume_or(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    return assume_chain(a, node, outcomes, CAN_TRUE);
}

static bool assume_not(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    unsigned turned = outcomes & CAN_UNKNOWN;
    turned |= outcomes & CAN_TRUE ? CAN_FALSE : 0u;
    turned |= outcomes & CAN_FALSE ? CAN_TRUE : 0u;
    return assume(a, node->args[0], turned);
}

static bool default_way(struct analysis *a, const struct expr_node *node, unsigned way, unsigned outcomes)
{
    if (way == 0) {
        return outcomes & CAN_KNOWN && assume(a, node->args[0], outcomes & CAN_KNOWN);
    }
    return assume(a, node->args[0], CAN_UNKNOWN) && assume(a, node->args[1], outcomes);
}

static bool if_way(struct analysis *a, const struct expr_node *node, unsigned way, unsigned outcomes)
{
    if (way == 2) {
        return outcomes & CAN_UNKNOWN && assume(a, node->args[0], CAN_UNKNOWN);
    }
    return assume(a, node->args[0], way == 0 ? CAN_TRUE : CAN_FALSE) &&
           assume(a, node->args[way + 1], outcomes);
}

typedef bool one_way(struct analysis *a, const struct expr_node *node, unsigned way, unsigned outcomes);

static bool assume_ways(struct analysis *a, const struct expr_node *node, unsigned outcomes, one_way *way,
                        unsigned n)
{
    struct ways w = ways_begin(a);
    for (unsigned i = 0; i < n; i++) {
        way_end(&w, way(a, node, i, outcomes));
    }
    return w.found == 1 ? way(a, node, w.only, outcomes) : ways_end(&w);
}

static bool assume_default(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    return assume_ways(a, node, outcomes, default_way, 2);
}

static bool assume_if(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    return assume_ways(a, node, outcomes, if_way, 3);
}

/* ---- states ---------------------------------------------------------------------------------- */

static bool assume_state(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    static const uint32_t states[EXPR_OPS] = {
        [EXPR_ANSWERED] = 1u << CELL_ANSWERED,
        [EXPR_DONT_KNOW] = 1u << CELL_DONT_KNOW,
        [EXPR_REFUSED] = 1u << CELL_REFUSED,
        [EXPR_PARKED] = 1u << CELL_PARKED,
        [EXPR_ASKED] = 1u << CELL_ANSWERED | 1u << CELL_DONT_KNOW | 1u << CELL_REFUSED | 1u << CELL_OPEN,
    };
    switch (outcomes & CAN_KNOWN) {
    case 0:
        return false;
    case CAN_TRUE:
        return narrow(a, node->args[0], states[node->op]);
    case CAN_FALSE:
        return narrow(a, node->args[0], ~states[node->op]);
    default:
        return true;
    }
}

/* ---- calculation ----------------------------------------------------------------------------- */

static bool is_partial(const struct expr_node *node)
{
    if (node->op == EXPR_CONST) {
        return node->constant.kind == VALUE_DATE && date_precision(node->constant.date) != DATE_DAY;
    }
    if (node->op == EXPR_CELL) {
        return node->can_be & EXPR_WHY_PARTIAL_DATE;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]->type.kind == VALUE_DATE && is_partial(node->args[i])) {
            return true;
        }
    }
    return false;
}

/* Can this operation fail although all it works on is answered? */
static bool can_fail(const struct expr_node *node)
{
    if (node->op == EXPR_DIV) {
        const struct expr_node *divisor = node->args[1];
        return divisor->op != EXPR_CONST || divisor->constant.number.units == 0;
    }
    bool in_days =
        (node->op >= EXPR_EQ && node->op <= EXPR_IN) || (node->op >= EXPR_MONTH && node->op <= EXPR_DAYS);
    return in_days && is_partial(node);
}

/* The same of anything in it: what sum, min and max do not pass over. */
static bool holds_failure(const struct expr_node *node)
{
    if (can_fail(node)) {
        return true;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i] && holds_failure(node->args[i])) {
            return true;
        }
    }
    return false;
}

static bool nobody_to_blame(struct analysis *a)
{
    a->culprit.slot = UINT32_MAX;
    return true;
}

/* Known where all its parts are. */
static bool assume_strict(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    if (!(outcomes & CAN_UNKNOWN)) {
        return assume_each(a, node, CAN_KNOWN);
    }
    if (outcomes & CAN_KNOWN) {
        return true;
    }
    size_t mark = a->n;
    bool possible = assume_some(a, node, CAN_UNKNOWN, CAN_KNOWN | CAN_UNKNOWN);
    if (!can_fail(node)) {
        return possible;
    }
    a->n = mark;
    return possible || nobody_to_blame(a);
}

static bool assume_constant(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    (void)a;
    if (node->op == EXPR_CONST && node->constant.kind == VALUE_BOOL) {
        return outcomes & (node->constant.truth ? CAN_TRUE : CAN_FALSE);
    }
    return outcomes & CAN_KNOWN;
}

static bool assume_count(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    (void)a;
    (void)node;
    return outcomes & CAN_KNOWN;
}

static bool some_fails(struct analysis *a, const struct expr_node *node)
{
    for (uint32_t i = 0; i < node->n; i++) {
        size_t mark = a->n;
        bool fails = holds_failure(node->args[i]) && assume(a, node->args[i], CAN_UNKNOWN);
        a->n = mark;
        if (fails) {
            return true;
        }
    }
    return false;
}

static bool assume_sum(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    return outcomes & CAN_KNOWN || some_fails(a, node);
}

static bool assume_extreme(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    if (outcomes & CAN_KNOWN) {
        return true;
    }
    size_t mark = a->n;
    struct culprit first = a->culprit;
    bool none = true;
    for (uint32_t i = 0; i < node->n && none; i++) {
        none = assume(a, node->args[i], CAN_UNKNOWN);
        first = i == 0 ? a->culprit : first;
    }
    a->culprit = first;
    if (none) {
        return true;
    }
    a->n = mark;
    return some_fails(a, node);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool row_unknown(struct analysis *a, const struct expr_node *node)
{
    const struct expr_node *item = node->args[0];
    const struct expr_node *where = node->args[1];
    size_t mark = a->n;
    if (where && (!item || assume(a, item, CAN_KNOWN)) && assume(a, where, CAN_UNKNOWN)) {
        return true;
    }
    a->n = mark;
    return node->op == EXPR_ROWS_SUM && holds_failure(item) && assume(a, item, CAN_UNKNOWN);
}

static bool assume_rows(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    if (outcomes & CAN_KNOWN) {
        return true;
    }
    if (node->op == EXPR_ROWS_MIN || node->op == EXPR_ROWS_MAX) {
        return nobody_to_blame(a);
    }
    if (a->n == FACTS_MOST) {
        return true;
    }
    size_t mark = a->n;
    a->facts[a->n++] = (struct fact){true, node->slot, 0};
    bool possible = row_unknown(a, node);
    a->n = mark;
    return possible;
}

/* ---- all of them ----------------------------------------------------------------------------- */

typedef bool assumption(struct analysis *a, const struct expr_node *node, unsigned outcomes);

/* The operations that are not here are known where all their parts are. */
static assumption *const assumptions[EXPR_OPS] = {
    [EXPR_CONST] = assume_constant,  [EXPR_TODAY] = assume_constant, [EXPR_CELL] = assume_cell,
    [EXPR_OR] = assume_or,           [EXPR_AND] = assume_and,        [EXPR_NOT] = assume_not,
    [EXPR_DEFAULT] = assume_default, [EXPR_IF] = assume_if,          [EXPR_ANSWERED] = assume_state,
    [EXPR_DONT_KNOW] = assume_state, [EXPR_REFUSED] = assume_state,  [EXPR_ASKED] = assume_state,
    [EXPR_PARKED] = assume_state,    [EXPR_SUM] = assume_sum,        [EXPR_COUNT] = assume_count,
    [EXPR_MIN] = assume_extreme,     [EXPR_MAX] = assume_extreme,    [EXPR_ROWS_COUNT] = assume_rows,
    [EXPR_ROWS_ANY] = assume_rows,   [EXPR_ROWS_ALL] = assume_rows,  [EXPR_ROWS_SUM] = assume_rows,
    [EXPR_ROWS_MIN] = assume_rows,   [EXPR_ROWS_MAX] = assume_rows,
};

static bool assume(struct analysis *a, const struct expr_node *node, unsigned outcomes)
{
    if (outcomes == (CAN_KNOWN | CAN_UNKNOWN) || a->steps++ >= STEPS_MOST) {
        return true;
    }
    assumption *special = assumptions[node->op];
    return (special ? special : assume_strict)(a, node, outcomes);
}

bool expr_can_be_unknown(const struct expr *expr, uint32_t *culprit, enum cell_state *state)
{
    struct analysis a; /* without its facts: clearing them takes longer than most questions */
    a.n = 0;
    a.steps = 0;
    a.culprit = (struct culprit){UINT32_MAX, CELL_NOT_REACHED};
    bool possible = assume(&a, expr->root, CAN_UNKNOWN);
    *culprit = possible ? a.culprit.slot : UINT32_MAX;
    *state = a.culprit.state;
    return possible;
}
