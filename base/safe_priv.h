#ifndef BASE_SAFE_PRIV_H
#define BASE_SAFE_PRIV_H

#include <stdbool.h>

#include "base/utf8.h"

/* Whether every character of a file may stand there; TAB, LF and CR may. The first that may not is
 * told in *problem. Nothing is copied or normalised. */
bool safe_check(struct str text, struct safe_problem *problem);

#endif
