#include <stdlib.h>

#include "base/i18n.h"
#include "tui/question.h"

/*
 * One answer or several from a list. Rows are the options in the order shown, then don't know and refused
 * where they are allowed. Digits choose (or toggle), Enter goes on. "Which?" is typed in the row of its
 * option.
 */
struct row {
    int32_t option; /* position in the list; -1 = a state */
    enum cell_state state;
    uint32_t specify; /* slot of the text behind it, or NONE */
    struct edit text;
    bool marked;
};

struct choice {
    struct arena *arena;
    struct question question;
    bool several;
    size_t n;
    struct row *rows;
    size_t cursor;
    bool moved;       /* by arrows: Enter then takes the row under the cursor */
    bool typing;      /* in the text of the row under the cursor */
    struct str typed; /* digits of a code that may become longer */
    char digits[8];
    int digit_cells; /* of the longest code */
};

/* ---- opening ---- */

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

static void open_row(struct app *app, struct choice *self, struct row *row, int32_t option)
{
    const struct interview *iv = app->session->iv;
    const struct question *q = &self->question;
    row->option = option;
    row->specify = specify_of(app, q->item, option);
    row->marked = cell_has(interview_cell(iv, q->variable->slot, q->place.row), option);
    int cells = text_width(q->variable->list->options[option].code);
    self->digit_cells = cells > self->digit_cells ? cells : self->digit_cells;
    if (row->specify != NONE) {
        const struct cell *text = interview_cell(iv, row->specify, q->place.row);
        edit_start(&row->text, app->session->q->codebook->variables[row->specify]->length, false);
        edit_set(&row->text, text->state == CELL_ANSWERED ? text->value.text : STR_EMPTY);
    }
}

static void open_state(struct app *app, struct choice *self, enum cell_state state)
{
    const struct question *q = &self->question;
    if (question_allows(q->variable, state)) {
        const struct cell *cell = interview_cell(app->session->iv, q->variable->slot, q->place.row);
        self->rows[self->n++] =
            (struct row){.option = -1, .state = state, .specify = NONE, .marked = cell->state == state};
    }
}

static void choice_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct choice *self = state;
    const int32_t *options = NULL;
    self->arena = arena_new();
    self->question = question_here(app);
    self->several = self->question.variable->type == VARIABLE_SET;
    size_t n = interview_options(app->session->iv, self->question.place, &options);
    self->rows = ARENA_ARRAY(self->arena, n + 2, struct row);
    for (size_t i = 0; i < n; i++) {
        open_row(app, self, &self->rows[self->n++], options[i]);
    }
    open_state(app, self, CELL_DONT_KNOW);
    open_state(app, self, CELL_REFUSED);
    for (size_t i = 0; i < self->n; i++) {
        if (self->rows[i].marked) {
            self->cursor = i;
            break;
        }
    }
}

static void choice_close(struct app *app UNUSED, void *state)
{
    struct choice *self = state;
    for (size_t i = 0; i < self->n; i++) {
        if (self->rows[i].specify != NONE) {
            edit_free(&self->rows[i].text);
        }
    }
    arena_free(self->arena);
}

/* ---- choosing ---- */

static const struct option *option_of(const struct choice *self, const struct row *row)
{
    return row->option >= 0 ? &self->question.variable->list->options[row->option] : NULL;
}

/* A state, an option that stands alone, and the only answer of a single choice push the others out. */
static void unmark_others(struct choice *self, size_t chosen)
{
    const struct option *option = option_of(self, &self->rows[chosen]);
    bool alone = !self->several || !option || option->exclusive;
    for (size_t i = 0; i < self->n; i++) {
        const struct option *other = option_of(self, &self->rows[i]);
        if (i != chosen && (alone || !other || other->exclusive)) {
            self->rows[i].marked = false;
        }
    }
}

static void mark(struct choice *self, size_t row)
{
    self->cursor = row;
    self->moved = false;
    self->rows[row].marked = self->several ? !self->rows[row].marked : true;
    if (self->rows[row].marked) {
        unmark_others(self, row);
    }
}

/* The row with this code, or n; *longer: a longer code begins with it. */
static size_t row_of_code(const struct choice *self, struct str code, bool *longer)
{
    size_t found = self->n;
    *longer = false;
    for (size_t i = 0; i < self->n; i++) {
        const struct option *option = option_of(self, &self->rows[i]);
        if (option && str_equal(option->code, code)) {
            found = i;
        } else if (option && str_starts(option->code, code)) {
            *longer = true;
        }
    }
    return found;
}

static void forget_digits(struct choice *self)
{
    self->typed = (struct str){self->digits, 0};
}

/* What was typed is meant as it stands: several answers wait with toggling until then. */
static bool settle_digits(struct choice *self)
{
    bool longer = false;
    size_t row = row_of_code(self, self->typed, &longer);
    bool waiting = self->several && self->typed.len > 0 && row < self->n;
    forget_digits(self);
    if (waiting) {
        mark(self, row);
    }
    return waiting;
}

static void type_digit(struct app *app, struct choice *self, int digit)
{
    bool longer = false;
    if (self->typed.len + 1 >= sizeof self->digits) {
        forget_digits(self);
    }
    size_t len = self->typed.len;
    self->digits[len] = (char)('0' + digit);
    self->typed = (struct str){self->digits, len + 1};
    size_t row = row_of_code(self, self->typed, &longer);
    if (row == self->n && !longer && len > 0) {
        /* No such code: what stood there was one by itself, and this begins the next. */
        self->typed.len = len;
        settle_digits(self);
        type_digit(app, self, digit);
        return;
    }
    if (row == self->n && !longer) {
        app_say(app, STYLE_WARN, tr("Code %.*s staat niet in de lijst."), STR_ARG(self->typed));
        forget_digits(self);
    } else if (row < self->n && !(self->several && longer)) {
        mark(self, row);
        if (!longer) {
            forget_digits(self);
        }
    }
}

/* ---- saving ---- */

static size_t marked_rows(const struct choice *self)
{
    size_t n = 0;
    for (size_t i = 0; i < self->n; i++) {
        n += self->rows[i].marked;
    }
    return n;
}

static int compare_positions(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a;
    int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static struct value chosen_value(struct app *app, const struct choice *self)
{
    int32_t *items = ARENA_ARRAY(app->scratch, self->n + 1, int32_t);
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

static size_t collect_answers(struct app *app, const struct choice *self, struct answer *answers)
{
    const struct question *q = &self->question;
    size_t n = 0;
    enum cell_state state = CELL_ANSWERED;
    for (size_t i = 0; i < self->n; i++) {
        state = self->rows[i].marked && self->rows[i].option < 0 ? self->rows[i].state : state;
    }
    answers[n++] = (struct answer){.slot = q->variable->slot, .row = q->place.row, .state = state};
    if (state != CELL_ANSWERED) {
        return n;
    }
    answers[0].value = chosen_value(app, self);
    for (size_t i = 0; i < self->n; i++) {
        const struct row *row = &self->rows[i];
        if (row->marked && row->specify != NONE) {
            struct value text = {.kind = VALUE_TEXT, .text = str_trim(edit_text(&row->text))};
            answers[n++] = (struct answer){row->specify, q->place.row, CELL_ANSWERED, text};
        }
    }
    return n;
}

/* The first chosen option whose "which?" is still empty, or n. */
static size_t text_wanted(const struct choice *self)
{
    for (size_t i = 0; i < self->n; i++) {
        const struct row *row = &self->rows[i];
        if (row->marked && row->specify != NONE && str_trim(edit_text(&row->text)).len == 0) {
            return i;
        }
    }
    return self->n;
}

static void accept(struct app *app, struct choice *self)
{
    if (settle_digits(self)) {
        return;
    }
    if (marked_rows(self) == 0 && self->moved) {
        mark(self, self->cursor);
    }
    if (marked_rows(self) == 0) {
        app_say(app, STYLE_WARN, "%s", tr("Kies eerst een antwoord."));
        return;
    }
    size_t wanted = text_wanted(self);
    if (wanted < self->n) {
        if (self->typing && self->cursor == wanted) {
            app_say(app, STYLE_WARN, "%s", tr("Noteer wat de respondent antwoordt."));
        }
        self->cursor = wanted;
        self->typing = true;
        return;
    }
    struct answer *answers = ARENA_ARRAY(app->scratch, self->n + 1, struct answer);
    size_t n = collect_answers(app, self, answers);
    if (session_save(app, answers, n)) {
        session_forward(app, false);
    }
}

/* ---- keys ---- */

static void choose_state(struct choice *self, enum cell_state state)
{
    for (size_t i = 0; i < self->n; i++) {
        if (self->rows[i].option < 0 && self->rows[i].state == state) {
            self->typing = false;
            self->cursor = i;
            mark(self, i);
        }
    }
}

static void move(struct choice *self, long by)
{
    struct scroll scroll = {.n = self->n, .cursor = self->cursor, .rows = self->n};
    settle_digits(self);
    self->typing = false;
    self->moved = scroll_by(&scroll, by) || self->moved;
    self->cursor = scroll.cursor;
}

static void lookup_done(struct app *app, void *context, int32_t option);

static void open_lookup(struct app *app, struct choice *self)
{
    int32_t *options = ARENA_ARRAY(app->scratch, self->n + 1, int32_t);
    size_t n = 0;
    for (size_t i = 0; i < self->n; i++) {
        if (self->rows[i].option >= 0) {
            options[n++] = self->rows[i].option;
        }
    }
    app_push(
        app, &screen_lookup,
        &(struct lookup_request){
            .question = self->question, .options = options, .n = n, .chosen = lookup_done, .context = self});
}

static void lookup_done(struct app *app UNUSED, void *context, int32_t option)
{
    struct choice *self = context;
    for (size_t i = 0; i < self->n; i++) {
        if (self->rows[i].option == option && !(self->several && self->rows[i].marked)) {
            mark(self, i);
        }
    }
}

/* Tab goes to the texts that can be filled in, and back to the codes. */
static void next_text(struct choice *self)
{
    size_t from = self->typing ? self->cursor + 1 : 0;
    self->typing = false;
    for (size_t i = from; i < self->n; i++) {
        if (self->rows[i].marked && self->rows[i].specify != NONE) {
            self->cursor = i;
            self->typing = true;
            return;
        }
    }
}

static bool type(struct app *app, struct choice *self, const struct press *press)
{
    if (self->typing) {
        enum edit_result result = edit_press(&self->rows[self->cursor].text, press);
        if (result == EDIT_REFUSED) {
            app_say(app, STYLE_WARN, "%s", tr("Dat past niet in dit antwoord."));
        }
        return result != EDIT_IGNORED;
    }
    int digit = press->kind == PRESS_KEY ? keys_digit(press->key) : -1;
    if (digit >= 0) {
        type_digit(app, self, digit);
        return true;
    }
    if (press->kind == PRESS_KEY && press->key == SPECIAL_BACKSPACE) {
        forget_digits(self);
        self->rows[self->cursor].marked = false;
        return true;
    }
    return false;
}

static bool choice_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct choice *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_UP:
        move(self, -1);
        return true;
    case VERB_DOWN:
        move(self, 1);
        return true;
    case VERB_FIRST:
        move(self, -(long)self->n);
        return true;
    case VERB_LAST:
        move(self, (long)self->n);
        return true;
    case VERB_MARK:
        if (!settle_digits(self)) {
            mark(self, self->cursor);
        }
        return true;
    case VERB_DONT_KNOW:
    case VERB_REFUSED:
        choose_state(self, question_state_of(verb));
        return true;
    case VERB_NEXT_FIELD:
    case VERB_PREV_FIELD:
        next_text(self);
        return true;
    case VERB_VALUES:
        open_lookup(app, self);
        return true;
    case VERB_CLOSE:
        forget_digits(self);
        if (self->typing) {
            self->typing = false;
            return true;
        }
        return question_key(app, &self->question, verb);
    case VERB_NONE:
        return type(app, self, press);
    default:
        return question_key(app, &self->question, verb);
    }
}

static enum key_mode choice_mode(struct app *app UNUSED, void *state)
{
    const struct choice *self = state;
    return self->typing ? MODE_TEXT : MODE_CHOICE;
}

static void choice_verbs(struct app *app, void *state, struct verb_list *list)
{
    const struct choice *self = state;
    list->lead = tr(self->typing    ? N_("noteer het antwoord")
                    : self->several ? N_("cijfer = aan/uit")
                                    : N_("cijfer = kies"));
    verb_offer(list, VERB_ACCEPT, NULL);
    if (!self->typing && self->several) {
        verb_offer(list, VERB_MARK, NULL);
    } else if (!self->typing) {
        verb_quiet(list, VERB_MARK);
    }
    question_verbs(app, &self->question, list);
    question_offer_states(self->question.variable, list);
    verb_offer(list, VERB_VALUES, N_("zoek"));
    verb_quiet(list, VERB_NEXT_FIELD);
    verb_quiet(list, VERB_PREV_FIELD);
    verb_quiet(list, VERB_FIRST);
    verb_quiet(list, VERB_LAST);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

/* ---- drawing ---- */

struct drawing {
    struct app *app;
    struct choice *self;
    const struct pane *pane;
    struct margins margins;
    bool rtl;
};

static struct str row_words(struct app *app, const struct choice *self, const struct row *row,
                            struct str *code)
{
    const struct option *option = option_of(self, row);
    const struct question *q = &self->question;
    if (!option) {
        *code = STR_EMPTY;
        return question_state_words(app->canvas->scratch, row->state);
    }
    *code = option->code;
    return session_option(app, app->canvas->scratch, q->place.item, row->option, q->place.row);
}

#define FIELD_MIN 14

/* The text of an option that asks "which?", behind its label or below it. */
static int draw_specify(const struct drawing *d, const struct row *row, int at, int end, int label_col,
                        bool focus)
{
    if (row->specify == NONE || !row->marked) {
        return at;
    }
    int right = d->margins.left + d->margins.width;
    bool beside = right - end - 2 >= FIELD_MIN;
    int col = beside ? end + 2 : label_col;
    field_draw(d->app, d->pane, beside ? at - 1 : at, col, right - col, &row->text, focus);
    return beside ? at : at + 1;
}

static int draw_row(const struct drawing *d, size_t index, int at, struct focus *focus)
{
    struct row *row = &d->self->rows[index];
    struct str code;
    struct str label = row_words(d->app, d->self, row, &code);
    bool here = index == d->self->cursor;
    bool indent = d->margins.left > 1;
    int mark_col = d->margins.left + (indent ? 2 : 1);
    int code_col = mark_col + 4;
    int label_col = code_col + d->self->digit_cells + (indent ? 2 : 1);
    int width = d->margins.left + d->margins.width - label_col;
    if (row->option < 0) {
        label_col = code_col;
    }
    int end_row = pane_wrap(d->pane, at, label_col, width, STYLE_TEXT, label, d->rtl && row->option >= 0);
    pane_text(d->pane, at, mark_col, STYLE_TEXT, str_from(question_mark(d->self->several, row->marked)));
    pane_text_right(d->pane, at, code_col + d->self->digit_cells, STYLE_TEXT, code);
    if (here && !d->self->typing) {
        pane_text(d->pane, at, mark_col - 2 + !indent, STYLE_TEXT, STR(">"));
        pane_restyle(d->pane, at, mark_col, d->margins.left + d->margins.width - mark_col, STYLE_FOCUS);
        pane_cursor(d->pane, at, mark_col + 1);
    }
    int end = label_col + text_width(label);
    bool one_line = end_row == at + 1;
    int next =
        draw_specify(d, row, end_row, one_line ? end : d->pane->width, label_col, here && d->self->typing);
    if (here) {
        *focus = (struct focus){d->self->typing ? next - 1 : at, next - 1};
    }
    return next;
}

static int draw_rows(struct app *app, void *state, const struct pane *pane, int at, struct focus *focus)
{
    struct choice *self = state;
    struct drawing d = {app, self, pane, question_margins(pane), session_rtl(app)};
    for (size_t i = 0; i < self->n; i++) {
        bool first_state = self->rows[i].option < 0 && (i == 0 || self->rows[i - 1].option >= 0);
        at += first_state && app->canvas->height >= 20;
        at = draw_row(&d, i, at, focus);
    }
    return at;
}

static struct str echo(struct app *app, const struct choice *self)
{
    struct buf codes = buf_new(4096);
    size_t chosen = 0;
    for (size_t i = 0; i < self->n; i++) {
        const struct option *option = self->rows[i].marked ? option_of(self, &self->rows[i]) : NULL;
        if (option) {
            buf_format(&codes, "%s%.*s", chosen++ ? " " : "", STR_ARG(option->code));
        }
    }
    if (self->several && self->typed.len > 0) {
        buf_format(&codes, "%s%.*s_", chosen ? " " : "", STR_ARG(self->typed));
    }
    struct str out = arena_format(app->canvas->scratch, tr("Antwoord [%-2s]"), codes.len ? codes.ptr : "");
    if (self->several) {
        out = arena_format(app->canvas->scratch, tr("%.*s   %zu gekozen, max. %u"), STR_ARG(out), chosen,
                           (unsigned)self->question.variable->choose_max);
    }
    buf_free(&codes);
    return out;
}

static void choice_draw(struct app *app, void *state, const struct pane *body)
{
    struct choice *self = state;
    struct pane left = question_left(app, body);
    question_header(app, &self->question);
    question_flow(app, &self->question, &left, &(struct question_content){draw_rows, self});
    question_echo(app, &self->question, body, echo(app, self));
    question_side(app, &self->question, body);
}

const struct screen screen_choice = {
    .name = "choice",
    .size = sizeof(struct choice),
    .open = choice_open,
    .draw = choice_draw,
    .key = choice_key,
    .verbs = choice_verbs,
    .mode = choice_mode,
    .close = choice_close,
};
