#ifndef CODING_SUGGEST_PRIV_H
#define CODING_SUGGEST_PRIV_H

#include "base/arena.h"
#include "coding/features.h"
#include "coding/suggest.h"

/* One feature in a title's vector, or one title in a feature's list. */
struct entry {
    uint32_t id;
    float value;
};

struct entries {
    struct entry *items;
    size_t n, cap;
};

/* A known title; its features stand in the suggester's `cells`. */
struct title {
    size_t first, n;
    uint32_t words;
    uint32_t class;
    uint32_t source;
    float weight;
};

/* A text as a vector of length 1: features by tf * idf. n = 0: nothing is known of it. */
struct vector {
    struct entry items[FEATURES_MOST];
    size_t n;
    uint32_t words; /* of the text */
};

/*
 * Softmax regression. A row of weights per feature, as wide as there are classes, rounded up to whole
 * vectors. Features seen in one or two titles of the index have no row: they would take most of the memory
 * and say nothing that those titles, as neighbours, do not.
 */
struct softmax {
    float *weights;   /* rows x stride */
    float *bias;      /* stride */
    float *chances;   /* stride: the last prediction */
    uint32_t *row_of; /* per feature: its row, or NO_ROW */
    size_t rows, rows_cap, row_of_n, row_of_cap;
    size_t classes, stride;
};
#define NO_ROW UINT32_MAX

enum { TRAIT_ONE, TRAIT_SCORE, TRAIT_MARGIN, TRAIT_EXACT, TRAIT_SHORT, TRAITS };

/* What the first suggestion looked like, and whether it was right. */
struct judgement {
    double traits[TRAITS];
    bool right;
};

/* Probability that the first suggestion is right: logistic regression on its traits. */
struct belief {
    double weights[TRAITS];
};

/* Known titles by feature. */
struct neighbours {
    struct entries *postings; /* per feature: the titles that have it */
    size_t n, cap;
    float *similar; /* per title, 0 between two texts */
    size_t similar_cap;
    uint32_t *touched; /* titles that share a feature with the text */
    size_t touched_cap;
};

struct suggester {
    struct arena *scratch; /* one text's */
    struct vocabulary *vocabulary;
    struct title *titles;
    size_t titles_n, titles_cap;
    struct entries cells; /* of all titles: feature and 1 + ln(count) */
    uint32_t *df;         /* per feature: titles that have it */
    size_t df_cap;
    size_t trained; /* titles on which idf rests */
    struct neighbours neighbours;
    struct softmax softmax;
    struct belief belief;
    size_t classes;
    float *scores;     /* per class, of the last text */
    float *votes;      /* per class */
    uint32_t *nearest; /* per class: its most similar title, or NO_SOURCE */
    float *likeness;   /* per class: how similar that is */
    bool known;
};

/* A known title as it weighs now. */
void vector_of_title(const struct suggester *s, const struct title *title, struct vector *x);

void softmax_init(struct softmax *m, size_t classes);
void softmax_free(struct softmax *m);
void softmax_forget(struct softmax *m);
/* From now on the feature counts. */
void softmax_give_row(struct softmax *m, uint32_t feature);
/* Probabilities of all classes into m->chances. */
void softmax_predict(struct softmax *m, const struct vector *x);
/* One step of gradient descent towards `class`. */
void softmax_step(struct softmax *m, const struct vector *x, uint32_t class, float rate);

void neighbours_forget(struct neighbours *k);
void neighbours_free(struct neighbours *k);
void neighbours_add(struct neighbours *k, uint32_t title, const struct vector *x);
/* Fills s->votes, s->nearest and s->likeness; false when no title has anything in common with x. */
bool neighbours_vote(struct suggester *s, const struct vector *x);

void belief_traits(const struct suggestion *first, double second, uint32_t words, double *traits);
double belief_of(const struct belief *b, const double *traits);
/* From scratch, on all of them. */
void belief_fit(struct belief *b, const struct judgement *judged, size_t n);
void belief_step(struct belief *b, const struct judgement *judgement, double rate);

#endif
