#ifndef STORE_READ_PRIV_H
#define STORE_READ_PRIV_H

#include "store/store_priv.h"

/* An act as it lies in the log. */
struct stored_act {
    int64_t n; /* its row number */
    struct act act;
    struct str replaces;
    struct hash content;
    bool whole; /* id, header, content and payload hang together */
};

/* The acts of a case by its row number, of the study (0), or of all (-1), in the order of the log; each lives
 * until the next call. False when the database failed. */
bool read_stored(struct store *store, int64_t case_n,
                 bool (*visit)(void *context, const struct stored_act *stored), void *context);

#endif
