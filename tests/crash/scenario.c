#include "tests/crash/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { ITEMS = 12, CHANGES = 4, LONG_TEXT = 9000 };

static int64_t clock_fixed(void *context)
{
    (void)context;
    return 1700000000000;
}

static void die(const char *what)
{
    fprintf(stderr, "crash: %s\n", what);
    exit(2);
}

struct store_options scenario_options(const struct scenario *scenario, const char *vfs)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_int(&hasher, (int64_t)scenario->seed);
    return (struct store_options){.clock = {clock_fixed, clock_fixed, NULL},
                                  .user = STR("an"),
                                  .deterministic = true,
                                  .seed = hasher_end(&hasher),
                                  .vfs = vfs,
                                  .busy_ms = 1000,
                                  .ballast_bytes = -1};
}

void scenario_make(const struct scenario *scenario, const char *path)
{
    const struct definition_file file = {STR("questionnaire.yaml"), STR("id: crash\n")};
    const struct case_record cases[] = {{.id = STR("c1")}, {.id = STR("c2")}};
    struct store_options options = scenario_options(scenario, NULL);
    struct hash questionnaire = hash_of(STR("q"));
    struct store *store = NULL;
    char message[512] = "";
    if (store_create(path, &options, "crash", &file, 1, &questionnaire, NULL, &store, message) != STORE_OK) {
        die(message);
    }
    if (store_add_cases(store, cases, NULL, 2) != STORE_OK) {
        die(store_message(store));
    }
    store_close(store);
}

/* ---- what is there ---- */

struct reading {
    struct hash *ids;
    size_t n;
    size_t erased;
    size_t max;
};

static bool read_id(void *context, const struct act *act)
{
    struct reading *reading = context;
    if (reading->n < reading->max) {
        reading->ids[reading->n] = act->id;
    }
    reading->n++;
    reading->erased += act->erased;
    return true;
}

/* ---- steps ---- */

struct making {
    struct draws draws;
    struct change changes[CHANGES];
    struct act acts[CHANGES];
    char items[CHANGES][8];
    char *value; /* LONG_TEXT letters; values are pieces of it */
};

static struct act *make_act(struct making *making, size_t i, const char *case_id)
{
    snprintf(making->items[i], sizeof making->items[i], "q%u", draws_below(&making->draws, ITEMS));
    uint32_t len = draws_below(&making->draws, 10) == 0 ? LONG_TEXT : 1 + draws_below(&making->draws, 40);
    making->changes[i] = (struct change){.reg = REGISTER_ANSWER,
                                         .item = str_from(making->items[i]),
                                         .state = CELL_ANSWERED,
                                         .value = {making->value, len}};
    making->acts[i] = (struct act){.kind = ACT_ANSWER,
                                   .case_id = str_from(case_id),
                                   .item = str_from(making->items[i]),
                                   .changes = &making->changes[i],
                                   .n = 1,
                                   .questionnaire = hash_of(STR("q")),
                                   .wall_ms = clock_fixed(NULL)};
    return &making->acts[i];
}

static void make_step(struct making *making, struct store *store, size_t step)
{
    const char *case_id = draws_below(&making->draws, 3) ? "c1" : "c2";
    if (step % 9 == 8) {
        snprintf(making->items[0], sizeof making->items[0], "q%u", draws_below(&making->draws, ITEMS));
        enum store_status status =
            store_erase(store, str_from(case_id), str_from(making->items[0]), 0, STR("asked"));
        if (status != STORE_OK && status != STORE_NOT_FOUND) {
            die(store_message(store));
        }
        return;
    }
    size_t n = draws_below(&making->draws, 4) ? 1 : 1 + draws_below(&making->draws, CHANGES);
    for (size_t i = 0; i < n; i++) {
        make_act(making, i, case_id);
    }
    if (store_append(store, making->acts, n) != STORE_OK) {
        die(store_message(store));
    }
}

/* What the log holds after a step: read, not computed. */
static void note_step(struct scenario *scenario, struct store *store, size_t step)
{
    struct hash ids[SCENARIO_ACTS];
    struct reading reading = {.ids = ids, .max = SCENARIO_ACTS};
    if (store_read_acts(store, STR_EMPTY, read_id, &reading) != STORE_OK) {
        die(store_message(store));
    }
    scenario->acts[step] = reading.n;
    scenario->erased[step] = reading.erased;
}

void scenario_run(struct scenario *scenario, struct store *store, bool record,
                  void (*done)(void *context, size_t steps), void *context)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, STR("scenario"));
    hasher_add_int(&hasher, (int64_t)scenario->seed);
    struct making making = {.draws = draws_new(hasher_end(&hasher)), .value = mem_alloc(LONG_TEXT)};
    memset(making.value, 'x', LONG_TEXT);
    for (size_t step = 0; step < SCENARIO_STEPS; step++) {
        make_step(&making, store, step);
        if (record) {
            note_step(scenario, store, step + 1);
        }
        done(context, step + 1);
    }
    free(making.value);
}

/* ---- judging ---- */

void scenario_read_ids(struct scenario *scenario, struct store *store)
{
    struct reading reading = {.ids = scenario->ids, .max = SCENARIO_ACTS};
    if (store_read_acts(store, STR_EMPTY, read_id, &reading) != STORE_OK || reading.n > SCENARIO_ACTS) {
        die(store_message(store));
    }
    scenario->n = reading.n;
}

/* The log is what the first so many steps made, and those include all that were said to be saved. */
static enum verdict judge_log(const struct scenario *scenario, struct store *store, size_t said,
                              char why[512])
{
    struct hash ids[SCENARIO_ACTS];
    struct reading reading = {.ids = ids, .max = SCENARIO_ACTS};
    if (store_read_acts(store, STR_EMPTY, read_id, &reading) != STORE_OK) {
        snprintf(why, 512, "%s", store_message(store));
        return VERDICT_TORN;
    }
    snprintf(why, 512, "%zu acts, %zu steps said to be saved (%zu acts)", reading.n, said,
             scenario->acts[said]);
    for (size_t i = 0; i < reading.n; i++) {
        if (i >= scenario->n || !hash_equal(&ids[i], &scenario->ids[i])) {
            return VERDICT_TORN;
        }
    }
    if (reading.n < scenario->acts[said]) {
        return VERDICT_LOST;
    }
    /* at most the step that was on its way, and that one whole */
    size_t next = said < SCENARIO_STEPS ? said + 1 : said;
    for (size_t step = said; step <= next; step++) {
        if (reading.n == scenario->acts[step] && reading.erased == scenario->erased[step]) {
            return VERDICT_GOOD;
        }
    }
    return VERDICT_TORN;
}

static enum verdict judge_whole(struct store *store, char why[512])
{
    struct arena *arena = arena_new();
    struct verify_report report;
    enum store_status status = store_verify(store, arena, &report);
    const char *fault = report.faults_n ? report.faults[0].ptr : "";
    enum verdict verdict = VERDICT_GOOD;
    if (status != STORE_OK || report.page_faults) {
        verdict = VERDICT_CORRUPT;
    } else if (report.chain_faults || report.cache_faults) {
        verdict = VERDICT_TORN;
    }
    if (verdict != VERDICT_GOOD) {
        snprintf(why, 512, "%s%s", status == STORE_OK ? "" : store_message(store), fault);
    }
    arena_free(arena);
    return verdict;
}

enum verdict scenario_judge(const struct scenario *scenario, const char *path, size_t said, char why[512])
{
    struct store_options options = scenario_options(scenario, NULL);
    struct store *store = NULL;
    if (store_open(path, &options, &store, why) != STORE_OK) {
        return VERDICT_CORRUPT;
    }
    enum verdict verdict = judge_whole(store, why);
    if (verdict == VERDICT_GOOD) {
        verdict = judge_log(scenario, store, said, why);
    }
    store_close(store);
    return verdict;
}
