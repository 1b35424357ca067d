#include "tui/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/i18n.h"
#include "tui/coding.h"
#include "tui/session.h"

/* Below this there is no room for header, question and key bar. */
#define WIDTH_MIN  40
#define HEIGHT_MIN 10

struct app *app_new(const struct app_setup *setup)
{
    struct app *app = mem_alloc(sizeof *app);
    *app = (struct app){
        .services = setup->services,
        .clock = setup->clock,
        .palette = setup->palette,
        .screen_reader = setup->screen_reader,
        .canvas = canvas_new(80, 24, setup->screen_reader ? TIER_ASCII : setup->tier),
        .scratch = arena_new(),
    };
    app->canvas->order = setup->order;
    return app;
}

static void close_top(struct app *app)
{
    struct app_layer *layer = &app->stack[--app->depth];
    if (layer->screen->close) {
        layer->screen->close(app, layer->self);
    }
    free(layer->self);
    *layer = (struct app_layer){0};
}

void app_free(struct app *app)
{
    if (!app) {
        return;
    }
    session_close(app);
    app_pop_to(app, 0);
    canvas_free(app->canvas);
    arena_free(app->scratch);
    free(app);
}

void app_resize(struct app *app, int width, int height)
{
    canvas_resize(app->canvas, width, height);
}

const struct app_layer *app_top(const struct app *app)
{
    return app->depth > 0 ? &app->stack[app->depth - 1] : NULL;
}

void app_push(struct app *app, const struct screen *screen, const void *arg)
{
    if (app->depth == APP_STACK) {
        return;
    }
    void *self = mem_alloc(screen->size ? screen->size : 1);
    memset(self, 0, screen->size ? screen->size : 1);
    app->stack[app->depth++] = (struct app_layer){screen, self};
    if (screen->open) {
        screen->open(app, self, arg);
    }
}

void app_pop_to(struct app *app, size_t depth)
{
    while (app->depth > depth) {
        close_top(app);
    }
}

void app_shown(struct app *app)
{
    const struct app_layer *top = app_top(app);
    app->quit = app->quit || !top;
    if (top && top->screen->shown) {
        top->screen->shown(app, top->self);
    }
}

void app_pop(struct app *app)
{
    if (app->depth > 0) {
        close_top(app);
        app_shown(app);
    }
}

void app_say(struct app *app, enum style style, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(app->message, sizeof app->message, format, args);
    va_end(args);
    app->message_style = style;
}

bool app_wide(const struct app *app)
{
    return app->canvas->width >= APP_WIDE && !app->screen_reader;
}

struct str app_time(struct arena *arena, int64_t wall_ms)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm tm;
    if (!localtime_r(&seconds, &tm)) {
        return STR("--:--:--");
    }
    return arena_format(arena, "%02d:%02d:%02d", tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* ---- starting ---- */

void app_start_menu(struct app *app)
{
    app_push(app, &screen_menu, NULL);
}

void app_start_cases(struct app *app)
{
    app_push(app, &screen_cases, NULL);
}

bool app_start_interview(struct app *app, struct str case_id)
{
    return session_open(app, case_id);
}

bool app_start_practice(struct app *app)
{
    return session_practice(app);
}

bool app_start_coding(struct app *app)
{
    const struct coding_row *rows = NULL;
    size_t n = 0;
    struct arena *arena = arena_new();
    bool good = app->services.coding_list(app->services.context, arena, &rows, &n);
    if (good && n == 1) {
        good = coding_start(app, &rows[0], 0);
    } else if (good) {
        app_push(app, &screen_codings, NULL);
    }
    arena_free(arena);
    return good;
}

/* ---- keys ---- */

/* What can be done everywhere, behind what the screen offers. */
static void offer_common(struct app *app, struct verb_list *list)
{
    session_verbs(app, list);
    verb_offer(list, VERB_HELP, NULL);
    verb_offer(list, VERB_SAVED, NULL);
    verb_offer(list, VERB_REDRAW, NULL);
    verb_offer(list, VERB_BACKUP, NULL);
    verb_offer(list, VERB_SUSPEND, NULL);
    verb_offer(list, VERB_HINT, NULL);
    verb_offer(list, VERB_QUIT, NULL);
}

bool app_idle(struct app *app)
{
    const struct app_layer *top = app_top(app);
    return top && top->screen->idle && top->screen->idle(app, top->self);
}

static size_t offered_by_screen(struct app *app, struct verb_list *list)
{
    const struct app_layer *top = app_top(app);
    if (top && top->screen->verbs) {
        top->screen->verbs(app, top->self, list);
    }
    return list->n;
}

void app_verbs(struct app *app, struct verb_list *list)
{
    offered_by_screen(app, list);
    offer_common(app, list);
}

enum key_mode app_mode(struct app *app)
{
    const struct app_layer *top = app_top(app);
    return top && top->screen->mode ? top->screen->mode(app, top->self) : MODE_LIST;
}

static void say_saved(struct app *app)
{
    int64_t saved = app->services.last_saved(app->services.context);
    if (saved == 0) {
        app_say(app, STYLE_TEXT, "%s", tr("Er is nog niets te bewaren."));
        return;
    }
    struct str time = app_time(app->scratch, saved);
    app_say(app, STYLE_OK, tr("Alles is bewaard, laatst om %.*s."), STR_ARG(time));
}

static void back_up(struct app *app)
{
    struct str where;
    if (app->services.backup(app->services.context, app->scratch, &where)) {
        app_say(app, STYLE_OK, "%.*s", STR_ARG(where));
    } else {
        app_say(app, STYLE_ERROR, "%s", app->services.message(app->services.context));
    }
}

static void quit_answered(struct app *app, void *context UNUSED, unsigned answer)
{
    app->quit = answer == 0;
}

static void quit(struct app *app)
{
    if (!app->session) {
        app->quit = true;
        return;
    }
    app_push(app, &screen_ask,
             &(struct ask_request){
                 .title = N_("Afsluiten"),
                 .text = N_(
                     "U bent in een interview. Alle antwoorden zijn bewaard; u kunt later verder op dezelfde "
                     "plaats."),
                 .answers = {N_("het programma afsluiten"), N_("verdergaan met het interview")},
                 .answered = quit_answered,
             });
}

static void open_help(struct app *app)
{
    struct help_request request = {.mode = app_mode(app)};
    app_verbs(app, &request.verbs);
    app_push(app, &screen_help, &request);
}

static void do_common(struct app *app, enum verb verb)
{
    switch ((int)verb) {
    case VERB_HELP:
        open_help(app);
        return;
    case VERB_SAVED:
        say_saved(app);
        return;
    case VERB_REDRAW:
        app->redraw = true;
        return;
    case VERB_BACKUP:
        back_up(app);
        return;
    case VERB_SUSPEND:
        app->suspend = true;
        return;
    case VERB_HINT:
        app_say(app, STYLE_TEXT, "%s", tr("Ctrl-Q sluit het programma af. Er gaat niets verloren."));
        return;
    case VERB_QUIT:
        quit(app);
        return;
    default:
        session_verb(app, verb);
    }
}

static bool give_key(struct app *app, const struct press *press, enum verb verb)
{
    const struct app_layer *top = app_top(app);
    return top && top->screen->key(app, top->self, press, verb);
}

/* The screen may offer a verb for its place in the key bar only, and leave doing it to us. */
static void run_verb(struct app *app, const struct press *press, enum verb verb)
{
    struct verb_list list = {0};
    size_t own = offered_by_screen(app, &list);
    offer_common(app, &list);
    const struct verb_offer *offer = verb_find(&list, verb);
    if (offer && offer->reason) {
        app_say(app, STYLE_WARN, "%s", tr(offer->reason));
    } else if (offer && offer >= list.items + own) {
        do_common(app, verb);
    } else if (!give_key(app, press, offer ? verb : VERB_NONE)) {
        if (offer) {
            do_common(app, verb);
        } else if (press->kind == PRESS_KEY) {
            app_say(app, STYLE_TEXT, "%s", tr("Deze toets doet hier niets. F1 toont wat wel kan."));
        }
    }
}

void app_verb(struct app *app, enum verb verb)
{
    struct press none = {.kind = PRESS_NONE};
    if (app_top(app)) {
        run_verb(app, &none, verb);
    }
}

static bool too_small(const struct app *app)
{
    return app->canvas->width < WIDTH_MIN || app->canvas->height < HEIGHT_MIN;
}

void app_key(struct app *app, const struct press *press)
{
    arena_reset(app->scratch);
    app->copy = STR_EMPTY;
    app->message[0] = '\0';
    if (press->kind == PRESS_HANGUP) {
        app->quit = true;
    }
    /* Nobody answers a question that cannot be seen. */
    if (!app_top(app) || app->quit || (press->kind != PRESS_KEY && press->kind != PRESS_PASTE) ||
        too_small(app)) {
        return;
    }
    session_key(app);
    app->pressed++;
    enum verb verb = press->kind == PRESS_KEY ? keys_verb(press->key, app_mode(app)) : VERB_NONE;
    run_verb(app, press, verb);
}

/* ---- drawing ---- */

/* The right part is left out where it would take half of the row. */
static bool right_shown(const struct app *app, struct str right)
{
    return right.len > 0 && text_width(right) + 2 < app->canvas->width / 2;
}

int app_header_room(const struct app *app, struct str right)
{
    const int clock = 5;
    return app->canvas->width - clock - 4 - (right_shown(app, right) ? text_width(right) + 2 : 0);
}

void app_header(struct app *app, struct str left, struct str right)
{
    struct pane all = pane_of(app->canvas);
    struct str clock =
        str_slice(app_time(app->canvas->scratch, app->clock.wall_ms(app->clock.context)), 0, 5);
    pane_fill(&all, 0, 0, all.width, 1, STYLE_HEADER);
    int end = pane_text_right(&all, 0, all.width - 1, STYLE_HEADER, clock);
    if (right_shown(app, right)) {
        pane_text_right(&all, 0, end - 2, STYLE_HEADER, right);
    }
    pane_clip(&all, 0, 1, app_header_room(app, right), STYLE_HEADER, left);
}

static void draw_status(struct app *app)
{
    struct pane all = pane_of(app->canvas);
    int row = all.height - 2;
    if (app->message[0]) {
        pane_clip(&all, row, 1, all.width - 2, app->message_style, str_from(app->message));
        return;
    }
    session_status(app, &all, row);
}

static void draw_bar(struct app *app)
{
    struct pane all = pane_of(app->canvas);
    struct verb_list list = {0};
    offered_by_screen(app, &list);
    verb_offer(&list, VERB_HELP, NULL);
    struct str bar = keys_bar(app->canvas->scratch, &list, app_mode(app), all.width - 2);
    pane_fill(&all, all.height - 1, 0, all.width, 1, STYLE_KEYBAR);
    pane_text(&all, all.height - 1, 1, STYLE_KEYBAR, bar);
}

static void draw_layer(struct app *app, size_t layer)
{
    struct pane all = pane_of(app->canvas);
    struct pane body = pane_part(&all, 1, 0, all.width, all.height - 3);
    app->stack[layer].screen->draw(app, app->stack[layer].self, &body);
}

/* Only one thing has the focus: below a popup the marker > stays, the bar goes. */
static void quiet_focus(struct canvas *canvas)
{
    for (int i = 0; i < canvas->width * canvas->height; i++) {
        struct glyph *cell = &canvas->cells[i];
        cell->style = (uint8_t)(cell->style == STYLE_FOCUS ? STYLE_QUESTION : cell->style);
    }
}

const struct canvas *app_draw(struct app *app)
{
    canvas_clear(app->canvas);
    struct pane all = pane_of(app->canvas);
    if (too_small(app)) {
        pane_wrap(&all, 0, 0, all.width, STYLE_TEXT, str_from(tr("Maak het venster groter: 40 x 10.")),
                  false);
        canvas_cursor(app->canvas, 0, 0);
        return app->canvas;
    }
    size_t from = app->depth;
    while (from > 0 && (from == app->depth || app->stack[from].screen->popup)) {
        from--;
    }
    for (size_t layer = from; layer < app->depth; layer++) {
        quiet_focus(app->canvas);
        draw_layer(app, layer);
    }
    draw_status(app);
    draw_bar(app);
    return app->canvas;
}
