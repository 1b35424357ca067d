#include "cmd/answers.h"

#include "base/i18n.h"

/*
 * An interview from an answers file. The engine says where we are; the file is asked for that place. In
 * replay the file says what comes next, as people do who go back.
 */
struct conductor {
    struct case_session *session;
    struct interview *iv;
    struct answers *answers;
    struct diags *diags;
    struct arena *arena;
    enum exit_code code;
};

static struct place line_place(const struct conductor *c, const struct answer_line *line)
{
    return (struct place){c->answers->file, line->line, 1};
}

static const char *const fault_words[VALUE_FAULTS] = {
    [VALUE_GOOD] = "good",
    [VALUE_NOT_A_NUMBER] = "not a number",
    [VALUE_TOO_LOW] = "too low",
    [VALUE_TOO_HIGH] = "too high",
    [VALUE_BAD_STEP] = "not in the steps allowed",
    [VALUE_NOT_A_DATE] = "not a date",
    [VALUE_PRECISION] = "a date of a precision not allowed",
    [VALUE_NOT_A_TIME] = "not a time",
    [VALUE_NOT_IN_LIST] = "not in the list",
    [VALUE_TOO_FEW] = "too few choices",
    [VALUE_TOO_MANY] = "too many choices",
    [VALUE_EXCLUSIVE] = "an exclusive option with others",
    [VALUE_EMPTY] = "empty",
    [VALUE_TOO_LONG] = "too long",
};

/* The answers of a question and of its "which?" texts, as far as the file has them. */
static bool gather(struct conductor *c, const struct item *item, uint32_t row, struct answer_line *line,
                   struct answer *out, size_t *n)
{
    const struct codebook *codebook = interview_questionnaire(c->iv)->codebook;
    *n = 0;
    const struct variable *variable = codebook_find(codebook, line->question);
    out[*n].row = row;
    if (!answer_parse(c->arena, variable, line->value, &out[(*n)++])) {
        return diag_error(c->diags, "A007", line_place(c, line), "'%.*s' is not an answer to %.*s",
                          STR_ARG(line->value), STR_ARG(line->question));
    }
    line->used = true;
    for (size_t i = 0; variable->role == ROLE_ASKED && i < item->specify_n && *n < 8; i++) {
        const struct variable *which = codebook->variables[item->specify[i]];
        struct answer_line *text = answers_find(c->answers, which->id, row);
        if (text && !text->used && out[0].state == CELL_ANSWERED) {
            out[*n].row = row;
            text->used = answer_parse(c->arena, which, text->value, &out[*n]);
            *n += text->used;
        }
    }
    return true;
}

/* One line of the file into the interview. False: it did not go in (message is out). */
static bool put(struct conductor *c, struct answer_line *line)
{
    const struct questionnaire *q = interview_questionnaire(c->iv);
    const struct variable *variable = codebook_find(q->codebook, line->question);
    if (!variable) {
        line->used = true;
        return interview_pass(c->iv, (struct place_in){questionnaire_item(q, line->question), line->row}) ==
               ATTEMPT_DONE;
    }
    if (variable->role == ROLE_DRAW) {
        return true; /* drawn before the interview began */
    }
    const struct item *item = &q->items[q->item_of_slot[variable->slot]];
    struct answer answers[8];
    size_t n = 0;
    enum value_fault fault = VALUE_GOOD;
    if (!gather(c, item, line->row, line, answers, &n)) {
        c->code = EXIT_DATA;
        return false;
    }
    switch (interview_answer(c->iv, answers, n, &fault)) {
    case ATTEMPT_DONE:
    case ATTEMPT_CHECK:
    case ATTEMPT_BLOCKED:
        return true;
    case ATTEMPT_BAD_VALUE:
        diag_error(c->diags, "A008", line_place(c, line), "%.*s = '%.*s': %s", STR_ARG(line->question),
                   STR_ARG(line->value), fault_words[fault]);
        break;
    case ATTEMPT_NOT_ALLOWED:
        diag_error(c->diags, "A009", line_place(c, line), "%.*s does not take '%.*s' here",
                   STR_ARG(line->question), STR_ARG(line->value));
        break;
    case ATTEMPT_NOT_HERE:
        diag_error(c->diags, "A010", line_place(c, line), "%.*s is not asked here", STR_ARG(line->question));
        break;
    case ATTEMPT_NOT_SAVED:
        c->code = EXIT_IO;
        return false;
    }
    c->code = EXIT_DATA;
    return false;
}

static bool remark(struct conductor *c, const struct answer_line *line)
{
    const struct questionnaire *q = interview_questionnaire(c->iv);
    const struct variable *variable = codebook_find(q->codebook, line->question);
    uint32_t item = variable ? q->item_of_slot[variable->slot] : questionnaire_item(q, line->question);
    return !line->note.len ||
           interview_write_note(c->iv, (struct place_in){item, line->row}, line->note) == ATTEMPT_DONE;
}

/* Does the line say what is stored already? So it is when an interview goes on after it was interrupted. */
static bool line_holds(const struct conductor *c, const struct answer_line *line)
{
    const struct variable *v = codebook_find(interview_questionnaire(c->iv)->codebook, line->question);
    struct str stored = v ? answer_write(c->arena, v, interview_cell(c->iv, v->slot, line->row)) : STR_EMPTY;
    return stored.len && str_equal(stored, line->value);
}

/* The reason for a soft check: what stands beside one of the answers it involves, the last one first. */
static struct str reason_for(const struct conductor *c, const struct firing *firing)
{
    const struct questionnaire *q = interview_questionnaire(c->iv);
    const struct check *check = &q->checks[firing->check];
    for (size_t i = c->answers->n; i > 0; i--) {
        const struct answer_line *line = &c->answers->lines[i - 1];
        for (size_t k = 0; line->reason.len && k < check->involves_n; k++) {
            const struct variable *v = q->codebook->variables[check->involves[k]];
            if (str_equal(v->id, line->question) &&
                (v->roster == EXPR_NO_ROSTER || line->row == firing->row) &&
                (line->used || line_holds(c, line))) {
                return line->reason;
            }
        }
    }
    return STR_EMPTY;
}

/* Confirms what has a reason; false when a check still stands in the way. */
static bool confirm_all(struct conductor *c)
{
    const struct questionnaire *q = interview_questionnaire(c->iv);
    for (;;) {
        const struct firing *firing = NULL;
        size_t n = interview_checks(c->iv, &firing);
        size_t i = 0;
        while (i < n && firing[i].confirmed) {
            i++;
        }
        if (i == n) {
            return true;
        }
        struct firing one = firing[i];
        struct str reason = reason_for(c, &one);
        if (q->checks[one.check].kind == CHECK_HARD || !reason.len ||
            interview_confirm(c->iv, one.check, one.row, reason) != ATTEMPT_DONE) {
            return false;
        }
    }
}

const struct variable *waiting_variable(const struct interview *iv, const struct item *item, uint32_t row)
{
    if (interview_asks(iv, item->variable->slot, row)) {
        return item->variable;
    }
    for (size_t i = 0; i < item->specify_n; i++) {
        if (interview_asks(iv, item->specify[i], row)) {
            return interview_questionnaire(iv)->codebook->variables[item->specify[i]];
        }
    }
    return NULL;
}

/* Answers the place where the interview stands. False: the file has nothing for it. */
static bool answer_place(struct conductor *c, struct place_in place)
{
    const struct questionnaire *q = interview_questionnaire(c->iv);
    const struct item *item = &q->items[place.item];
    if (item->kind == ITEM_NOTE) {
        return interview_pass(c->iv, place) == ATTEMPT_DONE;
    }
    const uint32_t *rows = &place.item;
    size_t n = item->kind == ITEM_GRID ? interview_grid_rows(c->iv, place.item, &rows) : 1;
    uint32_t copy[256];
    n = n < ARRAY_LEN(copy) ? n : ARRAY_LEN(copy);
    memcpy(copy, rows, n * sizeof *copy); /* the interview's own array lives until the next act */
    for (size_t i = 0; i < n; i++) {
        const struct item *asked = &q->items[copy[i]];
        const struct variable *variable = waiting_variable(c->iv, asked, place.row);
        if (!variable) {
            continue;
        }
        struct answer_line *line = answers_find(c->answers, variable->id, place.row);
        if (!line || line->used || !put(c, line) || !remark(c, line)) {
            return false;
        }
    }
    return true;
}

static enum outcome finish(struct conductor *c)
{
    enum interview_status status = interview_status(c->iv);
    if (status == INTERVIEW_COMPLETED || status == INTERVIEW_STOPPED) {
        return status == INTERVIEW_COMPLETED ? OUTCOME_COMPLETED : OUTCOME_STOPPED;
    }
    if (interview_stop(c->iv).len) {
        return interview_end_stopped(c->iv) == ATTEMPT_DONE ? OUTCOME_STOPPED : OUTCOME_INCOMPLETE;
    }
    return interview_complete(c->iv) == ATTEMPT_DONE ? OUTCOME_COMPLETED : OUTCOME_INCOMPLETE;
}

enum outcome answers_conduct(struct case_session *session, struct answers *answers, struct diags *diags,
                             enum exit_code *code)
{
    struct conductor c = {session, session->interview, answers, diags, session->arena, EXIT_GOOD};
    enum outcome outcome = OUTCOME_INCOMPLETE;
    for (;;) {
        if (!confirm_all(&c)) {
            outcome = OUTCOME_STOPPED;
            break;
        }
        struct place_in place = interview_first_open(c.iv);
        if (place.item == NONE || interview_stop(c.iv).len) {
            outcome = finish(&c);
            break;
        }
        if (!answer_place(&c, place)) {
            break;
        }
    }
    *code = c.code != EXIT_GOOD ? c.code : outcome == OUTCOME_COMPLETED ? EXIT_GOOD : EXIT_FINDINGS;
    return outcome;
}

/* Passes what needs no answer, so that the file's next line finds its question reached. */
static void pass_notes(struct conductor *c)
{
    const struct questionnaire *q = interview_questionnaire(c->iv);
    struct place_in place = interview_first_open(c->iv);
    while (place.item != NONE && q->items[place.item].kind == ITEM_NOTE &&
           interview_pass(c->iv, place) == ATTEMPT_DONE) {
        place = interview_first_open(c->iv);
    }
}

enum outcome answers_replay(struct case_session *session, struct answers *answers, struct diags *diags,
                            enum exit_code *code)
{
    struct conductor c = {session, session->interview, answers, diags, session->arena, EXIT_GOOD};
    enum outcome outcome = OUTCOME_INCOMPLETE;
    bool blocked = false;
    for (size_t i = 0; i < answers->n && c.code == EXIT_GOOD; i++) {
        pass_notes(&c);
        if (!answers->lines[i].used && (!put(&c, &answers->lines[i]) || !remark(&c, &answers->lines[i]))) {
            break;
        }
        blocked = !confirm_all(&c);
    }
    pass_notes(&c);
    if (c.code == EXIT_GOOD && blocked) {
        outcome = OUTCOME_STOPPED;
    } else if (c.code == EXIT_GOOD && (interview_first_open(c.iv).item == NONE || interview_stop(c.iv).len)) {
        outcome = finish(&c);
    }
    *code = c.code != EXIT_GOOD ? c.code : outcome == OUTCOME_COMPLETED ? EXIT_GOOD : EXIT_FINDINGS;
    return outcome;
}
