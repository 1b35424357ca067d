#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/rows.h"
#include "tests/unit/expr/fixture.h"

static struct world *small_world(struct arena *arena)
{
    struct world *w = world_new(arena);
    world_declare(w, STR("list provider 1 friends, 2 family"));
    world_declare(w, STR("roster household"));
    world_declare(w, STR("x int"));
    world_declare(w, STR("y int"));
    world_declare(w, STR("z int"));
    world_declare(w, STR("source code provider"));
    world_declare(w, STR("city text"));
    world_declare(w, STR("member_age int in household"));
    return w;
}

static void free_world(struct world *w)
{
    diags_free(w->diags);
    arena_free(w->arena);
}

static struct str repeated(struct arena *arena, const char *head, const char *part, size_t n,
                           const char *tail)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, head);
    for (size_t i = 0; i < n; i++) {
        buf_add_text(&buf, part);
    }
    buf_add_text(&buf, tail);
    struct str text = arena_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return text;
}

/* ---- what a compiled expression tells ---------------------------------------------------------- */

static void test_reads(void **state)
{
    (void)state;
    struct world *w = small_world(arena_new());
    struct expr *expr = world_compile(w, STR("z > 1 and x > z or count(household where member_age > x) > 0"));
    assert_non_null(expr);
    assert_int_equal(expr->reads_n, 3);
    assert_int_equal(expr->reads[0], 0);
    assert_int_equal(expr->reads[1], 2);
    assert_int_equal(expr->reads[2], 5);
    assert_int_equal(expr->rosters_n, 1);
    assert_int_equal(expr->rosters[0], 0);
    expr = world_compile(w, STR("1 == 1"));
    assert_int_equal(expr->reads_n, 0);
    assert_int_equal(expr->rosters_n, 0);
    free_world(w);
}

static void assert_words(const struct expr_node *node, const char *words, uint32_t at)
{
    assert_int_equal(node->text.len, strlen(words));
    assert_memory_equal(node->text.ptr, words, node->text.len);
    assert_int_equal(node->at, at);
}

static void test_own_words(void **state)
{
    (void)state;
    struct world *w = small_world(arena_new());
    struct expr *expr = world_compile(w, STR("( x+ 1 ) * 2 > y and not (source not in (1,2)) and z == -3"));
    assert_non_null(expr);
    const struct expr_node *root = expr->root;
    assert_words(root, "( x+ 1 ) * 2 > y and not (source not in (1,2)) and z == -3", 0);
    assert_int_equal(root->n, 3);
    assert_words(root->args[0], "( x+ 1 ) * 2 > y", 0);
    assert_words(root->args[0]->args[0], "( x+ 1 ) * 2", 0);
    assert_words(root->args[0]->args[0]->args[0], "x+ 1", 2);
    assert_words(root->args[1], "not (source not in (1,2))", 21);
    assert_words(root->args[1]->args[0], "source not in (1,2)", 26);
    assert_words(root->args[2]->args[1], "-3", 56);
    free_world(w);
}

static void test_scales(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned scale;
    } rows[] = {{"x", 0},
                {"x + 1", 0},
                {"x * 2", 0},
                {"x + 1.50", 2},
                {"0.5 * 0.25", 3},
                {"x / 2", 6},
                {"-0.5", 1},
                {"abs(0.25)", 2},
                {"round(2.5)", 0},
                {"sum(1, 0.25)", 2},
                {"x ?? 0.5", 1},
                {"count(x)", 0},
                {"if(x > 1, 1, 2.5)", 1},
                {"0.0001 * 0.0001", 6}};
    struct world *w = small_world(arena_new());
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct expr *expr = world_compile(w, str_from(rows[i].text));
        assert_non_null(expr);
        assert_int_equal(expr->root->type.kind, VALUE_NUMBER);
        assert_int_equal(expr->root->type.scale, rows[i].scale);
    }
    free_world(w);
}

/* Any node can be looked at by itself, with its own reasons. */
static void test_part(void **state)
{
    (void)state;
    struct world *w = small_world(arena_new());
    struct expr *expr = world_compile(w, STR("x > 3 or y > 3"));
    assert_true(world_set(w, STR("x=refused; y=7")));
    struct expr_result left = expr_eval_node(expr->root->args[0], &w->env, 0);
    struct expr_result right = expr_eval_node(expr->root->args[1], &w->env, 0);
    assert_false(left.known);
    assert_int_equal(left.reasons, 1u << CELL_REFUSED);
    assert_true(right.known && right.value.truth);
    assert_int_equal(expr_truth(expr, &w->env, 0), TRUTH_TRUE);
    assert_true(world_set(w, STR("x=refused; y=0")));
    assert_int_equal(expr_truth(expr, &w->env, 0), TRUTH_UNKNOWN);
    assert_true(world_set(w, STR("x=0; y=0")));
    assert_int_equal(expr_truth(expr, &w->env, 0), TRUTH_FALSE);
    free_world(w);
}

/* A value of another kind, as another version of the question may have left it, is no value here. */
static void test_other_kind(void **state)
{
    (void)state;
    struct world *w = small_world(arena_new());
    struct expr *expr = world_compile(w, STR("x > 3"));
    assert_true(world_set(w, STR_EMPTY));
    w->variables[0].cells[0] = (struct cell){CELL_ANSWERED, {.kind = VALUE_TEXT, .text = STR("five")}};
    struct expr_result result = expr_eval(expr, &w->env, 0);
    assert_false(result.known);
    assert_int_equal(result.reasons, 1u << CELL_NOT_IN_VERSION);
    free_world(w);
}

/* ---- limits ------------------------------------------------------------------------------------ */

static void assert_refused(struct world *w, struct str text, const char *code)
{
    assert_null(world_compile(w, text));
    assert_true(w->diags->n > 0);
    assert_string_equal(w->diags->items[0].code, code);
}

static struct str nested(struct arena *arena, const char *open, size_t n, const char *inner,
                         const char *close)
{
    struct str head = repeated(arena, "", open, n, inner);
    struct str tail = repeated(arena, "", close, n, "");
    return arena_format(arena, "%.*s%.*s", STR_ARG(head), STR_ARG(tail));
}

static void test_depth(void **state)
{
    (void)state;
    static const struct {
        const char *open, *inner, *close;
        size_t most;
    } rows[] = {
        {"(", "x > 1", ")", 64},
        {"not ", "x > 1", "", 62},
        {"- ", "x", "", 63},
        {"abs(", "x", ")", 63},
        {"x + ", "x", "", 9000},
        {"if(x > 1, 1, ", "x", ")", 62},
        {"x + (", "x", ")", 63},
        {"x > 1 and (", "y > 1", ")", 62},
        {"(", "x", " + 1)", 63},
        {"1 ?? ", "x", "", 9000},
        {"count(household where x == ", "1", ")", 31},
    };
    struct arena *arena = arena_new();
    struct world *w = small_world(arena);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t most = rows[i].most > 64 ? 63 : rows[i].most;
        struct str deepest = nested(arena, rows[i].open, most, rows[i].inner, rows[i].close);
        struct str deeper = nested(arena, rows[i].open, most + 1, rows[i].inner, rows[i].close);
        struct str huge = nested(arena, rows[i].open, 4000, rows[i].inner, rows[i].close);
        if (!world_compile(w, deepest)) {
            fail_msg("%s... is refused at depth %zu: %s", rows[i].open, most, w->diags->items[0].text.ptr);
        }
        assert_refused(w, deeper, "E204");
        assert_refused(w, huge, "E204");
    }
    /* Side by side is not nested. */
    assert_non_null(
        world_compile(w, repeated(arena, "x > 1", " and (x > 1) and not x > 1 and -x > abs(x)", 70, "")));
    free_world(w);
}

static void test_size(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct world *w = small_world(arena);
    /* A chain of and is one node, however long: 3 nodes for each part. */
    assert_non_null(world_compile(w, repeated(arena, "x > 1", " and x > 1", 3332, "")));
    assert_refused(w, repeated(arena, "x > 1", " and x > 1", 3333, ""), "E204");
    assert_non_null(world_compile(w, repeated(arena, "x in (1", ", 2", 9997, ")")));
    assert_refused(w, repeated(arena, "x in (1", ", 2", 9998, ")"), "E204");
    assert_refused(w, repeated(arena, "x > 1", " ", (size_t)1 << 20, ""), "E204");
    free_world(w);
}

/* However many faults, placing them stays cheap. */
static void test_many_errors(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct world *w = small_world(arena);
    assert_null(world_compile(w, repeated(arena, "a > 1", " and a > 1", 3000, "")));
    assert_int_equal(w->diags->n, 20);
    free_world(w);
}

/* Rosters in rosters could multiply without end. */
static void test_steps(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct world *w = small_world(arena);
    struct str text = nested(arena, "count(household where 0 <= ", 20, "member_age", ")");
    struct expr *expr = world_compile(w, text);
    assert_non_null(expr);
    assert_true(world_set(w, STR("household=1 2 3 4 5 6 7 8; member_age[1]=3; member_age[2]=4")));
    struct expr_result result = expr_eval(expr, &w->env, 0);
    assert_false(result.known);
    assert_int_equal(result.reasons, EXPR_WHY_STEPS);
    assert_true(w->cells_asked < 100000);
    expr = world_compile(w, arena_format(arena, "%.*s ?? 0", STR_ARG(text)));
    assert_non_null(expr);
    result = expr_eval(expr, &w->env, 0);
    assert_false(result.known);
    assert_int_equal(result.reasons, EXPR_WHY_STEPS);
    free_world(w);
}

/* The analysis gives up on what is too tangled, and then says yes. */
static void test_analysis_is_bounded(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct world *w = small_world(arena);
    uint32_t culprit = 0;
    enum cell_state cell_state = CELL_OPEN;
    for (size_t i = 0; i < 3; i++) {
        w->variables[i].symbol.can_be = 1u << CELL_REFUSED;
    }
    struct expr *deep = world_compile(w, nested(arena, "x > 1 and (y > 1 or ", 30, "z > 1", ")"));
    assert_non_null(deep);
    assert_true(expr_can_be_unknown(deep, &culprit, &cell_state));
    struct expr *ifs = world_compile(w, nested(arena, "if(answered(x), y > 1, ", 60, "z > 1", ")"));
    assert_non_null(ifs);
    assert_true(expr_can_be_unknown(ifs, &culprit, &cell_state));
    struct expr *doubling = world_compile(w, nested(arena, "answered(y) and (", 60, "x > 1", ")"));
    assert_non_null(doubling);
    assert_true(expr_can_be_unknown(doubling, &culprit, &cell_state));
    struct expr *chain = world_compile(w, repeated(arena, "answered(x)", " and x > 1", 50, ""));
    assert_false(expr_can_be_unknown(chain, &culprit, &cell_state));
    free_world(w);
}

static void test_no_diags(void **state)
{
    (void)state;
    struct world *w = small_world(arena_new());
    struct source source = {STR("test.yaml"), STR("agee > 3")};
    struct node node = {.kind = NODE_SCALAR, .plain = true, .line = 1, .column = 1, .text = source.text};
    assert_null(expr_compile(w->arena, NULL, &source, &node, &w->scope, w->want));
    struct node map = {.kind = NODE_MAP, .line = 1, .column = 1};
    assert_null(expr_compile(w->arena, NULL, &source, &map, &w->scope, w->want));
    assert_null(expr_compile(w->arena, w->diags, &source, &map, &w->scope, w->want));
    assert_string_equal(w->diags->items[0].code, "E202");
    node.text = STR(" \n ");
    assert_null(expr_compile(w->arena, w->diags, &source, &node, &w->scope, w->want));
    assert_string_equal(w->diags->items[1].code, "E202");
    node.text = STR_EMPTY;
    assert_null(expr_compile(w->arena, w->diags, &source, &node, &w->scope, w->want));
    assert_string_equal(w->diags->items[2].code, "E202");
    free_world(w);
}

/* ---- places -------------------------------------------------------------------------------------- */

/* Blocks: line and column of the error, its text, then the lines of a YAML file whose `when` is wrong; ~ is
 * an empty line. */
static void test_places(void **state)
{
    (void)state;
    struct rows *rows = rows_open("expr-places");
    struct row row;
    while (rows_block(rows, &row)) {
        struct world *w = small_world(arena_new());
        struct str yaml = STR_EMPTY;
        for (size_t i = 1; i < row.n; i++) {
            struct str line = str_is(row.field[i], "~") ? STR_EMPTY : row.field[i];
            yaml = arena_format(w->arena, "%.*s%.*s\n", STR_ARG(yaml), STR_ARG(line));
        }
        struct source source = {STR("werk.yaml"), yaml};
        struct node *root = node_load(w->arena, w->diags, &source, &node_limits_default);
        const struct node *when = node_get(root, "when");
        if (rows_check(rows, when, "not read")) {
            rows_check(rows, !expr_compile(w->arena, w->diags, &source, when, &w->scope, w->want),
                       "accepted");
            const struct diag *d = &w->diags->items[0];
            rows_equal(rows,
                       arena_format(rows_arena(rows), "%u:%u: %s %.*s", d->place.line, d->place.column,
                                    d->code, STR_ARG(d->text)),
                       row.field[0], "diagnostic");
            rows_equal(rows, d->line, source_line(&source, d->place.line), "source line");
            rows_check(rows, str_is(d->place.file, "werk.yaml"), "file");
        }
        free_world(w);
    }
    rows_close(rows);
}

/* Every code that is used is explained, once. */
static void test_codes(void **state)
{
    (void)state;
    static const struct {
        const char *code, *title, *explanation;
    } codes[] = {
#define DIAG_CODE(code, title, explanation) {code, title, explanation},
#include "expr/codes.def"
#undef DIAG_CODE
    };
    assert_string_equal(codes[0].code, "E104");
    for (size_t i = 1; i < ARRAY_LEN(codes); i++) {
        char code[8];
        snprintf(code, sizeof code, "E%zu", 200 + i);
        assert_string_equal(codes[i].code, code);
        assert_true(strlen(codes[i].title) > 0 && strlen(codes[i].title) < 60);
        assert_true(strlen(codes[i].explanation) > 20);
    }
    assert_int_equal(ARRAY_LEN(codes), 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),      cmocka_unit_test(test_own_words),
        cmocka_unit_test(test_scales),     cmocka_unit_test(test_part),
        cmocka_unit_test(test_other_kind), cmocka_unit_test(test_depth),
        cmocka_unit_test(test_size),       cmocka_unit_test(test_many_errors),
        cmocka_unit_test(test_steps),      cmocka_unit_test(test_analysis_is_bounded),
        cmocka_unit_test(test_no_diags),   cmocka_unit_test(test_places),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests_name("compiling", tests, NULL, NULL);
}
