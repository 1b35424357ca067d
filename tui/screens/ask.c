#include "base/i18n.h"
#include "tui/popup.h"

/* A question of the program itself, with numbered answers. */
struct ask {
    struct ask_request request;
    unsigned n;
    unsigned cursor;
};

static void ask_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct ask *self = state;
    self->request = *(const struct ask_request *)arg;
    while (self->n < ARRAY_LEN(self->request.answers) && self->request.answers[self->n]) {
        self->n++;
    }
}

static void answer(struct app *app, const struct ask *self, unsigned chosen)
{
    struct ask_request request = self->request;
    app_pop(app); /* frees self */
    request.answered(app, request.context, chosen);
}

static bool ask_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct ask *self = state;
    int digit = press->kind == PRESS_KEY ? keys_digit(press->key) : -1;
    if (verb == VERB_NONE && digit >= 1 && digit <= (int)self->n) {
        answer(app, self, (unsigned)digit - 1);
        return true;
    }
    switch ((int)verb) {
    case VERB_ACCEPT:
        answer(app, self, self->cursor);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_UP:
        self->cursor -= self->cursor > 0;
        return true;
    case VERB_DOWN:
        self->cursor += self->cursor + 1 < self->n;
        return true;
    default:
        return false;
    }
}

static void ask_verbs(struct app *app UNUSED, void *state UNUSED, struct verb_list *list)
{
    list->lead = tr("cijfer = kies");
    verb_offer(list, VERB_ACCEPT, N_("doe"));
    verb_offer(list, VERB_CLOSE, NULL);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

#define ASK_WIDTH 62

static void ask_draw(struct app *app, void *state, const struct pane *body)
{
    const struct ask *self = state;
    struct str text = str_from(tr(self->request.text));
    const struct str *lines = NULL;
    size_t rows = text_wrap(app->canvas->scratch, text, popup_inside(app, body, ASK_WIDTH), &lines);
    struct pane inside = popup_open(app, body, ASK_WIDTH, (int)rows + 1 + (int)self->n,
                                    str_from(tr(self->request.title)), STYLE_TITLE);
    int row = pane_wrap(&inside, 0, 0, inside.width, STYLE_TEXT, text, false) +
              (inside.height > (int)rows + (int)self->n);
    for (unsigned i = 0; i < self->n; i++, row++) {
        pane_format(&inside, row, 0, STYLE_TEXT, "%s %u  %s", i == self->cursor ? ">" : " ", i + 1,
                    tr(self->request.answers[i]));
        if (i == self->cursor) {
            pane_restyle(&inside, row, 2, inside.width - 2, STYLE_FOCUS);
            pane_cursor(&inside, row, 2);
        }
    }
}

const struct screen screen_ask = {
    .name = "ask",
    .size = sizeof(struct ask),
    .popup = true,
    .open = ask_open,
    .draw = ask_draw,
    .key = ask_key,
    .verbs = ask_verbs,
};
