/* Columns of two versions of a questionnaire, and the rows that cases become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "export/format.h"
#include "export/limits.h"
#include "export/model.h"
#include "questionnaire/load.h"
#include "tests/support/tmp.h"

#define TEST(test) cmocka_unit_test(test)

static const char codebook_old[] = "codebook: twee\nlanguages: [nl, en]\nlists:\n"
                                   "  wegen: [1 familie, {code: 7, name: andere, specify: true}, 9 krant]\n"
                                   "  school: [1 lager, 2 hoger]\n";
static const char codebook_new[] =
    "codebook: twee\nlanguages: [nl, en]\nlists:\n"
    "  wegen: [1 familie, 3 internet, {code: 7, name: andere, specify: true}]\n"
    "  school: [1 lager, 2 hoger]\n";
static const char labels[] = "language: nl\nlists:\n"
                             "  wegen: {1: via familie, 7: andere, %s}\n  school: {1: lager, 2: hoger}\n";
static const char head[] =
    "questionnaire: twee\nversion: '%s'\ncodebook: codebook/twee\nsource_language: nl\n"
    "languages: [nl, en]\ngroups: [be, ma]\nallow: [dont_know, refused]\nitems:\n"
    "  - {id: graden, type: int, min: -20, max: 40}\n"
    "  - {id: wegen, type: set, list: wegen}\n"
    "  - {id: beroep, type: text, length: 100, coded: isco08}\n"
    "  - {id: kinderen, type: int, min: 0, max: 2}\n"
    "  - roster: kind\n    count: kinderen\n    max: 2\n    items:\n"
    "      - {id: geboren, type: date, min: 1950-01-01, max: today, precision: [day, month, year]}\n"
    "  - {id: jonger, type: computed, as: int, value: graden - 5}\n"
    "  - {id: ouder, type: computed, as: int, value: kinderen + 5}\n%s";
static const char words[] = "language: nl\ntitle: Twee\nitems:\n"
                            "  graden: {label: graden, text: Hoe warm is het?}\n"
                            "  wegen: {label: zoekwegen, text: Hoe hebt u gezocht?}\n"
                            "  beroep: {label: beroep, text: Wat is uw beroep?}\n"
                            "  kinderen: {label: aantal kinderen, text: Hoeveel kinderen hebt u?}\n"
                            "  kind: {label: kinderen}\n"
                            "  geboren: {label: geboren, text: Wanneer geboren?}\n"
                            "  jonger: {label: vijf minder}\n  ouder: {label: vijf meer}\n"
                            "  %s\n";

struct world {
    struct arena *arena;
    struct diags *diags;
    struct tmp tmp;
    const struct questionnaire *versions[2];
    const struct model *model;
    struct datum *row;
    /* the cells of the one case there is */
    struct {
        const char *id;
        uint32_t row;
        struct cell cell;
    } cells[32];
    size_t cells_n;
    uint32_t ids[2];
    size_t live;
    size_t version;
    const char *code;
    struct cell empty;
};

static void file_make(struct world *w, const char *folder, const char *name, const char *bytes)
{
    struct str path = arena_format(w->arena, "%s/%s", folder, name);
    tmp_write(&w->tmp, path.ptr, str_from(bytes));
}

static struct str filled(struct arena *arena, const char *form, const char *one, const char *two)
{
    struct str out = STR_EMPTY;
    const char *values[] = {one, two};
    size_t n = 0;
    for (const char *at = form; *at; at++) {
        bool here = at[0] == '%' && at[1] == 's';
        out = arena_format(arena, "%.*s%.*s", STR_ARG(out), here ? (int)strlen(values[n]) : 1,
                           here ? values[n] : at);
        n += here;
        at += here;
    }
    return out;
}

static const struct questionnaire *load(struct world *w, const char *folder, bool newest)
{
    const char *last =
        newest ? "  - {id: nieuw, type: time, min: '00:00', max: '23:59'}\n  - {id: soort, type: text}\n"
               : "  - {id: oud, type: code, list: school}\n  - {id: soort, type: code, list: school}\n";
    const char *label =
        newest ? "nieuw: {label: nieuw, text: Wanneer?}\n  soort: {label: soort, text: Welke soort?}"
               : "oud: {label: oud, text: Vroeger?}\n  soort: {label: soort, text: Welke soort?}";
    file_make(w, folder, "questionnaire.yaml", filled(w->arena, head, newest ? "2" : "1", last).ptr);
    file_make(w, folder, "text/nl.yaml", filled(w->arena, words, label, "").ptr);
    file_make(w, folder, "groups/ma.yaml",
              newest ? "group: ma\nitems:\n  wegen: {hide: [3]}\n" : "group: ma\nitems: {}\n");
    file_make(w, folder, "codebook/twee/codebook.yaml", newest ? codebook_new : codebook_old);
    file_make(w, folder, "codebook/twee/text/nl.yaml",
              filled(w->arena, labels, newest ? "3: via internet" : "9: via de krant", "").ptr);
    file_make(w, folder, "codebook/twee/text/en.yaml", "language: en\n");
    struct disk_library *disk = disk_library_open(
        w->arena, arena_copy(w->arena, str_from(tmp_path(&w->tmp, folder))).ptr, NULL, NULL);
    struct library library = disk_library(disk);
    const struct questionnaire *q = questionnaire_load(w->arena, w->diags, &library, STR_EMPTY);
    if (!q) {
        diags_print(w->diags, stderr);
    }
    assert_non_null(q);
    return q;
}

static struct world *world_new(enum export_layer layer)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->arena = arena_new();
    w->diags = diags_new();
    tmp_open(&w->tmp);
    w->versions[0] = load(w, "oud", false);
    w->versions[1] = load(w, "nieuw", true);
    const struct model_setup setup = {
        .study = STR("proef"), .versions = w->versions, .versions_n = 2, .layer = layer};
    w->model = model_make(w->arena, &setup);
    w->row = ARENA_ARRAY(w->arena, w->model->columns_n, struct datum);
    w->version = 1;
    return w;
}

static void world_free(struct world *w)
{
    tmp_close(&w->tmp);
    diags_free(w->diags);
    arena_free(w->arena);
    free(w);
}

/* ---- a case ---- */

static const struct cell *world_cell(void *context, uint32_t slot, uint32_t row)
{
    struct world *w = context;
    struct str id = w->versions[w->version]->codebook->variables[slot]->id;
    for (size_t i = 0; i < w->cells_n; i++) {
        if (str_is(id, w->cells[i].id) && w->cells[i].row == row) {
            return &w->cells[i].cell;
        }
    }
    return &w->empty;
}

static const uint32_t *world_rows(void *context, uint32_t roster, size_t *n)
{
    const struct world *w = context;
    (void)roster;
    *n = w->live;
    return w->ids;
}

static struct str world_code(void *context, struct str item, uint32_t row)
{
    const struct world *w = context;
    return row == 0 && str_is(item, "beroep") && w->code ? str_from(w->code) : STR_EMPTY;
}

static bool world_cleaned(void *context, struct str item, uint32_t row)
{
    (void)context;
    (void)row;
    return str_is(item, "kinderen");
}

static struct cell *put(struct world *w, const char *id, uint32_t row, const char *text)
{
    w->cells[w->cells_n].id = id;
    w->cells[w->cells_n].row = row;
    struct cell *cell = &w->cells[w->cells_n++].cell;
    cell->state = CELL_ANSWERED;
    const struct variable *v = codebook_find(w->versions[w->version]->codebook, str_from(id));
    assert_non_null(v);
    assert_true(value_read(w->arena, v, str_from(text), &cell->value));
    return cell;
}

static void make_row(struct world *w, enum case_end end)
{
    const struct case_view view = {.id = STR("a1"),
                                   .mode = STR("capi"),
                                   .state = "suspended",
                                   .end = end,
                                   .version = w->version,
                                   .cell = world_cell,
                                   .rows = world_rows,
                                   .code = world_code,
                                   .cleaned = w->model->layer == LAYER_CLEAN ? world_cleaned : NULL,
                                   .context = w};
    model_row(w->model, &view, w->arena, w->row);
}

/* What a column holds: its text, or the id of the reason between brackets. */
static void holds(const struct world *w, const char *name, const char *wanted)
{
    const struct column *c = model_column(w->model, str_from(name));
    assert_non_null(c);
    const struct datum *datum = &w->row[c->index];
    char room[64];
    struct str got = datum->reason == REASON_NONE
                         ? datum_text(c, datum, room)
                         : arena_format(w->arena, "(%s)", reason_row(datum->reason)->id);
    if (!str_is(got, wanted)) {
        print_error("%s holds '%.*s' instead of '%s'\n", name, STR_ARG(got), wanted);
    }
    assert_true(str_is(got, wanted));
}

/* ---- tests ---- */

static void columns_are_the_union_of_the_versions(void **state)
{
    (void)state;
    struct world *w = world_new(LAYER_CODED);
    static const char *const wanted[] = {"graden",         "wegen_1",     "wegen_3",       "wegen_7",
                                         "wegen_9",        "wegen_other", "wegen_other_m", "wegen_other_c",
                                         "wegen_other_c2", "beroep",      "beroep_m",      "beroep_c",
                                         "beroep_c_m",     "beroep_c2",   "beroep_c2_m",   "kinderen",
                                         "geboren_1",      "geboren_m_1", "geboren_y_1",   "geboren_mo_1",
                                         "geboren_2",      "geboren_m_2", "geboren_y_2",   "geboren_mo_2",
                                         "jonger",         "ouder",       "oud",           "nieuw",
                                         "nieuw_m",        "soort",       "soort_m"};
    const struct column *first = model_column(w->model, STR("graden"));
    assert_non_null(first);
    assert_int_equal(w->model->columns_n - first->index, ARRAY_LEN(wanted));
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        const struct column *c = &w->model->columns[first->index + i];
        if (!str_is(c->name, wanted[i])) {
            print_error("column %zu is %.*s instead of %s\n", i, STR_ARG(c->name), wanted[i]);
        }
        assert_true(str_is(c->name, wanted[i]));
    }
    assert_int_equal(model_column(w->model, STR("wegen_9"))->labels->n, 2);
    assert_int_equal(w->model->sets_n, 1);
    assert_int_equal(w->model->sets[0].n, 4);
    struct export_job job = {.model = w->model, .diags = w->diags, .arena = w->arena};
    limits_model(&job);
    assert_int_equal(w->diags->errors, 1); /* soort was a code and is a text now */
    assert_true(str_is(str_from(w->diags->items[w->diags->n - 1].code), "X017"));
    world_free(w);
}

static void missing_codes_stay_below_real_values(void **state)
{
    (void)state;
    struct world *w = world_new(LAYER_RAW);
    assert_int_equal(column_missing(model_column(w->model, STR("graden")), REASON_REFUSED), -9999902);
    assert_int_equal(column_missing(model_column(w->model, STR("jonger")), REASON_REFUSED), -9999902);
    assert_int_equal(column_missing(model_column(w->model, STR("ouder")), REASON_REFUSED), -2);
    assert_int_equal(column_missing(model_column(w->model, STR("kinderen")), REASON_BREAKOFF), -5);
    assert_int_equal(column_missing_low(model_column(w->model, STR("kinderen"))), -99);
    world_free(w);
}

static void answers_become_a_row(void **state)
{
    (void)state;
    struct world *w = world_new(LAYER_CODED);
    put(w, "group", 0, "ma");
    put(w, "graden", 0, "-7");
    put(w, "wegen", 0, "1 7");
    put(w, "wegen_other", 0, "via de kerk");
    put(w, "beroep", 0, "bakker");
    put(w, "kinderen", 0, "2");
    put(w, "geboren", 1, "1999");
    put(w, "geboren", 4, "2001-05-06");
    put(w, "nieuw", 0, "08:30");
    w->live = 2;
    w->ids[0] = 1;
    w->ids[1] = 4; /* rows 2 and 3 were removed */
    w->code = "7512 !vague";
    make_row(w, END_COMPLETED);
    static const char *const wanted[][2] = {{"case_id", "a1"},
                                            {"group", "ma"},
                                            {"graden", "-7"},
                                            {"wegen_1", "1"},
                                            {"wegen_3", "(not_in_variant)"},
                                            {"wegen_7", "1"},
                                            {"wegen_9", "(no_record)"},
                                            {"wegen_other", "via de kerk"},
                                            {"wegen_other_m", "0"},
                                            {"wegen_other_c", "(no_answer)"},
                                            {"beroep_c", "7512"},
                                            {"beroep_c_m", "0"},
                                            {"beroep_c2", "(uncodeable)"},
                                            {"beroep_c2_m", "(uncodeable)"},
                                            {"geboren_1", "(no_record)"},
                                            {"geboren_m_1", "2"},
                                            {"geboren_y_1", "1999"},
                                            {"geboren_mo_1", "(dont_know)"},
                                            {"geboren_2", "2001-05-06"},
                                            {"geboren_m_2", "0"},
                                            {"geboren_mo_2", "5"},
                                            {"oud", "(no_record)"},
                                            {"nieuw", "08:30"},
                                            {"nieuw_m", "0"}};
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        holds(w, wanted[i][0], wanted[i][1]);
    }
    world_free(w);
}

static void an_older_version_keeps_its_codes(void **state)
{
    (void)state;
    struct world *w = world_new(LAYER_RAW);
    w->version = 0;
    put(w, "wegen", 0, "1 9");
    put(w, "oud", 0, "2");
    make_row(w, END_COMPLETED);
    holds(w, "wegen_1", "1");
    holds(w, "wegen_3", "(no_record)");
    holds(w, "wegen_7", "0");
    holds(w, "wegen_9", "1");
    holds(w, "oud", "2");
    holds(w, "nieuw", "(no_record)");
    holds(w, "nieuw_m", "(no_record)");
    world_free(w);
}

static void states_become_reasons(void **state)
{
    (void)state;
    static const struct {
        enum cell_state state;
        enum case_end end;
        const char *wanted;
    } rows[] = {
        {CELL_DONT_KNOW, END_COMPLETED, "(dont_know)"},
        {CELL_REFUSED, END_COMPLETED, "(refused)"},
        {CELL_NOT_APPLICABLE, END_COMPLETED, "(not_applicable)"},
        {CELL_PARKED, END_COMPLETED, "(not_applicable)"},
        {CELL_OPEN, END_COMPLETED, "(no_answer)"},
        {CELL_OPEN, END_OPEN, "(no_answer)"},
        {CELL_OPEN, END_SUSPENDED, "(breakoff)"},
        {CELL_NOT_REACHED, END_SUSPENDED, "(breakoff)"},
        {CELL_NOT_REACHED, END_STOPPED, "(not_applicable)"},
        {CELL_NOT_REACHED, END_OPEN, "(no_answer)"},
        {CELL_NOT_IN_VERSION, END_COMPLETED, "(no_record)"},
        {CELL_NOT_IN_VARIANT, END_COMPLETED, "(not_in_variant)"},
    };
    struct world *w = world_new(LAYER_RAW);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        w->cells_n = 0;
        put(w, "graden", 0, "3")->state = rows[i].state;
        put(w, "wegen", 0, "1")->state = rows[i].state;
        put(w, "beroep", 0, "x")->state = rows[i].state;
        put(w, "kinderen", 0, "0")->state = rows[i].state;
        make_row(w, rows[i].end);
        holds(w, "graden", rows[i].wanted);
        holds(w, "wegen_1", rows[i].wanted);
        holds(w, "beroep", rows[i].wanted);
        holds(w, "beroep_m", rows[i].wanted);
        holds(w, "geboren_y_1", rows[i].wanted); /* no rows: for the reason that the count has none */
    }
    w->cells_n = 0;
    put(w, "kinderen", 0, "1");
    make_row(w, END_COMPLETED);
    holds(w, "geboren_y_2", "(not_applicable)");
    world_free(w);
}

static void what_cleaning_deleted_says_so(void **state)
{
    (void)state;
    struct world *w = world_new(LAYER_CLEAN);
    put(w, "kinderen", 0, "1")->state = CELL_OPEN;
    put(w, "graden", 0, "1")->state = CELL_OPEN;
    make_row(w, END_COMPLETED);
    holds(w, "kinderen", "(cleaned)");
    holds(w, "graden", "(no_answer)");
    world_free(w);
}

static void long_labels_keep_what_differs(void **state)
{
    (void)state;
    struct world *w = world_new(LAYER_RAW);
    const struct column *c = model_column(w->model, STR("wegen_7"));
    assert_true(str_is(c->label.in[0], "zoekwegen: andere"));
    assert_true(str_is(c->label.in[1], "zoekwegen: andere")); /* not translated */
    assert_true(str_is(model_column(w->model, STR("geboren_y_2"))->label.in[0], "geboren [2]: jaar"));
    assert_int_equal(c->shortened, 0);
    world_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(columns_are_the_union_of_the_versions),
        TEST(missing_codes_stay_below_real_values),
        TEST(answers_become_a_row),
        TEST(an_older_version_keeps_its_codes),
        TEST(states_become_reasons),
        TEST(what_cleaning_deleted_says_so),
        TEST(long_labels_keep_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
