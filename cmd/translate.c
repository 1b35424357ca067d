#include "cmd/output.h"
#include "cmd/study.h"

#include "base/file.h"
#include "base/i18n.h"
#include "questionnaire/translate/translate.h"

/* Texts out to translators as .po files and in again, and how far each language is. */

enum { PO_BYTES_MOST = 16 << 20 };

struct job {
    struct run *run;
    struct arena *arena;
    struct diags *diags;
    struct disk_library *disk;
    const struct questionnaire *q;
};

static const struct codebook *book_of(const struct job *job)
{
    return job->q->codebook;
}

/* The language of --lang, or -1 after a message. */
static int language_asked(const struct job *job)
{
    struct str asked = job->run->options.lang;
    int language = questionnaire_language(job->q, asked);
    if (!asked.len) {
        fail(job->run, EXIT_USAGE_ERROR, "%s", tr("zeg met --lang om welke taal het gaat"));
    } else if (language < 0) {
        fail(job->run, EXIT_USAGE_ERROR, tr("de vragenlijst kent de taal '%.*s' niet"), STR_ARG(asked));
    } else if ((unsigned)language == book_of(job)->source_language) {
        fail(job->run, EXIT_USAGE_ERROR, tr("'%.*s' is de brontaal: daaruit wordt vertaald"), STR_ARG(asked));
        language = -1;
    }
    return language;
}

static enum exit_code read_failed(const struct job *job)
{
    return fail(job->run, EXIT_DEFINITION, "%s", tr("de tekstbestanden zijn niet te lezen"));
}

/* ---- export ---------------------------------------------------------------------------------- */

static enum exit_code run_export(const struct job *job)
{
    int language = language_asked(job);
    if (language < 0) {
        return EXIT_USAGE_ERROR;
    }
    const struct translation *t = translation_read(job->arena, job->q, (unsigned)language);
    if (!t) {
        return read_failed(job);
    }
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    translation_export(t, &out);
    fwrite(out.ptr, 1, out.len, job->run->out);
    buf_free(&out);
    return EXIT_GOOD;
}

/* ---- import ---------------------------------------------------------------------------------- */

/* The two text files, and where they go. */
struct new_file {
    struct str path; /* in the library */
    struct str bytes;
};

/* The warnings are those of any load. */
static void print_errors(const struct job *job, struct diags *diags)
{
    size_t n = 0;
    for (size_t i = 0; i < diags->n; i++) {
        if (diags->items[i].severity == SEVERITY_ERROR) {
            diags->items[n++] = diags->items[i];
        }
    }
    diags->n = n;
    disk_library_show(job->disk, diags);
    diags_print(diags, job->run->err);
}

/* Loads the questionnaire with the new files in place of the old ones. */
static bool still_loads(const struct job *job, const struct new_file *files, size_t n)
{
    size_t most = job->q->files_n + n;
    struct definition_file *all = ARENA_ARRAY(job->arena, most, struct definition_file);
    size_t all_n = 0;
    for (size_t i = 0; i < n; i++) {
        all[all_n++] = (struct definition_file){files[i].path, files[i].bytes};
    }
    for (size_t i = 0; i < job->q->files_n; i++) {
        bool replaced = false;
        for (size_t k = 0; k < n; k++) {
            replaced = replaced || str_equal(job->q->files[i].path, files[k].path);
        }
        if (!replaced) {
            all[all_n++] = job->q->files[i];
        }
    }
    struct library library = frozen_library(job->arena, all, all_n);
    struct diags *diags = diags_new();
    bool good = questionnaire_load(job->arena, diags, &library, STR_EMPTY) != NULL;
    if (!good) {
        print_errors(job, diags);
    }
    diags_free(diags);
    return good;
}

static bool same_bytes(const struct job *job, const struct new_file *file)
{
    for (size_t i = 0; i < job->q->files_n; i++) {
        if (str_equal(job->q->files[i].path, file->path)) {
            return str_equal(job->q->files[i].bytes, file->bytes);
        }
    }
    return false;
}

static bool write_files(const struct job *job, const struct new_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct str path = disk_library_path(job->disk, job->arena, files[i].path);
        if (same_bytes(job, &files[i])) {
            continue;
        }
        if (!file_write(path.ptr, files[i].bytes, job->diags)) {
            diags_print(job->diags, job->run->err);
            return false;
        }
        fprintf(job->run->err, tr("%.*s is geschreven"), STR_ARG(path));
        fputc('\n', job->run->err);
    }
    return true;
}

static enum exit_code nothing_written(const struct job *job, enum exit_code code)
{
    return fail(job->run, code, "%s", tr("er is niets geschreven"));
}

static enum exit_code import_into(const struct job *job, struct translation *t, const struct source *po)
{
    bool good = translation_import(job->arena, job->diags, t, po);
    diags_print(job->diags, job->run->err);
    if (!good) {
        return nothing_written(job, EXIT_DATA);
    }
    struct new_file files[2] = {{t->file.path, translation_text(job->arena, t)}};
    size_t n = 1;
    if (t->codebook.written || translation_has_labels(t)) {
        files[n++] = (struct new_file){t->codebook.path, translation_codebook_text(job->arena, t)};
    }
    if (!still_loads(job, files, n)) {
        return nothing_written(job, EXIT_DATA);
    }
    return write_files(job, files, n) ? EXIT_GOOD : EXIT_IO;
}

static enum exit_code run_import(const struct job *job, struct str path)
{
    int language = language_asked(job);
    if (language < 0) {
        return EXIT_USAGE_ERROR;
    }
    struct translation *t = translation_read(job->arena, job->q, (unsigned)language);
    if (!t) {
        return read_failed(job);
    }
    struct source source = {.file = path};
    const char *name = arena_copy(job->arena, path).ptr;
    if (!file_read(job->arena, name, path, PO_BYTES_MOST, &source.text, job->diags)) {
        diags_print(job->diags, job->run->err);
        return nothing_written(job, EXIT_DATA);
    }
    return import_into(job, t, &source);
}

/* ---- how far it is ---------------------------------------------------------------------------- */

/* One row: a language for one group. */
struct status_row {
    struct str language, group;
    struct translation_count count;
};

static void row_text(const struct status_row *row, FILE *out)
{
    const struct translation_count *c = &row->count;
    fprintf(out, "%-8.*s %-8.*s %8u %10u %10u %10u %8u\n", STR_ARG(row->language), STR_ARG(row->group),
            c->texts, c->translated, c->texts - c->translated, c->stale, c->draft);
}

static void row_json(const struct status_row *row, struct json *json)
{
    json_object(json);
    json_put(json, "language", row->language);
    json_put(json, "group", row->group);
    json_put_int(json, "texts", row->count.texts);
    json_put_int(json, "translated", row->count.translated);
    json_put_int(json, "missing", row->count.texts - row->count.translated);
    json_put_int(json, "stale", row->count.stale);
    json_put_int(json, "draft", row->count.draft);
    json_object_end(json);
}

static bool wanted(struct str asked, struct str id)
{
    return !asked.len || str_equal(asked, id);
}

/* The rows of one language; false: its files cannot be read. */
static bool status_of(const struct job *job, unsigned language, struct json *json)
{
    const struct questionnaire *q = job->q;
    const struct options *o = &job->run->options;
    const struct translation *t = translation_read(job->arena, q, language);
    for (unsigned group = 0; t && group < q->groups_n; group++) {
        if (!wanted(o->group, q->groups[group])) {
            continue;
        }
        struct status_row row = {book_of(job)->languages[language].id, q->groups[group],
                                 translation_count(t, (int)group)};
        if (json) {
            row_json(&row, json);
        } else {
            row_text(&row, job->run->out);
        }
    }
    return t != NULL;
}

static bool known_names(const struct job *job, enum exit_code *code)
{
    const struct options *o = &job->run->options;
    if (o->lang.len && language_asked(job) < 0) {
        *code = EXIT_USAGE_ERROR;
    } else if (o->group.len && questionnaire_group(job->q, o->group) < 0) {
        *code = fail(job->run, EXIT_USAGE_ERROR, tr("er is geen groep '%.*s'"), STR_ARG(o->group));
    }
    return *code == EXIT_GOOD;
}

static enum exit_code run_status(const struct job *job)
{
    enum exit_code code = EXIT_GOOD;
    struct output output;
    const struct options *o = &job->run->options;
    if (!known_names(job, &code)) {
        return code;
    }
    if (o->json) {
        output_start(&output, "translate");
    } else {
        fprintf(job->run->out, "%-8s %-8s %8s %10s %10s %10s %8s\n", tr("taal"), tr("groep"), tr("teksten"),
                tr("vertaald"), tr("ontbreekt"), tr("verouderd"), tr("klad"));
    }
    for (unsigned i = 0; i < book_of(job)->languages_n; i++) {
        bool source = i == book_of(job)->source_language;
        if (!source && wanted(o->lang, book_of(job)->languages[i].id) &&
            !status_of(job, i, o->json ? &output.json : NULL)) {
            code = EXIT_DEFINITION;
        }
    }
    if (o->json) {
        output_end(job->run, &output);
    }
    return code == EXIT_GOOD ? code : read_failed(job);
}

/* ---- the command ------------------------------------------------------------------------------ */

static enum exit_code run_job(const struct job *job)
{
    const struct options *o = &job->run->options;
    struct str what = o->words_n ? o->words[0] : STR("status");
    if (str_is(what, "status") && o->words_n < 2) {
        return run_status(job);
    }
    if (str_is(what, "export") && o->words_n < 2) {
        return run_export(job);
    }
    if (str_is(what, "import") && o->words_n == 2) {
        return run_import(job, o->words[1]);
    }
    return fail(
        job->run, EXIT_USAGE_ERROR, "%s",
        tr("gebruik: veldwerk translate status, export --lang TAAL of import BESTAND.po --lang TAAL"));
}

enum exit_code run_translate(struct run *run)
{
    struct job job = {.run = run, .arena = arena_new(), .diags = diags_new()};
    job.q = definition_from_disk(run, job.arena, run->options.questionnaire, job.diags, &job.disk);
    enum exit_code code = EXIT_DEFINITION;
    if (job.q) {
        struct diags *all = job.diags;
        job.diags = diags_new(); /* what `check` tells is not repeated here */
        diags_free(all);
        code = run_job(&job);
    } else {
        disk_library_show(job.disk, job.diags);
        diags_print(job.diags, run->err);
    }
    diags_free(job.diags);
    arena_free(job.arena);
    return code;
}
