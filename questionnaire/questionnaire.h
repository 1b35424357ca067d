#ifndef QUESTIONNAIRE_QUESTIONNAIRE_H
#define QUESTIONNAIRE_QUESTIONNAIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/str.h"
#include "codebook/codebook.h"
#include "expr/expr.h"

/*
 * A questionnaire, loaded: never changed afterwards, shared by all interviews with it. The items stand in
 * one array in the order in which they are asked, containers before what they contain.
 */

#define NONE       UINT32_MAX
#define GROUPS_MAX 32

enum item_kind {
    ITEM_QUESTION,
    ITEM_NOTE,
    ITEM_COMPUTED,
    ITEM_DRAW,
    ITEM_BLOCK,
    ITEM_GRID,
    ITEM_ROSTER,
    ITEM_STOP
};
enum unknown_rule { UNKNOWN_IMPOSSIBLE, UNKNOWN_ASK, UNKNOWN_SKIP };

struct condition {
    const struct expr *expr; /* NULL: always */
    enum unknown_rule unknown;
};

struct option_rule {
    int32_t option; /* position in the list */
    struct condition when;
};

/* How the options (or grid rows, or block items) are arranged. */
struct arrangement {
    bool random;
    const uint32_t *fixed; /* positions (options) or item numbers that stay in place, ascending */
    size_t fixed_n;
};

/* What one group sees instead: words are in struct words_of, this is structure. */
struct variant {
    struct str card;      /* empty: as the item says */
    const int32_t *order; /* positions in shown order (hidden ones left out); NULL: as the item says */
    size_t order_n;
};

/* One piece of a text: literal words, or a fill. */
enum piece_kind { PIECE_WORDS, PIECE_VARIABLE, PIECE_ROW, PIECE_FILL };
struct piece {
    enum piece_kind kind;
    struct str words;
    uint32_t slot; /* PIECE_VARIABLE: variable; PIECE_FILL: index in questionnaire.fills */
    uint32_t form; /* PIECE_FILL: which form */
};
struct text {
    const struct piece *pieces;
    size_t n; /* 0: there is no such text in this language */
};

/* All words of an item in one language for one group (falls back to no group). */
struct item_words {
    struct text label, text, instruct, help, unit, card;
    const struct text *options; /* per position of the list; NULL or n == 0: the list's own label */
    bool draft;                 /* the entry's own status, else that of its file */
    bool same;                  /* the words are those of the source language, and meant so */
    struct str source;          /* hash prefix of the source text it was translated from, may be empty */
};

enum check_kind { CHECK_HARD, CHECK_SOFT };
struct check {
    uint32_t index; /* in questionnaire.checks */
    struct str id;
    enum check_kind kind;
    const struct expr *holds;
    uint32_t item;            /* where it stands; NONE: over the whole interview */
    const uint32_t *involves; /* variable slots */
    size_t involves_n;
    uint32_t roster; /* is looked at for each row of it, or NONE */
};

struct computed_case {
    const struct expr *when; /* NULL: otherwise */
    const struct expr *value;
};

struct item {
    uint32_t index;
    enum item_kind kind;
    struct str id;
    struct str nr;
    uint32_t parent; /* container, or NONE */
    uint32_t end;    /* index behind the last item inside (its own + 1 when it holds none) */
    uint32_t roster; /* index in questionnaire.rosters when it stands in a roster (or is one), or NONE */
    uint32_t grid;   /* item index of the grid it is a row of, or NONE */
    struct condition when;
    const struct variable *variable; /* question, computed, draw; else NULL */
    struct str card;
    bool read_out;
    bool undecided_accepted;
    struct arrangement arrangement;
    const struct option_rule *option_rules;
    size_t option_rules_n;
    const int32_t *only; /* positions of the list that this item offers; NULL: all */
    size_t only_n;
    const struct variant *variants; /* per group, NULL when none differs */
    const uint32_t *checks;         /* checks that stand here */
    size_t checks_n;
    const struct computed_case *cases; /* ITEM_COMPUTED */
    size_t cases_n;
    uint32_t draw_of;        /* ITEM_DRAW */
    const uint32_t *specify; /* slots of the ROLE_SPECIFY variables behind its options */
    size_t specify_n;
    struct str outcome; /* ITEM_STOP: its id */
    struct place place; /* in the YAML, for messages */
};

struct roster_def {
    uint32_t index;
    uint32_t item;       /* the roster's item */
    uint32_t count_slot; /* the variable that says how many */
    uint32_t title_slot; /* the variable that names a row, or NONE */
    uint32_t max;
};

struct fill {
    struct str id;
    bool by_group;
    uint32_t by_slot; /* when not by_group */
    size_t forms_n;
    const struct str *forms; /* names; forms[0] is the default ("" when there is only one) */
    /* words[language][key][form]; keys: group index, option position, or plural category 0..5 */
    size_t keys_n;
    const struct text *words; /* [language * keys_n * forms_n + key * forms_n + form] */
};

/* Built-in variables, declared before all others with these slots. */
enum builtin {
    BUILTIN_GROUP,
    BUILTIN_LANGUAGE,
    BUILTIN_FRAME_SEX,
    BUILTIN_FRAME_BIRTH,
    BUILTIN_FRAME_GENERATION,
    BUILTIN_FRAME_LANGUAGE,
    BUILTIN_FRAME_MUNICIPALITY,
    BUILTINS
};

/* Who reads a variable: for the dependency graph. */
struct reader {
    enum reader_kind { READER_WHEN, READER_OPTION, READER_COMPUTED, READER_CHECK, READER_ROWS } kind;
    uint32_t index; /* item, or check */
};

struct questionnaire {
    struct str id;
    struct str version;
    struct words title;
    uint32_t drafts;  /* bit per language that was read: its text file as a whole says `status: draft` */
    struct hash hash; /* over all its files */
    const struct codebook *codebook; /* languages, lists, variables */
    struct str groups[GROUPS_MAX];
    unsigned groups_n;
    const struct item *items;
    uint32_t items_n;
    const struct check *checks;
    uint32_t checks_n;
    const struct roster_def *rosters;
    uint32_t rosters_n;
    const struct fill *fills;
    uint32_t fills_n;
    const uint32_t
        *item_of_slot; /* item that holds a variable (specify: the question's), NONE for built-ins */
    /* CSR: readers of variable v are readers[reader_from[v] .. reader_from[v+1]). Rosters likewise. */
    const uint32_t *reader_from;
    const struct reader *readers;
    const uint32_t *roster_reader_from;
    const struct reader *roster_readers;
    const struct definition_file *files; /* what was read, for freezing */
    size_t files_n;
    uint32_t questions_n;              /* of kind ITEM_QUESTION */
    struct questionnaire_index *index; /* ids and words; private to questionnaire/ */
};

uint32_t questionnaire_item(const struct questionnaire *q, struct str id);  /* NONE: no such id */
uint32_t questionnaire_check(const struct questionnaire *q, struct str id); /* index, or NONE */
int questionnaire_group(const struct questionnaire *q, struct str id);      /* index, or -1 */
int questionnaire_language(const struct questionnaire *q, struct str id);   /* index, or -1 */

/*
 * Reads the words and labels of a language that questionnaire_open left unread. False, with diagnostics
 * (`diags` may be NULL), when there are errors in them: that language can then not be shown. The functions
 * below do it by themselves, and end the program where it fails; who reads labels or fills without them asks
 * first.
 */
bool questionnaire_read(const struct questionnaire *q, unsigned language, struct diags *diags);
bool questionnaire_read_all(const struct questionnaire *q, struct diags *diags);
/* Is there anything in this language? Answers without reading it. */
bool questionnaire_has_words(const struct questionnaire *q, unsigned language);

/* Words of an item for a group (index, or -1): the group's own where it has them, else the general ones;
 * of the source language where the language lacks them. Never NULL. */
const struct item_words *item_words(const struct questionnaire *q, uint32_t item, unsigned language,
                                    int group);
struct text check_words(const struct questionnaire *q, uint32_t check, unsigned language, int group);
struct text stop_words(const struct questionnaire *q, uint32_t item, unsigned language, int group);
struct text option_words(const struct questionnaire *q, uint32_t item, int32_t option, unsigned language,
                         int group, struct text *room);
/* Is there a text of its own in this language (not the source's that fills in)? */
bool item_translated(const struct questionnaire *q, uint32_t item, unsigned language);

/* Plural category of a number in a language by its id: 0 zero, 1 one, 2 two, 3 few, 4 many, 5 other.
 * Source: Unicode CLDR plural rules for nl fr en tr pl ro ar; others as English. */
unsigned plural_category(struct str language, struct number n);
enum { PLURAL_CATEGORIES = 6 };
const char *plural_name(unsigned category);
/* Does the language use this category for whole numbers? */
bool plural_used(struct str language, unsigned category);

#endif
