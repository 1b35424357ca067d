#ifndef STORE_FOLDED_PRIV_H
#define STORE_FOLDED_PRIV_H

#include "store/fold_priv.h"

/*
 * A whole case folded in memory: its registers and its line, from its acts alone. What rebuild writes and
 * verify compares; the append of one act works in the database instead (fold_act), so each checks the other.
 */
struct folded_register {
    struct change change; /* texts in the arena */
    int64_t event_n;
};

struct folded {
    struct arena *arena;
    struct line line;
    struct folded_register
        *registers; /* after folded_sort: by name, item and row, as the database orders them */
    size_t n, cap;
    size_t *slots; /* a hash table of positions + 1 in `registers` */
    size_t slots_n;
};

struct folded *folded_new(void);
void folded_free(struct folded *folded);
void folded_clear(struct folded *folded); /* for the next case */
void folded_add(struct folded *folded, const struct act *act, int64_t event_n);
void folded_sort(struct folded *folded);
/* A whole case from the log (0: the study's own acts), sorted. False when the database failed. */
bool folded_read(struct folded *folded, struct store *store, int64_t case_n);

#endif
