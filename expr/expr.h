#ifndef EXPR_EXPR_H
#define EXPR_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/node.h"
#include "base/str.h"
#include "expr/cell.h"

/*
 * The expression language of docs/questionnaire-language.md, section 7: conditions, checks, derivations,
 * cleaning rules. Compiled once against names that a callback resolves; evaluated any number of times.
 * Three-valued: a result is a value or unknown with the set of reasons.
 * Limits: depth 64, 10,000 nodes per expression; diagnostics E2xx and E104, listed in expr/codes.def.
 */

/* The type of a value: what kind, and for codes and sets which list (opaque here). */
struct expr_type {
    enum value_kind kind;
    const void *list; /* VALUE_CODE, VALUE_SET; otherwise NULL */
    uint8_t scale;    /* VALUE_NUMBER: decimals, 0 = whole */
};

#define EXPR_NO_ROSTER UINT32_MAX

enum symbol_kind {
    SYMBOL_CELL,   /* a variable */
    SYMBOL_ROSTER, /* a roster, usable in count(), any(), all() */
};

/* What a name stands for. */
struct expr_symbol {
    enum symbol_kind kind;
    uint32_t slot; /* number of the variable, or of the roster; the evaluator passes it back */
    struct expr_type type;
    uint32_t roster; /* the roster a variable belongs to, or EXPR_NO_ROSTER */
    /* States the variable can be in, besides answered, at the place of use: bit 1 << enum cell_state.
     * Only for the E-UNK analysis (expr_can_be_unknown). */
    uint32_t can_be;
    bool whole_days; /* VALUE_DATE: never a partial date; for that analysis too */
};

/* Names at compile time. `resolve` returns false when the name is unknown; it may have added a better
 * diagnostic of its own and then sets *said. `option` finds an option by code or name in a list.
 * `names` fills candidates for "did you mean" (may be NULL). */
struct expr_scope {
    bool (*resolve)(void *context, struct str name, struct expr_symbol *out, bool *said);
    bool (*option)(void *context, const void *list, struct str code_or_name, int32_t *position);
    struct str (*list_name)(void *context, const void *list);
    size_t (*names)(void *context, const struct str **out);
    /* The options' codes and names of a list, for "did you mean"; may be NULL. */
    size_t (*options)(void *context, const void *list, const struct str **out);
    void *context;
    uint32_t roster; /* inside which roster the expression stands, or EXPR_NO_ROSTER */
};

enum expr_op {
    EXPR_CONST,
    EXPR_CELL, /* slot; row is the current one for the roster we stand in, else 0 */
    EXPR_TODAY,
    EXPR_OR,
    EXPR_AND, /* two or more args */
    EXPR_NOT,
    EXPR_EQ,
    EXPR_NE,
    EXPR_LT,
    EXPR_LE,
    EXPR_GT,
    EXPR_GE,
    EXPR_IN,  /* args[0] in args[1..] (constants) */
    EXPR_HAS, /* set has code */
    EXPR_ADD,
    EXPR_SUB,
    EXPR_MUL,
    EXPR_DIV,
    EXPR_NEG,
    EXPR_DEFAULT, /* ?? */
    EXPR_IF,
    EXPR_ANSWERED,
    EXPR_DONT_KNOW,
    EXPR_REFUSED,
    EXPR_ASKED,
    EXPR_PARKED,
    EXPR_YEAR,
    EXPR_MONTH,
    EXPR_AGE,
    EXPR_DAYS,
    EXPR_LENGTH,
    EXPR_ABS,
    EXPR_ROUND,
    EXPR_MIN,
    EXPR_MAX,
    EXPR_SUM,
    EXPR_COUNT, /* over arguments */
    EXPR_SET_SIZE,
    /* over the live rows of `slot` (a roster): args[0] the item or NULL, args[1] the `where` or NULL; n is 2
     */
    EXPR_ROWS_COUNT,
    EXPR_ROWS_ANY,
    EXPR_ROWS_ALL,
    EXPR_ROWS_SUM,
    EXPR_ROWS_MIN,
    EXPR_ROWS_MAX,
    EXPR_OPS
};

/* The tree, open for readers (why-display, prover, prints). Never changed after compiling. */
struct expr_node {
    enum expr_op op;
    struct expr_type type;
    uint32_t slot;   /* EXPR_CELL: variable; EXPR_ROWS_*: roster */
    uint32_t roster; /* EXPR_CELL: the variable's roster or EXPR_NO_ROSTER */
    struct value constant;
    uint32_t can_be; /* EXPR_CELL: as its symbol said, with EXPR_WHY_PARTIAL_DATE unless whole_days */
    struct str text; /* this node's own words in the source */
    uint32_t at;     /* byte offset of text in expr.text */
    uint32_t n;
    struct expr_node *const *args;
};

struct expr {
    struct str text;
    const struct expr_node *root;
    size_t nodes;
    /* Every variable and roster read, each once, ascending: the edges of the dependency graph. */
    const uint32_t *reads;
    size_t reads_n;
    const uint32_t *rosters;
    size_t rosters_n;
};

/*
 * Compiles the text of `where` (a scalar node of `source`, so that errors point into it). `want` is the
 * type the place needs (kind VALUE_NONE: any; a code type lets literals be options). NULL after errors.
 */
struct expr *expr_compile(struct arena *arena, struct diags *diags, const struct source *source,
                          const struct node *where, const struct expr_scope *scope, struct expr_type want);

/* The line and column of byte `at` (expr_node.at) of the expression that stands in the scalar `where`. */
struct place expr_place(const struct source *source, const struct node *where, size_t at);

/* The same as text in the language (canonical spacing), for prints and tests. `names` turns slots back
 * into names, lists' options are printed with their code. */
struct expr_names {
    struct str (*variable)(void *context, uint32_t slot);
    struct str (*roster)(void *context, uint32_t slot);
    struct str (*option)(void *context, const void *list, int32_t position);
    void *context;
};
struct str expr_format(struct arena *arena, const struct expr_node *node, const struct expr_names *names);

/* Reasons for unknown: bits 1 << enum cell_state, and these. */
#define EXPR_WHY_ZERO_DIVISION (1u << 16)
#define EXPR_WHY_OVERFLOW      (1u << 17)
#define EXPR_WHY_EMPTY         (1u << 18) /* min, max of none */
#define EXPR_WHY_PARTIAL_DATE  (1u << 19)
#define EXPR_WHY_UNBORN        (1u << 20) /* age on a day before the birth */
#define EXPR_WHY_STEPS         (1u << 21) /* more than 100,000 steps: rosters within rosters */
/* What stays silent nowhere: the caller reports it beside treating the result as unknown. */
#define EXPR_WHY_REPORTED (EXPR_WHY_OVERFLOW | EXPR_WHY_STEPS)

/* What an evaluator asks for. Cells are those of the present route (a parked one has state parked). */
struct expr_env {
    /* Never NULL; the cell need live only until the next call. */
    const struct cell *(*cell)(void *context, uint32_t slot, uint32_t row);
    /* Ids of the live rows of a roster, ascending; they stay as they are during one evaluation. */
    uint32_t (*rows)(void *context, uint32_t roster, const uint32_t **ids);
    /* The code number an option stands for, for `<` between options of a scale. */
    int64_t (*code_number)(void *context, const void *list, int32_t position);
    void *context;
    int32_t today;         /* days since 1970 */
    struct arena *scratch; /* for sets and texts kept over a further call of `cell`; NULL when cells stay */
};

struct expr_result {
    bool known;
    uint32_t reasons; /* when not known */
    struct value value;
};

/* `row` = the row the expression stands in, 0 outside rosters. */
struct expr_result expr_eval(const struct expr *expr, const struct expr_env *env, uint32_t row);
/* Any node of the tree by itself (why-display). */
struct expr_result expr_eval_node(const struct expr_node *node, const struct expr_env *env, uint32_t row);

/* Kleene's three values, for conditions. */
enum truth { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE };
enum truth expr_truth(const struct expr *expr, const struct expr_env *env, uint32_t row);

/* The state of a computed cell without value: the first of refused, dont_know, not_applicable,
 * not_reached among the reasons (engine 4); not_applicable where none of them stands there. */
enum cell_state expr_reason_state(uint32_t reasons);

/*
 * Can the expression be unknown, given what `can_be` of its symbols said at compile time? Conservative:
 * may say yes where a deeper proof would say no; never no where it can. `culprit` and `state` name the
 * first variable and state that make it so (culprit UINT32_MAX: a division, a partial date, min of none).
 * Knows that `answered(x) and ...`, `x ?? v` and the like remove the possibility. Overflow, too many steps
 * and an age before birth do not count.
 */
bool expr_can_be_unknown(const struct expr *expr, uint32_t *culprit, enum cell_state *state);

#endif
