#ifndef TUI_ROSTER_TABLE_H
#define TUI_ROSTER_TABLE_H

#include "tui/question.h"

/*
 * The rows of a roster as a table with one cell that is typed in; where the columns do not fit, the row with
 * the focus as a form of one column.
 */
struct roster_table {
    struct arena *arena;
    struct question question; /* of the cell with the focus */
    const struct roster_def *def;
    uint32_t *columns; /* item numbers */
    size_t columns_n;
    struct edit edit;
    enum cell_state said; /* don't know or refused was chosen, else CELL_ANSWERED */
    bool touched;         /* something was typed in this cell */
};

/* The place's entry on the route, or NULL. */
const struct route_entry *roster_route(struct app *app, struct place_in place);
/* Before the first cell, what the roster itself says; returns the pane below it. */
struct pane roster_table_lead(struct app *app, const struct roster_table *self, const struct pane *pane);
/* For struct question_content: `state` is a struct roster_table. */
int roster_table_draw(struct app *app, void *state, const struct pane *pane, int row, struct focus *focus);

#endif
