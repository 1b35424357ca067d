#include "interview/interview_priv.h"

#include <stdlib.h>

/* Registers and their older contents. Answers are found through their frame, the few others by hashing. */

static uint64_t reg_key(enum act_register reg, uint32_t key, uint32_t row)
{
    /* Rows are at most ROWS_LIMIT (17 bits); +1 so that no key is 0, which means an empty place. */
    return ((uint64_t)key << 28 | (uint64_t)row << 8 | (uint64_t)reg) + 1;
}

static size_t reg_home(uint64_t key, size_t cap)
{
    return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (cap - 1);
}

static struct reg *reg_place(struct reg *regs, size_t cap, uint64_t key)
{
    size_t at = reg_home(key, cap);
    while (regs[at].key && regs[at].key != key) {
        at = (at + 1) & (cap - 1);
    }
    return &regs[at];
}

static void regs_grow(struct interview *iv)
{
    size_t cap = iv->regs_cap ? 2 * iv->regs_cap : 64;
    struct reg *regs = mem_realloc(NULL, cap, sizeof *regs);
    memset(regs, 0, cap * sizeof *regs);
    for (size_t i = 0; i < iv->regs_cap; i++) {
        if (iv->regs[i].key) {
            *reg_place(regs, cap, iv->regs[i].key) = iv->regs[i];
        }
    }
    free(iv->regs);
    iv->regs = regs;
    iv->regs_cap = cap;
}

struct reg *reg_find(const struct interview *iv, enum act_register reg, uint32_t key, uint32_t row)
{
    if (!iv->regs_cap) {
        return NULL;
    }
    struct reg *place = reg_place(iv->regs, iv->regs_cap, reg_key(reg, key, row));
    return place->key ? place : NULL;
}

struct reg *reg_make(struct interview *iv, enum act_register reg, uint32_t key, uint32_t row)
{
    if (2 * (iv->regs_n + 1) > iv->regs_cap) {
        regs_grow(iv);
    }
    struct reg *place = reg_place(iv->regs, iv->regs_cap, reg_key(reg, key, row));
    if (!place->key) {
        place->key = reg_key(reg, key, row);
        iv->regs_n++;
    }
    return place;
}

struct str reg_text(const struct interview *iv, enum act_register reg, uint32_t key, uint32_t row)
{
    const struct reg *found = reg_find(iv, reg, key, row);
    bool full = found && found->top && found->top->cell.state != CELL_NOT_REACHED;
    return full ? found->top->cell.value.text : STR_EMPTY;
}

/* The place where the newest entry of a register hangs; NULL where it cannot be. */
static struct entry **register_place(struct interview *iv, enum act_register reg, uint32_t key, uint32_t row,
                                     bool make)
{
    if (reg == REGISTER_ANSWER) {
        if (iv->plan.keys[key].local == NONE || iv->plan.keys[key].step == NONE) {
            return NULL;
        }
        struct frame *frame = frame_at(iv, iv->plan.keys[key].class_, row, make);
        return frame ? raw_of(iv, frame, key) : NULL;
    }
    if (row > ROWS_LIMIT) {
        return NULL;
    }
    struct reg *found = make ? reg_make(iv, reg, key, row) : reg_find(iv, reg, key, row);
    return found ? &found->top : NULL;
}

const struct entry *register_top(struct interview *iv, enum act_register reg, uint32_t key, uint32_t row)
{
    struct entry **place = register_place(iv, reg, key, row, false);
    return place ? *place : NULL;
}

/* ---- what hangs on a register ---- */

static void row_changed(struct interview *iv, uint32_t roster, const struct entry *before,
                        const struct entry *after)
{
    bool was = before && before->cell.state != CELL_NOT_REACHED;
    bool is = after && after->cell.state != CELL_NOT_REACHED;
    iv->rows[roster].removed_n += (uint32_t)is;
    iv->rows[roster].removed_n -= (uint32_t)was;
    mark_unit(iv, iv->main, iv->q->rosters[roster].item, 0);
}

static void order_changed(struct interview *iv, uint32_t item, uint32_t row)
{
    struct reg *reg = reg_find(iv, REGISTER_ORDER, item, row);
    if (iv->storing) {
        return;
    }
    if (reg) {
        reg->order = NULL;
    }
    struct frame *frame = frame_at(iv, iv->plan.steps[item].class_, row, false);
    if (frame) {
        mark_unit(iv, frame, item, UNIT_VALUE);
    }
    iv->walk_stale |= iv->q->items[item].kind == ITEM_BLOCK;
}

static void language_changed(struct interview *iv)
{
    int language = questionnaire_language(iv->q, reg_text(iv, REGISTER_LANGUAGE, 0, 0));
    iv->language = language >= 0 ? (unsigned)language : iv->q->codebook->source_language;
    (void)questionnaire_read(iv->q, iv->language,
                             NULL); /* answers are shown in it, without any words first */
    builtin_language(iv);
}

static const struct {
    const char *text;
    enum interview_status status;
} status_texts[] = {
    {"started", INTERVIEW_RUNNING},
    {"suspended", INTERVIEW_SUSPENDED},
    {"completed", INTERVIEW_COMPLETED},
    {"stopped", INTERVIEW_STOPPED},
};

static void status_changed(struct interview *iv)
{
    struct str text = reg_text(iv, REGISTER_STATUS, 0, 0);
    struct str word = str_slice(text, 0, str_find_char(text, ' ', 0));
    iv->status = INTERVIEW_NEW;
    for (size_t i = 0; i < ARRAY_LEN(status_texts); i++) {
        if (str_is(word, status_texts[i].text)) {
            iv->status = status_texts[i].status;
        }
    }
}

static void register_changed(struct interview *iv, const struct entry *entry, const struct entry *before,
                             const struct entry *after)
{
    if (entry->reg == REGISTER_ANSWER) {
        mark_key(iv, entry->key, entry->row);
    } else if (entry->reg == REGISTER_ROW) {
        row_changed(iv, entry->key, before, after);
    } else if (entry->reg == REGISTER_ORDER) {
        order_changed(iv, entry->key, entry->row);
    } else if (entry->reg == REGISTER_LANGUAGE) {
        language_changed(iv);
    } else if (entry->reg == REGISTER_STATUS) {
        status_changed(iv);
    } else if (entry->reg == REGISTER_CONFIRM) {
        reg_make(iv, entry->reg, entry->key, entry->row)->stamp = 0;
    }
    iv->views.route_good = false;
    iv->views.firing_good = iv->views.firing_good && entry->reg != REGISTER_CONFIRM;
}

struct entry *register_push(struct interview *iv, const struct write *write, uint32_t act)
{
    struct entry **place = register_place(iv, write->reg, write->key, write->row, true);
    if (!place) {
        return NULL;
    }
    struct entry *entry = ARENA_NEW(iv->arena, struct entry);
    entry->older = *place;
    entry->act = act;
    entry->reg = write->reg;
    entry->key = write->key;
    entry->row = write->row;
    entry->cell = (struct cell){write->cell.state, value_copy(iv->arena, &write->cell.value)};
    entry->reason = write->reason.len ? arena_copy(iv->arena, write->reason) : STR_EMPTY;
    *place = entry;
    register_changed(iv, entry, entry->older, entry);
    return entry;
}

void register_pop(struct interview *iv, struct entry *entry)
{
    struct entry **place = register_place(iv, entry->reg, entry->key, entry->row, false);
    *place = entry->older;
    register_changed(iv, entry, entry, entry->older);
}

/* ---- names on disk ---- */

struct str register_item(const struct interview *iv, enum act_register reg, uint32_t key)
{
    const struct questionnaire *q = iv->q;
    switch (reg) {
    case REGISTER_ANSWER:
        return key < iv->plan.variables_n ? q->codebook->variables[key]->id
                                          : q->items[key - iv->plan.variables_n].id;
    case REGISTER_ROW:
        return q->items[q->rosters[key].item].id;
    case REGISTER_CONFIRM:
        return q->checks[key].id;
    case REGISTER_ORDER:
    case REGISTER_NOTE:
        return q->items[key].id;
    case REGISTER_LANGUAGE:
    case REGISTER_PLACE:
    case REGISTER_STATUS:
    case REGISTER_CODE:
    case REGISTER_EDIT:
    case REGISTER_CONTACT:
    case REGISTER_COUNT:
        break;
    }
    return STR_EMPTY;
}

static bool answer_key(const struct interview *iv, struct str id, uint32_t *key)
{
    const struct variable *variable = codebook_find(iv->q->codebook, id);
    if (variable) {
        *key = variable->slot;
        return variable->role == ROLE_ASKED || variable->role == ROLE_SPECIFY;
    }
    uint32_t item = questionnaire_item(iv->q, id);
    *key = iv->plan.variables_n + item;
    return item != NONE && iv->q->items[item].kind == ITEM_NOTE;
}

bool register_key(const struct interview *iv, enum act_register reg, struct str item, uint32_t *key)
{
    *key = 0;
    switch (reg) {
    case REGISTER_ANSWER:
        return answer_key(iv, item, key);
    case REGISTER_ROW: {
        uint32_t at = questionnaire_item(iv->q, item);
        bool is = at != NONE && iv->q->items[at].kind == ITEM_ROSTER;
        *key = is ? iv->q->items[at].roster : 0;
        return is;
    }
    case REGISTER_CONFIRM:
        *key = questionnaire_check(iv->q, item);
        return *key != NONE;
    case REGISTER_ORDER:
    case REGISTER_NOTE:
        *key = questionnaire_item(iv->q, item);
        return *key != NONE;
    case REGISTER_LANGUAGE:
    case REGISTER_PLACE:
    case REGISTER_STATUS:
        return true;
    case REGISTER_CODE:
    case REGISTER_EDIT:
    case REGISTER_CONTACT:
    case REGISTER_COUNT:
        break;
    }
    return false;
}
