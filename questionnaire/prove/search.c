#include "questionnaire/prove/search_priv.h"

#include <stdlib.h>

enum { DEPTH_MOST = 400, ROUNDS_BEFORE_DIFFERENCES = 6 };

void solver_init(struct solver *v, struct space *s)
{
    *v = (struct solver){.s = s};
    v->cone.seen = mem_alloc((s->m->steps_n + 1) * sizeof *v->cone.seen);
    memset(v->cone.seen, 0, (s->m->steps_n + 1) * sizeof *v->cone.seen);
}

void solver_free(struct solver *v)
{
    free(v->cone.seen);
    free(v->cone.steps);
    free(v->agenda.demands);
}

static void agenda_push(struct solver *v, const struct demand *demand)
{
    struct agenda *a = &v->agenda;
    if (a->n == a->cap) {
        a->demands = array_grow(a->demands, &a->cap, sizeof *a->demands);
    }
    a->demands[a->n++] = *demand;
}

/* ---- narrowing till nothing moves ------------------------------------------------------------ */

static bool sweep(struct solver *v)
{
    struct space *s = v->s;
    for (size_t i = 0; i < v->agenda.n; i++) {
        if (!demand_apply(s, &v->agenda.demands[i]) || s->failed) {
            return false;
        }
    }
    for (uint32_t i = v->cone.n; i-- > 0;) {
        if (!route_backward(s, v->cone.steps[i]) || s->failed) {
            return false;
        }
    }
    for (uint32_t i = 0; i < v->cone.n; i++) {
        if (!route_forward(s, v->cone.steps[i]) || s->failed) {
            return false;
        }
    }
    return true;
}

/* Two bounds that push each other along would take a round for every step of the way; the differences see it.
 */
static bool narrow_all(struct solver *v)
{
    struct space *s = v->s;
    unsigned rounds = 0;
    do {
        s->changed = false;
        if (!sweep(v)) {
            return false;
        }
        if (++rounds == ROUNDS_BEFORE_DIFFERENCES && s->changed && differences_contradict(v)) {
            return false;
        }
    } while (s->changed && s->work < v->work_limit);
    return true;
}

/* ---- what to assume next --------------------------------------------------------------------- */

enum next { NEXT_NOTHING, NEXT_CHOICE, NEXT_STUCK };

static enum next next_choice(struct solver *v, struct choice *choice)
{
    choice->n = 0;
    /* The newest first: what was assumed must follow before anything is assumed because of it. */
    for (size_t i = v->agenda.n; i-- > 0;) {
        if (!demand_holds(v->s, &v->agenda.demands[i])) {
            return choose_demand(v, &v->agenda.demands[i], choice) ? NEXT_CHOICE : NEXT_STUCK;
        }
    }
    for (uint32_t i = 0; i < v->cone.n; i++) {
        if (!route_follows(v->s, v->cone.steps[i])) {
            return choose_step(v, v->cone.steps[i], choice) ? NEXT_CHOICE : NEXT_STUCK;
        }
    }
    return NEXT_NOTHING;
}

static enum solve search(struct solver *v, unsigned depth);

static enum solve try_ways(struct solver *v, const struct choice *choice, unsigned depth)
{
    enum solve result = SOLVE_REFUTED;
    for (size_t i = 0; i < choice->n; i++) {
        struct space_mark mark = space_mark(v->s);
        size_t agenda = v->agenda.n;
        agenda_push(v, &choice->ways[i]);
        enum solve one = search(v, depth + 1);
        v->agenda.n = agenda;
        if (one == SOLVE_SOLVED) {
            return SOLVE_SOLVED;
        }
        space_back(v->s, mark);
        result = one == SOLVE_GAVE_UP ? SOLVE_GAVE_UP : result;
        if (!v->nodes_left || v->s->work >= v->work_limit) {
            return SOLVE_GAVE_UP;
        }
    }
    return choice->n == WAYS_MOST ? SOLVE_GAVE_UP : result;
}

static enum solve search(struct solver *v, unsigned depth)
{
    if (!v->nodes_left || depth > DEPTH_MOST || v->s->work >= v->work_limit) {
        return SOLVE_GAVE_UP;
    }
    v->nodes_left--;
    if (!narrow_all(v)) {
        return SOLVE_REFUTED;
    }
    struct choice *choice = ARENA_NEW(v->s->arena, struct choice);
    switch (next_choice(v, choice)) {
    case NEXT_NOTHING:
        return SOLVE_SOLVED;
    case NEXT_STUCK:
        return differences_contradict(v) ? SOLVE_REFUTED : SOLVE_GAVE_UP;
    case NEXT_CHOICE:
        break;
    }
    return try_ways(v, choice, depth);
}

/* What is decided for good need not be looked at for the next demand. */
static void settle_cone(struct solver *v)
{
    struct space *s = v->s;
    for (uint32_t i = 0; i < v->cone.n; i++) {
        uint32_t step = v->cone.steps[i];
        const struct step *at = &s->m->steps[step];
        bool computed = at->kind == STEP_ITEM && step_item(s->m, step)->kind == ITEM_COMPUTED;
        s->settled[step] = s->on[step] != ON_EITHER && (!computed || dom_single(&s->cells[at->cell]));
    }
}

enum solve solver_solve(struct solver *v, const struct demand *demands, size_t n, unsigned nodes,
                        uint64_t work)
{
    struct space_mark mark = space_mark(v->s);
    v->nodes_left = nodes;
    v->work_limit = v->s->work + work;
    v->agenda.n = 0;
    v->s->failed = false;
    cone_begin(v);
    for (size_t i = 0; i < n; i++) {
        cone_add(v, &demands[i]);
        agenda_push(v, &demands[i]);
    }
    cone_end(v);
    enum solve result = search(v, 0);
    if (result != SOLVE_SOLVED) {
        space_back(v->s, mark);
        return result;
    }
    settle_cone(v);
    v->s->level = mark.level;
    return SOLVE_SOLVED;
}
