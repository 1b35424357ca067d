#ifndef TUI_CHOOSING_H
#define TUI_CHOOSING_H

#include "tui/codes.h"
#include "tui/question.h"

/*
 * What is chosen of a list: one or several options, don't know or refused, and the texts behind options that
 * ask "which?". Rows are the options in the order shown, then the states that are allowed.
 */
struct choice_row {
    int32_t option; /* position in the list; -1 = a state */
    enum cell_state state;
    uint32_t specify; /* slot of the text behind it, or NONE */
    struct edit text;
    bool marked;
};

struct choosing {
    struct arena *arena;
    struct question question;
    bool several;
    size_t n;
    struct choice_row *rows;
    size_t cursor;
    struct codes codes; /* the options, for typing */
    struct typed_code typed;
    int code_cells; /* of the longest code */
};

/* At the interviewer's place, with what was answered before. */
void choosing_open(struct app *app, struct choosing *self);
void choosing_close(struct choosing *self);
const struct option *choosing_option(const struct choosing *self,
                                     const struct choice_row *row); /* NULL: a state */
/* Marks a row (with several answers: toggles it) and moves the cursor there. A state, an option that stands
 * alone and the only answer of a single choice push the others out. */
void choosing_mark(struct choosing *self, size_t row);
void choosing_unmark(struct choosing *self); /* nothing is chosen */
/* The row of an option or, with option -1, of a state; n when there is none. */
size_t choosing_find(const struct choosing *self, int32_t option, enum cell_state state);
/* A digit of a code; false when what was typed is no code: of a single choice nothing is marked then. */
bool choosing_digit(struct choosing *self, int digit);
/* Digits that wait for more are meant as they stand; true when that changed something. */
bool choosing_settle(struct choosing *self);
size_t choosing_marked(const struct choosing *self);
/* The first marked row at or behind `from` with a text ("which?"), or n; `empty`: only one that is not filled
 * in. */
size_t choosing_text(const struct choosing *self, size_t from, bool empty);
/* What is marked as answers for interview_answer: at least one row must be. In `arena`. */
size_t choosing_answers(const struct choosing *self, struct arena *arena, const struct answer **out);

#endif
