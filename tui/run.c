#include "tui/app.h"

#define MINUTE_MS 60000

/* The clock on the screen changes when the minute does: the only reason to wake up without a key. */
static int to_next_minute(struct app *app)
{
    int64_t now = app->clock.wall_ms(app->clock.context);
    return (int)(MINUTE_MS - now % MINUTE_MS);
}

static void follow_size(struct app *app, struct term *term)
{
    int width = 0;
    int height = 0;
    term->size(term->context, &width, &height);
    if (width != app->canvas->width || height != app->canvas->height) {
        app_resize(app, width, height);
        app->redraw = true;
    }
}

static void show(struct app *app, struct term *term)
{
    follow_size(app, term);
    const struct canvas *canvas = app_draw(app);
    term->show(term->context, canvas, app->palette, app->redraw);
    app->redraw = false;
}

/* What a key asked of the terminal itself. */
static void serve(struct app *app, struct term *term)
{
    if (app->copy.len > 0) {
        term->copy(term->context, app->copy);
    }
    if (app->suspend) {
        app->suspend = false;
        term->suspend(term->context);
        app->redraw = true;
    }
}

/* Until a key or the next minute comes; meanwhile the screen may work, and what came of it is shown. */
static bool next_press(struct app *app, struct term *term, struct press *press)
{
    bool worked = false;
    while (app_idle(app)) {
        worked = true;
        if (term->read(term->context, 0, press)) {
            return true;
        }
    }
    return term->read(term->context, worked ? 0 : to_next_minute(app), press);
}

void app_run(struct app *app, struct term *term)
{
    while (!app->quit && app_top(app)) {
        struct press press = {.kind = PRESS_NONE};
        show(app, term);
        if (!next_press(app, term, &press)) {
            continue;
        }
        if (press.kind == PRESS_SYNC) {
            app->redraw = true;
            show(app, term);
            term->synced(term->context);
            continue;
        }
        app_key(app, &press);
        serve(app, term);
    }
}
