#include "cmd/simulate.h"
#include "cmd/study.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"
#include "simulate/cover.h"

/*
 * simulate --cover DIR: a few respondents who together reach all there is, as scripts that can be played
 * again. They hold on the day they are made: ages move on.
 */

struct script {
    struct run *run;
    const struct questionnaire *q;
    struct str folder;
    struct diags *diags;
    struct buf sample, expected;
    struct output output;
    size_t cases, goals, reached;
};

static bool write_file(struct script *s, struct str name, struct str bytes)
{
    return file_write(path_join(s->run->arena, s->folder, name).ptr, bytes, s->diags);
}

static void add_fields(struct buf *out, const struct str *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        csv_add(out, fields[i], i == 0);
    }
    buf_add_char(out, '\n');
}

static bool write_case(struct script *s, struct str group, const struct cover_case *c)
{
    struct arena *arena = s->run->arena;
    struct str name = arena_format(arena, "%.*s.csv", STR_ARG(c->id));
    const struct str sample[] = {c->id,           group,       c->sex,       c->birth_date,
                                 c->municipality, c->language, c->generation};
    const struct str expected[] = {c->id, name, c->completed ? STR("completed") : STR("stopped"),
                                   arena_format(arena, "%zu", c->asked), c->checks};
    add_fields(&s->sample, sample, ARRAY_LEN(sample));
    add_fields(&s->expected, expected, ARRAY_LEN(expected));
    return write_file(s, name, c->answers);
}

static struct str claim_words(struct arena *arena, const struct questionnaire *q, const struct claim *claim)
{
    struct str id = claim_id(q, claim);
    if (claim->option < 0) {
        return arena_format(arena, "%s %.*s", claim_kind_name(claim->kind), STR_ARG(id));
    }
    struct str code = q->items[claim->item].variable->list->options[claim->option].code;
    return arena_format(arena, "%s %.*s = %.*s", claim_kind_name(claim->kind), STR_ARG(id), STR_ARG(code));
}

static void tell_group(struct script *s, struct str group, const struct cover *cover)
{
    struct json *json = &s->output.json;
    json_object(json);
    json_put(json, "group", group);
    json_put_int(json, "respondents", (int64_t)cover->cases_n);
    json_put_int(json, "goals", (int64_t)cover->goals);
    json_put_int(json, "reached", (int64_t)cover->reached);
    json_key(json, "missed");
    json_array(json);
    for (size_t i = 0; i < cover->missed_n; i++) {
        json_text(json, claim_words(s->run->arena, s->q, cover->missed[i]));
    }
    json_array_end(json);
    json_object_end(json);
    if (s->run->options.json) {
        return;
    }
    fprintf(s->run->out, tr("%-5.*s %zu respondenten, %zu van %zu bereikt"), STR_ARG(group), cover->cases_n,
            cover->reached, cover->goals);
    fputc('\n', s->run->out);
    for (size_t i = 0; i < cover->missed_n; i++) {
        fprintf(s->run->out, "      %.*s\n", STR_ARG(claim_words(s->run->arena, s->q, cover->missed[i])));
    }
}

static bool one_group(struct script *s, int group)
{
    enum { CHANCE_TRIES = 300 };
    struct arena *arena = arena_new();
    struct clock clock = clock_system();
    int32_t day = clock_day(clock.wall_ms(clock.context));
    struct prove_options today = {.first_day = day, .last_day = day};
    struct cover_setup setup = {.q = s->q,
                                .proof = prove(arena, s->q, group, &today),
                                .clock = clock,
                                .seed = (uint64_t)s->run->options.seed,
                                .tries = CHANCE_TRIES};
    const struct cover *cover = cover_group(arena, &setup);
    struct str id = group < 0 ? STR_EMPTY : s->q->groups[group];
    bool good = true;
    for (size_t i = 0; good && i < cover->cases_n; i++) {
        good = write_case(s, id, &cover->cases[i]);
    }
    tell_group(s, id, cover);
    s->cases += cover->cases_n;
    s->goals += cover->goals;
    s->reached += cover->reached;
    arena_free(arena);
    return good;
}

/* Plays all cases again and compares; needs veldwerk and jq. */
static const char replay[] =
    "#!/bin/sh\n"
    "# replay.sh QUESTIONNAIRE: plays these respondents again and compares with expected.csv.\n"
    "# Needs jq, and veldwerk in the PATH or as $VELDWERK.\n"
    "set -u\n"
    "here=$(cd \"$(dirname \"$0\")\" && pwd)\n"
    "veldwerk=${VELDWERK:-veldwerk}\n"
    "study=$(mktemp -d)/cover.veldwerk\n"
    "trap 'rm -rf \"$(dirname \"$study\")\"' EXIT\n"
    "\"$veldwerk\" --study \"$study\" new --questionnaire \"$1\" >/dev/null || exit 2\n"
    "\"$veldwerk\" --study \"$study\" sample \"$here/sample.csv\" >/dev/null || exit 2\n"
    "failed=0\n"
    "while IFS=, read -r case answers outcome asked checks; do\n"
    "    [ \"$case\" = case ] && continue\n"
    "    got=$(\"$veldwerk\" --study \"$study\" interview \"$case\" --answers \"$here/$answers\" --json |\n"
    "        jq -r '[.outcome, (.asked | length), ([.checks[].id] | sort | join(\" \"))] | join(\",\")')\n"
    "    [ \"$got\" = \"$outcome,$asked,$checks\" ] && continue\n"
    "    echo \"$case: $got instead of $outcome,$asked,$checks\"\n"
    "    failed=$((failed + 1))\n"
    "done <\"$here/expected.csv\"\n"
    "[ \"$failed\" = 0 ]\n";

static bool write_rest(struct script *s)
{
    return write_file(s, STR("sample.csv"), buf_str(&s->sample)) &&
           write_file(s, STR("expected.csv"), buf_str(&s->expected)) &&
           write_file(s, STR("replay.sh"), str_from(replay));
}

static bool all_groups(struct script *s)
{
    struct str only = s->run->options.group;
    bool good = folder_make(s->folder.ptr, s->diags);
    buf_add_text(&s->sample, "case,group,sex,birth_date,municipality_nis,language,generation\n");
    buf_add_text(&s->expected, "case,answers,outcome,asked,checks\n");
    if (good && !s->q->groups_n) {
        good = one_group(s, -1);
    }
    for (unsigned group = 0; good && group < s->q->groups_n; group++) {
        if (!only.len || str_equal(only, s->q->groups[group])) {
            good = one_group(s, (int)group);
        }
    }
    return good && write_rest(s);
}

enum exit_code simulate_cover(struct run *run, const struct questionnaire *q)
{
    struct script s = {.run = run,
                       .q = q,
                       .folder = arena_copy(run->arena, run->options.cover),
                       .sample = buf_new(BUF_LIMIT_DEFAULT),
                       .expected = buf_new(BUF_LIMIT_DEFAULT)};
    if (file_exists(s.folder.ptr)) {
        return fail(run, EXIT_DATA, tr("%s bestaat al"), s.folder.ptr);
    }
    s.diags = diags_new();
    output_start(&s.output, "simulate");
    bool good = all_groups(&s);
    diags_print(s.diags, run->err);
    diags_free(s.diags);
    buf_free(&s.sample);
    buf_free(&s.expected);
    if (run->options.json) {
        output_end(run, &s.output);
    } else {
        buf_free(&s.output.buf);
        fprintf(run->out, tr("%zu respondenten in %s, %zu van %zu bereikt"), s.cases, s.folder.ptr, s.reached,
                s.goals);
        fputc('\n', run->out);
    }
    return !good ? EXIT_IO : s.reached < s.goals ? EXIT_FINDINGS : EXIT_GOOD;
}
