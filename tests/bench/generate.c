#include "tests/bench/generate.h"

#include "base/buf.h"
#include "base/hash.h"

enum { MODULE_ITEMS = 500, SETTLED_BEFORE = 10, NEAR = 60 };

enum made { MADE_CODE, MADE_SET, MADE_INT, MADE_TEXT, MADE_COMPUTED, MADE_KINDS };

struct generator {
    struct arena *arena;
    struct draws draws;
    size_t items_n;
    enum made *kinds; /* per item, from 1 */
    struct buf module, words, checks;
    struct definition_file *files;
    size_t n;
};

static uint32_t below(struct generator *g, uint32_t n)
{
    return draws_below(&g->draws, n);
}

static bool chance(struct generator *g, uint32_t percent)
{
    return below(g, 100) < percent;
}

static void keep(struct generator *g, struct str path, struct buf *bytes)
{
    g->files[g->n++] = (struct definition_file){path, arena_copy(g->arena, buf_str(bytes))};
    buf_clear(bytes);
}

/* An earlier item of this kind, more often one nearby, as conditions do; 0 when none is found. */
static size_t earlier(struct generator *g, size_t item, enum made kind)
{
    for (int tries = 0; tries < 40; tries++) {
        size_t back = item - 1 < NEAR || chance(g, 30) ? item - 1 : NEAR;
        size_t found = item - 1 - below(g, (uint32_t)back);
        if (found > 1 && g->kinds[found] == kind) {
            return found;
        }
    }
    return 0;
}

/* ---- conditions ---- */

static bool add_term(struct generator *g, size_t item)
{
    enum made kind = (enum made)below(g, MADE_TEXT);
    size_t read = earlier(g, item, kind);
    if (!read) {
        return false;
    }
    if (kind == MADE_CODE) {
        buf_format(&g->module, "q%05zu in (%u, %u, 3)", read, 1 + below(g, 2), 4 + below(g, 2));
    } else if (kind == MADE_SET) {
        buf_format(&g->module, "q%05zu has %u", read, 1 + below(g, 8));
    } else {
        buf_format(&g->module, "q%05zu >= %u", read, below(g, 60));
    }
    return true;
}

static void add_when(struct generator *g, size_t item)
{
    uint32_t terms = 1 + below(g, 3);
    buf_add_text(&g->module, "    when: ");
    bool hub = terms > 1 && chance(g, 25);
    if (hub) {
        buf_format(&g->module, GENERATED_HUB " in (%u, %u)", 1 + below(g, 3), 4 + below(g, 4));
        terms--;
    }
    bool any = false;
    for (uint32_t i = 0; i < terms; i++) {
        if (hub || any) {
            buf_add_text(&g->module, chance(g, 40) ? " and " : " or ");
        }
        if (!add_term(g, item)) {
            buf_format(&g->module, "q%05u in (1, 2, 3)", 2u);
        }
        any = true;
    }
    buf_add_text(&g->module, "\n    unknown: skip\n");
}

/* ---- checks ---- */

static void add_check_words(struct generator *g, size_t item, char which)
{
    buf_format(&g->checks, "  c%05zu_%c: \"Klopt dit antwoord op vraag %zu: {q%05zu}?\"\n", item, which, item,
               item);
}

static void add_int_checks(struct generator *g, size_t item)
{
    buf_format(&g->module, "    checks:\n      - {id: c%05zu_a, %s: q%05zu <= %u}\n", item,
               chance(g, 50) ? "hard" : "soft", item, 85 + below(g, 15));
    add_check_words(g, item, 'a');
    size_t other = chance(g, 50) ? earlier(g, item, MADE_INT) : 0;
    if (other) {
        buf_format(&g->module, "      - {id: c%05zu_b, soft: q%05zu + 90 >= q%05zu}\n", item, item, other);
        add_check_words(g, item, 'b');
    }
}

static void add_code_checks(struct generator *g, size_t item)
{
    size_t other = chance(g, 10) ? earlier(g, item, MADE_CODE) : 0;
    if (other) {
        buf_format(&g->module,
                   "    checks:\n      - {id: c%05zu_a, soft: not (q%05zu == 1 and q%05zu == 5)}\n", item,
                   item, other);
        add_check_words(g, item, 'a');
    }
}

/* ---- items ---- */

static void add_words(struct generator *g, size_t item)
{
    size_t filled = item > SETTLED_BEFORE && chance(g, 25) ? earlier(g, item, MADE_INT) : 0;
    buf_format(&g->words, "  q%05zu:\n    label: onderwerp nummer %zu\n", item, item);
    if (g->kinds[item] == MADE_COMPUTED) {
        return;
    }
    buf_format(&g->words, "    text: \"Wat is uw antwoord op de vraag over onderwerp %zu", item);
    if (filled) {
        buf_format(&g->words, ", nu u eerder {q%05zu} zei", filled);
    }
    buf_add_text(&g->words, "?\"\n");
}

static void add_computed(struct generator *g, size_t item)
{
    size_t one = earlier(g, item, MADE_INT);
    size_t other = earlier(g, item, MADE_INT);
    buf_add_text(&g->module, "    type: computed\n    as: int\n");
    if (one && other) {
        buf_format(&g->module, "    value: q%05zu + q%05zu\n", one, other);
    } else {
        buf_format(&g->module, "    value: if(" GENERATED_HUB " == 1, %zu, 0)\n", item);
    }
}

static void add_type(struct generator *g, size_t item)
{
    switch (g->kinds[item]) {
    case MADE_CODE:
        buf_format(&g->module, "    type: code\n    list: %s\n", item == 1 ? "seven" : "five");
        if (item == 1) {
            buf_add_text(&g->module, "    allow: []\n");
        } else {
            add_code_checks(g, item);
        }
        break;
    case MADE_SET:
        buf_add_text(&g->module, "    type: set\n    list: eight\n");
        break;
    case MADE_INT:
        buf_add_text(&g->module, "    type: int\n    min: 0\n    max: 100\n");
        add_int_checks(g, item);
        break;
    case MADE_TEXT:
        buf_add_text(&g->module, "    type: text\n    length: 80\n");
        break;
    case MADE_COMPUTED:
    case MADE_KINDS:
        add_computed(g, item);
    }
}

static enum made draw_kind(struct generator *g, size_t item)
{
    if (item <= SETTLED_BEFORE) {
        static const enum made first[] = {MADE_CODE, MADE_INT, MADE_SET};
        return item == 2 ? MADE_CODE : first[(item - 1) % ARRAY_LEN(first)];
    }
    uint32_t draw = below(g, 100);
    return draw < 5    ? MADE_COMPUTED
           : draw < 30 ? MADE_INT
           : draw < 80 ? MADE_CODE
           : draw < 93 ? MADE_SET
                       : MADE_TEXT;
}

static void add_item(struct generator *g, size_t item)
{
    g->kinds[item] = draw_kind(g, item);
    buf_format(&g->module, "  - id: q%05zu\n    nr: \"%zu\"\n", item, item);
    if (item > SETTLED_BEFORE && g->kinds[item] != MADE_COMPUTED && chance(g, 47)) {
        add_when(g, item);
    }
    add_type(g, item);
    add_words(g, item);
}

/* ---- files ---- */

static size_t add_modules(struct generator *g)
{
    size_t modules = 0;
    for (size_t from = 1; from <= g->items_n; from += MODULE_ITEMS) {
        buf_add_text(&g->module, "items:\n");
        for (size_t i = from; i < from + MODULE_ITEMS && i <= g->items_n; i++) {
            add_item(g, i);
        }
        keep(g, arena_format(g->arena, "modules/m%02zu.yaml", modules++), &g->module);
    }
    return modules;
}

static void add_head(struct generator *g, size_t modules)
{
    struct buf head = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&head, "questionnaire: generated\nversion: 1.0.0\ncodebook: codebook/generated\n"
                        "source_language: nl\nlanguages: [nl]\ngroups: [be, ma]\n"
                        "allow: [dont_know, refused]\ninclude:\n");
    for (size_t i = 0; i < modules; i++) {
        buf_format(&head, "  - modules/m%02zu.yaml\n", i);
    }
    keep(g, STR("questionnaire.yaml"), &head);
    buf_free(&head);
}

static void add_text(struct generator *g)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&text, "language: nl\nname: Nederlands\ntitle: Gemaakte vragenlijst\nitems:\n");
    buf_add(&text, buf_str(&g->words));
    if (g->checks.len) {
        buf_add_text(&text, "checks:\n");
        buf_add(&text, buf_str(&g->checks));
    }
    keep(g, STR("text/nl.yaml"), &text);
    buf_free(&text);
}

static void add_codebook(struct generator *g)
{
    static const struct {
        const char *id;
        unsigned n;
    } lists[] = {{"five", 5}, {"seven", 7}, {"eight", 8}};
    struct buf book = buf_new(BUF_LIMIT_DEFAULT);
    struct buf labels = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&book, "codebook: generated\nlanguages: [nl]\nlists:\n");
    buf_add_text(&labels, "language: nl\nlists:\n");
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        buf_format(&book, "  %s:\n", lists[i].id);
        buf_format(&labels, "  %s:\n", lists[i].id);
        for (unsigned code = 1; code <= lists[i].n; code++) {
            buf_format(&book, "    - %u\n", code);
            buf_format(&labels, "    %u: antwoord nummer %u\n", code, code);
        }
    }
    keep(g, STR("codebook/generated/codebook.yaml"), &book);
    keep(g, STR("codebook/generated/text/nl.yaml"), &labels);
    buf_free(&book);
    buf_free(&labels);
}

struct bench_files generate_questionnaire(struct arena *arena, size_t items, uint64_t seed)
{
    struct generator g = {.arena = arena,
                          .items_n = items,
                          .module = buf_new(BUF_LIMIT_DEFAULT),
                          .words = buf_new(BUF_LIMIT_DEFAULT),
                          .checks = buf_new(BUF_LIMIT_DEFAULT)};
    g.draws = draws_new(hash_of(arena_format(arena, "generate %zu %llu", items, (unsigned long long)seed)));
    g.kinds = ARENA_ARRAY(arena, items + 1, enum made);
    g.files = ARENA_ARRAY(arena, items / MODULE_ITEMS + 5, struct definition_file);
    size_t modules = add_modules(&g);
    add_head(&g, modules);
    add_text(&g);
    add_codebook(&g);
    buf_free(&g.module);
    buf_free(&g.words);
    buf_free(&g.checks);
    return (struct bench_files){g.files, g.n};
}
