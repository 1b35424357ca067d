#include "cmd/study.h"

#include "base/i18n.h"

enum exit_code run_backup(struct run *run)
{
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, false, &code)) {
        return code;
    }
    struct str target = arena_copy(run->arena, run->options.words[0]);
    char message[512];
    bool replace = run->options.replace || run->options.always;
    enum store_status status = store_backup(study.store, target.ptr, replace, message);
    if (status != STORE_OK) {
        code = fail(run, study_exit(status), "%s", message);
    } else {
        fprintf(run->out, tr("Kopie gemaakt en nagelezen: %.*s"), STR_ARG(target));
        fputc('\n', run->out);
        code = EXIT_GOOD;
    }
    if (code == EXIT_GOOD && run->options.always) {
        status = store_set_setting(study.store, STR("backup_target"), target);
        code = status == STORE_OK ? EXIT_GOOD : study_fail(&study, status);
    }
    study_close(&study);
    return code;
}

enum exit_code run_restore(struct run *run)
{
    char message[512];
    struct str path = study_path(run);
    enum store_status status =
        store_restore(arena_copy(run->arena, run->options.words[0]).ptr, path.ptr, message);
    if (status != STORE_OK) {
        return fail(run, study_exit(status), "%s", message);
    }
    fprintf(run->out, tr("Teruggezet: %.*s"), STR_ARG(path));
    fputc('\n', run->out);
    return EXIT_GOOD;
}
