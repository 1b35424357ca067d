#ifndef QUESTIONNAIRE_LINT_LOOKS_PRIV_H
#define QUESTIONNAIRE_LINT_LOOKS_PRIV_H

#include "questionnaire/prove/search_priv.h"

#include "questionnaire/lint/lint_priv.h"

/* Looking for a respondent, with the prover's means: over all groups at once, and not for long. */
struct looks {
    const struct model *m;
    struct space space;
    struct solver solver;
    struct arena *arena;
};
/* Days since 1970 on which the interview may be. */
void looks_open(struct looks *looks, const struct questionnaire *q, int32_t first_day, int32_t last_day);
void looks_close(struct looks *looks);
/* Is there one who meets all demands? The space is then as before. */
enum solve looks_for(struct looks *looks, const struct demand *demands, size_t n);

/* The row in which an item is looked at. */
static inline uint32_t looks_row(const struct item *item)
{
    return item->roster != NONE && item->kind != ITEM_ROSTER ? 1 : 0;
}

#endif
