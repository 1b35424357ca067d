#include "base/i18n.h"
#include "tui/edit.h"
#include "tui/list.h"
#include "tui/map.h"
#include "tui/question.h"

/*
 * The addresses: a list that asks the study file only for the rows it shows, a map of standings below it, and
 * the details of the address with the focus at its side or, where there is no room, in place of the map.
 */
enum below { BELOW_MAP, BELOW_DETAIL, BELOW_NOTHING, BELOWS };

struct cases {
    struct arena *rows_arena; /* of the window of rows */
    struct arena *arena;      /* of detail and map */
    struct case_query query;
    struct edit search;
    bool finding;
    enum below below;
    struct scroll scroll;
    const struct case_row *rows; /* the window */
    size_t from, rows_n;
    const struct standing_line *groups;
    size_t groups_n;
    const struct detail_line *detail;
    size_t detail_n;
    char detail_of[64]; /* case id */
    bool failed;        /* the message stands on the status line */
};

#define SEARCH_LENGTH 40
#define WINDOW        200 /* rows asked for at once */

/* ---- from the study file ---- */

static bool told(struct app *app, struct cases *self, bool good)
{
    if (!good) {
        app_say(app, STYLE_ERROR, "%s", app->services.message(app->services.context));
        self->failed = true;
    }
    return good;
}

static void forget_rows(struct cases *self)
{
    arena_reset(self->rows_arena);
    self->rows = NULL;
    self->rows_n = 0;
}

static void load_rows(struct app *app, struct cases *self)
{
    size_t last = self->scroll.top + self->scroll.rows;
    last = last < self->scroll.n ? last : self->scroll.n;
    bool inside = self->rows && self->scroll.top >= self->from && last <= self->from + self->rows_n;
    if (inside || self->failed) {
        return;
    }
    forget_rows(self);
    self->from = self->scroll.top > WINDOW / 2 ? self->scroll.top - WINDOW / 2 : 0;
    told(app, self,
         app->services.case_list(app->services.context, &self->query, self->from, WINDOW + self->scroll.rows,
                                 self->rows_arena, &self->rows, &self->rows_n));
}

static const struct case_row *row_at(const struct cases *self, size_t i)
{
    return i >= self->from && i < self->from + self->rows_n ? &self->rows[i - self->from] : NULL;
}

static void ask_again(struct app *app, struct cases *self)
{
    size_t n = 0;
    void *context = app->services.context;
    self->failed = false;
    forget_rows(self);
    arena_reset(self->arena);
    self->detail_of[0] = '\0';
    self->query.search = edit_text(&self->search);
    told(app, self, app->services.case_count(context, &self->query, &n));
    scroll_fit(&self->scroll, n, self->scroll.rows ? self->scroll.rows : 1);
    told(app, self, app->services.standings(context, self->arena, &self->groups, &self->groups_n));
}

static void load_detail(struct app *app, struct cases *self)
{
    const struct case_row *row = row_at(self, self->scroll.cursor);
    struct str id = row ? row->id : STR_EMPTY;
    self->detail_n = id.len > 0 ? self->detail_n : 0;
    if (str_is(id, self->detail_of) || id.len >= sizeof self->detail_of || self->failed) {
        return;
    }
    memcpy(self->detail_of, id.ptr, id.len);
    self->detail_of[id.len] = '\0';
    self->detail_n = 0;
    if (id.len > 0) {
        told(app, self,
             app->services.case_detail(app->services.context, id, self->arena, &self->detail,
                                       &self->detail_n));
    }
}

static void cases_open(struct app *app, void *state, const void *arg UNUSED)
{
    struct cases *self = state;
    self->arena = arena_new();
    self->rows_arena = arena_new();
    self->query.open_only = true;
    edit_start(&self->search, SEARCH_LENGTH, false);
    ask_again(app, self);
}

static void cases_shown(struct app *app, void *state)
{
    ask_again(app, state);
}

static void cases_close(struct app *app UNUSED, void *state)
{
    struct cases *self = state;
    edit_free(&self->search);
    arena_free(self->arena);
    arena_free(self->rows_arena);
}

/* ---- keys ---- */

static const char *const order_words[CASE_ORDERS] = {
    [ORDER_BY_CASE] = N_("adres"),
    [ORDER_BY_STANDING] = N_("stand"),
    [ORDER_BY_MUNICIPALITY] = N_("gemeente"),
    [ORDER_BY_CHANGE] = N_("laatst gewijzigd"),
};

static void open_case(struct app *app, struct cases *self)
{
    const struct case_row *row = row_at(self, self->scroll.cursor);
    if (!row) {
        app_say(app, STYLE_WARN, "%s", tr("Er is geen adres om te openen."));
        return;
    }
    session_open(app, arena_copy(app->scratch, row->id));
}

static void next_order(struct app *app, struct cases *self)
{
    self->query.order = (enum case_order)((self->query.order + 1) % CASE_ORDERS);
    self->scroll.cursor = 0;
    ask_again(app, self);
    app_say(app, STYLE_TEXT, tr("Gesorteerd op %s."), tr(order_words[self->query.order]));
}

static void next_filter(struct app *app, struct cases *self)
{
    self->query.open_only = !self->query.open_only;
    self->scroll.cursor = 0;
    ask_again(app, self);
}

static void stop_finding(struct app *app, struct cases *self, bool keep)
{
    self->finding = false;
    if (!keep && !edit_empty(&self->search)) {
        edit_set(&self->search, STR_EMPTY);
        ask_again(app, self);
    }
}

static bool find_key(struct app *app, struct cases *self, const struct press *press, enum verb verb)
{
    if (verb == VERB_ACCEPT || verb == VERB_DOWN || verb == VERB_UP) {
        stop_finding(app, self, true);
        return true;
    }
    if (verb == VERB_CLOSE) {
        stop_finding(app, self, false);
        return true;
    }
    enum edit_result result = edit_press(&self->search, press);
    if (result == EDIT_CHANGED) {
        self->scroll.cursor = 0;
        ask_again(app, self);
    }
    return result != EDIT_IGNORED;
}

static bool move_key(struct cases *self, enum verb verb)
{
    switch ((int)verb) {
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
    case VERB_FIRST:
        scroll_to(&self->scroll, 0);
        return true;
    case VERB_LAST:
        scroll_to(&self->scroll, SIZE_MAX);
        return true;
    default:
        return false;
    }
}

static bool cases_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct cases *self = state;
    if (self->finding) {
        return find_key(app, self, press, verb);
    }
    switch ((int)verb) {
    case VERB_ACCEPT:
        open_case(app, self);
        return true;
    case VERB_CLOSE:
        if (!edit_empty(&self->search)) {
            stop_finding(app, self, false);
        } else {
            app_pop(app);
        }
        return true;
    case VERB_FIND:
        self->finding = true;
        return true;
    case VERB_SORT:
        next_order(app, self);
        return true;
    case VERB_FILTER:
        next_filter(app, self);
        return true;
    case VERB_SHOW:
        self->below = self->below == BELOW_DETAIL ? BELOW_NOTHING : BELOW_DETAIL;
        return true;
    case VERB_VIEW:
        self->below = self->below == BELOW_MAP ? BELOW_NOTHING : BELOW_MAP;
        return true;
    default:
        return move_key(self, verb);
    }
}

static enum key_mode cases_mode(struct app *app UNUSED, void *state)
{
    const struct cases *self = state;
    return self->finding ? MODE_TEXT : MODE_LIST;
}

static void cases_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct cases *self = state;
    if (self->finding) {
        list->lead = tr("typ om te zoeken");
        verb_offer(list, VERB_ACCEPT, N_("naar de lijst"));
        verb_offer(list, VERB_CLOSE, N_("alles tonen"));
        verb_quiet(list, VERB_UP);
        verb_quiet(list, VERB_DOWN);
        return;
    }
    if (self->scroll.n > 0) {
        verb_offer(list, VERB_ACCEPT, N_("open"));
    } else {
        verb_refuse(list, VERB_ACCEPT, N_("Er is geen adres om te openen."));
    }
    verb_offer(list, VERB_FIND, NULL);
    verb_offer(list, VERB_SORT, NULL);
    verb_offer(list, VERB_FILTER, self->query.open_only ? N_("toon alle") : N_("alleen open"));
    verb_offer(list, VERB_VIEW, N_("per groep"));
    verb_offer(list, VERB_SHOW, N_("detail"));
    verb_offer(list, VERB_CLOSE, NULL);
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
    verb_offer(list, VERB_PREVIOUS, N_("blad terug"));
    verb_offer(list, VERB_NEXT, N_("blad verder"));
    verb_quiet(list, VERB_FIRST);
    verb_quiet(list, VERB_LAST);
}

/* ---- drawing: the list ---- */

static const struct column wide_columns[] = {
    {N_("Adres"), 9, false},
    {N_("Groep"), 11, false},
    {N_("Gemeente"), 13, false},
    {N_("Contact"), 7, false},
    {N_("Stand"), 14, false},
    {N_("Volgende stap"), 13, false}, /* and what is left of the row */
    {NULL, 0, false},
};
static const struct column narrow_columns[] = {
    {N_("Adres"), 8, false},
    {N_("Stand"), 14, false},
    {N_("Gemeente"), 13, false},
    {NULL, 0, false},
};

struct columns {
    struct column items[ARRAY_LEN(wide_columns)];
    bool wide;
};

static struct columns columns_for(const struct pane *pane)
{
    struct columns columns = {.wide = pane->width >= 60};
    if (!columns.wide) {
        memcpy(columns.items, narrow_columns, sizeof narrow_columns);
        return columns;
    }
    memcpy(columns.items, wide_columns, sizeof wide_columns);
    int used = 1;
    struct column *last = columns.items;
    for (; last[1].width > 0; last++) {
        used += last->width + 1;
    }
    last->width = pane->width - used - 1;
    return columns;
}

static void draw_case(struct app *app, struct cases *self, const struct pane *pane, size_t i, int at)
{
    const struct case_row *row = row_at(self, i);
    if (!row) {
        return;
    }
    const struct standing_row *standing = standing_row(row->standing);
    struct str stand = arena_format(app->canvas->scratch, "%s %s", standing->letter, tr(standing->word));
    const struct str wide[] = {row->id, row->group, row->municipality, row->contacts, stand, row->next};
    const struct str narrow[] = {row->id, stand, row->municipality};
    struct columns columns = columns_for(pane);
    pane_table_row(pane, at, 1, columns.items, STYLE_TEXT, columns.wide ? wide : narrow);
    if (i == self->scroll.cursor) {
        pane_text(pane, at, 0, STYLE_TEXT, STR(">"));
        pane_restyle(pane, at, 1, pane->width - 2, self->finding ? STYLE_QUESTION : STYLE_FOCUS);
        if (!self->finding) {
            pane_cursor(pane, at, 1);
        }
    }
}

static void draw_list(struct app *app, struct cases *self, const struct pane *pane)
{
    int row = 0;
    if (self->finding || !edit_empty(&self->search)) {
        int col = pane_format(pane, row, 1, STYLE_TEXT, "%s ", tr("Zoek"));
        field_draw(app, pane, row++, col, 24, &self->search, self->finding);
    }
    struct columns columns = columns_for(pane);
    row = pane_table_head(pane, row, 1, columns.items);
    int rows = pane->height - row;
    scroll_fit(&self->scroll, self->scroll.n, rows < 1 ? 1 : (size_t)rows);
    load_rows(app, self);
    if (self->scroll.n == 0) {
        pane_text(pane, row, 1, self->finding ? STYLE_WARN : STYLE_FOCUS,
                  str_from(tr("> geen adressen met dit filter")));
        if (!self->finding) {
            pane_cursor(pane, row, 1);
        }
    }
    for (size_t i = self->scroll.top; i < self->scroll.n && i < self->scroll.top + self->scroll.rows; i++) {
        draw_case(app, self, pane, i, row + (int)(i - self->scroll.top));
    }
}

/* ---- drawing: detail ---- */

static void draw_detail(struct app *app, struct cases *self, const struct pane *pane)
{
    int row = 1;
    load_detail(app, self);
    pane_clip(pane, 0, 1, pane->width - 2, STYLE_TITLE, str_from(self->detail_of));
    for (size_t i = 0; i < self->detail_n; i++) {
        const struct detail_line *line = &self->detail[i];
        pane_clip(pane, row, 1, 14, STYLE_DIM, line->label);
        row = pane_wrap(pane, row, 16, pane->width - 17, STYLE_TEXT, line->text, false);
    }
}

/* ---- drawing: the whole ---- */

#define DETAIL_WIDTH 44
#define BELOW_HEIGHT 11
#define LIST_MIN     5

static int below_height(struct app *app, const struct cases *self, const struct pane *body)
{
    bool room = body->height >= BELOW_HEIGHT + LIST_MIN && body->width >= 60;
    bool map = self->below == BELOW_MAP;
    bool detail = self->below == BELOW_DETAIL && !app_wide(app);
    if (detail && !room) {
        return body->height / 2;
    }
    return room && (map || detail) ? BELOW_HEIGHT : 0;
}

static void draw_header(struct app *app, const struct cases *self)
{
    struct arena *arena = app->canvas->scratch;
    struct str study = app->services.study(app->services.context);
    struct str left = arena_format(arena, "%.*s · %s", STR_ARG(study), tr("Mijn adressen"));
    const char *filter = tr(self->query.open_only ? N_("filter: open") : N_("alle"));
    size_t n = self->scroll.n;
    app_header(app, left, arena_format(arena, trn("%zu adres · %s", "%zu adressen · %s", n), n, filter));
}

static void cases_draw(struct app *app, void *state, const struct pane *body)
{
    struct cases *self = state;
    int below = below_height(app, self, body);
    bool side = app_wide(app);
    int width = side ? body->width - DETAIL_WIDTH : body->width;
    struct pane list = pane_part(body, 0, 0, width, body->height - below);
    struct pane under = pane_part(body, body->height - below, 0, width, below);
    draw_header(app, self);
    draw_list(app, self, &list);
    if (below > 0 && self->below == BELOW_MAP) {
        map_draw(app, &under, self->groups, self->groups_n);
    } else if (below > 0) {
        draw_detail(app, self, &under);
    }
    if (side) {
        struct pane detail = pane_part(body, 0, width + 1, DETAIL_WIDTH - 1, body->height);
        pane_line_down(body, 0, width, body->height);
        draw_detail(app, self, &detail);
    }
}

const struct screen screen_cases = {
    .name = "cases",
    .size = sizeof(struct cases),
    .open = cases_open,
    .draw = cases_draw,
    .key = cases_key,
    .verbs = cases_verbs,
    .mode = cases_mode,
    .shown = cases_shown,
    .close = cases_close,
};
