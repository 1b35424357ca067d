#ifndef CMD_SIMULATE_H
#define CMD_SIMULATE_H

#include "cmd/command.h"
#include "cmd/output.h"
#include "questionnaire/questionnaire.h"
#include "simulate/figures.h"
#include "simulate/profile.h"

/*
 * The profile that --profile names; without it the questionnaire's own, where one comes with the program,
 * else, or for `uniform`, the one that knows nothing. EXIT_DATA after diagnostics.
 */
enum exit_code simulate_profile(struct run *run, const struct questionnaire *q, const struct profile **out);

/* --cover DIR: a few respondents per group who together reach all that can be reached, as regression scripts
 * in a new folder. EXIT_FINDINGS when something that is proved could not be reached. */
enum exit_code simulate_cover(struct run *run, const struct questionnaire *q);

/* The comparison with what was published: a table for people, an array `figures` for programs. */
void figures_print(struct run *run, const struct questionnaire *q, const struct figures *figures);
void figures_json(struct json *json, const struct questionnaire *q, const struct figures *figures);

#endif
