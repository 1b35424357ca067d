#ifndef TUI_POPUP_H
#define TUI_POPUP_H

#include "tui/app.h"

/*
 * A box in the middle of the body. Its inside is what `popup_open` returns; on small terminals and for screen
 * readers it is the whole body without a frame.
 */
struct pane popup_open(struct app *app, const struct pane *body, int width, int height, struct str title,
                       enum style title_style);
/* The width that popup_open will give the inside, for wrapping before the height is known. */
int popup_inside(const struct app *app, const struct pane *body, int width);

#endif
