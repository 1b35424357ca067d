#ifndef CMD_ANSWERS_H
#define CMD_ANSWERS_H

#include "base/diag.h"
#include "cmd/study.h"

/* The answers file: `question,row,value[,reason,note]`, docs/formats.md. */
struct answer_line {
    struct str question;
    uint32_t row;
    struct str value;
    struct str reason;
    struct str note;
    unsigned line;
    bool used;
};

struct answers {
    struct str file;
    struct answer_line *lines; /* in file order */
    size_t n;
};

/* False after diagnostics: unknown column, unknown question, bad row number. Without `replay` a repeated key
 * is an error too. */
bool answers_read(struct arena *arena, const struct questionnaire *q, const char *path, bool replay,
                  struct answers *out, struct diags *diags);
/* The same of bytes already read; `source` must outlive the answers. The lines are the caller's to free. */
bool answers_parse(struct arena *arena, const struct questionnaire *q, const struct source *source,
                   bool replay, struct answers *out, struct diags *diags);

/* The line for a variable in a row, or NULL. */
struct answer_line *answers_find(const struct answers *answers, struct str question, uint32_t row);

/*
 * A text in the syntax of the answers file as state and value: `?` don't know, `!` refused, `\?` and `\!` the
 * literal texts, else the canonical text of a value. False: not of the variable's type.
 */
bool answer_parse(struct arena *arena, const struct variable *variable, struct str text, struct answer *out);

/* The reverse. In `arena`. */
struct str answer_write(struct arena *arena, const struct variable *variable, const struct cell *cell);

/* What a question waits for in a row: its own answer, or a text behind its "other"; NULL when nothing. */
const struct variable *waiting_variable(const struct interview *iv, const struct item *item, uint32_t row);

/* How an interview by file, pipe or simulation ended: the words of the JSON contract. */
enum outcome { OUTCOME_COMPLETED, OUTCOME_BROKEN_OFF, OUTCOME_STOPPED, OUTCOME_INCOMPLETE };
const char *outcome_name(enum outcome outcome);

/* Conducts the interview with the answers, asked in the questionnaire's order. Messages of bad values go to
 * `diags`; `code` is EXIT_DATA then. */
enum outcome answers_conduct(struct case_session *session, struct answers *answers, struct diags *diags,
                             enum exit_code *code);
/* The same in the file's order: each line is an act. */
enum outcome answers_replay(struct case_session *session, struct answers *answers, struct diags *diags,
                            enum exit_code *code);

/* Stores what the answers file says chance drew; before the interview begins. False: `code`, and the message
 * is in `diags` or the store. */
bool answers_draw(struct study *study, struct case_session *session, const struct act_sink *sink,
                  struct answers *answers, struct diags *diags, enum exit_code *code);

/* The result of one interview as the JSON object of the contract; `answers` NULL: no unused list. */
void result_json(struct run *run, const struct case_session *session, enum outcome outcome,
                 const struct answers *answers);
/* The same for people: what is open, which checks fire, what was not used. */
void result_text(struct run *run, const struct case_session *session, enum outcome outcome,
                 const struct answers *answers);

/* A sink that prints each act as soon as it is on disk: event id, kind, item, row, value. */
struct echo {
    struct act_sink inner;
    struct run *run;
};
struct act_sink echo_sink(struct echo *echo);

#endif
