#include "codebook/codebook_priv.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/utf8.h"

/*
 * Countries and languages of the machine's iso-codes (Debian's package of that name): codes and English
 * names are JSON, which is YAML in flow style; names in other languages are gettext catalogues.
 */
#define ISO_JSON   "/usr/share/iso-codes/json/"
#define ISO_LOCALE "/usr/share/locale/"

static const struct node_limits iso_limits = {
    .bytes = (size_t)16 << 20, .depth = 8, .events = 1000000, .cpu_ms = 10000};

struct iso_table {
    const char *from;
    const char *file;
    const char *root;
    const char *domain;
    const char *code;   /* the key that holds the code */
    const char *wanted; /* an entry is taken when it has this key; NULL: always */
    const char *common; /* a key whose text goes before `name` */
};

static const struct iso_table tables[] = {
    {"iso_3166", "iso_3166-1.json", "3166-1", "iso_3166-1", "alpha_2", NULL, "common_name"},
    {"iso_639", "iso_639-3.json", "639-3", "iso_639-3", "alpha_3", "alpha_2", NULL},
};

struct catalogues {
    struct mo *in[LANGUAGES_MAX];
};

static struct str scalar(const struct node *map, const char *key)
{
    const struct node *node = key ? node_get(map, key) : NULL;
    return node && node->kind == NODE_SCALAR ? node->text : STR_EMPTY;
}

/* Translated, or the English name itself for English. */
static struct str translated(struct frame_draft *draft, const struct catalogues *mos, unsigned language,
                             struct str name)
{
    if (str_is(draft->builder->book.languages[language].id, "en")) {
        return name;
    }
    struct safe_problem problem;
    struct str out = STR_EMPTY;
    const char *found = mos->in[language] ? mo_find(mos->in[language], name.ptr) : NULL;
    if (!found || !safe_text(draft->def->arena, str_from(found), SAFE_LINE, 1000, &out, &problem)) {
        return STR_EMPTY;
    }
    return out;
}

static void add_names(struct frame_draft *draft, const struct catalogues *mos, struct option *option,
                      struct str name)
{
    const struct codebook *book = &draft->builder->book;
    bool english = false;
    for (unsigned i = 0; i < book->languages_n; i++) {
        option->label.in[i] = translated(draft, mos, i, name);
        english = english || str_is(book->languages[i].id, "en");
    }
    struct str *source = &option->label.in[book->source_language];
    if (!source->len) {
        *source = name; /* no catalogue has it: better English than nothing */
    } else if (!english) {
        (void)frame_also(draft, name);
        frame_keep_also(draft, option);
    }
}

static bool listed(const struct node *list, struct str code)
{
    for (size_t i = 0; list && list->kind == NODE_LIST && i < list->n; i++) {
        if (list->items[i]->kind == NODE_SCALAR && str_equal(list->items[i]->text, code)) {
            return true;
        }
    }
    return false;
}

static void add_entry(struct frame_draft *draft, const struct iso_table *table, const struct catalogues *mos,
                      const struct node *entry)
{
    struct str code = scalar(entry, table->code);
    struct str common = scalar(entry, table->common);
    struct str name = common.len ? common : scalar(entry, "name");
    if (!code.len || !name.len) {
        return;
    }
    if (table->wanted && !scalar(entry, table->wanted).len && !listed(draft->also_codes, code)) {
        return;
    }
    /* mo_find wants an end to its text. */
    name = arena_copy(draft->def->arena, name);
    add_names(draft, mos, frame_option(draft, arena_copy(draft->def->arena, code)), name);
}

static void check_also_codes(struct frame_draft *draft)
{
    const struct node *list = draft->also_codes;
    if (!list || !definition_is(draft->def, list, NODE_LIST)) {
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        struct str code;
        uint32_t at = 0;
        if (definition_text(draft->def, list->items[i], &code) && !ids_find(&draft->codes, code, &at)) {
            definition_error(draft->def, "E104", list->items[i], "iso-codes has no language %.*s",
                             STR_ARG(code));
        }
    }
}

struct sorted {
    struct str key;
    struct option option;
};

static int by_key(const void *left, const void *right)
{
    return str_compare(((const struct sorted *)left)->key, ((const struct sorted *)right)->key);
}

/* By name in the source language, as people read lists. */
static void sort_options(struct frame_draft *draft, struct arena *scratch)
{
    struct sorted *sorted = ARENA_ARRAY(scratch, draft->n, struct sorted);
    unsigned source_language = draft->builder->book.source_language;
    for (size_t i = 0; i < draft->n; i++) {
        struct str name = utf8_fold(scratch, draft->options[i].label.in[source_language]);
        /* The code behind it makes the order the same everywhere. */
        struct str key = arena_format(scratch, "%.*s\n%.*s", STR_ARG(name), STR_ARG(draft->options[i].code));
        sorted[i] = (struct sorted){key, draft->options[i]};
    }
    if (draft->n) {
        qsort(sorted, draft->n, sizeof *sorted, by_key);
    }
    draft->codes = (struct ids){.arena = draft->codes.arena};
    for (size_t i = 0; i < draft->n; i++) {
        draft->options[i] = sorted[i].option;
        ids_add(&draft->codes, draft->options[i].code, (uint32_t)i);
    }
}

static void open_catalogues(struct frame_draft *draft, const struct iso_table *table, struct arena *scratch,
                            struct catalogues *mos)
{
    const struct codebook *book = &draft->builder->book;
    for (unsigned i = 0; i < book->languages_n; i++) {
        struct str path = arena_format(scratch, ISO_LOCALE "%.*s/LC_MESSAGES/%s.mo",
                                       STR_ARG(book->languages[i].id), table->domain);
        mos->in[i] = mo_open(path.ptr);
    }
}

static bool read_table(struct frame_draft *draft, const struct iso_table *table, struct arena *scratch)
{
    struct str path = arena_format(scratch, ISO_JSON "%s", table->file);
    struct source source = {path, STR_EMPTY};
    if (!file_read(scratch, path.ptr, path, iso_limits.bytes, &source.text, NULL)) {
        definition_error(draft->def, "E119", draft->from, "%s cannot be read", path.ptr);
        definition_hint(draft->def,
                        "the package iso-codes is not installed; a frozen frame does not need it");
        return false;
    }
    const struct node *root = node_load(scratch, draft->def->diags, &source, &iso_limits);
    const struct node *entries = root ? node_get(root, table->root) : NULL;
    if (!entries || entries->kind != NODE_LIST) {
        return definition_error(draft->def, "E119", draft->from, "%s is not what it should be", path.ptr);
    }
    struct catalogues mos = {0};
    open_catalogues(draft, table, scratch, &mos);
    for (size_t i = 0; i < entries->n; i++) {
        add_entry(draft, table, &mos, entries->items[i]);
    }
    for (unsigned i = 0; i < LANGUAGES_MAX; i++) {
        mo_close(mos.in[i]);
    }
    return true;
}

bool frame_from_iso(struct frame_draft *draft, const char *which)
{
    const struct iso_table *table = &tables[0];
    while (strcmp(table->from, which) != 0) {
        table++;
    }
    struct arena *scratch = arena_new();
    bool good = read_table(draft, table, scratch);
    if (good) {
        sort_options(draft, scratch);
        check_also_codes(draft);
    }
    arena_free(scratch);
    return good;
}
