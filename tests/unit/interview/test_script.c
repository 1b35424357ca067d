#include "tests/unit/interview/world.h"

#include "tests/support/rows.h"

/*
 * Interviews as scripts: tests/rows/engine-*.txt. A block is one interview:
 *
 *     4.1 what is shown, with the number of the sentence
 *     - {id: a, type: int, min: 0, max: 9}         the items, as in a questionnaire
 *     ---
 *     a = 3 -> check                               an attempt and what becomes of it (nothing said: done)
 *     a is answered 3                              what must be so now
 *
 * Every write of every script is first tried with a sink that refuses, after which all must be as before; and
 * after every step an interview folded from the log must be in the same state.
 */
struct script {
    struct rows *rows;
    struct world *w;
    struct str step;
    enum attempt attempt;
    size_t log_from; /* where the last step's acts begin */
};

static const char *const attempt_names[] = {
    [ATTEMPT_DONE] = "done",         [ATTEMPT_NOT_SAVED] = "not_saved",     [ATTEMPT_BAD_VALUE] = "bad_value",
    [ATTEMPT_NOT_HERE] = "not_here", [ATTEMPT_NOT_ALLOWED] = "not_allowed", [ATTEMPT_BLOCKED] = "blocked",
    [ATTEMPT_CHECK] = "check",
};

/* ---- words of a step ------------------------------------------------------------------------- */

static struct str cut(struct str *rest)
{
    struct str word = STR_EMPTY;
    *rest = str_trim(*rest);
    if (rest->len) {
        (void)str_split(rest, ' ', &word);
    }
    *rest = str_trim(*rest);
    return word;
}

static bool said(struct script *s, bool holds, const char *what)
{
    return rows_check(s->rows, holds, "%.*s: %s", STR_ARG(s->step), what);
}

static bool equal(struct script *s, struct str got, struct str wanted)
{
    return rows_check(s->rows, str_equal(got, wanted), "%.*s: got '%.*s'", STR_ARG(s->step), STR_ARG(got));
}

/* "x[2]" into id and row. */
static struct str id_row(struct str word, uint32_t *row)
{
    size_t at = str_find_char(word, '[', 0);
    int64_t number = 0;
    *row = 0;
    if (at < word.len) {
        (void)str_to_int64(str_slice(word, at + 1, word.len - at - 2), &number);
        *row = (uint32_t)number;
    }
    return str_slice(word, 0, at);
}

static const struct variable *variable_at(struct script *s, struct str word, uint32_t *row)
{
    const struct variable *v = codebook_find(s->w->q->codebook, id_row(word, row));
    said(s, v != NULL, "no such variable");
    return v;
}

static struct place_in place_at(struct script *s, struct str word)
{
    uint32_t row = 0;
    struct str id = id_row(word, &row);
    if (str_is(id, "end")) {
        return (struct place_in){NONE, 0};
    }
    struct place_in place = {questionnaire_item(s->w->q, id), row};
    said(s, place.item != NONE, "no such item");
    return place;
}

/* ---- attempts -------------------------------------------------------------------------------- */

/* "x = 3, x_other = words": all in one act. */
static enum attempt do_answer(struct script *s, struct str rest)
{
    struct answer answers[8];
    size_t n = 0;
    struct str part;
    while (n < ARRAY_LEN(answers) && str_split(&rest, ',', &part)) {
        struct str text = part;
        struct answer *a = &answers[n++];
        *a = (struct answer){.state = CELL_ANSWERED};
        const struct variable *v = variable_at(s, cut(&text), &a->row);
        (void)cut(&text); /* = */
        if (!v) {
            return ATTEMPT_NOT_HERE;
        }
        a->slot = v->slot;
        if (str_is(text, "?") || str_is(text, "!")) {
            a->state = str_is(text, "?") ? CELL_DONT_KNOW : CELL_REFUSED;
        } else {
            said(s, value_read(s->w->arena, v, text, &a->value), "not a value");
        }
    }
    enum value_fault fault = VALUE_GOOD;
    enum attempt attempt = interview_answer(s->w->iv, answers, n, &fault);
    said(s, (attempt == ATTEMPT_BAD_VALUE) == (fault != VALUE_GOOD), "the fault does not fit");
    return attempt;
}

static enum attempt do_forward(struct script *s, struct str rest)
{
    return interview_forward(s->w->iv, str_is(rest, "every"));
}
static enum attempt do_back(struct script *s, struct str rest)
{
    (void)rest;
    return interview_back(s->w->iv) ? ATTEMPT_DONE : ATTEMPT_NOT_HERE;
}
static enum attempt do_jump(struct script *s, struct str rest)
{
    return interview_jump(s->w->iv, place_at(s, rest));
}
static enum attempt do_pass(struct script *s, struct str rest)
{
    return interview_pass(s->w->iv, place_at(s, rest));
}
static enum attempt do_confirm(struct script *s, struct str rest)
{
    uint32_t row = 0;
    struct str id = id_row(cut(&rest), &row);
    return interview_confirm(s->w->iv, questionnaire_check(s->w->q, id), row, rest);
}
static enum attempt do_note(struct script *s, struct str rest)
{
    struct place_in place = place_at(s, cut(&rest));
    return interview_write_note(s->w->iv, place, rest);
}
static enum attempt do_language(struct script *s, struct str rest)
{
    int language = questionnaire_language(s->w->q, rest);
    return interview_set_language(s->w->iv, language < 0 ? 99u : (unsigned)language);
}
static enum attempt do_remove(struct script *s, struct str rest)
{
    struct place_in roster = place_at(s, rest);
    return interview_remove_row(s->w->iv, s->w->q->items[roster.item].roster, roster.row);
}
static enum attempt do_suspend(struct script *s, struct str rest)
{
    return interview_suspend(s->w->iv, rest);
}
static enum attempt do_complete(struct script *s, struct str rest)
{
    (void)rest;
    return interview_complete(s->w->iv);
}
static enum attempt do_stop(struct script *s, struct str rest)
{
    (void)rest;
    return interview_end_stopped(s->w->iv);
}
static enum attempt do_back_in_time(struct script *s, struct str rest,
                                    enum attempt (*how)(struct interview *, struct place_in *))
{
    struct place_in place = {NONE, 0};
    enum attempt attempt = how(s->w->iv, &place);
    if (rest.len && attempt == ATTEMPT_DONE) {
        struct place_in wanted = place_at(s, rest);
        said(s, wanted.item == place.item && wanted.row == place.row, "another place was restored");
    }
    return attempt;
}
static enum attempt do_undo(struct script *s, struct str rest)
{
    return do_back_in_time(s, rest, interview_undo);
}
static enum attempt do_redo(struct script *s, struct str rest)
{
    return do_back_in_time(s, rest, interview_redo);
}
static enum attempt do_begin(struct script *s, struct str rest)
{
    return interview_begin(s->w->iv, rest.len ? &rest : NULL) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

static const struct {
    const char *word;
    enum attempt (*attempt)(struct script *s, struct str rest);
} attempts[] = {
    {"forward", do_forward}, {"back", do_back},         {"jump", do_jump},         {"pass", do_pass},
    {"confirm", do_confirm}, {"note", do_note},         {"language", do_language}, {"remove", do_remove},
    {"suspend", do_suspend}, {"complete", do_complete}, {"stop", do_stop},         {"undo", do_undo},
    {"redo", do_redo},       {"begin", do_begin},
};

/* ---- what must be so ------------------------------------------------------------------------- */

static void see_raw(struct script *s, struct str rest)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    uint32_t row = 0;
    const struct variable *v = variable_at(s, cut(&rest), &row);
    (void)cut(&rest); /* is */
    if (v) {
        world_tell_cell(&out, v, interview_raw(s->w->iv, v->slot, row));
        equal(s, buf_str(&out), rest);
    }
    buf_free(&out);
}
static void see_place(struct script *s, struct str rest)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    world_tell_place(&out, s->w->iv, interview_place(s->w->iv));
    equal(s, buf_str(&out), rest);
    buf_free(&out);
}
static void see_open(struct script *s, struct str rest)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    world_tell_place(&out, s->w->iv, interview_first_open(s->w->iv));
    equal(s, buf_str(&out), str_is(rest, "none") ? STR("end") : rest);
    buf_free(&out);
}
static void see_checks(struct script *s, struct str rest)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    world_tell_checks(&out, s->w->iv);
    equal(s, out.len ? buf_str(&out) : STR("none"), rest);
    buf_free(&out);
}
static void see_route(struct script *s, struct str rest)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    world_tell_route(&out, s->w->iv);
    equal(s, str_trim(buf_str(&out)), rest);
    buf_free(&out);
}
static void see_options(struct script *s, struct str rest)
{
    struct place_in place = place_at(s, cut(&rest));
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    const struct item *item = &s->w->q->items[place.item];
    item = item->kind == ITEM_GRID ? item + 1 : item;
    const int32_t *options = NULL;
    size_t n = interview_options(s->w->iv, place, &options);
    for (size_t i = 0; i < n; i++) {
        buf_format(&out, "%s%.*s", i ? " " : "", STR_ARG(item->variable->list->options[options[i]].code));
    }
    equal(s, buf_str(&out), rest);
    buf_free(&out);
}
static void see_grid(struct script *s, struct str rest)
{
    struct place_in place = place_at(s, cut(&rest));
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    const uint32_t *rows = NULL;
    size_t n = interview_grid_rows(s->w->iv, place.item, &rows);
    for (size_t i = 0; i < n; i++) {
        buf_format(&out, "%s%.*s", i ? " " : "", STR_ARG(s->w->q->items[rows[i]].id));
    }
    equal(s, buf_str(&out), rest);
    buf_free(&out);
}
static void see_rows(struct script *s, struct str rest)
{
    struct place_in place = place_at(s, cut(&rest));
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    const uint32_t *ids = NULL;
    size_t n = interview_rows(s->w->iv, s->w->q->items[place.item].roster, &ids);
    for (size_t i = 0; i < n; i++) {
        buf_format(&out, "%s%u", i ? " " : "", ids[i]);
    }
    equal(s, out.len ? buf_str(&out) : STR("none"), rest);
    buf_free(&out);
}
static void see_status(struct script *s, struct str rest)
{
    static const char *const names[] = {"new", "running", "suspended", "completed", "stopped"};
    equal(s, str_from(names[interview_status(s->w->iv)]), rest);
}
static void see_stop(struct script *s, struct str rest)
{
    struct str stop = interview_stop(s->w->iv);
    equal(s, stop.len ? stop : STR("none"), rest);
}
static void see_progress(struct script *s, struct str rest)
{
    uint32_t done = 0, all = 0;
    interview_progress(s->w->iv, &done, &all);
    equal(s, arena_format(s->w->arena, "%u/%u", done, all), rest);
}
static void see_acts(struct script *s, struct str rest)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = s->log_from; i < s->w->log_n; i++) {
        buf_format(&out, "%s%s", i > s->log_from ? " " : "", act_kind_name(s->w->log[i].kind));
    }
    equal(s, out.len ? buf_str(&out) : STR("none"), rest);
    buf_free(&out);
}
/* "wrote x answered 3": the last step's acts have this change. */
static void see_wrote(struct script *s, struct str rest)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    bool found = false;
    for (size_t i = s->log_from; i < s->w->log_n; i++) {
        for (size_t k = 0; k < s->w->log[i].n; k++) {
            const struct change *c = &s->w->log[i].changes[k];
            buf_clear(&out);
            buf_format(&out, "%s %.*s %u %s %.*s", act_register_name(c->reg), STR_ARG(c->item), c->row,
                       cell_state_name(c->state), STR_ARG(c->value));
            found = found || str_equal(str_trim(buf_str(&out)), rest);
        }
    }
    rows_check(s->rows, found, "%.*s: no such change, the last is '%.*s'", STR_ARG(s->step),
               STR_ARG(buf_str(&out)));
    buf_free(&out);
}
static void see_words(struct script *s, struct str rest)
{
    struct place_in place = place_at(s, cut(&rest));
    unsigned language = interview_language(s->w->iv);
    const struct item_words *words = item_words(s->w->q, place.item, language, s->w->setup.facts.group);
    equal(s, interview_words(s->w->iv, s->w->arena, words->text, place.row, language), rest);
}
static void see_remark(struct script *s, struct str rest)
{
    struct place_in place = place_at(s, cut(&rest));
    equal(s, interview_note(s->w->iv, place.item, place.row), rest);
}
static void see_card(struct script *s, struct str rest)
{
    struct place_in place = place_at(s, cut(&rest));
    equal(s, interview_card(s->w->iv, place.item), rest);
}
static void see_evaluations(struct script *s, struct str rest);

static const struct {
    const char *word;
    void (*see)(struct script *s, struct str rest);
} sights[] = {
    {"raw", see_raw},          {"place", see_place},     {"open", see_open},         {"checks", see_checks},
    {"route", see_route},      {"options", see_options}, {"grid", see_grid},         {"rows", see_rows},
    {"status", see_status},    {"stopped", see_stop},    {"progress", see_progress}, {"acts", see_acts},
    {"wrote", see_wrote},      {"words", see_words},     {"remark", see_remark},     {"card", see_card},
    {"asks", see_evaluations},
};

/* "asks x": it waits for an answer. */
static void see_evaluations(struct script *s, struct str rest)
{
    uint32_t row = 0;
    const struct variable *v = variable_at(s, rest, &row);
    said(s, v && interview_asks(s->w->iv, v->slot, row), "it does not wait");
}

static void see_cell(struct script *s, struct str word, struct str wanted)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    uint32_t row = 0;
    const struct variable *v = variable_at(s, word, &row);
    if (v) {
        world_tell_cell(&out, v, interview_cell(s->w->iv, v->slot, row));
        equal(s, buf_str(&out), wanted);
    }
    buf_free(&out);
}

/* ---- the world around the interview ---------------------------------------------------------- */

static void reopen(struct script *s)
{
    interview_free(s->w->iv);
    s->w->iv = world_folded(s->w);
}

static void set_fact(struct script *s, struct str rest)
{
    struct case_facts *facts = &s->w->setup.facts;
    struct str key = cut(&rest);
    if (str_is(key, "group")) {
        facts->group = questionnaire_group(s->w->q, rest);
    } else if (str_is(key, "sex")) {
        facts->sex = rest;
    } else if (str_is(key, "birth")) {
        facts->birth_date = rest;
    } else if (str_is(key, "generation")) {
        facts->generation = rest;
    } else if (str_is(key, "language")) {
        facts->language = rest;
    } else {
        facts->municipality = rest;
    }
    reopen(s);
}

static void set_user(struct script *s, struct str rest)
{
    s->w->setup.user = rest;
    reopen(s);
    said(s, interview_begin(s->w->iv, NULL), "not begun");
}

static void set_now(struct script *s, struct str rest)
{
    struct date date;
    said(s, date_parse_iso(rest, &date), "not a date");
    s->w->now_ms = (int64_t)date_first(date) * 86400000 + 9 * 3600000;
}

/* The interview breaks down and another process goes on. */
static void crash(struct script *s, struct str rest)
{
    (void)rest;
    reopen(s);
    said(s, interview_begin(s->w->iv, NULL), "not begun");
}

/* "refuse a = 1": the sink refuses, and nobody tries again. */
static void refuse(struct script *s, struct str rest)
{
    s->w->refuse = true;
    said(s, do_answer(s, rest) == ATTEMPT_NOT_SAVED, "not refused");
    s->w->refuse = false;
}

static const struct {
    const char *word;
    void (*set)(struct script *s, struct str rest);
} settings[] = {
    {"case", set_fact}, {"refuse", refuse}, {"user", set_user}, {"now", set_now}, {"crash", crash}};

/* ---- running --------------------------------------------------------------------------------- */

/* Both must be the same; when not, the first lines that differ are told. */
static void same(struct script *s, struct str one, struct str other, const char *what)
{
    struct str a = STR_EMPTY, b = STR_EMPTY;
    bool equal_so_far = true;
    while (equal_so_far && str_split(&one, '\n', &a) && str_split(&other, '\n', &b)) {
        equal_so_far = str_equal(a, b);
    }
    rows_check(s->rows, equal_so_far, "%.*s: %s: '%.*s' and '%.*s'", STR_ARG(s->step), what, STR_ARG(a),
               STR_ARG(b));
}

static void same_when_folded(struct script *s)
{
    struct interview *iv = world_folded(s->w);
    same(s, world_tell(s->w, s->w->iv, 6), world_tell(s->w, iv, 6), "folded from the log it is otherwise");
    interview_free(iv);
}

/* The same attempt with a sink that refuses: nothing may have changed. */
static void refused_first(struct script *s, enum attempt (*attempt)(struct script *, struct str),
                          struct str rest)
{
    struct str before = world_tell(s->w, s->w->iv, 6);
    struct place_in stood = interview_place(s->w->iv);
    size_t writes = s->w->writes;
    s->w->refuse = true;
    s->w->refused = false;
    enum attempt result = attempt(s, rest);
    s->w->refuse = false;
    if (!s->w->refused) {
        s->attempt = result; /* it writes nothing: once is enough */
        return;
    }
    said(s, result == ATTEMPT_NOT_SAVED && s->w->writes == writes, "refused, but not told so");
    struct str after = world_tell(s->w, s->w->iv, 6);
    same(s, before, after, "refused, but changed");
    struct place_in stands = interview_place(s->w->iv);
    said(s, stood.item == stands.item && stood.row == stands.row, "refused, but moved");
    s->attempt = attempt(s, rest);
    said(s, s->w->writes == writes + 1, "not exactly one write");
}

static bool run_attempt(struct script *s, struct str step)
{
    size_t arrow = str_find(step, STR("->"), 0);
    struct str wanted = arrow < step.len ? str_trim(str_slice(step, arrow + 2, step.len)) : STR("done");
    struct str rest = str_trim(str_slice(step, 0, arrow));
    struct str whole = rest;
    struct str word = cut(&rest);
    enum attempt (*attempt)(struct script *, struct str) = NULL;
    for (size_t i = 0; i < ARRAY_LEN(attempts); i++) {
        attempt = str_is(word, attempts[i].word) ? attempts[i].attempt : attempt;
    }
    if (!attempt && str_starts(rest, STR("= "))) {
        attempt = do_answer;
        rest = whole;
    }
    if (!attempt) {
        return false;
    }
    s->log_from = s->w->log_n;
    s->w->now_ms += 1000;
    refused_first(s, attempt, rest);
    rows_check(s->rows, str_is(wanted, attempt_names[s->attempt]), "%.*s: it is %s", STR_ARG(s->step),
               attempt_names[s->attempt]);
    same_when_folded(s);
    return true;
}

static void run_step(struct script *s, struct str step)
{
    s->step = step;
    struct str rest = step;
    struct str word = cut(&rest);
    if (str_starts(rest, STR("is ")) && !str_is(word, "raw")) {
        (void)cut(&rest);
        see_cell(s, word, rest);
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        if (str_is(word, settings[i].word)) {
            s->log_from = s->w->log_n;
            settings[i].set(s, rest);
            return;
        }
    }
    if (run_attempt(s, step)) {
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(sights); i++) {
        if (str_is(word, sights[i].word)) {
            sights[i].see(s, rest);
            return;
        }
    }
    said(s, false, "what does this mean?");
}

static void run_script(struct rows *rows, const struct row *row)
{
    struct buf yaml = buf_new(BUF_LIMIT_DEFAULT);
    size_t i = 1;
    for (; i < row->n && !str_is(row->field[i], "---"); i++) {
        buf_add(&yaml, row->field[i]);
        buf_add_char(&yaml, '\n');
    }
    struct world *w = world_new(buf_str(&yaml));
    buf_free(&yaml);
    if (rows_check(rows, w->q != NULL, "%.*s: the questionnaire does not load", STR_ARG(row->field[0]))) {
        struct script s = {.rows = rows, .w = w};
        w->iv = interview_new(&w->setup);
        bool begun = false;
        for (i++; i < row->n; i++) {
            struct str first = str_trim(row->field[i]);
            bool before = str_starts(first, STR("case ")) || str_starts(first, STR("now "));
            if (!begun && !before && !str_starts(first, STR("begin"))) {
                run_step(&s, STR("begin"));
            }
            begun = begun || !before;
            run_step(&s, first);
        }
    }
    world_free(w);
}

static void run_file(const char *name)
{
    struct rows *rows = rows_open(name);
    struct row row;
    while (rows_block(rows, &row)) {
        run_script(rows, &row);
    }
    rows_close(rows);
}

static void test_cells(void **state)
{
    (void)state;
    run_file("engine-cells");
}
static void test_route(void **state)
{
    (void)state;
    run_file("engine-route");
}
static void test_checks(void **state)
{
    (void)state;
    run_file("engine-checks");
}
static void test_rosters(void **state)
{
    (void)state;
    run_file("engine-rosters");
}
static void test_chance(void **state)
{
    (void)state;
    run_file("engine-chance");
}
static void test_undo(void **state)
{
    (void)state;
    run_file("engine-undo");
}
static void test_moves(void **state)
{
    (void)state;
    run_file("engine-moves");
}
static void test_words(void **state)
{
    (void)state;
    run_file("engine-words");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),   cmocka_unit_test(test_route),  cmocka_unit_test(test_checks),
        cmocka_unit_test(test_rosters), cmocka_unit_test(test_chance), cmocka_unit_test(test_undo),
        cmocka_unit_test(test_moves),   cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
