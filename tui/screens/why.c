#include "base/i18n.h"
#include "tui/list.h"
#include "tui/popup.h"
#include "tui/session.h"

/* Why a question is asked, or not: its conditions with what the answers in them are, and which answer
 * decides. */
struct why {
    struct arena *arena;
    struct place_in place;
    const struct why_line *lines;
    size_t n;
    struct scroll scroll;
};

#define WHY_WIDTH 90

static void why_open(struct app *app, void *state, const void *arg)
{
    struct why *self = state;
    const struct place_in *place = arg;
    self->arena = arena_new();
    self->place = place ? *place : interview_place(app->session->iv);
    if (self->place.item != NONE) {
        self->n = interview_why(app->session->iv, self->arena, self->place, &self->lines);
    }
}

static void why_close(struct app *app UNUSED, void *state)
{
    struct why *self = state;
    arena_free(self->arena);
}

/* To the answer that decided the line with the focus. */
static void accept(struct app *app, const struct why *self)
{
    struct place_in target = {NONE, 0};
    if (self->n > 0) {
        target = self->lines[self->scroll.cursor].decided_by;
    }
    if (target.item == NONE) {
        app_pop(app);
        return;
    }
    session_jump(app, target);
}

static bool why_key(struct app *app, void *state, const struct press *press UNUSED, enum verb verb)
{
    struct why *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_UP:
        scroll_by(&self->scroll, -1);
        return true;
    case VERB_DOWN:
        scroll_by(&self->scroll, 1);
        return true;
    default:
        return false;
    }
}

static void why_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct why *self = state;
    bool decided = self->n > 0 && self->lines[self->scroll.cursor].decided_by.item != NONE;
    verb_offer(list, VERB_ACCEPT, decided ? N_("ga naar dat antwoord") : N_("terug"));
    verb_offer(list, VERB_CLOSE, NULL);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

static const char *const truth_words[] = {
    [TRUTH_FALSE] = N_("neen"),
    [TRUTH_UNKNOWN] = N_("onbekend"),
    [TRUTH_TRUE] = N_("ja"),
};

/* A condition, and below it what the answers in it are. */
static int draw_line(struct app *app, const struct why *self, const struct pane *inside, size_t i, int row)
{
    const struct why_line *line = &self->lines[i];
    bool here = i == self->scroll.cursor;
    int left = 2 + 2 * (int)(line->depth < 8 ? line->depth : 8);
    struct str words =
        arena_format(app->canvas->scratch, "%s  %.*s", tr(truth_words[line->truth]), STR_ARG(line->text));
    pane_text(inside, row, 0, STYLE_TEXT, str_from(here ? ">" : " "));
    int end = pane_wrap(inside, row, left, inside->width - left, STYLE_TEXT, words, false);
    if (here) {
        pane_restyle(inside, row, left, inside->width - left, STYLE_FOCUS);
        pane_cursor(inside, row, left);
    }
    if (line->values.len > 0) {
        end = pane_wrap(inside, end, left + 4, inside->width - left - 4, STYLE_DIM, line->values, false);
    }
    return end;
}

static int draw_lines(struct app *app, const struct why *self, const struct pane *inside, int *focus)
{
    int row = 0;
    if (self->n == 0) {
        pane_format(inside, row, 0, STYLE_FOCUS, "> %s",
                    tr("Deze vraag wordt altijd gesteld: er is geen voorwaarde."));
        pane_cursor(inside, row, 0);
        return row + 1;
    }
    for (size_t i = 0; i < self->n; i++) {
        *focus = i == self->scroll.cursor ? row : *focus;
        row = draw_line(app, self, inside, i, row);
    }
    return row;
}

static void why_draw(struct app *app, void *state, const struct pane *body)
{
    struct why *self = state;
    struct arena *arena = app->canvas->scratch;
    int focus = 0;
    struct pane measure = *body;
    measure.width = popup_inside(app, body, WHY_WIDTH);
    measure.height = 0;
    scroll_fit(&self->scroll, self->n, self->n ? self->n : 1);
    int rows = draw_lines(app, self, &measure, &focus);
    struct str nr = session_name(app, app->canvas->scratch, self->place.item);
    struct str title = arena_format(arena, tr("Waarom %.*s (niet)?"), STR_ARG(nr));
    struct pane inside = popup_open(app, body, WHY_WIDTH, rows, title, STYLE_TITLE);
    inside.scroll = focus + 2 > inside.height ? focus + 2 - inside.height : 0;
    inside.scroll = inside.scroll > focus ? focus : inside.scroll;
    draw_lines(app, self, &inside, &focus);
}

const struct screen screen_why = {
    .name = "why",
    .size = sizeof(struct why),
    .popup = true,
    .open = why_open,
    .draw = why_draw,
    .key = why_key,
    .verbs = why_verbs,
    .close = why_close,
};
