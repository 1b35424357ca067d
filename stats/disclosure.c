#include "stats/disclosure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static bool agree(const int32_t *a, const int32_t *b, size_t keys_n)
{
    for (size_t k = 0; k < keys_n; k++) {
        if (a[k] != b[k] && a[k] != KEY_MISSING && b[k] != KEY_MISSING) {
            return false;
        }
    }
    return true;
}

/* Cases with the very same keys, missing ones included: they have the same answer, so it is sought once. */
struct pattern {
    const int32_t *keys;
    uint32_t n;
    double weight;
    uint32_t alike;
    double stands_for;
};

static uint64_t hash_of_keys(const int32_t *keys, size_t keys_n)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t k = 0; k < keys_n; k++) {
        hash = (hash ^ (uint32_t)keys[k]) * UINT64_C(1099511628211);
    }
    return hash ^ hash >> 32;
}

/* The pattern of each case into pattern_of; returns how many there are. */
static size_t gather(const int32_t *keys, size_t n, size_t keys_n, const double *weights,
                     struct pattern *patterns, uint32_t *pattern_of)
{
    size_t room = 16;
    while (room < 2 * n) {
        room *= 2;
    }
    uint32_t *slots = mem_alloc(room * sizeof *slots); /* pattern + 1; 0: free */
    memset(slots, 0, room * sizeof *slots);
    size_t patterns_n = 0;
    for (size_t i = 0; i < n; i++) {
        const int32_t *own = &keys[i * keys_n];
        size_t at = hash_of_keys(own, keys_n) & (room - 1);
        while (slots[at] && memcmp(patterns[slots[at] - 1].keys, own, keys_n * sizeof *own) != 0) {
            at = (at + 1) & (room - 1);
        }
        if (!slots[at]) {
            patterns[patterns_n++] = (struct pattern){.keys = own};
            slots[at] = (uint32_t)patterns_n;
        }
        pattern_of[i] = slots[at] - 1;
        patterns[pattern_of[i]].n++;
        patterns[pattern_of[i]].weight += weights ? weights[i] : 1;
    }
    free(slots);
    return patterns_n;
}

static bool complete(const struct pattern *pattern, size_t keys_n)
{
    for (size_t k = 0; k < keys_n; k++) {
        if (pattern->keys[k] == KEY_MISSING) {
            return false;
        }
    }
    return true;
}

static void add(struct pattern *to, const struct pattern *from)
{
    to->alike += from->n;
    to->stands_for += from->weight;
}

/* Two different complete patterns never agree, so only those with a gap are held against all. */
static void join(struct pattern *patterns, size_t n, size_t keys_n)
{
    for (size_t i = 0; i < n; i++) {
        add(&patterns[i], &patterns[i]);
    }
    for (size_t i = 0; i < n; i++) {
        if (complete(&patterns[i], keys_n)) {
            continue;
        }
        for (size_t j = 0; j < n; j++) {
            bool other_gap = !complete(&patterns[j], keys_n);
            if (j != i && (!other_gap || j > i) && agree(patterns[i].keys, patterns[j].keys, keys_n)) {
                add(&patterns[i], &patterns[j]);
                add(&patterns[j], &patterns[i]);
            }
        }
    }
}

void disclosure_classes(const int32_t *keys, size_t n, size_t keys_n, const double *weights, uint32_t *alike,
                        double *stands_for)
{
    struct pattern *patterns = mem_realloc(NULL, n + 1, sizeof *patterns);
    uint32_t *pattern_of = mem_realloc(NULL, n + 1, sizeof *pattern_of);
    size_t patterns_n = gather(keys, n, keys_n, weights, patterns, pattern_of);
    join(patterns, patterns_n, keys_n);
    for (size_t i = 0; i < n; i++) {
        alike[i] = patterns[pattern_of[i]].alike;
        if (stands_for) {
            stands_for[i] = patterns[pattern_of[i]].stands_for;
        }
    }
    free(patterns);
    free(pattern_of);
}

double disclosure_risk(uint32_t alike, double stands_for)
{
    double p = (double)alike / stands_for;
    if (!(p < 1)) {
        return 1.0 / (double)alike; /* the sample is the population */
    }
    if (alike == 1) {
        return p / (1 - p) * log(1 / p);
    }
    if (alike == 2) {
        double odds = p / (1 - p);
        return odds - odds * odds * log(1 / p);
    }
    return p / ((double)alike - (1 - p));
}

size_t disclosure_below(const uint32_t *alike, size_t n, uint32_t k)
{
    size_t below = 0;
    for (size_t i = 0; i < n; i++) {
        below += alike[i] < k;
    }
    return below;
}
