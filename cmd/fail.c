#include "cmd/command.h"

#include <stdarg.h>

enum exit_code fail(struct run *run, enum exit_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("veldwerk: ", run->err);
    vfprintf(run->err, format, args);
    fputc('\n', run->err);
    va_end(args);
    return code;
}
