#ifndef CMD_CLEAN_H
#define CMD_CLEAN_H

#include "cleaning/data.h"
#include "cleaning/work.h"
#include "cmd/study.h"

/* The study open for cleaning: rules of the codebook's folder, answers and routes of its cases. */
struct desk {
    struct run *run;
    struct study study;
    const struct questionnaire *q;
    const struct rulebook *rules;
    struct clean *clean;
};
/* False after a message, with `code`. */
bool desk_open(struct desk *desk, struct run *run, bool read_only, enum exit_code *code);
void desk_close(struct desk *desk);

/* Reads the study's cases with their routes, for clean_setup.load; context: struct study. */
bool clean_load_study(void *context, struct clean_loader *loader, struct str case_id);

/* The exported log: columns of `clean log`, and what `clean replay` reads. */
enum exit_code clean_log(struct run *run);
enum exit_code clean_replay_file(struct run *run);

/* Signs of how the interviews went. */
enum exit_code clean_quality(struct run *run);

#endif
