#ifndef CMD_VERSIONS_H
#define CMD_VERSIONS_H

#include "cmd/study.h"

/*
 * What another version of the questionnaire makes of a case: the same acts, folded under both, compared.
 * Nothing is written.
 */
enum change_kind {
    CHANGE_ASKED,   /* a question waits for an answer that did not before */
    CHANGE_PARKED,  /* an answer that counted lies off the route */
    CHANGE_LIVE,    /* an answer that was parked counts again */
    CHANGE_INVALID, /* an answer outside type, range, list or `allow`: kept as it is */
    CHANGE_GONE,    /* an answer under an id that the version does not have */
    CHANGE_CHECK,   /* a check fires that did not before */
    CHANGE_STOP,    /* the route now ends at this stop */
    CHANGE_KINDS
};
const char *change_kind_name(enum change_kind kind); /* "asked" "parked" ...: in JSON */

struct version_change {
    enum change_kind kind;
    struct str id; /* of the variable, note, check or stop */
    uint32_t row;
    bool certain;          /* false: it hangs on what will be answered to the questions that are new */
    struct str value;      /* of an answer, in the syntax of answers files */
    enum value_fault why;  /* CHANGE_INVALID; VALUE_GOOD: don't know or refused, which are not allowed now */
    enum check_kind check; /* CHANGE_CHECK */
};

struct version_changes {
    const struct version_change *items;
    size_t n;
    size_t of[CHANGE_KINDS];
    size_t orders_kept, orders_unused; /* orders that chance drew, and numbers of split ballots */
};

/*
 * The case of the session under `next`; in the session's arena. Questions that are new are answered for
 * trial, as far as the interview had come, so that what stands behind them is told too.
 */
enum store_status versions_compare(struct study *study, const struct case_session *session,
                                   const struct questionnaire *next, struct version_changes *out);

#endif
