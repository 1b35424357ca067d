#include "base/file.h"
#include "base/i18n.h"
#include "cmd/frames.h"
#include "cmd/output.h"

/* Classifications: import their published index, look them over, search them. */

static enum exit_code no_frame(struct run *run, struct frame_on_disk *frame, struct str id)
{
    frame_report(run, frame);
    return fail(run, EXIT_DEFINITION, tr("er is geen bruikbaar kader '%.*s'"), STR_ARG(id));
}

/* ---- import ----------------------------------------------------------------------------------------- */

static void import_fields(struct run *run UNUSED, struct json *json, void *context)
{
    const struct index *index = context;
    json_put(json, "frame", index->frame->id);
    json_put_int(json, "titles", (int64_t)index->n);
    json_put_int(json, "unknown_codes", (int64_t)index->unknown);
}

static enum exit_code import_write(struct run *run, struct frame_on_disk *frame, struct index *index,
                                   size_t before)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    struct str path = frame_index_path(frame);
    index_write(&buf, index);
    bool written = file_write(path.ptr, buf_str(&buf), frame->diags);
    buf_free(&buf);
    if (!written) {
        frame_report(run, frame);
        return EXIT_IO;
    }
    if (run->options.json) {
        output_one(run, "frame", import_fields, index);
        return EXIT_GOOD;
    }
    fprintf(run->out, tr("%s: %zu titels, %zu nieuw"), path.ptr, index->n, index->n - before);
    fputc('\n', run->out);
    if (index->unknown) {
        fprintf(run->out, tr("overgeslagen, met een code die niet in het kader staat: %zu (de eerste: %.*s)"),
                index->unknown, STR_ARG(index->unknown_code));
        fputc('\n', run->out);
    }
    return EXIT_GOOD;
}

static enum exit_code frame_import(struct run *run, struct frame_on_disk *frame)
{
    const struct options *o = &run->options;
    struct index index = index_new(frame->arena, frame->list);
    struct str path = frame_index_path(frame);
    bool good = o->words_n >= 3;
    if (!good) {
        return fail(run, EXIT_USAGE_ERROR, tr("gebruik: veldwerk frame import KADER BESTAND.csv..."));
    }
    if (file_exists(path.ptr)) {
        good = frame_read_index(frame, &index, path, false);
    }
    index_tidy(&index);
    size_t before = index.n;
    for (size_t i = 2; good && i < o->words_n; i++) {
        good = frame_read_index(frame, &index, o->words[i], true);
    }
    index_tidy(&index);
    enum exit_code code = EXIT_DATA;
    if (good) {
        code = import_write(run, frame, &index, before);
    } else {
        frame_report(run, frame);
    }
    index_free(&index);
    return code;
}

/* ---- check ------------------------------------------------------------------------------------------- */

struct frame_facts {
    size_t entries, classes, words, titles, alone, doubled, deepest;
};

static size_t depth_of(const struct list *list, size_t position)
{
    size_t depth = 1;
    const struct option *at = &list->options[position];
    while (at->parent.len && depth <= list->n) {
        int32_t parent = list_find_code(list, at->parent);
        if (parent < 0) {
            return 0;
        }
        at = &list->options[parent];
        depth++;
    }
    return depth <= list->n ? depth : 0;
}

static void frame_diag(struct frame_on_disk *frame, const struct option *option, const char *code,
                       const char *text)
{
    struct place place = {frame->list->file, option->line, option->column};
    diag_error(frame->diags, code, place, "'%.*s' %s", STR_ARG(option->code), text);
}

static struct frame_facts look_over(struct frame_on_disk *frame)
{
    const struct list *list = frame->list;
    struct index_classes classes = index_classes(frame->arena, list);
    struct frame_facts facts = {.entries = list->n, .classes = classes.n};
    for (size_t i = 0; i < list->n; i++) {
        const struct option *option = &list->options[i];
        size_t depth = depth_of(list, i);
        facts.words += option->also_n;
        facts.alone += classes.class[i] != NO_CLASS && option->also_n == 0;
        facts.deepest = depth > facts.deepest ? depth : facts.deepest;
        if (depth == 0) {
            frame_diag(frame, option, "I003", "lies under an entry that is not there, or under itself");
        }
    }
    return facts;
}

/* Titles that stand under more than one code: they cannot be coded without looking. */
static void count_titles(struct frame_on_disk *frame, struct frame_facts *facts)
{
    struct index index = index_new(frame->arena, frame->list);
    index_add_frame(&index);
    struct str path = frame_index_path(frame);
    if (file_exists(path.ptr)) {
        frame_read_index(frame, &index, path, false);
    }
    index_tidy(&index);
    facts->titles = index.n;
    facts->doubled = index_doubled(&index);
    index_free(&index);
}

static void check_fields(struct run *run UNUSED, struct json *json, void *context)
{
    const struct frame_facts *facts = context;
    json_put_int(json, "entries", (int64_t)facts->entries);
    json_put_int(json, "levels", (int64_t)facts->deepest);
    json_put_int(json, "codes", (int64_t)facts->classes);
    json_put_int(json, "titles", (int64_t)facts->titles);
    json_put_int(json, "titles_with_several_codes", (int64_t)facts->doubled);
    json_put_int(json, "codes_without_index_word", (int64_t)facts->alone);
}

static enum exit_code frame_check(struct run *run, struct frame_on_disk *frame)
{
    struct frame_facts facts = look_over(frame);
    count_titles(frame, &facts);
    frame_report(run, frame);
    if (run->options.json) {
        output_one(run, "frame", check_fields, &facts);
    } else {
        fprintf(run->out, tr("%.*s %.*s: plaatsen %zu, niveaus %zu, codes %zu, titels %zu"),
                STR_ARG(frame->list->id), STR_ARG(frame->list->version), facts.entries, facts.deepest,
                facts.classes, facts.titles);
        fputc('\n', run->out);
        fprintf(run->out, tr("titels onder meer dan een code %zu, codes zonder indexwoord %zu"),
                facts.doubled, facts.alone);
        fputc('\n', run->out);
    }
    return frame->diags->errors ? EXIT_FINDINGS : EXIT_GOOD;
}

/* ---- search ------------------------------------------------------------------------------------------- */

static enum exit_code frame_search(struct run *run, struct frame_on_disk *frame)
{
    enum { SHOWN_MOST = 20 };
    const struct options *o = &run->options;
    int32_t found[SHOWN_MOST];
    if (o->words_n < 3) {
        return fail(run, EXIT_USAGE_ERROR, tr("gebruik: veldwerk frame search KADER TEKST"));
    }
    size_t n = list_search(frame->list, o->words[2], found, SHOWN_MOST);
    struct output output;
    if (o->json) {
        output_start(&output, "frame");
    }
    for (size_t i = 0; i < n; i++) {
        const struct option *option = &frame->list->options[found[i]];
        struct str label = option_label(option, 0, 0);
        if (!o->json) {
            fprintf(run->out, "%-8.*s %.*s\n", STR_ARG(option->code), STR_ARG(label));
            continue;
        }
        json_object(&output.json);
        json_put(&output.json, "code", option->code);
        json_put(&output.json, "label", label);
        json_object_end(&output.json);
    }
    if (o->json) {
        output_end(run, &output);
    } else if (n == 0) {
        fprintf(run->out, "%s\n", tr("niets gevonden"));
    }
    return n ? EXIT_GOOD : EXIT_FINDINGS;
}

static const struct {
    const char *name;
    enum exit_code (*run)(struct run *run, struct frame_on_disk *frame);
} actions[] = {{"import", frame_import}, {"check", frame_check}, {"search", frame_search}};

enum exit_code run_frame(struct run *run)
{
    const struct options *o = &run->options;
    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        if (!str_is(o->words[0], actions[i].name)) {
            continue;
        }
        struct frame_on_disk frame;
        frame_open(&frame, o->words[1]);
        enum exit_code code = frame.list ? actions[i].run(run, &frame) : no_frame(run, &frame, o->words[1]);
        frame_close(&frame);
        return code;
    }
    return fail(run, EXIT_USAGE_ERROR, tr("frame kent import, check en search, niet '%.*s'"),
                STR_ARG(o->words[0]));
}
