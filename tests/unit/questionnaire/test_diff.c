#include "tests/unit/questionnaire/proving.h"

#include "questionnaire/diff.h"

/*
 * Two versions beside each other (tests/rows/diff-versions.txt). A block lists all that differs, as
 *
 *     parts a: words range       what stands in the files, in the order of enum diff_part
 *     route b: wider             in both groups
 *     route b ma: undecided      in one
 *     step minor                 what the version number needs
 *
 * then the files of the old version, and behind `--- new/PATH` those that the new one has instead.
 */
struct versions {
    struct world old, new;
    struct arena *arena;
    const struct row *row;
    struct rows *rows;
    size_t expected;
    bool found[ROW_FIELDS];
};

static bool load_new(struct versions *v)
{
    struct world *w = &v->new;
    world_open(w);
    (void)proving_read(w, v->row);
    bool worded = false;
    for (size_t i = 0, n = w->n; i < n; i++) {
        struct str path = w->files[i].path;
        if (str_starts(path, STR("new/"))) {
            path = str_slice(path, 4, path.len);
            worded = worded || str_is(path, "text/nl.yaml");
            world_put(w, path, w->files[i].bytes);
        }
    }
    if (!worded) {
        proving_words(w);
    }
    return proving_load(v->rows, w);
}

static void said(struct versions *v, struct str text)
{
    for (size_t i = 0; i < v->expected; i++) {
        if (str_equal(str_trim(v->row->field[i]), text)) {
            v->found[i] = true;
            return;
        }
    }
    rows_check(v->rows, false, "said: %.*s", STR_ARG(text));
}

static void say_parts(struct versions *v, const struct item_diff *item)
{
    struct str text = arena_format(v->arena, "parts %.*s:", STR_ARG(item->id));
    for (unsigned bit = 0; bit < DIFF_PARTS; bit++) {
        if (item->parts & 1u << bit) {
            text = arena_format(v->arena, "%.*s %s", STR_ARG(text), diff_part_name(bit));
        }
    }
    said(v, text);
}

static enum route_diff route_in(const struct routes *routes, struct str id)
{
    for (size_t i = 0; i < routes->n; i++) {
        if (str_equal(routes->items[i].id, id)) {
            return routes->items[i].route;
        }
    }
    return ROUTE_SAME;
}

/* A proved difference has a respondent, whom both versions take. */
static void check_witness(struct versions *v, const struct routes *routes, const struct route_verdict *verdict)
{
    bool more = verdict->route == ROUTE_WIDER || verdict->route == ROUTE_DIFFERENT;
    bool less = verdict->route == ROUTE_NARROWER || verdict->route == ROUTE_DIFFERENT;
    rows_check(v->rows, more == (verdict->asked_new != NONE) || verdict->route == ROUTE_UNDECIDED,
               "no witness for %.*s", STR_ARG(verdict->id));
    rows_check(v->rows, less == (verdict->asked_old != NONE) || verdict->route == ROUTE_UNDECIDED,
               "no witness for %.*s", STR_ARG(verdict->id));
    for (int new = 0; more && new <= 1; new ++) {
        struct buf out = buf_new(BUF_LIMIT_DEFAULT);
        routes_write(&out, routes, verdict->asked_new, new);
        rows_check(v->rows, str_starts(buf_str(&out), STR("question,row,value,reason\n")), "no answers");
        buf_free(&out);
    }
}

static void say_routes(struct versions *v, const struct routes *routes, size_t n)
{
    for (size_t g = 0; g < n; g++) {
        for (size_t i = 0; i < routes[g].n; i++) {
            const struct route_verdict *verdict = &routes[g].items[i];
            bool both = route_in(&routes[1 - g], verdict->id) == verdict->route;
            const char *name = route_diff_name(verdict->route);
            check_witness(v, &routes[g], verdict);
            said(v, both ? arena_format(v->arena, "route %.*s: %s", STR_ARG(verdict->id), name)
                         : arena_format(v->arena, "route %.*s %.*s: %s", STR_ARG(verdict->id),
                                        STR_ARG(routes[g].group), name));
        }
    }
}

static void compare(struct versions *v)
{
    struct version_diff diff = versions_diff(v->arena, v->old.q, v->new.q);
    for (size_t i = 0; i < diff.n; i++) {
        say_parts(v, &diff.items[i]);
    }
    struct routes routes[2] = {routes_compare(v->arena, &diff, STR("be"), NULL),
                               routes_compare(v->arena, &diff, STR("ma"), NULL)};
    say_routes(v, routes, 2);
    const char *step = version_step_name(version_step_needed(&diff, routes, 2));
    said(v, arena_format(v->arena, "step %s", step));
    for (size_t i = 0; i < v->expected; i++) {
        rows_check(v->rows, v->found[i], "not said: %.*s", STR_ARG(v->row->field[i]));
    }
}

static void test_versions(void **state)
{
    (void)state;
    struct rows *rows = rows_open("diff-versions");
    struct row row;
    while (rows_block(rows, &row)) {
        struct versions v = {.arena = arena_new(), .row = &row, .rows = rows};
        world_open(&v.old);
        v.expected = proving_read(&v.old, &row);
        bool old = proving_load(rows, &v.old);
        if (load_new(&v) && old) {
            compare(&v);
        }
        world_close(&v.old);
        world_close(&v.new);
        arena_free(v.arena);
    }
    rows_close(rows);
}

/* ---- version numbers -------------------------------------------------------------------------- */

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new;
        enum version_step made;
    } cases[] = {
        {"1.0.0", "1.0.0", STEP_NONE},      {"1.0.0", "1.0.1", STEP_PATCH},  {"1.0.9", "1.1.0", STEP_MINOR},
        {"1.9.9", "2.0.0", STEP_MAJOR},     {"1.0", "1.0.1", STEP_PATCH},    {"1.0", "1.1", STEP_MINOR},
        {"2.0.0", "1.9.9", STEP_NONE},      {"1.2.0", "1.1.9", STEP_NONE},   {"9.0.0", "10.0.0", STEP_MAJOR},
        {"2026.1.0", "2026.1.1", STEP_PATCH},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(version_step_made(str_from(cases[i].old), str_from(cases[i].new)), cases[i].made);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_versions), cmocka_unit_test(test_numbers)};
    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
