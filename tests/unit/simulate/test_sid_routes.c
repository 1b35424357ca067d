#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "questionnaire/load.h"
#include "simulate/simulate.h"
#include "tests/support/rows.h"

/*
 * The routes of the survey itself, person by person (tests/rows/sid-routes.txt): who is asked what, and how
 * much in all. A person is simulated RUNS times; what is not fixed is drawn.
 */
enum { RUNS = 30, PERSONS = 16 };

struct person {
    struct str name;
    struct case_facts facts;
    struct str fixed;
    unsigned *asked; /* per variable: in how many runs it was asked */
    unsigned fields[RUNS];
    const struct questionnaire *q;
};

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

static int64_t wall(void *context)
{
    (void)context;
    return 1795000000000; /* 18 November 2026 */
}

/* The value behind "id=" in a list of words. */
static struct str value_of(struct str list, struct str id)
{
    struct str word;
    while (list.len && str_split(&list, ' ', &word)) {
        if (word.len > id.len && str_starts(word, id) && word.ptr[id.len] == '=') {
            return str_slice(word, id.len + 1, word.len);
        }
    }
    return STR_EMPTY;
}

static struct str fixed_answer(void *context, const struct variable *variable, uint32_t row)
{
    const struct person *person = context;
    (void)row;
    return value_of(person->fixed, variable->id);
}

static void count_asked(struct person *person, const struct interview *iv, unsigned run)
{
    const struct codebook *codebook = person->q->codebook;
    for (size_t i = 0; i < codebook->variables_n; i++) {
        const struct variable *v = codebook->variables[i];
        const uint32_t alone = 0;
        const uint32_t *rows = &alone;
        size_t n = v->roster == EXPR_NO_ROSTER ? 1 : interview_rows(iv, v->roster, &rows);
        bool any = false;
        for (size_t k = 0; v->role == ROLE_ASKED && k < n; k++) {
            bool asked = cell_asked(interview_cell(iv, v->slot, rows[k]));
            person->fields[run] += asked;
            any |= asked;
        }
        person->asked[v->slot] += any;
    }
}

static void simulate_person(struct person *person)
{
    for (unsigned run = 0; run < RUNS; run++) {
        uint64_t number = 0;
        struct interview_setup setup = {.questionnaire = person->q,
                                        .facts = person->facts,
                                        .sink = {nowhere, no_message, &number},
                                        .clock = {wall, wall, NULL},
                                        .user = STR("test"),
                                        .seed = hash_of(STR("routes"))};
        struct interview *iv = interview_new(&setup);
        char label[64];
        snprintf(label, sizeof label, "%.*s %u", STR_ARG(person->name), run);
        struct draws draws = draws_new(hash_of(str_from(label)));
        struct simulate_options options = simulate_options_default();
        options.answers = fixed_answer;
        options.context = person;
        enum simulate_outcome outcome = simulate_interview(iv, &options, &draws);
        assert_true(outcome == SIMULATE_COMPLETED || outcome == SIMULATE_STOPPED);
        count_asked(person, iv, run);
        interview_free(iv);
    }
}

static const struct questionnaire *load_sid(struct arena *arena)
{
    struct diags *diags = diags_new();
    struct str folder = test_path(arena, "../questionnaire/sid");
    struct library library = disk_library(disk_library_open(arena, folder.ptr, NULL, NULL));
    const struct questionnaire *q = questionnaire_load(arena, diags, &library, STR_EMPTY);
    assert_non_null(q);
    diags_free(diags);
    return q;
}

static struct person person_from(struct arena *arena, const struct questionnaire *q, const struct row *row)
{
    struct str frame = arena_copy(arena, row->field[2]);
    struct person person = {
        .name = arena_copy(arena, row->field[1]), .fixed = arena_copy(arena, row->field[3]), .q = q};
    person.facts = (struct case_facts){.case_id = person.name,
                                       .group = questionnaire_group(q, value_of(frame, STR("group"))),
                                       .sex = value_of(frame, STR("sex")),
                                       .birth_date = value_of(frame, STR("birth_date")),
                                       .generation = value_of(frame, STR("generation"))};
    person.asked = ARENA_ARRAY(arena, q->codebook->variables_n, unsigned);
    return person;
}

static void check_ids(struct rows *rows, const struct person *person, struct str ids, unsigned wanted)
{
    struct str id;
    while (ids.len && str_split(&ids, ' ', &id)) {
        const struct variable *v = codebook_find(person->q->codebook, id);
        if (rows_check(rows, v != NULL, "there is no variable %.*s", STR_ARG(id))) {
            rows_check(rows, person->asked[v->slot] == wanted, "%.*s: %.*s was asked in %u of %d runs",
                       STR_ARG(person->name), STR_ARG(id), person->asked[v->slot], RUNS);
        }
    }
}

static int by_size(const void *a, const void *b)
{
    const unsigned *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static void check_fields(struct rows *rows, struct person *person, const struct row *row)
{
    int64_t low = 0, high = 0;
    assert_true(str_to_int64(row->field[2], &low) && str_to_int64(row->field[3], &high));
    qsort(person->fields, RUNS, sizeof *person->fields, by_size);
    unsigned middle = person->fields[RUNS / 2];
    print_message("%.*s: %u to %u fields, half of them up to %u\n", STR_ARG(person->name), person->fields[0],
                  person->fields[RUNS - 1], middle);
    rows_check(rows, middle >= (unsigned)low && middle <= (unsigned)high, "%.*s is asked %u fields",
               STR_ARG(person->name), middle);
}

static void test_routes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct questionnaire *q = load_sid(arena);
    struct person persons[PERSONS];
    size_t n = 0;
    struct rows *rows = rows_open("sid-routes");
    struct row row;
    while (rows_next(rows, &row)) {
        if (str_is(row.field[0], "person")) {
            assert_true(n < PERSONS);
            persons[n] = person_from(arena, q, &row);
            simulate_person(&persons[n++]);
            continue;
        }
        size_t i = 0;
        while (i < n && !str_equal(persons[i].name, row.field[1])) {
            i++;
        }
        if (!rows_check(rows, i < n, "nobody is called %.*s", STR_ARG(row.field[1]))) {
            continue;
        }
        if (str_is(row.field[0], "fields")) {
            check_fields(rows, &persons[i], &row);
        } else {
            check_ids(rows, &persons[i], row.field[2], str_is(row.field[0], "asked") ? RUNS : 0);
        }
    }
    rows_close(rows);
    arena_free(arena);
}

int main(void)
{
    if (!hash_init()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_routes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
