#ifndef CODING_INDEX_H
#define CODING_INDEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/node.h"
#include "codebook/codebook.h"
#include "coding/suggest.h"

/*
 * An index: titles with the code of a frame that they stand for. A frame brings one along (its labels and
 * index words); a file beside it may hold more, `frames/FRAME.index.tsv`: lines `title<TAB>code`, several
 * codes with `;` between them, sorted by code. Published classifications are turned into such a file by
 * index_import.
 */
struct index_title {
    struct str text;
    uint32_t option; /* position in the frame */
};

struct index {
    struct arena *arena;
    const struct list *frame;
    struct index_title *titles;
    size_t n, cap;
    size_t unknown;          /* lines or labels passed over because their code is not in the frame */
    struct str unknown_code; /* the first such code */
};

struct index index_new(struct arena *arena, const struct list *frame);
void index_free(struct index *index); /* the array only; texts live in the arena */

/* The labels (all languages) and index words of the entries that have no entry below them. */
void index_add_frame(struct index *index);
/* Lines of an index file. Diagnostics I001..; false after an error. */
bool index_read(struct index *index, const struct source *source, struct diags *diags);
/*
 * A published CSV file: the column `iscoGroup`, `code`, `CD_REFNIS` has the code, `preferredLabel`,
 * `altLabels`, `hiddenLabels`, `TX_REFNIS_NL`, `TX_REFNIS_FR`, `TX_REFNIS_DE` have labels, one or several
 * lines each. Where `DT_VLDT_END` says that an entry is no longer valid, its names still point to the code if
 * the frame has it. False after an error, or when the file has no such columns.
 */
bool index_import(struct index *index, const struct source *source, struct diags *diags);

/* Sorts by code and text, and drops titles that differ in nothing but case, accents and punctuation. */
void index_tidy(struct index *index);
/* How many titles of a tidied index stand under more than one code. */
size_t index_doubled(const struct index *index);
/* As an index file. */
void index_write(struct buf *out, const struct index *index);

/* ---- from index to suggestions ---- */

/* The entries without an entry below them are the classes of a suggester, in their order in the frame. */
struct index_classes {
    size_t n;
    const uint32_t *option; /* per class */
    const uint32_t *class;  /* per option; NO_CLASS for higher levels */
};
#define NO_CLASS UINT32_MAX
struct index_classes index_classes(struct arena *arena, const struct list *frame);
/* All titles into the suggester; their source is their position in the index. Titles of a higher level are
 * passed over. */
void index_teach(const struct index *index, const struct index_classes *classes, struct suggester *s);

#endif
