#ifndef CLEANING_HISTORY_PRIV_H
#define CLEANING_HISTORY_PRIV_H

#include "cleaning/work_priv.h"

/* An act of cleaning as the log has it. */
struct past {
    struct hash id, prev, undoes;
    enum act_kind kind;
    uint32_t record;
    struct str user, reason;
    int64_t wall_ms;
    uint64_t seq;
    const struct change *changes; /* the first is CLEAN_ALL's */
    const struct change *before;  /* what those registers held */
    size_t n;
};
struct history {
    struct arena *arena;
    struct past *items; /* in the order of the log */
    size_t n, cap;
};
/* Of one record, or of all that were edited (CLEAN_ANY). False: the store cannot be read. */
bool past_read(const struct clean *clean, struct arena *arena, uint32_t record, struct history *out);

/* decide.c: appends one act for the record and takes it over. `changes[0]` is left for CLEAN_ALL. */
enum clean_result clean_write(struct clean *clean, uint32_t record, struct act *act, struct change *changes,
                              size_t n);
enum clean_result clean_refuse(struct clean *clean, enum clean_result result, struct str message);

#endif
