#ifndef BASE_ATTR_H
#define BASE_ATTR_H

/* What both compilers check for us. NODISCARD: the result must be handled, (void) does not do. */
#define NODISCARD                  __attribute__((warn_unused_result))
#define PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#define NORETURN                   __attribute__((noreturn))
#define UNUSED                     __attribute__((unused))

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
