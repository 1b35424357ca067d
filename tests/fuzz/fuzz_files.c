#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"
#include "cmd/answers.h"

/*
 * The files that commands read: the first byte says whether the rest is a sample frame or an answers file of
 * the small questionnaire; answers are then conducted with a log that keeps nothing. Run from the project's
 * folder.
 */
static const struct questionnaire *small;

static bool load_small(void)
{
    struct arena *arena = arena_new(); /* as long as the process */
    struct diags *diags = diags_new();
    struct library library = disk_library(disk_library_open(arena, "tests/flow/small", NULL, NULL));
    small = hash_init() ? questionnaire_load(arena, diags, &library, STR_EMPTY) : NULL;
    diags_free(diags);
    return small != NULL;
}

static bool nowhere(void *context, struct act *acts, size_t n)
{
    uint64_t *number = context;
    for (size_t i = 0; i < n; i++) {
        ++*number;
        memcpy(acts[i].id.bytes, number, sizeof *number);
    }
    return true;
}

static const char *no_message(void *context)
{
    (void)context;
    return "";
}

static void conduct(struct arena *arena, struct answers *answers, struct diags *diags, bool replay)
{
    uint64_t number = 0;
    struct interview_setup setup = {.questionnaire = small,
                                    .facts = {.case_id = STR("f"), .group = 0},
                                    .sink = {nowhere, no_message, &number},
                                    .clock = clock_system(),
                                    .user = STR("fuzz")};
    struct case_session session = {.arena = arena, .interview = interview_new(&setup)};
    enum exit_code code = EXIT_GOOD;
    if (interview_begin(session.interview, NULL)) {
        (replay ? answers_replay : answers_conduct)(&session, answers, diags, &code);
    }
    interview_free(session.interview);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!small && !load_small()) {
        abort();
    }
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct source source = {STR("fuzz.csv"), {(const char *)data + 1, size - 1}};
    if (data[0] == 's') {
        struct sample_cases found;
        if (sample_parse(small, arena, diags, &source, &found) != (diags->errors == 0)) {
            abort();
        }
    } else {
        struct answers answers;
        bool replay = data[0] == 'r';
        if (answers_parse(arena, small, &source, replay, &answers, diags)) {
            conduct(arena, &answers, diags, replay);
        }
        free(answers.lines);
    }
    diags_free(diags);
    arena_free(arena);
    return 0;
}
