#include "expr/types_priv.h"

bool roster_is_inside(const struct compile *c, uint32_t roster)
{
    for (const struct inside *in = c->inside; in; in = in->outer) {
        if (in->roster == roster) {
            return true;
        }
    }
    return false;
}

/* ---- what a name stands for ------------------------------------------------------------------ */

static bool is_fixed_name(struct str word)
{
    return str_is(word, "true") || str_is(word, "false") || str_is(word, "today");
}

enum resolved name_resolve(struct compile *c, struct syntax *s)
{
    if (s->resolved == RESOLVED_NOT_YET) {
        bool said = false;
        if (c->scope->resolve(c->scope->context, s->word, &s->symbol, &said)) {
            s->resolved = RESOLVED_YES;
        } else {
            s->resolved = said ? RESOLVED_SAID : RESOLVED_NO;
        }
        c->errors += s->resolved == RESOLVED_SAID;
    }
    return s->resolved;
}

bool is_open(const struct syntax *s)
{
    switch (s->kind) {
    case SYNTAX_NUMBER:
    case SYNTAX_TEXT:
    case SYNTAX_WORD:
    case SYNTAX_NAME:
        return true;
    case SYNTAX_OPERATION:
        return s->op == EXPR_DEFAULT && is_open(s->first) && is_open(s->last);
    case SYNTAX_CALL:
        return s->n == 3 && str_is(s->word, "if") && is_open(s->first->next) && is_open(s->last);
    }
    return false;
}

struct expr_type open_type(struct compile *c, struct syntax *s)
{
    if (s->kind == SYNTAX_NAME) {
        bool variable = !is_fixed_name(s->word) && name_resolve(c, s) == RESOLVED_YES &&
                        s->symbol.kind == SYMBOL_CELL && type_has_list(s->symbol.type);
        return variable ? s->symbol.type : type_any();
    }
    if (s->kind != SYNTAX_OPERATION && s->kind != SYNTAX_CALL) {
        return type_any();
    }
    struct syntax *one = s->kind == SYNTAX_CALL ? s->first->next : s->first;
    struct expr_type type = open_type(c, one);
    return type_has_list(type) ? type : open_type(c, s->last);
}

static struct expr_node *unknown_name(struct compile *c, const struct syntax *s)
{
    compile_error(c, "E201", s->at, NULL, "'%.*s' is not known here", STR_ARG(s->word));
    const struct str *names = NULL;
    size_t n = c->scope->names ? c->scope->names(c->scope->context, &names) : 0;
    compile_suggest(c, s->word, names, n);
    return NULL;
}

static struct expr_node *check_variable(struct compile *c, struct syntax *s)
{
    const struct expr_symbol *symbol = &s->symbol;
    if (symbol->kind == SYMBOL_ROSTER) {
        compile_error(c, "E209", s->at, "count(ROSTER), any(ROSTER where ...), all(ROSTER where ...)",
                      "'%.*s' is a roster, not a value", STR_ARG(s->word));
        return NULL;
    }
    if (symbol->roster != EXPR_NO_ROSTER && !roster_is_inside(c, symbol->roster)) {
        compile_error(c, "E209", s->at,
                      "over all rows: sum(x), min(x), max(x), count(x), any(ROSTER where ...)",
                      "'%.*s' belongs to a roster and has no single value here", STR_ARG(s->word));
        return NULL;
    }
    struct expr_node *node = tree_node(c, s, EXPR_CELL, symbol->type);
    node->slot = symbol->slot;
    node->roster = symbol->roster;
    node->can_be = symbol->can_be & ~EXPR_WHY_PARTIAL_DATE;
    if (symbol->type.kind == VALUE_DATE && !symbol->whole_days) {
        node->can_be |= EXPR_WHY_PARTIAL_DATE;
    }
    return node;
}

static struct expr_node *check_name(struct compile *c, struct syntax *s)
{
    if (str_is(s->word, "today")) {
        return tree_node(c, s, EXPR_TODAY, (struct expr_type){VALUE_DATE, NULL, 0});
    }
    if (is_fixed_name(s->word)) {
        struct value truth = {.kind = VALUE_BOOL, .truth = str_is(s->word, "true")};
        return tree_constant(c, s, type_bool(), truth);
    }
    switch (name_resolve(c, s)) {
    case RESOLVED_YES:
        return check_variable(c, s);
    case RESOLVED_NO:
        return unknown_name(c, s);
    case RESOLVED_SAID:
    case RESOLVED_NOT_YET:
        break;
    }
    return NULL;
}

/* ---- options --------------------------------------------------------------------------------- */

static struct expr_node *not_in_list(struct compile *c, const struct syntax *s, const void *list)
{
    const struct expr_scope *scope = c->scope;
    struct str name = scope->list_name(scope->context, list);
    struct str word = s->negative ? syntax_words(c, s) : s->word;
    compile_error(c, "E104", s->at, NULL, "option '%.*s' is not in list %.*s", STR_ARG(word), STR_ARG(name));
    const struct str *options = NULL;
    size_t n = scope->options ? scope->options(scope->context, list, &options) : 0;
    compile_suggest(c, s->word, options, n);
    return NULL;
}

/* Beside something that has a list a literal is first of all one of its options. */
static struct expr_node *check_option(struct compile *c, struct syntax *s, const void *list)
{
    int32_t position = 0;
    if (!s->negative && c->scope->option(c->scope->context, list, s->word, &position)) {
        struct value value = {.kind = VALUE_CODE, .code = position};
        return tree_constant(c, s, (struct expr_type){VALUE_CODE, list, 0}, value);
    }
    bool may_be_variable = s->kind == SYNTAX_NAME;
    if (may_be_variable && (is_fixed_name(s->word) || name_resolve(c, s) != RESOLVED_NO)) {
        return check_name(c, s);
    }
    return not_in_list(c, s, list);
}

/* ---- literals -------------------------------------------------------------------------------- */

static struct expr_node *check_number_literal(struct compile *c, struct syntax *s)
{
    struct number number = {0, 0};
    struct str digits = s->negative ? arena_format(c->scratch, "-%.*s", STR_ARG(s->word)) : s->word;
    if (!number_parse(digits, &number)) {
        compile_error(c, "E210", s->at, NULL, "a number has at most 18 digits, 6 of them behind the point");
        return NULL;
    }
    struct value value = {.kind = VALUE_NUMBER, .number = number};
    return tree_constant(c, s, type_number(number.scale), value);
}

struct expr_node *check_leaf(struct compile *c, struct syntax *s, struct expr_type want)
{
    if (type_has_list(want)) {
        return check_option(c, s, want.list);
    }
    switch (s->kind) {
    case SYNTAX_NUMBER:
        return check_number_literal(c, s);
    case SYNTAX_TEXT: {
        struct value text = {.kind = VALUE_TEXT, .text = arena_copy(c->arena, s->word)};
        return tree_constant(c, s, (struct expr_type){VALUE_TEXT, NULL, 0}, text);
    }
    case SYNTAX_WORD:
        compile_error(c, "E201", s->at, "a code is compared with a variable that has a list",
                      "'%.*s' is neither a number nor a name", STR_ARG(s->word));
        return NULL;
    case SYNTAX_NAME:
        return check_name(c, s);
    case SYNTAX_OPERATION:
    case SYNTAX_CALL:
        break;
    }
    return NULL;
}
