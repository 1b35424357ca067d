#include "base/i18n.h"
#include "tui/question.h"
#include "tui/search.h"
#include "tui/tongues.h"

/*
 * One or more entries of a long list: a few letters, Enter takes the first that is found. With several
 * answers Enter adds, an empty field goes on, Backspace in an empty field takes the last one away.
 */
struct frame {
    struct arena *arena;
    struct question question;
    struct search search;
    bool several;
    bool in_list; /* the focus is on what was found, not in the field */
    int32_t *chosen;
    uint32_t chosen_n;
    enum cell_state said; /* don't know or refused, else CELL_ANSWERED */
};

static void open_answer(struct frame *self, const struct cell *cell)
{
    self->said = cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED ? cell->state : CELL_ANSWERED;
    if (cell->state != CELL_ANSWERED) {
        return;
    }
    if (cell->value.kind == VALUE_CODE) {
        self->chosen[self->chosen_n++] = cell->value.code;
    }
    for (uint32_t i = 0; cell->value.kind == VALUE_SET && i < cell->value.set.n; i++) {
        self->chosen[self->chosen_n++] = cell->value.set.items[i];
    }
}

static void frame_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct frame *self = state;
    self->arena = arena_new();
    self->question = question_here(app);
    const struct variable *v = self->question.variable;
    self->several = v->type == VARIABLE_SET;
    self->chosen = ARENA_ARRAY(self->arena, v->list->n + 1, int32_t);
    search_open(&self->search, v->list, NULL, 0);
    open_answer(self, interview_cell(app->session->iv, v->slot, self->question.place.row));
}

static void frame_close(struct app *app UNUSED, void *state)
{
    struct frame *self = state;
    search_close(&self->search);
    arena_free(self->arena);
}

/* ---- answers ---- */

static void save(struct app *app, struct frame *self)
{
    const struct question *q = &self->question;
    struct answer answer = {.slot = q->variable->slot, .row = q->place.row, .state = self->said};
    if (self->said == CELL_ANSWERED && self->chosen_n == 0) {
        app_say(app, STYLE_WARN, "%s", tr("Typ enkele letters en kies een antwoord."));
        return;
    }
    if (self->several) {
        answer.value = (struct value){.kind = VALUE_SET, .set = {self->chosen, self->chosen_n}};
    } else {
        answer.value = (struct value){.kind = VALUE_CODE, .code = self->chosen[0]};
    }
    if (session_save(app, &answer, 1)) {
        session_forward(app, false);
    }
}

/* Kept in the order of the list, each once. */
static void add(struct frame *self, int32_t option)
{
    uint32_t at = 0;
    while (at < self->chosen_n && self->chosen[at] < option) {
        at++;
    }
    if (at < self->chosen_n && self->chosen[at] == option) {
        return;
    }
    memmove(self->chosen + at + 1, self->chosen + at, (self->chosen_n - at) * sizeof *self->chosen);
    self->chosen[at] = option;
    self->chosen_n++;
}

static void accept(struct app *app, struct frame *self)
{
    int32_t option = search_chosen(&self->search);
    bool meant = self->in_list || !edit_empty(&self->search.edit);
    if (self->said != CELL_ANSWERED || !meant) {
        save(app, self);
        return;
    }
    if (option < 0) {
        app_say(app, STYLE_WARN, "%s", tr("Niets gevonden met deze letters."));
        return;
    }
    if (!self->in_list && !search_certain(&self->search)) {
        app_say(app, STYLE_WARN, "%s", tr("Kies met de pijltjes."));
        return;
    }
    if (!self->several) {
        self->chosen_n = 0;
    }
    add(self, option);
    search_clear(&self->search);
    self->in_list = false;
    if (!self->several) {
        save(app, self);
    }
}

/* ---- keys ---- */

static bool type(struct app *app, struct frame *self, const struct press *press)
{
    bool erase = press->kind == PRESS_KEY && press->key == SPECIAL_BACKSPACE;
    if (erase && edit_empty(&self->search.edit) && self->chosen_n > 0) {
        self->chosen_n--;
        return true;
    }
    if (press->kind == PRESS_KEY && search_digit(&self->search, press->key)) {
        self->in_list = true;
        self->said = CELL_ANSWERED;
        return true;
    }
    enum edit_result result = search_press(&self->search, press);
    if (result == EDIT_REFUSED) {
        app_say(app, STYLE_WARN, "%s", tr("Dat past niet in dit antwoord."));
    }
    self->in_list = self->in_list && result == EDIT_IGNORED;
    self->said = result == EDIT_CHANGED ? CELL_ANSWERED : self->said;
    return result != EDIT_IGNORED;
}

static void move(struct frame *self, int by)
{
    if (!self->in_list) {
        self->in_list = by > 0 && self->search.scroll.n > 0;
    } else if (!scroll_by(&self->search.scroll, by) && by < 0) {
        self->in_list = false;
    }
}

static bool frame_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct frame *self = state;
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
    case VERB_DONT_KNOW:
    case VERB_REFUSED:
        self->said = question_state_of(verb);
        self->chosen_n = 0;
        self->in_list = false;
        search_clear(&self->search);
        return true;
    case VERB_NONE:
        return type(app, self, press);
    default:
        return question_key(app, &self->question, verb);
    }
}

static enum key_mode frame_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void frame_verbs(struct app *app, void *state, struct verb_list *list)
{
    const struct frame *self = state;
    bool meant = self->in_list || !edit_empty(&self->search.edit);
    list->lead = tr("letters/cijfer");
    verb_offer(list, VERB_ACCEPT, meant ? N_("neem over") : NULL);
    question_offer_states(self->question.variable, list);
    question_verbs(app, &self->question, list);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

/* ---- drawing ---- */

#define FOUND_ROWS  9
#define FIELD_WIDTH 40

static struct str label_of(struct app *app, const struct frame *self, int32_t option)
{
    struct wording words = wording_entry(app, self->question.item->index, option);
    return wording_line(app, &words);
}

static int draw_chosen(struct app *app, struct frame *self, const struct pane *pane, int row, int left)
{
    if (self->said != CELL_ANSWERED) {
        struct str words = question_state_words(app->canvas->scratch, self->said);
        int col = pane_text(pane, row, left, STYLE_TEXT, str_from(question_mark(false, true)));
        pane_text(pane, row, col + 1, STYLE_TEXT, words);
        return row + 1;
    }
    for (uint32_t i = 0; i < self->chosen_n; i++) {
        int col = pane_text(pane, row, left, STYLE_TEXT, str_from(question_mark(self->several, true)));
        pane_clip(pane, row++, col + 1, pane->width - col - 2, STYLE_TEXT,
                  label_of(app, self, self->chosen[i]));
    }
    return row;
}

static int draw_found(struct app *app, struct frame *self, const struct pane *pane, int row, int left,
                      struct focus *focus)
{
    struct scroll *scroll = &self->search.scroll;
    bool typed = !edit_empty(&self->search.edit);
    bool certain = typed && search_certain(&self->search);
    scroll_fit(scroll, scroll->n, FOUND_ROWS);
    if (scroll->n == 0 && typed) {
        pane_text(pane, row++, left + 2, STYLE_WARN, str_from(tr("niets gevonden")));
    }
    for (size_t i = scroll->top; i < scroll->n && i < scroll->top + FOUND_ROWS; i++) {
        struct str label = label_of(app, self, self->search.found[i]);
        bool meant = i == scroll->cursor && (certain || self->in_list);
        if (i - scroll->top < 9) {
            pane_format(pane, row, left + 2, STYLE_TEXT, "%zu", i - scroll->top + 1);
        }
        struct str word = search_word(app->canvas->scratch, &self->search, self->search.found[i], label);
        int col = pane_clip(pane, row, left + 4, pane->width - left - 6, STYLE_TEXT, label);
        if (word.len > 0) {
            struct str why = arena_format(app->canvas->scratch, "(%.*s)", STR_ARG(word));
            pane_clip(pane, row, col + 2, pane->width - col - 4, STYLE_DIM, why);
        }
        if (meant) {
            pane_text(pane, row, left, STYLE_TEXT, STR(">"));
        }
        if (meant && self->in_list) {
            pane_restyle(pane, row, left + 2, pane->width - left - 4, STYLE_FOCUS);
            pane_cursor(pane, row, left + 2);
            *focus = (struct focus){row, row};
        }
        row++;
    }
    return row;
}

static int draw_content(struct app *app, void *state, const struct pane *pane, int row, struct focus *focus)
{
    struct frame *self = state;
    struct margins margins = question_margins(pane);
    int left = margins.left + (margins.left > 1 ? 2 : 0);
    int width = margins.width - (left - margins.left);
    row = draw_chosen(app, self, pane, row, left);
    *focus = (struct focus){row, row};
    field_draw(app, pane, row, left, width < FIELD_WIDTH ? width : FIELD_WIDTH, &self->search.edit,
               !self->in_list);
    return draw_found(app, self, pane, row + 1, left, focus);
}

static void frame_draw(struct app *app, void *state, const struct pane *body)
{
    struct frame *self = state;
    struct pane left = question_left(app, body);
    question_header(app, &self->question);
    question_flow(app, &self->question, &left,
                  &(struct question_content){.draw = draw_content, .self = self});
    question_echo(app, &self->question, body, STR_EMPTY);
    question_side(app, &self->question, body);
}

const struct screen screen_frame = {
    .name = "frame",
    .size = sizeof(struct frame),
    .open = frame_open,
    .draw = frame_draw,
    .key = frame_key,
    .verbs = frame_verbs,
    .mode = frame_mode,
    .close = frame_close,
};
