#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

/*
 * The one diagnostic of the program. Loaders, expressions, checks, imports, cleaning and exports
 * collect them and go on; the caller shows all at the end. A line reads
 *     sid/werk.yaml:41:9: error E104: option 'friend' is not in list provider (did you mean 'friends'?)
 * followed by the source line and a caret where the source is known.
 */
enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

/* A place in a text: line and column count from 1 (column in code points), 0 = unknown. */
struct place {
    struct str file;
    unsigned line;
    unsigned column;
};

struct diag {
    enum severity severity;
    const char *code; /* stable, e.g. "E104"; rows in a codes.def explain it */
    struct place place;
    struct str path; /* keys from the root, e.g. items.uren.when; may be empty */
    struct str text;
    struct str hint; /* may be empty */
    struct str line; /* the source line the place points into, or empty */
};

/* A collection in its own arena. Zero-initialised it is not usable: diags_new. */
struct diags {
    struct arena *arena;
    struct diag *items; /* in order of arrival */
    size_t n;
    size_t cap;
    size_t errors;   /* how many have severity error */
    size_t warnings; /* and warning */
    size_t limit;    /* further ones are counted, not kept (default 1,000) */
    size_t dropped;  /* so many were counted only */
};

struct diags *diags_new(void);
void diags_free(struct diags *diags);

/*
 * Adds one and returns false for errors, true otherwise, so that a caller can write
 * `return diag_error(...)`. `diags` NULL = the caller does not care. Texts are copied.
 * The returned pointer of diag_last may be used to set path, hint and line until the next add.
 */
bool diag_error(struct diags *diags, const char *code, struct place place, const char *format, ...)
    PRINTF(4, 5);
bool diag_warning(struct diags *diags, const char *code, struct place place, const char *format, ...)
    PRINTF(4, 5);
bool diag_note(struct diags *diags, const char *code, struct place place, const char *format, ...)
    PRINTF(4, 5);
struct diag *diag_last(struct diags *diags); /* NULL when empty or diags is NULL */
/* " (did you mean 'x'?)" appended to the last text when a candidate is close enough; not for words of one or
 * two bytes, nor when the word itself is among the candidates. */
void diag_suggest(struct diags *diags, struct str word, const struct str *candidates, size_t n);

/* All of them, in order of file and line (stable), as text with source line and caret. */
void diags_print(const struct diags *diags, FILE *out);
const char *severity_name(enum severity severity); /* "error" "warning" "note" */

#endif
