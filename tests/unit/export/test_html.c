#include "tests/unit/export/documented.h"

#include "export/html_codebook.h"

/* codebook.html, by what stands in it. */

static struct str write_html(struct documented *w, const char *folder)
{
    documented_open(w, folder, NULL);
    documented_rows(w, 80);
    void *writer = html_open(&w->job);
    assert_non_null(writer);
    assert_true(html_close(writer, true));
    return documented_file(w, "codebook.html");
}

static size_t count(struct str text, const char *needle)
{
    size_t n = 0;
    for (size_t at = str_find(text, str_from(needle), 0); at < text.len;
         at = str_find(text, str_from(needle), at + 1)) {
        n++;
    }
    return n;
}

static void every_question_once(void **state UNUSED)
{
    struct documented w;
    struct str html = write_html(&w, "fixtures/questionnaires/kitchen");
    assert_int_equal(count(html, "<article "), w.model->questions_n);
    for (uint32_t i = 0; i < w.model->questions_n; i++) {
        struct str id = w.model->questions[i].id;
        assert_int_equal(count(html, arena_format(w.arena, "<article id=\"q-%.*s\"", STR_ARG(id)).ptr), 1);
        assert_int_equal(count(html, arena_format(w.arena, " href=\"#q-%.*s\">", STR_ARG(id)).ptr) > 0, 1);
    }
    documented_close(&w);
}

/* Nothing is fetched, and every element that is opened is closed. */
static void stands_alone(void **state UNUSED)
{
    struct documented w;
    struct str html = write_html(&w, "../questionnaire/sid");
    static const char *const fetched[] = {" src=", "url(", "@import", "<link", "fetch("};
    for (size_t i = 0; i < ARRAY_LEN(fetched); i++) {
        assert_int_equal(count(html, fetched[i]), 0);
    }
    static const char *const tags[] = {"article", "section", "table", "tbody", "details", "nav",
                                       "tr",      "svg",     "div",   "p",     "span",    "button"};
    for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
        struct str open = arena_format(w.arena, "<%s>", tags[i]),
                   with = arena_format(w.arena, "<%s ", tags[i]);
        struct str close = arena_format(w.arena, "</%s>", tags[i]);
        if (count(html, open.ptr) + count(html, with.ptr) != count(html, close.ptr)) {
            fail_msg("<%s> %zu + %zu, %s %zu", tags[i], count(html, open.ptr), count(html, with.ptr),
                     close.ptr, count(html, close.ptr));
        }
    }
    assert_true(count(html, "lang=\"ar\" dir=\"rtl\"") > 100);
    assert_int_equal(count(html, "lang=\"ar\" dir=\"ltr\""), 0);
    documented_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_once),
        cmocka_unit_test(stands_alone),
    };
    return hash_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
