#include "tui/roster_table.h"

#include "base/i18n.h"
#include "tui/tongues.h"

const struct route_entry *roster_route(struct app *app, struct place_in place)
{
    const struct route_entry *route = NULL;
    size_t n = interview_route(app->session->iv, &route);
    for (size_t i = 0; i < n; i++) {
        if (route[i].place.item == place.item && route[i].place.row == place.row) {
            return &route[i];
        }
    }
    return NULL;
}

#define NUMBER_WIDTH 4
#define COLUMN_MIN   6

/* How wide a column would like to be. */
static int wish(const struct variable *v)
{
    switch (v->type) {
    case VARIABLE_TEXT:
        return 16;
    case VARIABLE_CODE:
        return v->list->frame ? 14 : 13;
    case VARIABLE_DATE:
        return 12;
    case VARIABLE_SET:
        return 14;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
    case VARIABLE_TIME:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
    return 8;
}

/* Widths of the columns in `room` cells; false when they do not fit. */
static bool widths(struct app *app, const struct roster_table *self, int room, int *out)
{
    int wishes = 0;
    int columns = (int)self->columns_n;
    for (size_t i = 0; i < self->columns_n; i++) {
        wishes += wish(app->session->q->items[self->columns[i]].variable);
    }
    room -= columns;
    for (size_t i = 0; i < self->columns_n; i++) {
        int wanted = wish(app->session->q->items[self->columns[i]].variable);
        out[i] = wanted * room / wishes;
        if (out[i] < COLUMN_MIN) {
            return false;
        }
    }
    return !app->screen_reader;
}

/* Its number, or "rij". */
static struct str row_name(struct app *app, const struct roster_table *self, uint32_t row)
{
    struct str name = STR_EMPTY;
    if (self->def->title_slot != NONE) {
        uint32_t item = app->session->q->item_of_slot[self->def->title_slot];
        name = session_answer(app, app->canvas->scratch, (struct place_in){item, row});
    }
    return arena_format(app->canvas->scratch, "%u %.*s", (unsigned)row, STR_ARG(name));
}

static bool is_focus(const struct roster_table *self, struct place_in place)
{
    return place.item == self->question.place.item && place.row == self->question.place.row;
}

static void draw_value(struct app *app, struct roster_table *self, const struct pane *pane, int row, int col,
                       int width, struct place_in place)
{
    if (is_focus(self, place) && self->said == CELL_ANSWERED) {
        field_draw(app, pane, row, col, width, &self->edit, true);
        return;
    }
    if (is_focus(self, place)) {
        int end =
            pane_clip(pane, row, col, width, STYLE_FOCUS,
                      str_from(tr(self->said == CELL_DONT_KNOW ? N_("weet niet") : N_("wil niet zeggen"))));
        pane_restyle(pane, row, end, col + width - end, STYLE_FOCUS);
        pane_cursor(pane, row, col);
        return;
    }
    const struct route_entry *entry = roster_route(app, place);
    if (entry && entry->reached) {
        pane_clip(pane, row, col, width, STYLE_TEXT, session_answer(app, app->canvas->scratch, place));
    }
}

/* A label above its column, in two rows where it has words to wrap; what is longer ends in an ellipsis. */
static int draw_head(struct arena *arena, const struct pane *pane, int row, int col, int width,
                     struct str label)
{
    const struct str *lines = NULL;
    size_t n = text_wrap(arena, label, width, &lines);
    bool words = n > 1 && lines[1].ptr[-1] == ' ';
    if (!words) {
        pane_clip(pane, row, col, width, STYLE_TITLE, label);
        return row + 1;
    }
    size_t from = (size_t)(lines[1].ptr - label.ptr);
    pane_clip(pane, row, col, width, STYLE_TITLE, lines[0]);
    pane_clip(pane, row + 1, col, width, STYLE_TITLE, str_slice(label, from, label.len));
    return row + 2;
}

static int draw_heads(struct app *app, const struct roster_table *self, const struct pane *pane, int row,
                      const int *width)
{
    struct arena *arena = app->canvas->scratch;
    bool roomy = app->canvas->height >= 20;
    int col = question_margins(pane).left + NUMBER_WIDTH;
    int behind = row + 1;
    for (size_t i = 0; i < self->columns_n; i++) {
        struct str label = session_label(app, arena, self->columns[i], 0);
        if (roomy) {
            int end = draw_head(arena, pane, row, col, width[i], label);
            behind = end > behind ? end : behind;
        } else {
            pane_clip(pane, row, col, width[i], STYLE_TITLE, label);
        }
        col += width[i] + 1;
    }
    return behind;
}

static int draw_table(struct app *app, struct roster_table *self, const struct pane *pane, int row,
                      const int *width, struct focus *focus)
{
    struct margins margins = question_margins(pane);
    const uint32_t *ids = NULL;
    size_t n = interview_rows(app->session->iv, self->def->index, &ids);
    int col = margins.left + NUMBER_WIDTH;
    row = draw_heads(app, self, pane, row, width);
    for (size_t r = 0; r < n; r++, row++) {
        bool here = ids[r] == self->question.place.row;
        pane_format(pane, row, margins.left - 1, STYLE_TEXT, "%s%2u", here ? ">" : " ", (unsigned)ids[r]);
        col = margins.left + NUMBER_WIDTH;
        for (size_t i = 0; i < self->columns_n; i++) {
            draw_value(app, self, pane, row, col, width[i], (struct place_in){self->columns[i], ids[r]});
            col += width[i] + 1;
        }
        if (here) {
            *focus = (struct focus){row, row};
        }
    }
    return row;
}

/* The row with the focus as a form. */
static int draw_form(struct app *app, struct roster_table *self, const struct pane *pane, int row,
                     struct focus *focus)
{
    struct margins margins = question_margins(pane);
    struct place_in place = self->question.place;
    int half = margins.width / 2;
    pane_clip(pane, row++, margins.left, margins.width, STYLE_TITLE, row_name(app, self, place.row));
    for (size_t i = 0; i < self->columns_n; i++, row++) {
        place.item = self->columns[i];
        bool here = is_focus(self, place);
        pane_text(pane, row, margins.left - 1, STYLE_TEXT, str_from(here ? ">" : " "));
        pane_clip(pane, row, margins.left + 1, half - 2, STYLE_TEXT,
                  session_label(app, app->canvas->scratch, place.item, place.row));
        draw_value(app, self, pane, row, margins.left + half, margins.width - half, place);
        if (here) {
            *focus = (struct focus){row, row};
        }
    }
    return row;
}

/* The codes that can be typed in this cell, where the list is short. */
static int draw_codes(struct app *app, const struct roster_table *self, const struct pane *pane, int row)
{
    const struct question *q = &self->question;
    struct margins margins = question_margins(pane);
    const int32_t *options = NULL;
    if (q->variable->type != VARIABLE_CODE || q->variable->list->frame) {
        return row;
    }
    size_t n = interview_options(app->session->iv, q->place, &options);
    if (session_rtl(app) && session_view(app) != VIEW_BOTH) {
        struct wording all = wording_scale(app, q->place, options, n, -1);
        return pane_wrap(pane, row, margins.left, margins.width, STYLE_DIM, all.first, true);
    }
    int col = margins.left;
    for (size_t i = 0; i < n; i++) {
        struct wording words = wording_option(app, q->place.item, options[i], q->place.row);
        struct str label = wording_line(app, &words);
        struct str code = q->variable->list->options[options[i]].code;
        struct str entry = arena_format(app->canvas->scratch, "%.*s %.*s", STR_ARG(code), STR_ARG(label));
        /* A code stays with its label. */
        bool fits = col + text_width(entry) <= margins.left + margins.width;
        row += !fits && col > margins.left;
        col = fits ? col : margins.left;
        col = pane_clip(pane, row, col, margins.width, STYLE_DIM, entry) + 3;
    }
    return row + 1;
}

/* What the roster itself says before its rows, and a blank line. */
static int draw_lead(struct app *app, const struct roster_table *self, const struct pane *pane, int row)
{
    struct margins margins = question_margins(pane);
    const struct item_words *own = session_own_words(app, self->def->item);
    struct str instruct = session_own_text(app, app->canvas->scratch, own->instruct, 0);
    struct wording words = wording_question(app, self->def->item, 0);
    struct wording_box box = {margins.left, margins.width, 0, STYLE_TEXT, STYLE_TEXT};
    int from = row;
    if (words.first.len > 0) {
        row = wording_draw(pane, row, &words, &box);
    }
    if (instruct.len > 0) {
        struct str marked = arena_format(app->canvas->scratch, "> %.*s", STR_ARG(instruct));
        row = pane_wrap(pane, row, margins.left, margins.width, STYLE_INSTRUCTION, marked, false);
    }
    return row > from ? row + 1 : row;
}

#define AROUND_ROWS 14 /* of the window, that are not for the rows: header, question, codes, echo, keys */

static bool lead_fits(struct app *app, const struct roster_table *self, const struct pane *pane)
{
    const uint32_t *ids = NULL;
    struct pane measure = *pane;
    measure.height = 0;
    int rows = (int)interview_rows(app->session->iv, self->def->index, &ids);
    return draw_lead(app, self, &measure, 0) + rows + AROUND_ROWS <= app->canvas->height;
}

/* The first thing that is asked in a roster. */
static bool is_first(struct app *app, const struct roster_table *self)
{
    const uint32_t *ids = NULL;
    size_t n = interview_rows(app->session->iv, self->def->index, &ids);
    return n > 0 && self->columns_n > 0 && is_focus(self, (struct place_in){self->columns[0], ids[0]});
}

struct pane roster_table_lead(struct app *app, const struct roster_table *self, const struct pane *pane)
{
    if (!is_first(app, self) || !lead_fits(app, self, pane)) {
        return *pane;
    }
    int rows = draw_lead(app, self, pane, 0);
    return pane_part(pane, rows, 0, pane->width, pane->height - rows);
}

int roster_table_draw(struct app *app, void *state, const struct pane *pane, int row, struct focus *focus)
{
    struct roster_table *self = state;
    struct margins margins = question_margins(pane);
    int *width = ARENA_ARRAY(app->canvas->scratch, self->columns_n, int);
    bool fits = widths(app, self, margins.width - NUMBER_WIDTH, width);
    row = fits ? draw_table(app, self, pane, row, width, focus) : draw_form(app, self, pane, row, focus);
    return draw_codes(app, self, pane, row + (app->canvas->height >= 20));
}
