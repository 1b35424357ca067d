#include "questionnaire/prove/prove_priv.h"

/*
 * Two versions: who is asked a question by the conditions of the one and not by those of the other. The
 * conditions of the old version are read in the interviews of the new one, by the ids of variables, rosters,
 * lists and codes.
 */
enum { CONDITIONS_MOST = 24 };

struct route_condition {
    const struct expr_node *node;
    struct condition when; /* for its `unknown` */
};

/* All must put the item on the route: its own condition, and those of what it stands in. */
struct route_conditions {
    struct route_condition all[CONDITIONS_MOST];
    size_t n;
    bool whole; /* nothing is left out */
};

struct routes {
    struct prover *p;
    struct arena *arena; /* of what is translated */
    const struct questionnaire *before, *after;
};

/* ---- translating ----------------------------------------------------------------------------- */

struct translation {
    const struct routes *r;
    uint32_t item; /* of the new version: what stands behind it cannot be read */
};

static const struct list *new_list(const struct translation *t, const void *old)
{
    const struct codebook *book = t->r->after->codebook;
    for (size_t i = 0; old && i < book->lists_n; i++) {
        if (str_equal(book->lists[i]->id, ((const struct list *)old)->id)) {
            return book->lists[i];
        }
    }
    return NULL;
}

static bool translate_roster(const struct translation *t, uint32_t *roster)
{
    const struct questionnaire *before = t->r->before;
    uint32_t item = questionnaire_item(t->r->after, before->items[before->rosters[*roster].item].id);
    bool there = item != NONE && t->r->after->items[item].kind == ITEM_ROSTER;
    *roster = there ? t->r->after->items[item].roster : 0;
    return there;
}

static bool translate_cell(const struct translation *t, struct expr_node *node)
{
    const struct variable *old = t->r->before->codebook->variables[node->slot];
    const struct variable *v = codebook_find(t->r->after->codebook, old->id);
    if (!v || variable_expr_type(v).kind != node->type.kind) {
        return false;
    }
    uint32_t item = t->r->after->item_of_slot[v->slot];
    node->slot = v->slot;
    node->roster = v->roster;
    bool same_rows = (old->roster == EXPR_NO_ROSTER) == (v->roster == EXPR_NO_ROSTER);
    return same_rows && (item == NONE || item < t->item);
}

static bool translate_constant(const struct list *from, const struct list *to, struct expr_node *node)
{
    if (node->constant.kind != VALUE_CODE) {
        return true;
    }
    node->constant.code = from && to ? list_find_code(to, from->options[node->constant.code].code) : -1;
    return node->constant.code >= 0;
}

/* NULL where the new version lacks something that is read. */
static struct expr_node *translate(const struct translation *t, const struct expr_node *old)
{
    struct expr_node *node = ARENA_NEW(t->r->arena, struct expr_node);
    struct expr_node **args = ARENA_ARRAY(t->r->arena, old->n, struct expr_node *);
    *node = *old;
    node->type.list = new_list(t, old->type.list);
    bool good = !old->type.list == !node->type.list;
    good = good && (old->op != EXPR_CELL || translate_cell(t, node));
    good = good && (old->op != EXPR_CONST || translate_constant(old->type.list, node->type.list, node));
    good = good && (old->op < EXPR_ROWS_COUNT || translate_roster(t, &node->slot));
    for (uint32_t i = 0; good && i < old->n; i++) {
        args[i] = old->args[i] ? translate(t, old->args[i]) : NULL;
        good = !old->args[i] || args[i];
    }
    node->args = args;
    return good ? node : NULL;
}

static bool equal_nodes(const struct expr_node *a, const struct expr_node *b)
{
    if (!a || !b) {
        return a == b;
    }
    bool reads = a->op == EXPR_CELL || a->op >= EXPR_ROWS_COUNT;
    if (a->op != b->op || a->n != b->n || a->type.kind != b->type.kind || (reads && a->slot != b->slot) ||
        (a->op == EXPR_CONST && !value_equal(&a->constant, &b->constant))) {
        return false;
    }
    for (uint32_t i = 0; i < a->n; i++) {
        if (!equal_nodes(a->args[i], b->args[i])) {
            return false;
        }
    }
    return true;
}

/* ---- conditions ------------------------------------------------------------------------------ */

static void add_condition(struct route_conditions *c, const struct condition *when,
                          const struct expr_node *node)
{
    if (!node || c->n == CONDITIONS_MOST) {
        c->whole = false;
        return;
    }
    c->all[c->n++] = (struct route_condition){node, *when};
}

static void conditions_of_new(const struct questionnaire *q, uint32_t item, struct route_conditions *c)
{
    *c = (struct route_conditions){.whole = true};
    for (uint32_t i = item; i != NONE; i = q->items[i].parent) {
        if (q->items[i].when.expr) {
            add_condition(c, &q->items[i].when, q->items[i].when.expr->root);
        }
    }
}

static void conditions_of_old(const struct routes *r, uint32_t old, uint32_t item, struct route_conditions *c)
{
    struct translation t = {r, item};
    *c = (struct route_conditions){.whole = true};
    for (uint32_t i = old; i != NONE; i = r->before->items[i].parent) {
        const struct condition *when = &r->before->items[i].when;
        if (when->expr) {
            add_condition(c, when, translate(&t, when->expr->root));
        }
    }
}

static bool same_conditions(const struct route_conditions *a, const struct route_conditions *b)
{
    bool same = a->whole && b->whole && a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++) {
        same =
            a->all[i].when.unknown == b->all[i].when.unknown && equal_nodes(a->all[i].node, b->all[i].node);
    }
    return same;
}

/* ---- searching ------------------------------------------------------------------------------- */

struct route_search {
    const struct route_conditions *old;
    uint32_t step, row;
    bool gained; /* asked now, and not before; else the other way round */
};

static bool holds_before(const struct prover *p, const struct route_search *search)
{
    for (size_t i = 0; i < search->old->n; i++) {
        const struct route_condition *c = &search->old->all[i];
        struct expr_result result = expr_eval_node(c->node, &p->walker.env, search->row);
        bool on = result.known ? result.value.truth : c->when.unknown == UNKNOWN_ASK;
        if (!on) {
            return false;
        }
    }
    return true;
}

static bool is_found(const struct prover *p, void *context)
{
    const struct route_search *search = context;
    const struct walker *w = &p->walker;
    return w->end_pos > p->m->steps[search->step].pos && w->on[search->step] == search->gained &&
           holds_before(p, search) != search->gained;
}

static struct demand demand_condition(const struct route_search *search, const struct route_condition *c,
                                      unsigned on)
{
    return (struct demand){.kind = DEMAND_EXPR,
                           .row = search->row,
                           .node = c->node,
                           .want = dom_want(condition_wants(&c->when, on))};
}

static enum verdict search_with(struct prover *p, struct route_search *search, struct trial *t)
{
    t->pos = t->must_pass = p->m->steps[search->step].pos + 1;
    return trial_run(p, t, is_found, search);
}

/* On the route, and one of the old conditions says no. */
static enum verdict search_gained(struct prover *p, struct route_search *search)
{
    enum verdict verdict = VERDICT_IMPOSSIBLE;
    search->gained = true;
    for (size_t i = 0; i < search->old->n && verdict != VERDICT_PROVED; i++) {
        struct trial t = {.n = 0};
        t.n = demands_to_reach(p->m, search->step, t.demands);
        t.demands[t.n++] = demand_condition(search, &search->old->all[i], ON_FALSE);
        enum verdict one = search_with(p, search, &t);
        verdict = one == VERDICT_IMPOSSIBLE ? verdict : one;
    }
    return verdict;
}

/* All old conditions say yes, and one of the new ones no. */
static enum verdict search_lost(struct prover *p, struct route_search *search,
                                const struct route_conditions *now)
{
    enum verdict verdict = VERDICT_IMPOSSIBLE;
    search->gained = false;
    for (size_t i = 0; i < now->n && verdict != VERDICT_PROVED; i++) {
        struct trial t = {.n = 0};
        for (size_t k = 0; k < search->old->n; k++) {
            t.demands[t.n++] = demand_condition(search, &search->old->all[k], ON_TRUE);
        }
        if (search->row) {
            uint32_t roster = step_item(p->m, search->step)->roster;
            struct dom some = p->m->tops[model_cell(p->m, p->q->rosters[roster].count_slot, 0)];
            some.why = 0;
            some.lo = some.lo > MILLION ? some.lo : MILLION;
            t.demands[t.n++] = demand_cell(model_cell(p->m, p->q->rosters[roster].count_slot, 0), some);
        }
        t.demands[t.n++] = demand_condition(search, &now->all[i], ON_FALSE);
        enum verdict one = search_with(p, search, &t);
        verdict = one == VERDICT_IMPOSSIBLE ? verdict : one;
    }
    return verdict;
}

static enum route_change change_of(enum verdict gained, enum verdict lost)
{
    if (gained == VERDICT_UNDECIDED || lost == VERDICT_UNDECIDED) {
        return ROUTE_UNDECIDED;
    }
    bool more = gained == VERDICT_PROVED;
    bool less = lost == VERDICT_PROVED;
    return more && less ? ROUTE_DIFFERENT : more ? ROUTE_WIDER : less ? ROUTE_NARROWER : ROUTE_SAME;
}

static struct route_claim compare_item(const struct routes *r, uint32_t old, uint32_t item)
{
    struct prover *p = r->p;
    struct route_conditions before;
    struct route_conditions now;
    struct route_claim claim = {ROUTE_SAME, item, old, NONE, NONE};
    conditions_of_old(r, old, item, &before);
    conditions_of_new(r->after, item, &now);
    if (same_conditions(&before, &now)) {
        return claim;
    }
    claim.change = ROUTE_UNDECIDED;
    if (before.whole && now.whole) {
        bool inside = r->after->items[item].roster != NONE;
        struct route_search search = {&before, model_step(p->m, item, inside), inside, true};
        enum verdict gained = search_gained(p, &search);
        claim.gained = gained == VERDICT_PROVED ? respondent_keep(p) : NONE;
        enum verdict lost = search_lost(p, &search, &now);
        claim.lost = lost == VERDICT_PROVED ? respondent_keep(p) : NONE;
        claim.change = change_of(gained, lost);
    }
    return claim;
}

/* ---- all of them ----------------------------------------------------------------------------- */

const char *route_change_name(enum route_change change)
{
    static const char *const names[] = {[ROUTE_SAME] = "same",
                                        [ROUTE_WIDER] = "wider",
                                        [ROUTE_NARROWER] = "narrower",
                                        [ROUTE_DIFFERENT] = "different",
                                        [ROUTE_UNDECIDED] = "undecided"};
    return names[change];
}

static bool is_asked(const struct item *item)
{
    return item->kind == ITEM_QUESTION || item->kind == ITEM_NOTE || item->kind == ITEM_STOP;
}

const struct proof *prove_routes(struct arena *arena, const struct questionnaire *before,
                                 const struct questionnaire *after, int group,
                                 const struct prove_options *options, const struct route_claim **claims,
                                 size_t *n)
{
    struct prover p;
    struct route_claim *all = ARENA_ARRAY(arena, after->items_n, struct route_claim);
    prover_open(&p, arena, after, group, options);
    struct routes r = {&p, p.scratch, before, after};
    *n = 0;
    for (uint32_t i = 0; i < after->items_n; i++) {
        const struct item *item = &after->items[i];
        uint32_t old = is_asked(item) ? questionnaire_item(before, item->id) : NONE;
        bool both = old != NONE && before->items[old].kind == item->kind &&
                    (before->items[old].roster == NONE) == (item->roster == NONE);
        if (both) {
            all[(*n)++] = compare_item(&r, old, i);
        }
    }
    *claims = all;
    p.claims_n = 0; /* nothing else was looked for */
    const struct proof *proof = prover_close(&p);
    return proof;
}
