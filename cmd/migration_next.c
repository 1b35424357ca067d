#include "cmd/migration.h"

#include "base/i18n.h"
#include "questionnaire/lock.h"

/* The version that cases go over to: no name in it may mean what it did not mean before. */

/* The folder on disk, with an ids.lock that also knows what the study has frozen. */
struct locked {
    struct library disk;
    struct str lock;
};

static bool locked_read(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    const struct locked *locked = context;
    if (!str_is(path, "ids.lock")) {
        return locked->disk.read(locked->disk.context, path, bytes, diags);
    }
    *bytes = locked->lock;
    return true;
}

static size_t locked_list(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    const struct locked *locked = context;
    return locked->disk.list(locked->disk.context, folder, suffix, paths);
}

/* Every id and code that the study ever used, then what the folder itself remembers. */
static bool lock_all(struct study *study, struct locked *locked)
{
    const struct hash *hashes = NULL;
    size_t n = 0;
    struct arena *arena = study->arena;
    if (store_versions(study->store, arena, &hashes, &n) != STORE_OK) {
        return false;
    }
    struct str lock = STR_EMPTY;
    for (size_t i = 0; i < n; i++) {
        const struct questionnaire *q = study_questionnaire(study, &hashes[i]);
        if (!q) {
            return false;
        }
        lock = questionnaire_lock(arena, q, lock);
    }
    struct str own = STR_EMPTY;
    if (locked->disk.read(locked->disk.context, STR("ids.lock"), &own, NULL)) {
        lock = arena_format(arena, "%.*s%.*s", STR_ARG(lock), STR_ARG(own));
    }
    locked->lock = lock;
    return true;
}

/* A name that means something else now is bad data; all else is a broken definition. */
static enum exit_code code_of(const struct diags *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *d = &diags->items[i];
        bool meaning = strcmp(d->code, "E140") == 0 || strcmp(d->code, "E141") == 0;
        if (d->severity == SEVERITY_ERROR && !meaning) {
            return EXIT_DEFINITION;
        }
    }
    return EXIT_DATA;
}

const struct questionnaire *migration_next(struct study *study, enum exit_code *code)
{
    struct run *run = study->run;
    struct str codebook = run->options.codebook;
    struct disk_library *disk = disk_library_open(
        study->arena, arena_copy(run->arena, run->options.questionnaire).ptr,
        codebook.len ? arena_copy(run->arena, codebook).ptr : NULL, study_data_folder(run->arena));
    struct locked locked = {.disk = disk_library(disk)};
    if (!lock_all(study, &locked)) {
        *code = study_fail(study, STORE_DAMAGED);
        return NULL;
    }
    struct library library = {locked_read, locked_list, &locked};
    struct diags *diags = diags_new();
    const struct questionnaire *q = questionnaire_load(study->arena, diags, &library, STR_EMPTY);
    if (!q) {
        *code = code_of(diags);
        disk_library_show(disk, diags);
        diags_print(diags, run->err);
        fail(run, *code, "%s",
             *code == EXIT_DATA
                 ? tr("een naam of code van vroeger betekent nu iets anders; er is niets veranderd")
                 : tr("de vragenlijst heeft fouten; er is niets veranderd"));
    }
    diags_free(diags);
    return q;
}
