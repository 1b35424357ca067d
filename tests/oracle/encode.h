#ifndef TESTS_ORACLE_ENCODE_H
#define TESTS_ORACLE_ENCODE_H

#include <z3.h>

#include "questionnaire/prove.h"

/*
 * A small questionnaire as formulas of Z3, written from docs/questionnaire-language.md and not from the
 * prover: one formula per item and row for "is on the route", one set of variables per answer.
 */
enum { ENCODE_ROWS = 3, ENCODE_OPTIONS = 8, ENCODE_FIRST_YEAR = 1900, ENCODE_LAST_YEAR = 2031 };

struct zvalue {
    Z3_ast known;               /* has a value */
    Z3_ast rf, dk, na;          /* reasons why not */
    Z3_ast value;               /* Bool, Real (numbers), Int (codes, first days, texts) */
    Z3_ast last;                /* dates: last day; NULL: the same day */
    int first_year;             /* dates: none lies before it; 0: not known */
    Z3_ast year, month;         /* dates: of the first day; NULL: not fixed yet */
    Z3_ast has[ENCODE_OPTIONS]; /* sets: Bool per option */
};

struct encoding {
    struct arena *arena;
    const struct questionnaire *q;
    int group;
    Z3_context z;
    Z3_solver solver;
    struct zvalue *cells;  /* [slot * (ENCODE_ROWS + 1) + row] */
    Z3_ast *on;            /* [item * (ENCODE_ROWS + 1) + row] */
    Z3_ast *stuck;         /* likewise: on the route, and nothing can be answered */
    struct zvalue *checks; /* [check * (ENCODE_ROWS + 1) + row]: what they say */
    Z3_ast *live;          /* [roster * (ENCODE_ROWS + 1) + row] */
    Z3_ast today;
    Z3_func_decl length; /* of texts */
    int32_t first_day, last_day;
    struct str texts[16];
    unsigned texts_n, fresh;
    bool beyond; /* something that is not encoded came up */
};

void encode(struct encoding *e, const struct questionnaire *q, int group, int32_t first_day,
            int32_t last_day);
void encode_free(struct encoding *e);
/* Is there an interview as the claim says? Z3_L_UNDEF where Z3 does not know. CLAIM_GOES_ON: is somebody
 * stuck there? */
Z3_lbool encode_ask(struct encoding *e, const struct claim *claim);

/* Can this be asked at all? For "stuck" all answers are tried, so that there must be few. */
bool encode_can_ask(const struct questionnaire *q, const struct claim *claim);

/* dates.c: year and month of its first day. */
void encode_calendar(struct encoding *e, struct zvalue *date);
/* A date of one of these precisions (bits 1 << enum date_precision). */
void encode_date(struct encoding *e, unsigned precisions, int first_year, struct zvalue *date);
/* Whole years up to today of one born on this day. */
Z3_ast encode_age_today(struct encoding *e, Z3_ast birth, int first_year);

/* expressions.c */
struct zvalue encode_expr(struct encoding *e, const struct expr *expr, uint32_t row);
struct zvalue encode_cell(struct encoding *e, uint32_t slot, uint32_t row);
/* To whole numbers, halves away from zero. */
Z3_ast encode_rounded(struct encoding *e, Z3_ast a);
Z3_ast encode_true(const struct zvalue *v, struct encoding *e);

static inline Z3_ast z_last(const struct zvalue *v)
{
    return v->last ? v->last : v->value;
}

/* small ones */
static inline Z3_ast z_and(struct encoding *e, Z3_ast a, Z3_ast b)
{
    Z3_ast both[] = {a, b};
    return Z3_mk_and(e->z, 2, both);
}
static inline Z3_ast z_or(struct encoding *e, Z3_ast a, Z3_ast b)
{
    Z3_ast both[] = {a, b};
    return Z3_mk_or(e->z, 2, both);
}
static inline void z_must(struct encoding *e, Z3_ast a)
{
    Z3_solver_assert(e->z, e->solver, a);
}
static inline void z_must_when(struct encoding *e, Z3_ast when, Z3_ast then)
{
    z_must(e, Z3_mk_implies(e->z, when, then));
}
static inline Z3_ast z_not(struct encoding *e, Z3_ast a)
{
    return Z3_mk_not(e->z, a);
}
static inline Z3_ast z_bool(struct encoding *e, bool truth)
{
    return truth ? Z3_mk_true(e->z) : Z3_mk_false(e->z);
}
static inline Z3_ast z_int(struct encoding *e, int64_t n)
{
    return Z3_mk_int64(e->z, n, Z3_mk_int_sort(e->z));
}
static inline Z3_ast z_real(struct encoding *e, struct number n)
{
    int divisor = 1;
    for (uint8_t i = 0; i < n.scale; i++) {
        divisor *= 10;
    }
    return Z3_mk_real(e->z, (int)n.units, divisor);
}
static inline Z3_ast z_fresh(struct encoding *e, Z3_sort sort)
{
    return Z3_mk_const(e->z, Z3_mk_int_symbol(e->z, (int)++e->fresh), sort);
}
static inline Z3_ast z_choose(struct encoding *e, Z3_ast when, Z3_ast a, Z3_ast b)
{
    return Z3_mk_ite(e->z, when, a, b);
}

#endif
