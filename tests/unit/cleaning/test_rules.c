#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "cleaning/work_priv.h"
#include "questionnaire/load.h"
#include "tests/support/rows.h"

/* The survey's rules on small records, and what is said of broken rule files. */

struct world {
    struct arena *arena;
    const struct questionnaire *q;
    const struct rulebook *rules;
};

static const struct rulebook *read_rules(struct world *w, const char *folder, struct diags *diags)
{
    struct disk_library *disk = disk_library_open(w->arena, folder, NULL, NULL);
    struct library library = disk_library(disk);
    return rules_load(w->arena, diags, &library, STR("rules.yaml"), w->q);
}

static int start(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct diags *diags = diags_new();
    w->arena = arena_new();
    if (!hash_init()) {
        return -1;
    }
    struct str folder = test_path(w->arena, "../questionnaire/sid");
    struct library library = disk_library(disk_library_open(w->arena, folder.ptr, NULL, NULL));
    w->q = questionnaire_load(w->arena, diags, &library, STR_EMPTY);
    w->rules = w->q ? read_rules(w, test_path(w->arena, "../codebook/sid").ptr, diags) : NULL;
    diags_print(diags, stderr);
    diags_free(diags);
    *state = w;
    return w->rules ? 0 : -1;
}

static int stop(void **state)
{
    struct world *w = *state;
    arena_free(w->arena);
    free(w);
    return 0;
}

/* ---- a record of a few answers ---------------------------------------------------------------------- */

static bool read_cell(struct arena *arena, const struct variable *v, struct str text, struct cell *out)
{
    struct buf codes = buf_new(1000);
    struct str part;
    struct str rest = text;
    bool listed = v->list && text.len && !strchr("?!", text.ptr[0]);
    while (listed && str_split(&rest, ',', &part)) {
        int32_t at = list_find(v->list, part);
        buf_format(&codes, "%s%.*s", codes.len ? " " : "",
                   STR_ARG(at < 0 ? part : v->list->options[at].code));
    }
    bool good = cell_read(arena, v, listed ? buf_str(&codes) : text, out);
    buf_free(&codes);
    return good;
}

static void put_fact(struct clean_loader *loader, const struct world *w, struct str name, struct str text)
{
    for (int i = 0; i < FACTS; i++) {
        struct number number = number_int(str_is(text, "true"));
        if (str_is(name, fact_name((enum fact)i))) {
            assert_true(fact_is_truth((enum fact)i) || number_parse(text, &number));
            loader_fact(loader, (enum fact)i, number);
            return;
        }
    }
    (void)w;
    fail_msg("no such name: %.*s", STR_ARG(name));
}

struct pair {
    struct str name, text;
    uint32_t row;
};

static size_t read_pairs(struct str text, struct pair *pairs)
{
    size_t n = 0;
    struct str word;
    while (text.len && str_split(&text, ' ', &word)) {
        size_t equals = str_find_char(word, '=', 0);
        size_t colon = str_find_char(word, ':', 0);
        int64_t row = 0;
        if (colon < equals) {
            assert_true(str_to_int64(str_slice(word, colon + 1, equals - colon - 1), &row));
        }
        pairs[n++] = (struct pair){str_slice(word, 0, colon < equals ? colon : equals),
                                   str_slice(word, equals + 1, word.len), (uint32_t)row};
    }
    return n;
}

static struct str group_in(const struct pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(pairs[i].name, "group")) {
            return pairs[i].text;
        }
    }
    return STR("ma");
}

static bool is_given(const struct pair *pairs, size_t n, struct str id)
{
    bool given = false;
    for (size_t i = 0; i < n; i++) {
        given |= str_equal(pairs[i].name, id);
    }
    return given;
}

/* What follows from the answers; what nobody gave does not apply. */
static void derive(const struct world *w, struct data *data, const struct pair *pairs, size_t n)
{
    struct view view;
    view_open(&view, data, w->rules, 0);
    for (uint32_t i = 0; i < w->q->items_n; i++) {
        const struct item *item = &w->q->items[i];
        if (item->kind == ITEM_COMPUTED && !is_given(pairs, n, item->variable->id)) {
            struct cell cell = view_derive(&view, item, 0);
            data_set(data, item->variable->slot, 0, 0, &cell);
        }
    }
}

static struct data *record_of(const struct world *w, struct arena *arena, struct str text)
{
    struct pair pairs[32];
    size_t n = read_pairs(text, pairs);
    struct data *data = data_new(w->q);
    struct clean_loader *loader = data_loader(data, arena);
    struct date today = {2026, 3, 2};
    loader_record(loader, &(struct loaded_record){.case_id = STR("c"),
                                                  .group = group_in(pairs, n),
                                                  .today = date_first(today),
                                                  .completed = true});
    for (uint32_t r = 0; r < w->q->rosters_n; r++) {
        const uint32_t ids[] = {1, 2};
        uint32_t rows = 0;
        for (size_t i = 0; i < n; i++) {
            const struct variable *v = codebook_find(w->q->codebook, pairs[i].name);
            rows = v && v->roster == r && pairs[i].row > rows ? pairs[i].row : rows;
        }
        loader_rows(loader, r, ids, rows);
    }
    for (size_t i = 0; i < w->q->codebook->variables_n; i++) {
        const struct variable *v = w->q->codebook->variables[i];
        struct cell none = {.state = CELL_NOT_APPLICABLE};
        const uint32_t alone = 0;
        const uint32_t *ids = &alone;
        uint32_t rows = v->roster == EXPR_NO_ROSTER ? 1 : data_rows_of(data, v->roster, 0, &ids);
        for (uint32_t k = 0; k < rows; k++) {
            loader_cell(loader, v->slot, ids[k], &none);
        }
    }
    for (size_t i = 0; i < n; i++) {
        const struct variable *v = codebook_find(w->q->codebook, pairs[i].name);
        struct cell cell;
        if (!v) {
            put_fact(loader, w, pairs[i].name, pairs[i].text);
        } else if (!read_cell(arena, v, pairs[i].text, &cell)) {
            fail_msg("%.*s cannot be %.*s", STR_ARG(v->id), STR_ARG(pairs[i].text));
        } else {
            loader_cell(loader, v->slot, pairs[i].row, &cell);
        }
    }
    data_seal(data);
    derive(w, data, pairs, n);
    return data;
}

/* ---- the rows ------------------------------------------------------------------------------------------ */

static const char *const verdict_names[] = {"apart", "pass", "unknown", "fail"};

static void rules_by_rows(void **state)
{
    const struct world *w = *state;
    struct rows *rows = rows_open("clean-rules");
    struct row row;
    unsigned *seen = calloc(w->rules->n, sizeof *seen); /* bits by verdict */
    while (rows_next(rows, &row)) {
        uint32_t at = rules_find(w->rules, row.field[0]);
        if (!rows_check(rows, at != NONE, "no rule %s", row.field[0].ptr)) {
            continue;
        }
        struct data *data = record_of(w, rows_arena(rows), row.field[2]);
        struct view view;
        view_open(&view, data, w->rules, 0);
        enum verdict verdict = rule_judges(&view, &w->rules->items[at], NULL);
        rows_equal(rows, str_from(verdict_names[verdict]), row.field[1], "verdict");
        seen[at] |= 1u << verdict;
        data_free(data);
    }
    for (size_t i = 0; i < w->rules->n; i++) {
        const struct clean_rule *rule = &w->rules->items[i];
        bool all = seen[i] >> VERDICT_PASS == 7;
        rows_check(rows, rule->kind != RULE_WRITTEN || all, "%.*s has no row for each verdict",
                   STR_ARG(rule->id));
    }
    free(seen);
    rows_close(rows);
}

/* Each number of the survey's list has a rule, and words in both languages of the interface. */
static void every_number(void **state)
{
    const struct world *w = *state;
    int nl = questionnaire_language(w->q, STR("nl"));
    int en = questionnaire_language(w->q, STR("en"));
    bool there[34] = {0};
    for (size_t i = 0; i < w->rules->n; i++) {
        const struct clean_rule *rule = &w->rules->items[i];
        int64_t nr = 0;
        if (str_to_int64(rule->nr, &nr) && nr >= 1 && nr <= 33) {
            there[nr] = true;
            assert_true(rule->words.in[nl].len > 0 && rule->words.in[en].len > 0);
        }
    }
    for (int nr = 1; nr <= 33; nr++) {
        if (!there[nr]) {
            fail_msg("rule %d of the list is not there", nr);
        }
    }
}

/* ---- broken files ----------------------------------------------------------------------------------------
 */

struct text_file {
    struct str bytes;
};

static bool give_bytes(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    (void)diags;
    *bytes = ((struct text_file *)context)->bytes;
    return str_is(path, "rules.yaml");
}

static void broken_rules(void **state)
{
    static const struct {
        const char *code, *entry;
    } broken[] = {
        {"R101", "{checks: [c_nobody]}"},
        {"R101", "{rule: a, for: work, holds: age > 1, words: {nl: x}}"},
        {"R101", "{rule: a, groups: [xx], holds: age > 1, words: {nl: x}}"},
        {"R101", "{rule: a, involves: [nobody], holds: age > 1, words: {nl: x}}"},
        {"R102", "{rule: a, words: {nl: x}}"},
        {"R102", "{rule: a, holds: age > 1}"},
        {"R102", "{holds: age > 1, words: {nl: x}}"},
        {"R102", "{rule: a, implied: route, holds: age > 1, words: {nl: x}}"},
        {"R103", "{rule: c_birth_frame, holds: age > 1, words: {nl: x}}"},
        {"R103", "{rule: age, holds: age > 1, words: {nl: x}}"},
        {"R103", "{checks: [c_birth_frame, c_birth_frame]}"},
        {"R104", "{rule: a, holds: group == be, words: {nl: x}}"},
        {"E201", "{rule: a, holds: aeg > 1, words: {nl: x}}"},
        {"E102", "{rule: a, hold: age > 1, words: {nl: x}}"},
    };
    const struct world *w = *state;
    for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
        struct arena *arena = arena_new();
        struct diags *diags = diags_new();
        struct text_file file = {arena_format(arena, "cleaning: x\nrules:\n  - %s\n", broken[i].entry)};
        struct library library = {.read = give_bytes, .context = &file};
        const struct rulebook *rules = rules_load(arena, diags, &library, STR("rules.yaml"), w->q);
        if (rules || diags->n != 1 || !str_is(str_from(diags->items[0].code), broken[i].code)) {
            diags_print(diags, stderr);
            fail_msg("%s: %s wanted", broken[i].entry, broken[i].code);
        }
        diags_free(diags);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_by_rows),
        cmocka_unit_test(every_number),
        cmocka_unit_test(broken_rules),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
