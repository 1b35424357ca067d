#ifndef EXPR_CELL_H
#define EXPR_CELL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

/*
 * What an answer is: a cell, a state and, where answered, a value. Codes such as -1 or 99 exist only in
 * export maps.
 */
enum cell_state {
    CELL_NOT_REACHED, /* zero: a cell nobody has touched */
    CELL_OPEN,
    CELL_ANSWERED,
    CELL_DONT_KNOW,
    CELL_REFUSED,
    CELL_NOT_APPLICABLE,
    CELL_PARKED, /* keeps its value, reads as having none */
    CELL_NOT_IN_VERSION,
    CELL_NOT_IN_VARIANT,
    CELL_STATES
};

enum value_kind {
    VALUE_NONE,
    VALUE_BOOL,
    VALUE_NUMBER,
    VALUE_TEXT,
    VALUE_DATE,
    VALUE_TIME,
    VALUE_CODE,
    VALUE_SET
};

/* A decimal number: units / 10^scale, scale 0..6. 2.50 and 2.5 are equal. */
struct number {
    int64_t units;
    uint8_t scale;
};

/* Options of one list by their position in the list (not their code), ascending, without doubles. */
struct code_set {
    const int32_t *items;
    uint32_t n;
};

struct value {
    enum value_kind kind;
    union {
        bool truth;
        struct number number;
        struct str text;
        struct date date; /* may be partial */
        int32_t minutes;  /* VALUE_TIME, since midnight */
        int32_t code;     /* VALUE_CODE: position of the option in its list */
        struct code_set set;
    };
};

struct cell {
    enum cell_state state;
    struct value value; /* meaningful when answered or parked */
};

/* "not_reached" "open" "answered" "dont_know" "refused" ... : the spelling of files and JSON. */
const char *cell_state_name(enum cell_state state);
bool cell_state_parse(struct str name, enum cell_state *out);
/* On the present route: answered, don't know, refused or open. */
bool cell_asked(const struct cell *cell);

bool value_equal(const struct value *a, const struct value *b);
/* Deep copy: texts and sets into the arena. */
struct value value_copy(struct arena *arena, const struct value *value);
bool set_has(struct code_set set, int32_t code);

/* Numbers. All return false on 64-bit overflow; number_divide also for a zero divisor. Division gives
 * scale 6, rounded half away from zero. */
bool number_parse(struct str s, struct number *out);                 /* "-12.5", dot only, scale <= 6 */
struct str number_format(struct arena *arena, struct number number); /* shortest, dot */
int number_compare(struct number a, struct number b);
bool number_add(struct number a, struct number b, struct number *out);
bool number_subtract(struct number a, struct number b, struct number *out);
bool number_multiply(struct number a, struct number b, struct number *out);
bool number_divide(struct number a, struct number b, struct number *out);
struct number number_round(struct number a); /* to a whole number, half away from zero */
static inline struct number number_int(int64_t n)
{
    return (struct number){n, 0};
}

#endif
