/*
 * Any bytes as the files of a questionnaire: `--- PATH` on a line by itself begins a file, those that are not
 * given are the small good ones of the tests. It loads, or says why not; what is loaded can be read to the
 * last word, and from its frozen files it is the same again.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "questionnaire/load.h"
#include "questionnaire/lock.h"
#include "questionnaire/print/print.h"
#include "tests/unit/questionnaire/files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES = 48, SIZE_MOST = 1 << 16 };

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

struct files {
    struct definition_file items[FILES];
    size_t n;
};

static void put(struct files *files, struct str path, struct str bytes)
{
    for (size_t i = 0; i < files->n; i++) {
        if (str_equal(files->items[i].path, path)) {
            files->items[i].bytes = bytes;
            return;
        }
    }
    if (files->n < FILES) {
        files->items[files->n++] = (struct definition_file){path, bytes};
    }
}

static void split(struct files *files, struct str input)
{
    static const struct str mark = {"--- ", 4};
    for (size_t i = 0; i < ARRAY_LEN(world_files); i++) {
        put(files, str_from(world_files[i].path), str_from(world_files[i].bytes));
    }
    size_t at = str_starts(input, mark) ? 0 : input.len;
    while (at < input.len) {
        size_t end = str_find_char(input, '\n', at);
        size_t from = end < input.len ? end + 1 : end;
        struct str path = str_slice(input, at + mark.len, end - at - mark.len);
        /* The mark of the next file stands at the beginning of a line. */
        size_t next = from;
        while (next < input.len && !str_starts(str_slice(input, next, input.len), mark)) {
            next = str_find_char(input, '\n', next);
            next += next < input.len;
        }
        put(files, path, str_slice(input, from, next - from));
        at = next;
    }
}

static size_t read_text(struct text text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        must(text.pieces[i].kind != PIECE_WORDS || utf8_valid(text.pieces[i].words));
        n += text.pieces[i].words.len;
    }
    return n;
}

static void read_item(const struct questionnaire *q, uint32_t i, unsigned language, int group)
{
    const struct item_words *words = item_words(q, i, language, group);
    size_t n = read_text(words->label) + read_text(words->text) + read_text(words->help) +
               read_text(words->card) + read_text(words->unit) + read_text(words->instruct);
    const struct variable *v = q->items[i].variable;
    for (size_t o = 0; v && v->list && o < v->list->n; o++) {
        struct text room;
        n += read_text(option_words(q, i, (int32_t)o, language, group, &room));
    }
    if (q->items[i].kind == ITEM_STOP) {
        n += read_text(stop_words(q, i, language, group));
    }
    must(n < SIZE_MAX);
}

static void check_shape(const struct questionnaire *q)
{
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct item *item = &q->items[i];
        must(item->index == i && item->end > i && item->end <= q->items_n);
        must(item->parent == NONE || (item->parent < i && item->end <= q->items[item->parent].end));
        must(questionnaire_item(q, item->id) == i);
        for (unsigned l = 0; l < q->codebook->languages_n; l++) {
            read_item(q, i, l, -1);
            read_item(q, i, l, 0);
        }
    }
    for (uint32_t i = 0; i < q->checks_n; i++) {
        must(questionnaire_check(q, q->checks[i].id) == i && q->checks[i].holds);
        must(read_text(check_words(q, i, 0, -1)) < SIZE_MAX);
    }
    for (size_t v = 0; v < q->codebook->variables_n; v++) {
        must(codebook_find(q->codebook, q->codebook->variables[v]->id)->slot == v);
        must(q->reader_from[v] <= q->reader_from[v + 1]);
    }
}

static void check_again(const struct questionnaire *q, struct arena *arena)
{
    struct diags *diags = diags_new();
    struct library library = frozen_library(arena, q->files, q->files_n);
    const struct questionnaire *again = questionnaire_load(arena, diags, &library, STR(""));
    must(again && hash_equal(&again->hash, &q->hash) && again->items_n == q->items_n);
    struct str lock = questionnaire_lock(arena, q, STR_EMPTY);
    must(str_equal(questionnaire_lock(arena, again, lock), lock));
    diags_free(diags);
}

/* On paper, for everybody and for the last group. */
static void check_paper(const struct questionnaire *q)
{
    for (unsigned i = 0; i < 2 * q->codebook->languages_n; i++) {
        const struct print_job job = {.q = q,
                                      .language = i / 2,
                                      .labels = q->codebook->source_language,
                                      .group = i % 2 ? (int)q->groups_n - 1 : -1,
                                      .form = i % 2 ? PRINT_HTML : PRINT_TEXT,
                                      .interface = "nl"};
        struct buf out = buf_new(BUF_LIMIT_DEFAULT);
        print_questionnaire(&job, &out);
        print_cards(&job, &out);
        must(utf8_valid(buf_str(&out)));
        buf_free(&out);
    }
}

static void check_printing(const struct diags *diags)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (out) {
        diags_print(diags, out);
        fclose(out);
        must(utf8_valid((struct str){text, len}));
        free(text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > SIZE_MOST) {
        return 0;
    }
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct files files = {.n = 0};
    split(&files, (struct str){(const char *)data, size});
    struct library library = frozen_library(arena, files.items, files.n);
    const struct questionnaire *q = questionnaire_load(arena, diags, &library, STR(""));
    must((q != NULL) == (diags->errors == 0));
    if (q) {
        check_shape(q);
        check_again(q, arena);
        check_paper(q);
    }
    check_printing(diags);
    diags_free(diags);
    arena_free(arena);
    return 0;
}
