#ifndef QUESTIONNAIRE_PROVE_SPACE_PRIV_H
#define QUESTIONNAIRE_PROVE_SPACE_PRIV_H

#include "questionnaire/prove/model_priv.h"

/*
 * The space of interviews of one group that are still possible: a domain per cell, and per step whether it is
 * on the route. Only ever narrowed; a mark brings back what was before it.
 */
enum { ON_FALSE = CAN_FALSE, ON_TRUE = CAN_TRUE, ON_EITHER = CAN_FALSE | CAN_TRUE };

struct space_undo {
    bool is_cell;
    uint32_t index;
    uint32_t stamp; /* of the level it was changed in before */
    uint8_t on;
    struct dom cell;
};

struct space {
    const struct model *m;
    struct arena *arena; /* domains with many bits */
    int group;
    struct dom *cells;
    uint8_t *on;
    bool *settled;        /* per step: what it is follows from domains that were solved before */
    uint32_t *cell_stamp; /* level of the last change that can be undone */
    uint32_t *step_stamp;
    uint32_t level, levels; /* now, and the last one given out */
    struct space_undo *undo;
    size_t undo_n, undo_cap;
    bool changed;  /* since somebody cleared it */
    bool failed;   /* a domain became empty */
    uint64_t work; /* nodes of expressions looked at: what a budget counts */
};

void space_init(struct space *s, const struct model *m, struct arena *arena, int group);
void space_free(struct space *s);

struct space_mark {
    size_t undo_n;
    uint32_t level;
};
struct space_mark space_mark(struct space *s);
void space_back(struct space *s, struct space_mark mark);

/* Narrow; false where nothing is left. */
bool space_cell(struct space *s, uint32_t cell, const struct dom *to);
bool space_on(struct space *s, uint32_t step, unsigned on);
bool space_states(struct space *s, uint32_t cell, uint32_t states, bool known);

#define STATE(state) (1u << (state))
#define OFF_STATES   (STATE(CELL_NOT_APPLICABLE) | STATE(CELL_PARKED))

#endif
