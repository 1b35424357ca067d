#include "questionnaire/prove/look_priv.h"

/* Leaves out of the cells what cannot give a wanted result: from the result back to what it is made of. */

static bool swapped(const struct look *l, uint32_t cell)
{
    return l->swap && l->swap->cell == cell;
}

static bool narrow_cell(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    uint32_t cell = look_cell(l, node);
    if (swapped(l, cell)) {
        struct dom both = dom_meet(l->s->arena, &l->swap->dom, want);
        l->s->failed = l->s->failed || dom_empty(&both);
        return !dom_empty(&both);
    }
    return cell == NONE || space_cell(l->s, cell, want);
}

bool narrow_today(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    (void)node;
    return space_cell(l->s, l->s->m->today_cell, want);
}

/* ---- logic ----------------------------------------------------------------------------------- */

/* All parts are among `each`; and if only one can be among `some`, it is. */
static bool narrow_parts(const struct look *l, const struct expr_node *node, unsigned each, unsigned some)
{
    uint32_t only = NONE;
    uint32_t n = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        if (each != CAN_ANY && !look_narrow_to(l, node->args[i], each)) {
            return false;
        }
        if (n < 2 && look_can(l, node->args[i]) & some) {
            only = i;
            n++;
        }
    }
    if (!some) {
        return true;
    }
    return n > 1 || (n == 1 && look_narrow_to(l, node->args[only], some & each));
}

static bool narrow_chain(const struct look *l, const struct expr_node *node, unsigned can, unsigned decides)
{
    unsigned other = ON_EITHER & ~decides;
    if (!(can & decides)) {
        /* None decides; where it is not all the other, some part is unknown. */
        unsigned each = can & CAN_UNKNOWN ? other | CAN_UNKNOWN : other;
        return narrow_parts(l, node, each, can & other ? 0 : CAN_UNKNOWN);
    }
    if (can & other) {
        return true;
    }
    return narrow_parts(l, node, CAN_ANY, can);
}

static bool narrow_and(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    return narrow_chain(l, node, dom_can(want), CAN_FALSE);
}

static bool narrow_or(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    return narrow_chain(l, node, dom_can(want), CAN_TRUE);
}

static bool narrow_not(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    unsigned can = dom_can(want);
    unsigned turned = can & CAN_UNKNOWN;
    turned |= can & CAN_TRUE ? CAN_FALSE : 0u;
    turned |= can & CAN_FALSE ? CAN_TRUE : 0u;
    return look_narrow_to(l, node->args[0], turned);
}

/* Is there a result that both allow? */
static bool compatible(const struct look *l, const struct dom *a, const struct dom *b)
{
    struct dom both = dom_meet(l->s->arena, a, b);
    return !dom_empty(&both);
}

static bool narrow_default(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    struct dom known_a = a;
    known_a.why = 0;
    bool left = a.known && compatible(l, &known_a, want);
    bool right = a.why && compatible(l, &b, want);
    if (left && right) {
        return true;
    }
    struct dom to = *want;
    if (left) {
        to.why = 0;
        return look_narrow(l, node->args[0], &to);
    }
    struct dom none = dom_unknown(a.kind, DOM_WHY_ALL);
    return right && look_narrow(l, node->args[0], &none) && look_narrow(l, node->args[1], want);
}

static bool narrow_if(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    static const unsigned outcomes[] = {CAN_TRUE, CAN_FALSE};
    unsigned can = look_can(l, node->args[0]);
    unsigned left = want->why ? can & CAN_UNKNOWN : 0;
    for (uint32_t i = 0; i < 2; i++) {
        if (can & outcomes[i]) {
            struct dom d = look_eval(l, node->args[i + 1]);
            left |= compatible(l, &d, want) ? outcomes[i] : 0;
        }
    }
    if (!left || !look_narrow_to(l, node->args[0], left)) {
        return false;
    }
    if (left == CAN_TRUE || left == CAN_FALSE) {
        return look_narrow(l, node->args[left == CAN_TRUE ? 1 : 2], want);
    }
    return true;
}

static bool narrow_state(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    static const uint32_t states[EXPR_OPS] = {
        [EXPR_ANSWERED] = STATE(CELL_ANSWERED),
        [EXPR_DONT_KNOW] = STATE(CELL_DONT_KNOW),
        [EXPR_REFUSED] = STATE(CELL_REFUSED),
        [EXPR_PARKED] = STATE(CELL_PARKED),
        [EXPR_ASKED] = STATE(CELL_ANSWERED) | STATE(CELL_DONT_KNOW) | STATE(CELL_REFUSED) | STATE(CELL_OPEN),
    };
    unsigned can = dom_can(want) & ON_EITHER;
    uint32_t cell = look_cell(l, node->args[0]);
    if (can == ON_EITHER || cell == NONE || swapped(l, cell)) {
        return can != 0;
    }
    uint32_t to = can == CAN_TRUE ? states[node->op] : ~states[node->op];
    return can && space_states(l->s, cell, to & ~STATE(CELL_ANSWERED), to & STATE(CELL_ANSWERED));
}

/* ---- all of them ----------------------------------------------------------------------------- */

static look_narrower *const narrowers[EXPR_OPS] = {
    [EXPR_CELL] = narrow_cell,
    [EXPR_TODAY] = narrow_today,
    [EXPR_OR] = narrow_or,
    [EXPR_AND] = narrow_and,
    [EXPR_NOT] = narrow_not,
    [EXPR_EQ] = narrow_comparison,
    [EXPR_NE] = narrow_comparison,
    [EXPR_LT] = narrow_comparison,
    [EXPR_LE] = narrow_comparison,
    [EXPR_GT] = narrow_comparison,
    [EXPR_GE] = narrow_comparison,
    [EXPR_IN] = narrow_in,
    [EXPR_HAS] = narrow_has,
    [EXPR_ADD] = narrow_add,
    [EXPR_SUB] = narrow_subtract,
    [EXPR_MUL] = narrow_multiply,
    [EXPR_NEG] = narrow_negate,
    [EXPR_DEFAULT] = narrow_default,
    [EXPR_IF] = narrow_if,
    [EXPR_ANSWERED] = narrow_state,
    [EXPR_DONT_KNOW] = narrow_state,
    [EXPR_REFUSED] = narrow_state,
    [EXPR_ASKED] = narrow_state,
    [EXPR_PARKED] = narrow_state,
    [EXPR_YEAR] = narrow_year,
    [EXPR_AGE] = narrow_age,
    [EXPR_DAYS] = narrow_days,
    [EXPR_LENGTH] = narrow_length,
    [EXPR_ABS] = narrow_abs,
    [EXPR_ROUND] = narrow_round,
    [EXPR_MIN] = narrow_fold,
    [EXPR_MAX] = narrow_fold,
    [EXPR_SUM] = narrow_fold,
    [EXPR_SET_SIZE] = narrow_set_size,
    [EXPR_ROWS_COUNT] = narrow_rows_count,
    [EXPR_ROWS_ANY] = narrow_rows_truth,
    [EXPR_ROWS_ALL] = narrow_rows_truth,
};

bool look_narrow(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    struct dom now = look_eval(l, node);
    if (dom_within(&now, want)) {
        return !dom_empty(&now);
    }
    struct dom to = dom_meet(l->s->arena, &now, want);
    if (dom_empty(&to)) {
        l->s->failed = true;
        return false;
    }
    look_narrower *with = narrowers[node->op];
    return !with || with(l, node, &to);
}
