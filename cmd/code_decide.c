#include "cmd/code_item.h"

#include <math.h>

#include "base/i18n.h"

/* What coders do on the screens, by command: the next answer, a decision, back and again, differences. */

enum { SUGGESTIONS_SHOWN = 9 };

/* ---- code next ---- */

static void put_suggestions(struct code_item *item, struct json *json, uint32_t group)
{
    const struct work_suggestion *s = NULL;
    size_t n = work_suggest(item->work, group, &s, SUGGESTIONS_SHOWN);
    json_key(json, "suggestions");
    json_array(json);
    for (size_t i = 0; i < n; i++) {
        json_object(json);
        json_put(json, "code", s[i].code);
        json_put_int(json, "level", s[i].level);
        json_put(json, "label", s[i].label);
        code_number(item->run, json, "p", s[i].p);
        json_put(json, "reason", s[i].reason);
        json_put(json, "source", str_from(s[i].decision ? "decision" : "index"));
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_context(struct code_item *item, struct json *json, uint32_t group)
{
    const struct work_line *lines = NULL;
    size_t n = work_context(item->work, group, 0, &lines);
    json_key(json, "context");
    json_array(json);
    for (size_t i = 0; i < n; i++) {
        json_object(json);
        json_put(json, "id", lines[i].id);
        json_put(json, "label", lines[i].label);
        json_put(json, "value", lines[i].value);
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_earlier(struct json *json, const struct work_earlier *row)
{
    char stamp[STAMP_TEXT_MAX];
    json_object(json);
    json_put(json, "text", row->text);
    json_key(json, "same_words");
    json_bool(json, row->same_words);
    json_put(json, "codes", row->codes);
    json_put_int(json, "answers", row->answers);
    json_put(json, "coders", row->coders);
    json_put(json, "wall", stamp_format(row->wall_ms, stamp));
    json_object_end(json);
}

static void put_group(struct code_item *item, struct json *json, uint32_t id)
{
    struct work_group group = work_group(item->work, id);
    struct work_answer answer = work_answer(item->work, id, 0);
    const struct work_earlier *rows = NULL;
    json_object(json);
    json_put(json, "key", group.key);
    json_put(json, "text", group.text);
    json_put_int(json, "answers", group.answers);
    json_put_int(json, "open", group.open);
    json_put(json, "case", answer.case_id);
    json_put_int(json, "row", answer.row);
    json_put(json, "language", answer.language);
    json_put(json, "codes", group.codes);
    put_suggestions(item, json, id);
    put_context(item, json, id);
    json_key(json, "earlier");
    json_array(json);
    size_t n = work_earlier(item->work, id, &rows);
    for (size_t i = 0; i < n; i++) {
        put_earlier(json, &rows[i]);
    }
    json_array_end(json);
    json_object_end(json);
}

static void print_group(struct code_item *item, uint32_t id)
{
    FILE *out = item->run->out;
    struct work_group group = work_group(item->work, id);
    const struct work_suggestion *s = NULL;
    size_t n = work_suggest(item->work, id, &s, SUGGESTIONS_SHOWN);
    fprintf(out, "%4ux  %.*s  [%.*s]\n", group.open, STR_ARG(group.text), STR_ARG(group.key));
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "  %zu %4.0f %%  %-6.*s %.*s  (%.*s)\n", i + 1, 100 * s[i].p, STR_ARG(s[i].code),
                STR_ARG(s[i].label), STR_ARG(s[i].reason));
    }
}

static enum exit_code next(struct code_item *item)
{
    struct run *run = item->run;
    const uint32_t *ids = NULL;
    struct output output;
    size_t n = work_queue(item->work, WORK_VIEW_FREQUENT, &ids);
    size_t most = run->options.count > 0 ? (size_t)run->options.count : 1;
    size_t shown = 0;
    if (run->options.json) {
        output_start(&output, "code");
    }
    for (size_t i = 0; i < n && shown < most; i++) {
        if (work_group(item->work, ids[i]).state != WORK_OPEN) {
            continue; /* another coder has it before her */
        }
        shown++;
        if (run->options.json) {
            put_group(item, &output.json, ids[i]);
        } else {
            print_group(item, ids[i]);
        }
    }
    if (run->options.json) {
        output_end(run, &output);
    } else if (!shown) {
        fprintf(run->out, "%s\n", tr("er is niets (meer) te coderen"));
    }
    return EXIT_GOOD;
}

enum exit_code code_next(struct run *run)
{
    if (run->options.words_n != 2) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code next VRAAG [-n AANTAL]"));
    }
    return code_with_item(run, CODE_SUGGESTS, true, next);
}

/* ---- code decide, settle ---- */

/* "CASE" or "CASE:ROW" */
static bool only_one(struct run *run, struct work_choice *choice)
{
    struct str only = run->options.only;
    size_t colon = str_find_char(only, ':', 0);
    int64_t row = 0;
    bool good = colon == only.len ||
                (str_to_int64(str_slice(only, colon + 1, only.len), &row) && row > 0 && row < UINT32_MAX);
    choice->only_case = str_slice(only, 0, colon);
    choice->only_row = good ? (uint32_t)row : 0;
    return good;
}

static bool group_of(struct code_item *item, uint32_t *id, enum exit_code *code)
{
    struct str key = item->run->options.words[2];
    *id = work_find(item->work, key);
    if (*id == UINT32_MAX) {
        *code = fail(item->run, EXIT_DATA, tr("niemand antwoordde '%.*s'"), STR_ARG(key));
        return false;
    }
    return true;
}

struct decided {
    struct code_item *item;
    uint32_t group;
    bool contradicts;
    struct work_earlier earlier;
};

static void decided_fields(struct run *run, struct json *json, void *context)
{
    (void)run;
    struct decided *d = context;
    struct work_group group = work_group(d->item->work, d->group);
    json_put(json, "key", group.key);
    json_put(json, "codes", group.codes);
    json_put_int(json, "answers", group.answers);
    json_put_int(json, "open", group.open);
    json_key(json, "contradicts");
    if (d->contradicts) {
        put_earlier(json, &d->earlier);
    } else {
        json_null(json);
    }
}

static enum exit_code tell_decided(struct decided *d)
{
    struct run *run = d->item->run;
    struct work_group group = work_group(d->item->work, d->group);
    if (run->options.json) {
        output_one(run, "code", decided_fields, d);
        return EXIT_GOOD;
    }
    fprintf(run->out, "%.*s = %.*s (%ux)\n", STR_ARG(group.text), STR_ARG(group.codes), group.answers);
    if (d->contradicts) {
        fprintf(run->err, tr("let op: dezelfde woorden kregen eerder %.*s (%.*s)"), STR_ARG(d->earlier.codes),
                STR_ARG(d->earlier.coders));
        fputc('\n', run->err);
    }
    return EXIT_GOOD;
}

/* What stood there before is asked before it changes, and lives on as a copy. */
static void note_contradiction(struct decided *d, struct str codes)
{
    struct arena *arena = d->item->run->arena;
    d->contradicts = work_contradicts(d->item->work, d->group, codes, &d->earlier);
    if (d->contradicts) {
        d->earlier.codes = arena_copy(arena, d->earlier.codes);
        d->earlier.coders = arena_copy(arena, d->earlier.coders);
    }
}

static enum exit_code decide(struct code_item *item)
{
    struct run *run = item->run;
    struct decided d = {.item = item};
    enum exit_code code = EXIT_GOOD;
    struct work_choice choice = {
        .codes = code_words(run, 3), .note = run->options.reason, .again = run->options.again};
    if (!only_one(run, &choice)) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("--only wil een adres, of ADRES:RIJ"));
    }
    if (!group_of(item, &d.group, &code)) {
        return code;
    }
    note_contradiction(&d, choice.codes);
    enum work_result result = work_decide(item->work, &d.group, 1, &choice);
    return result == WORK_DONE ? tell_decided(&d) : code_exit(item, result);
}

enum exit_code code_decide(struct run *run)
{
    if (run->options.words_n < 4) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("gebruik: veldwerk code decide VRAAG ANTWOORD CODE... [--only ADRES] [--again]"));
    }
    return code_with_item(run, CODE_SUGGESTS, false, decide);
}

static enum exit_code settle(struct code_item *item)
{
    struct run *run = item->run;
    struct decided d = {.item = item};
    enum exit_code code = EXIT_GOOD;
    struct work_choice choice = {.codes = code_words(run, 3), .note = run->options.reason};
    if (!group_of(item, &d.group, &code)) {
        return code;
    }
    enum work_result result = work_settle(item->work, d.group, &choice);
    return result == WORK_DONE ? tell_decided(&d) : code_exit(item, result);
}

enum exit_code code_settle(struct run *run)
{
    if (run->options.words_n < 4) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("gebruik: veldwerk code settle VRAAG ANTWOORD CODE... [--reason WAAROM]"));
    }
    return code_with_item(run, CODE_PLAIN, false, settle);
}

/* ---- code undo, redo ---- */

static enum exit_code step_back(struct code_item *item,
                                enum work_result (*take)(struct work *work, struct work_step *step))
{
    struct work_step step;
    enum work_result result = take(item->work, &step);
    if (result != WORK_DONE) {
        return code_exit(item, result);
    }
    struct work_group group = work_group(item->work, step.group);
    fprintf(item->run->out, trn("%.*s = %.*s: %u antwoord", "%.*s = %.*s: %u antwoorden", step.answers),
            STR_ARG(group.text), STR_ARG(step.codes), step.answers);
    fputc('\n', item->run->out);
    return EXIT_GOOD;
}

static enum exit_code undo(struct code_item *item)
{
    return step_back(item, work_undo);
}

static enum exit_code redo(struct code_item *item)
{
    return step_back(item, work_redo);
}

enum exit_code code_undo(struct run *run)
{
    return run->options.words_n == 2
               ? code_with_item(run, CODE_PLAIN, false, undo)
               : fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code undo|redo VRAAG"));
}

enum exit_code code_redo(struct run *run)
{
    return run->options.words_n == 2
               ? code_with_item(run, CODE_PLAIN, false, redo)
               : fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code undo|redo VRAAG"));
}

/* ---- code differences ---- */

static void put_opinion(struct run *run, struct json *json, const char *key, const struct work_opinion *o)
{
    json_key(json, key);
    json_object(json);
    json_put(json, "codes", o->codes);
    json_put(json, "note", o->note);
    json_put(json, "coder", o->user);
    code_number(run, json, "p", o->p);
    json_put_int(json, "rank", o->rank);
    json_object_end(json);
}

static enum exit_code differences(struct code_item *item)
{
    struct run *run = item->run;
    const struct work_difference *d = NULL;
    struct output output;
    size_t n = work_differences(item->work, &d);
    if (run->options.json) {
        output_start(&output, "code");
    }
    for (size_t i = 0; i < n; i++) {
        struct work_group group = work_group(item->work, d[i].group);
        if (!run->options.json) {
            fprintf(run->out, "%.*s: %.*s | %.*s%s%.*s\n", STR_ARG(group.text), STR_ARG(d[i].a.codes),
                    STR_ARG(d[i].b.codes), d[i].settled ? " = " : "", STR_ARG(d[i].codes));
            continue;
        }
        json_object(&output.json);
        json_put(&output.json, "key", group.key);
        json_put(&output.json, "text", group.text);
        json_put_int(&output.json, "answers", group.answers);
        put_opinion(run, &output.json, "a", &d[i].a);
        put_opinion(run, &output.json, "b", &d[i].b);
        json_put_int(&output.json, "level", d[i].level);
        json_put_int(&output.json, "alike", d[i].alike);
        json_key(&output.json, "settled");
        json_bool(&output.json, d[i].settled);
        json_put(&output.json, "codes", d[i].codes);
        json_object_end(&output.json);
    }
    if (run->options.json) {
        output_end(run, &output);
    }
    return EXIT_GOOD;
}

enum exit_code code_differences(struct run *run)
{
    if (run->options.words_n != 2) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code differences VRAAG"));
    }
    return code_with_item(run, CODE_PLAIN, true, differences);
}
