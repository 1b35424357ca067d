#ifndef QUESTIONNAIRE_LINT_H
#define QUESTIONNAIRE_LINT_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/hash.h"
#include "questionnaire/questionnaire.h"

/*
 * What is allowed and still likely a mistake: lists nobody uses, comparisons that always come out the same, fills of
 * what may not have been asked, texts that are missing, stale, or fill in something else, names and values that
 * an export format cannot hold. All are warnings but E310 and E331; questionnaire/lint/codes.def explains them.
 * The proof (prove.h) tells what can never happen.
 */
void lint(const struct questionnaire *q, struct diags *diags);

/* The first 8 hex digits that `source:` holds beside a translation: of BLAKE2b-256 over the item's text in the
 * source language as it stands in the file, of its label where it has no text. */
#define SOURCE_HASH 9
struct str lint_source_hash(const struct questionnaire *q, uint32_t item, char out[SOURCE_HASH]);

#endif
