#ifndef TUI_TONGUES_H
#define TUI_TONGUES_H

#include "tui/session.h"

/*
 * What is asked, in one language or in two: the interviewer's and the respondent's, side by side where there
 * is room, else one under the other. Which of them stand on the screen (F5) is remembered during the
 * interview and changes neither an answer nor the language the interview is held in.
 */
struct wording {
    struct str first; /* the interviewer's when there are two */
    bool first_rtl;
    struct str second; /* the respondent's; empty: there is one, or they are the same */
    bool second_rtl;
};

/* The same text in one or two languages; of two the interviewer's comes first. */
struct wording wording_of(const struct app *app, const unsigned languages[2], size_t n,
                          const struct str said[2]);
/* As the interviewer has it shown now; texts in the canvas's scratch arena. */
struct wording wording_question(const struct app *app, uint32_t item, uint32_t row);
struct wording wording_option(const struct app *app, uint32_t item, int32_t option, uint32_t row);
/* A short list in a few words, with a mark at what is chosen (-1: nothing): "1 oneens  (•) 2 eens". */
struct wording wording_scale(const struct app *app, struct place_in place, const int32_t *options, size_t n,
                             int32_t chosen);
/* An entry of a frame, which nobody reads out: the interviewer's label, and the other one when both are
 * shown. */
struct wording wording_entry(const struct app *app, uint32_t item, int32_t option);
struct wording wording_check(const struct app *app, uint32_t check, uint32_t row);
/* Both in one line, for lists. In the scratch arena. */
struct str wording_line(const struct app *app, const struct wording *wording);

/* Where they are drawn. */
struct wording_box {
    int col, width;
    int split;         /* column where the second begins; 0 = under the first */
    enum style style;  /* of what is read out: the respondent's, or the only one */
    enum style beside; /* of the interviewer's when there are two */
};
/* The column that parts `width` cells in two halves, of at least so many cells; 0 = they would be narrower,
 * or there is to be nothing side by side. */
int wording_split(const struct app *app, int col, int width, int least);
/* Returns the row behind both. */
int wording_draw(const struct pane *pane, int row, const struct wording *wording,
                 const struct wording_box *box);

#endif
