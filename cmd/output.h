#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/json.h"
#include "cmd/command.h"

/*
 * JSON on standard output: one object {"veldwerk":1,"command":...,"items":[...]}. For a command about one
 * case the fields of its only item also stand at the top, so that `.outcome` and `.items[0].outcome` are the
 * same.
 */
struct output {
    struct buf buf;
    struct json json;
};
void output_start(struct output *output, const char *command); /* up to and including "items":[ */
void output_end(struct run *run, struct output *output);

typedef void output_fields(struct run *run, struct json *json, void *context);
/* The same with further fields behind the items. */
void output_end_with(struct run *run, struct output *output, output_fields *fields, void *context);
void output_one(struct run *run, const char *command, output_fields *fields, void *context);

/* Diagnostics as items of `check`. */
void diags_json(struct json *json, const struct diags *diags);

#endif
