#include "export/manifest.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "export/citation.h"
#include "export/study_card.h"
#include "export/summary.h"

struct listed {
    struct str name;
    char sum[SHA256_HEX];
};

struct manifest {
    struct export_job *job;
    struct listed *files;
    size_t n;
};

bool manifest_is_data(struct str name)
{
    static const char *const data[] = {"data.sav", "data.dta", "data.csv"};
    for (size_t i = 0; i < ARRAY_LEN(data); i++) {
        if (str_is(name, data[i])) {
            return true;
        }
    }
    return false;
}

bool manifest_file_sum(const char *path, char out[SHA256_HEX])
{
    enum { PIECE = 1 << 16 };
    FILE *in = fopen(path, "rb");
    if (!in) {
        return false;
    }
    struct arena *scratch = arena_new();
    unsigned char *piece = arena_alloc(scratch, PIECE);
    struct sha256 sha;
    uint8_t digest[SHA256_BYTES];
    size_t n;
    sha256_start(&sha);
    while ((n = fread(piece, 1, PIECE, in)) > 0) {
        sha256_add(&sha, piece, n);
    }
    bool good = !ferror(in);
    fclose(in);
    arena_free(scratch);
    sha256_end(&sha, digest);
    sha256_hex(digest, out);
    return good;
}

static bool list_files(struct manifest *m)
{
    struct str *names = NULL;
    m->n = 0;
    if (!folder_list(m->job->arena, m->job->folder, &names, &m->n)) {
        return diag_error(m->job->diags, "F001", (struct place){0}, "%s: %s", m->job->folder,
                          strerror(errno));
    }
    m->files = ARENA_ARRAY(m->job->arena, m->n, struct listed);
    for (size_t i = 0; i < m->n; i++) {
        m->files[i].name = names[i];
        struct str path = path_join(m->job->arena, str_from(m->job->folder), names[i]);
        if (!manifest_file_sum(path.ptr, m->files[i].sum)) {
            return diag_error(m->job->diags, "F001", (struct place){.file = names[i]}, "%s", strerror(errno));
        }
    }
    return true;
}

static bool write_file(struct manifest *m, const char *name, const struct buf *text)
{
    struct output_file *file = output_open(m->job, name);
    if (!file) {
        return false;
    }
    output_str(file, buf_str(text));
    return output_close(file, true);
}

/* ---- manifest.json ------------------------------------------------------------------------------ */

static void put_counts(struct json *json, const struct manifest *m)
{
    const struct model *model = m->job->model;
    json_key(json, "counts");
    json_object(json);
    json_put_int(json, "cases", (int64_t)tally_rows(m->job->summary->tally));
    json_put_int(json, "variables", model->columns_n);
    json_put_int(json, "questions", model->questions_n);
    json_object_end(json);
}

static void put_hashes(struct json *json, const struct manifest *m)
{
    json_key(json, "questionnaire_hashes");
    json_array(json);
    for (size_t i = 0; i < m->job->model->versions_n; i++) {
        char hex[HASH_HEX];
        json_text(json, hash_hex(&m->job->model->versions[i]->hash, hex));
    }
    json_array_end(json);
}

static void put_files(struct json *json, const struct manifest *m)
{
    json_key(json, "files");
    json_array(json);
    for (size_t i = 0; i < m->n; i++) {
        json_object(json);
        json_put(json, "name", m->files[i].name);
        json_put(json, "sha256", str_from(m->files[i].sum));
        if (manifest_is_data(m->files[i].name)) {
            json_put(json, "unf", m->job->summary->unf_all);
            json_put_int(json, "rows", (int64_t)tally_rows(m->job->summary->tally));
            json_put_int(json, "variables", m->job->model->columns_n);
        }
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_variables(struct json *json, const struct manifest *m)
{
    json_key(json, "variables");
    json_array(json);
    for (uint32_t i = 0; i < m->job->model->columns_n; i++) {
        json_object(json);
        json_put(json, "name", m->job->model->columns[i].name);
        json_put(json, "unf", m->job->summary->unf[i]);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool write_manifest(struct manifest *m)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    struct json json = json_new(&text);
    char date[DATE_TEXT_MAX];
    json_object(&json);
    json_put(&json, "study", m->job->model->study);
    json_put(&json, "version", m->job->release);
    json_put(&json, "date", citation_date(m->job->model->stamp_ms, date));
    json_put(&json, "layer", str_from(export_layer_name(m->job->model->layer)));
    put_counts(&json, m);
    put_hashes(&json, m);
    json_put(&json, "unf", m->job->summary->unf_all);
    put_files(&json, m);
    put_variables(&json, m);
    json_object_end(&json);
    buf_add_char(&text, '\n');
    bool good = write_file(m, "manifest.json", &text);
    buf_free(&text);
    return good;
}

/* ---- SHA256SUMS and the whole ------------------------------------------------------------------- */

static bool write_sums(struct manifest *m)
{
    if (!list_files(m)) {
        return false;
    }
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < m->n; i++) {
        buf_format(&text, "%s  %.*s\n", m->files[i].sum, STR_ARG(m->files[i].name));
    }
    bool good = write_file(m, "SHA256SUMS", &text);
    buf_free(&text);
    return good;
}

static bool write_readme(struct manifest *m)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    readme_write(m->job, &text);
    bool good = write_file(m, "README.md", &text);
    buf_free(&text);
    return good;
}

void *manifest_open(struct export_job *job)
{
    struct manifest *m = ARENA_NEW(job->arena, struct manifest);
    m->job = job;
    return m;
}

bool manifest_close(void *writer, bool good)
{
    struct manifest *m = writer;
    return good && write_readme(m) && list_files(m) && write_manifest(m) && write_sums(m);
}
