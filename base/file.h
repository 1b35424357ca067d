#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/* Files and folders. Paths from outside pass path_inside before they are opened. */

/* The whole file, up to `limit` bytes (an error above it, or for a folder, device or fifo). `path` is
 * NUL-terminated; `shown` names the file in the diagnostic. */
bool file_read(struct arena *arena, const char *path, struct str shown, size_t limit, struct str *out,
               struct diags *diags);
/* Whole or not at all: temporary name in the same folder, fsync, rename, fsync of the folder. */
bool file_write(const char *path, struct str bytes, struct diags *diags);
bool file_exists(const char *path);
bool folder_make(const char *path, struct diags *diags); /* with its parents, mode 0700 */
/* Names in a folder, sorted by byte, without . and .. ; false when it cannot be read. */
bool folder_list(struct arena *arena, const char *path, struct str **names, size_t *n);

/* A relative path that stays below where it starts: not empty, no leading '/', no "..", no NUL, no '\\',
 * at most 200 bytes. */
bool path_inside(struct str path);
struct str path_join(struct arena *arena, struct str folder, struct str name); /* NUL-terminated */
struct str path_parent(struct str path);
/* Free bytes on the file system that holds `path`; -1 when unknown. */
int64_t disk_free(const char *path);

#endif
