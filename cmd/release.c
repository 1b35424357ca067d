#include "cmd/output.h"
#include "cmd/study.h"

#include "base/i18n.h"
#include "export/verify.h"

/* Is a bundle what it says it is? */

static const struct {
    const char *id, *words;
} verdicts[] = {
    [VERDICT_GOOD] = {"good", N_("klopt")},
    [VERDICT_DIFFERS] = {"differs", N_("VERSCHILT")},
    [VERDICT_MISSING] = {"missing", N_("ONTBREEKT")},
    [VERDICT_UNREADABLE] = {"unreadable", N_("NIET LEESBAAR")},
    [VERDICT_NOT_LISTED] = {"not_listed", N_("STAAT NIET IN SHA256SUMS")},
};

static void report_json(struct run *run, const struct verified *verified)
{
    struct output output;
    output_start(&output, "release");
    for (size_t i = 0; i < verified->n; i++) {
        const struct verified_file *file = &verified->files[i];
        json_object(&output.json);
        json_put(&output.json, "name", file->name);
        json_put(&output.json, "sha256", str_from(verdicts[file->sum].id));
        if (file->data) {
            json_put(&output.json, "unf", str_from(verdicts[file->unf].id));
            json_put(&output.json, "unf_is", file->unf_is);
            json_put(&output.json, "variable", file->column);
        }
        json_object_end(&output.json);
    }
    output_end(run, &output);
}

static void report_text(struct run *run, const struct verified *verified)
{
    for (size_t i = 0; i < verified->n; i++) {
        const struct verified_file *file = &verified->files[i];
        fprintf(run->out, "%-24.*s sha256 %s", STR_ARG(file->name), tr(verdicts[file->sum].words));
        if (file->data) {
            fprintf(run->out, " · UNF %s %.*s", tr(verdicts[file->unf].words), STR_ARG(file->unf_is));
        }
        if (file->column.len) {
            fprintf(run->out, tr(" (het eerst in %.*s)"), STR_ARG(file->column));
        }
        fputc('\n', run->out);
    }
}

enum exit_code run_release(struct run *run)
{
    if (!str_is(run->options.words[0], "verify")) {
        return fail(run, EXIT_USAGE_ERROR, tr("release kent alleen verify, niet '%.*s'"),
                    STR_ARG(run->options.words[0]));
    }
    struct diags *diags = diags_new();
    struct verified verified;
    bool read = verify_bundle(run->arena, diags, run->options.words[1], &verified);
    diags_print(diags, run->err);
    diags_free(diags);
    if (!read) {
        return fail(run, EXIT_DATA, tr("%.*s is geen uitvoer van veldwerk"), STR_ARG(run->options.words[1]));
    }
    if (run->options.json) {
        report_json(run, &verified);
    } else {
        report_text(run, &verified);
    }
    return verified.good ? EXIT_GOOD : EXIT_FINDINGS;
}
