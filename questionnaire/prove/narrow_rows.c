#include "questionnaire/prove/look_priv.h"

/* Aggregates backwards: only where one row is left that can do it, or all must. */

static bool narrow_in_row(const struct look *l, const struct expr_node *node, uint32_t roster, uint32_t row,
                          unsigned can)
{
    struct look_row here = {roster, row, l->at};
    struct look inner = {l->s, l->row, &here, l->swap};
    return row > l->s->m->rows_n[roster] || look_narrow_to(&inner, node, can);
}

/* The row is live, and the rows before it with it. */
static bool row_lives(const struct look *l, uint32_t roster, uint32_t row)
{
    return row > l->s->m->rows_n[roster] || space_on(l->s, model_row_step(l->s->m, roster, row), ON_TRUE);
}

/* What one row can contribute; a row that is not live contributes `absent`. */
static unsigned row_can(const struct look *l, const struct expr_node *where, uint32_t roster, uint32_t row,
                        unsigned absent)
{
    unsigned live = look_live(l, roster, row);
    unsigned can = live & ON_FALSE ? absent : 0;
    if (live & ON_TRUE) {
        struct dom d = look_eval_row(l, where, roster, row);
        can |= dom_can(&d);
    }
    return can;
}

static bool narrow_every_row(const struct look *l, const struct expr_node *node, unsigned can)
{
    for (uint32_t row = 1; row <= l->s->m->rows_n[node->slot]; row++) {
        if (look_live(l, node->slot, row) == ON_TRUE &&
            !narrow_in_row(l, node->args[1], node->slot, row, can)) {
            return false;
        }
        unsigned left = row_can(l, node->args[1], node->slot, row, 0) & can;
        if (!left && !space_on(l->s, model_row_step(l->s->m, node->slot, row), ON_FALSE)) {
            return false;
        }
    }
    return true;
}

static bool narrow_some_row(const struct look *l, const struct expr_node *node, unsigned can)
{
    uint32_t only = 0;
    uint32_t n = 0;
    for (uint32_t row = 1; row <= look_rows(l, node->slot) && n < 2; row++) {
        if (row_can(l, node->args[1], node->slot, row, 0) & can) {
            only = row;
            n++;
        }
    }
    if (n != 1) {
        return n > 1;
    }
    return row_lives(l, node->slot, only) && narrow_in_row(l, node->args[1], node->slot, only, can);
}

bool narrow_rows_truth(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    unsigned decides = node->op == EXPR_ROWS_ANY ? CAN_TRUE : CAN_FALSE;
    unsigned other = ON_EITHER & ~decides;
    unsigned can = dom_can(want);
    if (!(can & decides)) {
        unsigned each = can & CAN_UNKNOWN ? other | CAN_UNKNOWN : other;
        return narrow_every_row(l, node, each) && (can & other || narrow_some_row(l, node, CAN_UNKNOWN));
    }
    return (can & other) || narrow_some_row(l, node, can);
}

/* Rows that can count, or must. */
static void count_rows(const struct look *l, const struct expr_node *node, int64_t *must, int64_t *may)
{
    *must = *may = 0;
    for (uint32_t row = 1; row <= l->s->m->rows_n[node->slot]; row++) {
        unsigned can = row_can(l, node->args[1], node->slot, row, CAN_FALSE);
        *may += (can & CAN_TRUE) != 0;
        *must += can == CAN_TRUE;
    }
    *may += look_rest(l, node->slot);
}

static bool fix_rows(const struct look *l, const struct expr_node *node, bool count)
{
    for (uint32_t row = 1; row <= l->s->m->rows_n[node->slot]; row++) {
        unsigned can = row_can(l, node->args[1], node->slot, row, CAN_FALSE);
        if (!(can & CAN_TRUE) || can == CAN_TRUE) {
            continue;
        }
        bool lives = look_live(l, node->slot, row) == ON_TRUE;
        if (count &&
            !(row_lives(l, node->slot, row) && narrow_in_row(l, node->args[1], node->slot, row, CAN_TRUE))) {
            return false;
        }
        if (!count && lives && !narrow_in_row(l, node->args[1], node->slot, row, CAN_FALSE)) {
            return false;
        }
    }
    return true;
}

bool narrow_rows_count(const struct look *l, const struct expr_node *node, const struct dom *want)
{
    int64_t must = 0;
    int64_t may = 0;
    if (node->args[0] || !node->args[1] || !want->known || want->why) {
        return true;
    }
    count_rows(l, node, &must, &may);
    if (want->lo > may * MILLION || want->hi < must * MILLION) {
        l->s->failed = true;
        return false;
    }
    if (want->lo > (may - 1) * MILLION) {
        return look_rest(l, node->slot) > 0 || fix_rows(l, node, true);
    }
    return want->hi >= (must + 1) * MILLION || fix_rows(l, node, false);
}
