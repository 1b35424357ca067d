#include "base/i18n.h"
#include "tui/popup.h"
#include "tui/question.h"
#include "tui/search.h"
#include "tui/tongues.h"

/* A popup to choose from a list by a few letters; tells the screen below what was chosen. */
struct lookup {
    struct arena *arena;
    struct lookup_request request;
    struct search search;
};

static void lookup_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct lookup *self = state;
    self->arena = arena_new();
    self->request = *(const struct lookup_request *)arg;
    if (self->request.options) {
        int32_t *copy = ARENA_ARRAY(self->arena, self->request.n + 1, int32_t);
        memcpy(copy, self->request.options, self->request.n * sizeof *copy);
        self->request.options = copy;
    }
    search_open(&self->search, self->request.question.variable->list, self->request.options, self->request.n);
    if (self->request.typed.len > 0) {
        search_press(&self->search, &(struct press){.kind = PRESS_PASTE, .text = self->request.typed});
    }
}

static void lookup_close(struct app *app UNUSED, void *state)
{
    struct lookup *self = state;
    search_close(&self->search);
    arena_free(self->arena);
}

static void accept(struct app *app, struct lookup *self)
{
    int32_t option = search_chosen(&self->search);
    struct lookup_request request = self->request;
    if (option < 0) {
        app_say(app, STYLE_WARN, "%s", tr("Niets gevonden met deze letters."));
        return;
    }
    if (!search_certain(&self->search)) {
        app_say(app, STYLE_WARN, "%s", tr("Kies met de pijltjes."));
        return;
    }
    app_pop(app); /* frees self */
    request.chosen(app, request.context, option);
}

static bool lookup_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct lookup *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_UP:
        search_move(&self->search, -1, false);
        return true;
    case VERB_DOWN:
        search_move(&self->search, 1, false);
        return true;
    case VERB_PREVIOUS:
        search_move(&self->search, -1, true);
        return true;
    case VERB_NEXT:
        search_move(&self->search, 1, true);
        return true;
    default:
        return search_press(&self->search, press) != EDIT_IGNORED;
    }
}

static enum key_mode lookup_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void lookup_verbs(struct app *app UNUSED, void *state UNUSED, struct verb_list *list)
{
    list->lead = tr("enkele letters");
    verb_offer(list, VERB_ACCEPT, N_("neem over"));
    verb_offer(list, VERB_CLOSE, NULL);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_offer(list, VERB_PREVIOUS, NULL);
    verb_offer(list, VERB_NEXT, NULL);
}

#define LOOKUP_WIDTH 60
#define LOOKUP_ROWS  12

/* The focus is the entry that Enter takes; what is typed stands above. */
static void draw_entry(struct app *app, struct lookup *self, const struct pane *inside, size_t i, int row)
{
    const struct question *q = &self->request.question;
    const struct option *option = &q->variable->list->options[self->search.found[i]];
    struct wording words = q->variable->list->frame
                               ? wording_entry(app, q->item->index, self->search.found[i])
                               : wording_option(app, q->item->index, self->search.found[i], q->place.row);
    bool here = i == self->search.scroll.cursor && search_certain(&self->search);
    pane_format(inside, row, 0, STYLE_TEXT, "%s %.*s", here ? ">" : " ", STR_ARG(option->code));
    pane_clip(inside, row, 8, inside->width - 8, STYLE_TEXT, wording_line(app, &words));
    if (here) {
        pane_restyle(inside, row, 2, inside->width - 2, STYLE_FOCUS);
        pane_cursor(inside, row, 2);
    }
}

static void lookup_draw(struct app *app, void *state, const struct pane *body)
{
    struct lookup *self = state;
    struct scroll *scroll = &self->search.scroll;
    struct pane inside =
        popup_open(app, body, LOOKUP_WIDTH, LOOKUP_ROWS + 2, str_from(tr("Kies uit de lijst")), STYLE_TITLE);
    int rows = inside.height - 2 < 1 ? 1 : inside.height - 2;
    scroll_fit(scroll, scroll->n, (size_t)rows);
    bool empty = scroll->n == 0;
    field_draw(app, &inside, 0, 0, inside.width, &self->search.edit, empty || !search_certain(&self->search));
    if (empty) {
        pane_text(&inside, 2, 2, STYLE_WARN, str_from(tr("niets gevonden")));
    }
    for (size_t i = scroll->top; i < scroll->n && i < scroll->top + (size_t)rows; i++) {
        draw_entry(app, self, &inside, i, 2 + (int)(i - scroll->top));
    }
}

const struct screen screen_lookup = {
    .name = "lookup",
    .size = sizeof(struct lookup),
    .popup = true,
    .open = lookup_open,
    .draw = lookup_draw,
    .key = lookup_key,
    .verbs = lookup_verbs,
    .mode = lookup_mode,
    .close = lookup_close,
};
