#include "base/i18n.h"
#include "tui/coding.h"
#include "tui/popup.h"

/* What a code means: its branch, examples; and all that is known of the answer in front. */
struct define {
    struct arena *arena;
    struct define_request request;
    int top; /* rows that are scrolled away */
    bool more;
};

#define DEFINE_WIDTH 70
#define DEFINE_ROWS  18

static void define_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct define *self = state;
    self->arena = arena_new();
    self->request = *(const struct define_request *)arg;
    self->request.code = arena_copy(self->arena, self->request.code);
}

static void define_close(struct app *app UNUSED, void *state)
{
    struct define *self = state;
    arena_free(self->arena);
}

static bool define_key(struct app *app, void *state, const struct press *press UNUSED, enum verb verb)
{
    struct define *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
    case VERB_CLOSE:
    case VERB_SHOW:
        app_pop(app);
        return true;
    case VERB_UP:
    case VERB_PREVIOUS:
        self->top -= self->top > 0;
        return true;
    case VERB_DOWN:
    case VERB_NEXT:
        self->top += self->more;
        return true;
    default:
        return false;
    }
}

static void define_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct define *self = state;
    verb_offer(list, VERB_ACCEPT, N_("terug"));
    if (self->more || self->top > 0) {
        verb_offer(list, VERB_DOWN, NULL);
    }
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_quiet(list, VERB_PREVIOUS);
    verb_quiet(list, VERB_NEXT);
    verb_quiet(list, VERB_SHOW);
    verb_quiet(list, VERB_CLOSE);
}

static int draw_title(const struct pane *pane, int row, const char *words)
{
    pane_clip(pane, row, 0, pane->width, STYLE_TITLE, str_from(tr(words)));
    return row + 1;
}

static int draw_code(const struct define *self, const struct pane *pane, int row)
{
    enum { EXAMPLES = 24 };
    struct work *work = self->request.work;
    struct str examples = coding_examples(work, pane->canvas->scratch, self->request.code, EXAMPLES);
    row = coding_draw_branch(pane, row, work, self->request.code);
    if (examples.len > 0) {
        row = draw_title(pane, row, N_("Voorbeelden"));
        row = pane_wrap(pane, row, 1, pane->width - 2, STYLE_TEXT, examples, false);
    }
    return row;
}

static int draw_answer(const struct define *self, const struct pane *pane, int row)
{
    enum { ALL = 1 << 14 };
    struct work *work = self->request.work;
    uint32_t group = self->request.group;
    const struct work_earlier *earlier = NULL;
    const struct work_line *lines = NULL;
    struct work_answer answer = work_answer(work, group, self->request.copy);
    row = draw_title(pane, row, N_("Het antwoord"));
    row = pane_wrap(pane, row, 1, pane->width - 2, STYLE_TEXT, answer.text, false);
    size_t n = work_context(work, group, self->request.copy, &lines);
    row = coding_lines(pane, row, ALL, lines, n);
    n = work_earlier(work, group, &earlier);
    if (n > 0) {
        row = draw_title(pane, row, N_("Vroeger zo gecodeerd"));
        row = coding_earlier(pane, row, ALL, earlier, n);
    }
    return row;
}

static int draw_all(const struct define *self, const struct pane *pane)
{
    int row = self->request.code.len > 0 ? draw_code(self, pane, 0) : 0;
    return self->request.group != NO_GROUP ? draw_answer(self, pane, row) : row;
}

static void define_draw(struct app *app, void *state, const struct pane *body)
{
    struct define *self = state;
    struct pane measure = *body;
    measure.width = popup_inside(app, body, DEFINE_WIDTH);
    measure.height = 0;
    int rows = draw_all(self, &measure);
    struct pane inside = popup_open(app, body, DEFINE_WIDTH, rows < DEFINE_ROWS ? rows : DEFINE_ROWS,
                                    str_from(tr("Uitleg")), STYLE_TITLE);
    int hidden = rows > inside.height ? rows - inside.height : 0;
    self->top = self->top < hidden ? self->top : hidden;
    self->more = self->top < hidden;
    inside.scroll = self->top;
    draw_all(self, &inside);
    pane_restyle(&inside, self->top, 0, inside.width, STYLE_FOCUS);
    pane_cursor(&inside, self->top, 0);
}

const struct screen screen_define = {
    .name = "define",
    .size = sizeof(struct define),
    .popup = true,
    .open = define_open,
    .draw = define_draw,
    .key = define_key,
    .verbs = define_verbs,
    .close = define_close,
};
