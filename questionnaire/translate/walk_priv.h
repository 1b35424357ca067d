#ifndef QUESTIONNAIRE_TRANSLATE_WALK_PRIV_H
#define QUESTIONNAIRE_TRANSLATE_WALK_PRIV_H

#include "base/node.h"
#include "codebook/ids.h"
#include "questionnaire/translate/translate_priv.h"

/* Through the text file of the source language, with that of the translation beside it. */
struct walk {
    struct arena *arena;
    struct translation *t;
    struct ids contexts;
    const struct source *source; /* of the translation, for its comments */
    size_t entries_cap;
    struct phrase *phrases; /* of the entry that is read now */
    size_t phrases_n, phrases_cap;
};
/* Keys from the entry down; `names` are those for the context, where options go by their code. */
struct trail {
    struct str keys[PHRASE_KEYS];
    struct str names[PHRASE_KEYS];
    unsigned n;
};

/* The same place in both files; NULL where one has nothing there. */
struct pair {
    const struct node *source, *text;
};

/* A key of the translation with its value. */
struct found {
    const struct node *key, *value;
};

/* ---- phrases.c ---- */

struct phrase_entry *walk_begin(struct walk *w, enum phrase_section section, struct str id);
/* What was found since walk_begin becomes the entry's. */
void walk_end(struct walk *w, struct phrase_entry *entry);
void walk_phrase(struct walk *w, const struct phrase_entry *entry, const struct trail *trail,
                 const struct node *source, const struct node *text);
/* `source:`, `status:`, `same:` and the comment above the key. */
void walk_remarks(const struct walk *w, struct phrase_entry *entry, const struct node *map,
                  const struct node *key);
/* One key longer; options are named by their code. */
struct trail trail_further(const struct trail *trail, struct str key, struct str name);
struct str node_words(const struct node *node); /* of a scalar, else empty */
/* The value of a key; where there is a list, options also by their other name. */
const struct node *node_beside(const struct node *map, struct str key, const struct list *list);
struct str option_code(const struct list *list, struct str key);
bool key_is_remark(struct str key);
const struct node *node_as_map(struct walk *w, const struct node *node, const char *key);
struct found node_find(const struct node *root, const char *section, struct str id);

/* ---- walk_items.c, walk_fills.c ---- */

void walk_items(struct walk *w, enum phrase_section section, const struct node *map,
                const struct node *text_root);
void walk_single(struct walk *w, enum phrase_section section, struct str id, const struct node *source,
                 const struct node *text);
void walk_groups(struct walk *w, const struct node *map, const struct node *texts);
void walk_fills(struct walk *w, const struct node *map, const struct node *text_root);
void walk_lists(struct walk *w, const struct node *root, const struct node *text_root);

#endif
