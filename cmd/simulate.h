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

/* The comparison with what was published: a table for people, an array `figures` for programs. */
void figures_print(struct run *run, const struct questionnaire *q, const struct figures *figures);
void figures_json(struct json *json, const struct questionnaire *q, const struct figures *figures);

#endif
