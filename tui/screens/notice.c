#include "base/i18n.h"
#include "tui/question.h"

/* Something to read out or to know; Enter goes on. */
struct notice {
    struct question question;
};

static void notice_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct notice *self = state;
    self->question = question_here(app);
}

static void accept(struct app *app, const struct notice *self)
{
    if (session_done(app, interview_pass(app->session->iv, self->question.place))) {
        session_saved(app);
        session_forward(app, false);
    }
}

static bool notice_key(struct app *app, void *state, const struct press *press UNUSED, enum verb verb)
{
    struct notice *self = state;
    if (verb == VERB_ACCEPT) {
        accept(app, self);
        return true;
    }
    return question_key(app, &self->question, verb);
}

static enum key_mode notice_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_CHOICE;
}

static void notice_verbs(struct app *app, void *state, struct verb_list *list)
{
    const struct notice *self = state;
    verb_offer(list, VERB_ACCEPT, NULL);
    question_verbs(app, &self->question, list);
}

static int draw_go_on(struct app *app UNUSED, void *state UNUSED, const struct pane *pane, int row,
                      struct focus *focus)
{
    struct margins margins = question_margins(pane);
    *focus = (struct focus){row, row};
    pane_format(pane, row, margins.left, STYLE_FOCUS, "> %s", tr("Enter = gelezen, verder"));
    pane_cursor(pane, row, margins.left);
    return row + 1;
}

static void notice_draw(struct app *app, void *state, const struct pane *body)
{
    struct notice *self = state;
    struct pane left = question_left(app, body);
    question_header(app, &self->question);
    question_flow(app, &self->question, &left, &(struct question_content){.draw = draw_go_on, .self = self});
    question_side(app, &self->question, body);
}

const struct screen screen_notice = {
    .name = "notice",
    .size = sizeof(struct notice),
    .open = notice_open,
    .draw = notice_draw,
    .key = notice_key,
    .verbs = notice_verbs,
    .mode = notice_mode,
};
