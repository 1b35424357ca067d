#include "simulate/simulate_priv.h"

/*
 * A hard check fires: one of the answers it involves is changed, again and again, until it holds. An honest
 * search: it gives up after the tries, and says so.
 */

struct candidates {
    uint32_t *slots;
    size_t n;
};

static void add_slot(const struct questionnaire *q, struct candidates *c, uint32_t slot, unsigned depth);

static void add_expr(const struct questionnaire *q, struct candidates *c, const struct expr *expr,
                     unsigned depth)
{
    for (size_t i = 0; expr && i < expr->reads_n; i++) {
        add_slot(q, c, expr->reads[i], depth);
    }
}

/* A derivation is changed by changing what it reads. */
static void add_slot(const struct questionnaire *q, struct candidates *c, uint32_t slot, unsigned depth)
{
    const struct variable *variable = q->codebook->variables[slot];
    if (variable->role == ROLE_COMPUTED && depth < 8) {
        const struct item *item = &q->items[q->item_of_slot[slot]];
        for (size_t i = 0; i < item->cases_n; i++) {
            add_expr(q, c, item->cases[i].when, depth + 1);
            add_expr(q, c, item->cases[i].value, depth + 1);
        }
        return;
    }
    bool known = variable->role != ROLE_ASKED;
    for (size_t i = 0; i < c->n; i++) {
        known |= c->slots[i] == slot;
    }
    if (!known) {
        c->slots[c->n++] = slot;
    }
}

static bool is_free(const struct respondent *r, uint32_t slot, uint32_t row)
{
    const struct variable *variable = r->q->codebook->variables[slot];
    return !r->options->answers || r->options->answers(r->options->context, variable, row).len == 0;
}

/* The row in which a candidate is changed: the check's own, or any live one. False when there is none. */
static bool pick_row(struct respondent *r, const struct firing *firing, uint32_t slot, uint32_t *row)
{
    uint32_t roster = r->q->codebook->variables[slot]->roster;
    *row = 0;
    if (roster == EXPR_NO_ROSTER) {
        return true;
    }
    *row = firing->row;
    if (r->q->checks[firing->check].roster == roster) {
        return true;
    }
    const uint32_t *ids = NULL;
    size_t n = interview_rows(r->iv, roster, &ids);
    *row = n ? ids[draws_below(r->draws, (uint32_t)n)] : 0;
    return n > 0;
}

static bool fires(const struct respondent *r, const struct firing *which)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    for (size_t i = 0; i < n; i++) {
        if (firing[i].check == which->check && firing[i].row == which->row) {
            return true;
        }
    }
    return false;
}

static enum attempt change_one(struct respondent *r, const struct firing *firing, uint32_t slot,
                               bool fixed_too)
{
    uint32_t row = 0;
    struct answer answer;
    struct simulate_options free_options = *r->options;
    free_options.answers = NULL;
    if (!pick_row(r, firing, slot, &row) || (!fixed_too && !is_free(r, slot, row)) ||
        interview_cell(r->iv, slot, row)->state != CELL_ANSWERED) {
        return ATTEMPT_NOT_HERE;
    }
    if (!simulate_answer(r->iv, &free_options, r->draws, r->arena, r->q->codebook->variables[slot], row,
                         &answer)) {
        return ATTEMPT_NOT_HERE;
    }
    return interview_answer(r->iv, &answer, 1, NULL);
}

size_t check_slots(struct respondent *r, const struct check *check, uint32_t **slots)
{
    struct candidates c = {ARENA_ARRAY(r->arena, r->q->codebook->variables_n, uint32_t), 0};
    for (size_t i = 0; i < check->involves_n; i++) {
        add_slot(r->q, &c, check->involves[i], 0);
    }
    add_expr(r->q, &c, check->holds, 0);
    *slots = c.slots;
    return c.n;
}

bool repair(struct respondent *r, const struct firing *which)
{
    struct firing firing = *which; /* the interview's own list changes with every act */
    struct candidates c;
    c.n = check_slots(r, &r->q->checks[firing.check], &c.slots);
    /* What the caller fixed is changed only after half of the tries have not helped. */
    for (uint32_t i = 0; c.n && i < r->options->tries; i++) {
        uint32_t slot = c.slots[draws_below(r->draws, (uint32_t)c.n)];
        if (change_one(r, &firing, slot, i > r->options->tries / 2) == ATTEMPT_NOT_SAVED) {
            r->not_saved = true;
            return false;
        }
        if (!fires(r, &firing)) {
            return true;
        }
    }
    return false;
}
