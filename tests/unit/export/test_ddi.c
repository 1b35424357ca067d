#include "tests/unit/export/documented.h"

#include "export/ddi.h"

/* ddi.xml, by what stands in it; that it is valid is tested by the flow of the export command. */

enum { ROWS = 60 };

static struct str write_ddi(struct documented *w, const char *folder, const char *card)
{
    documented_open(w, folder, card);
    documented_rows(w, ROWS);
    void *writer = ddi_open(&w->job);
    assert_non_null(writer);
    assert_true(ddi_close(writer, true));
    return documented_file(w, "ddi.xml");
}

static size_t count(struct str text, const char *needle)
{
    struct str wanted = str_from(needle);
    size_t n = 0;
    for (size_t at = str_find(text, wanted, 0); at < text.len; at = str_find(text, wanted, at + 1)) {
        n++;
    }
    return n;
}

/* From `begin` up to `end`, behind `from`; empty when it is not there. */
static struct str part(struct str text, const char *begin, const char *end)
{
    size_t from = str_find(text, str_from(begin), 0);
    size_t to = str_find(text, str_from(end), from);
    return from < text.len ? str_slice(text, from, to - from) : STR_EMPTY;
}

static uint64_t sum_of_frequencies(struct str variable)
{
    static const char tag[] = "<catStat type=\"freq\">";
    uint64_t sum = 0;
    for (size_t at = str_find(variable, str_from(tag), 0); at < variable.len;
         at = str_find(variable, str_from(tag), at + 1)) {
        size_t from = at + strlen(tag);
        int64_t n = 0;
        assert_true(str_to_int64(str_slice(variable, from, str_find_char(variable, '<', from) - from), &n));
        sum += (uint64_t)n;
    }
    return sum;
}

/* Every category is counted, and every reason why there is none: together all cases. */
static void frequencies_add_up(void **state UNUSED)
{
    struct documented w;
    struct str xml = write_ddi(&w, "fixtures/questionnaires/kitchen", NULL);
    assert_int_equal(count(xml, "<var "), w.model->columns_n);
    assert_int_equal(count(xml, "<caseQnty>60</caseQnty>"), 1);
    size_t labelled = 0;
    for (uint32_t i = 0; i < w.model->columns_n; i++) {
        const struct column *column = &w.model->columns[i];
        struct str start = arena_format(w.arena, "<var ID=\"V_%.*s\" ", STR_ARG(column->name));
        struct str variable = part(xml, start.ptr, "</var>");
        assert_true(variable.len > 0);
        if (column->labels) {
            assert_int_equal(sum_of_frequencies(variable), ROWS);
            labelled++;
        }
        assert_true(str_find(variable, w.job.summary->unf[i], 0) < variable.len);
        if (column->reasons) {
            assert_true(count(variable, "<invalrng>") == 1 && count(variable, "missing=\"Y\"") > 0);
        }
    }
    assert_true(labelled > 5);
    documented_close(&w);
}

/* Readers keep the last label that has a level: that is the chosen language, and no label lacks its language.
 */
static void main_language_stands_last(void **state UNUSED)
{
    struct documented w;
    struct str xml = write_ddi(&w, "fixtures/questionnaires/kitchen", NULL);
    assert_int_equal(count(xml, "<labl>"), 0);
    assert_int_equal(count(xml, "<qstnLit>"), 0);
    assert_int_equal(count(xml, "<labl level=\"variable\" xml:lang=\"nl\">"), w.model->columns_n);
    assert_int_equal(count(xml, "<labl level=\"variable\""), w.model->columns_n);
    assert_true(count(xml, "<qstnLit xml:lang=\"") > w.model->questions_n / 2);
    documented_close(&w);
}

/* What the European catalogue demands, from the description of the study. */
static void study_is_described(void **state UNUSED)
{
    struct documented w;
    struct str xml = write_ddi(&w, "../questionnaire/sid", "codebook/sid/study.yaml");
    static const char *const wanted[] = {
        "<titl xml:lang=\"nl\">Survey Samenleven in Diversiteit</titl>",
        "<parTitl xml:lang=\"en\">Living Together in Diversity Survey</parTitl>",
        "<IDNo agency=\"samenleven-in-diversiteit.vlaanderen.be\">SID</IDNo>",
        "<holdings URI=\"https://samenleven-in-diversiteit.vlaanderen.be\"/>",
        "<distrbtr xml:lang=\"nl\" abbr=\"ABB\"",
        "<abstract xml:lang=\"nl\">Bevraging",
        "<nation xml:lang=\"nl\" abbr=\"BE\">",
        "<version date=\"2026-09-10\">1.2.0</version>",
        "type=\"VDC:UNF\" subject=\"Universal Numeric Fingerprint\" level=\"file\">UNF:6:",
        "<varGrp ID=\"G_section_",
        "<varGrp ID=\"G_multipleResp_",
        "<varGrp ID=\"G_grid_",
        "<varGrp ID=\"G_version_ma\" type=\"version\"",
        "ID=\"Q_more_other.be\"",
        "<universe clusion=\"E\"",
        "<drvdesc ",
        "<forward qstn=\"Q_",
    };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        if (!count(xml, wanted[i])) {
            fail_msg("ddi.xml lacks %s", wanted[i]);
        }
    }
    documented_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequencies_add_up),
        cmocka_unit_test(main_language_stands_last),
        cmocka_unit_test(study_is_described),
    };
    return hash_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
