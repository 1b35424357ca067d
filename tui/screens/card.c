#include "base/i18n.h"
#include "tui/question.h"

/*
 * The show card: what the respondent reads, large, in a language of its own choosing. The interview's
 * language does not change with it.
 */
struct card {
    struct question question;
    unsigned language;
    size_t page;
    size_t pages;
};

static bool drawable(const struct app *app, unsigned language)
{
    return app->canvas->tier == TIER_FULL || !app->session->q->codebook->languages[language].right_to_left;
}

static void card_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct card *self = state;
    self->question = question_here(app);
    self->language = session_language(app);
    self->pages = 1;
}

static void next_language(struct app *app, struct card *self)
{
    const struct codebook *codebook = app->session->q->codebook;
    self->language = (self->language + 1) % codebook->languages_n;
    self->page = 0;
    if (!drawable(app, self->language)) {
        app_say(app, STYLE_WARN, tr("%.*s kan deze terminal niet tonen: gebruik de papieren kaart."),
                STR_ARG(codebook->languages[self->language].id));
    }
}

struct drawing {
    struct app *app;
    const struct card *self;
    const struct pane *pane;
    unsigned language; /* that is drawn */
    bool rtl;
    int left;
    int width;
};

static struct str words(const struct drawing *d, struct text text)
{
    return interview_words(d->app->session->iv, d->app->canvas->scratch, text, d->self->question.place.row,
                           d->language);
}

/* The variable whose options stand on the card: of a battery, that of its first row. */
static const struct item *options_item(const struct drawing *d)
{
    const uint32_t *rows = NULL;
    const struct question *q = &d->self->question;
    if (q->item->kind == ITEM_GRID && interview_grid_rows(d->app->session->iv, q->place.item, &rows) > 0) {
        return &d->app->session->q->items[rows[0]];
    }
    return q->item;
}

/* In the order in which it is read, for who pastes it elsewhere: the screen itself holds drawn order. */
static void copy(struct app *app, const struct card *self)
{
    struct drawing d = {.app = app, .self = self, .language = self->language};
    const struct item *item = options_item(&d);
    const struct questionnaire *q = app->session->q;
    int group = interview_facts(app->session->iv)->group;
    const struct item_words *texts = item_words(q, self->question.place.item, self->language, group);
    struct str text = words(&d, texts->card.n ? texts->card : texts->text);
    const int32_t *options = NULL;
    struct place_in place = {item->index, self->question.place.row};
    size_t n = interview_options(app->session->iv, place, &options);
    for (size_t i = 0; i < n; i++) {
        struct text room = {NULL, 0};
        struct str label = words(&d, option_words(q, item->index, options[i], self->language, group, &room));
        struct str code = item->variable->list->options[options[i]].code;
        text = arena_format(app->scratch, "%.*s\n%.*s %.*s", STR_ARG(text), STR_ARG(code), STR_ARG(label));
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

/* A code and its label; from right to left the code stands at the right edge. */
static int draw_option(const struct drawing *d, const struct item *item, int32_t option, int row)
{
    int group = interview_facts(d->app->session->iv)->group;
    struct text room = {NULL, 0};
    struct str label =
        words(d, option_words(d->app->session->q, item->index, option, d->language, group, &room));
    struct str code = item->variable->list->options[option].code;
    int col = d->rtl ? d->left : d->left + 7;
    pane_text_right(d->pane, row, d->rtl ? d->left + d->width : d->left + 3, STYLE_QUESTION, code);
    return pane_wrap(d->pane, row, col, d->width - 7, STYLE_QUESTION, label, d->rtl);
}

static int draw_options(const struct drawing *d, int row, bool spaced)
{
    const struct item *item = options_item(d);
    const int32_t *options = NULL;
    if (!item->variable || !item->variable->list || item->variable->list->frame) {
        return row;
    }
    struct place_in place = {item->index, d->self->question.place.row};
    size_t n = interview_options(d->app->session->iv, place, &options);
    for (size_t i = 0; i < n; i++) {
        row = draw_option(d, item, options[i], row) + spaced;
    }
    return row;
}

static int draw_card(const struct drawing *d, int row, bool spaced)
{
    int group = interview_facts(d->app->session->iv)->group;
    const struct item_words *texts =
        item_words(d->app->session->q, d->self->question.place.item, d->language, group);
    struct str above = words(d, texts->card.n ? texts->card : texts->text);
    row = pane_wrap(d->pane, row, d->left, d->width, STYLE_QUESTION, above, d->rtl) + 1 + spaced;
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
    const struct language *language = &app->session->q->codebook->languages[self->language];
    struct str number = interview_card(app->session->iv, self->question.place.item);
    struct str name = drawable(app, self->language) ? language->name : language->id;
    struct str left =
        number.len ? arena_format(arena, tr("KAART %.*s"), STR_ARG(number)) : str_from(tr("KAART"));
    app_header(app, left, arena_format(arena, tr("taal: %.*s"), STR_ARG(name)));
}

static void card_draw(struct app *app, void *state, const struct pane *body)
{
    struct card *self = state;
    unsigned shown =
        drawable(app, self->language) ? self->language : app->session->q->codebook->source_language;
    int left = body->width >= 60 ? 6 : 1;
    int width = body->width - 2 * left;
    struct pane inside = pane_part(body, body->height >= 16, 0, body->width, body->height);
    struct drawing d = {app,
                        self,
                        &inside,
                        shown,
                        app->session->q->codebook->languages[shown].right_to_left,
                        left,
                        width > QUESTION_WIDTH_MAX ? QUESTION_WIDTH_MAX : width};
    if (d.rtl) {
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
    pane_cursor(&inside, 0, d.left); /* where a screen reader begins to read */
}

const struct screen screen_card = {
    .name = "card",
    .size = sizeof(struct card),
    .open = card_open,
    .draw = card_draw,
    .key = card_key,
    .verbs = card_verbs,
};
