#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "tests/mutation/trial.h"

/*
 * mutation DIR [--every N] [--goal PERCENT]: makes every mutant of a questionnaire (or every Nth), and tells
 * who notices it: the loader, the linter, the proof, the witnesses of the unmutated one. Survivors are
 * listed. Exit code 1 where fewer are noticed than the goal.
 */
struct arguments {
    const char *folder;
    size_t every;
    unsigned goal; /* percent */
    bool plain;
};

static struct arguments read_arguments(int argc, char **argv)
{
    struct arguments a = {"questionnaire/sid", 1, 95, false};
    for (int i = 1; i < argc; i++) {
        int64_t number = 0;
        bool valued = i + 1 < argc && str_to_int64(str_from(argv[i + 1]), &number) && number > 0;
        if (strcmp(argv[i], "--every") == 0 && valued) {
            a.every = (size_t)number;
            i++;
        } else if (strcmp(argv[i], "--goal") == 0 && valued) {
            a.goal = (unsigned)number;
            i++;
        } else if (strcmp(argv[i], "--plain") == 0) {
            a.plain = true;
        } else {
            a.folder = argv[i];
        }
    }
    return a;
}

/* Translations cannot notice anything: without them a mutant loads in half the time. */
static size_t without_translations(struct definition_file *files, const struct questionnaire *q)
{
    struct str source = q->codebook->languages[q->codebook->source_language].id;
    size_t n = 0;
    for (size_t i = 0; i < q->files_n; i++) {
        struct str path = q->files[i].path;
        bool is_text = str_starts(path, STR("text/"));
        if (!is_text || str_starts(str_slice(path, strlen("text/"), path.len), source)) {
            files[n++] = q->files[i];
        }
    }
    return n;
}

struct counts {
    size_t noticed[MUTATIONS][NOTICED_COUNT];
    size_t all[NOTICED_COUNT], n;
};

static void print_line(const char *name, const size_t noticed[NOTICED_COUNT])
{
    size_t n = 0;
    for (size_t i = 0; i < NOTICED_COUNT; i++) {
        n += noticed[i];
    }
    printf("%-10s %7zu", name, n);
    for (size_t i = 0; i < NOTICED_COUNT; i++) {
        printf(" %7zu", noticed[i]);
    }
    printf("   %5.1f %%\n", n ? 100.0 * (double)(n - noticed[NOTICED_NEVER]) / (double)n : 0);
}

static void print_table(const struct counts *c)
{
    printf("%-10s %7s", "", "mutants");
    for (enum noticed i = 0; i < NOTICED_COUNT; i++) {
        printf(" %7s", noticed_name(i));
    }
    printf("   noticed\n");
    for (enum mutation i = 0; i < MUTATIONS; i++) {
        print_line(mutation_name(i), c->noticed[i]);
    }
    print_line("all", c->all);
}

static void try_mutant(struct trial *trial, const struct questionnaire *q, const struct mutant *mutant,
                       struct counts *counts)
{
    enum noticed noticed = trial_judge(trial, mutant);
    counts->noticed[mutant->mutation][noticed]++;
    counts->all[noticed]++;
    counts->n++;
    if (noticed == NOTICED_NEVER) {
        struct arena *arena = arena_new();
        printf("survived: %s\n", mutant_words(arena, q, mutant).ptr);
        fflush(stdout);
        arena_free(arena);
    }
}

static int run(const struct questionnaire *q, const struct arguments *a)
{
    struct arena *arena = arena_new();
    struct mutants mutants;
    struct counts counts = {0};
    struct trial *trial = trial_open(q, !a->plain);
    mutants_make(&mutants, arena, q);
    for (size_t i = 0; i < mutants.n; i += a->every) {
        try_mutant(trial, q, &mutants.all[i], &counts);
    }
    print_table(&counts);
    printf("%zu respondents, %zu parts of conditions looked at; %zu expressions not found in their file\n",
           trial_witnesses(trial), trial_probes(trial), mutants.unplaced);
    size_t noticed = counts.n - counts.all[NOTICED_NEVER];
    trial_close(trial);
    free(mutants.all);
    arena_free(arena);
    return noticed * 100 >= counts.n * a->goal ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct arguments a = read_arguments(argc, argv);
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    if (!hash_init()) {
        return 2;
    }
    struct disk_library *disk = disk_library_open(arena, a.folder, NULL, ".");
    struct library library = disk_library(disk);
    const struct questionnaire *q = questionnaire_load(arena, diags, &library, STR_EMPTY);
    int code = 2;
    if (q) {
        struct definition_file *files = ARENA_ARRAY(arena, q->files_n, struct definition_file);
        size_t n = without_translations(files, q);
        struct library frozen = frozen_library(arena, files, n);
        q = questionnaire_load(arena, diags, &frozen, STR_EMPTY);
    }
    if (q) {
        code = run(q, &a);
    } else {
        diags_print(diags, stderr);
    }
    diags_free(diags);
    arena_free(arena);
    return code;
}
