#include "base/i18n.h"
#include "tui/app.h"
#include "tui/numbered.h"
#include "tui/session.h"

/* The beginning: what one has come to do. */
struct menu {
    struct arena *arena; /* of what the services said */
    size_t cursor;
    struct case_counts counts;
    bool counted;
    struct str backup;
};

static void open_cases(struct app *app)
{
    app_push(app, &screen_cases, NULL);
}

static void open_practice(struct app *app)
{
    session_practice(app);
}

static void open_codings(struct app *app)
{
    app_push(app, &screen_codings, NULL);
}

static void make_backup(struct app *app)
{
    app_verb(app, VERB_BACKUP);
}

static const struct role {
    const char *name;
    const char *what; /* NULL: counts of cases */
    void (*open)(struct app *app);
} roles[] = {
    {N_("Interviews"), NULL, open_cases},
    {N_("Vragenlijst nakijken"), N_("proefinterview, niets wordt bewaard"), open_practice},
    {N_("Back-up maken"), N_("nu, op de ingestelde plaats"), make_backup},
    {N_("Antwoorden coderen"), N_("open antwoorden krijgen een code"), open_codings},
};

static void ask_services(struct app *app, struct menu *self)
{
    void *context = app->services.context;
    arena_reset(self->arena);
    self->counted = app->services.counts(context, &self->counts);
    if (!app->services.backup_state(context, self->arena, &self->backup)) {
        self->backup = arena_copy(self->arena, str_from(app->services.message(context)));
    }
}

static void menu_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct menu *self = state;
    self->arena = arena_new();
    ask_services(app, self);
}

static void menu_close(struct app *app UNUSED, void *state)
{
    struct menu *self = state;
    arena_free(self->arena);
}

/* Colours, high contrast, no colour: in turn. A terminal without colours has one way only. */
static void next_view(struct app *app)
{
    static const char *const words[PALETTES] = {
        [PALETTE_DARK] = N_("Weergave: kleur op donker"),
        [PALETTE_LIGHT] = N_("Weergave: kleur op licht"),
        [PALETTE_CONTRAST] = N_("Weergave: hoog contrast"),
        [PALETTE_BASIC] = N_("Weergave: acht kleuren"),
        [PALETTE_MONO] = N_("Deze terminal toont geen kleur."),
    };
    static const enum palette after[PALETTES] = {
        [PALETTE_DARK] = PALETTE_LIGHT,    [PALETTE_LIGHT] = PALETTE_CONTRAST,
        [PALETTE_CONTRAST] = PALETTE_DARK, [PALETTE_BASIC] = PALETTE_BASIC,
        [PALETTE_MONO] = PALETTE_MONO,
    };
    app->palette = after[app->palette];
    app_say(app, STYLE_TEXT, "%s", tr(words[app->palette]));
}

static bool menu_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct menu *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        roles[self->cursor].open(app);
        return true;
    case VERB_VIEW:
        next_view(app);
        return true;
    case VERB_CLOSE:
        app_say(app, STYLE_TEXT, "%s", tr("Ctrl-Q sluit het programma af. Er gaat niets verloren."));
        return true;
    default:
        return numbered_key(&self->cursor, ARRAY_LEN(roles), press, verb);
    }
}

static void menu_verbs(struct app *app UNUSED, void *state UNUSED, struct verb_list *list)
{
    numbered_verbs(list);
    verb_offer(list, VERB_ACCEPT, N_("open"));
    verb_offer(list, VERB_VIEW, N_("weergave"));
    verb_offer(list, VERB_QUIT, NULL);
    verb_quiet(list, VERB_CLOSE); /* says only how one leaves */
}

static void menu_shown(struct app *app, void *state)
{
    ask_services(app, state);
}

/* ---- drawing ---- */

static struct str role_words(struct app *app, const struct menu *self, const struct role *role)
{
    if (role->what) {
        return str_from(tr(role->what));
    }
    if (!self->counted) {
        return str_from(app->services.message(app->services.context));
    }
    const struct case_counts *n = &self->counts;
    return arena_format(app->canvas->scratch,
                        trn("%zu adres open, %zu onderbroken, %zu volledig",
                            "%zu adressen open, %zu onderbroken, %zu volledig", n->open),
                        n->open, n->broken_off, n->completed);
}

static int draw_role(struct app *app, const struct menu *self, const struct pane *body, size_t i, int row)
{
    bool here = i == self->cursor;
    bool wide = body->width >= 60;
    int left = wide ? 3 : 1;
    struct str words = role_words(app, self, &roles[i]);
    int col = numbered_row(body, row, left, body->width - 2, i, here, tr(roles[i].name));
    if (wide) {
        pane_clip(body, row, col < left + 28 ? left + 28 : col + 2, body->width - left - 29,
                  here ? STYLE_FOCUS : STYLE_TEXT, words);
    }
    /* One column: only what the focus is on is explained. */
    bool below = !wide && here;
    if (below && body->height < 2 * (int)ARRAY_LEN(roles)) { /* low as well: the last copy has to be seen */
        pane_clip(body, row + 1, left + 5, body->width - left - 6, STYLE_DIM, words);
        return row + 2;
    }
    return below ? pane_wrap(body, row + 1, left + 5, body->width - left - 6, STYLE_DIM, words, false)
                 : row + 1;
}

static void menu_draw(struct app *app, void *state, const struct pane *body)
{
    struct menu *self = state;
    struct arena *arena = app->canvas->scratch;
    bool roomy = body->height >= 16;
    int left = body->width >= 60 ? 3 : 1;
    struct str study = app->services.study(app->services.context);
    struct str user = app->services.user(app->services.context);
    app_header(app, study, STR_EMPTY);
    int row = roomy;
    pane_clip(body, row, left, body->width - left - 1, STYLE_TEXT,
              arena_format(arena, tr("Wie werkt er?  %.*s"), STR_ARG(user)));
    row += 1 + roomy;
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        row = draw_role(app, self, body, i, row);
    }
    if (roomy && !app->screen_reader) {
        pane_line(body, row + 1, left, body->width - 2 * left);
        row += 2;
    }
    pane_wrap(body, row + roomy, left, body->width - left - 1, STYLE_TEXT,
              arena_format(arena, tr("Laatste back-up: %.*s"), STR_ARG(self->backup)), false);
}

const struct screen screen_menu = {
    .name = "menu",
    .size = sizeof(struct menu),
    .open = menu_open,
    .draw = menu_draw,
    .key = menu_key,
    .verbs = menu_verbs,
    .shown = menu_shown,
    .close = menu_close,
};
