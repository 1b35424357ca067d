#include "cmd/clean.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cmd/output.h"

/* Cleaning from the command line: what the data managers' screens can do. */

/* ---- the desk --------------------------------------------------------------------------------------- */

/* --codebook, else the codebook's folder here or where the program is installed. NUL-terminated; the
 * library's path of rules.yaml in it is "rules.yaml". */
static const char *rules_folder(struct run *run, const struct questionnaire *q)
{
    struct str id = q->codebook->id;
    if (run->options.codebook.len) {
        return arena_copy(run->arena, run->options.codebook).ptr;
    }
    struct str here = arena_format(run->arena, "codebook/%.*s", STR_ARG(id));
    if (file_exists(arena_format(run->arena, "%s/rules.yaml", here.ptr).ptr)) {
        return here.ptr;
    }
    return arena_format(run->arena, "%s/%s", study_data_folder(run->arena), here.ptr).ptr;
}

static const struct rulebook *read_rules(struct desk *desk)
{
    const char *folder = rules_folder(desk->run, desk->q);
    struct disk_library *disk = disk_library_open(desk->run->arena, folder, NULL, NULL);
    struct library library = disk_library(disk);
    struct diags *diags = diags_new();
    const struct rulebook *rules = rules_load(desk->run->arena, diags, &library, STR("rules.yaml"), desk->q);
    disk_library_show(disk, diags);
    diags_print(diags, desk->run->err);
    diags_free(diags);
    return rules;
}

bool desk_open(struct desk *desk, struct run *run, bool read_only, enum exit_code *code)
{
    *desk = (struct desk){.run = run};
    if (!study_open(&desk->study, run, read_only, code)) {
        return false;
    }
    desk->q = study_current(&desk->study);
    desk->rules = desk->q ? read_rules(desk) : NULL;
    if (!desk->rules) {
        *code = EXIT_DEFINITION;
        desk_close(desk);
        return false;
    }
    struct clean_setup setup = {.store = desk->study.store,
                                .questionnaire = desk->q,
                                .rules = desk->rules,
                                .user = run->options.user,
                                .version = STR(VERSION),
                                .load = clean_load_study,
                                .context = &desk->study};
    desk->clean = clean_open(&setup);
    if (!desk->clean) {
        *code = fail(run, EXIT_IO, "%s", store_message(desk->study.store));
        desk_close(desk);
    }
    return desk->clean != NULL;
}

void desk_close(struct desk *desk)
{
    clean_close(desk->clean);
    study_close(&desk->study);
    *desk = (struct desk){0};
}

/* ---- clean run -------------------------------------------------------------------------------------- */

static void put_values(struct json *json, const struct clean_value *values, size_t n)
{
    json_key(json, "variables");
    json_array(json);
    for (size_t i = 0; i < n; i++) {
        json_text(json, values[i].variable->id);
    }
    json_array_end(json);
    json_key(json, "values");
    json_array(json);
    for (size_t i = 0; i < n; i++) {
        json_text(json, values[i].clean);
    }
    json_array_end(json);
}

static void put_proposal(struct json *json, const struct desk *desk, const struct clean_proposal *proposal)
{
    json_object(json);
    json_key(json, "set");
    json_array(json);
    for (size_t i = 0; i < proposal->sets_n; i++) {
        json_object(json);
        json_put(json, "variable", proposal->sets[i].variable->id);
        json_put_int(json, "row", proposal->sets[i].row);
        json_put(json, "old", proposal->sets[i].old);
        json_put(json, "new", proposal->sets[i].new);
        json_object_end(json);
    }
    json_array_end(json);
    json_put(json, "why", str_from(clean_why_name(proposal->why)));
    json_key(json, "breaks");
    json_array(json);
    for (size_t i = 0; i < proposal->breaks_n; i++) {
        json_text(json, clean_rule(desk->clean, proposal->breaks[i])->id);
    }
    json_array_end(json);
    json_object_end(json);
}

static bool hangs_on(const struct clean_rule *rule, const struct clean_proposal *proposal)
{
    for (size_t i = 0; i < proposal->mends_n; i++) {
        if (proposal->mends[i] == rule->index) {
            return true;
        }
    }
    return false;
}

struct proposing {
    struct arena *arena; /* of the record */
    uint32_t record;
    struct clean_proposals found;
};

static void put_proposals(struct json *json, struct desk *desk, struct proposing *p,
                          const struct clean_finding *finding)
{
    if (p->record != finding->record) {
        arena_reset(p->arena);
        p->record = finding->record;
        p->found = clean_propose(desk->clean, p->arena, finding->record);
    }
    json_key(json, "proposals");
    json_array(json);
    for (size_t i = 0; i < p->found.n; i++) {
        if (hangs_on(clean_rule(desk->clean, finding->rule), &p->found.items[i])) {
            put_proposal(json, desk, &p->found.items[i]);
        }
    }
    json_array_end(json);
    json_key(json, "complex");
    json_bool(json, p->found.complex);
}

static const char *verdict_name(enum clean_verdict verdict)
{
    return verdict == CLEAN_NOT_EVALUABLE ? "not_evaluable" : "fail";
}

static void put_finding(struct json *json, struct desk *desk, struct proposing *p, struct arena *arena,
                        const struct clean_finding *finding)
{
    const struct clean_rule *rule = clean_rule(desk->clean, finding->rule);
    const struct clean_value *values = NULL;
    size_t n = clean_values(desk->clean, arena, finding->rule, finding->record, finding->row, &values);
    json_object(json);
    json_put(json, "rule", rule->id);
    json_put(json, "severity", str_from(rule_severity_name(rule->severity)));
    json_put(json, "case", clean_record(desk->clean, finding->record).case_id);
    json_put_int(json, "row", finding->row);
    put_values(json, values, n);
    json_put(json, "verdict", str_from(verdict_name(finding->verdict)));
    json_key(json, "confirmed");
    json_bool(json, finding->confirmed);
    json_key(json, "okay");
    json_bool(json, finding->verdict == CLEAN_OKAY);
    json_put(json, "reason", finding->reason);
    if (finding->verdict == CLEAN_FAILS) {
        put_proposals(json, desk, p, finding);
    } else {
        json_key(json, "proposals");
        json_array(json);
        json_array_end(json);
    }
    json_object_end(json);
}

static int by_record(const void *a, const void *b)
{
    const struct clean_finding *x = a;
    const struct clean_finding *y = b;
    return x->record != y->record ? (x->record < y->record ? -1 : 1)
                                  : (x->rule > y->rule) - (x->rule < y->rule);
}

static void put_counts(struct run *run, struct json *json, void *context)
{
    const struct desk *desk = context;
    struct clean_times times = clean_times(desk->clean);
    json_put_int(json, "records", (int64_t)clean_records_n(desk->clean));
    json_key(json, "ms_read");
    json_raw(json, arena_format(run->arena, "%.1f", times.read));
    json_key(json, "ms_judge");
    json_raw(json, arena_format(run->arena, "%.1f", times.judge));
    json_key(json, "rules");
    json_array(json);
    for (uint32_t i = 0; i < clean_rules_n(desk->clean); i++) {
        struct clean_count c = clean_count(desk->clean, i);
        const struct clean_rule *rule = clean_rule(desk->clean, i);
        json_object(json);
        json_put(json, "rule", rule->id);
        json_put(json, "nr", rule->nr);
        json_put(json, "kind", str_from(rule_kind_name(rule->kind)));
        json_put(json, "severity", str_from(rule_severity_name(rule->severity)));
        json_put_int(json, "raw", c.raw);
        json_put_int(json, "failed", c.failed);
        json_put_int(json, "mended", c.mended);
        json_put_int(json, "okay", c.okay);
        json_put_int(json, "open", c.open);
        json_put_int(json, "passed", c.passed);
        json_put_int(json, "not_evaluable", c.not_evaluable);
        json_object_end(json);
    }
    json_array_end(json);
}

static void run_json(struct desk *desk)
{
    struct output output;
    output_start(&output, "clean");
    struct arena *arena = arena_new();
    struct arena *values = arena_new();
    struct proposing p = {.arena = arena_new(), .record = CLEAN_ANY};
    const struct clean_finding *findings = NULL;
    for (int view = CLEAN_VIEW_FAILS; view <= CLEAN_VIEW_NOT_EVALUABLE; view++) {
        size_t n = clean_findings(desk->clean, arena, CLEAN_ANY, CLEAN_ANY, (enum clean_view)view, &findings);
        struct clean_finding *sorted = ARENA_ARRAY(arena, n + 1, struct clean_finding);
        memcpy(sorted, findings, n * sizeof *sorted);
        qsort(sorted, n, sizeof *sorted, by_record);
        for (size_t i = 0; i < n; i++) {
            put_finding(&output.json, desk, &p, values, &sorted[i]);
            arena_reset(values);
        }
    }
    arena_free(p.arena);
    arena_free(values);
    arena_free(arena);
    output_end_with(desk->run, &output, put_counts, desk);
}

static void run_text(struct desk *desk)
{
    int language = str_is(i18n_language(), "en") ? questionnaire_language(desk->q, STR("en")) : -1;
    unsigned l = language < 0 ? desk->q->codebook->source_language : (unsigned)language;
    fprintf(desk->run->out, "%-28s %-8s %7s %7s %7s %7s %7s\n", tr("regel"), tr("ernst"), tr("fout"),
            tr("hersteld"), tr("goed"), tr("open"), tr("onbekend"));
    for (uint32_t i = 0; i < clean_rules_n(desk->clean); i++) {
        struct clean_count c = clean_count(desk->clean, i);
        const struct clean_rule *rule = clean_rule(desk->clean, i);
        if (c.failed || c.mended || (rule->kind <= RULE_CHECK && c.not_evaluable)) {
            fprintf(desk->run->out, "%-28.*s %-8s %7u %7u %7u %7u %7u  %.*s\n", STR_ARG(rule->id),
                    rule_severity_name(rule->severity), c.failed, c.mended, c.okay, c.open, c.not_evaluable,
                    STR_ARG(rule->words.in[l]));
        }
    }
}

static enum exit_code clean_run(struct run *run)
{
    struct desk desk;
    enum exit_code code = EXIT_GOOD;
    if (!desk_open(&desk, run, true, &code)) {
        return code;
    }
    if (run->options.json) {
        run_json(&desk);
    } else {
        run_text(&desk);
    }
    for (uint32_t i = 0; i < clean_rules_n(desk.clean); i++) {
        bool error = clean_rule(desk.clean, i)->severity == RULE_ERROR;
        code = error && clean_count(desk.clean, i).open ? EXIT_FINDINGS : code;
    }
    desk_close(&desk);
    return code;
}

/* ---- fix, missing, okay, back -------------------------------------------------------------------------- */

/* What the words CASE and RULE name; false after a message. */
static bool find_words(struct desk *desk, uint32_t *record, uint32_t *rule)
{
    const struct options *o = &desk->run->options;
    *record = clean_find(desk->clean, o->words[1]);
    *rule = rules_find(desk->rules, o->words[2]);
    if (*record == CLEAN_ANY) {
        fail(desk->run, EXIT_DATA, tr("onbekend adres '%.*s'"), STR_ARG(o->words[1]));
    } else if (*rule == NONE) {
        fail(desk->run, EXIT_DATA, tr("onbekende regel '%.*s'"), STR_ARG(o->words[2]));
    }
    return *record != CLEAN_ANY && *rule != NONE;
}

static enum exit_code tell_result(struct desk *desk, enum clean_result result)
{
    if (result == CLEAN_DONE) {
        return EXIT_GOOD;
    }
    enum exit_code code = result == CLEAN_NOT_SAVED ? EXIT_IO : EXIT_DATA;
    return fail(desk->run, code, "%s", clean_message(desk->clean));
}

/* "VAR=VALUE" or "VAR:ROW=VALUE". */
static bool parse_set(struct desk *desk, struct str text, struct clean_set *out)
{
    size_t equals = str_find_char(text, '=', 0);
    struct str name = str_slice(text, 0, equals);
    size_t colon = str_find_char(name, ':', 0);
    int64_t row = 0;
    bool good = equals < text.len;
    if (colon < name.len) {
        good &= str_to_int64(str_slice(name, colon + 1, name.len), &row) && row > 0 && row < UINT32_MAX;
        name = str_slice(name, 0, colon);
    }
    *out = (struct clean_set){.variable = codebook_find(desk->q->codebook, name), .row = (uint32_t)row};
    out->new = str_slice(text, equals + 1, text.len);
    if (!good || !out->variable) {
        fail(desk->run, EXIT_DATA, tr("--set wil VARIABELE=WAARDE, niet '%.*s'"), STR_ARG(text));
    }
    return good && out->variable;
}

static enum exit_code fix_with(struct run *run, struct str set_text)
{
    struct desk desk;
    enum exit_code code = EXIT_GOOD;
    if (!desk_open(&desk, run, false, &code)) {
        return code;
    }
    uint32_t record = 0;
    uint32_t rule = 0;
    struct clean_set set;
    code = EXIT_DATA;
    if (find_words(&desk, &record, &rule) && parse_set(&desk, set_text, &set)) {
        code = tell_result(&desk, clean_fix(desk.clean, record, rule, &set, 1, run->options.reason));
    }
    desk_close(&desk);
    return code;
}

static enum exit_code clean_fix_words(struct run *run)
{
    if (run->options.words_n != 3 || !run->options.set.len) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("gebruik: veldwerk clean fix ADRES REGEL --set VARIABELE=WAARDE --reason TEKST"));
    }
    return fix_with(run, run->options.set);
}

static enum exit_code clean_missing_words(struct run *run)
{
    if (run->options.words_n != 4) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("gebruik: veldwerk clean missing ADRES REGEL VARIABELE --reason TEKST"));
    }
    return fix_with(run, arena_format(run->arena, "%.*s=", STR_ARG(run->options.words[3])));
}

typedef enum clean_result mark_fn(struct clean *clean, uint32_t record, uint32_t rule, uint32_t row,
                                  struct str reason);

/* The row may stand behind the rule; else every row that fails is meant. */
static enum exit_code mark_words(struct run *run, mark_fn *mark)
{
    struct desk desk;
    enum exit_code code = EXIT_GOOD;
    int64_t row = 0;
    if (run->options.words_n < 3 ||
        (run->options.words_n > 3 && !str_to_int64(run->options.words[3], &row))) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("gebruik: veldwerk clean okay|back ADRES REGEL [RIJ] --reason TEKST"));
    }
    if (!desk_open(&desk, run, false, &code)) {
        return code;
    }
    uint32_t record = 0;
    uint32_t rule = 0;
    code = EXIT_DATA;
    if (find_words(&desk, &record, &rule)) {
        code = tell_result(&desk, mark(desk.clean, record, rule, (uint32_t)row, run->options.reason));
    }
    desk_close(&desk);
    return code;
}

static enum exit_code clean_okay_words(struct run *run)
{
    return mark_words(run, clean_okay);
}

static enum exit_code clean_back_words(struct run *run)
{
    return mark_words(run, clean_back);
}

static enum exit_code step_words(struct run *run, enum clean_result (*step)(struct clean *, uint32_t *))
{
    struct desk desk;
    enum exit_code code = EXIT_GOOD;
    if (!desk_open(&desk, run, false, &code)) {
        return code;
    }
    uint32_t record = 0;
    code = tell_result(&desk, step(desk.clean, &record));
    desk_close(&desk);
    return code;
}

static enum exit_code clean_undo_words(struct run *run)
{
    return step_words(run, clean_undo);
}

static enum exit_code clean_redo_words(struct run *run)
{
    return step_words(run, clean_redo);
}

static const struct {
    const char *name;
    enum exit_code (*run)(struct run *run);
} actions[] = {{"run", clean_run},         {"fix", clean_fix_words},   {"missing", clean_missing_words},
               {"okay", clean_okay_words}, {"back", clean_back_words}, {"undo", clean_undo_words},
               {"redo", clean_redo_words}, {"log", clean_log},         {"replay", clean_replay_file},
               {"quality", clean_quality}};

enum exit_code run_clean(struct run *run)
{
    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        if (str_is(run->options.words[0], actions[i].name)) {
            return actions[i].run(run);
        }
    }
    return fail(
        run, EXIT_USAGE_ERROR,
        tr("clean kent run, fix, missing, okay, back, undo, redo, log, replay en quality, niet '%.*s'"),
        STR_ARG(run->options.words[0]));
}
