#ifndef CODEBOOK_CODEBOOK_PRIV_H
#define CODEBOOK_CODEBOOK_PRIV_H

#include "codebook/codebook.h"
#include "codebook/define.h"
#include "codebook/ids.h"
#include "codebook/list_priv.h"
#include "codebook/load.h"

struct codebook_index {
    struct ids variables;
    struct ids lists;
};

/* Lists, variables and rosters grow while the codebook is built; the arrays move, what they point to not. */
struct codebook_builder {
    struct codebook book;
    struct codebook_index index;
    struct definition def;
    struct list **lists;
    size_t lists_cap;
    struct variable **variables;
    size_t variables_cap;
    struct roster **rosters;
    size_t rosters_cap;
    const struct source *unread[LANGUAGES_MAX]; /* files of labels not read yet; NULL: none */
};

/* Adds a finished list; E106 at `where` when the id is taken. */
bool builder_add_list(struct codebook_builder *builder, struct list *list, const struct node *where);
/* Twice the room, at least 16; the elements are pointers. */
void *builder_grow(struct codebook_builder *builder, void *items, size_t n, size_t *cap);

/* The lists of codebook.yaml and its includes; their labels, in the languages whose bit is set. */
void read_lists(struct codebook_builder *builder, const struct node *lists);
void read_labels(struct codebook_builder *builder, struct str folder, uint32_t languages);
/* Marks the labels of a list in the languages that are unread, so that nobody takes them for missing. */
void builder_mark_unread(const struct codebook_builder *builder, struct list *list);

/* ---- frames ---- */

/* Index words that may be written for an entry; a little room for those that come from elsewhere. */
enum { ALSO_MOST = 200, ALSO_ROOM = ALSO_MOST + 8 };

/* A frame while it is read. */
struct frame_draft {
    struct str also[ALSO_ROOM]; /* of the entry that is read now */
    size_t also_n;
    struct codebook_builder *builder;
    struct definition *def;
    struct str id;
    struct str version;
    struct option *options;
    size_t n;
    size_t cap;
    struct ids codes; /* to position */
    const struct node *from;
    const struct node *first;
    const struct node *also_codes;
    const struct node *entries;
};
/* Makes room for `cap` entries, so that adding them moves nothing. */
void frame_reserve(struct frame_draft *draft, size_t cap);
/* An option with this code: the one there is, or a new one with everything empty. */
struct option *frame_option(struct frame_draft *draft, struct str code);
/* A further index word of the entry that is read now, then all of them to its option. False: too many. */
bool frame_also(struct frame_draft *draft, struct str word);
void frame_keep_also(struct frame_draft *draft, struct option *option);
/* The names of countries or languages from the machine's iso-codes. */
bool frame_from_iso(struct frame_draft *draft, const char *which);
/* The resolved frame as text, and read back. */
struct str frame_freeze(struct arena *arena, const struct list *list, const struct language *languages,
                        unsigned languages_n);
struct list *frame_thaw(struct codebook_builder *builder, struct str id, struct str bytes,
                        const struct source *source);

#endif
