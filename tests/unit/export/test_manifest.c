#include "tests/unit/export/documented.h"

#include "export/manifest.h"

/* README.md, manifest.json and SHA256SUMS. */

static void write_bundle(struct documented *w)
{
    documented_open(w, "../questionnaire/sid", "codebook/sid/study.yaml");
    documented_rows(w, 5);
    tmp_write(&w->tmp, "data.csv", STR("abc"));
    tmp_write(&w->tmp, "load.R", STR("x"));
    void *writer = manifest_open(&w->job);
    assert_true(manifest_close(writer, true));
}

static bool has(struct str text, const char *needle)
{
    return str_find(text, str_from(needle), 0) < text.len;
}

static void sums_are_of_the_files(void **state UNUSED)
{
    struct documented w;
    write_bundle(&w);
    struct str sums = documented_file(&w, "SHA256SUMS");
    assert_true(has(sums, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  data.csv\n"));
    static const char *const names[] = {"README.md", "data.csv", "load.R", "manifest.json"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        char hex[SHA256_HEX];
        assert_true(manifest_file_sum(tmp_path(&w.tmp, names[i]), hex));
        assert_true(has(sums, arena_format(w.arena, "%s  %s\n", hex, names[i]).ptr));
    }
    assert_false(has(sums, "SHA256SUMS"));
    documented_close(&w);
}

static void manifest_tells_the_contract(void **state UNUSED)
{
    struct documented w;
    write_bundle(&w);
    struct str json = documented_file(&w, "manifest.json");
    static const char *const wanted[] = {
        "\"study\":\"proef\"",
        "\"version\":\"1.2.0\"",
        "\"layer\":\"clean\"",
        "\"counts\":{\"cases\":5,",
        "\"questionnaire_hashes\":[\"",
        "\"files\":[",
        "\"name\":\"data.csv\",\"sha256\":\"ba7816bf",
        "\"rows\":5,\"variables\":",
        "\"variables\":[{\"name\":\"",
    };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        if (!has(json, wanted[i])) {
            fail_msg("manifest.json lacks %s", wanted[i]);
        }
    }
    struct str unf = arena_format(w.arena, "\"unf\":\"%.*s\",\"rows\":5", STR_ARG(w.job.summary->unf_all));
    assert_true(has(json, unf.ptr));
    documented_close(&w);
}

static void readme_cites(void **state UNUSED)
{
    struct documented w;
    write_bundle(&w);
    struct str readme = documented_file(&w, "README.md");
    assert_true(has(
        readme, "Agentschap Binnenlands Bestuur (2026). Survey Samenleven in Diversiteit. Versie 1.2.0."));
    assert_true(str_find(readme, w.job.summary->unf_all, 0) < readme.len);
    assert_true(has(readme, "`load.R`") && !has(readme, "`data.sav`"));
    assert_true(has(readme, "| weet niet | -3 | .d |"));
    documented_close(&w);
}

/* An export that failed leaves nothing that says it is whole. */
static void nothing_after_a_failure(void **state UNUSED)
{
    struct documented w;
    documented_open(&w, "fixtures/questionnaires/kitchen", NULL);
    documented_rows(&w, 1);
    assert_false(manifest_close(manifest_open(&w.job), false));
    assert_false(file_exists(tmp_path(&w.tmp, "manifest.json")));
    documented_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_of_the_files),
        cmocka_unit_test(manifest_tells_the_contract),
        cmocka_unit_test(readme_cites),
        cmocka_unit_test(nothing_after_a_failure),
    };
    return hash_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
