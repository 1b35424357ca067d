#include "base/i18n.h"
#include "tui/roster_table.h"

/*
 * The rows of a roster as a table. The words of the cell with the focus stand above it, to be read out; Enter
 * stores the cell and goes on. Codes are typed, F4 shows the list. Where the columns do not fit, the row with
 * the focus stands as a form of one column.
 */

/* ---- the cell with the focus ---- */

static void set_cell(struct app *app, struct roster_table *self, struct place_in place)
{
    const struct item *item = &app->session->q->items[place.item];
    const struct cell *cell = interview_cell(app->session->iv, item->variable->slot, place.row);
    const struct codebook *codebook = app->session->q->codebook;
    const struct variable *v = item->variable;
    self->question = (struct question){.place = place, .item = item, .variable = v};
    self->touched = false;
    self->said = cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED ? cell->state : CELL_ANSWERED;
    edit_free(&self->edit);
    edit_start(&self->edit, v->type == VARIABLE_TEXT ? v->length : 40, false);
    if (cell->state != CELL_ANSWERED) {
        return;
    }
    struct str shown = v->type == VARIABLE_TEXT ? cell->value.text
                       : v->type == VARIABLE_CODE
                           ? v->list->options[cell->value.code].code
                           : value_shown(app->scratch, codebook, v, &cell->value, codebook->source_language);
    edit_set(&self->edit, shown);
}

static void roster_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct roster_table *self = state;
    struct question here = question_here(app);
    const struct questionnaire *q = app->session->q;
    self->arena = arena_new();
    self->def = &q->rosters[here.item->roster];
    const struct item *item = &q->items[self->def->item];
    self->columns = ARENA_ARRAY(self->arena, item->end - item->index, uint32_t);
    for (uint32_t i = item->index + 1; i < item->end; i++) {
        if (q->items[i].kind == ITEM_QUESTION && q->items[i].grid == NONE) {
            self->columns[self->columns_n++] = i;
        }
    }
    edit_start(&self->edit, 1, false);
    set_cell(app, self, here.place);
}

static void roster_close(struct app *app UNUSED, void *state)
{
    struct roster_table *self = state;
    edit_free(&self->edit);
    arena_free(self->arena);
}

/* A cell that can be answered now. */
static bool reachable(struct app *app, struct place_in place)
{
    const struct route_entry *entry = roster_route(app, place);
    return entry && entry->reached && entry->state != CELL_NOT_APPLICABLE && entry->state != CELL_PARKED;
}

/* ---- saving ---- */

static bool take_focus(struct app *app, const struct roster_table *self)
{
    struct place_in at = interview_place(app->session->iv);
    if (at.item == self->question.place.item && at.row == self->question.place.row) {
        return true;
    }
    return session_done(app, interview_jump(app->session->iv, self->question.place));
}

static void store(struct app *app, struct roster_table *self, const struct answer *answer)
{
    if (take_focus(app, self) && session_save(app, answer, 1)) {
        session_forward(app, false);
    }
}

static void looked_up(struct app *app, void *context, int32_t option)
{
    struct roster_table *self = context;
    struct answer answer = {
        .slot = self->question.variable->slot,
        .row = self->question.place.row,
        .state = CELL_ANSWERED,
        .value = {.kind = VALUE_CODE, .code = option},
    };
    store(app, self, &answer);
}

static bool all_digits(struct str text)
{
    size_t i = 0;
    while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9') {
        i++;
    }
    return i == text.len;
}

static void open_lookup(struct app *app, struct roster_table *self)
{
    const struct question *q = &self->question;
    struct lookup_request request = {.question = *q, .chosen = looked_up, .context = self};
    if (!q->variable->list->frame) {
        request.n = interview_options(app->session->iv, q->place, &request.options);
    }
    /* A code is typed in the cell itself; the list is searched by letters. */
    request.typed = self->touched ? str_trim(edit_text(&self->edit)) : STR_EMPTY;
    request.typed = all_digits(request.typed) ? STR_EMPTY : request.typed;
    app_push(app, &screen_lookup, &request);
}

static void accept(struct app *app, struct roster_table *self)
{
    const struct question *q = &self->question;
    struct answer answer = {.slot = q->variable->slot, .row = q->place.row, .state = self->said};
    struct str typed = str_trim(edit_text(&self->edit));
    if (self->said == CELL_ANSWERED) {
        int32_t today = interview_today(app->session->iv);
        enum value_fault fault = value_parse_typed(app->scratch, q->variable, typed, today, &answer.value);
        if (fault == VALUE_NOT_IN_LIST && typed.len > 0 && all_digits(typed)) {
            app_say(app, STYLE_WARN, tr("Code %.*s staat niet in de lijst."), STR_ARG(typed));
            edit_select(&self->edit);
            return;
        }
        if (fault == VALUE_NOT_IN_LIST && typed.len > 0) {
            open_lookup(app, self);
            return;
        }
        if (fault != VALUE_GOOD) {
            fault = typed.len == 0 ? VALUE_EMPTY : fault;
            struct str words = session_fault(app, app->scratch, q->variable, fault);
            app_say(app, STYLE_ERROR, "%.*s", STR_ARG(words));
            edit_select(&self->edit);
            return;
        }
    }
    store(app, self, &answer);
}

/* ---- moving ---- */

static void go(struct app *app, struct roster_table *self, struct place_in place)
{
    if (self->touched) {
        app_say(app, STYLE_WARN, "%s", tr("Enter bewaart eerst dit veld; Esc laat het zoals het was."));
        return;
    }
    set_cell(app, self, place);
}

static size_t column_of(const struct roster_table *self)
{
    size_t column = 0;
    while (column + 1 < self->columns_n && self->columns[column] != self->question.place.item) {
        column++;
    }
    return column;
}

/* To the next cell that can be answered, by rows or along the row. */
static void move(struct app *app, struct roster_table *self, int rows, int columns)
{
    const uint32_t *ids = NULL;
    size_t n = interview_rows(app->session->iv, self->def->index, &ids);
    size_t row = 0;
    size_t cells = n * self->columns_n;
    while (row + 1 < n && ids[row] != self->question.place.row) {
        row++;
    }
    size_t at = row * self->columns_n + column_of(self);
    size_t step = rows ? self->columns_n : 1;
    bool back = rows < 0 || columns < 0;
    while (back ? at >= step : at + step < cells) {
        at = back ? at - step : at + step;
        struct place_in place = {self->columns[at % self->columns_n], ids[at / self->columns_n]};
        if (reachable(app, place)) {
            go(app, self, place);
            return;
        }
    }
    app_say(app, STYLE_TEXT, "%s", tr(back ? N_("Dit is het eerste veld.") : N_("Verder is er nog niets.")));
}

/* ---- a row less ---- */

static void removal_answered(struct app *app, void *context, unsigned answer)
{
    struct roster_table *self = context;
    uint32_t row = self->question.place.row;
    if (answer != 0) {
        return;
    }
    enum attempt attempt = interview_remove_row(app->session->iv, self->def->index, row);
    if (attempt == ATTEMPT_NOT_ALLOWED) {
        app_say(app, STYLE_WARN, "%s", tr("Er kunnen niet minder rijen zijn."));
    } else if (session_done(app, attempt)) {
        session_saved(app);
        session_show(app);
    }
}

static void ask_removal(struct app *app, struct roster_table *self)
{
    app_push(app, &screen_ask,
             &(struct ask_request){
                 .title = N_("Rij wegnemen"),
                 .text = N_(
                     "De antwoorden van deze rij worden opzij gezet, en het aantal wordt één minder. Ctrl-Z "
                     "brengt ze terug."),
                 .answers = {N_("rij wegnemen"), N_("rij laten staan")},
                 .first = 1, /* whoever goes on with Enter keeps the row */
                 .answered = removal_answered,
                 .context = self,
             });
}

/* ---- keys ---- */

/* Words are typed: in a text, in a long list, and where letters of a short list were begun: then n is no
 * longer "don't know". */
static bool is_words(const struct roster_table *self)
{
    const struct variable *v = self->question.variable;
    bool begun = self->touched && !all_digits(edit_text(&self->edit));
    return v->type == VARIABLE_TEXT || (v->type == VARIABLE_CODE && (v->list->frame || begun));
}

static bool type(struct app *app, struct roster_table *self, const struct press *press)
{
    struct press typed = *press;
    bool letter = press->kind == PRESS_KEY && press->key < KEYS_CONTROL;
    bool code = self->question.variable->type == VARIABLE_CODE;
    int digit = letter && code && !is_words(self) ? keys_digit(press->key) : -1;
    if (digit >= 0) {
        typed.key = (uint32_t)('0' + digit);
    } else if (!code && !is_words(self) && !field_figure(app, self->question.variable, &typed)) {
        return true;
    }
    /* The first key in a filled cell begins anew, as in a sheet. */
    if (letter && !self->touched) {
        edit_set(&self->edit, STR_EMPTY);
    }
    enum edit_result result = edit_press(&self->edit, &typed);
    if (result == EDIT_CHANGED) {
        self->touched = true;
        self->said = CELL_ANSWERED;
    } else if (result == EDIT_REFUSED) {
        app_say(app, STYLE_WARN, "%s", tr("Dat past niet in dit antwoord."));
    }
    return result != EDIT_IGNORED;
}

static bool remove_key(struct app *app, struct roster_table *self, const struct press *press)
{
    if (self->touched && press->kind == PRESS_KEY) {
        return type(app, self, press);
    }
    ask_removal(app, self);
    return true;
}

static bool roster_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct roster_table *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_NEXT_FIELD:
        move(app, self, 0, 1);
        return true;
    case VERB_PREV_FIELD:
        move(app, self, 0, -1);
        return true;
    case VERB_UP:
        move(app, self, -1, 0);
        return true;
    case VERB_DOWN:
        move(app, self, 1, 0);
        return true;
    case VERB_VALUES:
        open_lookup(app, self);
        return true;
    case VERB_DONT_KNOW:
    case VERB_REFUSED:
        self->said = question_state_of(verb);
        self->touched = true;
        edit_set(&self->edit, STR_EMPTY);
        return true;
    case VERB_REMOVE:
        return remove_key(app, self, press);
    case VERB_CLOSE:
        if (self->touched) {
            set_cell(app, self, self->question.place);
            return true;
        }
        return question_key(app, &self->question, verb);
    case VERB_NONE:
        return type(app, self, press);
    default:
        return question_key(app, &self->question, verb);
    }
}

static enum key_mode roster_mode(struct app *app UNUSED, void *state)
{
    return is_words(state) ? MODE_TEXT : MODE_NUMBER;
}

static void roster_verbs(struct app *app, void *state, struct verb_list *list)
{
    const struct roster_table *self = state;
    verb_offer(list, VERB_ACCEPT, NULL);
    verb_offer(list, VERB_NEXT_FIELD, N_("veld"));
    if (self->question.variable->type == VARIABLE_CODE) {
        verb_offer(list, VERB_VALUES, NULL);
    } else {
        verb_refuse(list, VERB_VALUES, N_("Dit veld heeft geen lijst."));
    }
    question_offer_states(self->question.variable, list);
    verb_offer(list, VERB_PREVIOUS, NULL);
    verb_offer(list, VERB_REMOVE, N_("rij weg"));
    question_verbs(app, &self->question, list);
    verb_quiet(list, VERB_PREV_FIELD);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

/* ---- drawing ---- */

static void roster_draw(struct app *app, void *state, const struct pane *body)
{
    struct roster_table *self = state;
    struct pane left = question_left(app, body);
    const uint32_t *ids = NULL;
    size_t n = interview_rows(app->session->iv, self->def->index, &ids);
    question_header(app, &self->question);
    left = roster_table_lead(app, self, &left);
    question_flow(app, &self->question, &left,
                  &(struct question_content){.draw = roster_table_draw, .self = self});
    question_echo(app, &self->question, body,
                  arena_format(app->canvas->scratch, trn("%zu rij", "%zu rijen", n), n));
    question_side(app, &self->question, body);
}

const struct screen screen_roster = {
    .name = "roster",
    .size = sizeof(struct roster_table),
    .open = roster_open,
    .draw = roster_draw,
    .key = roster_key,
    .verbs = roster_verbs,
    .mode = roster_mode,
    .close = roster_close,
};
