#include "tui/tongues.h"

#include "base/buf.h"
#include "base/i18n.h"

/* ---- which languages ---- */

bool session_speaks(const struct app *app, unsigned language)
{
    return app->session->speaks[language];
}

static bool rtl(const struct app *app, unsigned language)
{
    return app->session->q->codebook->languages[language].right_to_left;
}

/* A script that runs from right to left takes letter forms that few console fonts have. */
bool session_draws(const struct app *app, unsigned language)
{
    return app->canvas->tier == TIER_FULL || !rtl(app, language);
}

unsigned session_own(const struct app *app)
{
    return app->session->own;
}

unsigned session_respondent(const struct app *app)
{
    const struct session *session = app->session;
    unsigned held = interview_language(session->iv);
    if (held != session->own && session->speaks[held]) {
        return held;
    }
    int frame = questionnaire_language(session->q, interview_facts(session->iv)->language);
    return frame >= 0 && session->speaks[frame] ? (unsigned)frame : session->own;
}

bool session_bilingual(const struct app *app)
{
    unsigned other = session_respondent(app);
    return other != session_own(app) && session_draws(app, other);
}

enum view session_view(const struct app *app)
{
    return session_bilingual(app) ? app->session->view : VIEW_INTERVIEWER;
}

unsigned session_language(const struct app *app)
{
    return session_view(app) == VIEW_INTERVIEWER ? session_own(app) : session_respondent(app);
}

bool session_rtl(const struct app *app)
{
    return rtl(app, session_language(app));
}

/* ---- which of them stand on the screen ---- */

void session_begin_view(struct session *session)
{
    const struct codebook *codebook = session->q->codebook;
    for (unsigned l = 0; l < codebook->languages_n; l++) {
        session->speaks[l] = questionnaire_has_words(session->q, l);
    }
    int interface = questionnaire_language(session->q, i18n_language());
    bool known = interface >= 0 && session->speaks[interface] &&
                 questionnaire_read(session->q, (unsigned)interface, NULL);
    session->own = known ? (unsigned)interface : codebook->source_language;
    session->view = VIEW_INTERVIEWER;
    session_follow_language(session);
}

void session_follow_language(struct session *session)
{
    bool own = interview_language(session->iv) == session->own;
    if (session->view != VIEW_BOTH) {
        session->view = own ? VIEW_INTERVIEWER : VIEW_RESPONDENT;
    }
}

void session_next_view(struct app *app)
{
    struct session *session = app->session;
    const struct language *languages = session->q->codebook->languages;
    struct str own = languages[session_own(app)].name;
    struct str other = languages[session_respondent(app)].name;
    session->view = (session_view(app) + 1) % VIEWS;
    switch (session->view) {
    case VIEW_RESPONDENT:
        app_say(app, STYLE_OK, tr("Op het scherm: de taal van de respondent, %.*s"), STR_ARG(other));
        return;
    case VIEW_BOTH:
        app_say(app, STYLE_OK, tr("Op het scherm: %.*s en %.*s"), STR_ARG(own), STR_ARG(other));
        return;
    case VIEW_INTERVIEWER:
    case VIEWS:
        app_say(app, STYLE_OK, tr("Op het scherm: uw taal, %.*s"), STR_ARG(own));
        return;
    }
}

void session_offer_view(const struct app *app, struct verb_list *list)
{
    bool foreign = interview_language(app->session->iv) != session_own(app);
    if (session_bilingual(app) && (foreign || session_view(app) != VIEW_INTERVIEWER)) {
        verb_offer(list, VERB_VIEW, NULL);
    }
}

/* ---- words in one or in two ---- */

/* The languages of a wording: the interviewer's first when there are two. */
static size_t shown_in(const struct app *app, unsigned languages[2])
{
    bool both = session_view(app) == VIEW_BOTH;
    languages[0] = both ? session_own(app) : session_language(app);
    languages[1] = session_respondent(app);
    return both ? 2 : 1;
}

struct wording wording_of(const struct app *app, const unsigned languages[2], size_t n,
                          const struct str said[2])
{
    bool two = n == 2 && !str_equal(said[0], said[1]);
    return (struct wording){
        .first = said[0],
        .first_rtl = rtl(app, languages[0]),
        .second = two ? said[1] : STR_EMPTY,
        .second_rtl = two && rtl(app, languages[1]),
    };
}

struct wording wording_question(const struct app *app, uint32_t item, uint32_t row)
{
    const struct session *session = app->session;
    int group = interview_facts(session->iv)->group;
    unsigned languages[2];
    struct str said[2];
    size_t n = shown_in(app, languages);
    for (size_t i = 0; i < n; i++) {
        struct text text = item_words(session->q, item, languages[i], group)->text;
        said[i] = interview_words(session->iv, app->canvas->scratch, text, row, languages[i]);
    }
    return wording_of(app, languages, n, said);
}

struct str session_option_in(const struct app *app, struct arena *arena, uint32_t item, int32_t option,
                             uint32_t row, unsigned language)
{
    const struct session *session = app->session;
    struct text room = {NULL, 0};
    struct text text =
        option_words(session->q, item, option, language, interview_facts(session->iv)->group, &room);
    return interview_words(session->iv, arena, text, row, language);
}

struct wording wording_option(const struct app *app, uint32_t item, int32_t option, uint32_t row)
{
    unsigned languages[2];
    struct str said[2];
    size_t n = shown_in(app, languages);
    for (size_t i = 0; i < n; i++) {
        said[i] = session_option_in(app, app->canvas->scratch, item, option, row, languages[i]);
    }
    return wording_of(app, languages, n, said);
}

static struct str scale_in(const struct app *app, struct place_in place, const int32_t *options, size_t n,
                           int32_t chosen, unsigned language)
{
    const struct list *list = app->session->q->items[place.item].variable->list;
    struct arena *arena = app->canvas->scratch;
    struct buf words = buf_new(1 << 16);
    for (size_t i = 0; i < n; i++) {
        struct str label = session_option_in(app, arena, place.item, options[i], place.row, language);
        /* A space that keeps a code with its label. */
        buf_format(&words, "%s%s%.*s\u00a0%.*s", i ? "  " : "", options[i] == chosen ? "(•) " : "",
                   STR_ARG(list->options[options[i]].code), STR_ARG(label));
    }
    struct str out = arena_copy(arena, buf_str(&words));
    buf_free(&words);
    return out;
}

struct wording wording_scale(const struct app *app, struct place_in place, const int32_t *options, size_t n,
                             int32_t chosen)
{
    unsigned languages[2];
    struct str said[2];
    size_t shown = shown_in(app, languages);
    for (size_t i = 0; i < shown; i++) {
        said[i] = scale_in(app, place, options, n, chosen, languages[i]);
    }
    return wording_of(app, languages, shown, said);
}

struct wording wording_entry(const struct app *app, uint32_t item, int32_t option)
{
    unsigned own = session_own(app);
    if (session_view(app) == VIEW_BOTH) {
        return wording_option(app, item, option, 0);
    }
    return (struct wording){
        .first = session_option_in(app, app->canvas->scratch, item, option, 0, own),
        .first_rtl = rtl(app, own),
    };
}

struct wording wording_check(const struct app *app, uint32_t check, uint32_t row)
{
    const struct session *session = app->session;
    int group = interview_facts(session->iv)->group;
    unsigned languages[2];
    struct str said[2];
    size_t n = shown_in(app, languages);
    for (size_t i = 0; i < n; i++) {
        struct text text = check_words(session->q, check, languages[i], group);
        said[i] = interview_words(session->iv, app->canvas->scratch, text, row, languages[i]);
    }
    return wording_of(app, languages, n, said);
}

struct str wording_line(const struct app *app, const struct wording *wording)
{
    return wording->second.len ? arena_format(app->canvas->scratch, "%.*s · %.*s", STR_ARG(wording->first),
                                              STR_ARG(wording->second))
                               : wording->first;
}

/* ---- drawing ---- */

#define BETWEEN 3 /* cells between two columns */

int wording_split(const struct app *app, int col, int width, int least)
{
    int half = (width - BETWEEN) / 2;
    return half >= least && !app->screen_reader ? col + width - half : 0;
}

int wording_draw(const struct pane *pane, int row, const struct wording *wording,
                 const struct wording_box *box)
{
    int end = box->col + box->width;
    if (wording->second.len == 0) {
        return pane_wrap(pane, row, box->col, box->width, box->style, wording->first, wording->first_rtl);
    }
    if (box->split == 0) {
        row = pane_wrap(pane, row, box->col, box->width, box->beside, wording->first, wording->first_rtl);
        return pane_wrap(pane, row, box->col, box->width, box->style, wording->second, wording->second_rtl);
    }
    int first = pane_wrap(pane, row, box->col, box->split - BETWEEN - box->col, box->beside, wording->first,
                          wording->first_rtl);
    int second =
        pane_wrap(pane, row, box->split, end - box->split, box->style, wording->second, wording->second_rtl);
    return first > second ? first : second;
}
