#ifndef EXPORT_PROFILE_H
#define EXPORT_PROFILE_H

#include "base/diag.h"
#include "codebook/codebook.h"
#include "export/model.h"

/*
 * What leaves with an export: for whom the data are, and what they may not see. A file in YAML:
 *
 *     profile: public
 *     open_texts: drop            # keep: texts that people typed; drop: none of them
 *     drop: [member_name, d_origin]
 *     pseudonyms: true            # case ids are replaced, with the key of --key
 *
 * Names, addresses and phones of the sample are in no column, so no profile can let them out.
 */
struct profile {
    struct str name;
    bool drop_texts;
    bool pseudonyms;
    const struct str *drop; /* ids of variables */
    size_t drop_n;
};
/* NULL after an error in `diags` (E1xx, D020: no such variable). */
const struct profile *profile_read(struct arena *arena, struct diags *diags, const struct library *library,
                                   struct str path, const struct model *model);

/* A model with some columns less; `from` of each its number in the model it came from. */
struct reduced {
    const struct model *model;
    const uint32_t *from;
};
struct reduced profile_reduce(struct arena *arena, const struct model *model, const struct profile *profile);
/* One row of the whole model as a row of the reduced one. */
void reduced_row(const struct reduced *reduced, const struct datum *row, struct datum *out);

/* What stands for a case id: ten characters that only who has the key can make again. */
#define PSEUDONYM_ROOM 11
struct str pseudonym(struct str key, struct str id, char out[PSEUDONYM_ROOM]);

#endif
