#ifndef TUI_QUESTION_H
#define TUI_QUESTION_H

#include "tui/edit.h"
#include "tui/list.h"
#include "tui/session.h"

/*
 * What the screens of questions have in common: where they stand, their header and words, the answer line,
 * don't know and refused, the side pane, and a body that scrolls when it is higher than the window.
 */
#define QUESTION_WIDTH_MAX 100 /* more columns are not read aloud well */

struct question {
    struct place_in place;
    const struct item *item;
    const struct variable *variable; /* NULL for grids and notes */
};

/* At the interviewer's place (a grid for its rows). */
struct question question_here(const struct app *app);

void question_header(struct app *app, const struct question *question);
/* Left margin and width of question text in a pane. */
struct margins {
    int left;
    int width;
};
struct margins question_margins(const struct pane *pane);
/* Card, question text, instruction; returns the row behind them. */
int question_head(struct app *app, const struct question *question, const struct pane *pane, int row);

/*
 * Draws head and content one below the other. When they are higher than the pane the content scrolls so that
 * its focus is visible; the head, and `top` below it (NULL: none), such as the names of columns, stay if that
 * leaves room. `draw` draws from `row` on and returns the row behind; it sets *focus to the row that must be
 * seen. It is called twice: first in a pane of height 0 that only measures.
 */
struct focus {
    int row;  /* where the cursor is: never scrolled away */
    int last; /* what belongs to it below: seen as far as there is room */
};
struct question_content {
    int (*draw)(struct app *app, void *self, const struct pane *pane, int row, struct focus *focus);
    void *self;
    int (*top)(struct app *app, void *self, const struct pane *pane, int row);
};
void question_flow(struct app *app, const struct question *question, const struct pane *pane,
                   const struct question_content *content);
/* The body split: left for the question, right for the side pane where there is room (else width 0). */
struct pane question_left(struct app *app, const struct pane *body);
void question_side(struct app *app, const struct question *question, const struct pane *body);
/* The line below: what is answered so far, at the left; the answer before this one at the right. */
void question_echo(struct app *app, const struct question *question, const struct pane *left,
                   struct str echo);

/* The focus on the rows row .. end - 1 of one entry; the cursor stands on the first. */
void question_focus(const struct pane *pane, int row, int end, int col, int width);

/* A mark: "( )" or "[ ]", filled in or not. */
const char *question_mark(bool several, bool filled);

/* Don't know and refused: which of the two a variable allows, as verbs and as rows. */
void question_offer_states(const struct variable *variable, struct verb_list *list);
bool question_allows(const struct variable *variable, enum cell_state state);
/* "F8 weet niet": of CELL_DONT_KNOW or CELL_REFUSED. In `arena`. */
struct str question_state_words(struct arena *arena, enum cell_state state);
/* The state that a verb stands for, or CELL_NOT_REACHED. */
enum cell_state question_state_of(enum verb verb);
/* PgUp, PgDn, card: what every question does with them; false when it was none of these. */
bool question_key(struct app *app, const struct question *question, enum verb verb);
void question_verbs(struct app *app, const struct question *question, struct verb_list *list);

/* ---- choosing from a list in a popup ---- */

/* screen_lookup's argument: search among options of the question's list. The options are copied. */
struct lookup_request {
    struct question question;
    const int32_t *options; /* positions in the list that are offered; NULL = the whole frame */
    size_t n;
    struct str typed;                                               /* letters to begin with */
    void (*chosen)(struct app *app, void *context, int32_t option); /* after the popup has closed */
    void *context;
};

/* ---- fields ---- */

/* What a key means where figures are typed: the unshifted top row of a Belgian keyboard, and the separators
 * that lie without Shift beside those that need it. False after a message: it is not typed here. */
bool field_figure(struct app *app, const struct variable *variable, struct press *press);
/* edit_press for what is kept: at the limit it says so, and of a paste it keeps what fits. */
enum edit_result field_press(struct app *app, struct edit *edit, const struct press *press);
/* An editor in one row, `width` cells with its brackets; long text scrolls sideways. Sets the cursor when it
 * has the focus. */
void field_draw(struct app *app, const struct pane *pane, int row, int col, int width,
                const struct edit *edit, bool focus);
/* In several rows with a frame around it; returns the row behind it. */
int field_draw_lines(struct app *app, const struct pane *pane, int row, int col, int width, int rows,
                     const struct edit *edit, bool focus);

#endif
