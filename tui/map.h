#ifndef TUI_MAP_H
#define TUI_MAP_H

#include "tui/app.h"

/*
 * The map of outcomes: a letter for each address, a row for each origin group, what the letters mean and how
 * many there are; in words for who hears the screen.
 */
void map_draw(struct app *app, const struct pane *pane, const struct standing_line *groups, size_t n);

#endif
