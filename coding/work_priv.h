#ifndef CODING_WORK_PRIV_H
#define CODING_WORK_PRIV_H

#include "codebook/ids.h"
#include "coding/work.h"
#include "store/store.h"

/*
 * Of each answer there are up to four contents, each a register of its own: what holds; for answers of the
 * double-coded sample what the first and the second coder gave; for the control sample of automatic coding
 * what the machine would have given, while people decide without knowing it.
 */
enum layer { LAYER_HOLDS, LAYER_FIRST, LAYER_SECOND, LAYER_MACHINE, LAYERS };
struct str layer_register(const struct work *work, enum layer layer); /* the register's item */

/* The content of one code register. */
struct content {
    struct str codes; /* empty: none */
    struct str user;  /* who gave the code, where that differs from who wrote it here */
    int64_t wall_ms;
    uint32_t shown_ms;
    struct hash event; /* that wrote it; zero: none ever did */
    int64_t n;         /* its place in the log */
    struct code_reason reason;
};

struct answer {
    struct str case_id;
    uint32_t row;
    struct str text, language;
    int64_t n;    /* place in the log of the act that wrote it; 0: no answer now, only codes */
    bool changed; /* since it was read: nothing may be decided about it before work_refresh */
    uint32_t group;
    uint32_t next;                  /* answer of the same group; NOBODY: last */
    struct content *layers[LAYERS]; /* NULL: never written */
};
#define NOBODY UINT32_MAX

struct group {
    struct str key, text;
    uint32_t first, last; /* answers */
    uint32_t answers;
    bool sampled;           /* for double coding */
    bool stale;             /* something about it was read that is not counted yet */
    bool doubled;           /* some answer was coded by a second coder: by group_count */
    struct str taught;      /* the code that the suggester learned from it; empty: none */
    uint32_t open, flagged; /* answers that are so for this coder: by group_count */
    bool held, elsewhere;
    struct str holder;
    bool predicted;
    uint32_t class; /* of the first suggestion; NO_CLASS: none */
    double p, similarity;
};

/* One answer in a decision: what its registers held before and after. */
struct touched {
    uint32_t answer;
    struct hash decided; /* the act that decided */
    int64_t decided_n;   /* its place in the log, as wrote_n */
    struct hash event;   /* the last act on it: decided, undone or redone */
    size_t n;
    enum layer layers[2];
    struct content before[2], after[2];
};
struct step {
    struct touched *touched;
    size_t n, cap;
};
struct steps {
    struct step *items;
    size_t n, cap;
};

struct work {
    struct work_setup setup;
    struct arena *arena;   /* as long as the work */
    struct arena *scratch; /* until the next change */
    struct str registers[LAYERS];
    struct hash seed;
    unsigned double_percent;
    int64_t seen_n;  /* how far the log has been read */
    int64_t wrote_n; /* places given to own acts until they are read back: never beyond the true ones */
    int64_t words_n; /* how far the log has been read for changed answers only; 0: no farther than seen_n */

    struct answer *answers;
    size_t answers_n, answers_cap;
    struct ids answer_ids; /* "CASE ROW" */
    struct group *groups;
    size_t groups_n, groups_cap;
    struct ids group_ids; /* by key */

    const struct index *index;
    struct index own_index; /* where setup gave none */
    struct index_classes classes;
    struct suggester *suggester; /* NULL: plain */
    struct hash model;           /* over index and decisions so far */

    struct steps undo, redo;
    bool history; /* earlier days' steps have been read */

    struct work_rule *rules;
    size_t rules_n, rules_cap;

    uint64_t changes;            /* counts what happened; what is kept below holds for one count */
    uint32_t *order[WORK_VIEWS]; /* groups, sorted for a view */
    size_t order_n[WORK_VIEWS];
    uint64_t order_at[WORK_VIEWS];      /* the count when it was sorted */
    size_t order_groups, order_answers; /* how many the frequent order rests on */
    size_t predict_at, predicted_n;     /* how far along it they are predicted, how many are */
    size_t alike_n, alike_groups;       /* predicted_n and groups when the runs were sorted */
    uint32_t *queue;                    /* of the last work_queue */
    struct work_figures figures;
    uint64_t figures_at; /* one more than the count when they were made */
    struct arena *shown; /* of the last work_suggest */
    char message[512];
};

/* ---- work.c ---- */
bool holds_read(struct work *work);
enum work_result work_fail(struct work *work, enum work_result result, const char *format, ...) PRINTF(3, 4);
enum work_result work_fail_store(struct work *work);
uint32_t answer_of(const struct work *work, struct str case_id, uint32_t row); /* NOBODY: none */
/* What a layer of an answer holds now; NULL: nothing, or a code given to words that were changed since. */
const struct content *content_of(const struct answer *answer, enum layer layer);
/* The same also where it is empty or stale, for the act that wrote it. */
struct hash event_of(const struct answer *answer, enum layer layer);
/* Takes over one change of one of the item's code registers, as the log tells it. */
void take_code(struct work *work, enum layer layer, struct str case_id, const struct change *change,
               const struct act *act, int64_t n);
struct content content_from(struct work *work, const struct change *change, const struct act *act, int64_t n);
bool layer_parse(const struct work *work, struct str item, enum layer *out);
struct act act_of(const struct work *work, enum act_kind kind, const struct answer *answer, int64_t wall_ms);
int64_t work_now(const struct work *work);
struct str work_setting(const struct work *work, const char *name); /* "coding.NAME.ITEM", in scratch */
/* 0 .. 9999, always the same for a group. */
unsigned work_draw(const struct work *work, const char *label, struct str key);

/* ---- work_codes.c ---- */
struct str tidy_codes(struct arena *arena, struct str codes); /* one space between, none around */
/* Codes of the frame, or one special value; else a message. */
bool codes_valid(struct work *work, struct str codes);
struct str first_mention(struct str codes);
/* A code cut to a level: itself where it lies there or above. */
struct str code_at(const struct work *work, struct str code, unsigned level);
bool is_special(struct str codes, enum work_special special);

/* ---- work_roles.c: what a coder may do with an answer ---- */
enum role {
    ROLE_CODES_ALONE,  /* LAYER_HOLDS */
    ROLE_CODES_FIRST,  /* LAYER_HOLDS and LAYER_FIRST */
    ROLE_CODES_SECOND, /* LAYER_SECOND */
};
enum role role_of(const struct work *work, const struct answer *answer);
/* Is it still to be decided by this coder? A doubt is not. */
bool answer_open(const struct work *work, const struct answer *answer);
bool answer_flagged(const struct work *work, const struct answer *answer);
/* What this coder may see of it; NULL: nothing. */
const struct content *answer_seen(const struct work *work, const struct answer *answer);
/* Must this coder not know what others gave to this group? */
bool group_blind(const struct work *work, const struct group *group);
/* Counts anew what is open and in doubt. */
void group_count(const struct work *work, struct group *group);

/* ---- work_model.c ---- */
/* What people gave to a group most, as far as this coder may know; NULL: nothing. */
const struct content *group_decision(const struct work *work, const struct group *group, uint32_t *answers);
void teach_all(struct work *work);
void teach_group(struct work *work, struct group *group);
struct str model_hex(struct work *work); /* eight hex digits, in scratch */
/* The group whose decision a suggestion's source is; NOBODY: a title of the index, or none. */
uint32_t source_group(const struct work *work, uint32_t source);
struct str class_code(const struct work *work, uint32_t class);
/* The rank (from 1) of a code among the suggestions for a group, and its p; 0 and NAN: none. */
unsigned rank_of(struct work *work, uint32_t group, struct str codes, double *p);

/* ---- work_queue.c ---- */
/* Something changed: what was sorted and counted before is old. */
void work_changed(struct work *work);
/* As work_hold; false: not saved. */
bool hold_groups(struct work *work, const uint32_t *groups, size_t n, size_t *got);
void predict_group(struct work *work, struct group *group);

/* ---- work_steps.c ---- */
struct touched *step_add(struct step *step); /* zeroed */
void step_free(struct step *step);
/*
 * Writes a step in one transaction, each act only where nobody wrote since this work read: for ACT_CODE and
 * ACT_DECISION the contents `after`, for ACT_UNDO those of `before`, for ACT_REDO `after` again. Where it is
 * done the work knows the new contents, and undo or redo has the step; else the caller keeps it.
 */
enum work_result step_write(struct work *work, enum act_kind kind, struct step *step);
void steps_free(struct steps *steps);
void steps_push(struct steps *steps, struct step step);
/* The layers that a role writes, and what this coder's `content` makes of them. */
void touch(struct work *work, struct step *step, uint32_t answer, const struct content *content);

/* ---- work_decide.c ---- */
/* Codes and note as they may be stored; false after a message. */
bool choice_tidy(struct work *work, const struct work_choice *choice, struct work_choice *out);
struct content content_new(struct work *work, enum code_origin origin, const struct work_choice *choice);

/* ---- work_history.c ---- */
/* This coder's steps of before, from the log. */
bool history_read(struct work *work);

/* ---- work_rules.c ---- */
/* A pattern as it is kept: folded words apart by one space, stars kept; empty: nothing to look for. */
struct str rule_tidy(struct arena *arena, struct str pattern);
bool rule_fits(struct str pattern, struct str key);
bool rules_read(struct work *work);
/* The codes that the rules give a text; empty: none fits, or they contradict each other. */
struct str rules_codes(const struct work *work, struct str key, struct str *pattern);

#endif
