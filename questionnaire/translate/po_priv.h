#ifndef QUESTIONNAIRE_TRANSLATE_PO_PRIV_H
#define QUESTIONNAIRE_TRANSLATE_PO_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/node.h"
#include "base/str.h"

/*
 * GNU gettext's .po files, as far as texts without plural forms need them. Our own reader, because gettext's
 * library reads only files by name, keeps what it reads in globals, and wants its caller to leave by a
 * long jump, or the program to end, after twenty mistakes: here all are told.
 */

struct po_entry {
    unsigned line; /* of its first keyword; 0: absent */
    unsigned text_line;
    struct str context, source, text;
    bool fuzzy;
};

struct po {
    struct str header; /* lines `Name: value`; empty: there is none */
    struct po_entry *entries;
    size_t n;
};

/* All entries, in `arena`. False after any error: P001 (not UTF-8), P002 (not a .po file), P003 (plural). */
bool po_read(struct arena *arena, struct diags *diags, const struct source *source, struct po *out);
/* The value of a line of the header, empty where it has none. */
struct str po_header(const struct po *po, const char *name);

/* keyword "text", on several lines where the text has several. */
void po_write(struct buf *out, const char *keyword, struct str text);

#endif
