#include "coding/suggest_priv.h"

#include <stdlib.h>
#include <string.h>

enum { NEAREST = 20 };

void neighbours_forget(struct neighbours *k)
{
    for (size_t i = 0; i < k->n; i++) {
        k->postings[i].n = 0;
    }
}

void neighbours_free(struct neighbours *k)
{
    for (size_t i = 0; i < k->n; i++) {
        free(k->postings[i].items);
    }
    free(k->postings);
    free(k->similar);
    free(k->touched);
}

static void post(struct entries *list, uint32_t title, float value)
{
    if (list->n == list->cap) {
        list->items = array_grow(list->items, &list->cap, sizeof *list->items);
    }
    list->items[list->n++] = (struct entry){title, value};
}

void neighbours_add(struct neighbours *k, uint32_t title, const struct vector *x)
{
    for (size_t f = 0; f < x->n; f++) {
        while (k->n <= x->items[f].id) {
            if (k->n == k->cap) {
                k->postings = array_grow(k->postings, &k->cap, sizeof *k->postings);
            }
            k->postings[k->n++] = (struct entries){0};
        }
        post(&k->postings[x->items[f].id], title, x->items[f].value);
    }
    while (k->similar_cap <= title) {
        size_t old = k->similar_cap;
        k->similar = array_grow(k->similar, &k->similar_cap, sizeof *k->similar);
        k->touched = array_grow(k->touched, &k->touched_cap, sizeof *k->touched);
        memset(k->similar + old, 0, (k->similar_cap - old) * sizeof *k->similar);
    }
}

/* Cosines of all titles that share a feature with x, into k->similar; returns how many. */
static size_t compare(struct neighbours *k, const struct vector *x)
{
    size_t n = 0;
    for (size_t f = 0; f < x->n; f++) {
        if (x->items[f].id >= k->n) {
            continue;
        }
        const struct entries *list = &k->postings[x->items[f].id];
        for (size_t i = 0; i < list->n; i++) {
            uint32_t title = list->items[i].id;
            if (k->similar[title] <= 0) {
                k->touched[n++] = title;
            }
            k->similar[title] += x->items[f].value * list->items[i].value;
        }
    }
    return n;
}

/* The nearest NEAREST of the touched titles, nearest first; the older title wins a tie. Empties k->similar.
 */
static size_t nearest_of(struct neighbours *k, size_t touched, struct entry *nearest)
{
    size_t n = 0;
    for (size_t i = 0; i < touched; i++) {
        struct entry e = {k->touched[i], k->similar[k->touched[i]]};
        k->similar[e.id] = 0;
        if (n == NEAREST && e.value < nearest[n - 1].value) {
            continue;
        }
        size_t at = n;
        while (at > 0 && (nearest[at - 1].value < e.value ||
                          (!(nearest[at - 1].value > e.value) && nearest[at - 1].id > e.id))) {
            at--;
        }
        if (at < NEAREST) {
            size_t keep = n < NEAREST ? n : NEAREST - 1;
            memmove(nearest + at + 1, nearest + at, (keep - at) * sizeof *nearest);
            nearest[at] = e;
            n = keep + 1;
        }
    }
    return n;
}

bool neighbours_vote(struct suggester *s, const struct vector *x)
{
    struct entry nearest[NEAREST];
    size_t n = nearest_of(&s->neighbours, compare(&s->neighbours, x), nearest);
    float sum = 0;
    for (size_t i = 0; i < n; i++) {
        const struct title *title = &s->titles[nearest[i].id];
        float similar = nearest[i].value;
        float vote = title->weight * similar * similar * similar * similar;
        s->votes[title->class] += vote;
        sum += vote;
        if (s->nearest[title->class] == NO_SOURCE) {
            s->nearest[title->class] = nearest[i].id;
            s->likeness[title->class] = similar;
        }
    }
    for (size_t i = 0; sum > 0 && i < n; i++) {
        uint32_t class = s->titles[nearest[i].id].class;
        if (s->nearest[class] == nearest[i].id) {
            s->votes[class] *= nearest[0].value / sum;
        }
    }
    return n > 0;
}
