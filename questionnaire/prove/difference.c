#include "questionnaire/prove/search_priv.h"

/*
 * Differences: what must hold between two numbers or two dates is x - y <= w. A circle of such bounds whose
 * sum is below 0 cannot be, however wide the ranges are. Found by relaxing until nothing moves.
 */
enum { TERMS_MOST = 64, EDGES_MOST = 384, LINEAR_MOST = 4 };

struct edge {
    unsigned x, y; /* x - y <= w; term 0 is the number 0 */
    int64_t w;
};

struct differences {
    struct solver *v;
    uint64_t keys[TERMS_MOST]; /* cell and what is taken of it */
    int64_t lo[TERMS_MOST], hi[TERMS_MOST];
    unsigned terms_n;
    struct edge edges[EDGES_MOST];
    size_t edges_n;
};

/* A sum of terms, each plain or with a minus. */
struct linear {
    unsigned n;
    unsigned term[LINEAR_MOST];
    int sign[LINEAR_MOST];
    int64_t constant;
};

/* ---- terms ----------------------------------------------------------------------------------- */

static bool term_of(struct differences *d, uint64_t key, const struct dom *dom, unsigned *out)
{
    for (unsigned i = 1; i < d->terms_n; i++) {
        if (d->keys[i] == key) {
            *out = i;
            return true;
        }
    }
    if (d->terms_n == TERMS_MOST) {
        return false;
    }
    *out = d->terms_n++;
    d->keys[*out] = key;
    d->lo[*out] = dom->lo;
    d->hi[*out] = dom->hi;
    return true;
}

static bool add_term(struct differences *d, uint64_t key, const struct dom *dom, int sign, struct linear *sum)
{
    unsigned term = 0;
    if (!term_of(d, key, dom, &term)) {
        return false;
    }
    for (unsigned i = 0; i < sum->n; i++) {
        if (sum->term[i] == term && sum->sign[i] == -sign) {
            sum->n--;
            sum->term[i] = sum->term[sum->n];
            sum->sign[i] = sum->sign[sum->n];
            return true;
        }
    }
    if (sum->n == LINEAR_MOST) {
        return false;
    }
    sum->term[sum->n] = term;
    sum->sign[sum->n++] = sign;
    return true;
}

static bool add_constant(struct linear *sum, int64_t constant, int sign)
{
    return !scaled_unbounded(constant) &&
           !__builtin_add_overflow(sum->constant, sign * constant, &sum->constant);
}

static bool linear_of(struct differences *d, const struct look *l, const struct expr_node *node, int sign,
                      struct linear *sum)
{
    struct dom now = look_eval(l, node);
    if (!now.known) {
        return false;
    }
    if (now.lo == now.hi) {
        return add_constant(sum, now.lo, sign);
    }
    switch ((int)node->op) {
    case EXPR_CELL: {
        uint32_t cell = look_cell(l, node);
        return cell != NONE && add_term(d, (uint64_t)cell << 8, &now, sign, sum);
    }
    case EXPR_TODAY:
        return add_term(d, (uint64_t)l->s->m->today_cell << 8, &now, sign, sum);
    case EXPR_ADD:
    case EXPR_SUB:
        return linear_of(d, l, node->args[0], sign, sum) &&
               linear_of(d, l, node->args[1], node->op == EXPR_ADD ? sign : -sign, sum);
    case EXPR_NEG:
        return linear_of(d, l, node->args[0], -sign, sum);
    case EXPR_YEAR:
    case EXPR_LENGTH:
    case EXPR_SET_SIZE: {
        bool today = node->args[0]->op == EXPR_TODAY;
        uint32_t cell = today                            ? l->s->m->today_cell
                        : node->args[0]->op == EXPR_CELL ? look_cell(l, node->args[0])
                                                         : NONE;
        return cell != NONE && add_term(d, (uint64_t)cell << 8 | (uint64_t)node->op, &now, sign, sum);
    }
    default:
        return false;
    }
}

/* ---- bounds ---------------------------------------------------------------------------------- */

static void add_edge(struct differences *d, unsigned x, unsigned y, int64_t w)
{
    if (d->edges_n < EDGES_MOST && !scaled_unbounded(w)) {
        d->edges[d->edges_n++] = (struct edge){x, y, w};
    }
}

/* sum <= 0, where it has at most two terms of opposite signs */
static void add_bound(struct differences *d, const struct linear *sum)
{
    unsigned plus = 0;
    unsigned minus = 0;
    if (sum->n > 2 || (sum->n == 2 && sum->sign[0] == sum->sign[1])) {
        return;
    }
    for (unsigned i = 0; i < sum->n; i++) {
        if (sum->sign[i] > 0) {
            plus = sum->term[i];
        } else {
            minus = sum->term[i];
        }
    }
    add_edge(d, plus, minus, scaled_negate(sum->constant));
}

static void add_order(struct differences *d, const struct look *l, const struct expr_node *a,
                      const struct expr_node *b, int64_t gap)
{
    struct linear sum = {.constant = gap};
    if (linear_of(d, l, a, 1, &sum) && linear_of(d, l, b, -1, &sum)) {
        add_bound(d, &sum);
    }
}

static bool in_days(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    struct dom b = look_eval(l, node->args[1]);
    return (a.precise | b.precise) == 1u << DATE_DAY;
}

static void add_comparison(struct differences *d, const struct look *l, const struct expr_node *node,
                           bool holds)
{
    const struct expr_node *a = node->args[0];
    const struct expr_node *b = node->args[1];
    enum value_kind kind = a->type.kind;
    if (kind != VALUE_NUMBER && kind != VALUE_DATE && kind != VALUE_TIME) {
        return;
    }
    int64_t unit = kind == VALUE_NUMBER && a->type.scale == 0 && b->type.scale == 0 ? MILLION : 1;
    bool equal = holds ? node->op == EXPR_EQ : node->op == EXPR_NE;
    bool under = holds ? node->op == EXPR_LT : node->op == EXPR_GE;
    bool till = holds ? node->op == EXPR_LE : node->op == EXPR_GT;
    bool over = holds ? node->op == EXPR_GT : node->op == EXPR_LE;
    bool from = holds ? node->op == EXPR_GE : node->op == EXPR_LT;
    equal = equal && (kind != VALUE_DATE || in_days(l, node));
    if (under || till || equal) {
        add_order(d, l, a, b, under ? unit : 0);
    }
    if (over || from || equal) {
        add_order(d, l, b, a, over ? unit : 0);
    }
}

static void collect(struct differences *d, const struct look *l, const struct expr_node *node, bool holds)
{
    if (node->op == EXPR_NOT) {
        collect(d, l, node->args[0], !holds);
    } else if (node->op == (holds ? EXPR_AND : EXPR_OR)) {
        for (uint32_t i = 0; i < node->n; i++) {
            collect(d, l, node->args[i], holds);
        }
    } else if (node->op >= EXPR_EQ && node->op <= EXPR_GE) {
        add_comparison(d, l, node, holds);
    }
}

static void collect_truth(struct differences *d, const struct look *l, const struct expr_node *node,
                          unsigned can)
{
    can &= look_can(l, node);
    if (can == CAN_TRUE || can == CAN_FALSE) {
        collect(d, l, node, can == CAN_TRUE);
    }
}

/* A computed number that is always one expression. */
static void collect_derived(struct differences *d, const struct look *l, const struct item *item,
                            uint32_t cell)
{
    const struct dom *dom = &l->s->cells[cell];
    bool plain = item->cases_n == 1 && !item->cases[0].when && !dom->why && dom->kind == VALUE_NUMBER;
    uint8_t scale = item->variable->type == VARIABLE_INT ? 0 : item->variable->step.scale;
    if (!plain || item->cases[0].value->root->type.scale > scale || dom->lo == dom->hi) {
        return;
    }
    for (int sign = -1; sign <= 1; sign += 2) {
        struct linear sum = {0};
        if (add_term(d, (uint64_t)cell << 8, dom, sign, &sum) &&
            linear_of(d, l, item->cases[0].value->root, -sign, &sum)) {
            add_bound(d, &sum);
        }
    }
}

static void collect_step(struct differences *d, uint32_t step)
{
    struct space *s = d->v->s;
    const struct step *at = &s->m->steps[step];
    const struct item *item = step_item(s->m, step);
    struct look l = look_of(s, step);
    bool outer = at->parent == NONE || s->on[at->parent] == ON_TRUE;
    if (at->kind != STEP_ITEM || !outer || s->on[step] == ON_EITHER) {
        return;
    }
    if (item->when.expr) {
        collect_truth(d, &l, item->when.expr->root, condition_wants(&item->when, s->on[step]));
    }
    if (item->kind == ITEM_COMPUTED && s->on[step] == ON_TRUE) {
        collect_derived(d, &l, item, at->cell);
    }
}

static void collect_demand(struct differences *d, const struct demand *demand)
{
    if (demand->kind == DEMAND_EXPR && demand->node->type.kind == VALUE_BOOL) {
        struct look_row row = {demand->in_roster, demand->in_row, NULL};
        struct look l = {d->v->s, demand->row, demand->in_row ? &row : NULL, demand->swap};
        collect_truth(d, &l, demand->node, dom_can(&demand->want));
    }
}

/* ---- circles --------------------------------------------------------------------------------- */

static bool relax(const struct differences *d, int64_t *distance, bool *moved)
{
    *moved = false;
    for (size_t i = 0; i < d->edges_n; i++) {
        const struct edge *e = &d->edges[i];
        int64_t through = 0;
        if (__builtin_add_overflow(distance[e->y], e->w, &through)) {
            return false;
        }
        if (through < distance[e->x]) {
            distance[e->x] = through;
            *moved = true;
        }
    }
    return true;
}

static bool has_circle(const struct differences *d)
{
    int64_t distance[TERMS_MOST] = {0};
    bool moved = true;
    for (unsigned i = 0; i <= d->terms_n && moved; i++) {
        if (!relax(d, distance, &moved)) {
            return false;
        }
    }
    return moved;
}

bool differences_contradict(struct solver *v)
{
    struct differences *d = ARENA_NEW(v->s->arena, struct differences);
    d->v = v;
    d->terms_n = 1;
    for (size_t i = 0; i < v->agenda.n; i++) {
        collect_demand(d, &v->agenda.demands[i]);
    }
    for (uint32_t i = 0; i < v->cone.n; i++) {
        collect_step(d, v->cone.steps[i]);
    }
    for (unsigned i = 1; i < d->terms_n; i++) {
        add_edge(d, i, 0, d->hi[i]);
        add_edge(d, 0, i, scaled_negate(d->lo[i]));
    }
    return has_circle(d);
}
