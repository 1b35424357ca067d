#include "simulate/simulate.h"

#include "simulate/simulate_priv.h"

struct simulate_options simulate_options_default(void)
{
    return (struct simulate_options){.dont_know_permille = 15,
                                     .refused_permille = 10,
                                     .stopped_permille = 50,
                                     .rows_most = 5,
                                     .tries = 300};
}

static void blame(struct respondent *r, struct place_in place, uint32_t check, uint32_t row)
{
    if (r->options->trouble) {
        *r->options->trouble = (struct simulate_trouble){place, check, row, r->options->tries};
    }
}

static bool good(struct respondent *r, enum attempt attempt)
{
    r->not_saved |= attempt == ATTEMPT_NOT_SAVED;
    return attempt == ATTEMPT_DONE || attempt == ATTEMPT_BLOCKED || attempt == ATTEMPT_CHECK;
}

/* Time goes by until the answer is typed. */
static void pass_time(struct respondent *r, const struct variable *variable)
{
    if (r->options->source.passes) {
        r->options->source.passes(r->options->source.context, variable);
        interview_key(r->iv);
    }
}

/* A choice brings the texts it asks for along. */
static bool answer_with_texts(struct respondent *r, const struct item *item, struct answer *answers)
{
    const struct variable *variable = item->variable;
    size_t n = 1;
    for (size_t i = 0; i < item->specify_n && answers[0].state == CELL_ANSWERED; i++) {
        const struct variable *text = r->q->codebook->variables[item->specify[i]];
        const struct value *value = &answers[0].value;
        bool chosen = variable->type == VARIABLE_SET ? set_has(value->set, text->parent_option)
                                                     : value->code == text->parent_option;
        if (chosen &&
            simulate_answer(r->iv, r->options, r->draws, r->arena, text, answers[0].row, &answers[n])) {
            n++;
        }
    }
    return good(r, interview_answer(r->iv, answers, n, NULL));
}

/* What is said first and taken back: what it brings about is undone by the answer that follows. */
static void say_first(struct respondent *r, const struct item *item, uint32_t row, struct answer *answers)
{
    const struct simulate_source *source = &r->options->source;
    answers[0] = (struct answer){.slot = item->variable->slot, .row = row};
    if (source->first_word &&
        source->first_word(source->context, r->iv, r->arena, item->variable, row, &answers[0])) {
        pass_time(r, item->variable);
        (void)answer_with_texts(r, item, answers);
    }
}

static bool answer_item(struct respondent *r, uint32_t index, uint32_t row)
{
    const struct item *item = &r->q->items[index];
    struct answer *answers = ARENA_ARRAY(r->arena, item->specify_n + 1, struct answer);
    for (size_t i = 0; i < item->specify_n; i++) {
        const struct variable *text = r->q->codebook->variables[item->specify[i]];
        if (interview_asks(r->iv, text->slot, row)) {
            pass_time(r, text);
            return simulate_answer(r->iv, r->options, r->draws, r->arena, text, row, &answers[0]) &&
                   good(r, interview_answer(r->iv, answers, 1, NULL));
        }
    }
    say_first(r, item, row, answers);
    pass_time(r, item->variable);
    for (uint32_t i = 0; i < r->options->tries && !r->not_saved; i++) {
        if (simulate_answer(r->iv, r->options, r->draws, r->arena, item->variable, row, &answers[0]) &&
            answer_with_texts(r, item, answers)) {
            return true;
        }
    }
    return false;
}

static bool answer_grid(struct respondent *r, uint32_t grid, uint32_t row)
{
    const uint32_t *rows = NULL;
    size_t n = interview_grid_rows(r->iv, grid, &rows);
    uint32_t *copy =
        ARENA_ARRAY(r->arena, n, uint32_t); /* the interview's own list lives until the next act */
    for (size_t i = 0; i < n; i++) {
        copy[i] = rows[i];
    }
    for (size_t i = 0; i < n; i++) {
        if (interview_asks(r->iv, r->q->items[copy[i]].variable->slot, row) &&
            !answer_item(r, copy[i], row)) {
            return false;
        }
    }
    return true;
}

static bool answer_place(struct respondent *r, struct place_in place)
{
    switch (r->q->items[place.item].kind) {
    case ITEM_NOTE:
        pass_time(r, NULL);
        return good(r, interview_pass(r->iv, place));
    case ITEM_GRID:
        return answer_grid(r, place.item, place.row);
    case ITEM_QUESTION:
        return answer_item(r, place.item, place.row);
    case ITEM_COMPUTED:
    case ITEM_DRAW:
    case ITEM_BLOCK:
    case ITEM_ROSTER:
    case ITEM_STOP:
        break;
    }
    return false;
}

/* The interviewer looks again at what has to do with it, and types an answer anew. */
static bool type_anew(struct respondent *r, const uint32_t *slots, size_t n, bool surely)
{
    const struct simulate_source *source = &r->options->source;
    struct answer answer;
    uint32_t slot = NONE;
    uint32_t row = 0;
    if (!source->noticed || !source->noticed(source->context, slots, n, surely, &slot, &row)) {
        return false;
    }
    const struct variable *variable = r->q->codebook->variables[slot];
    pass_time(r, variable);
    return simulate_answer(r->iv, r->options, r->draws, r->arena, variable, row, &answer) &&
           good(r, interview_answer(r->iv, &answer, 1, NULL));
}

static bool confirm(struct respondent *r, const struct firing *firing)
{
    const struct simulate_source *source = &r->options->source;
    struct str reason = source->reason ? source->reason(source->context) : STR("klopt, nagevraagd");
    pass_time(r, NULL);
    return good(r, interview_confirm(r->iv, firing->check, firing->row, reason));
}

/* Sees to the first check that wants attention. `any`: there was one. */
static bool see_to_check(struct respondent *r, bool *any)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    size_t i = 0;
    while (i < n && firing[i].confirmed) {
        i++;
    }
    *any = i < n;
    if (i == n) {
        return true;
    }
    struct firing one = firing[i];
    const struct check *check = &r->q->checks[one.check];
    bool hard = check->kind == CHECK_HARD;
    uint32_t *slots = NULL;
    size_t slots_n = check_slots(r, check, &slots);
    bool done = type_anew(r, slots, slots_n, hard) || (hard ? repair(r, &one) : confirm(r, &one));
    if (!done) {
        blame(r, (struct place_in){NONE, 0}, one.check, one.row);
    }
    return done;
}

static enum simulate_outcome failed(const struct respondent *r)
{
    return r->not_saved ? SIMULATE_NOT_SAVED : SIMULATE_STUCK;
}

static struct place_in stop_place(const struct respondent *r)
{
    struct str outcome = interview_stop(r->iv);
    for (uint32_t i = 0; outcome.len && i < r->q->items_n; i++) {
        if (r->q->items[i].kind == ITEM_STOP && str_equal(r->q->items[i].outcome, outcome)) {
            return (struct place_in){i, 0};
        }
    }
    return (struct place_in){NONE, 0};
}

/* The question whose answer decided that the interview stops. */
static struct place_in deciding_place(struct respondent *r)
{
    const struct why_line *lines = NULL;
    size_t n = interview_why(r->iv, r->arena, stop_place(r), &lines);
    struct place_in place = {NONE, 0};
    for (size_t i = 0; i < n; i++) {
        place = lines[i].depth == 0 || place.item == NONE ? lines[i].decided_by : place;
    }
    return place;
}

/* At a stop: most respondents think again, so that a simulated study is not one of refusals. */
static bool think_again(struct respondent *r)
{
    struct place_in place = deciding_place(r);
    bool question = place.item != NONE && r->q->items[place.item].kind == ITEM_QUESTION;
    if (question && type_anew(r, &r->q->items[place.item].variable->slot, 1, true)) {
        return true;
    }
    if (draws_below(r->draws, 1000) < r->options->stopped_permille || !question) {
        return false;
    }
    const struct variable *variable = r->q->items[place.item].variable;
    if (r->options->answers && r->options->answers(r->options->context, variable, place.row).len) {
        return false;
    }
    for (uint32_t i = 0; i < r->options->tries && !r->not_saved && interview_stop(r->iv).len; i++) {
        (void)answer_item(r, place.item, place.row);
    }
    return interview_stop(r->iv).len == 0;
}

static enum simulate_outcome finish(struct respondent *r)
{
    bool stop = interview_stop(r->iv).len > 0;
    enum attempt attempt = stop ? interview_end_stopped(r->iv) : interview_complete(r->iv);
    if (!good(r, attempt) || attempt == ATTEMPT_BLOCKED) {
        return failed(r);
    }
    return stop ? SIMULATE_STOPPED : SIMULATE_COMPLETED;
}

static bool leaves(struct respondent *r, struct place_in place, enum simulate_outcome *outcome)
{
    const struct simulate_source *source = &r->options->source;
    struct str reason = STR_EMPTY;
    if (!source->leaves || !source->leaves(source->context, place, &reason)) {
        return false;
    }
    *outcome = good(r, interview_suspend(r->iv, reason)) ? SIMULATE_LEFT : failed(r);
    return true;
}

/* Repairs may undo each other for ever: there is an end to going round. */
static enum simulate_outcome conduct(struct respondent *r)
{
    uint64_t rounds = 1000 + 40 * (uint64_t)r->q->items_n;
    while (rounds-- > 0) {
        bool any = false;
        enum simulate_outcome outcome;
        arena_reset(r->arena);
        struct place_in place = interview_first_open(r->iv);
        if (!see_to_check(r, &any)) {
            return failed(r);
        }
        if (any) {
            continue;
        }
        if (place.item == NONE && interview_stop(r->iv).len && think_again(r)) {
            continue;
        }
        if (place.item == NONE) {
            return finish(r);
        }
        if (leaves(r, place, &outcome)) {
            return outcome;
        }
        if (!answer_place(r, place)) {
            blame(r, place, NONE, place.row);
            return failed(r);
        }
    }
    blame(r, interview_first_open(r->iv), NONE, 0);
    return SIMULATE_STUCK;
}

enum simulate_outcome simulate_interview(struct interview *iv, const struct simulate_options *options,
                                         struct draws *draws)
{
    struct respondent r = {.iv = iv, .q = interview_questionnaire(iv), .options = options, .draws = draws};
    if (interview_status(iv) == INTERVIEW_NEW && !interview_begin(iv, NULL)) {
        return SIMULATE_NOT_SAVED;
    }
    r.arena = arena_new();
    enum simulate_outcome outcome = conduct(&r);
    arena_free(r.arena);
    return outcome;
}
