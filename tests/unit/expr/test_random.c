#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/expr/properties.h"

/*
 * Random expressions that are right by construction, over random cells. Few variables, so that the same one
 * stands at several places: that is what the analysis of unknown must see through.
 */
struct maker {
    struct random random;
    struct buf out;
    bool in_row;
};

static void make_truth(struct maker *m, unsigned depth);

static const char *pick(struct maker *m, const char *const *words, uint32_t n)
{
    return words[random_below(&m->random, n)];
}

static void say(struct maker *m, const char *words)
{
    buf_add_text(&m->out, words);
}

static const char *a_name(struct maker *m)
{
    static const char *const names[] = {"x", "y", "x", "y", "z", "member_age"};
    return pick(m, names, m->in_row ? 6 : 5);
}

static void make_number(struct maker *m, unsigned depth)
{
    static const char *const signs[] = {" + ", " - ", " * ", " / "};
    static const char *const folds[] = {"min(", "max(", "sum(", "count("};
    static const char *const numbers[] = {"0", "2", "-1.5", "3"};
    uint32_t choice = random_below(&m->random, depth ? 9 : 3);
    if (choice < 2) {
        say(m, a_name(m));
    } else if (choice == 2) {
        say(m, pick(m, numbers, 4));
    } else if (choice == 3) {
        say(m, "(");
        make_number(m, depth - 1);
        say(m, pick(m, signs, 4));
        make_number(m, depth - 1);
        say(m, ")");
    } else if (choice == 4) {
        say(m, "((");
        make_number(m, depth - 1);
        say(m, ") ?? (");
        make_number(m, random_below(&m->random, 2) ? depth - 1 : 0);
        say(m, "))");
    } else if (choice == 5) {
        say(m, "if(");
        make_truth(m, depth - 1);
        say(m, ", ");
        make_number(m, depth - 1);
        say(m, ", ");
        make_number(m, depth - 1);
        say(m, ")");
    } else if (choice == 6) {
        say(m, pick(m, folds, 4));
        make_number(m, depth - 1);
        say(m, ", ");
        make_number(m, depth - 1);
        say(m, ")");
    } else if (choice == 7) {
        static const char *const heads[] = {"count(household where ", "sum(member_age where ",
                                            "max(member_age where ", "count(member_age where "};
        bool was = m->in_row;
        say(m, pick(m, heads, 4));
        m->in_row = true;
        make_truth(m, depth - 1);
        m->in_row = was;
        say(m, ")");
    } else {
        say(m, "age(met)");
    }
}

static void make_leaf(struct maker *m, unsigned depth)
{
    static const char *const states[] = {"answered(", "refused(", "dont_know(", "asked(", "parked("};
    static const char *const fixed[] = {
        "done",        "gone",          "job == retired", "found has other",       "birth < today",
        "met < today", "job in (1, 2)", "true",           "(birth < met) ?? false"};
    static const char *const signs[] = {" == ", " != ", " < ", " >= "};
    uint32_t choice = random_below(&m->random, 6);
    if (choice < 2) {
        say(m, pick(m, states, 5));
        say(m, a_name(m));
        say(m, ")");
    } else if (choice == 2) {
        say(m, "(");
        say(m, pick(m, fixed, ARRAY_LEN(fixed)));
        say(m, ")");
    } else {
        say(m, "(");
        make_number(m, depth);
        say(m, pick(m, signs, 4));
        make_number(m, depth);
        say(m, ")");
    }
}

static void make_truth(struct maker *m, unsigned depth)
{
    static const char *const words[] = {" and ", " or "};
    uint32_t choice = depth ? random_below(&m->random, 9) : 0;
    if (choice < 2) {
        make_leaf(m, depth ? depth - 1 : 0);
    } else if (choice < 6) {
        const char *word = pick(m, words, 2);
        uint32_t n = 2 + random_below(&m->random, 2);
        say(m, "(");
        for (uint32_t i = 0; i < n; i++) {
            say(m, i ? word : "");
            make_truth(m, depth - 1);
        }
        say(m, ")");
    } else if (choice == 6) {
        say(m, "not ");
        make_truth(m, depth - 1);
    } else if (choice == 7) {
        say(m, random_below(&m->random, 2) ? "any(household where " : "all(household where ");
        bool was = m->in_row;
        m->in_row = true;
        make_truth(m, depth - 1);
        m->in_row = was;
        say(m, ")");
    } else {
        say(m, "if(");
        make_truth(m, depth - 1);
        say(m, ", ");
        make_truth(m, depth - 1);
        say(m, ", ");
        make_truth(m, depth - 1);
        say(m, ")");
    }
}

struct tally {
    unsigned known, unknown, proved;
};

static void try_one(uint64_t seed, struct tally *tally)
{
    struct arena *arena = arena_new();
    struct world *w = random_world(arena);
    struct maker m = {{seed}, buf_new(BUF_LIMIT_DEFAULT), seed % 2 == 0};
    w->scope.roster = m.in_row ? 0 : EXPR_NO_ROSTER;
    make_truth(&m, 4);
    struct str text = arena_copy(arena, buf_str(&m.out));
    buf_free(&m.out);
    random_can_be(w, &m.random);
    const struct expr *expr = world_compile(w, text);
    if (!expr) {
        fail_msg("%s: %s", text.ptr, w->diags->items[0].text.ptr);
        return;
    }
    uint32_t culprit = 0;
    enum cell_state state = CELL_OPEN;
    tally->proved += !expr_can_be_unknown(expr, &culprit, &state);
    for (unsigned i = 0; i < 24; i++) {
        random_cells(w, &m.random);
        const char *broken = check_evaluation(w, expr);
        if (broken) {
            fail_msg("seed %llu: %s: %s", (unsigned long long)seed, text.ptr, broken);
        }
        bool known = expr_eval(expr, &w->env, 1).known;
        tally->known += known;
        tally->unknown += !known;
    }
    const char *broken = check_printing(w, expr);
    if (broken) {
        fail_msg("seed %llu: %s: %s", (unsigned long long)seed, text.ptr, broken);
    }
    diags_free(w->diags);
    arena_free(arena);
}

static void test_random(void **state)
{
    (void)state;
    struct tally tally = {0, 0, 0};
    enum { TREES = 6000 };
    for (uint64_t seed = 1; seed <= TREES; seed++) {
        try_one(seed, &tally);
    }
    print_message("%u known, %u unknown, %u of %d proved\n", tally.known, tally.unknown, tally.proved, TREES);
    /* The test is worth nothing where one outcome is rare. */
    assert_true(tally.known > TREES && tally.unknown > TREES);
    assert_true(tally.proved > TREES / 10 && tally.proved < TREES * 9 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests_name("random expressions", tests, NULL, NULL);
}
