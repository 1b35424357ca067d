#ifndef TESTS_JOURNEYS_INTERVIEWER_H
#define TESTS_JOURNEYS_INTERVIEWER_H

#include "questionnaire/questionnaire.h"
#include "tests/journeys/pty.h"
#include "tests/journeys/record.h"

/*
 * Somebody who interviews: reads on the screen which question is asked, knows from a plan what the respondent
 * will say, and types it as people do: a code and Enter, a few letters of a country, 5/3/2011. The plan are
 * the answers of an undisturbed interview of the same case, in its order.
 */
struct plan {
    const struct questionnaire *q;
    const struct kept_act *acts; /* printed by `interview --answers`, in order */
    size_t acts_n;
    const struct record *result; /* what was stored then: values in the syntax of answers files */
};

struct interviewer {
    struct pty *pty;
    const struct plan *plan;
    struct arena *arena; /* for one question */
    bool *given;         /* per act of the plan: the screen said "bewaard", or it was there before */
    bool azerty;         /* the top row of a Belgian keyboard without Shift instead of digits */
    const char *reason;  /* for soft checks */
    size_t saved;        /* answers after which the screen said "bewaard" */
    size_t confirmed;    /* soft checks */
};

/* The questionnaire of a folder, read as the program does. Ends the test program when it is broken. */
const struct questionnaire *interviewer_questionnaire(struct arena *arena, const char *folder);

void interviewer_start(struct interviewer *i, struct pty *pty, const struct plan *plan);
void interviewer_end(struct interviewer *i);
/* What is stored already is not to be given again. */
void interviewer_skip(struct interviewer *i, const struct record *record);

/* The number of the question in the first row of the screen ("B03", or an id where it has none). In `arena`.
 */
struct str screen_number(struct pty *pty, struct arena *arena);
/* Does the cursor stand, to be seen, in a row with words between header and status line? There the focus is:
 * so screen readers and Braille lines find it. */
bool screen_focus_seen(struct pty *pty);
/* The act of the plan that belongs to what is on the screen: the first of that number not given yet. -1:
 * none. */
long interviewer_planned(struct interviewer *i);

enum interviewer_step {
    STEP_SAVED,     /* answered, and the screen says "bewaard" */
    STEP_MOVED,     /* Enter below a battery whose rows have all been answered */
    STEP_CONFIRMED, /* a soft check stood there and was confirmed */
    STEP_END,       /* the end of the interview is on the screen */
    STEP_STUCK,     /* the screen does not do as an interviewer expects; a message is out */
    STEP_GONE       /* the program has ended */
};
/* Answers what is on the screen; `*act` is the act of the plan it was, or -1. */
enum interviewer_step interviewer_step(struct interviewer *i, long *act);
/* Steps until one ends with STEP_END or worse, or `most` steps are done. */
enum interviewer_step interviewer_conduct(struct interviewer *i, size_t most);

/* Prints the screen on standard error, below a line of text. */
void interviewer_show(struct interviewer *i, const char *what);

#endif
