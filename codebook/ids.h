#ifndef CODEBOOK_IDS_H
#define CODEBOOK_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Names to numbers: a hash table in an arena that only grows. The names are not copied; they must live as
 * long as the table. Zeroed with its arena set it is empty and usable.
 */
struct ids {
    struct arena *arena;
    struct id_entry *entries; /* open addressing; an empty one has key.ptr NULL */
    size_t n;
    size_t cap; /* a power of two */
};

struct id_entry {
    struct str key;
    uint32_t hash;
    uint32_t value;
};

/* Makes room for `n` names in all, so that adding them moves nothing. */
void ids_reserve(struct ids *ids, size_t n);
/* False (and nothing changed) when the name is there already; an empty name may be one. */
bool ids_add(struct ids *ids, struct str key, uint32_t value);
bool ids_find(const struct ids *ids, struct str key, uint32_t *value);

#endif
