#ifndef CLEANING_WORK_H
#define CLEANING_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/str.h"
#include "cleaning/rules.h"
#include "questionnaire/questionnaire.h"

/*
 * The data managers' work on a study: rules, the records that fail them, proposals, and what people decide.
 *
 * A decision is an act of the case on REGISTER_EDIT: a value, or a rule that is silenced for these values;
 * what was answered is never overwritten. The clean value is the newest edit, else the
 * answer. An edit does not reroute: the route rules fire and offer "not applicable".
 *
 * Values are texts in the syntax of answers files: `?` don't know, `!` refused, `\?` and `\!` the literal
 * texts; besides, `-` not applicable (`\-` the literal text) and an empty one: missing.
 *
 * Texts and arrays that a function gives live until the next call that changes something (fix, okay, back,
 * undo, redo, refresh) unless said otherwise. Records keep their number as long as the work is open.
 */
struct clean;
struct store;
struct clean_loader; /* cleaning/data.h */

#define CLEAN_ANY UINT32_MAX

/* ---- open and close ---- */

struct clean_setup {
    struct store *store;                       /* open; to decide anything, for writing */
    const struct questionnaire *questionnaire; /* the study's present version */
    const struct rulebook *rules;
    struct str user;
    struct str version; /* of the program; is kept with each edit */
    struct clock clock; /* zero: the system's */
    /*
     * Gives all records with their answers and routes, through the functions of cleaning/data.h: routes come
     * from the interview, which this module does not know. With a `case_id` just that one. False: the store
     * cannot be read.
     */
    bool (*load)(void *context, struct clean_loader *loader, struct str case_id);
    void *context;
};
/* Reads all and evaluates all rules. Everything that setup points to must live as long as the work. NULL when
 * it cannot be read (store_message says why). */
struct clean *clean_open(const struct clean_setup *setup);
void clean_close(struct clean *clean); /* NULL is fine */

/* What opening took, in milliseconds of this process: reading answers and routes, and all rules on all
 * records. */
struct clean_times {
    double read, judge;
};
struct clean_times clean_times(const struct clean *clean);

/* ---- rules and findings ---- */

struct clean_count {
    uint32_t raw;           /* records (or rows) that failed before any edit */
    uint32_t failed;        /* that fail now: open + okay */
    uint32_t mended;        /* that failed and pass now */
    uint32_t okay;          /* fail, and somebody found that right */
    uint32_t open;          /* fail, and nobody decided yet */
    uint32_t not_evaluable; /* something it reads was not answered (does not apply: not counted) */
    uint32_t passed;
};
size_t clean_rules_n(const struct clean *clean);
const struct clean_rule *clean_rule(const struct clean *clean, uint32_t rule);
struct clean_count clean_count(const struct clean *clean, uint32_t rule);

size_t clean_records_n(const struct clean *clean);
struct clean_record {
    struct str case_id, group, interviewer;
    int64_t wall_ms; /* its last answer */
    uint32_t open;   /* findings */
};
struct clean_record clean_record(const struct clean *clean, uint32_t record);
uint32_t clean_find(const struct clean *clean, struct str case_id); /* CLEAN_ANY: none */

enum clean_verdict { CLEAN_FAILS, CLEAN_OKAY, CLEAN_NOT_EVALUABLE };
struct clean_finding {
    uint32_t rule, record;
    uint32_t row; /* of a roster, or 0 */
    enum clean_verdict verdict;
    bool confirmed;    /* by the interviewer at the door, with `reason` */
    bool back;         /* waits for the interviewer to ask again */
    struct str reason; /* of a confirmation, an okay, a question sent back */
    uint64_t pattern;  /* the same for records that fail the same rules */
};
enum clean_view { CLEAN_VIEW_OPEN, CLEAN_VIEW_FAILS, CLEAN_VIEW_NOT_EVALUABLE };
/* Of one rule or all (CLEAN_ANY), of one record or all; by rule, then pattern, then record. In `arena`. */
size_t clean_findings(const struct clean *clean, struct arena *arena, uint32_t rule, uint32_t record,
                      enum clean_view view, const struct clean_finding **out);
/* What the variables of a rule hold in a record: those it involves. In `arena`. */
struct clean_value {
    const struct variable *variable;
    uint32_t row;
    struct str raw, clean; /* as above */
    enum cell_state raw_state, clean_state;
    bool edited;
};
size_t clean_values(const struct clean *clean, struct arena *arena, uint32_t rule, uint32_t record,
                    uint32_t row, const struct clean_value **out);
/* The whole record, in questionnaire order; rows of rosters one after the other. In `arena`. */
size_t clean_whole(const struct clean *clean, struct arena *arena, uint32_t record,
                   const struct clean_value **out);
/* A value as people read it, in a language of the questionnaire. */
struct str clean_shown(const struct clean *clean, struct arena *arena, const struct variable *variable,
                       struct str value, unsigned language);

/* ---- proposals ---- */

struct clean_set {
    const struct variable *variable;
    uint32_t row;
    struct str old, new; /* old.ptr NULL: whatever stands there; else it must be this */
};
enum clean_why {
    WHY_SWAPPED,    /* two digits changed places */
    WHY_DIGIT,      /* one digit */
    WHY_FACTOR_TEN, /* a nought too many or too few */
    WHY_DATE,       /* day and month swapped, or one part off */
    WHY_CODE,       /* the option above or below */
    WHY_ROUTE,      /* was not to be asked: not applicable */
    WHY_DONOR,      /* as the most similar record has it */
    WHY_WITNESS,    /* a value with which all rules hold */
    WHYS
};
const char *clean_why_name(enum clean_why why); /* "swapped_digits" ...: in JSON */
const char *clean_why_text(enum clean_why why); /* in the interface's language */

struct clean_proposal {
    const struct clean_set *sets;
    size_t sets_n;
    enum clean_why why;
    const uint32_t *mends, *breaks; /* rules that would turn green, red */
    size_t mends_n, breaks_n;
};
struct clean_proposals {
    const struct clean_proposal *items; /* the best first */
    size_t n;
    bool complex;    /* too complex within 50 ms: nothing is said about the smallest set of fields */
    unsigned cost;   /* of the smallest sets, in weights */
    size_t fields_n; /* how many smallest sets there are */
};
/* For a record with its open findings; for a rule across records nothing. In `arena`. */
struct clean_proposals clean_propose(struct clean *clean, struct arena *arena, uint32_t record);
/* What setting these values would make green and red, without doing it. False: a value is not of its type. */
bool clean_try(struct clean *clean, struct arena *arena, uint32_t record, const struct clean_set *sets,
               size_t n, struct clean_proposal *out);

/* ---- deciding ---- */

enum clean_result {
    CLEAN_DONE,
    CLEAN_NOTHING,   /* it is so already; nothing (left) to undo */
    CLEAN_INVALID,   /* no such variable, not of its type, no reason: the message says what */
    CLEAN_MEANWHILE, /* somebody else edited it; taken over, nothing written */
    CLEAN_NOT_SAVED  /* the store's message */
};
/* Values of one record in one act. `rule` may be CLEAN_ANY. A reason is obligatory. */
enum clean_result clean_fix(struct clean *clean, uint32_t record, uint32_t rule, const struct clean_set *sets,
                            size_t n, struct str reason);
/* The same for a line of an exported log: no reason is asked for, and the trail says replay. */
enum clean_result clean_replay(struct clean *clean, uint32_t record, uint32_t rule,
                               const struct clean_set *sets, size_t n, struct str reason);
/* Silences a rule for a record (a row of it) as long as the values it involves stay as they are. */
enum clean_result clean_okay(struct clean *clean, uint32_t record, uint32_t rule, uint32_t row,
                             struct str reason);
/* A question for the interviewer's list; the reason is the question. Lapses with the next edit or answer. */
enum clean_result clean_back(struct clean *clean, uint32_t record, uint32_t rule, uint32_t row,
                             struct str reason);
/* In words, of the last result that was not CLEAN_DONE. Never NULL. */
const char *clean_message(const struct clean *clean);

/* This user's latest decision that is not yet undone, in any record. *record tells where. */
enum clean_result clean_undo(struct clean *clean, uint32_t *record);
enum clean_result clean_redo(struct clean *clean, uint32_t *record);

/* ---- the trail ---- */

enum clean_step { STEP_ANSWER, STEP_EDIT, STEP_OKAY, STEP_BACK, STEP_UNDO, STEP_REDO, STEP_REPLAY, STEPS };
const char *clean_step_name(enum clean_step step);
struct clean_event {
    uint64_t seq;
    int64_t wall_ms;
    struct str actor, case_id, item;
    uint32_t row;
    enum clean_step step;
    struct str old, new, reason, rule, rules_hash, version;
    struct hash event, prev;
};
/* What was decided in a record (CLEAN_ANY: in all), in the order of the log. False: the store cannot be read.
 */
bool clean_trail(struct clean *clean, uint32_t record,
                 bool (*visit)(void *context, const struct clean_event *event), void *context);

/* ---- distributions ---- */

enum clean_split { SPLIT_NONE, SPLIT_GROUP, SPLIT_INTERVIEWER };
struct clean_bar {
    struct str label, key; /* a value, an interval of numbers or years, or a state without value */
    uint32_t n;
    bool valueless;
    double low, high; /* of an interval */
};
struct clean_frequencies {
    const struct clean_bar *bars;
    size_t bars_n;
    uint32_t n, valueless;
    bool numeric;
    double least, p5, p25, median, p75, p95, most, mean; /* numeric */
};
/* Clean values of a variable; `key` (of the split: a group or interviewer) empty: all. In `arena`. */
struct clean_frequencies clean_frequencies(const struct clean *clean, struct arena *arena,
                                           const struct variable *variable, enum clean_split split,
                                           struct str key, unsigned language);
/* The records in a bar. In `arena`. */
size_t clean_bar_records(const struct clean *clean, struct arena *arena, const struct variable *variable,
                         const struct clean_bar *bar, enum clean_split split, struct str key,
                         const uint32_t **out);

#endif
