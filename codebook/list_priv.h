#ifndef CODEBOOK_LIST_PRIV_H
#define CODEBOOK_LIST_PRIV_H

#include "base/node.h"
#include "codebook/codebook.h"
#include "codebook/ids.h"

/* One text an entry can be found by: folded, and which entry it leads to. */
struct search_key {
    struct str folded;
    int32_t position;
};

struct list_index {
    const struct source *source; /* the list's file, for messages; NULL: none */
    struct option *options;      /* those of the list, for its builder to complete */
    struct ids codes;
    struct ids names;
    /* Made at the first search: most lists are never searched. */
    struct arena *arena;
    struct search_key *keys; /* by position */
    size_t keys_n;
    uint32_t *rank; /* per position: place among the suggested ones, else `first_n` */
};

/* Gives the list its options and makes the index. */
void list_finish(struct list *list, struct arena *arena, struct option *options, size_t n);

/* Clears the labels in a language: there are none, or nobody has read them. */
void list_mark(struct list *list, unsigned language, bool as_unread);

#endif
