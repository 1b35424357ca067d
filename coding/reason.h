#ifndef CODING_REASON_H
#define CODING_REASON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/*
 * What the log says beside a code: the `reason` of its act, as words KEY=VALUE with a space between them, the
 * note last because it runs to the end:
 *
 *     origin=human p=0.91 model=1a2b3c4d rank=1 keys=1 note=ook 's nachts
 *
 * Who gave the code and when are the act's. In values a space, a '%' and control characters are written %XX.
 */
enum code_origin {
    ORIGIN_HUMAN,       /* a coder, from the queue */
    ORIGIN_VERBATIM,    /* people had coded the same words, more than once and always so */
    ORIGIN_MODEL,       /* the suggester, above the threshold */
    ORIGIN_RULE,        /* a rule that people made; the note says which */
    ORIGIN_IMPORT,      /* from a file */
    ORIGIN_ADJUDICATED, /* two coders differed, a third decided */
    ORIGINS
};
const char *origin_name(enum code_origin origin); /* "human" "verbatim" ... : on disk and in JSON */
bool origin_parse(struct str name, enum code_origin *out);
/* Did a person look at this very answer? Import counts unless the file said a machine did it. */
struct code_reason;
bool origin_of_people(const struct code_reason *reason);

struct code_reason {
    enum code_origin origin;
    enum code_origin from; /* ORIGIN_IMPORT: what the file said; else the same as origin */
    double p;              /* of the suggestion with this code; NAN: there was none */
    unsigned rank;         /* which suggestion it was, from 1; 0: none */
    unsigned keys;         /* pressed for this decision, of all its copies together; 0: not known */
    struct str model;      /* eight hex digits of the model's hash; may be empty */
    struct str coder;      /* ORIGIN_IMPORT: who coded it elsewhere; may be empty */
    struct str note;       /* one line; may be empty */
};

void reason_write(struct buf *out, const struct code_reason *reason);
/* Words that are not known are passed over: a newer program may say more. False without a known origin. Texts
 * in `arena`. */
bool reason_read(struct arena *arena, struct str text, struct code_reason *out);

#endif
