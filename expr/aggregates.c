#include "expr/types_priv.h"

static bool is_cell(struct compile *c, struct syntax *s)
{
    return s->kind == SYNTAX_NAME && name_resolve(c, s) == RESOLVED_YES && s->symbol.kind == SYMBOL_CELL;
}

static bool is_roster(struct compile *c, struct syntax *s)
{
    return s->kind == SYNTAX_NAME && name_resolve(c, s) == RESOLVED_YES && s->symbol.kind == SYMBOL_ROSTER;
}

/*
 * The roster whose item is the first to be named in here. A literal or name right of a comparison is passed
 * over: it may be an option. So is an aggregate over rows: it has its own.
 */
static uint32_t roster_named(struct compile *c, struct syntax *s)
{
    if (s->kind == SYNTAX_NAME) {
        return is_cell(c, s) ? s->symbol.roster : EXPR_NO_ROSTER;
    }
    if (s->kind == SYNTAX_CALL && is_aggregate(s->word) && (s->n == 1 || s->filter)) {
        return EXPR_NO_ROSTER;
    }
    bool compares = s->kind == SYNTAX_OPERATION && s->op >= EXPR_EQ && s->op <= EXPR_HAS;
    for (struct syntax *child = s->first; child; child = child->next) {
        if (compares && child != s->first && is_open(child)) {
            continue;
        }
        uint32_t roster = roster_named(c, child);
        if (roster != EXPR_NO_ROSTER) {
            return roster;
        }
    }
    return EXPR_NO_ROSTER;
}

/* ---- over arguments -------------------------------------------------------------------------- */

static const struct {
    enum expr_op rows, arguments;
    const char *whose;
} forms[] = {
    {EXPR_ROWS_COUNT, EXPR_COUNT, "count()"}, {EXPR_ROWS_SUM, EXPR_SUM, "sum()"},
    {EXPR_ROWS_MIN, EXPR_MIN, "min()"},       {EXPR_ROWS_MAX, EXPR_MAX, "max()"},
    {EXPR_ROWS_ANY, EXPR_OPS, "any()"},       {EXPR_ROWS_ALL, EXPR_OPS, "all()"},
};

static size_t form_of(enum expr_op rows)
{
    size_t i = 0;
    while (forms[i].rows != rows) {
        i++;
    }
    return i;
}

static struct expr_node *check_over_arguments(struct compile *c, struct syntax *s, enum expr_op op)
{
    size_t form = form_of(op);
    struct expr_node **args = ARENA_ARRAY(c->scratch, s->n, struct expr_node *);
    bool good = true;
    unsigned scale = 0;
    uint32_t n = 0;
    for (struct syntax *child = s->first; child; child = child->next) {
        args[n] = op == EXPR_ROWS_COUNT ? check_node(c, child, type_any())
                                        : check_kind(c, child, VALUE_NUMBER, forms[form].whose);
        if (args[n] && args[n]->type.scale > scale) {
            scale = args[n]->type.scale;
        }
        good = args[n++] && good;
    }
    if (!good) {
        return NULL;
    }
    if (op == EXPR_ROWS_COUNT) {
        bool set = n == 1 && args[0]->type.kind == VALUE_SET;
        return tree_node_of(c, s, set ? EXPR_SET_SIZE : EXPR_COUNT, type_number(0), n, args);
    }
    return tree_node_of(c, s, forms[form].arguments, type_number(scale), n, args);
}

/* ---- over rows ------------------------------------------------------------------------------- */

static const char *rows_fault(const struct syntax *s, enum expr_op op, bool roster)
{
    if (s->n != 1) {
        return "with 'where' there is one roster or item";
    }
    if (op == EXPR_ROWS_ANY || op == EXPR_ROWS_ALL) {
        return !roster      ? "any() and all() need a roster"
               : !s->filter ? "'where' and a condition are missing"
                            : NULL;
    }
    if (op != EXPR_ROWS_COUNT && roster) {
        return "an item of the roster is needed, not the roster itself";
    }
    return NULL;
}

static struct expr_node *check_over_rows(struct compile *c, struct syntax *s, enum expr_op op,
                                         uint32_t roster)
{
    struct inside inside = {roster, c->inside};
    bool whole = is_roster(c, s->first);
    struct expr_node *args[2] = {NULL, NULL};
    c->inside = &inside;
    if (!whole) {
        args[0] = op == EXPR_ROWS_COUNT ? check_node(c, s->first, type_any())
                                        : check_kind(c, s->first, VALUE_NUMBER, forms[form_of(op)].whose);
    }
    if (s->filter) {
        args[1] = check_kind(c, s->filter, VALUE_BOOL, "'where'");
    }
    c->inside = inside.outer;
    if ((!whole && !args[0]) || (s->filter && !args[1])) {
        return NULL;
    }
    struct expr_type type = type_number(op == EXPR_ROWS_COUNT ? 0 : args[0] ? args[0]->type.scale : 0);
    if (op == EXPR_ROWS_ANY || op == EXPR_ROWS_ALL) {
        type = type_bool();
    }
    struct expr_node *node = tree_node_of(c, s, op, type, 2, args);
    node->slot = roster;
    return node;
}

/* How many codes of a set are chosen: a set that has one value here, which in a roster is that of this row.
 */
static bool is_set_here(struct compile *c, struct syntax *s, enum expr_op op)
{
    return op == EXPR_ROWS_COUNT && !s->filter && is_cell(c, s->first) &&
           s->first->symbol.type.kind == VALUE_SET &&
           (s->first->symbol.roster == EXPR_NO_ROSTER || roster_is_inside(c, s->first->symbol.roster));
}

struct expr_node *check_aggregate(struct compile *c, struct syntax *s, enum expr_op op)
{
    bool whole = is_roster(c, s->first);
    uint32_t roster = EXPR_NO_ROSTER;
    if (whole) {
        roster = s->first->symbol.slot;
    } else if (s->n == 1 && !is_set_here(c, s, op)) {
        roster = roster_named(c, s->first);
    }
    bool rows = s->filter || whole || roster != EXPR_NO_ROSTER || op == EXPR_ROWS_ANY || op == EXPR_ROWS_ALL;
    if (!rows) {
        return check_over_arguments(c, s, op);
    }
    const char *fault = rows_fault(s, op, whole);
    if (!fault && roster == EXPR_NO_ROSTER) {
        fault = "'where' goes over the rows of a roster, and none is named here";
    }
    if (fault) {
        compile_error(c, "E209", s->first->at,
                      "count(ROSTER where ...), sum(ITEM where ...), any(ROSTER where ...)", "%s", fault);
        return NULL;
    }
    return check_over_rows(c, s, op, roster);
}
