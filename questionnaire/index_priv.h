#ifndef QUESTIONNAIRE_INDEX_PRIV_H
#define QUESTIONNAIRE_INDEX_PRIV_H

#include "codebook/ids.h"
#include "questionnaire/questionnaire.h"

/* The words of one item in one language, complete: what it lacks is filled in from the source language. */
struct words_entry {
    const struct item_words *general;
    const struct item_words *const *groups; /* by group; NULL: no group differs */
    bool own;                               /* the language has words of its own */
};

/* The words of a check or a stop. */
struct saying {
    struct text general;
    const struct text *groups; /* by group; NULL: no group differs */
};

struct questionnaire_index {
    struct ids items;
    struct ids checks;
    const struct words_entry *words;  /* [language * items_n + item] */
    const struct saying *check_says;  /* [language * checks_n + check] */
    const struct saying *stop_says;   /* [language * items_n + item] */
    const struct text *const *labels; /* per item with a list: [language * list->n + position] */
};

#endif
