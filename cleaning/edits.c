#include "cleaning/work_priv.h"

/* What stands in the log about cleaning: values, and marks on rules ("okay:RULE", "back:RULE"). Each act
 * writes the register CLEAN_ALL of its case too, by which all edited cases are found in one go, and by which
 * one sees that somebody else was there. */

enum { EDIT_FIELDS = 6 };

/* A tab parts the fields; answers hold none (safe_text), reasons of others might. */
static void add_field(struct buf *buf, struct str field)
{
    for (size_t i = 0; i < field.len; i++) {
        buf_add_char(buf, field.ptr[i] == '\t' ? ' ' : field.ptr[i]);
    }
}

struct str edit_text_write(struct arena *arena, const struct edit_text *text)
{
    const struct str fields[EDIT_FIELDS] = {text->rule,    text->step, text->rules_hash,
                                            text->version, text->old,  text->value};
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < EDIT_FIELDS; i++) {
        buf_add_text(&buf, i ? "\t" : "");
        add_field(&buf, fields[i]);
    }
    struct str out = arena_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return out;
}

bool edit_text_read(struct str value, struct edit_text *out)
{
    struct str *const fields[EDIT_FIELDS] = {&out->rule,    &out->step, &out->rules_hash,
                                             &out->version, &out->old,  &out->value};
    size_t n = 0;
    *out = (struct edit_text){0};
    while (n < EDIT_FIELDS && str_split(&value, '\t', fields[n])) {
        n++;
    }
    return n == EDIT_FIELDS;
}

/* ---- marks ------------------------------------------------------------------------------------- */

static void hash_cell(struct hasher *hasher, const struct clean *clean, uint32_t record, uint32_t slot,
                      uint32_t row)
{
    struct cell cell = data_cell(clean->data, slot, record, row);
    hasher_add_int(hasher, slot);
    hasher_add_int(hasher, row);
    hasher_add_int(hasher, cell.state);
    if (cell.state == CELL_ANSWERED && slot < clean->rules->facts_from) {
        hasher_add_str(
            hasher, cell_write(clean->scratch, clean->setup.questionnaire->codebook->variables[slot], &cell));
    } else if (cell.state == CELL_ANSWERED) {
        hasher_add_int(hasher, cell.value.kind == VALUE_BOOL ? cell.value.truth : cell.value.number.units);
    }
}

/* Facts are part of it: an okay holds for what was looked at. */
static void hash_facts(struct hasher *hasher, const struct clean *clean, const struct clean_rule *rule,
                       uint32_t record)
{
    for (size_t i = 0; rule->holds && i < rule->holds->reads_n; i++) {
        if (rule->holds->reads[i] >= clean->rules->facts_from) {
            hash_cell(hasher, clean, record, rule->holds->reads[i], 0);
        }
    }
}

struct str rule_fingerprint(const struct clean *clean, struct arena *arena, uint32_t record, uint32_t rule,
                            uint32_t row)
{
    const struct clean_rule *r = &clean->rules->items[rule];
    struct hasher hasher;
    char hex[HASH_HEX];
    hasher_start(&hasher);
    for (size_t i = 0; i < r->involves_n; i++) {
        const struct variable *v = clean->setup.questionnaire->codebook->variables[r->involves[i]];
        const uint32_t alone = v->roster == EXPR_NO_ROSTER ? 0 : row;
        const uint32_t *ids = &alone;
        bool own = v->roster == EXPR_NO_ROSTER || v->roster == r->roster;
        uint32_t n = own ? 1 : data_rows_of(clean->data, v->roster, record, &ids);
        for (uint32_t k = 0; k < n; k++) {
            hash_cell(&hasher, clean, record, v->slot, ids[k]);
        }
    }
    hash_facts(&hasher, clean, r, record);
    struct hash hash = hasher_end(&hasher);
    return arena_copy(arena, str_slice(hash_hex(&hash, hex), 0, 16));
}

static void mark_take(struct clean *clean, struct state *state, const struct change *change,
                      enum clean_step step, struct str rule, struct str reason)
{
    uint32_t index = rules_find(clean->rules, rule);
    struct edit_text text;
    if (index == NONE || !edit_text_read(change->value, &text)) {
        return;
    }
    struct mark *mark = ARENA_NEW(clean->arena, struct mark);
    *mark = (struct mark){index,
                          change->row,
                          step,
                          arena_copy(clean->arena, text.value),
                          arena_copy(clean->arena, reason),
                          state->marks};
    state->marks = mark;
}

/* ---- values ------------------------------------------------------------------------------------ */

struct cell edit_raw(const struct clean *clean, uint32_t record, uint32_t slot, uint32_t row)
{
    for (const struct edit *e = clean->states[record].edits; e; e = e->next) {
        if (e->slot == slot && e->row == row) {
            return e->raw;
        }
    }
    return data_cell(clean->data, slot, record, row);
}

static void value_take(struct clean *clean, uint32_t record, const struct change *change)
{
    const struct variable *v = codebook_find(clean->setup.questionnaire->codebook, change->item);
    struct edit_text text;
    struct cell cell;
    if (!v || !edit_text_read(change->value, &text) || !cell_read(clean->scratch, v, text.value, &cell)) {
        return; /* of another version of the questionnaire: kept in the log, without effect */
    }
    struct edit *edit = ARENA_NEW(clean->arena, struct edit);
    *edit = (struct edit){v->slot, change->row, data_cell(clean->data, v->slot, record, change->row),
                          clean->states[record].edits};
    edit->raw.value = value_copy(clean->arena, &edit->raw.value);
    clean->states[record].edits = edit;
    data_set(clean->data, v->slot, record, change->row, &cell);
}

struct reading {
    struct clean *clean;
    uint32_t record;
};

static bool take_register(void *context, const struct change *change, const struct hash *event)
{
    struct reading *r = context;
    (void)event;
    if (change->reg != REGISTER_EDIT || change->state == CELL_NOT_REACHED) {
        return true;
    }
    size_t colon = str_find_char(change->item, ':', 0);
    struct str head = str_slice(change->item, 0, colon);
    struct str rest = str_slice(change->item, colon + 1, change->item.len);
    struct state *state = &r->clean->states[r->record];
    if (str_is(head, "okay") || str_is(head, "back")) {
        enum clean_step step = str_is(head, "okay") ? STEP_OKAY : STEP_BACK;
        struct edit_text text = {0};
        (void)edit_text_read(change->value, &text);
        mark_take(r->clean, state, change, step, rest, text.old);
    } else if (colon == change->item.len) {
        value_take(r->clean, r->record, change);
    }
    return true;
}

/* Computed cells again, in the order in which they are asked. */
static void derive_again(struct clean *clean, uint32_t record)
{
    const struct questionnaire *q = clean->setup.questionnaire;
    struct view view;
    view_open(&view, clean->data, clean->rules, record);
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct item *item = &q->items[i];
        if (item->kind != ITEM_COMPUTED) {
            continue;
        }
        const uint32_t alone = 0;
        const uint32_t *ids = &alone;
        uint32_t n = item->roster == NONE ? 1 : data_rows_of(clean->data, item->roster, record, &ids);
        for (uint32_t k = 0; k < n; k++) {
            struct cell old = data_cell(clean->data, item->variable->slot, record, ids[k]);
            bool there = old.state != CELL_NOT_REACHED && view_on_route(&view, item->variable, ids[k]);
            struct cell cell = there ? view_derive(&view, item, ids[k]) : old;
            data_set(clean->data, item->variable->slot, record, ids[k], &cell);
        }
    }
}

static void put_raw_back(struct clean *clean, uint32_t record)
{
    struct state *state = &clean->states[record];
    for (const struct edit *e = state->edits; e; e = e->next) {
        data_set(clean->data, e->slot, record, e->row, &e->raw);
    }
    state->edits = NULL;
    state->marks = NULL;
}

bool edits_read_record(struct clean *clean, uint32_t record)
{
    put_raw_back(clean, record);
    struct reading reading = {clean, record};
    struct str id = clean->data->records[record].about.case_id;
    bool good = store_read_registers(clean->setup.store, id, take_register, &reading) == STORE_OK;
    bool was = clean->states[record].touched;
    clean->states[record].touched = clean->states[record].edits != NULL;
    if (was || clean->states[record].touched) {
        derive_again(clean, record);
    }
    arena_reset(clean->scratch);
    return good;
}

static bool take_case(void *context, const struct change *change, const struct act *act, int64_t n)
{
    struct clean *clean = context;
    (void)change;
    (void)n;
    uint32_t record = clean_find(clean, act->case_id);
    if (record != CLEAN_ANY) {
        clean->states[record].seen = act->id;
    }
    return true;
}

bool edits_read(struct clean *clean)
{
    static const struct hash zero;
    bool good =
        store_read_item(clean->setup.store, REGISTER_EDIT, STR(CLEAN_ALL), take_case, clean) == STORE_OK;
    for (uint32_t i = 0; good && i < clean->data->n; i++) {
        if (!hash_equal(&clean->states[i].seen, &zero)) {
            good = edits_read_record(clean, i);
        }
    }
    return good;
}
