#ifndef STORE_FOLD_PRIV_H
#define STORE_FOLD_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "codebook/act.h"
#include "store/store_priv.h"

/*
 * Caches are folded from acts: the newest act on a register tells its content, and a case's line follows from
 * what its registers say. The same functions serve the append of one act and the rebuild of everything.
 */

/* The part of a case's line that comes from its acts. Zero: a case without acts. */
struct line {
    enum case_status status;
    struct str place;
    uint32_t answers;
    int64_t changed_ms;
    struct str outcome;
    struct hash questionnaire;
};
/* One act, as a whole; then each of its changes, with the state that the register had before. */
void line_act(struct line *line, const struct act *act);
void line_change(struct line *line, const struct change *change, enum cell_state before);

/* What a status register says. Its text is the status' name, behind "stopped" the outcome; any other text is
 * the outcome of a stop. */
enum case_status status_of_register(const struct change *change, struct str *outcome);

/* In the database: the line of one case (its texts in `arena`), and a register. */
bool line_read(struct store *store, int64_t case_n, struct arena *arena, struct line *line);
bool line_write(struct store *store, int64_t case_n, const struct line *line);
/* Writes what became different of it. */
bool line_update(struct store *store, int64_t case_n, const struct line *before, const struct line *after);
/* The register's present state (CELL_NOT_REACHED when there is none) and the id of the act that wrote it. */
bool register_read(struct db *db, int64_t case_n, const struct change *change, enum cell_state *state,
                   struct hash *event);
bool register_write(struct db *db, int64_t case_n, const struct change *change, int64_t event_n);

#endif
