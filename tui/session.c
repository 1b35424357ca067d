#include "tui/session.h"

#include <stdlib.h>

#include "base/i18n.h"

static int64_t now(const struct app *app)
{
    return app->clock.wall_ms(app->clock.context);
}

static struct str group_label(const struct session *session)
{
    const struct case_facts *facts = interview_facts(session->iv);
    const struct codebook *codebook = session->q->codebook;
    if (facts->group < 0) {
        return STR_EMPTY;
    }
    struct str id = session->q->groups[facts->group];
    const struct list *list = codebook->variables[BUILTIN_GROUP]->list;
    int32_t option = list ? list_find_code(list, id) : -1;
    if (option < 0) {
        return id;
    }
    return option_label(&list->options[option], codebook->source_language, codebook->source_language);
}

/* A check that nobody settled before the interview was left, or killed, comes up again. */
static void remind_of_check(struct app *app)
{
    enum interview_status status = interview_status(app->session->iv);
    const struct firing *firing = session_firing(app->session);
    if (firing && status != INTERVIEW_COMPLETED && status != INTERVIEW_STOPPED) {
        app_push(app, &screen_check, firing);
        app_say(app, STYLE_WARN, "%s", tr("Deze controle wachtte nog toen het interview gesloten werd."));
    }
}

static bool begin(struct app *app, struct interview *iv, bool practice)
{
    if (!iv) {
        app_say(app, STYLE_ERROR, "%s", app->services.message(app->services.context));
        return false;
    }
    struct session *session = mem_alloc(sizeof *session);
    *session = (struct session){
        .iv = iv,
        .q = interview_questionnaire(iv),
        .arena = arena_new(),
        .practice = practice,
        .begun_ms = now(app),
        .depth = app->depth,
    };
    session->group = group_label(session);
    session_begin_view(session);
    app->session = session;
    session_show(app);
    remind_of_check(app);
    return true;
}

bool session_open(struct app *app, struct str case_id)
{
    return begin(app, app->services.open(app->services.context, case_id), false);
}

bool session_practice(struct app *app)
{
    return begin(app, app->services.practice(app->services.context), true);
}

void session_close(struct app *app)
{
    struct session *session = app->session;
    if (!session) {
        return;
    }
    app_pop_to(app, session->depth);
    app->services.close(app->services.context, session->iv);
    arena_free(session->arena);
    free(session);
    app->session = NULL;
    app_shown(app);
}

/* ---- which screen ---- */

uint32_t session_screen_item(const struct session *session, uint32_t item)
{
    if (item == NONE) {
        return NONE;
    }
    uint32_t grid = session->q->items[item].grid;
    return grid != NONE ? grid : item;
}

static const struct screen *question_screen(const struct item *item)
{
    switch (item->variable->type) {
    case VARIABLE_CODE:
    case VARIABLE_SET:
        return item->variable->list->frame ? &screen_frame : &screen_choice;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
    case VARIABLE_TEXT:
    case VARIABLE_DATE:
    case VARIABLE_TIME:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
    return &screen_field;
}

/* Questions of a roster are answered in its table, unless they need a screen of their own. */
static bool in_table(const struct item *item)
{
    return item->roster != NONE && item->variable->type != VARIABLE_SET && item->specify_n == 0;
}

static const struct screen *screen_for(const struct session *session, struct place_in place)
{
    enum interview_status status = interview_status(session->iv);
    if (place.item == NONE || status == INTERVIEW_COMPLETED || status == INTERVIEW_STOPPED) {
        return &screen_finish;
    }
    const struct item *item = &session->q->items[session_screen_item(session, place.item)];
    switch (item->kind) {
    case ITEM_QUESTION:
        return in_table(item) ? &screen_roster : question_screen(item);
    case ITEM_NOTE:
        return &screen_notice;
    case ITEM_GRID:
        return &screen_grid;
    case ITEM_COMPUTED:
    case ITEM_DRAW:
    case ITEM_BLOCK:
    case ITEM_ROSTER:
    case ITEM_STOP:
        break;
    }
    return &screen_finish;
}

void session_show(struct app *app)
{
    app_pop_to(app, app->session->depth);
    app_push(app, screen_for(app->session, interview_place(app->session->iv)), NULL);
}

/* ---- acts ---- */

void session_saved(struct app *app)
{
    app->session->saved_ms = now(app);
}

/* What each outcome of an attempt is called; NULL: not said here. */
static const char *const attempt_words[] = {
    [ATTEMPT_DONE] = NULL,
    [ATTEMPT_NOT_SAVED] = NULL,
    [ATTEMPT_BAD_VALUE] = N_("Dit antwoord kan hier niet."),
    [ATTEMPT_NOT_HERE] = N_("Dat kan hier niet: deze plaats ligt niet op de weg."),
    [ATTEMPT_NOT_ALLOWED] = N_("Dat antwoord is bij deze vraag niet voorzien."),
    [ATTEMPT_BLOCKED] = NULL,
    [ATTEMPT_CHECK] = NULL,
};

static void stay(struct app *app UNUSED, void *context UNUSED, unsigned answer UNUSED)
{
}

/* Whoever goes on must have seen it: a popup, with all that is known. */
static void tell_not_saved(struct app *app)
{
    struct session *session = app->session;
    const char *why = app->services.message(app->services.context);
    session->saved_ms = SAVING_FAILED;
    app_push(
        app, &screen_ask,
        &(struct ask_request){
            .title = N_("x Bewaren is niet gelukt"),
            .text = arena_format(session->arena,
                                 tr("Reden: %s.\n\nU blijft op deze vraag. Sluit dit kader en probeer het "
                                    "opnieuw. Komt dit terug, noteer het antwoord dan op papier."),
                                 why)
                        .ptr,
            .answers = {N_("terug naar de vraag")},
            .answered = stay,
            .alarm = true,
        });
}

bool session_done(struct app *app, enum attempt attempt)
{
    if (attempt == ATTEMPT_NOT_SAVED) {
        tell_not_saved(app);
    } else if (attempt_words[attempt]) {
        app_say(app, STYLE_ERROR, "%s", tr(attempt_words[attempt]));
    }
    return attempt == ATTEMPT_DONE;
}

bool session_save(struct app *app, const struct answer *answers, size_t n)
{
    enum value_fault fault = VALUE_GOOD;
    enum attempt attempt = interview_answer(app->session->iv, answers, n, &fault);
    if (attempt == ATTEMPT_BAD_VALUE) {
        const struct variable *variable = app->session->q->codebook->variables[answers[0].slot];
        struct str words = session_fault(app, app->scratch, variable, fault);
        app_say(app, STYLE_ERROR, "%.*s", STR_ARG(words));
        return false;
    }
    bool stored = attempt == ATTEMPT_DONE || attempt == ATTEMPT_BLOCKED || attempt == ATTEMPT_CHECK;
    if (stored) {
        session_saved(app);
        return true;
    }
    return session_done(app, attempt);
}

const struct firing *session_firing(const struct session *session)
{
    const struct firing *firings = NULL;
    size_t n = interview_checks(session->iv, &firings);
    for (size_t i = 0; i < n; i++) {
        if (!firings[i].confirmed) {
            return &firings[i];
        }
    }
    return NULL;
}

/* Does the place where we stand wait for an answer? */
static bool session_open_here(const struct session *session)
{
    struct place_in here = interview_place(session->iv);
    const struct route_entry *route = NULL;
    size_t n = interview_route(session->iv, &route);
    for (size_t i = 0; i < n; i++) {
        if (route[i].place.item == here.item && route[i].place.row == here.row) {
            return route[i].state == CELL_OPEN;
        }
    }
    return false;
}

/* A check may stand at a question that it does not read: what it is about was just said, so it comes up as
 * that question is reached. */
static void check_here(struct app *app)
{
    const struct session *session = app->session;
    uint32_t here = session_screen_item(session, interview_place(session->iv).item);
    const struct firing *firings = NULL;
    size_t n = interview_checks(session->iv, &firings);
    for (size_t i = 0; i < n; i++) {
        uint32_t item = session->q->checks[firings[i].check].item;
        if (!firings[i].confirmed && item != NONE && session_screen_item(session, item) == here) {
            app_push(app, &screen_check, &firings[i]);
            return;
        }
    }
}

void session_forward(struct app *app, bool every)
{
    enum attempt attempt = interview_forward(app->session->iv, every);
    const struct firing *firing = session_firing(app->session);
    if ((attempt == ATTEMPT_BLOCKED || attempt == ATTEMPT_CHECK) && firing) {
        app_push(app, &screen_check, firing);
        return;
    }
    if (attempt == ATTEMPT_NOT_HERE) {
        bool open = session_open_here(app->session);
        app_say(app, STYLE_WARN, "%s",
                tr(open ? N_("Geef eerst een antwoord.") : N_("Verder is er nog niets.")));
        return;
    }
    if (session_done(app, attempt)) {
        session_show(app);
        check_here(app);
    }
}

void session_back(struct app *app)
{
    if (interview_back(app->session->iv)) {
        session_show(app);
    } else {
        app_say(app, STYLE_TEXT, "%s", tr("Dit is de eerste vraag."));
    }
}

void session_jump(struct app *app, struct place_in place)
{
    if (session_done(app, interview_jump(app->session->iv, place))) {
        session_saved(app);
        session_show(app);
    }
}

void session_key(struct app *app)
{
    if (app->session) {
        interview_key(app->session->iv);
    }
}

static void next_open(struct app *app)
{
    struct place_in place = interview_first_open(app->session->iv);
    if (place.item == NONE) {
        app_say(app, STYLE_OK, "%s", tr("Alle vragen op de weg zijn beantwoord."));
        return;
    }
    session_jump(app, place);
}

/* Takes back or does again, and goes where that was. */
static void undo(struct app *app, bool redo)
{
    struct place_in place = {NONE, 0};
    struct interview *iv = app->session->iv;
    unsigned language = interview_language(iv);
    enum attempt attempt = redo ? interview_redo(iv, &place) : interview_undo(iv, &place);
    if (attempt == ATTEMPT_NOT_HERE) {
        app_say(app, STYLE_TEXT, "%s",
                tr(redo ? N_("Er is niets om opnieuw te doen.") : N_("Er is niets om ongedaan te maken.")));
        return;
    }
    if (!session_done(app, attempt)) {
        return;
    }
    session_saved(app);
    if (interview_language(iv) != language) {
        session_follow_language(app->session);
    }
    session_show(app);
    struct str nr = session_name(app, app->scratch, place.item);
    app_say(app, STYLE_OK, tr(redo ? N_("Opnieuw gedaan: %.*s") : N_("Ongedaan gemaakt: %.*s")), STR_ARG(nr));
}

/* The language behind this one that has words; this one when there is no other. */
static unsigned language_behind(const struct app *app, unsigned language)
{
    unsigned n = app->session->q->codebook->languages_n;
    unsigned next = (language + 1) % n;
    while (next != language && !session_speaks(app, next)) {
        next = (next + 1) % n;
    }
    return next;
}

static void next_language(struct app *app)
{
    const struct codebook *codebook = app->session->q->codebook;
    unsigned next = language_behind(app, interview_language(app->session->iv));
    if (!session_done(app, interview_set_language(app->session->iv, next))) {
        return;
    }
    session_saved(app);
    session_follow_language(app->session);
    const struct language *language = &codebook->languages[next];
    bool shown = session_draws(app, next);
    app_say(app, shown ? STYLE_OK : STYLE_WARN,
            tr(shown ? N_("Taal van het interview: %.*s")
                     : N_("%.*s kan deze terminal niet tonen: gebruik de papieren kaart")),
            STR_ARG(shown ? language->name : language->id));
}

/* ---- verbs of every screen of an interview ---- */

static void offer_languages(const struct app *app, struct verb_list *list)
{
    unsigned own = session_own(app);
    if (language_behind(app, own) == own) {
        verb_refuse(list, VERB_VIEW, N_("Er is maar één taal met teksten."));
        verb_refuse(list, VERB_LANGUAGE, N_("Er is maar één taal met teksten."));
        return;
    }
    verb_offer(list, VERB_LANGUAGE, NULL);
    if (session_bilingual(app)) {
        verb_offer(list, VERB_VIEW, NULL);
    } else if (session_respondent(app) == own) {
        verb_refuse(list, VERB_VIEW, N_("Dit interview loopt in uw taal; Ctrl-O kiest een andere."));
    } else {
        verb_refuse(list, VERB_VIEW, N_("De andere taal kan deze terminal niet tonen."));
    }
}

void session_verbs(struct app *app, struct verb_list *list)
{
    if (!app->session) {
        return;
    }
    const struct app_layer *top = app_top(app);
    verb_offer(list, VERB_UNDO, NULL);
    verb_offer(list, VERB_REDO, NULL);
    if (!top || top->screen->popup) {
        return;
    }
    verb_offer(list, VERB_NEXT_OPEN, NULL);
    verb_offer(list, VERB_OVERVIEW, NULL);
    verb_offer(list, VERB_WHY, NULL);
    verb_offer(list, VERB_NOTE, NULL);
    offer_languages(app, list);
    verb_offer(list, VERB_BREAK_OFF, NULL);
}

void session_verb(struct app *app, enum verb verb)
{
    switch ((int)verb) {
    case VERB_UNDO:
        undo(app, false);
        return;
    case VERB_REDO:
        undo(app, true);
        return;
    case VERB_NEXT_OPEN:
        next_open(app);
        return;
    case VERB_OVERVIEW:
        app_push(app, &screen_overview, NULL);
        return;
    case VERB_WHY:
        app_push(app, &screen_why, NULL);
        return;
    case VERB_NOTE:
        app_push(app, &screen_remark, NULL);
        return;
    case VERB_VIEW:
        session_next_view(app);
        return;
    case VERB_LANGUAGE:
        next_language(app);
        return;
    case VERB_BREAK_OFF:
        app_push(app, &screen_break_off, NULL);
        return;
    default:
        return;
    }
}

void session_status(struct app *app, const struct pane *all, int row)
{
    const struct session *session = app->session;
    if (!session) {
        return;
    }
    if (session->practice) {
        pane_clip(all, row, 1, all->width - 2, STYLE_WARN,
                  str_from(tr("PROEFINTERVIEW: niets wordt bewaard.")));
    } else if (session->saved_ms == SAVING_FAILED) {
        pane_clip(all, row, 1, all->width - 2, STYLE_ERROR, str_from(tr("x Bewaren is niet gelukt")));
    } else if (session->saved_ms > 0) {
        struct str time = app_time(all->canvas->scratch, session->saved_ms);
        pane_format(all, row, 1, STYLE_OK, tr("bewaard %.*s"), STR_ARG(time));
    }
}
