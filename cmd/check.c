#include "cmd/output.h"
#include "cmd/study.h"

#include "base/file.h"
#include "base/i18n.h"
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

static void report(struct run *run, const struct diags *diags, const struct questionnaire *q)
{
    if (run->options.json) {
        struct output output;
        output_start(&output, "check");
        diags_json(&output.json, diags);
        output_end(run, &output);
        return;
    }
    diags_print(diags, run->out);
    if (q) {
        fprintf(run->out, tr("%.*s %.*s: vragen %u, fouten %zu, waarschuwingen %zu"), STR_ARG(q->id),
                STR_ARG(q->version), q->questions_n, diags->errors, diags->warnings);
    } else {
        fprintf(run->out, tr("fouten %zu, waarschuwingen %zu"), diags->errors, diags->warnings);
    }
    fputc('\n', run->out);
}

enum exit_code run_check(struct run *run)
{
    const struct options *o = &run->options;
    if (o->explain.len) {
        return explain(run);
    }
    struct str folder = o->words_n             ? o->words[0]
                        : o->questionnaire.len ? o->questionnaire
                                               : STR("questionnaire/sid");
    struct diags *diags = diags_new();
    const struct questionnaire *q = definition_from_disk(run, run->arena, folder, diags);
    if (q && o->lock) {
        struct str path = path_join(run->arena, folder, STR("ids.lock"));
        questionnaire_write_lock(q, path.ptr, diags);
    }
    report(run, diags, q);
    bool found = diags->errors > 0 || (o->strict && diags->warnings > 0);
    diags_free(diags);
    return found ? EXIT_FINDINGS : EXIT_GOOD;
}
