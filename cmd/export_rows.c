#include "cmd/export_rows.h"

#include "cmd/answers.h"

/* ---- which cases, which versions ---- */

static const struct questionnaire *const *load_versions(struct study *study, size_t *n)
{
    const struct hash *hashes = NULL;
    if (store_versions(study->store, study->arena, &hashes, n) != STORE_OK) {
        return NULL;
    }
    const struct questionnaire **versions = ARENA_ARRAY(study->arena, *n, const struct questionnaire *);
    for (size_t i = 0; i < *n; i++) {
        versions[i] = study_questionnaire(study, &hashes[i]);
        if (!versions[i]) {
            return NULL;
        }
    }
    return versions;
}

enum store_status export_rows_open(struct study *study, enum export_layer layer, struct export_rows *out)
{
    *out = (struct export_rows){.study = study, .layer = layer};
    out->versions = load_versions(study, &out->versions_n);
    if (!out->versions) {
        return STORE_DAMAGED;
    }
    const struct case_filter all = {.status = -1};
    size_t n = 0;
    struct case_line *lines = NULL;
    enum store_status status = store_count_cases(study->store, &all, &n);
    status = status != STORE_OK
                 ? status
                 : store_list_cases(study->store, &all, CASES_BY_ID, 0, n, study->arena, &lines, &n);
    for (size_t i = 0; status == STORE_OK && i < n; i++) {
        if (lines[i].status != CASE_NEW) {
            lines[out->cases_n++] = lines[i];
            out->stamp_ms = lines[i].changed_ms > out->stamp_ms ? lines[i].changed_ms : out->stamp_ms;
        }
    }
    out->cases = lines;
    return status;
}

/* ---- one case ---- */

/* What lies over an answer. */
struct over {
    enum act_register reg;
    struct str item;
    uint32_t row;
    enum cell_state state;
    struct str value;
    struct cell cell; /* of an edit */
    struct over *next;
};
enum { OVERS = 256 };

struct view {
    const struct export_rows *rows;
    struct case_session *session;
    struct over *over[OVERS];
    int64_t first_ms, last_ms;
};

static size_t over_at(enum act_register reg, struct str item, uint32_t row)
{
    return (str_hash(item) + row * 31u + (unsigned)reg) % OVERS;
}

static struct over *over_find(const struct view *view, enum act_register reg, struct str item, uint32_t row)
{
    struct over *o = view->over[over_at(reg, item, row)];
    while (o && !(o->reg == reg && o->row == row && str_equal(o->item, item))) {
        o = o->next;
    }
    return o;
}

/* What an edit gave: the last field of its content (cleaning/), in the syntax of answers files, and besides
 * nothing (deleted) and "-" (not applicable). */
static void edit_read(struct view *view, struct over *o)
{
    struct str rest = o->value;
    struct str field = STR_EMPTY;
    while (str_split(&rest, '\t', &field)) {
    }
    const struct codebook *book = interview_questionnaire(view->session->interview)->codebook;
    const struct variable *v = codebook_find(book, o->item);
    struct answer answer = {0};
    struct str text = str_is(field, "\\-") ? STR("-") : field;
    o->cell.state = CELL_NOT_APPLICABLE;
    if (!field.len) {
        o->cell.state = CELL_OPEN;
    } else if (v && !str_is(field, "-") && answer_parse(view->session->arena, v, text, &answer)) {
        o->cell = (struct cell){answer.state, answer.value};
    }
}

static bool over_take(void *context, const struct change *change, UNUSED const struct hash *event)
{
    struct view *view = context;
    bool kept = change->reg == REGISTER_CODE || change->reg == REGISTER_EDIT;
    if (!kept || change->state == CELL_NOT_REACHED) {
        return true;
    }
    struct arena *arena = view->session->arena;
    struct over *o = ARENA_NEW(arena, struct over);
    size_t at = over_at(change->reg, change->item, change->row);
    *o = (struct over){.reg = change->reg,
                       .item = arena_copy(arena, change->item),
                       .row = change->row,
                       .state = change->state,
                       .value = arena_copy(arena, change->value),
                       .next = view->over[at]};
    if (change->reg == REGISTER_EDIT) {
        edit_read(view, o);
    }
    view->over[at] = o;
    return true;
}

static const struct cell *view_cell(void *context, uint32_t slot, uint32_t row)
{
    const struct view *view = context;
    const struct interview *iv = view->session->interview;
    if (view->rows->layer == LAYER_CLEAN) {
        struct str id = interview_questionnaire(iv)->codebook->variables[slot]->id;
        const struct over *o = over_find(view, REGISTER_EDIT, id, row);
        if (o) {
            return &o->cell;
        }
    }
    return interview_cell(iv, slot, row);
}

static const uint32_t *view_rows(void *context, uint32_t roster, size_t *n)
{
    const struct view *view = context;
    const uint32_t *ids = NULL;
    *n = interview_rows(view->session->interview, roster, &ids);
    return ids;
}

static struct str view_code(void *context, struct str item, uint32_t row)
{
    const struct over *o = over_find(context, REGISTER_CODE, item, row);
    return o ? o->value : STR_EMPTY;
}

static bool view_cleaned(void *context, struct str item, uint32_t row)
{
    const struct view *view = context;
    const struct over *o =
        view->rows->layer == LAYER_CLEAN ? over_find(view, REGISTER_EDIT, item, row) : NULL;
    return o && o->cell.state == CELL_OPEN;
}

static enum case_end end_of(enum interview_status status)
{
    return status == INTERVIEW_COMPLETED   ? END_COMPLETED
           : status == INTERVIEW_STOPPED   ? END_STOPPED
           : status == INTERVIEW_SUSPENDED ? END_SUSPENDED
                                           : END_OPEN;
}

static size_t version_of(const struct export_rows *rows, const struct questionnaire *q)
{
    size_t at = 0;
    while (at + 1 < rows->versions_n && rows->versions[at] != q) {
        at++;
    }
    return at;
}

static bool note_time(void *context, const struct act *act)
{
    struct view *view = context;
    view->first_ms = view->first_ms ? view->first_ms : act->wall_ms;
    view->last_ms = act->wall_ms > view->last_ms ? act->wall_ms : view->last_ms;
    return true;
}

struct reading {
    const struct model *model;
    struct datum *row;
    bool (*take)(void *context, const struct datum *row);
    void *context;
    bool stop;
};

static void row_take(struct view *view, const struct case_line *line, struct reading *reading)
{
    const struct interview *iv = view->session->interview;
    enum case_end end = end_of(interview_status(iv));
    const struct case_view seen = {
        .id = line->id,
        .mode = view->session->record.mode,
        .outcome = end == END_STOPPED ? interview_stop(iv) : STR_EMPTY,
        .end = end,
        .version = version_of(view->rows, interview_questionnaire(iv)),
        .first_ms = view->first_ms,
        .last_ms = view->last_ms,
        .state = case_status_name(line->status),
        .cell = view_cell,
        .rows = view_rows,
        .code = view_code,
        .cleaned = view_cleaned,
        .context = view,
    };
    model_row(reading->model, &seen, view->session->arena, reading->row);
    reading->stop = !reading->take(reading->context, reading->row);
}

static enum store_status case_read(struct export_rows *rows, const struct case_line *line,
                                   struct reading *reading)
{
    struct case_session session;
    struct view view = {.rows = rows, .session = &session};
    struct store *store = rows->study->store;
    enum store_status status = case_session_open(rows->study, line->id, NULL, &session);
    if (status == STORE_OK) {
        status = store_read_acts(store, line->id, note_time, &view);
    }
    if (status == STORE_OK && rows->layer != LAYER_RAW) {
        status = store_read_registers(store, line->id, over_take, &view);
    }
    if (status == STORE_OK) {
        row_take(&view, line, reading);
    }
    case_session_close(rows->study, &session);
    return status;
}

enum store_status export_rows_each(struct export_rows *rows, const struct model *model,
                                   bool (*take)(void *context, const struct datum *row), void *context)
{
    struct reading reading = {.model = model,
                              .row = ARENA_ARRAY(rows->study->arena, model->columns_n, struct datum),
                              .take = take,
                              .context = context};
    enum store_status status = STORE_OK;
    for (size_t i = 0; status == STORE_OK && !reading.stop && i < rows->cases_n; i++) {
        status = case_read(rows, &rows->cases[i], &reading);
    }
    return status;
}
