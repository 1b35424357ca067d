#include "base/i18n.h"
#include "tui/choosing.h"
#include "tui/tongues.h"

/*
 * One answer or several from a list. Digits choose (or toggle), Enter goes on. "Which?" is typed in the row
 * of its option. What is chosen is tui/choosing.c's business.
 */
struct choice {
    struct choosing chosen;
    bool moved;                /* by arrows: Enter then takes the row under the cursor */
    bool typing;               /* in the text of the row under the cursor */
    bool coded;                /* the last key ended a code: Space behind it separates */
    struct typed_code run;     /* digits of a single choice since the last other key */
    struct typed_code refused; /* what was typed is no code: Enter says so again */
    bool letter;               /* the last key was a letter */
    bool by_letter;            /* and it chose don't know or refused */
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
    self->refused.len = 0;
    choosing_mark(&self->chosen, row);
}

static void add_digit(struct typed_code *code, int digit)
{
    code->len = code->len < sizeof code->digits ? code->len : 0;
    code->digits[code->len++] = (char)('0' + digit);
}

static void say_refused(struct app *app, const struct choice *self)
{
    app_say(app, STYLE_WARN, tr("Code %.*s staat niet in de lijst."), (int)self->refused.len,
            self->refused.digits);
}

/* 1 may be 1 or the beginning of 12: says so, for otherwise 1 and 2 become 12 unseen. */
static void say_waiting(struct app *app, const struct choice *self)
{
    bool longer = false;
    const struct typed_code *typed = &self->chosen.typed;
    int n = (int)typed->len;
    if (codes_match(&self->chosen.codes, typed, &longer) < 0) {
        app_say(app, STYLE_TEXT, tr("%.*s_  nog een cijfer"), n, typed->digits);
        return;
    }
    app_say(app, STYLE_TEXT, tr("%.*s_  Spatie = %.*s, Enter gaat verder, of nog een cijfer"), n,
            typed->digits, n, typed->digits);
}

/* 99 where there is a 9: the second 9 does not choose it once more. */
static bool doubles(const struct choice *self, int digit)
{
    bool longer = false;
    const struct typed_code *run = &self->run;
    struct typed_code twice = {.digits = {(char)('0' + digit), (char)('0' + digit)}, .len = 2};
    return !self->chosen.several && self->chosen.typed.len == 0 && run->len == 1 &&
           run->digits[0] == twice.digits[0] && codes_match(&self->chosen.codes, &twice, &longer) < 0;
}

static void refuse_digit(struct app *app, struct choice *self, struct typed_code before, int digit)
{
    if (self->refused.len == 0) {
        self->refused = before;
    }
    add_digit(&self->refused, digit);
    say_refused(app, self);
}

static void type_digit(struct app *app, struct choice *self, int digit)
{
    struct choosing *chosen = &self->chosen;
    struct typed_code before = chosen->several ? (struct typed_code){.len = 0} : chosen->typed;
    self->moved = false;
    self->refused.len = chosen->several ? 0 : self->refused.len;
    if (doubles(self, digit)) {
        choosing_unmark(chosen);
        refuse_digit(app, self, self->run, digit);
        self->run.len = 0;
        return;
    }
    if (!choosing_digit(chosen, digit)) {
        self->run.len = 0;
        refuse_digit(app, self, before, digit);
        return;
    }
    self->refused.len = 0;
    self->run = before;
    add_digit(&self->run, digit);
    self->coded = chosen->typed.len == 0;
    if (!self->coded) {
        say_waiting(app, self);
    }
}

/* Space and comma end a code that waits. Space behind a code that did not wait only separates; elsewhere it
 * marks the row under the cursor. */
static void separate(struct app *app, struct choice *self, bool marks)
{
    struct typed_code typed = self->chosen.typed;
    bool coded = self->coded;
    self->coded = false;
    if (typed.len == 0) {
        if (marks && !(coded && self->chosen.several)) {
            mark(self, self->chosen.cursor);
        }
        return;
    }
    bool longer = false;
    bool known = codes_match(&self->chosen.codes, &typed, &longer) >= 0;
    choosing_settle(&self->chosen);
    self->refused = known ? (struct typed_code){.len = 0} : typed;
    if (!known) {
        say_refused(app, self);
    }
}

static void accept(struct app *app, struct choice *self)
{
    bool waits = self->chosen.typed.len > 0;
    if (waits) {
        separate(app, self, false);
    }
    /* Of several answers what was refused before is over, but not what was typed just now. */
    if (self->refused.len > 0 && (waits || !self->chosen.several)) {
        say_refused(app, self);
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
    self->refused.len = 0;
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
    if (press->kind == PRESS_KEY && press->key == ',') {
        separate(app, self, false);
        return true;
    }
    if (press->kind == PRESS_KEY && press->key == SPECIAL_BACKSPACE) {
        self->chosen.typed.len = 0;
        self->refused.len = 0;
        self->chosen.rows[self->chosen.cursor].marked = false;
        return true;
    }
    return false;
}

/* Two letters are a word: nobody said "don't know" or "refused" with the n of "nederlands" or the w of
 * "vrouw". */
static bool is_word(struct choice *self, const struct press *press)
{
    bool before = self->letter;
    self->letter = !self->typing && press->kind == PRESS_KEY && press->key < KEYS_CONTROL &&
                   press->key > ',' && keys_digit(press->key) < 0;
    return before && self->letter;
}

static bool take_back_letter(struct app *app, struct choice *self)
{
    if (self->by_letter) {
        choosing_unmark(&self->chosen);
        self->by_letter = false;
    }
    app_say(app, STYLE_WARN, "%s", tr("Hier worden geen woorden getypt. F4 zoekt in de lijst."));
    return true;
}

static bool choice_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct choice *self = state;
    if (is_word(self, press)) {
        return take_back_letter(app, self);
    }
    self->by_letter = self->letter && question_state_of(verb) != CELL_NOT_REACHED;
    if (verb != VERB_NONE) {
        self->run.len = 0;
        self->coded = self->coded && verb == VERB_MARK;
    }
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
        separate(app, self, true);
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
                    : self->chosen.several ? N_("Spatie/1-9 kies")
                                           : N_("cijfer = kies"));
    verb_offer(list, VERB_ACCEPT, NULL);
    question_offer_states(self->chosen.question.variable, list);
    question_verbs(app, &self->chosen.question, list);
    if (!self->typing) {
        verb_quiet(list, VERB_MARK);
    }
    if (self->typing) {
        verb_quiet(list, VERB_VALUES);
    } else {
        verb_offer(list, VERB_VALUES, N_("zoek"));
    }
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
    bool mirrored; /* the only language runs from right to left: marks and codes stand at that side */
};

static struct wording row_words(struct app *app, const struct choice *self, const struct choice_row *row,
                                struct str *code)
{
    const struct option *option = choosing_option(&self->chosen, row);
    const struct question *q = &self->chosen.question;
    if (!option) {
        *code = STR_EMPTY;
        return (struct wording){.first = question_state_words(app->canvas->scratch, row->state)};
    }
    *code = option->code;
    return wording_option(app, q->place.item, row->option, q->place.row);
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
    if (d->mirrored && row->option >= 0) {
        int mark = right - 3;
        return (struct parts){right + indent, mark, mark - 1, left + 2, mark - codes - left - 3, true};
    }
    int mark = left + (indent ? 2 : 1);
    int code = mark + 4;
    return (struct parts){mark - 2 + !indent,   mark, code + d->self->chosen.code_cells, code + codes,
                          right - code - codes, false};
}

#define LABEL_LEAST 20 /* cells of a column of labels */

static struct wording_box label_box(const struct drawing *d, const struct parts *p)
{
    return (struct wording_box){
        .col = p->label,
        .width = p->width,
        .split = wording_split(d->app, d->margins.left, d->margins.width, LABEL_LEAST),
        .style = STYLE_TEXT,
        .beside = STYLE_TEXT,
    };
}

static int draw_row(const struct drawing *d, size_t index, int at, struct focus *focus)
{
    const struct choosing *chosen = &d->self->chosen;
    const struct choice_row *row = &chosen->rows[index];
    struct parts p = parts_of(d, row);
    struct str code;
    struct wording words = row_words(d->app, d->self, row, &code);
    struct wording_box box = label_box(d, &p);
    bool here = index == chosen->cursor;
    bool typing = here && d->self->typing;
    int end_row = wording_draw(d->pane, at, &words, &box);
    pane_text(d->pane, at, p.mark, STYLE_TEXT, str_from(question_mark(chosen->several, row->marked)));
    pane_text_right(d->pane, at, p.code_end, STYLE_TEXT, code);
    if (here && !typing) {
        int from = p.rtl ? p.label : p.mark;
        pane_text(d->pane, at, p.marker, STYLE_TEXT, str_from(p.rtl ? "<" : ">"));
        int to = p.rtl ? p.mark + 3 : d->margins.left + d->margins.width;
        question_focus(d->pane, at, end_row, from, to - from);
        pane_cursor(d->pane, at, p.mark + 1);
    }
    bool beside = end_row == at + 1 && !words.first_rtl && words.second.len == 0;
    int end = beside ? p.label + text_width(words.first) : d->pane->width;
    int next = draw_specify(d, row, end_row, end, p.label, typing);
    if (here) {
        *focus = (struct focus){typing ? next - 1 : at, next - 1};
    }
    return next;
}

static int draw_rows(struct app *app, void *state, const struct pane *pane, int at, struct focus *focus)
{
    struct choice *self = state;
    bool mirrored = session_rtl(app) && session_view(app) != VIEW_BOTH;
    struct drawing d = {app, self, pane, question_margins(pane), mirrored};
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
    if (self->chosen.typed.len > 0) {
        if (!self->chosen.several) {
            buf_clear(&codes);
        }
        buf_format(&codes, "%s%.*s_", self->chosen.several && chosen ? " " : "", (int)self->chosen.typed.len,
                   self->chosen.typed.digits);
    }
    struct str out = arena_format(app->canvas->scratch, tr("Antwoord [%-2s]"), codes.len ? codes.ptr : "");
    if (self->chosen.several) {
        uint32_t most = self->chosen.question.variable->choose_max;
        out = most < self->chosen.codes.n
                  ? arena_format(app->canvas->scratch, tr("%.*s   %zu gekozen, max. %u"), STR_ARG(out),
                                 chosen, (unsigned)most)
                  : arena_format(app->canvas->scratch, tr("%.*s   %zu gekozen"), STR_ARG(out), chosen);
    }
    buf_free(&codes);
    return out;
}

static void choice_draw(struct app *app, void *state, const struct pane *body)
{
    struct choice *self = state;
    struct pane left = question_left(app, body);
    question_header(app, &self->chosen.question);
    question_flow(app, &self->chosen.question, &left,
                  &(struct question_content){.draw = draw_rows, .self = self});
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
