#include "questionnaire/prove/prove_priv.h"

/* One claim by itself, with nothing assumed that does not have to be: here a claim is refuted, or left. */

/* Work is counted in nodes of expressions looked at: some 15 million in a second. */
enum { NODES_ALONE = 4000, WORK_ALONE = 4000000, WORK_LEAST = 20000 };
#define WORK_OF_GROUP UINT64_C(60000000)

void trials_begin(struct prover *p)
{
    p->work_end = p->space.work + WORK_OF_GROUP * p->effort;
}

/* An interview that reaches this place did not stop before it. */
static void forbid_stops(const struct prover *p, struct trial *t)
{
    for (uint32_t i = 0; i < p->q->items_n && t->n < OBSTACLES_MOST / 2; i++) {
        uint32_t step = p->m->step_of_item[i];
        if (p->q->items[i].kind == ITEM_STOP && p->m->steps[step].pos + 1 < t->pos) {
            t->demands[t->n++] = demand_on(step, ON_FALSE);
        }
    }
}

static enum solve attempt(struct prover *p, struct trial *t)
{
    uint64_t left = p->space.work < p->work_end ? p->work_end - p->space.work : 0;
    uint64_t work = (uint64_t)WORK_ALONE * p->effort;
    work = work < left ? work : left;
    prover_to_bare(p);
    return solver_solve(&p->solver, t->demands, t->n, NODES_ALONE * p->effort,
                        work > WORK_LEAST ? work : WORK_LEAST);
}

/* What is looked at in the same moment as a check need not pass for the check to speak. */
static uint32_t must_pass(const struct model *m, const struct claim *claim, uint32_t pos)
{
    if (claim->check == NONE) {
        return pos;
    }
    for (pos--; pos > 0 && (m->walk[pos].check || m->steps[m->walk[pos].index].kind == STEP_TEXT); pos--) {
    }
    return pos;
}

static bool next_obstacle(const struct prover *p, struct trial *t)
{
    const struct walker *w = &p->walker;
    if (t->n == ARRAY_LEN(t->demands) || !walk_obstacle(p, &t->demands[t->n])) {
        return false;
    }
    uint32_t pos = w->end == WALK_BLOCKED ? p->m->checks[w->end_at].pos : p->m->steps[w->end_at].pos;
    t->n += pos < t->must_pass;
    return pos < t->must_pass;
}

enum verdict trial_run(struct prover *p, struct trial *t, trial_seen *seen, void *context)
{
    forbid_stops(p, t);
    for (;;) {
        switch (attempt(p, t)) {
        case SOLVE_REFUTED:
            return VERDICT_IMPOSSIBLE;
        case SOLVE_GAVE_UP:
            return VERDICT_UNDECIDED;
        case SOLVE_SOLVED:
            break;
        }
        (void)cover_walk(p, t->pos);
        if (seen(p, context)) {
            return VERDICT_PROVED;
        }
        if (!next_obstacle(p, t)) {
            return VERDICT_UNDECIDED;
        }
    }
}

static bool claim_seen(const struct prover *p, void *context)
{
    const uint32_t *claim = context;
    return claim_decided(p, *claim);
}

static enum verdict try_claim(struct prover *p, uint32_t claim)
{
    struct trial t = {.n = 0};
    t.n = claim_demands(p, &p->claims[claim], t.demands, &t.pos);
    t.must_pass = must_pass(p->m, &p->claims[claim], t.pos);
    return trial_run(p, &t, claim_seen, &claim);
}

void prove_alone(struct prover *p)
{
    trials_begin(p);
    for (uint32_t i = 0; i < p->claims_n; i++) {
        if (claim_decided(p, i)) {
            continue;
        }
        bool by_group = p->space.group >= 0 && claim_by_group(p, &p->claims[i]);
        if (by_group || try_claim(p, i) == VERDICT_IMPOSSIBLE) {
            claim_decide(p, i, VERDICT_IMPOSSIBLE);
            p->claims[i].by_group = by_group;
        }
    }
}
