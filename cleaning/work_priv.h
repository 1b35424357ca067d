#ifndef CLEANING_WORK_PRIV_H
#define CLEANING_WORK_PRIV_H

#include "cleaning/data.h"
#include "cleaning/work.h"
#include "store/store.h"

/* What a rule says of a record: of its rows, the gravest. */
enum verdict { VERDICT_APART, VERDICT_PASS, VERDICT_UNKNOWN, VERDICT_FAIL };
#define VERDICT_RAW_FAILED 8u /* it failed before any edit */
#define VERDICT_BITS       7u

struct found {
    uint32_t rule, row;
    enum verdict verdict;
};
struct founds {
    struct found *items;
    size_t n, cap;
};

/* A value tried for a record. */
struct trial {
    uint32_t slot, row;
    struct cell cell;
};

/* A record as expressions see it, with values tried. */
struct view {
    const struct data *data;
    const struct rulebook *rules;
    uint32_t record;
    const struct trial *trials;
    size_t trials_n;
    struct cell ring[8]; /* cells handed out to the evaluator */
    unsigned at, depth;
    struct expr_env env;
};
void view_open(struct view *view, const struct data *data, const struct rulebook *rules, uint32_t record);
struct cell view_cell(struct view *view, uint32_t slot, uint32_t row);
/* The live rows, and whether this one is among them (always, outside rosters). */
uint32_t view_rows(struct view *view, uint32_t roster, const uint32_t **ids);
bool view_row_live(struct view *view, uint32_t roster, uint32_t row);
bool view_on_route(struct view *view, const struct variable *variable, uint32_t row);
struct cell view_derive(struct view *view, const struct item *item, uint32_t row);
enum verdict rule_says(struct view *view, const struct clean_rule *rule, uint32_t row);
/* The verdict over all rows; what is not a pass into `founds` (may be NULL). */
enum verdict rule_judges(struct view *view, const struct clean_rule *rule, struct founds *founds);

/* A value, an okay or a question back that stands in the log. */
struct edit {
    uint32_t slot, row;
    struct cell raw; /* what was answered */
    struct edit *next;
};
struct mark {
    uint32_t rule, row;
    enum clean_step step; /* STEP_OKAY, STEP_BACK */
    struct str fingerprint, reason;
    struct mark *next;
};
struct state {
    struct founds founds;
    struct edit *edits;
    struct mark *marks;
    struct hash seen; /* the newest act of cleaning */
    bool touched;     /* by edits */
};

struct clean {
    struct arena *arena, *scratch;
    struct clean_setup setup;
    struct data *data;
    const struct rulebook *rules;
    uint8_t *verdicts; /* [record * rules->n + rule] */
    struct state *states;
    struct clean_count *counts;
    uint32_t *deps_from, *deps; /* rules that hang on a slot */
    struct str message;
    struct clean_times times;
};

/* open.c */
void clean_evaluate(struct clean *clean, uint32_t record);
void clean_count_rule(struct clean *clean, uint32_t record, uint32_t rule, int by);

/* edits.c: the log's side. */
#define CLEAN_ALL "*" /* the register of a case that every act of cleaning writes */
struct edit_text {
    struct str rule, step, rules_hash, version, old, value;
};
struct str edit_text_write(struct arena *arena, const struct edit_text *text);
bool edit_text_read(struct str value, struct edit_text *out);
bool edits_read(struct clean *clean);                         /* of all records */
bool edits_read_record(struct clean *clean, uint32_t record); /* anew */
struct str rule_fingerprint(const struct clean *clean, struct arena *arena, uint32_t record, uint32_t rule,
                            uint32_t row);
struct cell edit_raw(const struct clean *clean, uint32_t record, uint32_t slot, uint32_t row);

#endif
