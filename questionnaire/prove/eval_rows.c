#include "questionnaire/prove/look_priv.h"

/* Aggregates over the rows of a roster: each modelled row by itself, all others as one that may be there. */

uint32_t look_rows(const struct look *l, uint32_t roster)
{
    return l->s->m->rows_n[roster] + (look_rest(l, roster) > 0);
}

static const struct dom *count_of(const struct look *l, uint32_t roster)
{
    const struct model *m = l->s->m;
    return &l->s->cells[model_cell(m, m->q->rosters[roster].count_slot, 0)];
}

int64_t look_rest(const struct look *l, uint32_t roster)
{
    const struct dom *count = count_of(l, roster);
    int64_t most = l->s->m->q->rosters[roster].max;
    most = count->known && count->hi / MILLION < most ? count->hi / MILLION : most;
    int64_t rest = most - l->s->m->rows_n[roster];
    return count->known && rest > 0 ? rest : 0;
}

/* From the row's step and from the count, whichever tells more. */
unsigned look_live(const struct look *l, uint32_t roster, uint32_t row)
{
    const struct model *m = l->s->m;
    if (row > m->rows_n[roster]) {
        return ON_EITHER;
    }
    unsigned live = l->s->on[model_row_step(m, roster, row)];
    const struct dom *count = count_of(l, roster);
    if (!count->known || count->hi < (int64_t)row * MILLION) {
        live &= ON_FALSE;
    }
    return live ? live : ON_EITHER;
}

struct dom look_eval_row(const struct look *l, const struct expr_node *node, uint32_t roster, uint32_t row)
{
    struct look_row here = {roster, row, l->at};
    struct look inner = {l->s, l->row, &here, l->swap};
    return look_eval(&inner, node);
}

/* ---- any, all -------------------------------------------------------------------------------- */

struct dom look_rows_truth(const struct look *l, const struct expr_node *node)
{
    unsigned decides = node->op == EXPR_ROWS_ANY ? CAN_TRUE : CAN_FALSE;
    unsigned other = ON_EITHER & ~decides;
    unsigned outcomes = other;
    uint32_t why = 0;
    uint32_t rows = look_rows(l, node->slot);
    for (uint32_t row = 1; row <= rows; row++) {
        unsigned live = look_live(l, node->slot, row);
        if (live == ON_FALSE) {
            continue;
        }
        struct dom d = look_eval_row(l, node->args[1], node->slot, row);
        unsigned can = dom_can(&d);
        bool surely = live == ON_TRUE;
        if (surely && can == decides) {
            return dom_truth(decides, 0);
        }
        outcomes |= can & decides;
        outcomes &= surely && !(can & other) ? ~other : CAN_ANY;
        why |= d.why;
    }
    return dom_truth(outcomes, why);
}

/* ---- count, sum, min, max -------------------------------------------------------------------- */

/* What one row adds. */
struct added {
    struct dom item;
    bool surely;     /* it is there and counts, as far as its `where` goes */
    bool nothing;    /* it is there for nothing: its `where` is false */
    uint32_t unsure; /* reasons that make the whole unknown: nobody knows whether it counts */
    bool always_unsure;
};

static struct dom item_of_row(const struct look *l, const struct expr_node *node, uint32_t row)
{
    if (!node->args[0]) {
        return dom_number(MILLION, MILLION);
    }
    struct dom item = look_eval_row(l, node->args[0], node->slot, row);
    if (node->op == EXPR_ROWS_COUNT) {
        struct dom one = item.known ? dom_number(MILLION, MILLION) : dom_nothing(VALUE_NUMBER);
        one.why = item.why ? STATE(CELL_NOT_APPLICABLE) : 0; /* passed over, whatever the reason */
        return one;
    }
    return item;
}

static struct added row_adds(const struct look *l, const struct expr_node *node, uint32_t row, bool live)
{
    struct dom where = dom_truth(CAN_TRUE, 0);
    if (node->args[1]) {
        where = look_eval_row(l, node->args[1], node->slot, row);
    }
    unsigned can = dom_can(&where);
    struct added added = {.nothing = can == CAN_FALSE};
    if (added.nothing) {
        return added;
    }
    added.item = item_of_row(l, node, row);
    added.surely = live && can == CAN_TRUE;
    added.unsure = added.item.known ? where.why : 0;
    added.always_unsure = live && can == CAN_UNKNOWN && !added.item.why;
    if (can == CAN_UNKNOWN) {
        added.item.known = false;
    }
    return added;
}

static void times_over(struct dom *d, int64_t times)
{
    d->lo = scaled_multiply(d->lo, times * MILLION);
    d->hi = scaled_multiply(d->hi, times * MILLION);
}

struct dom look_rows_fold(const struct look *l, const struct expr_node *node)
{
    struct folding f;
    uint32_t unsure = 0;
    bool always_unsure = false;
    uint32_t rows = look_rows(l, node->slot);
    folding_begin(&f, node->op == EXPR_ROWS_COUNT ? EXPR_ROWS_SUM : node->op);
    for (uint32_t row = 1; row <= rows; row++) {
        unsigned live = look_live(l, node->slot, row);
        if (live == ON_FALSE) {
            continue;
        }
        struct added added = row_adds(l, node, row, live == ON_TRUE);
        if (added.nothing) {
            continue;
        }
        if (row > l->s->m->rows_n[node->slot] && !f.extreme) {
            times_over(&added.item, look_rest(l, node->slot));
        }
        unsure |= added.unsure;
        always_unsure = always_unsure || added.always_unsure;
        folding_add(&f, &added.item, added.surely);
    }
    struct dom d = folding_end(&f);
    d.why |= unsure;
    d.known = d.known && !always_unsure;
    return d;
}
