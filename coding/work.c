#include "coding/work_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "coding/features.h"

/* ---- small things ---- */

enum work_result work_fail(struct work *work, enum work_result result, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(work->message, sizeof work->message, format, args);
    va_end(args);
    return result;
}

enum work_result work_fail_store(struct work *work)
{
    return work_fail(work, WORK_NOT_SAVED, "%s", store_message(work->setup.store));
}

const char *work_message(const struct work *work)
{
    return work->message;
}

struct str work_item_id(const struct work *work)
{
    return work->setup.item.variable->id;
}

const struct list *work_frame(const struct work *work)
{
    return work->setup.frame;
}

int64_t work_now(const struct work *work)
{
    return work->setup.clock.wall_ms(work->setup.clock.context);
}

struct str work_setting(const struct work *work, const char *name)
{
    return arena_format(work->scratch, "coding.%s.%.*s", name, STR_ARG(work_item_id(work)));
}

unsigned work_draw(const struct work *work, const char *label, struct str key)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, str_from(label));
    hasher_add(&hasher, work->seed.bytes, HASH_BYTES);
    hasher_add_str(&hasher, work_item_id(work));
    hasher_add_str(&hasher, key);
    struct draws draws = draws_new(hasher_end(&hasher));
    return draws_below(&draws, 10000);
}

struct str layer_register(const struct work *work, enum layer layer)
{
    return work->registers[layer];
}

bool layer_parse(const struct work *work, struct str item, enum layer *out)
{
    for (size_t i = 0; i < LAYERS; i++) {
        if (str_equal(item, work->registers[i])) {
            *out = (enum layer)i;
            return true;
        }
    }
    return false;
}

struct act act_of(const struct work *work, enum act_kind kind, const struct answer *answer, int64_t wall_ms)
{
    return (struct act){
        .kind = kind,
        .case_id = answer->case_id,
        .item = work_item_id(work),
        .row = answer->row,
        .user = work->setup.user,
        .questionnaire = store_current_questionnaire(work->setup.store),
        .wall_ms = wall_ms,
        .boot_ms = work->setup.clock.boot_ms(work->setup.clock.context),
    };
}

/* ---- groups ---- */

static uint32_t group_with(struct work *work, struct str key, struct str text)
{
    uint32_t id = NOBODY;
    if (ids_find(&work->group_ids, key, &id)) {
        return id;
    }
    if (work->groups_n == work->groups_cap) {
        work->groups = array_grow(work->groups, &work->groups_cap, sizeof *work->groups);
    }
    id = (uint32_t)work->groups_n++;
    work->groups[id] = (struct group){
        .key = key,
        .text = text,
        .first = NOBODY,
        .last = NOBODY,
        .sampled = work_draw(work, "double", key) < work->double_percent * 100,
        .class = NO_CLASS,
    };
    ids_add(&work->group_ids, key, id);
    return id;
}

static void group_add(struct work *work, uint32_t id, uint32_t answer)
{
    struct group *group = &work->groups[id];
    work->answers[answer].group = id;
    work->answers[answer].next = NOBODY;
    if (group->last == NOBODY) {
        group->first = answer;
    } else {
        work->answers[group->last].next = answer;
    }
    group->last = answer;
    group->answers++;
    group->stale = true;
}

static void group_drop(struct work *work, uint32_t answer)
{
    struct group *group = &work->groups[work->answers[answer].group];
    uint32_t before = NOBODY;
    for (uint32_t i = group->first; i != answer; i = work->answers[i].next) {
        before = i;
    }
    uint32_t next = work->answers[answer].next;
    if (before == NOBODY) {
        group->first = next;
    } else {
        work->answers[before].next = next;
    }
    group->last = group->last == answer ? before : group->last;
    group->answers--;
    group->stale = true;
    work->answers[answer].group = NOBODY;
}

uint32_t work_find(const struct work *work, struct str text)
{
    uint32_t id = NOBODY;
    struct str key = coding_key(work->scratch, text);
    return ids_find(&work->group_ids, key, &id) ? id : UINT32_MAX;
}

/* ---- answers ---- */

uint32_t answer_of(const struct work *work, struct str case_id, uint32_t row)
{
    uint32_t at = NOBODY;
    struct str name = arena_format(work->scratch, "%.*s %u", STR_ARG(case_id), row);
    return ids_find(&work->answer_ids, name, &at) ? at : NOBODY;
}

static uint32_t answer_new(struct work *work, struct str case_id, uint32_t row)
{
    if (work->answers_n == work->answers_cap) {
        work->answers = array_grow(work->answers, &work->answers_cap, sizeof *work->answers);
    }
    uint32_t at = (uint32_t)work->answers_n++;
    struct str name = arena_format(work->arena, "%.*s %u", STR_ARG(case_id), row);
    work->answers[at] = (struct answer){
        .case_id = str_slice(name, 0, case_id.len), .row = row, .group = NOBODY, .next = NOBODY};
    ids_add(&work->answer_ids, name, at);
    return at;
}

/* What the interview says of (case, row) now. */
static void take_answer(struct work *work, const struct change *change, const struct act *act, int64_t n)
{
    bool said = change->state == CELL_ANSWERED && change->value.len;
    uint32_t at = answer_of(work, act->case_id, change->row);
    if (at == NOBODY && !said) {
        return;
    }
    at = at == NOBODY ? answer_new(work, act->case_id, change->row) : at;
    if (work->answers[at].n > n) {
        return;
    }
    if (work->answers[at].group != NOBODY) {
        group_drop(work, at);
    }
    work->answers[at].n = n;
    work->answers[at].changed = false;
    if (said) {
        struct str text = arena_copy(work->arena, change->value);
        work->answers[at].text = text;
        work->answers[at].language = arena_copy(work->arena, act->language);
        group_add(work, group_with(work, coding_key(work->arena, text), text), at);
    }
}

const struct content *content_of(const struct answer *answer, enum layer layer)
{
    const struct content *content = answer->layers[layer];
    return content && content->codes.len && content->n >= answer->n ? content : NULL;
}

struct hash event_of(const struct answer *answer, enum layer layer)
{
    static const struct hash never;
    return answer->layers[layer] ? answer->layers[layer]->event : never;
}

struct content content_from(struct work *work, const struct change *change, const struct act *act, int64_t n)
{
    struct content content = {
        .wall_ms = act->wall_ms, .shown_ms = act->shown_ms, .event = act->id, .n = n, .reason = {.p = NAN}};
    if (change->state == CELL_ANSWERED) {
        content.codes = arena_copy(work->arena, change->value);
        reason_read(work->arena, act->reason, &content.reason);
        content.user = content.reason.coder.len ? content.reason.coder : arena_copy(work->arena, act->user);
    }
    return content;
}

void take_code(struct work *work, enum layer layer, struct str case_id, const struct change *change,
               const struct act *act, int64_t n)
{
    uint32_t at = answer_of(work, case_id, change->row);
    if (at == NOBODY) {
        return;
    }
    struct answer *answer = &work->answers[at];
    if (answer->layers[layer] && answer->layers[layer]->n > n) {
        return;
    }
    if (!answer->layers[layer]) {
        answer->layers[layer] = ARENA_NEW(work->arena, struct content);
    }
    *answer->layers[layer] = content_from(work, change, act, n);
    if (answer->group != NOBODY) {
        work->groups[answer->group].stale = true;
    }
}

/* ---- reading ---- */

struct loading {
    struct work *work;
    enum layer layer;
};

static bool load_answer(void *context, const struct change *change, const struct act *act, int64_t n)
{
    struct loading *loading = context;
    take_answer(loading->work, change, act, n);
    return true;
}

static bool load_code(void *context, const struct change *change, const struct act *act, int64_t n)
{
    struct loading *loading = context;
    take_code(loading->work, loading->layer, act->case_id, change, act, n);
    return true;
}

static bool load_all(struct work *work)
{
    struct loading loading = {.work = work};
    struct store *store = work->setup.store;
    bool good =
        store_log_end(store, &work->seen_n) == STORE_OK &&
        store_read_item(store, REGISTER_ANSWER, work_item_id(work), load_answer, &loading) == STORE_OK;
    for (size_t i = 0; good && i < LAYERS; i++) {
        loading.layer = (enum layer)i;
        good = store_read_item(store, REGISTER_CODE, work->registers[i], load_code, &loading) == STORE_OK;
    }
    return good;
}

static bool take_act(void *context, const struct act *act, int64_t n)
{
    struct work *work = context;
    enum layer layer;
    for (size_t i = 0; i < act->n; i++) {
        const struct change *change = &act->changes[i];
        if (change->reg == REGISTER_ANSWER && str_equal(change->item, work_item_id(work))) {
            take_answer(work, change, act, n);
        } else if (change->reg == REGISTER_CODE && layer_parse(work, change->item, &layer)) {
            take_code(work, layer, act->case_id, change, act, n);
        }
    }
    work->seen_n = n > work->seen_n ? n : work->seen_n;
    return true;
}

static bool take_hold(void *context, struct str name, struct str user)
{
    struct work *work = context;
    uint32_t id;
    if (ids_find(&work->group_ids, name, &id)) {
        work->groups[id].elsewhere = true;
        work->groups[id].holder = arena_copy(work->arena, user);
    }
    return true;
}

bool holds_read(struct work *work)
{
    struct str under = arena_format(work->scratch, "code.%.*s", STR_ARG(work_item_id(work)));
    for (size_t i = 0; i < work->groups_n; i++) {
        work->groups[i].elsewhere = false;
    }
    return store_read_holds(work->setup.store, under, take_hold, work) == STORE_OK;
}

bool work_refresh(struct work *work)
{
    arena_reset(work->scratch);
    bool good = store_read_since(work->setup.store, work->seen_n, STR_EMPTY, take_act, work) == STORE_OK &&
                holds_read(work) && rules_read(work);
    for (size_t i = 0; i < work->groups_n; i++) {
        struct group *group = &work->groups[i];
        if (group->stale) {
            group_count(work, group);
            if (work->suggester) {
                teach_group(work, group);
            }
            work_changed(work);
        }
        group->stale = false;
    }
    if (!good) {
        work_fail_store(work);
    }
    return good;
}

/* ---- open and close ---- */

static const char *const layer_ends[LAYERS] = {
    [LAYER_HOLDS] = "", [LAYER_FIRST] = ":a", [LAYER_SECOND] = ":b", [LAYER_MACHINE] = ":auto"};

static struct work *work_begin(const struct work_setup *setup)
{
    struct work *work = mem_alloc(sizeof *work);
    *work =
        (struct work){.setup = *setup, .arena = arena_new(), .scratch = arena_new(), .shown = arena_new()};
    if (!setup->clock.wall_ms) {
        work->setup.clock = clock_system();
    }
    work->answer_ids.arena = work->group_ids.arena = work->arena;
    work->seed = store_study_seed(setup->store);
    for (size_t i = 0; i < LAYERS; i++) {
        work->registers[i] = arena_format(work->arena, "%.*s%s", STR_ARG(work_item_id(work)), layer_ends[i]);
    }
    return work;
}

static bool read_percent(struct work *work)
{
    struct str text;
    int64_t percent = 0;
    if (store_get_setting(work->setup.store, work_setting(work, "double"), work->scratch, &text) !=
        STORE_OK) {
        return false;
    }
    bool known = str_to_int64(text, &percent) && percent >= 0 && percent <= 100;
    work->double_percent = known ? (unsigned)percent : 0;
    return true;
}

struct work *work_open_plain(const struct work_setup *setup)
{
    struct work *work = work_begin(setup);
    work->classes = index_classes(work->arena, setup->frame);
    if (!read_percent(work) || !load_all(work) || !work_refresh(work)) {
        work_close(work);
        return NULL;
    }
    return work;
}

struct work *work_open(const struct work_setup *setup)
{
    struct work *work = work_open_plain(setup);
    if (!work) {
        return NULL;
    }
    work->index = setup->index;
    if (!work->index) {
        work->own_index = index_new(work->arena, setup->frame);
        index_add_frame(&work->own_index);
        index_tidy(&work->own_index);
        work->index = &work->own_index;
    }
    teach_all(work);
    return work;
}

void work_close(struct work *work)
{
    if (!work) {
        return;
    }
    bool holding = false;
    for (size_t i = 0; i < work->groups_n; i++) {
        holding |= work->groups[i].held;
    }
    if (holding) {
        work_hold(work, NULL, 0); /* where that fails, the claims end with the process */
    }
    steps_free(&work->undo);
    steps_free(&work->redo);
    suggester_free(work->suggester);
    index_free(&work->own_index);
    for (size_t i = 0; i < WORK_VIEWS; i++) {
        free(work->order[i]);
    }
    free(work->queue);
    free(work->answers);
    free(work->groups);
    arena_free(work->shown);
    arena_free(work->arena);
    arena_free(work->scratch);
    free(work);
}

unsigned work_double_percent(const struct work *work)
{
    return work->double_percent;
}

enum work_result work_set_double_percent(struct work *work, unsigned percent)
{
    if (percent > 100) {
        return work_fail(work, WORK_INVALID, "%s", tr("een steekproef is 0 tot 100 procent"));
    }
    struct str text = arena_format(work->scratch, "%u", percent);
    if (store_set_setting(work->setup.store, work_setting(work, "double"), text) != STORE_OK) {
        return work_fail_store(work);
    }
    work->double_percent = percent;
    for (size_t i = 0; i < work->groups_n; i++) {
        work->groups[i].sampled = work_draw(work, "double", work->groups[i].key) < percent * 100;
        group_count(work, &work->groups[i]);
    }
    work_changed(work);
    return WORK_DONE;
}
