#include "export/csv_files.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/sha256.h"
#include "export/stamp.h"

/* datapackage.LANGUAGE.json: what the columns of data.csv mean, once per language. */

struct package {
    struct export_job *job;
};

void *package_open(struct export_job *job)
{
    struct package *package = ARENA_NEW(job->arena, struct package);
    package->job = job;
    return package;
}

/* The bytes and the SHA-256 of the finished data file. */
static bool data_file(struct export_job *job, int64_t *bytes, char hex[SHA256_HEX])
{
    struct str path = arena_format(job->arena, "%s/data.csv", job->folder);
    FILE *file = fopen(path.ptr, "rb");
    char block[1 << 14];
    size_t n = 0;
    struct sha256 sha;
    uint8_t digest[SHA256_BYTES];
    sha256_start(&sha);
    while (file && (n = fread(block, 1, sizeof block, file)) > 0) {
        sha256_add(&sha, block, n);
        *bytes += (int64_t)n;
    }
    sha256_end(&sha, digest);
    sha256_hex(digest, hex);
    bool fine = file && !ferror(file);
    if (file) {
        fclose(file);
    }
    return fine || diag_error(job->diags, "X001", (struct place){.file = path}, "cannot be read back");
}

struct describing {
    const struct model *model;
    struct json *json;
    unsigned language;
    struct str id; /* of the language */
};

static void value_and_label(struct describing *d, struct str value, struct str label)
{
    json_object(d->json);
    json_put(d->json, "value", value);
    json_put(d->json, "label", label);
    json_object_end(d->json);
}

static void missing_values(struct describing *d, const struct column *c)
{
    char room[64];
    json_key(d->json, "missingValues");
    json_array(d->json);
    if (c->kind == COLUMN_NUMBER) {
        value_and_label(d, STR_EMPTY, reason_label(REASON_NO_RECORD, d->id));
    } else { /* why it is empty stands in the column beside it */
        json_object(d->json);
        json_put(d->json, "value", STR_EMPTY);
        json_object_end(d->json);
    }
    for (unsigned r = 1; c->kind == COLUMN_NUMBER && r < REASON_NO_RECORD; r++) {
        if (c->reasons >> r & 1) {
            const struct datum code = {.number = number_int(column_missing(c, (enum reason)r))};
            value_and_label(d, datum_text(c, &code, room), reason_label((enum reason)r, d->id));
        }
    }
    json_array_end(d->json);
}

static void categories(struct describing *d, const struct column *c)
{
    json_key(d->json, "categories");
    json_array(d->json);
    for (size_t i = 0; i < c->labels->n; i++) {
        const struct value_label *l = &c->labels->labels[i];
        json_object(d->json);
        if (c->labels->text) {
            json_put(d->json, "value", l->code);
        } else {
            json_put_int(d->json, "value", l->number);
        }
        struct str label = model_words(d->model, &l->label, d->language);
        json_put(d->json, "label", label.len ? label : l->code);
        json_object_end(d->json);
    }
    json_array_end(d->json);
    json_key(d->json, "categoriesOrdered");
    json_bool(d->json, c->measure == MEASURE_ORDINAL);
}

static void number_key(struct describing *d, const char *key, const struct column *c, struct number number)
{
    char room[64];
    const struct datum datum = {.number = number};
    json_key(d->json, key);
    json_raw(d->json, datum_text(c, &datum, room));
}

static void constraints(struct describing *d, const struct column *c)
{
    json_key(d->json, "constraints");
    json_object(d->json);
    if (c->kind == COLUMN_NUMBER && c->bounded && !c->labels) {
        number_key(d, "minimum", c, c->min);
        number_key(d, "maximum", c, c->max);
    }
    if (c->index == 0) {
        json_key(d->json, "required");
        json_bool(d->json, true);
        json_key(d->json, "unique");
        json_bool(d->json, true);
    }
    json_object_end(d->json);
}

static void field(struct describing *d, const struct column *c)
{
    static const char *const types[] = {
        [COLUMN_NUMBER] = "number", [COLUMN_TEXT] = "string", [COLUMN_DATE] = "date", [COLUMN_TIME] = "time"};
    bool whole = c->kind == COLUMN_NUMBER && !c->decimals;
    json_object(d->json);
    json_put(d->json, "name", c->name);
    json_put(d->json, "type", str_from(whole ? "integer" : types[c->kind]));
    if (c->kind == COLUMN_TIME) {
        json_put(d->json, "format", STR("%H:%M"));
    }
    json_put(d->json, "title", model_words(d->model, &c->label, d->language));
    if (c->question != NONE) {
        struct str text = model_words(d->model, &d->model->questions[c->question].text, d->language);
        if (text.len) {
            json_put(d->json, "description", text);
        }
    }
    missing_values(d, c);
    if (c->labels) {
        categories(d, c);
    }
    constraints(d, c);
    json_object_end(d->json);
}

static void resource(struct describing *d, int64_t bytes, const char *hex)
{
    char hash[SHA256_HEX + 8];
    snprintf(hash, sizeof hash, "sha256:%s", hex);
    json_object(d->json);
    json_put(d->json, "name", STR("data"));
    json_put(d->json, "type", STR("table"));
    json_put(d->json, "path", STR("data.csv"));
    json_put(d->json, "format", STR("csv"));
    json_put(d->json, "mediatype", STR("text/csv"));
    json_put(d->json, "encoding", STR("utf-8"));
    json_put_int(d->json, "bytes", bytes);
    json_put(d->json, "hash", str_from(hash));
    json_key(d->json, "schema");
    json_object(d->json);
    json_put(d->json, "$schema", STR("https://datapackage.org/profiles/2.0/tableschema.json"));
    json_key(d->json, "fields");
    json_array(d->json);
    for (uint32_t i = 0; i < d->model->columns_n; i++) {
        field(d, &d->model->columns[i]);
    }
    json_array_end(d->json);
    json_key(d->json, "primaryKey");
    json_array(d->json);
    json_text(d->json, d->model->columns[0].name);
    json_array_end(d->json);
    json_object_end(d->json);
    json_object_end(d->json);
}

/* A name of a package: small letters, digits, point, hyphen and underscore. */
static struct str package_name(struct export_job *job)
{
    struct str id = job->model->newest->id;
    return id.len ? id : STR("study");
}

static bool describe(struct export_job *job, unsigned language, int64_t bytes, const char *hex)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    struct json json = json_new(&text);
    struct describing d = {job->model, &json, language, job->model->newest->codebook->languages[language].id};
    struct stamp t = stamp_of(job->model->stamp_ms);
    struct str name = arena_format(job->arena, "datapackage.%.*s.json", STR_ARG(d.id));
    json_object(&json);
    json_put(&json, "$schema", STR("https://datapackage.org/profiles/2.0/datapackage.json"));
    json_put(&json, "name", package_name(job));
    struct str title = model_words(job->model, &job->model->newest->title, language);
    json_put(&json, "title", title.len ? title : job->model->study);
    json_put(&json, "version", job->model->newest->version);
    json_put(&json, "created",
             arena_format(job->arena, "%04d-%02u-%02uT%02u:%02u:%02uZ", t.year, t.month, t.day, t.hour,
                          t.minute, t.second));
    json_key(&json, "resources");
    json_array(&json);
    resource(&d, bytes, hex);
    json_array_end(&json);
    json_object_end(&json);
    buf_add_char(&text, '\n');
    struct output_file *out = output_open(job, name.ptr);
    if (out) {
        output_str(out, buf_str(&text));
    }
    bool fine = !text.full && out && output_close(out, true);
    buf_free(&text);
    return fine;
}

bool package_close(void *writer, bool good)
{
    struct package *package = writer;
    int64_t bytes = 0;
    char hex[SHA256_HEX];
    bool fine = !good || data_file(package->job, &bytes, hex);
    for (unsigned k = 0; good && fine && k < package->job->model->newest->codebook->languages_n; k++) {
        fine = describe(package->job, k, bytes, hex);
    }
    return fine;
}
