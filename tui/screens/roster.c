#include "base/i18n.h"
#include "tui/question.h"

/*
 * The rows of a roster as a table. The words of the cell with the focus stand above it, to be read out; Enter
 * stores the cell and goes on. Codes are typed, F4 shows the list. Where the columns do not fit, the row with
 * the focus stands as a form of one column.
 */
struct roster_table {
    struct arena *arena;
    struct question question; /* of the cell with the focus */
    const struct roster_def *def;
    uint32_t *columns; /* item numbers */
    size_t columns_n;
    struct edit edit;
    enum cell_state said; /* don't know or refused was chosen, else CELL_ANSWERED */
    bool touched;         /* something was typed in this cell */
};

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

static const struct route_entry *route_of(struct app *app, struct place_in place)
{
    const struct route_entry *route = NULL;
    size_t n = interview_route(app->session->iv, &route);
    for (size_t i = 0; i < n; i++) {
        if (route[i].place.item == place.item && route[i].place.row == place.row) {
            return &route[i];
        }
    }
    return NULL;
}

/* A cell that can be answered now. */
static bool reachable(struct app *app, struct place_in place)
{
    const struct route_entry *entry = route_of(app, place);
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

static void open_lookup(struct app *app, struct roster_table *self)
{
    const struct question *q = &self->question;
    struct lookup_request request = {.question = *q, .chosen = looked_up, .context = self};
    if (!q->variable->list->frame) {
        request.n = interview_options(app->session->iv, q->place, &request.options);
    }
    request.typed = self->touched ? edit_text(&self->edit) : STR_EMPTY;
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
        if (fault == VALUE_NOT_IN_LIST && typed.len > 0) {
            open_lookup(app, self);
            return;
        }
        if (fault != VALUE_GOOD) {
            fault = typed.len == 0 ? VALUE_EMPTY : fault;
            struct str words = session_fault(app, app->scratch, q->variable, fault);
            app_say(app, STYLE_ERROR, "%.*s", STR_ARG(words));
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
                     "De antwoorden van deze rij worden opzij gezet, en het aantal wordt een minder. Ctrl-Z "
                     "brengt ze terug."),
                 .answers = {N_("rij wegnemen"), N_("rij laten staan")},
                 .answered = removal_answered,
                 .context = self,
             });
}

/* ---- keys ---- */

static bool is_words(const struct roster_table *self)
{
    const struct variable *v = self->question.variable;
    return v->type == VARIABLE_TEXT || (v->type == VARIABLE_CODE && v->list->frame);
}

static bool type(struct app *app, struct roster_table *self, const struct press *press)
{
    struct press typed = *press;
    bool letter = press->kind == PRESS_KEY && press->key < KEYS_CONTROL;
    int digit = letter && !is_words(self) ? keys_digit(press->key) : -1;
    if (digit >= 0) {
        typed.key = (uint32_t)('0' + digit);
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
    verb_offer(list, VERB_REMOVE, N_("rij weg"));
    question_verbs(app, &self->question, list);
    verb_quiet(list, VERB_PREV_FIELD);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

/* ---- drawing ---- */

#define NUMBER_WIDTH 4
#define COLUMN_MIN   6

/* How wide a column would like to be. */
static int wish(const struct variable *v)
{
    switch (v->type) {
    case VARIABLE_TEXT:
        return 16;
    case VARIABLE_CODE:
        return v->list->frame ? 14 : 13;
    case VARIABLE_DATE:
        return 12;
    case VARIABLE_SET:
        return 14;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
    case VARIABLE_TIME:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
    return 8;
}

/* Widths of the columns in `room` cells; false when they do not fit. */
static bool widths(struct app *app, const struct roster_table *self, int room, int *out)
{
    int wishes = 0;
    int columns = (int)self->columns_n;
    for (size_t i = 0; i < self->columns_n; i++) {
        wishes += wish(app->session->q->items[self->columns[i]].variable);
    }
    room -= columns;
    for (size_t i = 0; i < self->columns_n; i++) {
        int wanted = wish(app->session->q->items[self->columns[i]].variable);
        out[i] = wishes > room ? wanted * room / wishes : wanted;
        if (out[i] < COLUMN_MIN) {
            return false;
        }
    }
    return !app->screen_reader;
}

/* Its number, or "rij". */
static struct str row_name(struct app *app, const struct roster_table *self, uint32_t row)
{
    struct str name = STR_EMPTY;
    if (self->def->title_slot != NONE) {
        uint32_t item = app->session->q->item_of_slot[self->def->title_slot];
        name = session_answer(app, app->canvas->scratch, (struct place_in){item, row});
    }
    return arena_format(app->canvas->scratch, "%u %.*s", (unsigned)row, STR_ARG(name));
}

static bool is_focus(const struct roster_table *self, struct place_in place)
{
    return place.item == self->question.place.item && place.row == self->question.place.row;
}

static void draw_value(struct app *app, struct roster_table *self, const struct pane *pane, int row, int col,
                       int width, struct place_in place)
{
    if (is_focus(self, place) && self->said == CELL_ANSWERED) {
        field_draw(app, pane, row, col, width, &self->edit, true);
        return;
    }
    if (is_focus(self, place)) {
        int end =
            pane_clip(pane, row, col, width, STYLE_FOCUS,
                      str_from(tr(self->said == CELL_DONT_KNOW ? N_("weet niet") : N_("wil niet zeggen"))));
        pane_restyle(pane, row, end, col + width - end, STYLE_FOCUS);
        pane_cursor(pane, row, col);
        return;
    }
    const struct route_entry *entry = route_of(app, place);
    if (entry && entry->reached) {
        pane_clip(pane, row, col, width, STYLE_TEXT, session_answer(app, app->canvas->scratch, place));
    }
}

static int draw_table(struct app *app, struct roster_table *self, const struct pane *pane, int row,
                      const int *width, struct focus *focus)
{
    struct margins margins = question_margins(pane);
    const uint32_t *ids = NULL;
    size_t n = interview_rows(app->session->iv, self->def->index, &ids);
    int col = margins.left + NUMBER_WIDTH;
    for (size_t i = 0; i < self->columns_n; i++) {
        pane_clip(pane, row, col, width[i], STYLE_TITLE,
                  session_label(app, app->canvas->scratch, self->columns[i], 0));
        col += width[i] + 1;
    }
    row++;
    for (size_t r = 0; r < n; r++, row++) {
        bool here = ids[r] == self->question.place.row;
        pane_format(pane, row, margins.left - 1, STYLE_TEXT, "%s%2u", here ? ">" : " ", (unsigned)ids[r]);
        col = margins.left + NUMBER_WIDTH;
        for (size_t i = 0; i < self->columns_n; i++) {
            draw_value(app, self, pane, row, col, width[i], (struct place_in){self->columns[i], ids[r]});
            col += width[i] + 1;
        }
        if (here) {
            *focus = (struct focus){row, row};
        }
    }
    return row;
}

/* The row with the focus as a form. */
static int draw_form(struct app *app, struct roster_table *self, const struct pane *pane, int row,
                     struct focus *focus)
{
    struct margins margins = question_margins(pane);
    struct place_in place = self->question.place;
    int half = margins.width / 2;
    pane_clip(pane, row++, margins.left, margins.width, STYLE_TITLE, row_name(app, self, place.row));
    for (size_t i = 0; i < self->columns_n; i++, row++) {
        place.item = self->columns[i];
        bool here = is_focus(self, place);
        pane_text(pane, row, margins.left - 1, STYLE_TEXT, str_from(here ? ">" : " "));
        pane_clip(pane, row, margins.left + 1, half - 2, STYLE_TEXT,
                  session_label(app, app->canvas->scratch, place.item, place.row));
        draw_value(app, self, pane, row, margins.left + half, margins.width - half, place);
        if (here) {
            *focus = (struct focus){row, row};
        }
    }
    return row;
}

/* The codes that can be typed in this cell, where the list is short. */
static int draw_codes(struct app *app, const struct roster_table *self, const struct pane *pane, int row)
{
    const struct question *q = &self->question;
    struct margins margins = question_margins(pane);
    const int32_t *options = NULL;
    if (q->variable->type != VARIABLE_CODE || q->variable->list->frame) {
        return row;
    }
    size_t n = interview_options(app->session->iv, q->place, &options);
    struct buf line = buf_new(1 << 16);
    for (size_t i = 0; i < n; i++) {
        struct str label = session_option(app, app->canvas->scratch, q->place.item, options[i], q->place.row);
        buf_format(&line, "%s%.*s %.*s", i ? "   " : "", STR_ARG(q->variable->list->options[options[i]].code),
                   STR_ARG(label));
    }
    struct str words = arena_copy(app->canvas->scratch, buf_str(&line));
    buf_free(&line);
    return pane_wrap(pane, row, margins.left, margins.width, STYLE_DIM, words, session_rtl(app));
}

static int draw_content(struct app *app, void *state, const struct pane *pane, int row, struct focus *focus)
{
    struct roster_table *self = state;
    struct margins margins = question_margins(pane);
    int *width = ARENA_ARRAY(app->canvas->scratch, self->columns_n, int);
    bool fits = widths(app, self, margins.width - NUMBER_WIDTH, width);
    row = fits ? draw_table(app, self, pane, row, width, focus) : draw_form(app, self, pane, row, focus);
    return draw_codes(app, self, pane, row + (app->canvas->height >= 20));
}

static void roster_draw(struct app *app, void *state, const struct pane *body)
{
    struct roster_table *self = state;
    struct pane left = question_left(app, body);
    const uint32_t *ids = NULL;
    size_t n = interview_rows(app->session->iv, self->def->index, &ids);
    question_header(app, &self->question);
    question_flow(app, &self->question, &left, &(struct question_content){draw_content, self});
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
