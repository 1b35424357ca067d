#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/rows.h"
#include "tests/unit/expr/fixture.h"

/* The next row that is no declaration. */
static bool next_row(struct rows *rows, struct world *w, struct row *row)
{
    while (rows_next(rows, row)) {
        if (row->field[0].ptr[0] != '!') {
            return true;
        }
        world_declare(w, str_slice(row->field[0], 1, row->field[0].len));
    }
    return false;
}

static struct str first_error(const struct world *w)
{
    return w->diags->n ? w->diags->items[0].text : STR("no diagnostic");
}

/* Printed and read again it must be the same tree. */
static void check_round_trip(struct rows *rows, struct world *w, const struct expr *expr)
{
    struct expr_names names = world_printer(w);
    struct str text = expr_format(w->arena, expr->root, &names);
    const struct expr *again = world_compile(w, text);
    if (!rows_check(rows, again, "printed as %.*s, which is refused: %.*s", STR_ARG(text),
                    STR_ARG(first_error(w)))) {
        return;
    }
    rows_check(rows, trees_equal(expr->root, again->root), "printed as %.*s, which means something else",
               STR_ARG(text));
    rows_equal(rows, expr_format(w->arena, again->root, &names), text, "printed twice");
}

static enum truth truth_of(const struct expr_result *result)
{
    if (!result->known || result->value.kind != VALUE_BOOL) {
        return TRUTH_UNKNOWN;
    }
    return result->value.truth ? TRUTH_TRUE : TRUTH_FALSE;
}

static void test_eval(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-eval");
    struct world *w = world_new(rows_arena(rows));
    struct row row;
    while (next_row(rows, w, &row)) {
        rows_check(rows, world_set(w, row.field[1]), "cells cannot be read: %s", row.field[1].ptr);
        const struct expr *expr = world_compile(w, row.field[0]);
        if (!rows_check(rows, expr, "refused: %.*s", STR_ARG(first_error(w)))) {
            continue;
        }
        struct expr_result result = expr_eval(expr, &w->env, w->row);
        rows_equal(rows, result_text(w->arena, expr->root->type, &result), row.field[2], "result");
        rows_check(rows, expr_truth(expr, &w->env, w->row) == truth_of(&result), "expr_truth differs");
        check_round_trip(rows, w, expr);
    }
    diags_free(w->diags);
    rows_close(rows);
}

/* expression | settings | code | column | words of the message | words of the hint */
static void test_errors(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-errors");
    struct world *w = world_new(rows_arena(rows));
    struct row row;
    while (next_row(rows, w, &row)) {
        rows_check(rows, world_set(w, row.field[1]), "settings cannot be read: %s", row.field[1].ptr);
        const struct expr *expr = world_compile(w, row.field[0]);
        if (!rows_check(rows, !expr && w->diags->n > 0, "accepted, or refused without a word")) {
            continue;
        }
        const struct diag *diag = &w->diags->items[0];
        rows_equal(rows, str_from(diag->code), row.field[2], "code");
        rows_equal(rows, arena_format(w->arena, "%u", diag->place.column), row.field[3], "column");
        rows_check(rows, str_find(diag->text, row.field[4], 0) < diag->text.len, "text '%.*s' lacks '%s'",
                   STR_ARG(diag->text), row.field[4].ptr);
        rows_check(rows, row.field[5].len == 0 || str_find(diag->hint, row.field[5], 0) < diag->hint.len,
                   "hint '%.*s' lacks '%s'", STR_ARG(diag->hint), row.field[5].ptr);
        rows_check(rows, (w->diags->n > 1) == str_is(row.field[6], "more"), "%zu diagnostics", w->diags->n);
    }
    diags_free(w->diags);
    rows_close(rows);
}

/* "x dont_know refused; y open" */
static bool set_can_be(struct world *w, struct str text)
{
    for (uint32_t i = 0; i < w->variables_n; i++) {
        w->variables[i].symbol.can_be = 1u << CELL_ANSWERED;
    }
    struct str part;
    while (str_trim(text).len && str_split(&text, ';', &part)) {
        struct variable *v = world_find(w, next_word(&part));
        for (struct str word = next_word(&part); word.len && v; word = next_word(&part)) {
            enum cell_state cell_state = CELL_OPEN;
            if (!cell_state_parse(word, &cell_state)) {
                return false;
            }
            v->symbol.can_be |= 1u << cell_state;
        }
        if (!v) {
            return false;
        }
    }
    return true;
}

/* expression | what variables can be | no, or yes and the first variable and state | settings */
static void test_can_be_unknown(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-unknown");
    struct world *w = world_new(rows_arena(rows));
    struct row row;
    while (next_row(rows, w, &row)) {
        rows_check(rows, world_set(w, row.field[3]) && set_can_be(w, row.field[1]), "states cannot be read");
        const struct expr *expr = world_compile(w, row.field[0]);
        if (!rows_check(rows, expr, "refused: %.*s", STR_ARG(first_error(w)))) {
            continue;
        }
        uint32_t culprit = 0;
        enum cell_state cell_state = CELL_NOT_REACHED;
        struct str got = STR("no");
        if (expr_can_be_unknown(expr, &culprit, &cell_state)) {
            got = STR("yes");
            if (culprit != UINT32_MAX) {
                got = arena_format(w->arena, "yes %.*s %s", STR_ARG(w->variables[culprit].id),
                                   cell_state_name(cell_state));
            }
        }
        rows_equal(rows, got, row.field[2], "can be unknown");
    }
    diags_free(w->diags);
    rows_close(rows);
}

/* expression | how it is printed | settings */
static void test_format(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-format");
    struct world *w = world_new(rows_arena(rows));
    struct row row;
    while (next_row(rows, w, &row)) {
        rows_check(rows, world_set(w, row.field[2]), "settings cannot be read");
        const struct expr *expr = world_compile(w, row.field[0]);
        if (!rows_check(rows, expr, "refused: %.*s", STR_ARG(first_error(w)))) {
            continue;
        }
        struct expr_names names = world_printer(w);
        rows_equal(rows, expr_format(w->arena, expr->root, &names), row.field[1], "printed");
        check_round_trip(rows, w, expr);
    }
    diags_free(w->diags);
    rows_close(rows);
}

typedef bool calculation(struct number a, struct number b, struct number *out);

/* a | operation | b | result or "overflow" */
static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *sign;
        calculation *calculate;
    } operations[] = {
        {"+", number_add}, {"-", number_subtract}, {"*", number_multiply}, {"/", number_divide}};
    struct rows *rows = rows_open("expr-numbers");
    struct row row;
    while (rows_next(rows, &row)) {
        struct number a = {0, 0};
        struct number b = {0, 0};
        struct number out = {0, 0};
        rows_check(rows, number_parse(row.field[0], &a), "cannot be read: %s", row.field[0].ptr);
        rows_check(rows, row.field[2].len == 0 || number_parse(row.field[2], &b), "cannot be read: %s",
                   row.field[2].ptr);
        struct str got = STR("unknown operation");
        for (size_t i = 0; i < ARRAY_LEN(operations); i++) {
            if (str_is(row.field[1], operations[i].sign)) {
                bool fits = operations[i].calculate(a, b, &out);
                got = fits ? number_format(rows_arena(rows), out) : STR("overflow");
            }
        }
        if (str_is(row.field[1], "round")) {
            got = number_format(rows_arena(rows), number_round(a));
        } else if (str_is(row.field[1], "compare")) {
            int order = number_compare(a, b);
            got = order < 0 ? STR("less") : order > 0 ? STR("more") : STR("equal");
            rows_check(rows, number_compare(b, a) == -order, "not the same the other way round");
        }
        rows_equal(rows, got, row.field[3], "result");
    }
    rows_close(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_eval),   cmocka_unit_test(test_errors),  cmocka_unit_test(test_can_be_unknown),
        cmocka_unit_test(test_format), cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests_name("expr rows", tests, NULL, NULL);
}
