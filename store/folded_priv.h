#ifndef STORE_FOLDED_PRIV_H
#define STORE_FOLDED_PRIV_H

#include "store/fold_priv.h"

/*
 * A case folded in memory: its registers and its line. From all its acts it is what rebuild writes and verify
 * compares; an append begins with what the database holds (pending.c), so that each checks the other.
 */
struct folded_register {
    struct change change; /* texts in the arena */
    struct hash event;    /* the act that wrote it */
    int64_t event_n;      /* and its row number; 0: as the database holds it (pending.c) */
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
/* A register as the database holds it: the line does not follow. */
void folded_put(struct folded *folded, const struct change *change, const struct hash *event);
/* The register that `change` names, NULL when it is not there; lives until the next call that adds. */
const struct folded_register *folded_find(const struct folded *folded, const struct change *change);
void folded_sort(struct folded *folded);
/* A whole case from the log (0: the study's own acts), sorted. False when the database failed. */
bool folded_read(struct folded *folded, struct store *store, int64_t case_n);

#endif
