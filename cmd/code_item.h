#ifndef CMD_CODE_ITEM_H
#define CMD_CODE_ITEM_H

#include "cmd/frames.h"
#include "cmd/output.h"
#include "cmd/study.h"
#include "coding/work.h"

/* One item of the study with its frame, as the commands of coding want it. */
struct code_item {
    struct run *run;
    struct study *study;
    struct work_item item;
    struct frame_on_disk frame;
    struct index index;
    bool framed; /* frame and index are open */
    struct work *work;
};

enum code_work { CODE_PLAIN, CODE_SUGGESTS };

/* What can be coded in the study; NULL after a message. In the study's arena. */
const struct work_item *code_items(struct study *study, size_t *n, enum exit_code *code);
/* Opens one; false after a message. */
bool code_item_open(struct code_item *item, struct study *study, const struct work_item *which,
                    enum code_work how, enum exit_code *code);
void code_item_close(struct code_item *item);

/* What a command does with an item that is open. */
typedef enum exit_code code_action(struct code_item *item);
/* Opens the study and the item named by the second word, acts, closes. */
enum exit_code code_with_item(struct run *run, enum code_work how, bool read_only, code_action *action);

/* A result as exit code; anything but done tells the message. Decided by another one meanwhile: 1. */
enum exit_code code_exit(struct code_item *item, enum work_result result);
/* Words from `first` on, with a space between. */
struct str code_words(struct run *run, size_t first);
/* A number with four decimals; null where there is none. */
void code_number(struct run *run, struct json *json, const char *key, double value);

/* The commands. */
enum exit_code code_next(struct run *run);
enum exit_code code_decide(struct run *run);
enum exit_code code_undo(struct run *run);
enum exit_code code_redo(struct run *run);
enum exit_code code_differences(struct run *run);
enum exit_code code_settle(struct run *run);
enum exit_code code_double(struct run *run);
enum exit_code code_rule(struct run *run);
enum exit_code code_auto(struct run *run);
enum exit_code code_report(struct run *run);
enum exit_code code_import(struct run *run);
enum exit_code code_export(struct run *run);

#endif
