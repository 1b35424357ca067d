#ifndef TESTS_JOURNEYS_VISIT_H
#define TESTS_JOURNEYS_VISIT_H

#include "tests/journeys/pty.h"
#include "tests/journeys/record.h"

/*
 * A visit: a study in a lab, the program on a terminal, keys, and what must be seen. Whatever is not as it
 * must be fails the test and prints the screen.
 */
struct look {
    const char *term;  /* NULL = xterm-256color */
    int cols, rows;    /* 0 = 80 x 24 */
    const char *extra; /* NAME=VALUE, or NULL */
};

struct visit {
    struct lab lab;
    struct arena *arena;
    struct pty *pty;
};

/* A lab with the questionnaire of the tests and its two cases 1001 (be) and 1002 (ma). */
void visit_small(struct visit *v);
/* A lab with a copy of a study file. */
void visit_copy(struct visit *v, const char *study);
void visit_close(struct visit *v);

/* Starts the program; words ended by NULL. */
void visit_start(struct visit *v, const struct look *look, const char *const *words);
/* Keys, and the picture afterwards. */
void visit_press(struct visit *v, const char *keys);
void visit_sees(struct visit *v, const char *text);
void visit_sees_not(struct visit *v, const char *text);
/* The number of the question in the first row. */
void visit_at(struct visit *v, const char *number);
/* Ctrl-Q; the program ends with 0 and gives the terminal back. */
void visit_quit(struct visit *v);
/* The program ends by itself, with 0. */
void visit_ends(struct visit *v);
/* SIGKILL, now. */
void visit_kill(struct visit *v);
void visit_fail(struct visit *v, const char *format, ...) PRINTF(2, 3);

/* A stored cell; texts live until visit_close. */
void visit_stored(struct visit *v, const char *case_id, const char *id, uint32_t row, const char *state,
                  const char *value);
/* How many acts of a kind the case has. */
size_t visit_acts(struct visit *v, const char *case_id, const char *kind);
void visit_verified(struct visit *v);

#endif
