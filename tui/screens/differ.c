#include <math.h>

#include "base/i18n.h"
#include "tui/coding.h"
#include "tui/numbered.h"

/*
 * 14 Two coders gave different codes; a third person decides. Who they were is not told before that: then F5
 * tells it.
 */
enum { ROW_A, ROW_B, ROW_OTHER, ROWS };

struct differ {
    struct arena *arena;
    struct work *work;
    struct str title;
    size_t at; /* which difference */
    const struct work_difference *all;
    size_t n;
    size_t cursor;    /* whose code is right */
    struct str other; /* ROW_OTHER: chosen from the tree */
    struct str reason;
    bool names; /* asked for; shown of what is settled */
    unsigned pressed;
    int64_t since_ms;
    bool fresh;   /* `all` and `kappa` are of the latest state */
    double kappa; /* of all levels together; NAN: it says nothing */
};

static double kappa_of_all(struct work *work)
{
    const struct work_agreement *all = NULL;
    size_t n = work_agreement(work, &all);
    for (size_t i = 0; i < n; i++) {
        if (all[i].level == work_levels(work) && all[i].first.len == 0 && all[i].two.defined) {
            return all[i].two.kappa;
        }
    }
    return NAN;
}

static void look(struct differ *self)
{
    if (!self->fresh) {
        self->kappa = kappa_of_all(self->work);
        self->n = work_differences(self->work, &self->all);
        self->at = self->at < self->n ? self->at : self->n ? self->n - 1 : 0;
        self->fresh = true;
    }
}

/* Only where there are any: self->n > 0. */
static const struct work_difference *shown(const struct differ *self)
{
    return &self->all[self->at];
}

/* Another difference is in front. */
static void begin(struct app *app, struct differ *self)
{
    self->fresh = false;
    self->cursor = ROW_A;
    self->other = self->reason = STR_EMPTY;
    self->names = false;
    self->pressed = app->pressed;
    self->since_ms = app->clock.boot_ms(app->clock.context);
    look(self);
}

static void differ_open(struct app *app, void *state, const void *arg)
{
    struct differ *self = state;
    const struct differ_request *request = arg;
    self->arena = arena_new();
    self->work = request->work;
    self->title = arena_copy(self->arena, request->title);
    begin(app, self);
}

static void differ_close(struct app *app UNUSED, void *state)
{
    struct differ *self = state;
    arena_free(self->arena);
}

static void differ_shown(struct app *app UNUSED, void *state)
{
    struct differ *self = state;
    self->fresh = false; /* a rule may have come */
}

/* ---- deciding ---- */

static struct str codes_of_row(const struct differ *self, size_t row)
{
    const struct work_difference *d = shown(self);
    return row == ROW_A ? d->a.codes : row == ROW_B ? d->b.codes : self->other;
}

static void other_chosen(struct app *app UNUSED, void *context, struct str code)
{
    struct differ *self = context;
    self->other = arena_copy(self->arena, code);
    self->cursor = ROW_OTHER;
}

static void search_other(struct app *app, struct differ *self)
{
    app_push(app, &screen_tree,
             &(struct tree_request){.work = self->work,
                                    .code = codes_of_row(self, self->cursor),
                                    .title = N_("Een andere code"),
                                    .chosen = other_chosen,
                                    .context = self});
}

static void settle(struct app *app, struct differ *self)
{
    int64_t ms = app->clock.boot_ms(app->clock.context) - self->since_ms;
    struct str codes = arena_copy(app->scratch, codes_of_row(self, self->cursor));
    if (codes.len == 0) {
        search_other(app, self);
        return;
    }
    struct work_choice choice = {.codes = codes,
                                 .note = self->reason,
                                 .again = shown(self)->settled,
                                 .keys = app->pressed - self->pressed,
                                 .shown_ms = (uint32_t)(ms < 0 ? 0 : ms)};
    enum work_result result = work_settle(self->work, shown(self)->group, &choice);
    self->fresh = false;
    if (result != WORK_DONE) {
        coding_fault(app, self->work, result);
        return;
    }
    begin(app, self);
    struct str words = coding_words(self->work, app->scratch, codes);
    app_say(app, STYLE_OK, tr("Beslist: %.*s. Ctrl-Z haalt het terug."), STR_ARG(words));
}

static void undo(struct app *app, struct differ *self, bool redo)
{
    struct work_step step = {0};
    enum work_result result = redo ? work_redo(self->work, &step) : work_undo(self->work, &step);
    self->fresh = false;
    if (result != WORK_DONE) {
        coding_fault(app, self->work, result);
        return;
    }
    uint32_t group = step.group;
    begin(app, self);
    for (size_t i = 0; i < self->n; i++) {
        self->at = self->all[i].group == group ? i : self->at;
    }
    app_say(app, STYLE_OK, "%s", redo ? tr("Opnieuw beslist.") : tr("De beslissing is teruggehaald."));
}

/* ---- keys ---- */

static void reason_written(struct app *app UNUSED, void *context, struct str text)
{
    struct differ *self = context;
    self->reason = arena_copy(self->arena, text);
}

static void ask_reason(struct app *app, struct differ *self)
{
    enum { LENGTH = 200 };
    app_push(app, &screen_line,
             &(struct line_request){.title = N_("Reden van de beslissing"),
                                    .text = "",
                                    .typed = self->reason,
                                    .most = LENGTH,
                                    .answered = reason_written,
                                    .context = self});
}

static void step(struct app *app, struct differ *self, int by)
{
    if (by < 0 ? self->at > 0 : self->at + 1 < self->n) {
        self->at = by < 0 ? self->at - 1 : self->at + 1;
        begin(app, self);
    } else {
        app_say(app, STYLE_TEXT, "%s", tr("Verder is er geen verschil."));
    }
}

static void show_names(struct app *app, struct differ *self)
{
    if (shown(self)->settled) {
        self->names = !self->names;
    } else {
        app_say(app, STYLE_TEXT, "%s", tr("De namen blijven verborgen tot na de beslissing."));
    }
}

static void push_for(struct app *app, struct differ *self, enum verb verb)
{
    struct str code = codes_of_row(self, self->cursor);
    uint32_t group = shown(self)->group;
    if (verb == VERB_RULE) {
        app_push(app, &screen_rule,
                 &(struct rule_request){self->work, work_group(self->work, group).key, code});
    } else {
        app_push(app, &screen_define, &(struct define_request){self->work, code, group, 0});
    }
}

/* The letters of the rows; c asks which code. */
static bool choose_letter(struct app *app, struct differ *self, const struct press *press)
{
    if (press->kind == PRESS_KEY && (press->key == 'a' || press->key == 'b')) {
        self->cursor = press->key == 'a' ? ROW_A : ROW_B;
        return true;
    }
    if (press->kind == PRESS_KEY && press->key == 'c') {
        search_other(app, self);
        return true;
    }
    return numbered_key(&self->cursor, ROWS, press, VERB_NONE);
}

static bool decide_key(struct app *app, struct differ *self, const struct press *press, enum verb verb)
{
    switch ((int)verb) {
    case VERB_NONE:
        return choose_letter(app, self, press);
    case VERB_ACCEPT:
        settle(app, self);
        return true;
    case VERB_UP:
    case VERB_DOWN:
        return numbered_key(&self->cursor, ROWS, press, verb);
    case VERB_VALUES:
    case VERB_FIND:
        search_other(app, self);
        return true;
    case VERB_NOTE:
        ask_reason(app, self);
        return true;
    case VERB_VIEW:
        show_names(app, self);
        return true;
    case VERB_NEXT_OPEN:
    case VERB_NEXT:
    case VERB_PREVIOUS:
        step(app, self, verb == VERB_PREVIOUS ? -1 : 1);
        return true;
    case VERB_RULE:
    case VERB_SHOW:
        push_for(app, self, verb);
        return true;
    default:
        return false;
    }
}

static bool differ_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct differ *self = state;
    look(self);
    switch ((int)verb) {
    case VERB_CLOSE:
        app_pop(app);
        return true;
    case VERB_UNDO:
    case VERB_REDO:
        undo(app, self, verb == VERB_REDO);
        return true;
    default:
        return self->n > 0 && decide_key(app, self, press, verb);
    }
}

static void differ_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct differ *self = state;
    if (self->n > 0) {
        list->lead = tr("a b c kies");
        verb_offer(list, VERB_ACCEPT, N_("beslis"));
        verb_offer(list, VERB_NEXT_OPEN, N_("volgende"));
        verb_offer(list, VERB_NOTE, N_("reden"));
        verb_offer(list, VERB_VALUES, N_("zoek"));
        verb_offer(list, VERB_RULE, NULL);
        verb_offer(list, VERB_SHOW, N_("uitleg"));
        verb_offer(list, VERB_VIEW, N_("namen"));
        verb_quiet(list, VERB_FIND);
        verb_quiet(list, VERB_UP);
        verb_quiet(list, VERB_DOWN);
        verb_quiet(list, VERB_NEXT);
        verb_quiet(list, VERB_PREVIOUS);
    }
    verb_offer(list, VERB_UNDO, NULL);
    verb_offer(list, VERB_REDO, NULL);
    verb_offer(list, VERB_CLOSE, NULL);
}

/* ---- drawing ---- */

#define SIDE_BY_SIDE 60
#define ROOMY        18

static struct str seconds_of(struct arena *arena, const struct work_opinion *opinion)
{
    struct str seconds = coding_figure(arena, (double)opinion->shown_ms / 1000, 1);
    return arena_format(arena, "%.*s  %.*s s", STR_ARG(str_slice(app_time(arena, opinion->wall_ms), 0, 5)),
                        STR_ARG(seconds));
}

static struct str followed(struct arena *arena, const struct work_opinion *opinion)
{
    if (opinion->rank == 0) {
        return str_from(tr("zelf gezocht"));
    }
    struct str share = coding_percent(arena, opinion->p);
    return arena_format(arena, tr("voorstel %u, kans %.*s"), opinion->rank, STR_ARG(share));
}

/* One coder's opinion; returns the row behind it. */
static int draw_opinion(const struct differ *self, const struct pane *pane, int row, const char *letter,
                        const struct work_opinion *opinion, bool roomy)
{
    struct arena *arena = pane->canvas->scratch;
    int width = pane->width - 2;
    struct str name = self->names && opinion->user.len ? opinion->user : STR_EMPTY;
    pane_clip(pane, row++, 1, width, STYLE_TITLE, arena_format(arena, "%s  %.*s", letter, STR_ARG(name)));
    pane_clip(pane, row++, 1, width, STYLE_QUESTION, coding_words(self->work, arena, opinion->codes));
    if (roomy) {
        struct str code = str_slice(opinion->codes, 0, str_find_char(opinion->codes, ' ', 0));
        row = coding_draw_branch(pane, row, self->work, code);
        pane_clip(pane, row++, 1, width, STYLE_TEXT, followed(arena, opinion));
        pane_clip(pane, row++, 1, width, STYLE_TEXT, seconds_of(arena, opinion));
    }
    if (opinion->note.len > 0) {
        pane_clip(pane, row++, 1, width, STYLE_TEXT,
                  arena_format(arena, tr("nota: %.*s"), STR_ARG(opinion->note)));
    }
    return row;
}

static int draw_opinions(const struct app *app, const struct differ *self, const struct pane *body, int row)
{
    const struct work_difference *d = shown(self);
    bool roomy = body->height >= ROOMY;
    if (body->width < SIDE_BY_SIDE || app->screen_reader) {
        if (body->height < ROOMY / 2) {
            return row; /* the rows to choose from say the codes */
        }
        row = draw_opinion(self, body, row, "A", &d->a, roomy);
        return draw_opinion(self, body, row, "B", &d->b, roomy);
    }
    int half = body->width / 2;
    struct pane left = pane_part(body, row, 0, half, body->height - row);
    struct pane right = pane_part(body, row, half + 1, body->width - half - 1, body->height - row);
    int a = draw_opinion(self, &left, 0, "A", &d->a, roomy);
    int b = draw_opinion(self, &right, 0, "B", &d->b, roomy);
    int rows = a > b ? a : b;
    pane_line_down(body, row, half, rows);
    return row + rows;
}

static struct str where_they_differ(const struct differ *self, struct arena *arena)
{
    const struct work_difference *d = shown(self);
    struct str where = d->level ? arena_format(arena, tr("verschil op niveau %u"), d->level)
                                : str_from(tr("een van beide heeft geen code"));
    return d->alike > 1 ? arena_format(arena, tr("%.*s; zo zijn er %u"), STR_ARG(where), (unsigned)d->alike)
                        : where;
}

static int draw_rows(const struct differ *self, const struct pane *body, int row)
{
    static const char *const words[ROWS] = {N_("A heeft gelijk"), N_("B heeft gelijk"), N_("andere code")};
    static const char *const letters[ROWS] = {"a", "b", "c"};
    struct arena *arena = body->canvas->scratch;
    for (size_t i = 0; i < ROWS; i++, row++) {
        struct str code = coding_words(self->work, arena, codes_of_row(self, i));
        bool here = i == self->cursor;
        int col =
            pane_format(body, row, 1, STYLE_TEXT, "%s %s  %s  ", here ? ">" : " ", letters[i], tr(words[i]));
        pane_clip(body, row, col, body->width - col - 2, STYLE_TEXT,
                  code.len ? code : str_from(tr("F4 zoekt ze")));
        if (here) {
            pane_restyle(body, row, 3, body->width - 5, STYLE_FOCUS);
            pane_cursor(body, row, 3);
        }
    }
    return row;
}

static int draw_end(const struct differ *self, const struct pane *body, int row)
{
    struct arena *arena = body->canvas->scratch;
    const struct work_difference *d = shown(self);
    if (d->settled) {
        pane_clip(
            body, row++, 1, body->width - 2, STYLE_OK,
            arena_format(arena, tr("beslist: %.*s"), STR_ARG(coding_words(self->work, arena, d->codes))));
    }
    if (self->reason.len > 0 || row < body->height) {
        pane_clip(body, row++, 1, body->width - 2, STYLE_TEXT,
                  arena_format(arena, tr("Reden (F7): %.*s"), STR_ARG(self->reason)));
    }
    return row;
}

static void draw_difference(const struct app *app, const struct differ *self, const struct pane *body)
{
    struct arena *arena = body->canvas->scratch;
    const struct work_difference *d = shown(self);
    struct work_group group = work_group(self->work, d->group);
    const struct work_line *lines = NULL;
    const struct work_earlier *earlier = NULL;
    bool roomy = body->height >= ROOMY;
    pane_clip(body, 0, 1, body->width - 2, STYLE_QUESTION,
              arena_format(arena, "\"%.*s\"  %u x", STR_ARG(group.text), (unsigned)group.answers));
    int row = 1;
    if (roomy) {
        size_t lines_n = work_context(self->work, d->group, 0, &lines);
        row = coding_lines(body, row, body->height / 6 + 1, lines, lines_n);
        row++;
    }
    row = draw_opinions(app, self, body, row);
    pane_clip(body, row++, 1, body->width - 2, STYLE_TEXT, where_they_differ(self, arena));
    row = draw_rows(self, body, row + roomy);
    row = draw_end(self, body, row);
    size_t n = work_earlier(self->work, d->group, &earlier);
    if (self->names && n > 0 && row + 2 < body->height) {
        pane_clip(body, row++, 1, body->width - 2, STYLE_TITLE, str_from(tr("Vroeger zo gecodeerd")));
        coding_earlier(body, row, body->height, earlier, n);
    }
}

static void draw_header(struct app *app, const struct differ *self)
{
    struct arena *arena = app->canvas->scratch;
    struct str kappa = coding_figure(arena, self->kappa, 2);
    struct str left = arena_format(arena, tr("Coderen · verschillen · %.*s"), STR_ARG(self->title));
    struct str right = arena_format(arena, tr("%zu van %zu"), self->n ? self->at + 1 : 0, self->n);
    app_header(app, left, arena_format(arena, tr("%.*s  kappa %.*s"), STR_ARG(right), STR_ARG(kappa)));
}

static void differ_draw(struct app *app, void *state, const struct pane *body)
{
    struct differ *self = state;
    look(self);
    draw_header(app, self);
    if (self->n > 0) {
        draw_difference(app, self, body);
        return;
    }
    pane_text(body, 0, 1, STYLE_TEXT, STR("> "));
    pane_clip(body, 0, 3, body->width - 4, STYLE_FOCUS, str_from(tr("geen verschillen te beslissen")));
    pane_cursor(body, 0, 3);
}

const struct screen screen_differ = {
    .name = "differ",
    .size = sizeof(struct differ),
    .open = differ_open,
    .draw = differ_draw,
    .key = differ_key,
    .verbs = differ_verbs,
    .shown = differ_shown,
    .close = differ_close,
};
