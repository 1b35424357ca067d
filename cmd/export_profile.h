#ifndef CMD_EXPORT_PROFILE_H
#define CMD_EXPORT_PROFILE_H

#include "cmd/export_rows.h"
#include "export/profile.h"

/* An export for others: what the profile of --profile lets out, with pseudonyms by the key of --key. */
struct leaving {
    const struct profile *profile; /* NULL: everything leaves */
    struct reduced reduced;
    struct str key;
    uint32_t case_column; /* of the reduced model */
    struct datum *row;
    char pseudonym[PSEUDONYM_ROOM];
};

/* Puts the cases in the order of their pseudonyms too, so that the order tells nothing. 64 or 65 after a
 * message. */
enum exit_code leaving_open(struct run *run, const struct model *whole, struct export_rows *rows,
                            struct leaving *out);
/* Good until the next call. */
const struct datum *leaving_row(struct leaving *leaving, const struct datum *row);

#endif
