#include "cmd/answers.h"
#include "cmd/output.h"

#include "base/i18n.h"
#include "codebook/ids.h"
#include "coding/back.h"

/* One case: its cells as they are, and the trail of how they came to be. Identity only where asked for. */
struct show {
    struct study *study;
    struct case_session *session;
    struct json *json;
    struct register_map *old;
    struct register_map *codes; /* that coders gave to answers as they are now */
};

/* ---- the trail: what each act found and left ---- */

/* The registers as they were before the act that is being shown: a list is enough for one case. */
struct register_map {
    struct arena *arena;
    struct entry {
        struct change change;
        struct entry *next;
    } * entries[512];
};

static struct entry *register_at(struct register_map *map, const struct change *change)
{
    uint64_t slot =
        (str_hash(change->item) + change->row * 31u + (unsigned)change->reg) % ARRAY_LEN(map->entries);
    for (struct entry *e = map->entries[slot]; e; e = e->next) {
        if (e->change.reg == change->reg && e->change.row == change->row &&
            str_equal(e->change.item, change->item)) {
            return e;
        }
    }
    struct entry *e = ARENA_NEW(map->arena, struct entry);
    *e =
        (struct entry){{.reg = change->reg, .item = arena_copy(map->arena, change->item), .row = change->row},
                       map->entries[slot]};
    map->entries[slot] = e;
    return e;
}

/* State and value in the syntax of the answers file. */
static struct str content(struct arena *arena, const struct change *change)
{
    switch (change->state) {
    case CELL_DONT_KNOW:
        return STR("?");
    case CELL_REFUSED:
        return STR("!");
    case CELL_NOT_REACHED:
    case CELL_OPEN:
    case CELL_ANSWERED:
    case CELL_NOT_APPLICABLE:
    case CELL_PARKED:
    case CELL_NOT_IN_VERSION:
    case CELL_NOT_IN_VARIANT:
    case CELL_STATES:
        break;
    }
    return arena_copy(arena, change->value);
}

static bool show_act(void *context, const struct act *act)
{
    struct show *show = context;
    char hex[HASH_HEX];
    char stamp[STAMP_TEXT_MAX];
    for (size_t i = 0; i < (act->n ? act->n : 1); i++) {
        const struct change empty = {.item = act->item, .row = act->row};
        const struct change *change = act->n ? &act->changes[i] : &empty;
        if (i > 0 && change->reg == REGISTER_PLACE) {
            continue; /* where she stood is written along with answers; not news */
        }
        struct entry *entry = register_at(show->old, change);
        json_object(show->json);
        json_put(show->json, "event", hash_hex(&act->id, hex));
        json_put(show->json, "prev", hash_hex(&act->prev, hex));
        json_put(show->json, "device", act->device);
        json_put_int(show->json, "seq", (int64_t)act->seq);
        json_put(show->json, "kind", str_from(act_kind_name(act->kind)));
        json_put(show->json, "item", change->item.len ? change->item : act->item);
        json_put_int(show->json, "row", change->row);
        json_put(show->json, "old", content(show->old->arena, &entry->change));
        json_put(show->json, "new", content(show->old->arena, change));
        json_put(show->json, "reason", act->reason);
        json_put(show->json, "who", act->user);
        json_put(show->json, "wall", stamp_format(act->wall_ms, stamp));
        json_put(show->json, "questionnaire_hash", hash_hex(&act->questionnaire, hex));
        json_object_end(show->json);
        entry->change.state = change->state;
        entry->change.value = arena_copy(show->old->arena, change->value);
    }
    return true;
}

/* ---- the cells ---- */

/* A code holds until the answer is given anew. */
static bool fold_code(void *context, const struct act *act)
{
    struct show *show = context;
    for (size_t i = 0; i < act->n; i++) {
        const struct change *change = &act->changes[i];
        struct change code = {.reg = REGISTER_CODE, .item = change->item, .row = change->row};
        if (change->reg == REGISTER_ANSWER || change->reg == REGISTER_CODE) {
            struct entry *entry = register_at(show->codes, &code);
            entry->change.value =
                change->reg == REGISTER_CODE ? arena_copy(show->codes->arena, change->value) : STR_EMPTY;
        }
    }
    return true;
}

static struct str code_of(const struct show *show, const struct variable *v, uint32_t row)
{
    const struct change change = {.reg = REGISTER_CODE, .item = v->id, .row = row};
    return register_at(show->codes, &change)->change.value;
}

/* An open answer's code; a question whose "other" was coded into its own list. */
static struct str coded_value(const struct show *show, const struct variable *v, uint32_t row,
                              struct str value)
{
    const struct codebook *codebook = interview_questionnaire(show->session->interview)->codebook;
    struct str code = code_of(show, v, row);
    if (code.len) {
        return code;
    }
    for (size_t i = 0; i < codebook->variables_n; i++) {
        const struct variable *text = codebook->variables[i];
        if (text->role == ROLE_SPECIFY && text->parent == v->slot && v->list) {
            struct str other = v->list->options[text->parent_option].code;
            value = back_coded(show->session->arena, v, value, other, code_of(show, text, row));
        }
    }
    return value;
}

static void show_cell(struct show *show, const struct variable *v, uint32_t row)
{
    const struct interview *iv = show->session->interview;
    const struct cell *cell = interview_cell(iv, v->slot, row);
    struct arena *arena = show->session->arena;
    struct str value = answer_write(arena, v, cell);
    struct str raw = answer_write(arena, v, interview_raw(iv, v->slot, row));
    json_object(show->json);
    json_put(show->json, "id", v->id);
    json_put_int(show->json, "row", row);
    json_put(show->json, "state", str_from(cell_state_name(cell->state)));
    json_put(show->json, "value", value);
    json_put(show->json, "raw", v->role == ROLE_COMPUTED ? value : raw);
    struct str coded = coded_value(show, v, row, value);
    json_put(show->json, "coded", coded);
    json_put(show->json, "clean", coded);
    json_put(show->json, "layer", str_from(str_equal(coded, value) ? "raw" : "coded"));
    json_object_end(show->json);
}

/* What the version of this case does not have: answers given under another one, and what the study's present
 * version asks besides. */
struct elsewhere {
    struct show *show;
    struct ids told;
};

static void show_elsewhere(struct elsewhere *e, struct str id, uint32_t row, struct str raw)
{
    struct json *json = e->show->json;
    (void)ids_add(&e->told, arena_copy(e->told.arena, id), 0);
    json_object(json);
    json_put(json, "id", id);
    json_put_int(json, "row", row);
    json_put(json, "state", str_from(cell_state_name(CELL_NOT_IN_VERSION)));
    json_put(json, "value", STR_EMPTY);
    json_put(json, "raw", raw);
    json_put(json, "coded", STR_EMPTY);
    json_put(json, "clean", STR_EMPTY);
    json_put(json, "layer", STR("raw"));
    json_object_end(json);
}

static bool is_in(const struct questionnaire *q, struct str id)
{
    return codebook_find(q->codebook, id) || questionnaire_item(q, id) != NONE;
}

static bool show_register(void *context, const struct change *change, UNUSED const struct hash *event)
{
    struct elsewhere *e = context;
    bool said = change->reg == REGISTER_ANSWER && change->state != CELL_NOT_REACHED;
    if (said && !is_in(interview_questionnaire(e->show->session->interview), change->item)) {
        show_elsewhere(e, change->item, change->row, content(e->told.arena, change));
    }
    return true;
}

static void show_other_versions(struct show *show)
{
    const struct questionnaire *own = interview_questionnaire(show->session->interview);
    const struct questionnaire *present = study_current(show->study);
    struct elsewhere e = {show, {.arena = show->session->arena}};
    if (store_read_registers(show->study->store, show->session->record.id, show_register, &e) != STORE_OK) {
        fail(show->study->run, EXIT_IO, "%s", store_message(show->study->store));
    }
    for (size_t i = 0; present && i < present->codebook->variables_n; i++) {
        struct str id = present->codebook->variables[i]->id;
        if (!is_in(own, id) && ids_add(&e.told, id, 0)) {
            show_elsewhere(&e, id, 0, STR_EMPTY);
        }
    }
}

static void show_cells(struct show *show)
{
    const struct interview *iv = show->session->interview;
    const struct codebook *codebook = interview_questionnaire(iv)->codebook;
    json_key(show->json, "cells");
    json_array(show->json);
    for (size_t i = 0; i < codebook->variables_n; i++) {
        const struct variable *v = codebook->variables[i];
        const uint32_t alone = 0;
        const uint32_t *rows = &alone;
        size_t n = v->roster == EXPR_NO_ROSTER ? 1 : interview_rows(iv, v->roster, &rows);
        for (size_t k = 0; k < n; k++) {
            show_cell(show, v, rows[k]);
        }
    }
    show_other_versions(show);
    json_array_end(show->json);
}

static void show_identity(struct show *show)
{
    struct identity who;
    struct arena *arena = show->session->arena;
    if (store_identity(show->study->store, show->session->record.id, arena, &who) != STORE_OK) {
        return;
    }
    json_key(show->json, "identity");
    json_object(show->json);
    json_put(show->json, "first_name", who.first_name);
    json_put(show->json, "last_name", who.last_name);
    json_put(show->json, "street", who.street);
    json_put(show->json, "postcode", who.postcode);
    json_put(show->json, "phone", who.phone);
    json_put(show->json, "email", who.email);
    json_object_end(show->json);
}

static void show_fields(struct run *run, struct json *json, void *context)
{
    struct show *show = context;
    const struct case_record *record = &show->session->record;
    char hex[HASH_HEX];
    show->json = json;
    json_put(json, "case", record->id);
    json_put(json, "group", record->group);
    json_put(json, "mode", record->mode);
    json_put(json, "questionnaire_hash",
             hash_hex(&interview_questionnaire(show->session->interview)->hash, hex));
    if (run->options.identity) {
        show_identity(show);
    }
    struct register_map codes = {.arena = show->session->arena};
    show->codes = &codes;
    if (store_read_acts(show->study->store, record->id, fold_code, show) != STORE_OK) {
        fail(run, EXIT_IO, "%s", store_message(show->study->store));
    }
    show_cells(show);
    json_key(json, "trail");
    json_array(json);
    struct register_map map = {.arena = show->session->arena};
    show->old = &map;
    if (store_read_acts(show->study->store, record->id, show_act, show) != STORE_OK) {
        fail(run, EXIT_IO, "%s", store_message(show->study->store));
    }
    json_array_end(json);
}

static void show_text(struct show *show)
{
    struct run *run = show->study->run;
    const struct interview *iv = show->session->interview;
    const struct codebook *codebook = interview_questionnaire(iv)->codebook;
    char hex[HASH_HEX];
    fprintf(run->out, "%.*s  %.*s  %.*s  %.16s\n", STR_ARG(show->session->record.id),
            STR_ARG(show->session->record.group), STR_ARG(interview_questionnaire(iv)->version),
            hash_hex(&interview_questionnaire(iv)->hash, hex).ptr);
    for (size_t i = 0; i < codebook->variables_n; i++) {
        const struct variable *v = codebook->variables[i];
        const uint32_t alone = 0;
        const uint32_t *rows = &alone;
        size_t n = v->roster == EXPR_NO_ROSTER ? 1 : interview_rows(iv, v->roster, &rows);
        for (size_t k = 0; k < n; k++) {
            const struct cell *cell = interview_cell(iv, v->slot, rows[k]);
            if (cell->state == CELL_NOT_REACHED || cell->state == CELL_NOT_APPLICABLE) {
                continue;
            }
            struct str value = answer_write(show->session->arena, v, cell);
            fprintf(run->out, "%-28.*s %2u  %-14s %.*s\n", STR_ARG(v->id), rows[k],
                    cell_state_name(cell->state), STR_ARG(value));
        }
    }
}

enum exit_code run_show(struct run *run)
{
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, true, &code)) {
        return code;
    }
    struct case_session session;
    enum store_status status = case_session_open(&study, run->options.words[0], NULL, &session);
    if (status != STORE_OK) {
        code = study_fail(&study, status);
    } else {
        struct show show = {.study = &study, .session = &session};
        code = EXIT_GOOD;
        if (run->options.json) {
            output_one(run, "show", show_fields, &show);
        } else {
            show_text(&show);
        }
    }
    case_session_close(&study, &session);
    study_close(&study);
    return code;
}
