#ifndef STORE_SEARCH_PRIV_H
#define STORE_SEARCH_PRIV_H

#include "store/store_priv.h"

/* The words by which cases are found: a cache of frame and identity. */
bool search_add(struct store *store, int64_t first, int64_t last); /* of these case numbers */
bool search_drop(struct store *store, int64_t case_n);
/* Are exactly these words there? Adds their number to *words. False when the database failed. */
bool search_compare(struct store *store, int64_t case_n, bool *same, int64_t *words);

#endif
