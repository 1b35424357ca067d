#include "questionnaire/prove/model_priv.h"

/*
 * Where a check is looked at first: at its own item, or behind the last of what it reads, whichever comes
 * later. What stands in a place that only chance or the number of rows decides counts as settled behind the
 * container.
 */

static uint32_t settled_place(const struct questionnaire *q, const struct check *check, uint32_t item,
                              bool *whole)
{
    uint32_t place = item;
    uint32_t child = item;
    *whole = false;
    for (uint32_t a = q->items[item].parent; a != NONE; child = a, a = q->items[a].parent) {
        const struct item *container = &q->items[a];
        bool shuffled = container->kind == ITEM_BLOCK && container->arrangement.random &&
                        !item_inside(q, check->item, child);
        bool many = container->kind == ITEM_ROSTER &&
                    (check->roster != container->roster || check->holds->rosters_n > 0);
        if (shuffled || many) {
            place = a;
            *whole = true;
        }
    }
    return place;
}

uint32_t check_hook(const struct questionnaire *q, const struct check *check)
{
    uint32_t hook = check->item == NONE ? 0 : 2 * check->item;
    uint32_t end = check->item == NONE ? 0 : check->item + 1;
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        uint32_t item = q->item_of_slot[check->holds->reads[i]];
        bool whole = false;
        if (item == NONE) {
            continue;
        }
        uint32_t place = settled_place(q, check, item, &whole);
        uint32_t behind = whole ? q->items[place].end : place + 1;
        if (behind > end || (whole && behind >= end)) {
            end = behind;
            hook = 2 * place + whole;
        }
    }
    for (size_t i = 0; i < check->holds->rosters_n; i++) {
        uint32_t place = q->rosters[check->holds->rosters[i]].item;
        if (q->items[place].end >= end) {
            end = q->items[place].end;
            hook = 2 * place + 1;
        }
    }
    return hook;
}
