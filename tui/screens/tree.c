#include "base/i18n.h"
#include "tui/coding.h"
#include "tui/popup.h"
#include "tui/question.h"
#include "tui/search.h"

/*
 * A code of a frame: by letters or digits of a code while something is typed, else by walking through the
 * tree, one level at a time: the arrow to the right goes below an entry, the one to the left above it.
 */
struct tree {
    struct arena *arena;
    struct tree_request request;
    const struct list *list;
    struct search search;
    struct str parent; /* its entries are shown; empty: the top */
    int32_t *below;    /* their positions */
    struct scroll scroll;
};

#define TREE_WIDTH 70
#define TREE_ROWS  16

static bool walking(const struct tree *self)
{
    return edit_empty(&self->search.edit);
}

static void show_below(struct tree *self, struct str parent, struct str cursor)
{
    size_t n = 0;
    size_t at = 0;
    self->parent = parent;
    for (size_t i = 0; i < self->list->n; i++) {
        const struct option *option = &self->list->options[i];
        if (str_equal(option->parent, parent)) {
            at = str_equal(option->code, cursor) ? n : at;
            self->below[n++] = (int32_t)i;
        }
    }
    scroll_fit(&self->scroll, n, self->scroll.rows);
    scroll_to(&self->scroll, at);
}

static void tree_open(struct app *app UNUSED, void *state, const void *arg)
{
    struct tree *self = state;
    self->arena = arena_new();
    self->request = *(const struct tree_request *)arg;
    self->list = work_frame(self->request.work);
    self->below = ARENA_ARRAY(self->arena, self->list->n + 1, int32_t);
    self->scroll.rows = 1;
    search_open(&self->search, self->list, NULL, 0);
    int32_t at = list_find_code(self->list, self->request.code);
    const struct option *option = at >= 0 ? &self->list->options[at] : NULL;
    show_below(self, option ? option->parent : STR_EMPTY, option ? option->code : STR_EMPTY);
}

static void tree_close(struct app *app UNUSED, void *state)
{
    struct tree *self = state;
    search_close(&self->search);
    arena_free(self->arena);
}

/* The position that Enter takes, or -1. */
static int32_t chosen(const struct tree *self)
{
    if (!walking(self)) {
        return search_certain(&self->search) ? search_chosen(&self->search) : -1;
    }
    return self->scroll.n > 0 ? self->below[self->scroll.cursor] : -1;
}

static void accept(struct app *app, const struct tree *self)
{
    int32_t at = chosen(self);
    struct tree_request request = self->request;
    if (at < 0) {
        app_say(app, STYLE_WARN, "%s",
                self->search.scroll.n > 0 ? tr("Kies met de pijltjes.")
                                          : tr("Niets gevonden met deze letters."));
        return;
    }
    struct str code = self->list->options[at].code;
    app_pop(app); /* frees self */
    request.chosen(app, request.context, code);
}

static void deeper(struct app *app, struct tree *self)
{
    int32_t at = chosen(self);
    struct str code = at >= 0 ? self->list->options[at].code : STR_EMPTY;
    for (size_t i = 0; at >= 0 && i < self->list->n; i++) {
        if (str_equal(self->list->options[i].parent, code)) {
            show_below(self, code, STR_EMPTY);
            return;
        }
    }
    app_say(app, STYLE_TEXT, "%s", tr("Hieronder staat niets meer."));
}

static void higher(struct app *app, struct tree *self)
{
    int32_t at = self->parent.len > 0 ? list_find_code(self->list, self->parent) : -1;
    if (at < 0) {
        app_say(app, STYLE_TEXT, "%s", tr("Dit is het hoogste niveau."));
        return;
    }
    show_below(self, self->list->options[at].parent, self->parent);
}

static void move(struct tree *self, int by, bool page)
{
    if (!walking(self)) {
        search_move(&self->search, by, page);
    } else if (page) {
        scroll_page(&self->scroll, by);
    } else {
        scroll_by(&self->scroll, by);
    }
}

static bool type(struct app *app, struct tree *self, const struct press *press)
{
    bool arrow = press->kind == PRESS_KEY && (press->key == SPECIAL_RIGHT || press->key == SPECIAL_LEFT);
    if (walking(self) && arrow) {
        (press->key == SPECIAL_RIGHT ? deeper : higher)(app, self);
        return true;
    }
    return search_press(&self->search, press) != EDIT_IGNORED;
}

static bool tree_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct tree *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_UP:
    case VERB_DOWN:
        move(self, verb == VERB_UP ? -1 : 1, false);
        return true;
    case VERB_PREVIOUS:
    case VERB_NEXT:
        move(self, verb == VERB_PREVIOUS ? -1 : 1, true);
        return true;
    case VERB_SHOW:
        if (chosen(self) >= 0) {
            app_push(app, &screen_define,
                     &(struct define_request){self->request.work, self->list->options[chosen(self)].code,
                                              NO_GROUP, 0});
        }
        return true;
    default:
        return type(app, self, press);
    }
}

static enum key_mode tree_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void tree_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct tree *self = state;
    list->lead = walking(self) ? tr("letters of code, pijl rechts = dieper") : tr("letters of code");
    verb_offer(list, VERB_ACCEPT, N_("neem"));
    if (chosen(self) >= 0) {
        verb_offer(list, VERB_SHOW, N_("uitleg"));
    }
    verb_offer(list, VERB_CLOSE, NULL);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_quiet(list, VERB_PREVIOUS);
    verb_quiet(list, VERB_NEXT);
}

static void draw_entry(const struct tree *self, const struct pane *inside, int row, int32_t at, bool here)
{
    const struct option *option = &self->list->options[at];
    struct str label = work_label(self->request.work, option->code);
    struct str word = search_word(inside->canvas->scratch, &self->search, at, label);
    /* The level shows where what was found lies; while walking all are of one level. */
    int left = walking(self) ? 2 : 1 + (int)work_level(self->request.work, option->code);
    int col = pane_format(inside, row, left, STYLE_TEXT, "%-5.*s ", STR_ARG(option->code));
    col = pane_clip(inside, row, col, inside->width - col, STYLE_TEXT, label);
    if (word.len > 0) {
        pane_clip(inside, row, col + 1, inside->width - col - 1, STYLE_DIM,
                  arena_format(inside->canvas->scratch, "(%.*s)", STR_ARG(word)));
    }
    if (here) {
        pane_text(inside, row, 0, STYLE_TEXT, STR(">"));
        pane_restyle(inside, row, 1, inside->width - 1, STYLE_FOCUS);
        pane_cursor(inside, row, 1);
    }
}

static struct str path_of(const struct tree *self, struct arena *arena)
{
    return self->parent.len == 0 ? str_from(tr("alle hoofdgroepen"))
                                 : coding_words(self->request.work, arena, self->parent);
}

static void tree_draw(struct app *app, void *state, const struct pane *body)
{
    struct tree *self = state;
    bool walks = walking(self);
    struct scroll *scroll = walks ? &self->scroll : &self->search.scroll;
    struct pane inside =
        popup_open(app, body, TREE_WIDTH, TREE_ROWS, str_from(tr(self->request.title)), STYLE_TITLE);
    int rows = inside.height - 2 < 1 ? 1 : inside.height - 2;
    scroll_fit(scroll, scroll->n, (size_t)rows);
    bool pointed = scroll->n > 0 && (walks || search_certain(&self->search));
    int field = inside.width < 40 ? inside.width : 40;
    field_draw(app, &inside, 0, 0, field, &self->search.edit, !pointed);
    if (walks) {
        pane_clip(&inside, 1, 0, inside.width, STYLE_TITLE, path_of(self, app->canvas->scratch));
    } else {
        pane_format(&inside, 1, 0, STYLE_DIM, trn("%zu treffer", "%zu treffers", scroll->n), scroll->n);
    }
    for (size_t i = scroll->top; i < scroll->n && i < scroll->top + (size_t)rows; i++) {
        int32_t at = walks ? self->below[i] : self->search.found[i];
        draw_entry(self, &inside, 2 + (int)(i - scroll->top), at, pointed && i == scroll->cursor);
    }
}

const struct screen screen_tree = {
    .name = "tree",
    .size = sizeof(struct tree),
    .popup = true,
    .open = tree_open,
    .draw = tree_draw,
    .key = tree_key,
    .verbs = tree_verbs,
    .mode = tree_mode,
    .close = tree_close,
};
