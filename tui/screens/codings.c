#include "base/i18n.h"
#include "tui/coding.h"
#include "tui/numbered.h"

/* What can be coded: the open answers of a questionnaire, one row per question. */
struct codings {
    struct arena *arena;
    const struct coding_row *rows;
    size_t n;
    size_t cursor;
};

static void codings_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct codings *self = state;
    self->arena = arena_new();
    if (!app->services.coding_list(app->services.context, self->arena, &self->rows, &self->n)) {
        self->n = 0;
        app_say(app, STYLE_ERROR, "%s", app->services.message(app->services.context));
    }
}

static void codings_close(struct app *app UNUSED, void *state)
{
    struct codings *self = state;
    arena_free(self->arena);
}

static void page(struct codings *self, bool on)
{
    enum { PAGE = 10 };
    size_t last = self->n > 0 ? self->n - 1 : 0;
    if (on) {
        self->cursor = self->cursor + PAGE < last ? self->cursor + PAGE : last;
    } else {
        self->cursor = self->cursor > PAGE ? self->cursor - PAGE : 0;
    }
}

static bool codings_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct codings *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        coding_start(app, &self->rows[self->cursor], self->cursor);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_NEXT:
    case VERB_PREVIOUS:
        page(self, verb == VERB_NEXT);
        return true;
    default:
        return numbered_key(&self->cursor, self->n, press, verb);
    }
}

static void codings_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct codings *self = state;
    if (self->n > 0) {
        numbered_verbs(list);
        verb_offer(list, VERB_ACCEPT, N_("open"));
        verb_quiet(list, VERB_NEXT);
        verb_quiet(list, VERB_PREVIOUS);
    }
    verb_offer(list, VERB_CLOSE, NULL);
}

static void codings_draw(struct app *app, void *state, const struct pane *body)
{
    struct codings *self = state;
    struct arena *arena = app->canvas->scratch;
    struct pane rows = pane_part(body, 1, 0, body->width, body->height - 1);
    app_header(app, str_from(tr("Coderen")), STR_EMPTY);
    pane_clip(body, 0, 1, body->width - 2, STYLE_TITLE, str_from(tr("Welke antwoorden?")));
    rows.scroll = (int)self->cursor < rows.height ? 0 : (int)self->cursor - rows.height + 1;
    if (self->n == 0) {
        int col = pane_text(body, 1, 1, STYLE_TEXT, STR("> "));
        pane_clip(body, 1, col, body->width - col - 1, STYLE_FOCUS,
                  str_from(tr("deze vragenlijst heeft geen antwoorden om te coderen")));
        pane_cursor(body, 1, col);
    }
    for (size_t i = 0; i < self->n; i++) {
        const struct coding_row *row = &self->rows[i];
        struct str words = arena_format(arena, "%.*s  (%.*s)", STR_ARG(row->title), STR_ARG(row->frame));
        numbered_row(&rows, (int)i, 1, body->width - 1, i, i == self->cursor, words.ptr);
    }
}

const struct screen screen_codings = {
    .name = "codings",
    .size = sizeof(struct codings),
    .open = codings_open,
    .draw = codings_draw,
    .key = codings_key,
    .verbs = codings_verbs,
    .close = codings_close,
};
