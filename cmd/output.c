#include "cmd/output.h"

void output_start(struct output *output, const char *command)
{
    output->buf = buf_new((size_t)1 << 30);
    output->json = json_new(&output->buf);
    json_object(&output->json);
    json_put_int(&output->json, "veldwerk", 1);
    json_put(&output->json, "command", str_from(command));
    json_key(&output->json, "items");
    json_array(&output->json);
}

static void output_write(struct run *run, struct output *output)
{
    json_object_end(&output->json);
    struct str text = buf_str(&output->buf);
    fwrite(text.ptr, 1, text.len, run->out);
    fputc('\n', run->out);
    buf_free(&output->buf);
}

void output_end(struct run *run, struct output *output)
{
    json_array_end(&output->json);
    output_write(run, output);
}

void output_end_with(struct run *run, struct output *output, output_fields *fields, void *context)
{
    json_array_end(&output->json);
    fields(run, &output->json, context);
    output_write(run, output);
}

void output_one(struct run *run, const char *command, output_fields *fields, void *context)
{
    struct output output;
    output_start(&output, command);
    json_object(&output.json);
    fields(run, &output.json, context);
    json_object_end(&output.json);
    json_array_end(&output.json);
    fields(run, &output.json, context);
    output_write(run, &output);
}

void diags_json(struct json *json, const struct diags *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *d = &diags->items[i];
        json_object(json);
        json_put(json, "severity", str_from(severity_name(d->severity)));
        json_put(json, "code", str_from(d->code));
        json_put(json, "file", d->place.file);
        json_put_int(json, "line", d->place.line);
        json_put_int(json, "column", d->place.column);
        json_put(json, "path", d->path);
        json_put(json, "text", d->text);
        json_put(json, "hint", d->hint);
        json_object_end(json);
    }
}
