#include "interview/interview_priv.h"

/* Which answer made a condition what it is. */

struct decider {
    uint32_t slot; /* NONE: not found yet */
    uint32_t row;
};

struct deciding {
    struct interview *iv;
    uint32_t row;
    bool unknown; /* what is looked for has no value */
};

enum truth truth_of(struct interview *iv, const struct expr_node *node, uint32_t row)
{
    struct expr_result result = expr_eval_node(node, &iv->env, row);
    return !result.known ? TRUTH_UNKNOWN : result.value.truth ? TRUTH_TRUE : TRUTH_FALSE;
}

static uint32_t pos_of(struct interview *iv, struct decider decider)
{
    const struct unit *unit = unit_find(iv, iv->plan.keys[decider.slot].step, decider.row);
    return unit && unit->pos != NONE ? unit->pos : 0;
}

/* The first one without value when the whole has none, else the one that was answered last. */
static void offer(const struct deciding *d, struct decider candidate, struct decider *out)
{
    if (candidate.slot == NONE || d->iv->plan.keys[candidate.slot].step == NONE) {
        return;
    }
    bool empty = cell_seen(d->iv, candidate.slot, candidate.row)->state != CELL_ANSWERED;
    bool later = out->slot == NONE || pos_of(d->iv, candidate) > pos_of(d->iv, *out);
    if (d->unknown ? empty && out->slot == NONE : later) {
        *out = candidate;
    }
}

static void decide_part(struct deciding *d, const struct expr_node *node, struct decider *out);

/* Of any and all the row that settled it; else all rows, and how many there are. */
static void decide_rows(struct deciding *d, const struct expr_node *node, struct decider *out)
{
    const struct rows *rows = &d->iv->rows[node->slot];
    const struct expr_node *where = node->args[1];
    bool one = node->op == EXPR_ROWS_ANY || node->op == EXPR_ROWS_ALL;
    enum truth settles = node->op == EXPR_ROWS_ANY ? TRUTH_TRUE : TRUTH_FALSE;
    bool settled_by_one = one && truth_of(d->iv, node, d->row) == settles;
    uint32_t row = d->row;
    for (size_t i = 0; i < rows->live_n; i++) {
        d->row = rows->live[i];
        if (settled_by_one && truth_of(d->iv, where, d->row) != settles) {
            continue;
        }
        for (uint32_t k = 0; k < node->n; k++) {
            if (node->args[k]) {
                decide_part(d, node->args[k], out);
            }
        }
        if (settled_by_one) {
            break;
        }
    }
    d->row = row;
    if (out->slot == NONE) {
        offer(d, (struct decider){d->iv->q->rosters[node->slot].count_slot, 0}, out);
    }
}

static void decide_part(struct deciding *d, const struct expr_node *node, struct decider *out)
{
    if (node->op == EXPR_CELL) {
        offer(d, (struct decider){node->slot, d->iv->plan.keys[node->slot].class_ ? d->row : 0}, out);
    } else if (is_rows(node->op)) {
        decide_rows(d, node, out);
        return;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            decide_part(d, node->args[i], out);
        }
    }
}

/* Kleene: one false operand decides an `and`, one true an `or`, else the first that is unknown; where all
 * operands were needed, the answer that came last. */
static struct decider decide(struct interview *iv, const struct expr_node *node, uint32_t row)
{
    struct decider out = {NONE, 0};
    enum truth truth = truth_of(iv, node, row);
    struct deciding d = {iv, row, truth == TRUTH_UNKNOWN};
    if (node->op == EXPR_NOT) {
        return decide(iv, node->args[0], row);
    }
    if (!is_logic(node->op)) {
        decide_part(&d, node, &out);
        return out;
    }
    bool one = d.unknown || truth == (node->op == EXPR_AND ? TRUTH_FALSE : TRUTH_TRUE);
    for (uint32_t i = 0; i < node->n; i++) {
        if (one && truth_of(iv, node->args[i], row) == truth) {
            return decide(iv, node->args[i], row);
        }
    }
    for (uint32_t i = 0; i < node->n; i++) {
        offer(&d, decide(iv, node->args[i], row), &out);
    }
    return out;
}

/* A derivation is decided by an answer that it read. It reads only what stands before it, so this ends. */
static struct decider answer_behind(struct interview *iv, struct decider decider)
{
    while (decider.slot != NONE && iv->q->codebook->variables[decider.slot]->role == ROLE_COMPUTED) {
        const struct item *item = &iv->q->items[iv->q->item_of_slot[decider.slot]];
        bool unknown = cell_seen(iv, decider.slot, decider.row)->state != CELL_ANSWERED;
        struct deciding d = {iv, decider.row, unknown};
        struct decider behind = {NONE, 0};
        for (size_t i = 0; i < item->cases_n; i++) {
            if (item->cases[i].when) {
                decide_part(&d, item->cases[i].when->root, &behind);
            }
            decide_part(&d, item->cases[i].value->root, &behind);
        }
        if (behind.slot == NONE) {
            break; /* it read built-ins only: the derivation itself is told */
        }
        decider = behind;
    }
    return decider;
}

struct place_in decided_by(struct interview *iv, const struct expr_node *node, uint32_t row)
{
    struct decider decider = answer_behind(iv, decide(iv, node, row));
    if (decider.slot == NONE) {
        return (struct place_in){NONE, 0};
    }
    return place_grid(iv, (struct place_in){iv->q->item_of_slot[decider.slot], decider.row});
}
