#ifndef EXPORT_TOLD_H
#define EXPORT_TOLD_H

#include "export/model.h"

/*
 * What codebooks tell of a question in words: of whom it is asked, what other groups hear instead. Words that
 * join names are in the language of the interface (base/i18n.h), labels in that language too where the
 * questionnaire has it.
 */
struct telling_of {
    struct arena *arena;
    const struct model *model;
};

/* The language of labels inside such words: index in the languages of a version. */
unsigned told_labels(const struct questionnaire *q);
/* When it is asked, with all that stands around it: "J02 ‘werk’ is “ja”"; empty: of everybody. */
struct str told_universe(const struct telling_of *t, const struct question *question);
/* Groups that are never asked it, as bits. */
uint32_t told_never(const struct question *question);
/* Groups that hear or see something of their own: other words, card, options or their order; and those for
 * whom the question itself is worded otherwise. Fills are not looked at. */
uint32_t told_variants(const struct question *question);
uint32_t told_reworded(const struct question *question);
/* Its words for a group (index, or -1: those for all), in a language of its version. */
struct str told_text(const struct telling_of *t, const struct question *question, unsigned language,
                     int group);
struct str told_instruction(const struct telling_of *t, const struct question *question, unsigned language);
/* Is there a text in this language (for the group itself, where one is given), not the source's? */
bool told_has(const struct question *question, unsigned language);
/* How a computed or drawn variable comes about; empty for others. */
struct str told_calculation(const struct telling_of *t, const struct question *question);
/* Questions whose being asked depends on this one: the n-th, or NULL behind the last. */
const struct question *told_reader(const struct model *model, const struct question *question, size_t n);
/* The name of a group in the interface's language. */
struct str told_group(const struct questionnaire *q, unsigned group);

#endif
