#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "coding/features.h"
#include "coding/suggest.h"

static int start(void **state UNUSED)
{
    return hash_init() ? 0 : -1;
}

enum { CLEANER, DRIVER, NURSE, COOK, CLASSES };

static const struct known {
    const char *text;
    uint32_t class;
} known[] = {
    {"poetsvrouw", CLEANER},
    {"schoonmaker kantoren", CLEANER},
    {"poetshulp", CLEANER},
    {"kuisvrouw ziekenhuis", CLEANER},
    {"vrachtwagenchauffeur", DRIVER},
    {"buschauffeur", DRIVER},
    {"chauffeur bestelwagen", DRIVER},
    {"taxichauffeur", DRIVER},
    {"verpleegkundige", NURSE},
    {"verpleegster ziekenhuis", NURSE},
    {"thuisverpleegkundige", NURSE},
    {"hoofdverpleegkundige", NURSE},
    {"kok", COOK},
    {"hulpkok", COOK},
    {"pizzabakker", COOK},
};

static struct suggester *trained(uint64_t seed)
{
    struct suggester *s = suggester_new(CLASSES);
    for (uint32_t i = 0; i < ARRAY_LEN(known); i++) {
        suggester_add(s, str_from(known[i].text), known[i].class, 1, i);
    }
    suggester_train(s, seed);
    return s;
}

static void expect_first(struct suggester *s, const char *text, uint32_t class)
{
    struct suggestion out[CLASSES];
    size_t n = suggest(s, str_from(text), out, CLASSES);
    if (n == 0 || out[0].class != class) {
        fail_msg("'%s': class %u first, wanted %u", text, n ? out[0].class : UINT32_MAX, class);
    }
    for (size_t i = 0; i < n; i++) {
        assert_true(out[i].p >= 0 && out[i].p <= 1 && out[i].score >= 0 && out[i].score <= 1 + 1e-6);
        assert_true(i == 0 || out[i].score <= out[i - 1].score);
    }
}

static void the_same_words_come_first(void **state UNUSED)
{
    struct suggester *s = trained(1);
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        expect_first(s, known[i].text, known[i].class);
    }
    struct suggestion out[2];
    assert_int_equal(suggest(s, STR("Taxi-Chauffeur"), out, 2), 2);
    assert_int_equal(suggest(s, STR("TAXICHAUFFEUR!"), out, 1), 1);
    assert_int_equal(out[0].source, 7);
    assert_true(out[0].similarity > 0.999);
    suggester_free(s);
}

static void look_alikes_are_found(void **state UNUSED)
{
    struct suggester *s = trained(1);
    expect_first(s, "poetst in een ziekenhuis, poetsvrouw", CLEANER);
    expect_first(s, "vrachtwagen-chauffeur internationaal", DRIVER);
    expect_first(s, "verpleegkundge", NURSE);
    suggester_free(s);
}

static void nothing_known_gives_nothing(void **state UNUSED)
{
    struct suggester *s = trained(1);
    struct suggestion out[2];
    assert_int_equal(suggest(s, STR(""), out, 2), 0);
    assert_int_equal(suggest(s, STR("..."), out, 2), 0);
    assert_int_equal(suggest(s, STR("xyzqq"), out, 2), 0);
    uint32_t best = 0;
    double p = 0;
    assert_false(suggest_group(s, (uint32_t[CLASSES]){0}, 1, &best, &p));
    struct suggester *empty = suggester_new(CLASSES);
    suggester_train(empty, 1);
    assert_int_equal(suggest(empty, STR("kok"), out, 2), 0);
    suggester_free(empty);
    suggester_free(s);
}

static void a_decision_counts_at_once(void **state UNUSED)
{
    struct suggester *s = trained(1);
    struct suggestion out[1];
    suggester_learn(s, STR("flexijobber horeca"), COOK, 3, 99);
    expect_first(s, "flexijobber horeca", COOK);
    assert_int_equal(suggest(s, STR("flexijobber"), out, 1), 1);
    assert_int_equal(out[0].source, 99);
    suggester_learn(s, STR("kok"), CLEANER, 3, 100); /* weighs more than the index */
    expect_first(s, "kok", CLEANER);
    suggester_learn(s, STR("niets"), CLASSES, 3, 101); /* no such class: passed over */
    suggester_free(s);
}

static void the_same_input_gives_the_same_model(void **state UNUSED)
{
    struct suggester *a = trained(7);
    struct suggester *b = trained(7);
    suggester_train(b, 7); /* anew, not on top */
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        struct suggestion x[CLASSES];
        struct suggestion y[CLASSES];
        memset(x, 0, sizeof x);
        memset(y, 0, sizeof y);
        size_t n = suggest(a, str_from(known[i].text), x, CLASSES);
        assert_int_equal(n, suggest(b, str_from(known[i].text), y, CLASSES));
        for (size_t k = 0; k < n; k++) {
            assert_true(x[k].class == y[k].class && x[k].source == y[k].source);
            assert_memory_equal(&x[k].p, &y[k].p, sizeof x[k].p);
        }
    }
    suggester_free(a);
    suggester_free(b);
}

static void groups_add_up(void **state UNUSED)
{
    struct suggester *s = trained(1);
    struct suggestion out[1];
    static const uint32_t group_of[CLASSES] = {0, 1, 1, 0};
    uint32_t best = 9;
    double p = 0;
    assert_int_equal(suggest(s, STR("hulpkok"), out, 1), 1);
    assert_true(suggest_group(s, group_of, 2, &best, &p));
    assert_int_equal(best, 0);
    assert_true(p > 0.5 && p <= 1);
    suggester_free(s);
}

static void long_texts_are_cut(void **state UNUSED)
{
    struct suggester *s = trained(1);
    char text[20000];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = i % 9 == 8 ? ' ' : (char)('a' + i * 7 % 26);
    }
    struct suggestion out[1];
    suggest(s, (struct str){text, sizeof text}, out, 1);
    suggester_learn(s, (struct str){text, sizeof text}, NURSE, 3, 5);
    assert_int_equal(suggest(s, (struct str){text, sizeof text}, out, 1), 1);
    suggester_free(s);
}

static void gender_marks_go(void **state UNUSED)
{
    struct arena *arena = arena_new();
    assert_true(str_is(coding_key(arena, STR("Kok (m/v/x)")), "kok"));
    assert_true(str_is(coding_key(arena, STR("Kok (M/V)")), "kok"));
    assert_true(str_is(coding_key(arena, STR("Kok (h|f|x)")), "kok"));
    assert_true(str_is(coding_key(arena, STR("Kok (koud)")), "kok koud"));
    assert_true(str_is(coding_key(arena, STR("Kok (m/v")), "kok m v"));
    assert_true(str_is(coding_key(arena, STR("Œnologue, ŁÓDŹ/naïef")), "oenologue lodz naief"));
    arena_free(arena);
}

static void features_of_a_word(void **state UNUSED)
{
    struct vocabulary *v = vocabulary_new();
    struct feature out[FEATURES_MOST];
    /* " ko" "kok" "ok " and the word */
    assert_int_equal(features_of(v, STR("kok"), false, out), 0);
    assert_int_equal(features_of(v, STR("kok"), true, out), 4);
    assert_int_equal(features_of(v, STR("kok kok"), true, out), 4);
    assert_true(out[0].count > 1.5F);
    assert_int_equal(vocabulary_size(v), 4);
    assert_int_equal(features_of(v, STR("kok bus"), true, out), 8); /* words apart, nothing across */
    assert_int_equal(features_of(v, STR(""), true, out), 0);
    vocabulary_free(v);
}

/* More is learned than there was at training, and one word is in all of it. */
static void much_may_be_learned_on_a_small_index(void **state UNUSED)
{
    struct suggester *s = trained(1);
    char text[32];
    struct suggestion out[CLASSES];
    for (uint32_t i = 0; i < 200; i++) {
        snprintf(text, sizeof text, "werk %c%c", 'a' + (int)(i / 26), 'a' + (int)(i % 26));
        suggester_learn(s, str_from(text), i % 2 ? COOK : DRIVER, 3, 100 + i);
        size_t n = suggest(s, str_from(text), out, CLASSES);
        assert_true(n > 0 && out[0].similarity > 0.99 && out[0].similarity < 1.01);
        assert_true(out[0].p >= 0 && out[0].p <= 1);
        assert_int_equal(out[0].class, i % 2 ? COOK : DRIVER);
    }
    suggester_free(s);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_words_come_first),
        cmocka_unit_test(look_alikes_are_found),
        cmocka_unit_test(nothing_known_gives_nothing),
        cmocka_unit_test(a_decision_counts_at_once),
        cmocka_unit_test(much_may_be_learned_on_a_small_index),
        cmocka_unit_test(the_same_input_gives_the_same_model),
        cmocka_unit_test(groups_add_up),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(gender_marks_go),
        cmocka_unit_test(features_of_a_word),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
