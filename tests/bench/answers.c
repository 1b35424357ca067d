#include "tests/bench/generate.h"
#include "tests/bench/subject.h"

#include <stdlib.h>

/*
 * What one answer costs, in evaluations and in time, and how many interviews go through the engine in a
 * second. No screen, no disk.
 */

/* ---- evaluations ---- */

/* All effective cells as they are at one moment: a checksum each, in the order of cells_walk. */
struct moment {
    uint64_t *cells;
    size_t n, cap;
};

/* What lies behind an open question is hidden, not changed. */
enum { HIDDEN = 0 };

static uint64_t checksum(const struct cell *cell)
{
    const struct value *v = &cell->value;
    uint64_t sum = (uint64_t)cell->state * 1000003u + (uint64_t)v->kind;
    if (cell->state == CELL_NOT_REACHED) {
        return HIDDEN;
    }
    switch (v->kind) {
    case VALUE_TEXT:
        return sum ^ str_hash(v->text);
    case VALUE_SET:
        for (uint32_t i = 0; i < v->set.n; i++) {
            sum = sum * 31 + (uint64_t)v->set.items[i] + 7;
        }
        return sum;
    case VALUE_NUMBER:
        return sum * 31 + (uint64_t)v->number.units + 1;
    case VALUE_CODE:
        return sum * 31 + (uint64_t)v->code + 1;
    case VALUE_BOOL:
        return sum * 31 + v->truth + 1;
    case VALUE_TIME:
        return sum * 31 + (uint64_t)v->minutes + 1;
    case VALUE_DATE:
        return sum * 31 + (uint64_t)v->date.year * 512 + (uint64_t)v->date.month * 32 + (uint64_t)v->date.day;
    case VALUE_NONE:
        return sum;
    }
    return sum;
}

static void moment_add(struct moment *moment, uint64_t sum)
{
    if (moment->n == moment->cap) {
        moment->cells = array_grow(moment->cells, &moment->cap, sizeof *moment->cells);
    }
    moment->cells[moment->n++] = sum;
}

/* Rows 1 to ROWS of rosters, whether they live or not, so that both moments have the same cells. */
enum { ROWS = 20 };

static void moment_take(struct moment *moment, const struct interview *iv)
{
    const struct codebook *book = interview_questionnaire(iv)->codebook;
    moment->n = 0;
    for (uint32_t slot = 0; slot < book->variables_n; slot++) {
        bool inside = book->variables[slot]->roster != EXPR_NO_ROSTER;
        for (uint32_t row = inside; row <= (inside ? ROWS : 0); row++) {
            moment_add(moment, checksum(interview_cell(iv, slot, row)));
        }
    }
}

static bool reads(const struct expr *expr, uint32_t slot)
{
    for (size_t i = 0; expr && i < expr->reads_n; i++) {
        if (expr->reads[i] == slot) {
            return true;
        }
    }
    return false;
}

/* In how many rows a reader stands; each is looked at by itself. */
static uint64_t rows_of(const struct interview *iv, uint32_t roster)
{
    const uint32_t *ids = NULL;
    size_t n = roster == NONE ? 1 : interview_rows(iv, roster, &ids);
    return n ? n : 1;
}

static uint64_t expressions_of(const struct interview *iv, const struct reader *reader, uint32_t slot)
{
    const struct questionnaire *q = interview_questionnaire(iv);
    if (reader->kind == READER_CHECK) {
        return rows_of(iv, q->checks[reader->index].roster);
    }
    const struct item *item = &q->items[reader->index];
    uint64_t n = 1;
    if (reader->kind == READER_OPTION) {
        n = 0;
        for (size_t i = 0; i < item->option_rules_n; i++) {
            n += reads(item->option_rules[i].when.expr, slot);
        }
    }
    return n * (item->kind == ITEM_ROSTER ? 1 : rows_of(iv, item->roster));
}

static bool differs(uint64_t before, uint64_t after)
{
    return before != after && before != HIDDEN && after != HIDDEN;
}

/* What depends on the cells that differ: the conditions, checks, option rules and derivations that read them.
 */
static uint64_t dependants(const struct interview *iv, const struct moment *before,
                           const struct moment *after)
{
    const struct questionnaire *q = interview_questionnaire(iv);
    uint64_t n = 0;
    size_t at = 0;
    for (uint32_t slot = 0; slot < q->codebook->variables_n; slot++) {
        bool inside = q->codebook->variables[slot]->roster != EXPR_NO_ROSTER;
        for (uint32_t row = inside; row <= (inside ? ROWS : 0); row++, at++) {
            for (uint32_t i = q->reader_from[slot];
                 differs(before->cells[at], after->cells[at]) && i < q->reader_from[slot + 1]; i++) {
                n += expressions_of(iv, &q->readers[i], slot);
            }
        }
    }
    return n;
}

struct counted {
    struct series evaluations, dependants;
    size_t above; /* answers that took more than dependants + 1 */
};

/* Another answer than the one there is; false when none comes up in a few tries. */
static bool other_answer(struct subject *s, struct arena *arena, const struct variable *v, struct answer *out)
{
    struct simulate_options options = simulate_options_default();
    options.dont_know_permille = options.refused_permille = 0;
    const struct cell *now = interview_cell(s->iv, v->slot, 0);
    for (int tries = 0; tries < 20; tries++) {
        if (simulate_answer(s->iv, &options, &s->draws, arena, v, 0, out) &&
            !value_equal(&out->value, &now->value)) {
            return true;
        }
    }
    return false;
}

/* Changes the answer, and puts the old one back: everything stands at the end as it stood before. */
static void count_one(struct subject *s, struct arena *arena, const struct variable *v,
                      struct moment moments[2], struct counted *counted)
{
    struct answer answer;
    struct answer old = {.slot = v->slot, .state = CELL_ANSWERED};
    old.value = value_copy(arena, &interview_cell(s->iv, v->slot, 0)->value);
    if (!other_answer(s, arena, v, &answer)) {
        return;
    }
    moment_take(&moments[0], s->iv);
    uint64_t from = interview_evaluations(s->iv);
    (void)interview_answer(s->iv, &answer, 1, NULL);
    (void)interview_first_open(s->iv);
    uint64_t evaluations = interview_evaluations(s->iv) - from;
    moment_take(&moments[1], s->iv);
    uint64_t bound = dependants(s->iv, &moments[0], &moments[1]);
    series_add(&counted->evaluations, (double)evaluations);
    series_add(&counted->dependants, (double)bound);
    counted->above += evaluations > bound + 1;
    (void)interview_answer(s->iv, &old, 1, NULL);
}

static void evaluations(struct arena *arena, const char *name, const struct questionnaire *q)
{
    struct subject *s = subject_answered(q, 1);
    struct moment moments[2] = {{0}};
    struct counted counted = {0};
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct variable *v = q->items[i].variable;
        bool outside = v && v->roster == EXPR_NO_ROSTER && v->role == ROLE_ASKED;
        if (outside && interview_cell(s->iv, v->slot, 0)->state == CELL_ANSWERED) {
            count_one(s, arena, v, moments, &counted);
        }
    }
    double mean = series_mean(&counted.evaluations);
    double bound = series_mean(&counted.dependants) + 1;
    bench_line(&(struct bench_line){
        "answers",
        arena_format(arena, "evaluations when one of %zu answers changes, %s", counted.evaluations.n, name)
            .ptr,
        arena_format(arena, "%.2f (most %.0f)", mean, series_most(&counted.evaluations)).ptr,
        arena_format(arena, "dependants + 1: %.2f", bound).ptr, mean / bound,
        counted.above ? arena_format(arena, "none above, %zu are", counted.above).ptr : "none above",
        bench_met(counted.above == 0)});
    free(moments[0].cells);
    free(moments[1].cells);
    series_free(&counted.evaluations);
    series_free(&counted.dependants);
    subject_close(s);
}

/* ---- time ---- */

enum { HUB_CODES = 7, HUB_CHANGES = 210 };

static void set_hub(struct subject *s, uint32_t slot, int32_t code)
{
    struct answer answer = {.slot = slot, .state = CELL_ANSWERED, .value = {.kind = VALUE_CODE}};
    answer.value.code = code;
    (void)interview_answer(s->iv, &answer, 1, NULL);
    if (interview_first_open(s->iv).item != NONE) {
        (void)subject_answer(s);
    }
}

/* Under each code all that is asked has its answer, so that every change computes the whole route anew. */
static void hub(struct arena *arena, const struct questionnaire *q)
{
    struct subject *s = subject_answered(q, 1);
    struct series times = {0}, evaluations = {0};
    uint32_t slot = q->items[questionnaire_item(q, STR(GENERATED_HUB))].variable->slot;
    for (int32_t i = 0; i < 3 * HUB_CODES; i++) {
        set_hub(s, slot, i % HUB_CODES);
    }
    for (int32_t i = 0; i < HUB_CHANGES; i++) {
        uint64_t before = interview_evaluations(s->iv);
        int64_t from = bench_cpu();
        set_hub(s, slot, i % HUB_CODES);
        series_add(&times, (double)(bench_cpu() - from));
        series_add(&evaluations, (double)(interview_evaluations(s->iv) - before));
    }
    double median = series_at(&times, 0.5);
    bench_line(&(struct bench_line){
        "answers", arena_format(arena, "change of the hub answer, %u items", q->items_n).ptr,
        bench_time(arena, median), arena_format(arena, "%.0f evaluations", series_mean(&evaluations)).ptr, -1,
        "<= 1 ms", bench_met(median <= 1e6)});
    series_free(&times);
    series_free(&evaluations);
    subject_close(s);
}

static void interviews(struct arena *arena, const char *name, const struct questionnaire *q, size_t n)
{
    uint64_t answers = 0;
    int64_t from = bench_cpu();
    for (size_t i = 0; i < n; i++) {
        struct subject *s = subject_open(q, i + 1, true);
        (void)subject_answer(s);
        answers += s->answers;
        subject_close(s);
    }
    double each = (double)(bench_cpu() - from) / (double)n;
    bench_line(&(struct bench_line){
        "answers", arena_format(arena, "simulated interviews a second, %s, sink keeps nothing", name).ptr,
        arena_format(arena, "%.0f", 1e9 / each).ptr,
        arena_format(arena, "%.0f answers each, %s", (double)answers / (double)n,
                     bench_time(arena, each * (double)n / (double)answers))
            .ptr,
        -1, "", BENCH_INFO});
}

/* answers INTERVIEWS */
int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    size_t n = bench_argument(argc, argv, 1, 300);
    if (!hash_init()) {
        bench_die("libsodium does not start");
    }
    struct bench_files sid = bench_freeze(arena, "questionnaire/sid");
    struct bench_files small = generate_questionnaire(arena, 400, 1);
    struct bench_files large = generate_questionnaire(arena, 10000, 1);
    const struct questionnaire *of_sid = bench_load(arena, &sid);
    const struct questionnaire *of_small = bench_load(arena, &small);
    const struct questionnaire *of_large = bench_load(arena, &large);
    evaluations(arena, "SID", of_sid);
    evaluations(arena, "400 items", of_small);
    hub(arena, of_large);
    interviews(arena, "SID", of_sid, n);
    interviews(arena, "400 items", of_small, n);
    interviews(arena, "10,000 items", of_large, n / 50 + 1);
    arena_free(arena);
    return 0;
}
