#ifndef CMD_BESIDE_H
#define CMD_BESIDE_H

#include <stddef.h>

#include "base/arena.h"

/* The first of `n` folders, named as seen from the folder in which the program itself lies, that holds the
 * file `probe`: so a program finds what belongs to it in its source tree and wherever it was installed. NULL:
 * none. The path lies in `arena`. */
const char *beside_program(struct arena *arena, const char *const *folders, size_t n, const char *probe);

#endif
