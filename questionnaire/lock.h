#ifndef QUESTIONNAIRE_LOCK_H
#define QUESTIONNAIRE_LOCK_H

#include "questionnaire/questionnaire.h"

/*
 * ids.lock: every id with its type and list, every list with its codes, that were ever released. Loading
 * compares (E140, E141); only these functions add. Lines are never changed or removed.
 */

/* The text of the file with all that `q` adds to `before` (what stands in it now; empty: nothing). In
 * `arena`. */
struct str questionnaire_lock(struct arena *arena, const struct questionnaire *q, struct str before);
/* Reads the file at `path` (it may be missing), adds, writes it whole or not at all. */
bool questionnaire_write_lock(const struct questionnaire *q, const char *path, struct diags *diags);

#endif
