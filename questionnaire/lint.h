#ifndef QUESTIONNAIRE_LINT_H
#define QUESTIONNAIRE_LINT_H

#include <stdbool.h>

#include "base/diag.h"
#include "questionnaire/questionnaire.h"

/*
 * What is allowed and still likely a mistake: lists nobody uses, comparisons that always come out the same,
 * fills of what may not have been asked, texts that are missing, stale, or fill in something else, names and
 * values that an export format cannot hold. All are warnings but E310 and E331; questionnaire/lint/codes.def
 * explains them. The proof (prove.h) tells what can never happen.
 */
void lint(const struct questionnaire *q, struct diags *diags);

#endif
