#ifndef CODING_WORK_H
#define CODING_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/str.h"
#include "codebook/codebook.h"
#include "coding/index.h"
#include "coding/reason.h"
#include "stats/agreement.h"

/*
 * The coders' work on one item of a study: the queue of its open answers, and what people decide about them.
 *
 * Equal answers (coding_key) are one group and are decided together. A code is an act of each case on the
 * register (item, row); its content is
 *   - one or several codes of the frame, of any level, in the order of the mentions: "9112", "91", "9112
 * 5120";
 *   - or one of the special values below.
 * Several coders may work on one study file at once: what a coder has before her is held (work_hold), and a
 * decision is written only when nobody decided in between.
 *
 * Texts and arrays that a function gives live until the next call that changes something (decide, undo, redo,
 * settle, refresh, predict, hold, a rule) unless said otherwise. Groups keep their number as long as the work
 * is open; new answers make new groups at the end.
 */
struct work;
struct store;

/* ---- what can be coded ---- */

struct work_item {
    const struct variable *variable; /* the text that is coded; its id names the item */
    struct str frame;                /* by which frame; empty: the text behind an option "other" */
    const struct list *list;         /* that option's list; NULL where a frame is read from disk */
};
/* Texts with `coded:`, and the texts behind "other", in questionnaire order. In `arena`. */
size_t work_items(const struct codebook *codebook, struct arena *arena, const struct work_item **out);

/* Special values instead of a code. */
enum work_special {
    SPECIAL_VAGUE,    /* "!vague": too vague for a code of any level */
    SPECIAL_NONE,     /* "!none": not an occupation; no answer to the question */
    SPECIAL_LANGUAGE, /* "!language": in a language that this coder does not read */
    SPECIAL_REFUSED,  /* "!refused": the words are a refusal */
    SPECIAL_FLAG,     /* "!flag": in doubt; stays in the list of doubts until somebody decides */
    SPECIALS
};
const char *special_value(enum work_special special); /* "!vague" */
const char *special_label(enum work_special special); /* in the interface's language */
bool special_parse(struct str value, enum work_special *out);

/* ---- open and close ---- */

struct work_setup {
    struct store *store; /* open; to decide anything, for writing */
    const struct codebook *codebook;
    struct work_item item;
    const struct list *frame;  /* the list by which is coded: the frame, or item.list */
    const struct index *index; /* tidied; known titles of the frame. NULL: the frame's own labels */
    struct str user;           /* who codes */
    struct clock clock;        /* zero: the system's */
};
/* Reads answers and codes, teaches the suggester the index and what people decided, and fits it: about a
 * second. All that setup points to must live as long as the work. NULL when the store cannot be read
 * (store_message says why). */
struct work *work_open(const struct work_setup *setup);
/* Without suggester: no suggestions and no predictions, at once. For reports, import and export. */
struct work *work_open_plain(const struct work_setup *setup);
void work_close(struct work *work); /* gives back what is held; NULL is fine */

const struct list *work_frame(const struct work *work);
struct str work_item_id(const struct work *work);
/* Of all in the frame, from 1: how many levels lie above and including this code; 0: not in the frame. */
unsigned work_level(const struct work *work, struct str code);
/* One level up; empty at the top or for an unknown code. */
struct str work_parent(const struct work *work, struct str code);
/* The most levels there are: 4 in isco08. */
unsigned work_levels(const struct work *work);
/* Label of one code, or of a special value, in the interface's language where the frame has it. */
struct str work_label(const struct work *work, struct str code);
/* Titles of the index that stand for a code, as examples; at most `most`; returns how many. */
size_t work_examples(const struct work *work, struct str code, struct str *out, size_t most);

/* ---- the queue ---- */

enum work_state {
    WORK_OPEN,
    WORK_ELSEWHERE, /* open, and another coder has it before her */
    WORK_FLAGGED,
    WORK_CODED
};
/* What this coder may see of a group: for a blind second coding the first code does not show. */
struct work_group {
    uint32_t id;
    struct str key;  /* what its texts have in common; names it on the command line */
    struct str text; /* of its first answer */
    uint32_t answers;
    uint32_t open; /* of them still to be decided by this coder */
    enum work_state state;
    struct str holder; /* WORK_ELSEWHERE: who */
    struct str codes;  /* WORK_CODED, WORK_FLAGGED: of its first answer */
    bool predicted;    /* code, p and similarity are known */
    struct str code;   /* the first suggestion; empty: none */
    double p;          /* its probability */
    double similarity; /* of the most similar title with that code */
};
struct work_group work_group(const struct work *work, uint32_t id);
/* The group with this key, or of this text; UINT32_MAX: none. */
uint32_t work_find(const struct work *work, struct str text);

enum work_view {
    WORK_VIEW_FREQUENT, /* open ones, most frequent first */
    WORK_VIEW_ALIKE,   /* open ones in runs: those with one predicted code together, the run with most answers
                          first, the surest first within a run; the unpredicted at the end */
    WORK_VIEW_FLAGGED, /* in doubt */
    WORK_VIEW_CODED,   /* decided, the newest first */
    WORK_VIEWS
};
/* Numbers of groups; WORK_ELSEWHERE ones are in their place. */
size_t work_queue(struct work *work, enum work_view view, const uint32_t **ids);
/* Predicts the first suggestion of at most `most` open groups that have none yet, the most frequent first;
 * returns how many are left. For idle moments: one takes well under a millisecond. */
size_t work_predict(struct work *work, size_t most);

/* One answer of a group. */
struct work_answer {
    struct str case_id;
    uint32_t row;
    struct str text;
    struct str language; /* of the interview */
    struct str codes;    /* what this coder may see; empty: open */
};
struct work_answer work_answer(const struct work *work, uint32_t group, uint32_t i);
/* Other answers of the case, those next to the item in the questionnaire first. */
struct work_line {
    struct str id, label, value; /* as people read them */
};
size_t work_context(struct work *work, uint32_t group, uint32_t i, const struct work_line **out);

/* ---- suggestions ---- */

struct work_suggestion {
    struct str code, label;
    unsigned level;
    double p;          /* calibrated, for the first; of the others as the suggester says */
    struct str reason; /* "lijkt op: kuisvrouw" or "gecodeerd door AB, 3x, 2 dagen geleden: kuisvrouw" */
    bool decision;     /* the reason is what people decided, not the index */
};
/* At most `most` (up to 20). Until the next work_suggest. */
size_t work_suggest(struct work *work, uint32_t group, const struct work_suggestion **out, size_t most);

/* What people gave before: to the same words, then to the words that the suggestions rest on. */
struct work_earlier {
    struct str text;
    bool same_words;
    struct str codes;
    uint32_t answers;
    struct str coders; /* "AB 20x, CD 16x" */
    int64_t wall_ms;   /* the newest */
};
size_t work_earlier(struct work *work, uint32_t group, const struct work_earlier **out);
/* Would these codes contradict what people gave to the same words before? That is told at once; the news is
 * what stands there. False: no. */
bool work_contradicts(struct work *work, uint32_t group, struct str codes, struct work_earlier *out);

/* ---- several coders ---- */

/* Takes groups for this coder, in one transaction; those that another living process holds stay there and
 * become WORK_ELSEWHERE. What was held before and is not named is given back. Returns how many are held now;
 * n = 0 gives all back. */
size_t work_hold(struct work *work, const uint32_t *groups, size_t n);
/* Takes over what others wrote since (answers, codes, holds). False: the store cannot be read. */
bool work_refresh(struct work *work);

/* ---- deciding ---- */

struct work_choice {
    struct str codes;     /* codes or a special value, as above; spaces and order are tidied */
    struct str note;      /* one line; may be empty */
    struct str only_case; /* empty: all copies */
    uint32_t only_row;    /* with only_case */
    bool again;           /* also copies that have a code already: corrects them all */
    unsigned keys;        /* pressed for it; 0: not known */
    uint32_t shown_ms;    /* since the group was shown */
};
enum work_result {
    WORK_DONE,
    WORK_NOTHING,   /* there was nothing (left) to do */
    WORK_INVALID,   /* not a code of the frame, or contradictory; the message says what */
    WORK_MEANWHILE, /* somebody else decided it or holds it; taken over (as by work_refresh), nothing written
                     */
    WORK_NOT_SAVED  /* the store's message */
};
/* Codes groups and all their copies, in one durable transaction: all or nothing. Several groups: a run of
 * look-alikes. */
enum work_result work_decide(struct work *work, const uint32_t *groups, size_t n,
                             const struct work_choice *choice);
/* In words, of the last result that was not WORK_DONE. Never NULL. */
const char *work_message(const struct work *work);

/* This coder's latest decision (or settlement) on this item that is not yet undone, also of an earlier day.
 */
struct work_step {
    uint32_t group;   /* the first that it touched */
    uint32_t answers; /* how many answers it changed */
    struct str codes; /* that it gave, before undo */
};
enum work_result work_undo(struct work *work, struct work_step *step);
enum work_result work_redo(struct work *work, struct work_step *step);

/* ---- double coding ---- */

/* The share of groups that two coders code, in percent; 0: none. Which ones follows from the study's seed. */
unsigned work_double_percent(const struct work *work);
enum work_result work_set_double_percent(struct work *work, unsigned percent);

struct work_opinion {
    struct str codes, note;
    struct str user; /* empty until the difference is settled */
    int64_t wall_ms;
    uint32_t shown_ms;
    double p;      /* of the suggestion it followed; NAN: none */
    unsigned rank; /* of it; 0: none */
};
struct work_difference {
    uint32_t group;
    struct work_opinion a, b;
    unsigned level; /* the highest at which they differ, from 1; 0: in a special value */
    uint32_t alike; /* differences with the same two codes, this one included */
    bool settled;
    struct str codes; /* settled: the decision */
};
/* Open ones first, most frequent first; then the settled ones. */
size_t work_differences(struct work *work, const struct work_difference **out);
/* The decision on a difference, for all copies; the note is its reason. */
enum work_result work_settle(struct work *work, uint32_t group, const struct work_choice *choice);

/* Agreement of first and second codings, per level and pair of coders. A unit is a group. */
struct work_agreement {
    unsigned level;           /* codes cut to it */
    struct str first, second; /* the pair; both empty: all coders together */
    struct two_coders two;    /* .defined false: shown as n.v.t. */
    struct alpha alpha;
};
/* Per level from 1: all together, then each pair. */
size_t work_agreement(struct work *work, const struct work_agreement **out);

/* ---- all codes at once ---- */

/* An answer with the code that holds for it, whoever asks: for reports and files, not for coders. */
struct work_coding {
    struct str case_id;
    uint32_t row;
    struct str text;
    struct str codes; /* empty: open */
    unsigned level;   /* of the first mention; 0: open or a special value */
    struct code_reason reason;
    struct str coder;
    int64_t wall_ms;
};
/* In the order of the cases. */
size_t work_codings(struct work *work, const struct work_coding **out);

enum import_verdict {
    IMPORT_DONE,
    IMPORT_SAME,    /* it has this code already */
    IMPORT_UNKNOWN, /* no such answer */
    IMPORT_CHANGED, /* the answer has other words by now */
    IMPORT_NO_CODE, /* not a code of the frame */
    IMPORT_KEPT,    /* people coded it otherwise, and `replace` was not said */
    IMPORT_TWICE,   /* an earlier line is about the same answer */
    IMPORT_VERDICTS
};
struct work_import {
    struct str case_id;
    uint32_t row;
    struct str text;       /* as it was when it was coded; empty: not compared */
    struct str codes;      /* empty lines are not given */
    enum code_origin from; /* what the file says; ORIGIN_IMPORT: nothing */
    struct str coder;
    double p;                    /* NAN: none */
    enum import_verdict verdict; /* filled in */
};
/* Codes given elsewhere, all that are good in one transaction. Never over what people decided here, unless
 * `replace`. */
enum work_result work_take_import(struct work *work, struct work_import *lines, size_t n, bool replace);

/* ---- rules ---- */

/* Words that must all be in the answer, in any order, with '*' for any letters: "kuis* ziekenhuis". */
struct work_rule {
    struct str pattern, codes;
    struct str user;
    int64_t wall_ms;
};
size_t work_rules(struct work *work, const struct work_rule **out);
/* The rules that fit a group. */
size_t work_rules_for(struct work *work, uint32_t group, const struct work_rule **out);

/* What a rule would touch. */
struct work_reach {
    uint32_t groups, answers; /* that it fits */
    uint32_t open;            /* answers still open */
    uint32_t same, against;   /* answers that people gave this code, another code */
    const uint32_t *ids;      /* the groups, those that contradict it first, then most frequent first */
    size_t against_n;         /* how many of ids contradict */
};
enum work_result work_try_rule(struct work *work, struct str pattern, struct str codes,
                               struct work_reach *out);
/* The same pattern again replaces its code. A rule codes nothing by itself: `code auto` does. */
enum work_result work_add_rule(struct work *work, struct str pattern, struct str codes);
enum work_result work_drop_rule(struct work *work, struct str pattern);

/* ---- figures ---- */

struct work_figures {
    size_t answers, groups;           /* with a text */
    size_t open_answers, open_groups; /* for this coder */
    size_t flagged_groups;
    size_t by_origin[ORIGINS]; /* answers coded */
    size_t by_level[8];        /* answers coded at level 1..7; [0]: special values */
    size_t doubled, differing; /* groups coded twice; of them differently and not settled */
    /* This coder's own, from the queue: */
    size_t own_groups, own_today; /* groups decided in all, since midnight */
    double own_first;             /* share that followed the first suggestion; NAN: none decided */
    double own_seconds, own_keys; /* medians per group; NAN: not known */
    double own_per_hour;          /* groups per hour of coding; NAN */
};
struct work_figures work_figures(struct work *work);

#endif
