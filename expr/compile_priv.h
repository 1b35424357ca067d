#ifndef EXPR_COMPILE_PRIV_H
#define EXPR_COMPILE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/node.h"
#include "expr/expr.h"

enum { EXPR_DEPTH_MOST = 64, EXPR_NODES_MOST = 10000, EXPR_BYTES_MOST = 1 << 20, EXPR_ERRORS_MOST = 20 };

/* A roster whose items may be read here: the one we stand in, or that of an aggregate around us. */
struct inside {
    uint32_t roster;
    const struct inside *outer;
};

/* What one compilation knows. */
struct compile {
    struct arena *arena;   /* the finished tree's */
    struct arena *scratch; /* the syntax, gone afterwards */
    struct diags *diags;
    const struct source *source;
    const struct node *where;
    struct str text;
    const struct expr_scope *scope;
    const struct inside *inside;
    size_t nodes;
    unsigned errors; /* beyond EXPR_ERRORS_MOST they are not shown: placing each one walks the text */
};

/* An error at byte `at` of the expression; `hint` may be NULL. */
void compile_error(struct compile *c, const char *code, size_t at, const char *hint, const char *format, ...)
    PRINTF(5, 6);
/* " (did you mean ...)" behind the error just made. */
void compile_suggest(struct compile *c, struct str word, const struct str *candidates, size_t n);
/* The line and column in the YAML of byte `at` of the scalar's text; the scalar's own where its words
 * cannot be followed (escapes we do not read). */
struct place scalar_place(const struct source *source, const struct node *scalar, size_t at);

/* What the parser makes of the text: no names looked up, no types yet. Literals and names are one kind,
 * because only the other side of a comparison tells whether `3` is a number or an option. */
enum syntax_kind { SYNTAX_NUMBER, SYNTAX_TEXT, SYNTAX_WORD, SYNTAX_NAME, SYNTAX_OPERATION, SYNTAX_CALL };
enum resolved { RESOLVED_NOT_YET, RESOLVED_YES, RESOLVED_NO, RESOLVED_SAID };

struct syntax {
    enum syntax_kind kind;
    enum expr_op op; /* SYNTAX_OPERATION */
    bool negative;   /* SYNTAX_NUMBER with a minus sign */
    unsigned depth;
    size_t at, end;                     /* its own words */
    size_t outer_at, outer_end;         /* with the parentheses around them */
    size_t op_at;                       /* the operator's sign; SYNTAX_CALL: same as at */
    struct str word;                    /* literals, names; SYNTAX_CALL: the function's name */
    struct syntax *first, *last, *next; /* children, and the next of the same parent */
    uint32_t n;
    struct syntax *filter;  /* behind `where` */
    enum resolved resolved; /* names are looked up once */
    struct expr_symbol symbol;
};

/* NULL after an error. */
struct syntax *syntax_parse(struct compile *c);

/* Names, types: `want` as in expr_compile. NULL after an error. */
struct expr_node *check_node(struct compile *c, struct syntax *s, struct expr_type want);

#endif
