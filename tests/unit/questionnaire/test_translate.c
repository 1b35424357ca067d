#include "tests/unit/questionnaire/world.h"

#include "base/hash.h"
#include "questionnaire/translate/translate.h"
#include "tests/support/rows.h"
#include "tests/unit/questionnaire/translating.h"

/*
 * .po files out and in. tests/rows/translate-import.txt has a block for each import: what is told,
 *
 *     P004:7 there is no text 'items.x'
 *
 * (the line of the .po file, a beginning), or `nothing`; then `--- po`; then, where that is not the usual
 * one,
 * `--- text/en.yaml`; and what comes of it: `--- becomes` (the text file), `--- labels` (the codebook's),
 * `--- exported` (lines that the next export holds, one after the other). A bar before a line is not part of
 * it.
 */
static void open_world(struct world *w)
{
    world_open(w);
    for (size_t i = 0; i < ARRAY_LEN(translating_files); i++) {
        world_put(w, str_from(translating_files[i].path), str_from(translating_files[i].bytes));
    }
}

static struct translation *read_again(struct world *w, unsigned language)
{
    world_load(w);
    if (!w->q) {
        diags_print(w->diags, stderr);
    }
    assert_non_null(w->q);
    struct translation *t = translation_read(w->arena, w->q, language);
    assert_non_null(t);
    return t;
}

static struct str exported(struct arena *arena, const struct translation *t)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    translation_export(t, &out);
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* ---- rows ------------------------------------------------------------------------------------ */

struct block {
    size_t told; /* lines before the first part */
    struct str po, becomes, labels, exported;
};

static struct str part_of(struct arena *arena, const struct row *row, size_t from)
{
    struct str text = STR_EMPTY;
    for (size_t i = from + 1; i < row->n && !str_starts(row->field[i], STR("--- ")); i++) {
        struct str line = row->field[i];
        line = str_slice(line, str_starts(line, STR("|")), line.len);
        text = arena_format(arena, "%.*s%.*s\n", STR_ARG(text), STR_ARG(line));
    }
    return text;
}

static struct block cut_block(struct rows *rows, const struct row *row, struct world *w)
{
    struct block block = {.told = row->n};
    for (size_t i = 0; i < row->n; i++) {
        if (!str_starts(row->field[i], STR("--- "))) {
            continue;
        }
        block.told = i < block.told ? i : block.told;
        struct str name = str_trim(str_slice(row->field[i], 4, row->field[i].len));
        struct str text = part_of(w->arena, row, i);
        if (str_is(name, "po")) {
            block.po = text;
        } else if (str_is(name, "becomes")) {
            block.becomes = text;
        } else if (str_is(name, "labels")) {
            block.labels = text;
        } else if (str_is(name, "exported")) {
            block.exported = text;
        } else {
            rows_check(rows, str_find_char(name, '/', 0) < name.len, "an unknown part");
            world_put(w, name, text);
        }
    }
    return block;
}

static void check_told(struct rows *rows, const struct row *row, size_t expected, const struct world *w)
{
    size_t at = str_is(str_trim(row->field[0]), "nothing") ? 1 : 0;
    for (size_t i = 0; i < w->diags->n; i++) {
        const struct diag *d = &w->diags->items[i];
        struct str text = arena_format(w->arena, "%s:%u %.*s", d->code, d->place.line, STR_ARG(d->text));
        bool listed = at < expected && str_starts(text, str_trim(row->field[at]));
        rows_check(rows, listed, "told: %.*s", STR_ARG(text));
        rows_check(rows, !d->place.line || d->line.len, "without its line: %.*s", STR_ARG(text));
        at++;
    }
    rows_check(rows, at == expected, "%zu told, %zu expected", at, expected);
}

static void check_outcome(struct rows *rows, const struct block *block, struct world *w,
                          const struct translation *t)
{
    struct str text = translation_text(w->arena, t);
    struct str labels = translation_codebook_text(w->arena, t);
    if (block->becomes.len) {
        rows_equal(rows, text, block->becomes, "text file");
    }
    if (block->labels.len) {
        rows_equal(rows, labels, block->labels, "text file of the codebook");
    }
    world_put(w, STR("text/en.yaml"), text);
    world_put(w, STR("codebook/t/text/en.yaml"), labels);
    struct str po = exported(w->arena, read_again(w, 1));
    rows_check(rows, str_find(po, block->exported, 0) < po.len, "not exported:\n%.*s", STR_ARG(po));
}

static void check_row(struct rows *rows, const struct row *row)
{
    struct world w;
    open_world(&w);
    struct block block = cut_block(rows, row, &w);
    struct translation *t = read_again(&w, 1);
    struct source source = {STR("en.po"), block.po};
    bool good = translation_import(w.arena, w.diags, t, &source);
    check_told(rows, row, block.told, &w);
    rows_check(rows, good == (w.diags->errors == 0), "success and messages differ");
    if (good) {
        check_outcome(rows, &block, &w, t);
    }
    world_close(&w);
}

static void test_import(void **state)
{
    (void)state;
    struct rows *rows = rows_open("translate-import");
    struct row row;
    while (rows_block(rows, &row)) {
        check_row(rows, &row);
    }
    rows_close(rows);
}

/* ---- out and in again ------------------------------------------------------------------------- */

/* Both text files of a language replaced by what an import of `po` makes of them. */
static void import(struct world *w, unsigned language, struct str po)
{
    struct translation *t = read_again(w, language);
    struct source source = {STR("x.po"), po};
    bool good = translation_import(w->arena, w->diags, t, &source);
    if (!good) {
        diags_print(w->diags, stderr);
    }
    assert_true(good);
    world_put(w, t->file.path, translation_text(w->arena, t));
    world_put(w, t->codebook.path, translation_codebook_text(w->arena, t));
}

static struct str file_of(const struct world *w, const char *path)
{
    for (size_t i = 0; i < w->n; i++) {
        if (str_is(w->files[i].path, path)) {
            return w->files[i].bytes;
        }
    }
    fail_msg("no file %s", path);
    return STR_EMPTY;
}

static void is(struct str got, struct str wanted)
{
    if (!str_equal(got, wanted)) {
        fail_msg("got:\n%.*s\nwanted:\n%.*s", STR_ARG(got), STR_ARG(wanted));
    }
}

/* The fixture that uses every feature once. */
static void put_kitchen(struct world *w)
{
    struct str folder = test_path(w->arena, "fixtures/questionnaires/kitchen");
    struct library library = disk_library(disk_library_open(w->arena, folder.ptr, NULL, NULL));
    const struct questionnaire *q = questionnaire_load(w->arena, w->diags, &library, STR_EMPTY);
    assert_non_null(q);
    w->n = 0;
    for (size_t i = 0; i < q->files_n; i++) {
        world_put(w, q->files[i].path, q->files[i].bytes);
    }
}

static void test_round_trip(void **state)
{
    static const char *const text_files[] = {NULL, "text/en.yaml", "text/ar.yaml"};
    (void)state;
    for (unsigned language = 1; language < 3; language++) {
        struct world w;
        world_open(&w);
        put_kitchen(&w);
        struct str first = exported(w.arena, read_again(&w, language));
        import(&w, language, first);
        struct str text = file_of(&w, text_files[language]);
        struct str second = exported(w.arena, read_again(&w, language));
        is(second, first);
        import(&w, language, second);
        is(file_of(&w, text_files[language]), text);
        world_close(&w);
    }
}

/* What a language has no file for yet comes from the .po file alone. */
static void test_new_language(void **state)
{
    (void)state;
    struct world w;
    world_open(&w);
    put_kitchen(&w);
    struct str po = exported(w.arena, read_again(&w, 1));
    struct str text = file_of(&w, "text/en.yaml");
    for (size_t i = 0; i < w.n; i++) {
        if (str_is(w.files[i].path, "text/en.yaml")) {
            w.files[i] = w.files[--w.n];
        }
    }
    w.q = NULL;
    assert_false(read_again(&w, 1)->file.written);
    import(&w, 1, po);
    assert_true(file_of(&w, "text/en.yaml").len > text.len / 2);
    is(exported(w.arena, read_again(&w, 1)), po);
    world_close(&w);
}

/* A source that changes makes the translation stale, and only what belongs to it. */
static void test_stale(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    struct str given = STR("msgctxt \"items.a.text\"\nmsgid \"Hoe vaak?\"\nmsgstr \"How often?\"\n"
                           "msgctxt \"items.a.unit\"\nmsgid \"keer\"\nmsgstr \"times\"\n");
    import(&w, 1, given);
    struct translation_count before = translation_count(read_again(&w, 1), -1);
    assert_int_equal(before.stale, 0);
    assert_int_equal(before.translated, 3); /* the language's own name as well */
    struct str source = file_of(&w, "text/nl.yaml");
    size_t at = str_find(source, STR("vaak?"), 0);
    char *changed = arena_copy(w.arena, source).ptr ? arena_alloc(w.arena, source.len) : NULL;
    memcpy(changed, source.ptr, source.len);
    memcpy(changed + at, "veel?", 5);
    world_put(&w, STR("text/nl.yaml"), (struct str){changed, source.len});
    struct translation *t = read_again(&w, 1);
    assert_int_equal(translation_count(t, -1).stale, 1);
    struct str fuzzy = exported(w.arena, t);
    assert_true(
        str_find(fuzzy,
                 STR("#, fuzzy\nmsgctxt \"items.a.text\"\nmsgid \"Hoe veel?\"\nmsgstr \"How often?\"\n"),
                 0) < fuzzy.len);
    import(&w, 1, fuzzy); /* what is fuzzy stays so */
    is(exported(w.arena, read_again(&w, 1)), fuzzy);
    import(&w, 1, STR("msgctxt \"items.a.text\"\nmsgid \"Hoe veel?\"\nmsgstr \"How much?\"\n"));
    assert_int_equal(translation_count(read_again(&w, 1), -1).stale, 0);
    world_close(&w);
}

static void test_stamp(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    const struct translation *t = read_again(&w, 1);
    char stamp[STAMP_ROOM];
    char hex[HASH_HEX];
    struct hash text = hash_of(STR("Hoe vaak?"));
    struct hash answer = hash_of(STR("aa"));
    for (size_t i = 0; i < t->n; i++) {
        struct str now = translation_stamp(&t->entries[i], stamp);
        if (t->entries[i].section == SECTION_ITEMS && str_is(t->entries[i].id, "a")) {
            assert_int_equal(now.len, STAMP_ROOM - 1); /* a label and a unit besides */
            assert_memory_equal(now.ptr, hash_hex(&text, hex).ptr, 8);
        } else if (str_is(t->entries[i].list, "abc") && str_is(t->entries[i].id, "1")) {
            assert_int_equal(now.len, 8);
            assert_memory_equal(now.ptr, hash_hex(&answer, hex).ptr, 8);
        }
    }
    world_close(&w);
}

/* What only the other group sees does not count for a group. */
static void test_count(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    const struct translation *t = read_again(&w, 1);
    unsigned all = translation_count(t, -1).texts;
    unsigned be = translation_count(t, 0).texts;
    unsigned ma = translation_count(t, 1).texts;
    assert_int_equal(ma, be + 1);  /* b has a text of its own for them */
    assert_int_equal(all, ma + 3); /* the group's name and two forms of {origin} */
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import), cmocka_unit_test(test_round_trip), cmocka_unit_test(test_new_language),
        cmocka_unit_test(test_stale),  cmocka_unit_test(test_stamp),      cmocka_unit_test(test_count),
    };
    return hash_init() ? cmocka_run_group_tests_name("translate", tests, NULL, NULL) : 1;
}
