#include "cleaning/data.h"

#include <stdlib.h>

struct clean_loader {
    struct data *data;
};

struct data *data_new(const struct questionnaire *q)
{
    struct data *data = mem_alloc(sizeof *data);
    uint32_t variables = (uint32_t)q->codebook->variables_n;
    *data = (struct data){.arena = arena_new(), .q = q, .slots = variables + FACTS};
    data->columns = ARENA_ARRAY(data->arena, data->slots, struct column);
    data->rows = ARENA_ARRAY(data->arena, q->rosters_n + 1, struct data_rows);
    return data;
}

void data_free(struct data *data)
{
    if (!data) {
        return;
    }
    for (uint32_t i = 0; i < data->slots; i++) {
        free(data->columns[i].states);
        free(data->columns[i].values);
    }
    for (uint32_t i = 0; i < data->q->rosters_n; i++) {
        free(data->rows[i].first);
        free(data->rows[i].ids);
    }
    free(data->records);
    free(data->sets);
    free(data->texts);
    arena_free(data->arena);
    free(data);
}

struct clean_loader *data_loader(struct data *data, struct arena *arena)
{
    struct clean_loader *loader = ARENA_NEW(arena, struct clean_loader);
    loader->data = data;
    return loader;
}

/* ---- growing ---- */

static uint32_t grown(uint32_t cap, uint32_t need)
{
    uint32_t next = cap ? cap : 64;
    while (next < need) {
        next *= 2;
    }
    return next;
}

/* New cells are not reached. */
static void column_reach(struct column *column, uint32_t n)
{
    if (n > column->cap) {
        uint32_t cap = grown(column->cap, n);
        column->states = mem_realloc(column->states, cap, sizeof *column->states);
        column->values = mem_realloc(column->values, cap, sizeof *column->values);
        column->cap = cap;
    }
    if (n > column->n) {
        memset(column->states + column->n, CELL_NOT_REACHED, n - column->n);
        memset(column->values + column->n, 0, (n - column->n) * sizeof *column->values);
        column->n = n;
    }
}

static uint32_t roster_of(const struct data *data, uint32_t slot)
{
    uint32_t variables = data->slots - FACTS;
    return slot < variables ? data->q->codebook->variables[slot]->roster : EXPR_NO_ROSTER;
}

/* From the number of records known now on, rosters begin where they end. */
static void rows_mark(struct data *data)
{
    for (uint32_t r = 0; r < data->q->rosters_n; r++) {
        struct data_rows *rows = &data->rows[r];
        rows->first = mem_realloc(rows->first, (size_t)data->n + 1, sizeof *rows->first);
        rows->first[data->n] = rows->n;
    }
}

static void columns_reach(struct data *data)
{
    for (uint32_t s = 0; s < data->slots; s++) {
        uint32_t roster = roster_of(data, s);
        column_reach(&data->columns[s], roster == EXPR_NO_ROSTER ? data->n : data->rows[roster].n);
    }
}

void loader_record(struct clean_loader *loader, const struct loaded_record *record)
{
    struct data *data = loader->data;
    columns_reach(data);
    rows_mark(data);
    if (data->n == data->cap) {
        data->cap = grown(data->cap, data->n + 1);
        data->records = mem_realloc(data->records, data->cap, sizeof *data->records);
    }
    struct data_record *r = &data->records[data->n++];
    *r = (struct data_record){.about = *record, .group = questionnaire_group(data->q, record->group)};
    r->about.case_id = arena_copy(data->arena, record->case_id);
    r->about.group = arena_copy(data->arena, record->group);
    r->about.interviewer = arena_copy(data->arena, record->interviewer);
}

void loader_rows(struct clean_loader *loader, uint32_t roster, const uint32_t *ids, size_t n)
{
    struct data_rows *rows = &loader->data->rows[roster];
    uint32_t need = rows->n + (uint32_t)n;
    if (need > rows->cap) {
        rows->cap = grown(rows->cap, need);
        rows->ids = mem_realloc(rows->ids, rows->cap, sizeof *rows->ids);
    }
    if (n) {
        memcpy(rows->ids + rows->n, ids, n * sizeof *ids);
    }
    rows->n = need;
}

void data_seal(struct data *data)
{
    columns_reach(data);
    rows_mark(data);
}

/* ---- cells ---- */

uint32_t data_rows_of(const struct data *data, uint32_t roster, uint32_t record, const uint32_t **ids)
{
    const struct data_rows *rows = &data->rows[roster];
    bool last = record + 1 == data->n; /* while it is being loaded, what follows is not marked yet */
    uint32_t end = last ? rows->n : rows->first[record + 1];
    *ids = rows->ids ? rows->ids + rows->first[record] : NULL; /* no case has a row */
    return end - rows->first[record];
}

uint32_t data_at(const struct data *data, uint32_t slot, uint32_t record, uint32_t row)
{
    uint32_t roster = roster_of(data, slot);
    if (roster == EXPR_NO_ROSTER) {
        return record;
    }
    const uint32_t *ids = NULL;
    uint32_t n = data_rows_of(data, roster, record, &ids);
    for (uint32_t i = 0; i < n; i++) {
        if (ids[i] == row) {
            return data->rows[roster].first[record] + i;
        }
    }
    return UINT32_MAX;
}

enum value_kind data_kind(const struct data *data, uint32_t slot)
{
    uint32_t variables = data->slots - FACTS;
    if (slot >= variables) {
        return fact_is_truth((enum fact)(slot - variables)) ? VALUE_BOOL : VALUE_NUMBER;
    }
    return variable_expr_type(data->q->codebook->variables[slot]).kind;
}

static int64_t pack_set(struct data *data, struct code_set set)
{
    if (data->sets_n == data->sets_cap) {
        data->sets_cap = grown(data->sets_cap, data->sets_n + 1);
        data->sets = mem_realloc(data->sets, data->sets_cap, sizeof *data->sets);
    }
    const struct value value = {.kind = VALUE_SET, .set = set};
    data->sets[data->sets_n] = value_copy(data->arena, &value).set;
    return data->sets_n++;
}

static int64_t pack_text(struct data *data, struct str text)
{
    if (data->texts_n == data->texts_cap) {
        data->texts_cap = grown(data->texts_cap, data->texts_n + 1);
        data->texts = mem_realloc(data->texts, data->texts_cap, sizeof *data->texts);
    }
    data->texts[data->texts_n] = arena_copy(data->arena, text);
    return data->texts_n++;
}

static int64_t pack(struct data *data, const struct value *value)
{
    switch (value->kind) {
    case VALUE_BOOL:
        return value->truth;
    case VALUE_NUMBER:
        return value->number.units * 8 + value->number.scale;
    case VALUE_TEXT:
        return pack_text(data, value->text);
    case VALUE_DATE:
        return (int64_t)value->date.year * 65536 + value->date.month * 256 + value->date.day;
    case VALUE_TIME:
        return value->minutes;
    case VALUE_CODE:
        return value->code;
    case VALUE_SET:
        return pack_set(data, value->set);
    case VALUE_NONE:
        break;
    }
    return 0;
}

static struct value unpack(const struct data *data, enum value_kind kind, int64_t packed)
{
    struct value value = {.kind = kind};
    switch (kind) {
    case VALUE_BOOL:
        value.truth = packed != 0;
        break;
    case VALUE_NUMBER:
        value.number = (struct number){(packed - (packed & 7)) / 8, (uint8_t)(packed & 7)};
        break;
    case VALUE_TEXT:
        value.text = data->texts[packed];
        break;
    case VALUE_DATE:
        value.date =
            (struct date){(int16_t)(packed >> 16), (uint8_t)(packed >> 8 & 255), (uint8_t)(packed & 255)};
        break;
    case VALUE_TIME:
        value.minutes = (int32_t)packed;
        break;
    case VALUE_CODE:
        value.code = (int32_t)packed;
        break;
    case VALUE_SET:
        value.set = data->sets[packed];
        break;
    case VALUE_NONE:
        break;
    }
    return value;
}

struct cell data_cell(const struct data *data, uint32_t slot, uint32_t record, uint32_t row)
{
    const struct column *column = &data->columns[slot];
    uint32_t at = data_at(data, slot, record, row);
    struct cell cell = {.state = CELL_NOT_APPLICABLE};
    if (at >= column->n) {
        return cell;
    }
    cell.state = (enum cell_state)column->states[at];
    if (cell.state == CELL_ANSWERED || cell.state == CELL_PARKED) {
        cell.value = unpack(data, data_kind(data, slot), column->values[at]);
    }
    return cell;
}

void data_set(struct data *data, uint32_t slot, uint32_t record, uint32_t row, const struct cell *cell)
{
    struct column *column = &data->columns[slot];
    uint32_t at = data_at(data, slot, record, row);
    if (at == UINT32_MAX) {
        return;
    }
    column_reach(column, at + 1);
    bool full = cell->state == CELL_ANSWERED || cell->state == CELL_PARKED;
    column->states[at] = (uint8_t)cell->state;
    column->values[at] = full && cell->value.kind == data_kind(data, slot) ? pack(data, &cell->value) : 0;
    if (full && cell->value.kind != data_kind(data, slot)) {
        column->states[at] = CELL_OPEN; /* of another type under this version: reads as missing */
    }
}

void loader_cell(struct clean_loader *loader, uint32_t slot, uint32_t row, const struct cell *cell)
{
    data_set(loader->data, slot, loader->data->n - 1, row, cell);
}

void loader_fact(struct clean_loader *loader, enum fact fact, struct number value)
{
    struct cell cell = {.state = CELL_ANSWERED, .value = {.kind = VALUE_NUMBER, .number = value}};
    if (fact_is_truth(fact)) {
        cell.value = (struct value){.kind = VALUE_BOOL, .truth = value.units != 0};
    }
    loader_cell(loader, loader->data->slots - FACTS + (uint32_t)fact, 0, &cell);
}

void loader_confirmed(struct clean_loader *loader, uint32_t check, uint32_t row, struct str reason)
{
    struct data *data = loader->data;
    struct data_record *record = &data->records[data->n - 1];
    struct confirmation *c = ARENA_NEW(data->arena, struct confirmation);
    *c = (struct confirmation){check, row, arena_copy(data->arena, reason), record->confirmed};
    record->confirmed = c;
}

void loader_pace(struct clean_loader *loader, uint32_t item, float seconds)
{
    struct data *data = loader->data;
    struct data_record *record = &data->records[data->n - 1];
    if (!record->pace) {
        record->pace = ARENA_ARRAY(data->arena, data->q->items_n, float);
    }
    record->pace[item] = seconds;
}

float data_pace(const struct data *data, uint32_t record, uint32_t item)
{
    const float *pace = data->records[record].pace;
    return pace ? pace[item] : 0;
}

/* ---- cells as texts ---- */

static const struct {
    const char *text;
    enum cell_state state;
} signs[] = {{"", CELL_OPEN}, {"?", CELL_DONT_KNOW}, {"!", CELL_REFUSED}, {"-", CELL_NOT_APPLICABLE}};

struct str cell_write(struct arena *arena, const struct variable *variable, const struct cell *cell)
{
    if (cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED) {
        return cell->state == CELL_DONT_KNOW ? STR("?") : STR("!");
    }
    if (cell->state == CELL_OPEN) {
        return STR_EMPTY;
    }
    if (cell->state != CELL_ANSWERED) {
        return STR("-");
    }
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    value_write(&buf, variable, &cell->value);
    struct str text = buf_str(&buf);
    bool sign = str_is(text, "?") || str_is(text, "!") || str_is(text, "-");
    struct str out = sign ? arena_format(arena, "\\%s", text.ptr) : arena_copy(arena, text);
    buf_free(&buf);
    return out;
}

bool cell_read(struct arena *arena, const struct variable *variable, struct str text, struct cell *out)
{
    *out = (struct cell){0};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        if (str_is(text, signs[i].text)) {
            out->state = signs[i].state;
            return true;
        }
    }
    if (text.len == 2 && text.ptr[0] == '\\') {
        text = str_slice(text, 1, 1);
    }
    out->state = CELL_ANSWERED;
    return value_read(arena, variable, text, &out->value);
}
