#include "base/i18n.h"
#include "tui/popup.h"
#include "tui/question.h"

/* One line of text. */
struct line {
    struct line_request request;
    struct edit edit;
};

#define LINE_WIDTH 66

static void line_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct line *self = state;
    self->request = *(const struct line_request *)arg;
    edit_start(&self->edit, self->request.most, false);
    edit_set(&self->edit, self->request.typed);
}

static void line_close(struct app *app UNUSED, void *state)
{
    struct line *self = state;
    edit_free(&self->edit);
}

static void accept(struct app *app, struct line *self)
{
    struct line_request request = self->request;
    struct str text = arena_copy(app->scratch, str_trim(edit_text(&self->edit)));
    app_pop(app); /* frees self */
    request.answered(app, request.context, text);
}

static bool line_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct line *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    default:
        return field_press(app, &self->edit, press) != EDIT_IGNORED;
    }
}

static enum key_mode line_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void line_verbs(struct app *app UNUSED, void *state UNUSED, struct verb_list *list)
{
    verb_offer(list, VERB_ACCEPT, N_("bewaar"));
    verb_offer(list, VERB_CLOSE, N_("laat zoals het was"));
}

static void line_draw(struct app *app, void *state, const struct pane *body)
{
    struct line *self = state;
    bool words = self->request.text[0] != '\0';
    struct pane inside =
        popup_open(app, body, LINE_WIDTH, words ? 3 : 1, str_from(tr(self->request.title)), STYLE_TITLE);
    if (words) {
        pane_clip(&inside, 0, 0, inside.width, STYLE_TEXT, str_from(tr(self->request.text)));
    }
    field_draw(app, &inside, words ? 2 : 0, 0, inside.width, &self->edit, true);
}

const struct screen screen_line = {
    .name = "line",
    .size = sizeof(struct line),
    .popup = true,
    .open = line_open,
    .draw = line_draw,
    .key = line_key,
    .verbs = line_verbs,
    .mode = line_mode,
    .close = line_close,
};
