#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/str.h"

/* Of the program: stands in every cleaning act, too. */
#define VERSION "0.1.0"

/* Exit codes: the contract of the command line; 64 and up as in sysexits. */
enum exit_code {
    EXIT_GOOD = 0,
    EXIT_FINDINGS = 1, /* the command did its work and found something wrong */
    EXIT_USAGE_ERROR = 64,
    EXIT_DATA = 65, /* bad input data, unknown case, existing target */
    EXIT_IO = 74,
    EXIT_DEFINITION = 78 /* the questionnaire or codebook is broken */
};

/* What was said on the command line. Texts are empty when not given; they point into argv or the environment.
 */
struct options {
    struct str study, questionnaire, codebook, group, lang, ui, user;
    struct str answers, explain, reason, glyphs, contrast, profile, truth, cover, witness, out, target, only, set;
    int64_t seed, count, dont_know, refused, errors, escdelay;
    bool has_seed;
    bool html, cards;
    struct str layer, release, description, key;
    bool check;
    bool dry_run, finished, again;
    bool json, plain, replay, practice, identity, strict, lock, replace, always, simulated, screen_reader,
        help;
    struct str words[8]; /* what stands beside the options */
    size_t words_n;
};

/* One run of the program: options, memory, and where output goes. Passed to everything. */
struct run {
    struct options options;
    struct arena *arena; /* as long as the run */
    FILE *out;
    FILE *err;
};

struct command {
    const char *name;
    const char *arguments; /* for the usage line, marked N_(); may be empty */
    const char *summary;   /* marked N_() */
    size_t words_min, words_max;
    enum exit_code (*run)(struct run *run);
};

/* The one table of commands, ended by a row without name: help, man page and completion come from it. */
extern const struct command commands[];

enum exit_code run_new(struct run *run);
enum exit_code run_sample(struct run *run);
enum exit_code run_interview(struct run *run);
enum exit_code run_show(struct run *run);
enum exit_code run_check(struct run *run);
enum exit_code run_simulate(struct run *run);
enum exit_code run_diff(struct run *run);
enum exit_code run_migrate(struct run *run);
enum exit_code run_translate(struct run *run);
enum exit_code run_print(struct run *run);
enum exit_code run_frame(struct run *run);
enum exit_code run_code(struct run *run);
enum exit_code run_clean(struct run *run);
enum exit_code run_bundle(struct run *run);
enum exit_code run_release(struct run *run);
enum exit_code run_verify(struct run *run);
enum exit_code run_log(struct run *run);
enum exit_code run_backup(struct run *run);
enum exit_code run_restore(struct run *run);
enum exit_code run_demo(struct run *run);
enum exit_code run_help(struct run *run);
enum exit_code run_version(struct run *run);
enum exit_code run_completion(struct run *run);
enum exit_code run_manpage(struct run *run);
/* Without a command, on a terminal: the role menu. */
enum exit_code run_menu(struct run *run);

/* A message for people on standard error, "veldwerk: ...", and the code back: `return fail(run, EXIT_DATA,
 * ...)`. */
enum exit_code fail(struct run *run, enum exit_code code, const char *format, ...) PRINTF(3, 4);

/* Fills options from argv and the environment; false after a message (usage). *command NULL: none given. */
bool options_read(struct run *run, int argc, char **argv, const struct command **command);
/* The table of options as lines of help; `command` NULL: the common ones. */
void options_help(FILE *out, const struct command *command);
/* All options as rows of the man page. */
void options_man(FILE *out);
/* All options as words of one line, for the shells' completion. */
void options_complete(FILE *out);

#endif
