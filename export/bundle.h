#ifndef EXPORT_BUNDLE_H
#define EXPORT_BUNDLE_H

#include "export/format.h"

/*
 * One folder with all files of an export: whole or not at all. It is written beside its place under another
 * name, synced, and renamed; where the target is replaced the two change places, so that whoever is killed
 * meanwhile leaves the old bundle or the new one.
 */
enum bundle_status { BUNDLE_OK, BUNDLE_EXISTS, BUNDLE_FOREIGN, BUNDLE_BUSY, BUNDLE_REFUSED, BUNDLE_IO };

struct bundle;

/* Makes the folder to write into: `path` with ".partial" behind it. What a killed run left there is removed.
 * BUNDLE_EXISTS: the target is there and may not be replaced; BUNDLE_FOREIGN, after X002 for each of them: it
 * holds files that its SHA256SUMS does not list; BUNDLE_BUSY: somebody else is writing it. */
enum bundle_status bundle_begin(struct arena *arena, struct str path, bool replace, struct diags *diags,
                                struct bundle **out);
const char *bundle_folder(const struct bundle *bundle);
/* Opens all writers. */
bool bundle_open(struct bundle *bundle, struct export_job *job);
/* One case to all of them; BUNDLE_REFUSED in the end when a row breaks a limit. */
bool bundle_row(struct bundle *bundle, const struct datum *row);
/* Closes the writers, syncs, puts the folder in its place. Without `good` everything is removed. */
enum bundle_status bundle_end(struct bundle *bundle, bool good);

#endif
