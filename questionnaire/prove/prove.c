#include "questionnaire/prove/prove_priv.h"

/* ---- the spaces ------------------------------------------------------------------------------ */

void prover_to_bare(struct prover *p)
{
    space_back(&p->space, p->bare);
    arena_reset(p->session);
    (void)space_mark(&p->space);
    memset(p->space.settled, 0, p->m->steps_n * sizeof *p->space.settled);
}

void prover_to_usual(struct prover *p)
{
    space_back(&p->space, p->usual);
    arena_reset(p->session);
    (void)space_mark(&p->space);
    memcpy(p->space.settled, p->usual_settled, p->m->steps_n * sizeof *p->space.settled);
}

static void forward_all(struct space *s)
{
    for (uint32_t step = 0; step < s->m->steps_n; step++) {
        (void)route_forward(s, step);
        s->failed = false;
    }
}

/* Without any bound on what can be answered: what is still impossible here, the group alone makes so. */
static void loosen(struct space *s)
{
    for (uint32_t c = 0; c < s->m->cells_n; c++) {
        struct dom d = dom_any(s->cells[c].kind);
        d.why = s->cells[c].why | STATE(CELL_DONT_KNOW) | STATE(CELL_REFUSED) | STATE(CELL_NOT_APPLICABLE);
        d.n = s->cells[c].n;
        d.may = bits_all(s->arena, d.n);
        d.must = bits_none(s->arena, d.n);
        if (d.kind == VALUE_DATE) {
            d.lo = days_from_civil(1000, 1, 1);
            d.hi = days_from_civil(9999, 12, 31);
        }
        s->cells[c] = d;
    }
}

static void loose_space(struct prover *p, struct space *s, int group)
{
    uint32_t cell = model_cell(p->m, BUILTIN_GROUP, 0);
    space_init(s, p->m, p->scratch, group);
    loosen(s);
    struct dom any = s->cells[cell];
    route_of_group(s);
    if (group < 0) {
        s->cells[cell] = any;
    }
    forward_all(s);
}

/* The day of the hints: in the middle of the first year of the period. */
static void fix_today(struct prover *p)
{
    struct dom day = p->space.cells[p->m->today_cell];
    int64_t middle = day.lo + (day.hi - day.lo < 365 ? (day.hi - day.lo) / 2 : 165);
    day.lo = day.hi = middle;
    (void)space_cell(&p->space, p->m->today_cell, &day);
}

static void assume_usual(struct prover *p)
{
    fix_today(p);
    for (uint32_t i = 0; i < p->q->items_n; i++) {
        if (p->q->items[i].kind == ITEM_STOP) {
            struct demand off = demand_on(p->m->step_of_item[i], ON_FALSE);
            (void)solver_solve(&p->solver, &off, 1, 200, 200000);
        }
    }
    p->usual_settled = ARENA_ARRAY(p->arena, p->m->steps_n, bool);
    memcpy(p->usual_settled, p->space.settled, p->m->steps_n * sizeof(bool));
    p->usual = space_mark(&p->space);
}

/* ---- hints ----------------------------------------------------------------------------------- */

/* Few rows, else the middle; then what the first walk answered. */
static void first_hints(struct prover *p)
{
    for (uint32_t r = 0; r < p->q->rosters_n; r++) {
        uint32_t cell = model_cell(p->m, p->q->rosters[r].count_slot, 0);
        struct dom lowest = p->space.cells[cell];
        lowest.hi = lowest.lo;
        p->hints[cell] = lowest;
    }
    p->round = 0;
    (void)cover_walk(p, NONE);
    for (uint32_t i = 0; i < p->walker.touched_n; i++) {
        uint32_t cell = p->walker.touched[i];
        if (cell != p->m->today_cell) {
            p->hints[cell] = dom_of_cell(&p->walker, cell, &p->walker.cells[cell]);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void open_spaces(struct prover *p, int group)
{
    space_init(&p->space, p->m, p->scratch, group);
    route_of_group(&p->space);
    route_hide_options(&p->space);
    p->shown = ARENA_ARRAY(p->arena, p->m->cells_n, struct dom);
    memcpy(p->shown, p->space.cells, p->m->cells_n * sizeof *p->shown);
    claims_make(p);
    forward_all(&p->space);
    p->bare = space_mark(&p->space);
    loose_space(p, &p->loose, group);
    loose_space(p, &p->groupless, -1);
}

void prover_open(struct prover *p, struct arena *arena, const struct questionnaire *q, int group,
                 const struct prove_options *options)
{
    bool period = options && (options->first_day || options->last_day);
    int32_t first = period ? options->first_day : days_from_civil(2026, 1, 1);
    int32_t last = period ? options->last_day : days_from_civil(2027, 12, 31);
    *p = (struct prover){.arena = arena, .scratch = arena_new(), .session = arena_new(), .q = q};
    p->m = model_new(arena, q, first, last);
    p->effort = options && options->effort ? options->effort : 1;
    p->hints = ARENA_ARRAY(arena, p->m->cells_n, struct dom);
    p->witnesses = ARENA_NEW(arena, struct proof_witnesses);
    p->witnesses->first = ARENA_ARRAY(arena, p->m->cells_n, struct pick);
    open_spaces(p, group);
    solver_init(&p->solver, &p->space);
    p->solver.hints = p->hints;
    walker_init(&p->walker, p->m, &p->space);
    p->walker.choose = cover_choose;
    p->walker.context = p;
    assume_usual(p);
    prover_to_usual(p);
    first_hints(p);
    p->space.arena = p->session; /* what was made before, stays */
    trials_begin(p);
}

/* What is asked stands in the walk once per row: the route has no way back. */
static void claim_once(struct prover *p)
{
    size_t n = p->claims_n;
    for (size_t i = 0; i < n; i++) {
        const struct claim *reach = &p->claims[i];
        if (reach->kind == CLAIM_REACH && p->q->items[reach->item].kind == ITEM_QUESTION) {
            p->claims[p->claims_n++] = (struct claim){.kind = CLAIM_ONCE,
                                                      .verdict = VERDICT_PROVED,
                                                      .item = reach->item,
                                                      .option = -1,
                                                      .check = NONE,
                                                      .witness = reach->witness};
        }
    }
}

static const struct proof *proof_of(const struct prover *p)
{
    struct proof *proof = ARENA_NEW(p->arena, struct proof);
    proof->q = p->q;
    proof->group = p->space.group;
    proof->claims = p->claims;
    proof->claims_n = p->claims_n;
    for (size_t i = 0; i < p->claims_n; i++) {
        proof->count[p->claims[i].verdict]++;
    }
    p->witnesses->model = p->m;
    proof->witnesses = p->witnesses;
    proof->witnesses_n = (uint32_t)p->witnesses->n;
    return proof;
}

const struct proof *prover_close(struct prover *p)
{
    const struct proof *proof = proof_of(p);
    space_free(&p->space);
    space_free(&p->loose);
    space_free(&p->groupless);
    solver_free(&p->solver);
    walker_free(&p->walker);
    arena_free(p->scratch);
    arena_free(p->session);
    return proof;
}

const struct proof *prove(struct arena *arena, const struct questionnaire *q, int group,
                          const struct prove_options *options)
{
    struct prover p;
    prover_open(&p, arena, q, group, options);
    prove_together(&p);
    prove_alone(&p);
    prove_goes_on(&p);
    claim_once(&p);
    return prover_close(&p);
}
