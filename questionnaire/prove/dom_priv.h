#ifndef QUESTIONNAIRE_PROVE_DOM_PRIV_H
#define QUESTIONNAIRE_PROVE_DOM_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "expr/expr.h"

/*
 * A domain: what a cell or the result of an expression may still be. It always holds at least what is
 * possible, often more; what it leaves out cannot be.
 *
 * Values are kept by kind: bits for BOOL (0 false, 1 true), CODE (positions of the list), TEXT (the texts
 * that the questionnaire names, and one bit for all others) and SET (what may be chosen; `must` what is
 * chosen); an interval for NUMBER (millionths), DATE (first day), TIME (minutes), TEXT (characters) and SET
 * (how many).
 */
struct bits {
    uint64_t one;         /* up to 64 of them */
    const uint64_t *many; /* more */
};

struct dom {
    uint32_t why;    /* states and reasons for which it may have no value: bits as in expr_result.reasons */
    uint32_t n;      /* how many bits, 0: none */
    bool known;      /* it may have a value */
    uint8_t kind;    /* enum value_kind */
    uint8_t precise; /* DATE: bits 1 << enum date_precision */
    int64_t lo, hi;
    struct bits may, must;
};

#define DOM_WHY_ALL UINT32_MAX
#define DOM_LOWEST  INT64_MIN /* no bound */
#define DOM_HIGHEST INT64_MAX
#define MILLION     INT64_C(1000000)

/* Truths as a mask, for those who ask about conditions. */
enum { CAN_FALSE = 1, CAN_TRUE = 2, CAN_UNKNOWN = 4, CAN_ANY = 7 };

/* ---- bits ---- */
static inline uint32_t bits_words(uint32_t n)
{
    return (n + 63) / 64;
}
static inline const uint64_t *bits_at(const struct bits *bits, uint32_t n)
{
    return n <= 64 ? &bits->one : bits->many;
}
static inline bool bits_has(const struct bits *bits, uint32_t n, uint32_t at)
{
    return at < n && (bits_at(bits, n)[at >> 6] >> (at & 63) & 1);
}
struct bits bits_none(struct arena *arena, uint32_t n);
struct bits bits_all(struct arena *arena, uint32_t n);
struct bits bits_only(struct arena *arena, uint32_t n, uint32_t at);
struct bits bits_and(struct arena *arena, struct bits a, struct bits b, uint32_t n);
struct bits bits_or(struct arena *arena, struct bits a, struct bits b, uint32_t n);
struct bits bits_minus(struct arena *arena, struct bits a, struct bits b, uint32_t n);
uint32_t bits_count(struct bits a, uint32_t n);
bool bits_subset(struct bits a, struct bits b, uint32_t n);
uint32_t bits_seek(struct bits a, uint32_t n, uint32_t from); /* first at or after `from`, or n */
bool bits_meet(struct bits a, struct bits b, uint32_t n);     /* have one in common */

/* ---- domains ---- */
/* Every value of a kind and every reason for none. `n` 0 with a kind of bits: does not bound them. */
struct dom dom_any(uint8_t kind);
struct dom dom_nothing(uint8_t kind); /* neither value nor reason */
struct dom dom_truth(unsigned can, uint32_t why);
struct dom dom_number(int64_t lo, int64_t hi);
struct dom dom_unknown(uint8_t kind, uint32_t why);
struct dom dom_code(struct arena *arena, uint32_t n, uint32_t at);
struct dom dom_date(struct date date);
struct dom dom_meet(struct arena *arena, const struct dom *a, const struct dom *b);
struct dom dom_join(struct arena *arena, const struct dom *a, const struct dom *b);
bool dom_within(const struct dom *a, const struct dom *b); /* a is a subset of b */
static inline bool dom_empty(const struct dom *d)
{
    return !d->known && !d->why;
}
/* The mask of a condition's domain, and back: only these outcomes. */
unsigned dom_can(const struct dom *d);
struct dom dom_want(unsigned can);
/* Nothing is left to decide. */
bool dom_single(const struct dom *d);

/* ---- numbers in millionths, at the ends of 64 bits unbounded ---- */
int64_t scaled_from(struct number number);
int64_t scaled_add(int64_t a, int64_t b);
int64_t scaled_negate(int64_t a);
int64_t scaled_multiply(int64_t a, int64_t b);
int64_t scaled_divide(int64_t a, int64_t b);
static inline bool scaled_unbounded(int64_t a)
{
    return a == DOM_LOWEST || a == DOM_HIGHEST;
}

#endif
