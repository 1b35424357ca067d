#ifndef STORE_PENDING_PRIV_H
#define STORE_PENDING_PRIV_H

#include "store/folded_priv.h"

/*
 * The caches of one case while acts are being appended: read when they are first needed, kept in memory, and
 * written once, behind the last act. However many acts come in one transaction, a register is read and
 * written once, and what lies in the file at the end is what single appends would have left.
 */
struct pending;

/* `acts`: how many will come in this transaction. For many, all registers of a case are read at once. */
struct pending *pending_new(struct store *store, size_t acts);
void pending_free(struct pending *pending);

/* The case that the next acts are about; one taken up before is written first. False when the database
 * failed; the same holds below. */
bool pending_case(struct pending *pending, int64_t case_n);
/* The id of the act that wrote this register of the case; zeros where there is none. */
bool pending_replaced(struct pending *pending, const struct change *change, struct hash *event);
/* A stored act, with its row number, onto the caches of its case. */
bool pending_fold(struct pending *pending, const struct act *act, int64_t event_n);
bool pending_write(struct pending *pending);

#endif
