#include "expr/compile_priv.h"

#include "base/utf8.h"
#include "expr/lex_priv.h"

/*
 * From words to a tree, by recursive descent. The depth of nesting is counted before each descent, so the
 * stack used is bounded whatever the text. One error ends the reading: what follows would be guesses.
 *
 *     or  <  and  <  not  <  comparison, in, has  <  + -  <  * /  <  unary -  <  ??  <  a value
 */
struct parser {
    struct compile *c;
    struct token token; /* the next one, not yet taken */
    size_t behind;      /* end of the one taken last */
    unsigned nesting;
};

typedef struct syntax *parse_level(struct parser *p);

static struct syntax *parse_expression(struct parser *p);

static struct str token_text(const struct parser *p)
{
    return str_slice(p->c->text, p->token.at, p->token.len);
}

static void take(struct parser *p)
{
    p->behind = p->token.at + p->token.len;
    p->token = lex_next(p->c->text, p->behind);
}

static bool at_word(const struct parser *p, const char *word)
{
    return p->token.kind == TOKEN_NAME && str_is(token_text(p), word);
}

static bool at_operator(const struct parser *p, enum expr_op op)
{
    return p->token.kind == TOKEN_OPERATOR && p->token.op == op;
}

/* ---- errors ---------------------------------------------------------------------------------- */

static struct syntax *fail_bad_token(struct parser *p)
{
    struct str text = token_text(p);
    const char *hint = p->token.hint;
    if (p->token.what) {
        compile_error(p->c, "E203", p->token.at, hint, "%s", p->token.what);
    } else {
        struct str shown = safe_display(p->c->scratch, text);
        compile_error(p->c, "E203", p->token.at, hint, "'%.*s' has no meaning here", STR_ARG(shown));
    }
    return NULL;
}

/* The next token does not fit; `wanted` says what would. */
static struct syntax *fail(struct parser *p, const char *wanted, const char *hint)
{
    if (p->token.kind == TOKEN_BAD) {
        return fail_bad_token(p);
    }
    if (p->token.kind == TOKEN_END) {
        compile_error(p->c, "E202", p->token.at, hint, "the expression ends where %s is missing", wanted);
        return NULL;
    }
    struct str text = token_text(p);
    compile_error(p->c, "E202", p->token.at, hint, "%s is missing before '%.*s'", wanted, STR_ARG(text));
    return NULL;
}

static bool check_depth(struct parser *p, unsigned depth, size_t at)
{
    if (depth <= EXPR_DEPTH_MOST) {
        return true;
    }
    compile_error(p->c, "E204", at, "put a part of it into a computed variable",
                  "nested deeper than %d levels", EXPR_DEPTH_MOST);
    return false;
}

static bool descend(struct parser *p)
{
    return check_depth(p, ++p->nesting, p->token.at);
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static struct syntax *syntax_new(struct parser *p, enum syntax_kind kind, size_t at)
{
    if (p->c->nodes++ >= EXPR_NODES_MOST) {
        compile_error(p->c, "E204", at, "put a part of it into a computed variable",
                      "longer than %d names, values and operators", EXPR_NODES_MOST);
        return NULL;
    }
    struct syntax *s = ARENA_NEW(p->c->scratch, struct syntax);
    s->kind = kind;
    s->depth = 1;
    s->at = s->outer_at = s->op_at = at;
    return s;
}

static struct syntax *close_node(struct parser *p, struct syntax *s)
{
    s->end = s->outer_end = p->behind;
    return s;
}

static bool add_child(struct parser *p, struct syntax *parent, struct syntax *child)
{
    if (!child) {
        return false;
    }
    if (parent->last) {
        parent->last->next = child;
    } else {
        parent->first = child;
    }
    parent->last = child;
    parent->n++;
    if (child->depth >= parent->depth) {
        parent->depth = child->depth + 1;
    }
    return check_depth(p, parent->depth, parent->op_at);
}

/* An operation that begins with `left` and whose sign is the next token. */
static struct syntax *operation_behind(struct parser *p, struct syntax *left, enum expr_op op)
{
    struct syntax *s = syntax_new(p, SYNTAX_OPERATION, left->outer_at);
    if (!s) {
        return NULL;
    }
    s->op = op;
    s->op_at = p->token.at;
    return add_child(p, s, left) ? s : NULL;
}

static struct syntax *finish_binary(struct parser *p, struct syntax *s, parse_level *next)
{
    if (!s) {
        return NULL;
    }
    take(p);
    return add_child(p, s, next(p)) ? close_node(p, s) : NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

static struct syntax *parse_leaf(struct parser *p, enum syntax_kind kind)
{
    struct syntax *s = syntax_new(p, kind, p->token.at);
    if (!s) {
        return NULL;
    }
    s->word = token_text(p);
    if (kind == SYNTAX_TEXT) {
        s->word = lex_unquote(p->c->scratch, s->word);
    }
    take(p);
    return close_node(p, s);
}

static bool expect(struct parser *p, enum token_kind kind, const char *wanted, const char *hint)
{
    if (p->token.kind != kind) {
        fail(p, wanted, hint);
        return false;
    }
    take(p);
    return true;
}

static struct syntax *parse_parentheses(struct parser *p)
{
    size_t at = p->token.at;
    if (!descend(p)) {
        return NULL;
    }
    take(p);
    struct syntax *s = parse_expression(p);
    if (!s || !expect(p, TOKEN_CLOSE, "an operator or ')'", NULL)) {
        return NULL;
    }
    p->nesting--;
    s->outer_at = at;
    s->outer_end = p->behind;
    return s;
}

/* Separated by commas, up to the closing parenthesis, which is taken. */
static bool parse_arguments(struct parser *p, struct syntax *s)
{
    if (p->token.kind != TOKEN_CLOSE) {
        while (add_child(p, s, parse_expression(p))) {
            if (p->token.kind != TOKEN_COMMA) {
                break;
            }
            take(p);
        }
        if (!s->last || p->c->errors) {
            return false;
        }
    }
    if (at_word(p, "where") && s->n > 0) {
        take(p);
        s->filter = parse_expression(p);
        if (!s->filter) {
            return false;
        }
        s->depth = s->filter->depth >= s->depth ? s->filter->depth + 1 : s->depth;
        if (!check_depth(p, s->depth, s->at)) {
            return false;
        }
    }
    return expect(p, TOKEN_CLOSE, "an operator, ',' or ')'", NULL);
}

static struct syntax *parse_call(struct parser *p, struct syntax *name)
{
    name->kind = SYNTAX_CALL;
    if (!descend(p)) {
        return NULL;
    }
    take(p);
    if (!parse_arguments(p, name)) {
        return NULL;
    }
    p->nesting--;
    return close_node(p, name);
}

static struct syntax *parse_value(struct parser *p)
{
    switch (p->token.kind) {
    case TOKEN_NUMBER:
        return parse_leaf(p, SYNTAX_NUMBER);
    case TOKEN_WORD:
        return parse_leaf(p, SYNTAX_WORD);
    case TOKEN_TEXT:
        return parse_leaf(p, SYNTAX_TEXT);
    case TOKEN_OPEN:
        return parse_parentheses(p);
    case TOKEN_NAME: {
        if (lex_is_operator_word(token_text(p))) {
            return fail(p, "a value", "an option of that name stands in double quotes");
        }
        struct syntax *name = parse_leaf(p, SYNTAX_NAME);
        return name && p->token.kind == TOKEN_OPEN ? parse_call(p, name) : name;
    }
    case TOKEN_END:
    case TOKEN_OPERATOR:
    case TOKEN_CLOSE:
    case TOKEN_COMMA:
    case TOKEN_BAD:
        break;
    }
    return fail(p, "a value", NULL);
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct syntax *parse_prefix(struct parser *p, enum expr_op op, parse_level *next)
{
    struct syntax *s = syntax_new(p, SYNTAX_OPERATION, p->token.at);
    if (!s || !descend(p)) {
        return NULL;
    }
    s->op = op;
    take(p);
    if (!add_child(p, s, next(p))) {
        return NULL;
    }
    p->nesting--;
    return close_node(p, s);
}

/* A minus sign, then `next`. A negative number is a value, not a calculation. */
static struct syntax *parse_signed(struct parser *p, parse_level *next)
{
    struct syntax *s = parse_prefix(p, EXPR_NEG, next);
    if (!s || s->first->kind != SYNTAX_NUMBER || s->first->negative) {
        return s;
    }
    struct syntax *number = s->first;
    number->negative = true;
    number->at = number->outer_at = s->at;
    number->end = number->outer_end = s->end;
    return number;
}

static struct syntax *parse_fallback(struct parser *p)
{
    return at_operator(p, EXPR_SUB) ? parse_signed(p, parse_value) : parse_value(p);
}

static struct syntax *parse_default(struct parser *p)
{
    struct syntax *s = parse_value(p);
    while (s && at_operator(p, EXPR_DEFAULT)) {
        s = finish_binary(p, operation_behind(p, s, EXPR_DEFAULT), parse_fallback);
    }
    return s;
}

static struct syntax *parse_minus(struct parser *p)
{
    return at_operator(p, EXPR_SUB) ? parse_signed(p, parse_minus) : parse_default(p);
}

static struct syntax *parse_product(struct parser *p)
{
    struct syntax *s = parse_minus(p);
    while (s && (at_operator(p, EXPR_MUL) || at_operator(p, EXPR_DIV))) {
        s = finish_binary(p, operation_behind(p, s, p->token.op), parse_minus);
    }
    return s;
}

static struct syntax *parse_sum(struct parser *p)
{
    struct syntax *s = parse_product(p);
    while (s && (at_operator(p, EXPR_ADD) || at_operator(p, EXPR_SUB))) {
        s = finish_binary(p, operation_behind(p, s, p->token.op), parse_product);
    }
    return s;
}

/* x in (1, 2); the sign `in` is the next token. */
static struct syntax *parse_in(struct parser *p, struct syntax *left)
{
    struct syntax *s = operation_behind(p, left, EXPR_IN);
    if (!s) {
        return NULL;
    }
    take(p);
    if (!expect(p, TOKEN_OPEN, "'('", "the values stand in parentheses: in (1, 2)")) {
        return NULL;
    }
    do {
        if (s->n > 1) {
            take(p);
        }
        if (!add_child(p, s, parse_sum(p))) {
            return NULL;
        }
    } while (p->token.kind == TOKEN_COMMA);
    return expect(p, TOKEN_CLOSE, "',' or ')'", NULL) ? close_node(p, s) : NULL;
}

static struct syntax *parse_not_in(struct parser *p, struct syntax *left)
{
    take(p);
    if (!at_word(p, "in")) {
        return fail(p, "'in'", "x not in (1, 2); before a comparison: not x == 1");
    }
    struct syntax *in = parse_in(p, left);
    struct syntax *s = in ? syntax_new(p, SYNTAX_OPERATION, in->at) : NULL;
    if (!s) {
        return NULL;
    }
    s->op = EXPR_NOT;
    s->op_at = in->op_at;
    return add_child(p, s, in) ? close_node(p, s) : NULL;
}

static bool at_comparison(const struct parser *p)
{
    return p->token.kind == TOKEN_OPERATOR && p->token.op >= EXPR_EQ && p->token.op <= EXPR_GE;
}

static struct syntax *parse_comparison(struct parser *p)
{
    struct syntax *s = parse_sum(p);
    if (!s) {
        return NULL;
    }
    if (at_comparison(p)) {
        s = finish_binary(p, operation_behind(p, s, p->token.op), parse_sum);
    } else if (at_word(p, "has")) {
        s = finish_binary(p, operation_behind(p, s, EXPR_HAS), parse_sum);
    } else if (at_word(p, "in")) {
        s = parse_in(p, s);
    } else if (at_word(p, "not")) {
        s = parse_not_in(p, s);
    }
    if (s && at_comparison(p)) {
        return fail(p, "'and' or 'or'", "two comparisons are joined: a < b and b < c");
    }
    return s;
}

static struct syntax *parse_not(struct parser *p)
{
    return at_word(p, "not") ? parse_prefix(p, EXPR_NOT, parse_not) : parse_comparison(p);
}

/* One node for a whole chain, so that its length does not count as depth. */
static struct syntax *parse_chain(struct parser *p, const char *word, enum expr_op op, parse_level *next)
{
    struct syntax *first = next(p);
    if (!first || !at_word(p, word)) {
        return first;
    }
    struct syntax *s = operation_behind(p, first, op);
    while (s && at_word(p, word)) {
        take(p);
        if (!add_child(p, s, next(p))) {
            return NULL;
        }
    }
    return s ? close_node(p, s) : NULL;
}

static struct syntax *parse_and(struct parser *p)
{
    return parse_chain(p, "and", EXPR_AND, parse_not);
}

static struct syntax *parse_expression(struct parser *p)
{
    return parse_chain(p, "or", EXPR_OR, parse_and);
}

struct syntax *syntax_parse(struct compile *c)
{
    struct parser p = {.c = c};
    if (c->text.len > EXPR_BYTES_MOST) {
        compile_error(c, "E204", 0, NULL, "longer than %d bytes", EXPR_BYTES_MOST);
        return NULL;
    }
    p.token = lex_next(c->text, 0);
    if (p.token.kind == TOKEN_END) {
        compile_error(c, "E202", 0, NULL, "an expression is missing here");
        return NULL;
    }
    struct syntax *s = parse_expression(&p);
    if (s && p.token.kind != TOKEN_END) {
        const char *hint = p.token.kind == TOKEN_COMMA ? "decimals have a point: 2.5" : NULL;
        fail(&p, "an operator", hint);
        return NULL;
    }
    return s;
}
