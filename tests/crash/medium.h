#ifndef TESTS_CRASH_MEDIUM_H
#define TESTS_CRASH_MEDIUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "tests/crash/shim_vfs.h"

/*
 * A disk as a power cut finds it. Calls are recorded while a program runs; played again one by one they give,
 * at each moment, what is surely on the disk and what was written but not synced. An image is the former with
 * a random part of the latter: single 512-byte sectors of writes, sizes, and the making and deleting of
 * names.
 */
struct medium;

struct medium *medium_new(void);
void medium_free(struct medium *medium);
/* The file is on the disk, whole, before the recording begins. */
void medium_put(struct medium *medium, const char *path);
/* Notes a call; for shim.listen. */
void medium_record(void *medium, const struct shim_call *call);
size_t medium_calls(const struct medium *medium);
/* Plays up to call number `upto` (0 .. medium_calls); backwards starts again. */
void medium_play(struct medium *medium, size_t upto);
/* Writes the files of one image into `folder` (their last name parts), which is emptied of them first. */
bool medium_image(const struct medium *medium, struct draws *draws, const char *folder);

#endif
