#ifndef CMD_MIGRATION_H
#define CMD_MIGRATION_H

#include "cmd/output.h"
#include "cmd/versions.h"

/* A run of `migrate`: what becomes of each case, counted and told. */
enum fate {
    FATE_MIGRATED, /* or would be */
    FATE_THERE,    /* is on this version already */
    FATE_NEW,      /* not begun: takes the study's version when it is */
    FATE_FINISHED, /* left alone without --finished */
    FATE_CLAIMED,  /* being interviewed */
    FATE_GROUP,    /* the version does not know its group */
    FATES
};

struct migration {
    struct run *run;
    struct study *study;
    const struct questionnaire *next;
    struct output output; /* with --json */
    size_t of[FATES];
    size_t cases[CHANGE_KINDS], changes[CHANGE_KINDS];
    size_t orders_kept, orders_unused;
};

/* One case; `old` and `changes` only of those that are migrated. */
void migration_tell(struct migration *m, struct str id, enum fate fate, const struct questionnaire *old,
                    const struct version_changes *changes);
/* All of it, at the end. */
void migration_total(struct migration *m);

/* The version in the folder that --questionnaire names. NULL after a message: EXIT_DEFINITION where it is
 * broken, EXIT_DATA where an id or code was something else in a version that the study has frozen, or in
 * ids.lock. */
const struct questionnaire *migration_next(struct study *study, enum exit_code *code);

#endif
