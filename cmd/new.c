#include "cmd/study.h"

#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"

/* The seed of the study as the user gave it: the number itself, hashed, so that close seeds differ. */
static struct hash study_seed(int64_t seed)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, STR("study seed"));
    hasher_add_int(&hasher, seed);
    return hasher_end(&hasher);
}

enum exit_code study_make(struct run *run, struct str path, struct str questionnaire)
{
    struct diags *diags = diags_new();
    struct disk_library *disk = NULL;
    const struct questionnaire *q = definition_from_disk(run, run->arena, questionnaire, diags, &disk);
    disk_library_show(disk, diags);
    if (!q) {
        diags_print(diags, run->err); /* warnings are the designer's, who has `check` */
    }
    diags_free(diags);
    if (!q) {
        return fail(run, EXIT_DEFINITION, "%s", tr("de vragenlijst heeft fouten; er is geen studie gemaakt"));
    }
    char message[512];
    struct store *store = NULL;
    struct hash seed = study_seed(run->options.seed);
    struct store_options options = {.clock = clock_system(),
                                    .user = run->options.user,
                                    .deterministic = run->options.has_seed,
                                    .seed = seed};
    if (!file_exists(path.ptr)) {
        struct diags *io = diags_new();
        struct str folder = path_parent(path);
        bool made = !folder.len || folder_make(arena_copy(run->arena, folder).ptr, io);
        diags_print(io, run->err);
        diags_free(io);
        if (!made) {
            return EXIT_IO;
        }
    }
    enum store_status status =
        store_create(path.ptr, &options, arena_copy(run->arena, q->id).ptr, q->files, q->files_n, &q->hash,
                     run->options.has_seed ? &seed : NULL, &store, message);
    store_close(store);
    return status == STORE_OK ? EXIT_GOOD : fail(run, study_exit(status), "%s", message);
}

enum exit_code run_new(struct run *run)
{
    struct str path = study_path(run);
    enum exit_code code = study_make(run, path, run->options.questionnaire);
    if (code == EXIT_GOOD) {
        fprintf(run->out, tr("Studie gemaakt: %.*s"), STR_ARG(path));
        fputc('\n', run->out);
    }
    return code;
}
