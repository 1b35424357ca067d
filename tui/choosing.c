#include "tui/choosing.h"

#include <stdlib.h>

static uint32_t specify_of(const struct app *app, const struct item *item, int32_t option)
{
    for (size_t i = 0; i < item->specify_n; i++) {
        const struct variable *text = app->session->q->codebook->variables[item->specify[i]];
        if (text->parent_option == option) {
            return text->slot;
        }
    }
    return NONE;
}

static bool cell_has(const struct cell *cell, int32_t option)
{
    if (cell->state != CELL_ANSWERED) {
        return false;
    }
    return cell->value.kind == VALUE_SET ? set_has(cell->value.set, option) : cell->value.code == option;
}

static void open_row(struct app *app, struct choosing *self, struct choice_row *row, int32_t option)
{
    const struct interview *iv = app->session->iv;
    const struct question *q = &self->question;
    row->option = option;
    row->specify = specify_of(app, q->item, option);
    row->marked = cell_has(interview_cell(iv, q->variable->slot, q->place.row), option);
    int cells = text_width(q->variable->list->options[option].code);
    self->code_cells = cells > self->code_cells ? cells : self->code_cells;
    if (row->specify != NONE) {
        const struct cell *text = interview_cell(iv, row->specify, q->place.row);
        edit_start(&row->text, app->session->q->codebook->variables[row->specify]->length, false);
        edit_set(&row->text, text->state == CELL_ANSWERED ? text->value.text : STR_EMPTY);
    }
}

static void open_state(struct app *app, struct choosing *self, enum cell_state state)
{
    const struct question *q = &self->question;
    if (question_allows(q->variable, state)) {
        const struct cell *cell = interview_cell(app->session->iv, q->variable->slot, q->place.row);
        self->rows[self->n++] = (struct choice_row){
            .option = -1, .state = state, .specify = NONE, .marked = cell->state == state};
    }
}

void choosing_open(struct app *app, struct choosing *self)
{
    const int32_t *options = NULL;
    *self = (struct choosing){.arena = arena_new(), .question = question_here(app)};
    self->several = self->question.variable->type == VARIABLE_SET;
    size_t n = interview_options(app->session->iv, self->question.place, &options);
    int32_t *offered = ARENA_ARRAY(self->arena, n + 1, int32_t);
    memcpy(offered, options, n * sizeof *offered);
    self->codes = (struct codes){self->question.variable->list, offered, n};
    self->rows = ARENA_ARRAY(self->arena, n + 2, struct choice_row);
    for (size_t i = 0; i < n; i++) {
        open_row(app, self, &self->rows[self->n++], offered[i]);
    }
    open_state(app, self, CELL_DONT_KNOW);
    open_state(app, self, CELL_REFUSED);
    while (self->cursor + 1 < self->n && !self->rows[self->cursor].marked) {
        self->cursor++;
    }
    self->cursor = self->n > 0 && self->rows[self->cursor].marked ? self->cursor : 0;
}

void choosing_close(struct choosing *self)
{
    for (size_t i = 0; i < self->n; i++) {
        if (self->rows[i].specify != NONE) {
            edit_free(&self->rows[i].text);
        }
    }
    arena_free(self->arena);
}

const struct option *choosing_option(const struct choosing *self, const struct choice_row *row)
{
    return row->option >= 0 ? &self->question.variable->list->options[row->option] : NULL;
}

static void unmark_others(struct choosing *self, size_t chosen)
{
    const struct option *option = choosing_option(self, &self->rows[chosen]);
    bool alone = !self->several || !option || option->exclusive;
    for (size_t i = 0; i < self->n; i++) {
        const struct option *other = choosing_option(self, &self->rows[i]);
        if (i != chosen && (alone || !other || other->exclusive)) {
            self->rows[i].marked = false;
        }
    }
}

void choosing_mark(struct choosing *self, size_t row)
{
    if (row >= self->n) {
        return;
    }
    self->cursor = row;
    self->rows[row].marked = self->several ? !self->rows[row].marked : true;
    if (self->rows[row].marked) {
        unmark_others(self, row);
    }
}

void choosing_unmark(struct choosing *self)
{
    for (size_t i = 0; i < self->n; i++) {
        self->rows[i].marked = false;
    }
}

size_t choosing_find(const struct choosing *self, int32_t option, enum cell_state state)
{
    size_t i = 0;
    while (i < self->n && (self->rows[i].option != option || (option < 0 && self->rows[i].state != state))) {
        i++;
    }
    return i;
}

/* A single answer shows at once what it would be; it changes when the code becomes longer. What is no code
 * leaves nothing chosen, so that Enter cannot store something else than was typed. */
static bool single_digit(struct choosing *self, int digit)
{
    bool longer = false;
    struct typed_code with = self->typed;
    with.digits[with.len++] = (char)('0' + digit);
    int32_t option = codes_match(&self->codes, &with, &longer);
    bool waits = longer && with.len + 1 < sizeof with.digits;
    choosing_unmark(self);
    choosing_mark(self, option >= 0 ? choosing_find(self, option, CELL_ANSWERED) : self->n);
    with.len = waits ? with.len : 0;
    self->typed = with;
    return option >= 0 || waits;
}

bool choosing_digit(struct choosing *self, int digit)
{
    int32_t decided[2];
    bool unknown = false;
    if (!self->several) {
        return single_digit(self, digit);
    }
    size_t n = codes_digit(&self->codes, &self->typed, digit, decided, &unknown);
    for (size_t i = 0; i < n; i++) {
        choosing_mark(self, choosing_find(self, decided[i], CELL_ANSWERED));
    }
    return !unknown;
}

bool choosing_settle(struct choosing *self)
{
    int32_t option = codes_settle(&self->codes, &self->typed);
    if (option < 0 || !self->several) {
        return false;
    }
    choosing_mark(self, choosing_find(self, option, CELL_ANSWERED));
    return true;
}

size_t choosing_marked(const struct choosing *self)
{
    size_t n = 0;
    for (size_t i = 0; i < self->n; i++) {
        n += self->rows[i].marked;
    }
    return n;
}

size_t choosing_text(const struct choosing *self, size_t from, bool empty)
{
    for (size_t i = from; i < self->n; i++) {
        const struct choice_row *row = &self->rows[i];
        bool asks = row->marked && row->specify != NONE;
        if (asks && (!empty || str_trim(edit_text(&row->text)).len == 0)) {
            return i;
        }
    }
    return self->n;
}

static int compare_positions(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static struct value chosen_value(const struct choosing *self, struct arena *arena)
{
    int32_t *items = ARENA_ARRAY(arena, self->n + 1, int32_t);
    uint32_t n = 0;
    for (size_t i = 0; i < self->n; i++) {
        if (self->rows[i].marked && self->rows[i].option >= 0) {
            items[n++] = self->rows[i].option;
        }
    }
    if (!self->several) {
        return (struct value){.kind = VALUE_CODE, .code = items[0]};
    }
    /* Shown in a drawn order, kept in the list's. */
    qsort(items, n, sizeof *items, compare_positions);
    return (struct value){.kind = VALUE_SET, .set = {items, n}};
}

size_t choosing_answers(const struct choosing *self, struct arena *arena, const struct answer **out)
{
    const struct question *q = &self->question;
    struct answer *answers = ARENA_ARRAY(arena, self->n + 1, struct answer);
    size_t n = 0;
    enum cell_state state = CELL_ANSWERED;
    for (size_t i = 0; i < self->n; i++) {
        state = self->rows[i].marked && self->rows[i].option < 0 ? self->rows[i].state : state;
    }
    answers[n++] = (struct answer){.slot = q->variable->slot, .row = q->place.row, .state = state};
    *out = answers;
    if (state != CELL_ANSWERED) {
        return n;
    }
    answers[0].value = chosen_value(self, arena);
    for (size_t i = choosing_text(self, 0, false); i < self->n; i = choosing_text(self, i + 1, false)) {
        struct value text = {.kind = VALUE_TEXT, .text = str_trim(edit_text(&self->rows[i].text))};
        answers[n++] = (struct answer){self->rows[i].specify, q->place.row, CELL_ANSWERED, text};
    }
    return n;
}
