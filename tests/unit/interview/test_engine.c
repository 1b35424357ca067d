#include "tests/unit/interview/world.h"

/* What scripts cannot say: how much is computed, what acts carry, what strange logs do, why something is
 * asked. */

static uint32_t slot(const struct world *w, const char *id)
{
    const struct variable *v = codebook_find(w->q->codebook, str_from(id));
    assert_non_null(v);
    return v->slot;
}

static enum attempt give(struct world *w, const char *id, uint32_t row, const char *text)
{
    const struct variable *v = w->q->codebook->variables[slot(w, id)];
    struct answer answer = {.slot = v->slot, .row = row, .state = CELL_ANSWERED};
    assert_true(value_read(w->arena, v, str_from(text), &answer.value));
    return interview_answer(w->iv, &answer, 1, NULL);
}

static enum cell_state state_of(const struct world *w, const char *id, uint32_t row)
{
    return interview_cell(w->iv, slot(w, id), row)->state;
}

static struct world *begun(const char *yaml)
{
    struct world *w = world_new(str_from(yaml));
    assert_non_null(w->q);
    w->iv = interview_new(&w->setup);
    assert_true(interview_begin(w->iv, NULL));
    return w;
}

/* ---- how much is computed -------------------------------------------------------------------- */

/* A hub, and items of which every second one hangs on it, every tenth on the item before. */
static struct world *hub_world(unsigned items)
{
    struct buf yaml = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&yaml, "- {id: hub, type: code, list: abcd, allow: []}\n");
    for (unsigned i = 0; i < items; i++) {
        buf_format(&yaml, "- {id: i%u, type: int, min: 0, max: 9, allow: []", i);
        if (i % 2 == 0) {
            buf_format(&yaml, ", when: hub != %u", 1 + i / 2 % 4);
        } else if (i % 10 == 1) {
            buf_format(&yaml, ", when: i%u > 3, unknown: skip", i - 1);
        } else if (i % 10 == 3) {
            buf_format(&yaml, ", checks: [{id: c_%u, soft: i%u <= 9}]", i, i);
        }
        buf_add_text(&yaml, "}\n");
    }
    struct world *w = world_new(buf_str(&yaml));
    buf_free(&yaml);
    assert_non_null(w->q);
    w->iv = interview_new(&w->setup);
    assert_true(interview_begin(w->iv, NULL));
    return w;
}

static void answer_all(struct world *w)
{
    for (struct place_in p = interview_first_open(w->iv); p.item != NONE; p = interview_first_open(w->iv)) {
        const struct variable *v = w->q->items[p.item].variable;
        struct answer answer = {.slot = v->slot, .state = CELL_ANSWERED};
        assert_true(value_read(w->arena, v, v->type == VARIABLE_CODE ? STR("1") : STR("5"), &answer.value));
        assert_int_equal(interview_answer(w->iv, &answer, 1, NULL), ATTEMPT_DONE);
    }
}

static uint32_t readers_of(const struct world *w, uint32_t v)
{
    return w->q->reader_from[v + 1] - w->q->reader_from[v];
}

/* Evaluations per answer <= dependants + 1: the readers of what changed, and of what changed by it. */
static void test_evaluations(void **state)
{
    (void)state;
    struct world *w = hub_world(400);
    answer_all(w);
    size_t variables = w->q->codebook->variables_n;
    struct cell *before = ARENA_ARRAY(w->arena, variables, struct cell);
    for (unsigned round = 0; round < 60; round++) {
        for (uint32_t v = 0; v < variables; v++) {
            before[v] = *interview_cell(w->iv, v, 0);
        }
        uint64_t evaluations = interview_evaluations(w->iv);
        const char *codes[] = {"2", "3", "4", "1"};
        char id[16];
        snprintf(id, sizeof id, "i%u", round * 6 + 2);
        bool hub = round % 6 == 0;
        (void)give(w, hub ? "hub" : id, 0, hub ? codes[round / 6 % 4] : round % 2 ? "1" : "7");
        evaluations = interview_evaluations(w->iv) - evaluations;
        uint64_t dependants = 0;
        for (uint32_t v = 0; v < variables; v++) {
            const struct cell *now = interview_cell(w->iv, v, 0);
            bool same = now->state == before[v].state &&
                        (now->value.kind == VALUE_NONE || value_equal(&now->value, &before[v].value));
            dependants += same ? 0 : readers_of(w, v);
        }
        assert_true(evaluations <= dependants + 1);
        answer_all(w);
    }
    world_free(w);
}

/* A whole interview evaluates each condition and check about once. */
static void test_evaluations_of_all(void **state)
{
    (void)state;
    struct world *w = hub_world(400);
    answer_all(w);
    assert_true(interview_evaluations(w->iv) <= 200 + 40 + 40 + 1);
    assert_true(interview_evaluations(w->iv) >= 200);
    world_free(w);
}

/* Going back in the questionnaire and forth again costs no evaluation: what is hidden is kept. */
static void test_hidden_is_kept(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: code, list: yes_no, allow: []}\n"
                            "- {id: b, type: int, min: 0, max: 9, when: a == yes}\n"
                            "- {id: c, type: int, min: 0, max: 9, allow: []}\n"
                            "- {id: d, type: int, min: 0, max: 9, when: c > 3, unknown: skip}\n"
                            "- {id: e, type: int, min: 0, max: 9, when: c > 4, unknown: skip}\n");
    give(w, "a", 0, "2");
    give(w, "c", 0, "9");
    give(w, "d", 0, "9");
    give(w, "e", 0, "9");
    uint64_t before = interview_evaluations(w->iv);
    give(w, "a", 0, "1");
    assert_int_equal(state_of(w, "d", 0), CELL_NOT_REACHED);
    give(w, "b", 0, "1");
    assert_int_equal(state_of(w, "e", 0), CELL_ANSWERED);
    assert_int_equal(interview_evaluations(w->iv) - before, 1);
    world_free(w);
}

/* An answer in one row concerns that row only, and what reads the roster as a whole. */
static void test_evaluations_in_rows(void **state)
{
    (void)state;
    struct world *w = begun("- {id: n, type: int, min: 0, max: 3, allow: []}\n"
                            "- roster: r\n"
                            "  count: n\n"
                            "  max: 3\n"
                            "  items:\n"
                            "    - {id: age, type: int, min: 0, max: 110, allow: []}\n"
                            "    - {id: job, type: int, min: 0, max: 9, when: age > 18}\n"
                            "    - {id: twice, type: computed, as: int, value: age * 2}\n"
                            "- {id: total, type: computed, as: int, value: sum(age)}\n"
                            "- {id: z, type: int, min: 0, max: 9}\n");
    give(w, "n", 0, "3");
    give(w, "age", 1, "5");
    give(w, "age", 2, "6");
    give(w, "age", 3, "7");
    uint64_t before = interview_evaluations(w->iv);
    give(w, "age", 2, "8");
    assert_int_equal(interview_evaluations(w->iv) - before, 3);
    world_free(w);
}

/* ---- what acts carry ------------------------------------------------------------------------- */

static void test_head_of_acts(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: int, min: 0, max: 9}\n- {id: b, type: int, min: 0, max: 9}\n");
    w->now_ms += 5000;
    interview_key(w->iv);
    w->now_ms += 2000;
    interview_key(w->iv);
    w->now_ms += 10;
    give(w, "a", 0, "4");
    const struct act *act = &w->log[w->log_n - 1];
    assert_int_equal(act->kind, ACT_ANSWER);
    assert_true(str_is(act->case_id, "100") && str_is(act->item, "a") && str_is(act->user, "an"));
    assert_true(str_is(act->language, "nl"));
    assert_true(hash_equal(&act->questionnaire, &w->q->hash));
    assert_int_equal(act->wall_ms, w->now_ms);
    assert_int_equal(act->boot_ms, w->now_ms);
    assert_int_equal(act->shown_ms, 7010);
    assert_int_equal(act->idle_ms, 2000);
    struct hash event = interview_event(w->iv, slot(w, "a"), 0);
    assert_true(hash_equal(&event, &act->id));
    world_free(w);
}

static void test_undo_names_what_it_undoes(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: int, min: 0, max: 9}\n- {id: b, type: int, min: 0, max: 9}\n");
    struct place_in place;
    struct place_in a = {questionnaire_item(w->q, STR("a")), 0};
    give(w, "a", 0, "3");
    assert_int_equal(interview_jump(w->iv, (struct place_in){NONE, 0}), ATTEMPT_NOT_HERE);
    assert_int_equal(interview_forward(w->iv, false), ATTEMPT_DONE);
    assert_int_equal(interview_jump(w->iv, a), ATTEMPT_DONE);
    give(w, "a", 0, "4");
    assert_int_equal(w->log[w->log_n - 1].n, 2); /* the answer, and that she goes on behind it */
    struct hash answer = w->log[w->log_n - 1].id;
    assert_int_equal(interview_undo(w->iv, &place), ATTEMPT_DONE);
    struct hash undo = w->log[w->log_n - 1].id;
    assert_int_equal(w->log[w->log_n - 1].n, 2); /* the answer, and where she is now */
    assert_true(hash_equal(&w->log[w->log_n - 1].undoes, &answer));
    assert_int_equal(interview_undo(w->iv, &place), ATTEMPT_DONE);
    struct hash none = {{0}};
    struct hash event = interview_event(w->iv, slot(w, "a"), 0);
    assert_true(hash_equal(&event, &none));
    assert_int_equal(interview_redo(w->iv, &place), ATTEMPT_DONE);
    assert_int_equal(interview_redo(w->iv, &place), ATTEMPT_DONE);
    assert_true(hash_equal(&w->log[w->log_n - 1].undoes, &undo));
    world_free(w);
}

static void test_reasons_of_derivations(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: int, min: 0, max: 1000000000000}\n"
                            "- {id: b, type: int, min: 0, max: 9}\n"
                            "- {id: c, type: computed, as: int, value: a * a}\n"
                            "- {id: d, type: computed, as: decimal, step: 0.1, value: a / b}\n"
                            "- {id: z, type: int, min: 0, max: 9}\n");
    give(w, "a", 0, "1000000000000");
    give(w, "b", 0, "0");
    assert_int_equal(interview_reasons(w->iv, slot(w, "c"), 0), EXPR_WHY_OVERFLOW);
    assert_int_equal(interview_reasons(w->iv, slot(w, "d"), 0), EXPR_WHY_ZERO_DIVISION);
    give(w, "a", 0, "2");
    give(w, "b", 0, "1");
    assert_int_equal(interview_reasons(w->iv, slot(w, "c"), 0), 0);
    assert_int_equal(interview_reasons(w->iv, slot(w, "d"), 0), 0);
    world_free(w);
}

/* ---- begin, and logs that are strange -------------------------------------------------------- */

static void test_begin_refused(void **state)
{
    (void)state;
    struct world *w = world_new(STR("- {id: a, type: int, min: 0, max: 9}\n"));
    w->iv = interview_new(&w->setup);
    w->refuse = true;
    assert_false(interview_begin(w->iv, NULL));
    assert_int_equal(interview_status(w->iv), INTERVIEW_NEW);
    assert_int_equal(interview_today(w->iv), 0);
    assert_int_equal(give(w, "a", 0, "1"), ATTEMPT_NOT_HERE);
    w->refuse = false;
    assert_true(interview_begin(w->iv, NULL));
    assert_int_equal(give(w, "a", 0, "1"), ATTEMPT_DONE);
    world_free(w);
}

static void fold_one(struct world *w, enum act_kind kind, struct change change)
{
    struct act act = {.kind = kind, .user = STR("x"), .changes = &change, .n = 1};
    interview_fold(w->iv, &act);
}

/* 15: codes and edits are layers above the answers; they never reroute. */
static void test_codes_and_edits_do_not_reroute(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: code, list: yes_no}\n"
                            "- {id: b, type: int, min: 0, max: 9, when: a == yes, unknown: skip}\n");
    give(w, "a", 0, "1");
    struct str before = world_tell(w, w->iv, 1);
    fold_one(w, ACT_EDIT, (struct change){REGISTER_EDIT, STR("a"), 0, CELL_ANSWERED, STR("2")});
    fold_one(w, ACT_CODE, (struct change){REGISTER_CODE, STR("a"), 0, CELL_ANSWERED, STR("2")});
    fold_one(w, ACT_CONTACT, (struct change){REGISTER_CONTACT, STR_EMPTY, 1, CELL_ANSWERED, STR("x")});
    assert_true(str_equal(before, world_tell(w, w->iv, 1)));
    world_free(w);
}

/* A log may come from another version or from a damaged file: nothing of it may hurt. */
static void test_strange_changes(void **state)
{
    (void)state;
    static const struct change strange[] = {
        {REGISTER_ANSWER, {"nobody", 6}, 0, CELL_ANSWERED, {"1", 1}},
        {REGISTER_ANSWER, {"a", 1}, 7, CELL_ANSWERED, {"1", 1}},
        {REGISTER_ANSWER, {"a", 1}, 0, CELL_ANSWERED, {"4000000000", 10}},
        {REGISTER_ANSWER, {"a", 1}, 0, CELL_ANSWERED, {"-3", 2}},
        {REGISTER_ANSWER, {"a", 1}, 0, CELL_ANSWERED, {"no number", 9}},
        {REGISTER_ANSWER, {"age", 3}, 4000000000u, CELL_ANSWERED, {"1", 1}},
        {REGISTER_ANSWER, {"age", 3}, 0, CELL_ANSWERED, {"1", 1}},
        {REGISTER_ANSWER, {"age", 3}, 99999, CELL_ANSWERED, {"1", 1}},
        {REGISTER_ANSWER, {"k", 1}, 0, CELL_ANSWERED, {"1", 1}},
        {REGISTER_ANSWER, {"group", 5}, 0, CELL_ANSWERED, {"ma", 2}},
        {REGISTER_ROW, {"r", 1}, 4000000000u, CELL_ANSWERED, {"removed", 7}},
        {REGISTER_ROW, {"a", 1}, 1, CELL_ANSWERED, {"removed", 7}},
        {REGISTER_ORDER, {"o", 1}, 0, CELL_ANSWERED, {"3 3 9 1 nonsense", 16}},
        {REGISTER_ORDER, {"r", 1}, 0, CELL_ANSWERED, {"x", 1}},
        {REGISTER_ORDER, {"h", 1}, 0, CELL_ANSWERED, {"-4", 2}},
        {REGISTER_CONFIRM, {"c_none", 6}, 0, CELL_ANSWERED, {"x", 1}},
        {REGISTER_PLACE, {"", 0}, 0, CELL_ANSWERED, {"nobody x", 8}},
        {REGISTER_LANGUAGE, {"", 0}, 0, CELL_ANSWERED, {"xx", 2}},
        {REGISTER_STATUS, {"", 0}, 0, CELL_ANSWERED, {"dreaming", 8}},
    };
    struct world *w = begun("- {id: a, type: int, min: 0, max: 9}\n"
                            "- roster: r\n"
                            "  count: a\n"
                            "  max: 9\n"
                            "  items:\n"
                            "    - {id: age, type: int, min: 0, max: 110}\n"
                            "- {id: k, type: computed, as: int, value: a}\n"
                            "- {id: h, type: draw, of: 2}\n"
                            "- {id: o, type: code, list: abcd, options: {order: random}}\n");
    give(w, "a", 0, "1");
    give(w, "age", 1, "5");
    struct str before = world_tell(w, w->iv, 1);
    for (size_t i = 0; i < ARRAY_LEN(strange); i++) {
        fold_one(w, ACT_ANSWER, strange[i]);
        (void)world_tell(w, w->iv, 6);
        const uint32_t *ids = NULL;
        assert_true(interview_rows(w->iv, 0, &ids) <= 9);
    }
    assert_int_equal(interview_status(w->iv), INTERVIEW_NEW);
    fold_one(w, ACT_START, (struct change){REGISTER_STATUS, STR_EMPTY, 0, CELL_ANSWERED, STR("started")});
    fold_one(w, ACT_ANSWER, (struct change){REGISTER_ANSWER, STR("a"), 0, CELL_ANSWERED, STR("1")});
    const int32_t *options = NULL;
    struct place_in o = {questionnaire_item(w->q, STR("o")), 0};
    assert_int_equal(interview_options(w->iv, o, &options), 4);
    assert_int_equal(options[0], 2); /* stored ones first, each once, then what is missing */
    assert_int_equal(options[1], 0);
    assert_int_equal(options[2], 1);
    assert_int_equal(options[3], 3);
    assert_non_null(before.ptr);
    world_free(w);
}

/* What was erased says nothing any more: its act changes nothing and is not there to be undone. */
static void test_erased_acts(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: int, min: 0, max: 9}\n- {id: b, type: int, min: 0, max: 9}\n");
    give(w, "a", 0, "4");
    w->log[w->log_n - 1].erased = true;
    interview_free(w->iv);
    w->iv = world_folded(w);
    struct place_in place;
    assert_true(interview_begin(w->iv, NULL));
    assert_int_equal(state_of(w, "a", 0), CELL_OPEN);
    assert_int_equal(interview_undo(w->iv, &place), ATTEMPT_NOT_HERE);
    world_free(w);
}

/* Acts of others arrive while an interview is open. */
static void test_folding_while_open(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: code, list: yes_no}\n"
                            "- {id: b, type: int, min: 0, max: 9, when: a == yes, unknown: skip}\n"
                            "- {id: c, type: int, min: 0, max: 9}\n");
    give(w, "a", 0, "1");
    assert_int_equal(interview_forward(w->iv, false), ATTEMPT_DONE);
    fold_one(w, ACT_ANSWER, (struct change){REGISTER_ANSWER, STR("a"), 0, CELL_ANSWERED, STR("2")});
    assert_int_equal(state_of(w, "b", 0), CELL_NOT_APPLICABLE);
    assert_int_equal(interview_place(w->iv).item, questionnaire_item(w->q, STR("c")));
    world_free(w);
}

/* Without a sink everything is accepted and kept nowhere: for tries and proofs. */
static void test_without_sink(void **state)
{
    (void)state;
    struct world *w = world_new(STR("- {id: a, type: int, min: 0, max: 9}\n"));
    w->setup.sink = (struct act_sink){0};
    w->setup.clock = (struct clock){0};
    w->iv = interview_new(&w->setup);
    struct place_in place;
    assert_true(interview_begin(w->iv, NULL));
    assert_int_equal(give(w, "a", 0, "1"), ATTEMPT_DONE);
    assert_int_equal(interview_undo(w->iv, &place), ATTEMPT_DONE);
    assert_int_equal(state_of(w, "a", 0), CELL_OPEN);
    assert_true(interview_today(w->iv) > 20000);
    assert_int_equal(w->log_n, 0);
    world_free(w);
}

/* ---- why ------------------------------------------------------------------------------------- */

static const char *const truths[] = {"false", "unknown", "true"};

static void expect_why(struct world *w, const char *id, uint32_t row, const char *wanted)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    const struct why_line *lines = NULL;
    size_t n = interview_why(w->iv, w->arena, (struct place_in){questionnaire_item(w->q, str_from(id)), row},
                             &lines);
    for (size_t i = 0; i < n; i++) {
        buf_format(&out, "%u %.*s: %s", lines[i].depth, STR_ARG(lines[i].text), truths[lines[i].truth]);
        if (lines[i].values.len) {
            buf_format(&out, " [%.*s]", STR_ARG(lines[i].values));
        }
        buf_add_text(&out, " by ");
        world_tell_place(&out, w->iv, lines[i].decided_by);
        buf_add_char(&out, '\n');
    }
    assert_string_equal(out.ptr ? out.ptr : "", wanted);
    buf_free(&out);
}

static void test_why(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, nr: A01, type: code, list: yes_no}\n"
                            "- {id: b, type: int, min: 0, max: 9}\n"
                            "- {id: k, type: computed, as: int, value: b * 2}\n"
                            "- block: blok\n"
                            "  when: a == yes\n"
                            "  unknown: skip\n"
                            "  items:\n"
                            "    - id: c\n"
                            "      type: int\n"
                            "      min: 0\n"
                            "      max: 9\n"
                            "      when: (b > 3 and b < 8) or not (k == 2)\n"
                            "      unknown: skip\n"
                            "- {id: z, type: int, min: 0, max: 9}\n");
    expect_why(w, "z", 0, "");
    expect_why(w, "c", 0,
               "0 a == yes: unknown [a = open (A01)] by a\n"
               "1 (b > 3 and b < 8) or not (k == 2): unknown by b\n"
               "2 b > 3 and b < 8: unknown by b\n"
               "3 b > 3: unknown [b = not_reached] by b\n"
               "3 b < 8: unknown [b = not_reached] by b\n"
               "2 not (k == 2): unknown by b\n"
               "3 k == 2: unknown [k = not_reached] by b\n");
    give(w, "a", 0, "1");
    w->now_ms += 60000;
    give(w, "b", 0, "1");
    expect_why(w, "c", 0,
               "0 a == yes: true [a = ja (A01, 09:00)] by a\n"
               "1 (b > 3 and b < 8) or not (k == 2): false by b\n"
               "2 b > 3 and b < 8: false by b\n"
               "3 b > 3: false [b = 1 (09:01)] by b\n"
               "3 b < 8: true [b = 1 (09:01)] by b\n"
               "2 not (k == 2): false by b\n"
               "3 k == 2: true [k = 2] by b\n");
    world_free(w);
}

/* Kleene decides: the operand that made it so, or the answer that came last where all were needed. */
static void test_why_who_decided(void **state)
{
    (void)state;
    struct world *w = begun("- {id: a, type: int, min: 0, max: 9}\n"
                            "- {id: b, type: int, min: 0, max: 9}\n"
                            "- {id: c, type: int, min: 0, max: 9, when: a > 3 and b > 3, unknown: skip}\n"
                            "- {id: d, type: int, min: 0, max: 9, when: a > 3 or b > 3, unknown: skip}\n");
    give(w, "a", 0, "5");
    give(w, "b", 0, "5");
    const struct why_line *lines = NULL;
    struct place_in c = {questionnaire_item(w->q, STR("c")), 0};
    struct place_in d = {questionnaire_item(w->q, STR("d")), 0};
    uint32_t a = questionnaire_item(w->q, STR("a"));
    uint32_t b = questionnaire_item(w->q, STR("b"));
    assert_int_equal(interview_why(w->iv, w->arena, c, &lines), 3);
    assert_int_equal(lines[0].decided_by.item, b); /* both were needed */
    interview_why(w->iv, w->arena, d, &lines);
    assert_int_equal(lines[0].decided_by.item, a); /* one was enough */
    give(w, "a", 0, "1");
    interview_why(w->iv, w->arena, c, &lines);
    assert_int_equal(lines[0].decided_by.item, a);
    give(w, "b", 0, "1");
    interview_why(w->iv, w->arena, d, &lines);
    assert_int_equal(lines[0].decided_by.item, b);
    world_free(w);
}

static void test_why_in_rows(void **state)
{
    (void)state;
    struct world *w =
        begun("- {id: n, type: int, min: 0, max: 3}\n"
              "- roster: r\n"
              "  count: n\n"
              "  max: 3\n"
              "  items:\n"
              "    - {id: age, type: int, min: 0, max: 110}\n"
              "    - {id: job, type: int, min: 0, max: 9, when: age > 18, unknown: skip}\n"
              "- {id: z, type: int, min: 0, max: 9, when: any(r where age > 18), unknown: skip}\n");
    give(w, "n", 0, "2");
    give(w, "age", 1, "40");
    give(w, "job", 1, "4");
    give(w, "age", 2, "4");
    expect_why(w, "job", 2,
               "0 n >= 2: true [n = 2 (09:00)] by n\n"
               "1 age > 18: false [age = 4 (09:00)] by age[2]\n");
    expect_why(w, "job", 3,
               "0 n >= 3: false [n = 2 (09:00)] by n\n"
               "1 age > 18: unknown [age = not_applicable] by age[3]\n");
    expect_why(w, "z", 0, "0 any(r where age > 18): true [r = 2] by age[1]\n");
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evaluations),
        cmocka_unit_test(test_evaluations_of_all),
        cmocka_unit_test(test_hidden_is_kept),
        cmocka_unit_test(test_evaluations_in_rows),
        cmocka_unit_test(test_head_of_acts),
        cmocka_unit_test(test_undo_names_what_it_undoes),
        cmocka_unit_test(test_reasons_of_derivations),
        cmocka_unit_test(test_begin_refused),
        cmocka_unit_test(test_codes_and_edits_do_not_reroute),
        cmocka_unit_test(test_strange_changes),
        cmocka_unit_test(test_erased_acts),
        cmocka_unit_test(test_folding_while_open),
        cmocka_unit_test(test_without_sink),
        cmocka_unit_test(test_why),
        cmocka_unit_test(test_why_who_decided),
        cmocka_unit_test(test_why_in_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
