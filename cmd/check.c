#include "cmd/findings.h"
#include "cmd/output.h"
#include "cmd/proofs.h"
#include "cmd/study.h"

#include "base/file.h"
#include "base/i18n.h"
#include "questionnaire/lint.h"
#include "questionnaire/lock.h"

/* Every diagnostic code of the program with its explanation: the modules' own tables, one after the other. */
#define DIAG_CODE(code, title, explanation) {code, title, explanation},
static const struct {
    const char *code, *title, *explanation;
} diagnostics[] = {
#include "base/codes.def"
#include "expr/codes.def"
#include "codebook/codes.def"
#include "questionnaire/codes.def"
#include "questionnaire/lint/codes.def"
#include "questionnaire/translate/codes.def"
#include "simulate/codes.def"
#include "coding/codes.def"
#include "cleaning/codes.def"
#include "export/codes.def"
#include "cmd/codes.def"
};

static enum exit_code explain(struct run *run)
{
    for (size_t i = 0; i < ARRAY_LEN(diagnostics); i++) {
        if (str_is(run->options.explain, diagnostics[i].code)) {
            fprintf(run->out, "%s: %s\n\n%s\n", diagnostics[i].code, diagnostics[i].title,
                    diagnostics[i].explanation);
            return EXIT_GOOD;
        }
    }
    return fail(run, EXIT_USAGE_ERROR, tr("er is geen melding '%.*s'"), STR_ARG(run->options.explain));
}

/* A questionnaire whose translations have just begun has more to tell than a broken one. */
enum { TOLD_MOST = 100000 };

static void report_json(struct run *run, const struct diags *diags, const struct proofs *proofs)
{
    struct output output;
    output_start(&output, "check");
    diags_json(&output.json, diags);
    proofs_json(proofs, &output.json);
    output_end(run, &output);
}

static void report_text(struct run *run, const struct diags *diags, const struct proofs *proofs)
{
    const struct questionnaire *q = proofs->q;
    findings_print(diags, run->out);
    if (q) {
        proofs_table(proofs, run->out);
        fprintf(run->out, tr("%.*s %.*s: vragen %u, fouten %zu, waarschuwingen %zu"), STR_ARG(q->id),
                STR_ARG(q->version), q->questions_n, diags->errors, diags->warnings);
    } else {
        fprintf(run->out, tr("fouten %zu, waarschuwingen %zu"), diags->errors, diags->warnings);
    }
    fputc('\n', run->out);
}

/* What can only be told of a questionnaire that can be loaded. */
static enum exit_code look_closer(struct run *run, const struct questionnaire *q, struct proofs *proofs,
                                  struct diags *diags)
{
    const struct options *o = &run->options;
    if (o->group.len && questionnaire_group(q, o->group) < 0) {
        return fail(run, EXIT_USAGE_ERROR, tr("er is geen groep '%.*s'"), STR_ARG(o->group));
    }
    lint(q, diags);
    *proofs = proofs_make(run, q);
    proofs_tell(run, proofs, diags);
    return o->witness.len ? proofs_write(run, proofs, o->witness) : EXIT_GOOD;
}

static enum exit_code check_folder(struct run *run, struct str folder, struct diags *diags)
{
    const struct options *o = &run->options;
    struct proofs proofs = {0};
    struct disk_library *disk = NULL;
    const struct questionnaire *q = definition_from_disk(run, run->arena, folder, diags, &disk);
    if (q && o->lock) {
        struct str path = path_join(run->arena, folder, STR("ids.lock"));
        questionnaire_write_lock(q, path.ptr, diags);
    }
    enum exit_code code = q ? look_closer(run, q, &proofs, diags) : EXIT_GOOD;
    if (code != EXIT_GOOD) {
        return code;
    }
    disk_library_show(disk, diags);
    (o->json ? report_json : report_text)(run, diags, &proofs);
    bool found = diags->errors > 0 || (o->strict && diags->warnings > 0);
    return found ? EXIT_FINDINGS : EXIT_GOOD;
}

enum exit_code run_check(struct run *run)
{
    const struct options *o = &run->options;
    if (o->explain.len) {
        return explain(run);
    }
    /* Without a name: the survey here, else what came with the program (and is not locked). */
    bool here = o->lock || file_exists("questionnaire/sid/questionnaire.yaml");
    struct str folder = o->words_n             ? o->words[0]
                        : o->questionnaire.len ? o->questionnaire
                        : here                 ? STR("questionnaire/sid")
                                               : STR_EMPTY;
    struct diags *diags = diags_new();
    diags->limit = TOLD_MOST;
    enum exit_code code = check_folder(run, folder, diags);
    diags_free(diags);
    return code;
}
