#ifndef QUESTIONNAIRE_DIFFER_DIFFER_PRIV_H
#define QUESTIONNAIRE_DIFFER_DIFFER_PRIV_H

#include "codebook/ids.h"
#include "questionnaire/diff.h"

enum side { OLD, NEW };

/* An item of either version, or of both. */
struct pair {
    struct str id;
    uint32_t at[2];  /* item numbers, or NONE */
    bool shared;     /* asked of the same respondents in both, as can be read off the files */
    bool moved;      /* only its place among the others keeps it from being shared */
    bool loose;      /* what is answered in one version says nothing about the other */
    bool unsure;     /* its route hangs on something loose */
    unsigned behind; /* bits 1 << enum side: a stop that only this version makes, or makes otherwise, comes
                        before */
};

struct pairing {
    struct arena *arena;
    const struct questionnaire *q[2];
    struct pair *pairs;
    size_t n;
    uint32_t *of[2]; /* by item */
};

/* ---- pairing.c ---- */
struct pairing *pairing_make(struct arena *arena, const struct questionnaire *old,
                             const struct questionnaire *new);
/* Of a version that has it. */
static inline const struct item *pair_item(const struct pairing *p, const struct pair *pair, enum side side)
{
    return &p->q[side]->items[pair->at[side]];
}
static inline bool pair_in_both(const struct pair *pair)
{
    return pair->at[OLD] != NONE && pair->at[NEW] != NONE;
}
static inline struct pair *pair_of(const struct pairing *p, enum side side, uint32_t item)
{
    return &p->pairs[p->of[side][item]];
}
/* Questions and whatever else has a route of its own and holds nothing. */
static inline bool is_leaf(const struct item *item)
{
    return item->kind == ITEM_QUESTION || item->kind == ITEM_NOTE || item->kind == ITEM_COMPUTED ||
           item->kind == ITEM_DRAW || item->kind == ITEM_STOP;
}
static inline bool in_roster(const struct item *item)
{
    return item->roster != NONE && item->kind != ITEM_ROSTER;
}
/* An expression in the names of the questionnaire. */
struct str expr_words(struct arena *arena, const struct questionnaire *q, const struct expr *expr);
/* All conditions on the way to an item, its own last. */
struct str route_text(struct arena *arena, const struct questionnaire *q, const struct item *item);
/* The conditions of its options; how it is computed, or drawn. */
struct str rules_text(struct arena *arena, const struct questionnaire *q, const struct item *item);
struct str value_text(struct arena *arena, const struct questionnaire *q, const struct item *item);
/* Calls `visit` for every expression that an item's route, options and value hang on. */
typedef void expr_visitor(void *context, const struct expr *expr);
void each_expr(const struct questionnaire *q, const struct item *item, expr_visitor *visit, void *context);

/* ---- words.c ---- */
bool words_alike(const struct questionnaire *old_q, const struct questionnaire *new_q, const struct item *old,
                 const struct item *new);

/* ---- domain.c ---- */
/* What both versions take as an answer. `group` indices, -1: none. False: nothing, or not the same type. */
struct domain {
    struct variable v; /* ranges, `allow` and the like; list of the new version */
    struct str *codes; /* of the options offered */
    size_t codes_n;
};
bool domain_of(struct arena *arena, const struct item *old, const struct item *new, int old_group,
               int new_group, struct domain *out);
bool lists_alike(const struct list *a, const struct list *b); /* the same codes */

/* ---- joined.c, joined_item.c, joined_lists.c ---- */
/*
 * Both versions as one questionnaire. What is shared is asked once; what is not, once for each, with checks
 * that demand the same answer. An item's id is a letter and the number of its pair: s what is shared, o and n
 * what one version asks, m and w notes reached by those who are asked by the old one only, the new one only.
 */
enum { JOINED_SHARED = 's', JOINED_ONLY_OLD = 'm', JOINED_ONLY_NEW = 'w' };
/* Known to it is the group (empty: none). NULL where it cannot be made. */
const struct questionnaire *joined_make(struct arena *arena, const struct pairing *p, struct str group);
struct str joined_id(struct arena *arena, const struct pairing *p, char letter, const struct pair *pair);
/* The pair of an item of it, and whether `side` asks it too. */
const struct pair *joined_pair(const struct pairing *p, struct str id, enum side side, bool *asked);

struct joining {
    struct arena *arena;
    const struct pairing *p;
    int group[2];
    struct buf items;                        /* the YAML */
    struct buf words, blocks, stops, checks; /* of text/nl.yaml */
    unsigned blocks_n, checks_n;
    bool nested;         /* inside a roster */
    bool *placed[2];     /* per pair: what this version asks stands there */
    struct str ended[2]; /* stops of one version only, passed so far: "asked(o5) or asked(o9)" */
};
/* Around each item: a line of its own, or the next of those in a roster. */
static inline void joined_open(struct joining *j)
{
    buf_add_text(&j->items, j->nested ? "" : "- ");
}
static inline void joined_close(struct joining *j)
{
    buf_add_text(&j->items, j->nested ? ", " : "\n");
}
/* An expression of one version in the names of the joined questionnaire, as a YAML scalar. */
struct str joined_expr(struct joining *j, enum side side, const struct expr *expr);
void joined_condition(struct joining *j, enum side side, const struct condition *when);
/* A question, note, stop or computed variable; `sides`: bits 1 << enum side that it stands for. */
void joined_leaf(struct joining *j, const struct pair *pair, unsigned sides);
/* Notes behind a pair that both versions ask by rules of their own. */
void joined_notes(struct joining *j, const struct pair *pair);
struct str joined_lists(struct arena *arena, const struct pairing *p);
struct str joined_labels(struct arena *arena, const struct pairing *p);
struct str joined_frame(struct arena *arena, const struct pairing *p, struct str id);
/* All options under a list's id in either version, the new one's first. In `arena`. */
size_t joined_options(struct arena *arena, const struct pairing *p, struct str list,
                      const struct option ***out);

#endif
