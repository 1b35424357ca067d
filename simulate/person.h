#ifndef SIMULATE_PERSON_H
#define SIMULATE_PERSON_H

#include "base/buf.h"
#include "simulate/profile.h"
#include "simulate/simulate.h"

/*
 * A respondent with a character. What she is and says comes from one stream of chance, the course of the
 * interview from another, errors from a third: the same seed with and without errors gives the same persons.
 *
 * An interview with errors is held twice. First without, by the respondent herself; from what she says
 * follows what may go wrong. Then by an interviewer who types those very answers, some of them wrongly.
 */
struct person;

struct person_setup {
    const struct profile *profile;
    struct hash seed;                             /* of the simulation */
    struct str case_id;                           /* with the seed it decides everything */
    uint32_t errors_percent;                      /* of the rates that the profile states; 0: none */
    int32_t dont_know_permille, refused_permille; /* instead of the profile's rates for all; -1: as it says */
};

/* Lives until person_free. */
NODISCARD struct person *person_new(const struct person_setup *setup);
void person_free(struct person *person); /* NULL is fine */

/* The clock of her interview: begins at `wall_ms`, and moves as she answers. */
struct clock person_clock(struct person *person, int64_t wall_ms);
/* Options and draws for simulate_interview, to be used until person_free; fresh ones for each time. */
struct simulate_options person_options(struct person *person);
struct draws person_draws(const struct person *person);

/* What the sample would say of a case that simulation makes, by the profile's `frame`: canonical texts, empty
 * where it says nothing. They live as long as the person. */
struct person_frame {
    struct str sex, birth_date, generation, language, municipality;
};
struct person_frame person_frame(struct person *person, int group, int64_t wall_ms);

/* ---- errors ---- */

/* All cells with an answer of a finished interview, to copy from. */
struct answers_given;

/*
 * After the interview without errors: plans what goes wrong in it. `before`: what the same interviewer was
 * told in an earlier interview of this group, or NULL. Returns the number of planned errors; when it is not
 * 0, the interview is to be held again with a fresh `struct interview` and the same options.
 */
size_t person_plan_errors(struct person *person, const struct interview *iv,
                          const struct answers_given *before);
/* The answers of an interview, in `arena`. */
const struct answers_given *answers_given(struct arena *arena, const struct interview *iv);
/*
 * After the interview with errors: every cell that is not what it is without them, as lines of CSV
 * `case,question,row,true,planted,kind`. Empty: not asked there; ? and ! as in answers files.
 */
void person_tell_errors(struct person *person, const struct interview *iv, struct buf *out);
#define TRUTH_HEADER "case,question,row,true,planted,kind\n"

#endif
