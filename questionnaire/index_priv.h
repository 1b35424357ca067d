#ifndef QUESTIONNAIRE_INDEX_PRIV_H
#define QUESTIONNAIRE_INDEX_PRIV_H

#include "codebook/ids.h"
#include "questionnaire/questionnaire.h"

/* What an id stands for. */
enum named { NAMED_BUILTIN, NAMED_ITEM, NAMED_SPECIFY, NAMED_CHECK, NAMED_FILL, NAMED_BROKEN };
struct named_id {
    struct str id;
    struct place place; /* line 0: built in */
    enum named kind;
    uint32_t number;
};

/* The words of one item in one language, complete: what it lacks is filled in from the source language. */
struct words_entry {
    const struct item_words *general;
    const struct item_words *const *groups; /* by group; NULL: no group differs */
    bool own;                               /* the language has words of its own */
};

/* The words of a check. */
struct saying {
    struct text general;
    const struct text *groups; /* by group; NULL: no group differs */
    bool draft;
};

struct loader;
struct questionnaire_index {
    struct ids ids; /* to named[] */
    const struct named_id *named;
    struct words_entry *words;  /* [language * items_n + item] */
    struct saying *check_says;  /* [language * checks_n + check] */
    struct text *const *labels; /* per item with a list: [language * list->n + position] */
    struct loader *loader;      /* for the languages that are unread */
    uint32_t unread;            /* bit per language: left for later, or broken when it was read then */
};

#endif
