#include <stdint.h>
#include <stdlib.h>

#include "base/hash.h"
#include "questionnaire/load.h"
#include "simulate/figures.h"
#include "simulate/person.h"

/*
 * Profiles for the small questionnaire: what loads is asked for a frame, and for one interview with errors.
 * Other files that a profile names, open answers and includes, are always the same two. Run from the
 * project's folder.
 */
static const struct questionnaire *small;

static bool load_small(void)
{
    struct arena *arena = arena_new(); /* as long as the process */
    struct library library = disk_library(disk_library_open(arena, "tests/flow/small", NULL, NULL));
    small = hash_init() ? questionnaire_load(arena, NULL, &library, STR_EMPTY) : NULL;
    return small != NULL;
}

static bool read_file(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    (void)diags;
    *bytes = str_is(path, "profile.yaml")    ? *(const struct str *)context
             : str_ends(path, STR(".txt"))   ? STR("# jobs\n[one]\nbakker\nkapper\n[two]\nleraar\n")
             : str_is(path, "included.yaml") ? STR("group: ma\nquestions: {jobs: {table: {2: 1}}}\n")
                                             : STR_EMPTY;
    return bytes->len > 0;
}

static size_t list_files(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    (void)context, (void)folder, (void)suffix, (void)paths;
    return 0;
}

static struct interview *hold(struct person *person, const struct case_facts *facts)
{
    struct interview_setup setup = {.questionnaire = small, .facts = *facts, .user = STR("fuzz")};
    setup.clock = person_clock(person, 1772445600000);
    struct interview *iv = interview_new(&setup);
    struct simulate_options options = person_options(person);
    struct draws draws = person_draws(person);
    options.tries = 30;
    (void)simulate_interview(iv, &options, &draws);
    return iv;
}

static void simulate(struct arena *arena, const struct profile *profile)
{
    struct person_setup setup = {profile, {{1}}, STR("fuzz-1"), 1000, -1, -1};
    struct person *person = person_new(&setup);
    struct figures *figures = figures_new(arena, profile);
    struct person_frame frame = person_frame(person, 1, profile_starts(profile, 3));
    struct case_facts facts = {.case_id = STR("fuzz-1"),
                               .group = 1,
                               .sex = frame.sex,
                               .birth_date = frame.birth_date,
                               .generation = frame.generation,
                               .language = frame.language,
                               .municipality = frame.municipality};
    struct interview *iv = hold(person, &facts);
    if (person_plan_errors(person, iv, answers_given(arena, iv)) > 0) {
        interview_free(iv);
        iv = hold(person, &facts);
        struct buf told = buf_new(BUF_LIMIT_DEFAULT);
        person_tell_errors(person, iv, &told);
        buf_free(&told);
    }
    figures_count(figures, iv);
    const struct figure_line *lines = NULL;
    (void)figures_lines(figures, &lines);
    interview_free(iv);
    person_free(person);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!small && !load_small()) {
        abort();
    }
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct str bytes = {(const char *)data, size};
    struct library library = {read_file, list_files, &bytes};
    const struct profile *profile = profile_load(arena, diags, small, &library, STR("profile.yaml"));
    if ((profile != NULL) != (diags->errors == 0)) {
        abort();
    }
    if (profile) {
        simulate(arena, profile);
    }
    diags_free(diags);
    arena_free(arena);
    return 0;
}
