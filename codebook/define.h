#ifndef CODEBOOK_DEFINE_H
#define CODEBOOK_DEFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/node.h"
#include "base/str.h"
#include "codebook/codebook.h"
#include "codebook/ids.h"

/*
 * What reading any definition file needs: opening it through the library, keeping its bytes, looking at
 * nodes, and diagnostics that know the file, the place and the path of keys from the root. Readers
 * collect: a function that returns false has made a diagnostic, and the caller goes on with the next thing.
 */
enum { DEFINITION_DEPTH = 24 };

struct definition {
    struct arena *arena;
    struct diags *diags;
    const struct library *library;
    const struct source *source; /* of the nodes looked at now */
    struct definition_file *files;
    size_t files_n;
    size_t files_cap;
    struct str path[DEFINITION_DEPTH]; /* keys from the root to where we are */
    unsigned depth;                    /* may be more than fit: those are not shown */
    unsigned suggestions;              /* made so far */
    struct ids included;               /* files read by `include`: each once */
};

/* A file as a tree, with the source that its nodes belong to. */
struct document {
    const struct source *source;
    const struct node *root;
};

enum need { NEED_NOT, NEED_FILE };
/* Reads a file and keeps its bytes. False when it is missing (a diagnostic at `where` only with NEED_FILE) or
 * broken. */
bool definition_open(struct definition *def, struct str path, enum need need, const struct node *where,
                     struct document *out);
/* The bytes alone; kept as well. */
bool definition_read(struct definition *def, struct str path, enum need need, const struct node *where,
                     struct str *bytes);
/* The same as a source whose nodes are read later; NULL for false. */
const struct source *definition_source(struct definition *def, struct str path, enum need need,
                                       const struct node *where);
void definition_keep(struct definition *def, struct str path, struct str bytes);
/* For `include`: E114 when the file is being read or was read already. */
bool definition_include(struct definition *def, struct str path, const struct node *where);
/* A path written in a file: relative, inside. */
bool definition_path(struct definition *def, const struct node *node, struct str *out);

/* Diagnostics at a node of the present source; `where` NULL = the file as a whole. All return false. */
bool definition_error(struct definition *def, const char *code, const struct node *where, const char *format,
                      ...) PRINTF(4, 5);
bool definition_warning(struct definition *def, const char *code, const struct node *where,
                        const char *format, ...) PRINTF(4, 5);
void definition_hint(struct definition *def, const char *hint);
/* May one more "did you mean" be looked for? Each compares a word with all there are, so a file with
 * thousands of wrong names gets some only. */
bool definition_may_suggest(struct definition *def);
/* The path from the root for diagnostics that others made from number `from` on. */
void definition_mark(struct definition *def, size_t from);
void definition_enter(struct definition *def, struct str key);
void definition_turn(struct definition *def, struct str key); /* leave and enter */
void definition_leave(struct definition *def);

/* Is it what the place wants? E103 when not; NULL counts as missing and is not complained about. */
bool definition_is(struct definition *def, const struct node *node, enum node_kind kind);
bool definition_text(struct definition *def, const struct node *node, struct str *out); /* not empty */
bool definition_flag(struct definition *def, const struct node *node, bool *out);       /* true, false */
bool definition_number(struct definition *def, const struct node *node, struct number *out);
bool definition_integer(struct definition *def, const struct node *node, int64_t min, int64_t max,
                        int64_t *out);
/* One of `n` words: its index. */
bool definition_choice(struct definition *def, const struct node *node, const char *const *names, size_t n,
                       size_t *out);
/* The `status:` of words: is it `draft`, not `final`? */
bool definition_draft(struct definition *def, const struct node *node, bool *draft);
/* An id of at most `longest` bytes by the rules of the language, no reserved word. */
bool definition_id(struct definition *def, const struct node *node, size_t longest, struct str *out);
/* Is this a word that a statistics program, or our own expressions, keep for themselves? */
bool id_reserved(struct str id, const char **whose);

/* One row per key a map may have; `read` gets the value. Rows are looked up by name. */
struct definition_key {
    const char *name;
    bool (*read)(struct definition *def, void *context, const struct node *value);
};
/* Calls the reader of each key present (inside its path), reports unknown keys. False after any error. */
bool definition_map(struct definition *def, const struct node *map, const struct definition_key *keys,
                    size_t n, void *context);

#endif
