#ifndef QUESTIONNAIRE_DIFF_H
#define QUESTIONNAIRE_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "questionnaire/prove.h"
#include "questionnaire/questionnaire.h"

/*
 * What became of each question between two versions of a questionnaire: what was said of it, and who is
 * asked it. The second is decided for all respondents by the solver of questionnaire/prove.h.
 */

/* ---- what stands in the files ---- */

enum diff_part {
    DIFF_ADDED = 1 << 0,
    DIFF_REMOVED = 1 << 1,
    DIFF_TYPE = 1 << 2,    /* kind of item, type, list, computation */
    DIFF_OPTIONS = 1 << 3, /* codes were taken away or mean something else, or are offered otherwise */
    DIFF_MORE = 1 << 4,    /* codes were added */
    DIFF_RANGE = 1 << 5,   /* something that was an answer is none any more, by its range or a hard check */
    DIFF_WIDER = 1 << 6,   /* all that was an answer still is, and more */
    DIFF_WORDS = 1 << 7,   /* text, labels, number, show card, in any language or group */
    DIFF_ROUTE = 1 << 8,   /* the conditions are written otherwise; see routes_compare */
    DIFF_ORDER = 1 << 9,   /* of the options or items inside */
    DIFF_CHECKS = 1 << 10,
    DIFF_PARTS = 11
};
const char *diff_part_name(unsigned bit); /* number of the bit: "added" "removed" ... */

struct item_diff {
    struct str id;
    const struct item *old, *new; /* NULL where there is none; both: a check over the whole interview */
    unsigned parts;               /* enum diff_part; 0 is never listed */
};

/* ---- who is asked ---- */

enum route_diff { ROUTE_SAME, ROUTE_WIDER, ROUTE_NARROWER, ROUTE_DIFFERENT, ROUTE_UNDECIDED };
const char *route_diff_name(enum route_diff route); /* "same" "wider" "narrower" "different" "undecided" */

struct route_verdict {
    struct str id;
    enum route_diff route;
    /* Respondents who are asked in one version only; numbers for routes_witness, or NONE. */
    uint32_t asked_new; /* asked by the new version, not by the old one */
    uint32_t asked_old;
};

struct routes {
    struct str group; /* empty: the questionnaire knows none */
    const struct route_verdict *items;
    size_t n;
    struct routes_proof *proof; /* private; NULL where nothing needed one */
};

/* ---- both ---- */

struct version_diff {
    const struct questionnaire *old, *new;
    const struct item_diff *items; /* in the order of the new version, then what was removed, then checks */
    size_t n;
    struct pairing *pairing; /* private */
};
struct version_diff versions_diff(struct arena *arena, const struct questionnaire *old,
                                  const struct questionnaire *new);

/*
 * Compares who is asked each question, note and stop that both versions have, for one group (empty: they know
 * none). Respondents are those whose answers both versions take: an answer to a question that both have is
 * the same in both. Same, wider (some more, nobody less), narrower and different are proved; where the solver
 * cannot tell it says undecided. Only verdicts other than same are listed.
 */
struct routes routes_compare(struct arena *arena, const struct version_diff *diff, struct str group,
                             const struct prove_options *options);

/* The answers of a respondent as a file for one of the versions, with the draws; and the line of the sample
 * that makes the case (witness_write_case). */
void routes_write(struct buf *out, const struct routes *routes, uint32_t witness, bool new);
void routes_write_case(struct buf *out, const struct routes *routes, uint32_t witness, struct str case_id);

/* ---- the number of the version ---- */

enum version_step { STEP_NONE, STEP_PATCH, STEP_MINOR, STEP_MAJOR }; /* major.minor.patch */
const char *version_step_name(enum version_step step);
/* What the changes ask for: words only a patch, what only adds a minor, all else a major step. `routes` of
 * all groups. */
enum version_step version_step_needed(const struct version_diff *diff, const struct routes *routes, size_t n);
/* What was made of the number; STEP_NONE where it is not higher. */
enum version_step version_step_made(struct str old, struct str new);

#endif
