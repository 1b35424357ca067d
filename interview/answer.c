#include "interview/interview_priv.h"

/* Answers: what is accepted, and the one act they become. */

static const enum value_kind kind_of_type[VARIABLE_TYPES] = {
    [VARIABLE_CODE] = VALUE_CODE,      [VARIABLE_SET] = VALUE_SET,   [VARIABLE_INT] = VALUE_NUMBER,
    [VARIABLE_DECIMAL] = VALUE_NUMBER, [VARIABLE_TEXT] = VALUE_TEXT, [VARIABLE_DATE] = VALUE_DATE,
    [VARIABLE_TIME] = VALUE_TIME,      [VARIABLE_BOOL] = VALUE_BOOL,
};

static bool chooses(const struct answer *answer, int32_t option)
{
    if (answer->state != CELL_ANSWERED) {
        return false;
    }
    return answer->value.kind == VALUE_SET ? set_has(answer->value.set, option)
                                           : answer->value.kind == VALUE_CODE && answer->value.code == option;
}

/* A "which?" text may come with the choice that asks for it. */
static bool asked_by(const struct variable *text, uint32_t row, const struct answer *answers, size_t n,
                     bool *said)
{
    for (size_t i = 0; i < n; i++) {
        if (answers[i].slot == text->parent && answers[i].row == row) {
            *said = true;
            return chooses(&answers[i], text->parent_option);
        }
    }
    *said = false;
    return false;
}

static bool may_be_answered(struct interview *iv, const struct variable *variable,
                            const struct answer *answer, const struct answer *answers, size_t n)
{
    uint32_t step = iv->plan.keys[variable->slot].step;
    const struct unit *unit = step == NONE ? NULL : unit_find(iv, step, answer->row);
    if (!unit) {
        return false;
    }
    bool said = false;
    if (variable->role == ROLE_SPECIFY) {
        bool asked = asked_by(variable, answer->row, answers, n, &said);
        if (said) {
            return asked;
        }
    }
    return unit_on(iv, unit);
}

static enum attempt check_offered(struct interview *iv, const struct variable *variable,
                                  const struct answer *answer)
{
    const struct item *item = &iv->q->items[iv->q->item_of_slot[variable->slot]];
    struct frame *frame = frame_at(iv, iv->plan.keys[variable->slot].class_, answer->row, false);
    if (answer->value.kind == VALUE_CODE) {
        return option_offered(iv, frame, item, answer->value.code) ? ATTEMPT_DONE : ATTEMPT_NOT_ALLOWED;
    }
    for (uint32_t i = 0; answer->value.kind == VALUE_SET && i < answer->value.set.n; i++) {
        if (!option_offered(iv, frame, item, answer->value.set.items[i])) {
            return ATTEMPT_NOT_ALLOWED;
        }
    }
    return ATTEMPT_DONE;
}

static enum attempt check_value(struct interview *iv, const struct variable *variable,
                                const struct answer *answer, enum value_fault *fault)
{
    if (answer->state == CELL_DONT_KNOW || answer->state == CELL_REFUSED) {
        unsigned bit = answer->state == CELL_DONT_KNOW ? ALLOW_DONT_KNOW : ALLOW_REFUSED;
        return variable->allow & bit ? ATTEMPT_DONE : ATTEMPT_NOT_ALLOWED;
    }
    if (answer->state != CELL_ANSWERED || answer->value.kind != kind_of_type[variable->type]) {
        return ATTEMPT_NOT_ALLOWED;
    }
    *fault = value_check(variable, &answer->value, iv->today);
    if (*fault != VALUE_GOOD) {
        return ATTEMPT_BAD_VALUE;
    }
    return check_offered(iv, variable, answer);
}

static enum attempt check_answer(struct interview *iv, const struct answer *answer,
                                 const struct answer *answers, size_t n, enum value_fault *fault)
{
    if (answer->slot >= iv->plan.variables_n) {
        return ATTEMPT_NOT_HERE;
    }
    const struct variable *variable = iv->q->codebook->variables[answer->slot];
    bool asked = variable->role == ROLE_ASKED || variable->role == ROLE_SPECIFY;
    if (!asked || !may_be_answered(iv, variable, answer, answers, n)) {
        return ATTEMPT_NOT_HERE;
    }
    return check_value(iv, variable, answer, fault);
}

static struct cell answer_cell(const struct answer *answer)
{
    struct cell cell = {.state = answer->state};
    if (answer->state == CELL_ANSWERED) {
        cell.value = answer->value;
    }
    return cell;
}

enum attempt interview_answer(struct interview *iv, const struct answer *answers, size_t n,
                              enum value_fault *fault)
{
    enum value_fault ignored = VALUE_GOOD;
    fault = fault ? fault : &ignored;
    *fault = VALUE_GOOD;
    if (!may_act(iv)) {
        return ATTEMPT_NOT_HERE;
    }
    settled(iv);
    struct draft draft = draft_new(iv, ACT_ANSWER, n);
    for (size_t i = 0; i < n; i++) {
        enum attempt attempt = check_answer(iv, &answers[i], answers, n, fault);
        if (attempt != ATTEMPT_DONE) {
            return attempt;
        }
        struct cell cell = answer_cell(&answers[i]);
        const struct entry *top = register_top(iv, REGISTER_ANSWER, answers[i].slot, answers[i].row);
        if (!cell_same(raw_cell(top), &cell)) {
            draft_add(&draft,
                      (struct write){REGISTER_ANSWER, answers[i].slot, answers[i].row, cell, STR_EMPTY});
        }
    }
    draft.to = PLACE_FOLLOWS;
    if (draft.n > 0 && !act_write(iv, &draft)) {
        return ATTEMPT_NOT_SAVED;
    }
    return checks_involving(iv, answers, n);
}

enum attempt interview_pass(struct interview *iv, struct place_in place)
{
    if (!may_act(iv) || place.item >= iv->plan.items_n || iv->q->items[place.item].kind != ITEM_NOTE ||
        place_pos(settled(iv), place) == NONE) {
        return ATTEMPT_NOT_HERE;
    }
    uint32_t key = iv->plan.variables_n + place.item;
    if (raw_cell(register_top(iv, REGISTER_ANSWER, key, place.row))->state == CELL_ANSWERED) {
        return ATTEMPT_DONE;
    }
    struct draft draft = draft_new(iv, ACT_ANSWER, 1);
    struct cell cell = {.state = CELL_ANSWERED};
    draft_add(&draft, (struct write){REGISTER_ANSWER, key, place.row, cell, STR_EMPTY});
    draft.to = PLACE_FOLLOWS;
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

/* ---- rows, remarks, language ---- */

static bool row_live(const struct interview *iv, uint32_t roster, uint32_t row)
{
    const uint32_t *ids = NULL;
    size_t n = interview_rows(iv, roster, &ids);
    for (size_t i = 0; i < n; i++) {
        if (ids[i] == row) {
            return true;
        }
    }
    return false;
}

enum attempt interview_remove_row(struct interview *iv, uint32_t roster, uint32_t row)
{
    if (!may_act(iv) || roster >= iv->q->rosters_n || !row_live(iv, roster, row)) {
        return ATTEMPT_NOT_HERE;
    }
    const struct variable *count = iv->q->codebook->variables[iv->q->rosters[roster].count_slot];
    const struct entry *top = register_top(iv, REGISTER_ANSWER, count->slot, 0);
    struct cell cell = *raw_cell(top);
    if (count->role != ROLE_ASKED || cell.state != CELL_ANSWERED ||
        !number_subtract(cell.value.number, number_int(1), &cell.value.number) ||
        value_check(count, &cell.value, iv->today) != VALUE_GOOD) {
        return ATTEMPT_NOT_ALLOWED;
    }
    struct draft draft = draft_new(iv, ACT_REMOVE_ROW, 2);
    draft_add(&draft, write_text(REGISTER_ROW, roster, row, STR("removed")));
    draft_add(&draft, (struct write){REGISTER_ANSWER, count->slot, 0, cell, STR_EMPTY});
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

enum attempt interview_write_note(struct interview *iv, struct place_in place, struct str note)
{
    place = place_grid(iv, place);
    const struct unit *unit =
        may_act(iv) && place.item < iv->plan.items_n ? unit_find(settled(iv), place.item, place.row) : NULL;
    if (!unit || !unit_reached(iv, unit)) {
        return ATTEMPT_NOT_HERE;
    }
    if (str_equal(interview_note(iv, place.item, place.row), note)) {
        return ATTEMPT_DONE;
    }
    struct draft draft = draft_new(iv, ACT_NOTE, 1);
    struct write write = write_text(REGISTER_NOTE, place.item, place.row, note);
    write.cell.state = note.len ? CELL_ANSWERED : CELL_NOT_REACHED;
    draft_add(&draft, write);
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

enum attempt interview_set_language(struct interview *iv, unsigned language)
{
    if (!may_act(iv) || language >= iv->q->codebook->languages_n) {
        return ATTEMPT_NOT_HERE;
    }
    if (language == iv->language) {
        return ATTEMPT_DONE;
    }
    if (!questionnaire_read(iv->q, language, NULL)) {
        return ATTEMPT_NOT_HERE;
    }
    struct draft draft = draft_new(iv, ACT_LANGUAGE, 1);
    draft_add(&draft, write_text(REGISTER_LANGUAGE, 0, 0, iv->q->codebook->languages[language].id));
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}
