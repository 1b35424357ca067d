#ifndef QUESTIONNAIRE_PRINT_CONDITION_H
#define QUESTIONNAIRE_PRINT_CONDITION_H

#include "expr/expr.h"
#include "questionnaire/questionnaire.h"

/*
 * Conditions and other expressions in words, for people who read the questionnaire and not its files. Names
 * are the labels of variables and answers in one language of the questionnaire; what joins them is said in
 * the language of the interface (base/i18n.h).
 */
struct telling {
    const struct questionnaire *q;
    unsigned language; /* of the labels: index in the codebook's languages */
    int group;         /* for this group; -1: for all of them */
    int spoken;        /* the language of the interview, or -1: any */
};

/* What the group and the language settle beforehand: TRUTH_UNKNOWN where it hangs on the answers. Computed
 * variables that follow from the group count as well. */
enum truth condition_known(const struct telling *t, const struct expr_node *node);

/* "J02 ‘vroeger gewerkt’ is “ja” en ...": in `arena`. Parts that condition_known settles are left out; of a
 * condition that is settled as a whole the text is empty. Texts of the questionnaire in it are as they stand
 * there: escape them. */
struct str condition_words(struct arena *arena, const struct telling *t, const struct expr_node *node);

/* The contrary: when the condition does not hold. */
struct str denial_words(struct arena *arena, const struct telling *t, const struct expr_node *node);

/* A calculation in words: what a computed variable is. Also takes conditions. */
struct str value_words(struct arena *arena, const struct telling *t, const struct expr_node *node);

/* What the variables of the sample, the group and the language are called; NULL: another variable. */
const char *builtin_words(uint32_t slot);

/* What a variable is called: the number of its question and, between quotes, its label. */
struct str variable_words(struct arena *arena, const struct telling *t, uint32_t slot);

/* Its label alone, or its id where it has none. */
struct str variable_label(const struct telling *t, uint32_t slot);

/* A text of the questionnaire with its fills: words that follow from the group are filled in; of others all
 * wordings stand between brackets, [kind / kinderen], and an answer as its label, [voornaam]. */
struct str text_words(struct arena *arena, const struct telling *t, struct text text);

#endif
