#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/rows.h"
#include "tests/unit/questionnaire/world.h"

/* Opened with the words of one language, and those of the others when they are asked for: nobody who asks
 * may see another questionnaire than the one loaded as a whole. */

struct both {
    struct arena *arena;
    const struct questionnaire *whole;
    const struct questionnaire *opened;
};

static const struct questionnaire *open_files(struct arena *arena, const struct definition_file *files,
                                              size_t n)
{
    struct diags *diags = diags_new();
    struct library library = frozen_library(arena, files, n);
    const struct questionnaire *q = questionnaire_open(arena, diags, &library, STR_EMPTY);
    if (!q) {
        diags_print(diags, stderr);
        fail();
    }
    diags_free(diags);
    return q;
}

static struct both open_both(const char *folder)
{
    struct both b = {.arena = arena_new()};
    struct library library = disk_library(disk_library_open(b.arena, folder, NULL, NULL));
    b.whole = questionnaire_load(b.arena, NULL, &library, STR_EMPTY);
    assert_non_null(b.whole);
    b.opened = open_files(b.arena, b.whole->files, b.whole->files_n);
    return b;
}

static bool is_unread(const struct questionnaire *q, unsigned language)
{
    return (q->codebook->unread >> language & 1) != 0;
}

/* ---- the same ---- */

static void same_str(struct str one, struct str other)
{
    if (!str_equal(one, other)) {
        fail_msg("'%.*s' is not '%.*s'", STR_ARG(one), STR_ARG(other));
    }
}

static void same_text(struct text one, struct text other)
{
    assert_int_equal(one.n, other.n);
    for (size_t i = 0; i < one.n; i++) {
        const struct piece *a = &one.pieces[i];
        const struct piece *b = &other.pieces[i];
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->slot, b->slot);
        assert_int_equal(a->form, b->form);
        same_str(a->words, b->words);
    }
}

static void same_words(const struct item_words *a, const struct item_words *b)
{
    same_text(a->label, b->label);
    same_text(a->text, b->text);
    same_text(a->instruct, b->instruct);
    same_text(a->help, b->help);
    same_text(a->unit, b->unit);
    same_text(a->card, b->card);
    assert_int_equal(a->draft, b->draft);
    assert_int_equal(a->same, b->same);
    same_str(a->source, b->source);
}

static void same_item(const struct both *b, uint32_t item, unsigned language, int group)
{
    same_words(item_words(b->opened, item, language, group), item_words(b->whole, item, language, group));
    assert_int_equal(item_translated(b->opened, item, language), item_translated(b->whole, item, language));
    const struct variable *v = b->whole->items[item].variable;
    for (size_t i = 0; v && v->list && i < v->list->n; i++) {
        struct text one, other;
        (void)option_words(b->opened, item, (int32_t)i, language, group, &one);
        (void)option_words(b->whole, item, (int32_t)i, language, group, &other);
        same_text(one, other);
    }
}

static void same_fills(const struct both *b, unsigned language)
{
    for (uint32_t f = 0; f < b->whole->fills_n; f++) {
        const struct fill *one = &b->opened->fills[f];
        const struct fill *other = &b->whole->fills[f];
        size_t n = other->keys_n * other->forms_n;
        for (size_t i = 0; i < n; i++) {
            same_text(one->words[language * n + i], other->words[language * n + i]);
        }
    }
}

static void same_codebook(const struct both *b, unsigned language)
{
    const struct codebook *one = b->opened->codebook;
    const struct codebook *other = b->whole->codebook;
    assert_int_equal(one->lists_n, other->lists_n);
    for (size_t l = 0; l < one->lists_n; l++) {
        for (size_t i = 0; i < one->lists[l]->n; i++) {
            const struct option *a = &one->lists[l]->options[i];
            const struct option *c = &other->lists[l]->options[i];
            same_str(a->label.in[language], c->label.in[language]);
            assert_int_equal(a->drafts >> language & 1, c->drafts >> language & 1);
        }
    }
    for (size_t i = 0; i < one->variables_n; i++) {
        const struct variable *a = one->variables[i];
        const struct variable *c = other->variables[i];
        assert_int_equal(a->label != NULL, c->label != NULL);
        if (a->label) {
            same_str(a->label[language], c->label[language]);
            same_str(a->text[language], c->text[language]);
        }
    }
}

static void same_language(const struct both *b, unsigned language)
{
    for (int group = -1; group < (int)b->whole->groups_n; group++) {
        for (uint32_t i = 0; i < b->whole->items_n; i++) {
            same_item(b, i, language, group);
        }
        for (uint32_t i = 0; i < b->whole->checks_n; i++) {
            same_text(check_words(b->opened, i, language, group), check_words(b->whole, i, language, group));
        }
    }
    same_fills(b, language);
    same_codebook(b, language);
    same_str(b->opened->title.in[language], b->whole->title.in[language]);
    assert_int_equal(b->opened->drafts >> language & 1, b->whole->drafts >> language & 1);
    assert_int_equal(b->opened->codebook->drafts >> language & 1, b->whole->codebook->drafts >> language & 1);
}

/* The last language first: none is built on another but the source language. */
static void compare(const char *folder)
{
    struct both b = open_both(folder);
    const struct codebook *book = b.whole->codebook;
    assert_true(hash_equal(&b.opened->hash, &b.whole->hash));
    assert_true(book->languages_n > 2);
    for (unsigned l = 0; l < book->languages_n; l++) {
        same_str(b.opened->codebook->languages[l].name, book->languages[l].name);
        bool words = questionnaire_has_words(b.whole, l);
        assert_int_equal(questionnaire_has_words(b.opened, l), words);
        assert_int_equal(is_unread(b.opened, l), words && l != book->source_language);
    }
    for (unsigned l = book->languages_n; l-- > 0;) {
        same_language(&b, l);
        assert_false(is_unread(b.opened, l));
        assert_int_equal(is_unread(b.opened, 1), l > 1);
    }
    arena_free(b.arena);
}

static void test_the_same(void **state UNUSED)
{
    struct arena *arena = arena_new();
    compare(test_path(arena, "fixtures/questionnaires/kitchen").ptr);
    compare(test_path(arena, "../questionnaire/sid").ptr);
    arena_free(arena);
}

/* Labels and fills are not behind functions: who wants those of all languages says so. */
static void test_all_at_once(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct both b = open_both(test_path(arena, "fixtures/questionnaires/kitchen").ptr);
    assert_true(questionnaire_read_all(b.opened, NULL));
    for (unsigned l = 0; l < b.whole->codebook->languages_n; l++) {
        assert_false(is_unread(b.opened, l));
        same_fills(&b, l);
        same_codebook(&b, l);
    }
    arena_free(b.arena);
    arena_free(arena);
}

/* ---- what stands where ---- */

static const char head[] = "questionnaire: t\nversion: v1\nlanguages: [nl, en]\nsource_language: nl\n"
                           "groups: [be, ma]\ncodebook: codebook/t\nitems:\n"
                           "  - {id: smokes, type: code, list: yes_no}\n";
static const char dutch[] = "language: nl\nname: Nederlands\ntitle: T\nitems:\n"
                            "  smokes: {label: Roken, text: \"Rookt u?\"}\n";

static void open_world(struct world *w, const char *english)
{
    world_open(w);
    world_put(w, STR("questionnaire.yaml"), str_from(head));
    world_put(w, STR("text/nl.yaml"), str_from(dutch));
    world_put(w, STR("text/en.yaml"), str_from(english));
    w->q = open_files(w->arena, w->files, w->n);
}

/* Where the name stands behind the words, or there are no words, there is nothing to leave for later. */
static void test_files_read_at_once(void **state UNUSED)
{
    static const struct {
        const char *english;
        const char *name;
        bool words, unread;
    } rows[] = {
        {"language: en\nname: English\nitems:\n  smokes: {label: Smoking, text: x}\n", "English", true, true},
        {"language: en\nitems:\n  smokes: {label: Smoking, text: x}\nname: English\n", "English", true,
         false},
        {"language: en\nname: English\ntitle: Title\n", "English", false, false},
        {"language: en\nitems:\n  smokes: {label: Smoking, text: x}\n", "en", true, false},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct world w;
        open_world(&w, rows[i].english);
        same_str(w.q->codebook->languages[1].name, str_from(rows[i].name));
        assert_int_equal(questionnaire_has_words(w.q, 1), rows[i].words);
        assert_int_equal(is_unread(w.q, 1), rows[i].unread);
        assert_int_equal(item_translated(w.q, 0, 1), rows[i].words);
        world_close(&w);
    }
}

/* ---- words that cannot be read ---- */

static const char broken[] = "language: en\nname: English\nitems:\n"
                             "  smokes: {label: Smoking, text: \"Do you {smoke}?\"}\n";

static void test_broken_words_are_told(void **state UNUSED)
{
    struct world w;
    open_world(&w, broken);
    for (int i = 0; i < 2; i++) { /* and again: they are not better when somebody asked already */
        struct diags *diags = diags_new();
        assert_false(questionnaire_read(w.q, 1, diags));
        assert_int_equal(diags->errors, 1);
        assert_string_equal(diags->items[0].code, "E134");
        diags_free(diags);
    }
    assert_false(questionnaire_read_all(w.q, NULL));
    assert_true(questionnaire_read(w.q, 0, NULL));
    same_str(item_words(w.q, 0, 0, -1)->text.pieces[0].words, STR("Rookt u?"));
    world_close(&w);
}

/* Never the words of another language in their place. */
static void test_broken_words_are_not_shown(void **state UNUSED)
{
    struct world w;
    open_world(&w, broken);
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        (void)dup2(nowhere, STDERR_FILENO);
        (void)item_words(w.q, 0, 1, -1);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 78);
    world_close(&w);
}

/* A label is no function of the questionnaire's: one that nobody read is not taken for one that is missing.
 */
static void test_unread_labels_are_not_missing(void **state UNUSED)
{
    struct world w;
    open_world(&w, broken);
    const struct list *list = w.q->items[0].variable->list;
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        (void)dup2(nowhere, STDERR_FILENO);
        (void)option_label(&list->options[0], 1, 0);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same),
        cmocka_unit_test(test_all_at_once),
        cmocka_unit_test(test_files_read_at_once),
        cmocka_unit_test(test_broken_words_are_told),
        cmocka_unit_test(test_broken_words_are_not_shown),
        cmocka_unit_test(test_unread_labels_are_not_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
