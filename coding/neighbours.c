#include "coding/suggest_priv.h"

#include <stdlib.h>
#include <string.h>

/*
 * NEAREST titles vote. Among very many titles the commonest trigrams stand in a large share of all, cost most
 * of the time and tell nearly nothing: once POSTINGS_MOST have been read and what is left weighs less than
 * half, it is left out, and the CANDIDATES that came out best are compared anew with everything.
 */
enum { NEAREST = 20, CANDIDATES = 80, POSTINGS_MOST = 25000 };

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

static size_t postings_of(const struct neighbours *k, const struct entry *feature)
{
    return feature->id < k->n ? k->postings[feature->id].n : 0;
}

/* The features of x, the rarest first. */
static void rarest_first(const struct neighbours *k, const struct vector *x, struct entry *out)
{
    for (size_t f = 0; f < x->n; f++) {
        size_t at = f;
        for (; at > 0 && postings_of(k, &out[at - 1]) > postings_of(k, &x->items[f]); at--) {
            out[at] = out[at - 1];
        }
        out[at] = x->items[f];
    }
}

static size_t add_similarity(struct neighbours *k, const struct entry *feature, size_t touched)
{
    const struct entries *list = &k->postings[feature->id];
    for (size_t i = 0; i < list->n; i++) {
        uint32_t title = list->items[i].id;
        if (k->similar[title] <= 0) {
            k->touched[touched++] = title;
        }
        k->similar[title] += feature->value * list->items[i].value;
    }
    return touched;
}

/* Cosines of titles that share a feature with x, into k->similar; returns how many titles. `*whole`: nothing
 * was left out. */
static size_t compare(struct neighbours *k, const struct vector *x, bool *whole)
{
    struct entry features[FEATURES_MOST];
    size_t touched = 0;
    size_t read = 0;
    float weight = 0;
    rarest_first(k, x, features);
    *whole = true;
    for (size_t f = 0; f < x->n; f++) {
        size_t n = postings_of(k, &features[f]);
        if (read + n > POSTINGS_MOST && weight > 0.5F) {
            *whole = false;
            break;
        }
        if (n) {
            touched = add_similarity(k, &features[f], touched);
        }
        read += n;
        weight += features[f].value * features[f].value;
    }
    return touched;
}

static bool is_nearer(const struct entry *a, const struct entry *b)
{
    return a->value > b->value || (!(a->value < b->value) && a->id < b->id);
}

/* Keeps the list sorted, nearest first, the older title first in a tie, at most `most`. */
static size_t keep_nearest(struct entry *list, size_t n, size_t most, struct entry e)
{
    size_t at = n;
    if (n == most && !is_nearer(&e, &list[n - 1])) {
        return n;
    }
    while (at > 0 && is_nearer(&e, &list[at - 1])) {
        at--;
    }
    size_t keep = n < most ? n : most - 1;
    memmove(list + at + 1, list + at, (keep - at) * sizeof *list);
    list[at] = e;
    return keep + 1;
}

/* The nearest of the touched titles. Empties k->similar. */
static size_t nearest_of(struct neighbours *k, size_t touched, size_t most, struct entry *nearest)
{
    size_t n = 0;
    for (size_t i = 0; i < touched; i++) {
        struct entry e = {k->touched[i], k->similar[k->touched[i]]};
        k->similar[e.id] = 0;
        n = keep_nearest(nearest, n, most, e);
    }
    return n;
}

/* Both are sorted by feature. */
static float cosine(const struct vector *x, const struct vector *y)
{
    float sum = 0;
    for (size_t i = 0, j = 0; i < x->n && j < y->n;) {
        if (x->items[i].id == y->items[j].id) {
            sum += x->items[i++].value * y->items[j++].value;
        } else if (x->items[i].id < y->items[j].id) {
            i++;
        } else {
            j++;
        }
    }
    return sum;
}

static size_t find_nearest(struct suggester *s, const struct vector *x, struct entry *nearest)
{
    bool whole = true;
    struct entry candidates[CANDIDATES];
    size_t touched = compare(&s->neighbours, x, &whole);
    if (whole) {
        return nearest_of(&s->neighbours, touched, NEAREST, nearest);
    }
    size_t candidates_n = nearest_of(&s->neighbours, touched, CANDIDATES, candidates);
    size_t n = 0;
    for (size_t i = 0; i < candidates_n; i++) {
        struct vector y;
        vector_of_title(s, &s->titles[candidates[i].id], &y);
        n = keep_nearest(nearest, n, NEAREST, (struct entry){candidates[i].id, cosine(x, &y)});
    }
    return n;
}

bool neighbours_vote(struct suggester *s, const struct vector *x)
{
    struct entry nearest[NEAREST];
    size_t n = find_nearest(s, x, nearest);
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
