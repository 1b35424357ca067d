#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "questionnaire/load.h"
#include "questionnaire/lock.h"
#include "tests/support/tmp.h"
#include "base/file.h"

/* Where files come from: folders on disk, and files frozen in a study. */

struct place_of {
    struct tmp tmp;
    struct arena *arena;
    struct diags *diags;
};

static int open_place(void **state)
{
    static struct place_of p; /* one test at a time */
    p.arena = arena_new();
    p.diags = diags_new();
    tmp_open(&p.tmp);
    *state = &p;
    return 0;
}

static int close_place(void **state)
{
    struct place_of *p = *state;
    tmp_close(&p->tmp);
    diags_free(p->diags);
    arena_free(p->arena);
    return 0;
}

static struct library open_disk(struct place_of *p, const char *folder, const char *codebook,
                                const char *installed)
{
    struct str f = arena_copy(p->arena, str_from(tmp_path(&p->tmp, folder)));
    struct str c = codebook ? arena_copy(p->arena, str_from(tmp_path(&p->tmp, codebook))) : STR_EMPTY;
    struct str i = installed ? arena_copy(p->arena, str_from(tmp_path(&p->tmp, installed))) : STR_EMPTY;
    return disk_library(
        disk_library_open(p->arena, f.ptr, codebook ? c.ptr : NULL, installed ? i.ptr : NULL));
}

static void reads(struct place_of *p, const struct library *library, const char *path, const char *wanted)
{
    struct str bytes = STR_EMPTY;
    bool there = library->read(library->context, str_from(path), &bytes, p->diags);
    if (!there || !str_is(bytes, wanted)) {
        fail_msg("%s: %s '%.*s', wanted '%s'", path, there ? "got" : "missing", STR_ARG(bytes), wanted);
    }
}

/* Missing without a word, or refused with one. */
static void refuses(struct place_of *p, const struct library *library, const char *path, const char *code)
{
    struct str bytes = STR_EMPTY;
    size_t before = p->diags->n;
    assert_false(library->read(library->context, str_from(path), &bytes, p->diags));
    assert_int_equal(p->diags->n - before, code ? 1 : 0);
    if (code) {
        assert_string_equal(p->diags->items[before].code, code);
    }
}

/* The questionnaire's folder comes first, then the project around it, then what is installed. */
static void test_roots(void **state)
{
    struct place_of *p = *state;
    tmp_write(&p->tmp, "project/questionnaire/q/questionnaire.yaml", STR("head"));
    tmp_write(&p->tmp, "project/questionnaire/q/codebook/own/codebook.yaml", STR("own"));
    tmp_write(&p->tmp, "project/codebook/own/codebook.yaml", STR("hidden"));
    tmp_write(&p->tmp, "project/codebook/shared/codebook.yaml", STR("shared"));
    tmp_write(&p->tmp, "project/codebook/frames/a.yaml", STR("project's"));
    tmp_write(&p->tmp, "share/codebook/frames/a.yaml", STR("hidden"));
    tmp_write(&p->tmp, "share/codebook/frames/b.yaml", STR("installed"));
    tmp_write(&p->tmp, "share/questionnaire.yaml", STR("not ours"));
    struct library library = open_disk(p, "project/questionnaire/q", NULL, "share");
    reads(p, &library, "questionnaire.yaml", "head");
    reads(p, &library, "codebook/own/codebook.yaml", "own");
    reads(p, &library, "codebook/shared/codebook.yaml", "shared");
    reads(p, &library, "codebook/frames/a.yaml", "project's");
    reads(p, &library, "codebook/frames/b.yaml", "installed");
    refuses(p, &library, "codebook/frames/c.yaml", NULL);
    refuses(p, &library, "text/nl.yaml", NULL);
}

/* Only the codebook is looked up elsewhere: nothing else of a project is read. */
static void test_only_codebook(void **state)
{
    struct place_of *p = *state;
    tmp_write(&p->tmp, "project/questionnaire/q/questionnaire.yaml", STR("head"));
    tmp_write(&p->tmp, "project/codebook/x/codebook.yaml", STR("x"));
    tmp_write(&p->tmp, "project/secret.yaml", STR("secret"));
    struct library library = open_disk(p, "project/questionnaire/q", NULL, NULL);
    refuses(p, &library, "secret.yaml", NULL);
    refuses(p, &library, "../../secret.yaml", "E115");
    refuses(p, &library, "codebook/../secret.yaml", "E115");
    refuses(p, &library, "/etc/passwd", "E115");
    refuses(p, &library, "", "E115");
}

static void test_codebook_option(void **state)
{
    struct place_of *p = *state;
    tmp_write(&p->tmp, "project/questionnaire/q/questionnaire.yaml", STR("head"));
    tmp_write(&p->tmp, "project/codebook/x/codebook.yaml", STR("hidden"));
    tmp_write(&p->tmp, "project/codebook/frames/a.yaml", STR("a"));
    tmp_write(&p->tmp, "other/codebook.yaml", STR("other"));
    tmp_write(&p->tmp, "other/text/nl.yaml", STR("words"));
    struct library library = open_disk(p, "project/questionnaire/q", "other", NULL);
    reads(p, &library, "codebook/x/codebook.yaml", "other");
    reads(p, &library, "codebook/x/text/nl.yaml", "words");
    reads(p, &library, "codebook/frames/a.yaml", "a");
    refuses(p, &library, "codebook/x/text/en.yaml", NULL);
}

static void test_links(void **state)
{
    struct place_of *p = *state;
    tmp_write(&p->tmp, "q/inside.yaml", STR("inside"));
    tmp_write(&p->tmp, "outside.yaml", STR("outside"));
    tmp_write(&p->tmp, "q2/x.yaml", STR("of a neighbour"));
    struct str inside = arena_copy(p->arena, str_from(tmp_path(&p->tmp, "q/good.yaml")));
    struct str outside = arena_copy(p->arena, str_from(tmp_path(&p->tmp, "q/bad.yaml")));
    struct str folder = arena_copy(p->arena, str_from(tmp_path(&p->tmp, "q/text")));
    struct str neighbour = arena_copy(p->arena, str_from(tmp_path(&p->tmp, "q/near.yaml")));
    struct str circle = arena_copy(p->arena, str_from(tmp_path(&p->tmp, "q/circle.yaml")));
    assert_int_equal(symlink("inside.yaml", inside.ptr), 0);
    assert_int_equal(symlink("../outside.yaml", outside.ptr), 0);
    assert_int_equal(symlink("..", folder.ptr), 0);
    assert_int_equal(symlink("../q2/x.yaml", neighbour.ptr), 0);
    assert_int_equal(symlink("circle.yaml", circle.ptr), 0);
    struct library library = open_disk(p, "q", NULL, NULL);
    reads(p, &library, "good.yaml", "inside");
    refuses(p, &library, "bad.yaml", "E115");
    refuses(p, &library, "text/outside.yaml", "E115");
    refuses(p, &library, "near.yaml", "E115");
    refuses(p, &library, "circle.yaml", NULL);
}

/* What is no file is told, not read. */
static void test_no_files(void **state)
{
    struct place_of *p = *state;
    tmp_write(&p->tmp, "q/folder.yaml/x", STR(""));
    const char *pipe = tmp_path(&p->tmp, "q/pipe.yaml");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    struct library library = open_disk(p, "q", NULL, NULL);
    size_t before = p->diags->n;
    struct str bytes = STR_EMPTY;
    assert_false(library.read(library.context, STR("folder.yaml"), &bytes, p->diags));
    assert_false(library.read(library.context, STR("pipe.yaml"), &bytes, p->diags));
    assert_int_equal(p->diags->n - before, 2);
}

static void test_lists(void **state)
{
    struct place_of *p = *state;
    tmp_write(&p->tmp, "q/groups/b.yaml", STR(""));
    tmp_write(&p->tmp, "q/groups/a.yaml", STR(""));
    tmp_write(&p->tmp, "q/groups/a.txt", STR(""));
    struct library library = open_disk(p, "q", NULL, NULL);
    const struct str *paths = NULL;
    assert_int_equal(library.list(library.context, STR("groups"), STR(".yaml"), &paths), 2);
    assert_true(str_is(paths[0], "groups/a.yaml") && str_is(paths[1], "groups/b.yaml"));
    assert_int_equal(library.list(library.context, STR("text"), STR(".yaml"), &paths), 0);
    assert_int_equal(library.list(library.context, STR(".."), STR(".yaml"), &paths), 0);
}

static void test_frozen(void **state)
{
    struct place_of *p = *state;
    const struct definition_file files[] = {{STR("text/nl.yaml"), STR("nl")},
                                            {STR("text/deep/x.yaml"), STR("x")},
                                            {STR("text/en.yaml"), STR("en")},
                                            {STR("texts.yaml"), STR("t")}};
    struct library library = frozen_library(p->arena, files, 4);
    reads(p, &library, "text/en.yaml", "en");
    refuses(p, &library, "text/fr.yaml", NULL);
    refuses(p, &library, "../text/nl.yaml", NULL);
    const struct str *paths = NULL;
    assert_int_equal(library.list(library.context, STR("text"), STR(".yaml"), &paths), 2);
    assert_true(str_is(paths[0], "text/en.yaml") && str_is(paths[1], "text/nl.yaml"));
    assert_int_equal(library.list(library.context, STR(""), STR(".yaml"), &paths), 1);
}

/* Path and bytes count, order does not. */
static void test_hash(void **state)
{
    (void)state;
    const struct definition_file one[] = {{STR("a"), STR("1")}, {STR("b"), STR("2")}};
    const struct definition_file other[] = {{STR("b"), STR("2")}, {STR("a"), STR("1")}};
    const struct definition_file path[] = {{STR("a"), STR("1")}, {STR("c"), STR("2")}};
    const struct definition_file cut[] = {{STR("a"), STR("1b")}, {STR(""), STR("2")}};
    struct hash hash = definition_hash(one, 2);
    struct hash same = definition_hash(other, 2);
    struct hash named = definition_hash(path, 2);
    struct hash moved = definition_hash(cut, 2);
    struct hash less = definition_hash(one, 1);
    assert_true(hash_equal(&hash, &same));
    assert_false(hash_equal(&hash, &named) || hash_equal(&hash, &moved) || hash_equal(&hash, &less));
}

/* ---- ids.lock on disk ------------------------------------------------------------------------ */

static const struct questionnaire *load_small(struct place_of *p, const char *items)
{
    tmp_write(&p->tmp, "q/questionnaire.yaml",
              STR("questionnaire: t\nversion: 1\ncodebook: codebook/t\nsource_language: nl\n"
                  "languages: [nl]\ninclude: [m.yaml]\n"));
    tmp_write(&p->tmp, "q/m.yaml", str_from(items));
    tmp_write(&p->tmp, "q/text/nl.yaml", STR("language: nl\ntitle: T\nitems:\n  a: {label: a, text: A}\n"));
    tmp_write(&p->tmp, "q/codebook/t/codebook.yaml", STR("codebook: t\nlists:\n  l: [1 x]\n"));
    tmp_write(&p->tmp, "q/codebook/t/text/nl.yaml", STR("language: nl\nlists:\n  l: {1: x}\n"));
    struct library library = open_disk(p, "q", NULL, NULL);
    return questionnaire_load(p->arena, p->diags, &library, STR(""));
}

static void test_lock(void **state)
{
    struct place_of *p = *state;
    const struct questionnaire *q = load_small(p, "items:\n- {id: a, type: int, min: 0, max: 9}\n");
    assert_non_null(q);
    struct str path = arena_copy(p->arena, str_from(tmp_path(&p->tmp, "q/ids.lock")));
    assert_true(questionnaire_write_lock(q, path.ptr, p->diags));
    struct str bytes = STR_EMPTY;
    assert_true(file_read(p->arena, path.ptr, path, 10000, &bytes, p->diags));
    assert_true(str_ends(bytes, STR("\nid a int\nlist l 1=x\n")));
    /* Released: loading again is fine, and the lock is no part of the definition's hash. */
    const struct questionnaire *again = load_small(p, "items:\n- {id: a, type: int, min: 0, max: 9}\n");
    assert_non_null(again);
    assert_true(hash_equal(&q->hash, &again->hash));
    assert_int_equal(p->diags->n, 0);
    assert_true(questionnaire_write_lock(again, path.ptr, p->diags));
    struct str same = STR_EMPTY;
    assert_true(file_read(p->arena, path.ptr, path, 10000, &same, p->diags));
    assert_true(str_equal(same, bytes));
    /* Another meaning under the same id. */
    assert_null(load_small(p, "items:\n- {id: a, type: text}\n"));
    assert_string_equal(p->diags->items[0].code, "E140");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_roots),  TEST(test_only_codebook), TEST(test_codebook_option),
        TEST(test_links),  TEST(test_no_files),      TEST(test_lists),
        TEST(test_frozen), TEST(test_hash),          TEST(test_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
