#ifndef EXPR_LEX_PRIV_H
#define EXPR_LEX_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "expr/expr.h"

/* The words of an expression, one at a time. */
enum token_kind {
    TOKEN_END,
    TOKEN_NAME,     /* letters, digits, underscores; and, or, not are names, the parser knows them */
    TOKEN_NUMBER,   /* 3 or 2.5, without sign */
    TOKEN_WORD,     /* begins with digits but is no number, 12b: can only be an option's code */
    TOKEN_TEXT,     /* with its quotes */
    TOKEN_OPERATOR, /* op says which */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_BAD /* what and hint say why */
};

struct token {
    enum token_kind kind;
    enum expr_op op;
    size_t at;
    size_t len;
    const char *what;
    const char *hint;
};

/* The token that begins at or after `at`. Never reads outside `text`, whatever the bytes. */
struct token lex_next(struct str text, size_t at);
/* What a text token says, its quotes and backslashes taken away. */
struct str lex_unquote(struct arena *arena, struct str quoted);
/* May this option code stand as it is, or does it need quotes? */
bool lex_is_bare(struct str code);
/* and, or, not, in, has, where: have a meaning of their own and can name nothing without quotes. */
bool lex_is_operator_word(struct str word);

#endif
