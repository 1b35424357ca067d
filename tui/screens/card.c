#include "base/i18n.h"
#include "tui/question.h"
#include "tui/tongues.h"

/*
 * The show card: what the respondent reads, large, in a language of its own choosing, or in two at once. The
 * interview's language does not change with it.
 */
struct card {
    struct question question;
    unsigned language; /* index, or of both: behind the last */
    size_t page;
    size_t pages;
};

static bool is_both(const struct app *app, const struct card *self)
{
    return self->language == app->session->q->codebook->languages_n;
}

static void card_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct card *self = state;
    self->question = question_here(app);
    bool both = session_view(app) == VIEW_BOTH;
    self->language = both ? app->session->q->codebook->languages_n : session_language(app);
    self->pages = 1;
}

static void next_language(struct app *app, struct card *self)
{
    const struct codebook *codebook = app->session->q->codebook;
    self->language = (self->language + 1) % (codebook->languages_n + session_bilingual(app));
    self->page = 0;
    if (!is_both(app, self) && !session_draws(app, self->language)) {
        app_say(app, STYLE_WARN, tr("%.*s kan deze terminal niet tonen: gebruik de papieren kaart."),
                STR_ARG(codebook->languages[self->language].id));
    }
}

struct drawing {
    struct app *app;
    const struct card *self;
    const struct pane *pane;
    unsigned languages[2]; /* that are drawn */
    size_t languages_n;
    bool mirrored; /* one language, from right to left */
    int left;
    int width;
    int page; /* rows of one */
};

static size_t languages_of(const struct app *app, const struct card *self, unsigned languages[2])
{
    bool both = is_both(app, self);
    bool own = both || !session_draws(app, self->language);
    languages[0] = own ? session_own(app) : self->language;
    languages[1] = session_respondent(app);
    return both ? 2 : 1;
}

/* What stands above the options. */
static struct str head_in(const struct app *app, const struct card *self, unsigned language)
{
    const struct session *session = app->session;
    const struct question *q = &self->question;
    const struct item_words *words =
        item_words(session->q, q->place.item, language, interview_facts(session->iv)->group);
    return interview_words(session->iv, app->canvas->scratch, words->card.n ? words->card : words->text,
                           q->place.row, language);
}

/* The variable whose options stand on the card: of a battery, that of its first row. */
static const struct item *options_item(const struct app *app, const struct card *self)
{
    const uint32_t *rows = NULL;
    const struct question *q = &self->question;
    if (q->item->kind == ITEM_GRID && interview_grid_rows(app->session->iv, q->place.item, &rows) > 0) {
        return &app->session->q->items[rows[0]];
    }
    return q->item;
}

/* In the order in which it is read, for who pastes it elsewhere: the screen itself holds drawn order. */
static struct str copied_in(struct app *app, const struct card *self, unsigned language)
{
    const struct item *item = options_item(app, self);
    struct str text = head_in(app, self, language);
    const int32_t *options = NULL;
    struct place_in place = {item->index, self->question.place.row};
    size_t n = interview_options(app->session->iv, place, &options);
    for (size_t i = 0; i < n; i++) {
        struct str label =
            session_option_in(app, app->canvas->scratch, item->index, options[i], place.row, language);
        struct str code = item->variable->list->options[options[i]].code;
        text = arena_format(app->scratch, "%.*s\n%.*s %.*s", STR_ARG(text), STR_ARG(code), STR_ARG(label));
    }
    return text;
}

static void copy(struct app *app, const struct card *self)
{
    bool both = is_both(app, self);
    /* Also what this terminal cannot draw. */
    struct str text = copied_in(app, self, both ? session_own(app) : self->language);
    if (both) {
        struct str other = copied_in(app, self, session_respondent(app));
        text = arena_format(app->scratch, "%.*s\n\n%.*s", STR_ARG(text), STR_ARG(other));
    }
    app->copy = arena_copy(app->scratch, text);
    app_say(app, STYLE_OK, "%s", tr("Tekst van de kaart gekopieerd."));
}

static bool card_key(struct app *app, void *state, const struct press *press UNUSED, enum verb verb)
{
    struct card *self = state;
    switch ((int)verb) {
    case VERB_SHOW:
    case VERB_CLOSE:
    case VERB_ACCEPT:
        app_pop(app);
        return true;
    case VERB_VIEW:
        next_language(app, self);
        return true;
    case VERB_COPY:
        copy(app, self);
        return true;
    case VERB_NEXT:
    case VERB_DOWN:
        self->page += self->page + 1 < self->pages;
        return true;
    case VERB_PREVIOUS:
    case VERB_UP:
        self->page -= self->page > 0;
        return true;
    default:
        return false;
    }
}

static void card_verbs(struct app *app, void *state, struct verb_list *list)
{
    const struct card *self = state;
    verb_offer(list, VERB_CLOSE, NULL);
    if (app->session->q->codebook->languages_n > 1) {
        verb_offer(list, VERB_VIEW, NULL);
    }
    if (self->page + 1 < self->pages) {
        verb_offer(list, VERB_NEXT, N_("meer"));
    }
    if (self->page > 0) {
        verb_offer(list, VERB_PREVIOUS, N_("terug naar boven"));
    }
    verb_offer(list, VERB_COPY, NULL);
    verb_quiet(list, VERB_ACCEPT);
    verb_offer(list, VERB_SHOW, N_("terug"));
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

/* ---- drawing ---- */

#define LABEL_LEAST 20 /* cells of a column of labels, of two */
#define HEAD_LEAST  30
#define CODE_CELLS  7 /* with what stands beside it */

/* A code and its label; of one language from right to left the code stands at the right edge. */
static int draw_option(const struct drawing *d, const struct item *item, int32_t option, int row)
{
    struct str said[2];
    for (size_t i = 0; i < d->languages_n; i++) {
        said[i] = session_option_in(d->app, d->app->canvas->scratch, item->index, option,
                                    d->self->question.place.row, d->languages[i]);
    }
    struct wording words = wording_of(d->app, d->languages, d->languages_n, said);
    struct wording_box box = {
        .col = d->mirrored ? d->left : d->left + CODE_CELLS,
        .width = d->width - CODE_CELLS,
        .split = wording_split(d->app, d->left, d->width, LABEL_LEAST),
        .style = STYLE_QUESTION,
        .beside = STYLE_TEXT,
    };
    struct str code = item->variable->list->options[option].code;
    pane_text_right(d->pane, row, d->mirrored ? d->left + d->width : d->left + 3, STYLE_QUESTION, code);
    return wording_draw(d->pane, row, &words, &box);
}

/* An option of several rows does not begin on one page and end on the next. */
static int whole(const struct drawing *d, const struct item *item, int32_t option, int row)
{
    struct pane measure = *d->pane;
    measure.height = 0;
    struct drawing dry = *d;
    dry.pane = &measure;
    int rows = draw_option(&dry, item, option, 0);
    int left = d->page > 0 ? d->page - row % d->page : rows;
    return rows > left && rows <= d->page ? row + left : row;
}

static int draw_options(const struct drawing *d, int row, bool spaced)
{
    const struct item *item = options_item(d->app, d->self);
    const int32_t *options = NULL;
    if (!item->variable || !item->variable->list || item->variable->list->frame) {
        return row;
    }
    struct place_in place = {item->index, d->self->question.place.row};
    size_t n = interview_options(d->app->session->iv, place, &options);
    for (size_t i = 0; i < n; i++) {
        row = draw_option(d, item, options[i], whole(d, item, options[i], row)) + spaced;
    }
    return row;
}

static int draw_card(const struct drawing *d, int row, bool spaced)
{
    struct str said[2];
    for (size_t i = 0; i < d->languages_n; i++) {
        said[i] = head_in(d->app, d->self, d->languages[i]);
    }
    struct wording above = wording_of(d->app, d->languages, d->languages_n, said);
    struct wording_box box = {
        .col = d->left,
        .width = d->width,
        .split = wording_split(d->app, d->left, d->width, HEAD_LEAST),
        .style = STYLE_QUESTION,
        .beside = STYLE_TEXT,
    };
    row = wording_draw(d->pane, row, &above, &box) + 1 + spaced;
    return draw_options(d, row, spaced);
}

/* Wide spacing where it fits on one page. */
static bool fits_spaced(const struct drawing *d)
{
    struct pane measure = *d->pane;
    measure.height = 0;
    struct drawing dry = *d;
    dry.pane = &measure;
    return draw_card(&dry, 0, true) <= d->pane->height;
}

static void draw_header(struct app *app, const struct card *self)
{
    struct arena *arena = app->canvas->scratch;
    const struct language *languages = app->session->q->codebook->languages;
    struct str number = interview_card(app->session->iv, self->question.place.item);
    struct str name = STR_EMPTY;
    if (is_both(app, self)) {
        name = arena_format(arena, "%.*s + %.*s", STR_ARG(languages[session_own(app)].name),
                            STR_ARG(languages[session_respondent(app)].name));
    } else {
        const struct language *language = &languages[self->language];
        name = session_draws(app, self->language) ? language->name : language->id;
    }
    struct str left =
        number.len ? arena_format(arena, tr("KAART %.*s"), STR_ARG(number)) : str_from(tr("KAART"));
    app_header(app, left, arena_format(arena, tr("taal: %.*s"), STR_ARG(name)));
}

static void card_draw(struct app *app, void *state, const struct pane *body)
{
    struct card *self = state;
    int left = body->width >= 60 ? 6 : 1;
    int width = body->width - 2 * left;
    struct pane inside = pane_part(body, body->height >= 16, 0, body->width, body->height);
    struct drawing d = {
        .app = app,
        .self = self,
        .pane = &inside,
        .left = left,
        .width = width > QUESTION_WIDTH_MAX ? QUESTION_WIDTH_MAX : width,
        .page = inside.height,
    };
    d.languages_n = languages_of(app, self, d.languages);
    d.mirrored = d.languages_n == 1 && app->session->q->codebook->languages[d.languages[0]].right_to_left;
    if (d.mirrored) {
        d.left = body->width - left - d.width;
    }
    draw_header(app, self);
    struct pane measure = inside;
    measure.height = 0;
    struct drawing dry = d;
    dry.pane = &measure;
    bool spaced = fits_spaced(&d);
    int rows = draw_card(&dry, 0, spaced);
    self->pages = inside.height > 0 ? (size_t)((rows + inside.height - 1) / inside.height) : 1;
    self->page = self->page < self->pages ? self->page : self->pages - 1;
    inside.scroll = (int)self->page * inside.height;
    draw_card(&d, 0, spaced);
    inside.scroll = 0;
    pane_cursor(&inside, 0, d.mirrored ? d.left + d.width - 1 : d.left); /* where one begins to read */
}

const struct screen screen_card = {
    .name = "card",
    .size = sizeof(struct card),
    .open = card_open,
    .draw = card_draw,
    .key = card_key,
    .verbs = card_verbs,
};
