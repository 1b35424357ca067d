#include "interview/interview_priv.h"

/* Which options a question offers now, and what an answer keeps of those it no longer offers. */

static uint8_t *rules_of(struct interview *iv, struct frame *frame, uint32_t item)
{
    return &frame->rules[iv->plan.rules_local[item]];
}

static bool expr_reads(const struct expr *expr, uint32_t slot)
{
    for (size_t i = 0; i < expr->reads_n; i++) {
        if (expr->reads[i] == slot) {
            return true;
        }
    }
    return false;
}

/* Rules that read `slot`; all of them where it is NONE (a roster's rows changed). */
void options_stale(struct interview *iv, struct frame *frame, uint32_t item, uint32_t slot)
{
    const struct item *it = &iv->q->items[item];
    uint8_t *rules = rules_of(iv, frame, item);
    for (size_t i = 0; i < it->option_rules_n; i++) {
        const struct expr *expr = it->option_rules[i].when.expr;
        if (slot == NONE ? expr->rosters_n > 0 : expr_reads(expr, slot)) {
            rules[i] = RULE_STALE;
        }
    }
    unit_of(iv, frame, item)->flags |= UNIT_RULES;
}

void options_evaluate(struct interview *iv, struct frame *frame, const struct item *item)
{
    uint8_t *rules = rules_of(iv, frame, item->index);
    for (size_t i = 0; i < item->option_rules_n; i++) {
        if (rules[i] == RULE_STALE) {
            bool holds = condition_holds(iv, &item->option_rules[i].when, frame->row);
            rules[i] = holds ? RULE_TRUE : RULE_FALSE;
        }
    }
}

static bool among(const int32_t *items, size_t n, int32_t option)
{
    for (size_t i = 0; i < n; i++) {
        if (items[i] == option) {
            return true;
        }
    }
    return false;
}

static const struct variant *variant_of(const struct interview *iv, const struct item *item)
{
    int group = iv->setup.facts.group;
    return item->variants && group >= 0 ? &item->variants[group] : NULL;
}

static bool in_base(const struct interview *iv, const struct item *item, int32_t option)
{
    const struct variant *variant = variant_of(iv, item);
    return (!item->only || among(item->only, item->only_n, option)) &&
           (!variant || !variant->order || among(variant->order, variant->order_n, option));
}

bool option_offered(struct interview *iv, struct frame *frame, const struct item *item, int32_t option)
{
    const uint8_t *rules = rules_of(iv, frame, item->index);
    for (size_t i = 0; i < item->option_rules_n; i++) {
        if (item->option_rules[i].option == option && rules[i] != RULE_TRUE) {
            return false;
        }
    }
    return in_base(iv, item, option);
}

size_t options_base(const struct interview *iv, const struct item *item, int32_t *out)
{
    const struct variant *variant = variant_of(iv, item);
    size_t all = item->variable->list->n;
    size_t n = 0;
    if (variant && variant->order) {
        for (size_t i = 0; i < variant->order_n; i++) {
            if (in_base(iv, item, variant->order[i])) {
                out[n++] = variant->order[i];
            }
        }
        return n;
    }
    for (size_t i = 0; i < all; i++) {
        if (in_base(iv, item, (int32_t)i)) {
            out[n++] = (int32_t)i;
        }
    }
    return n;
}

static struct cell keep_of_set(struct interview *iv, struct frame *frame, const struct item *item,
                               const struct cell *raw)
{
    struct code_set set = raw->value.set;
    uint32_t n = 0;
    for (uint32_t i = 0; i < set.n; i++) {
        n += option_offered(iv, frame, item, set.items[i]);
    }
    struct cell cell = *raw;
    if (n == 0 && set.n > 0) {
        cell.state = CELL_PARKED;
        return cell;
    }
    if (n < set.n) {
        int32_t *kept = ARENA_ARRAY(iv->arena, n, int32_t);
        uint32_t at = 0;
        for (uint32_t i = 0; i < set.n; i++) {
            if (option_offered(iv, frame, item, set.items[i])) {
                kept[at++] = set.items[i];
            }
        }
        cell.value.set = (struct code_set){kept, n};
    }
    return cell;
}

struct cell options_keep(struct interview *iv, struct frame *frame, const struct item *item,
                         const struct cell *raw)
{
    if (!item->option_rules_n && !item->only && !variant_of(iv, item)) {
        return *raw;
    }
    if (raw->value.kind == VALUE_SET) {
        return keep_of_set(iv, frame, item, raw);
    }
    struct cell cell = *raw;
    if (raw->value.kind == VALUE_CODE && !option_offered(iv, frame, item, raw->value.code)) {
        cell.state = CELL_PARKED;
    }
    return cell;
}

/* ---- for the screens ---- */

static void options_room(struct interview *iv, size_t n)
{
    if (n > iv->views.options_cap) {
        iv->views.options = mem_realloc(iv->views.options, n, sizeof(int32_t));
        iv->views.options_cap = n;
    }
}

/* The row whose options a grid shows: its first one on the route. */
static uint32_t grid_row(struct interview *iv, struct place_in grid)
{
    struct frame *frame = frame_at(iv, iv->plan.steps[grid.item].class_, grid.row, false);
    for (uint32_t i = grid.item + 1; frame && i < iv->q->items[grid.item].end; i++) {
        if (unit_on(iv, unit_of(iv, frame, i))) {
            return i;
        }
    }
    return grid.item + 1;
}

size_t interview_options(const struct interview *const_iv, struct place_in place, const int32_t **out)
{
    struct interview *iv = settled(const_iv);
    if (place.item != NONE && iv->q->items[place.item].kind == ITEM_GRID) {
        place.item = grid_row(iv, place);
    }
    const struct item *item = place.item == NONE ? NULL : &iv->q->items[place.item];
    if (!item || item->kind != ITEM_QUESTION || !item->variable->list) {
        return 0;
    }
    struct frame *frame = frame_at(iv, iv->plan.steps[item->index].class_, place.row, false);
    options_room(iv, item->variable->list->n);
    size_t all = 0;
    if (item->arrangement.random) {
        const struct order *order = order_of(iv, item, place.row);
        all = order->n;
        memcpy(iv->views.options, order->items, all * sizeof(int32_t));
    } else {
        all = options_base(iv, item, iv->views.options);
    }
    size_t n = 0; /* Elsewhere the rules were not looked at: all are shown. */
    bool here = frame && unit_on(iv, unit_of(iv, frame, item->index));
    for (size_t i = 0; i < all; i++) {
        if (!here || option_offered(iv, frame, item, iv->views.options[i])) {
            iv->views.options[n++] = iv->views.options[i];
        }
    }
    *out = iv->views.options;
    return n;
}

struct str interview_card(const struct interview *iv, uint32_t item)
{
    const struct variant *variant = variant_of(iv, &iv->q->items[item]);
    return variant && variant->card.len ? variant->card : iv->q->items[item].card;
}
