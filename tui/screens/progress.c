#include <math.h>

#include "base/i18n.h"
#include "tui/coding.h"
#include "tui/numbered.h"
#include "tui/popup.h"

/* How far the coding of one question is, how the coders agree, and how fast the coder herself goes: that is
 * told to nobody else. From here the differences of two coders are decided. */
struct progress {
    struct arena *arena;
    struct work *work;
    struct str title;
    size_t cursor;
    struct work_figures figures;
    struct work_agreement *agreement;
    size_t agreement_n;
    int top;
    bool more;
};

#define PROGRESS_WIDTH 70
#define PROGRESS_ROWS  18

static void read_figures(struct progress *self)
{
    const struct work_agreement *found = NULL;
    self->figures = work_figures(self->work);
    self->agreement_n = work_agreement(self->work, &found);
    self->agreement = ARENA_ARRAY(self->arena, self->agreement_n + 1, struct work_agreement);
    for (size_t i = 0; i < self->agreement_n; i++) {
        self->agreement[i] = found[i];
        self->agreement[i].first = arena_copy(self->arena, found[i].first);
        self->agreement[i].second = arena_copy(self->arena, found[i].second);
    }
}

static void progress_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct progress *self = state;
    const struct progress_request *request = arg;
    self->arena = arena_new();
    self->work = request->work;
    self->title = arena_copy(self->arena, request->title);
    read_figures(self);
}

static void progress_close(struct app *app UNUSED, void *state)
{
    struct progress *self = state;
    arena_free(self->arena);
}

static void progress_shown(struct app *app UNUSED, void *state)
{
    read_figures(state);
}

static const char *const actions[] = {N_("verder coderen"), N_("verschillen tussen codeurs beslissen")};

static void act(struct app *app, struct progress *self)
{
    if (self->cursor == 0) {
        app_pop(app);
        return;
    }
    struct differ_request request = {self->work, self->title};
    app_push(app, &screen_differ, &request);
}

static bool progress_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct progress *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        act(app, self);
        return true;
    case VERB_CLOSE:
    case VERB_OVERVIEW:
        app_pop(app);
        return true;
    case VERB_NEXT:
        self->top += self->more ? 4 : 0;
        return true;
    case VERB_PREVIOUS:
        self->top = self->top > 4 ? self->top - 4 : 0;
        return true;
    default:
        return numbered_key(&self->cursor, ARRAY_LEN(actions), press, verb);
    }
}

static void progress_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct progress *self = state;
    numbered_verbs(list);
    verb_offer(list, VERB_ACCEPT, N_("doe"));
    if (self->more || self->top > 0) {
        verb_offer(list, self->more ? VERB_NEXT : VERB_PREVIOUS, N_("meer cijfers"));
    }
    verb_offer(list, VERB_CLOSE, NULL);
    verb_quiet(list, VERB_OVERVIEW);
    verb_quiet(list, VERB_NEXT);
    verb_quiet(list, VERB_PREVIOUS);
}

/* ---- drawing ---- */

static int draw_counts(const struct progress *self, const struct pane *pane, int row)
{
    static const char *const origins[ORIGINS] = {
        [ORIGIN_HUMAN] = N_("mensen"),     [ORIGIN_VERBATIM] = N_("zelfde woorden"),
        [ORIGIN_MODEL] = N_("model"),      [ORIGIN_RULE] = N_("regels"),
        [ORIGIN_IMPORT] = N_("bestanden"), [ORIGIN_ADJUDICATED] = N_("beslist"),
    };
    struct arena *arena = pane->canvas->scratch;
    const struct work_figures *f = &self->figures;
    struct str line = STR_EMPTY;
    pane_clip(pane, row++, 1, pane->width - 2, STYLE_TEXT,
              arena_format(arena, tr("Open: %zu van %zu antwoorden, %zu van %zu groepen; twijfels: %zu"),
                           f->open_answers, f->answers, f->open_groups, f->groups, f->flagged_groups));
    for (size_t i = 0; i < ORIGINS; i++) {
        if (f->by_origin[i] > 0) {
            line = arena_format(arena, "%.*s%s%s %zu", STR_ARG(line), line.len ? ", " : "", tr(origins[i]),
                                f->by_origin[i]);
        }
    }
    if (line.len > 0) {
        row = pane_wrap(pane, row, 1, pane->width - 2, STYLE_TEXT,
                        arena_format(arena, tr("Gecodeerd door: %.*s"), STR_ARG(line)), false);
    }
    return row;
}

static int draw_levels(const struct progress *self, const struct pane *pane, int row)
{
    struct arena *arena = pane->canvas->scratch;
    const struct work_figures *f = &self->figures;
    struct str line = arena_format(arena, tr("zonder code %zu"), f->by_level[0]);
    for (size_t i = 1; i < ARRAY_LEN(f->by_level) && i <= work_levels(self->work); i++) {
        line = arena_format(arena, tr("%.*s, niveau %zu: %zu"), STR_ARG(line), i, f->by_level[i]);
    }
    return pane_wrap(pane, row, 1, pane->width - 2, STYLE_TEXT, line, false);
}

static int draw_own(const struct progress *self, const struct pane *pane, int row)
{
    struct arena *arena = pane->canvas->scratch;
    const struct work_figures *f = &self->figures;
    struct str first = coding_percent(arena, f->own_first);
    pane_clip(pane, row++, 1, pane->width - 2, STYLE_TITLE, str_from(tr("U, en dat ziet alleen u")));
    pane_clip(pane, row++, 1, pane->width - 2, STYLE_TEXT,
              arena_format(arena, tr("%zu groepen, vandaag %zu; %.*s volgt voorstel 1"), f->own_groups,
                           f->own_today, STR_ARG(first.len ? first : str_from(tr("n.v.t.")))));
    struct str seconds = coding_figure(arena, f->own_seconds, 1);
    struct str keys = coding_figure(arena, f->own_keys, 0);
    struct str hour = coding_figure(arena, f->own_per_hour, 0);
    pane_clip(pane, row++, 1, pane->width - 2, STYLE_TEXT,
              arena_format(arena, tr("per groep, mediaan: %.*s s en %.*s toetsen; per uur: %.*s"),
                           STR_ARG(seconds), STR_ARG(keys), STR_ARG(hour)));
    return row;
}

static int draw_agreement(const struct progress *self, const struct pane *pane, int row)
{
    struct arena *arena = pane->canvas->scratch;
    pane_clip(pane, row++, 1, pane->width - 2, STYLE_TITLE,
              arena_format(arena, tr("Dubbel gecodeerd: %zu groepen; verschillen te beslissen: %zu"),
                           self->figures.doubled, self->figures.differing));
    for (size_t i = 0; i < self->agreement_n; i++) {
        const struct work_agreement *a = &self->agreement[i];
        struct str who = a->first.len
                             ? arena_format(arena, "%.*s-%.*s", STR_ARG(a->first), STR_ARG(a->second))
                             : str_from(tr("allen"));
        const struct two_coders *two = &a->two;
        struct str same = two->defined ? coding_percent(arena, two->observed) : str_from(tr("n.v.t."));
        struct str kappa = coding_figure(arena, two->defined ? two->kappa : NAN, 2);
        struct str low = coding_figure(arena, two->defined ? two->kappa_interval.low : NAN, 2);
        struct str high = coding_figure(arena, two->defined ? two->kappa_interval.high : NAN, 2);
        struct str alpha = coding_figure(arena, a->alpha.defined ? a->alpha.value : NAN, 2);
        pane_clip(pane, row++, 1, pane->width - 2, STYLE_TEXT,
                  arena_format(arena, tr("niveau %u %.*s: %.*s gelijk, kappa %.*s (%.*s..%.*s), alfa %.*s"),
                               a->level, STR_ARG(who), STR_ARG(same), STR_ARG(kappa), STR_ARG(low),
                               STR_ARG(high), STR_ARG(alpha)));
    }
    return row;
}

static int draw_figures(const struct progress *self, const struct pane *pane)
{
    int row = draw_counts(self, pane, 0);
    row = draw_levels(self, pane, row);
    row = draw_own(self, pane, row);
    return draw_agreement(self, pane, row);
}

static void progress_draw(struct app *app, void *state, const struct pane *body)
{
    struct progress *self = state;
    struct pane measure = *body;
    int above = (int)ARRAY_LEN(actions) + 1;
    measure.width = popup_inside(app, body, PROGRESS_WIDTH);
    measure.height = 0;
    int rows = draw_figures(self, &measure);
    int height = rows + above < PROGRESS_ROWS ? rows + above : PROGRESS_ROWS;
    struct pane inside = popup_open(app, body, PROGRESS_WIDTH, height, self->title, STYLE_TITLE);
    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        numbered_row(&inside, (int)i, 0, inside.width, i, i == self->cursor, tr(actions[i]));
    }
    above -= inside.height < above + 3;
    struct pane figures = pane_part(&inside, above, 0, inside.width, inside.height - above);
    int hidden = rows > figures.height ? rows - figures.height : 0;
    self->top = self->top < hidden ? self->top : hidden;
    self->more = self->top < hidden;
    figures.scroll = self->top;
    draw_figures(self, &figures);
}

const struct screen screen_progress = {
    .name = "progress",
    .size = sizeof(struct progress),
    .popup = true,
    .open = progress_open,
    .draw = progress_draw,
    .key = progress_key,
    .verbs = progress_verbs,
    .shown = progress_shown,
    .close = progress_close,
};
