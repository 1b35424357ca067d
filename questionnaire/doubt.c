#include "questionnaire/load_priv.h"

/*
 * Can an expression be unknown where it stands? expr_can_be_unknown looks at the whole with what each
 * variable can be there. What it does not see is that one part of a chain makes others certain: in
 * `works and hours > 3`, where hours are asked of those who work. So a chain is looked at part by part: of
 * the parts of an `and` that are not false, take the first that is unknown; all before it are true. If none
 * can be unknown given that those before it are true, the chain cannot. For `or` the same with false. Both
 * views may only say yes too often, so that one no is enough.
 */

enum { DOUBT_NODES_MOST = 2000 }; /* copies for one expression */

struct doubting {
    struct loader *l;
    struct use use;
    unsigned left;
    unsigned assumed; /* parts that are taken as settled now: before any, a copy would tell nothing new */
    bool backward;
};

/* The same tree with what its variables can be now. */
static struct expr_node *copy_node(struct doubting *d, const struct expr_node *node)
{
    struct arena *arena = d->l->scratch;
    struct expr_node *copy = ARENA_NEW(arena, struct expr_node);
    *copy = *node;
    if (d->left) {
        d->left--;
    }
    if (node->op == EXPR_CELL) {
        uint32_t states = knowledge_can_be(d->l, &d->use, codebook_variable_at(d->l->book, node->slot));
        copy->can_be = (node->can_be & EXPR_WHY_PARTIAL_DATE) | (node->can_be & states);
        return copy;
    }
    struct expr_node **args = ARENA_ARRAY(arena, node->n, struct expr_node *);
    bool rows = node->op >= EXPR_ROWS_COUNT; /* what is known of this row says nothing of others */
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i] && !rows) {
            args[i] = copy_node(d, node->args[i]);
        }
    }
    copy->args = rows ? node->args : args;
    return copy;
}

/* The states that a result takes from what it reads. */
static uint32_t states_of(const struct expr_node *node)
{
    static const uint32_t named = 1u << CELL_REFUSED | 1u << CELL_DONT_KNOW | 1u << CELL_NOT_APPLICABLE;
    uint32_t states = 0;
    if (node->op == EXPR_CELL) {
        states = node->can_be & ((1u << CELL_STATES) - 1);
        return (states & named) | (states & ~named ? 1u << CELL_NOT_APPLICABLE : 0);
    }
    for (uint32_t i = 0; i < node->n; i++) {
        states |= node->args[i] ? states_of(node->args[i]) : 0;
    }
    return states;
}

static struct doubt doubt_leaf(struct doubting *d, const struct expr_node *node)
{
    const struct expr_node *copy = node;
    struct expr part = {.root = node, .nodes = 1};
    struct doubt out = {.culprit = UINT32_MAX};
    out.possible = expr_can_be_unknown(&part, &out.culprit, &out.state);
    if (out.possible && d->assumed && d->left) {
        part.root = copy = copy_node(d, node);
        out.possible = expr_can_be_unknown(&part, &out.culprit, &out.state);
    }
    if (out.possible) {
        uint32_t states = states_of(copy);
        /* A division by zero, a partial date: no state gives the reason. */
        out.states = out.culprit == UINT32_MAX || !states ? states | 1u << CELL_NOT_APPLICABLE : states;
    }
    return out;
}

static struct doubt doubt_node(struct doubting *d, const struct expr_node *node);

static struct doubt doubt_chain(struct doubting *d, const struct expr_node *node)
{
    const struct knowledge *before = d->use.known;
    unsigned assumed = d->assumed;
    struct knowledge *known = knowledge_brief(d->l, before);
    struct doubt all = {.culprit = UINT32_MAX};
    for (uint32_t i = 0; i < node->n; i++) {
        const struct expr_node *part = node->args[d->backward ? node->n - 1 - i : i];
        d->use.known = known;
        struct doubt one = doubt_node(d, part);
        if (one.possible && !all.possible) {
            all.possible = true;
            all.culprit = one.culprit;
            all.state = one.state;
        }
        all.states |= one.states;
        if (i + 1 < node->n) {
            knowledge_assume(d->l, known, part, node->op == EXPR_AND);
            d->assumed++;
        }
    }
    d->use.known = before;
    d->assumed = assumed;
    return all;
}

static struct doubt doubt_node(struct doubting *d, const struct expr_node *node)
{
    if (node->op == EXPR_NOT) {
        return doubt_node(d, node->args[0]);
    }
    if (node->op == EXPR_AND || node->op == EXPR_OR) {
        return doubt_chain(d, node);
    }
    return doubt_leaf(d, node);
}

static struct doubt doubt_both_ways(struct loader *l, const struct use *use, const struct expr_node *root)
{
    struct doubting forward = {l, *use, DOUBT_NODES_MOST, 0, false};
    struct doubt doubt = doubt_node(&forward, root);
    if (!doubt.possible) {
        return doubt;
    }
    struct doubting back = {l, *use, DOUBT_NODES_MOST, 0, true};
    struct doubt other = doubt_node(&back, root);
    return other.possible ? doubt : other;
}

struct doubt doubt_of(struct loader *l, const struct use *use, const struct expr *expr)
{
    struct doubt none = {.culprit = UINT32_MAX};
    if (!expr || !expr_can_be_unknown(expr, &none.culprit, &none.state)) {
        return none;
    }
    struct doubt doubt = doubt_both_ways(l, use, expr->root);
    arena_reset(l->scratch);
    return doubt;
}
