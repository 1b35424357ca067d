#include "base/i18n.h"
#include "tui/choosing.h"

/*
 * One answer or several from a list. Digits choose (or toggle), Enter goes on. "Which?" is typed in the row
 * of its option. What is chosen is tui/choosing.c's business.
 */
struct choice {
    struct choosing chosen;
    bool moved;  /* by arrows: Enter then takes the row under the cursor */
    bool typing; /* in the text of the row under the cursor */
};

static void choice_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct choice *self = state;
    choosing_open(app, &self->chosen);
}

static void choice_close(struct app *app UNUSED, void *state)
{
    struct choice *self = state;
    choosing_close(&self->chosen);
}

static void mark(struct choice *self, size_t row)
{
    self->moved = false;
    choosing_mark(&self->chosen, row);
}

static void type_digit(struct app *app, struct choice *self, int digit)
{
    self->moved = false;
    if (!choosing_digit(&self->chosen, digit)) {
        app_say(app, STYLE_WARN, tr("Code %d staat niet in de lijst."), digit);
    }
}

static void accept(struct app *app, struct choice *self)
{
    if (choosing_settle(&self->chosen)) {
        return;
    }
    if (choosing_marked(&self->chosen) == 0 && self->moved) {
        mark(self, self->chosen.cursor);
    }
    if (choosing_marked(&self->chosen) == 0) {
        app_say(app, STYLE_WARN, "%s", tr("Kies eerst een antwoord."));
        return;
    }
    size_t wanted = choosing_text(&self->chosen, 0, true);
    if (wanted < self->chosen.n) {
        if (self->typing && self->chosen.cursor == wanted) {
            app_say(app, STYLE_WARN, "%s", tr("Noteer wat de respondent antwoordt."));
        }
        self->chosen.cursor = wanted;
        self->typing = true;
        return;
    }
    const struct answer *answers = NULL;
    size_t n = choosing_answers(&self->chosen, app->scratch, &answers);
    if (session_save(app, answers, n)) {
        session_forward(app, false);
    }
}

/* ---- keys ---- */

static void choose_state(struct choice *self, enum cell_state state)
{
    self->typing = false;
    mark(self, choosing_find(&self->chosen, -1, state));
}

static void move(struct choice *self, long by)
{
    struct scroll scroll = {.n = self->chosen.n, .cursor = self->chosen.cursor, .rows = self->chosen.n};
    choosing_settle(&self->chosen);
    self->typing = false;
    self->moved = scroll_by(&scroll, by) || self->moved;
    self->chosen.cursor = scroll.cursor;
}

static void lookup_done(struct app *app, void *context, int32_t option);

static void open_lookup(struct app *app, struct choice *self)
{
    const struct choosing *chosen = &self->chosen;
    app_push(app, &screen_lookup,
             &(struct lookup_request){.question = chosen->question,
                                      .options = chosen->codes.options,
                                      .n = chosen->codes.n,
                                      .chosen = lookup_done,
                                      .context = self});
}

static void lookup_done(struct app *app UNUSED, void *context, int32_t option)
{
    struct choice *self = context;
    size_t row = choosing_find(&self->chosen, option, CELL_ANSWERED);
    if (row < self->chosen.n && !(self->chosen.several && self->chosen.rows[row].marked)) {
        mark(self, row);
    }
}

/* Tab goes to the texts that can be filled in, and back to the codes. */
static void next_text(struct choice *self)
{
    size_t row = choosing_text(&self->chosen, self->typing ? self->chosen.cursor + 1 : 0, false);
    self->typing = row < self->chosen.n;
    self->chosen.cursor = self->typing ? row : self->chosen.cursor;
}

static bool type(struct app *app, struct choice *self, const struct press *press)
{
    if (self->typing) {
        enum edit_result result = edit_press(&self->chosen.rows[self->chosen.cursor].text, press);
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
        self->chosen.typed.len = 0;
        self->chosen.rows[self->chosen.cursor].marked = false;
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
        move(self, -(long)self->chosen.n);
        return true;
    case VERB_LAST:
        move(self, (long)self->chosen.n);
        return true;
    case VERB_MARK:
        if (!choosing_settle(&self->chosen)) {
            mark(self, self->chosen.cursor);
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
        self->chosen.typed.len = 0;
        if (self->typing) {
            self->typing = false;
            return true;
        }
        return question_key(app, &self->chosen.question, verb);
    case VERB_NONE:
        return type(app, self, press);
    default:
        return question_key(app, &self->chosen.question, verb);
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
    list->lead = tr(self->typing           ? N_("noteer het antwoord")
                    : self->chosen.several ? N_("cijfer = aan/uit")
                                           : N_("cijfer = kies"));
    verb_offer(list, VERB_ACCEPT, NULL);
    if (!self->typing && self->chosen.several) {
        verb_offer(list, VERB_MARK, NULL);
    } else if (!self->typing) {
        verb_quiet(list, VERB_MARK);
    }
    question_verbs(app, &self->chosen.question, list);
    question_offer_states(self->chosen.question.variable, list);
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

static struct str row_words(struct app *app, const struct choice *self, const struct choice_row *row,
                            struct str *code)
{
    const struct option *option = choosing_option(&self->chosen, row);
    const struct question *q = &self->chosen.question;
    if (!option) {
        *code = STR_EMPTY;
        return question_state_words(app->canvas->scratch, row->state);
    }
    *code = option->code;
    return session_option(app, app->canvas->scratch, q->place.item, row->option, q->place.row);
}

#define FIELD_MIN 14

/* The text of an option that asks "which?", behind its label or below it. */
static int draw_specify(const struct drawing *d, const struct choice_row *row, int at, int end, int label_col,
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

/* Where the parts of a row stand; mirrored where the text runs from right to left. */
struct parts {
    int marker; /* > */
    int mark;   /* ( ) */
    int code_end;
    int label;
    int width; /* of the label */
    bool rtl;
};

static struct parts parts_of(const struct drawing *d, const struct choice_row *row)
{
    bool indent = d->margins.left > 1;
    int left = d->margins.left;
    int right = left + d->margins.width;
    int codes = row->option < 0 ? 0 : d->self->chosen.code_cells + (indent ? 2 : 1);
    if (d->rtl && row->option >= 0) {
        int mark = right - 3;
        return (struct parts){right + indent, mark, mark - 1, left + 2, mark - codes - left - 3, true};
    }
    int mark = left + (indent ? 2 : 1);
    int code = mark + 4;
    return (struct parts){mark - 2 + !indent,   mark, code + d->self->chosen.code_cells, code + codes,
                          right - code - codes, false};
}

static int draw_row(const struct drawing *d, size_t index, int at, struct focus *focus)
{
    const struct choosing *chosen = &d->self->chosen;
    const struct choice_row *row = &chosen->rows[index];
    struct parts p = parts_of(d, row);
    struct str code;
    struct str label = row_words(d->app, d->self, row, &code);
    bool here = index == chosen->cursor;
    bool typing = here && d->self->typing;
    int end_row = pane_wrap(d->pane, at, p.label, p.width, STYLE_TEXT, label, p.rtl);
    pane_text(d->pane, at, p.mark, STYLE_TEXT, str_from(question_mark(chosen->several, row->marked)));
    pane_text_right(d->pane, at, p.code_end, STYLE_TEXT, code);
    if (here && !typing) {
        int from = p.rtl ? p.label : p.mark;
        pane_text(d->pane, at, p.marker, STYLE_TEXT, str_from(p.rtl ? "<" : ">"));
        pane_restyle(d->pane, at, from, p.rtl ? p.mark + 3 - from : d->margins.left + d->margins.width - from,
                     STYLE_FOCUS);
        pane_cursor(d->pane, at, p.mark + 1);
    }
    bool beside = end_row == at + 1 && !p.rtl;
    int end = beside ? p.label + text_width(label) : d->pane->width;
    int next = draw_specify(d, row, end_row, end, p.label, typing);
    if (here) {
        *focus = (struct focus){typing ? next - 1 : at, next - 1};
    }
    return next;
}

static int draw_rows(struct app *app, void *state, const struct pane *pane, int at, struct focus *focus)
{
    struct choice *self = state;
    struct drawing d = {app, self, pane, question_margins(pane), session_rtl(app)};
    for (size_t i = 0; i < self->chosen.n; i++) {
        bool first_state =
            self->chosen.rows[i].option < 0 && (i == 0 || self->chosen.rows[i - 1].option >= 0);
        at += first_state && app->canvas->height >= 20;
        at = draw_row(&d, i, at, focus);
    }
    return at;
}

static struct str echo(struct app *app, const struct choice *self)
{
    struct buf codes = buf_new(4096);
    size_t chosen = 0;
    for (size_t i = 0; i < self->chosen.n; i++) {
        const struct option *option =
            self->chosen.rows[i].marked ? choosing_option(&self->chosen, &self->chosen.rows[i]) : NULL;
        if (option) {
            buf_format(&codes, "%s%.*s", chosen++ ? " " : "", STR_ARG(option->code));
        }
    }
    if (self->chosen.several && self->chosen.typed.len > 0) {
        buf_format(&codes, "%s%.*s_", chosen ? " " : "", (int)self->chosen.typed.len,
                   self->chosen.typed.digits);
    }
    struct str out = arena_format(app->canvas->scratch, tr("Antwoord [%-2s]"), codes.len ? codes.ptr : "");
    if (self->chosen.several) {
        out = arena_format(app->canvas->scratch, tr("%.*s   %zu gekozen, max. %u"), STR_ARG(out), chosen,
                           (unsigned)self->chosen.question.variable->choose_max);
    }
    buf_free(&codes);
    return out;
}

static void choice_draw(struct app *app, void *state, const struct pane *body)
{
    struct choice *self = state;
    struct pane left = question_left(app, body);
    question_header(app, &self->chosen.question);
    question_flow(app, &self->chosen.question, &left, &(struct question_content){draw_rows, self});
    question_echo(app, &self->chosen.question, body, echo(app, self));
    question_side(app, &self->chosen.question, body);
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
