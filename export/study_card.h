#ifndef EXPORT_STUDY_CARD_H
#define EXPORT_STUDY_CARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "codebook/codebook.h"

/*
 * The description of a study that archives ask for and no questionnaire holds: who made it, about what, among
 * whom, how, and who may use it. Read from a YAML file, codebook/ID/study.yaml.
 */

/* A text in the languages it is written in, the first being the main one. */
struct card_words {
    const struct card_text {
        struct str language;
        struct str text;
    } * in;
    size_t n; /* 0: not told */
};

/* Texts in several languages; the spelling of a row is its key in the file. */
enum card_field {
    CARD_TITLE,
    CARD_ABSTRACT,
    CARD_SERIES,
    CARD_GEOGRAPHY,
    CARD_UNIVERSE,
    CARD_SAMPLING,
    CARD_WEIGHTING,
    CARD_CLEANING,
    CARD_CONFIDENTIALITY,
    CARD_ACCESS,
    CARD_CITATION, /* what users are asked to do */
    CARD_FIELDS
};
/* Things that bear a name or a term, often more than one of them. */
enum card_list {
    CARD_AUTHORS,
    CARD_PRODUCERS,
    CARD_FUNDERS,
    CARD_COLLECTORS,
    CARD_DISTRIBUTORS,
    CARD_NATIONS,
    CARD_KEYWORDS,
    CARD_TOPICS,
    CARD_UNITS,        /* of analysis */
    CARD_TIME_METHODS, /* one point in time, panel, ... */
    CARD_MODES,        /* of collection */
    CARD_LISTS
};
struct card_entry {
    struct card_words words; /* its name or term */
    struct str code;         /* BE; of a term in its vocabulary */
    struct str affiliation, abbreviation, uri;
    struct str vocabulary, vocabulary_uri;
};

struct study_card {
    struct str agency, id; /* who gave the id, the id */
    struct str uri;        /* where the study is found */
    struct str license, license_uri;
    struct str start, end; /* of the fieldwork: YYYY[-MM[-DD]]; empty: the first and last act tell */
    struct card_words fields[CARD_FIELDS];
    struct {
        const struct card_entry *items;
        size_t n;
    } lists[CARD_LISTS];
};

/* Reads it from `path` of the library. Diagnostics E1xx (as of all definitions) and D0xx; a warning for each
 * field that the archives' catalogue (CESSDA) demands and is not told. NULL after an error. */
const struct study_card *study_card_load(struct arena *arena, struct diags *diags,
                                         const struct library *library, struct str path);
/* The text in a language, else the main one; empty where it is not told. */
struct str card_words_in(const struct card_words *words, struct str language);

#endif
