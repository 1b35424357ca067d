#include "tui/popup.h"

#define NARROW 60
#define LOW    16

/* No room, or no use, for a frame: the popup takes the whole body. */
static bool whole(const struct app *app)
{
    return app->screen_reader || app->canvas->width < NARROW || app->canvas->height < LOW;
}

int popup_inside(const struct app *app, const struct pane *body, int width)
{
    int most = whole(app) ? body->width - 2 : body->width - 8;
    return whole(app) || width > most ? most : width;
}

struct pane popup_open(struct app *app, const struct pane *body, int width, int height, struct str title,
                       enum style title_style)
{
    int inside = popup_inside(app, body, width);
    if (whole(app)) {
        pane_fill(body, 0, 0, body->width, body->height, STYLE_TEXT);
        pane_clip(body, 0, 1, inside, title_style, title);
        return pane_part(body, 1, 1, inside, body->height - 1);
    }
    int rows = height + 2 > body->height ? body->height : height + 2;
    int row = (body->height - rows) / 2;
    int col = (body->width - inside - 4) / 2;
    pane_box(body, row, col, inside + 4, rows, title, title_style);
    return pane_part(body, row + 1, col + 2, inside, rows - 2);
}
