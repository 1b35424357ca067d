#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/list.h"
#include "tui/question.h"

/*
 * The whole interview: its blocks, the questions in them, their state in a letter and a word. Typing
 * searches, Enter goes there, Left and Right fold a block. What lies off the road says so; Ctrl-W tells why.
 */
struct line {
    bool block;
    uint32_t item;            /* of the block, or NONE for what stands outside all */
    struct route_entry entry; /* of a question */
    uint32_t done, all;       /* of a block */
};

struct overview {
    struct arena *arena;
    struct edit search;
    struct line *lines; /* shown ones */
    struct scroll scroll;
    bool *folded; /* per item: of blocks */
    uint32_t items_n;
};

#define SEARCH_LENGTH 40

/* The outermost block an item stands in, or NONE. */
static uint32_t block_of(const struct questionnaire *q, uint32_t item)
{
    uint32_t block = NONE;
    for (uint32_t i = item; i != NONE; i = q->items[i].parent) {
        block = q->items[i].kind == ITEM_BLOCK ? i : block;
    }
    return block;
}

static bool counts(const struct route_entry *entry)
{
    return entry->reached && entry->state != CELL_NOT_APPLICABLE && entry->state != CELL_PARKED;
}

/* ---- which lines ---- */

static bool matches(struct app *app, const struct overview *self, const struct route_entry *entry,
                    struct str wanted)
{
    const struct item *item = &app->session->q->items[entry->place.item];
    struct str words = session_label(app, self->arena, entry->place.item, entry->place.row);
    struct str text =
        arena_format(self->arena, "%.*s %.*s %.*s", STR_ARG(item->nr), STR_ARG(item->id), STR_ARG(words));
    struct str folded = utf8_fold(self->arena, text);
    return str_find(folded, wanted, 0) < folded.len;
}

static void add_question(struct app *app, struct overview *self, const struct route_entry *entry,
                         struct str wanted, struct line *block)
{
    const struct line question = {.item = NONE, .entry = *entry};
    bool shown = wanted.len ? matches(app, self, entry, wanted) : !block || !self->folded[block->item];
    if (block && counts(entry)) {
        block->all++;
        block->done += entry->state != CELL_OPEN;
    }
    if (shown) {
        self->lines[self->scroll.n++] = question;
    }
}

/* A line for each block that begins, and its questions below. */
static void build(struct app *app, struct overview *self)
{
    const struct questionnaire *q = app->session->q;
    const struct route_entry *route = NULL;
    size_t n = interview_route(app->session->iv, &route);
    struct str typed = edit_text(&self->search);
    struct str wanted = utf8_fold(self->arena, typed);
    uint32_t current = NONE;
    struct line *block = NULL;
    size_t cursor = self->scroll.cursor;
    self->lines = ARENA_ARRAY(self->arena, 2 * n + 1, struct line);
    self->scroll.n = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t in = block_of(q, route[i].place.item);
        if (in != current) {
            current = in;
            block = NULL;
            if (in != NONE && wanted.len == 0) {
                block = &self->lines[self->scroll.n++];
                *block = (struct line){.block = true, .item = in};
            }
        }
        add_question(app, self, &route[i], wanted, block);
    }
    self->scroll.cursor = cursor;
    scroll_fit(&self->scroll, self->scroll.n, self->scroll.rows);
}

static void to_place(struct overview *self, struct place_in place)
{
    for (size_t i = 0; i < self->scroll.n; i++) {
        const struct line *line = &self->lines[i];
        if (!line->block && line->entry.place.item == place.item && line->entry.place.row == place.row) {
            scroll_to(&self->scroll, i);
            return;
        }
    }
}

/* Blocks other than the one where we are begin folded. */
static void fold_others(struct app *app, struct overview *self, struct place_in here)
{
    const struct questionnaire *q = app->session->q;
    uint32_t own = here.item == NONE ? NONE : block_of(q, here.item);
    for (uint32_t i = 0; i < q->items_n; i++) {
        self->folded[i] = i != own;
    }
}

static void overview_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct overview *self = state;
    struct place_in here = interview_place(app->session->iv);
    self->arena = arena_new();
    self->items_n = app->session->q->items_n;
    self->folded = ARENA_ARRAY(self->arena, self->items_n + 1, bool);
    self->scroll.rows = 1;
    here.item = session_screen_item(app->session, here.item);
    edit_start(&self->search, SEARCH_LENGTH, false);
    fold_others(app, self, here);
    build(app, self);
    to_place(self, here);
}

static void overview_close(struct app *app UNUSED, void *state)
{
    struct overview *self = state;
    edit_free(&self->search);
    arena_free(self->arena);
}

/* ---- keys ---- */

static const struct line *current(const struct overview *self)
{
    return self->scroll.n > 0 ? &self->lines[self->scroll.cursor] : NULL;
}

static void fold(struct app *app, struct overview *self, bool folded)
{
    const struct line *line = current(self);
    if (!line) {
        return;
    }
    uint32_t block = line->block ? line->item : block_of(app->session->q, line->entry.place.item);
    if (block == NONE) {
        return;
    }
    self->folded[block] = folded;
    build(app, self);
    for (size_t i = 0; i < self->scroll.n; i++) {
        if (self->lines[i].block && self->lines[i].item == block) {
            scroll_to(&self->scroll, i);
        }
    }
}

static void accept(struct app *app, struct overview *self)
{
    const struct line *line = current(self);
    if (!line) {
        return;
    }
    if (line->block) {
        fold(app, self, !self->folded[line->item]);
        return;
    }
    if (!line->entry.reached) {
        app_say(app, STYLE_WARN, "%s", tr("Zover is het interview nog niet."));
    } else if (!counts(&line->entry)) {
        app_say(app, STYLE_WARN, "%s", tr("Deze vraag ligt niet op de weg. Ctrl-W toont waarom."));
    } else {
        session_jump(app, line->entry.place);
    }
}

static void next_open(struct app *app, struct overview *self)
{
    struct place_in place = interview_first_open(app->session->iv);
    if (place.item == NONE) {
        app_say(app, STYLE_OK, "%s", tr("Alle vragen op de weg zijn beantwoord."));
        return;
    }
    edit_set(&self->search, STR_EMPTY);
    uint32_t block = block_of(app->session->q, place.item);
    if (block != NONE) {
        self->folded[block] = false;
    }
    build(app, self);
    to_place(self, place);
}

static void open_why(struct app *app, const struct overview *self)
{
    const struct line *line = current(self);
    if (line && !line->block) {
        app_push(app, &screen_why, &line->entry.place);
    } else {
        app_say(app, STYLE_TEXT, "%s", tr("Kies eerst een vraag."));
    }
}

static bool type(struct app *app, struct overview *self, const struct press *press)
{
    bool folds = press->kind == PRESS_KEY && edit_empty(&self->search);
    if (folds && (press->key == SPECIAL_LEFT || press->key == SPECIAL_RIGHT)) {
        fold(app, self, press->key == SPECIAL_LEFT);
        return true;
    }
    enum edit_result result = edit_press(&self->search, press);
    if (result == EDIT_CHANGED) {
        self->scroll.cursor = 0;
        build(app, self);
        if (edit_empty(&self->search)) {
            to_place(self, interview_place(app->session->iv));
        }
    }
    return result != EDIT_IGNORED;
}

static bool overview_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct overview *self = state;
    switch ((int)verb) {
    case VERB_ACCEPT:
        accept(app, self);
        return true;
    case VERB_CLOSE:
    case VERB_OVERVIEW:
        app_pop(app);
        return true;
    case VERB_UP:
        scroll_by(&self->scroll, -1);
        return true;
    case VERB_DOWN:
        scroll_by(&self->scroll, 1);
        return true;
    case VERB_PREVIOUS:
        scroll_page(&self->scroll, -1);
        return true;
    case VERB_NEXT:
        scroll_page(&self->scroll, 1);
        return true;
    case VERB_NEXT_OPEN:
        next_open(app, self);
        return true;
    case VERB_WHY:
        open_why(app, self);
        return true;
    case VERB_NONE:
        return type(app, self, press);
    default:
        return false;
    }
}

static enum key_mode overview_mode(struct app *app UNUSED, void *state UNUSED)
{
    return MODE_TEXT;
}

static void overview_verbs(struct app *app UNUSED, void *state UNUSED, struct verb_list *list)
{
    list->lead = tr("typ om te zoeken");
    verb_offer(list, VERB_ACCEPT, N_("ga naar"));
    verb_offer(list, VERB_NEXT_OPEN, N_("open"));
    verb_offer(list, VERB_WHY, NULL);
    verb_offer(list, VERB_CLOSE, NULL);
    verb_offer(list, VERB_OVERVIEW, N_("terug"));
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_offer(list, VERB_PREVIOUS, NULL);
    verb_offer(list, VERB_NEXT, NULL);
}

/* ---- drawing ---- */

#define BAR_CELLS 10

static char state_letter(const struct route_entry *entry)
{
    static const char letters[CELL_STATES] = {
        [CELL_NOT_REACHED] = ' ',    [CELL_OPEN] = 'o',           [CELL_ANSWERED] = 'V',
        [CELL_DONT_KNOW] = '?',      [CELL_REFUSED] = '-',        [CELL_PARKED] = '.',
        [CELL_NOT_APPLICABLE] = '.', [CELL_NOT_IN_VERSION] = '.', [CELL_NOT_IN_VARIANT] = '.',
    };
    return entry->checked ? '!' : letters[entry->state];
}

static struct str answer_words(struct app *app, const struct route_entry *entry)
{
    struct arena *arena = app->canvas->scratch;
    struct str answer = session_answer(app, arena, entry->place);
    if (entry->state == CELL_PARKED) {
        return arena_format(arena, tr("(opzij gezet: %.*s)"), STR_ARG(answer));
    }
    if (entry->reached && entry->state == CELL_NOT_APPLICABLE) {
        return str_from(tr("(niet op de weg)"));
    }
    if (entry->state == CELL_OPEN) {
        return str_from(tr("open"));
    }
    return entry->reached ? answer : STR_EMPTY;
}

static void draw_question(struct app *app, const struct pane *pane, int row, const struct line *line)
{
    struct arena *arena = app->canvas->scratch;
    const struct route_entry *entry = &line->entry;
    const struct item *item = &app->session->q->items[entry->place.item];
    bool wide = pane->width >= 60;
    int left = wide ? 5 : 2;
    int answer_col = pane->width * (wide ? 6 : 5) / 10;
    struct str nr = session_nr(item);
    struct str number =
        entry->place.row ? arena_format(arena, "%.*s/%u", STR_ARG(nr), (unsigned)entry->place.row) : nr;
    int col = pane_clip(pane, row, left, 10, STYLE_TEXT, number);
    col = col < left + 6 ? left + 6 : col + 1;
    col = pane_format(pane, row, col, STYLE_TEXT, "%c%s ", state_letter(entry), entry->noted ? "*" : " ");
    pane_clip(pane, row, col, answer_col - col - 1, STYLE_TEXT,
              session_label(app, arena, entry->place.item, entry->place.row));
    pane_clip(pane, row, answer_col, pane->width - answer_col - 1, STYLE_TEXT, answer_words(app, entry));
}

static void draw_block(struct app *app, const struct overview *self, const struct pane *pane, int row,
                       const struct line *line)
{
    struct arena *arena = app->canvas->scratch;
    int bar = pane->width >= 60 ? pane->width * 6 / 10 : pane->width - 8;
    struct str title = session_label(app, arena, line->item, 0);
    pane_text(pane, row, 2, STYLE_TEXT, str_from(self->folded[line->item] ? "+" : "v"));
    pane_clip(pane, row, 4, bar - 5, STYLE_TITLE, title);
    if (line->all == 0) {
        pane_text(pane, row, bar, STYLE_DIM, str_from(tr("nog niet")));
        return;
    }
    if (pane->width >= 60) {
        int filled = (int)((uint64_t)BAR_CELLS * line->done / line->all);
        for (int i = 0; i < BAR_CELLS; i++) {
            pane_text(pane, row, bar + i, STYLE_TEXT, str_from(i < filled ? "#" : "-"));
        }
        bar += BAR_CELLS + 2;
    }
    pane_format(pane, row, bar, STYLE_TEXT, "%2u/%u", (unsigned)line->done, (unsigned)line->all);
}

static void draw_line(struct app *app, struct overview *self, const struct pane *pane, size_t i, int row)
{
    const struct line *line = &self->lines[i];
    bool here = i == self->scroll.cursor;
    if (line->block) {
        draw_block(app, self, pane, row, line);
    } else {
        draw_question(app, pane, row, line);
    }
    if (here) {
        pane_text(pane, row, 1, STYLE_TEXT, STR(">"));
        pane_restyle(pane, row, 2, pane->width - 3, STYLE_FOCUS);
        pane_cursor(pane, row, 2);
    }
}

static void draw_header(struct app *app)
{
    struct arena *arena = app->canvas->scratch;
    uint32_t done = 0;
    uint32_t all = 0;
    interview_progress(app->session->iv, &done, &all);
    struct str title = session_title(app, arena);
    struct str left = arena_format(arena, "%.*s · %s", STR_ARG(title), tr("overzicht"));
    app_header(app, left, arena_format(arena, tr("%u op de weg, %u klaar"), (unsigned)all, (unsigned)done));
}

static void overview_draw(struct app *app, void *state, const struct pane *body)
{
    struct overview *self = state;
    int legend = body->height >= 16;
    int rows = body->height - 1 - legend;
    struct pane list = pane_part(body, 1, 0, body->width, rows);
    draw_header(app);
    int col = pane_format(body, 0, 1, STYLE_TEXT, "%s ", tr("Zoek"));
    bool empty = self->scroll.n == 0;
    field_draw(app, body, 0, col, 24, &self->search, empty);
    if (body->width >= 60) {
        pane_text_right(body, 0, body->width - 1, STYLE_DIM, str_from(tr("F3 volgende open")));
    }
    scroll_fit(&self->scroll, self->scroll.n, rows < 1 ? 1 : (size_t)rows);
    for (size_t i = self->scroll.top; i < self->scroll.n && i < self->scroll.top + self->scroll.rows; i++) {
        draw_line(app, self, &list, i, (int)(i - self->scroll.top));
    }
    if (legend) {
        pane_clip(
            body, body->height - 1, 1, body->width - 2, STYLE_DIM,
            str_from(tr("V antwoord ? weet niet - wil niet ! controle o open . niet op weg * opmerking")));
    }
}

const struct screen screen_overview = {
    .name = "overview",
    .size = sizeof(struct overview),
    .open = overview_open,
    .draw = overview_draw,
    .key = overview_key,
    .verbs = overview_verbs,
    .mode = overview_mode,
    .close = overview_close,
};
