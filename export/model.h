#ifndef EXPORT_MODEL_H
#define EXPORT_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "expr/cell.h"
#include "questionnaire/questionnaire.h"

/*
 * The one codebook model of all exports: the columns of the data file and the questions behind them, as a
 * union over the versions of the questionnaire that the cases were interviewed with. Made once, before a row
 * is read; it hangs on the definitions only, never on what people answered. Everything lives in one arena.
 */

/* ---- why a cell has no value ---- */

/* In the order of their codes: -1 .. -9. */
enum reason {
    REASON_NONE, /* it has a value */
    REASON_NOT_APPLICABLE,
    REASON_REFUSED,
    REASON_DONT_KNOW,
    REASON_NO_ANSWER, /* open in an interview that went on */
    REASON_BREAKOFF,  /* open or not reached where it was broken off */
    REASON_UNCODEABLE,
    REASON_CLEANED,
    REASON_SUPPRESSED,
    REASON_NOT_IN_VARIANT,
    REASON_NO_RECORD, /* the case's version does not have it: system missing */
    REASONS
};
struct reason_row {
    const char *id; /* DDI missType: "not_applicable"; the spelling of files */
    char tag;       /* Stata: 'n' for .n; 0 = system missing */
    const char *nl; /* labels: Dutch, English, French; other languages get the English one */
    const char *en;
    const char *fr;
};
const struct reason_row *reason_row(enum reason reason);
/* The label of a reason in a language by its id ("nl"). */
struct str reason_label(enum reason reason, struct str language);

/* ---- columns ---- */

enum column_kind { COLUMN_NUMBER, COLUMN_TEXT, COLUMN_DATE, COLUMN_TIME };

/* What a column tells of its variable. */
enum column_part {
    PART_VALUE,
    PART_ITEM,    /* one option of a set: 0 or 1 */
    PART_MENTION, /* the first, second, ... code chosen from a frame */
    PART_YEAR,    /* of a date that may be partial */
    PART_MONTH,
    PART_REASON, /* <name>_m: why the column before it is empty; 0 it is not, 1 no day, 2 no month */
    PART_CODED,  /* <name>_c: the coders' code of a text (layers coded and clean) */
    PART_CASE,   /* of the case itself: its id, mode, version, outcome, dates */
};
#define COMPLETENESS_MONTH 1 /* values of PART_REASON beside 0 and the reasons */
#define COMPLETENESS_YEAR  2

struct value_label {
    int64_t number;     /* of COLUMN_NUMBER */
    struct str code;    /* of COLUMN_TEXT; else the number as text */
    struct words label; /* per language of the model; empty ones: model_words */
};
/* Columns over one list share one set. */
struct label_set {
    struct str name; /* unique, at most 28 characters, fit for all formats */
    uint32_t index;
    bool text; /* codes are texts */
    const struct value_label *labels;
    size_t n;
};

struct column {
    struct str name; /* unique without regard to case */
    uint32_t index;  /* in model.columns */
    enum column_kind kind;
    enum column_part part;
    enum variable_measure measure;
    const struct variable *variable; /* of the newest version that has it; NULL: PART_CASE */
    uint32_t question;               /* index in model.questions; NONE: of the case or the sample */
    uint32_t row;                    /* of a roster, from 1; 0 outside */
    int32_t option;                  /* PART_ITEM: position in the list; MENTION, CODED: which, from 0 */
    uint32_t companion;              /* the PART_REASON column of a text, date or time, else NONE */
    const struct label_set *labels;  /* NULL: none */
    unsigned width;                  /* NUMBER: characters, sign and point included; TEXT: most bytes */
    unsigned decimals;
    bool bounded; /* NUMBER: min and max hold */
    struct number min, max;
    int64_t missing_base; /* NUMBER: the code of a reason is missing_base - reason */
    uint32_t reasons;   /* bits 1 << enum reason that cells of it can have; empty for DATE, TIME, TEXT too */
    uint32_t versions;  /* bits: index in model.versions, of those that have it */
    struct words label; /* short: at most 80 characters, cut with an ellipsis where it must be */
    uint32_t shortened; /* bits: the languages in which it was cut */
};

/* Code of a reason in a column of numbers: -1 .. -9, or below its own negative values. */
static inline int64_t column_missing(const struct column *column, enum reason reason)
{
    return column->missing_base - (int64_t)reason;
}
/* The block that missing codes lie in, whether used or not: -99..-1, or -9999999..-9999901. */
int64_t column_missing_low(const struct column *column);
int64_t column_missing_high(const struct column *column);

/* ---- questions: for codebooks ---- */

struct question {
    struct str id;
    uint32_t index;
    const struct questionnaire *q; /* the newest version that has it, and its item there */
    uint32_t item;
    const struct variable *variable;
    uint32_t first, n;  /* its columns, all rows of a roster behind each other */
    uint32_t section;   /* index in model.sections of the outermost block, or NONE */
    uint32_t grid;      /* item index (in q) of its grid, or NONE */
    uint32_t roster;    /* index in q->rosters, or NONE */
    uint32_t versions;  /* bits as in columns */
    struct words label; /* the item's own; of a text behind "other" the question's with the option's */
    struct words text;  /* question text for everybody, fills between brackets; empty ones: not translated */
    struct words lead;  /* lead-in of its grid */
};
struct section {
    struct str id;
    struct words label;
};
/* Several columns that are the answers to one set question in one row: multiple response sets. */
struct column_set {
    struct str name; /* without the '$' of SPSS */
    uint32_t first, n;
    bool dichotomy; /* 0/1 items; else mentions */
    uint32_t question;
    struct words label;
};

enum export_layer { LAYER_RAW, LAYER_CODED, LAYER_CLEAN, LAYERS };
const char *export_layer_name(enum export_layer layer); /* "raw" "coded" "clean" */
bool export_layer_parse(struct str name, enum export_layer *out);

struct model {
    struct arena *arena;
    struct str study;
    enum export_layer layer;
    const struct questionnaire *const *versions; /* oldest first; at most 32 */
    size_t versions_n;
    const struct questionnaire *newest; /* languages are its */
    unsigned language;                  /* chosen for labels where a format has one language */
    const struct column *columns;
    uint32_t columns_n;
    const struct question *questions;
    uint32_t questions_n;
    const struct section *sections;
    uint32_t sections_n;
    const struct column_set *sets;
    uint32_t sets_n;
    const struct label_set *const *label_sets;
    uint32_t label_sets_n;
    int64_t stamp_ms;                  /* of the last act of the study: the only time that files tell */
    uint64_t cases;                    /* rows to come */
    const struct model_inside *inside; /* private to export/ */
};

struct model_setup {
    struct str study;
    const struct questionnaire *const *versions; /* oldest first, the newest last */
    size_t versions_n;
    unsigned language;
    enum export_layer layer;
    int64_t stamp_ms;
    uint64_t cases;
};
const struct model *model_make(struct arena *arena, const struct model_setup *setup);
/* NULL: there is none of that name. */
const struct column *model_column(const struct model *model, struct str name);
/* Words in a language, else in the source language, else in English or the first there is. */
struct str model_words(const struct model *model, const struct words *words, unsigned language);

/* ---- rows ---- */

/* What a column holds for one case. `number` of COLUMN_NUMBER, `text` of COLUMN_TEXT, `days` since 1970 of
 * COLUMN_DATE, `minutes` since midnight of COLUMN_TIME: only when reason is REASON_NONE. */
struct datum {
    enum reason reason;
    union {
        struct number number;
        struct str text;
        int32_t days;
        int32_t minutes;
    };
};

/*
 * One case as cmd/ sees it: the interview folded with its own version, its codes and edits. The model turns
 * it into a row. `cell` gives the effective cell of a layer (edits laid over it for LAYER_CLEAN); never NULL.
 * `raw` gives the newest answer, for the options of a set that fell off the route.
 */
enum case_end { END_OPEN, END_SUSPENDED, END_COMPLETED, END_STOPPED };
struct case_view {
    struct str id, mode, outcome; /* outcome: of a stop */
    enum case_end end;
    size_t version;            /* index in model.versions */
    int64_t first_ms, last_ms; /* wall clock of the first and last interview act; 0: none */
    const char *state;         /* case_status_name */
    const struct cell *(*cell)(void *context, uint32_t slot, uint32_t row);
    const uint32_t *(*rows)(void *context, uint32_t roster, size_t *n); /* ids of the live rows */
    /* The coders' content of (item, row): "9112 5120", "!vague"; empty: not coded. */
    struct str (*code)(void *context, struct str item, uint32_t row);
    /* Was the cell deleted in cleaning (a missing value set by an edit)? */
    bool (*cleaned)(void *context, struct str item, uint32_t row);
    void *context;
};
/* Fills model->columns_n data; texts live in `arena` or in the view. */
void model_row(const struct model *model, const struct case_view *view, struct arena *arena,
               struct datum *row);

/* Canonical text of a datum with a value: numbers with a dot, dates ISO, times HH:MM. Into `out`, at least 64
 * bytes; texts are returned as they are. */
struct str datum_text(const struct column *column, const struct datum *datum, char out[64]);

#endif
