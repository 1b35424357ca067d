#include "questionnaire/knowledge_priv.h"

/*
 * What is certain where an expression stands, so that E-UNK asks for `unknown:` only where a condition can
 * really be unknown. Inside `when: work == 1` the answer to `work` is there; what was asked under the same
 * condition was asked; behind a `stop` its condition did not hold. What is learnt is syntactic: it may miss
 * something (then an `unknown:` is asked for that is never used), and it never invents anything.
 */

/* Parts that are looked at for one condition: bounds the work on hostile files; what is missed is only not
 * known. */
enum { LEARN_MOST = 400, FRAME_MOST = 1000 };

#define STATE(state) (1u << (state))
#define UNASKED      (STATE(CELL_NOT_APPLICABLE) | STATE(CELL_PARKED))
#define VALUELESS    (UNASKED | STATE(CELL_DONT_KNOW) | STATE(CELL_REFUSED))

struct walk {
    struct loader *l;
    struct knowledge *k;
    uint32_t id; /* of this walk, or of the branch it is in */
    unsigned left;
};

static void learn(struct walk *w, const struct expr_node *node, bool holds);
static void learn_route(struct walk *w, uint32_t item);

static bool spend(struct walk *w)
{
    if (!w->left) {
        return false;
    }
    w->left--;
    return true;
}

static struct knowledge *new_in(struct arena *arena, const struct knowledge *outer)
{
    struct knowledge *k = ARENA_NEW(arena, struct knowledge);
    k->outer = outer;
    k->arena = arena;
    return k;
}

struct knowledge *knowledge_new(struct loader *l, const struct knowledge *outer)
{
    return new_in(l->arena, outer);
}

struct knowledge *knowledge_brief(struct loader *l, const struct knowledge *outer)
{
    return new_in(l->scratch, outer);
}

static void *grow(struct knowledge *k, void *items, size_t n, size_t *cap, size_t size)
{
    *cap = *cap ? 2 * *cap : 4;
    void *grown = arena_array(k->arena, *cap, size);
    if (n) {
        memcpy(grown, items, n * size);
    }
    return grown;
}

/* ---- facts ----------------------------------------------------------------------------------- */

static void add_fact(struct walk *w, uint32_t slot, uint32_t gone)
{
    struct knowledge *k = w->k;
    if (gone & UNASKED) {
        learn_route(w, w->l->item_of_slot[slot]);
    }
    for (size_t i = 0; i < k->facts_n; i++) {
        if (k->facts[i].slot == slot) {
            k->facts[i].gone |= gone;
            return;
        }
    }
    if (k->facts_n == FRAME_MOST) {
        return; /* knowing less is never wrong */
    }
    if (k->facts_n == k->facts_cap) {
        k->facts = grow(k, k->facts, k->facts_n, &k->facts_cap, sizeof *k->facts);
    }
    k->facts[k->facts_n++] = (struct fact){slot, gone};
}

uint32_t knowledge_gone(const struct knowledge *k, uint32_t slot)
{
    uint32_t gone = 0;
    for (size_t i = 0; i < k->facts_n; i++) {
        gone |= k->facts[i].slot == slot ? k->facts[i].gone : 0;
    }
    return gone;
}

static void add_truth(struct knowledge *k, const struct expr_node *node, bool holds)
{
    if (k->truths_n == FRAME_MOST) {
        return;
    }
    if (k->truths_n == k->truths_cap) {
        k->truths = grow(k, k->truths, k->truths_n, &k->truths_cap, sizeof *k->truths);
    }
    k->truths[k->truths_n++] = (struct truth_known){node, holds};
}

/* ---- what a part tells ----------------------------------------------------------------------- */

/* Operations whose result is unknown as soon as one operand is: a result shows that all are there. */
static bool is_strict(enum expr_op op)
{
    switch ((int)op) {
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
    case EXPR_IN:
    case EXPR_HAS:
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
    case EXPR_DIV:
    case EXPR_NEG:
    case EXPR_YEAR:
    case EXPR_MONTH:
    case EXPR_AGE:
    case EXPR_DAYS:
    case EXPR_LENGTH:
    case EXPR_ABS:
    case EXPR_ROUND:
        return true;
    default:
        return false;
    }
}

static void learn_answered(struct walk *w, const struct expr_node *node);

/* The one expression that a computed variable always is, or NULL. */
static const struct expr_node *definition_of(const struct loader *l, uint32_t slot)
{
    uint32_t item = l->item_of_slot[slot];
    if (item == NONE || l->drafts[item]->sort != SORT_COMPUTED) {
        return NULL;
    }
    const struct item *computed = &l->drafts[item]->item;
    bool plain = computed->cases_n == 1 && !computed->cases[0].when && computed->cases[0].value;
    return plain ? computed->cases[0].value->root : NULL;
}

static void learn_cell(struct walk *w, uint32_t slot)
{
    add_fact(w, slot, VALUELESS);
    const struct expr_node *definition = definition_of(w->l, slot);
    if (definition) {
        learn_answered(w, definition);
    }
}

/* The node has a value. */
static void learn_answered(struct walk *w, const struct expr_node *node)
{
    if (!spend(w)) {
        return;
    }
    if (node->op == EXPR_CELL) {
        learn_cell(w, node->slot);
    } else if (is_strict(node->op)) {
        for (uint32_t i = 0; i < node->n; i++) {
            learn_answered(w, node->args[i]);
        }
    }
}

/* One of several holds: what all of them would tell. */
static void learn_either(struct walk *w, const struct expr_node *node, bool holds)
{
    struct knowledge *own = w->k;
    uint32_t id = w->id;
    struct knowledge *first = NULL;
    for (uint32_t i = 0; i < node->n; i++) {
        struct knowledge *one = knowledge_brief(w->l, NULL);
        w->k = one;
        w->id = ++w->l->walks; /* another branch may come by the same items */
        learn(w, node->args[i], holds);
        if (!first) {
            first = one;
            continue;
        }
        for (size_t f = 0; f < first->facts_n; f++) {
            first->facts[f].gone &= knowledge_gone(one, first->facts[f].slot);
        }
    }
    w->k = own;
    w->id = id;
    for (size_t f = 0; first && f < first->facts_n; f++) {
        if (first->facts[f].gone) {
            add_fact(w, first->facts[f].slot, first->facts[f].gone);
        }
    }
}

static void learn_state(struct walk *w, const struct expr_node *node, bool holds)
{
    uint32_t slot = node->args[0]->slot;
    if (node->args[0]->op != EXPR_CELL) {
        return;
    }
    switch ((int)node->op) {
    case EXPR_ANSWERED:
        if (holds) {
            learn_cell(w, slot);
        }
        break;
    case EXPR_DONT_KNOW:
        add_fact(w, slot, holds ? UNASKED : STATE(CELL_DONT_KNOW));
        break;
    case EXPR_REFUSED:
        add_fact(w, slot, holds ? UNASKED : STATE(CELL_REFUSED));
        break;
    case EXPR_ASKED:
        if (holds) {
            add_fact(w, slot, UNASKED);
        }
        break;
    case EXPR_PARKED:
        if (!holds) {
            add_fact(w, slot, STATE(CELL_PARKED));
        }
        break;
    default:
        break;
    }
}

/* `a ?? false` is true: a is. `a ?? true` is false: a is. */
static void learn_default(struct walk *w, const struct expr_node *node, bool holds)
{
    const struct expr_node *other = node->args[1];
    if (other->op == EXPR_CONST && other->constant.kind == VALUE_BOOL && other->constant.truth != holds) {
        learn(w, node->args[0], holds);
    }
}

/* A variable that is true or false by itself. */
static void learn_truth(struct walk *w, const struct expr_node *node, bool holds)
{
    learn_cell(w, node->slot);
    const struct expr_node *definition = definition_of(w->l, node->slot);
    if (definition) {
        learn(w, definition, holds);
    }
}

static void learn(struct walk *w, const struct expr_node *node, bool holds)
{
    if (!spend(w)) {
        return;
    }
    switch ((int)node->op) {
    case EXPR_AND:
    case EXPR_OR:
        if (holds == (node->op == EXPR_AND)) {
            for (uint32_t i = 0; i < node->n; i++) {
                learn(w, node->args[i], holds);
            }
            return;
        }
        learn_either(w, node, holds);
        break;
    case EXPR_NOT:
        learn(w, node->args[0], !holds);
        return;
    case EXPR_CELL:
        learn_truth(w, node, holds);
        break;
    case EXPR_DEFAULT:
        learn_default(w, node, holds);
        break;
    case EXPR_ANSWERED:
    case EXPR_DONT_KNOW:
    case EXPR_REFUSED:
    case EXPR_ASKED:
    case EXPR_PARKED:
        learn_state(w, node, holds);
        break;
    default:
        if (is_strict(node->op)) {
            learn_answered(w, node);
        }
        break;
    }
    add_truth(w->k, node, holds);
}

/* An item is on the route: so are its containers, and all their conditions hold. */
static void learn_route(struct walk *w, uint32_t item)
{
    for (; item != NONE; item = w->l->drafts[item]->item.parent) {
        if (w->l->seen[item] == w->id || !spend(w)) {
            return;
        }
        w->l->seen[item] = w->id;
        const struct condition *when = &w->l->drafts[item]->item.when;
        if (when->expr && when->unknown != UNKNOWN_ASK) {
            learn(w, when->expr->root, true);
        }
    }
}

static struct walk start(struct loader *l, struct knowledge *k)
{
    return (struct walk){l, k, ++l->walks, LEARN_MOST};
}

void knowledge_learn(struct loader *l, struct knowledge *k, const struct condition *condition)
{
    if (condition->expr && condition->unknown != UNKNOWN_ASK) {
        struct walk w = start(l, k);
        learn(&w, condition->expr->root, true);
    }
}

void knowledge_assume(struct loader *l, struct knowledge *k, const struct expr_node *part, bool holds)
{
    struct walk w = start(l, k);
    learn(&w, part, holds);
}

void knowledge_passed(struct loader *l, struct knowledge *k, const struct condition *condition)
{
    /* Where unknown stops as well, passing means false; else it may have been unknown. */
    if (condition->expr && condition->unknown != UNKNOWN_SKIP) {
        struct walk w = start(l, k);
        learn(&w, condition->expr->root, false);
    }
}

/* ---- the states of a variable ---------------------------------------------------------------- */

/* Does somebody who stands at `item` stand inside `container` (or is it)? */
static bool stands_inside(const struct loader *l, uint32_t item, uint32_t container)
{
    return item != NONE && item > container && item < l->drafts[container]->item.end;
}

static bool surely_asked(struct loader *l, const struct use *use, uint32_t item, uint32_t roster)
{
    bool outside = roster != NONE && use->roster != roster;
    for (uint32_t i = item; i != NONE; i = l->drafts[i]->item.parent) {
        const struct draft *d = l->drafts[i];
        if (outside && d->sort == SORT_ROSTER) {
            return true; /* read over its rows: where there are rows, the roster is on the route */
        }
        if (d->item.when.expr && !stands_inside(l, use->item, i) &&
            !knowledge_implies(l, use->known, d->item.when.expr->root)) {
            return false;
        }
        if (!d->item.when.expr && d->when) {
            return false; /* broken: nothing is known of it */
        }
    }
    return true;
}

static uint32_t own_states(const struct loader *l, const struct variable *v)
{
    uint32_t states = 0;
    if (v->allow & ALLOW_DONT_KNOW) {
        states |= STATE(CELL_DONT_KNOW);
    }
    if (v->allow & ALLOW_REFUSED) {
        states |= STATE(CELL_REFUSED);
    }
    if (v->role == ROLE_FRAME && v->slot != BUILTIN_GROUP && v->slot != BUILTIN_LANGUAGE) {
        states |= STATE(CELL_NOT_APPLICABLE);
    }
    if (v->role == ROLE_SPECIFY) {
        states |= UNASKED; /* only asked where its option was chosen */
    }
    if (v->role == ROLE_COMPUTED) {
        states |= l->drafts[l->item_of_slot[v->slot]]->valueless;
    }
    return states;
}

uint32_t knowledge_can_be(struct loader *l, const struct use *use, const struct variable *v)
{
    uint32_t item = l->item_of_slot[v->slot];
    uint32_t states = own_states(l, v);
    if (item != NONE && (item >= use->limit || item == use->item)) {
        return states; /* its own place, or a forward reference, told elsewhere */
    }
    if (item != NONE && !surely_asked(l, use, item, l->drafts[item]->item.roster)) {
        states |= UNASKED;
    }
    for (const struct knowledge *k = use->known; k && states; k = k->outer) {
        states &= ~knowledge_gone(k, v->slot);
    }
    return states;
}
