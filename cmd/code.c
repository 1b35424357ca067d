#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "cmd/coding_desk.h"
#include "cmd/code_item.h"
#include "cmd/frames.h"
#include "cmd/output.h"

/* Suggestions for open answers from the command line: one text, or a whole file of known ones to measure by.
 */

/* A frame with all that is known of it, ready to suggest. */
struct coder {
    struct frame_on_disk frame;
    struct index index;
    struct index_classes classes;
    struct suggester *suggester;
};

static void coder_close(struct coder *coder)
{
    suggester_free(coder->suggester);
    index_free(&coder->index);
    frame_close(&coder->frame);
}

/* `more`: a further index file; empty: none. The suggester is taught, not yet trained. False after a message,
 * with `code`. */
static bool coder_open(struct coder *coder, struct run *run, struct str frame, struct str more,
                       enum exit_code *code)
{
    *coder = (struct coder){0};
    frame_open(&coder->frame, frame);
    if (!coder->frame.list) {
        frame_report(run, &coder->frame);
        *code = fail(run, EXIT_DEFINITION, tr("er is geen bruikbaar kader '%.*s'"), STR_ARG(frame));
        return false;
    }
    coder->index = index_new(coder->frame.arena, coder->frame.list);
    index_add_frame(&coder->index);
    struct str beside = frame_index_path(&coder->frame);
    bool good = !file_exists(beside.ptr) || frame_read_index(&coder->frame, &coder->index, beside, false);
    good = good && (!more.len || frame_read_index(&coder->frame, &coder->index, more, false));
    if (!good) {
        frame_report(run, &coder->frame);
        *code = EXIT_DATA;
        return false;
    }
    index_tidy(&coder->index);
    coder->classes = index_classes(coder->frame.arena, coder->frame.list);
    coder->suggester = suggester_new(coder->classes.n);
    index_teach(&coder->index, &coder->classes, coder->suggester);
    return true;
}

static const struct option *option_of(const struct coder *coder, uint32_t class)
{
    return &coder->frame.list->options[coder->classes.option[class]];
}

/* How many entries lie above, and the entry itself. */
static unsigned level_of(const struct list *list, const struct option *option)
{
    unsigned level = 1;
    for (int32_t at = list_find_code(list, option->parent); option->parent.len && at >= 0 && level < 16;
         level++) {
        option = &list->options[at];
        at = option->parent.len ? list_find_code(list, option->parent) : -1;
    }
    return level;
}

/* ---- code suggest ------------------------------------------------------------------------------------- */

static struct str reason_of(const struct coder *coder, struct arena *arena, const struct suggestion *s)
{
    if (s->source == NO_SOURCE) {
        return arena_copy(arena, str_from(tr("woorden")));
    }
    struct str title = coder->index.titles[s->source].text;
    return s->similarity > 0.999 ? arena_format(arena, tr("zelfde: %.*s"), STR_ARG(title))
                                 : arena_format(arena, tr("lijkt op: %.*s"), STR_ARG(title));
}

static void suggestion_json(struct json *json, const struct coder *coder, struct arena *arena,
                            const struct suggestion *s)
{
    const struct option *option = option_of(coder, s->class);
    json_object(json);
    json_put(json, "code", option->code);
    json_put_int(json, "level", level_of(coder->frame.list, option));
    json_put(json, "label", option_label(option, 0, 0));
    json_key(json, "p");
    json_raw(json, arena_format(arena, "%.4f", s->p));
    json_put(json, "reason", reason_of(coder, arena, s));
    json_put(json, "source", str_from(s->source == NO_SOURCE ? "words" : "index"));
    json_object_end(json);
}

static enum exit_code show_suggestions(struct run *run, struct coder *coder, struct str text)
{
    enum { SHOWN = 10 };
    struct suggestion found[SHOWN];
    struct output output;
    size_t n = suggest(coder->suggester, text, found, SHOWN);
    if (run->options.json) {
        output_start(&output, "code");
    }
    for (size_t i = 0; i < n; i++) {
        if (run->options.json) {
            suggestion_json(&output.json, coder, run->arena, &found[i]);
            continue;
        }
        const struct option *option = option_of(coder, found[i].class);
        fprintf(run->out, "%4.0f %%  %-6.*s %.*s  (%.*s)\n", 100 * found[i].p, STR_ARG(option->code),
                STR_ARG(option_label(option, 0, 0)), STR_ARG(reason_of(coder, run->arena, &found[i])));
    }
    if (run->options.json) {
        output_end(run, &output);
    } else if (n == 0) {
        fprintf(run->out, "%s\n", tr("geen voorstel: niets hiervan is bekend"));
    }
    return n ? EXIT_GOOD : EXIT_FINDINGS;
}

static enum exit_code code_suggest(struct run *run)
{
    const struct options *o = &run->options;
    if (o->words_n < 3) {
        return fail(run, EXIT_USAGE_ERROR, tr("gebruik: veldwerk code suggest KADER TEKST"));
    }
    struct str text = {0};
    struct safe_problem problem;
    if (!safe_text(run->arena, code_words(run, 2), SAFE_LINE, 4000, &text, &problem)) {
        return fail(run, EXIT_DATA, tr("die tekst kan niet: %s"), problem.what);
    }
    struct coder coder;
    enum exit_code code = EXIT_GOOD;
    if (coder_open(&coder, run, o->words[1], STR_EMPTY, &code)) {
        suggester_train(coder.suggester, (uint64_t)o->seed);
        code = show_suggestions(run, &coder, text);
    }
    coder_close(&coder);
    return code;
}

/* ---- code bench ---------------------------------------------------------------------------------------- */

enum { TOPS = 4, DIGITS_MOST = 8, HELD_OUT = 700 };
static const size_t tops[TOPS] = {1, 3, 5, 10};

/* One known answer: a text and the codes that are right for it, at gold->first .. + n of the index. */
struct known {
    struct str text;
    size_t first, n;
};

struct bench {
    struct coder *coder;
    struct index gold;
    struct known *known; /* in the order in which they are used */
    size_t known_n, learned, tested;
    size_t hits[TOPS], digits[DIGITS_MOST + 1];
    double *ms;
    double train_ms;
};

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Titles of one line stand next to each other and share their text. */
static void gather_known(struct bench *bench)
{
    bench->known = ARENA_ARRAY(bench->gold.arena, bench->gold.n + 1, struct known);
    for (size_t i = 0; i < bench->gold.n; i++) {
        const struct index_title *title = &bench->gold.titles[i];
        if (i > 0 && title->text.ptr == bench->gold.titles[i - 1].text.ptr) {
            bench->known[bench->known_n - 1].n++;
            continue;
        }
        bench->known[bench->known_n++] = (struct known){title->text, i, 1};
    }
}

static void shuffle_known(struct bench *bench, int64_t seed)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, STR("code bench"));
    hasher_add_int(&hasher, seed);
    struct draws draws = draws_new(hasher_end(&hasher));
    for (size_t i = bench->known_n; i > 1; i--) {
        size_t j = draws_below(&draws, (uint32_t)i);
        struct known swap = bench->known[i - 1];
        bench->known[i - 1] = bench->known[j];
        bench->known[j] = swap;
    }
}

static struct str gold_code(const struct bench *bench, const struct known *known, size_t i)
{
    return bench->gold.frame->options[bench->gold.titles[known->first + i].option].code;
}

/* The longest beginning that the code shares with one of the right codes. */
static size_t digits_right(const struct bench *bench, const struct known *known, struct str code)
{
    size_t most = 0;
    for (size_t i = 0; i < known->n; i++) {
        struct str right = gold_code(bench, known, i);
        size_t same = 0;
        while (same < code.len && same < right.len && code.ptr[same] == right.ptr[same]) {
            same++;
        }
        most = same > most ? same : most;
    }
    return most;
}

static void test_one(struct bench *bench, const struct known *known, double *ms)
{
    struct suggestion found[10];
    double before = cpu_ms();
    size_t n = suggest(bench->coder->suggester, known->text, found, ARRAY_LEN(found));
    *ms = cpu_ms() - before;
    bool hit = false;
    for (size_t i = 0; i < n; i++) {
        struct str code = option_of(bench->coder, found[i].class)->code;
        size_t digits = digits_right(bench, known, code);
        for (size_t d = 1; i == 0 && d <= digits && d <= DIGITS_MOST; d++) {
            bench->digits[d]++;
        }
        bool right = digits == code.len;
        for (size_t t = 0; right && !hit && t < TOPS; t++) {
            bench->hits[t] += i < tops[t];
        }
        hit |= right;
    }
}

/* What stands behind the first HELD_OUT has been coded by people before the test begins. */
static void learn_known(struct bench *bench)
{
    for (size_t i = 0; i < bench->learned; i++) {
        const struct known *known = &bench->known[HELD_OUT + i];
        uint32_t class = bench->coder->classes.class[bench->gold.titles[known->first].option];
        if (class != NO_CLASS) {
            suggester_add(bench->coder->suggester, known->text, class, 3, NO_SOURCE);
        }
    }
}

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static void bench_run(struct bench *bench)
{
    learn_known(bench);
    double before = cpu_ms();
    suggester_train(bench->coder->suggester, 1);
    bench->train_ms = cpu_ms() - before;
    bench->ms = ARENA_ARRAY(bench->gold.arena, bench->tested + 1, double);
    for (size_t i = 0; i < bench->tested; i++) {
        test_one(bench, &bench->known[i], &bench->ms[i]);
    }
    qsort(bench->ms, bench->tested, sizeof *bench->ms, ascending);
}

static double percent(size_t part, size_t whole)
{
    return whole ? 100 * (double)part / (double)whole : 0;
}

static double quantile(const struct bench *bench, double q)
{
    return bench->tested ? bench->ms[(size_t)(q * (double)(bench->tested - 1))] : 0;
}

static void put_number(struct run *run, struct json *json, const char *key, double value)
{
    json_key(json, key);
    json_raw(json, arena_format(run->arena, "%.3f", value));
}

static void bench_fields(struct run *run, struct json *json, void *context)
{
    const struct bench *bench = context;
    struct suggester_facts facts = suggester_facts(bench->coder->suggester);
    json_put_int(json, "titles", (int64_t)facts.titles);
    json_put_int(json, "learned", (int64_t)bench->learned);
    json_put_int(json, "tested", (int64_t)bench->tested);
    for (size_t t = 0; t < TOPS; t++) {
        put_number(run, json, arena_format(run->arena, "top%zu", tops[t]).ptr,
                   percent(bench->hits[t], bench->tested));
    }
    json_key(json, "digits");
    json_object(json);
    for (size_t d = 1; d <= DIGITS_MOST && bench->digits[d]; d++) {
        put_number(run, json, arena_format(run->arena, "%zu", d).ptr,
                   percent(bench->digits[d], bench->tested));
    }
    json_object_end(json);
    put_number(run, json, "ms_p50", quantile(bench, 0.5));
    put_number(run, json, "ms_p99", quantile(bench, 0.99));
    put_number(run, json, "train_ms", bench->train_ms);
    json_put_int(json, "model_bytes", (int64_t)facts.bytes);
}

static void bench_print(struct run *run, const struct bench *bench)
{
    struct suggester_facts facts = suggester_facts(bench->coder->suggester);
    fprintf(run->out, tr("index %zu titels, gecodeerd %zu, getest %zu"), facts.titles - bench->learned,
            bench->learned, bench->tested);
    fputc('\n', run->out);
    for (size_t t = 0; t < TOPS; t++) {
        fprintf(run->out, "top%zu %.1f %%\n", tops[t], percent(bench->hits[t], bench->tested));
    }
    for (size_t d = 1; d <= DIGITS_MOST && bench->digits[d]; d++) {
        fprintf(run->out, "digits%zu %.1f %%\n", d, percent(bench->digits[d], bench->tested));
    }
    fprintf(run->out, "ms_p50 %.3f\nms_p99 %.3f\ntrain_ms %.0f\nmodel_mb %.1f\n", quantile(bench, 0.5),
            quantile(bench, 0.99), bench->train_ms, (double)facts.bytes / 1e6);
}

/* With -n N, N of the known answers are learned first and HELD_OUT others tested; without, all are tested. */
static bool bench_split(struct bench *bench, const struct options *o)
{
    bool learning = o->count > 0;
    if (learning && bench->known_n < HELD_OUT + (size_t)o->count) {
        return false;
    }
    if (learning || o->has_seed) {
        shuffle_known(bench, o->seed);
    }
    bench->learned = learning ? (size_t)o->count : 0;
    bench->tested = (learning || o->has_seed) && bench->known_n > HELD_OUT ? HELD_OUT : bench->known_n;
    return true;
}

static enum exit_code bench_with(struct run *run, struct coder *coder)
{
    const struct options *o = &run->options;
    struct bench bench = {.coder = coder, .gold = index_new(coder->frame.arena, coder->frame.list)};
    enum exit_code code = EXIT_GOOD;
    if (!frame_read_index(&coder->frame, &bench.gold, o->words[3], false)) {
        frame_report(run, &coder->frame);
        code = EXIT_DATA;
    } else {
        gather_known(&bench);
        if (!bench_split(&bench, o)) {
            code =
                fail(run, EXIT_DATA,
                     tr("er zijn %zu bekende antwoorden: te weinig om er %lld van te leren en %d te testen"),
                     bench.known_n, (long long)o->count, HELD_OUT);
        } else {
            bench_run(&bench);
            if (o->json) {
                output_one(run, "code", bench_fields, &bench);
            } else {
                bench_print(run, &bench);
            }
        }
    }
    index_free(&bench.gold);
    return code;
}

static enum exit_code code_bench(struct run *run)
{
    const struct options *o = &run->options;
    if (o->words_n != 4) {
        return fail(run, EXIT_USAGE_ERROR, tr("gebruik: veldwerk code bench KADER INDEX.tsv BEKEND.tsv"));
    }
    struct coder coder;
    enum exit_code code = EXIT_GOOD;
    if (coder_open(&coder, run, o->words[1], o->words[2], &code)) {
        code = bench_with(run, &coder);
    }
    coder_close(&coder);
    return code;
}

static const struct {
    const char *name;
    enum exit_code (*run)(struct run *run);
} actions[] = {{"suggest", code_suggest},
               {"bench", code_bench},
               {"next", code_next},
               {"decide", code_decide},
               {"undo", code_undo},
               {"redo", code_redo},
               {"differences", code_differences},
               {"settle", code_settle},
               {"double", code_double},
               {"rule", code_rule},
               {"auto", code_auto},
               {"report", code_report},
               {"import", code_import},
               {"export", code_export}};

enum exit_code run_code(struct run *run)
{
    if (run->options.words_n == 0) {
        return coding_screens(run);
    }
    for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
        if (str_is(run->options.words[0], actions[i].name)) {
            return actions[i].run(run);
        }
    }
    return fail(run, EXIT_USAGE_ERROR, tr("code kent '%.*s' niet; zie veldwerk help code"),
                STR_ARG(run->options.words[0]));
}
