#include "questionnaire/prove/prove_priv.h"

/*
 * Is anybody stuck: at a question none of whose options is offered, or with an answer that a hard check bars
 * whatever it is? One answer that never bars is enough. Else answers are collected: somebody for whom all of
 * them bar is asked for another one; where there is none, she is stuck, and where nobody is left, nobody is.
 */
enum { ANSWERS_MOST = 24, ROUNDS = 40, STUCK_NODES = 600, STUCK_WORK = 400000, STOPS_MOST = 7 };

struct stuck {
    struct prover *p;
    uint32_t step;
    struct look_swap answers[ANSWERS_MOST];
    size_t answers_n;
    struct demand demands[ANSWERS_MOST + ROUNDS + STOPS_MOST + 2];
    size_t n;
};

static enum solve ask(struct stuck *k)
{
    struct prover *p = k->p;
    prover_to_bare(p);
    return solver_solve(&p->solver, k->demands, k->n, STUCK_NODES * p->effort,
                        (uint64_t)STUCK_WORK * p->effort);
}

/* On the route, and nothing stopped the interview before. */
static void begin(struct stuck *k)
{
    const struct prover *p = k->p;
    k->n = demands_to_reach(p->m, k->step, k->demands);
    for (uint32_t i = 0; i < p->q->items_n && k->n <= STOPS_MOST; i++) {
        uint32_t stop = p->m->step_of_item[i];
        if (p->q->items[i].kind == ITEM_STOP && p->m->steps[stop].pos < p->m->steps[k->step].pos) {
            k->demands[k->n++] = demand_on(stop, ON_FALSE);
        }
    }
}

static void keep_answer(struct stuck *k, const struct dom *dom)
{
    struct arena *arena = k->p->scratch; /* outlives the sessions */
    if (k->answers_n < ANSWERS_MOST) {
        struct look_swap *swap = &k->answers[k->answers_n++];
        *swap = (struct look_swap){k->p->m->steps[k->step].cell, *dom};
        swap->dom.may = bits_or(arena, dom->may, dom->may, dom->n);
        swap->dom.must = bits_or(arena, dom->must, dom->must, dom->n);
    }
}

/* The obvious answers: none, the ends, the first options. */
static void obvious_answers(struct stuck *k)
{
    struct prover *p = k->p;
    uint32_t cell = p->m->steps[k->step].cell;
    struct dom dom = p->space.cells[cell];
    struct cell answer;
    dom.why &= STATE(CELL_DONT_KNOW) | STATE(CELL_REFUSED);
    for (unsigned at = 0; at < ANSWERS_MOST / 2 && pick_value(&p->walker, cell, &dom, NULL, at, &answer);
         at++) {
        struct dom one = dom_of_cell(&p->walker, cell, &answer);
        keep_answer(k, &one);
    }
}

static bool never_bars(struct stuck *k, const struct look_swap *answer)
{
    begin(k);
    k->demands[k->n++] = (struct demand){.kind = DEMAND_STUCK, .at = k->step, .swap = answer};
    return ask(k) == SOLVE_REFUTED;
}

/* Of the respondent who was walked up to the question: an answer that lets her pass. */
static enum solve another_answer(struct stuck *k)
{
    struct prover *p = k->p;
    const struct walker *w = &p->walker;
    uint32_t bars[BARS_MOST];
    size_t n = model_bars(p->m, k->step, bars);
    prover_to_bare(p);
    for (uint32_t i = 0; i < w->touched_n; i++) {
        uint32_t cell = w->touched[i];
        struct dom dom = dom_of_cell(w, cell, &w->cells[cell]);
        if (p->m->cells[cell].step != k->step && !space_cell(&p->space, cell, &dom)) {
            return SOLVE_GAVE_UP; /* a value that domains cannot tell */
        }
    }
    k->n = 0;
    k->demands[k->n++] = demand_on(k->step, ON_TRUE);
    for (size_t i = 0; i < n; i++) {
        k->demands[k->n++] = demand_pass(bars[i]);
    }
    enum solve result = solver_solve(&p->solver, k->demands, k->n, STUCK_NODES, STUCK_WORK);
    if (result == SOLVE_SOLVED) {
        struct cell answer;
        uint32_t cell = p->m->steps[k->step].cell;
        struct dom dom = p->space.cells[cell];
        if (!pick_value(w, cell, &dom, NULL, 0, &answer)) {
            return SOLVE_GAVE_UP;
        }
        dom = dom_of_cell(w, cell, &answer);
        keep_answer(k, &dom);
    }
    return result;
}

/* Walks a respondent up to the question; what stands in the way is demanded away. */
static enum solve respondent(struct stuck *k)
{
    struct prover *p = k->p;
    for (unsigned round = 0; round < ROUNDS; round++) {
        enum solve result = ask(k);
        if (result != SOLVE_SOLVED) {
            return result;
        }
        (void)cover_walk(p, p->m->steps[k->step].pos);
        if (p->walker.end == WALK_COMPLETED) {
            return SOLVE_SOLVED;
        }
        if (k->n == ARRAY_LEN(k->demands) || !walk_obstacle(p, &k->demands[k->n])) {
            return SOLVE_GAVE_UP;
        }
        k->n++;
    }
    return SOLVE_GAVE_UP;
}

static enum verdict bars_verdict(struct stuck *k, uint32_t *witness)
{
    obvious_answers(k);
    for (size_t i = k->answers_n; i-- > 0;) {
        if (never_bars(k, &k->answers[i])) {
            return VERDICT_PROVED;
        }
    }
    while (k->answers_n < ANSWERS_MOST) {
        begin(k);
        for (size_t i = 0; i < k->answers_n; i++) {
            k->demands[k->n++] = (struct demand){.kind = DEMAND_STUCK, .at = k->step, .swap = &k->answers[i]};
        }
        enum solve result = respondent(k);
        if (result != SOLVE_SOLVED) {
            return result == SOLVE_REFUTED ? VERDICT_PROVED : VERDICT_UNDECIDED;
        }
        *witness = respondent_keep(k->p);
        result = another_answer(k);
        if (result != SOLVE_SOLVED) {
            return result == SOLVE_REFUTED ? VERDICT_IMPOSSIBLE : VERDICT_UNDECIDED;
        }
    }
    return VERDICT_UNDECIDED;
}

/* ---- all questions --------------------------------------------------------------------------- */

static void claim_goes_on(struct prover *p, uint32_t item, enum verdict verdict, uint32_t witness)
{
    p->claims[p->claims_n++] = (struct claim){.kind = CLAIM_GOES_ON,
                                              .verdict = verdict,
                                              .item = item,
                                              .option = -1,
                                              .check = NONE,
                                              .witness = verdict == VERDICT_IMPOSSIBLE ? witness : NONE};
}

/* Without a hard check on its answer, and with an option that has no condition, nobody is stuck here. */
static bool may_bar(const struct prover *p, const struct item *item, uint32_t step)
{
    uint32_t bars[BARS_MOST];
    const struct dom *d = &p->space.cells[p->m->steps[step].cell];
    uint32_t free = 0;
    if (model_bars(p->m, step, bars) > 0) {
        return true;
    }
    if (!item->option_rules_n || item->variable->allow) {
        return false;
    }
    for (uint32_t i = bits_seek(d->may, d->n, 0); i < d->n; i = bits_seek(d->may, d->n, i + 1)) {
        free += !option_condition(item, i);
    }
    return free == 0 || (d->kind == VALUE_SET && free < item->variable->choose_min);
}

static void look_at(struct prover *p, const struct item *item)
{
    struct stuck k = {.p = p, .step = p->m->step_of_item[item->index]};
    uint32_t witness = NONE;
    prover_to_bare(p);
    if (may_bar(p, item, k.step)) {
        enum verdict verdict = bars_verdict(&k, &witness);
        claim_goes_on(p, item->index, verdict, witness);
    }
}

void prove_goes_on(struct prover *p)
{
    for (uint32_t i = 0; i < p->q->items_n; i++) {
        const struct item *item = &p->q->items[i];
        uint32_t reach = p->reach_of[i];
        if (item->kind == ITEM_QUESTION && p->claims[reach].verdict != VERDICT_IMPOSSIBLE) {
            look_at(p, item);
        }
    }
}
