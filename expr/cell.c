#include "expr/cell.h"

static const char *const state_names[CELL_STATES] = {
    [CELL_NOT_REACHED] = "not_reached",
    [CELL_OPEN] = "open",
    [CELL_ANSWERED] = "answered",
    [CELL_DONT_KNOW] = "dont_know",
    [CELL_REFUSED] = "refused",
    [CELL_NOT_APPLICABLE] = "not_applicable",
    [CELL_PARKED] = "parked",
    [CELL_NOT_IN_VERSION] = "not_in_version",
    [CELL_NOT_IN_VARIANT] = "not_in_variant",
};

const char *cell_state_name(enum cell_state state)
{
    return state_names[state];
}

bool cell_state_parse(struct str name, enum cell_state *out)
{
    for (unsigned i = 0; i < CELL_STATES; i++) {
        if (str_is(name, state_names[i])) {
            *out = (enum cell_state)i;
            return true;
        }
    }
    return false;
}

bool cell_asked(const struct cell *cell)
{
    return cell->state == CELL_ANSWERED || cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED ||
           cell->state == CELL_OPEN;
}

static bool sets_equal(struct code_set a, struct code_set b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.items, b.items, a.n * sizeof *a.items) == 0);
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case VALUE_NONE:
        return true;
    case VALUE_BOOL:
        return a->truth == b->truth;
    case VALUE_NUMBER:
        return number_compare(a->number, b->number) == 0;
    case VALUE_TEXT:
        return str_equal(a->text, b->text);
    case VALUE_DATE:
        return a->date.year == b->date.year && a->date.month == b->date.month && a->date.day == b->date.day;
    case VALUE_TIME:
        return a->minutes == b->minutes;
    case VALUE_CODE:
        return a->code == b->code;
    case VALUE_SET:
        return sets_equal(a->set, b->set);
    }
    return false;
}

struct value value_copy(struct arena *arena, const struct value *value)
{
    struct value copy = *value;
    if (value->kind == VALUE_TEXT) {
        copy.text = arena_copy(arena, value->text);
    } else if (value->kind == VALUE_SET) {
        int32_t *items = ARENA_ARRAY(arena, value->set.n, int32_t);
        if (value->set.n) {
            memcpy(items, value->set.items, value->set.n * sizeof *items);
        }
        copy.set.items = items;
    }
    return copy;
}

bool set_has(struct code_set set, int32_t code)
{
    uint32_t low = 0;
    uint32_t high = set.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set.items[middle] == code) {
            return true;
        }
        if (set.items[middle] < code) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}
