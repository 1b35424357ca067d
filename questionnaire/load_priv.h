#ifndef QUESTIONNAIRE_LOAD_PRIV_H
#define QUESTIONNAIRE_LOAD_PRIV_H

#include "codebook/define.h"
#include "codebook/ids.h"
#include "codebook/load.h"
#include "questionnaire/index_priv.h"
#include "questionnaire/load.h"
#include "questionnaire/questionnaire.h"

/*
 * Loading in passes. First everything is declared: head, items, variables, checks, fills. Then, in the
 * order of the items, conditions are compiled: only then is it known what a name stands for and where.
 * Then words, variants, the lock.
 */
enum {
    ID_LONGEST = 28,
    ID_LONGEST_WIDE = 24, /* sets, grids and rosters get columns with something behind their id */
    LABEL_CHARACTERS_MOST = 80,
    LABEL_BYTES_MOST = 255,
    ITEMS_MOST = 100000,
    ROWS_MOST = 1000,
    INCLUDE_DEPTH = 16
};

/* What an item can be, as far as its keys go: bits. */
enum item_sort {
    SORT_CODE = 1,
    SORT_SET = 2,
    SORT_LOOKUP = 4,
    SORT_INT = 8,
    SORT_DECIMAL = 16,
    SORT_TEXT = 32,
    SORT_DATE = 64,
    SORT_TIME = 128,
    SORT_NOTE = 256,
    SORT_COMPUTED = 512,
    SORT_DRAW = 1024,
    SORT_BLOCK = 2048,
    SORT_GRID = 4096,
    SORT_ROSTER = 8192,
    SORT_STOP = 16384,
    SORT_ROW = 32768
};
#define SORTS_ASKED                                                                                          \
    (SORT_CODE | SORT_SET | SORT_LOOKUP | SORT_INT | SORT_DECIMAL | SORT_TEXT | SORT_DATE | SORT_TIME)
#define SORTS_ALL (2u * SORT_ROW - 1)

/* An item with the nodes of its keys, NULL where absent. */
struct draft {
    struct item item;
    enum item_sort sort;
    const struct source *source;
    const struct node *node;
    const struct node *id;
    const struct node *type;
    const struct node *nr;
    const struct node *when;
    const struct node *unknown;
    const struct node *undecided;
    const struct node *allow;
    const struct node *card;
    const struct node *read_out;
    const struct node *measure;
    const struct node *list;
    const struct node *frame;
    const struct node *options;
    const struct node *choose;
    const struct node *min;
    const struct node *max;
    const struct node *step;
    const struct node *length;
    const struct node *lines;
    const struct node *coded;
    const struct node *precision;
    const struct node *as;
    const struct node *value;
    const struct node *cases;
    const struct node *of;
    const struct node *order;
    const struct node *fixed;
    const struct node *items;
    const struct node *rows;
    const struct node *reverse;
    const struct node *count;
    const struct node *title;
    const struct node *checks;
    struct variable *variable;
    const struct list *options_list; /* a grid's list, which its rows share */
    unsigned allowed;                /* ALLOW_ bits, a grid's for its rows */
    struct arrangement option_order; /* a grid's, for its rows */
    uint32_t drawn_from;             /* in random order: the first child that is not fixed */
    struct variant *variants;        /* per group; NULL: none */
    uint32_t valueless;              /* a computed one: states its result may have */
    const struct knowledge *inside;  /* what is known where its children stand */
    struct knowledge *passed;        /* the end of that: grows with each stop passed */
    bool broken;                     /* its own mistakes are told: nothing more is said of what reads it */
};

struct check_draft {
    struct check check;
    const struct source *source;
    const struct node *node;
    const struct node *id;
    const struct node *hard;
    const struct node *soft;
    const struct node *involves;
};

struct fill_draft {
    struct fill fill;
    const struct source *source;
    const struct node *id;
    const struct node *by;
    const struct variable *variable; /* NULL: by group, or broken */
    struct text *words;
};

struct loader {
    struct arena *arena;
    struct arena *scratch; /* of one doubt */
    struct definition def;
    struct questionnaire *q;
    struct codebook_builder *book;
    struct str folder; /* "" or ends with '/' */
    struct language languages[LANGUAGES_MAX];
    unsigned languages_n;
    unsigned source_language;
    bool later;                           /* words in other languages are read when they are asked for: */
    uint32_t unread;                      /* bit per language: these */
    struct document texts[LANGUAGES_MAX]; /* root NULL: none, or unread */
    unsigned allowed;                     /* by the head */
    struct draft **drafts;
    size_t items_n, items_cap;
    struct check_draft **checks;
    size_t checks_n, checks_cap;
    struct fill_draft **fills;
    size_t fills_n, fills_cap;
    uint32_t *rosters; /* items of the rosters */
    size_t rosters_n, rosters_cap;
    struct roster_def *roster_defs;
    struct ids ids; /* to named[] */
    struct named_id *named;
    size_t named_cap;
    uint32_t *item_of_slot;
    size_t item_of_slot_cap;
    unsigned including;       /* files that include each other now */
    struct knowledge *passed; /* what the stops so far tell, outside all blocks */
    uint32_t *seen;           /* per item: the last knowledge walk that came by */
    uint32_t walks;
    size_t spread; /* bytes of tables that a few words in a file can make large */
    struct questionnaire_index *index;
    struct own_words **own[LANGUAGES_MAX]; /* per item, NULL: none */
    struct own_words **own_checks[LANGUAGES_MAX];
};

/* ---- small things ---- */

/* Twice the room in the loader's arena. */
void *loader_grow(struct loader *l, void *items, size_t n, size_t *cap, size_t size);
struct str loader_path(struct loader *l, const char *folder, struct str name, const char *suffix);
/* Takes an id for something; E106 with the place of the first when it is taken. */
bool loader_name(struct loader *l, const struct node *where, struct str id, enum named kind, uint32_t number);
/* What an id stands for; NULL: nothing. */
const struct named_id *loader_find(const struct loader *l, struct str id);
/* Was its own mistake told already, so that what names it is not to blame? */
bool loader_broken(const struct loader *l, struct str id);
/* The item with this id, or NULL. */
struct draft *loader_item(const struct loader *l, struct str id);
/* All ids of one kind, for "did you mean". */
size_t loader_names(const struct loader *l, enum named kind, const struct str **out);
bool is_language_id(struct str id);
/* May a table of so many bytes be made? E111 where all such tables together become unreasonable. */
bool loader_spread(struct loader *l, const struct node *where, size_t bytes);
struct variable *loader_declare(struct loader *l, struct str id, uint32_t item);
/* Turns to the file of a draft, its path at the item; loader_left undoes it. */
struct turned {
    const struct source *source;
    unsigned depth;
};
struct turned loader_turn(struct loader *l, const struct source *source, const char *root, struct str id);
void loader_left(struct loader *l, struct turned before);

/* ---- first pass ---- */

bool head_read(struct loader *l);                                            /* load.c */
void builtins_declare(struct loader *l);                                     /* builtins.c */
bool module_include(struct loader *l, const struct node *node);              /* modules.c */
bool module_fills(struct loader *l, const struct node *node);                /* modules.c */
void items_read(struct loader *l, const struct node *list, uint32_t parent); /* items.c */
void type_read(struct loader *l, struct draft *d);                           /* types.c: the variable */
void options_declare(struct loader *l, struct draft *d); /* options.c: only, fixed, specify */
/* The position of the option that a node names, or -1 after a diagnostic. */
int32_t option_read(struct loader *l, const struct list *list, const struct node *node);
bool order_read(struct loader *l, const struct node *node, bool *random);      /* given, random */
void checks_declare(struct loader *l, const struct node *list, uint32_t item); /* checks.c */
bool allow_read(struct loader *l, const struct node *node, unsigned *out);     /* types.c */

/* ---- second pass ---- */

void loader_link(struct loader *l); /* link.c: all conditions, in the order of items */
void options_link(struct loader *l, struct draft *d);
void checks_link(struct loader *l, struct draft *d);
void head_checks_link(struct loader *l);
void computed_link(struct loader *l, struct draft *d); /* computed.c */

/* Where an expression stands. */
struct use {
    uint32_t item;   /* at which item, NONE: at none */
    uint32_t limit;  /* it may read items before this one */
    uint32_t roster; /* inside which roster, or EXPR_NO_ROSTER */
    const struct knowledge *known;
};
/* NULL after diagnostics. */
const struct expr *use_compile(struct loader *l, const struct use *use, const struct node *where,
                               struct expr_type want);
/* A condition; `rule` is what its `unknown` says, NULL where none is written. True when it can be unknown. */
bool use_condition(struct loader *l, const struct use *use, const struct node *when,
                   const enum unknown_rule *rule, struct condition *out);
/* What an `unknown` says; NULL where it is absent or wrong (told). */
const enum unknown_rule *unknown_read(struct loader *l, const struct node *node);

/* What is certain at a place of the questionnaire (knowledge.c). */
struct knowledge;
struct knowledge *knowledge_new(struct loader *l, const struct knowledge *outer);
/* One that ends with the next doubt_of. */
struct knowledge *knowledge_brief(struct loader *l, const struct knowledge *outer);
/* The condition of an item holds here: it is on the route. */
void knowledge_learn(struct loader *l, struct knowledge *k, const struct condition *condition);
/* A `stop` was passed: its condition does not hold. */
void knowledge_passed(struct loader *l, struct knowledge *k, const struct condition *condition);
/* A part of a condition holds, or does not. */
void knowledge_assume(struct loader *l, struct knowledge *k, const struct expr_node *part, bool holds);
/* States besides answered that a variable can be in, read by somebody who stands at `use`: bits. */
uint32_t knowledge_can_be(struct loader *l, const struct use *use, const struct variable *variable);

/* Can an expression be unknown at a place (doubt.c), for which variable, and which states would a computed
 * variable take from it? */
struct doubt {
    bool possible;
    uint32_t culprit; /* slot; UINT32_MAX: nobody, a division or a partial date */
    enum cell_state state;
    uint32_t states; /* bits */
};
struct doubt doubt_of(struct loader *l, const struct use *use, const struct expr *expr);

/* ---- third pass ---- */

void words_read(struct loader *l);                          /* words.c: all that are not unread */
void words_read_later(struct loader *l, unsigned language); /* words.c: one that is */
/* What the source language lacks is told, and room made; then each language, the source language first. */
void words_begin(struct loader *l); /* complete.c */
void words_complete_language(struct loader *l, unsigned language);
/* " (did you mean ...)" among the ids of a kind. */
void loader_suggest(struct loader *l, struct str word, enum named kind);
void fills_read(struct loader *l, unsigned language, const struct node *map); /* fills.c */
void fills_complain(struct loader *l);
void fills_complete_language(struct loader *l, unsigned language);
void variants_read(struct loader *l); /* variants.c */
void lock_check(struct loader *l);    /* lock.c */
void graph_build(struct loader *l);   /* graph.c */

/* A text cut into pieces (pieces.c). Where it is shown decides what it may fill in; NULL: nothing. */
struct shown_at {
    uint32_t item;   /* NONE: at the end, everything may be */
    bool own;        /* the item itself as well: checks */
    uint32_t roster; /* or EXPR_NO_ROSTER */
};
struct text text_cut(struct loader *l, const struct node *node, const struct shown_at *at);
struct text text_plain(struct arena *arena, struct str words);

/* What a language's file says of one item. */
struct own_words {
    struct item_words words;
    struct item_words **groups; /* by group; NULL: none */
    bool has_label, has_text;   /* written, rightly or wrongly */
    struct str label;           /* as written, for the codebook */
    struct str text;
};

/* The random container in which `read` may come after `reader`, though it stands before; or NONE. */
uint32_t order_shuffled(const struct loader *l, uint32_t reader, uint32_t read);

#endif
