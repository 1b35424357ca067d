#include "base/i18n.h"
#include "tui/numbered.h"
#include "tui/question.h"

/*
 * The end: nothing is open any more, or a `stop:` was reached, or the interview was finished before and is
 * only read. What was confirmed, not known or noted is named once more.
 */
enum ending { ENDING_COMPLETE, ENDING_STOP, ENDING_BACK, ENDING_SUSPEND, ENDING_LEAVE, ENDINGS };

struct finish {
    enum ending choices[ENDINGS];
    size_t n;
    size_t cursor;
};

static const char *const ending_words[ENDINGS] = {
    [ENDING_COMPLETE] = N_("Afsluiten: volledig (daarna alleen nog lezen)"),
    [ENDING_STOP] = N_("Afsluiten: gestopt (daarna alleen nog lezen)"),
    [ENDING_BACK] = N_("Terug naar de vragen"),
    [ENDING_SUSPEND] = N_("Onderbreken, later verder"),
    [ENDING_LEAVE] = N_("Terug"),
};

static bool closed(const struct app *app)
{
    enum interview_status status = interview_status(app->session->iv);
    return status == INTERVIEW_COMPLETED || status == INTERVIEW_STOPPED;
}

static void finish_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct finish *self = state;
    if (closed(app)) {
        self->choices[self->n++] = ENDING_LEAVE;
        return;
    }
    /* Enter once too often must not end an interview: the rows that do are chosen on purpose. */
    self->cursor = 1;
    bool stop = interview_stop(app->session->iv).len > 0;
    self->choices[self->n++] = stop ? ENDING_STOP : ENDING_COMPLETE;
    self->choices[self->n++] = ENDING_BACK;
    self->choices[self->n++] = ENDING_SUSPEND;
}

static void leave(struct app *app, const char *words)
{
    bool practice = app->session->practice;
    session_close(app);
    app_say(app, STYLE_OK, "%s", tr(practice ? N_("Proefinterview afgelopen: er is niets bewaard.") : words));
}

static void complete(struct app *app)
{
    enum attempt attempt = interview_complete(app->session->iv);
    const struct firing *firing = session_firing(app->session);
    if (attempt == ATTEMPT_BLOCKED && firing) {
        app_push(app, &screen_check, firing);
    } else if (session_done(app, attempt)) {
        leave(app, N_("Interview volledig afgesloten en bewaard."));
    }
}

static void choose(struct app *app, const struct finish *self)
{
    switch (self->choices[self->cursor]) {
    case ENDING_COMPLETE:
        complete(app);
        return;
    case ENDING_STOP:
        if (session_done(app, interview_end_stopped(app->session->iv))) {
            leave(app, N_("Interview gestopt en bewaard."));
        }
        return;
    case ENDING_BACK:
        session_back(app);
        return;
    case ENDING_SUSPEND:
        app_push(app, &screen_break_off, NULL);
        return;
    case ENDING_LEAVE:
        session_close(app);
        return;
    case ENDINGS:
        return;
    }
}

static bool finish_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct finish *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        choose(app, self);
        return true;
    case VERB_PREVIOUS:
        session_back(app);
        return true;
    case VERB_CLOSE:
        if (closed(app)) {
            session_close(app);
        } else {
            app_say(app, STYLE_TEXT, "%s", tr("F12 onderbreekt het interview; alles blijft bewaard."));
        }
        return true;
    default:
        return numbered_key(&self->cursor, self->n, press, verb);
    }
}

static void finish_verbs(struct app *app, void *state UNUSED, struct verb_list *list)
{
    numbered_verbs(list);
    verb_offer(list, VERB_ACCEPT, N_("doe"));
    if (!closed(app)) {
        verb_offer(list, VERB_PREVIOUS, NULL);
    }
    verb_offer(list, VERB_OVERVIEW, NULL);
    if (closed(app)) {
        verb_offer(list, VERB_CLOSE, NULL);
    } else {
        verb_quiet(list, VERB_CLOSE); /* only says how one leaves */
    }
}

/* ---- drawing ---- */

struct totals {
    unsigned questions, answered, dont_know, refused, noted;
};

static void count_cell(const struct app *app, uint32_t slot, uint32_t row, struct totals *t)
{
    enum cell_state state = interview_cell(app->session->iv, slot, row)->state;
    t->dont_know += state == CELL_DONT_KNOW;
    t->refused += state == CELL_REFUSED;
}

/* Each row of a grid and of a roster is a question that was not answered, though its place is one. */
static void count_unanswered(const struct app *app, struct totals *t)
{
    const struct questionnaire *q = app->session->q;
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct item *item = &q->items[i];
        const uint32_t *rows = NULL;
        if (item->kind != ITEM_QUESTION || !item->variable) {
            continue;
        }
        if (item->roster == NONE) {
            count_cell(app, item->variable->slot, 0, t);
            continue;
        }
        size_t n = interview_rows(app->session->iv, item->roster, &rows);
        for (size_t k = 0; k < n; k++) {
            count_cell(app, item->variable->slot, rows[k], t);
        }
    }
}

static struct totals count(const struct app *app)
{
    struct totals t = {0};
    const struct route_entry *route = NULL;
    size_t n = interview_route(app->session->iv, &route);
    for (size_t i = 0; i < n; i++) {
        enum cell_state state = route[i].state;
        bool on = route[i].reached && state != CELL_NOT_APPLICABLE && state != CELL_PARKED;
        t.questions += on;
        t.answered += on && state == CELL_ANSWERED;
        t.noted += route[i].noted;
    }
    count_unanswered(app, &t);
    return t;
}

/* The question that a check is about: where it stands when it reads that one, else the first that it reads.
 * NONE: no question. */
static uint32_t question_of(const struct questionnaire *q, const struct check *check)
{
    uint32_t first = NONE;
    for (size_t i = 0; i < check->involves_n; i++) {
        uint32_t item = q->item_of_slot[check->involves[i]];
        bool question = item != NONE && q->items[item].kind == ITEM_QUESTION;
        if (question && item == check->item) {
            return item;
        }
        first = question && first == NONE ? item : first;
    }
    return first;
}

static struct str check_name(struct app *app, const struct firing *firing)
{
    const struct questionnaire *q = app->session->q;
    struct arena *arena = app->canvas->scratch;
    uint32_t item = question_of(q, &q->checks[firing->check]);
    if (item == NONE) {
        return q->checks[firing->check].id;
    }
    struct str nr = session_row_nr(app, arena, item);
    struct str label = session_label(app, arena, item, firing->row);
    return arena_format(arena, "%.*s  %.*s", STR_ARG(nr), STR_ARG(label));
}

static int draw_firings(struct app *app, const struct pane *pane, int row, int left)
{
    const struct firing *firings = NULL;
    size_t n = interview_checks(app->session->iv, &firings);
    unsigned hard = 0;
    unsigned soft = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_hard = app->session->q->checks[firings[i].check].kind == CHECK_HARD;
        hard += is_hard;
        soft += !is_hard;
    }
    pane_format(pane, row++, left, hard ? STYLE_ERROR : STYLE_OK,
                trn("%s %u harde fout", "%s %u harde fouten", hard), hard ? "x" : "v", hard);
    pane_format(pane, row++, left, soft ? STYLE_WARN : STYLE_TEXT,
                trn("! %u zachte controle", "! %u zachte controles", soft), soft);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &app->session->q->checks[firings[i].check];
        if (check->kind == CHECK_SOFT) {
            int most = (pane->width - left - 4) / 2;
            int col = pane_clip(pane, row, left + 4, most, STYLE_TEXT, check_name(app, &firings[i]));
            col = pane_format(pane, row, col + 2, STYLE_TEXT, "%s ",
                              tr(firings[i].confirmed ? N_("bevestigd:") : N_("nog niet bevestigd")));
            pane_clip(pane, row++, col, pane->width - col - 2, STYLE_TEXT, firings[i].reason);
        }
    }
    return row;
}

static int draw_totals(struct app *app, const struct pane *pane, int row, int left)
{
    struct totals t = count(app);
    pane_format(pane, row++, left, STYLE_TEXT,
                trn("%u vraag op de weg, %u beantwoord", "%u vragen op de weg, %u beantwoord", t.questions),
                t.questions, t.answered);
    row = draw_firings(app, pane, row, left);
    pane_format(pane, row++, left, STYLE_TEXT, tr("? %u keer weet niet   - %u keer wil niet zeggen"),
                t.dont_know, t.refused);
    pane_format(pane, row++, left, STYLE_TEXT, trn("* %u opmerking", "* %u opmerkingen", t.noted), t.noted);
    return row;
}

static struct str heading(struct app *app)
{
    struct interview *iv = app->session->iv;
    struct arena *arena = app->canvas->scratch;
    if (interview_status(iv) == INTERVIEW_COMPLETED) {
        return str_from(tr("Dit interview is volledig afgesloten; het kan alleen nog gelezen worden."));
    }
    if (interview_status(iv) == INTERVIEW_STOPPED) {
        return str_from(tr("Dit interview is gestopt; het kan alleen nog gelezen worden."));
    }
    struct str outcome = interview_stop(iv);
    if (outcome.len == 0) {
        return str_from(tr("Alle vragen op de weg zijn gesteld."));
    }
    const struct questionnaire *q = app->session->q;
    struct text text =
        stop_words(q, questionnaire_item(q, outcome), session_own(app), interview_facts(iv)->group);
    struct str words = session_own_text(app, arena, text, 0);
    return arena_format(arena, tr("Het interview stopt hier: %.*s"), STR_ARG(words.len ? words : outcome));
}

static int draw_choices(const struct finish *self, const struct pane *pane, int row, int left, int *focus)
{
    for (size_t i = 0; i < self->n; i++, row++) {
        bool here = i == self->cursor;
        numbered_row(pane, row, left, pane->width - 2, i, here, tr(ending_words[self->choices[i]]));
        *focus = here ? row : *focus;
    }
    return row;
}

static int draw_all(struct app *app, const struct finish *self, const struct pane *pane, int *focus)
{
    bool roomy = app->canvas->height >= 20;
    struct margins margins = question_margins(pane);
    int row =
        pane_wrap(pane, roomy, margins.left, margins.width, STYLE_QUESTION, heading(app), false) + roomy;
    if (!roomy) {
        row = draw_choices(self, pane, row, margins.left, focus);
        return draw_totals(app, pane, row, margins.left);
    }
    row = draw_totals(app, pane, row, margins.left + 2) + 1;
    return draw_choices(self, pane, row, margins.left, focus);
}

static void finish_draw(struct app *app, void *state, const struct pane *body)
{
    const struct finish *self = state;
    struct arena *arena = app->canvas->scratch;
    const struct session *session = app->session;
    int64_t minutes = (app->clock.wall_ms(app->clock.context) - session->begun_ms) / 60000;
    struct str title = session_title(app, arena);
    struct str left = arena_format(arena, "%.*s · %s", STR_ARG(title), tr("einde van het interview"));
    app_header(app, left, arena_format(arena, tr("open sinds %d min"), (int)minutes));
    int focus = 0;
    struct pane measure = *body;
    measure.height = 0;
    draw_all(app, self, &measure, &focus);
    struct pane shown = *body;
    int wanted = focus + (int)(self->n - self->cursor);
    shown.scroll = wanted > body->height ? wanted - body->height : 0;
    shown.scroll = shown.scroll > focus ? focus : shown.scroll;
    draw_all(app, self, &shown, &focus);
}

const struct screen screen_finish = {
    .name = "finish",
    .size = sizeof(struct finish),
    .open = finish_open,
    .draw = finish_draw,
    .key = finish_key,
    .verbs = finish_verbs,
};
