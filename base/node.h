#ifndef BASE_NODE_H
#define BASE_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/*
 * A YAML file as a tree of nodes with their places. The strict subset: no anchors, aliases, tags, merge
 * keys or duplicate keys, one document; size, depth, number of events and CPU time are bounded; every
 * scalar has passed safe_text. All scalars are text: what type they have is the reader's business.
 * The only file that includes <yaml.h> is node.c.
 */
enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    bool plain; /* an unquoted scalar; empty and plain = nothing written there */
    unsigned line;
    unsigned column;
    struct str text; /* scalar */
    size_t n;        /* children of a list or map */
    struct node *const *items;
    struct node *const *keys; /* map: scalars, keys[i] belongs to items[i] */
};

struct node_limits {
    size_t bytes;    /* of the file; default 4 MiB */
    unsigned depth;  /* default 64 */
    size_t events;   /* default 200,000 */
    unsigned cpu_ms; /* default 2,000 */
};
extern const struct node_limits node_limits_default;

/* One file while it is read: keeps the bytes for carets in diagnostics. */
struct source {
    struct str file; /* the name shown in diagnostics */
    struct str text; /* its bytes, which must outlive the nodes */
};

/* The tree, in `arena`; NULL after an error that made going on useless (others are collected). An
 * empty file gives NULL with an error. Diagnostic codes Y001.. are listed in base/codes.def. */
struct node *node_load(struct arena *arena, struct diags *diags, const struct source *source,
                       const struct node_limits *limits);

/* The first keys of a file whose root is a map, up to the first whose value is no scalar: what tells which
 * file it is. `whole`: there was nothing else, the tree is that of the file. NULL as above. */
struct node *node_load_head(struct arena *arena, struct diags *diags, const struct source *source,
                            bool *whole);

struct place node_place(const struct source *source, const struct node *node);
/* The value of a key, or NULL. */
struct node *node_get(const struct node *map, const char *key);
/* Errors at a node, with the source line set. */
bool node_error(struct diags *diags, const char *code, const struct source *source, const struct node *node,
                const char *format, ...) PRINTF(5, 6);
bool node_warning(struct diags *diags, const char *code, const struct source *source, const struct node *node,
                  const char *format, ...) PRINTF(5, 6);
/* The line of `source` with that number, without its end. */
struct str source_line(const struct source *source, unsigned line);

#endif
