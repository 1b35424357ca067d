#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/node.h"
#include "tests/support/rows.h"

static void dump(struct buf *out, const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        const char *quote = node->plain ? "" : "\"";
        bool nothing = node->plain && node->text.len == 0;
        buf_format(out, "%s%.*s%s", quote, STR_ARG(nothing ? STR("~") : node->text), quote);
        return;
    }
    buf_add_char(out, node->kind == NODE_MAP ? '{' : '[');
    for (size_t i = 0; i < node->n; i++) {
        buf_add_text(out, i ? ", " : "");
        if (node->kind == NODE_MAP) {
            dump(out, node->keys[i]);
            buf_add_text(out, ": ");
        }
        dump(out, node->items[i]);
    }
    buf_add_char(out, node->kind == NODE_MAP ? '}' : ']');
}

static void reads_the_subset(void **state UNUSED)
{
    struct rows *rows = rows_open("base-yaml");
    struct row row;
    while (rows_next(rows, &row)) {
        struct diags *diags = diags_new();
        struct source source = {STR("t.yaml"), rows_unescape(rows, row.field[0])};
        struct node *root = node_load(rows_arena(rows), diags, &source, NULL);
        struct buf got = buf_new(10000);
        for (size_t i = 0; i < diags->n; i++) {
            struct place place = diags->items[i].place;
            buf_format(&got, "%s%s %u:%u", i ? " " : "", diags->items[i].code, place.line, place.column);
            rows_check(rows, str_equal(diags->items[i].line, source_line(&source, place.line)),
                       "source line");
        }
        rows_check(rows, root || diags->errors, "no tree and no error");
        if (root && !diags->errors) {
            dump(&got, root);
        }
        rows_equal(rows, buf_str(&got), rows_unescape(rows, row.field[1]), row.field[0].ptr);
        buf_free(&got);
        diags_free(diags);
    }
    rows_close(rows);
}

static void goes_on_after_what_can_be_passed_over(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("t.yaml"), STR("a: &x 1\na: !t 2\nb: [*x, \"\\0\"]\n<<: 1\n")};
    struct node *root = node_load(arena, diags, &source, NULL);
    assert_non_null(root);
    assert_int_equal(diags->errors, 6);
    assert_int_equal(node_get(root, "b")->n, 2);
    assert_true(str_is(node_get(root, "a")->text, "1"));
    diags_free(diags);
    /* Nobody listens: the tree is the same. */
    assert_non_null(node_load(arena, NULL, &source, NULL));
    source.text = STR("a: [");
    assert_null(node_load(arena, NULL, &source, NULL));
    arena_free(arena);
}

static void knows_places(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("sid/a.yaml"), STR("\xEF\xBB\xBFk\xC3\xA9y: {b: c}\r\nlist:\r\n  - x\r\n")};
    struct node *root = node_load(arena, diags, &source, NULL);
    assert_non_null(root);
    struct node *inner = node_get(root->items[0], "b");
    assert_int_equal(inner->line, 1);
    assert_int_equal(inner->column, 10); /* code points, not bytes; the byte order mark is none */
    struct node *x = node_get(root, "list")->items[0];
    assert_int_equal(x->line, 3);
    assert_int_equal(x->column, 5);
    assert_false(node_error(diags, "E999", &source, x, "bad %d", 7));
    assert_true(node_warning(diags, "W999", &source, inner, "odd"));
    assert_true(str_is(diags->items[0].place.file, "sid/a.yaml"));
    assert_true(str_is(diags->items[0].text, "bad 7"));
    assert_true(str_is(diags->items[0].line, "  - x"));
    assert_true(str_is(diags->items[1].line, "k\xC3\xA9y: {b: c}"));
    assert_null(node_get(root, "b"));
    assert_null(node_get(x, "b"));
    assert_null(node_get(NULL, "b"));
    assert_int_equal(source_line(&source, 0).len, 0);
    assert_int_equal(source_line(&source, 99).len, 0);
    diags_free(diags);
    arena_free(arena);
}

/* Up to the first key that holds more than a word. */
static void reads_the_head_alone(void **state UNUSED)
{
    static const struct {
        const char *text;
        size_t n; /* keys in the head */
        bool whole;
    } rows[] = {
        {"a: 1\nb: two\nc: {d: e}\nf: 3\n", 2, false},
        {"a: 1\nc:\n- d\n", 1, false},
        {"c: {d: e}\na: 1\n", 0, false},
        {"a: 1\nb: two\n", 2, true},
        {"{a: 1, b: [x], c: 2}\n", 1, false},
        {"a: 1\nb: {c: [\n", 1, false},
        {"- {a: b}\n", 1, true},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct source source = {STR("t"), str_from(rows[i].text)};
        bool whole = !rows[i].whole;
        struct node *root = node_load_head(arena, NULL, &source, &whole);
        assert_non_null(root);
        assert_int_equal(root->n, rows[i].n);
        assert_int_equal(whole, rows[i].whole);
        assert_true(root->kind == NODE_LIST || root->n == 0 || str_is(root->keys[0]->text, "a"));
    }
    struct source source = {STR("t"), STR("a: 1\na: 2\nb: {}\n")};
    struct diags *diags = diags_new();
    bool whole = true;
    assert_non_null(node_load_head(arena, diags, &source, &whole));
    assert_string_equal(diags->items[0].code, "Y003");
    source.text = STR("a: \"open\nb: {}\n");
    assert_null(node_load_head(arena, NULL, &source, &whole));
    diags_free(diags);
    arena_free(arena);
}

static void says_where_an_open_thing_began(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("t"), STR("a:\n  b: \"open\n  c: 1\n")};
    assert_null(node_load(arena, diags, &source, NULL));
    assert_true(
        str_is(diags->items[0].text, "while scanning a quoted scalar: found unexpected end of stream"));
    assert_true(str_is(diags->items[0].hint, "it begins on line 2"));
    diags_free(diags);
    arena_free(arena);
}

/* Duplicates in maps too large for comparing each with each. */
static void finds_duplicates_in_large_maps(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    for (int i = 0; i < 5000; i++) {
        buf_format(&text, "key%d: v\n", i);
    }
    buf_add_text(&text, "key17: again\nkey4999: again\nkey17: thrice\n");
    struct source source = {STR("t"), buf_str(&text)};
    assert_non_null(node_load(arena, diags, &source, NULL));
    assert_int_equal(diags->n, 3);
    unsigned lines = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(diags->items[i].code, "Y003");
        lines += diags->items[i].place.line;
        assert_non_null(strstr(diags->items[i].text.ptr, i < 2 ? "first on line 18" : "first on line 5000"));
    }
    assert_int_equal(lines, 5001 + 5002 + 5003);
    buf_free(&text);
    diags_free(diags);
    arena_free(arena);
}

/* Keys in order are not sorted; one of them twice is still seen. */
static void finds_a_duplicate_among_keys_in_order(void **state UNUSED)
{
    for (int twice = 0; twice < 30; twice++) {
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct buf text = buf_new(BUF_LIMIT_DEFAULT);
        for (int i = 0; i < 30; i++) {
            buf_format(&text, i == twice ? "q%02d: a\nq%02d: b\n" : "q%02d: a\n", i, i);
        }
        struct source source = {STR("t"), buf_str(&text)};
        assert_non_null(node_load(arena, diags, &source, NULL));
        assert_int_equal(diags->n, 1);
        assert_string_equal(diags->items[0].code, "Y003");
        assert_int_equal(diags->items[0].place.line, twice + 2);
        buf_free(&text);
        diags_free(diags);
        arena_free(arena);
    }
}

/* The first diagnostic of a text under limits; "" where there is none. */
static const char *first_code(struct str text, struct node_limits limits)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("t"), text};
    struct node *root = node_load(arena, diags, &source, &limits);
    const char *code = diags->n ? diags->items[0].code : "";
    assert_true((root != NULL) == (diags->n == 0));
    diags_free(diags);
    arena_free(arena);
    return code;
}

static void keeps_its_limits(void **state UNUSED)
{
    struct node_limits limits = {.bytes = 20, .depth = 3, .events = 100, .cpu_ms = 2000};
    assert_string_equal(first_code(STR("a: 12345678901234567"), limits), "");
    assert_string_equal(first_code(STR("a: 123456789012345678"), limits), "Y010");
    assert_string_equal(first_code(STR("[[[a]]]"), limits), "");
    assert_string_equal(first_code(STR("[[[[a]]]]"), limits), "Y011");
    assert_string_equal(first_code(STR("- - - - a"), limits), "Y011");
    limits.events = 7; /* stream, document, list, a, list end, document end, stream end */
    assert_string_equal(first_code(STR("[a]"), limits), "");
    assert_string_equal(first_code(STR("[a, b]"), limits), "Y012");
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    for (int i = 0; i < 150000; i++) {
        buf_add_text(&text, "- a\n");
    }
    struct node_limits hurry = node_limits_default;
    hurry.cpu_ms = 0;
    assert_string_equal(first_code(buf_str(&text), hurry), "Y013");
    assert_string_equal(first_code(buf_str(&text), node_limits_default), "");
    buf_free(&text);
}

static double cpu_seconds(void)
{
    struct timespec used = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/* 1 MB of something, before it and behind it something else: what takes longer than a second here is not
 * linear, and would take minutes in the 4 MB that are allowed. */
static void is_not_kept_busy(void **state UNUSED)
{
    static const struct {
        const char *before;
        const char *again;
        const char *behind;
    } files[] = {
        {"", "[", ""},
        {"", "{", ""},
        {"", "{a,", ""},
        {"", "{a: ", ""},
        {"", "{?", ""},
        {"", "- ", ""},
        {"", "? ", ""},
        {"", ": ", ""},
        {"", "- [", ""},
        {"", "? [", ""},
        {"", "-\n", ""},
        {"", "?\n", ""},
        {"", "{\"a\":[", ""},
        {"[", ",", ""},
        {"[", "a,", "]"},
        {"[[[[[[[[", "a,", ""},
        {"{", "a: b,", "}"},
        {"", "a", ""},
        {"", "a ", ""},
        {"", "a\n", ""},
        {"", "a:", ""},
        {"\"", "a", ""},
        {"\"", "\\x41", "\""},
        {"\"", "\n", "\""},
        {"", "'", ""},
        {"|\n", " a\n", ""},
        {"|\n", "\n", ""},
        {">\n", " a\n", ""},
        {"", "!", ""},
        {"", "!a ", ""},
        {"!<", "a", ""},
        {"", "- !a\n", ""},
        {"", "&a ", ""},
        {"", "*a ", ""},
        {"", "- &a b\n", ""},
        {"", "- *a\n", ""},
        {"", "%TAG !a! b\n", ""},
        {"a\n...\n", "%TAG !a! b\n", ""},
        {"a: b\n", "%TAG !a! b\n", ""},
        {"[a]\n...\n#\n\n", "%TAG !a! b\n", ""},
        {"", "---\n", ""},
        {"", "--- a\n...\n", ""},
        {"", " ", "a"},
        {"", "\n", "a"},
        {"", "#", ""},
        {"", "#\n", ""},
        {"", "\t", "a"},
        {"", "a: 1\n", ""},
        {"", "\xCC\x81\xCC\x96", ""},
        {"", "\xE4\xB8\xAD", ""},
        {"", "\xE1\x84\x80\xE1\x85\xA1", ""},
        {"", "\r\n", "a"},
    };
    const size_t size = (size_t)1 << 20;
    for (size_t f = 0; f < ARRAY_LEN(files); f++) {
        struct buf text = buf_new(size);
        buf_add_text(&text, files[f].before);
        struct str again = str_from(files[f].again);
        while (text.len + again.len + 10 < size) {
            buf_add(&text, again);
        }
        buf_add_text(&text, files[f].behind);
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct source source = {STR("t"), buf_str(&text)};
        double start = cpu_seconds();
        struct node *root = node_load(arena, diags, &source, NULL);
        double used = cpu_seconds() - start;
        if (used > 1.0 || (!root && !diags->errors) || arena_used(arena) > (size_t)20 << 20 ||
            arena_used(diags->arena) > (size_t)2 << 20) {
            fail_msg("%s%s...: %.1f s, %zu bytes", files[f].before, files[f].again, used, arena_used(arena));
        }
        diags_free(diags);
        arena_free(arena);
        buf_free(&text);
    }
}

/* Ever deeper indentation: the columns grow, the depth is what counts. */
static void indentation_is_depth(void **state UNUSED)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    for (int i = 0; i < 2000; i++) {
        buf_format(&text, "%*sa:\n", i, "");
    }
    assert_string_equal(first_code(buf_str(&text), node_limits_default), "Y011");
    buf_clear(&text);
    for (int i = 0; i < 64; i++) {
        buf_format(&text, "%*sa:\n", i, "");
    }
    assert_string_equal(first_code(buf_str(&text), node_limits_default), "");
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_subset),
        cmocka_unit_test(goes_on_after_what_can_be_passed_over),
        cmocka_unit_test(knows_places),
        cmocka_unit_test(reads_the_head_alone),
        cmocka_unit_test(says_where_an_open_thing_began),
        cmocka_unit_test(finds_duplicates_in_large_maps),
        cmocka_unit_test(finds_a_duplicate_among_keys_in_order),
        cmocka_unit_test(keeps_its_limits),
        cmocka_unit_test(is_not_kept_busy),
        cmocka_unit_test(indentation_is_depth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
