#ifndef FIELDWORK_OUTCOME_H
#define FIELDWORK_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The final code of a case, derived from its visits as the European Social Survey does. Nobody types a final
 * code: it follows from what was noted at each visit, and follows anew when a visit is added.
 */
enum visit_result {
    VISIT_COMPLETED = 1,
    VISIT_PARTIAL = 2,
    VISIT_UNIDENTIFIED = 3, /* contact with somebody, unknown who */
    VISIT_RESPONDENT = 4,   /* contact with the respondent, no interview */
    VISIT_SOMEONE_ELSE = 5, /* contact with somebody else */
    VISIT_NO_CONTACT = 6,
    VISIT_INVALID_ADDRESS = 7,
    VISIT_OTHER_NEWS = 8, /* news of the person without contact: a neighbour tells that she moved */
    VISIT_NOT_NOTED = 99
};
/* Why a contact gave no interview. */
enum visit_reason {
    WHY_NONE = 0,
    WHY_APPOINTMENT = 1,
    WHY_REFUSED = 2, /* by the respondent */
    WHY_PROXY_REFUSED = 3,
    WHY_SOMEONE_REFUSED = 4, /* unsure who */
    WHY_AWAY = 5,
    WHY_UNABLE_SHORT = 6,
    WHY_UNABLE_LONG = 7,
    WHY_DECEASED = 8,
    WHY_MOVED_ABROAD = 9,
    WHY_MOVED_UNSURE = 10,
    WHY_MOVED_WITHIN = 11,
    WHY_LANGUAGE = 12,
    WHY_OTHER = 13,
    WHYS
};
/* What is wrong with the address. */
enum visit_invalid {
    INVALID_NONE = 0,
    INVALID_DERELICT = 1,
    INVALID_NOT_BUILT = 2,
    INVALID_NOT_OCCUPIED = 3,
    INVALID_BUSINESS = 4,
    INVALID_INSTITUTION = 5,
    INVALID_UNTRACEABLE = 6,
    INVALID_OTHER = 7,
    INVALIDS
};
/* What became of the interview, by the office. */
enum interview_validity {
    INTERVIEW_NONE = 0,
    INTERVIEW_VALID = 1,
    INTERVIEW_INCOMPLETE = 2,
    INTERVIEW_INVALID = 3,
    INTERVIEW_OPTED_OUT = 4, /* on the list of those who will not be asked */
    VALIDITIES
};

struct visit {
    enum visit_result result;
    enum visit_reason reason;   /* of results 3, 4, 5 and 8 */
    enum visit_invalid invalid; /* of result 7 */
};

enum outcome {
    OUTCOME_NO_VISIT = 0,
    OUTCOME_VALID = 10,
    OUTCOME_PARTIAL = 11,
    OUTCOME_INVALID = 12,
    OUTCOME_NO_CONTACT = 20,
    OUTCOME_OPTED_OUT = 30,
    OUTCOME_BROKEN_APPOINTMENT = 31,
    OUTCOME_REFUSED = 32,
    OUTCOME_PROXY_REFUSED = 33,
    OUTCOME_SOMEONE_REFUSED = 34,
    OUTCOME_AWAY = 41,
    OUTCOME_UNABLE_SHORT = 42,
    OUTCOME_DECEASED = 43,
    OUTCOME_LANGUAGE = 44,
    OUTCOME_OTHER = 45,
    OUTCOME_UNABLE_LONG = 46,
    OUTCOME_MOVED_ABROAD = 51,
    OUTCOME_MOVED_UNSURE = 52,
    OUTCOME_MOVED_WITHIN = 53,
    OUTCOME_UNTRACEABLE = 54,
    OUTCOME_DERELICT = 61,
    OUTCOME_NOT_BUILT = 62,
    OUTCOME_NOT_OCCUPIED = 63,
    OUTCOME_BUSINESS = 64,
    OUTCOME_INSTITUTION = 65,
    OUTCOME_INELIGIBLE = 67, /* otherwise */
    OUTCOME_UNDEFINED = 88   /* the visits contradict each other, or something was not noted */
};

/*
 * The last visit decides, with three exceptions: an earlier refusal stands when nobody was met since (the
 * respondent's own before a proxy's before that of somebody unknown); a respondent who refused is not
 * overruled by somebody else's refusal; and whoever is on the list of those who opted out, opted out.
 */
enum outcome final_outcome(const struct visit *visits, size_t n, enum interview_validity validity);

/* ---- what an outcome counts as ---- */

enum outcome_class {
    CLASS_COMPLETE,
    CLASS_PARTIAL,
    CLASS_REFUSAL, /* and break-off */
    CLASS_NO_CONTACT,
    CLASS_OTHER,   /* eligible, not interviewed: away, unable, language */
    CLASS_UNKNOWN, /* nobody knows whether somebody eligible lives there */
    CLASS_INELIGIBLE,
    CLASSES
};
struct outcome_row {
    enum outcome outcome;
    enum outcome_class class; /* of the American Association for Public Opinion Research */
    const char *name;         /* for JSON and files */
    const char *label;        /* Dutch, marked N_() */
    bool try_again;           /* another visit may still bring an interview */
    bool needs_note;          /* the interviewer explains */
};
/* All outcomes, ended by a row without name. */
extern const struct outcome_row outcome_rows[];
/* Never NULL: unknown numbers are OUTCOME_UNDEFINED. */
const struct outcome_row *outcome_row(enum outcome outcome);

#endif
