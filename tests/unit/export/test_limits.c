/* What is refused before a byte is written, and bundles that are there whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "export/bundle.h"
#include "export/dta.h"
#include "export/limits.h"
#include "export/sav.h"
#include "tests/unit/export/made.h"

#define TEST(test) cmocka_unit_test(test)

static void check_model(struct made *made)
{
    limits_model(&made->job);
    sav_limits(&made->job);
    dta_limits(&made->job);
}

static void plain_columns_break_no_limit(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    made_add(&made, "case_id", COLUMN_TEXT, 8);
    made_add(&made, "uren", COLUMN_NUMBER, 3);
    made_add(&made, "lang", COLUMN_TEXT, 32767);
    check_model(&made);
    assert_int_equal(made.job.diags->n, 0);
    made_close(&made);
}

static void names_are_checked(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    const char *longest = "a_name_of_sixty_five_characters_is_more_than_any_program_can_hold";
    made_add(&made, longest, COLUMN_TEXT, 8);
    made_add(&made, "vraag", COLUMN_TEXT, 8);
    made_add(&made, "Vraag", COLUMN_TEXT, 8);
    made_add(&made, "strl", COLUMN_TEXT, 8);
    made_add(&made, "streepje_", COLUMN_TEXT, 8);
    check_model(&made);
    assert_true(made_says(&made, "X010", longest, "32"));
    assert_true(made_says(&made, "X011", "Vraag", ""));
    assert_true(made_says(&made, "X013", "Vraag", ""));
    assert_true(made_says(&made, "X012", "strl", "Stata"));
    assert_true(made_says(&made, "X011", "streepje_", ""));
    assert_int_equal(made.job.diags->errors, 5);
    made_close(&made);
}

static void labels_are_checked_per_format(void **state)
{
    (void)state;
    struct made made;
    char label[82];
    char value[122];
    memset(label, 'l', 81);
    label[81] = '\0';
    memset(value, 'v', 121);
    value[121] = '\0';
    made_open(&made);
    made_add(&made, "vraag", COLUMN_NUMBER, 3)->label.in[1] = str_from(label);
    struct value_label one = {.number = 1, .code = STR("1")};
    one.label.in[0] = str_from(value);
    const struct label_set set = {.name = STR("lijst"), .labels = &one, .n = 1};
    const struct label_set *sets[] = {&set};
    made.model.label_sets = sets;
    made.model.label_sets_n = 1;
    check_model(&made);
    assert_true(made_says(&made, "X015", "vraag", "dta: "));
    assert_true(made_says(&made, "X016", "lijst", "sav: "));
    assert_int_equal(made.job.diags->errors, 2);
    made_close(&made);
}

static void codes_stay_out_of_the_missing_block(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    made_add(&made, "graden", COLUMN_NUMBER, 3)->min = number_int(-20);
    struct column *balance = made_add(&made, "saldo", COLUMN_NUMBER, 8);
    balance->min = number_int(-5000);
    balance->missing_base = -9999900;
    struct column *far = made_add(&made, "ver", COLUMN_NUMBER, 8);
    far->min = number_int(-9999950);
    far->missing_base = -9999900;
    check_model(&made);
    assert_true(made_says(&made, "X014", "graden", "-99..-1"));
    assert_true(made_says(&made, "X014", "ver", "-9999999..-9999901"));
    assert_int_equal(made.job.diags->errors, 2);
    made_close(&made);
}

static void texts_too_wide_for_spss_are_named(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    made_add(&made, "verhaal", COLUMN_TEXT, 40000);
    check_model(&made);
    assert_true(made_says(&made, "X018", "verhaal", "sav: "));
    assert_int_equal(made.job.diags->errors, 1);
    made_close(&made);
}

static void rows_are_checked(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    made_add(&made, "case_id", COLUMN_TEXT, 8);
    made_add(&made, "tekst", COLUMN_TEXT, 4);
    made_add(&made, "getal", COLUMN_NUMBER, 3)->bounded = false;
    made_add(&made, "grens", COLUMN_NUMBER, 3);
    static const struct {
        struct str text;
        int64_t free_number, bounded_number;
        const char *code;
        const char *where;
    } rows[] = {
        {{"goed", 4}, 5, 100, NULL, NULL},    {{"a\xff", 2}, 5, 5, "X020", "tekst"},
        {{"a\0b", 3}, 5, 5, "X020", "tekst"}, {{"te lang", 7}, 5, 5, "X021", "tekst"},
        {{"ok", 2}, -1, 5, "X022", "getal"},  {{"ok", 2}, -99, 5, "X022", "getal"},
        {{"ok", 2}, -100, 5, NULL, NULL},     {{"ok", 2}, 5, 101, "X023", "grens"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct datum row[4] = {{.text = STR("adres-7")}, {.text = rows[i].text}};
        row[2].number = number_int(rows[i].free_number);
        row[3].number = number_int(rows[i].bounded_number);
        size_t before = made.job.diags->errors;
        assert_int_equal(limits_row(&made.job, row), rows[i].code == NULL);
        assert_int_equal(made.job.diags->errors - before, rows[i].code != NULL);
        assert_true(!rows[i].code || made_says(&made, rows[i].code, rows[i].where, "adres-7"));
    }
    made_close(&made);
}

/* ---- bundles ---- */

static enum bundle_status write_nothing(struct made *made, const char *path, bool replace, bool good)
{
    struct bundle *bundle = NULL;
    enum bundle_status status = bundle_begin(made->arena, str_from(path), replace, made->job.diags, &bundle);
    if (status == BUNDLE_OK) {
        made->job.folder = bundle_folder(bundle);
        struct output_file *file = output_open(&made->job, "een.txt");
        assert_non_null(file);
        output_str(file, replace ? STR("nieuw") : STR("oud"));
        assert_true(output_close(file, true));
        file = output_open(&made->job, "SHA256SUMS");
        assert_non_null(file);
        output_format(file, "%064d  een.txt\n", 0);
        assert_true(output_close(file, true));
        status = bundle_end(bundle, good);
    }
    return status;
}

static struct str content(struct made *made, const char *path)
{
    struct str bytes = STR_EMPTY;
    (void)file_read(made->arena, arena_format(made->arena, "%s/een.txt", path).ptr, STR("een.txt"), 100,
                    &bytes, NULL);
    return bytes;
}

static void a_bundle_is_there_whole_or_not_at_all(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    const char *path = arena_format(made.arena, "%s/uit", made.tmp.path).ptr;
    const char *partial = arena_format(made.arena, "%s.partial", path).ptr;
    assert_int_equal(write_nothing(&made, path, false, false), BUNDLE_IO);
    assert_false(file_exists(path) || file_exists(partial));
    assert_int_equal(write_nothing(&made, path, false, true), BUNDLE_OK);
    assert_int_equal(write_nothing(&made, path, false, true), BUNDLE_EXISTS);
    assert_true(str_equal(content(&made, path), STR("oud")));
    assert_int_equal(write_nothing(&made, path, true, false), BUNDLE_IO);
    assert_true(str_equal(content(&made, path), STR("oud")));
    assert_int_equal(write_nothing(&made, path, true, true), BUNDLE_OK);
    assert_true(str_equal(content(&made, path), STR("nieuw")));
    assert_false(file_exists(partial));
    made_close(&made);
}

static void a_folder_with_other_files_is_never_replaced(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    const char *path = arena_format(made.arena, "%s/uit", made.tmp.path).ptr;
    tmp_write(&made.tmp, "uit/studie.veldwerk", STR("antwoorden"));
    assert_int_equal(write_nothing(&made, path, true, true), BUNDLE_FOREIGN);
    assert_true(file_exists(tmp_path(&made.tmp, "uit/studie.veldwerk")));
    assert_int_equal(unlink(tmp_path(&made.tmp, "uit/studie.veldwerk")), 0);
    assert_int_equal(write_nothing(&made, path, true, true), BUNDLE_OK);
    tmp_write(&made.tmp, "uit/notities.txt", STR("van mij"));
    assert_int_equal(write_nothing(&made, path, true, true), BUNDLE_FOREIGN);
    assert_true(made_says(&made, "X002", tmp_path(&made.tmp, "uit/notities.txt"), "not of an export"));
    assert_true(file_exists(tmp_path(&made.tmp, "uit/notities.txt")));
    made_close(&made);
}

/* What a killed run left is cleared away; what somebody is writing is not. */
static void a_partial_folder_is_taken_over_unless_it_is_held(void **state)
{
    (void)state;
    struct made made;
    made_open(&made);
    const char *path = arena_format(made.arena, "%s/uit", made.tmp.path).ptr;
    tmp_write(&made.tmp, "uit.partial/rest.sav", STR("half"));
    int held = open(tmp_path(&made.tmp, "uit.partial"), O_RDONLY | O_DIRECTORY);
    assert_true(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0);
    assert_int_equal(write_nothing(&made, path, false, true), BUNDLE_BUSY);
    assert_true(file_exists(tmp_path(&made.tmp, "uit.partial/rest.sav")));
    close(held);
    assert_int_equal(write_nothing(&made, path, false, true), BUNDLE_OK);
    assert_false(file_exists(tmp_path(&made.tmp, "uit/rest.sav")));
    made_close(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plain_columns_break_no_limit),
        TEST(names_are_checked),
        TEST(labels_are_checked_per_format),
        TEST(codes_stay_out_of_the_missing_block),
        TEST(texts_too_wide_for_spss_are_named),
        TEST(rows_are_checked),
        TEST(a_bundle_is_there_whole_or_not_at_all),
        TEST(a_folder_with_other_files_is_never_replaced),
        TEST(a_partial_folder_is_taken_over_unless_it_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
