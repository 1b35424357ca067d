#ifndef TESTS_UNIT_INTERVIEW_WORLD_H
#define TESTS_UNIT_INTERVIEW_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "interview/interview.h"
#include "questionnaire/load.h"

/*
 * A questionnaire from a few lines of YAML, a log that can refuse, and interviews over both. Labels and texts
 * are made up from the ids, so that a test says only what it is about; lines that begin with %nl or %en are
 * added to the items of that text file, %fill and %fen lines to the fills, %ma lines are the group file, %top
 * lines go into the head.
 */
static const char world_codebook[] = "codebook: t\n"
                                     "languages: [nl]\n"
                                     "lists:\n"
                                     "  yes_no:\n"
                                     "    - 1 yes\n"
                                     "    - 2 no\n"
                                     "  abcd:\n"
                                     "    - 1 a\n"
                                     "    - 2 b\n"
                                     "    - 3 c\n"
                                     "    - 4 d\n"
                                     "  jobs:\n"
                                     "    - 1 friends\n"
                                     "    - 2 agency\n"
                                     "    - 3 paper\n"
                                     "    - {code: 7, name: other, specify: true}\n"
                                     "    - {code: 8, name: none_of_these, exclusive: true}\n"
                                     "  agree5:\n"
                                     "    - 1\n"
                                     "    - 2\n"
                                     "    - 3\n"
                                     "    - 4\n"
                                     "    - 5\n";
static const char world_labels[] = "language: nl\n"
                                   "lists:\n"
                                   "  yes_no: {1: ja, 2: nee}\n"
                                   "  abcd: {1: appel, 2: boom, 3: citroen, 4: doos}\n"
                                   "  jobs: {1: vrienden, 2: bureau, 3: krant, 7: andere, 8: geen}\n"
                                   "  agree5: {1: een, 2: twee, 3: drie, 4: vier, 5: vijf}\n";

struct world {
    struct arena *arena;
    struct diags *diags;
    const struct questionnaire *q;
    struct interview_setup setup;
    struct interview *iv;
    int64_t now_ms;
    struct act *log;
    size_t log_n, log_cap;
    size_t writes; /* of the sink that succeeded */
    bool refuse;   /* the next write fails */
    bool refused;
};

/* ---- texts made up from ids ------------------------------------------------------------------ */

static struct str world_word(struct str line, const char *key)
{
    size_t at = str_find(line, str_from(key), 0);
    if (at == line.len || (at > 0 && !strchr(" -{,", line.ptr[at - 1]))) {
        return STR_EMPTY;
    }
    size_t from = at + strlen(key);
    size_t end = from;
    while (end < line.len && !strchr(",} \n", line.ptr[end])) {
        end++;
    }
    return str_slice(line, from, end - from);
}

/* Words for what stands behind `key`, whose last letters may be the id's first: "id: c_" finds checks. */
static void world_text(struct buf *out, const char *head, const char *key, const char *first, struct str yaml)
{
    struct str line;
    bool any = false;
    while (str_split(&yaml, '\n', &line)) {
        struct str id = world_word(line, key);
        if (id.len) {
            buf_format(out, "%s  %s%.*s: \"klopt dit?\"\n", any ? "" : head, first, STR_ARG(id));
            any = true;
        }
    }
}

/* Keys that a %nl line words itself. */
static bool world_worded(struct str extra, struct str id)
{
    struct str line;
    while (str_split(&extra, '\n', &line)) {
        if (str_starts(str_trim(line), id) && str_trim(line).len > id.len &&
            str_trim(line).ptr[id.len] == ':') {
            return true;
        }
    }
    return false;
}

static void world_items(struct buf *out, struct str yaml, struct str extra)
{
    struct str line;
    buf_add_text(out, "items:\n");
    while (str_split(&yaml, '\n', &line)) {
        struct str id = world_word(line, "id: ");
        id = id.len ? id : world_word(line, "grid: ");
        id = id.len ? id : world_word(line, "roster: ");
        if (id.len && !str_starts(id, STR("c_")) && !world_worded(extra, id)) {
            buf_format(out, "  %.*s: {label: %.*s, text: \"%.*s?\"}\n", STR_ARG(id), STR_ARG(id),
                       STR_ARG(id));
        }
    }
    buf_add(out, extra);
}

static struct str world_texts(struct world *w, struct str all, struct str yaml, struct str extra,
                              struct str fills)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "language: nl\nname: Nederlands\ntitle: Proef\n");
    world_items(&out, yaml, extra);
    world_text(&out, "blocks:\n", "block: ", "", yaml);
    world_text(&out, "checks:\n", "id: c_", "c_", all);
    world_text(&out, "stops:\n", "stop: ", "", yaml);
    if (fills.len) {
        buf_add_text(&out, "fills:\n");
        buf_add(&out, fills);
    }
    struct str text = arena_copy(w->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* ---- loading --------------------------------------------------------------------------------- */

struct world_file {
    const char *path;
    struct str bytes;
};
struct world_files {
    struct world_file files[8];
    size_t n;
};

static bool world_read(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    (void)diags;
    const struct world_files *files = context;
    for (size_t i = 0; i < files->n; i++) {
        if (str_is(path, files->files[i].path)) {
            *bytes = files->files[i].bytes;
            return true;
        }
    }
    return false;
}

static size_t world_list(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    (void)context;
    (void)folder;
    (void)suffix;
    *paths = NULL;
    return 0;
}

/* Lines of `yaml` that begin with `mark`, without it. */
static struct str world_marked(struct world *w, struct str yaml, const char *mark, bool with)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    struct str line;
    while (str_split(&yaml, '\n', &line)) {
        bool marked = str_starts(line, str_from(mark));
        if (marked == with) {
            buf_add(&out, marked && with && mark[1] ? str_slice(line, strlen(mark) + 1, line.len) : line);
            buf_add_char(&out, '\n');
        }
    }
    struct str text = arena_copy(w->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const struct questionnaire *world_load(struct world *w, struct str all)
{
    struct str yaml = world_marked(w, all, "%", false);
    struct str nl = world_marked(w, all, "%nl", true);
    struct str en = world_marked(w, all, "%en", true);
    struct str head =
        arena_format(w->arena,
                     "questionnaire: t\nversion: 1.0.0\ncodebook: codebook/t\nsource_language: nl\n"
                     "languages: [nl, en]\ngroups: [be, ma]\nallow: [dont_know, refused]\n%.*s%s%.*s\n",
                     STR_ARG(world_marked(w, all, "%top", true)),
                     str_find(yaml, STR("items:\n"), 0) == 0 ? "" : "items:\n", STR_ARG(yaml));
    struct str fen = world_marked(w, all, "%fen", true);
    struct str english =
        arena_format(w->arena, "language: en\nname: English\ntitle: Test\n%s%.*s%s%.*s",
                     en.len ? "items:\n" : "", STR_ARG(en), fen.len ? "fills:\n" : "", STR_ARG(fen));
    struct str ma = world_marked(w, all, "%ma", true);
    struct world_files files = {
        {{"questionnaire.yaml", head},
         {"text/nl.yaml", world_texts(w, all, yaml, nl, world_marked(w, all, "%fill", true))},
         {"text/en.yaml", english},
         {"codebook/t/codebook.yaml", str_from(world_codebook)},
         {"codebook/t/text/nl.yaml", str_from(world_labels)},
         {"groups/ma.yaml", ma}},
        ma.len ? 6 : 5};
    struct library library = {world_read, world_list, &files};
    const struct questionnaire *q = questionnaire_load(w->arena, w->diags, &library, STR_EMPTY);
    if (!q) {
        diags_print(w->diags, stderr);
        fprintf(stderr, "%.*s", STR_ARG(str_slice(head, 0, 3000)));
    }
    return q;
}

/* ---- the log --------------------------------------------------------------------------------- */

static struct act world_copy(struct arena *arena, const struct act *act)
{
    struct act copy = *act;
    struct change *changes = ARENA_ARRAY(arena, act->n + 1, struct change);
    for (size_t i = 0; i < act->n; i++) {
        changes[i] = act->changes[i];
        changes[i].item = arena_copy(arena, act->changes[i].item);
        changes[i].value = arena_copy(arena, act->changes[i].value);
    }
    copy.changes = changes;
    copy.item = arena_copy(arena, act->item);
    copy.reason = arena_copy(arena, act->reason);
    copy.user = arena_copy(arena, act->user);
    copy.language = arena_copy(arena, act->language);
    copy.case_id = arena_copy(arena, act->case_id);
    return copy;
}

static bool world_write(void *context, struct act *acts, size_t n)
{
    struct world *w = context;
    if (w->refuse) {
        w->refused = true;
        return false;
    }
    w->writes++;
    for (size_t i = 0; i < n; i++) {
        if (w->log_n == w->log_cap) {
            w->log = array_grow(w->log, &w->log_cap, sizeof *w->log);
        }
        uint64_t number = w->log_n + 1;
        memcpy(acts[i].id.bytes, &number, sizeof number);
        w->log[w->log_n++] = world_copy(w->arena, &acts[i]);
    }
    return true;
}

static const char *world_message(void *context)
{
    (void)context;
    return "refused";
}

static int64_t world_now(void *context)
{
    return ((struct world *)context)->now_ms;
}

/* ---- life ------------------------------------------------------------------------------------ */

static struct world *world_new(struct str yaml)
{
    struct arena *arena = arena_new();
    struct world *w = ARENA_NEW(arena, struct world);
    assert_true(hash_init());
    w->arena = arena;
    w->diags = diags_new();
    w->now_ms = INT64_C(1772442000000); /* 2026-03-02 09:00 UTC */
    w->q = world_load(w, yaml);
    w->setup = (struct interview_setup){.questionnaire = w->q,
                                        .facts = {.case_id = STR("100"), .group = 0},
                                        .sink = {world_write, world_message, w},
                                        .clock = {world_now, world_now, w},
                                        .user = STR("an"),
                                        .seed = hash_of(STR("study"))};
    return w;
}

static void world_free(struct world *w)
{
    interview_free(w->iv);
    free(w->log);
    diags_free(w->diags);
    arena_free(w->arena);
}

/* A fresh interview into which the whole log was folded, not begun. */
static UNUSED struct interview *world_folded(struct world *w)
{
    struct interview *iv = interview_new(&w->setup);
    for (size_t i = 0; i < w->log_n; i++) {
        interview_fold(iv, &w->log[i]);
    }
    return iv;
}

/* ---- all that can be seen of an interview, as text ------------------------------------------- */

static void world_tell_cell(struct buf *out, const struct variable *v, const struct cell *cell)
{
    buf_add_text(out, cell_state_name(cell->state));
    if (cell->value.kind != VALUE_NONE) {
        buf_add_char(out, ' ');
        value_write(out, v, &cell->value);
    }
}

static void world_tell_variable(struct buf *out, const struct interview *iv, const struct variable *v,
                                uint32_t row)
{
    buf_format(out, "%.*s[%u] ", STR_ARG(v->id), row);
    world_tell_cell(out, v, interview_cell(iv, v->slot, row));
    buf_add_text(out, " raw ");
    world_tell_cell(out, v, interview_raw(iv, v->slot, row));
    struct hash event = interview_event(iv, v->slot, row);
    buf_format(out, " by %u\n", event.bytes[0] + 256u * event.bytes[1]);
}

static void world_tell_place(struct buf *out, const struct interview *iv, struct place_in place)
{
    struct str id = place.item == NONE ? STR("end") : interview_questionnaire(iv)->items[place.item].id;
    if (place.item != NONE && !id.len) {
        id = interview_questionnaire(iv)->items[place.item].outcome;
    }
    buf_add(out, id);
    if (place.row) {
        buf_format(out, "[%u]", place.row);
    }
}

static void world_tell_route(struct buf *out, const struct interview *iv)
{
    const struct route_entry *route = NULL;
    size_t n = interview_route(iv, &route);
    for (size_t i = 0; i < n; i++) {
        world_tell_place(out, iv, route[i].place);
        buf_format(out, "=%s%s%s%s ", cell_state_name(route[i].state), route[i].reached ? "" : "-",
                   route[i].checked ? "!" : "", route[i].noted ? "*" : "");
    }
    buf_add_char(out, '\n');
}

static void world_tell_checks(struct buf *out, const struct interview *iv)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    for (size_t i = 0; i < n; i++) {
        buf_format(out, "%s%.*s", i ? " " : "",
                   STR_ARG(interview_questionnaire(iv)->checks[firing[i].check].id));
        if (firing[i].row) {
            buf_format(out, "[%u]", firing[i].row);
        }
        if (firing[i].confirmed) {
            buf_format(out, "*%.*s", STR_ARG(firing[i].reason));
        }
    }
}

/* Everything that must be the same whichever way the state was reached. Row ids up to `rows` are looked at.
 */
static UNUSED struct str world_tell(struct world *w, const struct interview *iv, uint32_t rows)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    const struct codebook *codebook = w->q->codebook;
    for (size_t i = 0; i < codebook->variables_n; i++) {
        const struct variable *v = codebook->variables[i];
        for (uint32_t row = v->roster == EXPR_NO_ROSTER ? 0 : 1;
             row <= (v->roster == EXPR_NO_ROSTER ? 0 : rows); row++) {
            world_tell_variable(&out, iv, v, row);
        }
    }
    world_tell_route(&out, iv);
    world_tell_checks(&out, iv);
    buf_add_text(&out, "\nopen ");
    world_tell_place(&out, iv, interview_first_open(iv));
    buf_format(&out, " stop %.*s status %d language %u today %d\n", STR_ARG(interview_stop(iv)),
               (int)interview_status(iv), interview_language(iv), interview_today(iv));
    for (uint32_t i = 0; i < w->q->items_n; i++) {
        const int32_t *options = NULL;
        const uint32_t *grid = NULL;
        size_t n = interview_options(iv, (struct place_in){i, 0}, &options);
        for (size_t k = 0; k < n && n < 20; k++) {
            buf_format(&out, "%d ", options[k]);
        }
        n = w->q->items[i].roster == NONE ? interview_grid_rows(iv, i, &grid) : 0;
        for (size_t k = 0; k < n; k++) {
            buf_format(&out, "g%u ", grid[k]);
        }
    }
    uint32_t done = 0, all = 0;
    interview_progress(iv, &done, &all);
    buf_format(&out, "\n%u/%u\n", done, all);
    struct str text = arena_copy(w->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

#endif
