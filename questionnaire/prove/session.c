#include "questionnaire/prove/prove_priv.h"

/*
 * Several claims at once: as long as they go together, their demands narrow one and the same space, and one
 * walk proves them all. Most claims fall before, to walks that only choose what nobody chose yet.
 */
enum {
    PLAIN_WALKS = 80,
    IDLE_WALKS = 3,   /* so many without anything new end the plain walks */
    FAILED_MOST = 48, /* claims in a row that do not go with those before */
    SESSIONS_IDLE = 8,
    REPAIRS = 12,
    NODES = 60,
    WORK = 40000
};

/* ---- plain walks ----------------------------------------------------------------------------- */

/* Options of questions that are reached: those who reached them may choose otherwise. */
static void replace_options(struct prover *p)
{
    bool *again = ARENA_ARRAY(p->scratch, p->witnesses->n, bool);
    size_t n = p->witnesses->n;
    for (uint32_t i = 0; i < p->q->items_n; i++) {
        uint32_t reach = p->reach_of[i];
        if (p->options_left[i] && reach != NONE && p->claims[reach].witness < n) {
            again[p->claims[reach].witness] = true;
        }
    }
    for (uint32_t i = 0; i < n && p->left; i++) {
        if (again[i]) {
            (void)cover_again(p, i);
        }
    }
}

static void walk_plainly(struct prover *p)
{
    unsigned idle = 0;
    p->covering = true;
    for (p->round = 1; p->round <= PLAIN_WALKS && idle < IDLE_WALKS && p->left; p->round++) {
        idle = cover_walk(p, NONE) ? 0 : idle + 1;
    }
    p->covering = false;
    p->replacing = true;
    replace_options(p);
}

/* ---- obstacles ------------------------------------------------------------------------------- */

bool walk_obstacle(const struct prover *p, struct demand *out)
{
    const struct walker *w = &p->walker;
    switch (w->end) {
    case WALK_BLOCKED:
        *out = demand_pass(w->end_at);
        return true;
    case WALK_STOPPED:
        *out = demand_on(w->end_at, ON_FALSE);
        return true;
    case WALK_COMPLETED:
    case WALK_DEAD_END:
    case WALK_ROWS:
        break;
    }
    return false;
}

/* Walks; what stands in the way is demanded away, as long as that goes with the rest. */
static size_t walk_and_repair(struct prover *p, uint32_t first)
{
    size_t proved = cover_walk(p, NONE);
    for (int i = 0; i < REPAIRS && !claim_decided(p, first); i++) {
        struct demand demand;
        if (!walk_obstacle(p, &demand) || solver_solve(&p->solver, &demand, 1, NODES, WORK) != SOLVE_SOLVED) {
            break;
        }
        proved += cover_walk(p, NONE);
    }
    return proved;
}

/* ---- sessions -------------------------------------------------------------------------------- */

/* What cannot go with the others: reaching a stop, being blocked. */
static bool ends_the_walk(const struct prover *p, const struct claim *claim)
{
    if (claim->check != NONE) {
        return claim->kind == CLAIM_CHECK_FIRES && p->q->checks[claim->check].kind == CHECK_HARD;
    }
    return p->q->items[claim->item].kind == ITEM_STOP;
}

static bool join(struct prover *p, const struct claim *claim)
{
    struct demand demands[4];
    uint32_t pos = 0;
    size_t n = claim_demands(p, claim, demands, &pos);
    return solver_solve(&p->solver, demands, n, NODES, WORK) == SOLVE_SOLVED;
}

struct session {
    struct pending *pending;
    size_t n;
    size_t most; /* claims that are joined: fewer after a session without anything new */
    unsigned idle;
};

static void drop_decided(struct prover *p, struct session *session)
{
    size_t n = 0;
    for (size_t i = 0; i < session->n; i++) {
        if (!claim_decided(p, session->pending[i].claim) && !session->pending[i].alone) {
            session->pending[n++] = session->pending[i];
        }
    }
    session->n = n;
}

/* Joins what goes together; the first claim that goes by itself, NONE where none does. */
static uint32_t join_all(struct prover *p, struct session *session)
{
    unsigned failed = 0;
    size_t joined = 0;
    uint32_t first = NONE;
    prover_to_usual(p);
    for (size_t i = 0; i < session->n && failed < FAILED_MOST && joined < session->most; i++) {
        struct pending *pending = &session->pending[i];
        if (join(p, &p->claims[pending->claim])) {
            first = first == NONE ? pending->claim : first;
            failed = 0;
            joined++;
        } else if (first == NONE) {
            pending->alone = true; /* not even by itself, under the usual assumptions */
        } else {
            failed++;
        }
    }
    return first;
}

/* False where no further session is worth the while: what is left goes one by one. */
static bool run_session(struct prover *p, struct session *session)
{
    uint32_t first = join_all(p, session);
    if (first == NONE) {
        return false;
    }
    size_t proved = walk_and_repair(p, first);
    session->idle = proved ? 0 : session->idle + 1;
    session->most = proved ? 2 * session->most : session->most / 8 + 1;
    session->most = session->most < session->n ? session->most : session->n;
    for (size_t i = 0; i < session->n; i++) {
        session->pending[i].alone |= session->pending[i].claim == first && !claim_decided(p, first);
    }
    drop_decided(p, session);
    return session->idle < SESSIONS_IDLE;
}

void prove_together(struct prover *p)
{
    struct session session = {.pending = ARENA_ARRAY(p->arena, p->claims_n, struct pending)};
    walk_plainly(p);
    for (uint32_t i = 0; i < p->claims_n; i++) {
        if (!claim_decided(p, i) && !ends_the_walk(p, &p->claims[i])) {
            session.pending[session.n++].claim = i;
        }
    }
    session.most = session.n;
    while (session.n && run_session(p, &session)) {
    }
}
