#ifndef CMD_PLAIN_H
#define CMD_PLAIN_H

#include "cmd/answers.h"

/*
 * The line mode: question, options, answer, one after the other, for screen readers, pipes and terminals that
 * cannot do more. `?` help, `<` back, `n` don't know, `w` refused, `q` break off; else as in the answers
 * file, or as people type (5/3/2011, decimal comma).
 */
enum outcome plain_conduct(struct run *run, struct case_session *session, FILE *in, enum exit_code *code);

/* The question at a place in words: number, text, options. Before a row of a battery those of the battery,
 * unless they were said last: `*grid` is the battery said last or NONE, and is brought up to date. */
void plain_show(struct run *run, const struct interview *iv, struct place_in place, uint32_t *grid);

/* A sink that prints each answer in words behind its question: how a simulated interview is watched. */
struct narrator {
    struct act_sink inner;
    struct run *run;
    const struct interview *iv; /* set as soon as there is one */
    uint32_t grid;              /* for plain_show; begins with NONE */
};
struct act_sink narrator_sink(struct narrator *narrator);

#endif
