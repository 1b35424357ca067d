#include "tests/oracle/replay.h"

/* ---- surroundings ---------------------------------------------------------------------------- */

static bool keep(void *context, struct act *acts, size_t n)
{
    struct replay *r = context;
    for (size_t i = 0; i < n; i++) {
        r->acts++;
        memcpy(acts[i].id.bytes, &r->acts, sizeof r->acts);
    }
    return true;
}

static const char *no_message(void *context)
{
    (void)context;
    return "";
}

static int64_t wall(void *context)
{
    return ((struct replay *)context)->now_ms;
}

static struct str known_text(struct replay *r, const struct witness *w, enum builtin which)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    if (w->known[which].state == CELL_ANSWERED) {
        value_write(&buf, r->q->codebook->variables[which], &w->known[which].value);
    }
    struct str text = arena_copy(r->arena, buf_str(&buf));
    buf_free(&buf);
    return text;
}

/* Chance drew what the witness needs: as an act of the log. */
static void fold_draws(struct replay *r, const struct witness *w)
{
    for (size_t i = 0; i < w->draws_n; i++) {
        const struct witness_answer *draw = &w->draws[i];
        struct change change = {REGISTER_ORDER, r->q->items[draw->item].id, draw->row, CELL_ANSWERED,
                                arena_format(r->arena, "%lld", (long long)draw->cell.value.number.units)};
        struct act act = {.kind = ACT_DRAW,
                          .case_id = STR("w"),
                          .item = change.item,
                          .row = draw->row,
                          .changes = &change,
                          .n = 1,
                          .wall_ms = r->now_ms};
        r->acts++;
        memcpy(act.id.bytes, &r->acts, sizeof r->acts);
        interview_fold(r->iv, &act);
    }
}

/* ---- answering ------------------------------------------------------------------------------- */

static const struct witness_answer *find(const struct witness *w, uint32_t slot, uint32_t row)
{
    for (size_t i = 0; i < w->answers_n; i++) {
        if (w->answers[i].slot == slot && w->answers[i].row == row) {
            return &w->answers[i];
        }
    }
    return NULL;
}

static bool answer_slot(struct replay *r, const struct witness *w, uint32_t slot, uint32_t row)
{
    const struct witness_answer *answer = find(w, slot, row);
    enum value_fault fault = VALUE_GOOD;
    if (!answer) {
        return false;
    }
    struct answer one = {slot, row, answer->cell.state, answer->cell.value};
    enum attempt attempt = interview_answer(r->iv, &one, 1, &fault);
    r->refused =
        attempt == ATTEMPT_BAD_VALUE || attempt == ATTEMPT_NOT_HERE || attempt == ATTEMPT_NOT_ALLOWED;
    return !r->refused;
}

static bool is_open(const struct replay *r, uint32_t slot, uint32_t row)
{
    return interview_cell(r->iv, slot, row)->state == CELL_OPEN;
}

static bool answer_question(struct replay *r, const struct witness *w, uint32_t item, uint32_t row)
{
    const struct item *asked = &r->q->items[item];
    if (is_open(r, asked->variable->slot, row)) {
        return answer_slot(r, w, asked->variable->slot, row);
    }
    for (size_t i = 0; i < asked->specify_n; i++) {
        if (is_open(r, asked->specify[i], row)) {
            return answer_slot(r, w, asked->specify[i], row);
        }
    }
    return false;
}

static bool answer_place(struct replay *r, const struct witness *w, struct place_in place)
{
    const struct item *item = &r->q->items[place.item];
    if (item->kind == ITEM_NOTE) {
        return interview_pass(r->iv, place) == ATTEMPT_DONE;
    }
    if (item->kind != ITEM_GRID) {
        return answer_question(r, w, place.item, place.row);
    }
    for (uint32_t row = place.item + 1; row < item->end; row++) {
        const struct item *one = &r->q->items[row];
        if (one->variable && is_open(r, one->variable->slot, place.row)) {
            return answer_question(r, w, row, place.row);
        }
    }
    return false;
}

static const struct firing *unconfirmed(const struct replay *r)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    for (size_t i = 0; i < n; i++) {
        if (!firing[i].confirmed && r->q->checks[firing[i].check].kind == CHECK_SOFT) {
            return &firing[i];
        }
    }
    return NULL;
}

static bool confirm_all(struct replay *r)
{
    const struct firing *firing = unconfirmed(r);
    while (firing) {
        if (interview_confirm(r->iv, firing->check, firing->row, STR("is so")) != ATTEMPT_DONE) {
            return false;
        }
        firing = unconfirmed(r);
    }
    return true;
}

/* The interview itself says whether a hard check bars the way to the next question. */
static void conduct(struct replay *r, const struct witness *w)
{
    for (;;) {
        bool confirmed = confirm_all(r);
        struct place_in place = interview_first_open(r->iv);
        if (interview_stop(r->iv).len || place.item == NONE || !confirmed ||
            interview_jump(r->iv, place) != ATTEMPT_DONE || !answer_place(r, w, place)) {
            return;
        }
    }
}

void replay_open(struct replay *r, const struct questionnaire *q, int group, const struct witness *w)
{
    *r = (struct replay){.arena = arena_new(), .q = q};
    r->now_ms = ((int64_t)w->today * 24 + 12) * 3600 * 1000;
    struct interview_setup setup = {.questionnaire = q,
                                    .facts = {.case_id = STR("w"),
                                              .group = group,
                                              .sex = known_text(r, w, BUILTIN_FRAME_SEX),
                                              .birth_date = known_text(r, w, BUILTIN_FRAME_BIRTH),
                                              .generation = known_text(r, w, BUILTIN_FRAME_GENERATION),
                                              .language = known_text(r, w, BUILTIN_FRAME_LANGUAGE),
                                              .municipality = known_text(r, w, BUILTIN_FRAME_MUNICIPALITY)},
                                    .sink = {keep, no_message, r},
                                    .clock = {wall, wall, r},
                                    .user = STR("oracle")};
    r->iv = interview_new(&setup);
    fold_draws(r, w);
    struct str language = q->codebook->languages[w->language].id;
    r->refused = !interview_begin(r->iv, &language);
    conduct(r, w);
}

void replay_close(struct replay *r)
{
    interview_free(r->iv);
    arena_free(r->arena);
}

/* ---- what it shows --------------------------------------------------------------------------- */

static const struct cell *env_cell(void *context, uint32_t slot, uint32_t row)
{
    return interview_cell(context, slot, row);
}

static uint32_t env_rows(void *context, uint32_t roster, const uint32_t **ids)
{
    return (uint32_t)interview_rows(context, roster, ids);
}

static int64_t env_number(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->options[position].number;
}

static size_t rows_of(const struct replay *r, uint32_t roster, const uint32_t **rows)
{
    static const uint32_t alone[] = {0};
    *rows = alone;
    return roster == NONE ? 1 : interview_rows(r->iv, roster, rows);
}

static bool says(const struct replay *r, uint32_t check, enum truth truth)
{
    const struct check *c = &r->q->checks[check];
    struct expr_env env = {env_cell, env_rows, env_number, r->iv, interview_today(r->iv), NULL};
    const uint32_t *rows = NULL;
    size_t n = rows_of(r, c->roster, &rows);
    for (size_t i = 0; i < n; i++) {
        if (expr_truth(c->holds, &env, rows[i]) == truth) {
            return true;
        }
    }
    return false;
}

static bool fires(const struct replay *r, uint32_t check)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    for (size_t i = 0; i < n; i++) {
        if (firing[i].check == check) {
            return true;
        }
    }
    return false;
}

static bool blocked_at(const struct replay *r, uint32_t item)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &r->q->checks[firing[i].check];
        if (check->kind == CHECK_HARD && check->item == item) {
            return true;
        }
    }
    return false;
}

static bool reached(const struct replay *r, uint32_t item)
{
    const struct item *it = &r->q->items[item];
    const struct route_entry *route = NULL;
    if (it->kind == ITEM_STOP) {
        return str_equal(interview_stop(r->iv), it->outcome);
    }
    if (it->variable) {
        const uint32_t *rows = NULL;
        size_t n = rows_of(r, it->variable->roster, &rows);
        for (size_t i = 0; i < n; i++) {
            if (cell_asked(interview_cell(r->iv, it->variable->slot, rows[i]))) {
                return true;
            }
        }
        return false;
    }
    size_t n = interview_route(r->iv, &route);
    for (size_t i = 0; i < n; i++) {
        if (route[i].place.item == item && route[i].reached) {
            return true;
        }
    }
    return false;
}

static bool chosen(const struct replay *r, const struct claim *claim)
{
    const struct variable *v = r->q->items[claim->item].variable;
    const uint32_t *rows = NULL;
    size_t n = rows_of(r, v->roster, &rows);
    for (size_t i = 0; i < n; i++) {
        const struct cell *cell = interview_cell(r->iv, v->slot, rows[i]);
        bool here = cell->state == CELL_ANSWERED &&
                    (cell->value.kind == VALUE_SET ? set_has(cell->value.set, claim->option)
                                                   : cell->value.code == claim->option);
        if (here) {
            return true;
        }
    }
    return false;
}

static bool is_barred(const struct replay *r, uint32_t slot)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &r->q->checks[firing[i].check];
        for (size_t k = 0; check->kind == CHECK_HARD && k < check->holds->reads_n; k++) {
            if (check->holds->reads[k] == slot) {
                return true;
            }
        }
    }
    return false;
}

/* Tries every option, or every whole number: none is taken and lets her go on. */
static bool is_stuck(const struct replay *r, uint32_t item)
{
    const struct variable *v = r->q->items[item].variable;
    uint32_t row = v->roster == NONE ? 0 : 1;
    if (interview_cell(r->iv, v->slot, row)->state != CELL_OPEN && !is_barred(r, v->slot)) {
        return false;
    }
    bool code = v->type == VARIABLE_CODE;
    int64_t last = code ? (int64_t)v->list->n - 1 : v->type == VARIABLE_INT ? v->max.units : -1;
    int64_t first = code ? 0 : v->min.units;
    bool stuck = true;
    for (int64_t n = first; n <= last && n < first + 100; n++) {
        struct value value = code ? (struct value){.kind = VALUE_CODE, .code = (int32_t)n}
                                  : (struct value){.kind = VALUE_NUMBER, .number = number_int(n)};
        struct answer one = {v->slot, row, CELL_ANSWERED, value};
        enum value_fault fault = VALUE_GOOD;
        enum attempt attempt = interview_answer(r->iv, &one, 1, &fault);
        stuck = stuck && attempt != ATTEMPT_DONE && attempt != ATTEMPT_CHECK;
    }
    return stuck;
}

bool replay_shows(const struct replay *r, const struct claim *claim, const char **why)
{
    *why = r->refused ? "an answer was refused" : "the interview does not get there";
    if (r->refused) {
        return false;
    }
    switch (claim->kind) {
    case CLAIM_REACH:
    case CLAIM_ONCE:
        return reached(r, claim->item);
    case CLAIM_OPTION:
        return chosen(r, claim) && (!claim->replaced || !blocked_at(r, claim->item));
    case CLAIM_CHECK_FIRES:
        return fires(r, claim->check);
    case CLAIM_CHECK_HOLDS:
        return says(r, claim->check, TRUTH_TRUE);
    case CLAIM_GOES_ON:
        return is_stuck(r, claim->item);
    case CLAIM_KINDS:
        break;
    }
    return true;
}
