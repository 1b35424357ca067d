#ifndef TESTS_UNIT_EXPR_PROPERTIES_H
#define TESTS_UNIT_EXPR_PROPERTIES_H

#include "tests/unit/expr/fixture.h"

/*
 * What must hold for every expression that compiles, whatever the cells; for random trees and for fuzzing.
 */

/* splitmix64: the same everywhere for the same seed. */
struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *r)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline uint32_t random_below(struct random *r, uint32_t n)
{
    return (uint32_t)(random_next(r) % n);
}

static inline struct world *random_world(struct arena *arena)
{
    static const char *const lines[] = {
        "list work 1 employed, 2 self_employed, 3 retired, 10 other",
        "list search 1 family, 7 other",
        "list country BE, MA, 1A",
        "roster household",
        "roster children",
        "x int",
        "y int",
        "z decimal 2",
        "done bool",
        "gone bool",
        "city text",
        "birth date",
        "met date whole",
        "begin time",
        "job code work",
        "other code work",
        "nation code country",
        "found set search",
        "later later_one",
        "member_age int in household",
        "member_found set search in household",
        "child_age int in children",
    };
    struct world *w = world_new(arena);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        world_declare(w, str_from(lines[i]));
    }
    return w;
}

/* Which states each variable can be in; many can only be answered. Before compiling. */
static inline void random_can_be(struct world *w, struct random *r)
{
    for (uint32_t i = 0; i < w->variables_n; i++) {
        uint32_t states = random_below(r, 3) ? (uint32_t)(random_next(r) & random_next(r)) : 0;
        w->variables[i].symbol.can_be = (states & ((1u << CELL_STATES) - 1)) | 1u << CELL_ANSWERED;
    }
}

static inline struct number random_number(struct random *r, uint8_t scale)
{
    static const int64_t edges[] = {INT64_MIN, INT64_MAX, INT64_MIN + 1, 0, 1, -1};
    int64_t units = (int64_t)random_below(r, 7) - 3;
    if (random_below(r, 8) == 0) {
        units = edges[random_below(r, ARRAY_LEN(edges))];
    }
    return (struct number){units, (uint8_t)random_below(r, scale + 1u)};
}

static inline struct date random_date(struct random *r, bool whole)
{
    struct date date = date_from_days((int32_t)random_below(r, 4000) + 18000);
    uint32_t known = whole ? 2 : random_below(r, 3);
    date.day = known == 2 ? date.day : 0;
    date.month = known >= 1 ? date.month : 0;
    return date;
}

static inline struct value random_value(struct world *w, struct random *r, const struct variable *v)
{
    static const char *const texts[] = {"", "Gent", "a", "\xC3\xA9"};
    struct value value = {.kind = v->symbol.type.kind};
    const struct list *list = v->symbol.type.list;
    switch (value.kind) {
    case VALUE_NONE:
        break;
    case VALUE_BOOL:
        value.truth = random_below(r, 2);
        break;
    case VALUE_NUMBER:
        value.number = random_number(r, v->symbol.type.scale);
        break;
    case VALUE_TEXT:
        value.text = str_from(texts[random_below(r, ARRAY_LEN(texts))]);
        break;
    case VALUE_DATE:
        value.date = random_date(r, v->symbol.whole_days);
        break;
    case VALUE_TIME:
        value.minutes = (int32_t)random_below(r, 1440);
        break;
    case VALUE_CODE:
        value.code = (int32_t)random_below(r, (uint32_t)list->n);
        break;
    case VALUE_SET: {
        int32_t *items = ARENA_ARRAY(w->arena, list->n, int32_t);
        for (uint32_t i = 0; i < list->n; i++) {
            items[value.set.n] = (int32_t)i;
            value.set.n += random_below(r, 2);
        }
        value.set.items = items;
    }
    }
    return value;
}

/* Cells in states that their variables can be in. */
static inline void random_cells(struct world *w, struct random *r)
{
    for (uint32_t i = 0; i < w->variables_n; i++) {
        struct variable *v = &w->variables[i];
        for (uint32_t row = 0; row < ROWS_MOST; row++) {
            unsigned state = CELL_ANSWERED;
            for (unsigned tries = 0; tries < 4; tries++) {
                unsigned other = random_below(r, CELL_STATES);
                state = v->symbol.can_be & 1u << other ? other : state;
            }
            v->cells[row] = (struct cell){(enum cell_state)state, random_value(w, r, v)};
        }
    }
    for (uint32_t i = 0; i < w->rosters_n; i++) {
        w->rows_n[i] = 0;
        for (uint32_t row = 1; row < ROWS_MOST; row++) {
            if (random_below(r, 3) == 0) {
                w->rows[i][w->rows_n[i]++] = row;
            }
        }
    }
    w->env.today = 20000 + (int32_t)random_below(r, 4000);
}

static inline const char *check_value_kind(const struct expr *expr, const struct expr_result *result)
{
    if (!result->known) {
        return result->reasons ? NULL : "unknown without a reason";
    }
    if (result->reasons && result->value.kind == VALUE_NONE) {
        return "known without a value";
    }
    return result->value.kind == expr->root->type.kind ? NULL : "a value of another kind";
}

/* What is broken, or NULL. */
static inline const char *check_evaluation(struct world *w, const struct expr *expr)
{
    uint32_t culprit = 0;
    enum cell_state state = CELL_OPEN;
    bool can_be = expr_can_be_unknown(expr, &culprit, &state);
    struct expr_result result = expr_eval(expr, &w->env, 1);
    const char *broken = check_value_kind(expr, &result);
    if (broken) {
        return broken;
    }
    uint32_t excepted = EXPR_WHY_REPORTED | EXPR_WHY_UNBORN;
    if (!can_be && !result.known && !(result.reasons & excepted)) {
        return "unknown, though it was said not to be";
    }
    if (can_be && culprit != UINT32_MAX &&
        (culprit >= w->variables_n || !(w->variables[culprit].symbol.can_be & 1u << state))) {
        return "the culprit cannot be in that state";
    }
    return NULL;
}

/* Prints it and reads it again: the same tree, the same result. The world's diagnostics are spent. */
static inline const char *check_printing(struct world *w, const struct expr *expr)
{
    struct expr_names names = world_printer(w);
    struct expr_result result = expr_eval(expr, &w->env, 1);
    struct str first = result_text(w->arena, expr->root->type, &result);
    const struct expr *again = world_compile(w, expr_format(w->arena, expr->root, &names));
    if (!again) {
        return "printed, it is refused";
    }
    if (!trees_equal(expr->root, again->root)) {
        return "printed, it is another";
    }
    result = expr_eval(again, &w->env, 1);
    return str_equal(first, result_text(w->arena, again->root->type, &result)) ? NULL : "printed, it differs";
}

#endif
