#include "cmd/export_card.h"
#include "cmd/export_history.h"
#include "cmd/export_profile.h"
#include "cmd/export_rows.h"
#include "cmd/output.h"

#include <stdlib.h>
#include <time.h>

#include "base/i18n.h"
#include "export/bundle.h"
#include "export/limits.h"

/* The bundle of data and documentation. */

/* The day on which an interview began is that of the place where it was held, not that of the machine which
 * exports: ages hang on it. The zone as a rule, so that no table of zones need be installed. */
#define INTERVIEW_ZONE "CET-1CEST,M3.5.0,M10.5.0/3"

struct exporting {
    struct run *run;
    struct study study;
    struct export_rows rows;
    struct history history;
    const struct model *whole; /* of which the profile lets job.model out */
    struct leaving leaving;
    struct export_job job;
    struct bundle *bundle;
    uint64_t written;
};

static bool read_options(struct run *run, enum export_layer *layer)
{
    const struct options *o = &run->options;
    *layer = LAYER_CLEAN;
    if (o->layer.len && !export_layer_parse(o->layer, layer)) {
        fail(run, EXIT_USAGE_ERROR, tr("'%.*s' is geen laag: raw, coded of clean"), STR_ARG(o->layer));
        return false;
    }
    if (!o->out.len && !o->check) {
        fail(run, EXIT_USAGE_ERROR, "%s", tr("zeg met --out in welke nieuwe map"));
        return false;
    }
    return true;
}

static enum exit_code make_model(struct exporting *e)
{
    const struct options *o = &e->run->options;
    const struct questionnaire *newest = e->rows.versions[e->rows.versions_n - 1];
    int language =
        o->lang.len ? questionnaire_language(newest, o->lang) : (int)newest->codebook->source_language;
    if (language < 0) {
        return fail(e->run, EXIT_USAGE_ERROR, tr("de vragenlijst kent de taal '%.*s' niet"),
                    STR_ARG(o->lang));
    }
    struct model_setup setup = {.study = store_name(e->study.store),
                                .versions = e->rows.versions,
                                .versions_n = e->rows.versions_n,
                                .language = (unsigned)language,
                                .layer = e->rows.layer,
                                .stamp_ms = e->rows.stamp_ms,
                                .cases = e->rows.cases_n};
    e->job.model = model_make(e->run->arena, &setup);
    limits_model(&e->job);
    for (const struct export_format *f = export_formats; f->id; f++) {
        if (f->limits) {
            f->limits(&e->job);
        }
    }
    return EXIT_GOOD;
}

/* What the documentation tells beside the data. */
static enum exit_code describe(struct exporting *e)
{
    e->history = export_history(&e->study);
    e->job.release = e->run->options.release;
    enum exit_code code = export_card(e->run, e->job.model->newest, &e->job.card);
    e->whole = e->job.model;
    if (!e->run->options.profile.len) {
        e->job.history = &e->history;
        return code;
    }
    /* What was repaired or coded would tell what the profile holds back. */
    code = code == EXIT_GOOD ? leaving_open(e->run, e->whole, &e->rows, &e->leaving) : code;
    e->job.model = code == EXIT_GOOD ? e->leaving.reduced.model : e->whole;
    return code;
}

static bool check_row(void *context, const struct datum *row)
{
    struct exporting *e = context;
    /* all are told */
    (void)limits_row(&e->job, e->leaving.profile ? leaving_row(&e->leaving, row) : row);
    e->written++;
    return true;
}

static bool write_row(void *context, const struct datum *row)
{
    struct exporting *e = context;
    e->written++;
    return bundle_row(e->bundle, e->leaving.profile ? leaving_row(&e->leaving, row) : row);
}

static void tell_shortened(struct exporting *e)
{
    const struct model *m = e->job.model;
    for (uint32_t i = 0; i < m->columns_n; i++) {
        if (m->columns[i].shortened >> m->language & 1) {
            diag_note(e->job.diags, "X030", (struct place){.file = m->columns[i].name},
                      tr("label ingekort: %.*s"), STR_ARG(m->columns[i].label.in[m->language]));
        }
    }
}

static enum exit_code check_only(struct exporting *e)
{
    enum store_status status = export_rows_each(&e->rows, e->whole, check_row, e);
    if (status != STORE_OK) {
        return study_fail(&e->study, status);
    }
    tell_shortened(e);
    return e->job.diags->errors ? EXIT_FINDINGS : EXIT_GOOD;
}

static enum exit_code bundle_exit(struct exporting *e, enum bundle_status status)
{
    struct str out = e->run->options.out;
    switch (status) {
    case BUNDLE_OK:
        fprintf(e->run->err, tr("%llu interviews, %u kolommen in %.*s"), (unsigned long long)e->written,
                e->job.model->columns_n, STR_ARG(out));
        fputc('\n', e->run->err);
        return EXIT_GOOD;
    case BUNDLE_EXISTS:
        return fail(e->run, EXIT_DATA, tr("%.*s bestaat al; --replace vervangt"), STR_ARG(out));
    case BUNDLE_FOREIGN:
        return EXIT_DATA;
    case BUNDLE_BUSY:
        return fail(e->run, EXIT_DATA, tr("%.*s wordt al door iemand anders geschreven"), STR_ARG(out));
    case BUNDLE_REFUSED:
        return EXIT_FINDINGS;
    case BUNDLE_IO:
        break;
    }
    return EXIT_IO;
}

static enum exit_code write_bundle(struct exporting *e)
{
    if (e->job.diags->errors) {
        return EXIT_FINDINGS;
    }
    const struct options *o = &e->run->options;
    enum bundle_status status = bundle_begin(e->run->arena, o->out, o->replace, e->job.diags, &e->bundle);
    if (status != BUNDLE_OK) {
        return bundle_exit(e, status);
    }
    e->job.folder = bundle_folder(e->bundle);
    bool good = bundle_open(e->bundle, &e->job);
    enum store_status read = good ? export_rows_each(&e->rows, e->whole, write_row, e) : STORE_OK;
    tell_shortened(e);
    status = bundle_end(e->bundle, good && read == STORE_OK);
    return read == STORE_OK ? bundle_exit(e, status) : study_fail(&e->study, read);
}

enum exit_code run_bundle(struct run *run)
{
    struct exporting e = {.run = run};
    enum export_layer layer;
    enum exit_code code;
    if (!read_options(run, &layer)) {
        return EXIT_USAGE_ERROR;
    }
    setenv("TZ", INTERVIEW_ZONE, 1);
    tzset();
    if (!study_open(&e.study, run, true, &code)) {
        return code;
    }
    e.job = (struct export_job){.diags = diags_new(), .arena = run->arena};
    enum store_status status = export_rows_open(&e.study, layer, &e.rows);
    code = status == STORE_OK ? make_model(&e) : study_fail(&e.study, status);
    code = code == EXIT_GOOD ? describe(&e) : code;
    if (code == EXIT_GOOD) {
        code = run->options.check ? check_only(&e) : write_bundle(&e);
    }
    diags_print(e.job.diags, run->err);
    diags_free(e.job.diags);
    study_close(&e.study);
    return code;
}
