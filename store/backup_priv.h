#ifndef STORE_BACKUP_PRIV_H
#define STORE_BACKUP_PRIV_H

#include "store/store_priv.h"

/* What a copy must have in common with its original. */
struct counts {
    int64_t acts, cases;
    struct hash tips; /* over the end of every chain */
};
bool backup_count(struct db *db, struct counts *counts);
bool backup_same(const struct counts *a, const struct counts *b);

/* All pages of `from` into the empty file `path`; failures are told to `store`. */
enum store_status backup_copy(struct store *store, struct db *from, const char *path);
/* Opens the file read-only wherever it lies, verifies it whole and compares (`wanted` may be NULL). */
enum store_status backup_check(struct store *store, const char *path, const struct counts *wanted);

#endif
