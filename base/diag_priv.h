#ifndef BASE_DIAG_PRIV_H
#define BASE_DIAG_PRIV_H

#include <stdarg.h>

#include "base/diag.h"

/* What diag_error and its like do; for those that take a format themselves. */
void diag_vadd(struct diags *diags, enum severity severity, const char *code, struct place place,
               const char *format, va_list args) PRINTF(5, 0);

#endif
