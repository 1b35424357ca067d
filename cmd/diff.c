#include "cmd/output.h"
#include "cmd/study.h"

#include "base/file.h"
#include "base/i18n.h"
#include "questionnaire/diff.h"

/* Two versions beside each other: what was changed of each question, and who is asked it now. */
struct comparing {
    struct run *run;
    struct version_diff diff;
    struct routes *routes; /* per group */
    size_t routes_n;
    struct line {
        struct str id;
        unsigned parts; /* enum diff_part */
    } * lines;          /* in the order of the new version; then what was removed */
    size_t lines_n;
    enum version_step needed, made;
};

/* The respondent who shows it: asked by the new version only, or by the old one only. */
static struct str witness_name(struct arena *arena, const struct routes *routes,
                               const struct route_verdict *verdict, bool new)
{
    struct str group = routes->group.len ? routes->group : STR("all");
    return arena_format(arena, "%.*s-%.*s-%s", STR_ARG(group), STR_ARG(verdict->id), new ? "new" : "old");
}

static const struct route_verdict *find_verdict(const struct routes *routes, struct str id)
{
    for (size_t i = 0; i < routes->n; i++) {
        if (str_equal(routes->items[i].id, id)) {
            return &routes->items[i];
        }
    }
    return NULL;
}

/* ---- text --------------------------------------------------------------------------------------- */

static const char *const part_words[DIFF_PARTS] = {
    N_("nieuw"),         N_("weg"),     N_("type"),  N_("antwoorden"), N_("meer antwoorden"), N_("bereik"),
    N_("ruimer bereik"), N_("woorden"), N_("route"), N_("volgorde"),   N_("controles"),
};
static const char *const route_words[] = {
    [ROUTE_SAME] = N_("dezelfde route"),          [ROUTE_WIDER] = N_("ruimere route"),
    [ROUTE_NARROWER] = N_("engere route"),        [ROUTE_DIFFERENT] = N_("andere route"),
    [ROUTE_UNDECIDED] = N_("route niet beslist"),
};
static const char *const step_words[] = {[STEP_NONE] = N_("geen verhoging"),
                                         [STEP_PATCH] = N_("het derde getal"),
                                         [STEP_MINOR] = N_("het tweede getal"),
                                         [STEP_MAJOR] = N_("het eerste getal")};

static void print_routes(const struct comparing *c, const struct line *line)
{
    FILE *out = c->run->out;
    for (size_t g = 0; g < c->routes_n; g++) {
        const struct routes *routes = &c->routes[g];
        const struct route_verdict *v = find_verdict(routes, line->id);
        enum route_diff route = v ? v->route : ROUTE_SAME;
        if (v || line->parts & DIFF_ROUTE) {
            fprintf(out, "    %.*s%s%s\n", STR_ARG(routes->group), routes->group.len ? ": " : "",
                    tr(route_words[route]));
        }
    }
}

static void print_line(const struct comparing *c, const struct line *line)
{
    FILE *out = c->run->out;
    char sign = line->parts & DIFF_ADDED ? '+' : line->parts & DIFF_REMOVED ? '-' : ' ';
    fprintf(out, "%c %.*s", sign, STR_ARG(line->id));
    const char *between = ": ";
    for (unsigned bit = 0; bit < DIFF_PARTS; bit++) {
        if (line->parts & 1u << bit) {
            fprintf(out, "%s%s", between, tr(part_words[bit]));
            between = ", ";
        }
    }
    fputc('\n', out);
    print_routes(c, line);
}

static void print_text(struct comparing *c)
{
    const struct version_diff *d = &c->diff;
    FILE *out = c->run->out;
    fprintf(out, "%.*s %.*s -> %.*s\n", STR_ARG(d->new->id), STR_ARG(d->old->version),
            STR_ARG(d->new->version));
    for (size_t i = 0; i < c->lines_n; i++) {
        print_line(c, &c->lines[i]);
    }
    fprintf(out, tr("versienummer: nodig is %s, gedaan %s"), tr(step_words[c->needed]),
            tr(step_words[c->made]));
    fputc('\n', out);
}

/* ---- JSON --------------------------------------------------------------------------------------- */

static void put_verdict(struct json *json, struct run *run, const struct routes *routes,
                        const struct route_verdict *v)
{
    json_object(json);
    json_put(json, "group", routes->group);
    json_put(json, "route", str_from(route_diff_name(v->route)));
    json_put(json, "asked_new", v->asked_new == NONE ? STR_EMPTY : witness_name(run->arena, routes, v, true));
    json_put(json, "asked_old",
             v->asked_old == NONE ? STR_EMPTY : witness_name(run->arena, routes, v, false));
    json_object_end(json);
}

static void put_line(struct comparing *c, struct json *json, const struct line *line)
{
    json_object(json);
    json_put(json, "id", line->id);
    json_key(json, "parts");
    json_array(json);
    for (unsigned bit = 0; bit < DIFF_PARTS; bit++) {
        if (line->parts & 1u << bit) {
            json_text(json, str_from(diff_part_name(bit)));
        }
    }
    json_array_end(json);
    json_key(json, "routes");
    json_array(json);
    for (size_t g = 0; g < c->routes_n; g++) {
        const struct route_verdict *v = find_verdict(&c->routes[g], line->id);
        if (v) {
            put_verdict(json, c->run, &c->routes[g], v);
        }
    }
    json_array_end(json);
    json_object_end(json);
}

static void put_head(UNUSED struct run *run, struct json *json, void *context)
{
    const struct comparing *c = context;
    char hex[HASH_HEX];
    json_put(json, "old", c->diff.old->version);
    json_put(json, "old_hash", hash_hex(&c->diff.old->hash, hex));
    json_put(json, "new", c->diff.new->version);
    json_put(json, "new_hash", hash_hex(&c->diff.new->hash, hex));
    json_put(json, "needed", str_from(version_step_name(c->needed)));
    json_put(json, "made", str_from(version_step_name(c->made)));
}

static void print_json(struct comparing *c)
{
    struct output output;
    output_start(&output, "diff");
    for (size_t i = 0; i < c->lines_n; i++) {
        put_line(c, &output.json, &c->lines[i]);
    }
    output_end_with(c->run, &output, put_head, c);
}

/* ---- respondents -------------------------------------------------------------------------------- */

struct writing {
    struct run *run;
    struct str folder;
    struct buf sample;
    bool failed;
};

static void write_file(struct writing *w, struct str name, const struct buf *bytes)
{
    struct diags *io = diags_new();
    if (!file_write(path_join(w->run->arena, w->folder, name).ptr, buf_str(bytes), io)) {
        diags_print(io, w->run->err);
        w->failed = true;
    }
    diags_free(io);
}

static void write_witness(struct writing *w, const struct routes *routes, const struct route_verdict *v,
                          bool asked_by_new)
{
    uint32_t number = asked_by_new ? v->asked_new : v->asked_old;
    if (number == NONE) {
        return;
    }
    struct arena *arena = w->run->arena;
    struct str name = witness_name(arena, routes, v, asked_by_new);
    for (int new = 0; new <= 1; new ++) {
        struct buf answers = buf_new(BUF_LIMIT_DEFAULT);
        routes_write(&answers, routes, number, new);
        write_file(w, arena_format(arena, "%.*s.%s.csv", STR_ARG(name), new ? "new" : "old"), &answers);
        buf_free(&answers);
    }
    routes_write_case(&w->sample, routes, number, name);
}

static enum exit_code write_witnesses(struct comparing *c)
{
    struct run *run = c->run;
    struct writing w = {.run = run, .folder = run->options.witness, .sample = buf_new((size_t)1 << 30)};
    const char *path = arena_copy(run->arena, w.folder).ptr;
    if (file_exists(path)) {
        return fail(run, EXIT_DATA, tr("%s bestaat al"), path);
    }
    if (!folder_make(path, NULL)) {
        return fail(run, EXIT_IO, tr("de map %s kon niet gemaakt worden"), path);
    }
    buf_add_text(&w.sample, "case,group,sex,birth_date,municipality_nis,language,generation\n");
    for (size_t g = 0; g < c->routes_n; g++) {
        for (size_t i = 0; i < c->routes[g].n; i++) {
            write_witness(&w, &c->routes[g], &c->routes[g].items[i], true);
            write_witness(&w, &c->routes[g], &c->routes[g].items[i], false);
        }
    }
    write_file(&w, STR("sample.csv"), &w.sample);
    buf_free(&w.sample);
    return w.failed ? EXIT_IO : EXIT_GOOD;
}

/* ---- both versions ------------------------------------------------------------------------------ */

static const struct questionnaire *load_folder(struct run *run, struct str folder)
{
    struct diags *diags = diags_new();
    struct disk_library *disk = NULL;
    const struct questionnaire *q = definition_from_disk(run, run->arena, folder, diags, &disk);
    if (!q) {
        disk_library_show(disk, diags);
        diags_print(diags, run->err);
        fail(run, EXIT_DEFINITION, tr("de vragenlijst in %.*s heeft fouten"), STR_ARG(folder));
    }
    diags_free(diags);
    return q;
}

/* By the first digits of its hash. */
static const struct questionnaire *find_frozen(struct study *study, struct str digits)
{
    const struct hash *hashes = NULL;
    size_t n = 0;
    (void)store_versions(study->store, study->arena, &hashes, &n);
    for (size_t i = 0; i < n; i++) {
        char hex[HASH_HEX];
        if (str_starts(hash_hex(&hashes[i], hex), digits)) {
            return study_questionnaire(study, &hashes[i]);
        }
    }
    return NULL;
}

static bool is_hash(struct str word)
{
    enum { DIGITS_LEAST = 6 };
    bool hex = word.len >= DIGITS_LEAST;
    for (size_t i = 0; hex && i < word.len; i++) {
        hex = strchr("0123456789abcdef", word.ptr[i]) != NULL;
    }
    return hex;
}

/* A folder, or a version that the study has frozen. */
static const struct questionnaire *load_version(struct run *run, struct str word, enum exit_code *code)
{
    if (file_exists(arena_copy(run->arena, word).ptr) || !is_hash(word)) {
        *code = EXIT_DEFINITION;
        return load_folder(run, word);
    }
    struct study study;
    if (!study_open(&study, run, true, code)) {
        return NULL;
    }
    const struct questionnaire *q = find_frozen(&study, word);
    study_close(&study);
    if (!q) {
        *code = fail(run, EXIT_DATA, tr("%.*s is geen map, en geen versie in deze studie"), STR_ARG(word));
    }
    return q;
}

/* ---- the comparison ----------------------------------------------------------------------------- */

static void compare_routes(struct comparing *c)
{
    const struct options *o = &c->run->options;
    const struct questionnaire *new = c->diff.new;
    c->routes = ARENA_ARRAY(c->run->arena, new->groups_n + 1u, struct routes);
    for (unsigned g = 0; g < new->groups_n; g++) {
        bool wanted = !o->group.len || str_equal(o->group, new->groups[g]);
        if (wanted && questionnaire_group(c->diff.old, new->groups[g]) >= 0) {
            c->routes[c->routes_n++] = routes_compare(c->run->arena, &c->diff, new->groups[g], NULL);
        }
    }
    if (new->groups_n == 0 && c->diff.old->groups_n == 0) {
        c->routes[c->routes_n++] = routes_compare(c->run->arena, &c->diff, STR_EMPTY, NULL);
    }
}

static unsigned parts_of(const struct comparing *c, struct str id)
{
    for (size_t i = 0; i < c->diff.n; i++) {
        if (str_equal(c->diff.items[i].id, id)) {
            return c->diff.items[i].parts;
        }
    }
    return 0;
}

/* The conditions of a question may stand as they were: what they read did not. */
static bool routed_otherwise(const struct comparing *c, struct str id)
{
    for (size_t g = 0; g < c->routes_n; g++) {
        if (find_verdict(&c->routes[g], id)) {
            return true;
        }
    }
    return false;
}

static void make_lines(struct comparing *c)
{
    const struct questionnaire *new = c->diff.new;
    c->lines = ARENA_ARRAY(c->run->arena, new->items_n + c->diff.n, struct line);
    for (uint32_t i = 0; i < new->items_n; i++) {
        struct str id = new->items[i].id;
        unsigned parts = parts_of(c, id);
        if (parts || routed_otherwise(c, id)) {
            c->lines[c->lines_n++] = (struct line){id, parts};
        }
    }
    for (size_t i = 0; i < c->diff.n; i++) {
        if (!c->diff.items[i].new) {
            c->lines[c->lines_n++] = (struct line){c->diff.items[i].id, c->diff.items[i].parts};
        }
    }
}

enum exit_code run_diff(struct run *run)
{
    enum exit_code code = EXIT_GOOD;
    const struct questionnaire *old = load_version(run, run->options.words[0], &code);
    const struct questionnaire *new = old ? load_version(run, run->options.words[1], &code) : NULL;
    if (!new) {
        return code;
    }
    if (run->options.group.len && questionnaire_group(new, run->options.group) < 0) {
        return fail(run, EXIT_USAGE_ERROR, tr("er is geen groep '%.*s'"), STR_ARG(run->options.group));
    }
    struct comparing c = {.run = run, .diff = versions_diff(run->arena, old, new)};
    compare_routes(&c);
    make_lines(&c);
    c.needed = version_step_needed(&c.diff, c.routes, c.routes_n);
    c.made = version_step_made(old->version, new->version);
    (run->options.json ? print_json : print_text)(&c);
    code = run->options.witness.len ? write_witnesses(&c) : EXIT_GOOD;
    return code != EXIT_GOOD ? code : c.made < c.needed ? EXIT_FINDINGS : EXIT_GOOD;
}
