#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "codebook/load.h"
#include "coding/index.h"

/* A frame of two levels, from a file in memory. */
static const char frame_file[] = "frame: jobs\nversion: 1\nentries:\n"
                                 "  - {code: \"1\", nl: Koks}\n"
                                 "  - {code: \"11\", nl: Kok, en: Cook, parent: \"1\", also: [keukenpiet]}\n"
                                 "  - {code: \"12\", nl: Hulpkok, parent: \"1\"}\n"
                                 "  - {code: \"2\", nl: Chauffeur, en: chauffeur}\n";

struct world {
    struct arena *arena;
    struct diags *diags;
    const struct list *frame;
    struct index index;
};

static bool read_frame(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    (void)context;
    (void)diags;
    *bytes = str_from(frame_file);
    return str_is(path, "codebook/frames/jobs.yaml");
}

static size_t no_list(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    (void)context;
    (void)folder;
    (void)suffix;
    *paths = NULL;
    return 0;
}

static int open_world(void **state)
{
    static const struct language languages[] = {{{"nl", 2}, {"Nederlands", 10}, false},
                                                {{"en", 2}, {"English", 7}, false}};
    static struct world w;
    w = (struct world){.arena = arena_new(), .diags = diags_new()};
    struct library library = {read_frame, no_list, NULL};
    struct codebook_builder *builder = codebook_begin(w.arena, w.diags, &library, STR_EMPTY, languages, 2, 0);
    struct source asked = {STR("asks"), STR("")};
    struct node name = {.kind = NODE_SCALAR, .line = 1, .column = 1, .text = STR("jobs")};
    w.frame = codebook_frame(builder, STR("jobs"), &asked, &name);
    w.index = index_new(w.arena, w.frame);
    *state = &w;
    return hash_init() && w.frame ? 0 : -1;
}

static int close_world(void **state)
{
    struct world *w = *state;
    index_free(&w->index);
    diags_free(w->diags);
    arena_free(w->arena);
    return 0;
}

static void expect_written(struct world *w, const char *wanted)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    index_write(&buf, &w->index);
    struct str got = arena_copy(w->arena, buf_str(&buf));
    buf_free(&buf);
    assert_string_equal(got.ptr, wanted);
}

static bool read_text(struct world *w, const char *text)
{
    struct source source = {STR("x.tsv"), str_from(text)};
    return index_read(&w->index, &source, w->diags);
}

static bool import_text(struct world *w, const char *text)
{
    struct source source = {STR("x.csv"), str_from(text)};
    return index_import(&w->index, &source, w->diags);
}

static void only_the_lowest_level_is_coded(void **state)
{
    struct world *w = *state;
    struct index_classes c = index_classes(w->arena, w->frame);
    assert_int_equal(c.n, 3);
    assert_int_equal(c.class[0], NO_CLASS);
    assert_int_equal(c.option[c.class[3]], 3);
}

static void a_frame_brings_its_words(void **state)
{
    struct world *w = *state;
    index_add_frame(&w->index);
    index_tidy(&w->index);
    expect_written(w, "Cook\t11\nkeukenpiet\t11\nKok\t11\nHulpkok\t12\nChauffeur\t2\n");
}

static void several_codes_a_line(void **state)
{
    struct world *w = *state;
    assert_true(read_text(w, "kookt\t11;12\r\n\n rijdt \t2\n"));
    index_tidy(&w->index);
    expect_written(w, "kookt\t11\nkookt\t12\nrijdt\t2\n");
    assert_int_equal(index_doubled(&w->index), 1);
}

static void unknown_codes_are_counted(void **state)
{
    struct world *w = *state;
    assert_true(read_text(w, "a\t11\nb\t77\nc\t88\n"));
    assert_int_equal(w->index.n, 1);
    assert_int_equal(w->index.unknown, 2);
    assert_true(str_is(w->index.unknown_code, "77"));
}

static void bad_lines_are_named(void **state)
{
    struct world *w = *state;
    assert_false(read_text(w, "good\t11\nno tab\n\t11\nbell\a\t11\n"));
    assert_int_equal(w->diags->errors, 3);
    assert_int_equal(w->diags->items[0].place.line, 2);
    assert_int_equal(w->index.n, 1);
}

static void published_occupations(void **state)
{
    struct world *w = *state;
    assert_true(import_text(w, "conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,code\n"
                               "x,11,chef,\"kokkin\nchef-kok\",,1.2.3\n"
                               "y,2,chauffeur,,\"rijder\"\n"));
    index_tidy(&w->index);
    expect_written(w, "chef\t11\nchef-kok\t11\nkokkin\t11\nchauffeur\t2\nrijder\t2\n");
}

static void published_municipalities(void **state)
{
    struct world *w = *state;
    assert_true(
        import_text(w, "\"CD_REFNIS\",\"TX_REFNIS_FR\",\"TX_REFNIS_NL\"\n\"2\",\"Anvers\",\"Antwerpen\"\n"));
    index_tidy(&w->index);
    expect_written(w, "Antwerpen\t2\nAnvers\t2\n");
}

static void other_files_are_refused(void **state)
{
    struct world *w = *state;
    assert_false(import_text(w, "colour,shape\nred,round\n"));
    assert_string_equal(w->diags->items[0].code, "I002");
    assert_false(import_text(w, ""));
    assert_false(import_text(w, "code,price\n11,3\n"));
}

static void case_and_accents_make_no_new_title(void **state)
{
    struct world *w = *state;
    assert_true(read_text(w, "Chef\t11\nchéf\t11\nCHEF!\t11\nchef\t12\n...\t11\n"));
    index_tidy(&w->index);
    assert_int_equal(w->index.n, 2);
}

static void an_index_teaches(void **state)
{
    struct world *w = *state;
    struct suggestion out[1];
    assert_true(read_text(w, "flambeert pannenkoeken\t11\nlevert pakjes\t2\nalle koks\t1\n"));
    struct index_classes c = index_classes(w->arena, w->frame);
    struct suggester *s = suggester_new(c.n);
    index_teach(&w->index, &c, s);
    suggester_train(s, 1);
    assert_int_equal(suggester_facts(s).titles, 2);
    assert_int_equal(suggest(s, STR("pannenkoeken"), out, 1), 1);
    assert_int_equal(c.option[out[0].class], 1);
    assert_true(str_is(w->index.titles[out[0].source].text, "flambeert pannenkoeken"));
    suggester_free(s);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)
    static const struct CMUnitTest tests[] = {
        TEST(only_the_lowest_level_is_coded),
        TEST(a_frame_brings_its_words),
        TEST(several_codes_a_line),
        TEST(unknown_codes_are_counted),
        TEST(bad_lines_are_named),
        TEST(published_occupations),
        TEST(published_municipalities),
        TEST(other_files_are_refused),
        TEST(case_and_accents_make_no_new_title),
        TEST(an_index_teaches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
