#include "base/i18n.h"
#include "tui/numbered.h"
#include "tui/popup.h"
#include "tui/question.h"

/* Why the interview stops here: one of the usual reasons, or in words. All answers are on disk already. */
struct break_off {
    size_t cursor;
    struct edit edit;
};

static const char *const reasons[] = {
    N_("geen tijd meer, later verder"), N_("de respondent wil niet verder"),
    N_("iemand kwam erbij of stoort"),  N_("taalprobleem"),
    N_("technisch probleem"),
};
#define OTHER      ARRAY_LEN(reasons) /* the row where it is typed */
#define REASON_MAX 200
#define BOX_WIDTH  62

static void break_off_open(struct app *app UNUSED, void *state, const void *arg UNUSED)
{
    struct break_off *self = state;
    edit_start(&self->edit, REASON_MAX, false);
}

static void break_off_close(struct app *app UNUSED, void *state)
{
    struct break_off *self = state;
    edit_free(&self->edit);
}

static void accept(struct app *app, struct break_off *self)
{
    struct str typed = str_trim(edit_text(&self->edit));
    /* Reasons are kept in the language of the program's texts, whatever the interface speaks. */
    struct str reason = self->cursor == OTHER ? typed : str_from(reasons[self->cursor]);
    if (reason.len == 0) {
        app_say(app, STYLE_WARN, "%s", tr("Schrijf kort waarom het interview stopt."));
        return;
    }
    bool practice = app->session->practice;
    if (!session_done(app, interview_suspend(app->session->iv, reason))) {
        return;
    }
    session_close(app);
    app_say(app, STYLE_OK, "%s",
            tr(practice ? N_("Proefinterview gestopt.") : N_("Interview onderbroken; alles is bewaard.")));
}

static bool break_off_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct break_off *self = state;
    bool typing = self->cursor == OTHER;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    default:
        return (typing && verb == VERB_NONE && field_press(app, &self->edit, press) != EDIT_IGNORED) ||
               numbered_key(&self->cursor, OTHER + 1, press, verb);
    }
}

static enum key_mode break_off_mode(struct app *app UNUSED, void *state)
{
    const struct break_off *self = state;
    return self->cursor == OTHER ? MODE_TEXT : MODE_LIST;
}

static void break_off_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct break_off *self = state;
    numbered_verbs(list);
    list->lead = self->cursor == OTHER ? NULL : list->lead;
    verb_offer(list, VERB_ACCEPT, N_("onderbreek"));
    verb_offer(list, VERB_CLOSE, N_("terug naar de vraag"));
}

static void break_off_draw(struct app *app, void *state, const struct pane *body)
{
    struct break_off *self = state;
    struct pane inside = popup_open(app, body, BOX_WIDTH, (int)OTHER + 3,
                                    str_from(tr("Interview onderbreken: waarom?")), STYLE_TITLE);
    int row = 0;
    for (size_t i = 0; i < OTHER; i++, row++) {
        numbered_row(&inside, row, 0, inside.width, i, i == self->cursor, tr(reasons[i]));
    }
    bool other = self->cursor == OTHER;
    int col =
        pane_format(&inside, row, 0, STYLE_TEXT, "%s %zu  %s ", other ? ">" : " ", OTHER + 1, tr("andere:"));
    field_draw(app, &inside, row++, col, inside.width - col, &self->edit, other);
    pane_wrap(&inside, row + (inside.height > row + 1), 0, inside.width, STYLE_DIM,
              str_from(tr("Alles is bewaard; u gaat later verder op deze vraag.")), false);
}

const struct screen screen_break_off = {
    .name = "break_off",
    .size = sizeof(struct break_off),
    .popup = true,
    .open = break_off_open,
    .draw = break_off_draw,
    .key = break_off_key,
    .verbs = break_off_verbs,
    .mode = break_off_mode,
    .close = break_off_close,
};
