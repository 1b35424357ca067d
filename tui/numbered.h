#ifndef TUI_NUMBERED_H
#define TUI_NUMBERED_H

#include "tui/canvas.h"
#include "tui/keys.h"

/*
 * Rows with numbers of which one has the focus, the same in every menu and popup: a digit or an arrow only
 * goes to a row, Enter does it. So an Enter too many or too few never lands on the screen below.
 */

/* Moves the focus; false: the key is for the screen. */
bool numbered_key(size_t *cursor, size_t n, const struct press *press, enum verb verb);
/* The words before the keys, and the arrows. */
void numbered_verbs(struct verb_list *list);
/* "> 2  words" from column `left`; the focus reaches to column `end` and takes the cursor. Returns the column
 * behind the words. */
int numbered_row(const struct pane *pane, int row, int left, int end, size_t index, bool here,
                 const char *words);

#endif
