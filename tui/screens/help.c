#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/edit.h"
#include "tui/list.h"
#include "tui/question.h"

/*
 * All commands: what they do, which key gives them, why one does not work now. Typing searches, Enter runs.
 * So whoever forgot a key needs no manual, and whoever knows it does not need this.
 */
struct help {
    struct arena *arena;
    struct verb_list verbs; /* of the screen below */
    enum key_mode mode;     /* of the screen below */
    struct edit search;
    const struct verb_offer *found[VERBS];
    struct scroll scroll;
};

#define SEARCH_LENGTH 40

static struct str words_of(struct arena *arena, const struct verb_offer *offer)
{
    const struct verb_row *row = verb_row(offer->verb);
    return arena_format(arena, "%s %s", tr(offer->word ? offer->word : row->bar), tr(row->help));
}

static void look(struct help *self)
{
    size_t rows = self->scroll.rows ? self->scroll.rows : 1;
    struct str wanted = utf8_fold(self->arena, edit_text(&self->search));
    self->scroll = (struct scroll){.rows = rows};
    for (size_t i = 0; i < self->verbs.n; i++) {
        struct str folded = utf8_fold(self->arena, words_of(self->arena, &self->verbs.items[i]));
        if (wanted.len == 0 || str_find(folded, wanted, 0) < folded.len) {
            self->found[self->scroll.n++] = &self->verbs.items[i];
        }
    }
    scroll_fit(&self->scroll, self->scroll.n, rows);
}

static void help_open(struct app *app, void *state, const void *arg)
{
    struct help *self = state;
    const struct help_request *request = arg;
    (void)app;
    self->arena = arena_new();
    self->verbs = request->verbs;
    self->mode = request->mode;
    edit_start(&self->search, SEARCH_LENGTH, false);
    look(self);
}

static void help_close(struct app *app UNUSED, void *state)
{
    struct help *self = state;
    edit_free(&self->search);
    arena_free(self->arena);
}

static void accept(struct app *app, const struct help *self)
{
    if (self->scroll.n == 0) {
        return;
    }
    const struct verb_offer *offer = self->found[self->scroll.cursor];
    enum verb verb = offer->verb;
    if (offer->reason) {
        app_say(app, STYLE_WARN, "%s", tr(offer->reason));
        return;
    }
    app_pop(app); /* frees self */
    app_verb(app, verb);
}

static bool help_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct help *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
    case VERB_HELP:
        app_pop(app);
        return true;
    case VERB_UP:
        scroll_by(&self->scroll, -1);
        return true;
    case VERB_DOWN:
        scroll_by(&self->scroll, 1);
        return true;
    case VERB_PREVIOUS:
        scroll_page(&self->scroll, -1);
        return true;
    case VERB_NEXT:
        scroll_page(&self->scroll, 1);
        return true;
    default:
        break;
    }
    enum edit_result result = edit_press(&self->search, press);
    if (result == EDIT_CHANGED) {
        look(self);
    }
    return result != EDIT_IGNORED;
}

static enum key_mode help_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void help_verbs(struct app *app UNUSED, void *state UNUSED, struct verb_list *list)
{
    list->lead = tr("typ om te zoeken");
    verb_offer(list, VERB_ACCEPT, N_("doe"));
    verb_offer(list, VERB_CLOSE, NULL);
    verb_offer(list, VERB_HELP, N_("terug"));
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_offer(list, VERB_PREVIOUS, NULL);
    verb_offer(list, VERB_NEXT, NULL);
}

/* ---- drawing ---- */

/* The keys that give a verb where one was: "F8, n". */
static struct str keys_words(struct app *app, const struct help *self, enum verb verb)
{
    struct arena *arena = app->canvas->scratch;
    const struct verb_row *row = verb_row(verb);
    struct str out = STR_EMPTY;
    const uint32_t keys[4] = {row->keys[0], row->keys[1], row->letters[0], row->letters[1]};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        bool works = keys[i] && ((i < 2 ? row->where : row->where_letters) & self->mode);
        if (works) {
            struct str name = keys_name(arena, keys[i]);
            out = arena_format(arena, "%.*s%s%.*s", STR_ARG(out), out.len ? ", " : "", STR_ARG(name));
        }
    }
    return out;
}

static void draw_offer(struct app *app, const struct help *self, const struct pane *pane, size_t i, int row)
{
    const struct verb_offer *offer = self->found[i];
    const struct verb_row *verb = verb_row(offer->verb);
    bool here = i == self->scroll.cursor;
    bool wide = pane->width >= 60;
    int left = wide ? 3 : 1;
    int key_col = wide ? 24 : pane->width - 12;
    pane_text(pane, row, left, STYLE_TEXT, str_from(here ? ">" : " "));
    pane_clip(pane, row, left + 2, key_col - left - 3, STYLE_TEXT,
              str_from(tr(offer->word ? offer->word : verb->bar)));
    pane_clip(pane, row, key_col, 14, STYLE_TITLE, keys_words(app, self, offer->verb));
    if (wide) {
        const char *told = tr(offer->reason ? offer->reason : verb->help);
        pane_clip(pane, row, 39, pane->width - 41, offer->reason ? STYLE_WARN : STYLE_TEXT, str_from(told));
    }
    if (here) {
        pane_restyle(pane, row, left + 2, pane->width - left - 4, STYLE_FOCUS);
        pane_cursor(pane, row, left + 2);
    }
}

static const char *const notes[] = {
    N_("Enter voert uit. Wie de toets kent, hoeft deze lijst niet."),
    N_("Belgisch klavier: & é \" ' ( § è ! ç à tellen als 1 2 3 ... 0 in een antwoord."),
};

static void help_draw(struct app *app, void *state, const struct pane *body)
{
    struct help *self = state;
    bool roomy = body->height >= 16;
    int left = body->width >= 60 ? 3 : 1;
    struct str study = app->services.study(app->services.context);
    app_header(app, arena_format(app->canvas->scratch, "%.*s · %s", STR_ARG(study), tr("hulp")), STR("F1"));
    int row = roomy;
    int col = pane_format(body, row, left, STYLE_TEXT, "%s ", tr("Zoek een opdracht"));
    bool empty = self->scroll.n == 0;
    field_draw(app, body, row, col, body->width - col - 2, &self->search, empty);
    if (empty) {
        pane_text(body, row + 1 + roomy, left + 2, STYLE_WARN, str_from(tr("geen opdracht gevonden")));
    }
    row += 1 + roomy;
    int notes_n = roomy ? (int)ARRAY_LEN(notes) : 0;
    int rows = body->height - row - notes_n - roomy;
    scroll_fit(&self->scroll, self->scroll.n, rows < 1 ? 1 : (size_t)rows);
    for (size_t i = self->scroll.top; i < self->scroll.n && i < self->scroll.top + self->scroll.rows; i++) {
        draw_offer(app, self, body, i, row + (int)(i - self->scroll.top));
    }
    for (int i = 0; i < notes_n; i++) {
        pane_clip(body, body->height - notes_n + i, left, body->width - left - 1, STYLE_DIM,
                  str_from(tr(notes[i])));
    }
}

const struct screen screen_help = {
    .name = "help",
    .size = sizeof(struct help),
    .open = help_open,
    .draw = help_draw,
    .key = help_key,
    .verbs = help_verbs,
    .mode = help_mode,
    .close = help_close,
};
