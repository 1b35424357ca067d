#include <limits.h>

#include "base/i18n.h"
#include "tui/numbered.h"
#include "tui/popup.h"
#include "tui/question.h"

/* A question of the program itself, with numbered answers. */
struct ask {
    struct ask_request request;
    size_t n;
    size_t cursor;
    int back; /* rows that a long text is scrolled back by */
};

static void ask_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct ask *self = state;
    self->request = *(const struct ask_request *)arg;
    while (self->n < ARRAY_LEN(self->request.answers) && self->request.answers[self->n]) {
        self->n++;
    }
    self->cursor = self->request.first;
    self->back = self->n == 1 ? SHRT_MAX : 0; /* something to read begins at its beginning */
}

static void answer(struct app *app, const struct ask *self)
{
    struct ask_request request = self->request;
    unsigned chosen = (unsigned)self->cursor;
    app_pop(app); /* frees self */
    request.answered(app, request.context, chosen);
}

/* From the first answer on the arrow up goes through a text that does not fit. */
static bool scroll_text(struct ask *self, enum verb verb)
{
    if (verb == VERB_UP && self->cursor == 0) {
        self->back++;
    } else if (verb == VERB_DOWN && self->back > 0) {
        self->back--;
    } else {
        return false;
    }
    return true;
}

static bool ask_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct ask *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        answer(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    default:
        return scroll_text(self, verb) || numbered_key(&self->cursor, self->n, press, verb);
    }
}

static void ask_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct ask *self = state;
    numbered_verbs(list);
    list->lead = self->n > 1 ? list->lead : NULL;
    verb_offer(list, VERB_ACCEPT, self->n > 1 ? N_("doe") : NULL);
    verb_offer(list, VERB_CLOSE, NULL);
}

#define ASK_WIDTH 62

static int draw_inside(const struct ask *self, const struct pane *inside, struct str text, int gap)
{
    int row = pane_wrap(inside, 0, 0, inside->width, STYLE_TEXT, text, false) + gap;
    for (size_t i = 0; i < self->n; i++, row++) {
        bool here = i == self->cursor;
        numbered_row(inside, row, 0, inside->width, i, here, tr(self->request.answers[i]));
    }
    return row;
}

static void ask_draw(struct app *app, void *state, const struct pane *body)
{
    struct ask *self = state;
    struct str text = str_from(tr(self->request.text));
    struct pane measure = *body;
    measure.width = popup_inside(app, body, ASK_WIDTH);
    measure.height = 0;
    int rows = draw_inside(self, &measure, text, 1);
    struct pane inside = popup_open(app, body, ASK_WIDTH, rows, str_from(tr(self->request.title)),
                                    self->request.alarm ? STYLE_ERROR : STYLE_TITLE);
    int gap = inside.height >= rows;
    int hidden = rows - 1 + gap - inside.height;
    hidden = hidden > 0 ? hidden : 0;
    self->back = self->back < hidden ? self->back : hidden;
    inside.scroll = hidden - self->back;
    draw_inside(self, &inside, text, gap);
    if (self->back >= (int)self->n) { /* the answer with the focus is out of sight: the text has it */
        question_focus(&inside, inside.scroll, inside.scroll + 1, 0, inside.width);
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
