#ifndef EXPR_TYPES_PRIV_H
#define EXPR_TYPES_PRIV_H

#include "expr/compile_priv.h"

static inline struct expr_type type_any(void)
{
    return (struct expr_type){VALUE_NONE, NULL, 0};
}
static inline struct expr_type type_bool(void)
{
    return (struct expr_type){VALUE_BOOL, NULL, 0};
}
static inline struct expr_type type_number(unsigned scale)
{
    return (struct expr_type){VALUE_NUMBER, NULL, (uint8_t)scale};
}
static inline bool type_has_list(struct expr_type type)
{
    return type.kind == VALUE_CODE || type.kind == VALUE_SET;
}

/* "a number", "a code of list work_status", ... */
struct str type_words(struct compile *c, struct expr_type type);
/* The node's words as they stand in the source. */
struct str syntax_words(const struct compile *c, const struct syntax *s);

struct expr_node *tree_node(struct compile *c, const struct syntax *s, enum expr_op op,
                            struct expr_type type);
/* The same with its arguments, which must not be NULL. */
struct expr_node *tree_node_of(struct compile *c, const struct syntax *s, enum expr_op op,
                               struct expr_type type, uint32_t n, struct expr_node *const *args);
struct expr_node *tree_constant(struct compile *c, const struct syntax *s, struct expr_type type,
                                struct value value);

/* names.c: numbers, texts, words and names. */
struct expr_node *check_leaf(struct compile *c, struct syntax *s, struct expr_type want);
/* Looks a name up, once; does not complain. */
enum resolved name_resolve(struct compile *c, struct syntax *s);
/* A literal or name, or an if() or ?? of such: the other side may tell what it means. */
bool is_open(const struct syntax *s);
/* The list such a thing speaks of, if one of its names is a variable that has one. */
struct expr_type open_type(struct compile *c, struct syntax *s);
/* May items of this roster be read by their name here? */
bool roster_is_inside(const struct compile *c, uint32_t roster);

/* types.c */
/* One that must be of a kind: `whose` is what needs it, for the message. */
struct expr_node *check_kind(struct compile *c, struct syntax *s, enum value_kind kind, const char *whose);
/* Both sides, each with what the other tells about it. False when one is faulty. */
bool check_pair(struct compile *c, struct syntax *a, struct syntax *b, struct expr_type want,
                struct expr_node *out[2]);
/* The error of two types that do not go together, E205 or E206. */
void types_differ(struct compile *c, size_t at, struct expr_type a, struct expr_type b, const char *verb);
/* The type of what is either of two; an error where they differ. */
bool types_join(struct compile *c, size_t at, struct expr_node *const both[2], struct expr_type *joined);

/* functions.c */
struct expr_node *check_call(struct compile *c, struct syntax *s, struct expr_type want);

/* The six that may stand over rows. */
bool is_aggregate(struct str name);

/* aggregates.c: count, sum, min, max, any, all; `op` is the one over rows. */
struct expr_node *check_aggregate(struct compile *c, struct syntax *s, enum expr_op op);

#endif
