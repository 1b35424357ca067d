#ifndef EXPORT_MANIFEST_H
#define EXPORT_MANIFEST_H

#include "base/sha256.h"
#include "export/format.h"

/*
 * What the bundle holds and how to know that it is whole: README.md for people, manifest.json for programs,
 * SHA256SUMS for sha256sum -c. The last row of the table of formats: at its close it looks at all files that
 * the others have written.
 */
void *manifest_open(struct export_job *job);
bool manifest_close(void *writer, bool good);

/* The SHA-256 of a file, in hexadecimal; false with an errno where it cannot be read. */
bool manifest_file_sum(const char *path, char out[SHA256_HEX]);
/* Does a file of this name hold the data themselves, so that it has a fingerprint? */
bool manifest_is_data(struct str name);

/* README.md, as text. */
void readme_write(const struct export_job *job, struct buf *out);

#endif
