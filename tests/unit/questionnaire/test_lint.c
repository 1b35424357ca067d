#include "tests/unit/questionnaire/proving.h"

#include "questionnaire/lint.h"
#include "questionnaire/prove.h"

/*
 * What is told of questionnaires that can be loaded (tests/rows/lint-findings.txt, lint-defects.txt): first
 * what the linter says, then what the proofs of all groups come to. A block lists all of it,
 *
 *     W310 codebook/t/codebook.yaml:4:3 no question uses the list
 *
 * each line a beginning; or `nothing`; then the files. There is one language, unless the row says otherwise;
 * lists that nobody uses count only where the row speaks of them.
 */
static const char one_language[] =
    "questionnaire: t\nversion: 1.0.0\ncodebook: codebook/t\nsource_language: nl\n"
    "languages: [nl]\ngroups: [be, ma]\ninclude: [m.yaml]\n";

static bool speaks_of_lists(const struct row *row, size_t expected)
{
    for (size_t i = 0; i < expected; i++) {
        if (str_starts(row->field[i], STR("W310"))) {
            return true;
        }
    }
    return false;
}

static struct str told(struct arena *arena, const struct diag *diag)
{
    struct str place = diag->place.file;
    if (diag->place.line) {
        place = arena_format(arena, "%.*s:%u:%u", STR_ARG(place), diag->place.line, diag->place.column);
    }
    return arena_format(arena, "%s %.*s%s%.*s%s%.*s", diag->code, STR_ARG(place), place.len ? " " : "",
                        STR_ARG(diag->text), diag->hint.len ? " hint: " : "", STR_ARG(diag->hint));
}

static void check_told(struct rows *rows, const struct row *row, size_t expected, struct world *w,
                       size_t from)
{
    size_t at = str_is(str_trim(row->field[0]), "nothing") ? 1 : 0;
    bool lists = speaks_of_lists(row, expected);
    for (size_t i = from; i < w->diags->n; i++) {
        if (!lists && str_is(str_from(w->diags->items[i].code), "W310")) {
            continue;
        }
        struct str text = told(w->arena, &w->diags->items[i]);
        bool listed = at < expected && str_starts(text, str_trim(row->field[at]));
        rows_check(rows, listed, "told: %.*s", STR_ARG(text));
        at++;
    }
    rows_check(rows, at == expected, "%zu told, %zu expected", at, expected);
}

static bool has_one_language(const struct world *w)
{
    for (size_t i = 0; i < w->n; i++) {
        if (str_is(w->files[i].path, "questionnaire.yaml")) {
            return w->files[i].bytes.ptr == one_language;
        }
    }
    return false;
}

static void check_row(struct rows *rows, const struct row *row)
{
    struct world w;
    world_open(&w);
    world_put(&w, STR("questionnaire.yaml"), str_from(one_language));
    size_t expected = proving_read(&w, row);
    if (has_one_language(&w)) {
        proving_drop(&w, "text/en.yaml");
        proving_drop(&w, "codebook/t/text/en.yaml");
    }
    if (proving_load(rows, &w)) {
        const struct proof *proofs[GROUPS_MAX];
        size_t from = w.diags->n;
        lint(w.q, w.diags);
        for (unsigned group = 0; group < w.q->groups_n; group++) {
            proofs[group] = prove(w.arena, w.q, (int)group, NULL);
        }
        proofs_report(proofs, w.q->groups_n, w.diags);
        check_told(rows, row, expected, &w, from);
    }
    world_close(&w);
}

static void check_rows(const char *name)
{
    struct rows *rows = rows_open(name);
    struct row row;
    while (rows_block(rows, &row)) {
        check_row(rows, &row);
    }
    rows_close(rows);
}

static void test_findings(void **state)
{
    (void)state;
    check_rows("lint-findings");
}

static void test_defects(void **state)
{
    (void)state;
    check_rows("lint-defects");
}

/* Every diagnostic has its line with it, for the caret. */
static void test_line(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    world_put(&w, STR("m.yaml"),
              STR("items:\n- {id: a, type: int, min: 0, max: 9}\n- {id: b, type: int, min: 0, "
                  "max: 9, when: a > 20, unknown: skip}\n"));
    proving_words(&w);
    world_load(&w);
    assert_non_null(w.q);
    size_t from = w.diags->n;
    lint(w.q, w.diags);
    bool found = false;
    for (size_t i = from; i < w.diags->n; i++) {
        const struct diag *diag = &w.diags->items[i];
        if (strcmp(diag->code, "W311") == 0) {
            found = true;
            assert_true(str_starts(diag->line, STR("- {id: b")));
            assert_true(str_starts(str_slice(diag->line, diag->place.column - 1, 99), STR("a > 20")));
        }
    }
    assert_true(found);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_defects),
        cmocka_unit_test(test_line),
    };
    return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
