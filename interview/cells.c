#include "interview/interview_priv.h"

/* Where cells live: one frame for all outside rosters, one per roster row. */

static const struct cell not_reached = {.state = CELL_NOT_REACHED};
static const struct cell not_applicable = {.state = CELL_NOT_APPLICABLE};

struct frame *frame_new(struct interview *iv, uint32_t class_, uint32_t row)
{
    const struct plan *plan = &iv->plan;
    struct frame *frame = ARENA_NEW(iv->arena, struct frame);
    uint32_t units = plan->units_n[class_];
    frame->class_ = class_;
    frame->row = row;
    frame->live = class_ == 0;
    frame->units = ARENA_ARRAY(iv->arena, units, struct unit);
    frame->cells = ARENA_ARRAY(iv->arena, plan->cells_n[class_], struct cell);
    frame->raw = ARENA_ARRAY(iv->arena, plan->cells_n[class_], struct entry *);
    frame->rules = ARENA_ARRAY(iv->arena, plan->rules_n[class_], uint8_t);
    for (uint32_t i = 0; class_ && i < plan->cells_n[class_]; i++) {
        frame->cells[i].state = CELL_NOT_APPLICABLE; /* until the row is live */
    }
    for (uint32_t i = 0; i < units; i++) {
        frame->units[i] =
            (struct unit){NONE, UNIT_DIRTY | UNIT_WHEN | UNIT_RULES | UNIT_VALUE | UNIT_REST, 0};
    }
    return frame;
}

static void rows_grow(struct rows *rows, size_t wanted)
{
    size_t cap = rows->cap ? rows->cap : 8;
    while (cap < wanted) {
        cap *= 2;
    }
    rows->by_id = mem_realloc(rows->by_id, cap, sizeof(struct frame *));
    for (size_t i = rows->cap; i < cap; i++) {
        rows->by_id[i] = NULL;
    }
    rows->cap = cap;
}

struct frame *frame_at(struct interview *iv, uint32_t class_, uint32_t row, bool make)
{
    if (class_ == 0) {
        return row == 0 ? iv->main : NULL;
    }
    struct rows *rows = &iv->rows[class_ - 1];
    if (row == 0 || row > ROWS_LIMIT) {
        return NULL;
    }
    if (row > rows->cap) {
        if (!make) {
            return NULL;
        }
        rows_grow(rows, row);
    }
    struct frame **frame = &rows->by_id[row - 1];
    if (!*frame && make) {
        *frame = frame_new(iv, class_, row);
    }
    return *frame;
}

struct cell *cell_of(struct interview *iv, struct frame *frame, uint32_t key)
{
    return &frame->cells[iv->plan.keys[key].local];
}

struct entry **raw_of(struct interview *iv, struct frame *frame, uint32_t key)
{
    return &frame->raw[iv->plan.keys[key].local];
}

const struct cell *raw_cell(const struct entry *entry)
{
    return entry ? &entry->cell : &not_reached;
}

struct unit *unit_find(struct interview *iv, uint32_t step, uint32_t row)
{
    struct frame *frame = frame_at(iv, iv->plan.steps[step].class_, row, false);
    return frame ? unit_of(iv, frame, step) : NULL;
}

/* A row that is not live, or never was, shows its parked cells as soon as the roster itself is reached. */
static const struct cell *cell_of_dead_row(struct interview *iv, struct frame *frame, uint32_t class_,
                                           uint32_t key)
{
    uint32_t roster = iv->q->rosters[class_ - 1].item;
    if (!unit_reached(iv, unit_of(iv, iv->main, roster))) {
        return &not_reached;
    }
    return frame ? cell_of(iv, frame, key) : &not_applicable;
}

const struct cell *cell_seen(struct interview *iv, uint32_t key, uint32_t row)
{
    if (iv->plan.keys[key].local == NONE) {
        return &not_reached;
    }
    uint32_t class_ = iv->plan.keys[key].class_;
    if ((class_ == 0) != (row == 0)) {
        return &not_reached;
    }
    uint32_t step = iv->plan.keys[key].step;
    if (step == NONE) {
        return cell_of(iv, iv->main, key);
    }
    struct frame *frame = frame_at(iv, class_, row, false);
    if (!frame || !frame->live) {
        return cell_of_dead_row(iv, frame, class_, key);
    }
    return unit_reached(iv, unit_of(iv, frame, step)) ? cell_of(iv, frame, key) : &not_reached;
}

bool cell_same(const struct cell *a, const struct cell *b)
{
    if (a->state != b->state) {
        return false;
    }
    if (a->value.kind == VALUE_NONE || b->value.kind == VALUE_NONE) {
        return a->value.kind == b->value.kind;
    }
    return value_equal(&a->value, &b->value);
}

/* ---- what is known of the case ---- */

static void builtin_put(struct interview *iv, uint32_t slot, struct str text)
{
    const struct variable *variable = iv->q->codebook->variables[slot];
    struct cell cell = {.state = CELL_NOT_APPLICABLE};
    if (text.len && value_read(iv->arena, variable, text, &cell.value)) {
        cell.state = CELL_ANSWERED;
    } else {
        cell.value = (struct value){.kind = VALUE_NONE};
    }
    set_cell(iv, iv->main, slot, &cell);
}

void builtin_language(struct interview *iv)
{
    builtin_put(iv, BUILTIN_LANGUAGE, iv->q->codebook->languages[iv->language].id);
}

void builtin_cells(struct interview *iv)
{
    const struct case_facts *facts = &iv->setup.facts;
    struct str group = facts->group >= 0 ? iv->q->groups[facts->group] : STR_EMPTY;
    builtin_put(iv, BUILTIN_GROUP, group);
    builtin_put(iv, BUILTIN_FRAME_SEX, facts->sex);
    builtin_put(iv, BUILTIN_FRAME_BIRTH, facts->birth_date);
    builtin_put(iv, BUILTIN_FRAME_GENERATION, facts->generation);
    builtin_put(iv, BUILTIN_FRAME_LANGUAGE, facts->language);
    builtin_put(iv, BUILTIN_FRAME_MUNICIPALITY, facts->municipality);
    builtin_language(iv);
}
