#include "interview/interview_priv.h"

#include <stdlib.h>

/*
 * The walk: every step in the order of this case. Blocks in random order are shuffled in it, rosters unrolled
 * over their live rows. It is built anew when rows come or go or a stored order differs from what was
 * assumed; the marks of the units carry over.
 */

uint32_t bits_next(const uint64_t *a, const uint64_t *b, uint32_t from, uint32_t n)
{
    if (from >= n) {
        return n;
    }
    uint32_t word = from >> 6;
    uint64_t bits = (a[word] | b[word]) & (UINT64_MAX << (from & 63));
    uint32_t last = (n - 1) >> 6;
    while (!bits && word < last) {
        word++;
        bits = a[word] | b[word];
    }
    uint32_t at = bits ? (word << 6) + (uint32_t)__builtin_ctzll(bits) : n;
    return at < n ? at : n;
}

static void walk_push(struct interview *iv, struct frame *frame, uint32_t step)
{
    if (iv->walk_n == iv->walk_cap) {
        iv->walk = array_grow(iv->walk, &iv->walk_cap, sizeof *iv->walk);
    }
    unit_of(iv, frame, step)->pos = (uint32_t)iv->walk_n;
    iv->walk[iv->walk_n++] = (struct passing){frame, step};
}

static void walk_hook(struct interview *iv, struct frame *frame, uint32_t hook)
{
    const struct plan *plan = &iv->plan;
    for (uint32_t i = plan->hook_from[hook]; i < plan->hook_from[hook + 1]; i++) {
        walk_push(iv, frame, step_of_check(plan, plan->hooks[i]));
    }
}

static void walk_item(struct interview *iv, struct frame *frame, uint32_t index);

static void walk_range(struct interview *iv, struct frame *frame, uint32_t from, uint32_t end)
{
    while (from < end) {
        walk_item(iv, frame, from);
        from = iv->q->items[from].end;
    }
}

static void walk_inside(struct interview *iv, struct frame *frame, const struct item *item)
{
    if (item->kind == ITEM_ROSTER) {
        const struct rows *rows = &iv->rows[item->roster];
        for (size_t i = 0; i < rows->live_n; i++) {
            walk_range(iv, rows->by_id[rows->live[i] - 1], item->index + 1, item->end);
        }
    } else if (item->kind == ITEM_BLOCK && item->arrangement.random) {
        const struct order *order = order_of(iv, item, frame->row);
        for (size_t i = 0; i < order->n; i++) {
            walk_item(iv, frame, (uint32_t)order->items[i]);
        }
    } else {
        walk_range(iv, frame, item->index + 1, item->end);
    }
}

static void walk_item(struct interview *iv, struct frame *frame, uint32_t index)
{
    const struct item *item = &iv->q->items[index];
    walk_push(iv, frame, index);
    for (uint32_t i = 0; i < item->specify_n; i++) {
        walk_push(iv, frame, iv->plan.first_text[index] + i);
    }
    walk_hook(iv, frame, 2 * index);
    if (item->end > index + 1) {
        walk_inside(iv, frame, item);
    }
    walk_hook(iv, frame, 2 * index + 1);
}

static void walk_forget(struct interview *iv)
{
    for (size_t i = 0; i < iv->walk_n; i++) {
        unit_of(iv, iv->walk[i].frame, iv->walk[i].step)->pos = NONE;
    }
    iv->walk_n = 0;
}

static void walk_bits(struct interview *iv)
{
    size_t words = iv->walk_n / 64 + 1;
    if (words > iv->words_cap) {
        iv->dirty = mem_realloc(iv->dirty, words, sizeof(uint64_t));
        iv->halts = mem_realloc(iv->halts, words, sizeof(uint64_t));
        iv->fires = mem_realloc(iv->fires, words, sizeof(uint64_t));
        iv->words_cap = words;
    }
    memset(iv->dirty, 0, words * sizeof(uint64_t));
    memset(iv->halts, 0, words * sizeof(uint64_t));
    memset(iv->fires, 0, words * sizeof(uint64_t));
    for (uint32_t i = 0; i < iv->walk_n; i++) {
        uint32_t flags = unit_of(iv, iv->walk[i].frame, iv->walk[i].step)->flags;
        uint64_t bit = (uint64_t)1 << (i & 63);
        iv->dirty[i >> 6] |= flags & UNIT_DIRTY ? bit : 0;
        iv->halts[i >> 6] |= flags & UNIT_HALT ? bit : 0;
        iv->fires[i >> 6] |= flags & UNIT_FIRES ? bit : 0;
    }
}

void walk_build(struct interview *iv)
{
    walk_forget(iv);
    walk_range(iv, iv->main, 0, iv->plan.items_n);
    walk_bits(iv);
    iv->walk_stale = false;
    iv->lowest = 0;
    iv->views.firing_good = false;
}
