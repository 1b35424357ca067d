#include "codebook/ids.h"

enum { IDS_FIRST = 16 };

/* Both halves: FNV mixes its low bits least. */
static uint32_t hash_of_key(struct str key)
{
    uint64_t hash = str_hash(key);
    return (uint32_t)(hash ^ hash >> 32);
}

/* The entry of this name, or the empty one where it would stand. There always is an empty one. */
static struct id_entry *ids_entry(const struct ids *ids, struct str key, uint32_t hash)
{
    size_t at = (size_t)hash & (ids->cap - 1);
    while (ids->entries[at].key.ptr &&
           (ids->entries[at].hash != hash || !str_equal(ids->entries[at].key, key))) {
        at = (at + 1) & (ids->cap - 1);
    }
    return &ids->entries[at];
}

static void ids_resize(struct ids *ids, size_t cap)
{
    struct ids old = *ids;
    ids->cap = cap;
    ids->entries = ARENA_ARRAY(ids->arena, cap, struct id_entry);
    for (size_t i = 0; i < old.cap; i++) {
        if (old.entries[i].key.ptr) {
            *ids_entry(ids, old.entries[i].key, old.entries[i].hash) = old.entries[i];
        }
    }
}

void ids_reserve(struct ids *ids, size_t n)
{
    size_t cap = ids->cap ? ids->cap : IDS_FIRST;
    while (cap / 4 * 3 < n) {
        cap *= 2;
    }
    if (cap > ids->cap) {
        ids_resize(ids, cap);
    }
}

bool ids_add(struct ids *ids, struct str key, uint32_t value)
{
    ids_reserve(ids, ids->n + 1);
    uint32_t hash = hash_of_key(key);
    struct id_entry *entry = ids_entry(ids, key, hash);
    if (entry->key.ptr) {
        return false;
    }
    *entry = (struct id_entry){key.ptr ? key : STR_EMPTY, hash, value};
    ids->n++;
    return true;
}

bool ids_find(const struct ids *ids, struct str key, uint32_t *value)
{
    if (!ids->cap) {
        return false;
    }
    const struct id_entry *entry = ids_entry(ids, key, hash_of_key(key));
    if (!entry->key.ptr) {
        return false;
    }
    *value = entry->value;
    return true;
}
