#include "cleaning/measure_priv.h"
#include "cleaning/work_priv.h"

#include <stdlib.h>
#include <time.h>

/* ---- which rules hang on which answers ----------------------------------------------------------- */

static void make_deps(struct clean *clean)
{
    uint32_t slots = clean->data->slots;
    clean->deps_from = ARENA_ARRAY(clean->arena, slots + 2, uint32_t);
    for (int fill = 0; fill <= 1; fill++) {
        for (size_t i = 0; i < clean->rules->n; i++) {
            const struct clean_rule *rule = &clean->rules->items[i];
            for (size_t k = 0; k < rule->involves_n; k++) {
                uint32_t *at = &clean->deps_from[rule->involves[k] + (fill ? 0 : 1)];
                if (fill) {
                    clean->deps[*at] = (uint32_t)i;
                }
                (*at)++;
            }
        }
        for (uint32_t s = 0; !fill && s < slots; s++) {
            clean->deps_from[s + 1] += clean->deps_from[s];
        }
        if (!fill) {
            clean->deps = ARENA_ARRAY(clean->arena, clean->deps_from[slots] + 1, uint32_t);
        }
    }
    for (uint32_t s = slots; s > 0; s--) { /* filling moved each beginning to its end */
        clean->deps_from[s] = clean->deps_from[s - 1];
    }
    clean->deps_from[0] = 0;
}

/* ---- verdicts and counts ------------------------------------------------------------------------- */

static bool is_okay(const struct clean *clean, uint32_t record, uint32_t rule)
{
    const struct state *state = &clean->states[record];
    uint32_t fails = 0;
    uint32_t okay = 0;
    for (size_t i = 0; i < state->founds.n; i++) {
        const struct found *found = &state->founds.items[i];
        if (found->rule != rule || found->verdict != VERDICT_FAIL) {
            continue;
        }
        fails++;
        for (const struct mark *m = state->marks; m; m = m->next) {
            if (m->rule == rule && m->row == found->row && m->step == STEP_OKAY &&
                str_equal(m->fingerprint, rule_fingerprint(clean, clean->scratch, record, rule, m->row))) {
                okay++;
                break;
            }
        }
    }
    return fails && okay == fails;
}

void clean_count_rule(struct clean *clean, uint32_t record, uint32_t rule, int by)
{
    uint8_t verdict = clean->verdicts[(size_t)record * clean->rules->n + rule];
    struct clean_count *count = &clean->counts[rule];
    uint32_t one = (uint32_t)by; /* minus one wraps round, and adding it takes one away */
    bool raw = verdict & VERDICT_RAW_FAILED;
    count->raw += raw ? one : 0;
    switch (verdict & VERDICT_BITS) {
    case VERDICT_PASS:
        count->passed += one;
        break;
    case VERDICT_UNKNOWN:
        count->not_evaluable += one;
        break;
    case VERDICT_FAIL:
        count->failed += one;
        if (is_okay(clean, record, rule)) {
            count->okay += one;
        } else {
            count->open += one;
        }
        break;
    default:
        break;
    }
    count->mended += raw && (verdict & VERDICT_BITS) != VERDICT_FAIL ? one : 0;
}

void clean_evaluate(struct clean *clean, uint32_t record)
{
    struct view view;
    view_open(&view, clean->data, clean->rules, record);
    uint8_t *verdicts = clean->verdicts + (size_t)record * clean->rules->n;
    struct founds *founds = &clean->states[record].founds;
    founds->n = 0;
    for (size_t i = 0; i < clean->rules->n; i++) {
        uint8_t keep = verdicts[i] & VERDICT_RAW_FAILED;
        verdicts[i] = (uint8_t)rule_judges(&view, &clean->rules->items[i], founds) | keep;
    }
}

static void evaluate_raw(struct clean *clean)
{
    for (uint32_t i = 0; i < clean->data->n; i++) {
        clean_evaluate(clean, i);
        uint8_t *verdicts = clean->verdicts + (size_t)i * clean->rules->n;
        for (size_t r = 0; r < clean->rules->n; r++) {
            verdicts[r] |= verdicts[r] == VERDICT_FAIL ? VERDICT_RAW_FAILED : 0;
        }
    }
}

static void count_all(struct clean *clean)
{
    for (uint32_t i = 0; i < clean->data->n; i++) {
        for (uint32_t r = 0; r < clean->rules->n; r++) {
            clean_count_rule(clean, i, r, 1);
        }
        arena_reset(clean->scratch);
    }
}

/* ---- open and close -------------------------------------------------------------------------------- */

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct clean_times clean_times(const struct clean *clean)
{
    return clean->times;
}

static bool start(struct clean *clean)
{
    struct clean_loader *loader = data_loader(clean->data, clean->arena);
    double began = cpu_ms();
    if (!clean->setup.load(clean->setup.context, loader, STR_EMPTY)) {
        return false;
    }
    data_seal(clean->data);
    measure_all(clean->data);
    clean->times.read = cpu_ms() - began;
    size_t cells = (size_t)clean->data->n * clean->rules->n;
    clean->verdicts = mem_realloc(NULL, cells + 1, 1);
    memset(clean->verdicts, 0, cells + 1);
    clean->states = ARENA_ARRAY(clean->arena, clean->data->n + 1, struct state);
    clean->counts = ARENA_ARRAY(clean->arena, clean->rules->n, struct clean_count);
    make_deps(clean);
    began = cpu_ms();
    evaluate_raw(clean);
    clean->times.judge = cpu_ms() - began;
    if (!edits_read(clean)) {
        return false;
    }
    for (uint32_t i = 0; i < clean->data->n; i++) {
        if (clean->states[i].touched) {
            clean_evaluate(clean, i);
        }
    }
    count_all(clean);
    return true;
}

struct clean *clean_open(const struct clean_setup *setup)
{
    struct clean *clean = mem_alloc(sizeof *clean);
    *clean = (struct clean){.arena = arena_new(), .scratch = arena_new(), .setup = *setup};
    clean->rules = setup->rules;
    clean->data = data_new(setup->questionnaire);
    clean->setup.user = arena_copy(clean->arena, setup->user);
    clean->setup.clock = setup->clock.wall_ms ? setup->clock : clock_system();
    if (!start(clean)) {
        clean_close(clean);
        return NULL;
    }
    return clean;
}

void clean_close(struct clean *clean)
{
    if (!clean) {
        return;
    }
    for (uint32_t i = 0; clean->states && i < clean->data->n; i++) {
        free(clean->states[i].founds.items);
    }
    data_free(clean->data);
    free(clean->verdicts);
    arena_free(clean->scratch);
    arena_free(clean->arena);
    free(clean);
}
