#ifndef SIMULATE_SIMULATE_H
#define SIMULATE_SIMULATE_H

#include <stdint.h>

#include "base/hash.h"
#include "base/str.h"
#include "interview/interview.h"

/*
 * A respondent who answers through the interview as an interviewer would: valid answers, drawn uniformly
 * unless the caller knows better; a reason for every soft check; hard checks repaired by changing one of the
 * answers they involve. The same draws give the same interview.
 */

/* Where it went wrong. */
struct simulate_trouble {
    struct place_in place; /* {NONE} when a check is the trouble */
    uint32_t check;        /* NONE when a place is */
    uint32_t row;
    uint32_t tries;
};

/*
 * Where answers come from when they are not simply drawn: a respondent with a character (person.h). A
 * function that is NULL does nothing.
 */
struct simulate_source {
    /* The answer to a variable that waits for one; called again when the last one could not be given. False:
     * one is drawn uniformly. Texts and sets live in `arena`, or longer. */
    bool (*answer)(void *context, const struct interview *iv, struct arena *arena,
                   const struct variable *variable, uint32_t row, struct answer *out);
    /* Another answer that she gives first and takes back at once. */
    bool (*first_word)(void *context, const struct interview *iv, struct arena *arena,
                       const struct variable *variable, uint32_t row, struct answer *out);
    /* Does she break the interview off before this place? */
    bool (*leaves)(void *context, struct place_in place, struct str *reason);
    /* Why a soft check is confirmed. */
    struct str (*reason)(void *context);
    /* Time passes until the answer (NULL: until a note is read). */
    void (*passes)(void *context, const struct variable *variable);
    /* A check fires that has to do with one of these variables: which answer is typed anew? `surely`: it
     * cannot stay as it is. */
    bool (*noticed)(void *context, const uint32_t *slots, size_t n, bool surely, uint32_t *slot,
                    uint32_t *row);
    void *context;
};

struct simulate_options {
    uint32_t dont_know_permille; /* where `allow` has it */
    uint32_t refused_permille;
    uint32_t stopped_permille; /* of those whose answers lead to a `stop:` end there; others think again */
    uint32_t rows_most;        /* counts of rosters are drawn from min .. min(max, this) */
    uint32_t tries;            /* for one answer, and for the repair of one hard check */
    /*
     * Asked first for every answer: its canonical text (codebook.h), "?" don't know, "!" refused, or empty
     * when this answer is free. What it says must be valid; it is not changed when a check fails, as long as
     * another answer can be. NULL: all are free. The text must live until the next call.
     */
    struct str (*answers)(void *context, const struct variable *variable, uint32_t row);
    void *context;
    struct simulate_source source;
    struct simulate_trouble *trouble; /* filled in on SIMULATE_STUCK; may be NULL */
};
struct simulate_options simulate_options_default(void); /* 15, 10 and 50 per mille, 5 rows, 300 tries */

enum simulate_outcome {
    SIMULATE_COMPLETED,
    SIMULATE_STOPPED,   /* at a `stop:` item */
    SIMULATE_LEFT,      /* broken off: suspended */
    SIMULATE_STUCK,     /* gave up after the tries: no valid answer found, or a hard check not repaired */
    SIMULATE_NOT_SAVED, /* the sink refused */
};

/* From where the interview stands to its end; begins it when nobody has. */
enum simulate_outcome simulate_interview(struct interview *iv, const struct simulate_options *options,
                                         struct draws *draws);

/* One valid value for a variable as it is offered now, don't know and refused included; false when none was
 * found. Texts and sets in `arena`. */
bool simulate_answer(const struct interview *iv, const struct simulate_options *options, struct draws *draws,
                     struct arena *arena, const struct variable *variable, uint32_t row, struct answer *out);

#endif
