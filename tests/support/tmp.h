#ifndef TESTS_SUPPORT_TMP_H
#define TESTS_SUPPORT_TMP_H

#include "base/str.h"

/* A folder of its own for one test. Failures to make, write or remove fail the test. */
struct tmp {
    char path[256];
    char joined[512]; /* the answer of tmp_path */
};

void tmp_open(struct tmp *tmp);  /* below TMPDIR, else /tmp */
void tmp_close(struct tmp *tmp); /* removes it and all that lies in it; links are not followed */
/* The path of a name in it; good until the next call. */
const char *tmp_path(struct tmp *tmp, const char *name);
/* Writes a file (folders in `name` are made) and returns its path as tmp_path does. */
const char *tmp_write(struct tmp *tmp, const char *name, struct str bytes);

#endif
