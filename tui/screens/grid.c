#include "base/i18n.h"
#include "tui/codes.h"
#include "tui/question.h"
#include "tui/tongues.h"

/*
 * A battery: statements answered on one scale. A digit stores the answer of a row and goes to the next one;
 * Enter on a complete battery goes on. Where there is no room for columns the scale stands below the current
 * statement.
 */
struct grid {
    struct arena *arena;
    struct question question;
    uint32_t *rows; /* item numbers, in shown order */
    size_t rows_n;
    int32_t *options;
    size_t options_n;
    size_t cursor;
    struct typed_code typed;
};

static const struct variable *variable_of(struct app *app, const struct grid *self, size_t row)
{
    return app->session->q->items[self->rows[row]].variable;
}

static const struct cell *cell_of(struct app *app, const struct grid *self, size_t row)
{
    return interview_cell(app->session->iv, variable_of(app, self, row)->slot, self->question.place.row);
}

static bool is_open(struct app *app, const struct grid *self, size_t row)
{
    return interview_asks(app->session->iv, variable_of(app, self, row)->slot, self->question.place.row);
}

/* The first row at or behind `from` that waits for an answer, or rows_n. */
static size_t next_open(struct app *app, const struct grid *self, size_t from)
{
    while (from < self->rows_n && !is_open(app, self, from)) {
        from++;
    }
    return from;
}

static void take_rows(struct app *app, struct grid *self)
{
    const uint32_t *rows = NULL;
    self->rows_n = interview_grid_rows(app->session->iv, self->question.place.item, &rows);
    self->rows = ARENA_ARRAY(self->arena, self->rows_n + 1, uint32_t);
    memcpy(self->rows, rows, self->rows_n * sizeof *rows);
    if (self->cursor >= self->rows_n) {
        self->cursor = self->rows_n ? self->rows_n - 1 : 0;
    }
}

/* The scale as the current row offers it. */
static void take_options(struct app *app, struct grid *self)
{
    const int32_t *options = NULL;
    struct place_in row = {self->rows[self->cursor], self->question.place.row};
    self->options_n = interview_options(app->session->iv, row, &options);
    self->options = ARENA_ARRAY(self->arena, self->options_n + 1, int32_t);
    memcpy(self->options, options, self->options_n * sizeof *options);
}

static void grid_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct grid *self = state;
    self->arena = arena_new();
    self->question = question_here(app);
    take_rows(app, self);
    size_t first = next_open(app, self, 0);
    self->cursor = first < self->rows_n ? first : 0;
    if (self->rows_n > 0) {
        take_options(app, self);
    }
}

static void grid_close(struct app *app UNUSED, void *state)
{
    struct grid *self = state;
    arena_free(self->arena);
}

/* ---- answering ---- */

static void save(struct app *app, struct grid *self, enum cell_state state, int32_t option)
{
    struct answer answer = {
        .slot = variable_of(app, self, self->cursor)->slot,
        .row = self->question.place.row,
        .state = state,
        .value = {.kind = VALUE_CODE, .code = option},
    };
    self->typed.len = 0;
    if (!session_save(app, &answer, 1)) {
        return;
    }
    /* An answer may open or close rows below it. */
    take_rows(app, self);
    if (self->cursor + 1 < self->rows_n) {
        self->cursor++;
    }
    take_options(app, self);
}

static struct codes codes_of(struct app *app, const struct grid *self)
{
    return (struct codes){variable_of(app, self, self->cursor)->list, self->options, self->options_n};
}

/* What was typed is meant as it stands. */
static bool settle_digits(struct app *app, struct grid *self)
{
    struct codes codes = codes_of(app, self);
    int32_t option = codes_settle(&codes, &self->typed);
    if (option >= 0) {
        save(app, self, CELL_ANSWERED, option);
    }
    return option >= 0;
}

static void type_digit(struct app *app, struct grid *self, int digit)
{
    int32_t decided[2];
    bool unknown = false;
    struct codes codes = codes_of(app, self);
    size_t n = codes_digit(&codes, &self->typed, digit, decided, &unknown);
    struct typed_code waits = self->typed;
    for (size_t i = 0; i < n; i++) {
        save(app, self, CELL_ANSWERED, decided[i]);
    }
    self->typed = waits;
    if (unknown) {
        app_say(app, STYLE_WARN, tr("Code %d staat niet in de lijst."), digit);
    }
}

static void accept(struct app *app, struct grid *self)
{
    if (settle_digits(app, self)) {
        return;
    }
    size_t open = next_open(app, self, 0);
    if (open < self->rows_n) {
        self->cursor = open;
        take_options(app, self);
        app_say(app, STYLE_WARN, "%s", tr("Deze rij wacht nog op een antwoord."));
        return;
    }
    session_forward(app, false);
}

static void answer_state(struct app *app, struct grid *self, enum cell_state state)
{
    if (question_allows(variable_of(app, self, self->cursor), state)) {
        save(app, self, state, 0);
    } else {
        app_say(app, STYLE_WARN, "%s", tr("Dat antwoord is bij deze rij niet voorzien."));
    }
}

static void move(struct app *app, struct grid *self, long by)
{
    struct scroll scroll = {.n = self->rows_n, .cursor = self->cursor, .rows = self->rows_n};
    self->typed.len = 0;
    scroll_by(&scroll, by);
    self->cursor = scroll.cursor;
    take_options(app, self);
}

static bool grid_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct grid *self = state;
    if (self->rows_n == 0) {
        return question_key(app, &self->question, verb);
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
    case VERB_FIRST:
        move(app, self, -(long)self->rows_n);
        return true;
    case VERB_LAST:
        move(app, self, (long)self->rows_n);
        return true;
    case VERB_DONT_KNOW:
    case VERB_REFUSED:
        answer_state(app, self, question_state_of(verb));
        return true;
    case VERB_NONE:
        if (press->kind == PRESS_KEY && press->key == SPECIAL_BACKSPACE) {
            self->typed.len = 0;
            return true;
        }
        if (press->kind == PRESS_KEY && keys_digit(press->key) >= 0) {
            type_digit(app, self, keys_digit(press->key));
            return true;
        }
        return false;
    default:
        return question_key(app, &self->question, verb);
    }
}

static enum key_mode grid_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_CHOICE;
}

static void grid_verbs(struct app *app, void *state, struct verb_list *list)
{
    const struct grid *self = state;
    list->lead = tr("cijfer bewaart");
    verb_offer(list, VERB_ACCEPT, NULL);
    question_offer_states(self->rows_n > 0 ? variable_of(app, self, self->cursor) : NULL, list);
    question_verbs(app, &self->question, list);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_quiet(list, VERB_FIRST);
    verb_quiet(list, VERB_LAST);
}

/* ---- drawing ---- */

#define COLUMN_MIN    4
#define COLUMN_MAX    7
#define STATEMENT_MIN 24
#define HEAD_ROWS     3

struct layout {
    int left;
    int statement; /* width of the statements */
    int column;    /* width of an option's column */
    bool table;
};

static struct layout layout_of(struct app *app, const struct grid *self, const struct pane *pane)
{
    struct margins margins = question_margins(pane);
    struct layout l = {.left = margins.left};
    int n = (int)self->options_n;
    int room = margins.width - 5;
    int column = n > 0 ? (room - STATEMENT_MIN) / n : 0;
    l.column = column > COLUMN_MAX ? COLUMN_MAX : column;
    l.table = l.column >= COLUMN_MIN && !app->screen_reader;
    l.statement = l.table ? room - n * l.column : margins.width - 5;
    return l;
}

/* What is answered in a row, or -1. */
static int32_t chosen_of(const struct cell *cell)
{
    return cell->state == CELL_ANSWERED && cell->value.kind == VALUE_CODE ? cell->value.code : -1;
}

/* A label in a narrow column, a word on each row; long words are cut with a full stop. */
static void draw_label(const struct pane *pane, int row, int col, int width, struct str label)
{
    struct str word;
    for (int k = 0; k < HEAD_ROWS && str_split(&label, ' ', &word); k++) {
        bool cut = text_width(word) > width;
        int end = pane_text(pane, row + k, col, STYLE_DIM, cut ? text_clip(word, width - 1) : word);
        if (cut) {
            pane_text(pane, row + k, end, STYLE_DIM, STR("."));
        }
    }
}

/* Of two languages the columns have the interviewer's; the other stands whole above them. */
static int draw_other_scale(struct app *app, const struct grid *self, const struct pane *pane, int row,
                            const struct layout *l)
{
    struct place_in place = {self->rows[self->cursor], self->question.place.row};
    struct wording words = wording_scale(app, place, self->options, self->options_n, -1);
    if (words.second.len == 0) {
        return row;
    }
    int width = 4 + l->statement + (int)self->options_n * l->column;
    return pane_wrap(pane, row, l->left + 1, width, STYLE_TEXT, words.second, words.second_rtl);
}

/* The scale above its columns: codes, and below them as much of the labels as three rows hold. */
static int draw_scale(struct app *app, const struct grid *self, const struct pane *pane, int row,
                      const struct layout *l)
{
    const struct list *list = variable_of(app, self, self->cursor)->list;
    row = draw_other_scale(app, self, pane, row, l);
    for (size_t i = 0; i < self->options_n; i++) {
        int col = l->left + 5 + l->statement + (int)i * l->column;
        struct str code = list->options[self->options[i]].code;
        struct wording words =
            wording_option(app, self->rows[self->cursor], self->options[i], self->question.place.row);
        pane_text_right(pane, row, col + (l->column + 1) / 2 + 1, STYLE_TITLE, code);
        draw_label(pane, row + 1, col, l->column - 1, words.first);
    }
    return row + 1 + HEAD_ROWS;
}

static void draw_state(const struct pane *pane, int row, int col, enum cell_state state)
{
    if (state == CELL_DONT_KNOW) {
        pane_text(pane, row, col, STYLE_TEXT, str_from(tr("weet niet")));
    } else if (state == CELL_REFUSED) {
        pane_text(pane, row, col, STYLE_TEXT, str_from(tr("wil niet zeggen")));
    }
}

/* A letter for each row, as one says it: "lees c voor". */
static int draw_statement(struct app *app, const struct grid *self, const struct pane *pane, int row,
                          size_t i, const struct layout *l)
{
    bool here = i == self->cursor;
    struct wording words = wording_question(app, self->rows[i], self->question.place.row);
    struct wording_box box = {
        .col = l->left + 4,
        .width = l->statement - 1,
        .split = wording_split(app, l->left + 4, l->statement - 1, STATEMENT_MIN),
        .style = here ? STYLE_QUESTION : STYLE_TEXT,
        .beside = here ? STYLE_TEXT : STYLE_DIM,
    };
    pane_format(pane, row, l->left - 1, STYLE_TEXT, "%s %c", here ? ">" : " ", (char)('a' + i % 26));
    return wording_draw(pane, row, &words, &box);
}

static int draw_table_row(struct app *app, const struct grid *self, const struct pane *pane, int row,
                          size_t i, const struct layout *l)
{
    const struct cell *cell = cell_of(app, self, i);
    int end = draw_statement(app, self, pane, row, i, l);
    bool state = cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED;
    for (size_t k = 0; !state && k < self->options_n; k++) {
        int col = l->left + 5 + l->statement + (int)k * l->column + (l->column + 1) / 2 - 2;
        pane_text(pane, row, col, STYLE_TEXT,
                  str_from(question_mark(false, chosen_of(cell) == self->options[k])));
    }
    draw_state(pane, row, l->left + 5 + l->statement, cell->state);
    if (i == self->cursor) {
        question_focus(pane, row, end, l->left + 1, 4 + l->statement + (int)self->options_n * l->column);
    }
    return end;
}

/* One column: the current statement with its scale below, the others in a line with what was answered. */
static int draw_narrow_row(struct app *app, const struct grid *self, const struct pane *pane, int row,
                           size_t i, const struct layout *l)
{
    const struct cell *cell = cell_of(app, self, i);
    struct place_in at = {self->rows[i], self->question.place.row};
    if (i != self->cursor) {
        struct wording words = wording_question(app, at.item, at.row);
        struct str read_out = words.second.len ? words.second : words.first;
        pane_format(pane, row, l->left + 1, STYLE_TEXT, "%c", (char)('a' + i % 26));
        struct str answer = session_answer(app, app->canvas->scratch, at);
        int col = pane_clip(pane, row, l->left + 4, l->statement - 16, STYLE_TEXT, read_out);
        pane_clip(pane, row, col + 2, 14, STYLE_DIM, answer);
        return row + 1;
    }
    int end = draw_statement(app, self, pane, row, i, l);
    question_focus(pane, row, end, l->left + 1, l->statement + 3);
    struct wording scale = wording_scale(app, at, self->options, self->options_n, chosen_of(cell));
    struct wording_box box = {l->left + 4, l->statement, 0, STYLE_TEXT, STYLE_DIM};
    end = wording_draw(pane, end, &scale, &box);
    draw_state(pane, end, l->left + 4, cell->state);
    return end + (cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED);
}

/* The names of the columns. */
static int draw_top(struct app *app, void *state, const struct pane *pane, int row)
{
    const struct grid *self = state;
    struct layout l = layout_of(app, self, pane);
    return self->rows_n > 0 && l.table ? draw_scale(app, self, pane, row, &l) : row;
}

static int draw_content(struct app *app, void *state, const struct pane *pane, int row, struct focus *focus)
{
    struct grid *self = state;
    struct layout l = layout_of(app, self, pane);
    for (size_t i = 0; i < self->rows_n; i++) {
        int from = row;
        row = l.table ? draw_table_row(app, self, pane, row, i, &l)
                      : draw_narrow_row(app, self, pane, row, i, &l);
        if (i == self->cursor) {
            *focus = (struct focus){from, row - 1};
        }
    }
    return row;
}

static void grid_draw(struct app *app, void *state, const struct pane *body)
{
    struct grid *self = state;
    struct pane left = question_left(app, body);
    size_t done = 0;
    for (size_t i = 0; i < self->rows_n; i++) {
        done += !is_open(app, self, i);
    }
    struct str echo =
        arena_format(app->canvas->scratch, tr("%zu van %zu%s%.*s"), done, self->rows_n,
                     self->typed.len ? "   code " : "", (int)self->typed.len, self->typed.digits);
    question_header(app, &self->question);
    question_flow(app, &self->question, &left,
                  &(struct question_content){.draw = draw_content, .self = self, .top = draw_top});
    question_echo(app, &self->question, body, echo);
    question_side(app, &self->question, body);
}

const struct screen screen_grid = {
    .name = "grid",
    .size = sizeof(struct grid),
    .open = grid_open,
    .draw = grid_draw,
    .key = grid_key,
    .verbs = grid_verbs,
    .mode = grid_mode,
    .close = grid_close,
};
