#ifndef CODEBOOK_CODEBOOK_H
#define CODEBOOK_CODEBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/node.h"
#include "base/str.h"
#include "expr/cell.h"
#include "expr/expr.h"

/*
 * The codebook: lists of options, frames (long lists), variables. Questions declare their variables into
 * it; coding, cleaning and export read them without knowing questions.
 */

/* ---- where definitions are read from ---- */

/* A folder on disk, or the bytes frozen in a study file: both give files by relative path. */
struct library {
    /* False when there is no such file (no diagnostic) or it cannot be read (with one). The bytes live
     * in the library's own arena. */
    bool (*read)(void *context, struct str path, struct str *bytes, struct diags *diags);
    /* Paths directly in a folder that end with `suffix`, sorted; 0 when the folder is missing. */
    size_t (*list)(void *context, struct str folder, struct str suffix, const struct str **paths);
    void *context;
};

/* Every file that was read, in the order of reading: the bytes that the definition's hash covers and that
 * a study freezes. */
struct definition_file {
    struct str path;
    struct str bytes;
};

/* ---- languages ---- */

#define LANGUAGES_MAX 16
/* Words per language, indexed like the language table; absent ones are empty (len 0, ptr NULL). */
struct words {
    struct str in[LANGUAGES_MAX];
};
struct language {
    struct str id;   /* nl */
    struct str name; /* Nederlands */
    bool right_to_left;
};

/* ---- lists ---- */

struct option {
    struct str code; /* what is stored: digits, or letters in a frame */
    int64_t number;  /* the code as a number; the position + 1 where it is no number */
    struct str name; /* may be empty */
    bool specify;    /* choosing it asks "which?" */
    bool exclusive;  /* chosen alone */
    struct words label;
    uint32_t drafts; /* bit per language: its label is a draft */
    /* frames only */
    const struct str *also; /* index words */
    size_t also_n;
    struct str parent;     /* code of the entry above, or empty */
    unsigned line, column; /* where it is written, in the list's file */
};

struct list {
    struct str id;
    bool frame;         /* a long list, searched by letters */
    struct str version; /* frames */
    size_t n;
    const struct option *options;
    const int32_t *first; /* positions suggested first */
    size_t first_n;
    struct str file;
    struct list_index *index; /* by code and name; private to codebook/ */
};

/* Position of the option with this code or name, or -1. */
int32_t list_find(const struct list *list, struct str code_or_name);
int32_t list_find_code(const struct list *list, struct str code);
/* The label in a language, which must not be unread; the source language's, else the code, where that is
 * missing. */
struct str option_label(const struct option *option, unsigned language, unsigned source_language);

/*
 * Search by a few letters, accents folded, over labels of all languages and index words: prefix of the
 * whole label first (entries of `first` before others), then prefix of a word, then, from four letters on,
 * inside. At most `max` positions into `out`; returns how many. An empty text gives `first`.
 */
size_t list_search(const struct list *list, struct str typed, int32_t *out, size_t max);
/* Does a label, index word or code of this entry, or a word in it, begin with what is typed? */
bool list_begins(const struct list *list, int32_t position, struct str typed);

/* ---- variables ---- */

enum variable_type {
    VARIABLE_CODE,
    VARIABLE_SET,
    VARIABLE_INT,
    VARIABLE_DECIMAL,
    VARIABLE_TEXT,
    VARIABLE_DATE,
    VARIABLE_TIME,
    VARIABLE_BOOL, /* computed only */
    VARIABLE_TYPES
};
enum variable_role {
    ROLE_ASKED,
    ROLE_SPECIFY, /* the text behind "other" */
    ROLE_COMPUTED,
    ROLE_DRAW,
    ROLE_FRAME, /* from the sample */
};
enum variable_measure { MEASURE_NOMINAL, MEASURE_ORDINAL, MEASURE_SCALE };

#define ALLOW_DONT_KNOW 1u
#define ALLOW_REFUSED   2u

struct variable {
    struct str id;
    uint32_t slot; /* its number in the codebook, = index in codebook.variables */
    enum variable_type type;
    enum variable_role role;
    enum variable_measure measure;
    const struct list *list;        /* CODE and SET */
    unsigned allow;                 /* ALLOW_ bits */
    struct number min, max;         /* INT and DECIMAL, inclusive; TIME in minutes */
    struct number step;             /* DECIMAL; 1 for INT */
    struct date date_min, date_max; /* DATE; year 0 = no bound */
    bool max_today;                 /* DATE: up to the day of the interview; min likewise */
    bool min_today;
    unsigned precisions;             /* DATE: bits 1 << enum date_precision */
    uint32_t choose_min, choose_max; /* SET */
    uint32_t length;                 /* TEXT: most code points */
    bool lines;                      /* TEXT: line ends allowed */
    struct str coded;      /* TEXT: the frame by which coders code it, by name; empty: it is not coded */
    bool reverse;          /* a grid row that points the other way */
    uint32_t roster;       /* index in codebook.rosters, or EXPR_NO_ROSTER */
    uint32_t grid;         /* slot of the first row's grid number, or UINT32_MAX; rows share it */
    uint32_t parent;       /* ROLE_SPECIFY: slot of the question; else UINT32_MAX */
    int32_t parent_option; /* ROLE_SPECIFY: position of the option */
    /* Per language of the codebook, empty where there is none; NULL: in no language. */
    struct str *label;
    struct str *text; /* question text, for exports */
};

struct roster {
    struct str id;
    uint32_t max;
};

struct codebook {
    struct arena *arena;
    struct str id;
    struct language languages[LANGUAGES_MAX];
    unsigned languages_n;
    unsigned source_language;
    uint32_t unread; /* bit per language: its labels are read when they are asked for */
    uint32_t drafts; /* bit per language that was read: its text file as a whole says `status: draft` */
    const struct list *const *lists; /* lists and frames in use, by id order of reading */
    size_t lists_n;
    struct variable *const *variables; /* in questionnaire order */
    size_t variables_n;
    struct roster *const *rosters;
    size_t rosters_n;
    const struct codebook_index *index; /* by id; private to codebook/ */
};

struct variable *codebook_find(const struct codebook *codebook, struct str id); /* NULL: none */
struct expr_type variable_expr_type(const struct variable *variable);
const char *variable_type_name(enum variable_type type); /* "code" "set" "int" ... */

/* ---- values as text: the one codec of files, store and JSON ---- */

/*
 * Canonical text of a cell's value (answers file syntax): numbers with a dot, dates ISO, times HH:MM, codes
 * as code, sets as codes separated by a space, texts as they are. Into `out`, appended.
 */
void value_write(struct buf *out, const struct variable *variable, const struct value *value);
/* The reverse, exact; checks type and list but not ranges. False: not of this type. */
bool value_read(struct arena *arena, const struct variable *variable, struct str text, struct value *out);

/* Why a value may not be stored (range, step, length, number of choices, exclusive...). */
enum value_fault {
    VALUE_GOOD,
    VALUE_NOT_A_NUMBER,
    VALUE_TOO_LOW,
    VALUE_TOO_HIGH,
    VALUE_BAD_STEP,
    VALUE_NOT_A_DATE,
    VALUE_PRECISION,
    VALUE_NOT_A_TIME,
    VALUE_NOT_IN_LIST,
    VALUE_TOO_FEW,
    VALUE_TOO_MANY,
    VALUE_EXCLUSIVE,
    VALUE_EMPTY,
    VALUE_TOO_LONG,
    VALUE_FAULTS
};
/* `today`: days since 1970, for date bounds. */
enum value_fault value_check(const struct variable *variable, const struct value *value, int32_t today);
/* As people type it: decimal comma, 5/3/2011, codes separated by space or comma, an option's code; then
 * value_check. For the screens and the line mode. */
enum value_fault value_parse_typed(struct arena *arena, const struct variable *variable, struct str typed,
                                   int32_t today, struct value *out);
/* As people read it in a language: label of the option, decimal comma (a dot in English), 12/04/1985. */
struct str value_shown(struct arena *arena, const struct codebook *codebook, const struct variable *variable,
                       const struct value *value, unsigned language);

#endif
