#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/popup.h"
#include "tui/question.h"
#include "tui/tongues.h"

/*
 * A check that fires. A soft one (!) can be confirmed with a reason, a hard one (x) only repaired. Each
 * answer involved is a row that leads to its question.
 */
struct check_popup {
    struct arena *arena;
    uint32_t check;
    uint32_t row;
    struct place_in *places;
    size_t n; /* answers involved; for a soft check the row of the reason comes behind them */
    size_t cursor;
    struct edit reason;
};

#define REASON_MIN 2 /* one key struck by mistake is no reason */
#define REASON_MAX 300
#define BOX_WIDTH  72

static bool is_soft(const struct app *app, const struct check_popup *self)
{
    return app->session->q->checks[self->check].kind == CHECK_SOFT;
}

/* Where an involved variable was answered; false for what is not asked (computed, of the sample). */
static bool place_of(const struct app *app, const struct check_popup *self, uint32_t slot,
                     struct place_in *out)
{
    const struct session *session = app->session;
    uint32_t item = session->q->item_of_slot[slot];
    const uint32_t *rows = NULL;
    if (item == NONE || session->q->items[item].kind != ITEM_QUESTION) {
        return false;
    }
    *out = (struct place_in){item, 0};
    uint32_t roster = session->q->items[item].roster;
    if (roster != NONE) {
        size_t n = interview_rows(session->iv, roster, &rows);
        bool own = self->row != 0 && session->q->checks[self->check].roster == roster;
        out->row = own ? self->row : n > 0 ? rows[0] : 0;
        return own || n > 0;
    }
    return true;
}

/* Of the answers involved the one that was just given; the first when it is none of them. */
static size_t just_given(const struct app *app, const struct check_popup *self)
{
    struct place_in here = interview_place(app->session->iv);
    for (size_t i = 0; i < self->n; i++) {
        if (self->places[i].item == here.item && self->places[i].row == here.row) {
            return i;
        }
    }
    return 0;
}

static void check_open(struct app *app, void *state, const void *arg)
{
    struct check_popup *self = state;
    const struct firing *firing = arg;
    const struct check *check = &app->session->q->checks[firing->check];
    self->arena = arena_new();
    self->check = firing->check;
    self->row = firing->row;
    self->places = ARENA_ARRAY(self->arena, check->involves_n + 1, struct place_in);
    for (size_t i = 0; i < check->involves_n; i++) {
        self->n += place_of(app, self, check->involves[i], &self->places[self->n]);
    }
    /* A soft check begins at its reason: Enter there does nothing until words are typed. */
    self->cursor = check->kind == CHECK_SOFT ? self->n : just_given(app, self);
    edit_start(&self->reason, REASON_MAX, false);
}

static void check_close(struct app *app UNUSED, void *state)
{
    struct check_popup *self = state;
    edit_free(&self->reason);
    arena_free(self->arena);
}

static bool on_reason(const struct app *app, const struct check_popup *self)
{
    return is_soft(app, self) && self->cursor == self->n;
}

static size_t last_row(const struct app *app, const struct check_popup *self)
{
    size_t rows = self->n + is_soft(app, self);
    return rows > 0 ? rows - 1 : 0;
}

static void confirm(struct app *app, struct check_popup *self)
{
    struct str reason = str_trim(edit_text(&self->reason));
    if (utf8_count(reason) < REASON_MIN) {
        app_say(app, STYLE_WARN, "%s", tr("Schrijf kort waarom het zo klopt."));
        return;
    }
    if (session_done(app, interview_confirm(app->session->iv, self->check, self->row, reason))) {
        session_saved(app);
        app_pop(app);
        session_forward(app, false);
    }
}

static void accept(struct app *app, struct check_popup *self)
{
    if (on_reason(app, self)) {
        confirm(app, self);
    } else if (self->n > 0) {
        session_jump(app, self->places[self->cursor]);
    } else {
        app_pop(app);
    }
}

static void move(struct app *app, struct check_popup *self, int by)
{
    size_t last = last_row(app, self);
    if (by < 0) {
        self->cursor -= self->cursor > 0;
    } else {
        self->cursor += self->cursor < last;
    }
}

/* A digit chooses a row, until a reason is begun: then it belongs to the reason. The letters that a Belgian
 * keyboard has in the place of digits begin a reason where one is typed. */
static int row_digit(const struct app *app, const struct check_popup *self, const struct press *press)
{
    bool begun = !edit_empty(&self->reason);
    if (press->kind != PRESS_KEY || begun || (on_reason(app, self) && press->key >= 0x80)) {
        return -1;
    }
    int digit = keys_digit(press->key);
    return digit >= 1 && (size_t)digit <= last_row(app, self) + 1 ? digit : -1;
}

/* Whatever row has the focus, words go into the reason. */
static bool type(struct app *app, struct check_popup *self, const struct press *press)
{
    int digit = row_digit(app, self, press);
    if (digit >= 1) {
        self->cursor = (size_t)digit - 1;
        return true;
    }
    if (!is_soft(app, self)) {
        return false;
    }
    enum edit_result result = field_press(app, &self->reason, press);
    if (result != EDIT_IGNORED) {
        self->cursor = self->n;
    }
    return result != EDIT_IGNORED;
}

static bool check_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct check_popup *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_VIEW:
        session_next_view(app);
        return true;
    case VERB_UP:
        move(app, self, -1);
        return true;
    case VERB_DOWN:
    case VERB_NEXT_FIELD:
        move(app, self, 1);
        return true;
    default:
        return type(app, self, press);
    }
}

/* No letter is a command here: who begins to type a reason must not undo the answer with its first letter. */
static enum key_mode check_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void check_verbs(struct app *app, void *state, struct verb_list *list)
{
    bool reason = on_reason(app, state);
    const struct check_popup *self = state;
    list->lead = edit_empty(&self->reason) ? tr("cijfer = kies") : NULL;
    verb_offer(list, VERB_ACCEPT, reason ? N_("bevestig") : N_("ga naar de vraag"));
    verb_offer(list, VERB_CLOSE, NULL);
    session_offer_view(app, list);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_quiet(list, VERB_NEXT_FIELD);
}

/* ---- drawing ---- */

static void draw_place(struct app *app, const struct check_popup *self, const struct pane *inside, size_t i,
                       int row)
{
    struct arena *arena = app->canvas->scratch;
    struct place_in at = self->places[i];
    bool here = i == self->cursor;
    int value = inside->width * 6 / 10;
    struct str nr = session_row_nr(app, arena, at.item);
    struct str repair = str_from(tr("verbeter"));
    pane_format(inside, row, 0, STYLE_TEXT, "%s %zu", here ? ">" : " ", i + 1);
    int col = pane_clip(inside, row, 5, value / 3, STYLE_TEXT, nr) + 2;
    pane_clip(inside, row, col, value - col - 1, STYLE_TEXT, session_label(app, arena, at.item, at.row));
    pane_clip(inside, row, value, inside->width - value - 10, STYLE_TEXT, session_answer(app, arena, at));
    pane_text_right(inside, row, inside->width, STYLE_TEXT, repair);
    if (here) {
        pane_restyle(inside, row, 2, inside->width - 2, STYLE_FOCUS);
        pane_cursor(inside, row, 2);
    }
}

static int draw_rows(struct app *app, struct check_popup *self, const struct pane *inside,
                     const struct wording *words)
{
    struct wording_box box = {.width = inside->width, .style = STYLE_QUESTION, .beside = STYLE_TEXT};
    int row = wording_draw(inside, 0, words, &box) + 1;
    for (size_t i = 0; i < self->n; i++) {
        draw_place(app, self, inside, i, row++);
    }
    if (!is_soft(app, self)) {
        struct str hint = str_from(tr("Een harde controle kan niet bevestigd worden, alleen verbeterd."));
        return pane_wrap(inside, row + 1, 0, inside->width, STYLE_DIM, hint, false);
    }
    bool here = on_reason(app, self);
    int col = pane_format(inside, row, 0, STYLE_TEXT, "%s %zu  %s ", here ? ">" : " ", self->n + 1,
                          tr("klopt zo, reden:"));
    field_draw(app, inside, row, col, inside->width - col, &self->reason, here);
    return row + 1;
}

static void check_draw(struct app *app, void *state, const struct pane *body)
{
    struct check_popup *self = state;
    bool soft = is_soft(app, self);
    struct wording words = wording_check(app, self->check, self->row);
    struct str title = str_from(
        tr(soft ? N_("! Controle (mag, na bevestiging)") : N_("x Controle (moet verbeterd worden)")));
    struct pane measure = *body;
    measure.width = popup_inside(app, body, BOX_WIDTH);
    measure.height = 0;
    int rows = draw_rows(app, self, &measure, &words);
    struct pane inside = popup_open(app, body, BOX_WIDTH, rows, title, soft ? STYLE_WARN : STYLE_ERROR);
    /* A long text scrolls away, so that the rows to choose from stay in sight. */
    inside.scroll = rows > inside.height ? rows - inside.height : 0;
    draw_rows(app, self, &inside, &words);
}

const struct screen screen_check = {
    .name = "check",
    .size = sizeof(struct check_popup),
    .popup = true,
    .open = check_open,
    .draw = check_draw,
    .key = check_key,
    .verbs = check_verbs,
    .mode = check_mode,
    .close = check_close,
};
