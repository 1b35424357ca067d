#include "base/i18n.h"
#include "tui/coding.h"
#include "tui/popup.h"
#include "tui/question.h"

/* A rule: words that give a code. The first Enter tells what it would touch, the second one keeps it. */
struct rule {
    struct arena *arena;
    struct rule_request request;
    struct edit edit;
    bool tried; /* `reach` is of what stands there */
    struct work_reach reach;
};

enum { RULE_WIDTH = 66, RULE_ROWS = 9, RULE_LENGTH = 200 };

static void rule_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct rule *self = state;
    self->arena = arena_new();
    self->request = *(const struct rule_request *)arg;
    self->request.code = arena_copy(self->arena, self->request.code);
    edit_start(&self->edit, RULE_LENGTH, false);
    edit_set(&self->edit, self->request.words);
}

static void rule_close(struct app *app UNUSED, void *state)
{
    struct rule *self = state;
    edit_free(&self->edit);
    arena_free(self->arena);
}

static void try_out(struct app *app, struct rule *self, struct str pattern)
{
    enum work_result result = work_try_rule(self->request.work, pattern, self->request.code, &self->reach);
    self->tried = result == WORK_DONE;
    if (self->tried) {
        app_say(app, STYLE_TEXT, "%s", tr("Nog eens Enter bewaart de regel."));
    } else {
        coding_fault(app, self->request.work, result);
    }
}

static void keep(struct app *app, struct rule *self, struct str pattern)
{
    enum work_result result = work_add_rule(self->request.work, pattern, self->request.code);
    if (result != WORK_DONE) {
        coding_fault(app, self->request.work, result);
        return;
    }
    struct str words = arena_copy(app->scratch, pattern);
    app_pop(app); /* frees self */
    app_say(app, STYLE_OK, tr("Regel \"%.*s\" bewaard."), STR_ARG(words));
}

static void accept(struct app *app, struct rule *self)
{
    struct str pattern = str_trim(edit_text(&self->edit));
    if (self->tried) {
        keep(app, self, pattern);
    } else {
        try_out(app, self, pattern);
    }
}

static bool rule_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct rule *self = state;
    enum edit_result result = EDIT_IGNORED;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    default:
        result = field_press(app, &self->edit, press);
        self->tried &= result != EDIT_CHANGED;
        return result != EDIT_IGNORED;
    }
}

static enum key_mode rule_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void rule_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct rule *self = state;
    verb_offer(list, VERB_ACCEPT, self->tried ? N_("bewaar de regel") : N_("wat raakt dit?"));
    verb_offer(list, VERB_CLOSE, NULL);
}

/* Those that contradict come first. */
static void draw_reach(const struct rule *self, const struct pane *inside, int row)
{
    struct arena *arena = inside->canvas->scratch;
    const struct work_reach *reach = &self->reach;
    pane_clip(inside, row++, 0, inside->width, STYLE_TEXT,
              arena_format(arena, tr("raakt %u antwoorden (%u open); al zo gecodeerd %u, anders %u"),
                           (unsigned)reach->answers, (unsigned)reach->open, (unsigned)reach->same,
                           (unsigned)reach->against));
    for (uint32_t i = 0; i < reach->groups && row < inside->height; i++, row++) {
        struct work_group group = work_group(self->request.work, reach->ids[i]);
        bool against = i < reach->against_n;
        pane_clip(inside, row, 0, inside->width, against ? STYLE_WARN : STYLE_TEXT,
                  arena_format(arena, "%s %.*s  %u x  %.*s", against ? "!" : " ", STR_ARG(group.text),
                               (unsigned)group.answers, STR_ARG(group.codes)));
    }
}

static void rule_draw(struct app *app, void *state, const struct pane *body)
{
    struct rule *self = state;
    struct arena *arena = app->canvas->scratch;
    struct str title = arena_format(arena, tr("Een regel voor %.*s"),
                                    STR_ARG(coding_words(self->request.work, arena, self->request.code)));
    struct pane inside = popup_open(app, body, RULE_WIDTH, RULE_ROWS, title, STYLE_TITLE);
    pane_clip(&inside, 0, 0, inside.width, STYLE_TEXT,
              str_from(tr("alle woorden moeten er staan; * = letters: kuis* ziekenhuis")));
    field_draw(app, &inside, 1, 0, inside.width, &self->edit, true);
    if (self->tried) {
        draw_reach(self, &inside, 2);
    }
}

const struct screen screen_rule = {
    .name = "rule",
    .size = sizeof(struct rule),
    .popup = true,
    .open = rule_open,
    .draw = rule_draw,
    .key = rule_key,
    .verbs = rule_verbs,
    .mode = rule_mode,
    .close = rule_close,
};
