#ifndef CMD_FINDINGS_H
#define CMD_FINDINGS_H

#include "base/diag.h"

/* Diagnostics for people: as diags_print, but what is told of texts is told once per file and code, with how
 * many more there are. A translation that has just begun lacks hundreds. */
void findings_print(const struct diags *diags, FILE *out);

#endif
