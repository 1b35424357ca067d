#ifndef QUESTIONNAIRE_KNOWLEDGE_PRIV_H
#define QUESTIONNAIRE_KNOWLEDGE_PRIV_H

#include "questionnaire/load_priv.h"

/* States a variable cannot be in. */
struct fact {
    uint32_t slot;
    uint32_t gone;
};

/* A part of a condition that is known to be true (or false). */
struct truth_known {
    const struct expr_node *node;
    bool holds;
};

struct knowledge {
    const struct knowledge *outer;
    struct arena *arena;
    struct fact *facts;
    size_t facts_n, facts_cap;
    struct truth_known *truths;
    size_t truths_n, truths_cap;
};

/* States that this frame alone takes away from a variable. */
uint32_t knowledge_gone(const struct knowledge *k, uint32_t slot);
/* Does it follow from all that is known that this holds? (implied.c) */
bool knowledge_implies(struct loader *l, const struct knowledge *known, const struct expr_node *node);

#endif
