#ifndef INTERVIEW_INTERVIEW_PRIV_H
#define INTERVIEW_INTERVIEW_PRIV_H

#include "base/buf.h"
#include "interview/interview.h"

/*
 * How it works. Acts write registers; the newest entry of a register is its content. Everything else here
 * (route, effective cells, checks) is a function of the registers, recomputed in one pass in the order of the
 * walk, where only what is marked dirty is looked at. What lies behind the first open question is not
 * recomputed but hidden: its position in the walk is >= reach.
 *
 * A step is what the walk passes: item i is step i, then come the "which?" texts, then the checks.
 * A key is what an answer is stored under: a variable's slot, or variables_n + item for a note.
 * A class is a frame's kind: 0 outside rosters, roster + 1 in one.
 */
#define ROWS_LIMIT    100000u /* no row id beyond it is believed */
#define SETTLE_ROUNDS 32

struct plan_step {
    uint32_t class_;
    uint32_t local; /* its unit in a frame */
    uint32_t key;   /* or NONE */
    bool wide;      /* reads rows of a roster by aggregates */
};

struct plan_key {
    uint32_t class_;
    uint32_t local; /* its cell in a frame; NONE: nobody's */
    uint32_t step;  /* NONE for built-ins */
};

struct plan {
    const struct questionnaire *q;
    uint32_t variables_n, items_n, texts_n, steps_n, keys_n, classes_n;
    struct plan_step *steps;
    struct plan_key *keys;
    uint32_t *rules_local;                 /* per item: first of its option rules in a frame */
    uint32_t *first_text;                  /* per item: the step of its first text */
    uint32_t *text_slot;                   /* per text */
    uint32_t *units_n, *cells_n, *rules_n; /* per class */
    /* Checks looked at right behind a place of the walk: behind item i itself at 2 * i, behind all inside it
     * at 2 * i + 1. A check of a roster's rows reads its own row and what stands before, so its hook is in
     * the row. */
    uint32_t *hook_from;
    uint32_t *hooks;
};

enum unit_flag {
    UNIT_DIRTY = 1,     /* the next pass looks at it */
    UNIT_WHEN = 2,      /* its own condition (a check: what it says) must be evaluated again */
    UNIT_RULES = 4,     /* some option rules must be */
    UNIT_VALUE = 8,     /* its derivation must be */
    UNIT_OWN = 16,      /* result of its own condition */
    UNIT_ON = 32,       /* on the route */
    UNIT_HALT = 64,     /* open, or a stop: nothing behind it is reached */
    UNIT_FIRES = 128,   /* check */
    UNIT_VIRTUAL = 256, /* its random order is drawn but not in the log yet */
    UNIT_REST = 512     /* more than its condition may have changed */
};

struct unit {
    uint32_t pos; /* in the walk; NONE: its row is not live */
    uint32_t flags;
    uint32_t reasons; /* of a derivation without value */
};

enum rule_state { RULE_STALE, RULE_FALSE, RULE_TRUE };

/* The state of one roster row, or (class 0) of all outside rosters. */
struct frame {
    uint32_t class_;
    uint32_t row;
    bool live;
    struct unit *units;
    struct cell *cells; /* effective */
    struct entry **raw; /* newest entry of each answer register */
    uint8_t *rules;     /* enum rule_state */
};

/* One content of a register. */
struct entry {
    struct entry *older;
    struct entry *sibling; /* the next one of the same act */
    struct cell cell;      /* NOT_REACHED: the register is empty */
    struct str reason;     /* of a confirmation */
    uint32_t act;
    uint32_t key;
    uint32_t row;
    enum act_register reg;
};

/* A register other than an answer. */
struct reg {
    uint64_t key;
    struct entry *top;
    struct order *order; /* of REGISTER_ORDER: as read last */
    uint32_t stamp;      /* of REGISTER_CONFIRM: when `holds` was found out, 0 = not yet */
    bool holds;
};

struct order {
    size_t n;
    int32_t *items; /* positions of options, or item numbers */
};

struct memo {
    struct hash id;
    int64_t wall_ms;
    struct entry *first; /* its entries, newest first */
    uint32_t undoes;     /* index of the act, or NONE */
    enum act_kind kind;
    bool own; /* of this user */
};

struct rows {
    struct frame **by_id; /* [id - 1], NULL where nothing happened yet */
    size_t cap;
    uint32_t *live; /* malloc'ed */
    size_t live_n;
    uint32_t removed_n;
};

struct passing {
    struct frame *frame;
    uint32_t step;
};

struct indices {
    uint32_t *items;
    size_t n, cap;
};

/* What getters hand out until the next act. */
struct views {
    struct route_entry *route;
    size_t route_n, route_cap;
    bool route_good;
    struct firing *firing;
    uint32_t *firing_pos; /* of each, in the walk */
    size_t firing_n, firing_cap;
    uint32_t firing_end; /* no firing soft check involves anything behind this position */
    uint32_t firing_round;
    bool firing_good;
    int32_t *options;
    size_t options_cap;
    uint32_t *grid;
    size_t grid_cap;
};

struct interview {
    struct interview *self; /* for getters that settle first */
    struct arena *arena;
    struct arena *scratch; /* what evaluation makes on the way */
    struct arena *drafts;  /* the act that is being made */
    struct plan plan;
    const struct questionnaire *q;
    struct interview_setup setup;
    struct expr_env env;
    uint64_t evaluations;

    /* registers */
    struct memo *memos;
    size_t memos_n, memos_cap;
    struct reg *regs; /* open addressing */
    size_t regs_n, regs_cap;
    struct indices undo, redo; /* own acts that can be taken back; own acts of undo that can be */
    bool started;
    int32_t today;
    unsigned language;
    enum interview_status status;

    /* the walk */
    struct frame *main;
    struct rows *rows; /* per roster */
    struct passing *walk;
    size_t walk_n, walk_cap;
    uint64_t *dirty, *halts, *fires; /* bits by position */
    size_t words_cap;
    uint32_t reach;     /* positions before it are reached */
    uint32_t halt;      /* position of the first open question or stop, or NONE */
    uint32_t cursor;    /* of the pass */
    uint32_t lowest;    /* no mark stands before it */
    uint32_t *stamps;   /* per key: when its cell changed last, in any row */
    uint32_t *watched;  /* per key: the last firing_round in which a firing check involved it */
    uint32_t stamp;     /* counts those changes */
    uint32_t row_stamp; /* when rows came or went */
    bool walk_stale, unsettled, again;
    bool storing; /* a drawn order is being stored: nothing changes by it */
    struct passing *virtual_orders;
    size_t virtual_n, virtual_cap;

    /* the interviewer */
    struct place_in place;
    bool acting; /* interview_begin was called */
    int64_t shown_ms, key_ms;
    uint32_t idle_ms;
    struct buf text;
    struct views views;
};

/* ---- plan.c ---- */
void plan_make(struct plan *plan, struct arena *arena, const struct questionnaire *q);
static inline uint32_t step_of_check(const struct plan *plan, uint32_t check)
{
    return plan->items_n + plan->texts_n + check;
}

/* ---- cells.c ---- */
struct frame *frame_new(struct interview *iv, uint32_t class_, uint32_t row);
/* NULL where a row's frame does not exist (and `make` is false) or the row id is beyond belief. */
struct frame *frame_at(struct interview *iv, uint32_t class_, uint32_t row, bool make);
struct cell *cell_of(struct interview *iv, struct frame *frame, uint32_t key);
struct entry **raw_of(struct interview *iv, struct frame *frame, uint32_t key);
/* The cell as conditions read it now: hidden behind the first open question. */
const struct cell *cell_seen(struct interview *iv, uint32_t key, uint32_t row);
const struct cell *raw_cell(const struct entry *entry);
bool cell_same(const struct cell *a, const struct cell *b);
void builtin_cells(struct interview *iv);
void builtin_language(struct interview *iv);
static inline struct unit *unit_of(struct interview *iv, struct frame *frame, uint32_t step)
{
    return &frame->units[iv->plan.steps[step].local];
}
/* The unit of a step in a row; NULL where there is no such row. */
struct unit *unit_find(struct interview *iv, uint32_t step, uint32_t row);
static inline bool unit_reached(const struct interview *iv, const struct unit *unit)
{
    return unit->pos < iv->reach;
}
static inline bool unit_on(const struct interview *iv, const struct unit *unit)
{
    return unit->pos < iv->reach && (unit->flags & UNIT_ON);
}

/* ---- registers.c ---- */
/* One register to be written. */
struct write {
    enum act_register reg;
    uint32_t key; /* variable or note; roster; check; item; 0 for registers of the case */
    uint32_t row;
    struct cell cell; /* other registers than answers: a text */
    struct str reason;
};
struct reg *reg_find(const struct interview *iv, enum act_register reg, uint32_t key, uint32_t row);
struct reg *reg_make(struct interview *iv, enum act_register reg, uint32_t key, uint32_t row);
/* Content of a register other than an answer; empty when it is. */
struct str reg_text(const struct interview *iv, enum act_register reg, uint32_t key, uint32_t row);
const struct entry *register_top(struct interview *iv, enum act_register reg, uint32_t key, uint32_t row);
/* Pushes the content under the act `act`; NULL when the row is beyond belief. */
struct entry *register_push(struct interview *iv, const struct write *write, uint32_t act);
void register_pop(struct interview *iv, struct entry *entry);
struct str register_item(const struct interview *iv, enum act_register reg, uint32_t key);
bool register_key(const struct interview *iv, enum act_register reg, struct str item, uint32_t *key);
static inline struct write write_text(enum act_register reg, uint32_t key, uint32_t row, struct str text)
{
    struct cell cell = {CELL_ANSWERED, {.kind = VALUE_TEXT, .text = text}};
    return (struct write){reg, key, row, cell, STR_EMPTY};
}

/* ---- mark.c ---- */
void mark_unit(struct interview *iv, struct frame *frame, uint32_t step, uint32_t flags);
void mark_key(struct interview *iv, uint32_t key, uint32_t row);
/* All that read this variable, whose cell in this frame changed. */
void mark_readers(struct interview *iv, uint32_t slot, const struct frame *frame);
void mark_roster_readers(struct interview *iv, uint32_t roster);
void mark_frame(struct interview *iv, struct frame *frame);
void mark_everything(struct interview *iv);

/* ---- walk.c ---- */
void walk_build(struct interview *iv);
/* Next position >= from with a bit in a or b, or n. */
uint32_t bits_next(const uint64_t *a, const uint64_t *b, uint32_t from, uint32_t n);
static inline void bit_put(uint64_t *bits, uint32_t at, bool on)
{
    uint64_t mask = (uint64_t)1 << (at & 63);
    bits[at >> 6] = on ? bits[at >> 6] | mask : bits[at >> 6] & ~mask;
}

/* ---- route.c, derive.c ---- */
void settle(struct interview *iv);
void settle_unit(struct interview *iv, struct frame *frame, uint32_t step);
void set_cell(struct interview *iv, struct frame *frame, uint32_t key, const struct cell *cell);
struct cell derive(struct interview *iv, struct frame *frame, const struct item *item, uint32_t *reasons);
enum truth evaluate(struct interview *iv, const struct expr *expr, uint32_t row);
bool condition_holds(struct interview *iv, const struct condition *condition, uint32_t row);
static inline struct interview *settled(const struct interview *iv)
{
    if (iv->unsettled) {
        settle(iv->self);
    }
    return iv->self;
}

/* ---- options.c ---- */
void options_evaluate(struct interview *iv, struct frame *frame, const struct item *item);
void options_stale(struct interview *iv, struct frame *frame, uint32_t item, uint32_t slot);
bool option_offered(struct interview *iv, struct frame *frame, const struct item *item, int32_t option);
/* The raw cell without what left the route. */
struct cell options_keep(struct interview *iv, struct frame *frame, const struct item *item,
                         const struct cell *raw);
/* Positions of the list in the order before conditions and chance: the variant's, `only`'s, or all. `out` has
 * room for the whole list. */
size_t options_base(const struct interview *iv, const struct item *item, int32_t *out);

/* ---- orders.c ---- */
/* The order of an item's options, grid rows or children: from its register, else drawn. */
const struct order *order_of(struct interview *iv, const struct item *item, uint32_t row);
int64_t draw_number(struct interview *iv, const struct item *item, uint32_t row);
void order_needed(struct interview *iv, struct frame *frame, const struct item *item);
/* The register's content for an order drawn and not stored. In iv->drafts. */
struct str order_text(struct interview *iv, const struct item *item, uint32_t row);
uint32_t order_key(const struct interview *iv, uint32_t item); /* under which item's id it is stored */
bool order_stored(const struct interview *iv, uint32_t item, uint32_t row);

/* ---- rows.c ---- */
void cell_park(struct interview *iv, struct frame *frame, uint32_t key);
void rows_settle(struct interview *iv, const struct item *item, bool on);
void rows_free(struct interview *iv);

/* ---- checks.c ---- */
void check_settle(struct interview *iv, struct frame *frame, uint32_t check);
/* Of the values it involves; 32 hex digits and a NUL into `out`. */
#define FINGERPRINT 33
struct str check_fingerprint(struct interview *iv, uint32_t check, uint32_t row, char out[FINGERPRINT]);
/* What the firing checks that want attention make of an attempt: those that are passed when going on to
 * position `to`, or those that involve one of the answers. ATTEMPT_DONE when there is none. */
enum attempt checks_before(struct interview *iv, uint32_t to);
enum attempt checks_involving(struct interview *iv, const struct answer *answers, size_t n);

/* ---- act.c, acts.c ---- */
enum draft_place {
    PLACE_STAYS,   /* the interviewer stays */
    PLACE_FOLLOWS, /* she will go on: a later session begins at what is open then */
    PLACE_GIVEN    /* she goes to `place` */
};
struct draft {
    enum act_kind kind;   /* ACT_KINDS: no act but the draws that are due */
    struct write *writes; /* in iv->drafts */
    size_t n, cap;
    struct str item; /* what it is about */
    uint32_t row;
    struct str reason;
    uint32_t undoes; /* index of an act, or NONE */
    enum draft_place to;
    struct place_in place;
};
/* Ends the life of the draft before. */
struct draft draft_new(struct interview *iv, enum act_kind kind, size_t writes);
void draft_add(struct draft *draft, struct write write);
/* Applies, settles, draws what came into reach, writes all to the sink; on false everything is as it was. */
bool act_write(struct interview *iv, struct draft *draft);
bool may_act(const struct interview *iv);
struct memo *memo_push(struct interview *iv, enum act_kind kind, bool own, int64_t wall_ms);
void memo_keep(struct memo *memo, struct entry *entry); /* NULL is passed over */
void start_noted(struct interview *iv, int64_t wall_ms);
struct act *acts_make(struct interview *iv, const struct draft *draft, size_t draws, size_t *n);

/* ---- decide.c ---- */
static inline bool is_logic(enum expr_op op)
{
    return op == EXPR_AND || op == EXPR_OR || op == EXPR_NOT;
}
static inline bool is_rows(enum expr_op op)
{
    return op >= EXPR_ROWS_COUNT && op <= EXPR_ROWS_MAX;
}
enum truth truth_of(struct interview *iv, const struct expr_node *node, uint32_t row);
/* The place of the answer that made a condition what it is; {NONE} where no answer did. */
struct place_in decided_by(struct interview *iv, const struct expr_node *node, uint32_t row);

/* ---- undo.c ---- */
/* Folding and acting keep the same books of what can be taken back. */
void undo_note(struct interview *iv, uint32_t act);

/* ---- move.c ---- */
/* Of a step: its question, note, stop, or the grid it is in. */
struct place_in place_of(const struct interview *iv, const struct passing *passing);
struct place_in place_grid(const struct interview *iv, struct place_in place); /* a grid's row: the grid */
/* The place itself while it is on the route and reached, else the first open one. */
struct place_in place_normal(struct interview *iv, struct place_in place);
/* The first open place, a stop, or the end. */
struct place_in place_halt(const struct interview *iv);
/* Position of a place in the walk: walk_n for the end; NONE when it is not reached or off the route. */
uint32_t place_pos(struct interview *iv, struct place_in place);
bool place_open(struct interview *iv, struct place_in place);
bool step_is_place(struct interview *iv, const struct passing *passing);
void place_go(struct interview *iv, struct place_in place);
struct str place_text(struct interview *iv, struct place_in place); /* in iv->drafts */
struct place_in place_left(struct interview *iv); /* where a later session begins, by the register */
static inline bool place_same(struct place_in a, struct place_in b)
{
    return a.item == b.item && a.row == b.row;
}
bool place_read(const struct interview *iv, struct str text, struct place_in *out);

#endif
