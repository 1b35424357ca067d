#include "cmd/export_profile.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"

enum { KEY_LEAST = 16, KEY_MOST = 4096 };

static enum exit_code read_profile(struct run *run, const struct model *whole, struct leaving *out)
{
    struct diags *diags = diags_new();
    struct str path = arena_copy(run->arena, run->options.profile);
    struct str bytes = STR_EMPTY;
    if (file_read(run->arena, path.ptr, path, node_limits_default.bytes, &bytes, diags)) {
        struct definition_file *file = ARENA_NEW(run->arena, struct definition_file);
        *file = (struct definition_file){path, bytes};
        struct library library = frozen_library(run->arena, file, 1);
        out->profile = profile_read(run->arena, diags, &library, path, whole);
    }
    diags_print(diags, run->err);
    diags_free(diags);
    return out->profile ? EXIT_GOOD
                        : fail(run, EXIT_DATA, tr("het profiel %.*s heeft fouten"), STR_ARG(path));
}

static enum exit_code read_key(struct run *run, struct leaving *out)
{
    if (!run->options.key.len) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("dit profiel vraagt schuilnamen: zeg met --key waar de sleutel staat"));
    }
    struct diags *diags = diags_new();
    struct str path = arena_copy(run->arena, run->options.key);
    bool good = file_read(run->arena, path.ptr, path, KEY_MOST, &out->key, diags);
    diags_print(diags, run->err);
    diags_free(diags);
    out->key = str_trim(out->key);
    if (good && out->key.len < KEY_LEAST) {
        return fail(run, EXIT_DATA, tr("de sleutel in %.*s is te kort: minstens %d tekens"), STR_ARG(path),
                    KEY_LEAST);
    }
    return good ? EXIT_GOOD : EXIT_DATA;
}

struct ordered {
    char pseudonym[PSEUDONYM_ROOM];
    struct case_line line;
};

static int by_pseudonym(const void *a, const void *b)
{
    return strcmp(((const struct ordered *)a)->pseudonym, ((const struct ordered *)b)->pseudonym);
}

static enum exit_code order_cases(struct run *run, struct export_rows *rows, const struct leaving *leaving)
{
    struct ordered *ordered = ARENA_ARRAY(run->arena, rows->cases_n, struct ordered);
    struct case_line *lines = ARENA_ARRAY(run->arena, rows->cases_n, struct case_line);
    for (size_t i = 0; i < rows->cases_n; i++) {
        ordered[i].line = rows->cases[i];
        pseudonym(leaving->key, rows->cases[i].id, ordered[i].pseudonym);
    }
    if (rows->cases_n) {
        qsort(ordered, rows->cases_n, sizeof *ordered, by_pseudonym);
    }
    for (size_t i = 0; i < rows->cases_n; i++) {
        if (i && by_pseudonym(&ordered[i - 1], &ordered[i]) == 0) {
            return fail(run, EXIT_DATA, "%s",
                        tr("twee adressen krijgen dezelfde schuilnaam: neem een andere sleutel"));
        }
        lines[i] = ordered[i].line;
    }
    rows->cases = lines;
    return EXIT_GOOD;
}

enum exit_code leaving_open(struct run *run, const struct model *whole, struct export_rows *rows,
                            struct leaving *out)
{
    enum exit_code code = read_profile(run, whole, out);
    if (code == EXIT_GOOD && out->profile->pseudonyms) {
        code = read_key(run, out);
        code = code == EXIT_GOOD ? order_cases(run, rows, out) : code;
    }
    if (code != EXIT_GOOD) {
        return code;
    }
    out->reduced = profile_reduce(run->arena, whole, out->profile);
    out->row = ARENA_ARRAY(run->arena, whole->columns_n, struct datum);
    out->case_column = model_column(out->reduced.model, STR("case_id"))->index;
    return EXIT_GOOD;
}

const struct datum *leaving_row(struct leaving *leaving, const struct datum *row)
{
    reduced_row(&leaving->reduced, row, leaving->row);
    if (leaving->profile->pseudonyms) {
        struct datum *id = &leaving->row[leaving->case_column];
        id->text = pseudonym(leaving->key, id->text, leaving->pseudonym);
    }
    return leaving->row;
}
