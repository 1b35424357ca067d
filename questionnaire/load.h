#ifndef QUESTIONNAIRE_LOAD_H
#define QUESTIONNAIRE_LOAD_H

#include "questionnaire/questionnaire.h"

/*
 * Loads and checks the questionnaire in `folder` of the library (docs/questionnaire-language.md). Collects
 * all diagnostics; returns NULL when there is any error. `arena` keeps everything.
 */
const struct questionnaire *questionnaire_load(struct arena *arena, struct diags *diags,
                                               const struct library *library, struct str folder);

/*
 * The same for files that were loaded before (a study's): of the words only those in the source language are
 * read now, those in another language when they are first asked for (questionnaire_read). The bytes in
 * `library` must live as long as `arena`.
 */
const struct questionnaire *questionnaire_open(struct arena *arena, struct diags *diags,
                                               const struct library *library, struct str folder);

/*
 * A library on disk that holds what a questionnaire's folder may read: the folder itself, the codebook it
 * names and the frames. Looked up in the questionnaire's folder, then in the project (the nearest folder
 * above that holds both `questionnaire` and `codebook`), then in `installed` (may be NULL); `codebook` (may
 * be NULL) replaces the folder the head names. Paths in the library are those names: "questionnaire.yaml",
 * "codebook/sid/codebook.yaml". The folder to load is "".
 */
struct disk_library;
struct disk_library *disk_library_open(struct arena *arena, const char *folder, const char *codebook,
                                       const char *installed);
struct library disk_library(struct disk_library *disk);
/* Where a file of the library lies on disk, in `arena`; of one that is missing, where it should be. */
struct str disk_library_path(const struct disk_library *disk, struct arena *arena, struct str path);
/* Turns the library's paths in diagnostics into those on disk, as an editor opens them. */
void disk_library_show(const struct disk_library *disk, struct diags *diags);

/* A library of frozen files (from a study). */
struct library frozen_library(struct arena *arena, const struct definition_file *files, size_t n);

/* The hash of a definition: over path and bytes of each file, ordered by path. */
struct hash definition_hash(const struct definition_file *files, size_t n);

#endif
