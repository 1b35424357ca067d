#include "expr/types_priv.h"

struct function;
typedef struct expr_node *function_checker(struct compile *c, struct syntax *s, const struct function *f,
                                           struct expr_type want);

struct function {
    const char *name;
    enum expr_op op;
    uint32_t least, most;  /* arguments */
    enum value_kind takes; /* where all arguments are of one kind */
    function_checker *check;
    const char *usage;
    bool filter; /* may have `where` */
};

static struct expr_node *check_if(struct compile *c, struct syntax *s, const struct function *f,
                                  struct expr_type want)
{
    struct expr_node *condition = check_kind(c, s->first, VALUE_BOOL, "if()");
    struct expr_node *both[2] = {NULL, NULL};
    struct expr_type joined = want;
    if (!check_pair(c, s->first->next, s->last, want, both) || !types_join(c, s->at, both, &joined) ||
        !condition) {
        return NULL;
    }
    struct expr_node *args[3] = {condition, both[0], both[1]};
    return tree_node_of(c, s, f->op, joined, 3, args);
}

static struct expr_node *check_state(struct compile *c, struct syntax *s, const struct function *f,
                                     struct expr_type want)
{
    (void)want;
    struct expr_node *cell = s->first->kind == SYNTAX_NAME ? check_leaf(c, s->first, type_any()) : NULL;
    if (s->first->kind == SYNTAX_NAME && !cell) {
        return NULL;
    }
    if (!cell || cell->op != EXPR_CELL) {
        struct str words = syntax_words(c, s->first);
        compile_error(c, "E205", s->first->at, f->usage, "%s() asks about one variable, '%.*s' is none",
                      f->name, STR_ARG(words));
        return NULL;
    }
    return tree_node_of(c, s, f->op, type_bool(), 1, &cell);
}

/* All arguments of one kind, the result a number. */
static struct expr_node *check_plain(struct compile *c, struct syntax *s, const struct function *f,
                                     struct expr_type want)
{
    (void)want;
    struct expr_node *args[2] = {NULL, NULL};
    struct str whose = arena_format(c->scratch, "%s()", f->name);
    bool good = true;
    uint32_t n = 0;
    for (struct syntax *child = s->first; child; child = child->next) {
        args[n] = check_kind(c, child, f->takes, whose.ptr);
        good = args[n++] && good;
    }
    if (!good) {
        return NULL;
    }
    unsigned scale = f->op == EXPR_ABS ? args[0]->type.scale : 0;
    return tree_node_of(c, s, f->op, type_number(scale), n, args);
}

/* date("2026-05") and time("08:30"): constants, written as calls so that they cannot be taken for texts. */
static struct expr_node *check_literal(struct compile *c, struct syntax *s, const struct function *f,
                                       struct expr_type want)
{
    (void)want;
    struct value value = {.kind = f->takes};
    struct str words = syntax_words(c, s->first);
    bool good = s->first->kind == SYNTAX_TEXT;
    if (good && f->takes == VALUE_DATE) {
        good = date_parse_iso(s->first->word, &value.date);
    } else if (good) {
        good = time_parse(s->first->word, &value.minutes);
    }
    if (!good) {
        compile_error(c, "E210", s->first->at, f->usage, "%.*s is no %s", STR_ARG(words), f->name);
        return NULL;
    }
    return tree_constant(c, s, (struct expr_type){f->takes, NULL, 0}, value);
}

static struct expr_node *check_rows(struct compile *c, struct syntax *s, const struct function *f,
                                    struct expr_type want)
{
    (void)want;
    return check_aggregate(c, s, f->op);
}

static const struct function functions[] = {
    {"if", EXPR_IF, 3, 3, VALUE_NONE, check_if, "if(condition, a, b)", false},
    {"answered", EXPR_ANSWERED, 1, 1, VALUE_NONE, check_state, "answered(x)", false},
    {"dont_know", EXPR_DONT_KNOW, 1, 1, VALUE_NONE, check_state, "dont_know(x)", false},
    {"refused", EXPR_REFUSED, 1, 1, VALUE_NONE, check_state, "refused(x)", false},
    {"asked", EXPR_ASKED, 1, 1, VALUE_NONE, check_state, "asked(x)", false},
    {"parked", EXPR_PARKED, 1, 1, VALUE_NONE, check_state, "parked(x)", false},
    {"year", EXPR_YEAR, 1, 1, VALUE_DATE, check_plain, "year(d)", false},
    {"month", EXPR_MONTH, 1, 1, VALUE_DATE, check_plain, "month(d)", false},
    {"age", EXPR_AGE, 1, 2, VALUE_DATE, check_plain, "age(d) or age(d, at)", false},
    {"days", EXPR_DAYS, 2, 2, VALUE_DATE, check_plain, "days(a, b)", false},
    {"length", EXPR_LENGTH, 1, 1, VALUE_TEXT, check_plain, "length(t)", false},
    {"abs", EXPR_ABS, 1, 1, VALUE_NUMBER, check_plain, "abs(x)", false},
    {"round", EXPR_ROUND, 1, 1, VALUE_NUMBER, check_plain, "round(x)", false},
    {"date", EXPR_CONST, 1, 1, VALUE_DATE, check_literal,
     "date(\"2026\"), date(\"2026-05\") or date(\"2026-05-31\")", false},
    {"time", EXPR_CONST, 1, 1, VALUE_TIME, check_literal, "time(\"08:30\")", false},
    {"count", EXPR_ROWS_COUNT, 1, UINT32_MAX, VALUE_NONE, check_rows,
     "count(s), count(a, b, ...), count(ROSTER) or count(ROSTER where ...)", true},
    {"sum", EXPR_ROWS_SUM, 1, UINT32_MAX, VALUE_NUMBER, check_rows, "sum(a, b, ...) or sum(ITEM where ...)",
     true},
    {"min", EXPR_ROWS_MIN, 1, UINT32_MAX, VALUE_NUMBER, check_rows, "min(a, b, ...) or min(ITEM where ...)",
     true},
    {"max", EXPR_ROWS_MAX, 1, UINT32_MAX, VALUE_NUMBER, check_rows, "max(a, b, ...) or max(ITEM where ...)",
     true},
    {"any", EXPR_ROWS_ANY, 1, 1, VALUE_BOOL, check_rows, "any(ROSTER where ...)", true},
    {"all", EXPR_ROWS_ALL, 1, 1, VALUE_BOOL, check_rows, "all(ROSTER where ...)", true},
};

static const struct function *function_find(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        if (str_is(name, functions[i].name)) {
            return &functions[i];
        }
    }
    return NULL;
}

bool is_aggregate(struct str name)
{
    const struct function *f = function_find(name);
    return f && f->check == check_rows;
}

static struct expr_node *unknown_function(struct compile *c, const struct syntax *s)
{
    struct str names[ARRAY_LEN(functions)];
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        names[i] = str_from(functions[i].name);
    }
    compile_error(c, "E207", s->at, NULL, "there is no function '%.*s'", STR_ARG(s->word));
    compile_suggest(c, s->word, names, ARRAY_LEN(names));
    return NULL;
}

struct expr_node *check_call(struct compile *c, struct syntax *s, struct expr_type want)
{
    const struct function *f = function_find(s->word);
    if (!f) {
        return unknown_function(c, s);
    }
    if (s->filter && !f->filter) {
        compile_error(c, "E211", s->filter->at, f->usage, "%s() has no 'where'", f->name);
        return NULL;
    }
    if (s->n < f->least || s->n > f->most) {
        compile_error(c, "E211", s->at, f->usage, "%s() has %u argument%s too %s", f->name,
                      s->n < f->least ? f->least - s->n : s->n - f->most,
                      (s->n < f->least ? f->least - s->n : s->n - f->most) == 1 ? "" : "s",
                      s->n < f->least ? "few" : "many");
        return NULL;
    }
    return f->check(c, s, f, want);
}
