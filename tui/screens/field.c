#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/question.h"

/*
 * A number, a date, a time or words, typed in a field. Below it don't know and refused, where they are
 * allowed. What was typed is read as people write it; the screen shows how it was understood before Enter
 * stores it.
 */
struct field {
    struct question question;
    struct edit edit;
    enum cell_state states[2];
    size_t states_n;
    size_t cursor;        /* 0 = the field, then the states */
    enum cell_state said; /* don't know or refused was chosen; else CELL_ANSWERED */
    bool touched;         /* something was typed that is not stored */
};

#define TEXT_ROWS 4

/* ---- opening ---- */

static void set_from_cell(struct app *app, struct field *self)
{
    const struct question *q = &self->question;
    const struct cell *cell = interview_cell(app->session->iv, q->variable->slot, q->place.row);
    const struct codebook *codebook = app->session->q->codebook;
    self->said = CELL_ANSWERED;
    self->cursor = 0;
    self->touched = false;
    edit_set(&self->edit, STR_EMPTY);
    if (cell->state == CELL_ANSWERED) {
        bool words = q->variable->type == VARIABLE_TEXT;
        edit_set(&self->edit, words ? cell->value.text
                                    : value_shown(app->scratch, codebook, q->variable, &cell->value,
                                                  codebook->source_language));
    }
    /* Whoever comes back to mend an answer types the new one: "1" must not become "12". A long text is
     * amended rather than written again. */
    if (!q->variable->lines) {
        edit_select(&self->edit);
    }
    for (size_t i = 0; i < self->states_n; i++) {
        if (cell->state == self->states[i]) {
            self->said = cell->state;
            self->cursor = i + 1;
        }
    }
}

static void field_open(struct app *app, void *state, const void *arg UNUSED)
{
    static const enum cell_state states[] = {CELL_DONT_KNOW, CELL_REFUSED};
    struct field *self = state;
    self->question = question_here(app);
    const struct variable *variable = self->question.variable;
    bool words = variable->type == VARIABLE_TEXT;
    edit_start(&self->edit, words ? variable->length : 24, words && variable->lines);
    for (size_t i = 0; i < ARRAY_LEN(states); i++) {
        if (question_allows(variable, states[i])) {
            self->states[self->states_n++] = states[i];
        }
    }
    set_from_cell(app, self);
}

static void field_close(struct app *app UNUSED, void *state)
{
    struct field *self = state;
    edit_free(&self->edit);
}

/* ---- typing ---- */

static bool is_words(const struct field *self)
{
    return self->question.variable->type == VARIABLE_TEXT;
}

static bool type(struct app *app, struct field *self, const struct press *press)
{
    struct press typed = *press;
    if (!is_words(self) && !field_figure(app, self->question.variable, &typed)) {
        return true;
    }
    enum edit_result result = field_press(app, &self->edit, &typed);
    self->touched = self->touched || result == EDIT_CHANGED;
    if (result == EDIT_CHANGED || result == EDIT_MOVED) {
        self->cursor = 0;
        self->said = CELL_ANSWERED;
    }
    return result != EDIT_IGNORED;
}

/* ---- saving ---- */

static enum value_fault understood(struct app *app, struct arena *arena, const struct field *self,
                                   struct value *value)
{
    struct str typed = str_trim(edit_text(&self->edit));
    return value_parse_typed(arena, self->question.variable, typed, interview_today(app->session->iv), value);
}

static void accept(struct app *app, struct field *self)
{
    const struct question *q = &self->question;
    struct answer answer = {.slot = q->variable->slot, .row = q->place.row, .state = CELL_ANSWERED};
    if (self->cursor > 0) {
        answer.state = self->states[self->cursor - 1];
    } else if (str_trim(edit_text(&self->edit)).len == 0) {
        app_say(app, STYLE_WARN, "%s", tr("Geef eerst een antwoord."));
        return;
    } else {
        enum value_fault fault = understood(app, app->scratch, self, &answer.value);
        if (fault != VALUE_GOOD) {
            struct str words = session_fault(app, app->scratch, q->variable, fault);
            app_say(app, STYLE_ERROR, "%.*s", STR_ARG(words));
            edit_select(&self->edit); /* what is typed next comes in its place */
            return;
        }
    }
    if (session_save(app, &answer, 1)) {
        self->touched = false;
        session_forward(app, false);
    }
}

/* ---- keys ---- */

static void choose_state(struct field *self, enum cell_state state)
{
    for (size_t i = 0; i < self->states_n; i++) {
        if (self->states[i] == state) {
            self->cursor = i + 1;
            self->said = state;
        }
    }
}

/* Cells of a line of the field for words: where Up and Down go. */
static int text_cells(struct app *app)
{
    struct pane all = pane_of(app->canvas);
    struct pane body = pane_part(&all, 1, 0, all.width, all.height - 3);
    struct pane left = question_left(app, &body);
    return question_margins(&left).width - 4;
}

static void move(struct app *app, struct field *self, int by)
{
    if (self->cursor == 0 && edit_vertical(&self->edit, by, text_cells(app)) != EDIT_IGNORED) {
        return;
    }
    struct scroll scroll = {.n = self->states_n + 1, .cursor = self->cursor, .rows = 3};
    scroll_by(&scroll, by);
    self->cursor = scroll.cursor;
    self->said = self->cursor > 0 ? self->states[self->cursor - 1] : CELL_ANSWERED;
}

static bool field_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct field *self = state;
    if (verb == VERB_CLOSE && self->touched) {
        set_from_cell(app, self);
        return true;
    }
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_UP:
        move(app, self, -1);
        return true;
    case VERB_DOWN:
        move(app, self, 1);
        return true;
    case VERB_DONT_KNOW:
    case VERB_REFUSED:
        choose_state(self, question_state_of(verb));
        return true;
    case VERB_NEW_LINE:
    case VERB_NONE:
        return type(app, self, press);
    default:
        return question_key(app, &self->question, verb);
    }
}

static enum key_mode field_mode(struct app *app UNUSED, void *state)
{
    const struct field *self = state;
    return is_words(self) && self->cursor == 0 ? MODE_TEXT : MODE_NUMBER;
}

/* What was typed is not left behind silently. */
static void refuse_leaving(struct verb_list *list)
{
    static const enum verb leaving[] = {VERB_PREVIOUS, VERB_NEXT, VERB_OVERVIEW, VERB_NEXT_OPEN,
                                        VERB_BREAK_OFF};
    verb_offer(list, VERB_CLOSE, N_("zoals het was"));
    for (size_t i = 0; i < ARRAY_LEN(leaving); i++) {
        verb_refuse(list, leaving[i], N_("Enter bewaart eerst dit veld; Esc laat het zoals het was."));
    }
}

static void field_verbs(struct app *app, void *state, struct verb_list *list)
{
    const struct field *self = state;
    verb_offer(list, VERB_ACCEPT, NULL);
    question_offer_states(self->question.variable, list);
    if (self->question.variable->lines) {
        verb_offer(list, VERB_NEW_LINE, NULL);
    }
    if (self->touched && !edit_empty(&self->edit)) {
        refuse_leaving(list);
    }
    question_verbs(app, &self->question, list);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

/* ---- drawing ---- */

static const char *const date_hints[8] = {
    [1] = N_("typ het jaar: 2011"),
    [2] = N_("typ maand en jaar: 3/2011"),
    [3] = N_("typ 3/2011 of 2011"),
    [4] = N_("typ 05032011 of 5/3/2011"),
    [5] = N_("typ 05032011, 5/3/2011 of 2011"),
    [6] = N_("typ 05032011, 5/3/2011 of 3/2011"),
    [7] = N_("typ 05032011, 5/3/2011, 3/2011 of 2011"),
};

static struct str number_hint(struct app *app, const struct field *self)
{
    struct arena *arena = app->canvas->scratch;
    const struct variable *v = self->question.variable;
    struct str low = session_bound(app, arena, v, true);
    struct str high = session_bound(app, arena, v, false);
    struct number one = number_int(1);
    if (v->type == VARIABLE_DECIMAL && number_compare(v->step, one) != 0 && v->step.units > 0) {
        struct value step = {.kind = VALUE_NUMBER, .number = v->step};
        const struct codebook *codebook = app->session->q->codebook;
        struct str words = value_shown(arena, codebook, v, &step, codebook->source_language);
        return arena_format(arena, tr("%.*s - %.*s, in stappen van %.*s"), STR_ARG(low), STR_ARG(high),
                            STR_ARG(words));
    }
    return arena_format(arena, "%.*s - %.*s", STR_ARG(low), STR_ARG(high));
}

static struct str hint(struct app *app, const struct field *self)
{
    const struct variable *v = self->question.variable;
    switch (v->type) {
    case VARIABLE_DATE:
        return str_from(tr(date_hints[(v->precisions >> DATE_YEAR) & 7]
                               ? date_hints[(v->precisions >> DATE_YEAR) & 7]
                               : date_hints[7]));
    case VARIABLE_TIME:
        return str_from(tr("typ 14:30 of 1430"));
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        return number_hint(app, self);
    case VARIABLE_CODE:
    case VARIABLE_SET:
    case VARIABLE_TEXT:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
    return STR_EMPTY;
}

/* How what was typed is understood, where that looks different. */
static struct str reading(struct app *app, const struct field *self)
{
    struct arena *arena = app->canvas->scratch;
    struct value value;
    const struct variable *v = self->question.variable;
    if (edit_empty(&self->edit) || understood(app, arena, self, &value) != VALUE_GOOD) {
        return STR_EMPTY;
    }
    const struct codebook *codebook = app->session->q->codebook;
    struct str shown = value_shown(arena, codebook, v, &value, codebook->source_language);
    return str_equal(shown, edit_text(&self->edit)) ? STR_EMPTY
                                                    : arena_format(arena, "= %.*s", STR_ARG(shown));
}

static int field_width(const struct variable *v)
{
    return v->type == VARIABLE_DATE ? 14 : v->type == VARIABLE_TIME ? 9 : 12;
}

static int draw_figures(struct app *app, struct field *self, const struct pane *pane, int row)
{
    struct arena *arena = app->canvas->scratch;
    struct margins margins = question_margins(pane);
    const struct item_words *words = session_own_words(app, self->question.place.item);
    struct str unit = session_own_text(app, arena, words->unit, self->question.place.row);
    int left = margins.left + (margins.left > 1 ? 2 : 0);
    int right = margins.left + margins.width;
    int width = field_width(self->question.variable);
    field_draw(app, pane, row, left, width, &self->edit, self->cursor == 0);
    int col = pane_clip(pane, row, left + width + 1, right - left - width - 1, STYLE_TEXT, unit);
    struct str told = hint(app, self);
    bool beside = col + 3 + text_width(told) <= right;
    pane_text(pane, beside ? row : row + 1, beside ? col + 3 : left, STYLE_DIM, told);
    row += beside ? 1 : 2;
    pane_text(pane, row, left, STYLE_TEXT, reading(app, self));
    return row + 1;
}

static int draw_words(struct app *app, struct field *self, const struct pane *pane, int row)
{
    struct margins margins = question_margins(pane);
    const struct variable *v = self->question.variable;
    size_t points = utf8_count(edit_text(&self->edit));
    if (v->lines) {
        row = field_draw_lines(app, pane, row, margins.left, margins.width,
                               app->canvas->height < 16 ? 2 : TEXT_ROWS, &self->edit, self->cursor == 0);
    } else {
        field_draw(app, pane, row++, margins.left, margins.width, &self->edit, self->cursor == 0);
    }
    pane_format(pane, row, margins.left, STYLE_DIM, "%zu/%u", points, (unsigned)v->length);
    return row + 1;
}

static int draw_states(struct app *app, struct field *self, const struct pane *pane, int row,
                       struct focus *focus)
{
    struct margins margins = question_margins(pane);
    int left = margins.left + (margins.left > 1 ? 2 : 1);
    for (size_t i = 0; i < self->states_n; i++) {
        bool here = self->cursor == i + 1;
        struct str words = question_state_words(app->canvas->scratch, self->states[i]);
        pane_text(pane, row, left, STYLE_TEXT, str_from(question_mark(false, self->said == self->states[i])));
        pane_text(pane, row, left + 4, STYLE_TEXT, words);
        if (here) {
            pane_text(pane, row, margins.left, STYLE_TEXT, STR(">"));
            pane_restyle(pane, row, left, margins.left + margins.width - left, STYLE_FOCUS);
            pane_cursor(pane, row, left + 1);
            *focus = (struct focus){row, row};
        }
        row++;
    }
    return row;
}

static int draw_content(struct app *app, void *state, const struct pane *pane, int row, struct focus *focus)
{
    struct field *self = state;
    struct focus field = {.row = row};
    row = is_words(self) ? draw_words(app, self, pane, row) : draw_figures(app, self, pane, row);
    field.last = row - 1;
    *focus = field;
    return draw_states(app, self, pane, row + (app->canvas->height >= 20 && self->states_n > 0), focus);
}

static void field_draw_screen(struct app *app, void *state, const struct pane *body)
{
    struct field *self = state;
    struct pane left = question_left(app, body);
    question_header(app, &self->question);
    question_flow(app, &self->question, &left,
                  &(struct question_content){.draw = draw_content, .self = self});
    question_echo(app, &self->question, body, STR_EMPTY);
    question_side(app, &self->question, body);
}

const struct screen screen_field = {
    .name = "field",
    .size = sizeof(struct field),
    .open = field_open,
    .draw = field_draw_screen,
    .key = field_key,
    .verbs = field_verbs,
    .mode = field_mode,
    .close = field_close,
};
