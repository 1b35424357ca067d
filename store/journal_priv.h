#ifndef STORE_JOURNAL_PRIV_H
#define STORE_JOURNAL_PRIV_H

#include <sqlite3.h>

/*
 * A thin layer over a VFS, for one connection: it spares the sync of the folder that SQLite makes in each
 * transaction. The rollback journal stays where it is from one transaction to the next, but SQLite opens it
 * anew each time as if it might be new, and a new file's name must be made durable. The layer makes the name
 * durable once, and then opens the same file as one that is there already.
 */
struct journal_layer;

/* Over the VFS of this name (NULL: the default one). Never NULL; when there is no such VFS its name is that
 * of none either, so that opening fails. */
struct journal_layer *journal_layer_new(const char *below);
const char *journal_layer_name(const struct journal_layer *layer);
void journal_layer_free(struct journal_layer *layer); /* once the connection is closed */

#endif
