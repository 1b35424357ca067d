#ifndef SIMULATE_PROFILE_PRIV_H
#define SIMULATE_PROFILE_PRIV_H

#include "codebook/define.h"
#include "interview/interview.h"
#include "simulate/profile.h"

/* Weights and percentages are kept in thousandths. */
enum { THOUSAND = 1000, WHOLE = 100 * THOUSAND, WEIGHT_MOST = 1000000, TRAITS_MOST = 64 };

/* One section of a list of open answers: the most frequent one first. */
struct open_section {
    struct str id; /* empty: lines before the first section */
    const struct str *lines;
    size_t n;
    uint32_t total; /* of the weights of all lines */
};

struct open_list {
    struct str id;
    const struct open_section *sections;
    size_t n;
};

struct weight {
    uint32_t what; /* section, or row of a table */
    int64_t units; /* of a table: the number, in the variable's own scale */
    uint32_t weight;
};

enum rule_kind {
    RULE_NONE,    /* only rates: the value is drawn uniformly */
    RULE_OPTIONS, /* weights; of a set: percentages */
    RULE_TABLE,
    RULE_BETWEEN, /* min, max and perhaps mode */
    RULE_NORMAL,  /* mean, sd, within min and max */
    RULE_AGE,     /* a birth date: between, in years before today */
    RULE_VALUE,   /* what an expression says */
    RULE_READ,    /* what another variable's text says, read as this one's answer */
    RULE_OPEN     /* a line of an open list */
};

struct rule {
    int group; /* -1: all */
    enum rule_kind kind;
    const struct expr *when;
    const uint32_t *weights; /* per position of the list */
    const bool *named;       /* has a weight, be it 0 */
    uint32_t rest;           /* of all others together; of a set: of each */
    const struct weight *table;
    size_t table_n;
    const struct expr *min, *mode, *max, *mean, *sd, *value;
    const struct open_list *open;
    const struct weight *sections; /* of the open list; NULL: see like */
    size_t sections_n;
    uint32_t from; /* RULE_READ: slot */
    uint32_t like; /* slot of a text: the section where that stands in its own list; NONE */
    const struct open_list *like_list;
    uint32_t precision[4];      /* weights per enum date_precision; all 0: the finest */
    int32_t dont_know, refused; /* -1: as the profile says for all */
};

struct rules {
    const struct rule *items;
    size_t n;
};

/* What is planted wrongly, by kind. */
enum error_kind {
    ERROR_ADJACENT_DIGIT,
    ERROR_SWAPPED_DIGITS,
    ERROR_FACTOR_TEN,
    ERROR_NEXT_CODE,
    ERROR_SHIFTED_DATE,
    ERROR_LETTERS,
    ERROR_TYPED, /* the kinds above are drawn by weight */
    ERROR_CONTRADICTION = ERROR_TYPED,
    ERROR_STRAIGHTLINING,
    ERROR_COPIED,
    ERROR_CONSEQUENCE, /* nobody erred here: the route changed because of an error elsewhere */
    ERROR_KINDS
};
extern const char *const error_kind_names[ERROR_KINDS];

struct error_rates {
    uint32_t typing;                                /* of the answers */
    uint32_t contradiction, straightlining, copied; /* of the interviews */
    uint32_t noticed;                               /* of the soft checks: the error is put right */
    uint32_t kinds[ERROR_TYPED];                    /* weights */
};

struct profile {
    const struct questionnaire *q;
    struct date start;
    uint32_t per_day;
    uint32_t interviewers;
    struct str interviewer_prefix;
    uint32_t dont_know, refused, break_off, revision, stopped;
    struct error_rates errors;
    struct str traits[TRAITS_MOST];
    size_t traits_n;
    const struct rules *of_slot;        /* per variable */
    struct rules of_frame[BUILTINS];    /* of cases that simulation makes */
    const struct open_list *texts;      /* for texts without a rule; NULL: none */
    const struct open_list *reasons;    /* for soft checks; NULL: one phrase */
    const struct open_list *break_offs; /* why an interview is broken off; NULL: one phrase */
    const bool *keep;                   /* per variable: an interviewer who copies asks this one */
    const struct figure *figures;
    size_t figures_n;
};

/* ---- loading ---- */

struct profile_loader {
    struct definition def;
    struct profile *p;
    const struct questionnaire *q;
    struct str folder; /* of the head: "" or ends with '/' */
    int group;         /* of the file being read */
    bool head;         /* is this the head itself */
    unsigned depth;    /* of includes */
    uint32_t roster;   /* in whose rows the expressions of the present question stand, or EXPR_NO_ROSTER */
    struct rule_draft {
        uint32_t slot; /* or enum builtin */
        bool frame;
        struct rule rule;
    } * rules;
    size_t rules_n, rules_cap;
    struct open_list **lists;
    size_t lists_n, lists_cap;
    struct figure *figures;
    size_t figures_n, figures_cap;
    struct str *names; /* all ids, for "did you mean"; made when first asked for */
    size_t names_n;
};

/* Twice the room in the loader's arena. */
void *profile_grow(struct profile_loader *l, void *items, size_t n, size_t *cap, size_t size);
/* A percentage or weight: 0 .. 1,000 with up to three decimals, in thousandths. */
bool profile_share(struct profile_loader *l, const struct node *node, uint32_t most, uint32_t *out);
/* The list of open answers with this name, read from open/NAME.txt beside the head. NULL after a diagnostic.
 */
const struct open_list *profile_open(struct profile_loader *l, const struct node *node);
/* An expression over the questionnaire's variables and the profile's traits; NULL after a diagnostic. */
const struct expr *profile_expr(struct profile_loader *l, const struct node *node, struct expr_type want);
/* The variable with this id. NULL after a diagnostic with "did you mean". */
const struct variable *profile_variable(struct profile_loader *l, const struct node *node);
void profile_suggest(struct profile_loader *l, struct str word);

bool read_questions(struct definition *def, void *context, const struct node *map);
bool read_frame(struct definition *def, void *context, const struct node *map);
bool read_published(struct definition *def, void *context, const struct node *list);

/* ---- drawing ---- */

/* What expressions of a profile see: the interview as it stands, or the frame of a case not begun. */
struct profile_view {
    const struct profile *profile;
    const struct interview *iv; /* NULL: `frame` */
    const struct cell *frame;   /* by enum builtin */
    int32_t today;
    const uint32_t *traits; /* 0 .. 99 */
    struct cell trait;      /* room for the answer */
    struct arena *arena;
};
enum truth profile_known(struct profile_view *view, const struct expr *expr, uint32_t row);

/* What a draw is about. */
struct drawn {
    struct profile_view *view;
    struct draws *draws;
    const struct variable *variable;
    uint32_t row;
    const int32_t *offered; /* options now; NULL: all of the list */
    size_t offered_n;
};
/* The rule that holds here, or NULL. */
const struct rule *profile_rule(struct profile_view *view, const struct rules *rules, uint32_t row);
/* By the rule; false: it says nothing, or nothing that is possible here. Sets and texts in view->arena. */
bool profile_draw(struct drawn *d, const struct rule *rule, struct value *out);
struct str open_draw(const struct open_section *section, struct draws *draws);
const struct open_section *open_section(const struct open_list *list, struct str id);
bool draws_percent(struct draws *draws, uint32_t thousandths);

#endif
