#include "cmd/simulate.h"
#include "cmd/study.h"

#include "base/file.h"
#include "base/i18n.h"

/* simulate/ID/profile.yaml: in the project where we are, else where the program comes from. Empty: none. */
static struct str own_profile(struct run *run, const struct questionnaire *q)
{
    struct str path = arena_format(run->arena, "simulate/%.*s/profile.yaml", STR_ARG(q->id));
    if (file_exists(path.ptr)) {
        return path;
    }
    path = path_join(run->arena, str_from(study_data_folder(run->arena)), path);
    return file_exists(path.ptr) ? path : STR_EMPTY;
}

static struct str file_of(struct str path)
{
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/') {
        at--;
    }
    return str_slice(path, at, path.len);
}

static const struct profile *load(struct run *run, const struct questionnaire *q, struct str path)
{
    struct diags *diags = diags_new();
    struct str folder = path_parent(path);
    struct str root = arena_copy(run->arena, folder.len ? folder : STR("."));
    struct disk_library *disk = disk_library_open(run->arena, root.ptr, NULL, NULL);
    struct library library = disk_library(disk);
    const struct profile *profile = profile_load(run->arena, diags, q, &library, file_of(path));
    disk_library_show(disk, diags);
    diags_print(diags, run->err);
    diags_free(diags);
    return profile;
}

enum exit_code simulate_profile(struct run *run, const struct questionnaire *q, const struct profile **out)
{
    struct str path = run->options.profile;
    bool given = path.len > 0;
    path = given ? path : own_profile(run, q);
    if (!path.len || str_is(path, "uniform")) {
        *out = profile_uniform(run->arena, q);
        return EXIT_GOOD;
    }
    *out = load(run, q, path);
    return *out    ? EXIT_GOOD
           : given ? fail(run, EXIT_DATA, tr("het profiel %.*s heeft fouten"), STR_ARG(path))
                   : fail(run, EXIT_DATA,
                          tr("het profiel %.*s past niet bij deze vragenlijst; zonder: --profile uniform"),
                          STR_ARG(path));
}
