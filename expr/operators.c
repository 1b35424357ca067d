#include "expr/types_priv.h"

static bool has_order(enum value_kind kind)
{
    return kind == VALUE_NUMBER || kind == VALUE_DATE || kind == VALUE_TIME || kind == VALUE_CODE;
}

static struct expr_node *check_comparison(struct compile *c, struct syntax *s, struct expr_type want)
{
    (void)want;
    struct expr_node *both[2] = {NULL, NULL};
    if (!check_pair(c, s->first, s->last, type_any(), both)) {
        return NULL;
    }
    struct expr_type a = both[0]->type;
    struct expr_type b = both[1]->type;
    if (a.kind == VALUE_SET || b.kind == VALUE_SET) {
        compile_error(c, "E208", s->op_at, "a set is asked with has: s has 3",
                      "a set is not compared as a whole");
        return NULL;
    }
    if (a.kind != b.kind || a.list != b.list) {
        types_differ(c, s->op_at, a, b, "compared with");
        return NULL;
    }
    if (s->op != EXPR_EQ && s->op != EXPR_NE && !has_order(a.kind)) {
        struct str words = type_words(c, a);
        compile_error(c, "E208", s->op_at, "only == and != are possible", "%.*s has no order",
                      STR_ARG(words));
        return NULL;
    }
    return tree_node_of(c, s, s->op, type_bool(), 2, both);
}

/* ---- the operators --------------------------------------------------------------------------- */

static struct expr_node **room_for(struct compile *c, const struct syntax *s)
{
    return ARENA_ARRAY(c->scratch, s->n, struct expr_node *);
}

static struct expr_node *check_logic(struct compile *c, struct syntax *s, struct expr_type want)
{
    (void)want;
    const char *whose = s->op == EXPR_AND ? "'and'" : s->op == EXPR_OR ? "'or'" : "'not'";
    struct expr_node **args = room_for(c, s);
    bool good = true;
    uint32_t n = 0;
    for (struct syntax *child = s->first; child; child = child->next) {
        args[n] = check_kind(c, child, VALUE_BOOL, whose);
        good = args[n++] && good;
    }
    return good ? tree_node_of(c, s, s->op, type_bool(), n, args) : NULL;
}

static unsigned scale_of(enum expr_op op, unsigned a, unsigned b)
{
    enum { MOST = 6 };
    if (op == EXPR_DIV) {
        return MOST;
    }
    if (op == EXPR_MUL) {
        return a + b > MOST ? MOST : a + b;
    }
    return a > b ? a : b;
}

static struct expr_node *check_arithmetic(struct compile *c, struct syntax *s, struct expr_type want)
{
    (void)want;
    static const char *const signs[EXPR_OPS] = {
        [EXPR_ADD] = "'+'", [EXPR_SUB] = "'-'", [EXPR_MUL] = "'*'", [EXPR_DIV] = "'/'", [EXPR_NEG] = "'-'"};
    struct expr_node *args[2] = {NULL, NULL};
    bool good = true;
    uint32_t n = 0;
    for (struct syntax *child = s->first; child; child = child->next) {
        args[n] = check_kind(c, child, VALUE_NUMBER, signs[s->op]);
        good = args[n++] && good;
    }
    if (!good) {
        return NULL;
    }
    struct value opposite = {.kind = VALUE_NUMBER};
    if (s->op == EXPR_NEG && args[0]->op == EXPR_CONST &&
        number_subtract(number_int(0), args[0]->constant.number, &opposite.number)) {
        /* -(-3) and -0 are numbers too: so no minus ever stands before a number, and each prints in one way.
         */
        return tree_constant(c, s, args[0]->type, opposite);
    }
    unsigned scale = n == 1 ? args[0]->type.scale : scale_of(s->op, args[0]->type.scale, args[1]->type.scale);
    return tree_node_of(c, s, s->op, type_number(scale), n, args);
}

/* One of the values of `in`: fixed, and of the same kind as what stands left of it. */
static struct expr_node *check_listed(struct compile *c, struct syntax *value, const struct expr_node *left)
{
    struct expr_node *node = check_node(c, value, type_has_list(left->type) ? left->type : type_any());
    if (!node) {
        return NULL;
    }
    if (node->op != EXPR_CONST) {
        compile_error(c, "E205", value->at, "compare it by itself: x == y or ...",
                      "'in' needs fixed values, '%.*s' is not one", STR_ARG(node->text));
        return NULL;
    }
    if (node->type.kind != left->type.kind) {
        types_differ(c, value->at, left->type, node->type, "compared with");
        return NULL;
    }
    return node;
}

static struct expr_node *check_in(struct compile *c, struct syntax *s, struct expr_type want)
{
    (void)want;
    struct expr_node **args = room_for(c, s);
    args[0] = check_node(c, s->first, type_any());
    if (!args[0]) {
        return NULL;
    }
    if (args[0]->type.kind == VALUE_SET) {
        compile_error(c, "E208", s->op_at, "s has 1 or s has 2", "a set is not compared as a whole");
        return NULL;
    }
    bool good = true;
    uint32_t n = 1;
    for (struct syntax *value = s->first->next; value; value = value->next) {
        args[n] = check_listed(c, value, args[0]);
        good = args[n++] && good;
    }
    return good ? tree_node_of(c, s, EXPR_IN, type_bool(), n, args) : NULL;
}

static struct expr_node *check_has(struct compile *c, struct syntax *s, struct expr_type want)
{
    (void)want;
    struct expr_node *args[2] = {check_node(c, s->first, type_any()), NULL};
    if (!args[0]) {
        return NULL;
    }
    if (args[0]->type.kind != VALUE_SET) {
        struct str is = type_words(c, args[0]->type);
        compile_error(c, "E208", s->first->at, "for one value: x == 3, or x in (1, 3)",
                      "'has' needs a set, '%.*s' is %.*s", STR_ARG(args[0]->text), STR_ARG(is));
        return NULL;
    }
    args[1] = check_node(c, s->last, args[0]->type);
    if (!args[1]) {
        return NULL;
    }
    if (args[1]->type.kind != VALUE_CODE || args[1]->type.list != args[0]->type.list) {
        struct str is = type_words(c, args[1]->type);
        struct str list = c->scope->list_name(c->scope->context, args[0]->type.list);
        compile_error(c, args[1]->type.kind == VALUE_CODE ? "E206" : "E205", s->last->at, NULL,
                      "'has' needs an option of list %.*s, '%.*s' is %.*s", STR_ARG(list),
                      STR_ARG(args[1]->text), STR_ARG(is));
        return NULL;
    }
    return tree_node_of(c, s, EXPR_HAS, type_bool(), 2, args);
}

static struct expr_node *check_default(struct compile *c, struct syntax *s, struct expr_type want)
{
    struct expr_node *both[2] = {NULL, NULL};
    struct expr_type joined = type_any();
    if (!check_pair(c, s->first, s->last, want, both) || !types_join(c, s->op_at, both, &joined)) {
        return NULL;
    }
    return tree_node_of(c, s, EXPR_DEFAULT, joined, 2, both);
}

typedef struct expr_node *checker(struct compile *c, struct syntax *s, struct expr_type want);

static checker *const checkers[EXPR_OPS] = {
    [EXPR_OR] = check_logic,       [EXPR_AND] = check_logic,      [EXPR_NOT] = check_logic,
    [EXPR_EQ] = check_comparison,  [EXPR_NE] = check_comparison,  [EXPR_LT] = check_comparison,
    [EXPR_LE] = check_comparison,  [EXPR_GT] = check_comparison,  [EXPR_GE] = check_comparison,
    [EXPR_IN] = check_in,          [EXPR_HAS] = check_has,        [EXPR_DEFAULT] = check_default,
    [EXPR_ADD] = check_arithmetic, [EXPR_SUB] = check_arithmetic, [EXPR_MUL] = check_arithmetic,
    [EXPR_DIV] = check_arithmetic, [EXPR_NEG] = check_arithmetic,
};

struct expr_node *check_node(struct compile *c, struct syntax *s, struct expr_type want)
{
    if (s->kind == SYNTAX_OPERATION) {
        return checkers[s->op](c, s, want);
    }
    return s->kind == SYNTAX_CALL ? check_call(c, s, want) : check_leaf(c, s, want);
}
