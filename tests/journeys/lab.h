#ifndef TESTS_JOURNEYS_LAB_H
#define TESTS_JOURNEYS_LAB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "tests/support/tmp.h"

/*
 * A folder with a study in it, and the program under test run on that study as any user would run it. What
 * goes wrong in the lab itself ends the test program with a message.
 *
 * The environment says where things are: VELDWERK (the program), VELDWERK_KILLER (killer.so), and
 * VELDWERK_TEST_DIR (the folder tests/).
 */
struct lab {
    struct tmp tmp;
    struct arena *arena; /* as long as the lab */
    const char *program;
    const char *study; /* path; the program finds it in its environment */
};

void lab_open(struct lab *lab);
void lab_close(struct lab *lab);
/* A path in the folder; lives as long as the lab. */
const char *lab_path(struct lab *lab, const char *name);
void lab_copy(const char *from, const char *to); /* a file; replaces `to` */
void lab_write(const char *path, struct str bytes);
struct str lab_read(struct arena *arena, const char *path); /* empty when there is no such file */

/* Environment for programs in the lab: study, user, folders; then the `n` extra ones. Ended by NULL. */
const char *const *lab_environment(struct lab *lab, struct arena *arena, const char *const *extra, size_t n);

/* What a program left behind. */
struct ran {
    int status; /* as waitpid gives it */
    struct str out, err;
};
/* Runs the program under test to its end with the words given, ended by NULL. Texts live in `arena`. */
struct ran lab_run(struct lab *lab, struct arena *arena, const char *const *extra, size_t n,
                   const char *const *words);
/* The same, and it must end with this exit code. */
struct str lab_must(struct lab *lab, struct arena *arena, int code, const char *const *words);
/* Did it exit with this code? */
bool ran_exit(const struct ran *ran, int code);

/* For writing the words of a command in place: LAB_WORDS("show", id, "--json"). */
#define LAB_WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* jq over a JSON text; the lines it prints. */
struct str lab_jq(struct lab *lab, struct arena *arena, struct str json, const char *filter);

#endif
