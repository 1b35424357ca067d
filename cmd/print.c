#include "cmd/study.h"

#include "base/file.h"
#include "base/i18n.h"
#include "questionnaire/print/print.h"

/* The questionnaire on paper. */

/* Labels in what the sheet says itself: in its own language, where the questionnaire has that. */
static unsigned label_language(const struct questionnaire *q, const char *interface, unsigned language)
{
    int own = questionnaire_language(q, str_from(interface));
    return own >= 0 ? (unsigned)own : language;
}

static bool read_job(struct run *run, const struct questionnaire *q, struct print_job *job)
{
    const struct options *o = &run->options;
    int language = o->lang.len ? questionnaire_language(q, o->lang) : (int)q->codebook->source_language;
    int group = o->group.len ? questionnaire_group(q, o->group) : -1;
    if (language < 0) {
        fail(run, EXIT_USAGE_ERROR, tr("de vragenlijst kent de taal '%.*s' niet"), STR_ARG(o->lang));
        return false;
    }
    if (o->group.len && group < 0) {
        fail(run, EXIT_USAGE_ERROR, tr("er is geen groep '%.*s'"), STR_ARG(o->group));
        return false;
    }
    const char *interface = str_is(o->ui, "en") ? "en" : "nl";
    *job = (struct print_job){.q = q,
                              .language = (unsigned)language,
                              .labels = label_language(q, interface, (unsigned)language),
                              .group = group,
                              .form = o->html ? PRINT_HTML : PRINT_TEXT,
                              .interface = interface};
    return true;
}

static enum exit_code write_out(struct run *run, struct str text)
{
    struct str path = run->options.out;
    if (!path.len) {
        fwrite(text.ptr, 1, text.len, run->out);
        return EXIT_GOOD;
    }
    const char *name = arena_copy(run->arena, path).ptr;
    if (file_exists(name)) {
        return fail(run, EXIT_DATA, tr("%s bestaat al"), name);
    }
    struct diags *diags = diags_new();
    bool good = file_write(name, text, diags);
    diags_print(diags, run->err);
    diags_free(diags);
    return good ? EXIT_GOOD : EXIT_IO;
}

enum exit_code run_print(struct run *run)
{
    struct diags *diags = diags_new();
    struct disk_library *disk = NULL;
    const struct questionnaire *q =
        definition_from_disk(run, run->arena, run->options.questionnaire, diags, &disk);
    enum exit_code code = q ? EXIT_USAGE_ERROR : EXIT_DEFINITION;
    struct print_job job;
    if (!q) {
        disk_library_show(disk, diags);
        diags_print(diags, run->err);
    } else if (read_job(run, q, &job)) {
        struct buf out = buf_new(BUF_LIMIT_DEFAULT);
        if (run->options.cards) {
            print_cards(&job, &out);
        } else {
            print_questionnaire(&job, &out);
        }
        code = out.full ? fail(run, EXIT_DATA, "%s", tr("dit wordt te groot om af te drukken"))
                        : write_out(run, buf_str(&out));
        buf_free(&out);
    }
    diags_free(diags);
    return code;
}
