#ifndef INTERVIEW_INTERVIEW_H
#define INTERVIEW_INTERVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/str.h"
#include "codebook/act.h"
#include "questionnaire/questionnaire.h"

/*
 * An interview as a pure state machine: where are we, what may be asked, answer, back, suspend. It knows no
 * screen and no database: acts go into a sink, and come back through interview_fold. Every function that
 * makes an act changes the state only after the sink has said that it is on disk.
 */

/* What the sample frame says of the case; fixed when the case is made. Texts may be empty. */
struct case_facts {
    struct str case_id;
    int group;                                                      /* index in questionnaire.groups, or -1 */
    struct str sex, birth_date, generation, language, municipality; /* canonical texts */
};

struct interview_setup {
    const struct questionnaire *questionnaire;
    struct case_facts facts;
    struct act_sink sink;
    struct clock clock;
    struct str user;
    struct hash seed; /* of the study: random orders are BLAKE2b(seed, case, item, row) */
};

struct interview;

/* Starts empty; fold what the log holds, then interview_begin. Texts are copied; the questionnaire is not,
 * and must outlive the interview. A sink without `write` accepts every act (tries, proofs); a clock without
 * functions is the machine's. */
NODISCARD struct interview *interview_new(const struct interview_setup *setup);
void interview_free(struct interview *iv);
/* One act of this case from the log, in order. Also how acts of other people's merges arrive. */
void interview_fold(struct interview *iv, const struct act *act);
/* Acts may be made from now on: writes `start` at the first time (today is fixed by it), `resume` after a
 * suspension, and the random orders that come into reach. `language` NULL: as it was, at first the frame's,
 * else the source language. The place is where she stood, if that is still on the route, else the first open
 * one. A completed or stopped interview stays read only. False when the sink refused. */
bool interview_begin(struct interview *iv, const struct str *language);

/* ---- where are we ---- */

/* One place: an item in a row. A grid is one place (its rows are answered on one screen), a question and the
 * "which?" texts behind its options too: it is open until all of them have their answer. A `stop:` item is a
 * place when it is reached. */
struct place_in {
    uint32_t item; /* NONE: the end of the questionnaire */
    uint32_t row;  /* id of the roster row, or 0 */
};

enum interview_status {
    INTERVIEW_NEW,
    INTERVIEW_RUNNING,
    INTERVIEW_SUSPENDED,
    INTERVIEW_COMPLETED,
    INTERVIEW_STOPPED
};

enum interview_status interview_status(const struct interview *iv);
const struct questionnaire *interview_questionnaire(const struct interview *iv);
const struct case_facts *interview_facts(const struct interview *iv);
unsigned interview_language(const struct interview *iv);
int32_t interview_today(const struct interview *iv);
/* Where the interviewer stands now: the first open place after beginning, and what moves made of it. */
struct place_in interview_place(const struct interview *iv);
/* The first open place, or {NONE} when nothing is open. */
struct place_in interview_first_open(const struct interview *iv);
/* The outcome of the `stop:` item that the route has reached, or empty. */
struct str interview_stop(const struct interview *iv);

/* All places of the present route in order, and what was reached but lies off it: for the overview, PgUp
 * and PgDn. Valid until the next act. Not reached ones are listed last with state not_reached when asked. */
struct route_entry {
    struct place_in place;
    enum cell_state state; /* of a grid: open while a row is open; a note is answered once passed */
    bool reached;
    bool checked; /* a hard check fires, or a soft one unconfirmed */
    bool noted;   /* has a remark */
};
size_t interview_route(const struct interview *iv, const struct route_entry **out);
/* Counts for progress: places on the route that are known, and of them done. */
void interview_progress(const struct interview *iv, uint32_t *done, uint32_t *all);
/* Live rows of a roster, ascending ids. */
size_t interview_rows(const struct interview *iv, uint32_t roster, const uint32_t **ids);

/* ---- cells ---- */

/*
 * The effective cell (as conditions read it) and the raw one (the newest answer). Never NULL; valid until the
 * next act. A single answer whose option left the route is parked although its question is on it: that
 * question waits for an answer just as an open one does (interview_asks).
 */
const struct cell *interview_cell(const struct interview *iv, uint32_t slot, uint32_t row);
const struct cell *interview_raw(const struct interview *iv, uint32_t slot, uint32_t row);
/* Does this variable wait for an answer: its question is on the route, reached, and it has none that counts.
 */
bool interview_asks(const struct interview *iv, uint32_t slot, uint32_t row);
/* Why a derivation has no value: EXPR_WHY_ bits and bits 1 << enum cell_state (expr.h); 0 when it has one. */
uint32_t interview_reasons(const struct interview *iv, uint32_t slot, uint32_t row);
/* The act that gave the raw cell; zero hash when none. */
struct hash interview_event(const struct interview *iv, uint32_t slot, uint32_t row);
struct str interview_note(const struct interview *iv, uint32_t item, uint32_t row);

/* The options as they are offered now: positions in shown order; missing are those whose condition is false (where the
 * place is reached and on the route), that the group hides or that `only` leaves out. Valid until the next
 * act. */
size_t interview_options(const struct interview *iv, struct place_in place, const int32_t **out);
/* Rows of a grid in shown order that are on the route: item numbers. Of a grid in a roster: in the row where
 * the interviewer stands. */
size_t interview_grid_rows(const struct interview *iv, uint32_t grid, const uint32_t **out);
struct str interview_card(const struct interview *iv, uint32_t item);

/* A text with its fills, in a language. In `arena`. */
struct str interview_words(const struct interview *iv, struct arena *arena, struct text text, uint32_t row,
                           unsigned language);

/* ---- acts ---- */

/* To be called at each key press: acts then say how long the screen had stood and how long nobody typed. */
void interview_key(struct interview *iv);

/* What became of an attempt. On ATTEMPT_NOT_SAVED the state is as before; sink.message tells why. */
enum attempt {
    ATTEMPT_DONE,
    ATTEMPT_NOT_SAVED,
    ATTEMPT_BAD_VALUE,   /* outside type or range: *fault says how; never stored */
    ATTEMPT_NOT_HERE,    /* the place is not on the route, not reached, or cannot take this */
    ATTEMPT_NOT_ALLOWED, /* don't know or refused where `allow` does not have it; an option not offered */
    ATTEMPT_BLOCKED,     /* a hard check fires: stored, but no way forward */
    ATTEMPT_CHECK,       /* a soft check wants a reason: stored, waiting */
};

struct answer {
    uint32_t slot;
    uint32_t row;
    enum cell_state state; /* CELL_ANSWERED, CELL_DONT_KNOW, CELL_REFUSED */
    struct value value;
};
/*
 * Stores 1..n answers as one act (a choice with its "which?" text), recalculates the route and runs the
 * checks. An option with `specify` and no text: the text variable is open, and with it the place. Answering
 * what already has this very value makes no act. ATTEMPT_DONE also moves nothing: the caller decides to go on
 * with interview_forward. BLOCKED and CHECK tell of checks that involve one of the answers.
 */
enum attempt interview_answer(struct interview *iv, const struct answer *answers, size_t n,
                              enum value_fault *fault);
/* A note (ITEM_NOTE) was read. */
enum attempt interview_pass(struct interview *iv, struct place_in place);
/* Goes to the next place on the route after this one that is open (the end, or a stop, when none is), or
 * simply to the next one when `every`. ATTEMPT_BLOCKED or ATTEMPT_CHECK when a check that would be passed
 * wants attention; ATTEMPT_NOT_HERE when this place is itself open, or the last. */
enum attempt interview_forward(struct interview *iv, bool every);
bool interview_back(struct interview *iv); /* to the previous place; false at the first */
/* To any reached place of the route; an act. */
enum attempt interview_jump(struct interview *iv, struct place_in place);
/* NOT_HERE when it does not fire, NOT_ALLOWED for a hard one or without a reason. */
enum attempt interview_confirm(struct interview *iv, uint32_t check, uint32_t row, struct str reason);
enum attempt interview_write_note(struct interview *iv, struct place_in place, struct str note);
enum attempt interview_set_language(struct interview *iv, unsigned language);
/* NOT_ALLOWED where the count may not be lower. */
enum attempt interview_remove_row(struct interview *iv, uint32_t roster, uint32_t row);
enum attempt interview_suspend(struct interview *iv, struct str reason);
/* Completed only when nothing is open and no hard check fires (else ATTEMPT_BLOCKED). */
enum attempt interview_complete(struct interview *iv);
/* Ends at the `stop:` item reached. */
enum attempt interview_end_stopped(struct interview *iv);
/* Takes back this user's latest act in this case that is not yet undone, as a new act; redo likewise.
 * *item tells what was restored. ATTEMPT_NOT_HERE when there is nothing. Jumps, starts, suspensions and draws
 * are passed over: answers, removed rows, confirmations, notes and language are undone. */
enum attempt interview_undo(struct interview *iv, struct place_in *place);
enum attempt interview_redo(struct interview *iv, struct place_in *place);

/* ---- checks ---- */

struct firing {
    uint32_t check;
    uint32_t row;
    bool confirmed; /* soft, with a reason that still holds */
    struct str reason;
};
/* All checks that fire now, in item order; confirmed ones too. Valid until the next act. */
size_t interview_checks(const struct interview *iv, const struct firing **out);

/* ---- why ---- */

/* One line of "why is this asked (or not)?": a condition's part with the values in it. */
struct why_line {
    unsigned depth;
    struct str text; /* the part in the language of conditions */
    enum truth truth;
    struct str values;          /* "werk = ja (A03, 14:07)": what the variables in it hold; for leaves */
    struct place_in decided_by; /* the place of the answer that decided it, {NONE} when none */
};
/* For an item in a row: the conditions of its containers and its own, outermost first, in `arena`. */
size_t interview_why(const struct interview *iv, struct arena *arena, struct place_in place,
                     const struct why_line **out);

/* Evaluations of conditions, checks and derivations since interview_new: for the bench. */
uint64_t interview_evaluations(const struct interview *iv);

#endif
