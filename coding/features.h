#ifndef CODING_FEATURES_H
#define CODING_FEATURES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * What a text is made of, for comparing: of each word, padded with a space on either side, its trigrams of
 * bytes, and the whole word. The text is folded first (base/utf8.h: case, accents, punctuation), and marks of
 * gender such as (m/v/x) go.
 */

/* Numbers of features, given out as they are first seen. */
struct vocabulary;
struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v);
size_t vocabulary_size(const struct vocabulary *v);

struct feature {
    uint32_t id;
    float count; /* how often in the text */
};
enum { FEATURES_MOST = 512 }; /* what a text has beyond that does not count */

/* Folded as said above; in `arena`. May be empty. */
struct str coding_key(struct arena *arena, struct str text);
/*
 * The features of a key into out[FEATURES_MOST], each once, by id; returns how many. `learn`: new ones enter
 * the vocabulary; otherwise they are left out, since nothing could be known of them.
 */
size_t features_of(struct vocabulary *v, struct str key, bool learn, struct feature *out);

#endif
