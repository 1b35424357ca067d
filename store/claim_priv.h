#ifndef STORE_CLAIM_PRIV_H
#define STORE_CLAIM_PRIV_H

#include <stdbool.h>
#include <stdint.h>

/* A process by what distinguishes it: its number, when it started, and since which start of the machine. */
struct owner {
    int64_t pid;
    int64_t started; /* clock ticks since boot; 0 where /proc does not tell */
    char boot[64];
};

struct owner owner_self(void);
bool owner_alive(const struct owner *owner, const struct owner *self);
bool owner_is(const struct owner *a, const struct owner *b);

#endif
