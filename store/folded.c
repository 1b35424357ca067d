#include "store/folded_priv.h"

#include <stdlib.h>
#include <string.h>

#include "store/read_priv.h"

struct folded *folded_new(void)
{
    struct folded *folded = mem_alloc(sizeof *folded);
    *folded = (struct folded){.arena = arena_new()};
    return folded;
}

void folded_free(struct folded *folded)
{
    arena_free(folded->arena);
    free(folded->registers);
    free(folded->slots);
    free(folded);
}

void folded_clear(struct folded *folded)
{
    arena_reset(folded->arena);
    folded->line = (struct line){0};
    folded->n = 0;
    if (folded->slots_n) {
        memset(folded->slots, 0, folded->slots_n * sizeof *folded->slots);
    }
}

static bool same_register(const struct change *a, const struct change *b)
{
    return a->reg == b->reg && a->row == b->row && str_equal(a->item, b->item);
}

/* Where the register stands, or the free slot where it goes. */
static size_t *find_slot(const struct folded *folded, const struct change *change)
{
    uint64_t at =
        str_hash(change->item) ^ (uint64_t)change->row * 0x9e3779b97f4a7c15u ^ (uint64_t)change->reg;
    for (;; at++) {
        size_t *slot = &folded->slots[at & (folded->slots_n - 1)];
        if (!*slot || same_register(&folded->registers[*slot - 1].change, change)) {
            return slot;
        }
    }
}

/* The table stays at most half full. */
static void grow(struct folded *folded)
{
    if (folded->n == folded->cap) {
        folded->registers = array_grow(folded->registers, &folded->cap, sizeof *folded->registers);
    }
    if (2 * (folded->n + 1) <= folded->slots_n) {
        return;
    }
    folded->slots_n = folded->slots_n ? 2 * folded->slots_n : 256;
    folded->slots = mem_realloc(folded->slots, folded->slots_n, sizeof *folded->slots);
    memset(folded->slots, 0, folded->slots_n * sizeof *folded->slots);
    for (size_t i = 0; i < folded->n; i++) {
        *find_slot(folded, &folded->registers[i].change) = i + 1;
    }
}

/* The register's place in the table, made where it is new. */
static struct folded_register *take(struct folded *folded, const struct change *change)
{
    grow(folded);
    size_t *slot = find_slot(folded, change);
    if (!*slot) {
        *slot = ++folded->n;
        struct str item = arena_copy(folded->arena, change->item);
        folded->registers[*slot - 1] =
            (struct folded_register){.change = {.reg = change->reg, .item = item, .row = change->row}};
    }
    return &folded->registers[*slot - 1];
}

static void fill(struct folded *folded, struct folded_register *place, const struct change *change)
{
    place->change.state = change->state;
    place->change.value = arena_copy(folded->arena, change->value);
}

void folded_put(struct folded *folded, const struct change *change, const struct hash *event)
{
    struct folded_register *place = take(folded, change);
    fill(folded, place, change);
    place->event = *event;
}

const struct folded_register *folded_find(const struct folded *folded, const struct change *change)
{
    size_t at = folded->slots_n ? *find_slot(folded, change) : 0;
    return at ? &folded->registers[at - 1] : NULL;
}

void folded_add(struct folded *folded, const struct act *act, int64_t event_n)
{
    line_act(&folded->line, act);
    for (size_t i = 0; i < act->n; i++) {
        struct folded_register *place = take(folded, &act->changes[i]);
        enum cell_state before = place->change.state;
        fill(folded, place, &act->changes[i]);
        place->event = act->id;
        place->event_n = event_n;
        line_change(&folded->line, &place->change, before);
    }
}

static int by_place(const void *left, const void *right)
{
    const struct change *a = &((const struct folded_register *)left)->change;
    const struct change *b = &((const struct folded_register *)right)->change;
    int order = strcmp(act_register_name(a->reg), act_register_name(b->reg));
    if (!order) {
        order = str_compare(a->item, b->item);
    }
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

void folded_sort(struct folded *folded)
{
    if (folded->n) {
        qsort(folded->registers, folded->n, sizeof *folded->registers, by_place);
    }
}

static bool add_stored(void *context, const struct stored_act *stored)
{
    folded_add(context, &stored->act, stored->n);
    return true;
}

bool folded_read(struct folded *folded, struct store *store, int64_t case_n)
{
    folded_clear(folded);
    bool good = read_stored(store, case_n, add_stored, folded);
    folded_sort(folded);
    return good;
}
