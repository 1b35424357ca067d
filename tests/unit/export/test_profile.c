#include "tests/unit/export/documented.h"

#include "export/profile.h"

/* What a profile lets out. */

static const struct profile *read_yaml(struct documented *w, const char *yaml)
{
    const struct definition_file file = {STR("p.yaml"), str_from(yaml)};
    struct library library = frozen_library(w->arena, &file, 1);
    return profile_read(w->arena, w->diags, &library, STR("p.yaml"), w->model);
}

static bool has(const struct model *model, const char *name)
{
    const struct column *column = model_column(model, str_from(name));
    return column && str_is(column->name, name);
}

/* Every reference of the reduced model is to what it was in the whole one. */
static void holds_together(const struct reduced *reduced, const struct model *whole)
{
    const struct model *model = reduced->model;
    uint32_t of_questions = 0;
    for (uint32_t i = 0; i < model->columns_n; i++) {
        const struct column *column = &model->columns[i], *was = &whole->columns[reduced->from[i]];
        assert_int_equal(column->index, i);
        assert_true(str_equal(column->name, was->name));
        assert_true((column->question == NONE) == (was->question == NONE));
        if (column->question != NONE) {
            const struct question *question = &model->questions[column->question];
            assert_true(str_equal(question->id, whole->questions[was->question].id));
            assert_true(i >= question->first && i < question->first + question->n);
            of_questions++;
        }
        if (column->companion != NONE) {
            assert_true(
                str_equal(model->columns[column->companion].name, whole->columns[was->companion].name));
        }
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i < model->questions_n; i++) {
        assert_int_equal(model->questions[i].index, i);
        sum += model->questions[i].n;
    }
    assert_int_equal(sum, of_questions);
    for (uint32_t i = 0; i < model->sets_n; i++) {
        assert_int_equal(model->columns[model->sets[i].first].question, model->sets[i].question);
    }
}

static void drops(void **state UNUSED)
{
    struct documented w;
    documented_open(&w, "../questionnaire/sid", NULL);
    const struct profile *profile =
        read_yaml(&w, "profile: public\nopen_texts: drop\ndrop: [d_origin, frame_birth]\n");
    assert_non_null(profile);
    struct reduced reduced = profile_reduce(w.arena, w.model, profile);
    assert_true(reduced.model->columns_n < w.model->columns_n);
    assert_true(has(w.model, "member_name_1") && !has(reduced.model, "member_name_1"));
    assert_true(has(w.model, "frame_birth") && !has(reduced.model, "frame_birth"));
    assert_true(has(w.model, "frame_birth_y") && !has(reduced.model, "frame_birth_y"));
    assert_true(has(reduced.model, "case_id") && has(reduced.model, "member_relation_1"));
    for (uint32_t i = 0; i < reduced.model->columns_n; i++) {
        const struct column *column = &reduced.model->columns[i];
        assert_false(column->variable && column->variable->type == VARIABLE_TEXT &&
                     column->part == PART_VALUE);
    }
    holds_together(&reduced, w.model);
    struct datum *row = ARENA_ARRAY(w.arena, w.model->columns_n, struct datum);
    struct datum *left = ARENA_ARRAY(w.arena, w.model->columns_n, struct datum);
    for (uint32_t i = 0; i < w.model->columns_n; i++) {
        row[i].number = number_int(i);
    }
    reduced_row(&reduced, row, left);
    for (uint32_t i = 0; i < reduced.model->columns_n; i++) {
        assert_int_equal(left[i].number.units, reduced.from[i]);
    }
    documented_close(&w);
}

static void keeps_all(void **state UNUSED)
{
    struct documented w;
    documented_open(&w, "fixtures/questionnaires/kitchen", NULL);
    struct reduced reduced = profile_reduce(w.arena, w.model, read_yaml(&w, "profile: internal\n"));
    assert_int_equal(reduced.model->columns_n, w.model->columns_n);
    assert_int_equal(reduced.model->questions_n, w.model->questions_n);
    assert_int_equal(reduced.model->sets_n, w.model->sets_n);
    holds_together(&reduced, w.model);
    documented_close(&w);
}

static void says_what_is_wrong(void **state UNUSED)
{
    struct documented w;
    documented_open(&w, "fixtures/questionnaires/kitchen", NULL);
    assert_null(read_yaml(&w, "profile: p\ndrop: [nobody_has_this]\n"));
    assert_string_equal(diag_last(w.diags)->code, "D020");
    assert_null(read_yaml(&w, "profile: p\nopen_texts: perhaps\n"));
    assert_null(read_yaml(&w, "profile: p\nopen_text: drop\n"));
    documented_close(&w);
}

/* RFC 4231's second case: 5bdcc146bf60754e... as base 32, and another key gives another name. */
static void pseudonyms(void **state UNUSED)
{
    char a[PSEUDONYM_ROOM], b[PSEUDONYM_ROOM];
    pseudonym(STR("Jefe"), STR("what do ya want for nothing?"), a);
    assert_string_equal(a, "bfec2hnzc1");
    pseudonym(STR("Jefe"), STR("what do ya want for nothing?"), b);
    assert_string_equal(a, b);
    pseudonym(STR("Jefa"), STR("what do ya want for nothing?"), b);
    assert_string_not_equal(a, b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drops),
        cmocka_unit_test(keeps_all),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(pseudonyms),
    };
    return hash_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
