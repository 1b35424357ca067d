#ifndef CLEANING_DOMAIN_PRIV_H
#define CLEANING_DOMAIN_PRIV_H

#include "cleaning/work_priv.h"

/* Values that a field may be given: the present one first. */
struct domain {
    uint32_t slot, row;
    struct cell *cells;
    enum clean_why *why; /* how near the present one it lies; WHY_WITNESS: not near */
    uint32_t n, cap;
};
/* All values where they are few; else those that make a difference to a rule, and typing neighbours. */
void domain_make(const struct clean *clean, struct arena *arena, uint32_t record, struct domain *domain);

#endif
