#ifndef STORE_WRITE_PRIV_H
#define STORE_WRITE_PRIV_H

#include "store/store_priv.h"

/* One durable change of the study file. */
struct work {
    /* Inside the transaction. Anything but STORE_OK has been told with store_fail and undoes all. */
    enum store_status (*run)(struct store *store, void *context);
    /* After a disk failure: is what `run` did in the file? False when that cannot be read. NULL: a mark is
     * left in the settings and looked for. */
    bool (*there)(struct store *store, void *context, bool *found);
    void *context;
    bool erases; /* nothing of what was there before may be left on the disk */
};

/* Begins, runs and commits. On a full disk the ballast is freed once and all is done again; after a disk
 * failure the file is closed, opened and looked at. `run` may therefore be called twice. */
enum store_status store_write(struct store *store, const struct work *work);

#endif
