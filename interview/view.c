#include "interview/interview_priv.h"

/* The route as a list, and how far it has come: for overviews. */

size_t interview_grid_rows(const struct interview *const_iv, uint32_t grid, const uint32_t **out)
{
    struct interview *iv = settled(const_iv);
    const struct item *item = &iv->q->items[grid];
    uint32_t row = iv->plan.steps[grid].class_ ? interview_place(iv).row : 0;
    struct frame *frame = frame_at(iv, iv->plan.steps[grid].class_, row, false);
    size_t n = 0;
    if (!frame || item->kind != ITEM_GRID) {
        return 0;
    }
    if (item->end - grid > iv->views.grid_cap) {
        iv->views.grid_cap = item->end - grid;
        iv->views.grid = mem_realloc(iv->views.grid, iv->views.grid_cap, sizeof(uint32_t));
    }
    const struct order *order = item->arrangement.random ? order_of(iv, item, row) : NULL;
    size_t all = order ? order->n : item->end - grid - 1;
    for (size_t i = 0; i < all; i++) {
        uint32_t child = order ? (uint32_t)order->items[i] : grid + 1 + (uint32_t)i;
        if (unit_on(iv, unit_of(iv, frame, child))) {
            iv->views.grid[n++] = child;
        }
    }
    *out = iv->views.grid;
    return n;
}

static enum cell_state grid_state(struct interview *iv, const struct frame *frame, const struct item *grid)
{
    enum cell_state state = CELL_NOT_APPLICABLE;
    for (uint32_t i = grid->index + 1; i < grid->end; i++) {
        enum cell_state row = frame->cells[iv->plan.keys[iv->plan.steps[i].key].local].state;
        if (frame->units[iv->plan.steps[i].local].flags & UNIT_ON) {
            return CELL_ANSWERED;
        }
        state = row == CELL_PARKED ? CELL_PARKED : state;
    }
    return state;
}

static enum cell_state place_state(struct interview *iv, const struct frame *frame, const struct item *item)
{
    struct place_in place = {item->index, frame->row};
    if (frame->live && place_open(iv, place)) {
        return CELL_OPEN;
    }
    if (item->kind == ITEM_GRID) {
        return grid_state(iv, frame, item);
    }
    return frame->cells[iv->plan.keys[iv->plan.steps[item->index].key].local].state;
}

/* Rows of a roster that is not reached are nobody's business yet: who knows how many there will be. */
static bool rows_known(struct interview *iv, const struct frame *frame)
{
    return frame->class_ == 0 ||
           unit_reached(iv, unit_of(iv, iv->main, iv->q->rosters[frame->class_ - 1].item));
}

static bool is_listed(struct interview *iv, const struct frame *frame, uint32_t step)
{
    if (step >= iv->plan.items_n || iv->q->items[step].grid != NONE || !rows_known(iv, frame)) {
        return false;
    }
    enum item_kind kind = iv->q->items[step].kind;
    return kind == ITEM_QUESTION || kind == ITEM_NOTE || kind == ITEM_GRID;
}

static struct route_entry *entry_push(struct views *views)
{
    if (views->route_n == views->route_cap) {
        views->route = array_grow(views->route, &views->route_cap, sizeof *views->route);
    }
    struct route_entry *entry = &views->route[views->route_n++];
    memset(entry, 0, sizeof *entry);
    return entry;
}

static void list_step(struct interview *iv, struct frame *frame, uint32_t step, bool reached)
{
    if (!is_listed(iv, frame, step)) {
        return;
    }
    const struct item *item = &iv->q->items[step];
    struct route_entry *entry = entry_push(&iv->views);
    entry->place = (struct place_in){step, frame->row};
    entry->reached = reached;
    entry->state = reached ? place_state(iv, frame, item) : CELL_NOT_REACHED;
    entry->noted = reg_text(iv, REGISTER_NOTE, step, frame->row).len > 0;
}

/* Rows that are not live, but were: their parked answers are shown behind those of the live ones. */
static void list_dead_rows(struct interview *iv, uint32_t roster)
{
    const struct rows *rows = &iv->rows[roster];
    const struct item *item = &iv->q->items[iv->q->rosters[roster].item];
    for (size_t i = 0; i < rows->cap; i++) {
        struct frame *frame = rows->by_id[i];
        for (uint32_t step = item->index + 1; frame && !frame->live && step < item->end; step++) {
            if (is_listed(iv, frame, step) && place_state(iv, frame, &iv->q->items[step]) == CELL_PARKED) {
                list_step(iv, frame, step, true);
            }
        }
    }
}

static bool last_of_roster(const struct interview *iv, uint32_t pos, uint32_t *roster)
{
    const struct passing *at = &iv->walk[pos];
    bool in = at->frame->class_ != 0;
    bool itself = at->step < iv->plan.items_n && iv->q->items[at->step].kind == ITEM_ROSTER;
    if (!in && !itself) {
        return false;
    }
    *roster = in ? at->frame->class_ - 1 : iv->q->items[at->step].roster;
    return pos + 1 >= iv->walk_n || iv->walk[pos + 1].frame->class_ != *roster + 1;
}

/* A check that wants attention is shown where it stands; one over the whole interview at all it involves. */
static void flag_checks(struct interview *iv)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &iv->q->checks[firing[i].check];
        for (size_t k = 0; !firing[i].confirmed && k < iv->views.route_n; k++) {
            struct route_entry *entry = &iv->views.route[k];
            bool same_row = entry->place.row == 0 || entry->place.row == firing[i].row;
            uint32_t home =
                check->item == NONE ? NONE : place_grid(iv, (struct place_in){check->item, 0}).item;
            bool here = home == entry->place.item;
            for (size_t j = 0; home == NONE && j < check->involves_n; j++) {
                uint32_t item = iv->q->item_of_slot[check->involves[j]];
                here |= item != NONE && place_grid(iv, (struct place_in){item, 0}).item == entry->place.item;
            }
            entry->checked |= here && same_row;
        }
    }
}

size_t interview_route(const struct interview *const_iv, const struct route_entry **out)
{
    struct interview *iv = settled(const_iv);
    if (!iv->views.route_good) {
        iv->views.route_n = 0;
        for (uint32_t pos = 0; pos < iv->walk_n; pos++) {
            uint32_t roster = 0;
            list_step(iv, iv->walk[pos].frame, iv->walk[pos].step, pos < iv->reach);
            if (pos < iv->reach && last_of_roster(iv, pos, &roster)) {
                list_dead_rows(iv, roster);
            }
        }
        flag_checks(iv);
        iv->views.route_good = true;
    }
    *out = iv->views.route;
    return iv->views.route_n;
}

/* ---- progress ---- */

static bool has_answer(struct interview *iv, struct frame *frame, const struct item *item)
{
    for (uint32_t i = item->index; i < item->end; i++) {
        uint32_t key = iv->plan.steps[i].key;
        if (key != NONE && raw_cell(*raw_of(iv, frame, key))->state != CELL_NOT_REACHED) {
            return true;
        }
    }
    return false;
}

/* Behind the first open question a place counts when it is sure to come, there being no condition above it or
 * its own; or when it was answered before, for then it most likely comes back. */
static bool to_come(struct interview *iv, struct frame *frame, const struct item *item)
{
    bool sure = !item->when.expr;
    for (uint32_t parent = item->parent; parent != NONE; parent = iv->q->items[parent].parent) {
        sure = sure && !iv->q->items[parent].when.expr;
    }
    return sure || has_answer(iv, frame, item);
}

void interview_progress(const struct interview *const_iv, uint32_t *done, uint32_t *all)
{
    struct interview *iv = settled(const_iv);
    bool stop = interview_stop(iv).len > 0;
    *done = 0;
    *all = 0;
    for (uint32_t pos = 0; pos < iv->walk_n; pos++) {
        const struct passing *at = &iv->walk[pos];
        if (!is_listed(iv, at->frame, at->step)) {
            continue;
        }
        const struct item *item = &iv->q->items[at->step];
        if (pos >= iv->reach) {
            *all += !stop && to_come(iv, at->frame, item);
        } else if (step_is_place(iv, at)) {
            *all += 1;
            *done += !place_open(iv, (struct place_in){at->step, at->frame->row});
        }
    }
}
