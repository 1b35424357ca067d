#include "questionnaire/knowledge_priv.h"

/*
 * Does a condition follow from others? First by its form: the same parts are known. Then by its values: where
 * it reads one variable only, every value that the known conditions leave is tried.
 */
enum { COMPARE_MOST = 4000, VALUES_MOST = 128, TRUTHS_MOST = 32, SEEN_MOST = 300, NODES_MOST = 24 };

static bool same_node(const struct expr_node *a, const struct expr_node *b, unsigned *left)
{
    if (a == b) {
        return true;
    }
    if (!*left) {
        return false;
    }
    --*left;
    bool same = a->op == b->op && a->slot == b->slot && a->n == b->n && a->type.kind == b->type.kind &&
                a->type.list == b->type.list;
    if (!same || (a->op == EXPR_CONST && !value_equal(&a->constant, &b->constant))) {
        return false;
    }
    for (uint32_t i = 0; i < a->n; i++) {
        if (!a->args[i] != !b->args[i] || (a->args[i] && !same_node(a->args[i], b->args[i], left))) {
            return false;
        }
    }
    return true;
}

/* What false turns into: `a != b` false is `a == b` true. */
static enum expr_op opposite(enum expr_op op)
{
    switch ((int)op) {
    case EXPR_EQ:
        return EXPR_NE;
    case EXPR_NE:
        return EXPR_EQ;
    case EXPR_LT:
        return EXPR_GE;
    case EXPR_GE:
        return EXPR_LT;
    case EXPR_GT:
        return EXPR_LE;
    case EXPR_LE:
        return EXPR_GT;
    default:
        return EXPR_OPS;
    }
}

static bool tells(const struct truth_known *known, const struct expr_node *node, bool holds, unsigned *left)
{
    if (known->holds == holds) {
        return same_node(known->node, node, left);
    }
    if (known->node->op != opposite(node->op) || known->node->n != node->n) {
        return false;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (!same_node(known->node->args[i], node->args[i], left)) {
            return false;
        }
    }
    return true;
}

static bool is_known(const struct knowledge *known, const struct expr_node *node, bool holds, unsigned *left)
{
    for (const struct knowledge *k = known; k; k = k->outer) {
        for (size_t i = 0; *left && i < k->truths_n; i++) {
            if (tells(&k->truths[i], node, holds, left)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- by values ------------------------------------------------------------------------------- */

/* The one variable that a small condition reads; false where it reads none, several, or rows. */
static bool only_slot(const struct expr_node *node, uint32_t *slot, unsigned *left)
{
    if (!*left || node->op >= EXPR_ROWS_COUNT || node->op == EXPR_TODAY) {
        return false;
    }
    --*left;
    if (node->op == EXPR_CELL) {
        bool same = *slot == UINT32_MAX || *slot == node->slot;
        *slot = node->slot;
        return same;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (!only_slot(node->args[i], slot, left)) {
            return false;
        }
    }
    return true;
}

static bool reads_only(const struct expr_node *node, uint32_t slot)
{
    unsigned left = NODES_MOST;
    uint32_t own = UINT32_MAX;
    return only_slot(node, &own, &left) && own == slot;
}

struct trying {
    const struct variable *variable;
    struct truth_known truths[TRUTHS_MOST]; /* that read this variable alone */
    size_t n;
    struct cell cells[VALUES_MOST];
    size_t cells_n;
    size_t at; /* the cell tried now */
    bool all;  /* no possible value is missing */
};

static const struct cell *cell_tried(void *context, uint32_t slot, uint32_t row)
{
    const struct trying *t = context;
    (void)slot;
    (void)row;
    return &t->cells[t->at];
}

static int64_t code_number(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->options[position].number;
}

static void add_cell(struct trying *t, struct cell cell)
{
    if (t->cells_n == VALUES_MOST) {
        t->all = false;
        return;
    }
    t->cells[t->cells_n++] = cell;
}

static void add_number(struct trying *t, struct number number)
{
    struct value value = {.kind = VALUE_NUMBER, .number = number};
    bool bounded = t->variable->role == ROLE_ASKED;
    bool outside = bounded && (number_compare(number, t->variable->min) < 0 ||
                               number_compare(number, t->variable->max) > 0);
    if (!outside) {
        add_cell(t, (struct cell){.state = CELL_ANSWERED, .value = value});
    }
}

/* A whole number of steps; false also where it is too far away to tell. */
static bool on_step(struct number number, struct number step)
{
    while (number.scale < step.scale) {
        if (__builtin_mul_overflow(number.units, 10, &number.units)) {
            return false;
        }
        number.scale++;
    }
    while (number.scale > step.scale && number.units % 10 == 0) {
        number.units /= 10;
        number.scale--;
    }
    return number.scale == step.scale && step.units > 0 && number.units % step.units == 0;
}

/* Between two constants of the conditions nothing changes: each constant and the answers beside it stand for
 * all, and the bounds where no constant is near. */
static void add_constants(struct trying *t, const struct expr_node *node)
{
    if (node->op == EXPR_CONST && node->constant.kind == VALUE_NUMBER) {
        struct number step = t->variable->step;
        struct number other;
        t->all = t->all && on_step(node->constant.number, step);
        add_number(t, node->constant.number);
        if (number_add(node->constant.number, step, &other)) {
            add_number(t, other);
        }
        if (number_subtract(node->constant.number, step, &other)) {
            add_number(t, other);
        }
    }
    for (uint32_t i = 0; i < node->n; i++) {
        add_constants(t, node->args[i]);
    }
}

/* Only comparisons of the variable itself with constants: then neighbours of constants are enough. */
static bool is_plain(const struct expr_node *node)
{
    bool compares = node->op >= EXPR_EQ && node->op <= EXPR_IN;
    for (uint32_t i = 0; i < node->n; i++) {
        const struct expr_node *arg = node->args[i];
        bool leaf = arg->op == EXPR_CELL || arg->op == EXPR_CONST;
        if (compares ? !leaf : !leaf && !is_plain(arg)) {
            return false;
        }
    }
    return true;
}

static void add_numbers(struct trying *t, const struct expr_node *node)
{
    t->all = is_plain(node);
    if (t->variable->role == ROLE_ASKED) {
        add_number(t, t->variable->min);
        add_number(t, t->variable->max);
    }
    add_constants(t, node);
    for (size_t i = 0; i < t->n; i++) {
        t->all = t->all && is_plain(t->truths[i].node);
        add_constants(t, t->truths[i].node);
    }
}

static void add_values(struct trying *t, const struct expr_node *node)
{
    static const enum cell_state valueless[] = {CELL_DONT_KNOW, CELL_REFUSED, CELL_NOT_APPLICABLE,
                                                CELL_PARKED};
    t->all = true;
    for (size_t i = 0; i < ARRAY_LEN(valueless); i++) {
        add_cell(t, (struct cell){.state = valueless[i]});
    }
    if (t->variable->type == VARIABLE_CODE) {
        for (size_t i = 0; i < t->variable->list->n && t->all; i++) {
            struct value value = {.kind = VALUE_CODE, .code = (int32_t)i};
            add_cell(t, (struct cell){.state = CELL_ANSWERED, .value = value});
        }
    } else if (t->variable->type == VARIABLE_BOOL) {
        for (int i = 0; i < 2; i++) {
            struct value value = {.kind = VALUE_BOOL, .truth = i == 1};
            add_cell(t, (struct cell){.state = CELL_ANSWERED, .value = value});
        }
    } else if (t->variable->type == VARIABLE_INT || t->variable->type == VARIABLE_DECIMAL) {
        add_numbers(t, node);
    } else {
        t->all = false;
    }
}

static bool node_is(struct trying *t, const struct expr_node *node, bool holds)
{
    struct expr_env env = {.cell = cell_tried, .code_number = code_number, .context = t};
    struct expr_result result = expr_eval_node(node, &env, 0);
    return result.known && result.value.truth == holds;
}

static bool still_possible(struct trying *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (!node_is(t, t->truths[i].node, t->truths[i].holds)) {
            return false;
        }
    }
    return true;
}

static void collect_truths(struct trying *t, const struct knowledge *known, uint32_t slot)
{
    unsigned seen = 0;
    for (const struct knowledge *k = known; k; k = k->outer) {
        for (size_t i = 0; i < k->truths_n && t->n < TRUTHS_MOST && seen < SEEN_MOST; i++, seen++) {
            if (reads_only(k->truths[i].node, slot)) {
                t->truths[t->n++] = k->truths[i];
            }
        }
    }
}

/* Every value that agrees with what is known makes the node what it should be. */
static bool implied_by_values(struct loader *l, const struct knowledge *known, const struct expr_node *node,
                              bool holds)
{
    unsigned left = NODES_MOST;
    uint32_t slot = UINT32_MAX;
    if (!only_slot(node, &slot, &left) || slot == UINT32_MAX) {
        return false;
    }
    struct trying t; /* only as much of it is written as is used */
    t.variable = codebook_variable_at(l->book, slot);
    t.n = t.cells_n = 0;
    collect_truths(&t, known, slot);
    if (!t.n) {
        return false;
    }
    add_values(&t, node);
    for (t.at = 0; t.all && t.at < t.cells_n; t.at++) {
        if (still_possible(&t) && !node_is(&t, node, holds)) {
            return false;
        }
    }
    return t.all;
}

static bool implied(struct loader *l, const struct knowledge *known, const struct expr_node *node, bool holds,
                    unsigned *left)
{
    if (node->op == EXPR_NOT) {
        return implied(l, known, node->args[0], !holds, left);
    }
    if (is_known(known, node, holds, left) || implied_by_values(l, known, node, holds)) {
        return true;
    }
    if (node->op != EXPR_AND && node->op != EXPR_OR) {
        return false;
    }
    /* and: all of them for true, one for false; or: the reverse. */
    bool all = holds == (node->op == EXPR_AND);
    for (uint32_t i = 0; i < node->n && *left; i++) {
        if (implied(l, known, node->args[i], holds, left) != all) {
            return !all;
        }
    }
    return *left ? all : false;
}

bool knowledge_implies(struct loader *l, const struct knowledge *known, const struct expr_node *node)
{
    unsigned left = COMPARE_MOST;
    return implied(l, known, node, true, &left);
}
