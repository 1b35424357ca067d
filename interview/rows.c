#include "interview/interview_priv.h"

#include <stdlib.h>

/* The live rows of a roster: the first N ids that were not removed. */

static uint32_t wanted_rows(struct interview *iv, const struct roster_def *roster)
{
    const struct cell *count = cell_of(iv, iv->main, roster->count_slot);
    if (count->state != CELL_ANSWERED || count->value.kind != VALUE_NUMBER) {
        return 0;
    }
    int64_t n = count->value.number.units;
    for (uint8_t scale = count->value.number.scale; scale > 0; scale--) {
        n /= 10;
    }
    if (n < 0) {
        return 0;
    }
    return n > roster->max ? roster->max : (uint32_t)n;
}

static bool row_removed(const struct interview *iv, uint32_t roster, uint32_t row)
{
    return iv->rows[roster].removed_n > 0 && reg_text(iv, REGISTER_ROW, roster, row).len > 0;
}

/* A cell of a row that is not live is parked or not applicable, whatever its own conditions say. */
void cell_park(struct interview *iv, struct frame *frame, uint32_t key)
{
    struct cell cell = *raw_cell(*raw_of(iv, frame, key));
    if (cell.state == CELL_NOT_REACHED || cell.state == CELL_OPEN) {
        cell = (struct cell){.state = CELL_NOT_APPLICABLE};
    } else {
        cell.state = CELL_PARKED;
    }
    *cell_of(iv, frame, key) = cell;
}

static void row_park(struct interview *iv, struct frame *frame, const struct item *roster)
{
    frame->live = false;
    for (uint32_t i = roster->index + 1; i < roster->end; i++) {
        if (iv->plan.steps[i].key != NONE) {
            cell_park(iv, frame, iv->plan.steps[i].key);
        }
        for (size_t k = 0; k < iv->q->items[i].specify_n; k++) {
            cell_park(iv, frame, iv->q->items[i].specify[k]);
        }
    }
}

static bool live_has(const uint32_t *live, size_t n, uint32_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (live[i] == id) {
            return true;
        }
    }
    return false;
}

/* The ids that should be live now. */
static size_t live_wanted(struct interview *iv, uint32_t roster, uint32_t wanted, uint32_t *out)
{
    size_t n = 0;
    for (uint32_t id = 1; n < wanted && id <= ROWS_LIMIT; id++) {
        if (!row_removed(iv, roster, id)) {
            out[n++] = id;
        }
    }
    return n;
}

/* A row that comes back is computed from what was answered, anew: it was parked behind the back of its
 * readers. */
static void live_replace(struct interview *iv, const struct item *item, uint32_t *now, size_t n)
{
    struct rows *rows = &iv->rows[item->roster];
    for (size_t i = 0; i < rows->live_n; i++) {
        if (!live_has(now, n, rows->live[i])) {
            row_park(iv, rows->by_id[rows->live[i] - 1], item);
        }
    }
    for (size_t i = 0; i < n; i++) {
        struct frame *frame = frame_at(iv, item->roster + 1, now[i], true);
        if (!frame->live) {
            frame->live = true;
            mark_frame(iv, frame);
        }
    }
    free(rows->live);
    rows->live = now;
    rows->live_n = n;
    iv->row_stamp = ++iv->stamp;
    mark_roster_readers(iv, item->roster);
    walk_build(iv);
}

void rows_settle(struct interview *iv, const struct item *item, bool on)
{
    struct rows *rows = &iv->rows[item->roster];
    uint32_t wanted = on ? wanted_rows(iv, &iv->q->rosters[item->roster]) : 0;
    uint32_t *now = mem_alloc((wanted + 1) * sizeof *now);
    size_t n = live_wanted(iv, item->roster, wanted, now);
    if (n != rows->live_n || (n > 0 && memcmp(now, rows->live, n * sizeof *now) != 0)) {
        live_replace(iv, item, now, n);
    } else {
        free(now);
    }
}

void rows_free(struct interview *iv)
{
    for (uint32_t r = 0; r < iv->q->rosters_n; r++) {
        free(iv->rows[r].by_id);
        free(iv->rows[r].live);
    }
}

size_t interview_rows(const struct interview *const_iv, uint32_t roster, const uint32_t **ids)
{
    struct interview *iv = settled(const_iv);
    *ids = iv->rows[roster].live;
    return unit_on(iv, unit_of(iv, iv->main, iv->q->rosters[roster].item)) ? iv->rows[roster].live_n : 0;
}
