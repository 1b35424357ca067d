#include "cmd/clean.h"

#include "base/i18n.h"

/* Answers and routes of all cases, for cleaning: the interview says what is on the route, the acts how long
 * it took. Cases on an older version are read under the present one. */

enum { PAUSE_MS = 300000, SECTION_LEAST = 5, ITEM_MS_LEAST = 1500 };

struct section {
    uint32_t answers;
    int64_t ms;
};

struct reading {
    struct study *study;
    const struct questionnaire *q;
    struct clean_loader *loader;
    struct interview *iv;
    struct section *sections; /* per item: those that stand at the top */
    int64_t first_ms, last_ms, spent_ms;
    bool midnight;
    struct str interviewer; /* who conducted it; else to whom it was assigned */
    struct arena *arena;
};

static uint32_t top_of(const struct questionnaire *q, struct str id)
{
    const struct variable *v = codebook_find(q->codebook, id);
    uint32_t item = v ? q->item_of_slot[v->slot] : NONE;
    while (item != NONE && q->items[item].parent != NONE) {
        item = q->items[item].parent;
    }
    return item;
}

static void take_time(struct reading *r, const struct act *act)
{
    int64_t gap = act->wall_ms - r->last_ms;
    if (!r->first_ms) {
        r->first_ms = act->wall_ms;
    } else if (gap > 0 && gap < PAUSE_MS) {
        r->spent_ms += gap;
        r->midnight |= clock_day(act->wall_ms) != clock_day(r->last_ms);
    }
    r->last_ms = act->wall_ms;
    if (act->kind == ACT_START) {
        r->interviewer = arena_copy(r->arena, act->user);
    }
    uint32_t top = act->kind == ACT_ANSWER ? top_of(r->q, act->item) : NONE;
    if (top != NONE) {
        r->sections[top].answers++;
        r->sections[top].ms += act->shown_ms;
    }
}

static bool read_act(void *context, const struct act *act)
{
    struct reading *r = context;
    interview_fold(r->iv, act);
    if (act->kind < ACT_ERASE) {
        take_time(r, act);
    }
    return true;
}

static void load_cells(struct reading *r)
{
    const struct codebook *book = r->q->codebook;
    for (uint32_t i = 0; i < r->q->rosters_n; i++) {
        const uint32_t *ids = NULL;
        size_t n = interview_rows(r->iv, i, &ids);
        loader_rows(r->loader, i, ids, n);
    }
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        const uint32_t alone = 0;
        const uint32_t *ids = &alone;
        size_t n = v->roster == EXPR_NO_ROSTER ? 1 : interview_rows(r->iv, v->roster, &ids);
        for (size_t k = 0; k < n; k++) {
            loader_cell(r->loader, v->slot, ids[k], interview_cell(r->iv, v->slot, ids[k]));
        }
    }
}

static void load_facts(struct reading *r, const struct case_record *record, enum case_status status)
{
    uint32_t fast = 0;
    for (uint32_t i = 0; i < r->q->items_n; i++) {
        const struct section *s = &r->sections[i];
        if (s->answers >= SECTION_LEAST) {
            loader_pace(r->loader, i, (float)s->ms / 1000 / (float)s->answers);
        }
        fast += s->answers >= SECTION_LEAST && s->ms < (int64_t)s->answers * ITEM_MS_LEAST;
    }
    bool completed = interview_status(r->iv) == INTERVIEW_COMPLETED;
    loader_fact(r->loader, FACT_IN_SAMPLE, number_int(record->birth_date.len > 0));
    loader_fact(r->loader, FACT_MINUTES, (struct number){r->spent_ms / 600, 2});
    loader_fact(r->loader, FACT_FAST_SECTIONS, number_int(fast));
    loader_fact(r->loader, FACT_MIDNIGHT, number_int(r->midnight));
    loader_fact(r->loader, FACT_COMPLETED, number_int(completed));
    loader_fact(r->loader, FACT_STATUS_COMPLETED, number_int(status == CASE_COMPLETED));
}

static void load_confirmed(struct reading *r)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    for (size_t i = 0; i < n; i++) {
        if (firing[i].confirmed) {
            loader_confirmed(r->loader, firing[i].check, firing[i].row, firing[i].reason);
        }
    }
}

static enum store_status load_case(struct study *study, struct clean_loader *loader,
                                   const struct case_line *line, struct arena *arena)
{
    struct case_record record;
    enum store_status status = store_case(study->store, line->id, arena, &record);
    const struct questionnaire *q = study_current(study);
    if (status != STORE_OK) {
        return status;
    }
    struct interview_setup setup = {
        .questionnaire = q,
        .facts = {record.id, questionnaire_group(q, record.group), record.sex, record.birth_date,
                  record.generation, record.language, record.municipality},
        .user = study->run->options.user,
        .seed = store_study_seed(study->store),
    };
    struct reading r = {
        .study = study, .q = q, .loader = loader, .iv = interview_new(&setup), .arena = arena};
    r.interviewer = record.interviewer;
    r.sections = ARENA_ARRAY(arena, q->items_n, struct section);
    status = store_read_acts(study->store, record.id, read_act, &r);
    if (status == STORE_OK) {
        struct loaded_record about = {.case_id = record.id,
                                      .group = record.group,
                                      .interviewer = r.interviewer,
                                      .today = interview_today(r.iv),
                                      .wall_ms = r.last_ms,
                                      .completed = interview_status(r.iv) == INTERVIEW_COMPLETED};
        loader_record(loader, &about);
        load_cells(&r);
        load_facts(&r, &record, line->status);
        load_confirmed(&r);
    }
    interview_free(r.iv);
    return status;
}

bool clean_load_study(void *context, struct clean_loader *loader, struct str case_id)
{
    struct study *study = context;
    struct case_filter filter = {.status = -1};
    struct case_line *lines = NULL;
    struct arena *all = arena_new();
    struct arena *one = arena_new();
    size_t n = 0;
    enum store_status status =
        study_current(study) ? store_count_cases(study->store, &filter, &n) : STORE_DAMAGED;
    if (status == STORE_OK) {
        status = store_list_cases(study->store, &filter, CASES_BY_ID, 0, n, all, &lines, &n);
    }
    for (size_t i = 0; status == STORE_OK && i < n; i++) {
        bool wanted = !case_id.len || str_equal(case_id, lines[i].id);
        if (wanted && lines[i].status != CASE_NEW) {
            status = load_case(study, loader, &lines[i], one);
            arena_reset(one);
        }
    }
    arena_free(one);
    arena_free(all);
    return status == STORE_OK;
}
