#ifndef TUI_APP_H
#define TUI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/date.h"
#include "base/str.h"
#include "tui/canvas.h"
#include "tui/keys.h"
#include "tui/screen.h"
#include "tui/services.h"
#include "tui/style.h"
#include "tui/term.h"

/*
 * The stack of screens with what all of them share. It needs no terminal: app_key and app_draw are all that
 * tests use; app_run joins it to one.
 */
#define APP_STACK 8
#define APP_WIDE  100 /* columns from which there are side panes */

struct session;

struct app_setup {
    struct services services; /* copied */
    struct clock clock;
    enum tier tier;
    enum palette palette;
    bool screen_reader; /* no boxes, nothing side by side */
    enum bidi_order order;
};

struct app_layer {
    const struct screen *screen;
    void *self;
};

struct app {
    struct services services;
    struct clock clock;
    enum palette palette;
    bool screen_reader;
    bool quit;       /* the main loop ends */
    bool suspend;    /* the main loop goes to the shell and back */
    bool redraw;     /* the next picture is sent whole */
    struct str copy; /* to be copied to the clipboard, or empty; in `scratch` */
    struct canvas *canvas;
    struct arena *scratch;   /* from one key press to the next */
    struct session *session; /* the interview that is going on, or NULL */
    struct app_layer stack[APP_STACK];
    size_t depth;
    unsigned pressed;  /* keys so far: what a decision took */
    char message[512]; /* status line; empty = when it was last saved */
    enum style message_style;
};

NODISCARD struct app *app_new(const struct app_setup *setup);
void app_free(struct app *app); /* closes all screens; an interview is given back as it is */

/* ---- for cmd/ and tests ---- */

void app_resize(struct app *app, int width, int height);
void app_key(struct app *app, const struct press *press);
const struct canvas *app_draw(struct app *app);
/* Begins with the menu of roles, the list of cases, one interview, or a practice one. False: the message of
 * the services stands in app->message. */
void app_start_menu(struct app *app);
void app_start_cases(struct app *app);
bool app_start_coding(
    struct app *app); /* the coders' part; straight to the workbench where one thing is coded */
bool app_start_interview(struct app *app, struct str case_id);
bool app_start_practice(struct app *app);
/* Until the last screen is closed, Ctrl-Q, or the terminal is gone. */
void app_run(struct app *app, struct term *term);

/* ---- for screens ---- */

void app_push(struct app *app, const struct screen *screen, const void *arg);
void app_pop(struct app *app); /* the last one ends the program */
/* Closes all but the lowest `depth` screens, without showing what lies below. */
void app_pop_to(struct app *app, size_t depth);
/* Tells the screen on top that it is there again; without any the program ends. */
void app_shown(struct app *app);
const struct app_layer *app_top(const struct app *app);
/* A verb as if its key had been pressed: how the palette runs commands. */
void app_verb(struct app *app, enum verb verb);
/* Lets the top screen work between two keys; false: it has nothing to do. */
bool app_idle(struct app *app);
/* What the top screen offers, and what works everywhere. */
void app_verbs(struct app *app, struct verb_list *list);
enum key_mode app_mode(struct app *app);

/* The status line, until the next key. */
void app_say(struct app *app, enum style style, const char *format, ...) PRINTF(3, 4);
/* The first row: left and right part, and the clock. */
void app_header(struct app *app, struct str left, struct str right);
/* Cells that app_header has for its left part. */
int app_header_room(const struct app *app, struct str right);
/* "14:11:07" of a wall time, local. */
struct str app_time(struct arena *arena, int64_t wall_ms);
bool app_wide(const struct app *app); /* room for a side pane */

#endif
