#ifndef EXPORT_MODEL_PRIV_H
#define EXPORT_MODEL_PRIV_H

#include "codebook/ids.h"
#include "export/model.h"

/* How the model is put together from the versions of the questionnaire; for the files model_*.c. */

enum { VERSIONS_MAX = 32, LABEL_CHARACTERS = 80, LABEL_BYTES = 255, VARIABLE_NAME_LONGEST = 32 };

/* One list of options over all versions: those of the newest first, then what only older ones have. */
struct merged_list {
    struct str id;
    const struct option **options;
    struct words *words; /* their labels, in the languages of the model */
    size_t n;
    bool frame;
    bool numeric;       /* every code is a whole number in its shortest form */
    unsigned code_most; /* bytes of the longest code */
    int64_t code_low, code_high;
    int32_t *position[VERSIONS_MAX]; /* of a version's option; NULL: the version does not have the list */
    const struct label_set *labels;  /* NULL until a column wants it */
};

/* One variable over all versions. */
struct merged {
    struct str id;
    const struct variable *variable; /* of the newest version that has it */
    uint32_t version;                /* that one */
    uint32_t versions;               /* bits: those that have it, with the same type */
    uint32_t slots[VERSIONS_MAX];    /* NONE: not in that version */
    struct merged_list *list;
    bool *offered; /* per option of the list: some version's item offers it; NULL: no list */
    uint32_t rows; /* of its roster, 0 outside */
    uint32_t max_length, choose_max;
    uint32_t precisions;
    struct number min, max;
    struct words label, text; /* as written */
    uint32_t question;
    struct merged *next; /* while merging: in the order of the columns */
};

struct column_from {
    uint32_t merged; /* NONE: of the case */
};

struct model_inside {
    struct merged *const *merged;
    uint32_t merged_n;
    const struct column_from *from;
    struct ids names; /* of columns */
    /* What a version calls differently from a newer one: id, and why it is not in the same column. */
    const struct str *retyped;
    size_t retyped_n;
};

struct builder {
    struct model *model;
    struct arena *arena;
    struct merged **merged;
    uint32_t merged_n;
    struct merged_list **lists;
    size_t lists_n;
    struct label_set **sets;
    size_t sets_n, sets_cap;
    struct column *columns;
    struct column_from *from;
    size_t columns_n, columns_cap, from_cap;
    struct column_set *responses;
    size_t responses_n, responses_cap;
    struct str *retyped;
    size_t retyped_n, retyped_cap;
    const struct label_set *chosen, *truth, *completeness;
};

/* model_merge.c */
void merge_lists(struct builder *b);
void merge_variables(struct builder *b);
/* Words of a version, by language id, as words of the model. */
struct words words_of(const struct builder *b, size_t version, const struct str *per_language);
/* Can no answer make this computed variable negative? */
bool never_negative(const struct questionnaire *q, const struct variable *variable);

/* model_labels.c */
const struct label_set *labels_of_list(struct builder *b, struct merged_list *list);
const struct label_set *labels_own(struct builder *b, const char *name, const struct value_label *labels,
                                   size_t n);
void labels_builtin(struct builder *b);
/* A short label of what a column holds: the question's, and behind it what is special about the column. */
enum column_word {
    WORD_YEAR,
    WORD_MONTH,
    WORD_WHY_EMPTY,
    WORD_CODE,
    WORD_CHOSEN,
    WORD_NOT_CHOSEN,
    WORD_YES,
    WORD_NO,
    WORD_FILLED,
    WORD_NO_DAY,
    WORD_NO_MONTH,
    WORD_CASE_ID,
    WORD_CASE_MODE,
    WORD_CASE_STATUS,
    WORD_CASE_OUTCOME,
    WORD_CASE_VERSION,
    WORD_CASE_START,
    WORD_CASE_END,
    /* the variables of every questionnaire, in the order of enum builtin */
    WORD_GROUP,
    WORD_LANGUAGE,
    WORD_SEX,
    WORD_BIRTH,
    WORD_GENERATION,
    WORD_CONTACT_LANGUAGE,
    WORD_MUNICIPALITY,
    WORD_MAN,
    WORD_WOMAN,
    WORD_X,
    COLUMN_WORDS
};
struct words column_words(const struct model *model, enum column_word word);
void label_column(const struct model *model, struct column *column, const struct words *base,
                  const struct words *special);

/* model_columns.c */
void make_columns(struct builder *b);

/* model_questions.c */
void make_questions(struct builder *b);

#endif
