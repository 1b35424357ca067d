#include "cmd/export_card.h"

#include "base/file.h"
#include "base/i18n.h"

static struct str own_card(struct run *run, const struct questionnaire *q)
{
    struct str path = arena_format(run->arena, "codebook/%.*s/study.yaml", STR_ARG(q->codebook->id));
    if (file_exists(path.ptr)) {
        return path;
    }
    path = path_join(run->arena, str_from(study_data_folder(run->arena)), path);
    return file_exists(path.ptr) ? path : STR_EMPTY;
}

enum exit_code export_card(struct run *run, const struct questionnaire *q, const struct study_card **out)
{
    struct str given = run->options.description;
    struct str path = given.len ? arena_copy(run->arena, given) : own_card(run, q);
    *out = NULL;
    if (!path.len) {
        return EXIT_GOOD;
    }
    struct diags *diags = diags_new();
    struct str bytes = STR_EMPTY;
    if (file_read(run->arena, path.ptr, path, node_limits_default.bytes, &bytes, diags)) {
        struct definition_file *file = ARENA_NEW(run->arena, struct definition_file);
        *file = (struct definition_file){path, bytes};
        struct library library = frozen_library(run->arena, file, 1);
        *out = study_card_load(run->arena, diags, &library, path);
    }
    diags_print(diags, run->err);
    diags_free(diags);
    return *out ? EXIT_GOOD : fail(run, EXIT_DATA, tr("de beschrijving %.*s heeft fouten"), STR_ARG(path));
}
