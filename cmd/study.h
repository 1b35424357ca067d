#ifndef CMD_STUDY_H
#define CMD_STUDY_H

#include "base/diag.h"
#include "cmd/command.h"
#include "interview/interview.h"
#include "questionnaire/load.h"
#include "store/store.h"

/*
 * An open study: the store, and the definitions loaded from it. Where store and interview meet.
 */
struct study {
    struct run *run;
    struct store *store;
    struct arena *arena; /* definitions and what lives as long as the study */
    struct loaded *loaded;
    struct clock clock; /* of its interviews; zero: the system's */
};

/* The path of the study file: --study, VELDWERK_STUDY, else the XDG data folder. NUL-terminated. */
struct str study_path(struct run *run);
/* Opens it; on false `code` says how to exit and the message is out. */
bool study_open(struct study *study, struct run *run, bool read_only, enum exit_code *code);
/* The same to write; nonces follow from the seed: for simulated interviews only. */
bool study_open_seeded(struct study *study, struct run *run, const struct hash *seed, enum exit_code *code);
void study_close(struct study *study);

/* What a store failure means as exit code. */
enum exit_code study_exit(enum store_status status);
/* `return study_fail(study, status)` : message and code. */
enum exit_code study_fail(struct study *study, enum store_status status);

/* The questionnaire with this hash, loaded once from the bytes in the study file. NULL after a message. */
const struct questionnaire *study_questionnaire(struct study *study, const struct hash *hash);
/* The one for new cases. */
const struct questionnaire *study_current(struct study *study);
/* The same two for interviews: words in another than the source language are read when they are asked for
 * (see questionnaire_read). */
const struct questionnaire *study_opened(struct study *study, const struct hash *hash);
const struct questionnaire *study_opened_current(struct study *study);

/* Makes a study file at `path` from a questionnaire's folder (empty: the SID questionnaire). The seed of the
 * options, if any, makes everything random in it reproducible. */
enum exit_code study_make(struct run *run, struct str path, struct str questionnaire);
/* What comes with the program: its source tree, or where it was installed. NUL-terminated. */
const char *study_data_folder(struct arena *arena);
/* The cases of a sample frame, in `arena`; false after diagnostics that name every refused line. */
struct sample_cases {
    struct case_record *records;
    struct identity *identities;
    size_t n;
};
bool sample_parse(const struct questionnaire *q, struct arena *arena, struct diags *diags,
                  const struct source *source, struct sample_cases *out);
/* Reads a sample frame into the study: all of it, or nothing and every refused line named. */
enum exit_code sample_read(struct study *study, const char *path, size_t *cases);

/* Loads a questionnaire from a folder on disk and its codebook as --codebook says. NULL: broken. The library
 * it was read from: disk_library_show names the files in its diagnostics, and in later ones, as an editor
 * does. */
const struct questionnaire *definition_from_disk(struct run *run, struct arena *arena, struct str folder,
                                                 struct diags *diags, struct disk_library **disk);

/* An interview of a case: its record, its questionnaire, its acts folded. Read only until begun. */
struct case_session {
    struct arena *arena;
    struct case_record record;
    struct interview *interview;
    bool
        made; /* set after opening: this process has just made the case, nobody else looks for it; no claim */
    bool claimed;
};
/* `sink` NULL: the store's. On failure a status (message: store_message or the study's own). */
enum store_status case_session_open(struct study *study, struct str case_id, const struct act_sink *sink,
                                    struct case_session *session);
/* Claims the case, unless it is made or claimed already. */
enum store_status case_session_claim(struct study *study, struct case_session *session);
/* Claims and begins; language: empty = the case's. */
enum store_status case_session_begin(struct study *study, struct case_session *session, struct str language);
void case_session_close(struct study *study, struct case_session *session);

/* Adds a case that is in no sample; `prefix` and the lowest free number make its id: sim-000001. */
enum store_status study_new_case(struct study *study, const char *prefix, struct str group, struct str mode,
                                 struct str *id);
/* The same for n groups, all in one transaction; ids[i] belongs to groups[i]. */
enum store_status study_new_cases(struct study *study, const char *prefix, const struct str *groups, size_t n,
                                  struct str mode, struct str *ids);
/* The same for whole records: finds their ids, and lets `fill` (may be NULL) complete each one. */
enum store_status study_new_records(struct study *study, const char *prefix, struct case_record *records,
                                    size_t n, void (*fill)(void *context, struct case_record *record),
                                    void *context);
/* After a finished interview: the backup that `backup --always` asked for. False: message is in store. */
bool study_backup_due(struct study *study);

/* The clock of its interviews: simulated time passes in one of its own. */
struct clock study_clock(const struct study *study);

#endif
