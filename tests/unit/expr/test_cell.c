#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "expr/expr.h"
#include "tests/support/rows.h"

/* name | asked: every state, spelled as in files */
static void test_states(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-states");
    struct row row;
    unsigned n = 0;
    for (; rows_next(rows, &row); n++) {
        struct cell cell = {.state = CELL_OPEN};
        rows_check(rows, cell_state_parse(row.field[0], &cell.state), "not a state");
        rows_check(rows, (unsigned)cell.state == n, "is state %u", (unsigned)cell.state);
        rows_equal(rows, str_from(cell_state_name(cell.state)), row.field[0], "name");
        rows_check(rows, cell_asked(&cell) == str_is(row.field[1], "asked"), "asked");
    }
    assert_int_equal(n, CELL_STATES);
    enum cell_state none = CELL_REFUSED;
    assert_false(cell_state_parse(STR("Refused"), &none));
    assert_false(cell_state_parse(STR(""), &none));
    assert_int_equal(none, CELL_REFUSED);
    rows_close(rows);
}

/* text | canonical text, or "no" */
static void test_number_text(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-number-text");
    struct row row;
    while (rows_next(rows, &row)) {
        struct number number = {0, 0};
        bool good = number_parse(row.field[0], &number);
        rows_equal(rows, good ? number_format(rows_arena(rows), number) : STR("no"), row.field[1], "number");
    }
    assert_false(number_parse(STR_EMPTY, &(struct number){0, 0}));
    rows_close(rows);
}

static void test_equal(void **state)
{
    (void)state;
    const int32_t both[] = {1, 3};
    const struct value values[] = {
        {.kind = VALUE_NONE},
        {.kind = VALUE_BOOL, .truth = true},
        {.kind = VALUE_BOOL, .truth = false},
        {.kind = VALUE_NUMBER, .number = {25, 1}},
        {.kind = VALUE_NUMBER, .number = {25, 0}},
        {.kind = VALUE_TEXT, .text = STR("a")},
        {.kind = VALUE_TEXT, .text = STR("A")},
        {.kind = VALUE_DATE, .date = {1990, 5, 0}},
        {.kind = VALUE_DATE, .date = {1990, 5, 1}},
        {.kind = VALUE_DATE, .date = {1990, 0, 0}},
        {.kind = VALUE_DATE, .date = {1991, 5, 0}},
        {.kind = VALUE_TIME, .minutes = 1},
        {.kind = VALUE_TIME, .minutes = 2},
        {.kind = VALUE_CODE, .code = 1},
        {.kind = VALUE_CODE, .code = 2},
        {.kind = VALUE_SET, .set = {both, 2}},
        {.kind = VALUE_SET, .set = {both, 1}},
        {.kind = VALUE_SET, .set = {NULL, 0}},
    };
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        for (size_t j = 0; j < ARRAY_LEN(values); j++) {
            assert_int_equal(value_equal(&values[i], &values[j]), i == j);
        }
    }
    const struct value same = {.kind = VALUE_NUMBER, .number = {250, 2}};
    assert_true(value_equal(&same, &values[3]));
}

static void test_copy(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char letters[] = "Gent";
    int32_t items[] = {1, 3};
    struct value text = {.kind = VALUE_TEXT, .text = {letters, 4}};
    struct value set = {.kind = VALUE_SET, .set = {items, 2}};
    struct value none = {.kind = VALUE_SET};
    struct value text_copy = value_copy(arena, &text);
    struct value set_copy = value_copy(arena, &set);
    letters[0] = 'X';
    items[0] = 0;
    assert_true(str_is(text_copy.text, "Gent"));
    assert_int_equal(set_copy.set.n, 2);
    assert_int_equal(set_copy.set.items[0], 1);
    assert_int_equal(set_copy.set.items[1], 3);
    struct value none_copy = value_copy(arena, &none);
    assert_true(value_equal(&none_copy, &none));
    arena_free(arena);
}

static void test_set(void **state)
{
    (void)state;
    const int32_t items[] = {0, 2, 3, 7, 9};
    for (uint32_t n = 0; n <= ARRAY_LEN(items); n++) {
        struct code_set set = {items, n};
        for (int32_t code = -1; code < 11; code++) {
            bool wanted = false;
            for (uint32_t i = 0; i < n; i++) {
                wanted = wanted || items[i] == code;
            }
            assert_int_equal(set_has(set, code), wanted);
        }
    }
}

/* reasons | state of a computed cell (sentence 4) */
static void test_reason_state(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-reasons");
    struct row row;
    while (rows_next(rows, &row)) {
        uint32_t reasons = 0;
        struct str rest = row.field[0];
        struct str word;
        while (rest.len && str_split(&rest, ' ', &word)) {
            enum cell_state one = CELL_OPEN;
            reasons |= cell_state_parse(word, &one) ? 1u << one : EXPR_WHY_ZERO_DIVISION;
        }
        rows_equal(rows, str_from(cell_state_name(expr_reason_state(reasons))), row.field[1], "state");
    }
    rows_close(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states), cmocka_unit_test(test_number_text),
        cmocka_unit_test(test_equal),  cmocka_unit_test(test_copy),
        cmocka_unit_test(test_set),    cmocka_unit_test(test_reason_state),
    };
    return cmocka_run_group_tests_name("cells", tests, NULL, NULL);
}
