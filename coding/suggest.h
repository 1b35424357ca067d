#ifndef CODING_SUGGEST_H
#define CODING_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * Proposes codes for a text. Two opinions are mixed: the twenty most similar known titles vote (cosine of
 * TF-IDF over trigrams and words, to the fourth power), and a softmax regression over the same features gives
 * each code a probability. Known titles are the frame's index and what coders decided; the latter weigh more,
 * and each new decision counts at once.
 *
 * A code is a class here, 0 .. classes - 1; which code of which frame it is, the caller knows.
 */
struct suggester;

struct suggester *suggester_new(size_t classes);
void suggester_free(struct suggester *s);

/* A known title. `weight`: 1 for an index, 3 for a coder's decision. `source` is the caller's number for it
 * and comes back as the reason. `text` is copied. Between suggester_train and the next one, titles enter with
 * suggester_learn. */
void suggester_add(struct suggester *s, struct str text, uint32_t class, double weight, uint32_t source);
/*
 * Fits everything on the titles so far; anew each time, the same titles in the same order with the same seed
 * give the same model. Part of the titles is judged before it is learned, which is where the probabilities
 * come from.
 */
void suggester_train(struct suggester *s, uint64_t seed);
/* One decision more: judged, then learned by one step; the text is a neighbour from now on. */
void suggester_learn(struct suggester *s, struct str text, uint32_t class, double weight, uint32_t source);

struct suggestion {
    uint32_t class;
    double score;    /* 0 .. 1, both opinions mixed; ranks */
    double p;        /* probability that this is the code, calibrated */
    uint32_t source; /* the most similar title with this code, or NO_SOURCE where words alone speak for it */
    double similarity; /* of that title, 0 .. 1; 1: the same words */
};
#define NO_SOURCE UINT32_MAX

/* The best codes for a text, best first; at most `most`; returns how many. None for a text of which nothing
 * is known. */
size_t suggest(struct suggester *s, struct str text, struct suggestion *out, size_t most);

/* Sums scores over `group_of[class]` (groups of a higher level, such as the first digits of a code): which
 * group is likeliest, and how likely. `scores` of the last suggest() call; false where nothing was known. */
bool suggest_group(const struct suggester *s, const uint32_t *group_of, size_t groups, uint32_t *best,
                   double *p);

/* What the model rests on and what it takes. */
struct suggester_facts {
    size_t titles, features, bytes;
};
struct suggester_facts suggester_facts(const struct suggester *s);

#endif
