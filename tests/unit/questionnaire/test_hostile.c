#include "tests/unit/questionnaire/world.h"

#include "base/buf.h"

/*
 * Files that are made to hurt: deep, wide, in circles, wrong in every line. Each is refused with a word, or
 * loads, before anybody would notice; the test stops by itself only when it does.
 */

static struct str kept(struct world *w, struct buf *buf)
{
    assert_false(buf->full);
    struct str text = arena_copy(w->arena, buf_str(buf));
    buf_free(buf);
    return text;
}

static bool told(const struct world *w, const char *code)
{
    for (size_t i = 0; i < w->diags->n; i++) {
        if (str_is(str_from(code), w->diags->items[i].code)) {
            return true;
        }
    }
    return false;
}

/* Each file includes the next one twice: 2^30 readings, were each file not read once. */
static void test_include_bomb(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    world_put(&w, STR("m.yaml"), STR("include: [a0.yaml]\nitems:\n- {id: a, type: note}\n"));
    for (int i = 0; i < 30; i++) {
        world_put(&w, arena_format(w.arena, "a%d.yaml", i),
                  arena_format(w.arena, "include: [a%d.yaml, a%d.yaml]\n", i + 1, i + 1));
    }
    world_load(&w);
    assert_null(w.q);
    assert_true(told(&w, "E114"));
    assert_true(w.diags->n < 100);
    world_close(&w);
}

static void test_deep(void **state)
{
    (void)state;
    for (int depth = 10; depth <= 4000; depth *= 20) {
        struct world w;
        world_open(&w);
        struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
        buf_add_text(&buf, "items: [");
        for (int i = 0; i < depth; i++) {
            buf_format(&buf, "{block: b%d, when: group == be, items: [", i);
        }
        buf_add_text(&buf, "{id: a, type: note}");
        for (int i = 0; i < depth; i++) {
            buf_add_text(&buf, "]}");
        }
        buf_add_text(&buf, "]\n");
        world_put(&w, STR("m.yaml"), kept(&w, &buf));
        world_load(&w);
        assert_true(depth == 10 ? !told(&w, "Y011") : told(&w, "Y011"));
        world_close(&w);
    }
}

/* As many mistakes as fit: all are counted, the first ones told. */
static void test_all_wrong(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, "items:\n");
    for (int i = 0; i < 8000; i++) {
        buf_format(&buf, "- {id: a%d, type: int, min: 0, max: 9, when: unknown_name%d > 3}\n", i, i);
    }
    world_put(&w, STR("m.yaml"), kept(&w, &buf));
    buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, "language: nl\ntitle: T\nitems:\n");
    for (int i = 0; i < 8000; i++) {
        buf_format(&buf, "  wrong_name%d: {label: a, text: a}\n", i);
    }
    world_put(&w, STR("text/nl.yaml"), kept(&w, &buf));
    world_load(&w);
    assert_null(w.q);
    assert_true(w.diags->errors >= 3 * 8000);
    assert_int_equal(w.diags->n, w.diags->limit);
    world_close(&w);
}

/* Items in random order, half of which keep their place, each reading all before it. */
static void test_random_order(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, "items:\n- block: b\n  order: random\n  fixed: [");
    for (int i = 0; i < 4000; i += 2) {
        buf_format(&buf, "%sa%d", i ? ", " : "", i);
    }
    buf_add_text(&buf, "]\n  items:\n");
    for (int i = 0; i < 4000; i++) {
        buf_format(&buf, "  - {id: a%d, type: int, min: 0, max: 9, allow: [], when: a%d > 3 or a%d > 2}\n", i,
                   i > 100 ? i - 100 : 0, i > 2 ? i - 2 : 0);
    }
    world_put(&w, STR("m.yaml"), kept(&w, &buf));
    world_load(&w);
    assert_null(w.q);
    assert_true(told(&w, "E123"));
    world_close(&w);
}

/* Thousands of stops: what they tell is known behind them. */
static void test_stops(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, "items:\n");
    for (int i = 0; i < 4000; i++) {
        buf_format(&buf, "- {id: a%d, type: code, list: abc}\n- {stop: s%d, when: a%d != b, unknown: ask}\n",
                   i, i, i);
    }
    for (int i = 0; i < 4000; i++) {
        buf_format(&buf, "- {id: n%d, type: note, when: (a%d == b and a%d != c) ?? true}\n", i, i, 3999 - i);
    }
    world_put(&w, STR("m.yaml"), kept(&w, &buf));
    world_load(&w);
    for (size_t i = 0; i < w.diags->n; i++) {
        assert_true(world_passes(&w, &w.diags->items[i]));
    }
    world_close(&w);
}

/* One condition of thousands of parts, in a chain of blocks that all say the same. */
static void test_long_conditions(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, "items:\n");
    for (int i = 0; i < 50; i++) {
        buf_format(&buf, "- {id: a%d, type: int, min: 0, max: 999}\n", i);
    }
    for (int i = 0; i < 40; i++) {
        buf_format(&buf, "- block: b%d\n  unknown: skip\n  when: a0 > 1", i);
        for (int k = 0; k < 1500; k++) {
            buf_format(&buf, " %s a%d != %d", k % 3 ? "and" : "or", k % 50, k);
        }
        buf_format(&buf, "\n  items:\n  - {id: c%d, type: note, when: a%d > 3, unknown: ask}\n", i, i);
    }
    world_put(&w, STR("m.yaml"), kept(&w, &buf));
    world_load(&w);
    assert_false(told(&w, "E-UNK"));
    world_close(&w);
}

static void test_braces(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, "language: nl\ntitle: T\nitems:\n  a: {label: a, text: \"");
    for (int i = 0; i < 100000; i++) {
        buf_add_text(&buf, "{a");
    }
    buf_add_text(&buf, "\"}\n");
    world_put(&w, STR("text/nl.yaml"), kept(&w, &buf));
    world_load(&w);
    assert_int_equal(w.diags->n, 1);
    assert_true(told(&w, "E134"));
    world_close(&w);
}

/* Words for single options of a large list, for each of very many questions. */
static void test_spread(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    struct buf book = buf_new(BUF_LIMIT_DEFAULT);
    struct buf labels = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&book, "codebook: t\nlists:\n  l: [0");
    buf_add_text(&labels, "language: nl\nlists:\n  l: {0: x");
    for (int i = 1; i < 1000; i++) {
        buf_format(&book, ", %d", i);
        buf_format(&labels, ", %d: x", i);
    }
    buf_add_text(&book, "]\n");
    buf_add_text(&labels, "}\n");
    world_put(&w, STR("codebook/t/codebook.yaml"), kept(&w, &book));
    world_put(&w, STR("codebook/t/text/nl.yaml"), kept(&w, &labels));
    struct buf items = buf_new(BUF_LIMIT_DEFAULT);
    struct buf words = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&items, "items:\n");
    buf_add_text(&words, "language: nl\ntitle: T\nitems:\n");
    for (int i = 0; i < 10000; i++) {
        buf_format(&items, "- {id: a%d, type: code, list: l}\n", i);
        buf_format(&words, "  a%d: {label: a, text: a, options: {0: y}}\n", i);
    }
    world_put(&w, STR("m.yaml"), kept(&w, &items));
    world_put(&w, STR("text/nl.yaml"), kept(&w, &words));
    world_load(&w);
    assert_null(w.q);
    assert_true(told(&w, "E111"));
    assert_true(arena_used(w.arena) < (size_t)256 << 20);
    world_close(&w);
}

/* Too long a list, too large a frame, too many index words. */
static void test_limits(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    struct buf book = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&book, "codebook: t\nlists:\n  l: [0");
    for (int i = 1; i < 1002; i++) {
        buf_format(&book, ", %d", i);
    }
    buf_add_text(&book, "]\n");
    world_put(&w, STR("codebook/t/codebook.yaml"), kept(&w, &book));
    struct buf frame = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&frame, "frame: land\nversion: 1\nentries:\n- {code: A, nl: a, also: [x");
    for (int i = 0; i < 200; i++) {
        buf_format(&frame, ", x%d", i);
    }
    buf_add_text(&frame, "]}\n");
    world_put(&w, STR("codebook/frames/land.yaml"), kept(&w, &frame));
    world_put(&w, STR("m.yaml"), STR("items:\n- {id: a, type: lookup, frame: land}\n"));
    world_load(&w);
    unsigned limits = 0;
    for (size_t i = 0; i < w.diags->n; i++) {
        limits += str_is(str_from("E111"), w.diags->items[i].code);
    }
    assert_int_equal(limits, 2);
    world_close(&w);
}

/* A questionnaire of ten times the items takes about ten times the memory: nothing in it is quadratic. */
static void test_grows(void **state)
{
    (void)state;
    size_t used[2];
    for (int size = 0; size < 2; size++) {
        struct world w;
        world_open(&w);
        int n = size ? 10000 : 1000;
        struct buf items = buf_new(BUF_LIMIT_DEFAULT);
        struct buf words = buf_new(BUF_LIMIT_DEFAULT);
        buf_add_text(&items, "items:\n");
        buf_add_text(&words, "language: nl\ntitle: T\nitems:\n");
        for (int i = 0; i < n; i++) {
            buf_format(&items, "- {id: a%d, type: int, min: 0, max: 9, when: %s%d > 3, unknown: skip}\n", i,
                       i ? "a" : "2 + ", i ? i - 1 : 2);
            buf_format(&words, "  a%d: {label: a, text: \"%s\"}\n", i, i ? "zei u {a0}?" : "a");
        }
        world_put(&w, STR("m.yaml"), kept(&w, &items));
        world_put(&w, STR("text/nl.yaml"), kept(&w, &words));
        world_load(&w);
        assert_non_null(w.q);
        assert_int_equal(w.q->items_n, n);
        used[size] = arena_used(w.arena);
        world_close(&w);
    }
    assert_true(used[1] < 12 * used[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_include_bomb), cmocka_unit_test(test_deep),
        cmocka_unit_test(test_all_wrong),    cmocka_unit_test(test_random_order),
        cmocka_unit_test(test_stops),        cmocka_unit_test(test_long_conditions),
        cmocka_unit_test(test_braces),       cmocka_unit_test(test_spread),
        cmocka_unit_test(test_limits),       cmocka_unit_test(test_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
