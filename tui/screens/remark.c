#include "base/i18n.h"
#include "tui/popup.h"
#include "tui/question.h"

/* The interviewer's note at a question. */
struct remark {
    struct question question;
    struct edit edit;
};

#define REMARK_LENGTH 1000
#define REMARK_WIDTH  66
#define REMARK_ROWS   4

static void remark_open(struct app *app, void *state, const void *arg)
{
    struct remark *self = state;
    const struct place_in *place = arg;
    struct place_in at = place ? *place : interview_place(app->session->iv);
    at.item = session_screen_item(app->session, at.item);
    self->question.place = at;
    edit_start(&self->edit, REMARK_LENGTH, true);
    if (at.item != NONE) {
        edit_set(&self->edit, interview_note(app->session->iv, at.item, at.row));
    }
}

static void remark_close(struct app *app UNUSED, void *state)
{
    struct remark *self = state;
    edit_free(&self->edit);
}

static void accept(struct app *app, struct remark *self)
{
    struct str note = str_trim(edit_text(&self->edit));
    if (!session_done(app, interview_write_note(app->session->iv, self->question.place, note))) {
        return;
    }
    session_saved(app);
    app_pop(app);
    if (!app->session->practice) {
        app_say(app, STYLE_OK, "%s", tr("Opmerking bewaard."));
    }
}

static bool remark_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct remark *self = state;
    enum edit_result result = EDIT_IGNORED;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_UP:
    case VERB_DOWN:
        edit_vertical(&self->edit, verb == VERB_UP ? -1 : 1, REMARK_WIDTH - 4);
        return true;
    default:
        result = field_press(app, &self->edit, press);
    }
    return result != EDIT_IGNORED;
}

static enum key_mode remark_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void remark_verbs(struct app *app UNUSED, void *state UNUSED, struct verb_list *list)
{
    verb_offer(list, VERB_ACCEPT, N_("bewaar"));
    verb_offer(list, VERB_NEW_LINE, NULL);
    verb_offer(list, VERB_CLOSE, N_("laat zoals het was"));
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

static void remark_draw(struct app *app, void *state, const struct pane *body)
{
    struct remark *self = state;
    uint32_t item = self->question.place.item;
    struct str nr = session_name(app, app->canvas->scratch, item);
    struct str title = arena_format(app->canvas->scratch, tr("Opmerking bij %.*s"), STR_ARG(nr));
    struct pane inside = popup_open(app, body, REMARK_WIDTH, REMARK_ROWS + 2, title, STYLE_TITLE);
    int rows = inside.height - 2 < REMARK_ROWS ? inside.height - 2 : REMARK_ROWS;
    field_draw_lines(app, &inside, 0, 0, inside.width, rows < 1 ? 1 : rows, &self->edit, true);
}

const struct screen screen_remark = {
    .name = "remark",
    .size = sizeof(struct remark),
    .popup = true,
    .open = remark_open,
    .draw = remark_draw,
    .key = remark_key,
    .verbs = remark_verbs,
    .mode = remark_mode,
    .close = remark_close,
};
