#ifndef TUI_SESSION_H
#define TUI_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "interview/interview.h"
#include "tui/app.h"

/*
 * The interview that is going on: what the screens of questions share besides words. It puts the screen that
 * fits the interviewer's place on top, saves before it goes on, and says what became of it.
 */
#define SAVING_FAILED (-1)

/* Whose language stands on the screen; F5 goes on to the next. */
enum view { VIEW_RESPONDENT, VIEW_BOTH, VIEW_INTERVIEWER, VIEWS };

struct session {
    struct interview *iv;
    const struct questionnaire *q;
    struct arena *arena; /* as long as the interview is open */
    struct str group;    /* label of the origin group */
    bool practice;       /* nothing is kept */
    int64_t saved_ms;    /* last act that is on disk; 0 = none in this session, or SAVING_FAILED */
    int64_t begun_ms;
    size_t depth;               /* screens below those of the interview */
    bool speaks[LANGUAGES_MAX]; /* languages with words in the questionnaire */
    unsigned own;               /* the interviewer's language */
    enum view view;             /* as chosen; session_view tells what can be shown */
};

/* Opens the interview of a case, or one that is not kept, on top of the screens that are there. False after a
 * message. */
bool session_open(struct app *app, struct str case_id);
bool session_practice(struct app *app);
/* Gives the interview back and returns to the screens below. Nothing when there is none. */
void session_close(struct app *app);

/* The screen for the interviewer's place, without popups. */
void session_show(struct app *app);

/*
 * Stores answers as one act; false after a message when they are not on disk: then they stay on the screen.
 * What checks say is shown by session_forward.
 */
bool session_save(struct app *app, const struct answer *answers, size_t n);
/* To the next place that is open (`every`: simply the next), or to the check that stands in the way. */
void session_forward(struct app *app, bool every);
void session_back(struct app *app);
void session_jump(struct app *app, struct place_in place);
/* What became of something; true for ATTEMPT_DONE. Says what went wrong. */
bool session_done(struct app *app, enum attempt attempt);
/* An act is on disk: the status line says when. */
void session_saved(struct app *app);

/* What is fit to be said of a value that was refused. In `arena`. */
struct str session_fault(struct app *app, struct arena *arena, const struct variable *variable,
                         enum value_fault fault);

/* The first check that fires, is not confirmed, and stands at or before a place; NULL when there is none. */
const struct firing *session_firing(const struct session *session);

/* A key was pressed: for the times that acts tell. */
void session_key(struct app *app);
/* Verbs that work on every screen of an interview; what they do. */
void session_verbs(struct app *app, struct verb_list *list);
void session_verb(struct app *app, enum verb verb);
/* The status line when there is no message. */
void session_status(struct app *app, const struct pane *all, int row);

/* ---- languages ---- */

/* Does the questionnaire have words in this language? Labels of lists alone do not count. */
bool session_speaks(const struct app *app, unsigned language);
/* Can this terminal show it? */
bool session_draws(const struct app *app, unsigned language);
/* What the interviewer reads for himself: the interface's language where the questionnaire has it, else the
 * source language. */
unsigned session_own(const struct app *app);
/* What is read out: the language of the interview; while that is the interviewer's own, the one the sample
 * says the respondent has. The interviewer's own where there is no other with words. */
unsigned session_respondent(const struct app *app);
/* Is there a second language, and can the terminal draw it? */
bool session_bilingual(const struct app *app);
/* What is on the screen; VIEW_INTERVIEWER where there is no second language. */
enum view session_view(const struct app *app);
/* The language questions are shown in; of two, the respondent's. */
unsigned session_language(const struct app *app);
bool session_rtl(const struct app *app);
/* When an interview opens; and when its language has changed: what was shown alone makes way for it. */
void session_begin_view(struct session *session);
void session_follow_language(struct session *session);
void session_next_view(struct app *app); /* says which */
/* Early in the key bar where two languages are in use; nothing elsewhere. */
void session_offer_view(const struct app *app, struct verb_list *list);

/* ---- words ---- */

/* Of an item in the interviewer's own language; what is asked stands in tui/tongues.h. */
const struct item_words *session_own_words(const struct app *app, uint32_t item);
/* A text of theirs with its fills. In `arena`. */
struct str session_own_text(const struct app *app, struct arena *arena, struct text text, uint32_t row);
/* The label of an option in a language. In `arena`. */
struct str session_option_in(const struct app *app, struct arena *arena, uint32_t item, int32_t option,
                             uint32_t row, unsigned language);
/* Which interview this is, for headers: the case and its origin group, or that it is practice. */
struct str session_title(const struct app *app, struct arena *arena);
/* "D14" or the id where there is no number; empty for a note without one: nobody knows it by its id. */
struct str session_nr(const struct item *item);
/* The same in a sentence: such a note by the title of its block. In `arena`; empty for NONE. */
struct str session_name(const struct app *app, struct arena *arena, uint32_t item);
/* The same as it is said of one row of a grid: "F02b", where it is on the road. In `arena`. */
struct str session_row_nr(const struct app *app, struct arena *arena, uint32_t item);
/* The short name of a question, else its text, in the interviewer's language. */
struct str session_label(const struct app *app, struct arena *arena, uint32_t item, uint32_t row);
/* The answer of a place in a few words: label of the option, number with unit, "weet niet", "..." while open.
 */
struct str session_answer(const struct app *app, struct arena *arena, struct place_in place);
/* The lowest or highest value a question takes, as people read it. */
struct str session_bound(const struct app *app, struct arena *arena, const struct variable *variable,
                         bool low);
/* Title of the innermost block around an item, or empty. */
struct str session_block(const struct app *app, struct arena *arena, uint32_t item);
/* The item whose screen shows a place: a grid for its rows. */
uint32_t session_screen_item(const struct session *session, uint32_t item);

#endif
