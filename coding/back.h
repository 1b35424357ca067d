#ifndef CODING_BACK_H
#define CODING_BACK_H

#include "base/arena.h"
#include "codebook/codebook.h"

/*
 * Back-coding: the text behind an option "other" was given codes of the question's own list. The coded value
 * of that question: those codes instead of "other"; in a set each once, in the order of the list. Special
 * values leave it as it was. `value` is the raw one as canonical text; the result lives in `arena`.
 */
struct str back_coded(struct arena *arena, const struct variable *question, struct str value,
                      struct str other, struct str codes);

#endif
