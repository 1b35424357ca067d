#ifndef QUESTIONNAIRE_PROVE_MODEL_PRIV_H
#define QUESTIONNAIRE_PROVE_MODEL_PRIV_H

#include "questionnaire/prove/dom_priv.h"
#include "questionnaire/questionnaire.h"

/*
 * A questionnaire as the prover sees it: the walk of an interview from top to bottom, rosters unrolled. A
 * step is an item, the text behind an option, or a row of a roster (which holds the items of that row). Built
 * once, for all groups.
 */
enum {
    ROWS_MODELLED = 16, /* rows of a roster that have cells; what lies beyond them is only bounded */
    TEXTS_MOST = 63     /* texts that are told apart */
};

enum step_kind { STEP_ITEM, STEP_ROW, STEP_TEXT };
struct step {
    enum step_kind kind;
    uint32_t item;   /* STEP_TEXT: the question's */
    uint32_t row;    /* 0 outside rosters */
    uint32_t parent; /* step it lies in, or NONE */
    uint32_t cell;   /* or NONE */
    uint32_t pos;    /* in the walk */
};

/* A check where it is looked at: behind the step before it in the walk. */
struct check_at {
    uint32_t check;
    uint32_t row;
    uint32_t home; /* step it stands at, or NONE */
    uint32_t pos;
};

struct cell_at {
    uint32_t slot;
    uint32_t row;
    uint32_t step; /* NONE: known without asking */
};

struct passing {
    bool check;
    uint32_t index; /* of step or check_at */
};

struct model {
    const struct questionnaire *q;
    struct arena *arena;
    struct step *steps;
    uint32_t steps_n;
    struct check_at *checks; /* those of a roster's rows one behind the other */
    uint32_t checks_n;
    struct cell_at *cells;
    uint32_t cells_n;
    struct passing *walk;
    uint32_t walk_n;
    uint32_t today_cell;    /* the last cell: the day of the interview */
    uint32_t *cell_of_slot; /* first row's */
    uint32_t *step_of_item; /* first row's; of a roster: its own */
    uint32_t *check_of;     /* per check: its first check_at */
    uint32_t *rows_n;       /* per roster: rows that are modelled */
    uint32_t *rows_first;   /* per roster: step of row 1 */
    uint32_t *rows_stride;  /* per roster: steps per row */
    struct str *texts;      /* texts that expressions name */
    uint32_t texts_n;
    struct dom *tops; /* per cell: all it could ever be */
};

/* `first_day`, `last_day`: the field period, days since 1970. */
struct model *model_new(struct arena *arena, const struct questionnaire *q, int32_t first_day,
                        int32_t last_day);

/* Step of an item in a row; rows from 1, 0 outside rosters. */
uint32_t model_step(const struct model *m, uint32_t item, uint32_t row);
static inline uint32_t model_cell(const struct model *m, uint32_t slot, uint32_t row)
{
    return m->cell_of_slot[slot] + (row ? row - 1 : 0);
}
static inline uint32_t model_row_step(const struct model *m, uint32_t roster, uint32_t row)
{
    return m->rows_first[roster] + (row - 1) * m->rows_stride[roster];
}
static inline const struct item *step_item(const struct model *m, uint32_t step)
{
    return &m->q->items[m->steps[step].item];
}
static inline const struct variable *cell_variable(const struct model *m, uint32_t cell)
{
    return m->q->codebook->variables[m->cells[cell].slot];
}
static inline const struct check *check_of(const struct model *m, uint32_t check_at)
{
    return &m->q->checks[m->checks[check_at].check];
}
/* The bit of a text, the last one for all that are not named. */
uint32_t model_text(const struct model *m, struct str text);

bool reads_slot(const struct expr *expr, uint32_t slot);

/* Hard checks (check_at) that are looked at right behind a question and read its answer: they bar the way on.
 */
enum { BARS_MOST = 16 };
size_t model_bars(const struct model *m, uint32_t step, uint32_t out[BARS_MOST]);

/* hooks.c: behind which item a check is looked at, as 2 * item, or 2 * item + 1 behind all inside it. */
uint32_t check_hook(const struct questionnaire *q, const struct check *check);
/* tops.c */
struct dom top_of_variable(const struct model *m, const struct variable *variable);
/* First day that a date of one of these precisions may begin with, where there is a lower bound. */
int32_t lowest_date(const struct variable *variable, unsigned precise);
void model_texts(struct model *m);

/* Is a container around an item, or the item itself? */
static inline bool item_inside(const struct questionnaire *q, uint32_t item, uint32_t container)
{
    return item != NONE && item >= container && item < q->items[container].end;
}

#endif
